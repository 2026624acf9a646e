"""What renders the staged tree to a folder: MkDocs, or Zensical, its successor."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import yaml
from jinja2 import TemplateNotFound
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load

from colophon.building.staging import (
    BUILD,
    STAGED,
    TEMPLATES,
    files_in,
    is_loaded,
    stage,
    write_manifest,
    write_search_index,
)
from colophon.edition import Edition
from colophon.model.errors import ColophonError, ZensicalFailed
from colophon.model.settings import CONFIG
from colophon.project.writer import refuse_links, write_transaction, write_tree

_STAGED_TEMPLATES = BUILD / "theme"
_SETTINGS = BUILD / CONFIG


def _with_mkdocs(root: Path, edition: Edition, new: Path) -> None:
    """The tree rendered by MkDocs, which runs our plugin: that stages before, and indexes after."""
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(new), strict=True)
    config.plugins["colophon"].given = edition  # type: ignore[attr-defined]
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
    except (ColophonError, MkDocsException, OSError):
        raise
    except Exception as error:  # of whatever kind: a parser or an extension that is somebody else's
        told = f"a page cannot be rendered ({type(error).__name__}: {error})"
        raise ColophonError(f"{told}; MkDocs says above which it is: look for HTML in it that is not whole") from error
    finally:
        config.plugins.on_shutdown()


def _with_zensical(root: Path, edition: Edition, new: Path) -> None:
    """The same tree rendered by Zensical, which runs no plugins: what ours does for MkDocs is done here.

    Raises `ColophonError` where Zensical is not installed, `ZensicalFailed`.
    """
    if find_spec("zensical") is None:
        raise ColophonError('Zensical is not installed; do it with: .venv/bin/python -m pip install "zensical==0.0.73"')
    refuse_links(root, _STAGED_TEMPLATES, _SETTINGS)
    stage(root, edition)
    written = _zensical_files(root, new.name)
    # Not --strict: it looks for anchors in the Markdown by rules of its own, and misses some; `verify` looks in the pages.
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--config-file", str(written)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own arguments, no shell
    if done.returncode:
        raise ZensicalFailed(done.stdout + done.stderr)
    _remove_unloaded(root, new)
    write_search_index(edition, new)
    write_manifest(edition, new)


def _remove_unloaded(root: Path, new: Path) -> None:
    """Remove from a site made by Zensical its own search index and the files of its theme that no page loads."""
    (new / "search.json").unlink(missing_ok=True)
    for file in [path for path in (new / "assets").rglob("*") if path.is_file()]:
        path = file.relative_to(new)
        if not (root / STAGED / path).is_file() and not is_loaded(path.as_posix(), palette=True):
            file.unlink()


def _zensical_files(root: Path, site_dir: str) -> Path:
    """Write the settings of Zensical, which will make the folder `site_dir` in `build/`, and our templates beside them.

    Zensical writes nothing outside the folder of its settings, and knows one folder of templates.
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
        "theme": {"name": "material", **theme, "font": False, "custom_dir": _STAGED_TEMPLATES.name},
        "plugins": [],
    }
    write_transaction({root / _SETTINGS: yaml.dump(settings, sort_keys=False, allow_unicode=True).encode()})
    return root / _SETTINGS


ENGINES: Mapping[str, Callable[[Path, Edition, Path], None]] = {"mkdocs": _with_mkdocs, "zensical": _with_zensical}
"""By name, what stages an edition of the site at a root and renders it to a folder, with search index and manifest."""
