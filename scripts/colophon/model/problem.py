"""What a check reports: a rule that is broken, where, and how to fix it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

Severity = Literal["error", "warning", "info"]


class Rule(str):
    """A rule: its name, with the reason for it in one sentence and its severity.

    A rule is a constant of the module that reports it. A site with an error is not built, one with a warning is.
    """

    __slots__ = ("reason", "severity")
    reason: str
    severity: Severity

    def __new__(cls, name: str, reason: str, severity: Severity = "error") -> Self:
        """Create the rule `name`."""
        rule = super().__new__(cls, name)
        rule.reason, rule.severity = reason, severity
        return rule

    def __getnewargs__(self) -> tuple[str, str, Severity]:  # type: ignore[override]  # those of `str` are others
        """What makes it in another process."""
        return str(self), self.reason, self.severity


def rules_in(*modules: object) -> dict[str, Rule]:
    """The rules that some modules declare, by name, in the order of the modules."""
    return {str(rule): rule for module in modules for rule in vars(module).values() if isinstance(rule, Rule)}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column, both from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A rule broken at one place of a file, in parts; `message` is the sentence made from them."""

    path: str
    """From the root of the site, with `/`."""
    place: Place
    rule: Rule
    what: str = ""
    """What is wrong, where `expected` and `found` do not say it."""
    field: str = ""
    """The key in the YAML of the file, such as `sources.letter.quote`."""
    expected: str = ""
    found: str = ""
    fix: str = ""
    is_in_draft: bool = False

    @property
    def severity(self) -> Severity:
        """As the rule says, but nothing in a draft is more than an `info`: it hinders nothing."""
        return "info" if self.is_in_draft else self.rule.severity

    @property
    def message(self) -> str:
        """What is wrong and how to fix it, in one sentence that begins with the field."""
        parts = [f"expected {self.expected}"] if self.expected else []
        parts += [f"found {self.found}"] if self.found else []
        sentence = "; ".join(filter(None, [self.what, ", ".join(parts), self.fix]))
        return f"{self.field}: {sentence}" if self.field else sentence
