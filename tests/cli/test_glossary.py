"""Answers about mentions are refused where they would be false."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from colophon.cli import main
from tests.conftest import ThrowawaySite


def run(site: ThrowawaySite, *arguments: str):
    return CliRunner().invoke(main, ["-C", str(site.root), *arguments])


def commit(site: ThrowawaySite) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "x"]):
        subprocess.run(["git", "-C", str(site.root), *identity, *command], check=True)


@pytest.mark.parametrize("command", [["mentions", "--explain", "ada-stone"], ["mentions"], ["suggest"], ["effect"]])
def test_an_entry_of_an_unknown_kind_is_a_problem_and_no_traceback(good_site, command):
    commit(good_site)
    good_site.replace("docs/glossary/ada-stone.md", "kind: official", "kind: ship")
    result = run(good_site, *command)

    assert 1 == result.exit_code
    assert "docs/glossary/ada-stone.md:3:7: " in result.stdout
    assert "[kind]" in result.stdout
    assert "fix this first; the result would be incomplete" in result.stderr


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        ("docs/glossary/ada-stone.md", "kind: official", "kind: [official"),
        ("docs/glossary/ada-stone.md", "kind: official", "kind: ship"),
        ("corpus/letter.yml", "sha256: ", "sha256: 0"),
        ("mkdocs.yml", "site_name: ", "site_name: ["),
    ],
)
def test_an_effect_says_what_could_not_be_read_in_the_revision_it_compares_with(good_site, path, right, wrong):
    good_site.replace(path, right, wrong)
    commit(good_site)
    good_site.replace(path, wrong, right)
    result = run(good_site, "effect")

    assert (1, "") == (result.exit_code, result.stdout)
    assert f"cannot compare with HEAD: in that revision, {path}:" in result.stderr


def test_an_effect_needs_a_repository(good_site):
    result = run(good_site, "effect")

    assert (1, "colophon: effect needs a Git repository: run git init and commit\n") == (
        result.exit_code,
        result.stderr,
    )


def test_schemas_are_written_beside_other_files(good_site):
    good_site.write(".vscode/colophon/mine.json", "{}")

    assert 0 == run(good_site, "schema", "--write").exit_code
    assert (good_site.root / ".vscode/colophon/mine.json").is_file()
    assert (good_site.root / ".vscode/colophon/entry.schema.json").is_file()


def test_a_reader_of_output_that_stops_early_gets_no_message(good_site):
    listing = subprocess.Popen(
        [sys.executable, "-m", "colophon", "mentions"],
        cwd=good_site.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert listing.stdout
    listing.stdout.close()
    assert listing.stderr

    assert "" == listing.stderr.read()
    listing.wait()
    listing.stderr.close()
