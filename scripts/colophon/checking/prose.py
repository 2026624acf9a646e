"""The Markdown editors write: each paragraph cites, and nothing in it is HTML or runs. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from colophon.formats.links import executable_links
from colophon.formats.markdown import Block, blocks, citation_places
from colophon.formats.validation import did_you_mean, slug_of
from colophon.model.problem import Place, Problem

# Closed or not: a browser takes what an open < begins for a tag, up to the next > on the page.
_RAW_HTML = re.compile(r"</?[A-Za-z][^>\n]*>?|<!--|<[!?]")
_FOREIGN_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^\s)>]*)", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{:?[^}\n]*[#.=][^}\n]*\}")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^>\s]+>")
_BROKEN_CITATION = re.compile(r"\[\^(?:[^\]\n]*\s[^\]\n]*\]|[^\]\s]*(?=\s|$))")
_MEANT_AS_CITATION = re.compile(r"\[\^?([^\[\]\n]*)\](?![(\[:])|\(\^([^()\n]*)\)|\[\^([^\]\s]*)(?=\s|$)")
_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:", re.MULTILINE)
_DEEPEST = 400
"""Columns at which a line of Markdown may begin."""
SHALLOWER = f"this line begins after more than {_DEEPEST} columns of spaces or >, too deep to be read; nest less"


def check_prose(prose: str, first: int, path: str, sources: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the prose of an entry by itself: it begins on the line `first` and may cite `sources`."""
    if all(block.is_heading for block in blocks(prose)):
        told = "says nothing yet; expected at least one paragraph that cites a source"
        yield Problem(path, Place(first), "prose", told)
    for line, column, key in citation_places(prose):
        if key not in sources:
            yield Problem(path, Place(first + line - 1, column), "source-unknown", no_such_source(key, sources))
    for block in blocks(prose):
        found = [*_check_citations(block, sources), *check_markdown(block.text, "an entry")]
        yield from (Problem(path, _place(block, at, first), rule, told) for at, rule, told in found)


def _check_citations(block: Block, sources: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Place, rule and message for a block that cites nothing, or not in the right form."""
    likely = "".join(f"[^{key}]" for key in intended(block.text, sources))
    example = f"expected the key of a source, such as [^{next(iter(sources), 'key')}]"
    hint = f"did you mean {likely}?" if likely else example
    malformed = [*_BROKEN_CITATION.finditer(block.text)]
    if not (block.is_heading or block.citations or malformed):
        yield 0, "uncited", f"this paragraph cites no source; {hint}"
    for match in malformed:
        told = f"{match[0]} is no citation, which holds one key, no space, and is closed; {hint}"
        yield match.start(), "source-unknown", told
    for match in _DEFINITION.finditer(block.text):
        told = f"found {match[0]}; a footnote is made from each source: write it under sources, in the front matter"
        yield match.start(), "footnote", told


def intended(prose: str, sources: Collection[str]) -> list[str]:
    """The sources that something that is no citation, or not a right one, was likely meant to cite."""
    written = [
        key for match in _MEANT_AS_CITATION.finditer(prose) for key in re.split(r"[,;\s]+", match[match.lastindex or 0])
    ]
    return [key for key in dict.fromkeys(slug_of(key.lstrip("^")) for key in written) if key in sources]


def _place(block: Block, at: int, first: int) -> Place:
    """Where a character of a block stands in the file whose prose begins on the line `first`."""
    before = block.text[:at]
    return Place(first + block.line - 1 + before.count("\n"), at - before.rfind("\n"))


def check_markdown(text: str, where: str) -> Iterator[tuple[int, str, str]]:
    """What an editor's Markdown may not hold, HTML, attributes, and links that run something: place, rule and message."""
    for line in too_deep(text):
        yield sum(map(len, text.split("\n")[: line - 1])) + line - 1, "nesting", SHALLOWER
    if match := _RAW_HTML.search(_AUTOLINK.sub(lambda link: " " * len(link[0]), text)):
        yield match.start(), "html", f"HTML is not allowed in {where}: found {match[0]}; write it in Markdown"
    if match := _ATTRIBUTES.search(text):
        yield (
            match.start(),
            "html",
            f"attributes in braces are not allowed in {where}: found {match[0]}; leave them out",
        )
    for at, target in executable_links(text):
        yield at, "link", f"a link may lead to a page of the site or to https://, found {target!r}"
    if match := _FOREIGN_PICTURE.search(text):
        yield match.start(), "link", f"a picture must be a file of the site, found {match[1]}; put it into docs/"


def too_deep(markdown: str) -> Iterator[int]:
    """The first line that begins farther right, or in more quotations, than a processor of Markdown can follow."""
    for number, line in enumerate(markdown.split("\n"), 1):
        if len(line) > _DEEPEST // 4 and len((re.match(r"[\s>]*", line) or [""])[0].expandtabs(4)) > _DEEPEST:
            yield number
            return


def no_such_source(key: str, sources: Collection[str]) -> str:
    """What is told of a citation of `key`, which is none of the `sources`."""
    several = key.split(",")
    if len(several) > 1 and all(one in sources for one in several):
        return (
            f"there is no source '{key}' in this entry; cite each on its own: {''.join(f'[^{one}]' for one in several)}"
        )
    return f"there is no source '{key}' in this entry; {did_you_mean(key, sources)}"
