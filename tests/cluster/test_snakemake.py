"""Snakemake runs the rules of the Snakefile; the site is that of `colophon build`. Needs what `make test-cluster` installs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from colophon.building.pipeline import build
from tests.building.test_pipeline import contents
from tests.conftest import PROJECT, ThrowawaySite


def snakemake(root: Path) -> str:
    shutil.copy(PROJECT / "Snakefile", root)
    command = [sys.executable, "-m", "snakemake", "--cores", "2", "--config", "parts=3", f"colophon={sys.executable} -m colophon"]  # fmt: skip
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert 0 == ended.returncode, ended.stdout + ended.stderr
    return ended.stderr


def test_snakemake_makes_the_site_of_colophon_build_and_again_after_an_edit(
    buildable_site: ThrowawaySite, tmp_path: Path
):
    root = buildable_site.root
    whole = ThrowawaySite(Path(shutil.copytree(root, tmp_path / "whole")))
    first = snakemake(root)
    build(whole.root)
    assert contents(whole.root / "site") == contents(root / "site")
    assert 3 == first.count("rule part:")

    for site in (buildable_site, whole):
        site.replace("docs/glossary/ada-stone.md", "title: ", "title: Acting ")
    snakemake(root)
    build(whole.root)
    assert contents(whole.root / "site") == contents(root / "site")
    assert "Nothing to be done" in snakemake(root)
