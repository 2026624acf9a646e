"""Links inside the built site: of pages, style sheets, the feed and the site map."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
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
    """Addresses in the file at `path`, a page, a feed or a style sheet, that lead to nothing in the site."""
    if not any(map(targets.error, facts.targets)):
        return
    data = (site / path).read_bytes()  # again: it is rare
    page, what, fix = page_at(path, data), "link", _AGAIN
    if page:
        addresses, fix = [address.value for address in page.addresses], _FIX
    elif is_feed(path):
        addresses = links_of_feed(data)
    else:
        what, site_url = "address", None
        addresses = [address for address in style_addresses(decoded(data)) if not address.startswith("#")]
    for address in dict.fromkeys(addresses):
        if why := targets.error(inside(page.url if page else path, address.strip(), site_url)):
            yield f"the {what} {address} {why}; {fix}"


def targets_of_style(path: str, css: str) -> Iterator[str]:
    """Where the addresses in the style sheet at `path` lead inside the site."""
    for address in style_addresses(css):
        target = inside(path, address, None)
        if target is not None and not address.startswith("#"):
            yield target


def is_feed(path: str) -> bool:
    """Whether the file at `path` is the feed of corrections or that of an entry."""
    return path == str(FEED) or path.rpartition("/")[2] == "feed.xml"


def links_of_feed(data: bytes) -> list[str]:
    """The addresses of the links in a feed. Raises `ElementTree.ParseError`."""
    return [link.get("href", "") for link in ElementTree.fromstring(data).iter(f"{_ATOM}link")]  # noqa: S314 -- as below


def targets_of_feed(path: str, data: bytes, site_url: str | None) -> tuple[Sequence[str], Sequence[str]]:
    """Where the links of the feed at `path` lead inside the site; and what is wrong with it."""
    try:
        targets = [inside(path, address, site_url) for address in links_of_feed(data)]
    except ElementTree.ParseError as error:
        return [], [_ill_formed(error)]
    return [target for target in targets if target is not None], []


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
        yield _ill_formed(error)


def _ill_formed(error: ElementTree.ParseError) -> str:
    return f"is not well-formed XML: {error}; {_AGAIN}"


def _unpacked(file: Path) -> bytes | None:
    try:
        return gzip.decompress(file.read_bytes())
    except (OSError, EOFError):
        return None
