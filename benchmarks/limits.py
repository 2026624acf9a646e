"""Measure time and memory of sites as they grow, compared with plain `mkdocs build` of the same Markdown tree.

    .venv/bin/python benchmarks/limits.py 100 1000        # sites of 100 and of 1,000 texts
    .venv/bin/python benchmarks/limits.py --one-text      # sites of one long text, in several forms

Seconds are processor time of all processes that a command starts, which a busy machine changes little; memory is the peak
of the largest process. Texts are generated (`made_up.py`): 20 paragraphs of 60 words, each with a name; one entry for
every five texts. The sites have no `site_url`, so no preview cards are drawn (25 ms each, once).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from made_up import make_site

PLAIN = """\
site_name: Made up
docs_dir: build/docs
site_dir: plain
use_directory_urls: true
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: []
nav: [Home: index.md, Texts: documents/index.md, Glossary: glossary/index.md]
markdown_extensions: [attr_list, def_list, footnotes, md_in_html, tables, {toc: {toc_depth: 2}}, pymdownx.mark]
extra_css: [assets/colophon/colophon.css]
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


@dataclass(frozen=True)
class Cost:
    """Processor time and peak memory of a command."""

    seconds: float
    mebibytes: float


def cost_of(root: Path, *command: str) -> Cost:
    """Run a Python module in the folder `root`. Raises `SystemExit` with its output if it fails."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([sys.executable, "-m", *command], cwd=root, stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            output.seek(0)
            raise SystemExit(f"{' '.join(command)}:\n{output.read().decode()[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def of_size(texts: int) -> str:
    """The row of the table for a site of `texts` texts."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site")
        make_site(root, texts, max(texts // 5, 3))
        check = cost_of(root, "colophon", "check")
        build = cost_of(root, "colophon", "build")
        verify = cost_of(root, "colophon", "verify")
        (root / "plain.yml").write_text(PLAIN)
        plain = cost_of(root, "mkdocs", "build", "--quiet", "--config-file", "plain.yml")
        size = sum(file.stat().st_size for file in (root / "site").rglob("*") if file.is_file()) / 2**20
        listing = (root / "site/documents/index.html").stat().st_size / 1e3
        return (
            f"| {texts:,} | {texts // 5:,} | {check.seconds:.1f} s | {build.seconds:.1f} s | {verify.seconds:.1f} s |"
            f" {plain.seconds:.1f} s | {build.seconds / plain.seconds:.1f} | {build.mebibytes:,.0f} MiB | {size:,.0f} MiB |"
            f" {listing:,.0f} kB |"
        )


def of_form(form: str) -> str:
    """The row of the table for a site of one long text."""
    sentences, lines = LONG[form]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site")
        make_site(root, 1, 3)
        data = (LINE * sentences + "\n").encode() * lines
        record = json.loads((root / "corpus/text-000000.yml").read_text())
        record["fixity"] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        (root / "corpus/text-000000.txt").write_bytes(data)
        (root / "corpus/text-000000.yml").write_text(json.dumps(record, indent=1))
        build = cost_of(root, "colophon", "build")
        verify = cost_of(root, "colophon", "verify")
        page = (root / "site/documents/text-000000/index.html").stat().st_size / 1e6
        return (
            f"| {form} | {build.seconds:.1f} s | {verify.seconds:.1f} s | {build.mebibytes:,.0f} MiB | {page:,.1f} MB |"
        )


def main() -> None:
    """Print the table, each row as soon as it is measured."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("texts", type=int, nargs="*", default=[100, 1000])
    options.add_argument("--one-text", action="store_true")
    given = options.parse_args()
    if given.one_text:
        print("| one text | build | verify (part of build) | memory | its page |\n| --- | --- | --- | --- | --- |")
    else:
        print(
            "| texts | entries | check | build | verify alone | plain MkDocs | build to plain | memory | site | list of texts |\n"
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
        )
    for row in map(of_form, LONG) if given.one_text else map(of_size, given.texts):
        print(row, flush=True)


if __name__ == "__main__":
    main()
