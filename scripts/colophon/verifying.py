"""The built site against the bytes in `corpus/`, read as a browser reads it.

Nothing here asks the renderer what it meant to write: pages are parsed as HTML5 and compared with the corpus, the
finder's mentions and each other.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from colophon.edition import Edition
from colophon.markup import document_path, entry_path, page_url, untouched_path, visible
from colophon.reading import fixity_of
from colophon.records import Mention, Paragraph, Place, Problem, SourceText
from colophon.searching import search_pages
from colophon.withholding import forbidden_in

_LOADING = "script[src], img[src], iframe[src], source[src], audio[src], video[src], embed[src], object[data], link[href], image[href]"
# Links are resolved as if the site stood here, one folder down, so that what climbs too far is seen.
_HOST, _BELOW = "http://site.invalid", "/below/"
_ROOT = _HOST + _BELOW
_LEAKED = "repeats a text that is withheld"
_NOT_LOADED = frozenset({"canonical", "prev", "next", "license", "alternate"})
_STYLE_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")


@dataclass(frozen=True)
class _Page:
    """A page of the built site; `url` is relative to its root."""

    url: str
    file: Path
    html: LexborHTMLParser = field(repr=False)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(node.attributes["id"] or "" for node in self.html.css("[id]"))


def verify(edition: Edition, site: Path) -> tuple[Problem, ...]:
    """Everything in which the built site differs from what it should be, by file of `site`."""
    pages = {page.url: page for page in _pages(site)}
    found: list[Problem] = []
    for text in edition.site.texts:
        page = pages.get(page_url(document_path(text.id)))
        if page is None:
            found.append(
                _problem(
                    site / page_url(document_path(text.id)) / "index.html",
                    site,
                    "missing",
                    "the page of this text is not there",
                )
            )
            continue
        found += (_problem(page.file, site, rule, message) for rule, message in _document(edition, text, page, site))
    for entry in edition.site.entries:
        if page_url(entry_path(entry.slug)) not in pages:
            found.append(
                _problem(
                    site / page_url(entry_path(entry.slug)) / "index.html",
                    site,
                    "missing",
                    "the page of this entry is not there",
                )
            )
    for page in pages.values():
        found += (_problem(page.file, site, rule, message) for rule, message in _links(page, pages, site))
        found += (_problem(page.file, site, rule, message) for rule, message in _hosts(page))
    for sheet in sorted(site.rglob("*.css")):
        for address in _STYLE_ADDRESS.findall(sheet.read_text("utf-8")):
            if urlsplit(address).netloc:
                found.append(_problem(sheet, site, "host", f"loads {address} from another host"))
    found += (_problem(file, site, "withheld", _LEAKED) for file in _leaking(edition, site))
    found += (_problem(site / "pagefind", site, "search", message) for message in _search(edition, site))
    return tuple(found)


def _problem(file: Path, site: Path, rule: str, message: str) -> Problem:
    return Problem(file.relative_to(site.parent).as_posix(), Place(), rule, message)


def _pages(site: Path) -> Iterator[_Page]:
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        if not path.startswith("pagefind/"):
            yield _Page(re.sub(r"(^|/)index\.html$", r"\1", path), file, LexborHTMLParser(file.read_text("utf-8")))


def _document(edition: Edition, text: SourceText, page: _Page, site: Path) -> Iterator[tuple[str, str]]:
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
    mentioned = _by_paragraph(edition.mentions_in.get(text.id, ()))
    for paragraph, node in zip(text.paragraphs, shown, strict=True):
        source = text.words(paragraph)
        if node.attributes.get("id") != paragraph.anchor:
            yield "text", f"paragraph {paragraph.number} has the anchor {node.attributes.get('id')!r}"
        links = [(_words(link), link.attributes.get("href") or "") for link in node.css("a.mention")]
        for mark in node.css("a.pn, a.headerlink"):
            mark.decompose()
        words, expected = _words(node), _heading_or(paragraph, _lines(visible(source)))
        if words != expected:
            at = next(
                (i for i, (a, b) in enumerate(zip(words, expected, strict=False)) if a != b),
                min(len(words), len(expected)),
            )
            yield (
                "text",
                f"paragraph {paragraph.number} differs at character {at + 1}: shows {words[at : at + 30]!r}, the text has {expected[at : at + 30]!r}",
            )
        mentions = [
            (
                _lines(visible(source, mention.start - paragraph.start, mention.end - paragraph.start)),
                page_url(entry_path(mention.entry)),
            )
            for mention in mentioned.get(paragraph.number, ())
        ]
        if [(surface, urljoin(_ROOT + page.url, href).removeprefix(_ROOT)) for surface, href in links] != mentions:
            yield (
                "mentions",
                f"the links of paragraph {paragraph.number} are not its mentions: {links} instead of {mentions}",
            )


def _heading_or(paragraph: Paragraph, words: str) -> str:
    """A subhead is one line."""
    return words.replace("\n", " ") if paragraph.heading else words


def _by_paragraph(mentions: Iterable[Mention]) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.paragraph, []).append(mention)
    return found


def _leaking(edition: Edition, site: Path) -> Iterator[Path]:
    """Files of any kind, the search index too, that hold words of a withheld text."""
    for file in sorted(site.rglob("*")) if edition.withheld else ():
        if file.is_file() and forbidden_in([_readable(file)], edition.withheld, edition.site):
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


def _links(page: _Page, pages: Mapping[str, _Page], site: Path) -> Iterator[tuple[str, str]]:
    """Links inside the site that lead nowhere."""
    for href in dict.fromkeys(node.attributes.get("href") or "" for node in page.html.css("a[href]")):
        address = urlsplit(urljoin(f"{_ROOT}{page.url}", href))
        if page.url == "404.html" or not address.geturl().startswith((_HOST, "/")):
            continue
        target = unquote(address.path)
        if not target.startswith(_BELOW):
            yield "link", f"the link {href} leads out of the site"
            continue
        target = target.removeprefix(_BELOW)
        if target in pages:
            # A fragment that begins with a slash is for the script of the page (the editor), not an anchor.
            if (
                address.fragment
                and not address.fragment.startswith("/")
                and unquote(address.fragment) not in pages[target].ids | {"__top"}
            ):
                yield "link", f"the link {href} leads to an anchor that is not there"
        elif not (site / target).is_file():
            yield "link", f"the link {href} leads to a page that is not there"


def _hosts(page: _Page) -> Iterator[tuple[str, str]]:
    """What a reader's browser would fetch from elsewhere."""
    for node in page.html.css(_LOADING):
        address = node.attributes.get("src") or node.attributes.get("href") or node.attributes.get("data") or ""
        if urlsplit(address).netloc and node.attributes.get("rel") not in _NOT_LOADED:
            yield "host", f"loads {address} from another host"
    for style in page.html.css("style"):
        for address in _STYLE_ADDRESS.findall(style.text()):
            if urlsplit(address).netloc:
                yield "host", f"loads {address} from another host"


def _search(edition: Edition, site: Path) -> Iterator[str]:
    """The search index against the pages a reader should find."""
    index = site / "pagefind" / "pagefind-entry.json"
    if not index.is_file():
        yield "there is no search index"
        return
    indexed = sum(language["page_count"] for language in json.loads(index.read_text("utf-8"))["languages"].values())
    if indexed != (expected := len(list(search_pages(edition)))):
        yield f"the search index holds {indexed} pages, the site has {expected} to find"
