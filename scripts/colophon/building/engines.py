"""Engines, which render the staged tree to a folder: MkDocs, and Zensical, its successor."""

from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import yaml
from jinja2 import TemplateNotFound
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import yaml_load

from colophon.building.kept import Kept, page_keys
from colophon.building.mkdocs_site import MkDocsSite, is_plain, strictly
from colophon.building.needs import FEATURES, SCRIPTS, STYLES, with_needed
from colophon.building.staging import BUILD, STAGED, TEMPLATES, files_in, is_loaded
from colophon.model.errors import ColophonError, ZensicalFailed
from colophon.model.settings import CONFIG, EXTENSIONS
from colophon.project.writer import refuse_links, write_transaction, write_tree

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
    """Pages of the last site, which are linked where they would be rendered again to the same."""


def _with_mkdocs(root: Path, new: Path, rendering: Rendering) -> Mapping[str, str]:
    """Render with MkDocs and the plugins of the site, strictly as `mkdocs build --strict`; returns the keys of pages.

    Page by page where each follows from its own Markdown, otherwise as MkDocs does, which reads all pages first.
    Our own plugin does not stage again, because `docs_dir` is the staged tree already.
    """
    config: MkDocsConfig | None = None
    try:
        config = load_config(
            str(root / CONFIG), docs_dir=str(root / STAGED), site_dir=str(new), strict=rendering.strict or None
        )
        if is_plain(config):
            return _page_by_page(config, new, rendering)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except TemplateNotFound as error:  # an `OSError`
        raise ColophonError(diagnosis(error, root)) from None
    except (ColophonError, MkDocsException, OSError):
        raise
    except Exception as error:
        log.debug("MkDocs ended with an exception", exc_info=True)
        raise ColophonError(diagnosis(error, root)) from error
    finally:
        if config is not None:
            config.plugins.on_shutdown()
    return {}


def _page_by_page(config: MkDocsConfig, new: Path, rendering: Rendering) -> Mapping[str, str]:
    with strictly(config):
        site = MkDocsSite(config)
        site.read_navigation()
        site.write_other_files()
        pages = [file.page for file in site.files.documentation_pages() if file.page]
        key_of = page_keys(site)
        keys = {page.file.dest_uri: key_of(page.file) for page in pages}
        others = [page for page in pages if not rendering.kept.reuse(page.file.dest_uri, keys[page.file.dest_uri], new)]
        site.write_pages(others, rendering.jobs)
        site.check_anchors(others)
    return keys


def diagnosis(error: Exception, root: Path) -> str:
    """What MkDocs, a plugin or a hook failed at, in a sentence: the page if one was rendered, and where it was raised."""
    if isinstance(error, TemplateNotFound):
        return (
            f"the template {error.name} does not exist; a page (in its front matter) or another template names it;"
            " correct the name or remove it"
        )
    frames = list(traceback.walk_tb(error.__traceback__))
    pages = [page for frame, _ in frames if isinstance(page := frame.f_locals.get("page"), Page)]
    what = f"{pages[-1].file.src_uri}: this page cannot be rendered" if pages else "MkDocs failed"
    if isinstance(error, RecursionError):
        return f"{what}: it is nested too deep; look for lists or quotations inside each other"
    frame, line = frames[-1]
    ours = [(frame, line) for frame, line in frames if Path(frame.f_code.co_filename).is_relative_to(root)]
    if ours:  # a hook of the site
        frame, line = ours[-1]
        where = Path(frame.f_code.co_filename).relative_to(root).as_posix()
    else:
        where = frame.f_globals.get("__name__", "")
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(root):
        where, line = Path(error.filename).relative_to(root).as_posix(), error.lineno or 1
    message = f"{what} ({type(error).__name__}: {error}; raised in {where}, line {line})"
    advice = (
        "check its HTML for tags that are not closed"
        if pages and not ours
        else f"correct {where}, or remove it from {CONFIG}"
    )
    return f"{message}; {advice}. colophon build --verbose shows the traceback"


def _with_zensical(root: Path, new: Path, rendering: Rendering) -> Mapping[str, str]:  # noqa: ARG001
    """Render with Zensical, which runs no plugins.

    Not strict: Zensical's check of anchors reports some that exist; `verify` checks them in the pages.

    Raises `ColophonError` if Zensical is not installed, `ZensicalFailed`.
    """
    if find_spec("zensical") is None:
        raise ColophonError('Zensical is not installed; run: .venv/bin/python -m pip install "zensical==0.0.73"')
    refuse_links(root, _STAGED_TEMPLATES, _SETTINGS)
    written = _zensical_files(root, new.name)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--config-file", str(written)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own arguments, no shell
    if done.returncode:
        raise ZensicalFailed(done.stdout + done.stderr)
    _remove_unloaded(root, new)
    return {}


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
    templates = {
        PurePosixPath(folder, name): data
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
        "markdown_extensions": with_needed(config.get("markdown_extensions"), EXTENSIONS),
        "extra_css": with_needed(config.get("extra_css"), STYLES),
        "extra_javascript": with_needed(config.get("extra_javascript"), SCRIPTS),
        "plugins": [],
    }
    write_transaction({root / _SETTINGS: yaml.dump(settings, sort_keys=False, allow_unicode=True).encode()})
    return root / _SETTINGS


ENGINES: Mapping[str, Callable[[Path, Path, Rendering], Mapping[str, str]]] = {
    "mkdocs": _with_mkdocs,
    "zensical": _with_zensical,
}
"""By name: render `build/docs/` of the site at a root to a folder; returns the key of each page that may be kept, by path."""
