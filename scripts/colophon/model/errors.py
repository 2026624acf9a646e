"""What can stop a command. Each says, in one sentence, what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path

from colophon.model.problem import Problem


class ColophonError(Exception):
    """Anything Colophon refuses; `str()` of it is meant for the person at the keyboard."""


class NoSite(ColophonError):
    """There is no site here."""

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
        told = f"{errors} problem{'s' * (errors != 1)}"
        if not errors:
            told = f"{warned} warning{'s' * (warned != 1)}, which --strict makes problems"
        super().__init__(f"{told}; {then}")


class AccessionRefused(ColophonError):
    """Files that are not taken into the corpus, each with the reason, so that all can be mended at once."""

    def __init__(self, *refusals: tuple[Path, str]) -> None:
        self.refusals = refusals
        told = [f"{path}: {why}" for path, why in refusals]
        if len(told) > 1:
            told = [f"{len(told)} files are refused, and nothing was taken in:", *told]
            super().__init__("\n    ".join(told))
        else:
            super().__init__(f"{told[0]}; nothing was taken in")


class Invalid(ColophonError):
    """A file is not what it should be; `problems` say where and why, at least one."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.path}:{p.place.line}:{p.place.column}: {p.message}" for p in problems))


class ZensicalFailed(ColophonError):
    """Zensical could not build the site; `output` is what it said."""

    def __init__(self, output: str) -> None:
        super().__init__(f"the site was not built; Zensical says:\n{output.strip()}")


class IndexingFailed(ColophonError):
    """Pagefind could not write the search index; `output` is what it said."""

    def __init__(self, output: str) -> None:
        super().__init__(f"the search index could not be written; Pagefind says:\n{output.strip()}")


class Busy(ColophonError):
    """Another process builds the same site; `process` is its number, or nothing."""

    def __init__(self, process: str) -> None:
        named = f" (process {process})" if process else ""
        super().__init__(f"this site is being built already{named}; wait until that has ended; nothing was changed")


def os_error_message(error: OSError) -> str:
    """What a system refuses, in a sentence: the file, why, and what to do."""
    what = {
        errno.ENOSPC: "the disk is full; make room",
        errno.EDQUOT: "your share of the disk is full; make room",
        errno.EACCES: "this may not be read or written by you; change its permissions",
        errno.EPERM: "this may not be read or written by you; change its permissions",
        errno.EROFS: "nothing can be written there; make the folder or disk writable",
        errno.ENOENT: "this is not there, or went while it was read; look whether another program moves it",
        errno.ENOTDIR: "a file stands where a folder must be; move it away",
        errno.EISDIR: "a folder stands where a file must be; move it away",
    }.get(error.errno or 0)
    if what is None:
        return str(error)
    return f"{error.filename or 'a file'}: {what}, then run this again. What was there before is as it was."
