"""Problems as a terminal, a program and a review on GitHub want them."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.checking.rules import RULES
from colophon.formats.reports import FORMATS, as_github, as_json, as_line, printable
from colophon.model.problem import Place, Problem

SCHEMA, UNREACHABLE, YAML = (RULES[name] for name in ("schema", "unreachable", "yaml"))
PROBLEM = Problem(
    "corpus/a.yml", Place(3, 5), SCHEMA, field="language", expected="“en”", found="50 %", fix="write a language"
)
problems = st.builds(
    Problem,
    st.text(min_size=1, max_size=15),
    st.builds(Place, st.integers(1, 999), st.integers(1, 999)),
    st.sampled_from([SCHEMA, UNREACHABLE]),
    st.text(max_size=30),
)


def test_there_are_three_formats():
    assert {"text", "json", "github"} == FORMATS.keys()


def test_a_terminal_gets_a_line_it_can_link():
    assert "corpus/a.yml:3:5: language: expected “en”, found 50 %; write a language [schema]" == as_line(PROBLEM)


def test_a_warning_says_so():
    warning = Problem("a.md", Place(), UNREACHABLE, "is odd")

    assert "a.md:1:1: warning: is odd [unreachable]" == as_line(warning)
    assert "::warning file=a.md,line=1,col=1,title=unreachable::is odd" == as_github(warning)


def test_a_program_gets_an_object():
    assert (
        '{"path": "corpus/a.yml", "line": 3, "column": 5, "rule": "schema", "severity": "error",'
        ' "message": "language: expected “en”, found 50 %; write a language", "field": "language",'
        ' "expected": "“en”", "found": "50 %", "fix": "write a language"}' == as_json(PROBLEM)
    )


def test_an_object_steers_no_terminal():
    said = "red \x9b31m, \u202eback"

    line = as_json(Problem("a.md", Place(), SCHEMA, said))

    assert line.isprintable()
    assert said == json.loads(line)["message"]


def test_a_review_gets_an_annotation():
    assert (
        "::error file=corpus/a.yml,line=3,col=5,title=schema::language: expected “en”, found 50 %25; write a language"
        == as_github(PROBLEM)
    )


@pytest.mark.parametrize(
    ("path", "message", "expected"),
    [
        ("a,b:c%.md", "x", "::error file=a%2Cb%3Ac%25.md,line=1,col=1,title=yaml::x"),
        (
            "a.md",
            "one\ntwo\r\n::error::three",
            "::error file=a.md,line=1,col=1,title=yaml::one%0Atwo%0D%0A::error::three",
        ),
        ("a.md", "100%0A", "::error file=a.md,line=1,col=1,title=yaml::100%250A"),
        ("a.md", "a: b, c", "::error file=a.md,line=1,col=1,title=yaml::a: b, c"),
        ("a\n::set-output name=x::y", "", "::error file=a%0A%3A%3Aset-output name=x%3A%3Ay,line=1,col=1,title=yaml::"),
    ],
)
def test_nothing_in_a_path_or_message_ends_the_annotation(path: str, message: str, expected: str):
    assert expected == as_github(Problem(path, Place(), YAML, message))


@given(problems)
def test_an_object_holds_the_problem_whole_on_one_line(problem: Problem):
    line = as_json(problem)
    read = json.loads(line)

    assert not {"\n", "\r"} & set(line)
    rule = RULES[read["rule"]]
    assert problem == Problem(read["path"], Place(read["line"], read["column"]), rule, read["message"])
    assert problem.severity == read["severity"]


@given(problems)
def test_an_annotation_holds_the_problem_whole_on_one_line(problem: Problem):
    """As GitHub reads it: up to the second pair of colons, with three or five escapes."""
    line = as_github(problem)
    command, _, message = line.removeprefix("::").partition("::")
    severity, _, pairs = command.partition(" ")
    values = dict(pair.split("=", 1) for pair in pairs.split(",")) if problem.path.isprintable() else {}

    assert not {"\n", "\r"} & set(line)
    assert (problem.severity, printable(problem.message, kept="\r\n")) == (severity, _read(message))
    if values:
        assert (problem.path, str(problem.place.line)) == (_read(values["file"]), values["line"])


def _read(value: str) -> str:
    return unquote(value, errors="surrogatepass")


@given(problems)
def test_a_line_begins_with_the_place_and_ends_with_the_rule(problem: Problem):
    line = as_line(problem)

    assert line.startswith(f"{printable(problem.path)}:{problem.place.line}:{problem.place.column}: ")
    assert line.endswith(f"{printable(problem.message)} [{problem.rule}]")
