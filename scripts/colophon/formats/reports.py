"""Problems as lines for a terminal, as JSON, and as annotations for a review on GitHub. Pure."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping

from colophon.model.problem import Problem

_JOINERS = "\u200c\u200d"
"""Persian and emoji are written with these; everything else of the category Cf reorders or hides words."""
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str, kept: str = "") -> str:
    """`text` with control characters, line ends and invisible characters as escapes, apart from those `kept`.

    The escapes are those of JSON, so that a line of JSON stays the same data.
    """
    return "".join(
        _ESCAPES.get(mark, f"\\u{ord(mark):04x}")
        if unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and mark not in kept + _JOINERS
        and mark < "\U00010000"
        else mark
        for mark in text
    )


def as_line(problem: Problem) -> str:
    """`path:line:column: message`, as editors and terminals link it."""
    severity = "" if problem.severity == "error" else f"{problem.severity}: "
    line = f"{problem.path}:{problem.place.line}:{problem.place.column}: {severity}{problem.message} [{problem.rule}]"
    return printable(line)


def as_json(problem: Problem) -> str:
    """One JSON object on one line, in which nothing controls a terminal; parts of the message are null where it has none."""
    values = {
        "path": problem.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "rule": problem.rule,
        "severity": problem.severity,
        "message": problem.message,
    }
    parts = {name: getattr(problem, name) or None for name in ("field", "expected", "found", "fix")}
    return printable(json.dumps(values | parts, ensure_ascii=False))


def as_github(problem: Problem) -> str:
    """A workflow command (https://docs.github.com/actions/reference/workflow-commands-for-github-actions)."""
    path = _escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
    return (
        f"::{'notice' if problem.severity == 'info' else problem.severity} file={path},line={problem.place.line},col={problem.place.column},title={problem.rule}"
        f"::{_escaped(problem.message)}"
    )


def _escaped(value: str) -> str:
    return printable(value, kept="\r\n").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMATS: Mapping[str, Callable[[Problem], str]] = {"text": as_line, "json": as_json, "github": as_github}
