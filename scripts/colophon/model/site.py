"""A site as it was read: settings, texts with their paragraphs, entries, pages; and a mention."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from colophon.model.collection import Collection
from colophon.model.entry import Entry
from colophon.model.language import gettext, short_date, speaking
from colophon.model.record import Record
from colophon.model.settings import Settings

_FIRST_WORDS = 60
"""Characters of the first words of a text."""


class Mark(NamedTuple):
    """Something in a paragraph that an editor explained: the mark of a footnote, or where a page of the original begins.

    `start` and `end` are half-open, in code points of the decoded file; they are the same where a page begins.
    """

    start: int
    end: int
    anchor: str
    """Of the paragraph that the mark of a footnote leads to; of a page, its own."""
    page: str = ""
    """The page as the original numbers it; empty for a footnote."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text: its number from 1, and its half-open span in code points of the decoded file."""

    number: int
    start: int
    end: int
    heading: bool = False
    label: int = 0
    """How many code points at its start name the speaker."""
    marks: tuple[Mark, ...] = ()
    """In the order of the text."""

    @property
    def anchor(self) -> str:
        """The id of the paragraph on its page."""
        return f"p{self.number}"


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text: its record, what its bytes decode to (UTF-8), and its paragraphs."""

    record: Record
    text: str = field(repr=False)
    paragraphs: tuple[Paragraph, ...] = field(repr=False)
    collection: str = ""
    """The folder of `corpus/` that it is in, relative to that; empty for `corpus/` itself."""
    digest: str = field(default="", repr=False)
    """Of its name and the bytes of its files, from which all of it follows; empty if it follows from something else."""

    @property
    def file(self) -> str:
        """The path of its file, relative to the root of the site."""
        return f"corpus/{self.collection}{'/' * bool(self.collection)}{self.id}.txt"

    @property
    def record_file(self) -> str:
        """The path of its record, relative to the root of the site."""
        return f"{self.file.removesuffix('.txt')}.yml"

    @property
    def id(self) -> str:
        """The name of the file without its suffix; the permanent address of the page."""
        return self.record.id

    @property
    def data(self) -> bytes:
        """Its bytes: every sequence of characters has only one encoding in UTF-8."""
        return self.text.encode()

    def words(self, paragraph: Paragraph) -> str:
        """The paragraph exactly as in the file."""
        return self.text[paragraph.start : paragraph.end]

    @property
    def first_words(self) -> str:
        """The first words of the text on one line, to call it by where it has no title; none of a text that is withheld."""
        if self.record.access != "full" or not self.paragraphs:
            return gettext("Withheld text")
        words = self.words(self.paragraphs[0])[: 10 * _FIRST_WORDS]
        first = "".join(filter(str.isprintable, " ".join(words.split())))
        if len(first) <= _FIRST_WORDS:
            return first.rstrip(".,;:") or self.id
        cut = first[: _FIRST_WORDS + 1].rpartition(" ")[0] or first[:_FIRST_WORDS]
        return f"{cut.rstrip('.,;:')} …"


@dataclass(frozen=True, slots=True)
class Page:
    """An authored Markdown page."""

    path: PurePosixPath
    """Its file below `docs/`."""
    markdown: str = field(repr=False)
    """The whole file, with its front matter."""
    front_matter: Mapping[str, Any] = field(repr=False)
    """Empty where the page has none, or none that can be read."""
    body: str = field(repr=False)
    """The Markdown below the front matter."""
    heading: str | None
    """The words of the first `h1` of the rendered Markdown, if it has one."""
    title: str
    """The heading, or the name that the navigation, the front matter or the file gives."""


@dataclass(frozen=True)
class Site:
    """Everything that was read: the only input of every page."""

    settings: Settings
    texts: tuple[SourceText, ...]
    entries: tuple[Entry, ...]
    pages: Mapping[PurePosixPath, Page]
    """Authored Markdown pages by their path below `docs/`."""
    assets: Mapping[PurePosixPath, bytes]
    """Every other authored file by its path below `docs/`."""
    drafts: tuple[Entry, ...] = ()
    """Unfinished entries, of which nothing is published."""
    collections: Mapping[str, Collection] = field(default_factory=dict)
    """The collections by path, each after the one that it is part of."""

    def with_drafts(self) -> Site:
        """The site in which the drafts are entries, after the others."""
        return replace(self, entries=(*self.entries, *self.drafts), drafts=())

    @cached_property
    def neighbors(self) -> Mapping[str, tuple[SourceText | None, SourceText | None]]:
        """By text: the ones before and after it in its collection."""
        near: dict[str, tuple[SourceText | None, SourceText | None]] = {}
        last: dict[str, SourceText] = {}
        for text in self.texts:
            before = last.get(text.collection)
            near[text.id] = before, None
            if before:
                near[before.id] = near[before.id][0], text
            last[text.collection] = text
        return near

    @cached_property
    def sizes(self) -> Counter[str]:
        """By path of a collection: how many texts are in it or below it."""
        return Counter(one.path for text in self.texts for one in self.collections_around(text.collection))

    def collections_around(self, path: str) -> list[Collection]:
        """The collection at a path, after those that it is part of; none for an empty path."""
        parts = path.split("/") if path else []
        return [self.collections["/".join(parts[: at + 1])] for at in range(len(parts))]

    @cached_property
    def _numbers(self) -> Counter[str]:
        return Counter(_number_of(text.id) for text in self.texts)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        with speaking(self.settings.catalog):
            names = {text.id: _name_of(text.record) or self._number(text.id) for text in self.texts}
        count = Counter(names.values())
        return {one: name if count[name] == 1 else f"{name} ({self._number(one)})" for one, name in names.items()}

    def _number(self, text_id: str) -> str:
        """The number of `000_17ce685a5ce6ce4a` as "Text 000" where no other id begins so, else the id."""
        return text_id if self._numbers[_number_of(text_id)] > 1 else numbered_name(text_id)

    def short_name(self, text_id: str) -> str:
        """What a text is called in a sentence, unlike any other: its short title, "Vox, Oct. 31, 2025", or its number."""
        return self._names.get(text_id) or self._number(text_id)


def numbered_name(text_id: str) -> str:
    """`Text 000` for `000_17ce685a5ce6ce4a`, or the id where it begins with no number: another text may be called so too."""
    number = re.match(r"\d+(?=_|$)", text_id)
    return gettext("Text {number}", number=number[0]) if number else text_id


def _name_of(record: Record) -> str:
    """The short title of a text, or its publisher, else its first author, and its date; empty where these are not known."""
    if record.short_title:
        return record.short_title
    author = record.creators.value[0].strip("{}") if record.creators else ""
    by = record.publisher.value if record.publisher else author.partition(",")[0]
    return f"{by}, {short_date(record.published.value) if record.published else gettext('undated')}" if by else ""


def _number_of(text_id: str) -> str:
    return re.sub(r"\D.*", "", text_id)


class Mention(NamedTuple):
    """One span of one text that refers to one entry, and the rule that found it.

    `start` and `end` are half-open, in code points of the decoded file. A named tuple is created several times as fast as
    a frozen dataclass, and there are hundreds of thousands of mentions.
    """

    document: str
    start: int
    end: int
    paragraph: int
    surface: str
    entry: str
    rule: str
