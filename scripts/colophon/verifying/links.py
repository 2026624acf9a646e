"""Links inside the built site: of pages, style sheets, the feed and the site map."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree

from colophon.rendering.pages.corrections import FEED
from colophon.verifying.pages import NOT_FOUND, BuiltPage, Facts, Files, inside
from colophon.verifying.privacy import style_addresses

_FIX = "correct the link where it is written and build again"
_AGAIN = "build the site again"
_ATOM = "{http://www.w3.org/2005/Atom}"
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def broken_links(url: str, pages: Mapping[str, Facts], files: Files, site_url: str | None) -> Iterator[str]:
    """Addresses on a page that lead to nothing in the site."""
    broken = {target: why for target in pages[url].targets if (why := _lost(target, pages, files))}
    if not broken:
        return
    page = BuiltPage(
        url, pages[url].file, pages[url].file.read_text("utf-8", errors="replace")
    )  # read again: it is rare
    for address in dict.fromkeys(a.value for a in page.addresses):
        if why := broken.get(inside(url, address.strip(), site_url) or ""):
            yield f"the link {address} {why}; {_FIX}"


def lost_in_style(path: str, files: Files) -> Iterator[str]:
    """Addresses in the style sheet at `path` that lead to no file of the site."""
    for address in style_addresses(files[path].read_text("utf-8", errors="replace")):
        why = _lost(inside(path, address, None), {}, files)
        if why and not address.startswith("#"):
            yield f"the address {address} {why}; {_AGAIN}"


def lost_in_feed(
    pages: Mapping[str, Facts], files: Files, site: Path, site_url: str | None
) -> Iterator[tuple[Path, str]]:
    """Broken links of the feeds, or that one cannot be read."""
    for path in dict.fromkeys((str(FEED), *(path for path in files if PurePosixPath(path).name == "feed.xml"))):
        file = site / path
        for root in _read_xml(file):
            if isinstance(root, str):
                yield file, root
                continue
            for link in root.iter(f"{_ATOM}link"):
                address = link.get("href", "")
                if why := _lost(inside(path, address, site_url), pages, files):
                    yield file, f"the link {address} {why}; {_AGAIN}"


def lost_in_map(pages: Mapping[str, Facts], site: Path, site_url: str | None) -> Iterator[tuple[Path, str]]:
    """Pages in the site map that do not exist, and the other way round."""
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
            yield file, f"lists {address}, which is not a page for readers; {_AGAIN}"
        for address in sorted(expected - listed):
            yield file, f"does not list {address}, which is a page for readers; {_AGAIN}"
        if packed.is_file() and _unpacked(packed) != file.read_bytes():
            yield packed, f"differs from sitemap.xml; {_AGAIN}"


def _lost(target: str | None, pages: Mapping[str, Facts], files: Files) -> str | None:
    """Why an address, as a path below the site, leads to nothing; `None` for one that does not, or leads elsewhere."""
    if target is None:
        return None
    path, _, fragment = target.partition("#")
    if path.startswith("/"):
        return "leads out of the site"
    if path not in pages:
        return None if path in files else "leads to a page that does not exist"
    # A fragment that begins with a slash is for the script of the page (the editor), not an anchor. What follows `:~:`
    # is for the browser: words to find, see https://wicg.github.io/scroll-to-text-fragment/.
    anchor = unquote(re.sub(r":~:.*", "", fragment))
    if anchor and not anchor.startswith("/") and anchor != "__top" and anchor not in pages[path].ids:
        return "leads to an anchor that does not exist"
    return None


def _read_xml(file: Path) -> Iterator[ElementTree.Element | str]:
    """The root element of a file, or what keeps it from being read."""
    if not file.is_file():
        yield f"is missing; {_AGAIN}"
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
