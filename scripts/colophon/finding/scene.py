"""What the rules for persons look at. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from colophon.finding.lexicon import Lexicon
from colophon.finding.neighbors import APOSTROPHES, WORD
from colophon.finding.persons import NOBODY, Person
from colophon.finding.segments import Listed, Segment

OTHER = "other"
"""The rule of a span that names somebody else of the same surname."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A segment, the forms found in it, and what is known of the persons they may name."""

    segment: Segment
    listed: Listed
    persons: Mapping[str, Person]

    @property
    def words(self) -> str:
        """The words of the segment."""
        return self.segment.words

    @property
    def lexicon(self) -> Lexicon:
        """The words of its language."""
        return self.segment.lexicon

    def person(self, entry: str) -> Person:
        """What is known of the person of an entry; nobody where it is not a person's."""
        return self.persons.get(entry, NOBODY)

    def word_after(self, end: int) -> re.Match[str] | None:
        """The word one space after an offset."""
        return WORD.match(self.words, end + 1) if self.words[end : end + 1] == " " else None

    def is_possessive(self, end: int) -> bool:
        """Whether an apostrophe stands at an offset, or "'s" after a space as some corpora have it."""
        return self.words[end : end + 1] in tuple(APOSTROPHES) or self.words.startswith((" 's", " ’s"), end)

    def is_evident(self, end: int) -> bool:
        """Whether a possessive, a verb or "who" stands after a name that ends at an offset."""
        after = self.word_after(end)
        acts = after is not None and self.lexicon.acts(after[0])
        return acts or self.is_possessive(end) or self.words.startswith(", who", end)
