"""Days, as far as they are known. Pure."""

from __future__ import annotations


def is_after(date: str, other: str) -> bool:
    """Whether one date is later than another, as far as both are known."""
    known = min(len(date), len(other))
    return date[:known] > other[:known]


def ahead(date: str) -> str:
    """What is told of a day that is still to come."""
    return f"expected a day that has come, found {date}"
