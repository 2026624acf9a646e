"""Words that are searched at once, and the spans found in them. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from colophon.finding.lexicon import Lexicon
from colophon.formats.normalisation import Normalised
from colophon.model.site import Paragraph


class Span(NamedTuple):
    """A span of a segment that may be a mention; half-open, in code points of the segment."""

    start: int
    end: int
    entries: tuple[str, ...]
    rule: str
    refused: str | None = None
    """Why it is not a mention."""


class Named(Protocol):
    """What a form stands for."""

    @property
    def entries(self) -> Sequence[str]:
        """The entries that it names."""


class Listed:
    """Where the forms of entries begin and end in a segment; seldom asked, so made when it is."""

    def __init__(self, found: Sequence[tuple[int, int, Named]]) -> None:
        self._found = found

    @cached_property
    def starts(self) -> frozenset[int]:
        """Where forms begin."""
        return frozenset(start for start, _, meaning in self._found if meaning.entries)

    @cached_property
    def ends(self) -> frozenset[int]:
        """Where forms end."""
        return frozenset(end for _, end, meaning in self._found if meaning.entries)


@dataclass(frozen=True, slots=True)
class Segment:
    """Normalised words that are searched at once: a whole text where normalising moves nothing, else a paragraph."""

    words: str
    paragraphs: Sequence[Paragraph]
    starts: Sequence[int]
    """Where each paragraph begins in `words`."""
    normalised: Normalised | None
    """The way back to the paragraph; `None` where the offsets are those of the file."""
    lexicon: Lexicon
    text: str = ""
    """The whole text that it is from."""
    date: str | None = None
    """When the text was published, in ISO 8601 as far as it is known."""

    def has_word(self, word: str) -> bool:
        """Whether the text has a word between spaces."""
        return f" {word} " in self.text

    def paragraph(self, at: int) -> Paragraph:
        """The paragraph that holds an offset of `words`."""
        return self.paragraphs[bisect_right(self.starts, at) - 1]

    def line(self, at: int) -> tuple[int, int]:
        """Where the paragraph that holds an offset begins and ends in `words`."""
        if self.normalised:
            return 0, len(self.words)
        number = bisect_right(self.starts, at) - 1
        start, paragraph = self.starts[number], self.paragraphs[number]
        return start, start + paragraph.end - paragraph.start

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the file that reads as this one."""
        if self.normalised is None:
            return start, end
        first, last = self.normalised.span(start, end)
        return self.paragraphs[0].start + first, self.paragraphs[0].start + last
