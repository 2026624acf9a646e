"""A command that is stopped, or told that the disk is full, at the n-th thing it does to the files of a site."""

from __future__ import annotations

import errno
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from colophon.building.trial import settings_problem
from colophon.cli import main
from colophon.formats.yaml_reader import read_yaml
from colophon.model.settings import CONFIG
from tests.conftest import PROJECT

How = Literal["killed", "failing", "full", "read-only"] | Callable[[str, str], None]
"""`failing`: one event ends with an I/O error. `full`, `read-only`: from one event on, all that need space, or all, fail."""
_EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.chmod"}
_NEED_SPACE = {"open", "os.mkdir", "os.link"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_ERRORS = {"full": errno.ENOSPC, "read-only": errno.EROFS, "failing": errno.EIO}
_STDLIB = str(Path(os.__file__).parent)


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, minus the signal that killed it, and all it printed."""

    code: int
    output: str


def run(root: Path, *command: str, at: int = 0, how: How = "killed", longest: int | None = None) -> Ended:
    """Run `colophon` in a process of its own; at the `at`-th write below `root` it is stopped. 0 is never.

    `longest`: bytes of the longest file that it can write.

    `how` may be a function that is called with each event and path instead; a signal sent has no path.
    """
    return ended(root, started(root, *command, at=at, how=how, longest=longest))


def ended(root: Path, child: int) -> Ended:
    """How a command ended that was started; waits until it has."""
    return Ended(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), _output(root, child).read_text("utf-8"))


def _output(root: Path, child: int) -> Path:
    return root.parent / f"output-{child}.txt"


def halting(there: Callable[[], object]) -> Callable[[str, str], None]:
    """For `how`: the command halts itself at the first thing it does for which something is so, until SIGCONT."""
    is_looking = False

    def halt(_event: str, _path: str) -> None:
        nonlocal is_looking
        if is_looking:  # what `there` opens is no thing that the command does
            return
        is_looking = True
        if there():
            os.kill(os.getpid(), signal.SIGSTOP)
        else:
            is_looking = False

    return halt


def has_halted(child: int) -> bool:
    """Whether a command halted itself; waits until it has, or has ended."""
    found = os.waitid(os.P_PID, child, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    return found is not None and found.si_code == os.CLD_STOPPED


def wait_for_end(process: int) -> None:
    """Wait until a process that is not ours has ended; of Linux only."""
    with suppress(ProcessLookupError):
        descriptor = os.pidfd_open(process)
        select.select([descriptor], [], [])
        os.close(descriptor)


def started(root: Path, *command: str, at: int = 0, how: How = "killed", longest: int | None = None) -> int:
    """As `run`, without waiting for its end; the number of the process."""
    _compile_templates()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        output = _output(root, os.getpid())
        code = 70
        try:
            file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            if longest is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest))
                file = os.open(os.devnull, os.O_WRONLY)
            os.dup2(file, 1)
            os.dup2(file, 2)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8")
            sys.stderr = os.fdopen(2, "w", encoding="utf-8")
            sys.addaudithook(_hook(str(root), at, how))
            main(["-C", str(root), *command])
        except SystemExit as ended:
            code = int(ended.code or 0)
        except BaseException:  # noqa: BLE001 -- what a person would see as a traceback
            import traceback

            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return child


@cache
def _compile_templates() -> None:
    """Compile the templates of the theme in this process, so that not every command has to."""
    settings_problem(PROJECT, read_yaml((PROJECT / CONFIG).read_text("utf-8"), CONFIG))


def _hook(root: str, at: int, how: How) -> Callable[[str, tuple[object, ...]], None]:
    """For this process and its copies, each of which counts by itself."""
    left, first = at, os.getpid()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if callable(how) and os.getpid() != first:
            return
        if event == "os.kill" and callable(how):
            how(event, "")
        if event not in _EVENTS or not isinstance(arguments[0], str | bytes | os.PathLike):
            return
        path = os.fsdecode(arguments[0])
        if not path.startswith(root):
            return
        if callable(how):
            how(event, path)
            return
        if not _is_write(event, path, arguments):
            return
        left -= 1
        if left == 0 and how == "killed":
            os.kill(first, signal.SIGKILL)
        if (left == 0 and how == "failing") or (
            left <= 0 and (how == "read-only" or (how == "full" and event in _NEED_SPACE))
        ):
            raise OSError(_ERRORS[str(how)], os.strerror(_ERRORS[str(how)]), path)

    return hook


def _is_write(event: str, path: str, arguments: tuple[object, ...]) -> bool:
    """Whether an event changes a file or folder; to make a folder that exists does not."""
    if event == "open":
        return bool(int(str(arguments[2])) & _WRITES)
    return event != "os.mkdir" or not Path(path).is_dir()


def kinds_of_writes(root: Path, *command: str) -> list[int]:
    """The number of the first write, for `at`, from each place in the code that writes while a command runs once."""
    output = root.parent / "writes.txt"
    child = os.fork()
    if child == 0:
        seen: set[tuple[str, str, int]] = set()
        firsts: list[int] = []
        number = 0

        def record(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal number
            if event not in _EVENTS or not isinstance(arguments[0], str | bytes | os.PathLike):
                return
            path = os.fsdecode(arguments[0])
            if not path.startswith(str(root)) or not _is_write(event, path, arguments):
                return
            number += 1
            frame = sys._getframe(1)
            while frame.f_code.co_filename.startswith(_STDLIB) and "site-packages" not in frame.f_code.co_filename:
                assert frame.f_back
                frame = frame.f_back
            if (place := (event, frame.f_code.co_filename, frame.f_lineno)) not in seen:
                seen.add(place)
                firsts.append(number)

        with suppress(SystemExit), Path(os.devnull).open("w", encoding="utf-8") as nothing:
            sys.stdout = sys.stderr = nothing
            sys.addaudithook(record)
            main(["-C", str(root), *command])
        output.write_text(" ".join(map(str, firsts)), "ascii")
        os._exit(0)
    os.waitpid(child, 0)
    return [int(word) for word in output.read_text("ascii").split()]


def points(number: int) -> Iterator[int]:
    """Moments of a command, from its first write on, ever farther apart."""
    at = 1
    for _ in range(number):
        yield at
        at += 1 + at // 2
