"""Write docs/development/rules.md from the rules and their examples in tests/rules/.

    python -m tools.rules

A test says whether the page is up to date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from colophon import verifying
from colophon.checking.rules import RULES

PROJECT = Path(__file__).parent.parent
PAGE = PROJECT / "docs/development/rules.md"
CASES = PROJECT / "tests/rules"
INTRODUCTION = """\
# The rules

<!-- Written by `python -m tools.rules` from the rules in scripts/colophon and their examples in tests/rules/. -->

What `colophon check` reports, and why. Each line names the file, the line and the column, says what is wrong and how to
fix it, and ends with the name of the rule in square brackets. A site with an *error* is not built; a site with a
*warning* is, unless `--strict` is given. The examples are changes to a small site that has no problem.
"""
SILENCING = """\
## Silencing a warning

A warning that is right at one place is silenced in `mkdocs.yml`, with the reason:

    plugins:
      - colophon:
          silence:
            - {rule: entry-unmentioned, at: docs/glossary/NAME.md, reason: A text about it follows.}

`key: sources.almanac.published` silences the warning only for that key of the file, as the warning prints it. `check` says
how many warnings are silenced. Errors cannot be silenced.
"""
BUILT = """\
## The built site

What `colophon verify` reports of `site/`, after every build. The examples are in `tests/site/test_verify.py`.
"""


def example(name: str) -> Mapping[str, Any]:
    """The documented example of a rule: what breaks it, and the lines that are reported."""
    case: Mapping[str, Any] = yaml.safe_load((CASES / name / "example.yml").read_text("utf-8"))
    return case


def page() -> str:
    """The page of the rules."""
    rows = ["| rule | severity | reason |", "| --- | --- | --- |"]
    rows += [f"| [`{name}`](#{name}) | {rule.severity} | {rule.reason} |" for name, rule in RULES.items()]
    built = ["| rule | reason |", "| --- | --- |"]
    built += [f"| `{name}` | {rule.reason} |" for name, rule in verifying.RULES.items()]
    sections = ("\n".join(_section(name)) for name in RULES)
    parts = [INTRODUCTION, "\n".join(rows), "\n\n".join(sections), SILENCING, BUILT, "\n".join(built)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _section(name: str) -> Iterator[str]:
    case = example(name)
    yield f"## {name}\n\n{RULES[name].reason}\n"
    for path, changes in case.get("change", {}).items():
        for old, new in changes.items():
            yield f"In `{path}`, {_quoted(old)} {f'becomes {_quoted(new)}' if new else 'is removed'}:\n"
    for path, content in case.get("write", {}).items():
        yield f"`{path}` contains {_quoted(content)}:\n"
    for path, content in case.get("write_hex", {}).items():
        yield f"`{path}` contains the bytes `{content}`:\n"
    for path, target in case.get("link", {}).items():
        yield f"`{path}` is a link to `{target}`:\n"
    if "commit" in case:
        yield f"The message of the commit is {_quoted(case['commit'])}:\n"
    yield from (f"    {line}" for line in case["problems"])


def _quoted(words: str) -> str:
    """Words as code, on one line."""
    return f"`{words}`" if "\n" not in words else f"`{json.dumps(words, ensure_ascii=False)[1:-1]}`"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
