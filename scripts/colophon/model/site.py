"""A site as it was read: settings, texts with their paragraphs, entries, pages; and a mention."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from colophon.model.entry import Entry
from colophon.model.record import Record
from colophon.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text: its number from 1, and its half-open span in code points of the decoded file."""

    number: int
    start: int
    end: int
    heading: bool = False

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

    @cached_property
    def _numbers(self) -> Counter[str]:
        return Counter(_number_of(text.id) for text in self.texts)

    def short_name(self, text_id: str) -> str:
        """What a text is called in a sentence: "Text 000" for `000_17ce685a5ce6ce4a` where no other id begins so, else its id."""
        return text_id if self._numbers[_number_of(text_id)] > 1 else numbered_name(text_id)


def numbered_name(text_id: str) -> str:
    """`Text 000` for `000_17ce685a5ce6ce4a`, or the id where it begins with no number: another text may be called so too."""
    number = re.match(r"\d+(?=_|$)", text_id)
    return f"Text {number[0]}" if number else text_id


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
