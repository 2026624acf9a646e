"""A quote against the text it is taken from: verified, absent or ambiguous, never nearly.

Pure. The comparison is exact after the normalisations of `colophon.formats.normalisation`, and a quote begins and ends at the
edge of a word: "ice" is not a quote from "police".
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from colophon.formats.normalisation import at_word_edges, normalise
from colophon.model.records import Paragraph, SourceText


@dataclass(frozen=True, slots=True)
class Verified:
    """The quote stands in one paragraph only; `start` and `end` are code points of the decoded file, half-open."""

    paragraph: Paragraph
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Absent:
    """The quote stands nowhere. `nearest` is the passage most like it, as a help to the editor and for nothing else."""

    nearest: str | None
    paragraph: Paragraph | None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The quote stands in several paragraphs; which one is meant must be said."""

    paragraphs: tuple[Paragraph, ...]


def find_passage(quote: str, text: SourceText, paragraph: int | None = None) -> Verified | Absent | Ambiguous:
    """Look a quote up in a text, or in one paragraph of it."""
    words = normalise(quote).text.strip()
    found: list[Verified] = []
    for candidate in text.paragraphs:
        if paragraph is not None and candidate.number != paragraph:
            continue
        normalised = normalise(text.words(candidate))
        if span := _find(words, normalised.text):
            start, end = normalised.span(*span)
            found.append(Verified(candidate, candidate.start + start, candidate.start + end))
    if len(found) == 1:
        return found[0]
    if found:
        return Ambiguous(tuple(verified.paragraph for verified in found))
    return _nearest(words, text) if words else Absent(None, None)


def _find(words: str, among: str) -> tuple[int, int] | None:
    start = among.find(words) if words else -1
    while start >= 0:
        if at_word_edges(among, start, start + len(words)):
            return start, start + len(words)
        start = among.find(words, start + 1)
    return None


def _nearest(words: str, text: SourceText) -> Absent:
    """The run of words most like the quote, if one is like it at all."""
    size = len(words.split())
    best, nearest, where = 0.6, None, None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words.split())
    for paragraph in text.paragraphs:
        run = normalise(text.words(paragraph)).text.split()
        for at in range(max(1, len(run) - size + 1)):
            window = run[at : at + size]
            matcher.set_seq1(window)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
                best, nearest, where = ratio, " ".join(window), paragraph
    return Absent(nearest, where)
