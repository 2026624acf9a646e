"""The links in the words of a text against the mentions that were found in it, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from colophon.formats.invisible import visible
from colophon.formats.urls import entry_path, page_url
from colophon.model.problem import Rule
from colophon.model.site import Mention, Paragraph, SourceText
from colophon.verifying.pages import inside, on_one_line

MENTIONS = Rule("mentions", "The links in the words of a text are its mentions, and no others.")

_FIX = "build the site again, and check that nothing changes its pages afterwards"


class _Linked(NamedTuple):
    """A link in a paragraph: the words since the one before it, its own words, and where it leads."""

    before: str
    words: str
    target: str


def mention_problems(
    text: SourceText, paragraph: Paragraph, mentions: Sequence[Mention], node: LexborNode, url: str
) -> Iterator[str]:
    """The first difference between the links of a paragraph on the page and its mentions.

    `node` is the paragraph without its number and without the mark that links to it, `url` that of the page.
    """
    shown = list(_linked(node, url))
    expected = list(_expected(text, paragraph, mentions))
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


def _linked(node: LexborNode, url: str) -> Iterator[_Linked]:
    before = ""
    for words, href in _pieces(node):
        if href is None:
            before += words
            continue
        target = inside(url, href, None)
        yield _Linked(on_one_line(before), on_one_line(words), href if target is None else target)
        before = ""


def _expected(text: SourceText, paragraph: Paragraph, mentions: Sequence[Mention]) -> Iterator[_Linked]:
    source, first, at = text.words(paragraph), paragraph.start, 0
    for mention in mentions:
        start, end = mention.start - first, mention.end - first
        before, words = visible(source, at, start), visible(source, start, end)
        yield _Linked(on_one_line(before), on_one_line(words), page_url(entry_path(mention.entry)))
        at = end


def _pieces(node: LexborNode) -> Iterator[tuple[str, str | None]]:
    """The words of an element in order, each piece with the address it is linked to, if it is."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or "", None
        elif child.tag == "a" and "href" in child.attributes:
            yield child.text(deep=True), child.attributes["href"] or ""
        else:
            yield from _pieces(child)


def _end(words: str) -> str:
    return words if len(words) <= 20 else f"…{words[-20:]}"
