"""After any edits, a build that keeps pages of the last one makes the site of a build that keeps nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from colophon.building.pipeline import build
from colophon.cli import main
from colophon.model.errors import Refused
from tests.building.test_pipeline import contents
from tests.conftest import HERE, PROJECT, ThrowawaySite

ADA = "docs/glossary/ada-stone.md"
Edit = Callable[[ThrowawaySite], object]


def change(path: str, *pairs: tuple[str, str]) -> Edit:
    """An edit that puts one of two words in the place of the other."""

    def edit(site: ThrowawaySite) -> None:
        file = site.root / path
        if file.is_file():
            words = file.read_text("utf-8")
            for one, other in pairs:
                words = words.replace(one, other) if one in words else words.replace(other, one)
            site.write(path, words)

    return edit


def run(*command: str) -> Edit:
    return lambda site: CliRunner().invoke(main, ["-C", str(site.root), *command])


EDITS: dict[str, Edit] = {
    "prose": change(ADA, ("was clerk", "was the clerk")),
    "position": change(ADA, ("title: Clerk", "title: Chief clerk")),
    "alias": change(ADA, ("  - Ada B. Stone\n", "  - Ada B. Stone\n  - Mrs. Stone\n")),
    "name of an agency": change("docs/glossary/harbour-board.md", ("name: Harbour Board", "name: The Harbour Board")),
    "rename": run("entry", "--rename", "ada-stone", "ada-b-stone"),
    "rename back": run("entry", "--rename", "ada-b-stone", "ada-stone"),
    "withhold": run("withhold", "report", "--reason", "Asked", "--on", "2026-11-22"),
    "another text": lambda site: site.text("memo", "The Harbour Board wrote to Ada Stone."),
    "another page": lambda site: site.write("docs/index.md", "# Papers\n\n[The letter](documents/letter.md)\n"),
    "setting": change("mkdocs.yml", ("site_name: A Reader", "site_name: Another Reader")),
    "address of the site": change("mkdocs.yml", ("# site_url: the address", "site_url: https://harbour.example/ #")),
    "title in the navigation": change("mkdocs.yml", ("About: about.md", "Who we are: about.md")),
    "page of the site by hand": lambda site: site.write("site/documents/letter/index.html", "<p>Other words.</p>"),
    "nothing": lambda _: None,
}


def made(root: Path) -> object:
    """The files of the site, or the problems for which it is not built."""
    try:
        build(root)
    except Refused as refused:
        return refused.problems
    return contents(root / "site")


@settings(max_examples=max(settings().max_examples // 40, 1))
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=3, max_size=3, unique=True))
def test_a_build_after_edits_makes_the_site_of_a_first_build(edits: list[str]):
    with tempfile.TemporaryDirectory() as folder:
        site = ThrowawaySite(Path(shutil.copytree(HERE / "good_site", Path(folder, "site"))))
        for name in ("mkdocs.yml", "docs/about.md"):
            site.write(name, (PROJECT / "scripts/colophon/starter" / name).read_bytes())
        made(site.root)
        for number, edit in enumerate(edits):
            EDITS[edit](site)
            first = shutil.copytree(site.root, Path(folder, f"first-{number}"), ignore=shutil.ignore_patterns("build"))
            shutil.rmtree(first / "site")
            assert made(first) == made(site.root), edits[: number + 1]
