"""Markdown that says exactly what it was given, whichever Markdown processor and extensions read it.

Pure. A text is data, so every ASCII punctuation mark in it that any extension could take for markup is written as a
character reference; what prose needs most (a comma, a full stop after a word, a hyphen inside one) stays as it
is, so that the page can be read and compared as plain Markdown too.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from colophon.records import Entry

# To some extensions 40 hex digits are a commit.
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]|(?<![^\W_])[0-9a-f](?=[0-9a-f]{39}(?![^\W_]))")
# Marks that no Markdown extension acts on where they stand so: inside a word, or at the end of one.
_PLAIN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])|(?<=[^\W\d_]{2})[,.?](?=\s|[”’]|$)|(?<=\w),(?=\s|\d)")
_FIRST_WORD = re.compile(r"^\s*\S*", re.MULTILINE)
# Characters that HTML cannot hold or that steer a terminal are shown by their Unicode control pictures.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}


def visible(text: str) -> str:
    """What a page shows for `text`: C0 control characters as control pictures, line ends as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def escape(text: str, mid_line: bool = False) -> str:
    """`text` as inline Markdown that renders as exactly `visible(text)`.

    `mid_line` says that something else stands before it on its line, so that its first word cannot be a block marker.
    """
    shown = visible(text)
    risky = [match.span() for match in _FIRST_WORD.finditer(shown) if match.start() or not mid_line]
    plain = {
        match.start()
        for match in _PLAIN.finditer(shown)
        if not any(start <= match.start() < end for start, end in risky)
    }

    def reference(match: re.Match[str]) -> str:
        return match[0] if match.start() in plain else _reference(match[0])

    return _PUNCTUATION.sub(reference, shown).replace("\t", "&#9;")


def _reference(mark: str) -> str:
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}.get(mark, f"&#{ord(mark)};")


def attribute(text: str) -> str:
    """`text` as the value of a double-quoted `attr_list` attribute: what would end it is shown by its look-alike."""
    return re.sub(r"\s+", " ", visible(text)).translate(
        {0x22: "”", 0x27: "’", 0x7B: "(", 0x7D: ")", 0x3C: "‹", 0x3E: "›"}
        | {ord(mark): ord(mark) + 0xFEE0 for mark in "!#$&*+:=@[\\]^_`|~"}  # their full-width forms
    )


def link(words: str, target: str, *attributes: str) -> str:
    """A Markdown link; `words` is Markdown already, `target` a relative address made by `relative`."""
    return f"[{words}]({target})" + (f"{{: {' '.join(attributes)} }}" if attributes else "")


def relative(target: PurePosixPath | str, page: PurePosixPath | str, anchor: str = "") -> str:
    """The address of the file `target` as written on `page`, both relative to the documentation folder."""
    path = posixpath.relpath(str(target), posixpath.dirname(str(page)) or ".")
    return path + (f"#{anchor}" if anchor else "")


def entry_link(entry: Entry, page: PurePosixPath) -> str:
    """The name of an entry, as a link to it."""
    return link(escape(entry.name), relative(entry_path(entry.slug), page))


@cache
def document_path(document: str) -> PurePosixPath:
    """Where the page of a text stands in the documentation folder."""
    return PurePosixPath("documents", f"{document}.md")


@cache
def entry_path(slug: str) -> PurePosixPath:
    """Where the page of an entry stands in the documentation folder."""
    return PurePosixPath("glossary", f"{slug}.md")


@cache
def untouched_path(document: str) -> PurePosixPath:
    """Where the untouched file of a text stands in the documentation folder."""
    return PurePosixPath("corpus", f"{document}.txt")


def notes_on_page(notes: str) -> str:
    """Editors' notes as they stand on the page of a text: links in them are written relative to the record."""
    return notes.replace("](../docs/", "](../")


def page_url(path: PurePosixPath | str) -> str:
    """The address of a page's directory below the site, without a leading slash: `glossary/x.md` is `glossary/x/`."""
    pure = PurePosixPath(path)
    folder = pure.parent if pure.stem == "index" else pure.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder}/"


# --- the Markdown editors write ----------------------------------------------------------------------------------

_CITATION = re.compile(r"\[\^([^\]\s]+)\]")
_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]]+\]:", re.MULTILINE)
_MARKER = re.compile(r"^<!-- *colophon: *([a-z-]+) *-->[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines between blank ones: its first line (from 1, in the prose) and its Markdown."""

    line: int
    text: str

    @property
    def citations(self) -> tuple[str, ...]:
        """The keys of the sources it cites, in order."""
        return tuple(_CITATION.findall(self.text))

    @property
    def is_heading(self) -> bool:
        """Whether it is nothing but an ATX heading, which need cite nothing."""
        return self.text.startswith("#") and "\n" not in self.text


def blocks(prose: str) -> Iterator[Block]:
    """The blocks of an entry's prose."""
    lines: list[str] = []
    for number, line in enumerate([*prose.split("\n"), ""], 1):
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            yield Block(number - len(lines), "\n".join(lines))
            lines = []


def citation_places(prose: str) -> Iterator[tuple[int, int, str]]:
    """Line and column, both from 1, and key of each citation in the prose."""
    for number, line in enumerate(prose.split("\n"), 1):
        for match in _CITATION.finditer(line):
            yield number, match.start() + 1, match[1]


def plain(markdown: str) -> str:
    """The words of simple Markdown: links by their text, no emphasis, no citations."""
    text = _CITATION.sub("", markdown)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\w)([*_]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return html.unescape(re.sub(r"\s+", " ", text).strip())


def first_sentence(markdown: str) -> str:
    """The first sentence of an entry's prose as plain words: its one-line description."""
    first = next((block.text for block in blocks(markdown) if not block.is_heading), "")
    before_citation = _CITATION.split(first, maxsplit=1)[0]
    return plain(before_citation)


def markers(page: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and name of each `<!-- colophon: name -->` in an authored page."""
    for match in _MARKER.finditer(page):
        yield page.count("\n", 0, match.start()) + 1, match[1]


def fill_markers(page: str, listings: Mapping[str, str]) -> str:
    """`page` with each marker replaced by its listing."""
    return _MARKER.sub(lambda match: listings[match[1]], page)


def paragraphs_of(parts: Iterable[str]) -> str:
    """Blocks joined as Markdown wants them, with one line feed at the end."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
