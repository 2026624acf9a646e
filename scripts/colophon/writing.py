"""The only writer of what is generated: a file is written when it differs, by atomic replacement; what is stale goes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Changes:
    """What a call wrote and removed, as paths below its folder."""

    written: tuple[PurePosixPath, ...]
    removed: tuple[PurePosixPath, ...]


def write_tree(tree: Mapping[PurePosixPath, bytes], folder: Path) -> Changes:
    """Make `folder` hold exactly `tree`. A second call with the same tree changes nothing."""
    written = [path for path in sorted(tree) if _write_if_other(folder / path, tree[path])]
    removed = []
    for path in sorted(folder.rglob("*"), reverse=True):
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif relative not in tree:
            path.unlink()
            removed.append(relative)
    return Changes(tuple(written), tuple(sorted(removed)))


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet. Raises `FileExistsError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


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
    if folder.is_dir():
        write_tree({}, folder)
        folder.rmdir()


def _write_if_other(path: Path, data: bytes) -> bool:
    try:
        if path.read_bytes() == data:
            return False
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        pass
    if path.is_dir() and not path.is_symlink():
        remove_folder(path)
    for folder in path.parents:
        if folder.is_file():
            folder.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        new.chmod(0o644)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return True
