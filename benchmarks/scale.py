"""Measure what a site of many texts costs, beside plain `mkdocs build` of the same Markdown tree.

    .venv/bin/python benchmarks/scale.py 1000             # a table for 1,000 texts; or 10000; --entries N, --jobs N
    .venv/bin/python benchmarks/scale.py 100000 --parts 8 # as several machines share it: see docs/development/scaling.md
    .venv/bin/python benchmarks/scale.py --long           # sites of one long text, in several forms
    .venv/bin/python benchmarks/scale.py 100 --commits 5000  # what a long history costs
    .venv/bin/python benchmarks/scale.py 1000 --preview   # how long an editor waits for a saved change

Sites are generated (`sites.py`) in a temporary folder. *CPU* is processor time of all processes of a command, which a busy
machine changes by a third at most; *wall* is time by the clock, which it changes at will: the load is printed too. *Memory* is
the most that all processes of a command held at one time: the sum of their proportional set sizes, in which what several
share counts once, looked at five times a second. Every figure of a table is from one run on one machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import socket
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
from urllib.error import URLError
from urllib.request import urlopen

from sites import COMMITS, add_commits, make_site

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
PHASES = {
    "check_or_raise": "read and check",
    "stage": "stage",
    "meanwhile": "render, and index at the same time",
    "survey": "verify each file",
    "write_manifest": "manifest",
    "problems_in": "verify the whole",
    "exchange_folders": "replace the last site",
    "write_kept": "keep",
}
MEBI = 2**20


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds, and bytes at its peak, of all its processes; and what it printed."""

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
    entry.write_text(re.sub(r"is in the (\w+ )?almanac", f"is in the {word} almanac", entry.read_text(), count=1))


def table(texts: int, entries: int, jobs: list[str]) -> None:
    """Print what the commands cost for a site of this size, each row as soon as it is measured."""
    print(
        f"{texts:,} texts, {entries:,} entries, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the beginning\n"
    )
    print("| | CPU | wall | memory | CPU of plain | wall of plain |\n| --- | --- | --- | --- | --- | --- |")
    with site_of(texts, entries) as root:
        (root / "plain.yml").write_text(PLAIN)
        colophon = ("-m", "colophon")
        first = cost_of(root, *colophon, "pages")
        plain = cost_of(root, "-m", "mkdocs", "build", "--quiet", "--config-file", "plain.yml")

        def row(name: str, cost: Cost) -> Cost:
            ratios = f"{cost.cpu / plain.cpu:.2f} | {cost.wall / plain.wall:.2f}"
            print(f"| {name} | {cost} | {ratios} |", flush=True)
            return cost

        shutil.rmtree(root / "build/state")  # so that the build makes every page again, with the cards that are there
        row("`colophon pages`, first: draws the cards", first)
        row("plain `mkdocs build` of the same pages", plain)
        build = row("`colophon build`", cost_of(root, __file__, "--phases", *jobs))
        row("again, nothing edited", cost_of(root, *colophon, "build", *jobs))
        edit(root, "new")
        row("again, one entry edited", cost_of(root, *colophon, "build", *jobs))
        row("`colophon verify`", cost_of(root, *colophon, "verify", *jobs))
        row("`colophon check`", cost_of(root, *colophon, "check"))
        took: dict[str, list[float]] = json.loads(build.output.splitlines()[-1])
        print("\n| phase of `colophon build` | CPU | wall |\n| --- | --- | --- |")
        for name, (cpu, wall) in took.items():
            print(f"| {name} | {cpu:,.1f} s | {wall:,.1f} s |")
        size = sum(file.stat().st_size for file in (root / "site").rglob("*") if file.is_file()) / MEBI
        listing = (root / "site/documents/index.html").stat().st_size / 1e3
        print(f"\nSite {size:,.0f} MiB, list of texts {listing:,.0f} kB; load {os.getloadavg()[0]:.1f} at the end.")


def in_parts(texts: int, entries: int, parts: int) -> None:
    """Print what each of the machines that share a site does, one after the other, and what it costs to merge their parts."""
    print(f"{texts:,} texts, {entries:,} entries, {parts} parts, load {os.getloadavg()[0]:.1f} at the beginning\n")
    print("| | CPU | wall | memory |\n| --- | --- | --- | --- |")
    with site_of(texts, entries) as root:
        for part in range(1, parts + 1):
            cost = cost_of(root, "-m", "colophon", "build", "--part", f"{part}/{parts}")
            print(f"| part {part} | {cost} |", flush=True)
        print(f"| `colophon merge` | {cost_of(root, '-m', 'colophon', 'merge')} |")


def history(texts: int, entries: int, commits: int) -> None:
    """Print what `check`, which reads the history, costs with a short history and with this many further commits."""
    print(f"{texts:,} texts, {entries:,} entries, load {os.getloadavg()[0]:.1f} at the beginning\n")
    print("| `colophon check`, commits | CPU | wall | memory |\n| --- | --- | --- | --- |")
    with site_of(texts, entries) as root:
        print(f"| {COMMITS + 1} | {cost_of(root, '-m', 'colophon', 'check')} |", flush=True)
        add_commits(root, commits)
        print(f"| {COMMITS + 1 + commits:,} | {cost_of(root, '-m', 'colophon', 'check')} |")


def phases(jobs: int | None) -> None:
    """Build the site in this folder; print as JSON the seconds of each phase, of this process and its children."""
    from colophon.__main__ import run
    from colophon.building import pipeline
    from colophon.project.processes import meanwhile

    took: dict[str, list[float]] = {}

    @contextmanager
    def timing(name: str) -> Iterator[None]:
        cpu, wall = sum(os.times()[:4]), time.monotonic()
        try:
            yield
        finally:
            before = took.get(name, (0, 0))
            took[name] = [before[0] + sum(os.times()[:4]) - cpu, before[1] + time.monotonic() - wall]

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            with timing(name):
                return function(*arguments, **options)

        @contextmanager
        def block(*arguments: Any, **options: Any) -> Iterator[Any]:
            with timing(name), function(*arguments, **options) as given:
                yield given

        return block if function is meanwhile else call

    for name, phase in PHASES.items():
        setattr(pipeline, name, timed(phase, getattr(pipeline, name)))
    sys.argv = ["colophon", "build", *(["--jobs", str(jobs)] if jobs else [])]
    try:
        run()
    finally:
        print(json.dumps(took))


def of_form(form: str) -> str:
    """The row of the table for a site of one long text."""
    sentences, lines = LONG[form]
    with site_of(2, 6) as root:
        text = min((root / "corpus").glob("*.txt"))
        text.write_bytes(data := (LINE * sentences + "\n").encode() * lines)
        record = json.loads(text.with_suffix(".yml").read_text())
        record["fixity"] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        text.with_suffix(".yml").write_text(json.dumps(record, indent=1))
        for entry in (root / "docs/glossary").glob("*-*.md"):
            entry.unlink()  # they quote what is gone
        build = cost_of(root, "-m", "colophon", "build")
        verify = cost_of(root, "-m", "colophon", "verify")
        page = (root / f"site/documents/{text.stem}/index.html").stat().st_size / 1e6
    return f"| {form} | {build.cpu:.1f} s | {verify.cpu:.1f} s | {build.memory / MEBI:,.0f} MiB | {page:,.1f} MB |"


def preview(texts: int, entries: int, rounds: int = 3) -> None:
    """Print how long an editor waits, from a save until the page shows the change, and for the first page."""
    with site_of(texts, entries) as root, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        entry = sorted((root / "docs/glossary").glob("*-*.md"))[3]
        url = f"http://127.0.0.1:{port}/glossary/{entry.stem}/"
        command = [sys.executable, "-m", "colophon", "serve", "--addr", f"127.0.0.1:{port}"]
        with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            waited = [_until_seen(url, "almanac")]
            for number in range(rounds):
                edit(root, f"again{number}")
                waited.append(_until_seen(url, f"again{number}"))
            process.terminate()
    print(f"{texts:,} texts, {entries:,} entries, load {os.getloadavg()[0]:.1f}: first page after {waited[0]:.1f} s,")
    print("an edit is seen after " + ", ".join(f"{seconds:.1f}" for seconds in waited[1:]) + " s")


def _until_seen(url: str, words: str) -> float:
    """Seconds until the page at `url` contains `words`."""
    began = time.monotonic()
    while time.monotonic() - began < 3600:
        try:
            with urlopen(url, timeout=600) as answer:
                if words in answer.read().decode():
                    return time.monotonic() - began
        except (URLError, ConnectionError):
            pass
        time.sleep(0.02)
    raise TimeoutError(url)


def main() -> None:
    """Print what was asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("texts", type=int, nargs="?", default=1000)
    options.add_argument("--entries", type=int, help="default: a fifth of the texts, at most 500")
    options.add_argument("--jobs", type=int)
    options.add_argument("--parts", type=int)
    options.add_argument("--commits", type=int)
    options.add_argument("--long", action="store_true")
    options.add_argument("--preview", action="store_true")
    options.add_argument("--phases", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    entries = given.entries or min(max(given.texts // 5, 6), 500)
    if given.phases:
        phases(given.jobs)
    elif given.parts:
        in_parts(given.texts, entries, given.parts)
    elif given.commits:
        history(given.texts, entries, given.commits)
    elif given.long:
        print("| one text | build | verify | memory | its page |\n| --- | --- | --- | --- | --- |")
        for form in LONG:
            print(of_form(form), flush=True)
    elif given.preview:
        preview(given.texts, entries)
    else:
        table(given.texts, entries, ["--jobs", str(given.jobs)] if given.jobs else [])


if __name__ == "__main__":
    main()
