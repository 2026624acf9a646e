"""Work shared among processes that are copies of this one, and work that a copy does meanwhile."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Generic, Self, TypeVar

from colophon.model.errors import ColophonError

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_A_PROCESS = 20
"""Things to work on; for fewer, to start a process and to hand over its results takes longer."""
_MOST_SHARES = 1_000
"""Into how many shares work is divided at most: their numbers, of two bytes each, are written to a pipe at once."""


def cores() -> int:
    """How many processes can run at once on this machine, as far as this process may use it."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_in_processes(work: Callable[[Item], Result], items: Sequence[Item], jobs: int | None) -> list[Result]:
    """`work` of each item, in the order of the items, by at most `jobs` processes; by default, one for each core.

    Each takes a share of the items when it is done with the last. They are made by `fork`, so that `work` may use whatever
    is in memory; only results are handed over, which must be picklable. One process does everything where there is no
    `fork`, or where other threads run, since a copy could inherit a lock that one of them holds.

    Raises what `work` raises, and `ColophonError` if a process is killed. All end with this one, however it ends.
    """
    jobs = min(jobs or cores(), len(items) // _WORTH_A_PROCESS)
    if jobs < 2 or not _can_copy():
        return list(map(work, items))
    shares = min(len(items), _MOST_SHARES)
    with ExitStack() as stack:
        numbers = stack.enter_context(_numbers(shares))
        do_shares = partial(_do_shares, work, items, shares, numbers)
        others = [stack.enter_context(_Copy(do_shares)) for _ in range(1, jobs)]
        done = do_shares()
        for other in others:
            done |= other.result()
    return [done[number % shares][number // shares] for number in range(len(items))]


@contextmanager
def meanwhile(work: Callable[[], Result], jobs: int | None) -> Iterator[Callable[[], Result]]:
    """Do `work` in a copy of this process; what is handed out waits for its result, or raises what it raised.

    The result must be picklable. With `jobs` of 1, and where this process cannot be copied, the work is done when its result
    is asked for. The copy ends with this process, and with the `with` statement.
    """
    if jobs == 1 or not _can_copy():
        yield work
        return
    with _Copy(work) as copy:
        yield copy.result


def _can_copy() -> bool:
    return threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def _numbers(count: int) -> Iterator[int]:
    """A pipe from which each number below `count` can be read once, by whatever process reads first."""
    reading, writing = os.pipe()
    try:
        os.write(writing, b"".join(number.to_bytes(2, "big") for number in range(count)))
    finally:
        os.close(writing)
    try:
        yield reading
    finally:
        os.close(reading)


def _do_shares(
    work: Callable[[Item], Result], items: Sequence[Item], shares: int, numbers: int
) -> dict[int, list[Result]]:
    """Work on shares of the items as long as there are any; returns the results of each, by its number."""
    done: dict[int, list[Result]] = {}
    try:
        while number := os.read(numbers, 2):
            share = int.from_bytes(number, "big")
            done[share] = list(map(work, items[share::shares]))
    except BaseException:
        while os.read(numbers, 2 * shares):  # so that the others end too
            pass
        raise
    return done


class _Copy(Generic[Result]):
    """A copy of this process that does some work."""

    def __init__(self, work: Callable[[], Result]) -> None:
        context = multiprocessing.get_context("fork")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_do, args=(work, self._ours, theirs), daemon=True)
        gc.freeze()  # or the collector of the copy would write to every page of memory, and so copy it
        self._process.start()
        gc.unfreeze()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.close()
        self._process.kill()
        self._process.join()

    def result(self) -> Result:
        """Wait for the result."""
        try:
            outcome = self._ours.recv()
        except EOFError:
            self._process.join()
            raise ColophonError(f"a process of this command was stopped (exit code {self._process.exitcode})") from None
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome  # type: ignore[no-any-return]  # of the type that `work` gave


def _do(work: Callable[[], object], first: Connection, ours: Connection) -> None:
    """Do the work in a copy of the first process, and hand over its result or its error."""
    first.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is interrupted too, and ends this one
    threading.Thread(target=_end_with, args=(ours,), daemon=True).start()
    try:
        outcome = work()
    except Exception as error:  # noqa: BLE001 -- raised again in the first process
        outcome = error
    ours.send(outcome)


def _end_with(first: Connection) -> None:
    """End this process when the first one has ended, and with it the connection.

    Copies that were made later have inherited the other end; the last of them ends at once, and then the one before it.
    """
    try:
        first.recv_bytes()  # which nobody sends
    except (EOFError, OSError):
        os._exit(1)
