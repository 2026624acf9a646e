"""One file of the built site after the other: what is wrong with each by itself, and what the others need to know of it."""

from __future__ import annotations

import gzip
import html
import io
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from zipfile import ZipFile

from colophon.edition import Edition
from colophon.edition.redaction import BLOCK_END
from colophon.formats.invisible import visible
from colophon.formats.links import LINK
from colophon.formats.urls import entry_path, page_url
from colophon.model.problem import Rule
from colophon.model.site import Mention, SourceText
from colophon.rendering.copies import COPY
from colophon.rendering.package import PACKAGE, PREVIEW
from colophon.verifying.data import DATA, faults_of_data
from colophon.verifying.entries import EXCERPT, QUOTE, quote_problems, wrong_excerpts
from colophon.verifying.links import is_feed, targets_of, targets_of_feed, targets_of_style
from colophon.verifying.mentions import MENTIONS, mention_problems, pieces_of
from colophon.verifying.pages import (
    EDITOR,
    NOT_FOUND,
    BuiltPage,
    Facts,
    decoded,
    inside,
    on_one_line,
    page_at,
    words_of,
)
from colophon.verifying.privacy import HOST, SCRIPT, foreign_hosts, foreign_in_file, running, unguarded
from colophon.verifying.search import FRAGMENT, SEARCH, read_fragment, read_parts

WITHHELD = Rule("withheld", "The words of a withheld text are nowhere on the site.")
TEXT = Rule("text", "The page of a text shows every paragraph of it, word for word, in order.")
PAGE = Rule("page", "A page has one main heading, a language, a title, distinct anchors and its own address.")

SUBJECT = re.compile(r"(documents|glossary)/([^/]+)/(page-[0-9]+/)?")
"""The address of a page of a text or an entry, or of one that continues it."""
_BLOCKS = frozenset(
    """address article aside blockquote body dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li
    main nav ol p pre section summary table td th tr ul""".split()
)
_ADDRESS_OF_LINK = re.compile(r"\]\(([^()\s]+)\)")
_BLOCK_OF_MARKDOWN = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|[0-9]+\.)[ \t])")
_FIX = "correct the page it comes from and build again"
_AGAIN = "build the site again"

Fault = tuple[Rule, str]


@dataclass(frozen=True)
class Survey:
    """Looks at files of the site that was built of an edition."""

    edition: Edition = field(repr=False)

    def facts_of(self, path: str, data: bytes) -> Facts:
        """What is kept of the file at `path` below the site, which holds `data`.

        The same file of the same edition gives the same facts, in whatever process.
        """
        page, alone = page_at(path, data), Facts(sha256(data).hexdigest())
        faults, facts = self._page(page, alone) if page else self._file(path, data, alone)
        if self.edition.withheld and self._repeats_withheld(path, page, data):
            faults.append((WITHHELD, "repeats a withheld text"))
        return facts._replace(faults=tuple((str(rule), message) for rule, message in faults))

    def _repeats_withheld(self, path: str, page: BuiltPage | None, data: bytes) -> bool:
        """Whether a person can read words of a withheld text in a file."""
        forbidden = self.edition.forbidden
        # To find the blocks of a page takes far longer than to read it through.
        if page and not forbidden.may_be_in(_readable_on(page, page.words)):
            return False
        return forbidden.is_in(_readable(path, page, data))

    def _page(self, page: BuiltPage, facts: Facts) -> tuple[list[Fault], Facts]:
        """Faults of a page, and `facts` with what others need to know of it."""
        listed: set[str] = set()
        faults = list(self._of_page(page, listed))
        metadata = (node.attributes for node in page.named("meta"))
        robots = next((attributes for attributes in metadata if attributes.get("name") == "robots"), {})
        return faults, facts._replace(
            targets=_once(targets_of(page, self.edition.site.settings.site_url)),
            ids=_once(page.ids),
            title=_title(page),
            indexable="noindex" not in (robots.get("content") or ""),
            listed=_once(sorted(listed)),
        )

    def _file(self, path: str, data: bytes, facts: Facts) -> tuple[list[Fault], Facts]:
        """Faults of a file that is not a page, and `facts` with what others need to know of it."""
        settings = self.edition.site.settings
        faults = list(foreign_in_file(path, data, settings.scripts))
        faults += ((DATA, message) for message in faults_of_data(self.edition, path, data))
        if path.endswith(FRAGMENT):
            fragment = read_fragment(self.edition, data)
            faults += ((SEARCH, message) for message in fragment.faults)
            facts = facts._replace(title=fragment.title, listed=fragment.pages)
        elif is_feed(path):
            targets, messages = targets_of_feed(path, data, settings.site_url)
            faults += ((LINK, message) for message in messages)
            facts = facts._replace(targets=_once(targets))
        elif path.endswith(".css"):
            facts = facts._replace(targets=_once(targets_of_style(path, decoded(data))))
        return faults, facts

    @cached_property
    def _moved(self) -> Mapping[str, str]:
        """The new addresses of entries by the old ones."""
        return {
            page_url(entry_path(old)): page_url(entry_path(entry.slug))
            for entry in self.edition.site.entries
            for old in entry.matter.formerly
        }

    def _of_page(self, page: BuiltPage, listed: set[str]) -> Iterator[Fault]:
        """Faults of one page; `listed` is filled with the paragraphs it lists."""
        edition, settings = self.edition, self.edition.site.settings
        yield from ((HOST, message) for message in foreign_hosts(page, settings.site_url))
        yield from ((SCRIPT, message) for message in running(page))
        yield from ((SCRIPT, message) for message in unguarded(page, settings.scripts, settings.site_url))
        yield from ((PAGE, message) for message in self._form(page))
        subject = SUBJECT.fullmatch(page.url)
        section, name, continued = subject.groups() if subject else ("", "", None)
        if section == "documents" and name in edition.texts:
            yield from text_faults(edition.texts[name], edition.mentions_in.get(name, ()), page)
        if section == "glossary" and name in edition.entries:
            entry = edition.entries[name]
            yield from ((EXCERPT, message) for message in wrong_excerpts(edition, entry, page, listed))
            if not continued:
                yield from ((QUOTE, message) for message in quote_problems(edition, entry, page))

    def _form(self, page: BuiltPage) -> Iterator[str]:
        """What a page for readers lacks."""
        if not page.is_generated or page.url.startswith(EDITOR):
            return
        settings = self.edition.site.settings
        headings = page.named("h1")
        if len(headings) != 1 or not _title(page):
            yield f"expected one main heading (h1) with words in it, found {len(headings)}; {_FIX}"
        root = page.html.css_first("html")
        language = root.attributes.get("lang") if root else None
        if language != settings.language:
            yield f"expected the language {settings.language!r} in <html lang>, found {language!r}; {_FIX}"
        title = page.html.css_first("title")
        if title is None or not title.text().strip():
            yield f"expected a <title> with words in it, found none; {_FIX}"
        if len(set(page.ids)) < len(page.ids):
            for name, times in Counter(page.ids).items():
                if times > 1:
                    yield f"the anchor {name!r} is used {times} times, so that links lead to the first; {_FIX}"
        yield from self._canonical(page)

    def _canonical(self, page: BuiltPage) -> Iterator[str]:
        site_url = self.edition.site.settings.site_url
        link = page.html.css_first("link[rel=canonical]")
        canonical = link.attributes.get("href") if link else None
        if page.url in self._moved:
            leads = inside(page.url, canonical, site_url) if canonical else None
            if leads != self._moved[page.url]:
                yield f"expected {self._moved[page.url]} as its canonical address, found {canonical}; {_AGAIN}"
            return
        expected = site_url + page.url if site_url and page.url != NOT_FOUND else None
        if canonical != expected:
            yield f"expected {expected or 'no'} canonical address, found {canonical or 'none'}; see site_url in mkdocs.yml"


def text_faults(text: SourceText, mentions: Sequence[Mention], page: BuiltPage) -> Iterator[Fault]:
    """Differences between the page of a text and its paragraphs and their mentions."""
    shown = page.html.css(".para")
    if text.record.derived:
        provenance = page.html.css_first(".provenance")
        if text.record.derived.fixity.sha256 not in (provenance.text() if provenance else ""):
            yield PAGE, f"does not show the digest of the original of the text; {_AGAIN}"
    if text.record.access != "full":
        if shown:
            yield WITHHELD, "the text is withheld, but its words are on the site"
        return
    if len(shown) != len(text.paragraphs):
        yield TEXT, f"shows {len(shown)} paragraphs, the text has {len(text.paragraphs)}"
        return
    by_paragraph = {number: list(group) for number, group in groupby(mentions, key=attrgetter("paragraph"))}
    for paragraph, node in zip(text.paragraphs, shown, strict=True):
        anchor = node.attributes.get("id")
        if anchor != paragraph.anchor:
            yield TEXT, f"paragraph {paragraph.number} has the anchor {anchor!r}"
        pieces = list(pieces_of(node))
        words = _lines("".join(words for words, _ in pieces)).strip(" \n")
        expected = _lines(visible(text.words(paragraph)))
        if paragraph.heading:
            words, expected = on_one_line(words), on_one_line(expected)  # a subhead is one line
        if words != expected:
            at = next(
                (i for i, (a, b) in enumerate(zip(words, expected, strict=False)) if a != b),
                min(len(words), len(expected)),
            )
            yield (
                TEXT,
                f"paragraph {paragraph.number} differs at character {at + 1}: shows {words[at : at + 30]!r}, the text has {expected[at : at + 30]!r}",
            )
            continue  # the places of its mentions are others then
        of_paragraph = by_paragraph.get(paragraph.number, ())
        yield from ((MENTIONS, fault) for fault in mention_problems(text, paragraph, of_paragraph, pieces, page.url))


def _title(page: BuiltPage) -> str:
    headings = page.named("h1")
    return words_of(headings[0]) if headings else ""


def _once(words: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order; pages have most of their words in common, which are kept once."""
    return tuple(map(sys.intern, dict.fromkeys(words)))


def _readable(path: str, page: BuiltPage | None, data: bytes) -> str:
    """What a person can read in a file, compressed or not, without the marks of HTML, XML or JSON.

    `BLOCK_END` is between the blocks of a page and of its copy in Markdown: entries list sentences of several texts. In a
    copy, the addresses of links come after all else, since nobody reads them as a part of the sentence.
    """
    if page:
        return _readable_on(page, "".join(_blocks(page)))
    if path.endswith(COPY):
        pieces = _ADDRESS_OF_LINK.split(decoded(data))
        return BLOCK_END.join([_BLOCK_OF_MARKDOWN.sub(BLOCK_END, "]".join(pieces[::2])), *pieces[1::2]])
    if path == str(PACKAGE):
        with ZipFile(io.BytesIO(data)) as archive:
            # The others are files of the site, which are read there; `data` compares them.
            own = [name for name in archive.namelist() if "/data/" not in name or name.endswith(PREVIEW)]
            return BLOCK_END.join(_readable(name, None, archive.read(name)) for name in own)
    if path.endswith(FRAGMENT) and (parts := read_parts(data)):
        return BLOCK_END.join(parts)
    try:
        plain = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    except (OSError, EOFError, zlib.error):
        plain = data
    text = plain.decode(errors="replace")
    if path.endswith(FRAGMENT):
        return text  # all of it, since it is not JSON as Pagefind writes it
    # One after the other: of a file of 100 MB each copy takes 200 MB or more.
    text = text.replace("\\n", " ")
    text = text.replace('\\"', '"')
    text = re.sub(r"<[^>]+>", " ", text)
    return html.unescape(text)


def _readable_on(page: BuiltPage, words: str) -> str:
    """What a page says of itself, and its `words`."""
    return BLOCK_END.join([*(node.attributes.get("content") or "" for node in page.named("meta")), words])


def _blocks(page: BuiltPage) -> Iterator[str]:
    """The words of a page, with `BLOCK_END` before each block."""
    for node in page.html.root.traverse(include_text=True) if page.html.root else ():
        if node.tag in _BLOCKS:
            yield BLOCK_END
        elif node.tag == "-text":
            yield node.text(deep=False)


def _lines(words: str) -> str:
    """White space at line ends does not count."""
    return re.sub(r"[ \t]*\n[ \t]*", "\n", words) if "\n" in words else words
