"""Whether the line breaks of a block mean something: verse, addresses and tables have them, wrapped prose does not.

A program that wraps prose begins a new line only where the next word would pass the margin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low

_NARROWEST = 40
"""The narrowest margin, in code points, at which prose is taken to be wrapped."""
_SET = re.compile(r"[ \t]|.*\S(?: {2,}|\t)\S|[-*•–—] |\d+[.)] ")
"""A line that somebody indented, set in columns or made an item of a list."""


def in_single_spaces(words: str) -> str:
    """Words with each run of white space as one space, at their ends too."""
    if "  " not in words and words.isprintable():  # of white space, only the space is printable
        return words
    return " ".join(f".{words}.".split())[1:-1]


def set_in_lines(blocks: Sequence[str]) -> list[bool]:
    """For each block of a text, whether its line breaks are to be kept."""
    split = [[line.rstrip() for line in block.splitlines() if line.strip()] for block in blocks]
    margins = [max(map(len, lines)) for lines in split if len(lines) > 2]
    margin = median_low(margins) if margins else max((len(line) for lines in split for line in lines), default=0)
    kept = [_is_set(lines, margin) for lines in split]
    several = [keeps for keeps, lines in zip(kept, split, strict=True) if len(lines) > 1]
    if sum(several) * 2 > len(several):  # a poem: no single stanza is taken for prose
        return [len(lines) > 1 for lines in split]
    return kept


def _is_set(lines: Sequence[str], margin: int) -> bool:
    """Whether a block was not made by wrapping prose: `margin` is that of the text, for a block too short to show its own."""
    if len(lines) < 2:
        return False
    if len(lines) > 2:
        margin = max(map(len, lines))
    return (
        margin < _NARROWEST
        or any(map(_SET.match, lines[1:]))
        or any(len(line) + 1 + len(following.split(maxsplit=1)[0]) <= margin for line, following in pairwise(lines))
    )
