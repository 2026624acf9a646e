"""The Markdown editors write: each paragraph cites, and nothing in it is HTML or runs. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from colophon.formats.links import LINK, executable_links, without_code
from colophon.formats.markdown import Block, blocks, citation_places, raw_html
from colophon.formats.validation import did_you_mean, slug_of
from colophon.model.problem import Place, Problem, Rule

PROSE = Rule("prose", "An entry has at least one paragraph.")
UNCITED = Rule("uncited", "Every paragraph of an entry cites a source: no statement without one.")
SOURCE_UNKNOWN = Rule("source-unknown", "What an entry cites is one of its sources.")
FOOTNOTE = Rule(
    "footnote", "The footnotes of an entry are its sources; none is written by hand, since it could not be checked."
)
HTML = Rule("html", "Entries and notes are plain Markdown, so that they look the same wherever they are shown.")
NESTING = Rule("nesting", "Markdown is not nested deeper than programs can process.")

_FOREIGN_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^\s)>]*)", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{:?[^}\n]*[#.=][^}\n]*\}")
_BROKEN_CITATION = re.compile(r"\[\^(?:[^\]\n]*\s[^\]\n]*\]|[^\]\s]*(?=\s|$))")
_MEANT_AS_CITATION = re.compile(r"\[\^?([^\[\]\n]*)\](?![(\[:])|\(\^([^()\n]*)\)|\[\^([^\]\s]*)(?=\s|$)")
_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:", re.MULTILINE)
_DEEPEST = 400
"""Columns at which a line of Markdown may begin."""
TOO_DEEP = f"this line begins after more than {_DEEPEST} columns of spaces or >"


def check_prose(prose: str, first: int, path: str, sources: Collection[str]) -> Iterator[Problem]:
    """Problems of the prose of an entry, which begins on the line `first` of its file and may cite `sources`."""
    prose = without_code(prose)
    if all(block.is_heading for block in blocks(prose)):
        what = "this entry has no text yet"
        yield Problem(path, Place(first), PROSE, what, expected="at least one paragraph that cites a source")
    for line, column, key in citation_places(prose):
        if key not in sources:
            what, fix = unknown_source(key, sources)
            yield Problem(path, Place(first + line - 1, column), SOURCE_UNKNOWN, what, fix=fix)
    for block in blocks(prose):
        found = [*_check_citations(block, sources), *check_markdown(block.text, "an entry")]
        yield from (Problem(path, place_in(block, at, first), rule, what, fix=fix) for at, rule, what, fix in found)


def _check_citations(block: Block, sources: Collection[str]) -> Iterator[tuple[int, Rule, str, str]]:
    """Position, rule, message and fix for a block without citation, or with a malformed one."""
    likely = "".join(f"[^{key}]" for key in intended(block.text, sources))
    fix = f"did you mean {likely}?" if likely else f"cite one, such as [^{next(iter(sources), 'key')}]"
    malformed = [*_BROKEN_CITATION.finditer(block.text)]
    if not (block.is_heading or block.citations or malformed):
        yield 0, UNCITED, "this paragraph cites no source", fix
    for match in malformed:
        expected = (
            f"did you mean {likely}?" if likely else f"expected one key without spaces, such as {_example(sources)}"
        )
        yield match.start(), SOURCE_UNKNOWN, f"malformed citation {match[0]}", expected
    for match in _DEFINITION.finditer(block.text):
        what = f"{match[0]} defines a footnote, and footnotes are made from sources"
        yield match.start(), FOOTNOTE, what, "write it under sources in the front matter"


def _example(sources: Collection[str]) -> str:
    return f"[^{next(iter(sources), 'key')}]"


def intended(prose: str, sources: Collection[str]) -> list[str]:
    """The sources that something other than a well-formed citation was likely meant to cite."""
    written = [
        key for match in _MEANT_AS_CITATION.finditer(prose) for key in re.split(r"[,;\s]+", match[match.lastindex or 0])
    ]
    return [key for key in dict.fromkeys(slug_of(key.lstrip("^")) for key in written) if key in sources]


def place_in(block: Block, at: int, first: int) -> Place:
    """Where the character `at` of a block is in the file whose prose begins on the line `first`."""
    before = block.text[:at]
    return Place(first + block.line - 1 + before.count("\n"), at - before.rfind("\n"))


def check_markdown(text: str, where: str) -> Iterator[tuple[int, Rule, str, str]]:
    """HTML, attributes, links that run something, pictures of other hosts: position, rule, message and fix.

    `text` is Markdown without its code; `where` names what it is, for the message.
    """
    for line in too_deep(text):
        yield sum(map(len, text.split("\n")[: line - 1])) + line - 1, NESTING, TOO_DEEP, "nest less"
    if found := next(raw_html(text), None):
        at, tag = found
        what = f"HTML is not allowed in {where}: found {' '.join(tag[:60].split())}"
        yield at, HTML, what, "write it in Markdown, or &lt; for a less-than sign"
    if match := _ATTRIBUTES.search(text):
        what = f"attributes in braces are not allowed in {where}: found {match[0]}"
        yield match.start(), HTML, what, "remove them"
    for at, target in executable_links(text):
        yield at, LINK, f"a link may lead to a page of the site or to https://, found {target!r}", ""
    if match := _FOREIGN_PICTURE.search(text):
        yield match.start(), LINK, f"a picture must be a file of the site, found {match[1]}", "put it into docs/"


def too_deep(markdown: str) -> Iterator[int]:
    """The first line that is indented, or quoted, deeper than a Markdown processor can follow."""
    for number, line in enumerate(markdown.split("\n"), 1):
        if len(line) > _DEEPEST // 4 and len((re.match(r"[\s>]*", line) or [""])[0].expandtabs(4)) > _DEEPEST:
            yield number
            return


def unknown_source(key: str, sources: Collection[str]) -> tuple[str, str]:
    """Message and fix for a citation of `key`, which is not one of the `sources`."""
    what = f"this entry has no source '{key}'"
    several = key.split(",")
    if len(several) > 1 and all(one in sources for one in several):
        return what, f"cite each separately: {''.join(f'[^{one}]' for one in several)}"
    return what, did_you_mean(key, sources) if sources else "add it under sources in the front matter"
