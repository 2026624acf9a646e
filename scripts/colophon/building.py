"""The whole pipeline, legible in one place.

read      corpus/, docs/, mkdocs.yml -> site
compile   site -> edition: every mention, every quote looked up
check     edition -> problems; with an error among them it ends here
render    edition -> the Markdown tree in build/docs/
MkDocs    build/docs/ -> site/ (or Zensical), with Pagefind's index of the edition in site/pagefind/
"""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.utils.yaml import yaml_load
from pagefind.service import get_executable

from colophon import cards, explaining
from colophon.checking import check_edition, silence, unread_sources
from colophon.edition import Edition, compile_edition, with_history
from colophon.editor import CMS, YAML, editor_files, scripts_from
from colophon.errors import ColophonError, IndexingFailed, Refused, ZensicalFailed
from colophon.exporting import DATA_FILES, data_file
from colophon.feed import FEED, feed_file
from colophon.reading import Memory, read_site
from colophon.records import CONFIG, Problem
from colophon.rendering import Makers, page_makers
from colophon.revisions import read_history
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
    silenced: tuple[Problem, ...] = ()
    """The warnings that the site does not want to read again."""

    def refuses(self, *, strict: bool) -> bool:
        """Whether no site may be built: there is an error, or where it is `strict` a warning."""
        return any(strict or problem.severity == "error" for problem in self.problems)


def check(
    root: Path, today: datetime.date | None = None, memory: Memory | None = None, before: Edition | None = None
) -> Checked:
    """Read the site at `root` and apply every rule. Nothing is written.

    `today`: the latest day it can be anywhere; by the clock where it is not said. `memory` and `before`, an edition made
    with the same memory, save a preview from doing all again.
    """
    reading = read_site(root, memory)
    edition = compile_edition(reading.site, before)
    unread = {problem.path for problem in reading.problems}
    found = check_edition(edition, reading.located, unread, today=today or _latest_day())
    settings = reading.site.settings
    complete = not unread_sources(reading.site, unread)
    problems = {*reading.problems, *found}
    kept, quiet = silence(problems, settings.silences, reading.located[CONFIG], complete=complete)
    return Checked(edition, tuple(sorted(kept)), tuple(sorted(quiet)))


def _latest_day() -> datetime.date:
    """The day it is where the day begins first, 14 hours ahead of UTC: nobody's today is later."""
    return (datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(hours=14)).date()


def sound(root: Path, *, strict: bool = False) -> Checked:
    """A site without errors, with its history, and its warnings.

    Raises `Refused` with all of them otherwise, or if one is `strict`.
    """
    checked = check(root)
    if checked.refuses(strict=strict):
        raise Refused(checked.problems)
    return replace(checked, edition=with_history(checked.edition, read_history(root, checked.edition.site)))


def sound_edition(root: Path) -> Edition:
    """The edition of a site without errors, with its history. Raises `Refused` with all of them otherwise."""
    return sound(root).edition


def file_makers(edition: Edition) -> Makers:
    """Every page and file of the site but the cards, by path in the documentation folder, each made when it is asked for."""
    fixed = {**theme_assets(), **editor_assets(edition)}
    assets = {path: partial(bytes, data) for path, data in fixed.items()}
    data_makers = {path: partial(data_file, edition, path) for path in DATA_FILES}
    return {**assets, **page_makers(edition), **data_makers, FEED: partial(feed_file, edition)}


def stage(root: Path, edition: Edition) -> Changes:
    """Write the Markdown tree to `build/docs/`, and the editors' page to `build/editors/`; only what differs."""
    tree = {path: make() for path, make in file_makers(edition).items()}
    write_tree({PurePosixPath("mentions.html"): explaining.as_page(edition).encode()}, root / EDITORS)
    return write_tree({**tree, **preview_cards(root, edition)}, root / STAGED)


def stage_nothing(root: Path) -> str:
    """A documentation folder with one empty page, for MkDocs to start a preview of a site that cannot be rendered yet."""
    folder = root / "build" / "nothing"
    write_tree({PurePosixPath("index.md"): b"# Nothing yet\n"}, folder)
    return str(folder)


def build(root: Path, edition: Edition | None = None, engine: str = "mkdocs") -> Edition:
    """Build `site/` whole, or leave the last one as it is. Raises `Refused`.

    `edition`: the sound edition of the site, where it is at hand and its warnings were told. `engine`: one of `ENGINES`.
    """
    edition = edition or sound_edition(root)
    new = root / "build" / "site"
    remove_folder(new)
    ENGINES[engine](root, edition, new)
    replace_folder(new, root / "site")
    return edition


def _with_mkdocs(root: Path, _edition: Edition, new: Path) -> None:
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(new), strict=True)
    config.plugins["colophon"].warnings_told = True  # type: ignore[attr-defined]
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()


def _with_zensical(root: Path, edition: Edition, new: Path) -> None:
    """The same tree rendered by Zensical, which runs no plugins: what ours does for MkDocs is done here.

    Raises `ColophonError` where Zensical is not installed, `ZensicalFailed`.
    """
    if find_spec("zensical") is None:
        raise ColophonError('Zensical is not installed; do it with: .venv/bin/python -m pip install "zensical==0.0.73"')
    stage(root, edition)
    with (root / CONFIG).open("rb") as file:
        config = yaml_load(file)
    theme = config["theme"] if isinstance(config.get("theme"), dict) else {}
    # Zensical writes nothing outside the folder of its configuration, and knows one folder of templates.
    templates = {PurePosixPath(name): data for name, data in _files_in(THEME) if name.endswith(".html")}
    templates |= {PurePosixPath("partials", name): data for name, data in _files_in(THEME / "partials")}
    if own := theme.get("custom_dir"):
        found = (file for file in sorted((root / own).rglob("*")) if file.is_file())
        templates |= {PurePosixPath(file.relative_to(root / own).as_posix()): file.read_bytes() for file in found}
    write_tree(templates, root / "build" / "theme")
    settings = {
        **config,
        "docs_dir": STAGED.name,
        "site_dir": new.name,
        "theme": {"name": "material", **theme, "custom_dir": "theme"},
        "plugins": [],
    }
    written = root / "build" / CONFIG
    written.write_text(yaml.dump(settings, sort_keys=False, allow_unicode=True), "utf-8")
    # Not --strict: it looks for anchors in the Markdown by rules of its own, and misses some; `verify` looks in the pages.
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--config-file", str(written)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own arguments, no shell
    if done.returncode:
        raise ZensicalFailed(done.stdout + done.stderr)
    (new / "search.json").unlink(missing_ok=True)  # Zensical's own index, which nothing on our pages asks for
    write_search_index(root, edition, new)


ENGINES: Mapping[str, Callable[[Path, Edition, Path], None]] = {"mkdocs": _with_mkdocs, "zensical": _with_zensical}
"""What can render the tree to a folder; MkDocs runs our plugin, which stages and indexes."""


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


def preview_cards(root: Path, edition: Edition) -> dict[PurePosixPath, bytes]:
    """The card of every page; only those are drawn that the staged tree does not hold already."""

    def drawn(path: PurePosixPath, card: cards.Card) -> bytes:
        there = root / STAGED / path
        before = there.read_bytes() if there.is_file() else b""
        return before if cards.is_drawing_of(card, before) else cards.draw(card)

    return {path: drawn(path, card) for path, card in cards.site_cards(edition)}


def theme_assets() -> dict[PurePosixPath, bytes]:
    """The style sheet, scripts and icons of the site, by path in the documentation folder."""
    folder = PurePosixPath("assets/colophon")
    assets = {folder / name: data for name, data in _files_in(THEME / "assets")}
    assets[PurePosixPath("favicon.ico")] = assets.pop(folder / "favicon.ico")  # browsers ask for it there, unasked
    return assets


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
