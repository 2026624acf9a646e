"""The one list of differences that do not count, for quotes and for names.

Two strings are the same words when they are equal after, in this order:

1. curly, low, prime and modifier-letter quotation marks and apostrophes become straight ones;
2. soft hyphens, zero-width spaces and joiners, word joiners and byte order marks are dropped;
3. every run of white space, line ends and no-break spaces included, becomes one space;
4. Unicode normalisation form C (UAX #15).

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
MOVED_OR_CHANGED = (
    "  ",
    *_DROPPED,
    *(c for c in map(chr, range(0x3001)) if c.isspace() and c not in " \r\n"),
    *(chr(code) for code in _QUOTES if chr(code) not in "‘’“”"),
)
"""A line in form C without any of these is normalised but for its four usual curly quotation marks."""
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
        last = self.origin(end - 1)
        until = self.origin(end) if end < len(self.text) else len(self.original)
        # A composed character stands for a cluster; what was dropped after it, or was white space, belongs to no span.
        while until > last + 1 and (self.original[until - 1] in _DROPPED or self.original[until - 1].isspace()):
            until -= 1
        return self.origin(start), until


def normalise(text: str) -> Normalised:
    """The words of `text`, with a map back to it."""
    straight = _straightened(text)
    parts: list[str] = []
    starts, origins = [0], [0]
    length = taken = 0
    for match in _UNEVEN.finditer(straight):
        kept = " " if any(map(str.isspace, match[0])) else ""
        parts += straight[taken : match.start()], kept
        length += match.start() - taken + len(kept)
        taken = match.end()
        if kept:
            starts.append(length - 1)
            origins.append(match.start())
        starts.append(length)
        origins.append(taken)
    parts.append(straight[taken:])
    even = Normalised("".join(parts), text, starts, origins)
    return even if unicodedata.is_normalized("NFC", even.text) else _composed(even)


def bare(text: str) -> str:
    """`text` normalised, but for its white space. Faster, since nothing leads back to the original."""
    return unicodedata.normalize("NFC", without_dropped(_straightened(text)))


def without_dropped(text: str) -> str:
    """`text` without the characters that normalising drops."""
    for mark in () if text.isascii() else _DROPPED:
        text = text.replace(mark, "")
    return text


def is_whole(text: str) -> bool:
    """Whether normalising drops and composes nothing inside the words of `text`."""
    return unicodedata.is_normalized("NFC", text) and not any(mark in text for mark in _DROPPED)


def at_word_edges(words: str, start: int, end: int) -> bool:
    """Whether the span `start` to `end` cuts off nothing of a word.

    A hyphen is an edge, so "ICE-led" holds "ICE"; so are an underscore at the edge of a word, as in `_ICE_`, and a note
    mark such as `¹`.
    """
    return not (_cuts(words, start - 1, start, -1) or _cuts(words, end, end - 1, 1))


def _cuts(words: str, outside: int, inside: int, step: int) -> bool:
    """Whether the characters at two neighbouring offsets are of one word; `step` leads away from the span."""
    if not 0 <= outside < len(words):
        return False
    mark = words[outside]
    if mark == "_":
        beyond = outside + step
        return 0 <= beyond < len(words) and words[beyond].isalnum()
    if step > 0 and unicodedata.category(mark).startswith("M"):
        return True
    return _joins(mark) and _joins(words[inside])


_WITHOUT_SPACES = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0xD7FF), (0xAA60, 0xAA7F))
"""Thai and Lao, Burmese, Khmer, and the scripts of East Asia."""


def _joins(character: str) -> bool:
    """Whether a character makes a word with its neighbour: a letter, digit or mark of a script that parts words."""
    code = ord(character)
    if code >= 0x0E00 and any(first <= code <= last for first, last in _WITHOUT_SPACES):
        return False
    if character.isalnum():
        return unicodedata.category(character) != "No"
    return character == "_" or unicodedata.category(character).startswith("M")


def _straightened(text: str) -> str:
    for code, straight in () if text.isascii() else _QUOTES.items():
        text = text.replace(chr(code), straight)  # much faster than `translate`
    return text


def _composed(even: Normalised) -> Normalised:
    """The same words in form C; each character comes from where its cluster begins."""
    words = even.text
    parts: list[str] = []
    origins: list[int] = []
    start = 0
    for end in range(1, len(words) + 1):
        if end < len(words) and not _is_boundary(words[start:end], words[end]):
            continue
        cluster = unicodedata.normalize("NFC", words[start:end])
        parts.append(cluster)
        origins += [even.origin(start)] * len(cluster)
        start = end
    return Normalised("".join(parts), even.original, range(len(origins)), origins)


def _is_boundary(cluster: str, following: str) -> bool:
    """Whether a character begins a cluster of its own: what comes before it does not compose with it."""
    if unicodedata.combining(following):
        return False
    together = unicodedata.normalize("NFC", cluster + following)
    return together == unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", following)
