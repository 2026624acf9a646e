"""Files and pages of the built site as a browser reads them, and what other pages need to know of one."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from colophon.model.problem import Place, Problem, Rule

NOT_FOUND = "404.html"
EDITOR = "edit/"
"""The editors' page, which has a policy of its own and is not for readers."""
# Links are resolved as if the site stood here, one folder down, so that what climbs too far is seen.
HOST, BELOW = "http://site.invalid", "/below/"
ROOT = HOST + BELOW
NOT_LOADED = frozenset({"canonical", "prev", "next", "license", "alternate"})
"""What a `link` may be to another host: browsers fetch none of these by themselves."""
_SET = frozenset({"srcset", "imagesrcset"})
HOLDING_ADDRESSES = _SET | frozenset(
    "href src action formaction data poster background cite longdesc ping manifest data-file xlink:href".split()
)
"""Attributes that hold addresses."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address on a page: the element and attribute it stands in, and whether only a reader's act follows it."""

    tag: str
    attribute: str
    value: str
    followed: bool


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
    def nodes(self) -> list[tuple[str, Mapping[str, str | None]]]:
        """Tag and attributes of every element."""
        return [(node.tag or "", node.attributes) for node in self.html.css("*")]

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every address that stands on the page."""
        return tuple(addresses_of(self.nodes))

    @property
    def is_generated(self) -> bool:
        """Whether it is a page of the site for readers, not a file of HTML that an editor put there."""
        return self.url.endswith("/") or self.url in {"", NOT_FOUND}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a page after it was read: thousands of parsed pages would not fit into memory."""

    file: Path
    ids: frozenset[str]
    targets: frozenset[str]
    """Where its addresses lead inside the site, as paths below it."""
    title: str
    """The words of its first heading."""
    indexable: bool
    canonical: str | None


Files = Mapping[str, Path]
"""Every file of a built site by its path below it, sorted."""


def files_of(site: Path) -> Files:
    """Walk a built site once."""
    files = ((file.relative_to(site).as_posix(), file) for file in site.rglob("*") if file.is_file())
    return dict(sorted(files, key=lambda pair: pair[0].split("/")))


def built_pages(files: Files) -> Iterator[BuiltPage]:
    """Every HTML file but those of the search."""
    for path, file in files.items():
        if path.endswith(".html") and not path.startswith("pagefind/"):
            url = re.sub(r"(^|/)index\.html$", r"\1", path)
            yield BuiltPage(url, file, file.read_text("utf-8", errors="replace"))


def facts_of(page: BuiltPage, site_url: str | None) -> Facts:
    """What the other pages need to know."""
    heading = page.html.css_first("h1")
    robots = page.html.css_first("meta[name=robots]")
    canonical = page.html.css_first("link[rel=canonical]")
    targets = (inside(page.url, address.value.strip(), site_url) for address in page.addresses)
    return Facts(
        file=page.file,
        ids=frozenset(attributes["id"] or "" for _, attributes in page.nodes if "id" in attributes),
        targets=frozenset(sys.intern(target) for target in targets if target is not None),
        title=words_of(heading) if heading else "",
        indexable="noindex" not in (robots.attributes.get("content") or "" if robots else ""),
        canonical=canonical.attributes.get("href") if canonical else None,
    )


def addresses_of(nodes: list[tuple[str, Mapping[str, str | None]]]) -> Iterator[Address]:
    """Every address that stands on a page, each once."""
    found: dict[Address, None] = {}
    for tag, attributes in nodes:
        rel = frozenset((attributes.get("rel") or "").lower().split())
        followed = tag in {"a", "area", "blockquote", "q", "ins", "del"} or (
            tag == "link" and rel and rel <= NOT_LOADED
        )
        for name in sorted(attributes.keys() & HOLDING_ADDRESSES - _SET):
            by_reader = bool(followed) and name in {"href", "cite"}
            for value in (attributes[name] or "").split() if name == "ping" else [attributes[name] or ""]:
                found[Address(tag, name, value, by_reader)] = None
        for name in sorted(attributes.keys() & _SET):
            for candidate in re.split(r",\s+|,$", attributes[name] or ""):
                if candidate.strip():
                    found[Address(tag, name, candidate.split()[0], followed=False)] = None
        if tag == "meta" and (attributes.get("http-equiv") or "").lower() == "refresh":
            _, _, target = (attributes.get("content") or "").partition("=")
            found[Address(tag, "content", target.strip("\"' "), followed=False)] = None
    return iter(found)


@lru_cache(maxsize=4096)  # of one page: several checks ask for the same addresses
def inside(page_url: str, address: str, site_url: str | None) -> str | None:
    """An address as a path below the site, with its fragment, or `None` if it leads to another host.

    A path that climbs out of the site begins with a slash.
    """
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


def problem(file: Path, site: Path, rule: Rule, message: str) -> Problem:
    """A problem with a file of the built site."""
    return Problem(file.relative_to(site.parent).as_posix(), Place(), rule, message)


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
