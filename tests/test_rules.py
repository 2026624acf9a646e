"""Each rule fires with exactly the message that `docs/development/rules.md` gives for its example.

One file of `tests/rules/` for each rule of `colophon check`: what breaks it, on the small site of `tests/good_site`, and
the line that is told. After a change that is meant: `python -m tests.test_rules` writes the page anew; read the
difference before you commit it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import colophon
from colophon.model.problem import Place, Problem
from colophon.model.rules import RULES
from tests.conftest import HERE, PROJECT, ThrowawaySite, break_site, cases_in

PAGE = PROJECT / "docs/development/rules.md"
CHECKED = [name for name, rule in RULES.items() if rule.of == "sources"]
INTRODUCTION = """\
# The rules

<!-- Written by `python -m tests.test_rules` from scripts/colophon/rules.py and tests/rules/; a test says whether it is up to date. -->

What `colophon check` asks of a site, and why. A line it prints names the file, the line and the column, says what was
expected, what was found and the likely fix, and ends with the name of the rule in square brackets. A site with a
*problem* is not built; a site with a *warning* is, unless `--strict` asks for more. The examples are changes to a small
site in which nothing is wrong.
"""
SILENCING = """\
## Silencing a warning

A warning that needs no mending at one place is silenced in `mkdocs.yml`, with the reason:

    plugins:
      - colophon:
          silence:
            - {rule: entry-unmentioned, at: docs/glossary/NAME.md, reason: A text about it follows.}

`key: sources.almanac.published` beside it silences only one of several in a file: the key as the warning prints it. `check` says how
many warnings are silenced. Problems cannot be silenced.
"""
BUILT = """\
## The built site

What `colophon verify` asks of `site/`, after every build. The examples are in `tests/site/test_verify.py`.
"""


@cases_in("rules")
def test_a_rule_tells_its_example_in_exactly_these_words(good_site: ThrowawaySite, case: dict[str, Any]):
    break_site(good_site, case)

    assert case["problems"] == [re.sub(r"\b[0-9a-f]{10}\b", "1a2b3c4d5e", line) for line in good_site.problems()]


@pytest.mark.parametrize("name", CHECKED)
def test_each_rule_has_an_example_that_breaks_it_and_no_other(name: str):
    (line,) = example(name)["problems"]

    assert line.endswith(f" [{name}]")
    assert (RULES[name].severity == "warning") == (": warning: " in line)


def test_no_example_is_left_over():
    assert sorted(CHECKED) == sorted(path.stem for path in (HERE / "rules").glob("*.yml"))


def test_there_is_no_problem_outside_the_rules():
    with pytest.raises(ValueError, match=r"there is no rule 'zzz'; it belongs in colophon\.model\.rules"):
        Problem("x.md", Place(), "zzz", "is odd")


def test_no_rule_is_left_over():
    """Each name stands in the code, as a text of its own, outside the registry."""
    used = {
        node.value
        for file in Path(colophon.__file__).parent.rglob("*.py")
        if file.name != "rules.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert set() == RULES.keys() - used


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.of == "site"])
def test_each_rule_of_the_built_site_has_an_example(name: str):
    assert f'"{name}"' in (HERE / "site/test_verify.py").read_text("utf-8")


def test_the_page_of_the_rules_is_up_to_date():
    assert PAGE.read_text("utf-8") == page(), "python -m tests.test_rules writes it"


def example(name: str) -> Mapping[str, Any]:
    """What breaks a rule, and what is told."""
    case: Mapping[str, Any] = yaml.safe_load((HERE / "rules" / f"{name}.yml").read_text("utf-8"))
    return case


def page() -> str:
    """The page of the rules."""
    rows = ["| rule | | asks |", "| --- | --- | --- |"]
    rows += [f"| [`{name}`](#{name}) | {_weight(name)} | {RULES[name].asks} |" for name in CHECKED]
    built = ["| rule | asks |", "| --- | --- |"]
    built += [f"| `{name}` | {rule.asks} |" for name, rule in RULES.items() if rule.of == "site"]
    built += ["| `fixity` | The untouched file on the site is the one whose digest the record holds. |"]
    built += ["| `link` | Each link inside the site leads to a page, a file or an anchor that is there. |"]
    parts = [INTRODUCTION, "\n".join(rows), "\n\n".join("\n".join(_section(name)) for name in CHECKED)]
    return "\n\n".join(part.strip("\n") for part in (*parts, SILENCING, BUILT, "\n".join(built))) + "\n"


def _weight(name: str) -> str:
    return {"error": "problem", "warning": "warning"}[RULES[name].severity]


def _section(name: str) -> Iterator[str]:
    case = example(name)
    yield f"## {name}\n\n{RULES[name].asks}\n"
    for path, changes in case.get("change", {}).items():
        for old, new in changes.items():
            yield f"In `{path}`, {_quoted(old)} {f'becomes {_quoted(new)}' if new else 'is taken out'}:\n"
    for path, content in case.get("write", {}).items():
        yield f"`{path}` holds {_quoted(content)}:\n"
    for path, content in case.get("write_hex", {}).items():
        yield f"`{path}` holds the bytes `{content}`:\n"
    if "commit" in case:
        yield f"The message of the commit is {_quoted(case['commit'])}:\n"
    for path, target in case.get("link", {}).items():
        yield f"`{path}` is a link to `{target}`:\n"
    yield from (f"    {line}" for line in case["problems"])


def _quoted(words: str) -> str:
    """Words as code, on one line."""
    return f"`{words}`" if "\n" not in words else f"`{json.dumps(words, ensure_ascii=False)[1:-1]}`"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
