"""MkDocs adapter: stages the Markdown tree, points `docs_dir` at it, and indexes the built site. No logic of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files

from colophon.building.pipeline import check_or_raise
from colophon.building.server import PreviewServer
from colophon.building.staging import (
    STAGED,
    TEMPLATES,
    days_of_change,
    is_loaded,
    stage,
    stage_nothing,
    write_manifest,
    write_search_index,
)
from colophon.edition import Edition
from colophon.formats.reports import as_line
from colophon.model.errors import ColophonError, Invalid, Refused

log = get_plugin_logger("colophon")


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """Nothing, since MkDocs need not know the options."""


class ColophonPlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """`plugins: [colophon]`."""

    given: Edition | None = None
    """The sound edition to build, where who runs MkDocs has it and has told its warnings; else one is read."""
    previewing = False
    """Whether a preview runs MkDocs, which stages and indexes by itself."""

    def __init__(self) -> None:
        self._serving = False
        self._edition: Edition | None = None

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Accept any options: `colophon.project.settings` checks them in the file, as `PluginOptions`."""
        return super().load_config({}, config_file_path)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a preview, which a broken file does not end."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read, check, render and stage."""
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(TEMPLATES))
        config.theme["font"] = False  # Material would load it from another host; the pages bring their own
        if self.previewing:
            return config
        root = _root(config)
        try:
            self._edition = self.given
            if self._edition is None:
                checked = check_or_raise(root)
                self._edition = checked.edition
                for problem in checked.problems:
                    log.warning(as_line(problem))
            stage(root, self._edition)
            config.docs_dir = str(root / STAGED)
        except ColophonError as error:
            for problem in error.problems if isinstance(error, Refused | Invalid) else ():
                log.error(as_line(problem))
            if not self._serving:
                raise PluginError(str(error)) from None
            config.docs_dir, config.nav = stage_nothing(root), None  # the preview tells the problems
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave out the files of the theme that no page loads; those of the site's own `custom_dir` stay."""
        theme = {folder for folder in config.theme.dirs if folder != config.theme.custom_dir}
        palette = bool(config.theme.get("palette"))
        for file in [file for file in files if file.src_dir in theme and not is_loaded(file.src_uri, palette)]:
            files.remove(file)
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Date pages by what is known of them, where MkDocs would take the clock."""
        pages = [file.page for file in files.documentation_pages() if file.page]
        if self._edition:
            days = days_of_change(self._edition, [page.file.src_uri for page in pages])
            for page in pages:
                page.update_date = days[page.file.src_uri]
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Index what was built, and list its digests."""
        if self._edition and not self._serving:
            write_search_index(self._edition, Path(config.site_dir))
            write_manifest(self._edition, Path(config.site_dir))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> Any:
        """A preview that renders what is looked at, instead of one that builds the whole site after each save."""
        host, port = config.dev_addr
        return PreviewServer(host, port, _root(config), server.mount_path)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent
