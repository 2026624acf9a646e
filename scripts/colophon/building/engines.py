"""Engines, which render the staged tree to a folder: MkDocs, and Zensical, its successor."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils.yaml import yaml_load

from colophon.building.kept import Kept, KeptPage, Made, page_keys
from colophon.building.mkdocs_site import MkDocsSite, diagnosed, is_plain, strictly
from colophon.building.needs import FEATURES, SCRIPTS, STYLES, with_needed, with_words
from colophon.building.parts import refuse_division, refuse_missing
from colophon.building.staging import BUILD, STAGED, TEMPLATES, files_in, is_loaded
from colophon.formats.scripts import translated
from colophon.model.errors import ColophonError, ZensicalFailed
from colophon.model.settings import CONFIG, EXTENSIONS
from colophon.project.catalogs import catalog_of
from colophon.project.writer import (
    ReusedFolder,
    link_or_copy,
    refuse_links,
    remove_folder,
    write_transaction,
    write_tree,
)

log = logging.getLogger("mkdocs.colophon")

_STAGED_TEMPLATES = BUILD / "theme"
_SETTINGS = BUILD / CONFIG


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a site is to be rendered."""

    strict: bool = False
    """Whether a logged warning is an error."""
    jobs: int = 1
    """The most processes at a time."""
    kept: Kept = field(default_factory=Kept)
    """Pages that are linked where they would be rendered to the same: of the last site, or of parts."""
    withheld: str = ""
    """A digest of what no page may repeat."""
    index: Mapping[str, KeptPage] = field(default_factory=dict)
    """Files of the search index that stay as they are, by path in the site."""
    is_merging: bool = False
    """Whether all pages must be kept but those in the navigation."""


def _with_mkdocs(root: Path, new: Path, rendering: Rendering) -> Made:
    """Render with MkDocs and the plugins of the site, strictly as `mkdocs build --strict`; returns what it made.

    Page by page where each follows from its own Markdown, otherwise as MkDocs does, which reads all pages first.
    Our own plugin does not stage again, because `docs_dir` is the staged tree already.
    """
    with diagnosed(root):
        config = load_config(
            str(root / CONFIG), docs_dir=str(root / STAGED), site_dir=str(new), strict=rendering.strict or None
        )
        try:
            if is_plain(config):
                return _page_by_page(config, new, rendering)
            if rendering.is_merging:
                refuse_division()
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
    return Made()


def _page_by_page(config: MkDocsConfig, new: Path, rendering: Rendering) -> Made:
    with strictly(config):
        site = MkDocsSite(config)
        site.read_navigation()
        key_of = page_keys(site, rendering.withheld)
        made, folder = Made(), ReusedFolder(new)
        elsewhere: list[tuple[Path, Path]] = []

        def is_kept(file: File) -> bool:
            path = file.dest_uri
            kept = rendering.kept.pages.get(path)
            digest = kept and file.abs_src_path and kept.digest_of(file.abs_src_path)
            key = made.keys[path] = key_of(file, digest or sha256(file.content_bytes).hexdigest())
            return kept is not None and kept.key == key and stays(path, kept)

        def stays(path: str, kept: KeptPage) -> bool:
            if not (status := kept.status()):
                return False
            if not folder.keeps(path, status):
                elsewhere.append((Path(kept.file), new / path))
            made.known[path] = kept.facts
            return True

        made.keys.update({path: kept.key for path, kept in rendering.index.items() if stays(path, kept)})
        # HTML is verified against pages it leads to
        copied = [file for file in site.other_files if file.dest_uri.endswith(".html") or not is_kept(file)]
        others = [page for page in site.pages if not is_kept(page.file)]
        if rendering.is_merging:
            refuse_missing([page.file.src_uri for page in others if not site.is_in_navigation(page)])
        folder.remove_others()
        for there, here in elsewhere:
            link_or_copy(there, here)
        site.write_templates()
        for file in copied:
            site.copy(file)
        site.write_pages(others, rendering.jobs)
        site.check_anchors(others)
    return made


def _with_zensical(root: Path, new: Path, rendering: Rendering) -> Made:  # noqa: ARG001
    """Render with Zensical, which runs no plugins, to an empty folder.

    Not strict: Zensical's check of anchors reports some that exist; `verify` checks them in the pages.

    Raises `ColophonError` if Zensical is not installed, `ZensicalFailed`.
    """
    if find_spec("zensical") is None:
        raise ColophonError('Zensical is not installed; run: .venv/bin/python -m pip install "zensical==0.0.73"')
    refuse_links(root, _STAGED_TEMPLATES, _SETTINGS)
    remove_folder(new)
    written = _zensical_files(root, new.name)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--config-file", str(written)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own arguments, no shell
    if done.returncode:
        raise ZensicalFailed(done.stdout + done.stderr)
    _remove_unloaded(root, new)
    return Made()


def _remove_unloaded(root: Path, new: Path) -> None:
    """Remove Zensical's own search index, a site map without an address, and files of its theme that no page loads."""
    (new / "search.json").unlink(missing_ok=True)
    site_map = new / "sitemap.xml"
    if site_map.is_file() and b"<loc>" not in site_map.read_bytes():
        site_map.unlink()
    for file in [path for path in (new / "assets").rglob("*") if path.is_file()]:
        path = file.relative_to(new)
        if not (root / STAGED / path).is_file() and not is_loaded(path.as_posix(), palette=True):
            file.unlink()


def _zensical_files(root: Path, site_dir: str) -> Path:
    """Write settings for Zensical, which renders to the folder `site_dir` in `build/`, and our templates beside them.

    Zensical writes only to the folder of its settings, and has one folder of templates.
    """
    with (root / CONFIG).open("rb") as file:
        config = yaml_load(file)
    theme = config["theme"] if isinstance(config.get("theme"), dict) else {}
    catalog = catalog_of(str(theme.get("language", "en")))
    templates = {
        PurePosixPath(folder, name): translated(data.decode(), catalog).encode()
        for folder in ("", "partials", "partials/javascripts")
        for name, data in files_in(TEMPLATES / folder)
    }
    if own := theme.get("custom_dir"):
        found = (file for file in sorted((root / own).rglob("*")) if file.is_file())
        templates |= {PurePosixPath(file.relative_to(root / own).as_posix()): file.read_bytes() for file in found}
    write_tree(templates, root / _STAGED_TEMPLATES)
    settings = {
        **config,
        "docs_dir": STAGED.name,
        "site_dir": site_dir,
        "theme": {
            "name": "material",
            **theme,
            "font": False,
            "custom_dir": _STAGED_TEMPLATES.name,
            "features": with_needed(theme.get("features"), FEATURES),
        },
        "markdown_extensions": [
            {name: with_words(options, catalog) if name == "footnotes" else options}
            for element in with_needed(config.get("markdown_extensions"), EXTENSIONS)
            for name, options in (element if isinstance(element, dict) else {element: {}}).items()
        ],
        "extra": {**(config.get("extra") or {}), "engine": "Zensical"},
        "extra_css": with_needed(config.get("extra_css"), STYLES),
        "extra_javascript": with_needed(config.get("extra_javascript"), SCRIPTS),
        "plugins": [],
    }
    write_transaction({root / _SETTINGS: yaml.dump(settings, sort_keys=False, allow_unicode=True).encode()})
    return root / _SETTINGS


ENGINES: Mapping[str, Callable[[Path, Path, Rendering], Made]] = {
    "mkdocs": _with_mkdocs,
    "zensical": _with_zensical,
}
"""By name: render `build/docs/` of the site at a root to a folder, which may hold what was rendered there before."""
