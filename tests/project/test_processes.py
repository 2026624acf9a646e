"""Work that processes share ends as if one had done it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from colophon.project.processes import map_in_processes

MAP = """
import os, select, signal, sys
from colophon.project.processes import map_in_processes

first = os.getpid()
reading, writing = os.pipe()
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background of a script

def work(number):
    {work}
    return number, os.getpid()

print([list(pair) for pair in map_in_processes(work, range(100), {jobs})])
"""

MEANWHILE = """
import os, signal
from colophon.project.processes import meanwhile

first = os.getpid()
signal.signal(signal.SIGINT, signal.default_int_handler)
reading, writing = os.pipe()

def work():
    {work}
    return "done by another" if os.getpid() != first else "done by the first"

with meanwhile(work, {jobs}) as result:
    {then}
    print(result())
"""


def run_meanwhile(work: str, then: str = "pass", jobs: int = 2) -> subprocess.CompletedProcess[str]:
    script = MEANWHILE.format(work=work, then=then, jobs=jobs)
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


def run(work: str, jobs: int = 3) -> subprocess.CompletedProcess[str]:
    """In a process of its own: that of the tests has threads, which must not be copied."""
    return subprocess.run(
        [sys.executable, "-c", MAP.format(work=work, jobs=jobs)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_are_in_the_order_of_the_items_whatever_process_they_come_from(jobs: int):
    numbers, processes = zip(*json.loads(run("pass", jobs).stdout), strict=True)

    assert list(range(100)) == list(numbers)
    assert len(set(processes)) <= jobs


@pytest.mark.parametrize("jobs", [2, 3])
def test_one_process_does_what_it_can_while_another_is_slow(jobs: int):
    done = run("os.write(writing, b'x') if number else [os.read(reading, 1) for _ in range(99)]", jobs)
    numbers, processes = zip(*json.loads(done.stdout), strict=True)

    assert list(range(100)) == list(numbers)
    assert processes[0] not in processes[1:]


def test_little_work_is_done_by_one_process():
    assert [0, 1, 4] == map_in_processes(lambda number: number**2, range(3), None)


def test_an_error_in_any_process_ends_all():
    ended = run("assert number != 67, 'sixty-seven'")

    assert ended.returncode == 1
    assert "AssertionError: sixty-seven" in ended.stderr


def test_a_process_that_is_killed_is_reported():
    killed = "os.getpid() == first or (os.write(writing, b'x'), os.kill(os.getpid(), signal.SIGKILL))"
    ended = run(f"{killed}; select.select([reading], [], [])")

    assert "a process of this command was stopped (exit code -9)" in ended.stderr


def test_another_process_works_while_the_first_goes_on():
    """Each waits for the other."""
    done = run_meanwhile(work="os.write(writing, b'x')", then="os.read(reading, 1)")

    assert done.stdout == "done by another\n"


def test_with_one_process_the_work_is_done_when_its_result_is_asked_for():
    done = run_meanwhile(work="print('works')", then="print('goes on')", jobs=1)

    assert done.stdout == "goes on\nworks\ndone by the first\n"


def test_an_error_of_the_other_process_is_raised_where_its_result_is_asked_for():
    ended = run_meanwhile(work="assert not 'sixty-seven'", then="print('goes on')")

    assert ended.stdout == "goes on\n"
    assert "AssertionError" in ended.stderr


def test_an_error_of_the_first_process_ends_the_other():
    ended = run_meanwhile(work="os.read(reading, 1)", then="assert not 'sixty-seven'")

    assert "AssertionError" in ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize(
    ("script", "work"),
    [
        (MAP.replace("100", "100_000"), "os.write({pipe}, b'x')"),  # until the pipe is full
        (MEANWHILE, "os.write({pipe}, b'x'); os.read(reading, 1)"),  # which nobody writes
    ],
    ids=["map_in_processes", "meanwhile"],
)
def test_no_process_outlives_the_first(script: str, work: str, how: signal.Signals):
    """Every process has the pipe open to write, which ends when the last of them has ended."""
    reading, writing = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", script.format(work=work.format(pipe=writing), then="pass", jobs=3)],
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
