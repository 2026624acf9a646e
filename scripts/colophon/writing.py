"""The only writer of what is generated: a file is written when it differs, by atomic replacement; what is stale goes.

Files that editors wrote are changed together or not at all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from colophon.errors import ColophonError


@dataclass(frozen=True, slots=True)
class Changes:
    """What a call wrote and removed, as paths below its folder."""

    written: tuple[PurePosixPath, ...]
    removed: tuple[PurePosixPath, ...]


def first_link(root: Path, path: Path) -> Path | None:
    """The first symbolic link on the way from the folder `root` to `path` below it, if there is one; both relative to it."""
    ways = [*reversed(path.parents[:-1]), path] if path.parts else []
    return next((way for way in ways if (root / way).is_symlink()), None)


def refuse_links(root: Path, *paths: Path | str) -> None:
    """Nothing is written, and nothing removed, where a link leads. Raises `ColophonError` for the first one."""
    for path in paths:
        if linked := first_link(root, Path(path)):
            told = "is a symbolic link, and what it leads to would be overwritten; remove the link. Nothing was written"
            raise ColophonError(f"{linked.as_posix()}: {told}")


def write_tree(tree: Mapping[PurePosixPath, bytes], folder: Path) -> Changes:
    """Make `folder` hold exactly `tree`. A second call with the same tree changes nothing.

    Raises `ColophonError` where `folder` is a symbolic link.
    """
    refuse_links(folder.parent, folder.name)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path in sorted(tree):
        _make_room(folder, path)
        if _write_if_other(folder / path, tree[path]):
            written.append(path)
    removed = []
    for there in sorted(folder.rglob("*"), reverse=True):
        relative = PurePosixPath(there.relative_to(folder).as_posix())
        if there.is_dir() and not there.is_symlink():
            if not any(there.iterdir()):
                there.rmdir()
        elif relative not in tree:
            there.unlink()
            removed.append(relative)
    return Changes(tuple(written), tuple(sorted(removed)))


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet. Raises `FileExistsError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


def change_together(files: Mapping[Path, bytes | None]) -> None:
    """Give each file these bytes, or remove it for `None`; if one of them cannot be written, all are as they were.

    A file keeps its permissions. Raises `OSError`.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    done: list[Path] = []
    try:
        for path, data in files.items():
            done.append(path)
            _change(path, data)
    except BaseException:
        for path in reversed(done):
            _change(path, before[path])
        raise


def _change(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        _write_if_other(path, data, path.stat().st_mode & 0o777 if path.is_file() else 0o644)


def replace_folder(new: Path, old: Path) -> None:
    """Put the folder `new` where `old` is, or would be, in one rename; `old` is gone afterwards."""
    if old.exists():
        aside = Path(tempfile.mkdtemp(prefix=f".{old.name}-", dir=old.parent))
        old.replace(aside / "old")
        new.replace(old)
        remove_folder(aside)
    else:
        new.replace(old)


def remove_folder(folder: Path) -> None:
    """Remove a generated folder, if it is there."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.is_dir():
        write_tree({}, folder)
        folder.rmdir()


def _make_room(folder: Path, path: PurePosixPath) -> None:
    """Remove what stands where the file, or a folder it needs, must be; never through a link, never above `folder`."""
    for part in reversed(path.parents[:-1]):
        if (folder / part).is_symlink() or (folder / part).is_file():
            (folder / part).unlink()
    if (folder / path).is_symlink():
        (folder / path).unlink()
    remove_folder(folder / path)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)


def _write_if_other(path: Path, data: bytes, mode: int = 0o644) -> bool:
    if path.is_file() and path.read_bytes() == data:
        return False
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        new.chmod(mode)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return True
