"""Mentions and marks of a paragraph in one row, none inside another. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from colophon.model.site import Mark, Mention, Paragraph


def spans_of(paragraph: Paragraph, mentions: Sequence[Mention]) -> Sequence[Mention | Mark]:
    """The mentions and marks of a paragraph in the order of their words.

    The mark of a footnote that is part of a mention is left out; a page that begins inside another span begins before it.
    """
    if not paragraph.marks:
        return mentions
    spans: list[Mention | Mark] = [*mentions]
    for mark in sorted(paragraph.marks, key=lambda mark: bool(mark.page)):
        around = next(
            (one for one in spans if one.start < max(mark.end, mark.start + 1) and mark.start < one.end), None
        )
        if around is None or around.start == mark.start == mark.end:
            spans.append(mark)
        elif mark.page:
            spans.append(mark._replace(start=around.start, end=around.start))
    return sorted(spans, key=lambda span: (span.start, span.end))
