"""The built site against the bytes in `corpus/`, read as a browser reads it.

Pages are parsed as HTML5 and compared with the corpus, the finder's mentions and each other. What must be there is asked
of records and entries; of the renderer only which addresses there are.
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
from colophon.formats.links import LINK
from colophon.formats.urls import document_path, entry_path, page_url, untouched_path
from colophon.model.problem import Problem, Rule, rules_in
from colophon.model.site import SourceText
from colophon.project.reader import FIXITY, fixity_of
from colophon.verifying import data, entries, manifest, mentions, privacy, search
from colophon.verifying.data import DATA, wrong_data
from colophon.verifying.entries import EXCERPT, QUOTE, quote_problems, unlisted, wrong_excerpts
from colophon.verifying.links import broken_links, lost_in_feed, lost_in_map, lost_in_style
from colophon.verifying.manifest import LISTED, wrong_manifest
from colophon.verifying.mentions import MENTIONS, mention_problems
from colophon.verifying.pages import (
    EDITOR,
    NOT_FOUND,
    BuiltPage,
    Facts,
    Files,
    built_pages,
    facts_of,
    files_of,
    inside,
    on_one_line,
    problem,
)
from colophon.verifying.privacy import HOST, SCRIPT, foreign_files, foreign_hosts, running, unguarded
from colophon.verifying.search import SEARCH, wrong_index

MISSING = Rule("missing", "Every text and every entry has its page.")
WITHHELD = Rule("withheld", "The words of a withheld text are nowhere on the site.")
TEXT = Rule("text", "The page of a text shows every paragraph of it, word for word, in order.")
PAGE = Rule("page", "A page has one main heading, a language, a title, distinct anchors and its own address.")
RULES: Mapping[str, Rule] = {
    **{str(rule): rule for rule in (MISSING, WITHHELD, TEXT, PAGE, FIXITY, LINK)},
    **rules_in(mentions, entries, privacy, search, data, manifest),
}
"""Every rule of `colophon verify`, by name."""

_SUBJECT = re.compile(r"(documents|glossary)/([^/]+)/(page-[0-9]+/)?")
"""The address of a page of a text or an entry, or of one that continues it."""
_LEAKED = "repeats a withheld text"
_FIX = "correct the page it comes from and build again"
_AGAIN = "build the site again"


def verify(edition: Edition, site: Path) -> tuple[Problem, ...]:
    """Every difference between the built site and what it should be, by file of `site`."""
    settings = edition.site.settings
    files = files_of(site)
    moved = {
        page_url(entry_path(old)): page_url(entry_path(entry.slug))
        for entry in edition.site.entries
        for old in entry.matter.formerly
    }
    pages: dict[str, Facts] = {}
    listed: dict[str, set[str]] = defaultdict(set)
    found: list[Problem] = []
    for page in built_pages(files):
        facts = pages[page.url] = facts_of(page, settings.site_url)
        faults = _of_page(edition, page, site, listed)
        found += (problem(page.file, site, rule, message) for rule, message in faults)
        found += (problem(page.file, site, PAGE, message) for message in _form(edition, page, facts, moved))
    found += _lacking(edition, pages, site, listed)
    for url, facts in pages.items():
        broken = broken_links(url, pages, files, settings.site_url)
        found += (problem(facts.file, site, LINK, message) for message in broken)
    for path in files:
        if path.endswith(".css"):
            found += (problem(files[path], site, LINK, message) for message in lost_in_style(path, files))
    of_files: list[tuple[Rule, Iterator[tuple[Path, str]]]] = [
        (LINK, lost_in_feed(pages, files, site, settings.site_url)),
        (LINK, lost_in_map(pages, site, settings.site_url)),
        (HOST, foreign_files(files, settings.scripts)),
        (DATA, wrong_data(edition, site)),
        (LISTED, wrong_manifest(edition, files, site)),
        (WITHHELD, ((file, _LEAKED) for file in _leaking(edition, files))),
        (SEARCH, ((site / "pagefind", message) for message in wrong_index(edition, pages, site))),
    ]
    found += (problem(file, site, rule, message) for rule, faults in of_files for file, message in faults)
    return tuple(found)


def _of_page(
    edition: Edition, page: BuiltPage, site: Path, listed: Mapping[str, set[str]]
) -> Iterator[tuple[Rule, str]]:
    """Faults of one page, by rule; `listed` is filled with the paragraphs it lists, by slug of the entry."""
    settings = edition.site.settings
    yield from ((HOST, message) for message in foreign_hosts(page, settings.site_url))
    yield from ((SCRIPT, message) for message in running(page))
    yield from ((SCRIPT, message) for message in unguarded(page, settings.scripts, settings.site_url))
    subject = _SUBJECT.fullmatch(page.url)
    section, name, continued = subject.groups() if subject else ("", "", None)
    if section == "documents" and name in edition.texts:
        yield from _document(edition, edition.texts[name], page, site)
    if section == "glossary" and name in edition.entries:
        entry = edition.entries[name]
        yield from ((EXCERPT, message) for message in wrong_excerpts(edition, entry, page, listed[name]))
        if not continued:
            yield from ((QUOTE, message) for message in quote_problems(edition, entry, page))


def _lacking(
    edition: Edition, pages: Mapping[str, Facts], site: Path, listed: Mapping[str, set[str]]
) -> Iterator[Problem]:
    """Texts and entries without a page, and paragraphs that mention an entry and that none of its pages lists."""
    texts = [("text", page_url(document_path(text.id))) for text in edition.site.texts]
    entries = {page_url(entry_path(entry.slug)): entry for entry in edition.site.entries}
    for what, url in (*texts, *(("entry", url) for url in entries)):
        if url not in pages:
            fault = f"the page of this {what} is missing; {_AGAIN}"
            yield problem(site / url / "index.html", site, MISSING, fault)
    for url, entry in entries.items():
        if url in pages:
            faults = unlisted(edition, entry, listed.get(entry.slug, set()))
            yield from (problem(pages[url].file, site, EXCERPT, message) for message in faults)


def _form(edition: Edition, page: BuiltPage, facts: Facts, moved: Mapping[str, str]) -> Iterator[str]:
    """What a page for readers lacks; `moved` are the new addresses by the old ones."""
    if not page.is_generated or page.url.startswith(EDITOR):
        return
    headings = page.html.css("h1")
    if len(headings) != 1 or not facts.title:
        yield f"expected one main heading (h1) with words in it, found {len(headings)}; {_FIX}"
    root = page.html.css_first("html")
    language = root.attributes.get("lang") if root else None
    if language != edition.site.settings.language:
        yield f"expected the language {edition.site.settings.language!r} in <html lang>, found {language!r}; {_FIX}"
    title = page.html.css_first("title")
    if title is None or not title.text().strip():
        yield f"expected a <title> with words in it, found none; {_FIX}"
    ids = Counter(attributes["id"] for _, attributes in page.nodes if "id" in attributes)
    for name, times in ids.items():
        if times > 1:
            yield f"the anchor {name!r} is used {times} times, so that links lead to the first; {_FIX}"
    yield from _canonical(edition, page, facts.canonical, moved)


def _canonical(edition: Edition, page: BuiltPage, canonical: str | None, moved: Mapping[str, str]) -> Iterator[str]:
    site_url = edition.site.settings.site_url
    if page.url in moved:
        leads = inside(page.url, canonical, site_url) if canonical else None
        if leads != moved[page.url]:
            yield f"expected {moved[page.url]} as its canonical address, found {canonical}; {_AGAIN}"
        return
    expected = site_url + page.url if site_url and page.url != NOT_FOUND else None
    if canonical != expected:
        yield f"expected {expected or 'no'} canonical address, found {canonical or 'none'}; see site_url in mkdocs.yml"


def _document(edition: Edition, text: SourceText, page: BuiltPage, site: Path) -> Iterator[tuple[Rule, str]]:
    """The paragraphs, their mentions and the untouched file of a text."""
    shown = page.html.css(".para")
    untouched = site / untouched_path(text.id)
    if text.record.access != "full":
        if shown or untouched.exists():
            yield WITHHELD, "the text is withheld, but its words are on the site"
        return
    if not untouched.is_file() or fixity_of(untouched.read_bytes()) != text.record.fixity:
        yield FIXITY, f"{untouched_path(text.id)} is not the file whose digest the record holds"
    if len(shown) != len(text.paragraphs):
        yield TEXT, f"shows {len(shown)} paragraphs, the text has {len(text.paragraphs)}"
        return
    mentions_here = edition.mentions_in.get(text.id, ())
    by_paragraph = {number: list(group) for number, group in groupby(mentions_here, key=attrgetter("paragraph"))}
    for paragraph, node in zip(text.paragraphs, shown, strict=True):
        if node.attributes.get("id") != paragraph.anchor:
            yield TEXT, f"paragraph {paragraph.number} has the anchor {node.attributes.get('id')!r}"
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
                TEXT,
                f"paragraph {paragraph.number} differs at character {at + 1}: shows {words[at : at + 30]!r}, the text has {expected[at : at + 30]!r}",
            )
            continue  # the places of its mentions are others then
        mentions = by_paragraph.get(paragraph.number, ())
        yield from ((MENTIONS, fault) for fault in mention_problems(text, paragraph, mentions, node, page.url))


def _leaking(edition: Edition, files: Files) -> Iterator[Path]:
    """Files of any kind, the search index too, that hold words of a withheld text."""
    for file in files.values() if edition.withheld else ():
        if edition.forbidden.is_in(_readable(file)):
            yield file


def _readable(file: Path) -> str:
    """What a person can read in a file, compressed or not, without the marks of HTML, XML or JSON."""
    data = file.read_bytes()
    text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode(errors="replace")
    if file.suffix == ".html":
        page = LexborHTMLParser(text)
        described = [node.attributes.get("content") or "" for node in page.css("meta")]
        return "\n".join([*described, page.root.text(deep=True) if page.root else ""])
    return html.unescape(re.sub(r"<[^>]+>", " ", text.replace("\\n", " ").replace('\\"', '"')))


def _words(node: LexborNode) -> str:
    return _lines(node.text(deep=True)).strip(" \n")


def _lines(words: str) -> str:
    """White space at line ends does not count."""
    return re.sub(r"[ \t]*\n[ \t]*", "\n", words)
