"""Pages of the built site as a browser reads them, and what is kept of a file after it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
_FOLLOWED = frozenset({"a", "area", "blockquote", "q", "ins", "del"})
"""Elements whose addresses only a reader's act follows."""
_SET = frozenset({"srcset", "imagesrcset"})
HOLDING_ADDRESSES = _SET | frozenset(
    "href src action formaction data poster background cite longdesc ping manifest data-file xlink:href".split()
)
"""Attributes that hold addresses."""
_WORDS = re.compile(
    r"(?:aria|data)-.*|xmlns(?:[:].*)?|title|alt|value|content|placeholder|label|id|class|name|for|lang"
)
"""Attributes that hold words, if they do not hold addresses."""
_NAMED = frozenset({"base", "h1", "meta", "script", "style"})
"""Elements that several checks look at."""
_PLAIN = re.compile(r"((?:\.\./)*)((?:[\w-]+(?:\.[\w-]+)*/)*(?:[\w-]+(?:\.[\w-]+)*)?)(#[\w:.-]+)?", re.ASCII)
"""An address of folders and names without anything that browsers read in another way: up, down, fragment."""


class Address(NamedTuple):
    """An address on a page: the element and attribute it stands in, and whether only a reader's act follows it."""

    tag: str
    attribute: str
    value: str
    followed: bool


class Element(NamedTuple):
    """An element of a page, with those of its attributes that hold neither words nor addresses."""

    tag: str
    attributes: tuple[tuple[str, str | None], ...]


class _Kind(NamedTuple):
    """What elements with the same tag and the same attributes have in common."""

    is_simple: bool
    """Whether each of `addresses` holds one address, and only they do."""
    addresses: tuple[tuple[str, bool], ...]
    """Attributes, and whether only a reader's act follows them."""
    others: tuple[str, ...]
    """The attributes of an `Element`."""


class _Contents(NamedTuple):
    """What is found in a page."""

    elements: tuple[Element, ...]
    addresses: tuple[Address, ...]
    ids: tuple[str, ...]
    named: Mapping[str, Sequence[LexborNode]]


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
    def _read(self) -> _Contents:
        """What is asked of most pages, found in one pass over the tree."""
        elements: dict[tuple[str, tuple[tuple[str, str | None], ...]], None] = {}
        addresses: dict[tuple[str, str, str, bool], None] = {}
        ids: list[str] = []
        named: dict[str, list[LexborNode]] = {tag: [] for tag in _NAMED}
        for node in self.html.root.traverse() if self.html.root else ():
            attributes, tag = node.attributes, node.tag or ""
            if tag in named:
                named[tag].append(node)
            if not attributes and tag != "script":
                continue
            kind = _kind(tag, *attributes)
            if kind.is_simple:
                for name, by_reader in kind.addresses:
                    addresses[tag, name, attributes[name] or "", by_reader] = None
            else:
                addresses.update(dict.fromkeys(_addresses_of(tag, attributes)))
            if kind.others or tag == "script":
                elements[tag, tuple([(name, attributes[name]) for name in kind.others])] = None
            if "id" in attributes:
                ids.append(attributes["id"] or "")
        return _Contents(tuple(map(Element._make, elements)), tuple(map(Address._make, addresses)), tuple(ids), named)

    @property
    def elements(self) -> tuple[Element, ...]:
        """The scripts, and the elements with attributes that hold neither words nor addresses, in order, each once."""
        return self._read.elements

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Every address on the page, each once."""
        return self._read.addresses

    @property
    def ids(self) -> tuple[str, ...]:
        """The anchors of the page, in order; one that is used twice is there twice."""
        return self._read.ids

    def named(self, tag: str) -> Sequence[LexborNode]:
        """The elements with this name, one of `_NAMED`, in order."""
        return self._read.named[tag]

    @property
    def words(self) -> str:
        """All words on the page, those of scripts and styles too, with nothing between elements."""
        return self.html.root.text(deep=True) if self.html.root else ""

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
    """The words of the first heading of a page; in the search index, of the page that a file is made of."""
    indexable: bool = True
    listed: tuple[str, ...] = ()
    """The paragraphs that a page of an entry lists, as paths with fragments; the page that a file of the index is made of."""


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


@lru_cache(maxsize=1 << 12)
def _kind(tag: str, *names: str) -> _Kind:
    """The kind of elements with this tag and attributes."""
    holding = sorted(HOLDING_ADDRESSES.intersection(names))
    return _Kind(
        is_simple=tag != "link" and not {"ping", "http-equiv", *_SET}.intersection(names),
        addresses=tuple((name, tag in _FOLLOWED and name in {"href", "cite"}) for name in holding),
        others=tuple(name for name in names if name not in HOLDING_ADDRESSES and not _WORDS.fullmatch(name)),
    )


def _addresses_of(tag: str, attributes: Mapping[str, str | None]) -> Iterator[Address]:
    """The addresses in an element of any kind."""
    rel = frozenset((attributes.get("rel") or "").lower().split())
    followed = tag in _FOLLOWED or (tag == "link" and rel and rel <= NOT_LOADED)
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
