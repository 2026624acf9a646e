"""Pages of the built site as a browser reads them, and what is kept of a file after it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

NOT_FOUND = "404.html"
EDITOR = "edit/"
"""The editors' page, which has a policy of its own and is not for readers."""
# Links are resolved as if the site stood here, one folder down, so that what climbs too far is seen.
HOST, BELOW = "http://site.invalid", "/below/"
ROOT = HOST + BELOW
NOT_LOADED = frozenset({"canonical", "prev", "next", "license", "alternate", "describedby", "item", "cite-as"})
"""What a `link` may be to another host: browsers fetch none of these by themselves."""
_SET = frozenset({"srcset", "imagesrcset"})
HOLDING_ADDRESSES = _SET | frozenset(
    "href src action formaction data poster background cite longdesc ping manifest data-file xlink:href".split()
)
"""Attributes that hold addresses."""
_PLAIN = re.compile(r"((?:\.\./)*)((?:[\w-]+(?:\.[\w-]+)*/)*(?:[\w-]+(?:\.[\w-]+)*)?)(#[\w:.-]+)?", re.ASCII)
"""An address of folders and names without anything that browsers read in another way: up, down, fragment."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address on a page: the element and attribute it stands in, and whether only a reader's act follows it."""

    tag: str
    attribute: str
    value: str
    followed: bool


@dataclass(frozen=True, eq=False, slots=True)
class Element:
    """An element of a page: its tag, its attributes and every address in them. Those that are alike are one object."""

    tag: str
    attributes: Mapping[str, str | None]
    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class BuiltPage:
    """A page of the built site; `url` is relative to its root."""

    url: str
    file: Path
    source: str = field(repr=False)

    @cached_property
    def html(self) -> LexborHTMLParser:
        """Parsed as HTML5."""
        return LexborHTMLParser(self.source)

    @cached_property
    def _read(self) -> tuple[tuple[Element, ...], tuple[str, ...]]:
        """The elements with attributes and scripts, those that are alike once, and all anchors."""
        found: dict[Element, None] = {}
        ids: list[str] = []
        for node in self.html.css("*"):
            attributes = node.attributes
            if attributes or node.tag == "script":
                found[_element(node.tag or "", *attributes.items())] = None
                if "id" in attributes:
                    ids.append(attributes["id"] or "")
        return tuple(found), tuple(ids)

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements with attributes, and scripts, in the order of the page; those that are alike once."""
        return self._read[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """The anchors of the page, in order; one that is used twice is there twice."""
        return self._read[1]

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every address on the page, each once."""
        return tuple(dict.fromkeys(address for element in self.elements for address in element.addresses))

    @property
    def is_generated(self) -> bool:
        """Whether it is a page of the site for readers, not a file of HTML that an editor put there."""
        return self.url.endswith("/") or self.url in {"", NOT_FOUND}


class Facts(NamedTuple):
    """What is kept of a file of the built site after it was read. All of it can be written as JSON."""

    digest: str
    """SHA-256, in hexadecimal."""
    faults: tuple[tuple[str, str], ...] = ()
    """What is wrong with the file whatever the others are: rules by name, and messages."""
    targets: tuple[str, ...] = ()
    """Where its addresses lead inside the site: paths below it, with fragments; not those that lead to itself and are right."""
    ids: tuple[str, ...] = ()
    title: str = ""
    """The words of the first heading of a page."""
    indexable: bool = True
    listed: tuple[str, ...] = ()
    """The paragraphs that a page of an entry lists, as paths with fragments."""


def decoded(data: bytes) -> str:
    """The text of a file, with line feeds only."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def page_at(path: str, data: bytes) -> BuiltPage | None:
    """The page in a file of the site, or `None` if it is none, or is one of the search."""
    url = url_of(path)
    return None if url is None else BuiltPage(url, Path(path), decoded(data))


def url_of(path: str) -> str | None:
    """The address, below the site, of the page in the file at `path`; `None` if it is not a page, or a page of the search."""
    if not path.endswith(".html") or path.startswith("pagefind/"):
        return None
    return re.sub(r"(^|/)index\.html$", r"\1", path)


@lru_cache(maxsize=1 << 14)  # most elements of a page are on thousands of others too
def _element(tag: str, *pairs: tuple[str, str | None]) -> Element:
    attributes = dict(pairs)
    return Element(tag, attributes, tuple(_addresses_of(tag, attributes)))


def _addresses_of(tag: str, attributes: Mapping[str, str | None]) -> Iterator[Address]:
    rel = frozenset((attributes.get("rel") or "").lower().split())
    followed = tag in {"a", "area", "blockquote", "q", "ins", "del"} or (tag == "link" and rel and rel <= NOT_LOADED)
    for name in sorted(attributes.keys() & HOLDING_ADDRESSES - _SET):
        by_reader = bool(followed) and name in {"href", "cite"}
        for value in (attributes[name] or "").split() if name == "ping" else [attributes[name] or ""]:
            yield Address(tag, name, value, by_reader)
    for name in sorted(attributes.keys() & _SET):
        for candidate in re.split(r",\s+|,$", attributes[name] or ""):
            if candidate.strip():
                yield Address(tag, name, candidate.split()[0], followed=False)
    if tag == "meta" and (attributes.get("http-equiv") or "").lower() == "refresh":
        _, _, target = (attributes.get("content") or "").partition("=")
        yield Address(tag, "content", target.strip("\"' "), followed=False)


@lru_cache(maxsize=1 << 12)  # of one page: several checks ask for the same addresses
def inside(page_url: str, address: str, site_url: str | None) -> str | None:
    """An address as a path below the site, with its fragment, or `None` if it leads to another host.

    A path that climbs out of the site begins with a slash.
    """
    plain = _PLAIN.fullmatch(address)
    if plain and address:
        up, down, fragment = plain.groups("")
        folders = page_url.split("/")[:-1] if up or down else [page_url]
        if len(up) <= 3 * len(folders) and page_url != NOT_FOUND:
            kept = folders[: len(folders) - len(up) // 3]
            return "/".join([*kept, down] if up or down else kept) + fragment
    return _resolved(page_url, address, site_url)


def _resolved(page_url: str, address: str, site_url: str | None) -> str | None:
    """As `inside`, by all rules for addresses."""
    base = ROOT + page_url
    below = urlsplit(site_url).path if site_url else "/"
    if site_url and address.startswith(site_url):
        base, address = ROOT, address.removeprefix(site_url)
    elif page_url == NOT_FOUND and address.startswith(below) and not address.startswith("//"):
        # This page is shown at any depth, so its addresses begin at the root of the host.
        base, address = ROOT, address.removeprefix(below)
    try:
        split = urlsplit(urljoin(base, address.replace("\\", "/")))
    except ValueError:  # not a valid host
        return None
    if (split.scheme, split.netloc) != ("http", "site.invalid"):
        return None
    path = unquote(split.path)
    path = path.removeprefix(BELOW) if path.startswith(BELOW) else f"/{path}"
    return f"{path}#{split.fragment}" if split.fragment else path


def words_of(node: LexborNode) -> str:
    """The words of an element on one line, without the mark that links to it."""
    link = node.css_first("a.headerlink")
    words = node.text(deep=True)
    if link:
        words = words.removesuffix(link.text(deep=True))
    return on_one_line(words)


def on_one_line(words: str) -> str:
    """Words with every run of white space as one space."""
    return " ".join(words.split())
