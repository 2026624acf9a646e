"""Paths and addresses of the pages of a site."""

from __future__ import annotations

import posixpath
from functools import cache, lru_cache
from pathlib import PurePosixPath


def relative(target: PurePosixPath | str, page: PurePosixPath | str, anchor: str = "") -> str:
    """The address of the file `target` as written on `page`, both relative to the documentation folder."""
    folder, _, _ = str(page).rpartition("/")
    way = _relative(str(target), folder)
    return f"{way}#{anchor}" if anchor else way


@lru_cache(maxsize=1 << 16)
def _relative(target: str, folder: str) -> str:
    return _way(target, folder)


def _way(target: str, folder: str) -> str:
    """The way from a folder to a target, both from the same root, so that the current folder is not asked for."""
    return posixpath.relpath(f"/{target}", f"/{folder}")


@cache
def document_path(document: str) -> PurePosixPath:
    """The page of a text in the documentation folder."""
    return PurePosixPath("documents", f"{document}.md")


@cache
def collection_path(path: str) -> PurePosixPath:
    """The page of a collection, given by its path below `corpus/`, in the documentation folder."""
    return PurePosixPath("documents/in", f"{path}.md")


@cache
def entry_path(slug: str) -> PurePosixPath:
    """The page of an entry in the documentation folder."""
    return PurePosixPath("glossary", f"{slug}.md")


@cache
def entry_feed_path(slug: str) -> PurePosixPath:
    """The feed of an entry, beside its page."""
    return PurePosixPath("glossary", slug, "feed.xml")


@cache
def untouched_path(document: str) -> PurePosixPath:
    """The untouched file of a text in the documentation folder."""
    return PurePosixPath("corpus", f"{document}.txt")


@lru_cache(maxsize=1 << 16)
def page_url(path: PurePosixPath | str) -> str:
    """The address of a page's directory below the site, without a leading slash: `glossary/x.md` is `glossary/x/`."""
    pure = PurePosixPath(path)
    folder = pure.parent if pure.stem == "index" else pure.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder}/"


def card_path(page: PurePosixPath | str) -> PurePosixPath:
    """The file of the preview card of a page, named by the address of the page."""
    return PurePosixPath("assets/cards", f"{page_url(page).rstrip('/')}.png")


def relative_url(target: PurePosixPath | str, page: PurePosixPath | str) -> str:
    """The address of a page in the HTML of another, which MkDocs does not rewrite; both are paths.

    A file that is not a page keeps its name.
    """
    file = str(target)
    way = _way(url_of(file), page_url(page))
    return f"{way}/" if file.endswith(".md") else way


def url_of(file: str) -> str:
    """The address of a file below the site, without a leading slash; of a page, that of its directory."""
    return page_url(file) if file.endswith(".md") else file
