"""Links inside the built site: of pages, style sheets, the feed and the site map."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from colophon.rendering.pages.corrections import FEED
from colophon.verifying.pages import NOT_FOUND, BuiltPage, Facts, decoded, inside, page_at, url_of
from colophon.verifying.privacy import style_addresses

_FIX = "correct the link where it is written and build again"
_AGAIN = "build the site again"
_ATOM = "{http://www.w3.org/2005/Atom}"
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Targets:
    """Addresses inside the site; each is looked up once."""

    def __init__(self, files: Mapping[str, Facts]) -> None:
        self._files = files
        self._known: dict[str, str | None] = {}
        self._ids: dict[str, frozenset[str]] = {}
        self._paths = {url: path for path in files if (url := url_of(path)) is not None}

    def error(self, target: str | None) -> str | None:
        """Why an address, as a path below the site, leads to nothing; `None` for one that does not, or leads elsewhere."""
        if target is not None and target not in self._known:
            self._known[target] = self._looked_up(target)
        return None if target is None else self._known[target]

    def _looked_up(self, target: str) -> str | None:
        url, _, fragment = target.partition("#")
        if url.startswith("/"):
            return "leads out of the site"
        path = self._paths.get(url)
        if path is None:
            return None if url in self._files else "leads to a page that does not exist"
        anchor = _anchor_of(fragment)
        if anchor and path not in self._ids:
            self._ids[path] = frozenset(self._files[path].ids)
        return "leads to an anchor that does not exist" if anchor and anchor not in self._ids[path] else None


def _anchor_of(fragment: str) -> str:
    """The anchor that a fragment names, or nothing if it names none.

    One that begins with a slash is for the script of the page (the editor). What follows `:~:` is for the browser: words
    to find, see https://wicg.github.io/scroll-to-text-fragment/.
    """
    anchor = unquote(fragment.partition(":~:")[0])
    return "" if anchor.startswith("/") or anchor == "__top" else anchor


def targets_of(page: BuiltPage, site_url: str | None) -> Iterator[str]:
    """Where the addresses of a page lead inside the site, but for those that lead to the page itself and are right."""
    own = frozenset(page.ids)
    for address in page.addresses:
        target = inside(page.url, address.value.strip(), site_url)
        if target is None:
            continue
        url, _, fragment = target.partition("#")
        if url != page.url or ((anchor := _anchor_of(fragment)) and anchor not in own):
            yield target


def broken_links(path: str, facts: Facts, targets: Targets, site: Path, site_url: str | None) -> Iterator[str]:
    """Addresses in the file at `path`, a page or a style sheet, that lead to nothing in the site."""
    if not any(map(targets.error, facts.targets)):
        return
    data = (site / path).read_bytes()  # again: it is rare
    page = page_at(path, data)
    fix = _FIX if page else _AGAIN
    addresses = [address.value for address in page.addresses] if page else style_addresses(decoded(data))
    for address in dict.fromkeys(addresses):
        why = targets.error(inside(page.url if page else path, address.strip(), site_url if page else None))
        if why and (page or not address.startswith("#")):
            yield f"the {'link' if page else 'address'} {address} {why}; {fix}"


def targets_of_style(path: str, css: str) -> Iterator[str]:
    """Where the addresses in the style sheet at `path` lead inside the site."""
    for address in style_addresses(css):
        target = inside(path, address, None)
        if target is not None and not address.startswith("#"):
            yield target


def lost_in_feed(
    targets: Targets, files: Mapping[str, Facts], site: Path, site_url: str | None
) -> Iterator[tuple[str, str]]:
    """Broken links of the feeds, or that one cannot be read."""
    for path in dict.fromkeys((str(FEED), *(path for path in files if path.rpartition("/")[2] == "feed.xml"))):
        for root in _read_xml(site / path):
            if isinstance(root, str):
                yield path, root
                continue
            for link in root.iter(f"{_ATOM}link"):
                address = link.get("href", "")
                if why := targets.error(inside(path, address, site_url)):
                    yield path, f"the link {address} {why}; {_AGAIN}"


def lost_in_map(pages: Mapping[str, Facts], site: Path, site_url: str | None) -> Iterator[tuple[str, str]]:
    """Pages in the site map that do not exist, and the other way round."""
    file, packed = "sitemap.xml", "sitemap.xml.gz"
    if site_url is None:
        if (site / file).is_file():
            yield file, f"lists no page, since site_url is not known; {_AGAIN}"
        return
    for root in _read_xml(site / file):
        if isinstance(root, str):
            yield file, root
            continue
        listed = {(place.text or "").strip() for place in root.iter(f"{_MAP}loc")}
        expected = {
            site_url + url
            for url, page in pages.items()
            if page.indexable and url != NOT_FOUND and (not url or url.endswith("/"))
        }
        for address in sorted(listed - expected):
            yield file, f"lists {address}, which is not a page for readers; {_AGAIN}"
        for address in sorted(expected - listed):
            yield file, f"does not list {address}, which is a page for readers; {_AGAIN}"
        if (site / packed).is_file() and _unpacked(site / packed) != (site / file).read_bytes():
            yield packed, f"differs from sitemap.xml; {_AGAIN}"


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
