"""Paths and addresses of the pages of a site."""

from __future__ import annotations

import posixpath
from functools import cache
from pathlib import PurePosixPath


def relative(target: PurePosixPath | str, page: PurePosixPath | str, anchor: str = "") -> str:
    """The address of the file `target` as written on `page`, both relative to the documentation folder."""
    path = posixpath.relpath(str(target), posixpath.dirname(str(page)) or ".")
    return path + (f"#{anchor}" if anchor else "")


@cache
def document_path(document: str) -> PurePosixPath:
    """Where the page of a text stands in the documentation folder."""
    return PurePosixPath("documents", f"{document}.md")


@cache
def entry_path(slug: str) -> PurePosixPath:
    """Where the page of an entry stands in the documentation folder."""
    return PurePosixPath("glossary", f"{slug}.md")


@cache
def untouched_path(document: str) -> PurePosixPath:
    """Where the untouched file of a text stands in the documentation folder."""
    return PurePosixPath("corpus", f"{document}.txt")


def page_url(path: PurePosixPath | str) -> str:
    """The address of a page's directory below the site, without a leading slash: `glossary/x.md` is `glossary/x/`."""
    pure = PurePosixPath(path)
    folder = pure.parent if pure.stem == "index" else pure.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder}/"


def card_path(page: PurePosixPath | str) -> PurePosixPath:
    """The file of the preview card of a page, named by the address of the page."""
    return PurePosixPath("assets/cards", f"{page_url(page).rstrip('/')}.png")


def relative_url(target: PurePosixPath | str, page: PurePosixPath | str) -> str:
    """The address of a page as it stands in the HTML of another, which MkDocs does not rewrite; both are paths.

    A file that is no page keeps its name.
    """
    path = PurePosixPath(target)
    url = page_url(path) if path.suffix == ".md" else str(path)
    return posixpath.relpath(url or ".", page_url(page) or ".") + "/" * (path.suffix == ".md")
