"""What the search index holds, as small HTML pages for Pagefind, made from records and not from the rendered site. Pure.

So the index does not depend on a theme: no chrome to leave out, and each paragraph carries its anchor. Pagefind's
attributes are described at https://pagefind.app/docs/indexing/.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import PurePosixPath

from markdown import markdown

from colophon.edition import Edition
from colophon.finding.forms import entry_forms
from colophon.formats.folding import fold
from colophon.formats.invisible import searchable
from colophon.formats.markdown import summary_of
from colophon.formats.pages import page_of
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Entry
from colophon.model.site import Page, SourceText
from colophon.rendering.pages.listings import SECTION_PAGES
from colophon.rendering.pages.wording import byline, title_of

TEXT, PAGE, KIND = "text", "page", "kind:"
"""Types of pages in the index: a text, another page, or `KIND` and the label of a kind of entry."""
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese. `search.js` has the same."""
_FORMS = re.compile("[\ufb00-\ufb06\uff00-\uffef\u2100-\u214f\u2160-\u217f\U0001d400-\U0001d7ff]+")
_BETWEEN = re.compile(rf"(?<=[{_UNSPACED}])(?=[{_UNSPACED}])")


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
    """A name as a reader may type it: without case, accents, full stops or a leading "the"."""
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", fold(form.replace(".", ""))).strip())


def indexed(words: str) -> str:
    """Words as the index holds them: letters in ligatures or full width as usual ones, scripts without spaces by letters.

    Pagefind finds words and phrases, and where such a script has its words only a dictionary knows.
    """
    shown = _FORMS.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]), searchable(words))
    pieces = _BETWEEN.split(shown)
    # A vowel sign or tone belongs to the letter before it.
    return "".join(
        piece if not number or unicodedata.category(piece[0]).startswith("M") else f" {piece}"
        for number, piece in enumerate(pieces)
    )


def _page(language: str, body: str) -> str:
    return f'<!doctype html><html lang="{escape(language)}"><body data-pagefind-body>{body}</body></html>'


def _head(title: str, kind: str, about: str, names: list[str], forms: str = "", shown: int = 0) -> str:
    """Title, and what is shown or filtered by but not searched.

    `forms`: the folded names of an entry. `shown`: how many words of title and names are not only for the search, or 0.
    """
    hidden = [
        f'<i data-pagefind-meta="title">{escape(searchable(title))}</i>',
        f'<i data-pagefind-filter="type" data-pagefind-meta="type">{escape(kind)}</i>',
        f'<i data-pagefind-meta="about">{escape(about)}</i>',
        f'<i data-pagefind-meta="forms">{escape(forms)}</i>' if forms else "",
        f'<i data-pagefind-meta="shown">{shown}</i>' if shown else "",
        *(f'<i data-pagefind-filter="names">{escape(name)}</i>' for name in names),
    ]
    return (
        f'<h1 data-pagefind-weight="10">{escape(indexed(title))}</h1><div data-pagefind-ignore>{"".join(hidden)}</div>'
    )


def _document(edition: Edition, text: SourceText) -> str:
    names = [
        edition.entries[slug].name for slug in dict.fromkeys(m.entry for m in edition.mentions_in.get(text.id, ()))
    ]
    head = _head(title_of(text.record), TEXT, f"{edition.site.short_name(text.id)} · {byline(text.record)}", names)
    if text.record.access != "full":
        return head
    return head + "".join(f'<p id="{p.anchor}">{escape(indexed(text.words(p)))}</p>' for p in text.paragraphs)


def _entry(edition: Edition, entry: Entry) -> str:
    kind = edition.site.settings.kinds[entry.matter.kind]
    forms = dict.fromkeys(folded(form.text) for form in entry_forms(entry, kind.person))
    names = [entry.name, *(alias.text for alias in entry.matter.aliases)]
    # As typed without the letters that a keyboard lacks; Pagefind itself takes off accents, and nothing else.
    typed = [bare for name in names if (bare := fold(name)) != _without_accents(name)]
    also = " · ".join((*names[1:], *typed))
    shown = len(indexed(" ".join((names[0], " · ".join(names[1:])))).split()) if typed else 0
    return "".join(
        (
            _head(entry.name, f"{KIND}{kind.label}", summary_of(entry.prose), [entry.name], "|".join(forms), shown),
            f'<p data-pagefind-weight="10">{escape(indexed(also))}</p>' if also else "",
            _in_words(markdown(re.sub(r"\[\^[^\]]+\]", "", entry.prose))),
            *(f"<p>{escape(indexed(position.title))}</p>" for position in entry.matter.positions),
        )
    )


def _without_accents(name: str) -> str:
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare.lower())


def _in_words(html: str) -> str:
    """HTML whose text is as the index holds it."""
    return re.sub(r"(?<=>)[^<]+", lambda text: escape(indexed(unescape(text[0])), quote=False), html)


def _authored(page: Page) -> str:
    """An authored page without its front matter, markers and heading, or nothing if it has no words of its own."""
    body = re.sub(r"<!--.*?-->", "", page.body, flags=re.DOTALL)
    html = markdown(body, extensions=["attr_list", "def_list", "md_in_html", "tables"])
    if page.heading:
        html = re.sub(r"<h1.*?</h1>", "", html, count=1, flags=re.DOTALL)
    return _head(page.title, PAGE, "", []) + _in_words(html) if re.sub(r"<[^>]+>", "", html).strip() else ""
