"""The whole pipeline, legible in one place.

read      corpus/, docs/, mkdocs.yml -> site
compile   site -> edition: every mention, every quote looked up
check     edition -> problems; with an error among them it ends here
render    edition -> the Markdown tree in build/docs/
MkDocs    build/docs/ -> site/, with Pagefind's index of the edition in site/pagefind/
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from pagefind.service import get_executable

from colophon import explaining
from colophon.checking import check_edition
from colophon.edition import Edition, compile_edition
from colophon.editor import CMS, YAML, editor_files, scripts_from
from colophon.errors import IndexingFailed, Refused
from colophon.exporting import data_files
from colophon.reading import read_site
from colophon.records import Problem
from colophon.rendering import render_pages
from colophon.searching import search_pages
from colophon.writing import Changes, remove_folder, replace_folder, write_tree

STAGED = Path("build/docs")
SEARCH = Path("build/search")
EDITORS = Path("build/editors")
THEME = files("colophon") / "theme"
INSTALLED = Path(sys.prefix, "share/colophon/editor/node_modules")
"""Where `make editor` puts what the editor at /edit/ is made of."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A site that was read, and everything that is wrong with it."""

    edition: Edition
    problems: tuple[Problem, ...]


def check(root: Path) -> Checked:
    """Read the site at `root` and apply every rule. Nothing is written."""
    reading = read_site(root)
    edition = compile_edition(reading.site)
    unread = {problem.path for problem in reading.problems}
    problems = {*reading.problems, *check_edition(edition, reading.located, unread)}
    return Checked(edition, tuple(sorted(problems)))


def sound_edition(root: Path) -> Edition:
    """The edition of a site without errors. Raises `Refused` with all of them otherwise."""
    checked = check(root)
    if any(problem.severity == "error" for problem in checked.problems):
        raise Refused(checked.problems)
    return checked.edition


def stage(root: Path, edition: Edition) -> Changes:
    """Write the Markdown tree to `build/docs/`, and the editors' page to `build/editors/`; only what differs."""
    tree = {**theme_assets(), **editor_assets(edition), **render_pages(edition), **data_files(edition)}
    write_tree({PurePosixPath("mentions.html"): explaining.as_page(edition).encode()}, root / EDITORS)
    return write_tree(tree, root / STAGED)


def build(root: Path) -> Edition:
    """Build `site/` whole, or leave the last one as it is. Raises `Refused`."""
    edition = sound_edition(root)
    new = root / "build" / "site"
    remove_folder(new)
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(new), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()
    replace_folder(new, root / "site")
    return edition


def write_search_index(root: Path, edition: Edition, site_dir: Path) -> None:
    """Write Pagefind's index of the edition into a built site. Raises `IndexingFailed`."""
    pages = {PurePosixPath(page.url, "index.html"): page.html.encode() for page in search_pages(edition)}
    write_tree(pages, root / SEARCH)
    index = site_dir / "pagefind"
    remove_folder(index)
    # Pagefind's service answers ten times a second, once a page; its command takes a folder in one go.
    command = [str(get_executable()), "--site", str(root / SEARCH), "--output-path", str(index)]
    # One index for all languages: a reader searches the site, not the language of the page they are on.
    command += ["--force-language", edition.site.settings.language]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own arguments, no shell
    if done.returncode:
        raise IndexingFailed(done.stdout + done.stderr)
    for unused in (*index.glob("pagefind-*ui.*"), index / "pagefind-highlight.js"):
        unused.unlink()  # Pagefind's own dialogs; ours needs none of them


def theme_assets() -> dict[PurePosixPath, bytes]:
    """The style sheet and scripts of the site, by path in the documentation folder."""
    folder = PurePosixPath("assets/colophon")
    return {folder / name: data for name, data in _files_in(THEME / "assets")}


def editor_assets(edition: Edition) -> dict[PurePosixPath, bytes]:
    """The editor at /edit/, where the site switches it on. Raises `ColophonError` where `make editor` was not run."""
    if edition.site.settings.editor is None:
        return {}
    own = {PurePosixPath(name): data for name, data in _files_in(THEME / "editor")}
    return editor_files(edition, own, _scripts_in(INSTALLED))


@cache  # a preview needs them at each change
def _scripts_in(installed: Path) -> dict[PurePosixPath, bytes]:
    wanted = [
        *(installed / CMS / name for name in ("dist/sveltia-cms.js", "LICENSE.txt", "package.json")),
        *(installed / CMS / "npm/assets").glob("*.woff2"),
        *(installed / CMS / "npm/assets").glob("*.LICENSE.txt"),
        *(installed / YAML).rglob("*.js"),
        installed / YAML.parent / "LICENSE",
    ]
    there = sorted(file for file in wanted if file.is_file())
    return scripts_from({PurePosixPath(file.relative_to(installed).as_posix()): file.read_bytes() for file in there})


def _files_in(folder: Traversable) -> Iterable[tuple[str, bytes]]:
    return ((file.name, file.read_bytes()) for file in folder.iterdir() if file.is_file())
