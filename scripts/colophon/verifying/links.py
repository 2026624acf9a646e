"""Links inside the built site: of pages, style sheets, the feed and the map of the site."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from colophon.rendering.pages.corrections import FEED
from colophon.verifying.pages import NOT_FOUND, Facts, inside
from colophon.verifying.privacy import style_addresses

_MEND = "correct the link where it is written and build again"
_AGAIN = "build the site again"
_ATOM = "{http://www.w3.org/2005/Atom}"
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def broken_links(url: str, pages: Mapping[str, Facts], site: Path, site_url: str | None) -> Iterator[str]:
    """Addresses on a page that lead nowhere in the site."""
    for address in dict.fromkeys(a.value for a in pages[url].addresses):
        why = _lost(url, address.strip(), pages, site, site_url)
        if why:
            yield f"the link {address} {why}; {_MEND}"


def lost_in_style(sheet: Path, site: Path) -> Iterator[str]:
    """Addresses in a style sheet that lead to no file of the site."""
    path = sheet.relative_to(site).as_posix()
    for address in style_addresses(sheet.read_text("utf-8", errors="replace")):
        why = _lost(path, address, {}, site, None)
        if why and not address.startswith("#"):
            yield f"the address {address} {why}; {_AGAIN}"


def lost_in_feed(pages: Mapping[str, Facts], site: Path, site_url: str | None) -> Iterator[tuple[Path, str]]:
    """Links of the feed that lead nowhere, or that it cannot be read."""
    file = site / str(FEED)
    for root in _read_xml(file):
        if isinstance(root, str):
            yield file, root
            continue
        for link in root.iter(f"{_ATOM}link"):
            address = link.get("href", "")
            if why := _lost("", address, pages, site, site_url):
                yield file, f"the link {address} {why}; {_AGAIN}"


def lost_in_map(pages: Mapping[str, Facts], site: Path, site_url: str | None) -> Iterator[tuple[Path, str]]:
    """What the map of the site lists and is not there, and the other way round."""
    file = site / "sitemap.xml"
    packed = site / "sitemap.xml.gz"
    for root in _read_xml(file):
        if isinstance(root, str):
            yield file, root
            continue
        listed = {(place.text or "").strip() for place in root.iter(f"{_MAP}loc")}
        expected = {
            site_url + url
            for url, page in pages.items()
            if site_url and page.indexable and url != NOT_FOUND and (not url or url.endswith("/"))
        }
        for address in sorted(listed - expected):
            yield file, f"lists {address}, which is no page for readers; {_AGAIN}"
        for address in sorted(expected - listed):
            yield file, f"does not list {address}, which is a page for readers; {_AGAIN}"
        if packed.is_file() and _unpacked(packed) != file.read_bytes():
            yield packed, f"holds something else than sitemap.xml; {_AGAIN}"


def _lost(url: str, address: str, pages: Mapping[str, Facts], site: Path, site_url: str | None) -> str | None:
    """Why an address leads nowhere, or nothing."""
    target = inside(url, address, site_url)
    if target is None:
        return None
    path, _, fragment = target.partition("#")
    if path.startswith("/"):
        return "leads out of the site"
    if path not in pages:
        return None if (site / path).is_file() else "leads to a page that is not there"
    # A fragment that begins with a slash is for the script of the page (the editor), not an anchor. What follows `:~:`
    # is for the browser: words to find, see https://wicg.github.io/scroll-to-text-fragment/.
    anchor = unquote(re.sub(r":~:.*", "", fragment))
    if anchor and not anchor.startswith("/") and anchor != "__top" and anchor not in pages[path].ids:
        return "leads to an anchor that is not there"
    return None


def _read_xml(file: Path) -> Iterator[ElementTree.Element | str]:
    """The root element of a file, or what keeps it from being read."""
    if not file.is_file():
        yield f"is not there; {_AGAIN}"
        return
    try:
        yield ElementTree.fromstring(file.read_bytes())  # noqa: S314 -- written by this very build
    except ElementTree.ParseError as error:
        yield f"is not well-formed XML: {error}; {_AGAIN}"


def _unpacked(file: Path) -> bytes | None:
    try:
        return gzip.decompress(file.read_bytes())
    except (OSError, EOFError):
        return None
