"""Measure how long an editor waits from saving an entry to seeing it, in our preview and in plain `mkdocs serve`.

    .venv/bin/python benchmarks/preview.py --texts 10000 --entries 1000
    .venv/bin/python benchmarks/preview.py --texts 500 --entries 100 --plain

A site is generated and previewed, and an entry is saved several times: with a new word in its prose, and with a new alias.
A client polls the page until it shows the change. `--plain` does the same with MkDocs and Material alone on the same pages
and prints the ratio; MkDocs renders every page after each save, so keep the number of texts small.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from made_up import make_site

PLAIN = """site_name: Made up
docs_dir: build/docs
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: []
nav: [Home: index.md, Texts: documents/index.md, Glossary: glossary/index.md]
markdown_extensions: [attr_list, def_list, footnotes, md_in_html, tables, {toc: {toc_depth: 2}}, pymdownx.mark]
"""


def until_seen(url: str, words: str) -> float:
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


def free_port() -> int:
    """A free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def measure(command: list[str], port: int, file: Path, changes: list[tuple[str, str, str]], rounds: int) -> list[float]:
    """Start a preview; return the seconds until its first page, then for each change the median of `rounds`."""
    url = f"http://127.0.0.1:{port}/glossary/{file.stem}/"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        took = [until_seen(url, "almanac")]
        for old, new, seen in changes:
            waited = []
            for number in range(rounds):
                before = file.read_text()
                word = f"again{number}"
                file.write_text(before.replace(old, new.format(word), 1))
                waited.append(until_seen(url, seen.format(word)))
                file.write_text(before)
                time.sleep(1)
            took.append(statistics.median(waited))
        process.terminate()
    return took


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--entries", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plain", action="store_true", help="Measure plain mkdocs serve too.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site")
        make_site(root, options.texts, options.entries)
        entry = sorted((root / "docs/glossary").glob("*-*.md"))[3]
        port = free_port()
        prose = ("is in the almanac", "is in the {} almanac", "is in the {} almanac")
        alias = ('"kind"', '"aliases": ["Quay {}"], "kind"', "Also named Quay {}")
        ours = measure(
            [sys.executable, "-m", "colophon", "-C", str(root), "serve", "--addr", f"127.0.0.1:{port}"],
            port,
            entry,
            [prose, alias],
            options.rounds,
        )
        print(f"{options.texts:,} texts, {options.entries:,} entries       start   prose   alias  (seconds)")
        print("colophon serve                 " + "".join(f"{seconds:8.2f}" for seconds in ours))
        if options.plain:
            subprocess.run(
                [sys.executable, "-m", "colophon", "-C", str(root), "pages"], check=True, capture_output=True
            )
            (root / "mkdocs.yml").write_text(PLAIN)
            port = free_port()
            command = [
                sys.executable,
                "-m",
                "mkdocs",
                "serve",
                "-f",
                str(root / "mkdocs.yml"),
                "-a",
                f"127.0.0.1:{port}",
            ]
            plain = measure(command, port, root / f"build/docs/glossary/{entry.name}", [prose], options.rounds)
            print("mkdocs serve, the same pages   " + "".join(f"{seconds:8.2f}" for seconds in plain))
            print(f"a save takes {plain[1] / ours[1]:.0f} times as long there")


if __name__ == "__main__":
    main()
