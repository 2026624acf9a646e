"""Authored pages: front matter, Markdown, and the title that the rendered page shows. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

from colophon.formats.yaml_reader import split_front_matter
from colophon.model.errors import Invalid
from colophon.model.settings import Settings
from colophon.model.site import Page

_MAY_HAVE_HEADING = re.compile(r"(?<!#)#(?!#)|^ *=|<h1", re.MULTILINE | re.IGNORECASE)


def page_of(path: PurePosixPath, markdown: str, settings: Settings) -> Page:
    """The page whose file `path`, below `docs/`, holds `markdown`; without front matter and heading where the first is broken."""
    front_matter: Mapping[str, Any] = {}
    body = markdown
    broken = False
    if markdown.partition("\n")[0].rstrip() == "---":
        try:
            yaml, below, _ = split_front_matter(markdown, "")
            if isinstance(yaml.data, Mapping):
                front_matter, body = yaml.data, below
        except Invalid:  # `check` reports it; as Markdown it may take minutes
            broken = True
    heading = None if broken else rendered_heading(body, settings.extensions)
    title = heading or _named_in_navigation(path, settings) or str(front_matter.get("title") or _title_of_file(path))
    return Page(path, markdown, front_matter, body, heading, title)


def rendered_heading(markdown: str, extensions: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The words of the first `h1` of rendered Markdown, without the mark that links to it; `None` if it has none."""
    if not _MAY_HAVE_HEADING.search(markdown):
        return None
    used = {"toc": {}, "tables": {}, "fenced_code": {}, **extensions}  # MkDocs adds these three
    try:
        html = LexborHTMLParser(Markdown(extensions=[*used], extension_configs=used).convert(markdown))
    except Exception:  # noqa: BLE001 -- an extension may raise anything, nesting too deep a RecursionError
        return None
    heading = html.css_first("h1")
    if heading is None:
        return None
    for mark in heading.css("a.headerlink"):
        mark.decompose()
    return re.sub(r"\s+", " ", heading.text(deep=True)).strip() or None


def _named_in_navigation(path: PurePosixPath, settings: Settings) -> str | None:
    """The title that the navigation gives to a page."""
    named = (at[-1] for at, written in (settings.nav or {}).items() if PurePosixPath(written) == path and len(at) > 1)
    return next((name for name in named if isinstance(name, str)), None)


def _title_of_file(path: PurePosixPath) -> str:
    """The title that MkDocs makes of a file name."""
    if path == PurePosixPath("index.md"):
        return "Home"
    words = path.stem.replace("-", " ").replace("_", " ")
    return words.capitalize() if words.lower() == words else words
