"""What is kept of the sources changes nothing of what a command finds, and saves it the work."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from colophon.building import history, kept
from colophon.building.known import SOURCES, read_cache, write_cache
from colophon.building.pipeline import Checked, check, check_or_raise
from colophon.cli import main
from colophon.model.errors import ColophonError
from colophon.project import reader
from colophon.project.git import read_blobs
from colophon.project.reader import Memory
from tests.building.test_dependencies import MORE, REPORT, a_site
from tests.building.test_rebuilding import ADA, Edit, change
from tests.conftest import Repository, ThrowawaySite

REPEATED = "The Harbour Board met on Monday and resolved that no boat may leave before the noon gun is fired."

EDITS: dict[str, Edit] = {
    **MORE,
    "wrong encoding": lambda site: site.text("odd", "The CafÃ© of Ada Stone."),
    "right encoding": lambda site: site.text("odd", "The Café of Ada Stone."),
    "comment": change(REPORT, ("  from: A drawer", "  from: A drawer #1")),
    "pin": change(REPORT, ("layout: lines", "layout: lines\nmentions: {p1: {not: [ada-stone]}, p9: {}}")),
    "draft": change(ADA, ("kind: official", "kind: official\ndraft: true")),
    "line ends": change(ADA, ("\n", "\r\n")),
    "no front matter": change(ADA, ("---\nname", "name")),
    "unknown key": change(ADA, ("kind: official", "kind: official\nsort: person")),
    "quotation": change(ADA, ("Ada Stone, its clerk", "Ada Stone, the clerk")),
    "other words": change("corpus/letter.txt", ("clerk", "director")),
    "phrase": change(ADA, ("kind: official", "kind: official\nnot: [Ada Stone Street]")),
    "said by one": lambda site: site.text("resolution", REPEATED),
    "said by two": lambda site: site.text("minutes", REPEATED),
    "said by an entry": change(ADA, ("was clerk of the", f"was clerk. {REPEATED} It was the")),
    "withhold what is said": lambda site: CliRunner().invoke(
        main, ["-C", str(site.root), "withhold", "resolution", "--reason", "Asked", "--on", "2026-11-22"]
    ),
    "surnames only after": change("mkdocs.yml", ("  - colophon\n", "  - colophon:\n      surname_only_after: true\n")),
}


def found(checked: Checked) -> list[object]:
    """All that a check says of a site."""
    edition = checked.edition
    drafts = checked.with_drafts and (checked.with_drafts.site, checked.with_drafts.mentions)
    said = [edition.site, edition.mentions, edition.passages, edition.taken_out, edition.history, drafts]
    return [*said, {*edition.forbidden.runs}, checked.problems, checked.silenced, checked.gaps]


@settings(max_examples=max(settings().max_examples // 10, 1))
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=6, max_size=6))
def test_after_any_edits_a_check_finds_what_it_finds_where_nothing_is_known(edits: list[str]):
    with tempfile.TemporaryDirectory() as folder:
        site = a_site(Path(folder, "site"))
        for number, edit in enumerate(edits):
            memory = Memory(read_cache(site.root))
            check(site.root, memory=memory)
            write_cache(site.root, memory.cache)
            EDITS[edit](site)
            assert found(check(site.root)) == found(check(site.root, memory=Memory())), edits[: number + 1]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the records and entries that are parsed while a test runs."""
    paths: list[str] = []
    for name in ("read_yaml", "split_front_matter"):
        monkeypatch.setattr(reader, name, partial(_noted, paths, getattr(reader, name)))
    return paths


def _noted(paths: list[str], read: Callable[[str, str], object], text: str, path: str) -> object:
    paths.append(path)
    return read(text, path)


def test_what_had_no_problem_is_parsed_once(good_site: ThrowawaySite, parsed: list[str]):
    good_site.text("odd", "The CafÃ© of Ada Stone.")
    problems = check_or_raise(good_site.root).problems
    assert {"corpus/odd.txt"} == {problem.path for problem in problems if problem.rule == "garbled"}
    assert len(parsed) >= 6
    parsed.clear()

    assert problems == check(good_site.root).problems
    assert ["corpus/odd.yml"] == parsed
    parsed.clear()
    change(ADA, ("was clerk", "was the clerk"))(good_site)
    check(good_site.root)
    assert ["corpus/odd.yml", ADA] == parsed


def test_of_files_that_no_commit_changes_no_version_is_read_again(
    good_site: ThrowawaySite, monkeypatch: pytest.MonkeyPatch
):
    repository = Repository(good_site)
    repository.commit("Begin")
    check_or_raise(good_site.root)
    asked: list[str] = []

    def noted(root: Path, blobs: Iterable[str]) -> object:
        asked.extend(blobs)
        return read_blobs(root, asked)

    monkeypatch.setattr(history, "read_blobs", noted)
    check(good_site.root)
    assert [] == asked
    change(ADA, ("was clerk", "was the clerk"))(good_site)
    repository.commit("Correction: An earlier version had an article too few.")
    assert 1 == sum(one.kind == "correction" for one in check(good_site.root).edition.history.changes)
    assert 2 == len(asked)


def test_only_a_build_keeps_what_it_knows(good_site: ThrowawaySite):
    for command in ("check", "history"):
        CliRunner().invoke(main, ["-C", str(good_site.root), command])
    assert not (good_site.root / "build").exists()

    check_or_raise(good_site.root)
    files = {file.name: file.read_bytes() for file in (good_site.root / SOURCES).iterdir()}
    good_site.text("another", "Ada Stone wrote again.")
    CliRunner().invoke(main, ["-C", str(good_site.root), "check"])
    assert files == {file.name: file.read_bytes() for file in (good_site.root / SOURCES).iterdir()}


def test_verification_and_strict_commands_take_nothing_from_what_is_kept(
    good_site: ThrowawaySite, parsed: list[str], monkeypatch: pytest.MonkeyPatch
):
    check_or_raise(good_site.root)
    (good_site.root / "site").mkdir()
    for command in (["verify"], ["check", "--strict"], ["build", "--strict"]):
        parsed.clear()
        monkeypatch.setattr("colophon.cli.site.build", lambda _root, edition, *_, **__: edition)
        CliRunner().invoke(main, ["-C", str(good_site.root), *command])
        assert {"corpus/letter.yml", "corpus/report.yml"} <= {*parsed}, command


@pytest.mark.parametrize("damage", [True, False])
def test_what_is_damaged_or_of_other_programs_is_not_taken(
    good_site: ThrowawaySite, parsed: list[str], monkeypatch: pytest.MonkeyPatch, *, damage: bool
):
    check_or_raise(good_site.root)
    for file in (good_site.root / SOURCES).iterdir() if damage else ():
        file.write_bytes(file.read_bytes()[:-1])
    if not damage:
        monkeypatch.setattr(kept, "programs", lambda: "others")
    parsed.clear()

    check(good_site.root)
    assert 5 == len(parsed)


def test_nothing_is_kept_behind_a_link(good_site: ThrowawaySite, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (good_site.root / "build").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ColophonError, match="symbolic link"):
        check_or_raise(good_site.root)
    assert not [*(tmp_path / "elsewhere").iterdir()]
