"""The only writer: a file is written when it differs, by atomic replacement; what is stale goes.

A generated folder is replaced whole: whoever stops a build leaves the last one or the new one, or, between two renames, the
last one beside its place, where the next build finds it.
Files that editors wrote are changed together or not at all.
"""

from __future__ import annotations

import errno
import os
import posixpath
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from colophon.model.errors import Busy, ColophonError

_NEW = ".colophon-new-"
_CANNOT_LINK = frozenset(
    {errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EMLINK}
)
"""What a file system says that cannot give a file a second name."""


Stamp = tuple[int, int, int]
"""When a file was written, its size and its number on the disk: what has the same is the same."""


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return status.st_mtime_ns, status.st_size, status.st_ino


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
            message = "is a symbolic link, whose target would be overwritten; remove the link. Nothing was written"
            raise ColophonError(f"{linked.as_posix()}: {message}")


def write_tree(tree: Mapping[PurePosixPath, bytes], folder: Path) -> Changes:
    """Make the contents of `folder` exactly `tree`. A second call with the same tree changes nothing.

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


def add_files(files: Mapping[PurePosixPath, bytes], folder: Path) -> None:
    """Write files into a folder that is not in its place yet, and that holds none of them."""
    for parent in {path.parent for path in files}:
        (folder / parent).mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        (folder / path).write_bytes(data)


def move_files(source: Path, paths: Iterable[str], target: Path) -> None:
    """Move the files at paths below the folder `source` to the same paths below `target`, on the same disk."""
    made = set()
    for path in paths:
        folder = posixpath.dirname(path)
        if folder not in made:
            (target / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        os.replace(f"{source}/{path}", f"{target}/{path}")  # noqa: PTH105 -- of some 10,000 files, for which `Path` takes longer


def replace_tree(tree: Mapping[PurePosixPath, bytes], folder: Path) -> Changes:
    """Replace the contents of `folder` by `tree` at once; unchanged files keep their times.

    A process that is killed leaves the old contents or the new, never a part of both.
    """
    replacement = Replacement(folder)
    replacement.clear()
    for path, data in sorted(tree.items()):
        replacement.put(path, data)
    return replacement.finish()


class Replacement:
    """New contents for a folder, which take its place at once. Its files may be put by several processes.

    Until `finish` is called nothing of the folder changes. It is made in the folder that the last replacement replaced,
    where most files that stay are already. All that is kept is kept before `clear` is called, and put after that.
    """

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._old = folder
        self._new = folder.with_name(f"{folder.name}-new")
        restore_folder(self._new, folder)
        self._used = ReusedFolder(self._new)
        self._elsewhere: list[str] = []
        self._made = {""}
        self._real = {"": not folder.is_symlink()}

    def put(self, path: PurePosixPath | str, data: bytes) -> None:
        """Add a file; where the folder holds the same, that one, with its times."""
        there, new = f"{self._old}/{path}", self._place_for(str(path))
        status = self._status(str(path))
        is_same = status is not None and status.st_size == len(data) and Path(there).read_bytes() == data
        if not is_same or not _linked(there, new):
            Path(new).write_bytes(data)

    def keep(self, path: PurePosixPath | str, stamp: Stamp | None, digest: str) -> bool:
        """Add the file that the folder holds, if it has this stamp or, where it was copied, this SHA-256; returns whether."""
        there = f"{self._old}/{path}"
        status = self._status(str(path))
        if status is None or (stamp_of(status) != stamp and sha256(Path(there).read_bytes()).hexdigest() != digest):
            return False
        if not self._used.keeps(str(path), status):
            self._elsewhere.append(str(path))
        return True

    def clear(self) -> None:
        """Remove from the place of the new contents what was not kept, and bring the rest of what was kept there."""
        self._used.remove_others()
        for path in self._elsewhere:
            link_or_copy(f"{self._old}/{path}", self._place_for(path))

    def read(self, path: PurePosixPath) -> bytes:
        """A file that was put."""
        return (self._new / path).read_bytes()

    def finish(self) -> Changes:
        """Move what was put to the place of the folder, unless that holds nothing else; returns what that changed."""
        held, others = _contents(self._old)
        put, folders = _contents(self._new)
        written = [
            path for path, status in put.items() if path not in held or not self._is_same(path, held[path], status)
        ]
        removed = held.keys() - put.keys()
        if written or removed or others != folders:
            exchange_folders(self._new, self._old)
        return Changes(tuple(sorted(map(PurePosixPath, written))), tuple(sorted(map(PurePosixPath, removed))))

    def _is_same(self, path: str, held: os.stat_result, put: os.stat_result) -> bool:
        """Whether two files are one, or have the same bytes where the file system gives no second name."""
        if (held.st_dev, held.st_ino) == (put.st_dev, put.st_ino):
            return True
        return held.st_size == put.st_size and (self._old / path).read_bytes() == (self._new / path).read_bytes()

    def _place_for(self, path: str) -> str:
        """Where a file is put, in a folder that exists now."""
        folder = posixpath.dirname(path)
        if folder not in self._made:
            (self._new / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return f"{self._new}/{path}"

    def _status(self, path: str) -> os.stat_result | None:
        """The status of a regular file in the folder; `None` for anything else, and behind symbolic links."""
        status = self._lstat(path) if self._is_real(posixpath.dirname(path)) else None
        return status if status and stat.S_ISREG(status.st_mode) else None

    def _is_real(self, folder: str) -> bool:
        """Whether this is a folder below the folder, and no link leads to it."""
        if folder not in self._real:
            status = self._lstat(folder) if self._is_real(posixpath.dirname(folder)) else None
            self._real[folder] = status is not None and stat.S_ISDIR(status.st_mode)
        return self._real[folder]

    def _lstat(self, path: str) -> os.stat_result | None:
        try:
            return os.lstat(f"{self._old}/{path}")
        except OSError:
            return None


def _contents(folder: Path) -> tuple[dict[str, os.stat_result], int]:
    """The files below a folder, by path, and how much else is there: folders, links."""
    files: dict[str, os.stat_result] = {}
    others = 0
    open_folders = [""]
    while open_folders:
        below = open_folders.pop()
        with suppress(FileNotFoundError), os.scandir(f"{folder}/{below}") as entries:
            for entry in entries:
                path = f"{below}{entry.name}"
                if entry.is_file(follow_symlinks=False):
                    files[path] = entry.stat(follow_symlinks=False)
                else:
                    others += 1
                if entry.is_dir(follow_symlinks=False):
                    open_folders.append(f"{path}/")
    return files, others


def _linked(file: Path | str, other: Path | str) -> bool:
    """Whether `other` is now a second name of a file that is there; not every file system can do it."""
    try:
        os.link(file, other)
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        return False
    return True


def link_or_copy(file: Path | str, other: Path | str) -> None:
    """Give a generated file a second name, which does not exist yet, or a copy where the file system has none."""
    try:
        is_linked = _linked(file, other)
    except FileNotFoundError:
        Path(other).parent.mkdir(parents=True)
        is_linked = _linked(file, other)
    if not is_linked:
        shutil.copyfile(file, other)


class ReusedFolder:
    """A generated folder to be filled again, in which files that are still wanted stay.

    Creating and removing folders takes most of the time of a copy. Write nothing into it before `remove_others`: its files
    may be hard links to those of another tree.
    """

    def __init__(self, folder: Path) -> None:
        if folder.is_symlink():
            folder.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._device = folder.stat().st_dev
        self._files: dict[str, int] = {}
        self._folders: list[str] = []
        self._needed = {""}
        self._find("")

    def _find(self, below: str) -> None:
        with os.scandir(self._folder / below) as found:
            entries = list(found)
        for entry in entries:
            path = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                self._folders.append(path)
                self._find(f"{path}/")
            else:
                self._files[path] = entry.inode()

    def keeps(self, path: str, status: os.stat_result) -> bool:
        """Whether the file with this status is at a path in the folder, where it then stays."""
        if (self._device, self._files.get(path)) != (status.st_dev, status.st_ino):
            return False
        del self._files[path]
        while (path := path.rpartition("/")[0]) not in self._needed:
            self._needed.add(path)
        return True

    def remove_others(self) -> None:
        """Remove all that was not kept."""
        for path in self._files:
            (self._folder / path).unlink()
        for folder in reversed(self._folders):
            if folder not in self._needed:
                (self._folder / folder).rmdir()


def write_new(path: Path, data: bytes) -> None:
    """Create a file atomically. Raises `FileExistsError` if it exists, and `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    new = _temporary(path, data, 0o644)
    try:
        if not _linked(new, path):
            _copy_new(path, data)
    finally:
        _discard(new)


def _copy_new(path: Path, data: bytes) -> None:
    """Create a file where hard links cannot."""
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def write_transaction(files: Mapping[Path, bytes | None]) -> None:
    """Write files, or delete those with `None`, as one transaction: all of them or none.

    All that needs space is written before the first file changes, so that a full disk cannot stop the rollback. Files
    keep their permissions. Raises `OSError`.
    """
    changed: list[Path] = []
    new: dict[Path, Path] = {}
    backups: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            _prepare(path, data, new, backups)
        for path in (path for path in files if path in new or path in backups):
            changed.append(path)
            if path in new:
                new[path].replace(path)
            else:
                path.unlink()
    except BaseException:
        for path in reversed(changed):
            if path in backups:
                backups[path].replace(path)
            else:
                path.unlink(missing_ok=True)
        raise
    finally:
        for left in (*new.values(), *backups.values()):
            _discard(left)


def _prepare(path: Path, data: bytes | None, new: dict[Path, Path], backups: dict[Path, Path]) -> None:
    """Write the new contents of a file, and a copy of the old, beside it, unless they are the same."""
    before = path.read_bytes() if path.is_file() else None
    if data == before:
        return
    mode = 0o644 if before is None else path.stat().st_mode & 0o777
    for leftover in (path, path.with_name(f"{path.name}~")):
        _remove_leftovers(leftover)
    if before is not None:
        backups[path] = _temporary(path.with_name(f"{path.name}~"), before, mode)
    if data is not None:
        new[path] = _temporary(path, data, mode)


def _discard(temporary: Path) -> None:
    """Remove a temporary file; one that cannot be removed is removed when the same file is written again."""
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def replace_folder(new: Path, old: Path) -> None:
    """Move the folder `new` to `old`, which is removed if it exists; if that fails, `old` is as it was.

    `old` is renamed first, then `new`; `restore_folder` undoes the first rename if the process was killed between them.
    """
    aside = _moved(new, old)
    with suppress(OSError):  # the new folder is in place; the next call removes what is left
        remove_folder(aside)


def exchange_folders(new: Path, old: Path) -> None:
    """Swap the folders `new` and `old`; if that fails, `old` is as it was. `old` may be missing."""
    aside = _moved(new, old)
    with suppress(OSError):
        if aside.exists():
            aside.replace(new)


def _moved(new: Path, old: Path) -> Path:
    """Move `new` to `old`; returns where `old` is now, if there was one."""
    aside = _aside(new)
    restore_folder(new, old)
    try:
        if old.exists():
            old.replace(aside)
        new.replace(old)
    except BaseException:
        if aside.is_dir() and not old.exists():
            aside.replace(old)
        raise
    return aside


def restore_folder(new: Path, old: Path) -> None:
    """Undo a `replace_folder` that was stopped half-way, if one was; what it left is removed."""
    aside = _aside(new)
    if aside.is_dir() and not old.exists():
        aside.replace(old)
    remove_folder(aside)


def _aside(new: Path) -> Path:
    return new.with_name(f"{new.name}-before")


def remove_folder(folder: Path) -> None:
    """Remove a generated folder, if it is there; of a link only the link."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.is_dir():
        shutil.rmtree(folder)


@contextmanager
def exclusive_lock(folder: Path) -> Iterator[None]:
    """Hold an exclusive lock on `folder`; reentrant in a thread. Raises `Busy` if another process or thread holds it.

    The lock is the operating system's and ends with the process; the file stays and names the process that had it last.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = (folder / ".lock").absolute()
    try:
        with FileLock(path, timeout=0, is_singleton=True):
            with suppress(OSError):  # Windows lets nobody write to a locked file
                path.write_text(str(os.getpid()), "ascii")
            yield
    except Timeout:
        process = ""
        with suppress(OSError):
            process = path.read_text("ascii")
        raise Busy(process) from None


def _make_room(folder: Path, path: PurePosixPath) -> None:
    """Remove what is in the place of the file or of a folder it needs; never through a link or above `folder`."""
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
    new = _temporary(path, data, mode)
    try:
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return True


def _remove_leftovers(path: Path) -> None:
    """Remove temporary files for `path` of a process that was killed. In a generated tree they go as stale files do."""
    for left in path.parent.glob(f"{_temporary_name(path)}*"):
        left.unlink(missing_ok=True)


def _temporary_name(path: Path) -> str:
    return f"{_NEW}{sha256(os.fsencode(path.name)).hexdigest()[:12]}-"


def _temporary(path: Path, data: bytes, mode: int) -> Path:
    """Write a temporary file with these bytes beside `path`."""
    handle, name = tempfile.mkstemp(prefix=_temporary_name(path), dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        new.chmod(mode)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new
