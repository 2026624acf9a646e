"""The whole pipeline, legible in one place.

read      corpus/, docs/, mkdocs.yml -> site
compile   site -> edition: every mention, every quote looked up
check     edition -> problems; with an error among them it ends here
render    edition -> the Markdown tree in build/docs/
MkDocs    build/docs/ -> site/ (or Zensical), with Pagefind's index of the edition in site/pagefind/
"""

from __future__ import annotations

import datetime
import re
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
from jinja2 import TemplateNotFound
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.utils.yaml import yaml_load

from colophon import cards, explaining
from colophon.checking import check_edition, silence, unread_sources
from colophon.configuration import place_of_option
from colophon.edition import Edition, compile_edition, with_history
from colophon.editor import CMS, YAML, are_installed, editor_files, how_to_install, scripts_from
from colophon.errors import ColophonError, Refused, ZensicalFailed
from colophon.exporting import DATA_FILES, data_file
from colophon.feed import FEED, feed_file, latest_accession
from colophon.indexing import search_index
from colophon.manifest import MANIFEST, manifest_of, pages_with_digest, with_digest
from colophon.reading import Memory, read_site
from colophon.records import CONFIG, Problem
from colophon.rendering import Makers, page_makers
from colophon.revisions import read_history
from colophon.searching import search_pages
from colophon.verifying import verify
from colophon.verifying.listed import digests_in
from colophon.writing import (
    Changes,
    alone,
    change_together,
    refuse_links,
    remove_folder,
    replace_folder,
    replace_tree,
    restore_folder,
    write_tree,
)

BUILD = Path("build")
STAGED = Path("build/docs")
EDITORS = Path("build/editors")
THEME = files("colophon") / "theme"
PREVIEW_FILES = {file.name: file.read_bytes() for file in (THEME / "preview").iterdir()}
"""What the preview adds to a page, and no built site has."""
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
    if settings.editor and not are_installed(_scripts_in(INSTALLED)):
        told = f"plugins.colophon.editor: {how_to_install(str(INSTALLED.parent))}"
        problems.add(Problem(CONFIG, place_of_option(reading.located[CONFIG], "editor"), "settings", told))
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
    """Write the Markdown tree to `build/docs/`, and the editors' page to `build/editors/`; only what differs.

    Raises `Busy` while another process builds the site.
    """
    refuse_links(root, STAGED, EDITORS)
    tree = {path: make() for path, make in file_makers(edition).items()}
    with alone(root / BUILD):
        write_tree({PurePosixPath("mentions.html"): explaining.as_page(edition).encode()}, root / EDITORS)
        return replace_tree({**tree, **preview_cards(root, edition)}, root / STAGED)


def stage_nothing(root: Path) -> str:
    """A documentation folder with one empty page, for MkDocs to start a preview of a site that cannot be rendered yet."""
    refuse_links(root, "build/nothing")
    folder = root / "build" / "nothing"
    write_tree({PurePosixPath("index.md"): b"# Nothing yet\n"}, folder)
    return str(folder)


def build(root: Path, edition: Edition | None = None, engine: str = "mkdocs") -> Edition:
    """Build `site/` whole, verified, or leave the last one as it is. Raises `Refused`; `Busy` while another process does.

    `edition`: the sound edition of the site, where it is at hand and its warnings were told. `engine`: one of `ENGINES`.
    """
    refuse_links(root, STAGED, EDITORS, "site")
    edition = edition or sound_edition(root)
    new, site = root / BUILD / "site", root / "site"
    with alone(root / BUILD):
        restore_folder(new, site)
        remove_folder(new)
        ENGINES[engine](root, edition, new)
        if problems := verify(edition, new):
            raise Refused(problems, "the site that was built is in build/site; site/ is as it was")
        replace_folder(new, site)
    return edition


def _with_mkdocs(root: Path, edition: Edition, new: Path) -> None:
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(new), strict=True)
    config.plugins["colophon"].edition = edition  # type: ignore[attr-defined]
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    except TemplateNotFound as error:
        told = "is named as template by a page (at its head) or by another template; correct the name or remove it"
        raise ColophonError(f"{error.name}: there is no such template; it {told}") from None
    except RecursionError:
        raise ColophonError(
            "a page is nested too deep to be rendered: look for lists or quotations in each other"
        ) from None
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
    write_search_index(edition, new)
    write_manifest(edition, new)


ENGINES: Mapping[str, Callable[[Path, Edition, Path], None]] = {"mkdocs": _with_mkdocs, "zensical": _with_zensical}
"""What can render the tree to a folder; MkDocs runs our plugin, which stages and indexes."""


def search_files(edition: Edition) -> dict[PurePosixPath, bytes]:
    """Pagefind's index of the edition, by path in the built site. Raises `IndexingFailed`."""
    files = search_index(search_pages(edition), edition.site.settings.language)
    # Pagefind's own dialogs are left out; ours needs none of them.
    return {
        PurePosixPath("pagefind", path): data
        for path, data in files.items()
        if not re.fullmatch(r"pagefind-(.*ui\..*|highlight\.js)", path.name)
    }


def write_search_index(edition: Edition, site_dir: Path) -> None:
    """Write the index into a built site. Raises `IndexingFailed`."""
    files = {path.relative_to("pagefind"): data for path, data in search_files(edition).items()}
    write_tree(files, site_dir / "pagefind")


def write_manifest(edition: Edition, site_dir: Path) -> None:
    """The last step of a build: list the digest of every file of the site, and print that of the list where a page asks."""
    pages = pages_with_digest(edition)
    manifest = manifest_of(digests_in(site_dir), pages)
    printed = {site_dir / page: with_digest((site_dir / page).read_bytes(), manifest) for page in pages}
    change_together({site_dir / MANIFEST: manifest, **printed})


def days_of_change(edition: Edition, pages: Iterable[str]) -> dict[str, str]:
    """The day on which each page last changed, YYYY-MM-DD, and nothing where that is not known. No clock is asked.

    MkDocs needs one day at least, for the time in a compressed file: without a history every page has that of the latest
    accession, as in the feed.
    """
    known = {str(page): changes[0].on for page, changes in edition.history.of.items()}
    days = {page: known.get(page, "") for page in pages}
    return days if any(days.values()) else dict.fromkeys(days, latest_accession(edition)[:10])


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
    return editor_files(edition, own, scripts_from(_scripts_in(INSTALLED)))


def _scripts_in(installed: Path) -> dict[PurePosixPath, bytes]:
    """The files the editor is made of, by path; none where they are not installed."""
    if not (installed / CMS).is_dir():
        return {}  # not remembered: they may be installed while a preview runs
    return _read_scripts(installed)


@cache  # a preview needs them at each change
def _read_scripts(installed: Path) -> dict[PurePosixPath, bytes]:
    wanted = [
        *(installed / CMS / name for name in ("dist/sveltia-cms.js", "LICENSE.txt", "package.json")),
        *(installed / CMS / "npm/assets").glob("*.woff2"),
        *(installed / CMS / "npm/assets").glob("*.LICENSE.txt"),
        *(installed / YAML).rglob("*.js"),
        installed / YAML.parent / "LICENSE",
    ]
    there = sorted(file for file in wanted if file.is_file())
    return {PurePosixPath(file.relative_to(installed).as_posix()): file.read_bytes() for file in there}


def _files_in(folder: Traversable) -> Iterable[tuple[str, bytes]]:
    return ((file.name, file.read_bytes()) for file in folder.iterdir() if file.is_file())
