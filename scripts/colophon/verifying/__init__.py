"""The built site against the bytes in `corpus/`, read as a browser reads it.

Nothing here asks the renderer what it meant to write: pages are parsed as HTML5 and compared with the corpus, the
finder's mentions and each other.
"""

from __future__ import annotations

import gzip
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from colophon.edition import Edition
from colophon.formats.invisible import visible
from colophon.formats.urls import document_path, entry_path, page_url, untouched_path
from colophon.model.problem import Problem
from colophon.model.site import SourceText
from colophon.project.reader import fixity_of
from colophon.verifying.data import wrong_data
from colophon.verifying.entries import quote_problems, unlisted, wrong_excerpts
from colophon.verifying.links import broken_links, lost_in_feed, lost_in_map, lost_in_style
from colophon.verifying.manifest import wrong_manifest
from colophon.verifying.mentions import mention_problems
from colophon.verifying.pages import (
    EDITOR,
    NOT_FOUND,
    BuiltPage,
    Facts,
    built_pages,
    facts_of,
    inside,
    on_one_line,
    problem,
)
from colophon.verifying.privacy import foreign_files, foreign_hosts, running, unguarded
from colophon.verifying.search import wrong_index

_SUBJECT = re.compile(r"(documents|glossary)/([^/]+)/(page-[0-9]+/)?")
"""The address of a page of a text or an entry, or of one that continues it."""
_LEAKED = "repeats a text that is withheld"


def verify(edition: Edition, site: Path) -> tuple[Problem, ...]:
    """Everything in which the built site differs from what it should be, by file of `site`."""
    site_url = edition.site.settings.site_url
    pages: dict[str, Facts] = {}
    listed: dict[str, set[str]] = defaultdict(set)
    found: list[Problem] = []
    for page in built_pages(site):
        pages[page.url] = facts_of(page)
        told = _of_page(edition, page, pages[page.url], site, listed)
        found += (problem(page.file, site, rule, message) for rule, message in told)
    found += _lacking(edition, pages, site, listed)
    for url, facts in pages.items():
        found += (problem(facts.file, site, "link", message) for message in broken_links(url, pages, site, site_url))
    for sheet in sorted(site.rglob("*.css")):
        found += (problem(sheet, site, "link", message) for message in lost_in_style(sheet, site))
    found += (problem(file, site, "link", message) for file, message in lost_in_feed(pages, site, site_url))
    found += (problem(file, site, "link", message) for file, message in lost_in_map(pages, site, site_url))
    found += (
        problem(file, site, "host", message) for file, message in foreign_files(site, edition.site.settings.scripts)
    )
    found += (problem(file, site, "data", message) for file, message in wrong_data(edition, site))
    found += (problem(file, site, "manifest", message) for file, message in wrong_manifest(edition, site))
    found += (problem(file, site, "withheld", _LEAKED) for file in _leaking(edition, site))
    found += (problem(site / "pagefind", site, "search", message) for message in wrong_index(edition, pages, site))
    return tuple(found)


def _of_page(
    edition: Edition, page: BuiltPage, facts: Facts, site: Path, listed: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """What is wrong with one page, by rule; `listed` is filled with the paragraphs it lists, by slug of the entry."""
    settings = edition.site.settings
    yield from (("host", message) for message in foreign_hosts(page, settings.site_url))
    yield from (("script", message) for message in running(page))
    yield from (("script", message) for message in unguarded(page, settings.scripts, settings.site_url))
    yield from (("page", message) for message in _form(edition, page, facts))
    subject = _SUBJECT.fullmatch(page.url)
    section, name, continued = subject.groups() if subject else ("", "", None)
    if section == "documents" and name in edition.texts:
        yield from _document(edition, edition.texts[name], page, site)
    if section == "glossary" and name in edition.entries:
        entry = edition.entries[name]
        yield from (("excerpt", message) for message in wrong_excerpts(edition, entry, page, listed[name]))
        if not continued:
            yield from (("quote", message) for message in quote_problems(edition, entry, page))


def _lacking(
    edition: Edition, pages: Mapping[str, Facts], site: Path, listed: Mapping[str, set[str]]
) -> Iterator[Problem]:
    """Texts and entries without a page, and paragraphs that no page of an entry lists though they name it."""
    texts = [("text", page_url(document_path(text.id))) for text in edition.site.texts]
    entries = {page_url(entry_path(entry.slug)): entry for entry in edition.site.entries}
    for what, url in (*texts, *(("entry", url) for url in entries)):
        if url not in pages:
            told = f"the page of this {what} is not there; build the site again"
            yield problem(site / url / "index.html", site, "missing", told)
    for url, entry in entries.items():
        if url in pages:
            told_of = unlisted(edition, entry, listed.get(entry.slug, set()))
            yield from (problem(pages[url].file, site, "excerpt", message) for message in told_of)


def _form(edition: Edition, page: BuiltPage, facts: Facts) -> Iterator[str]:
    """What a page for readers should have, and has not."""
    if not page.is_generated or page.url.startswith(EDITOR):
        return
    mend = "correct the page it comes from and build again"
    headings = page.html.css("h1")
    if len(headings) != 1 or not facts.title:
        yield f"expected one main heading (h1) with words in it, found {len(headings)}; {mend}"
    root = page.html.css_first("html")
    language = root.attributes.get("lang") if root else None
    if language != edition.site.settings.language:
        yield f"expected the language {edition.site.settings.language!r} in <html lang>, found {language!r}; {mend}"
    title = page.html.css_first("title")
    if title is None or not title.text().strip():
        yield f"expected a <title> with words in it, found none; {mend}"
    ids = Counter(attributes["id"] for _, attributes in page.nodes if "id" in attributes)
    for name, times in ids.items():
        if times > 1:
            yield f"the anchor {name!r} stands {times} times, so that a link to it leads to the first only; {mend}"
    yield from _canonical(edition, page, facts.canonical)


def _canonical(edition: Edition, page: BuiltPage, canonical: str | None) -> Iterator[str]:
    site_url = edition.site.settings.site_url
    moved = {
        page_url(entry_path(old)): page_url(entry_path(entry.slug))
        for entry in edition.site.entries
        for old in entry.matter.formerly
    }
    if page.url in moved:
        leads = inside(page.url, canonical, site_url) if canonical else None
        if leads != moved[page.url]:
            yield f"expected {moved[page.url]} as its canonical address, found {canonical}; build the site again"
        return
    expected = site_url + page.url if site_url and page.url != NOT_FOUND else None
    if canonical != expected:
        yield f"expected {expected or 'no'} canonical address, found {canonical or 'none'}; see site_url in mkdocs.yml"


def _document(edition: Edition, text: SourceText, page: BuiltPage, site: Path) -> Iterator[tuple[str, str]]:
    """The paragraphs, their mentions and the untouched file of a text."""
    shown = page.html.css(".para")
    untouched = site / untouched_path(text.id)
    if text.record.access != "full":
        if shown or untouched.exists():
            yield "withheld", "the text is withheld, but its words are on the site"
        return
    if not untouched.is_file() or fixity_of(untouched.read_bytes()) != text.record.fixity:
        yield "fixity", f"{untouched_path(text.id)} is not the file whose digest the record holds"
    if len(shown) != len(text.paragraphs):
        yield "text", f"shows {len(shown)} paragraphs, the text has {len(text.paragraphs)}"
        return
    mentions_here = edition.mentions_in.get(text.id, ())
    by_paragraph = {number: list(group) for number, group in groupby(mentions_here, key=attrgetter("paragraph"))}
    for paragraph, node in zip(text.paragraphs, shown, strict=True):
        if node.attributes.get("id") != paragraph.anchor:
            yield "text", f"paragraph {paragraph.number} has the anchor {node.attributes.get('id')!r}"
        for mark in node.css("a.pn, a.headerlink"):
            mark.decompose()
        words, expected = _words(node), _lines(visible(text.words(paragraph)))
        if paragraph.heading:
            words, expected = on_one_line(words), on_one_line(expected)  # a subhead is one line
        if words != expected:
            at = next(
                (i for i, (a, b) in enumerate(zip(words, expected, strict=False)) if a != b),
                min(len(words), len(expected)),
            )
            yield (
                "text",
                f"paragraph {paragraph.number} differs at character {at + 1}: shows {words[at : at + 30]!r}, the text has {expected[at : at + 30]!r}",
            )
            continue  # the places of its mentions are others then
        mentions = by_paragraph.get(paragraph.number, ())
        yield from (("mentions", told) for told in mention_problems(text, paragraph, mentions, node, page.url))


def _leaking(edition: Edition, site: Path) -> Iterator[Path]:
    """Files of any kind, the search index too, that hold words of a withheld text."""
    for file in sorted(site.rglob("*")) if edition.withheld else ():
        if file.is_file() and edition.forbidden.is_in(_readable(file)):
            yield file


def _readable(file: Path) -> str:
    """What a person can read in a file, compressed or not, without the marks of HTML, XML or JSON."""
    data = file.read_bytes()
    text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode(errors="replace")
    if file.suffix == ".html":
        page = LexborHTMLParser(text)
        told = [node.attributes.get("content") or "" for node in page.css("meta")]
        return "\n".join([*told, page.root.text(deep=True) if page.root else ""])
    return html.unescape(re.sub(r"<[^>]+>", " ", text.replace("\\n", " ").replace('\\"', '"')))


def _words(node: LexborNode) -> str:
    return _lines(node.text(deep=True)).strip(" \n")


def _lines(words: str) -> str:
    """White space at line ends does not count."""
    return re.sub(r"[ \t]*\n[ \t]*", "\n", words)
