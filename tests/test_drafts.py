"""An unfinished entry: checked, shown in the preview with what it lacks, published nowhere, and stopping nothing."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from colophon.building.pipeline import check
from colophon.building.preview import Preview
from colophon.building.staging import file_makers
from colophon.cli import main
from colophon.formats.urls import entry_path
from colophon.rendering import render_pages
from tests.conftest import TODAY, Repository, ThrowawaySite

UNFINISHED = """---
name: Quay Master
kind: agency
draft: true
positions: []
sources:
  letter: {document: letter, quote: "Ada Stone, its clerk"}
---
The Quay Master kept the quay.

It is cited.[^letter]
"""


def run(site: ThrowawaySite, *arguments: str):
    return CliRunner().invoke(main, ["-C", str(site.root), *arguments])


@pytest.fixture
def drafting(good_site: ThrowawaySite) -> ThrowawaySite:
    good_site.write("docs/glossary/quay-master.md", UNFINISHED)
    return good_site


def test_nothing_of_a_draft_is_published(drafting):
    edition = check(drafting.root, TODAY).edition
    published = {path: make() for path, make in file_makers(edition).items()}

    assert not [path for path, data in published.items() if b"Quay Master" in data or "quay-master" in str(path)]


def test_the_pages_are_the_same_with_and_without_a_draft(drafting):
    with_draft = render_pages(check(drafting.root, TODAY).edition)
    (drafting.root / "docs/glossary/quay-master.md").unlink()

    assert with_draft == render_pages(check(drafting.root, TODAY).edition)


def test_check_says_what_a_draft_lacks_and_succeeds(drafting):
    result = run(drafting, "check")

    assert 0 == result.exit_code
    line = (
        "docs/glossary/quay-master.md:9:1: info: this paragraph cites no source; cite one, such as [^letter] [uncited]"
    )
    assert line in result.stdout.splitlines()
    assert "3 entries checked: no problem" in result.stderr
    assert "1 draft not published" in result.stderr


def test_a_draft_adds_no_warning_to_those_that_strict_refuses(drafting):
    checked = check(drafting.root, TODAY)

    assert {"publication"} == {problem.rule for problem in checked.problems}
    assert ["info"] == [problem.severity for problem in checked.gaps]


def test_programs_are_given_the_severity_of_gaps(drafting):
    problems = [json.loads(line) for line in run(drafting, "check", "--format", "json").stdout.splitlines()]

    assert ["info"] == [one["severity"] for one in problems if one["path"] == "docs/glossary/quay-master.md"]
    assert "::notice file=docs/glossary/quay-master.md" in run(drafting, "check", "--format", "github").stdout


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: agency", "kind: [", "[yaml]"),
        ("kind: agency", "kin: agency", "unknown key; did you mean kind?"),
        ("kind: agency", "kind: boat", "'boat' is not a kind of this site"),
        ("positions: []", "positions: [{title: Master, source: nothing}]", "this entry has no source 'nothing'"),
        ("its clerk", "its mayor", "[quote-absent]"),
        ("document: letter", "document: lost", "[document-unknown]"),
        ("name: Quay Master", "name: Harbour Board", "'Harbour Board' is a name of Harbour Board too"),
        ("kept the quay", "kept <b>the</b> quay", "[html]"),
        ("positions: []", "part_of: {agency: quay-master, source: letter}", "is a circle"),
        ("positions: []", "formerly: [port-authority]", "[formerly]"),
    ],
)
def test_no_mistake_in_a_draft_stops_anything(drafting, old, new, message):
    drafting.replace("docs/glossary/quay-master.md", old, new)
    checked = check(drafting.root, TODAY)

    assert not checked.refuses(strict=False)
    assert any(message in f"{problem.message} [{problem.rule}]" for problem in checked.gaps)
    assert all("quay-master" not in problem.path for problem in checked.problems)
    assert 200 == preview_of(drafting).answer("").status


def preview_of(site: ThrowawaySite) -> Preview:
    preview = Preview(site.root, "http://127.0.0.1:8000/")
    preview.refresh()
    return preview


def test_the_preview_shows_a_draft_with_its_gaps_marked(drafting):
    drafting.replace("docs/glossary/quay-master.md", "positions: []", "positions: [{title: Master, source: lost}]")
    preview = preview_of(drafting)
    page = preview.answer("glossary/quay-master/").body.decode()

    assert "<mark>source missing</mark>" in page
    assert "This draft is not published. It lacks:" in page
    assert "this entry has no source &#x27;lost&#x27;" in page
    assert "quay-master/" in preview.answer("glossary/").body.decode()
    assert "This draft" not in preview.answer("glossary/ada-stone/").body.decode()


def test_the_preview_lists_what_is_left_to_cite(drafting):
    drafting.write("docs/glossary/quay-master.md", UNFINISHED.partition("The Quay Master kept")[0])
    page = preview_of(drafting).answer("glossary/quay-master/").body.decode()

    assert "<mark>No text yet.</mark>" in page
    assert "<code>[^letter]</code>: “Ada Stone, its clerk”" in page


def test_warnings_are_folded_and_gaps_are_not(drafting):
    page = preview_of(drafting).answer("glossary/quay-master/").body.decode()

    assert "<summary>3 warnings</summary>" in page  # of what the settings do not say
    assert page.index("It lacks:") < page.index("<summary>3 warnings")


def test_a_complete_draft_is_said_to_be_complete(drafting):
    drafting.replace("docs/glossary/quay-master.md", "kept the quay.\n", "kept the quay.[^letter]\n")

    assert (
        "It is complete: delete the line draft: true"
        in preview_of(drafting).answer("glossary/quay-master/").body.decode()
    )


def test_what_is_published_may_not_lead_to_a_draft(drafting):
    drafting.replace("docs/glossary/harbour-board.md", "agency: port-authority", "agency: quay-master")
    drafting.replace("docs/glossary/ada-stone.md", "was clerk", "was [clerk](quay-master.md)")
    problems = {str(problem.rule): problem for problem in check(drafting.root, TODAY).problems}

    assert "warning" == problems["draft"].severity
    assert "the entry 'quay-master' is a draft" in problems["draft"].message
    assert "links to 'quay-master.md', a draft, which is not published" in problems["link"].message


def test_an_entry_is_first_published_when_it_is_no_longer_a_draft(drafting):
    repository = Repository(drafting)
    repository.commit("Start an entry", date="2026-11-20T12:00:00Z")
    drafting.replace("docs/glossary/quay-master.md", "kept the quay.\n", "kept the quay.[^letter]\n")
    repository.commit("Correction: of a draft", date="2026-11-21T12:00:00Z")
    page = entry_path("quay-master")
    assert page not in repository.history().of

    drafting.replace("docs/glossary/quay-master.md", "draft: true\n", "")
    repository.commit("Publish it", date="2026-11-22T12:00:00Z")
    assert [("2026-11-22", "published")] == [(change.on, change.kind) for change in repository.history().of[page]]

    drafting.replace("docs/glossary/quay-master.md", "kind: agency\n", "kind: agency\ndraft: false\n")
    repository.commit("Say that it is none", date="2026-11-23T12:00:00Z")
    assert 1 == len(repository.history().of[page])


def test_commands_of_editors_know_drafts(drafting):
    assert (
        "already exists, the entry of Quay Master" in run(drafting, "entry", "Quay Master", "--kind", "agency").stderr
    )
    assert "no entry" not in run(drafting, "mentions", "--explain", "quay-master").stderr
    assert 0 == run(drafting, "entry", "--rename", "quay-master", "master-of-the-quay").exit_code
    assert "formerly: [quay-master]" in (drafting.root / "docs/glossary/master-of-the-quay.md").read_text("utf-8")
