"""The search index of the built site against its pages.

A fragment is what Pagefind keeps of one page: JSON after a mark of twelve bytes, compressed. The format is not
documented and may change with a new Pagefind, which is pinned; the tests ask the index itself, in a browser.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from colophon.edition import Edition
from colophon.formats.invisible import searchable
from colophon.formats.urls import document_path, page_url
from colophon.model.problem import Rule
from colophon.model.site import SourceText
from colophon.rendering.search import indexed, search_urls
from colophon.verifying.pages import Facts, on_one_line

SEARCH = Rule("search", "Search finds every page by its title, and every paragraph by its words.")

FRAGMENT = ".pf_fragment"
"""How the names of fragments end."""
_MARK = b"pagefind_dcd"
_UNREADABLE = (
    *(OSError, EOFError, zlib.error, ValueError),
    *(LookupError, TypeError, AttributeError, OverflowError, RecursionError),
)
"""What reading a fragment raises that holds something else."""
_FIX = "build the site again"


class Fragment(NamedTuple):
    """What is known of a fragment by itself."""

    faults: tuple[str, ...]
    pages: tuple[str, ...] = ()
    """The address of its page; none if the fragment cannot be read."""
    title: str = ""


def read_fragment(edition: Edition, data: bytes) -> Fragment:
    """The fragment in a file that holds `data`."""
    try:
        fragment, words = _read(data)
        url, title = str(fragment["url"]).removeprefix("/"), on_one_line(fragment["meta"]["title"])
        faults: list[str] = []
        if on_one_line(indexed(title)) not in " ".join(words):
            faults.append(
                f"the search index does not hold the title of {url or 'index.html'}, {title!r}, among its words"
            )
        if text := _text_at(edition, url):
            faults += _other_paragraphs(fragment, words, text)
    except _UNREADABLE as error:
        return Fragment((f"the search index cannot be read: {error}; {_FIX}",))
    return Fragment(tuple(f"{fault}; {_FIX}" for fault in faults), (url,), title)


def wrong_index(edition: Edition, files: Mapping[str, Facts], pages: Mapping[str, Facts], site: Path) -> Iterator[str]:
    """Pages that a reader would not find, or not by their own title.

    `files` and `pages`: facts of the files of the site by path, and of its pages by address.
    """
    folder = site / "pagefind"
    try:
        shards = int(json.loads((folder / "names.json").read_bytes())["shards"])
        folders = [folder, *(folder / str(number) for number in range(2, shards + 1))]
        entries = [json.loads((one / "pagefind-entry.json").read_bytes()) for one in folders]
        counted = sum(language["page_count"] for entry in entries for language in entry["languages"].values())
    except FileNotFoundError:
        yield f"the search index is missing or incomplete; {_FIX}"
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield f"the search index cannot be read: {error}; {_FIX}"
        return
    expected = frozenset(search_urls(edition))
    if counted != len(expected):
        yield f"the search index holds {counted} pages, the site has {len(expected)} to find; {_FIX}"
    places = {f"{one.relative_to(site).as_posix()}/fragment" for one in folders}
    held = [facts for path, facts in files.items() if path.endswith(FRAGMENT) and path.rpartition("/")[0] in places]
    if not all(facts.listed for facts in held):
        return  # one cannot be read, which is a fault of its own
    found = {url: facts.title for facts in held for url in facts.listed}
    for url, title in found.items():
        if url in pages and pages[url].title and _typed(title) != _typed(pages[url].title):
            yield f"the search index calls {url or 'index.html'} {title!r}, and its heading is {pages[url].title!r}; {_FIX}"
    for url in sorted(expected - found.keys()):
        yield f"the page {url or 'index.html'} is not in the search index; {_FIX}"
    for url in sorted(found.keys() - expected):
        yield f"the search index lists {url or 'index.html'}, which is not a page to find; {_FIX}"


def read_parts(data: bytes) -> list[str]:
    """What a person can read of the fragment in a file that holds `data`: its parts, paragraphs among them, and all else in it.

    Nothing if it cannot be read.
    """
    try:
        fragment, words = _read(data)
        starts = [0, *(int(anchor["location"]) for anchor in fragment["anchors"]), len(words)]
    except _UNREADABLE:
        return []
    others = {key: value for key, value in fragment.items() if key != "content"}
    return [*(" ".join(words[start:end]) for start, end in pairwise(starts)), json.dumps(others, ensure_ascii=False)]


def _other_paragraphs(fragment: Mapping[str, Any], words: Sequence[str], text: SourceText) -> Iterator[str]:
    """Paragraphs of the index that are not those of the text, which shows none if it is withheld."""
    starts = [(str(anchor["id"]), int(anchor["location"])) for anchor in fragment["anchors"]]
    ends = [start for _, start in starts[1:]] + [len(words)]
    held = {name: words[start:end] for (name, start), end in zip(starts, ends, strict=True) if name[0] in "pn"}
    expected = {p.anchor: p for p in text.paragraphs} if text.record.access == "full" else {}
    for paragraph in expected.values():
        if held.get(paragraph.anchor) != indexed(text.words(paragraph)).split():
            yield f"the search index does not hold paragraph {paragraph.number} of {text.id} word for word"
            return
    for name in held:
        if f"p{name[1:]}" not in expected:
            yield f"the search index holds a paragraph {name!r} of {text.id}, which the text does not show"
            return


def _text_at(edition: Edition, url: str) -> SourceText | None:
    section, _, name = url.rstrip("/").partition("/")
    text = edition.texts.get(name) if section == "documents" else None
    return text if text and url == page_url(document_path(text.id)) else None


def _typed(title: str) -> str:
    """A title without invisible characters, the signs that pages show for them, and white space."""
    return re.sub(r"⟨U\+[0-9A-F]{4,6}⟩|\s", "", searchable(title))


@lru_cache(maxsize=1)  # of one file: what is wrong with it, and what a person can read in it
def _read(data: bytes) -> tuple[Mapping[str, Any], Sequence[str]]:
    """A fragment and the words of its page. Raises `_UNREADABLE`."""
    plain = gzip.decompress(data)
    if not plain.startswith(_MARK):
        raise ValueError("it is not a fragment as Pagefind writes them")
    fragment: dict[str, Any] = json.loads(plain.removeprefix(_MARK))
    return fragment, str(fragment["content"]).split()
