"""The commands as a person at the keyboard meets them."""

import csv
import json
import re
import socket
import time

import pytest
from click.testing import CliRunner

from colophon.cli import main, output
from tests.conftest import PROJECT
from tests.site.conftest import copy_project

BROKEN = ("docs/glossary/tatum-king.md", "circulated a memo", "circulated a letter")


@pytest.fixture
def project(tmp_path):
    return copy_project(tmp_path / "project")


def run(project, *arguments, **more):
    return CliRunner().invoke(main, ["-C", str(project), *arguments], **more)


def break_one_quote(project):
    path, old, new = BROKEN
    entry = project / path
    entry.write_text(entry.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize("name", main.commands)
def test_each_command_has_help_and_stands_in_the_readme(name):
    help_text = CliRunner().invoke(main, [name, "--help"]).output

    assert main.commands[name].help
    assert "Usage:" in help_text
    assert f"| `colophon {name}" in (PROJECT / "README.md").read_text("utf-8")


def test_mentions_as_csv_have_a_head_where_there_is_none(project):
    for entry in (project / "docs/glossary").glob("*.md"):
        if entry.name != "index.md":
            entry.unlink()

    assert "document,paragraph,start,end,surface,entry,rule\n" == run(project, "mentions", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("addr", "told"),
    [
        ("127.0.0.1:99999", "expected an address and a port"),
        ("127.0.0.1", "expected an address and a port"),
        ("[::1]:8000", "is not an IPv4 address or name of this computer"),
        ("192.0.2.1:8000", "is not an IPv4 address or name of this computer"),
    ],
)
def test_an_address_that_cannot_be_served_is_told(project, addr, told):
    result = run(project, "serve", "--addr", addr)

    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert result.exit_code in (1, 2)


def test_today_is_the_day_here(monkeypatch):
    """Whoever works in the evening west of Greenwich takes nothing in tomorrow."""
    monkeypatch.setenv("TZ", "XXX+14")
    time.tzset()
    west = output.today()
    monkeypatch.setenv("TZ", "XXX-14")
    time.tzset()
    east = output.today()
    monkeypatch.undo()
    time.tzset()

    assert west < east


def test_the_readme_names_no_command_that_is_not_there():
    named = re.findall(r"^\| `colophon ([a-z]+)", (PROJECT / "README.md").read_text("utf-8"), re.MULTILINE)

    assert sorted(main.commands) == sorted(named)


def test_check_says_that_all_is_well(project):
    result = run(project, "check")

    assert (0, "") == (result.exit_code, result.stdout)
    assert "2 texts, 20 entries checked: no problem\n" == result.stderr


def test_check_names_file_line_column_what_was_found_and_the_nearest_passage(project):
    break_one_quote(project)
    result = run(project, "check")

    assert 1 == result.exit_code
    assert (
        "docs/glossary/tatum-king.md:12:12: sources.text-000.quote: these words do not stand in 000_17ce685a5ce6ce4a; nearest,"
        " in paragraph 9, the text has “reportedly circulated a [memo] instructing regional heads”, the quote “reportedly"
        " circulated a [letter] instructing regional heads”; copy the words from the text as they are [quote-absent]\n"
    ) == result.stdout


def test_check_speaks_json_and_github(project):
    break_one_quote(project)
    problem = json.loads(run(project, "check", "--format", "json").stdout)
    annotation = run(project, "check", "--format", "github").stdout

    assert ("docs/glossary/tatum-king.md", 12, "quote-absent") == (problem["path"], problem["line"], problem["rule"])
    assert annotation.startswith("::error file=docs/glossary/tatum-king.md,line=12,col=12,title=quote-absent::")


def test_pages_are_not_written_from_what_is_wrong(project):
    break_one_quote(project)
    result = run(project, "pages")

    assert 1 == result.exit_code
    assert "[quote-absent]" in result.stdout
    assert "1 problem; nothing was built\n" == result.stderr
    assert not (project / "build").exists()


def test_mentions_are_printed_with_offsets_that_quote_the_file(project):
    rows = [json.loads(line) for line in run(project, "mentions", "--format", "jsonl").stdout.splitlines()]

    assert ["document", "paragraph", "start", "end", "surface", "entry", "rule"] == list(rows[0])
    for row in rows:
        text = (project / f"corpus/{row['document']}.txt").read_bytes().decode("utf-8")
        assert row["surface"] == text[row["start"] : row["end"]]


def test_mentions_as_csv_say_the_same(project):
    lines = [json.loads(line) for line in run(project, "mentions").stdout.splitlines()]
    rows = list(csv.DictReader(run(project, "mentions", "--format", "csv").stdout.splitlines()))

    assert [{key: str(value) for key, value in line.items()} for line in lines] == rows


def test_verify_says_what_to_do_where_nothing_is_built(project):
    result = run(project, "verify")

    assert 1 == result.exit_code
    assert "does not exist yet; run colophon build" in result.stderr


def test_outside_a_site_it_says_so(tmp_path):
    result = run(tmp_path, "check")

    assert 1 == result.exit_code
    assert "no mkdocs.yml here or in a folder above" in result.stderr


def test_a_word_that_is_no_command_is_wrong_usage(project):
    assert 2 == run(project, "biuld").exit_code


def test_a_site_is_found_from_a_folder_inside_it(project):
    assert 0 == run(project / "docs/glossary", "check").exit_code


def test_build_then_verify(project):
    built = run(project, "build")
    verified = run(project, "verify")

    assert (0, 0) == (built.exit_code, verified.exit_code), built.output
    assert "2 texts, 20 entries, 102 mentions; verified" in built.output
    assert "2 texts, 55 paragraphs, 102 mentions verified: no problem\n" == verified.stderr


def test_a_build_that_is_refused_leaves_the_last_site_as_it_is(project):
    run(project, "build")
    before = (project / "site/glossary/tatum-king/index.html").read_bytes()
    break_one_quote(project)

    assert 1 == run(project, "build").exit_code
    assert before == (project / "site/glossary/tatum-king/index.html").read_bytes()


def test_a_preview_beside_a_preview_says_what_to_do(project):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run(project, "serve", "--addr", f"127.0.0.1:{port}")

    assert 1 == result.exit_code
    assert f"127.0.0.1:{port} is in use, perhaps by another preview" in result.stderr


def warn(project):
    """Add three pages that nothing leads to, and a silence for one of them."""
    for name in ("one", "two", "three"):
        (project / f"docs/{name}.md").write_text("# A page\n", "utf-8")
    config = project / "mkdocs.yml"
    quiet = "  - colophon:\n      silence:\n        - {rule: unreachable, at: docs/three.md, reason: Sent by letter.}\n"
    config.write_text(config.read_text("utf-8").replace("  - colophon\n", quiet), "utf-8")


def test_a_warning_is_printed_and_stops_nothing(project):
    warn(project)
    result = run(project, "check")

    assert 0 == result.exit_code
    assert 2 == result.stdout.count(": warning: neither the navigation")
    assert "no problem, 2 warnings, 1 warning silenced in mkdocs.yml\n" in result.stderr


def test_strict_takes_warnings_for_problems(project):
    warn(project)
    built = run(project, "build", "--strict")

    assert 1 == run(project, "check", "--strict").exit_code
    assert 1 == built.exit_code
    assert ": warning: neither the navigation" in built.stdout
    assert "2 warnings (treated as errors because of --strict); nothing was built\n" == built.stderr
    assert not (project / "site").exists()


def test_a_site_with_warnings_is_built_and_they_are_printed_once(project):
    warn(project)
    built = run(project, "build")

    assert 0 == built.exit_code, built.output
    assert 2 == built.output.count("[unreachable]")


def test_programs_are_told_which_is_a_warning(project):
    warn(project)

    assert ["warning", "warning"] == [
        json.loads(line)["severity"] for line in run(project, "check", "--format", "json").stdout.splitlines()
    ]
    assert run(project, "check", "--format", "github").stdout.startswith("::warning file=docs/one.md,")
