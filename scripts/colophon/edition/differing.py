"""Where a quotation and the passage most like it differ, marked for an editor. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from colophon.formats.normalisation import normalise

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
    """The steps without what stands in the text before and after the quotation."""
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
