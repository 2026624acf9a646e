"""The search index of the built site against its pages.

A fragment is what Pagefind keeps of one page: JSON after a mark of twelve bytes, compressed. The format is not
documented and may change with a new Pagefind, which is pinned; the tests ask the index itself, in a browser.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from colophon.edition import Edition
from colophon.formats.invisible import searchable
from colophon.formats.urls import document_path, page_url
from colophon.model.problem import Rule
from colophon.rendering.search import indexed, search_urls
from colophon.verifying.pages import Facts, on_one_line

SEARCH = Rule("search", "Search finds every page by its title, and every paragraph.")

_MARK = b"pagefind_dcd"
_FIX = "build the site again"


def wrong_index(edition: Edition, pages: Mapping[str, Facts], site: Path) -> Iterator[str]:
    """Pages that a reader would not find, or not by their own title, or not down to the paragraph."""
    index = site / "pagefind" / "pagefind-entry.json"
    if not index.is_file():
        yield f"the search index is missing; {_FIX}"
        return
    try:
        indexed = sum(language["page_count"] for language in json.loads(index.read_bytes())["languages"].values())
        kept = [_fragment(file) for file in sorted((site / "pagefind/fragment").iterdir())]
        found = {str(fragment["url"]).removeprefix("/"): fragment for fragment in kept}
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        yield f"the search index cannot be read: {error}; {_FIX}"
        return
    expected = frozenset(search_urls(edition))
    if indexed != len(expected):
        yield f"the search index holds {indexed} pages, the site has {len(expected)} to find; {_FIX}"
    for url in sorted(expected - found.keys()):
        yield f"the page {url or 'index.html'} is not in the search index; {_FIX}"
    for url in sorted(found.keys() - expected):
        yield f"the search index lists {url or 'index.html'}, which is not a page to find; {_FIX}"
    for url in sorted(expected & found.keys() & pages.keys()):
        yield from (f"{fault}; {_FIX}" for fault in _differing(url, found[url], pages[url]))
    for text in edition.site.texts:
        url = page_url(document_path(text.id))
        if text.record.access == "full" and url in found:
            anchors = {anchor["id"] for anchor in found[url]["anchors"]}
            if lost := [p.number for p in text.paragraphs if p.anchor not in anchors]:
                yield f"the search index does not know paragraph {lost[0]} of {text.id}; {_FIX}"


def _differing(url: str, fragment: Mapping[str, Any], page: Facts) -> Iterator[str]:
    title, words = on_one_line(fragment["meta"]["title"]), on_one_line(fragment["content"])
    if page.title and _typed(title) != _typed(page.title):
        yield f"the search index calls {url or 'index.html'} {title!r}, and its heading is {page.title!r}"
    elif on_one_line(indexed(title)) not in words:
        yield f"the search index does not hold the title of {url or 'index.html'}, {title!r}, among its words"


def _typed(title: str) -> str:
    """A title without invisible characters, the signs that pages show for them, and white space."""
    return re.sub(r"⟨U\+[0-9A-F]{4,6}⟩|\s", "", searchable(title))


def _fragment(file: Path) -> dict[str, Any]:
    """Raises `ValueError` and what gzip raises."""
    data = gzip.decompress(file.read_bytes())
    if not data.startswith(_MARK):
        raise ValueError(f"{file.name} is not a fragment as Pagefind writes them")
    fragment: dict[str, Any] = json.loads(data.removeprefix(_MARK))
    return fragment
