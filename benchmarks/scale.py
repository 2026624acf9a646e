"""Measure what a site of many texts costs, beside plain `mkdocs build` of the same Markdown tree.

    .venv/bin/python benchmarks/scale.py 1000             # or 10000; --entries N, --jobs N
    .venv/bin/python benchmarks/scale.py 100000 --part 8  # the first of 8 parts, as one of 8 machines builds it
    .venv/bin/python benchmarks/scale.py --long           # sites of one long text, in several forms
    .venv/bin/python benchmarks/scale.py --preview 1000   # how long an editor waits for a saved change

Sites are generated (`sites.py`) in a temporary folder. *CPU* is processor time of all processes of a command, which a busy
machine changes by a third at most; *wall* is time by the clock, which it changes at will: the load is printed too. *Memory* is
the most that all processes of a command held at one time: the sum of their proportional set sizes, in which what several
share counts once, looked at five times a second. Every figure of a table is from one run on one machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sites import make_site

PLAIN = """\
INHERIT: mkdocs.yml
docs_dir: build/docs
site_dir: plain
plugins: []
hooks: []
"""
LINE = "And the quay was shut on that day and no ship could leave before the board had read every paper twice. "
LONG = {
    "1 MB in 2,000 lines": (5, 2_000),
    "10 MB in 20,000 lines": (5, 20_000),
    "2 MB in 20,000 lines": (1, 20_000),
    "10 MB in 100,000 lines": (1, 100_000),
    "10 MB in one line": (100_000, 1),
}
"""By form: sentences in a line, and lines."""
PHASES = ("stage", "render", "finish", "verify")
MEBI = 2**20


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds, and bytes at its peak, of all its processes."""

    cpu: float
    wall: float
    memory: float
    output: str

    def __str__(self) -> str:
        return f"{self.cpu:,.1f} s | {self.wall:,.1f} s | {self.memory / MEBI:,.0f} MiB"


def cost_of(root: Path, *command: str) -> Cost:
    """Run Python with arguments in the folder `root`. Raises `SystemExit` with the output of a command that fails."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([sys.executable, *command], cwd=root, stdout=output, stderr=output)
        peak = [0]
        ended = threading.Event()
        watching = threading.Thread(target=_watch, args=(process.pid, peak, ended))
        watching.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        ended.set()
        watching.join()
        output.seek(0)
        said = output.read().decode()
    if status:
        raise SystemExit(f"{' '.join(command)}:\n{said[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, peak[0], said)


def _watch(process: int, peak: list[int], ended: threading.Event) -> None:
    while not ended.wait(0.2):
        peak[0] = max(peak[0], sum(map(_held, _family(process))))


def _family(process: int) -> Iterator[int]:
    """A process and all that it started and that still run."""
    yield process
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:  # it has ended
        return
    for child in children:
        yield from _family(child)


def _held(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


@contextmanager
def site_of(texts: int, entries: int) -> Iterator[Path]:
    """A generated site in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site")
        make_site(root, texts, entries)
        yield root


def edit(root: Path, word: str) -> None:
    """Save an entry with another word in its prose."""
    entry = sorted((root / "docs/glossary").glob("*-*.md"))[3]
    entry.write_text(entry.read_text().replace("is in the almanac", f"is in the {word} almanac", 1))


def table(texts: int, entries: int, jobs: list[str]) -> None:
    """Print what the commands cost for a site of this size, each row as soon as it is measured."""
    print(f"{texts:,} texts, {entries:,} entries; load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    print("| | CPU | wall | memory | of plain: CPU | wall |\n| --- | --- | --- | --- | --- | --- |")
    with site_of(texts, entries) as root:
        (root / "plain.yml").write_text(PLAIN)
        colophon = ("-m", "colophon")
        first = cost_of(root, *colophon, "pages")  # draws the cards
        plain = cost_of(root, "-m", "mkdocs", "build", "--quiet", "--config-file", "plain.yml")
        build = cost_of(root, __file__, "--phases", *jobs)
        rows = {
            "plain `mkdocs build` of the same pages": plain,
            "`colophon build`, first on a machine": build,
            "`colophon build`, nothing edited": cost_of(root, *colophon, "build", *jobs),
        }
        edit(root, "new")
        rows["`colophon build`, one entry edited"] = cost_of(root, *colophon, "build", *jobs)
        rows["`colophon verify`"] = cost_of(root, *colophon, "verify", *jobs)
        rows["`colophon check`"] = cost_of(root, *colophon, "check")
        rows["`colophon pages`, which draws the cards"] = first
        for name, cost in rows.items():
            print(f"| {name} | {cost} | {cost.cpu / plain.cpu:.2f} | {cost.wall / plain.wall:.2f} |", flush=True)
        phases: dict[str, list[float]] = json.loads(build.output.splitlines()[-1])
        print("\n| phases of the first build | CPU | wall |\n| --- | --- | --- |")
        for name, (cpu, wall) in phases.items():
            print(f"| {name} | {cpu:,.1f} s | {wall:,.1f} s |")
        size = sum(file.stat().st_size for file in (root / "site").rglob("*") if file.is_file()) / MEBI
        print(
            f"\nThe site has {size:,.0f} MiB, its list of texts {(root / 'site/documents/index.html').stat().st_size / 1e3:,.0f} kB."
        )
        print(f"Load at the end: {os.getloadavg()[0]:.1f}")


def phases(jobs: int | None) -> None:
    """Build the site in this folder; print as JSON the seconds of each phase, of this process and its children."""
    from colophon.building import pipeline

    took: dict[str, list[float]] = {}

    def now() -> tuple[float, float]:
        return sum(os.times()[:4]), time.monotonic()

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            cpu, wall = now()
            try:
                return function(*arguments, **options)
            finally:
                took[name] = [after - before for after, before in zip(now(), (cpu, wall), strict=True)]

        return run

    for name in ("stage", "finish", "verify"):
        setattr(pipeline, name, timed(name, getattr(pipeline, name)))
    pipeline.ENGINES = {"mkdocs": timed("render", pipeline.ENGINES["mkdocs"])}  # type: ignore[misc]
    options = {} if jobs is None else {"jobs": jobs}
    edition = timed("read and check", pipeline.checked_edition)(Path.cwd())
    pipeline.build(Path.cwd(), edition, **options)
    print(json.dumps(took))
