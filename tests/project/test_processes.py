"""Work that processes share ends as if one had done it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from colophon.project.processes import map_in_processes

MAP = """
import os, signal, sys
from colophon.project.processes import map_in_processes

first = os.getpid()
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background of a script

def work(number):
    {work}
    return number, os.getpid()

print([list(pair) for pair in map_in_processes(work, range(100), {jobs})])
"""


def run(work: str, jobs: int = 3) -> subprocess.CompletedProcess[str]:
    """In a process of its own: that of the tests has threads, which must not be copied."""
    return subprocess.run(
        [sys.executable, "-c", MAP.format(work=work, jobs=jobs)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_are_in_the_order_of_the_items_and_every_process_does_its_part(jobs: int):
    numbers, processes = zip(*json.loads(run("pass", jobs).stdout), strict=True)

    assert list(range(100)) == list(numbers)
    assert jobs == len(set(processes))


def test_little_work_is_done_by_one_process():
    assert [0, 1, 4] == map_in_processes(lambda number: number**2, range(3), None)


def test_an_error_in_any_process_ends_all():
    ended = run("assert number != 67, 'sixty-seven'")

    assert ended.returncode == 1
    assert "AssertionError: sixty-seven" in ended.stderr


def test_a_process_that_is_killed_is_reported():
    ended = run("os.getpid() == first or os.kill(os.getpid(), signal.SIGKILL)")

    assert "a process of this command was stopped (exit code -9)" in ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_first(tmp_path: Path, how: signal.Signals):
    """Each writes to a pipe, which is full before they are done, and ends when the last of them has ended."""
    reading, writing = os.pipe()
    work = f"os.write({writing}, b'x')"
    with subprocess.Popen(
        [sys.executable, "-c", MAP.format(work=work, jobs=3).replace("100", "100_000")],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(writing)
        assert os.read(reading, 1)
        process.send_signal(how)
        while os.read(reading, 1 << 16):
            pass
    os.close(reading)
    assert process.returncode != 0
