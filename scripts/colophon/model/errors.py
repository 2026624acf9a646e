"""Errors that end a command. Each message says what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from colophon.model.problem import Problem


class ColophonError(Exception):
    """Base class; `str()` of an error is a message for the user."""

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is, for another process: `Exception` would make it anew, with its message in place of its arguments."""
        return _restored, (type(self), self.args, vars(self))


def _restored(kind: type[ColophonError], arguments: tuple[Any, ...], attributes: dict[str, Any]) -> ColophonError:
    error = kind.__new__(kind, *arguments)
    vars(error).update(attributes)
    return error


class NoSite(ColophonError):
    """No folder from here upwards has a `mkdocs.yml`."""

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"{start}: no mkdocs.yml here or in a folder above; go into the site's folder or name it with -C"
        )


class Refused(ColophonError):
    """The site has problems, so nothing was built."""

    def __init__(self, problems: Iterable[Problem], then: str = "nothing was built") -> None:
        self.problems = tuple(problems)
        errors = sum(p.severity == "error" for p in self.problems)
        warned = len(self.problems) - errors
        message = f"{errors} problem{'s' * (errors != 1)}"
        if not errors:
            message = f"{warned} warning{'s' * (warned != 1)} (treated as errors because of --strict)"
        super().__init__(f"{message}; {then}")


class AccessionRefused(ColophonError):
    """Files that cannot be added to the corpus, each with the reason."""

    def __init__(self, *refusals: tuple[Path, str]) -> None:
        self.refusals = refusals
        lines = [f"{path}: {why}" for path, why in refusals]
        if len(lines) > 1:
            super().__init__("\n    ".join([f"{len(lines)} files cannot be added, so nothing was added:", *lines]))
        else:
            super().__init__(f"{lines[0]}; nothing was added")


class Invalid(ColophonError):
    """A file that cannot be used; at least one of `problems` says where and why."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.path}:{p.place.line}:{p.place.column}: {p.message}" for p in problems))


class ZensicalFailed(ColophonError):
    """Zensical failed; `output` is its own message."""

    def __init__(self, output: str) -> None:
        super().__init__(f"the site was not built; Zensical says:\n{output.strip()}")


class IndexingFailed(ColophonError):
    """Pagefind failed; `output` is its own message."""

    def __init__(self, output: str) -> None:
        super().__init__(f"the search index could not be written; Pagefind says:\n{output.strip()}")


class Busy(ColophonError):
    """Another process is building the same site; `process` is its id, or empty if unknown."""

    def __init__(self, process: str) -> None:
        named = f" (PID {process})" if process else ""
        super().__init__(
            f"another process{named} is building this site; try again when it has finished; nothing was changed"
        )


def os_error_message(error: OSError) -> str:
    """An error of the operating system, in a sentence: the file, what is wrong, and what to do."""
    what = {
        errno.ENOSPC: "the disk is full; free some space",
        errno.EDQUOT: "your disk quota is used up; free some space",
        errno.EACCES: "permission denied; change its permissions",
        errno.EPERM: "permission denied; change its permissions",
        errno.EROFS: "read-only file system; make the folder or disk writable",
        errno.ENOENT: "does not exist, or was removed while it was read; check whether another program moves it",
        errno.ENOTDIR: "a file is where a folder must be; move it away",
        errno.EISDIR: "a folder is where a file must be; move it away",
    }.get(error.errno or 0)
    if what is None:
        return str(error)
    return f"{error.filename or 'output'}: {what}, then run this again"
