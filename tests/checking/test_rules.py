"""Each rule, case by case, in exactly the words that an editor reads.

A folder of `tests/rules/` for each rule of `colophon check`, a file for each case: what is changed in the small site of
`tests/good_site`, and the lines that are reported. `example.yml` is the case that docs/development/rules.md shows.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import colophon
from colophon import verifying
from colophon.checking.rules import RULES
from tests.conftest import HERE, ThrowawaySite, break_site, cases_in
from tools.rules import PAGE, example, page


@cases_in("rules")
def test_problems_of_a_case_are_exactly_these_lines(good_site: ThrowawaySite, case: dict[str, Any]):
    break_site(good_site, case)

    assert case["problems"] == [re.sub(r"\b[0-9a-f]{10}\b", "1a2b3c4d5e", line) for line in good_site.problems()]


@pytest.mark.parametrize("name", RULES)
def test_example_breaks_its_rule_and_no_other(name: str):
    (line,) = example(name)["problems"]

    assert line.endswith(f" [{name}]")
    assert (RULES[name].severity == "warning") == (": warning: " in line)


def test_every_folder_of_cases_belongs_to_a_rule():
    assert sorted(RULES) == sorted(path.name for path in (HERE / "rules").iterdir())


def test_every_rule_that_a_module_declares_is_registered():
    declared = {
        call.args[0].value
        for file in Path(colophon.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Rule"
        if isinstance(call.args[0], ast.Constant)
    }

    assert declared == RULES.keys() | verifying.RULES.keys()


@pytest.mark.parametrize("name", verifying.RULES)
def test_every_rule_of_the_built_site_has_an_example(name: str):
    assert f'"{name}"' in (HERE / "site/test_verify.py").read_text("utf-8")


def test_page_of_the_rules_is_up_to_date():
    assert PAGE.read_text("utf-8") == page(), "python -m tools.rules writes it"
