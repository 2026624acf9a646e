"""Lists of texts: all of them, by date, by author, by collection, and those of each collection. Pure.

A list has a page, continued where it is long. Those that nothing in the corpus has the facts for are not made. The addresses
begin with `documents/by/` and `documents/in/`: no page of a text has two folders below `documents/`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple

from colophon.edition import Edition
from colophon.formats.folding import fold
from colophon.formats.invisible import visible
from colophon.formats.markdown import escape, link, paragraphs_of
from colophon.formats.urls import collection_path, document_path, page_url, relative
from colophon.formats.yaml_reader import write_yaml
from colophon.model.language import digits, gettext, ngettext
from colophon.model.site import Site
from colophon.rendering.linked_data import page_node, script_of
from colophon.rendering.pages.citations import text_as_work
from colophon.rendering.pages.exchange import coins
from colophon.rendering.pages.pagination import continued_path, page_links, page_ranges
from colophon.rendering.pages.wording import byline, count, language_attribute, title_of, whole_name

TEXTS_PAGE = PurePosixPath("documents/index.md")
_BY = PurePosixPath("documents/by")


class Group(NamedTuple):
    """Texts under one heading."""

    heading: str
    """Plain words; empty for none."""
    texts: Sequence[int]
    """By number in the site, from 0."""


@dataclass(frozen=True)
class TextList:
    """A list of texts with a page of its own."""

    page: PurePosixPath
    title: str
    groups: Sequence[Group]
    collection: str | None = None
    """The path of the collection whose page it is; empty for the list of all collections, `None` for another list."""

    @cached_property
    def lines(self) -> list[tuple[str, int]]:
        """Heading and text of each line."""
        return [(group.heading, text) for group in self.groups for text in group.texts]

    @cached_property
    def pages(self) -> list[range]:
        """The lines on each page, by their number."""
        return page_ranges([1] * len(self.lines))


def text_lists(site: Site) -> dict[PurePosixPath, TextList]:
    """Every list of texts by its page, that of all texts first."""
    numbers = range(len(site.texts))
    lists = [TextList(TEXTS_PAGE, gettext("Texts"), [Group("", numbers)])]
    if any(text.record.published for text in site.texts):
        lists.append(TextList(_BY / "date.md", gettext("Texts by date"), _by_date(site)))
    if any(text.record.creators for text in site.texts):
        lists.append(TextList(_BY / "author.md", gettext("Texts by author"), _by_author(site)))
    if site.collections:
        inside: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(site.texts):
            inside[text.collection].append(number)
        outside = [Group(gettext("In no collection"), inside[""])] if inside[""] else []
        lists.append(TextList(_BY / "collection.md", gettext("Collections"), outside, ""))
        for path, collection in site.collections.items():
            groups = [Group("", inside[path])] if inside[path] else []
            lists.append(TextList(collection_path(path), collection.title, groups, path))
    return {one.page: one for one in lists}


def render_text_list(edition: Edition, texts: TextList, number: int) -> str:
    """The Markdown of page `number` (from 1) of a list."""
    page, pages = continued_path(texts.page, number), texts.pages
    title, continues, below = texts.title, {}, []
    collection = edition.site.collections.get(texts.collection or "")
    about = collection.description if collection else ""
    if number > 1:
        title = gettext("{title}, page {number}", title=title, number=number)
        continues = {"continues": page_url(texts.page)}
        about = gettext(
            "Texts {first} to {last} of {all}.",
            first=digits(pages[number - 1].start + 1),
            last=digits(pages[number - 1].stop),
            all=digits(pages[-1].stop),
        )
    elif texts.collection is not None:
        below = [*_collections(edition, texts.collection, page)]
    within = gettext("{title}, in the {site}.", title=texts.title, site=edition.site.settings.name)
    description = " ".join(about.split()) or within
    matter = {"title": visible(title), "description": visible(description), **continues}
    parts = [
        f"---\n{write_yaml(matter)}---",
        _place(edition, texts, page),
        f"# {escape(title)}",
        f"{escape(about)}\n{{: .lead }}" if about else "",
        *below,
        *_on_page(edition, texts, number),
        script_of(page_node(edition, page, title)),
    ]
    return paragraphs_of(parts)


def texts_listing(edition: Edition, page: PurePosixPath) -> str:
    """The list of texts where an authored page has its marker.

    On the page of all texts that is the first page of their list, with links to the other lists; elsewhere the collections
    and the texts that are in none.
    """
    lists = text_lists(edition.site)
    everything = lists[TEXTS_PAGE]
    if page == TEXTS_PAGE:
        others = [link(one.title, relative(one.page, page)) for one in lists.values() if one.page.parent == _BY]
        parts = [" · ".join(others), *_on_page(edition, everything, 1)]
    else:
        collections = lists.get(_BY / "collection.md")
        shown = TextList(page, "", collections.groups if collections else everything.groups)
        parts = [*_collections(edition, "", page)] if collections else []
        parts += [_text_line(edition, text, page) for _, text in shown.lines[: shown.pages[0].stop]]
        if collections or len(everything.pages) > 1:
            words = ngettext("All {number} text", "All {number} texts", len(edition.site.texts))
            parts.append(link(words, relative(TEXTS_PAGE, page)))
    return paragraphs_of(parts).strip() or gettext("No text has been published here yet.")


def place_of(edition: Edition, collection: str, page: PurePosixPath, *last: str) -> str:
    """The way from the list of all texts to a page in a collection; `last`: what it ends in, as Markdown."""
    around = edition.site.collections_around(collection)
    links = [link(escape(one.title), relative(collection_path(one.path), page)) for one in around]
    return f"{' / '.join((link(gettext('Texts'), relative(TEXTS_PAGE, page)), *links, *last))}\n{{: .eyebrow }}"


def _place(edition: Edition, texts: TextList, page: PurePosixPath) -> str:
    if texts.page == TEXTS_PAGE:
        return ""
    if not texts.collection:
        return place_of(edition, "", page, escape(texts.title))
    collection = edition.site.collections[texts.collection]
    by = link(gettext("Collections"), relative(_BY / "collection.md", page))
    around = edition.site.collections_around(collection.above)
    above = [link(escape(one.title), relative(collection_path(one.path), page)) for one in around]
    return place_of(edition, "", page, by, *above, escape(collection.title))


def _on_page(edition: Edition, texts: TextList, number: int) -> Iterator[str]:
    """One page of a list, between links to the others."""
    pages = texts.pages
    page = continued_path(texts.page, number)
    links = page_links(texts.page, number, len(pages))
    yield links
    shown = pages[number - 1]
    for heading, lines in groupby(texts.lines[shown.start : shown.stop], key=lambda line: line[0]):
        if heading:
            yield f"## {escape(heading)} {{: .letter }}"
        for _, text in lines:
            yield _text_line(edition, text, page)
    yield links


def _collections(edition: Edition, above: str, page: PurePosixPath) -> Iterator[str]:
    """The collections directly in one, or those in none."""
    site = edition.site
    for path, collection in site.collections.items():
        if collection.above == above:
            number = site.sizes[path]
            about = f" {escape(collection.description, mid_line=True)}" if collection.description else ""
            yield (
                f"{link(escape(collection.title), relative(collection_path(path), page))}\n"
                f':   <span class="eyebrow">{gettext("Collection")} · {count(number, "text", "texts")}</span>{about}'
            )


def _text_line(edition: Edition, number: int, page: PurePosixPath) -> str:
    text = edition.site.texts[number]
    named = len({mention.entry for mention in edition.mentions_in.get(text.id, ())})
    language = language_attribute(text.record, edition.site.settings, "{}")
    target = relative(document_path(text.id), page)
    title = link(escape(title_of(text)), target, *filter(None, [language]))
    # Only on the list of all texts: a page with one such span would be taken for that text.
    spans = coins(text_as_work(edition, text)) if page.parent == TEXTS_PAGE.parent else ""
    facts = ngettext(
        "{paragraphs}, {number} agency or official named",
        "{paragraphs}, {number} agencies and officials named",
        named,
        paragraphs=count(len(text.paragraphs), "paragraph", "paragraphs"),
    )
    return (
        f'{title}\n:   <span class="eyebrow">{escape(edition.site.short_name(text.id))}</span> {escape(byline(text.record))}\n'
        f":   {facts}{spans}"
    )


def _by_date(site: Site) -> list[Group]:
    """By year, the latest first."""
    dated = [(text.record.published.value, number) for number, text in enumerate(site.texts) if text.record.published]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    groups = [
        Group(year.lstrip("0"), [number for _, number in some])
        for year, some in groupby(dated, key=lambda pair: pair[0][:4])
    ]
    return [*groups, *_without(site, gettext("Date not recorded"), "published")]


def _by_author(site: Site) -> list[Group]:
    """By family name; a text with several authors is listed under each."""
    works: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(site.texts):
        for creator in dict.fromkeys(text.record.creators.value if text.record.creators else ()):
            works[creator].append(number)
    authors = sorted(works, key=lambda creator: (fold(whole_name(creator)), creator))
    groups = [Group(whole_name(creator), works[creator]) for creator in authors]
    return [*groups, *_without(site, gettext("Author not recorded"), "creators")]


def _without(site: Site, heading: str, field: str) -> list[Group]:
    numbers = [number for number, text in enumerate(site.texts) if getattr(text.record, field) is None]
    return [Group(heading, numbers)] if numbers else []
