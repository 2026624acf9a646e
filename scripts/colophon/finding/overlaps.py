"""Of spans that overlap, which count. Pure."""

from __future__ import annotations

from operator import itemgetter

from colophon.finding.candidates import EXCLUDED
from colophon.finding.discourse import NEEDS_NAME
from colophon.finding.segments import Span


def _hides(span: Span) -> bool:
    """Whether a span hides what is inside it: a longer form does, even where it is refused."""
    return span.rule not in NEEDS_NAME and span.refused != EXCLUDED


def visible(spans: list[Span]) -> list[Span]:
    """The spans in order, less those inside a longer form."""
    spans.sort(key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    hidden_until = hidden_from = -1
    for span in spans:
        if span.end <= hidden_until and (span.start > hidden_from or span.end < hidden_until) and span.rule != "pin":
            continue
        kept.append(span)
        if span.end > hidden_until and _hides(span):
            hidden_from, hidden_until = span.start, span.end
    return kept


def disjoint(spans: list[Span]) -> list[Span]:
    """The mentions, the longest of those that overlap, then the leftmost; and what is refused outside them, in order."""
    spans.sort(key=itemgetter(0))
    kept: list[Span] = []
    cluster: list[Span] = []
    """The last spans of `kept` that overlap each other, if more than one does."""
    until = 0
    for span in spans:
        if span[0] >= until:
            if cluster:
                kept += _best_of(cluster)
                cluster = []
            kept.append(span)
            until = span[1]
            continue
        cluster = cluster or [kept.pop()]
        cluster.append(span)
        until = max(until, span[1])
    return kept + _best_of(cluster)


def _best_of(cluster: list[Span]) -> list[Span]:
    """The spans of a run of overlapping ones that do not overlap: what an editor decided, the longest, the leftmost."""
    hiding = [span for span in cluster if span.refused is not None and _hides(span)]
    if hiding:
        cluster = [
            span for span in cluster if span.rule == "pin" or not any(_is_inside(span, other) for other in hiding)
        ]
    kept: list[Span] = []
    for span in sorted(cluster, key=lambda s: (s[3] != "pin", s[4] is not None, s[0] - s[1], s[0], s[2])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span[0])


def _is_inside(span: Span, other: Span) -> bool:
    """Whether a span is inside a longer one."""
    return other.start <= span.start and span.end <= other.end and other.end - other.start > span.end - span.start
