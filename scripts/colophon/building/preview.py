"""A live preview: saved files are read at once, and a page is rendered when a browser asks for it.

So the cost of a save does not grow with the number of pages. MkDocs and its theme render the page, as in a build.
"""

from __future__ import annotations

import html
import logging
import mimetypes
import os
import posixpath
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from colophon.building.history import read_history
from colophon.building.known import read_cache
from colophon.building.mkdocs_site import MkDocsSite, diagnosed
from colophon.building.pagefind import search_files
from colophon.building.pipeline import check
from colophon.building.staging import STAGED, file_makers
from colophon.edition import Edition, with_history
from colophon.edition.history import History
from colophon.formats.reports import as_line
from colophon.model.errors import ColophonError, Invalid, os_error_message
from colophon.model.problem import Problem
from colophon.model.settings import CONFIG
from colophon.project.git import files_of_head
from colophon.project.reader import Memory
from colophon.rendering import LazyFiles
from colophon.rendering.pages.wording import count

log = logging.getLogger("mkdocs.colophon")

Snapshot = Mapping[str, tuple[int, int, int]]

_PROBLEMS = """<link rel="stylesheet" href="{style}"><aside role="alert" class="colophon-problems"><strong>{head}</strong>\
<ul>{lines}</ul></aside>"""
_WARNINGS = """<link rel="stylesheet" href="{style}"><aside class="colophon-problems colophon-warnings"><details>\
<summary>{head}</summary><ul>{lines}</ul></details></aside>"""
_BARE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Problems</title></head>\
<body class="colophon-bare"></body></html>"""
_STYLE = "colophon-preview/preview.css"


@dataclass(frozen=True, slots=True)
class Version:
    """The site at one moment: its last state without errors, and the problems of the current one."""

    number: int
    edition: Edition | None
    problems: tuple[Problem, ...]
    message: str = ""
    """Why the current state cannot be shown, if not because of problems in files."""
    gaps: tuple[Problem, ...] = ()
    """What drafts lack."""

    @property
    def is_sound(self) -> bool:
        """Whether the current state is shown."""
        return not self.message and not any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response."""

    status: int
    type: str
    body: bytes
    location: str | None = None


class Preview:
    """A live preview of the site at `root`. Writes no file. Thread-safe: one thread calls `refresh`, any `answer`."""

    def __init__(self, root: Path, address: str) -> None:
        self.root = root
        self.address = address
        """The URL of the preview, with a slash at its end, which replaces `site_url`."""
        self._style = urlsplit(address).path + _STYLE
        self.version = Version(0, None, ())
        self._memory = Memory(read_cache(root))
        self._seen: Snapshot = {}
        self._head = files_of_head(root)
        self._history: tuple[Snapshot, History] | None = None
        self._pages: _Pages | None = None
        self._index: tuple[int, Mapping[PurePosixPath, bytes]] | None = None
        self._rendering = threading.Lock()  # MkDocs keeps the page it renders in its configuration
        self._indexing = threading.Lock()

    def refresh(self) -> bool:
        """Read what was saved since the last call; returns whether anything was. Never raises an `Exception`."""
        edition = self.version.edition
        head = dict(_stamps(self._head))
        seen = {**snapshot(self.root, edition.site.settings.docs_dir if edition else "docs"), **head}
        if seen == self._seen:
            return False
        config_changed = seen.get(CONFIG) != self._seen.get(CONFIG)
        self._seen = seen
        message = ""
        problems: tuple[Problem, ...] = ()
        gaps = self.version.gaps
        try:
            self._memory.cache.begin()
            checked = check(self.root, memory=self._memory)
            problems, gaps = checked.problems, checked.gaps
            if not checked.refuses(strict=False):
                edition = self._with_history(checked.with_drafts or checked.edition, head)
                with self._rendering:
                    self._pages = self._pages_of(edition, config_changed)
        except Invalid as error:
            problems = error.problems
        except Abort:  # MkDocs has logged the reason
            message = f"{CONFIG}: MkDocs cannot use these settings; the terminal says why"
        except OSError as error:
            message = os_error_message(error)
        except (ColophonError, MkDocsException) as error:
            message = str(error)
        except Exception as error:
            log.exception("the preview failed")
            message = f"the preview failed ({type(error).__name__}: {error}); the terminal shows the traceback"
        self.version = Version(self.version.number + 1, edition, problems, message, gaps)
        return True

    def _with_history(self, edition: Edition, head: Snapshot) -> Edition:
        """The edition with its history, which is read again only after a commit."""
        if self._history is None or self._history[0] != head:
            self._history = head, read_history(self.root, edition.site, self._memory)
        return with_history(edition, self._history[1])

    def answer(self, path: str) -> Answer:
        """The response for a path below the site, such as `glossary/x/`."""
        version, pages = self.version, self._pages
        if version.edition is None or pages is None:
            return Answer(503, "text/html; charset=utf-8", with_problems(_BARE, version, self._style).encode())
        if posixpath.normpath(f"/{path}").split("/")[1] == "pagefind":
            return self._search(path, version.number, version.edition)
        with self._rendering:
            found = pages.answer(path)
        if found.type.startswith("text/html"):
            body = with_problems(found.body.decode("utf-8", "replace"), version, self._style)
            body = with_gaps(body, path, version, self._style)
            return Answer(found.status, found.type, body.encode())
        return found

    def _pages_of(self, edition: Edition, config_changed: bool) -> _Pages:
        makers = file_makers(edition)
        if self._pages is None or config_changed or self._pages.site.makers.keys() != makers.keys():
            with diagnosed(self.root):
                return _Pages(self.root, self.address, makers)
        self._pages.site.makers = makers
        return self._pages

    def _search(self, path: str, number: int, edition: Edition) -> Answer:
        """A file of the search index, which is made at the first search in a version."""
        with self._indexing:
            if self._index is None or self._index[0] != number:
                self._index = number, search_files(edition)
            data = self._index[1].get(PurePosixPath(posixpath.normpath(f"/{path}").lstrip("/")))
        return Answer(404, "text/plain", b"not in the index") if data is None else file_answer(path, data)


def snapshot(root: Path, docs_dir: str) -> Snapshot:
    """Modification time, size and inode of every file of the site, by path."""
    folders = [root / "corpus", root / docs_dir]
    seen = {CONFIG: _stamp((root / CONFIG).stat())} if (root / CONFIG).is_file() else {}
    for folder in folders:  # grows while it is walked
        with suppress(OSError), os.scandir(folder) as found:  # if it cannot be read, `check` says so
            for item in found:
                if item.is_dir(follow_symlinks=False):
                    folders.append(Path(item.path))
                elif not item.name.startswith("."):
                    seen[item.path] = _stamp(item.stat(follow_symlinks=False))
    return seen


def _stamps(files: Iterable[Path]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Stamps of the files that exist."""
    for file in files:
        with suppress(OSError):
            yield str(file), _stamp(file.stat())


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ino


def with_problems(page: str, version: Version, style: str) -> str:
    """A page with the problems of `version` at its top, if there are any; `style` is the address of their style sheet."""
    worst_first = sorted(version.problems, key=lambda problem: problem.severity != "error")
    messages = [version.message] if version.message else [as_line(problem) for problem in worst_first]
    if not messages:
        return page
    if version.is_sound:
        return _with_aside(page, count(len(messages), "warning"), messages, style, _WARNINGS)
    if version.edition:
        head = "This cannot be published yet. Below is the last version without errors; it updates when you fix these."
    else:
        head = "This cannot be shown yet. The page appears when you fix these."
    return _with_aside(page, head, messages, style)


def with_gaps(page: str, path: str, version: Version, style: str) -> str:
    """The page of a draft at `path`, with what it lacks at its top; any other page as it is."""
    slug = posixpath.normpath(path).removeprefix("glossary/")
    draft = version.edition.entries.get(slug) if version.edition and path.startswith("glossary/") else None
    if version.edition is None or draft is None or not draft.matter.draft:
        return page
    file = version.edition.site.settings.entry_file(slug)
    lines = [as_line(problem) for problem in version.gaps if problem.path == file]
    head = (
        "This draft is not published. It lacks:"
        if lines
        else "This draft is not published. It is complete: delete the line draft: true to publish it."
    )
    return _with_aside(page, head, lines, style)


def _with_aside(page: str, head: str, lines: Iterable[str], style: str, form: str = _PROBLEMS) -> str:
    listed = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    start = page.find(">", page.find("<body")) + 1
    return page[:start] + form.format(head=head, lines=listed, style=html.escape(style)) + page[start:]


class _Pages:
    """A MkDocs configuration with files and navigation, to render single pages."""

    def __init__(self, root: Path, address: str, makers: LazyFiles) -> None:
        config = load_config(str(root / CONFIG), site_url=address)
        config.docs_dir = str(root / STAGED)  # all files are generated; our plugin need not stage them
        self.site = MkDocsSite(config, makers, command="serve")
        self._at = {file.dest_uri: file for file in self.site.files}

    def answer(self, path: str) -> Answer:
        """The response for a path."""
        wanted = posixpath.normpath(f"/{path}").lstrip("/")
        at = posixpath.join(wanted, "index.html").lstrip("/") if not path or path.endswith("/") else wanted
        if (file := self._at.get(at)) is not None:
            if file.page is None:
                self.site.fill(file)
                return file_answer(at, file.content_bytes)
            return Answer(200, "text/html; charset=utf-8", self.site.render(file.page).encode())
        if posixpath.join(at, "index.html") in self._at:
            return Answer(302, "text/plain", b"", f"{posixpath.basename(wanted)}/")
        site = self.site
        context = get_context(site.nav, [], site.config, base_url=site.config.site_url or "/")
        return Answer(404, "text/html; charset=utf-8", site.env.get_template("404.html").render(context).encode())


def file_answer(path: str, data: bytes) -> Answer:
    """The response with a file; text is UTF-8."""
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Answer(200, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, data)
