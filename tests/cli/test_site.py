"""The commands as a person at the keyboard meets them."""

import csv
import json
import re
import socket
import subprocess
import time

import pytest
from click import Context
from click.testing import CliRunner

from colophon.cli import main, output
from tests.conftest import PROJECT
from tests.site.conftest import copy_project

COMMANDS = main.list_commands(Context(main))
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


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_and_is_in_the_readme(name):
    help_text = CliRunner().invoke(main, [name, "--help"]).output

    assert "Usage:" in help_text
    assert f"| `colophon {name}" in (PROJECT / "README.md").read_text("utf-8")


def test_mentions_as_csv_always_have_a_header(project):
    for entry in (project / "docs/glossary").glob("*.md"):
        if entry.name != "index.md":
            entry.unlink()

    assert "document,paragraph,start,end,surface,entry,rule\n" == run(project, "mentions", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("addr", "message"),
    [
        ("127.0.0.1:99999", "expected an address and a port"),
        ("127.0.0.1", "expected an address and a port"),
        ("[::1]:8000", "is not an IPv4 address or name of this computer"),
        ("192.0.2.1:8000", "is not an IPv4 address or name of this computer"),
    ],
)
def test_an_address_that_cannot_be_served_is_an_error(project, addr, message):
    result = run(project, "serve", "--addr", addr)

    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.exit_code in (1, 2)


def test_today_is_the_local_date(monkeypatch):
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


def test_the_readme_lists_exactly_the_commands():
    named = re.findall(r"^\| `colophon ([a-z]+)", (PROJECT / "README.md").read_text("utf-8"), re.MULTILINE)

    assert COMMANDS == sorted(named)


def test_check_reports_counts_when_nothing_is_wrong(project):
    result = run(project, "check")

    assert (0, "") == (result.exit_code, result.stdout)
    assert "2 texts, 20 entries checked: no problem, 2 warnings silenced in mkdocs.yml\n" == result.stderr


def test_check_names_file_line_column_what_was_found_and_the_nearest_passage(project):
    break_one_quote(project)
    result = run(project, "check")

    assert 1 == result.exit_code
    assert (
        "docs/glossary/tatum-king.md:12:12: sources.text-000.quote: these words are not in 000_17ce685a5ce6ce4a; nearest,"
        " in paragraph 9, the text has “reportedly circulated a [memo] instructing regional heads”, the quote “reportedly"
        " circulated a [letter] instructing regional heads”; copy the words from the text [quote-absent]\n"
    ) == result.stdout


def test_check_speaks_json_and_github(project):
    break_one_quote(project)
    problem = json.loads(run(project, "check", "--format", "json").stdout)
    annotation = run(project, "check", "--format", "github").stdout

    assert ("docs/glossary/tatum-king.md", 12, "quote-absent") == (problem["path"], problem["line"], problem["rule"])
    assert annotation.startswith("::error file=docs/glossary/tatum-king.md,line=12,col=12,title=quote-absent::")


def test_pages_are_not_written_from_a_site_with_errors(project):
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


def test_mentions_as_csv_and_json_are_the_same(project):
    lines = [json.loads(line) for line in run(project, "mentions").stdout.splitlines()]
    rows = list(csv.DictReader(run(project, "mentions", "--format", "csv").stdout.splitlines()))

    assert [{key: str(value) for key, value in line.items()} for line in lines] == rows


def test_verify_says_to_build_first(project):
    result = run(project, "verify")

    assert 1 == result.exit_code
    assert "does not exist yet; run colophon build" in result.stderr


def test_a_command_outside_a_site_is_an_error(tmp_path):
    result = run(tmp_path, "check")

    assert 1 == result.exit_code
    assert "no mkdocs.yml here or in a folder above" in result.stderr


def test_an_unknown_command_is_wrong_usage(project):
    assert 2 == run(project, "biuld").exit_code


def test_a_site_is_found_from_a_folder_inside_it(project):
    assert 0 == run(project / "docs/glossary", "check").exit_code


def test_build_then_verify(project):
    built = run(project, "build")
    verified = run(project, "verify")

    assert (0, 0) == (built.exit_code, verified.exit_code), built.output
    assert "2 texts, 20 entries, 102 mentions; verified" in built.output
    assert "2 texts, 55 paragraphs, 102 mentions verified: no problem\n" == verified.stderr


def test_any_number_of_processes_finds_the_same(project):
    run(project, "build")
    pages = sorted((project / "site").rglob("index.html"))
    for number, page in enumerate(pages):
        page.write_text(page.read_text("utf-8") + f'<a href="gone-{number}/" onclick="a()">x</a>', "utf-8")
    found = [run(project, "verify", "--format", "json", "--jobs", jobs).stdout for jobs in "13"]

    assert len(found[0].splitlines()) > 2 * len(pages)
    assert found[0] == found[1]


def test_a_failed_build_leaves_the_last_site_unchanged(project):
    run(project, "build")
    before = (project / "site/glossary/tatum-king/index.html").read_bytes()
    break_one_quote(project)

    assert 1 == run(project, "build").exit_code
    assert before == (project / "site/glossary/tatum-king/index.html").read_bytes()


def test_a_port_in_use_is_an_error_that_says_what_to_do(project):
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
    quiet = "      silence:\n        - {rule: unreachable, at: docs/three.md, reason: Sent by letter.}\n"
    config.write_text(config.read_text("utf-8").replace("      silence:\n", quiet), "utf-8")


def test_a_warning_is_printed_and_does_not_fail_check(project):
    warn(project)
    result = run(project, "check")

    assert 0 == result.exit_code
    assert 2 == result.stdout.count(": warning: neither the navigation")
    assert "no problem, 2 warnings, 3 warnings silenced in mkdocs.yml\n" in result.stderr


def test_strict_treats_warnings_as_errors(project):
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


def test_json_and_github_formats_mark_warnings(project):
    warn(project)

    assert ["warning", "warning"] == [
        json.loads(line)["severity"] for line in run(project, "check", "--format", "json").stdout.splitlines()
    ]
    assert run(project, "check", "--format", "github").stdout.startswith("::warning file=docs/one.md,")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("mkdocs.yml", "site_name: ["),
        ("mkdocs.yml", "INHERIT: other.yml\n"),
        ("mkdocs.yml", "plugins: [{colophon: {kinds: {ship: {labl: Ship}}}}]\n"),
        ("docs/glossary/tatum-king.md", "no front matter"),
    ],
)
@pytest.mark.parametrize("command", ["check", "verify"])
def test_problems_have_the_format_that_was_asked_for_whatever_is_wrong(project, command, path, words):
    (project / "site").mkdir()
    (project / path).write_text(words, "utf-8")
    as_json = run(project, command, "--format", "json")
    as_github = run(project, command, "--format", "github")

    assert (1, 1) == (as_json.exit_code, as_github.exit_code)
    assert {path} == {json.loads(line)["path"] for line in as_json.stdout.splitlines()}
    assert as_github.stdout.startswith(f"::error file={path},line=")
    assert "nothing was built" not in as_json.stderr


def test_what_has_no_file_is_an_error_in_the_format_that_was_asked_for(project, tmp_path):
    missing = json.loads(run(project, "verify", "--format", "json").stdout)
    outside = run(tmp_path, "check", "--format", "github")

    assert {"severity": "error", "message": "project/site: does not exist yet; run colophon build"} == missing
    assert outside.stdout.startswith("::error::")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_summary_of_one_line_and_an_example(name):
    listed = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    (line,) = (line for line in listed.splitlines() if line.startswith(f"  {name} "))

    assert line.endswith(".")
    assert not line.endswith("...")
    assert f"Example: colophon {name}" in CliRunner().invoke(main, [name, "--help"]).output


def test_history_shows_what_readers_will_see_and_what_they_will_not(project):
    def git(*arguments, **more):
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", "-C", str(project), *identity, *arguments], check=True, capture_output=True, **more)

    nothing = run(project, "history")
    git("init")
    git("add", ".")
    git("commit", "-m", "The site")
    entry = project / "docs/glossary/tatum-king.md"
    text = entry.read_text("utf-8")
    entry.write_text(text.rstrip("\n").replace("[^text-000]", " indeed.[^text-000]", 1) + "\n", "utf-8")
    git("commit", "-a", "-m", "Add a word", "-m", "Correction: A word was\nmissing.")
    history = run(project, "history")

    assert (0, "") == (nothing.exit_code, nothing.stdout)
    assert "No history yet: run git init and commit" in nothing.stderr
    first = history.stdout.splitlines()[0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d  \w{10}  Correction  glossary/tatum-king/  A word was missing\.", first)
    assert 1 + 20 + 2 == len(history.stdout.splitlines())
