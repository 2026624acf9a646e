"""The links in the words of a text against the mentions that were found in it, place by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from colophon.edition.spans import spans_of
from colophon.formats.invisible import visible
from colophon.formats.urls import entry_path, page_url
from colophon.model.problem import Rule
from colophon.model.site import Mark, Mention, Paragraph, SourceText
from colophon.verifying.pages import inside, on_one_line

MENTIONS = Rule("mentions", "The links in the words of a text are its mentions and its footnotes, and no others.")

_MARKS = frozenset({"pn", "pg", "headerlink"})
_FIX = "build the site again, and check that nothing changes its pages afterwards"


Piece = tuple[str, str | None]
"""Words of a page and, if they are a link, its address."""


class _Linked(NamedTuple):
    """A link in a paragraph: the words since the one before it, its own words, and where it leads."""

    before: str
    words: str
    target: str


def pieces_of(node: LexborNode) -> Iterator[Piece]:
    """The words of a paragraph of a text in order, without its number and the mark that links to it."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or "", None
        elif child.tag == "a":
            attributes = child.attributes
            if not _MARKS & frozenset((attributes.get("class") or "").split()):
                yield child.text(deep=True), (attributes["href"] or "") if "href" in attributes else None
        else:
            yield from pieces_of(child)


def mention_problems(
    text: SourceText, paragraph: Paragraph, mentions: Sequence[Mention], pieces: Iterable[Piece], url: str
) -> Iterator[str]:
    """The first difference between the links of a paragraph on the page and its mentions.

    `pieces` are those of the paragraph on the page, `url` is that of the page.
    """
    shown = list(_linked(pieces, url))
    expected = list(_expected(text, paragraph, mentions, url))
    if shown == expected:
        return
    where = f"paragraph {paragraph.number}"
    for number, (found, wanted) in enumerate(zip(shown, expected, strict=False), 1):
        if found == wanted:
            continue
        if found.words == wanted.words and found.target != wanted.target:
            yield f"{where}: “{found.words}” links to {found.target}, expected {wanted.target}; {_FIX}"
        else:
            after = f"after “{_end(wanted.before)}”" if wanted.before else "at the beginning"
            other = f"after “{_end(found.before)}”" if found.before else "at the beginning"
            yield (
                f"{where}: expected link {number} to be “{wanted.words}” {after}, found “{found.words}” {other}; {_FIX}"
            )
        return
    if len(shown) > len(expected):
        extra = shown[len(expected)]
        yield f"{where}: “{extra.words}” links to {extra.target}, which is not a mention; {_FIX}"
    else:
        lost = expected[len(shown)]
        yield f"{where}: “{lost.words}” is a mention of {lost.target} and has no link; {_FIX}"


def _linked(pieces: Iterable[Piece], url: str) -> Iterator[_Linked]:
    before = ""
    for words, href in pieces:
        if href is None:
            before += words
            continue
        target = inside(url, href, None)
        yield _Linked(on_one_line(before), on_one_line(words), href if target is None else target)
        before = ""


def _expected(text: SourceText, paragraph: Paragraph, mentions: Sequence[Mention], url: str) -> Iterator[_Linked]:
    source, first, at = text.words(paragraph), paragraph.start, 0
    for span in spans_of(paragraph, mentions):
        if isinstance(span, Mark) and span.page:
            continue
        start, end = span.start - first, span.end - first
        before, words = visible(source, at, start), visible(source, start, end)
        target = f"{url}#{span.anchor}" if isinstance(span, Mark) else page_url(entry_path(span.entry))
        yield _Linked(on_one_line(before), on_one_line(words), target)
        at = end


def _end(words: str) -> str:
    return words if len(words) <= 20 else f"…{words[-20:]}"
