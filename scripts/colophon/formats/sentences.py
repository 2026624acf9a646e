"""Sentences of plain text: where they begin and end, and which of them hold a passage. Offsets are in code points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# That a mark comes first, whichever it is, lets `re` pass over everything else fast.
_END = re.compile(r"[.!?…。！？](?:(?<=[.!?…])[.!?…]*[\"'”’)\]]*\s+(?=[\"'“‘«(\[]*(\S))|(?<=[。！？])[」』”’）]*)")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:[A-Z]\.)+[A-Z]|\b(?:e\.g|i\.e|c|ca|cf|b|d|fl|pp?|vol|ed|est|approx|al)"
    r"|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Maj|Capt|Cpl|Pvt|Cmdr|Rev|Hon|Pres|Sec|St|Jr|Sr|No|Nos|vs|v|Inc|Corp"
    r"|Co|Ltd|Bros|Adm|Amb|Prof|Dept|Univ|Ave|Blvd|Mt|Ft|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec))$"
)


def sentences(words: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences of a paragraph, each with the white space after it."""
    start = 0
    for match in _END.finditer(words):
        if match[1] and match[1].islower():
            continue
        if words[match.start()] == "." and _is_abbreviated(words, match.start()):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(words):
        yield start, len(words)


def _is_abbreviated(words: str, end: int) -> bool:
    """Whether an abbreviation ends at `end`; it has no space in it, so that only the last word is searched."""
    return bool(_ABBREVIATED.search(words, words.rfind(" ", 0, end) + 1, end))


def excerpt(words: str, spans: Iterable[tuple[int, int]], most: int = 320) -> tuple[int, int]:
    """The half-open part of a paragraph that holds the spans with their sentences, near `most` code points at most."""
    held = list(spans)
    first, last = min(start for start, _ in held), max(end for _, end in held)
    around = [span for span in sentences(words) if span[0] < last and span[1] > first]
    start, end = around[0][0], around[-1][1]
    if end - start > most:
        if first - start > most // 3:
            start = words.find(" ", max(start, first - most // 3), first) + 1 or first
        if end - last > most // 2:
            end = max(last, words.rfind(" ", last, last + most // 2))
    return start, end


def is_complete(words: str) -> bool:
    """Whether words end as a sentence does."""
    return words.rstrip("\"'”’)]」』）»").endswith((".", "!", "?", "…", "。", "！", "？"))
