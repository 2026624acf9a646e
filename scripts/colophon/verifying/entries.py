"""The page of an entry against the texts: each quote and each excerpt is in the paragraph that it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from selectolax.lexbor import LexborNode

from colophon.edition import Edition
from colophon.edition.quotes import Verified
from colophon.formats.invisible import visible
from colophon.formats.normalisation import normalise
from colophon.formats.urls import document_path, page_url
from colophon.model.entry import Entry, Passage
from colophon.model.problem import Rule
from colophon.verifying.pages import BuiltPage, inside, on_one_line

QUOTE = Rule("quote", "Every source of an entry has a note on its page, which quotes the paragraph it links to.")
EXCERPT = Rule("excerpt", "The page of an entry lists every paragraph that mentions it, in the words of the text.")

_FIX = "build the site again, and check that nothing changes its pages afterwards"


def quote_problems(edition: Edition, entry: Entry, page: BuiltPage) -> Iterator[str]:
    """Sources that have no note on the page of an entry, and quotes that are not the words of their paragraph.

    What must be there is asked of the entry, not of the page: every source of an entry is cited.
    """
    notes = {node.attributes.get("id"): node for node in page.html.css("li[id]")}
    cited = {node.attributes.get("href") for node in page.html.css("a.footnote-ref")}
    for key, source in entry.matter.sources.items():
        note = notes.get(f"fn:{key}")
        if note is None or f"#fn:{key}" not in cited:
            yield f"the source {key} is cited and has no note; {_FIX}"
            continue
        found = edition.passages.get((entry.slug, key))
        if not isinstance(source, Passage) or not isinstance(found, Verified):
            continue
        text = edition.texts[source.document]
        shown, href = _quoted(note)
        target = inside(page.url, href, None)
        expected = f"{page_url(document_path(text.id))}#{found.paragraph.anchor}"
        if target != expected:
            yield f"the source {key} links to {href or 'nothing'}, expected paragraph {found.paragraph.number} of {text.id}; {_FIX}"
        words = normalise(visible(shown)).text.strip()
        if words != normalise(visible(source.quote)).text.strip():
            yield f"the source {key} shows {shown[:60]!r}, expected {source.quote[:60]!r}; {_FIX}"
        elif words not in normalise(visible(text.words(found.paragraph))).text:
            yield f"the source {key} shows {shown[:60]!r}, which is not in paragraph {found.paragraph.number} of {text.id}; {_FIX}"


def wrong_excerpts(edition: Edition, entry: Entry, page: BuiltPage, listed: set[str]) -> Iterator[str]:
    """Excerpts that differ from the paragraph they link to.

    `page`: the page of the entry, or one that continues it. `listed` is filled with the paragraphs that it lists.
    """
    expected = _paragraphs_with(edition, entry)
    for link in page.html.css("li > a.pn"):
        href, line = link.attributes.get("href") or "", link.parent
        target = inside(page.url, href, None) or ""
        listed.add(target)
        if target not in expected or line is None:
            yield f"lists {target or href}, a paragraph that does not mention it; {_FIX}"
            continue
        document, number, names = expected[target]
        marks = [on_one_line(mark.text(deep=True)) for mark in line.css("mark")]
        words = _excerpt(line, link)
        text = edition.texts[document]
        if marks != names:
            yield f"the excerpt of {target} marks {marks}, expected {names}; {_FIX}"
        elif not _says(text.words(text.paragraphs[number - 1]), words):
            yield f"the excerpt of {target} shows {words[:60]!r}, which is not in the paragraph; {_FIX}"


def unlisted(edition: Edition, entry: Entry, listed: AbstractSet[str]) -> Iterator[str]:
    """Paragraphs that mention an entry and are not `listed` on any of its pages."""
    places = {(mention.document, mention.paragraph) for mention in edition.mentions_of.get(entry.slug, ())}
    for target in sorted({_address_of(document, number) for document, number in places} - listed):
        yield f"does not list {target}, a paragraph that mentions it; {_FIX}"


def _address_of(document: str, number: int) -> str:
    """The address of a paragraph of a text."""
    return f"{page_url(document_path(document))}#p{number}"


def _paragraphs_with(edition: Edition, entry: Entry) -> Mapping[str, tuple[str, int, Sequence[str]]]:
    """Text, number and the names as written of each paragraph that mentions an entry, by the address of the paragraph."""
    mentions = edition.mentions_of.get(entry.slug, ())
    return {
        _address_of(document, number): (
            document,
            number,
            [on_one_line(visible(mention.surface)) for mention in group],
        )
        for (document, number), group in groupby(mentions, key=attrgetter("document", "paragraph"))
    }


def _quoted(note: LexborNode) -> tuple[str, str]:
    """The words of a note before its first link, without their quotation marks, and the address of the link."""
    link = note.css_first("a[href]")
    words = note.text(deep=True)
    if link is None:
        return on_one_line(words), ""
    before = words[: words.find(link.text(deep=True))] if link.text() else words
    return re.sub(r"^\s*[“„]|[”“]\s*$", "", before), link.attributes.get("href") or ""


def _excerpt(line: LexborNode, link: LexborNode) -> str:
    """The words of a line after the number of its paragraph, without the editors' note that may follow."""
    words, note = line.text(deep=True).strip(), line.css_first(".note")
    if note:
        words = words.removesuffix(note.text(deep=True))
    return on_one_line(words.removeprefix(link.text(deep=True)))


@lru_cache(maxsize=1 << 12)  # each is an excerpt on the page of every entry that it mentions
def _as_shown(paragraph: str) -> str:
    return on_one_line(visible(paragraph))


def _says(paragraph: str, words: str) -> bool:
    shown = _as_shown(paragraph)
    return words in shown or words.removeprefix("… ").removesuffix(" …") in shown
