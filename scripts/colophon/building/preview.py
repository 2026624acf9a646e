"""A preview of a site: what an editor saves is read, and a page is rendered when somebody looks at it, and not before.

So what a save costs does not grow with the number of pages. MkDocs and its theme render the page, as they do in a build.
"""

from __future__ import annotations

import html
import mimetypes
import os
import posixpath
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from colophon.building.history import read_history
from colophon.building.pipeline import check
from colophon.building.staging import file_makers, search_files
from colophon.edition import Edition, with_history
from colophon.edition.history import History
from colophon.formats.reports import as_line
from colophon.model.errors import ColophonError, Invalid
from colophon.model.problem import Problem
from colophon.model.settings import CONFIG
from colophon.project.git import files_of_head
from colophon.project.reader import Memory
from colophon.rendering import LazyFiles

Snapshot = Mapping[str, tuple[int, int, int]]

_PROBLEMS = """<link rel="stylesheet" href="{style}"><aside role="alert" class="colophon-problems"><strong>{head}</strong>\
<ul>{lines}</ul></aside>"""
_BARE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Problems</title></head>\
<body class="colophon-bare"></body></html>"""
_STYLE = "colophon-preview/preview.css"


@dataclass(frozen=True, slots=True)
class Version:
    """The site at one moment: its last sound state, and what is wrong with the present one."""

    number: int
    edition: Edition | None
    problems: tuple[Problem, ...]
    message: str = ""
    """What stops the preview, if it is no problem of a file."""

    @property
    def is_sound(self) -> bool:
        """Whether what is shown is what the files say now."""
        return not self.message and not any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser gets."""

    status: int
    type: str
    body: bytes
    location: str | None = None


class Preview:
    """A site that is looked at while it is edited. Reads files below `root`, writes none."""

    def __init__(self, root: Path, address: str) -> None:
        self.root = root
        self.address = address
        """Of the preview, with a slash at its end: pages that give their own address give this one."""
        self._style = urlsplit(address).path + _STYLE
        self.version = Version(0, None, ())
        self._memory = Memory()
        self._read: Edition | None = None
        """What was last read, sound or not: what has not changed of it is not made again."""
        self._seen: Snapshot = {}
        self._head = files_of_head(root)
        self._history: tuple[Snapshot, History] | None = None
        self._pages: _Pages | None = None
        self._index: tuple[int, Mapping[PurePosixPath, bytes]] | None = None
        self._rendering = threading.Lock()  # MkDocs keeps the page it renders in its configuration

    def refresh(self) -> bool:
        """Read what was saved since the last time; whether there was anything."""
        edition = self.version.edition
        head = dict(_stamps(self._head))
        seen = {**snapshot(self.root, edition.site.settings.docs_dir if edition else "docs"), **head}
        if seen == self._seen:
            return False
        config_changed = seen.get(CONFIG) != self._seen.get(CONFIG)
        self._seen = seen
        message = ""
        problems: tuple[Problem, ...] = ()
        try:
            checked = check(self.root, memory=self._memory, before=self._read)
            self._read, problems = checked.edition, checked.problems
            if not checked.refuses(strict=False):
                edition = self._with_history(checked.edition, head)
                with self._rendering:
                    self._pages = self._pages_of(edition, config_changed)
        except Invalid as error:
            problems = error.problems
        except (ColophonError, MkDocsException, OSError) as error:
            message = str(error)
            if isinstance(error, Abort):  # MkDocs has told the terminal why, and nobody else
                message = "mkdocs.yml: MkDocs cannot use these settings; the terminal says why"
        self.version = Version(self.version.number + 1, edition, problems, message)
        return True

    def _with_history(self, edition: Edition, head: Snapshot) -> Edition:
        """The edition with its history, which is asked of git anew after a commit only: what is saved adds nothing to it."""
        if self._history is None or self._history[0] != head:
            self._history = head, read_history(self.root, edition.site)
        return with_history(edition, self._history[1])

    def answer(self, path: str) -> Answer:
        """The page or file at an address below the site, such as `glossary/x/`."""
        version, pages = self.version, self._pages
        if version.edition is None or pages is None:
            return Answer(503, "text/html; charset=utf-8", with_problems(_BARE, version, self._style).encode())
        if posixpath.normpath(f"/{path}").split("/")[1] == "pagefind":
            return self._search(path, version.number, version.edition)
        with self._rendering:
            found = pages.answer(path)
        if found.type.startswith("text/html"):
            body = with_problems(found.body.decode("utf-8", "replace"), version, self._style)
            return Answer(found.status, found.type, body.encode())
        return found

    def _pages_of(self, edition: Edition, config_changed: bool) -> _Pages:
        makers = file_makers(edition)
        if self._pages is None or config_changed or self._pages.makers.keys() != makers.keys():
            return _Pages(self.root, self.address, makers)
        self._pages.makers = makers
        return self._pages

    def _search(self, path: str, number: int, edition: Edition) -> Answer:
        """A file of the search index, which is made when somebody searches."""
        with self._rendering:
            if self._index is None or self._index[0] != number:
                self._index = number, search_files(edition)
            data = self._index[1].get(PurePosixPath(posixpath.normpath(f"/{path}").lstrip("/")))
            return Answer(404, "text/plain", b"not in the index") if data is None else file_answer(path, data)


def snapshot(root: Path, docs_dir: str) -> Snapshot:
    """Time, size and number of every file that makes the site, by path."""
    folders = [root / "corpus", root / docs_dir]
    seen = {CONFIG: _stamp((root / CONFIG).stat())} if (root / CONFIG).is_file() else {}
    for folder in folders:  # grows while it is walked
        with suppress(FileNotFoundError), os.scandir(folder) as found:  # it may go while it is looked at
            for item in found:
                if item.is_dir(follow_symlinks=False):
                    folders.append(Path(item.path))
                elif not item.name.startswith("."):
                    seen[item.path] = _stamp(item.stat(follow_symlinks=False))
    return seen


def _stamps(files: Iterable[Path]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Of the files that are there."""
    for file in files:
        with suppress(OSError):
            yield str(file), _stamp(file.stat())


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ino


def with_problems(page: str, version: Version, style: str) -> str:
    """A page with what is wrong told at its top, if anything is; `style` is the address of its style sheet."""
    worst_first = sorted(version.problems, key=lambda problem: problem.severity != "error")
    told = [version.message] if version.message else [as_line(problem) for problem in worst_first]
    if not told:
        return page
    if version.is_sound:
        head = "Something to look at"
    elif version.edition:
        head = (
            "This cannot be published yet. Below is the last version that could; it changes as soon as this is mended."
        )
    else:
        head = "This cannot be shown yet. The page comes as soon as this is mended."
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in told)
    start = page.find(">", page.find("<body")) + 1
    return page[:start] + _PROBLEMS.format(head=head, lines=lines, style=html.escape(style)) + page[start:]


class _Pages:
    """What MkDocs needs to render any one page of a tree."""

    def __init__(self, root: Path, address: str, makers: LazyFiles) -> None:
        self.makers = makers
        config = load_config(str(root / CONFIG), site_url=address)
        plugin: Any = config.plugins["colophon"]
        config.plugins.on_startup(command="serve", dirty=False)
        plugin.previewing = True
        self._config: MkDocsConfig = config.plugins.on_config(config)
        plugin.previewing = False  # MkDocs keeps the plugin for the next configuration
        env = config.theme.get_env()
        files = Files([File.generated(config, str(path), content=b"") for path in makers])
        files.add_files_from_theme(env, config)
        self._files = config.plugins.on_files(files, config=config)
        set_exclusions(self._files, config)
        self._nav = config.plugins.on_nav(get_navigation(self._files, config), config=config, files=self._files)
        self._env = config.plugins.on_env(env, config=config, files=self._files)
        self._at = {file.dest_uri: file for file in self._files}

    def answer(self, path: str) -> Answer:
        """The page or file at an address."""
        wanted = posixpath.normpath(f"/{path}").lstrip("/")
        at = posixpath.join(wanted, "index.html").lstrip("/") if not path or path.endswith("/") else wanted
        if (file := self._at.get(at)) is not None:
            if make := self.makers.get(PurePosixPath(file.src_uri)):
                file.content_bytes = make()
            if file.page is None:
                return file_answer(at, file.content_bytes)
            return Answer(200, "text/html; charset=utf-8", self._rendered(file.page).encode())
        if posixpath.join(at, "index.html") in self._at:
            return Answer(302, "text/plain", b"", f"{posixpath.basename(wanted)}/")
        context = get_context(self._nav, [], self._config, base_url=self._config.site_url or "/")
        return Answer(404, "text/html; charset=utf-8", self._env.get_template("404.html").render(context).encode())

    def _rendered(self, page: Page) -> str:
        """As MkDocs does it for one page of a build."""
        config, plugins = self._config, self._config.plugins
        config._current_page = page  # noqa: SLF001 -- MkDocs's own plugins look there
        try:
            page = plugins.on_pre_page(page, config=config, files=self._files)
            page.read_source(config)
            page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=self._files)
            page.render(config, self._files)
            page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=self._files)
            page.active = True
            context = get_context(self._nav, [], config, page)
            template = self._env.get_template(page.meta.get("template", "main.html"))
            context = plugins.on_page_context(context, page=page, config=config, nav=self._nav)
            return plugins.on_post_page(template.render(context), page=page, config=config)
        finally:
            page.active = False
            config._current_page = None  # noqa: SLF001


def file_answer(path: str, data: bytes) -> Answer:
    """A file as a browser gets it."""
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Answer(200, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, data)
