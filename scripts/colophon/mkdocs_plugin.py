"""MkDocs adapter: stages the Markdown tree, points `docs_dir` at it, and indexes the built site. No logic of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger

from colophon.building import STAGED, THEME, sound_edition, stage, write_search_index
from colophon.edition import Edition
from colophon.errors import ColophonError, Invalid, Refused
from colophon.formatting import as_line

log = get_plugin_logger("colophon")


class Options(Config):  # type: ignore[no-untyped-call]
    """What a site may say under `plugins: - colophon:`; `colophon.reading` reads it from the file."""

    kinds = config_options.Type(dict, default={})
    surnames = config_options.Choice(("anywhere", "after"), default="anywhere")
    ignore = config_options.Type(list, default=[])
    editor = config_options.Type((bool, dict), default=False)
    report = config_options.Optional(config_options.Type(str))


class ColophonPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """`plugins: [colophon]`."""

    def __init__(self) -> None:
        self._serving = False
        self._edition: Edition | None = None
        self._authored: Path | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a preview, which outlives a broken file. MkDocs keeps a plugin with this method."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read, check, render and stage; the last good version stays where a preview meets a problem."""
        root = _root(config)
        self._authored = Path(config.docs_dir)
        try:
            self._edition = sound_edition(root)
            stage(root, self._edition)
        except ColophonError as error:
            for problem in error.problems if isinstance(error, Refused | Invalid) else ():
                log.error(as_line(problem))
            if not (self._serving and self._edition):
                raise PluginError(str(error)) from None
            log.error("%s; the preview shows the last good version", error)
        config.docs_dir = str(root / STAGED)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        return config

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Index what was built."""
        if self._edition:
            write_search_index(_root(config), self._edition, Path(config.site_dir))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Follow what editors write, not what is generated from it."""
        server.unwatch(config.docs_dir)
        root = _root(config)
        for folder in (self._authored, root / "corpus"):
            if folder and folder.is_dir():
                server.watch(str(folder))
        return server


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent
