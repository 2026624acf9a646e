"""What goes into and beside the rendered site.

Before the engine: the Markdown tree in `build/docs/`, with the theme's assets, cards and data files. After it: the search
index and the manifest.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import IO

from colophon.building.dependencies import DEPENDENCIES, Tracker
from colophon.building.pagefind import Index, search_files
from colophon.edition import Edition
from colophon.formats.scripts import translated
from colophon.model.language import Catalog, in_words_of
from colophon.project.processes import map_in_processes
from colophon.project.writer import (
    Changes,
    Replacement,
    add_files,
    exclusive_lock,
    move_files,
    refuse_links,
    remove_folder,
    write_transaction,
    write_tree,
)
from colophon.rendering import LazyFiles, cards, page_makers
from colophon.rendering.exports import export_makers, with_package
from colophon.rendering.feed import feed_makers, latest_accession
from colophon.rendering.manifest import MANIFEST, NO_MANIFEST, manifest_of, pages_with_digest, with_digest
from colophon.rendering.package import PACKAGE
from colophon.rendering.search import OPENSEARCH, opensearch_file, search_makers
from colophon.rendering.web_editor import CMS, YAML, are_installed, editor_files, how_to_install, scripts_from

BUILD = Path("build")
_DATES = PurePosixPath(".dates.json")
"""In the staged tree; engines do not publish files whose names begin with a full stop."""
STAGED = Path("build/docs")
SEARCH = Path("build/search")
INDEX = Path("build/search-index")
THEME = files("colophon") / "theme"
TEMPLATES = THEME / "templates"
"""A folder of their own: MkDocs publishes every other file in the folder of a theme's templates."""
PREVIEW_FILES = {file.name: file.read_bytes() for file in (THEME / "preview").iterdir()}
"""Files that only the preview serves."""
INSTALLED = Path(sys.prefix, "share/colophon/editor/node_modules")
"""Where `make editor` puts the programs of the editor at /edit/."""
_LOADED = re.compile(r"assets/(?:javascripts|stylesheets(?:/\w+)?)/(?P<name>bundle|main|palette)\.\w+\.min\.(?:js|css)")


def file_makers(edition: Edition) -> LazyFiles:
    """Makers of every page and file of the site except cards, by path in the documentation folder."""
    return with_package(edition, _packed_makers(edition))


def _packed_makers(edition: Edition) -> LazyFiles:
    """The same without the package, which is made of them."""
    fixed = {**theme_assets(edition.site.settings.catalog), **editor_assets(edition)}
    assets = {path: partial(bytes, data) for path, data in fixed.items()}
    settings = edition.site.settings
    search = (
        {OPENSEARCH: partial(in_words_of(settings.catalog, opensearch_file), settings)} if settings.site_url else {}
    )
    manifest = {MANIFEST: partial(bytes, NO_MANIFEST)}
    return {**assets, **page_makers(edition), **export_makers(edition), **feed_makers(edition), **search, **manifest}


def stage(
    root: Path, edition: Edition, jobs: int | None = None, *, anew: bool = False, with_search: bool = False
) -> Changes:
    """Write the Markdown tree, and the dates of its pages, to `build/docs/`; only what differs. Returns what that changed.

    `jobs`: the most processes that make files and draw cards; default: one for each core. `anew`: make every file, also
    those for which nothing changed. `with_search`: also write the pages of the search index, to `build/search/`. Raises
    `Busy` while another process builds the site.
    """
    refuse_links(root, STAGED, SEARCH)
    tracker = Tracker(edition, None if anew else root / DEPENDENCIES)
    with exclusive_lock(root / BUILD):
        replacement = Replacement(root / STAGED)
        makers = _packed_makers(tracker.edition)
        known = tracker.make(makers, replacement, jobs)
        tree = preview_cards(root, edition, jobs)
        dates = days_of_change(edition, [str(path) for path in makers if path.suffix == ".md"])
        tree[_DATES] = json.dumps(dates, indent=0, sort_keys=True).encode()
        put = {path: partial(replacement.read, path) for path in makers}
        with _opened(root / STAGED / PACKAGE) if tracker.can_reuse else nullcontext() as last:
            packed = with_package(edition, put, known, last)
            tree |= {path: make() for path, make in packed.items() if path not in makers}
        for path, data in tree.items():
            replacement.put(path, data)
        changes = replacement.finish()
        if with_search:
            pages = Replacement(root / SEARCH)
            tracker.make(search_makers(tracker.edition), pages, jobs)
            pages.finish()
        with suppress(OSError):  # the tree is in place; the next build makes every file
            tracker.write(root / DEPENDENCIES, root / BUILD)
    return changes


def staged_search(root: Path, edition: Edition) -> LazyFiles:
    """What reads the staged pages of the search index, by path."""
    return {path: (root / SEARCH / path).read_bytes for path in search_makers(edition)}


def _opened(file: Path) -> AbstractContextManager[IO[bytes] | None]:
    """A file to read; nothing if that cannot be."""
    try:
        return file.open("rb")
    except OSError:
        return nullcontext()


def staged_dates(root: Path) -> Mapping[str, str]:
    """The day on which each staged page last changed, by its path in `build/docs/`; none if nothing is staged."""
    file = root / STAGED / _DATES
    dates: dict[str, str] = json.loads(file.read_bytes()) if file.is_file() else {}
    return dates


def finish(edition: Edition, site_dir: Path) -> None:
    """Add the search index, then the manifest, to a rendered site. Raises `IndexingFailed`, `OSError`."""
    pages = list(site_dir.rglob("*.html"))
    remove_unloaded_scripts(site_dir, lambda path: any(path.encode() in page.read_bytes() for page in pages))
    search = {path.relative_to("pagefind"): data for path, data in search_files(edition).items()}
    write_tree(search, site_dir / "pagefind")
    write_manifest(edition, site_dir, digests_in(site_dir))


def remove_unloaded_scripts(site: Path, is_loaded: Callable[[str], bool]) -> list[str]:
    """Remove Material's script from a rendered site in which no page loads it: main.html decides that for each page.

    `is_loaded`: whether any page loads the file at a path of the site. Returns the paths of what was removed.
    """
    scripts = [script.relative_to(site).as_posix() for script in (site / "assets/javascripts").glob("bundle.*.min.js")]
    unloaded = [path for path in scripts if not is_loaded(path)]
    for path in unloaded:
        (site / path).unlink()
        with suppress(OSError):  # the folder has more
            (site / path).parent.rmdir()
    return unloaded


def digests_in(site: Path) -> dict[str, str]:
    """The SHA-256 of every file of a built site, by path."""
    files = (file for file in site.rglob("*") if file.is_file())
    return {file.relative_to(site).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}


def write_search_indexes(root: Path, indexes: Mapping[str, Index], there: AbstractSet[str]) -> dict[str, str]:
    """Write the files of search indexes to `build/search-index/`; returns the key of each file, by path.

    `indexes`: by key. `there`: keys of those that need not be written. Raises `IndexingFailed`.
    """
    keys: dict[str, str] = {}
    for key, index in indexes.items():
        if key not in there:
            files = index.make()
            add_files(files, root / INDEX)
            keys.update(dict.fromkeys(map(str, files), key))
    return keys


def place_search_indexes(root: Path, paths: Iterable[str], new: Path) -> None:
    """Move what `write_search_indexes` wrote to its place in the new site in the folder `new`, which holds none of it."""
    move_files(root / INDEX, paths, new)
    remove_folder(root / INDEX)


def write_manifest(edition: Edition, site_dir: Path, digests: Mapping[str, str]) -> frozenset[str]:
    """List the SHA-256 of every file of the site, and put the digest of the list into the pages that show it.

    Returns the paths of the files that it wrote.
    """
    pages = pages_with_digest(edition)
    manifest = manifest_of(digests, pages)
    printed = {site_dir / page: with_digest((site_dir / page).read_bytes(), manifest) for page in pages}
    write_transaction({site_dir / MANIFEST: manifest, **printed})
    return frozenset(map(str, {MANIFEST, *pages}))


def days_of_change(edition: Edition, pages: Iterable[str]) -> dict[str, str]:
    """The day on which each page last changed, YYYY-MM-DD, or an empty string if unknown; never the clock.

    MkDocs needs at least one day, for the time in a compressed file: without a history all pages have that of the latest
    accession, as in the feed.
    """
    latest = {page: max(changes, key=lambda change: change.at) for page, changes in edition.history.of.items()}
    known = {str(page): change.on for page, change in latest.items()}
    days = {page: known.get(page, "") for page in pages}
    return days if any(days.values()) else dict.fromkeys(days, latest_accession(edition).date().isoformat())


def preview_cards(root: Path, edition: Edition, jobs: int | None = None) -> dict[PurePosixPath, bytes]:
    """The preview cards of pages; only those that the staged tree does not hold yet are drawn, by at most `jobs` processes."""
    asked, made = dict(cards.site_cards(edition)), dict[PurePosixPath, bytes]()
    for path, card in asked.items():
        there = root / STAGED / path
        before = there.read_bytes() if there.is_file() else b""
        if cards.is_drawing_of(card, before):
            made[path] = before
    missing = [path for path in asked if path not in made]
    if not missing:
        return made
    from colophon.rendering.drawing import draw  # noqa: PLC0415 -- few commands draw, and Pillow takes time to start

    drawn = map_in_processes(lambda path: draw(asked[path]), missing, jobs)
    return {**made, **dict(zip(missing, drawn, strict=True))}


def theme_assets(catalog: Catalog) -> dict[PurePosixPath, bytes]:
    """The style sheet, icons and, with words from `catalog`, the scripts of the site, by path in the documentation folder."""
    folder = PurePosixPath("assets/colophon")
    assets = {
        folder / name: translated(data.decode(), catalog).encode() if name.endswith(".js") else data
        for name, data in files_in(THEME / "assets")
    }
    assets[PurePosixPath("favicon.ico")] = assets.pop(folder / "favicon.ico")  # where browsers look for it
    return assets


def editor_assets(edition: Edition) -> dict[PurePosixPath, bytes]:
    """The editor at /edit/, if the site enables it. Raises `ColophonError` if `make editor` was not run."""
    if not edition.site.settings.editor:
        return {}
    own = {PurePosixPath(name): data for name, data in files_in(THEME / "editor")}
    return editor_files(edition, own, scripts_from(_editor_scripts()))


def missing_editor() -> str | None:
    """How to install the programs of the editor at /edit/; `None` if they are installed."""
    return None if are_installed(_editor_scripts()) else how_to_install(str(INSTALLED.parent))


def _editor_scripts() -> dict[PurePosixPath, bytes]:
    """Third-party files of the editor, by path; none if they are not installed."""
    if not (INSTALLED / CMS).is_dir():
        return {}  # not cached: they may be installed while a preview runs
    return _read_scripts(INSTALLED)


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


def is_loaded(path: str, palette: bool) -> bool:
    """Whether pages load this file of Material or Zensical: its script, its style sheet and, if `palette`, that of colors.

    The others are source maps, icons and workers of the search that Colophon replaces.
    """
    loaded = _LOADED.fullmatch(path)
    return loaded is not None and (palette or loaded["name"] != "palette")


def files_in(folder: Traversable) -> Iterable[tuple[str, bytes]]:
    """The files of a folder of the package, with their names."""
    return ((file.name, file.read_bytes()) for file in folder.iterdir() if file.is_file())
