"""The one list of differences that do not count, for quotes and for names.

Two strings are the same words when they are equal after, in this order:

1. Unicode normalisation form C (UAX #15);
2. curly, low, prime and modifier-letter quotation marks and apostrophes become straight ones;
3. soft hyphens, zero-width spaces and joiners, word joiners and byte order marks are dropped;
4. every run of white space, line ends and no-break spaces included, becomes one space.

Nothing else is folded: not case, not dashes, not accents. A comparison is exact after this, never fuzzy.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u2032\uff07"), "'") | dict.fromkeys(
    map(ord, "\u201c\u201d\u201e\u201f\u2033\uff02"), '"'
)
_DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_UNEVEN = re.compile(rf"[\s{_DROPPED}]{{2,}}|[^\S ]|[{_DROPPED}]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text that remembers where it came from. All offsets are in code points."""

    text: str
    original: str = field(repr=False)
    _starts: Sequence[int] = field(repr=False)
    _origins: Sequence[int] = field(repr=False)

    def origin(self, offset: int) -> int:
        """The offset in the original of the character that stands at `offset` here."""
        at = bisect_right(self._starts, offset) - 1
        return self._origins[at] + offset - self._starts[at]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that reads as the non-empty span `start` to `end` here."""
        until = self.origin(end - 1) + 1
        while until < len(self.original) and unicodedata.combining(self.original[until]):
            until += 1
        return self.origin(start), until


def normalise(text: str) -> Normalised:
    """The words of `text`, with a map back to it."""
    composed, origins = (text, range(len(text) + 1)) if unicodedata.is_normalized("NFC", text) else _compose(text)
    straight = composed.translate(_QUOTES)
    parts: list[str] = []
    starts, into = [0], [0]
    length = taken = 0
    for match in _UNEVEN.finditer(straight):
        kept = " " if any(map(str.isspace, match[0])) else ""
        parts += straight[taken : match.start()], kept
        length += match.start() - taken + len(kept)
        taken = match.end()
        if kept:
            starts.append(length - 1)
            into.append(match.start())
        starts.append(length)
        into.append(taken)
    parts.append(straight[taken:])
    words = "".join(parts)
    if composed is text:
        return Normalised(words, text, starts, into)
    even = Normalised(words, composed, starts, into)
    return Normalised(words, text, range(len(words)), [origins[even.origin(at)] for at in range(len(words))])


def _compose(text: str) -> tuple[str, Sequence[int]]:
    """`text` in form C, and for each of its characters (and its end) the offset of the starter it came from."""
    composed: list[str] = []
    origins: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            cluster = unicodedata.normalize("NFC", text[start:end])
            composed.append(cluster)
            origins += [start] * len(cluster)
            start = end
    return "".join(composed), [*origins, len(text)]
