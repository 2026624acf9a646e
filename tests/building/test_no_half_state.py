"""Whoever stops a command, at whatever point, finds the last good state, and the next run makes the new one."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from colophon.building import pagefind
from colophon.cli import main
from colophon.model.errors import Busy
from colophon.project import writer as writing
from colophon.project.writer import (
    Replacement,
    exchange_folders,
    exclusive_lock,
    replace_folder,
    replace_tree,
    restore_folder,
    stamp_of,
    write_new,
)
from colophon.rendering.manifest import MANIFEST, NO_MANIFEST
from tests.conftest import ThrowawaySite
from tests.project.test_writer import tree_in, tree_of
from tests.stopping import (
    How,
    ended,
    halting,
    has_halted,
    kinds_of_writes,
    points,
    run,
    started,
    wait_for_end,
)


def state(folder: Path) -> str:
    """A digest of all that a folder holds."""
    return sha256(repr(sorted(tree_in(folder).items())).encode()).hexdigest()


def last_good(folder: Path, new: Path) -> str:
    """A digest of a folder, or of what steps aside for `new` where a command was stopped between the two renames."""
    return state(folder if folder.exists() else new.with_name(f"{new.name}-before"))


def edit(site: ThrowawaySite) -> None:
    site.write("docs/index.md", "# Papers\n\nAnother front page.\n\n<!-- colophon: texts -->\n")
    site.write("docs/more.md", "# More\n\nA new page.\n")
    site.replace("mkdocs.yml", "nav:\n", "nav:\n  - more.md\n")


def left_beside(root: Path) -> list[str]:
    """What a finished command leaves that is no result."""
    of_build = ("", ".lock", "docs", "docs-new", "search", "search-new", "site", "state")
    kept = {"site", *(f"build/{name}".rstrip("/") for name in of_build)}
    beside = [*root.glob("*"), *root.glob("build/*"), *root.glob("build/.*"), *root.glob(".*")]
    found = {path.relative_to(root).as_posix() for path in beside} - kept
    temporary = [path.name for path in root.rglob(".colophon-new-*")]
    return sorted(found - {"corpus", "docs", "mkdocs.yml"}) + temporary


def test_pages_stopped_at_any_point_are_the_old_ones_or_the_new(buildable_site: ThrowawaySite, tmp_path: Path):
    root = buildable_site.root
    staged = root / "build/docs"
    assert 0 == run(root, "pages").code
    before = state(staged)
    edit(buildable_site)
    ends = []
    for at in points(14):
        ends.append(run(root, "pages", at=at).code)
        if last_good(staged, root / "build/docs-new") != before:
            break
    stopped_late = last_good(staged, root / "build/docs-new")

    assert 0 == run(root, "pages").code
    assert {-signal.SIGKILL, 1} >= set(ends[:-1])  # 1: one of its processes was killed, which it reports
    assert b"A new page." in (staged / "more.md").read_bytes()
    assert stopped_late in (before, state(staged))
    assert [] == left_beside(root)


def test_a_build_that_is_killed_leaves_the_last_site_and_the_next_makes_the_new(buildable_site: ThrowawaySite):
    root = buildable_site.root
    assert 0 == run(root, "build").code
    before, staged_before = state(root / "site"), state(root / "build/docs")
    edit(buildable_site)
    seen = []
    for at in (1, 20, 120):
        end = run(root, "build", at=at)
        site = last_good(root / "site", root / "build/site")
        seen.append((end.code, site, last_good(root / "build/docs", root / "build/docs-new")))

    finished = run(root, "build")

    assert 0 == finished.code, finished.output
    assert "Another front page." in (root / "site/index.html").read_text("utf-8")
    staged_after = state(root / "build/docs")
    for code, site, staged in seen:
        assert (-signal.SIGKILL, before) == (code, site)
        assert staged in (staged_before, staged_after)
    assert [] == left_beside(root)


@pytest.mark.parametrize(
    ("command", "how", "every"),
    [("build", "failing", 2), ("build", "full", 7), ("pages", "failing", 1), ("pages", "full", 5)],
)
def test_a_write_that_fails_ends_with_an_error_and_the_old_state_or_with_the_new(
    buildable_site: ThrowawaySite, tmp_path: Path, command: str, how: How, every: int
):
    """At places in the code that write, those of `pages` all; on a full disk, where nothing later can be written, at fewer.

    Only what is written after the new state is in place may fail unnoticed.
    """
    root = buildable_site.root
    result = root / ("site" if command == "build" else "build/docs")
    assert 0 == run(root, command).code
    edit(buildable_site)
    start = shutil.copytree(root, tmp_path / "start")
    writes = kinds_of_writes(root, command)[::every]
    old, new = state(tmp_path / "start" / result.relative_to(root)), state(result)
    assert old != new
    ends = []
    for at in writes:
        shutil.rmtree(root)
        shutil.copytree(start, root)
        end = run(root, command, at=at, how=how)
        assert "Traceback" not in end.output
        assert (new if end.code == 0 else old) == state(result), (at, end)
        ends.append(end.code)

    assert 1 in ends
    assert {0, 1} >= set(ends)


@pytest.mark.parametrize("limit", [0, 100, 5_000])
def test_a_file_that_can_be_written_only_in_part_ends_a_build(buildable_site: ThrowawaySite, limit: int):
    root = buildable_site.root
    assert 0 == run(root, "build").code
    before = state(root / "site")
    edit(buildable_site)
    end = run(root, "build", longest=limit)

    assert 1 == end.code
    assert "Traceback" not in end.output
    assert before == state(root / "site")


@pytest.mark.parametrize("how", ["failing", "full"])
@pytest.mark.parametrize(
    "command",
    [
        ("add", "{letters}", "--from", "A drawer", "--by", "J. Doe"),
        ("entry", "Quay Office", "--kind", "agency"),
        ("entry", "--rename", "harbour-board", "quay"),
        ("withhold", "letter", "--reason", "Asked", "--on", "2026-11-22"),
        ("schema", "--write"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_write_that_fails_leaves_what_editors_wrote_as_it_was(
    good_site: ThrowawaySite, tmp_path: Path, command: tuple[str, ...], how: How
):
    root = good_site.root
    for name in ("one", "two"):
        good_site.write(f"../letters/{name}.txt", f"Quay Office, {name}.")
    arguments = [word.format(letters=tmp_path / "letters") for word in command]
    start = shutil.copytree(root, tmp_path / "start")
    before = tree_in(root)
    number_of_writes = kinds_of_writes(root, *arguments)[-1]
    after = tree_in(root)
    for at in range(1, number_of_writes + 1, 1 if how == "failing" else 3):
        shutil.rmtree(root)
        shutil.copytree(start, root)
        end = run(root, *arguments, at=at, how=how)
        assert "Traceback" not in end.output
        assert end.code in (0, 1)
        left = {path: data for path, data in tree_in(root).items() if not path.name.startswith(".colophon-new-")}
        assert (after if end.code == 0 else before) == left, (at, end)


@pytest.mark.parametrize("how", ["failing", "full"])
def test_a_project_that_cannot_be_written_whole_is_not_begun(tmp_path: Path, how: How):
    tmp_path.joinpath("here").mkdir()
    number_of_writes = kinds_of_writes(tmp_path / "here", "init", str(tmp_path / "here/new"))[-1]
    shutil.rmtree(tmp_path / "here/new")
    for at in range(1, number_of_writes + 1):
        end = run(tmp_path / "here", "init", str(tmp_path / "here/new"), at=at, how=how)
        assert 1 == end.code or (tmp_path / "here/new/docs/index.md").is_file()
        assert {} == tree_in(tmp_path / "here") or end.code == 0
        shutil.rmtree(tmp_path / "here")
        (tmp_path / "here").mkdir()


@pytest.mark.skipif(sys.platform != "linux", reason="halts a process")
def test_a_build_that_is_killed_at_any_of_its_steps_leaves_the_last_site(buildable_site: ThrowawaySite):
    root = buildable_site.root
    assert 0 == run(root, "build").code
    before, staged_before = state(root / "site"), state(root / "build/docs")
    edit(buildable_site)
    new = root / "build/site"
    manifest = new / MANIFEST
    steps: dict[str, Callable[[], bool]] = {
        "MkDocs renders": lambda: any(new.glob("*/index.html")),
        "the site is verified": lambda: manifest.is_file() and manifest.read_bytes() != NO_MANIFEST,
    }
    for step, begun in steps.items():
        child = started(root, "build", how=halting(begun))
        assert has_halted(child), f"{step}: {ended(root, child).output}"
        os.kill(child, signal.SIGKILL)
        assert -signal.SIGKILL == ended(root, child).code
        assert before == state(root / "site"), step
        assert state(root / "build/docs") != staged_before, "what is staged is the new tree, whole"

    finished = run(root, "build")
    assert 0 == finished.code, finished.output
    assert "Another front page." in (root / "site/index.html").read_text("utf-8")
    assert [] == left_beside(root)


@pytest.mark.skipif(sys.platform != "linux", reason="waits for a process that is not a child")
def test_a_pagefind_does_not_outlive_a_build_that_is_killed(
    buildable_site: ThrowawaySite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tells = tmp_path / "tells"
    os.mkfifo(tells)
    never_answers = tmp_path / "pagefind"
    never_answers.write_text(f"#!/bin/sh\necho $$ > {tells}\ncat > {os.devnull}\n", "ascii")
    never_answers.chmod(0o755)
    monkeypatch.setattr(pagefind, "get_executable", lambda: never_answers)
    child = started(buildable_site.root, "build")
    helper = int(tells.read_text("ascii"))
    os.kill(child, signal.SIGKILL)

    assert -signal.SIGKILL == ended(buildable_site.root, child).code
    wait_for_end(helper)


@pytest.mark.skipif(sys.platform != "linux", reason="halts a process")
def test_of_two_concurrent_builds_one_succeeds_and_the_other_is_refused(buildable_site: ThrowawaySite):
    root = buildable_site.root
    first = started(root, "build", how=halting((root / "build/site").is_dir))
    assert has_halted(first), ended(root, first).output
    second = run(root, "build")
    os.kill(first, signal.SIGCONT)

    assert 0 == ended(root, first).code
    assert (1, True) == (second.code, f"(PID {first})" in second.output), second.output
    assert [] == left_beside(root)


@pytest.mark.parametrize("at", [3, 5, 6, 8])
@pytest.mark.parametrize("command", [("add", "--from", "A drawer", "--by", "J. Doe"), ("entry", "--kind", "agency")])
def test_a_new_file_of_a_killed_command_is_whole_or_not_there_and_nothing_else_changes(
    good_site: ThrowawaySite, command: tuple[str, ...], at: int
):
    name, *options = command
    letter = good_site.write("../quay.txt", "Quay Office, 1902.")
    arguments = [name, str(letter) if name == "add" else "Quay Office", *options]
    before = tree_in(good_site.root)

    def seen() -> dict[PurePosixPath, bytes]:
        """What is part of the site: the names of what a command was writing begin with a full stop."""
        return {path: data for path, data in tree_in(good_site.root).items() if not path.name.startswith(".")}

    run(good_site.root, *arguments, at=at)
    stopped = seen()
    run(good_site.root, *arguments)
    again = seen()

    assert before.items() <= stopped.items() <= again.items()
    assert 1 <= len(again) - len(before) <= 2
    assert [] == [line for line in good_site.problems() if not line.endswith(("[prose]", "[entry-unmentioned]"))]


def test_a_read_only_file_system_is_an_error(buildable_site: ThrowawaySite):
    end = run(buildable_site.root, "build", at=1, how="read-only")

    assert 1 == end.code
    assert "read-only file system" in end.output
    assert "Traceback" not in end.output


@pytest.mark.parametrize(
    ("gone", "while_reading"),
    [
        ("corpus/report.txt", "report.yml"),
        ("corpus/report.yml", "letter.yml"),
        ("docs/glossary/port-authority.md", "ada-stone.md"),
        ("docs/index.md", "ada-stone.md"),
    ],
)
def test_a_file_removed_while_it_is_read_is_an_error(buildable_site: ThrowawaySite, gone: str, while_reading: str):
    def vanish(event: str, path: str) -> None:
        if path.endswith(while_reading):
            (buildable_site.root / gone).unlink(missing_ok=True)

    end = run(buildable_site.root, "pages", how=vanish)

    assert 1 == end.code
    assert f"{gone}: does not exist, or was removed while it was read" in end.output
    assert "Traceback" not in end.output
    assert not (buildable_site.root / "build/docs").exists()


def test_a_text_that_changes_after_its_digest_was_checked_is_published_as_it_was_checked(buildable_site: ThrowawaySite):
    text = buildable_site.root / "corpus/report.txt"
    checked = text.read_bytes()

    def change(event: str, path: str) -> None:
        if "/build/docs" in path and text.read_bytes() == checked:
            text.write_bytes(b"Something else.")

    end = run(buildable_site.root, "build", how=change)

    assert (0, b"Something else.") == (end.code, text.read_bytes()), end.output
    assert checked == (buildable_site.root / "site/corpus/report.txt").read_bytes()


def test_a_second_build_at_the_same_time_is_refused(buildable_site: ThrowawaySite):
    root = buildable_site.root
    reading, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        with exclusive_lock(root / "build"):
            os.write(writing_end, b".")
            signal.pause()
    os.read(reading, 1)
    refused = CliRunner().invoke(main, ["-C", str(root), "pages"])
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    after = CliRunner().invoke(main, ["-C", str(root), "pages"])

    assert 1 == refused.exit_code
    assert f"another process (PID {child}) is building this site" in refused.output
    assert 0 == after.exit_code, "a lock ends with its process, however that ends"


def test_a_build_that_stages_as_well_holds_its_lock_once(tmp_path: Path):
    with exclusive_lock(tmp_path), exclusive_lock(tmp_path):
        pass


def test_another_thread_does_not_share_the_lock(tmp_path: Path):
    def locked() -> bool:
        with exclusive_lock(tmp_path):
            return True

    with exclusive_lock(tmp_path), ThreadPoolExecutor(1) as pool, pytest.raises(Busy):
        pool.submit(locked).result()
    assert locked()


def test_a_forked_child_does_not_share_the_lock(tmp_path: Path):
    with exclusive_lock(tmp_path):
        child = os.fork()
        if child == 0:
            try:
                with exclusive_lock(tmp_path):
                    os._exit(1)
            except Busy as busy:
                os._exit(0 if f"(PID {os.getppid()})" in str(busy) else 2)
        assert 0 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_no_command_but_those_for_it_touches_what_editors_wrote(buildable_site: ThrowawaySite):
    root = buildable_site.root

    def written() -> dict[str, tuple[bytes, int]]:
        files = [root / "mkdocs.yml", *(root / "corpus").rglob("*"), *(root / "docs").rglob("*")]
        return {str(file): (file.read_bytes() if file.is_file() else b"", file.stat().st_mtime_ns) for file in files}

    before = written()
    commands = ["check", "pages", "build", "verify", "mentions", "suggest", "schema", "effect"]
    ends = {command: CliRunner().invoke(main, ["-C", str(root), command]).exit_code for command in commands}

    assert before == written()
    assert {**dict.fromkeys(commands, 0), "effect": 1} == ends  # there is no git here


# --- folders and files -------------------------------------------------------------------------------------------


def test_what_stays_the_same_keeps_its_times(tmp_path: Path):
    replace_tree(tree_of(a__b="one", c="two"), tmp_path / "docs")
    before = (tmp_path / "docs/a/b").stat().st_mtime_ns

    changes = replace_tree(tree_of(a__b="one", c="other"), tmp_path / "docs")

    assert ["c"] == [str(path) for path in changes.written]
    assert before == (tmp_path / "docs/a/b").stat().st_mtime_ns
    assert tree_of(a__b="one", c="other") == tree_in(tmp_path / "docs")


def test_a_link_among_generated_files_goes_and_what_it_leads_to_stays(tmp_path: Path):
    (tmp_path / "mine").write_bytes(b"keep")
    replace_tree(tree_of(a="one"), tmp_path / "docs")
    (tmp_path / "docs/link").symlink_to(tmp_path / "mine")
    replace_tree(tree_of(a="one"), tmp_path / "docs")

    assert b"keep" == (tmp_path / "mine").read_bytes()
    assert tree_of(a="one") == tree_in(tmp_path / "docs")


def test_a_file_behind_a_linked_folder_gets_no_second_name(tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/page").write_bytes(b"one")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a").symlink_to(tmp_path / "mine")
    replace_tree(tree_of(a__page="one"), tmp_path / "docs")

    assert 1 == (tmp_path / "mine/page").stat().st_nlink
    assert tree_of(page="one") == tree_in(tmp_path / "mine")
    assert tree_of(a__page="one") == tree_in(tmp_path / "docs")


def test_a_file_is_kept_by_its_stamp_or_its_digest_and_not_through_a_link(tmp_path: Path):
    replace_tree(tree_of(a__page="one"), tmp_path / "docs")
    (tmp_path / "docs/link").symlink_to(tmp_path / "docs/a")
    stamp = stamp_of((tmp_path / "docs/a/page").stat())
    digest = sha256(b"one").hexdigest()
    tree = Replacement(tmp_path / "docs")

    assert not tree.keep("a/page", (*stamp[:2], 0), sha256(b"other").hexdigest())
    assert not tree.keep("a", stamp, digest)
    assert not tree.keep("missing", stamp, digest)
    assert not tree.keep("link/page", stamp, digest)
    assert tree.keep("a/page", stamp, "")
    assert tree.keep("a/page", (0, 0, 0), digest)


def test_a_tree_is_made_in_the_one_before_the_last_whatever_that_holds(tmp_path: Path):
    trees = (
        tree_of(a__page="one", b="two", c="three"),
        tree_of(a="one", b__page="two", c="three"),
        tree_of(a__page="one", b="other", c="three"),
    )
    for tree in trees:
        replace_tree(tree, tmp_path / "docs")
    (tmp_path / "docs-new/b/link").symlink_to(tmp_path / "docs/b")
    replacement = Replacement(tmp_path / "docs")
    for path, data in trees[2].items():
        assert replacement.keep(path, None, sha256(data).hexdigest())
    replacement.clear()
    changes = replacement.finish()

    assert ((), ()) == (changes.written, changes.removed)
    assert trees[2] == tree_in(tmp_path / "docs") == tree_in(tmp_path / "docs-new")


def test_a_replacement_stopped_between_its_renames_is_undone(tmp_path: Path):
    for folder in ("new", "site"):
        replace_tree({**tree_of(page=folder)}, tmp_path / folder)
    (tmp_path / "site").replace(tmp_path / "new-before")

    restore_folder(tmp_path / "new", tmp_path / "site")
    assert tree_of(page="site") == tree_in(tmp_path / "site")

    replace_folder(tmp_path / "new", tmp_path / "site")
    assert tree_of(site__page="new") == tree_in(tmp_path)


def test_folders_change_places(tmp_path: Path):
    for folder in ("new", "site"):
        replace_tree({**tree_of(page=folder)}, tmp_path / folder)
    exchange_folders(tmp_path / "new", tmp_path / "site")

    assert tree_of(site__page="new", new__page="site") == tree_in(tmp_path)

    shutil.rmtree(tmp_path / "site")
    exchange_folders(tmp_path / "new", tmp_path / "site")

    assert tree_of(site__page="site") == tree_in(tmp_path)


def test_a_new_file_is_whole_or_not_there_and_leaves_nothing_beside_it(tmp_path: Path, monkeypatch):
    (tmp_path / f"{writing._NEW}{sha256(b'a.txt').hexdigest()[:12]}-killed").write_bytes(b"hal")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", full)
        with pytest.raises(OSError, match="No space"):
            write_new(tmp_path / "a.txt", b"whole")
    assert {} == tree_in(tmp_path)

    write_new(tmp_path / "a.txt", b"whole")
    assert tree_of() | {next(iter(tree_in(tmp_path))): b"whole"} == tree_in(tmp_path)
    assert ["a.txt"] == [path.name for path in tmp_path.iterdir()]
