"""The MkDocs plugin: takes the steps of `colophon.building.pipeline` in MkDocs' events."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from colophon.building.needs import FEATURES, SCRIPTS, STYLES, with_needed, with_words
from colophon.building.page_html import PageRenderer
from colophon.building.pipeline import check_or_raise
from colophon.building.staging import (
    STAGED,
    TEMPLATES,
    finish,
    is_loaded,
    stage,
    staged_dates,
)
from colophon.edition import Edition
from colophon.formats.reports import as_line
from colophon.model.errors import ColophonError, Invalid, Refused
from colophon.model.language import Catalog
from colophon.model.settings import EXTENSIONS
from colophon.project.catalogs import catalog_of

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("colophon")


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """Nothing, since MkDocs need not know the options."""


class ColophonPlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """`plugins: [colophon]`. In `mkdocs build` it checks and stages the site before, and indexes it after.

    `colophon build` does that itself: there, and in a preview, `docs_dir` is the staged tree already.
    """

    def __init__(self) -> None:
        self._serving = False
        self._edition: Edition | None = None
        """What this plugin staged."""
        self._renderer: PageRenderer | None = None

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Accept any options: `colophon.project.settings` checks them in the file, as `PluginOptions`."""
        return super().load_config({}, config_file_path)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember the command."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the theme's templates and what pages need; read, check and stage the site unless that is done already."""
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(TEMPLATES))
        if not config.site_url:  # a site map gives full addresses, and must have one at least
            config.theme.static_templates.discard("sitemap.xml")
        config.theme["font"] = False  # Material would load it from another host; the pages bring their own
        config.theme["features"] = with_needed(config.theme.get("features"), FEATURES)
        config.markdown_extensions = with_needed(config.markdown_extensions, EXTENSIONS)
        config.mdx_configs["footnotes"] = with_words(config.mdx_configs.get("footnotes"), _catalog(config))
        config.extra_css = with_needed(config.extra_css, STYLES)
        config.extra_javascript = with_needed(config.extra_javascript, SCRIPTS)
        self._edition = None
        if self._serving and not _is_staged(config):
            config.nav = None
        elif not _is_staged(config):
            self._edition = self._staged(_root(config))
            config.docs_dir = str(_root(config) / STAGED)
        return config

    def _staged(self, root: Path) -> Edition:
        """Check and stage the site. Raises `PluginError`."""
        try:
            checked = check_or_raise(root)
            for problem in checked.problems:
                log.warning(as_line(problem))
            stage(root, checked.edition)
        except ColophonError as error:
            for problem in error.problems if isinstance(error, Refused | Invalid) else ():
                log.error(as_line(problem))
            raise PluginError(str(error)) from None
        return checked.edition

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave out files of the theme that no page loads; those of the site's own `custom_dir` stay.

        `mkdocs serve` builds the site before it starts a server: there one page, since `on_serve` replaces that server.
        """
        if self._serving and not _is_staged(config):
            return Files([File.generated(config, "index.md", content="# Preview\n")])
        theme = {folder for folder in config.theme.dirs if folder != config.theme.custom_dir}
        palette = bool(config.theme.get("palette"))
        for file in [file for file in files if file.src_dir in theme and not is_loaded(file.src_uri, palette)]:
            files.remove(file)
        return files

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Render most pages without Python-Markdown, which makes the same of them in ten times the time."""
        if self._renderer is None or self._renderer.files is not files:
            self._renderer = PageRenderer(config, files)
        page.render = partial(self._renderer.render, page)  # type: ignore[method-assign]
        return page

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give templates their words; date pages by their history, where MkDocs would take the clock."""
        env.globals["gettext"] = _catalog(config).messages.gettext
        if _is_staged(config):
            dates = staged_dates(_root(config))
            for page in [file.page for file in files.documentation_pages() if file.page]:
                page.update_date = dates.get(page.file.src_uri, "")
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add the search index and the manifest, if this plugin staged the site."""
        if self._edition:
            finish(self._edition, Path(config.site_dir))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> Any:
        """Replace MkDocs' server, which builds the whole site after each save, with one that renders the page a browser asks for."""
        from colophon.building.server import PreviewServer  # noqa: PLC0415 -- a build needs nothing that speaks HTTP

        server.server_close()
        host, port = config.dev_addr
        return PreviewServer(host, port, _root(config), server.mount_path)


def _is_staged(config: MkDocsConfig) -> bool:
    """Whether `docs_dir` is the staged tree, so that there is nothing to check and stage."""
    return Path(config.docs_dir).resolve() == _root(config) / STAGED


def _catalog(config: MkDocsConfig) -> Catalog:
    """The words of pages in the language of the site."""
    return catalog_of(str(config.theme.get("language", "en")))


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent
