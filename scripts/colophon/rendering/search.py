"""What the search index holds, as small HTML pages for Pagefind, made from records and not from the rendered site. Pure.

So the index does not depend on a theme: no chrome to leave out, and each paragraph carries its anchor. Pagefind's
attributes are described at https://pagefind.app/docs/indexing/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from typing import Any

from markdown import markdown

from colophon.edition import Edition
from colophon.finding.forms import entry_forms
from colophon.formats.invisible import searchable
from colophon.formats.markdown import summary_of
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.formats.yaml_reader import KeyPath, split_front_matter
from colophon.model.entry import Entry
from colophon.model.errors import Invalid
from colophon.model.site import SourceText
from colophon.rendering.pages.listings import SECTION_PAGES
from colophon.rendering.pages.wording import byline, title_of

TEXT = "Text"
PAGE = "Page"
_HEADING = re.compile(r"^# +(.+?)(?: *\{.*\})?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page as the index sees it; `url` is relative to the root of the site."""

    url: str
    html: str


def search_pages(edition: Edition) -> Iterator[SearchPage]:
    """Every page a reader can find."""
    language = edition.site.settings.language
    named = _named_in_navigation(edition.site.settings.nav or {})
    if not (
        edition.site.texts
        or edition.site.entries
        or any(_authored(path, page, None) for path, page in edition.site.pages.items())
    ):
        # Nothing to find yet; the front page says so. Pagefind makes no index of nothing.
        home = edition.site.pages.get(PurePosixPath("index.md"), SECTION_PAGES[PurePosixPath("index.md")])
        yield SearchPage("", _page(language, _head(_heading(home) or edition.site.settings.name, PAGE, "", [])))
    for text in edition.site.texts:
        yield SearchPage(page_url(document_path(text.id)), _page(language, _document(edition, text)))
    for entry in edition.site.entries:
        yield SearchPage(page_url(entry_path(entry.slug)), _page(language, _entry(edition, entry)))
    for path, page in edition.site.pages.items():
        if words := _authored(path, page, named.get(path)):
            yield SearchPage(page_url(path), _page(language, words))


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
    head = _head(title_of(text.record), TEXT, f"{edition.site.short_name(text.id)} · {byline(text.record)}", names)
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


def _parted(page: str) -> tuple[Mapping[str, Any], str]:
    """The front matter of an authored page, which may have none, and what follows it."""
    try:
        located, body, _ = split_front_matter(page, "")
    except Invalid:
        return {}, page
    return (located.data if isinstance(located.data, Mapping) else {}), body


def _heading(page: str) -> str | None:
    found = _HEADING.search(page)
    return found[1] if found else None


def _named_in_navigation(nav: Mapping[KeyPath, str]) -> Mapping[PurePosixPath, str]:
    """The titles that the navigation gives to pages; a place that ends in a number gives none."""
    return {PurePosixPath(written): at[-1] for at, written in nav.items() if len(at) > 1 and isinstance(at[-1], str)}


def _title_of_file(path: PurePosixPath) -> str:
    """What MkDocs calls a page that nothing gives a title."""
    if path == PurePosixPath("index.md"):
        return "Home"
    words = path.stem.replace("-", " ").replace("_", " ")
    return words.capitalize() if words.lower() == words else words


def _authored(path: PurePosixPath, page: str, named: str | None) -> str:
    """An authored page without its front matter, markers and title, or nothing where it says nothing of its own.

    `named`: what the navigation calls it.
    """
    matter, body = _parted(page)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    title = _HEADING.search(body)
    html = markdown(
        body.replace(title[0], "", 1) if title else body, extensions=["attr_list", "def_list", "md_in_html", "tables"]
    )
    if not re.sub(r"<[^>]+>", "", html).strip():
        return ""
    name = title[1] if title else str(named or matter.get("title") or _title_of_file(path))
    return _head(name, PAGE, "", []) + html
