"""Measure how long the history of a large site takes: 1,000 entries and 5,000 commits that change one entry each.

    .venv/bin/python benchmarks/history.py

The repository is generated in a temporary folder.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from colophon.building.history import read_history
from colophon.project.reader import read_site

ENTRIES, COMMITS = 1_000, 5_000
PROSE = "\n\n".join(
    f"Paragraph {n} says what its source says of the office, in a sentence or two.[^one]" for n in range(6)
)


def entry(number: int, version: int) -> bytes:
    """An entry of usual length; each version has a new alias, every second one a new sentence."""
    positions = "".join(
        f"  - {{title: Office {n}, agency: null, from: 20{n:02}-01-03, to: null, source: one}}\n" for n in range(4)
    )
    return f"""---
name: Person {number}
kind: official
aliases: [P. Person {number}, Version {version}]
positions:
{positions}sources:
  one: {{url: "https://example.org/{number}", title: A page about Person {number}, consulted: 2026-11-22}}
---
Person {number} is named here, for the {version // 2}th time.[^one]

{PROSE}
""".encode()


def commits() -> Iterator[bytes]:
    """The commits as a stream for `git fast-import`."""
    start = 1_700_000_000
    for number in range(COMMITS + 1):
        # The first commit adds every entry; each later one changes one.
        files = range(ENTRIES) if number == 0 else (number * 7 % ENTRIES,)
        message = f"Change number {number}\n\nCorrection: The office was named wrongly.\n".encode()
        yield f"commit refs/heads/main\ncommitter E <e@example.org> {start + number * 600} +0100\n".encode()
        yield f"data {len(message)}\n".encode() + message
        for file in files:
            data = entry(file, number)
            yield f"M 100644 inline docs/glossary/person-{file}.md\ndata {len(data)}\n".encode() + data + b"\n"


def main() -> None:
    """Print the time of a first reading, and of a second one in the same process."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
        subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input=b"".join(commits()), check=True)
        subprocess.run(["git", "-C", folder, "reset", "-q", "--hard"], check=True)
        (root / "mkdocs.yml").write_text("site_name: Large\n", "utf-8")
        site = read_site(root).site
        for which in ("first", "again"):
            start = time.perf_counter()
            history = read_history(root, site)
            took = time.perf_counter() - start
            print(f"{which}: {len(history.changes):,} changes of {len(site.entries):,} entries in {took:.2f} s")
        if len(history.changes) != ENTRIES + COMMITS:
            sys.exit(f"expected {ENTRIES + COMMITS:,} changes; {history.silence or ''}")


if __name__ == "__main__":
    main()
