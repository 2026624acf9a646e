"""What a converter makes of an original file, and why it may refuse it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata, util

from colophon.curation.originals.blocks import Block, Differences, compare, text_of
from colophon.formats.yaml_reader import split_front_matter
from colophon.model.errors import ColophonError, Invalid

INSTALL = "pip install 'colophon[import]' (in a clone of Colophon and in a new site: make import)"


class NotConverted(ColophonError):
    """A file that cannot be converted; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value that a file itself states, and where in it."""

    value: str | tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """A text that a program made of an original, and what the original says of itself."""

    original: bytes = field(repr=False)
    suffix: str
    """Of the original, such as `.html`."""
    text: str = field(repr=False)
    headings: tuple[int, ...]
    """Numbers of the paragraphs that the original marks as headings."""
    found: Mapping[str, Found]
    """By field of the record."""
    program: str
    version: str
    settings: Mapping[str, str]
    differences: Differences
    notes: tuple[str, ...] = ()
    """What else the editor should know, in sentences."""
    layout: str | None = "blocks"
    """What a paragraph is; `None` where the original does not say."""


def derivation(
    original: bytes,
    suffix: str,
    blocks: Sequence[Block],
    words: Sequence[str],
    package: str,
    *,
    found: Mapping[str, Found] | None = None,
    settings: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    with_marks: bool = False,
) -> Derivation:
    """The text of `blocks`. `words`: those of the original, read in another way; `with_marks`: they have the marks of lists and notes too.

    Raises `NotConverted` where there are no words.
    """
    if not blocks:
        raise NotConverted("has no words")
    found = dict(found or {})
    if blocks[0].level == 1:
        found.setdefault("title", Found(" ".join(blocks[0].words.split()), "The first heading."))
    return Derivation(
        original,
        suffix,
        text_of(blocks),
        tuple(number for number, block in enumerate(blocks, 1) if block.level),
        found,
        package,
        version_of(package),
        settings or {},
        compare(words, [block.text if with_marks else block.words for block in blocks]),
        tuple(notes),
    )


def version_of(package: str) -> str:
    """The version of an installed package."""
    return metadata.version(package)


def require(module: str, what: str) -> None:
    """Raises `NotConverted` where the package that reads a format is not installed."""
    if util.find_spec(module) is None:
        raise NotConverted(f"is {what}, which needs the import extra: {INSTALL}")


def decoded(data: bytes, otherwise: str | None = None, declared: str | None = None) -> tuple[str, str]:
    """Text and the name of its encoding: that of its byte order mark, else the declared one or UTF-8, else `otherwise`.

    Raises `NotConverted`.
    """
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    first = next((name for mark, name in marks.items() if data.startswith(mark)), declared or "utf-8")
    why = ""
    for encoding in filter(None, (first, otherwise)):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig").lower()
        except LookupError:
            why = why or f"declares the encoding {encoding!r}, which is not known"
        except UnicodeDecodeError as error:
            why = why or f"is not {encoding.upper()}: byte 0x{data[error.start]:02X} at byte offset {error.start}"
    raise NotConverted(f"{why}; say its encoding, such as --encoding windows-1252")


# --- what files say --------------------------------------------------------------------------------------------------

_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("title",), "title"),
    **dict.fromkeys(("author", "authors", "creator", "creators", "by"), "creators"),
    **dict.fromkeys(("publisher", "publication"), "publisher"),
    **dict.fromkeys(("date", "published", "publication_date", "date_published"), "published"),
    **dict.fromkeys(("url", "source_url", "canonical_url", "link"), "source_url"),
    **dict.fromkeys(("language", "lang"), "language"),
}
"""Names of fields in front matter and field lists, and the fields of the record."""


def stated_fields(values: Mapping[str, object], where: str) -> dict[str, Found]:
    """What front matter or another list of names and values says of a text, as fields of a record."""
    found: dict[str, Found] = {}
    for name, value in values.items():
        target = _NAMES.get(str(name).lower().replace("-", "_"))
        words = [one for one in (value if isinstance(value, list | tuple) else [value]) if isinstance(one, str | int)]
        lines = [line for line in (" ".join(str(one).split()) for one in words) if line]
        if target is None or not lines:
            continue
        if target == "published":
            day = day_of(lines[0])
            if not day:
                continue
            lines = [day]
        found.setdefault(target, Found(tuple(lines) if target == "creators" else lines[0], f"{where}: {name}."))
    return found


def day_of(words: str) -> str | None:
    """The day, month or year at the start of an ISO 8601 date or time, or `None`."""
    match = re.match(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ]\d{2}:.*)?\s*\Z", words)
    return match[1] if match else None


def front_matter_of(text: str) -> tuple[dict[str, Found], str]:
    """What YAML front matter says, and the text below it. Text without it, or with one that cannot be read, stays whole."""
    if not re.match(r"---[ \t]*\n", text):
        return {}, text
    try:
        yaml, body, _ = split_front_matter(text, "")
    except Invalid:
        return {}, text
    return (stated_fields(yaml.data, "Front matter"), body) if isinstance(yaml.data, Mapping) else ({}, text)
