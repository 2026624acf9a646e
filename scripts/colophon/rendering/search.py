"""What the search index holds, as small HTML pages for Pagefind, made from records and not from the rendered site. Pure.

So the index does not depend on a theme: no chrome to leave out, and each paragraph carries its anchor. Pagefind's
attributes are described at https://pagefind.app/docs/indexing/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath

from markdown import markdown

from colophon.edition import Edition
from colophon.finding.forms import entry_forms
from colophon.formats.invisible import searchable
from colophon.formats.markdown import summary_of
from colophon.formats.pages import page_of
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Entry
from colophon.model.site import Page, SourceText
from colophon.rendering.pages.listings import SECTION_PAGES
from colophon.rendering.pages.wording import byline, short_name, title_of

TEXT = "Text"
PAGE = "Page"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page as the index sees it; `url` is relative to the root of the site."""

    url: str
    html: str


def search_pages(edition: Edition) -> Iterator[SearchPage]:
    """Every page a reader can find."""
    language = edition.site.settings.language
    for text in edition.site.texts:
        yield SearchPage(page_url(document_path(text.id)), _page(language, _document(edition, text)))
    for entry in edition.site.entries:
        yield SearchPage(page_url(entry_path(entry.slug)), _page(language, _entry(edition, entry)))
    for url, words in _authored_pages(edition):
        yield SearchPage(url, _page(language, words))


def search_urls(edition: Edition) -> Iterator[str]:
    """The address of every page a reader can find, without making it."""
    yield from (page_url(document_path(text.id)) for text in edition.site.texts)
    yield from (page_url(entry_path(entry.slug)) for entry in edition.site.entries)
    yield from (url for url, _ in _authored_pages(edition))


def _authored_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """Address and words of the authored pages that a reader can find."""
    site = edition.site
    found = [(page_url(path), words) for path, page in site.pages.items() if (words := _authored(page))]
    if not (site.texts or site.entries or found):
        # Nothing to find yet; the front page says so. Pagefind makes no index of nothing.
        path = PurePosixPath("index.md")
        home = site.pages.get(path) or page_of(path, SECTION_PAGES[path], site.settings)
        found = [("", _head(home.heading or site.settings.name, PAGE, "", []))]
    yield from found


def folded(form: str) -> str:
    """A name as a reader may type it: without case, full stops or a leading "the"."""
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", form.replace(".", "").casefold()).strip())


def _page(language: str, body: str) -> str:
    return f'<!doctype html><html lang="{escape(language)}"><body data-pagefind-body>{body}</body></html>'


def _head(title: str, kind: str, about: str, names: list[str], forms: str = "") -> str:
    """Title, and what is shown or filtered by but not searched."""
    hidden = [
        f'<i data-pagefind-filter="type" data-pagefind-meta="type">{escape(kind)}</i>',
        f'<i data-pagefind-meta="about">{escape(about)}</i>',
        f'<i data-pagefind-meta="forms">{escape(forms)}</i>' if forms else "",
        *(f'<i data-pagefind-filter="names">{escape(name)}</i>' for name in names),
    ]
    return (
        f'<h1 data-pagefind-meta="title" data-pagefind-weight="10">{escape(searchable(title))}</h1>'
        f"<div data-pagefind-ignore>{''.join(hidden)}</div>"
    )


def _document(edition: Edition, text: SourceText) -> str:
    names = [
        edition.entries[slug].name for slug in dict.fromkeys(m.entry for m in edition.mentions_in.get(text.id, ()))
    ]
    head = _head(title_of(text.record), TEXT, f"{short_name(text.id)} · {byline(text.record)}", names)
    if text.record.access != "full":
        return head
    return head + "".join(f'<p id="{p.anchor}">{escape(searchable(text.words(p)))}</p>' for p in text.paragraphs)


def _entry(edition: Edition, entry: Entry) -> str:
    kind = edition.site.settings.kinds[entry.matter.kind]
    forms = dict.fromkeys(folded(form.text) for form in entry_forms(entry, kind.person))
    also = " · ".join(alias.text for alias in entry.matter.aliases)
    return "".join(
        (
            _head(entry.name, kind.label, summary_of(entry.prose), [entry.name], "|".join(forms)),
            f'<p data-pagefind-weight="10">{escape(also)}</p>' if also else "",
            markdown(re.sub(r"\[\^[^\]]+\]", "", entry.prose)),
            *(f"<p>{escape(position.title)}</p>" for position in entry.matter.positions),
        )
    )


def _authored(page: Page) -> str:
    """An authored page without its front matter, markers and heading, or nothing if it has no words of its own."""
    body = re.sub(r"<!--.*?-->", "", page.body, flags=re.DOTALL)
    html = markdown(body, extensions=["attr_list", "def_list", "md_in_html", "tables"])
    if page.heading:
        html = re.sub(r"<h1.*?</h1>", "", html, count=1, flags=re.DOTALL)
    return _head(page.title, PAGE, "", []) + html if re.sub(r"<[^>]+>", "", html).strip() else ""
