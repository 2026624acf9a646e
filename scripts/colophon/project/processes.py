"""Work on many things, shared among processes that are copies of this one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from typing import Self, TypeVar

from colophon.model.errors import ColophonError

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_A_PROCESS = 20
"""Things to work on; for fewer, to start a process and to hand over its results takes longer."""


def cores() -> int:
    """How many processes can run at once on this machine, as far as this process may use it."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_in_processes(work: Callable[[Item], Result], items: Sequence[Item], jobs: int | None) -> list[Result]:
    """`work` of each item, in the order of the items, by at most `jobs` processes; by default, one for each core.

    Each takes every `jobs`-th item. They are made by `fork`, so that `work` may use whatever is in memory; only results
    are handed over, which must be picklable. One process does everything where there is no `fork`, or where other threads
    run, since a copy could inherit a lock that one of them holds.

    Raises what `work` raises, and `ColophonError` if a process is killed. All end with this one, however it ends.
    """
    jobs = min(jobs or cores(), len(items) // _WORTH_A_PROCESS)
    if jobs < 2 or threading.active_count() > 1 or "fork" not in multiprocessing.get_all_start_methods():
        return list(map(work, items))
    results: dict[int, Result] = {}
    with ExitStack() as stack:
        others = [(first, stack.enter_context(_Copy(work, items[first::jobs]))) for first in range(1, jobs)]
        results.update(zip(range(0, len(items), jobs), map(work, items[::jobs]), strict=True))
        for first, other in others:
            results.update(zip(range(first, len(items), jobs), other.results(), strict=True))
    return [results[number] for number in range(len(items))]


class _Copy:
    """A copy of this process that works on some of the items."""

    def __init__(self, work: Callable[[Item], Result], items: Sequence[Item]) -> None:
        context = multiprocessing.get_context("fork")
        self._receiving, sending = context.Pipe(duplex=False)
        self._process = context.Process(target=_work_on, args=(work, items, sending, os.getpid()), daemon=True)
        gc.freeze()  # or the collector of the copy would write to every page of memory, and so copy it
        self._process.start()
        gc.unfreeze()
        sending.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._receiving.close()
        self._process.kill()
        self._process.join()

    def results(self) -> list[Result]:
        """Wait for the results."""
        try:
            outcome = self._receiving.recv()
        except EOFError:
            self._process.join()
            raise ColophonError(f"a process of this command was stopped (exit code {self._process.exitcode})") from None
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome  # type: ignore[no-any-return]  # of the type that `work` gave


def _work_on(work: Callable[[Item], Result], items: Sequence[Item], sending: Connection, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is interrupted too, and ends this one
    results: list[Result] = []
    try:
        for item in items:
            if os.getppid() != parent:
                return
            results.append(work(item))
    except Exception as error:  # noqa: BLE001 -- raised again in the first process
        sending.send(error)
    else:
        sending.send(results)
