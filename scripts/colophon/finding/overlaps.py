"""Of spans that overlap, which count. Pure."""

from __future__ import annotations

from operator import itemgetter

from colophon.finding.segments import Span


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
    kept: list[Span] = []
    for span in sorted(cluster, key=lambda s: (s[3] != "pin", s[4] is not None, s[0] - s[1], s[0], s[2])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span[0])
