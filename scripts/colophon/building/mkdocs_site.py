"""A site as MkDocs sees it, to render page by page: each page in any process, in any order, or alone for a preview.

`MkDocsSite` takes the steps of `mkdocs.commands.build.build` up to the first page, and `render` those of a page. MkDocs
itself keeps every page in memory, since a plugin or a template may read all of them; `is_plain` says that none does.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from jinja2 import TemplateNotFound
from mkdocs.commands.build import _build_theme_template, _populate_page, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, write_file

from colophon.building.theme_files import CompiledTemplates, ThemeFiles
from colophon.model.errors import ColophonError
from colophon.model.settings import CONFIG
from colophon.project.processes import map_in_processes
from colophon.project.writer import link_or_copy
from colophon.rendering import LazyFiles

log = logging.getLogger("mkdocs.colophon")

_COMPILED = CompiledTemplates()
_STATIC_TEMPLATES = {"404.html", "sitemap.xml"}
_EXTENSIONS = frozenset(
    """abbr admonition attr_list codehilite def_list extra fenced_code footnotes md_in_html meta nl2br sane_lists smarty
    tables toc wikilinks pymdownx.arithmatex pymdownx.betterem pymdownx.blocks.admonition pymdownx.blocks.caption
    pymdownx.blocks.definition pymdownx.blocks.details pymdownx.blocks.html pymdownx.blocks.tab pymdownx.caret
    pymdownx.critic pymdownx.details pymdownx.emoji pymdownx.escapeall pymdownx.extra pymdownx.highlight pymdownx.inlinehilite
    pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.progressbar pymdownx.saneheaders pymdownx.smartsymbols
    pymdownx.striphtml pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde""".split()
)
"""Extensions that make of a page's Markdown what follows from it: none reads another file or remembers another page."""


def is_plain(config: MkDocsConfig) -> bool:
    """Whether a page of the site follows from its own Markdown, the settings and the navigation alone.

    So that it may be rendered in another process, on another machine or not again. Plugins, hooks, templates and
    extensions that we do not know may read anything.
    """
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    extensions = {name.removeprefix("markdown.extensions.") for name in config.markdown_extensions}
    return (
        set(config.plugins) == {"colophon"}
        and not config.hooks
        and not config.extra_templates
        and set(config.theme.static_templates) <= _STATIC_TEMPLATES
        and extensions <= _EXTENSIONS
        and not (own and any(own.rglob("*.html")))
    )


@dataclass(frozen=True)
class Rendered:
    """What one process tells another of a page that it rendered."""

    failed: bool = False
    source: str = ""
    """The SHA-256 of its Markdown."""
    anchors: frozenset[str] = frozenset()
    """The anchors that the page has."""
    targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Where its links with an anchor lead: by file and anchor, a link as it is written."""
    logged: tuple[tuple[str, int, str], ...] = ()
    """Logger, level and message."""


class MkDocsSite:
    """A site whose pages can be rendered one by one.

    `makers`: what makes the files of its documentation folder, each when it is needed; default: they are there.
    """

    def __init__(self, config: MkDocsConfig, makers: LazyFiles | None = None, command: str = "build") -> None:
        self.makers: LazyFiles = makers or {}
        config.plugins.on_startup(command=command, dirty=False)  # type: ignore[arg-type]
        self.config: MkDocsConfig = config.plugins.on_config(config)
        env = self.config.theme.get_env()
        env.bytecode_cache = _COMPILED
        env.auto_reload = command != "build"  # whose templates stay; to look takes a twentieth of the time of a page
        found = get_files(self.config) if makers is None else _files_at(makers, self.config)
        found.add_files_from_theme(ThemeFiles(self.config.theme.dirs), self.config)  # type: ignore[arg-type]
        self.files: Files = self.config.plugins.on_files(found, config=self.config)
        set_exclusions(self.files, self.config)
        navigation = get_navigation(self.files, self.config)
        self.nav = self.config.plugins.on_nav(navigation, config=self.config, files=self.files)
        self.env = self.config.plugins.on_env(env, config=self.config, files=self.files)
        self._in_navigation = {page.file.src_uri for page in self.nav.pages}

    def read_navigation(self) -> None:
        """Read the pages in the navigation, whose titles are on every page. What is logged comes when they are rendered."""
        with _logged():
            for page in self.nav.pages:
                self.fill(page.file)
                _populate_page(page, self.config, self.files)

    @property
    def pages(self) -> list[Page]:
        """Every page, in the order of MkDocs."""
        return [file.page for file in self.files.documentation_pages() if file.page]

    def is_in_navigation(self, page: Page) -> bool:
        """Whether the navigation lists the page."""
        return page.file.src_uri in self._in_navigation

    def fill(self, file: File) -> None:
        """Make the contents of a file, unless it is there."""
        if make := self.makers.get(PurePosixPath(file.src_uri)):
            file.content_bytes = make()

    def render(self, page: Page) -> str:
        """The HTML of a page. Raises whatever MkDocs, an extension or a template raises."""
        config, plugins = self.config, self.config.plugins
        self.fill(page.file)
        _populate_page(page, config, self.files)
        config._current_page = page  # noqa: SLF001 -- MkDocs's own plugins look there
        try:
            page.active = True
            context = get_context(self.nav, [], config, page)
            template = self.env.get_template(page.meta.get("template", "main.html"))
            context = plugins.on_page_context(context, page=page, config=config, nav=self.nav)
            return plugins.on_post_page(template.render(context), page=page, config=config)
        finally:
            page.active = False
            config._current_page = None  # noqa: SLF001

    def write(self, page: Page) -> None:
        """Render a page and write it into the site. What it needed in memory is given back but for its anchors."""
        html = self.render(page)
        if html.strip():
            write_file(html.encode("utf-8", errors="xmlcharrefreplace"), page.file.abs_dest_path)
        if not self.is_in_navigation(page):
            page.markdown = page.content = None
            page.toc = []  # type: ignore[assignment]
            page.meta = {}
            if self.makers:
                page.file.content_bytes = b""

    def write_pages(self, pages: Sequence[Page], jobs: int) -> list[str]:
        """Render pages and write them into the site, in at most `jobs` processes; log what each of them logs.

        Returns the digest of each page's Markdown.
        """
        digests = []
        for page, done in zip(pages, map_in_processes(self._written, pages, jobs), strict=True):
            if done.failed:
                self.write(page)  # in this process, which fails at the same, with its traceback
            digests.append(done.source)
            for name, level, message in done.logged:
                logging.getLogger(name).log(level, "%s", message)
            page.present_anchor_ids = set(done.anchors)
            page.links_to_anchors = {self.files.src_uris[path]: dict(found) for path, found in done.targets.items()}
        return digests

    @property
    def other_files(self) -> list[File]:
        """The files that are copied into the site as they are."""
        others = (file for file in self.files if not file.is_documentation_page())
        return [file for file in others if file.inclusion.is_included()]  # type: ignore[no-untyped-call]

    def copy(self, file: File) -> None:
        """Copy a file into the site.

        One of the documentation folder gets a second name, which takes a tenth of the time: `project.writer` replaces files
        and never changes one. HTML is copied, since MkDocs might write a page to the same place, and so is what is installed.
        """
        new = Path(file.abs_dest_path)
        if file.abs_src_path and file.src_dir == self.config.docs_dir and new.suffix != ".html" and not new.exists():
            link_or_copy(Path(file.abs_src_path), new)
        else:
            file.copy_file()

    def write_templates(self) -> None:
        """Write the templates of the theme that are not pages."""
        for template in self.config.theme.static_templates:
            _build_theme_template(template, self.env, self.files, self.config, self.nav)

    def check_anchors(self, pages: Iterable[Page]) -> None:
        """Log links of these pages to anchors that the pages they lead to do not have."""
        for page in pages:
            page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)

    def _written(self, page: Page) -> Rendered:
        with _logged() as logged:
            try:
                self.fill(page.file)
                source = sha256(page.file.content_bytes).hexdigest()
                self.write(page)
            except Exception:  # noqa: BLE001 -- met again in the first process
                return Rendered(failed=True)
        links = page.links_to_anchors or {}
        return Rendered(
            source=source,
            anchors=frozenset(page.present_anchor_ids or ()),
            targets={file.src_uri: found for file, found in links.items()},
            logged=tuple(logged),
        )


def _files_at(paths: Iterable[PurePosixPath], config: MkDocsConfig) -> Files:
    """As `get_files`, without a folder."""
    folders = config.docs_dir, config.site_dir
    return Files([File(str(path), *folders, config.use_directory_urls) for path in sorted(paths)])


@contextmanager
def strictly(config: MkDocsConfig) -> Iterator[None]:
    """As in `mkdocs build --strict`, if `config` is strict: raises `Abort` at the end if a warning was logged."""
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    if config.strict:
        logger.addHandler(counter)
    try:
        yield
    finally:
        logger.removeHandler(counter)
    if counts := counter.get_counts():
        raise Abort(
            f"Aborted with {', '.join(f'{number} {level.lower()}s' for level, number in counts)} in strict mode!"
        )


@contextmanager
def diagnosed(root: Path) -> Iterator[None]:
    """Raise `ColophonError` in place of whatever an extension, a template, a plugin or a hook raises."""
    try:
        yield
    except TemplateNotFound as error:  # an `OSError`
        raise ColophonError(_diagnosis(error, root)) from None
    except (ColophonError, MkDocsException, OSError):
        raise
    except Exception as error:
        log.debug("MkDocs ended with an exception", exc_info=True)
        raise ColophonError(_diagnosis(error, root)) from error


def _diagnosis(error: Exception, root: Path) -> str:
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


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.logged: list[tuple[str, int, str]] = []
        self._last: logging.LogRecord | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, once: it may come from a logger and from the root."""
        if record is not self._last:
            self.logged.append((record.name, record.levelno, record.getMessage()))
        self._last = record


@contextmanager
def _logged() -> Iterator[list[tuple[str, int, str]]]:
    """Collect what is logged, which no other handler gets."""
    collector = _Collector()
    loggers = [logging.getLogger(), logging.getLogger("mkdocs")]
    before = [logger.handlers for logger in loggers]
    for logger in loggers:
        logger.handlers = [collector]
    try:
        yield collector.logged
    finally:
        for logger, handlers in zip(loggers, before, strict=True):
            logger.handlers = handlers
