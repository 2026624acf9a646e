"""What the search index holds, as small HTML pages for Pagefind, made from records and not from the rendered site. Pure.

So the index does not depend on a theme: no chrome to leave out, and each paragraph carries its anchor. A text is one page of
the index, and `find.js` ranks its paragraphs: a page for each would be 15 times as many files for the host, and several times
as many bytes for the first search. Pagefind's
attributes are described at https://pagefind.app/docs/indexing/.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape, unescape
from itertools import chain
from pathlib import PurePosixPath
from types import MappingProxyType
from xml.etree import ElementTree as ET

from markdown import markdown

from colophon.edition import Edition
from colophon.finding.forms import entry_forms
from colophon.formats.folding import fold
from colophon.formats.invisible import searchable
from colophon.formats.markdown import plain, summary_of
from colophon.formats.pages import page_of
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Entry
from colophon.model.language import gettext
from colophon.model.settings import Settings
from colophon.model.site import Page, SourceText, numbered_name
from colophon.rendering.localized import LazyFiles, localized
from colophon.rendering.pages.listings import section_pages
from colophon.rendering.pages.wording import byline, title_of

OPENSEARCH = PurePosixPath("opensearch.xml")
TEXT, PAGE, KIND = "text", "page", "kind:"
"""Types of pages in the index: a text, another page, or `KIND` and the label of a kind of entry."""
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese. `hits.js` has the same."""
_FORMS = re.compile("[\ufb00-\ufb06\uff00-\uffef\u2100-\u214f\u2160-\u217f\U0001d400-\U0001d7ff]+")
_TYPED = re.compile("[ßẞæÆœŒøØłŁđĐðÐþÞħĦŧŦŋŊıςёЁ]")
"""Letters that many keyboards lack and that Pagefind, which takes off accents, leaves as they are."""
_SMALL = frozenset("a an and for in of on the to u us".split())
_BETWEEN = re.compile(rf"(?<=[{_UNSPACED}])(?=[{_UNSPACED}])")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page as the index sees it; `url` is relative to the root of the site."""

    url: str
    html: str


@localized
def search_makers(edition: Edition) -> LazyFiles:
    """Makers of the page of the index for every page a reader can find, by the path of that in the built site."""
    made: Iterator[tuple[str, Callable[[], str]]] = chain(
        ((page_url(document_path(text.id)), partial(_document, edition, text)) for text in edition.site.texts),
        ((page_url(entry_path(entry.slug)), partial(_entry, edition, entry)) for entry in edition.site.entries),
        ((url, partial(str, words)) for url, words in _authored_pages(edition)),
    )
    language = edition.site.settings.language
    return {PurePosixPath(f"{url}index.html"): partial(_page, language, make) for url, make in made}


def search_pages(edition: Edition) -> Iterator[SearchPage]:
    """Every page a reader can find."""
    return pages_of(search_makers(edition))


def pages_of(makers: LazyFiles) -> Iterator[SearchPage]:
    """The pages that some makers make."""
    for path, make in makers.items():
        yield SearchPage(str(path).removesuffix("index.html"), make().decode())


def search_urls(edition: Edition) -> Iterator[str]:
    """The address of every page a reader can find."""
    return (str(path).removesuffix("index.html") for path in search_makers(edition))


def search_names(edition: Edition, shards: int) -> bytes:
    """A JSON file for the search: how many indexes there are, the kinds of entries, and each name with its folded forms."""
    kinds = edition.site.settings.kinds
    names = [
        (
            entry.name,
            list(dict.fromkeys(folded(form.text) for form in entry_forms(entry, kinds[entry.matter.kind].person))),
        )
        for entry in edition.site.entries
    ]
    labels = [f"{KIND}{kind.label}" for kind in kinds.values()]
    words = {"shards": shards, "kinds": labels, "names": names}
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def opensearch_file(settings: Settings) -> bytes:
    """How a browser's address field searches the site (OpenSearch 1.1), whose address the site must say."""
    root = ET.Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    name = " ".join(searchable(settings.name).split())
    for tag, words in (
        ("ShortName", textwrap.shorten(name, 16, placeholder="") or name[:16]),
        ("LongName", textwrap.shorten(name, 48, placeholder="") or name[:48]),
        ("Description", gettext("Search the texts and the glossary.")),
        ("InputEncoding", "UTF-8"),
    ):
        ET.SubElement(root, tag).text = words
    template = f"{settings.site_url}search/?q={{searchTerms}}"
    ET.SubElement(root, "Url", {"type": "text/html", "method": "get", "template": template})
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _authored_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """Address and words of the authored pages that a reader can find.

    A page whose front matter says `search: {exclude: true}`, as in Material, is not for readers.
    """
    site = edition.site
    found = [(page_url(path), words) for path, page in site.pages.items() if (words := _authored(page))]
    if not (site.texts or site.entries or found):
        # Nothing to find yet; the front page says so. Pagefind makes no index of nothing.
        path = PurePosixPath("index.md")
        home = site.pages.get(path) or page_of(path, section_pages(site.settings)[path], site.settings)
        found = [("", _head(home.heading or site.settings.name, PAGE, ""))]
    yield from found


def folded(form: str) -> str:
    """A name as a reader may type it: without case, accents, full stops or a leading "the"."""
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", fold(form.replace(".", ""))).strip())


def indexed(words: str) -> str:
    """Words as the index holds them: letters in ligatures or full width as usual ones, scripts without spaces by letters.

    Pagefind finds words and phrases, and where such a script has its words only a dictionary knows.
    """
    shown = searchable(words)
    if shown.isascii():
        return shown
    shown = _FORMS.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]), shown)
    pieces = _BETWEEN.split(shown)
    # A vowel sign or tone belongs to the letter before it.
    return "".join(
        piece if not number or unicodedata.category(piece[0]).startswith("M") else f" {piece}"
        for number, piece in enumerate(pieces)
    )


def _page(language: str, make: Callable[[], str]) -> bytes:
    html = f'<!doctype html><html lang="{escape(language)}"><body data-pagefind-body>{make()}</body></html>'
    return html.encode()


def _head(
    title: str,
    kind: str,
    about: str,
    names: Iterable[str] = (),
    filters: Iterable[tuple[str, str]] = (),
    notes: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Title, and what is shown or filtered by but not searched.

    `filters`: others by name and value. `notes`: editors' notes on paragraphs, by anchor.
    """
    hidden = [
        f'<i data-pagefind-meta="title">{escape(searchable(title))}</i>',
        f'<i data-pagefind-filter="type" data-pagefind-meta="type">{escape(kind)}</i>',
        f'<i data-pagefind-meta="about">{escape(about)}</i>',
        *([f'<i data-pagefind-meta="notes">{escape(json.dumps(notes, ensure_ascii=False))}</i>'] if notes else ()),
        *(f'<i data-pagefind-filter="names">{escape(name)}</i>' for name in names),
        *(f'<i data-pagefind-filter="{name}">{escape(searchable(value))}</i>' for name, value in filters),
    ]
    return (
        f'<h1 data-pagefind-weight="10">{escape(indexed(title))}</h1><div data-pagefind-ignore>{"".join(hidden)}</div>'
    )


def _part(name: str, words: str, weight: float = 1) -> str:
    """Words that `find.js` tells from others by their anchor, if there are any."""
    weighed = f' data-pagefind-weight="{weight:g}"' if weight != 1 else ""
    # Not <p>, since Pagefind ends those with a full stop.
    return f'<span id="{name}"{weighed}>{escape(indexed(words))}</span> ' if words else ""


def _document(edition: Edition, text: SourceText) -> str:
    """A text: paragraph 4 is the part `p4`, and `n4` has the words by which it may be asked for and that it does not hold."""
    mentions = edition.mentions_in.get(text.id, ())
    entries = {slug: edition.entries[slug] for slug in dict.fromkeys(mention.entry for mention in mentions)}
    called = [entry.name for entry in entries.values()]
    short = edition.site.short_name(text.id)
    numbered = ((paragraph.anchor, text.record.note_on(paragraph.number)) for paragraph in text.paragraphs)
    notes = {anchor: searchable(plain(note)) for anchor, note in numbered if note and text.record.access == "full"}
    head = _head(title_of(text), TEXT, f"{short} · {byline(text.record)}", called, _filters(edition, text), notes)
    called_also = dict.fromkeys((short, numbered_name(text.id), text.id, byline(text.record)))
    head += _part("about", " · ".join(called_also), 5)
    if text.record.access != "full":
        return head
    names = {slug: _words_of_names(_names_of(entry)) for slug, entry in entries.items()}
    named: dict[int, set[str]] = defaultdict(set)
    for mention in mentions:
        named[mention.paragraph] |= names[mention.entry]
    parts = [head]
    for paragraph in text.paragraphs:
        words = text.words(paragraph)
        others = named.get(paragraph.number, set()) | _typed(words)
        parts.append(_part(paragraph.anchor, words))
        if others:
            parts.append(_part(f"n{paragraph.number}", " ".join(sorted(others - {*_words(words)})), 0.5))
    return "".join(parts)


def _filters(edition: Edition, text: SourceText) -> Iterator[tuple[str, str]]:
    """The year of a text, and each collection around it with those that that is part of, as far as there are any."""
    if text.record.published:
        yield "year", text.record.published.value[:4]
    titles = [one.title for one in edition.site.collections_around(text.collection)]
    yield from (("collection", " / ".join(titles[: at + 1])) for at in range(len(titles)))


def _entry(edition: Edition, entry: Entry) -> str:
    kind = edition.site.settings.kinds[entry.matter.kind]
    names = _names_of(entry)
    typed = [fold(name) for name in names if _TYPED.search(name)]
    prose = _in_words(markdown(re.sub(r"\[\^[^\]]+\]", "", entry.prose)))
    return "".join(
        (
            _head(entry.name, f"{KIND}{kind.label}", summary_of(entry.prose), [entry.name]),
            _part("names", " · ".join(names[1:]), 10),
            _part("also", " · ".join(typed), 10),
            _part("positions", " · ".join(dict.fromkeys(position.title for position in entry.matter.positions)), 3),
            f'<div id="prose">{prose}</div>',
        )
    )


def _names_of(entry: Entry) -> tuple[str, ...]:
    return (entry.name, *(alias.text for alias in entry.matter.aliases))


@lru_cache(maxsize=1 << 12)
def _words_of_names(names: tuple[str, ...]) -> frozenset[str]:
    """The folded words of names, but for the small ones."""
    return frozenset(word for name in names for word in _words(name)) - _SMALL


def _typed(words: str) -> set[str]:
    """The words with such letters, as they are typed where these lack."""
    return {fold(word) for word in words.split() if _TYPED.search(word)} if _TYPED.search(words) else set()


def _words(words: str) -> list[str]:
    return re.findall(r"\w+", fold(words.replace(".", "")))


def _in_words(html: str) -> str:
    """HTML whose text is as the index holds it."""
    return re.sub(r"(?<=>)[^<]+", lambda text: escape(indexed(unescape(text[0])), quote=False), html)


def _authored(page: Page) -> str:
    """An authored page without its front matter, markers and heading, or nothing if it has no words of its own."""
    search = page.front_matter.get("search")
    if isinstance(search, Mapping) and search.get("exclude"):
        return ""
    body = re.sub(r"<!--.*?-->", "", page.body, flags=re.DOTALL)
    html = markdown(body, extensions=["attr_list", "def_list", "md_in_html", "tables"])
    if page.heading:
        html = re.sub(r"<h1.*?</h1>", "", html, count=1, flags=re.DOTALL)
    return _head(page.title, PAGE, "") + _in_words(html) if re.sub(r"<[^>]+>", "", html).strip() else ""
