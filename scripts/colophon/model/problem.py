"""What a check reports."""

from __future__ import annotations

from dataclasses import dataclass

from colophon.model.rules import RULES, Severity


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column, both from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What a check reports: where, which rule of `colophon.model.rules`, and a sentence an editor can act on."""

    path: str
    place: Place
    rule: str
    message: str

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"there is no rule {self.rule!r}; it belongs in colophon.model.rules")

    @property
    def severity(self) -> Severity:
        """As the rule says."""
        return RULES[self.rule].severity
