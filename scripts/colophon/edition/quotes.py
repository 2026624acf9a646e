"""A quote against the text it is taken from: verified, absent or ambiguous, never nearly.

Pure. The comparison is exact after the normalisations of `colophon.formats.normalisation`, and a quote begins and ends at the
edge of a word: "ice" is not a quote from "police".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from colophon.formats.normalisation import at_word_edges, normalise
from colophon.model.site import Paragraph, SourceText


@dataclass(frozen=True, slots=True)
class Verified:
    """The quote is in one paragraph only; `start` and `end` are code points of the decoded file, half-open."""

    paragraph: Paragraph
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Absent:
    """The quote is nowhere. `nearest` is the passage most like it, as a help to the editor and for nothing else."""

    nearest: str | None
    paragraph: Paragraph | None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The quote is in several paragraphs; the source must say which."""

    paragraphs: tuple[Paragraph, ...]


def find_passage(
    quote: str, text: SourceText, paragraph: int | None = None, *, nearest: bool = True
) -> Verified | Absent | Ambiguous:
    """Look a quote up in a text, or in one paragraph of it; `nearest` says whether to look for a similar passage."""
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
    return _nearest(words, text) if words and nearest else Absent(None, None)


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


_AROUND = 3
"""Words shown on either side of what differs."""
_SLACK = 6
"""Words by which the passage may be longer than the quotation at either end."""

_Step = tuple[str, int, int, int, int]


def difference(passage: str, quote: str, paragraph: str) -> tuple[str, str]:
    """How the text and the quotation read where they differ, `[so]`, with some words around it.

    `passage` is the run of words of `paragraph` that is most like the quotation.
    """
    words, run = normalise(paragraph).text.split(), passage.split()
    at = next((n for n in range(len(words)) if words[n : n + len(run)] == run), 0)
    text = words[max(0, at - _SLACK) : at + len(run) + _SLACK]
    quoted = normalise(quote).text.split()
    if text and quoted:  # a quotation may end before the full stop or begin after the quotation mark
        text = [_as_quoted(word, quoted[0], quoted[-1]) for word in text]
    steps = _within(SequenceMatcher(None, text, quoted, autojunk=False).get_opcodes())
    return _marked(text, [(step[0], step[1], step[2]) for step in steps]), _marked(
        quoted, [(step[0], step[3], step[4]) for step in steps]
    )


def _as_quoted(word: str, first: str, last: str) -> str:
    """A word of the text without the marks at which a quotation may begin or end."""
    if word.startswith(last) and not any(map(str.isalnum, word[len(last) :])):
        return last
    if word.endswith(first) and not any(map(str.isalnum, word[: -len(first)])):
        return first
    return word


def _within(found: Iterable[_Step]) -> list[_Step]:
    """The steps without the text before and after the quotation."""
    steps = list(found)
    if steps[0][0] == "delete":
        steps = steps[1:]
    if steps[-1][0] == "delete":
        steps = steps[:-1]
    if not steps:
        return []
    (kind, start, end, first, last), *others = steps
    if kind == "replace":
        start = max(start, end - (last - first))
    steps = [(kind, start, end, first, last), *others]
    *others, (kind, start, end, first, last) = steps
    if kind == "replace":
        end = min(end, start + (last - first))
    return [*others, (kind, start, end, first, last)]


def _marked(words: Sequence[str], steps: Sequence[tuple[str, int, int]]) -> str:
    shown: list[str] = []
    for number, (kind, start, end) in enumerate(steps):
        part = list(words[start:end])
        if kind != "equal":
            shown += [f"[{' '.join(part)}]"] if part else []
            continue
        left = part[:_AROUND] if number else []
        right = part[-_AROUND:] if number < len(steps) - 1 else []
        shown += (
            part
            if number and right and len(part) <= 2 * _AROUND
            else [*left, *(["..."] if left and right else []), *right]
        )
    return " ".join(shown)
