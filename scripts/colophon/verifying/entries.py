"""The page of an entry against the texts: each quote and each excerpt stands in the paragraph it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from pathlib import PurePosixPath

from selectolax.lexbor import LexborNode

from colophon.edition import Edition
from colophon.edition.quotes import Verified
from colophon.formats.invisible import visible
from colophon.formats.normalisation import normalise
from colophon.formats.urls import document_path, page_url
from colophon.model.entry import Entry, Passage
from colophon.model.site import SourceText
from colophon.verifying.pages import BuiltPage, inside, on_one_line

_MEND = "build the site again, and see that nothing changes the pages after it"


def quote_problems(edition: Edition, entry: Entry, page: BuiltPage) -> Iterator[str]:
    """Quotes among the sources that are not the words of the paragraph they lead to."""
    notes = {node.attributes.get("id"): node for node in page.html.css("li[id]")}
    cited = {node.attributes.get("href") for node in page.html.css("a.footnote-ref")}
    for key, source in entry.matter.sources.items():
        found = edition.passages.get((entry.slug, key))
        if not isinstance(source, Passage) or not isinstance(found, Verified) or f"#fn:{key}" not in cited:
            continue
        text, note = edition.texts[source.document], notes.get(f"fn:{key}")
        if note is None:
            yield f"the source {key} is cited and not listed; {_MEND}"
            continue
        shown, href = _quoted(note)
        target = inside(page.url, href, None)
        expected = f"{page_url(document_path(text.id))}#{found.paragraph.anchor}"
        if target != expected:
            yield f"the source {key} leads to {href or 'nothing'}, expected paragraph {found.paragraph.number} of {text.id}; {_MEND}"
        words = normalise(visible(shown)).text.strip()
        if words != normalise(visible(source.quote)).text.strip():
            yield f"the source {key} shows {shown[:60]!r}, expected {source.quote[:60]!r}; {_MEND}"
        elif words not in normalise(visible(text.words(found.paragraph))).text:
            yield f"the source {key} shows {shown[:60]!r}, which paragraph {found.paragraph.number} of {text.id} does not say; {_MEND}"


def wrong_excerpts(edition: Edition, entry: Entry, page: BuiltPage, listed: set[str]) -> Iterator[str]:
    """Excerpts that differ from the paragraph they lead to.

    `page`: the page of the entry, or one that continues it. `listed` is filled with the paragraphs that it lists.
    """
    expected = _paragraphs_naming(edition, entry)
    for link in page.html.css("li > a.pn"):
        target = inside(page.url, link.attributes.get("href") or "", None) or ""
        listed.add(target)
        if target not in expected or link.parent is None:
            yield f"lists {target or link.attributes.get('href')}, a paragraph that does not name it; {_MEND}"
            continue
        url, _, anchor = target.partition("#")
        marks = [on_one_line(mark.text(deep=True)) for mark in link.parent.css("mark")]
        words = _after(link)
        if marks != expected[target]:
            yield f"the excerpt of {target} marks {marks}, expected {expected[target]}; {_MEND}"
        elif not _says(edition.texts[PurePosixPath(url).name], int(anchor.removeprefix("p")), words):
            yield f"the excerpt of {target} shows {words[:60]!r}, which the paragraph does not say; {_MEND}"


def unlisted(edition: Edition, entry: Entry, listed: AbstractSet[str]) -> Iterator[str]:
    """Paragraphs that name an entry and are `listed` on none of its pages."""
    for target in sorted(_paragraphs_naming(edition, entry).keys() - listed):
        yield f"does not list {target}, a paragraph that names it; {_MEND}"


def _paragraphs_naming(edition: Edition, entry: Entry) -> Mapping[str, Sequence[str]]:
    """The names as they stand in each paragraph that names an entry, by the address of the paragraph."""
    mentions = edition.mentions_of.get(entry.slug, ())
    return {
        f"{page_url(document_path(document))}#p{number}": [on_one_line(visible(mention.surface)) for mention in group]
        for (document, number), group in groupby(mentions, key=lambda mention: (mention.document, mention.paragraph))
    }


def _quoted(note: LexborNode) -> tuple[str, str]:
    """The words of a note before its first link, without their quotation marks, and where the link leads."""
    link = note.css_first("a[href]")
    words = note.text(deep=True)
    if link is None:
        return on_one_line(words), ""
    before = words[: words.find(link.text(deep=True))] if link.text() else words
    return re.sub(r"^\s*“|”\s*$", "", before), link.attributes.get("href") or ""


def _after(link: LexborNode) -> str:
    """The words of a line after the number of its paragraph."""
    line = link.parent.text(deep=True) if link.parent else ""
    return on_one_line(line.strip().removeprefix(link.text(deep=True)))


def _says(text: SourceText, number: int, words: str) -> bool:
    paragraph = on_one_line(visible(text.words(text.paragraphs[number - 1])))
    return words in paragraph or words.removeprefix("… ").removesuffix(" …") in paragraph
