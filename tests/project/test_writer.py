"""Files are written when they differ, by replacement; what is stale goes; nothing else is touched."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from colophon.project.writer import Changes, ReusedFolder, remove_folder, replace_folder, write_new, write_tree

Tree = dict[PurePosixPath, bytes]
names = st.sampled_from(["a", "b", "c.md", ".hidden", "é", "x y"])
paths = st.lists(names, min_size=1, max_size=3).map(lambda parts: PurePosixPath(*parts))
trees = st.dictionaries(paths, st.sampled_from([b"", b"one", b"two\x00"]), max_size=5).map(
    lambda tree: {path: data for path, data in tree.items() if not tree.keys() & set(path.parents)}
)


def tree_of(**files: str) -> Tree:
    """A tree; `__` parts folders."""
    return {PurePosixPath(name.replace("__", "/")): data.encode() for name, data in files.items()}


def tree_in(folder: Path) -> Tree:
    """Every file below a folder; a link is what it points to, in words."""
    found: Tree = {}
    for path in folder.rglob("*"):
        if path.is_symlink():
            found[PurePosixPath(path.relative_to(folder).as_posix())] = f"-> {path.readlink()}".encode()
        elif path.is_file():
            found[PurePosixPath(path.relative_to(folder).as_posix())] = path.read_bytes()
    return found


def test_tree_is_written_into_a_new_folder(tmp_path: Path):
    tree = tree_of(index="home", documents__x="text", documents__deep__y="more")

    changes = write_tree(tree, tmp_path / "build" / "docs")

    assert Changes(tuple(sorted(tree)), ()) == changes
    assert tree == tree_in(tmp_path / "build" / "docs")


def test_second_write_changes_nothing(tmp_path: Path):
    tree = tree_of(index="home", documents__x="text")
    write_tree(tree, tmp_path)
    before = {path: path.stat() for path in tmp_path.rglob("*")}

    assert Changes((), ()) == write_tree(tree, tmp_path)
    assert before == {path: path.stat() for path in tmp_path.rglob("*")}


def test_only_what_differs_is_written(tmp_path: Path):
    write_tree(tree_of(a="one", b="two"), tmp_path)

    assert Changes((PurePosixPath("b"),), ()) == write_tree(tree_of(a="one", b="TWO"), tmp_path)


def test_stale_files_and_empty_folders_are_removed(tmp_path: Path):
    write_tree(tree_of(a="one", old__deep__b="two", old__deep__c="three"), tmp_path)
    (tmp_path / "empty" / "er").mkdir(parents=True)

    changes = write_tree(tree_of(a="one"), tmp_path)

    assert Changes((), (PurePosixPath("old/deep/b"), PurePosixPath("old/deep/c"))) == changes
    assert ["a"] == [path.name for path in tmp_path.rglob("*")]


def test_file_is_replaced_by_a_folder(tmp_path: Path):
    write_tree(tree_of(a="a file", b__c="a file"), tmp_path)

    write_tree(tree_of(a__x="one", b__c__d__e="two"), tmp_path)

    assert tree_of(a__x="one", b__c__d__e="two") == tree_in(tmp_path)


def test_folder_is_replaced_by_a_file(tmp_path: Path):
    write_tree(tree_of(a__x__y="one", a__z="two"), tmp_path)

    write_tree(tree_of(a="a file"), tmp_path)

    assert tree_of(a="a file") == tree_in(tmp_path)


def test_file_above_the_folder_is_not_removed(tmp_path: Path):
    """A file named `build` is not removed: an error, and the file stays."""
    (tmp_path / "build").write_bytes(b"#!/bin/sh")

    with pytest.raises(OSError, match="build"):
        write_tree(tree_of(a="one"), tmp_path / "build" / "docs")

    assert tree_of(build="#!/bin/sh") == tree_in(tmp_path)


def test_nothing_is_written_through_a_link_to_a_folder(tmp_path: Path):
    """The link goes, what it leads to stays as it is, and the tree is there."""
    write_tree(tree_of(mine="keep"), tmp_path / "outside")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "sub").symlink_to(tmp_path / "outside")

    write_tree(tree_of(sub__x="one"), tmp_path / "docs")

    assert tree_of(mine="keep") == tree_in(tmp_path / "outside")
    assert tree_of(sub__x="one") == tree_in(tmp_path / "docs")


@pytest.mark.parametrize("target", ["outside", "nowhere"])
def test_link_to_a_file_is_replaced_and_its_target_stays(tmp_path: Path, target: str):
    (tmp_path / "outside").write_bytes(b"keep")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a").symlink_to(tmp_path / target)

    write_tree(tree_of(a="one"), tmp_path / "docs")

    assert tree_of(a="one") == tree_in(tmp_path / "docs")
    assert b"keep" == (tmp_path / "outside").read_bytes()
    assert not (tmp_path / "nowhere").exists()


def test_stale_link_is_removed_and_its_target_stays(tmp_path: Path):
    write_tree(tree_of(mine="keep"), tmp_path / "outside")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "old").symlink_to(tmp_path / "outside")

    changes = write_tree({}, tmp_path / "docs")

    assert Changes((), (PurePosixPath("old"),)) == changes
    assert tree_of(mine="keep") == tree_in(tmp_path / "outside")


def test_written_file_is_readable_by_all(tmp_path: Path):
    """A web server need not be who built the site."""
    write_tree(tree_of(a="one"), tmp_path)

    assert 0o644 == (tmp_path / "a").stat().st_mode & 0o777


@pytest.mark.parametrize("step", ["replace", "chmod", "fdopen"])
def test_no_temporary_file_remains_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str):
    """The old file is still there, whole."""
    write_tree(tree_of(a="old"), tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(OSError, match="disk full"):
            write_tree(tree_of(a="new"), tmp_path)

    assert tree_of(a="old") == tree_in(tmp_path)


# --- laws --------------------------------------------------------------------------------------------------------


@given(trees, trees)
@example(tree_of(a="one"), tree_of(a__b="two"))
@example(tree_of(a__b__c="one"), tree_of(a__b="two"))
def test_folder_has_exactly_the_tree(before: Mapping[PurePosixPath, bytes], tree: Mapping[PurePosixPath, bytes]):
    """Whatever was there: afterwards the tree, no empty folder, nothing beside the folder, and no change twice."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary, "docs")
        (Path(temporary) / "beside").write_bytes(b"keep")
        write_tree(before, folder)

        changes = write_tree(tree, folder)

        assert tree == tree_in(folder)
        assert set(changes.written) == {path for path, data in tree.items() if before.get(path) != data}
        assert not set(changes.removed) & tree.keys()
        assert [] == [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())]
        assert Changes((), ()) == write_tree(tree, folder)
        assert {"beside"} | ({"docs"} if folder.exists() else set()) == {p.name for p in Path(temporary).iterdir()}
        assert b"keep" == (Path(temporary) / "beside").read_bytes()


# --- single files and folders ------------------------------------------------------------------------------------


def test_new_file_is_written_with_its_folders(tmp_path: Path):
    write_new(tmp_path / "corpus" / "a.txt", b"\x00\r\n")

    assert {PurePosixPath("corpus/a.txt"): b"\x00\r\n"} == tree_in(tmp_path)


def test_new_file_never_replaces_another(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(b"old")

    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.txt", b"new")

    assert b"old" == (tmp_path / "a.txt").read_bytes()


def test_new_file_is_not_written_through_a_link(tmp_path: Path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.txt", b"new")

    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("old_is_there", [True, False])
def test_new_folder_replaces_the_old(tmp_path: Path, old_is_there: bool):
    write_tree(tree_of(new="page"), tmp_path / "build" / "site")
    if old_is_there:
        write_tree(tree_of(old="page", older__still="page"), tmp_path / "site")

    replace_folder(tmp_path / "build" / "site", tmp_path / "site")

    assert tree_of(site__new="page") == tree_in(tmp_path)
    assert {"build", "site"} == {path.name for path in tmp_path.iterdir()}


def test_a_used_folder_keeps_the_files_of_another_and_nothing_else(tmp_path: Path):
    write_tree(tree_of(one="1", a__two="2", a__b__three="3"), tmp_path / "site")
    write_tree(tree_of(mine="keep"), tmp_path / "outside")
    write_tree(tree_of(a__two="2", x__y__old="old"), tmp_path / "used")
    os.link(tmp_path / "site/one", tmp_path / "used/one")
    os.link(tmp_path / "site/one", tmp_path / "used/x/one")
    (tmp_path / "used/a/b").symlink_to(tmp_path / "site/a/b")
    (tmp_path / "used/link").symlink_to(tmp_path / "outside/mine")

    used = ReusedFolder(tmp_path / "used")
    paths = ["one", "a/two", "a/b/three", "x/one"]
    kept = [path for path in paths if used.keeps(path, (tmp_path / "site" / path.removeprefix("x/")).stat())]
    used.remove_others()

    assert ["one", "x/one"] == kept
    assert tree_of(one="1", x__one="1") == tree_in(tmp_path / "used")
    assert {"one", "x"} == {path.name for path in (tmp_path / "used").iterdir()}
    assert tree_of(mine="keep") == tree_in(tmp_path / "outside")
    assert tree_of(one="1", a__two="2", a__b__three="3") == tree_in(tmp_path / "site")


def test_a_link_in_the_place_of_a_used_folder_is_replaced(tmp_path: Path):
    write_tree(tree_of(mine="keep"), tmp_path / "outside")
    (tmp_path / "used").symlink_to(tmp_path / "outside")

    ReusedFolder(tmp_path / "used").remove_others()

    assert tree_of(outside__mine="keep") == tree_in(tmp_path)


def test_folder_is_removed_and_links_are_not_followed(tmp_path: Path):
    write_tree(tree_of(mine="keep"), tmp_path / "outside")
    write_tree(tree_of(a="one", b__c="two"), tmp_path / "old")
    (tmp_path / "old" / "link").symlink_to(tmp_path / "outside")

    remove_folder(tmp_path / "old")
    remove_folder(tmp_path / "not-there")

    assert tree_of(outside__mine="keep") == tree_in(tmp_path)
    assert ["outside"] == [path.name for path in tmp_path.iterdir()]
