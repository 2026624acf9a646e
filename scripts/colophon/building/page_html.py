"""Renders the pages of a MkDocs build, most of them without Python-Markdown, which takes most of the time of a build.

Both ways give the same page. Where a site has settings with which they were not compared, Python-Markdown renders every page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Any, cast
from urllib.parse import urlsplit

from markdown import Markdown
from markdown.extensions.toc import TocTreeprocessor, nest_toc_tokens
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from colophon.formats.markdown_subset import BACKLINK_TITLE, EXTENSIONS, TOC_OPTIONS, VERSIONS, Rendered, render

_PREFIX = "markdown.extensions."
_SIMPLE_PATH = re.compile(r"[\w.,/~-]+")


class PageRenderer:
    """Renders the pages of one build: those in the subset by `formats.markdown_subset`, all others as MkDocs does."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self.files = files
        self._targets: dict[tuple[str, str], dict[str, tuple[File, str]]] = {}
        """The file and the address of a path on all pages beside each other, by their folders as in `_places_of`."""
        self._is_compared = has_compared_settings(config)
        if self._is_compared:
            options = {"toc": config.mdx_configs.get("toc", {})}
            notes = config.mdx_configs.get("footnotes", {})
            self._backlink_title = notes.get("BACKLINK_TITLE", BACKLINK_TITLE).replace("%d", "{}")
            example = Markdown(extensions=["attr_list", "toc"], extension_configs=options)
            before, _, after = example.convert("# Words {: #example }").partition("Words")[2].partition("example")
            self._permalink = (before, after.removesuffix("</h1>")) if after else ("", "")
            toc = cast("TocTreeprocessor", example.treeprocessors["toc"])
            self._levels = range(toc.toc_top, toc.toc_bottom + 1)

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Render a page, as `Page.render`."""
        links: dict[File, dict[str, str]] = {}
        address = partial(self._address, page.file, self._targets.setdefault(_places_of(page.file), {}), links)
        if not self._is_compared or not (rendered := self._rendered(page.markdown or "", address)):
            Page.render(page, config, files)
            return
        listed: list[Any] = [
            {"level": heading.level, "id": heading.id, "name": heading.name}
            for heading in rendered.headings
            if heading.level in self._levels
        ]
        page.content = rendered.html
        page.toc = get_toc(nest_toc_tokens(listed))
        page._title_from_render = rendered.title  # noqa: SLF001 -- MkDocs takes it for a page without a title
        page.present_anchor_ids = set(rendered.anchors)
        page.links_to_anchors = links

    def _rendered(self, markdown: str, address: Callable[[str], str | None]) -> Rendered | None:
        return render(markdown, address, self._permalink, self._backlink_title)

    def _address(
        self, page: File, targets: dict[str, tuple[File, str]], links: dict[File, dict[str, str]], url: str
    ) -> str | None:
        """The address in HTML for one in Markdown, as MkDocs makes it; nothing where MkDocs might warn.

        `targets`: those known of the pages beside this one. Links to anchors are noted in `links`, for MkDocs to check.
        """
        path, _, anchor = url.partition("#")
        if not path:
            target, address = page, ""
        elif ":" in path and urlsplit(url).scheme:
            return url
        elif not (found := targets.get(path) or self._target(page, path)):
            return None
        else:
            target, address = found
            if not target.url.startswith(page.url):
                targets[path] = found
            elif path in targets:  # noted on a page beside this one, from which the address is another
                address = get_relative_url(target.url, page.url)
        if anchor:
            links.setdefault(target, {}).setdefault(anchor, url)
            return f"{address}#{anchor}"
        return address or url

    def _target(self, page: File, path: str) -> tuple[File, str] | None:
        """The file to which a path leads, and its address on a page."""
        if path.startswith("/") or not _SIMPLE_PATH.fullmatch(path):
            return None
        target = self.files.src_uris.get(posixpath.normpath(posixpath.join(posixpath.dirname(page.src_uri), path)))
        if target is None or target.inclusion.is_excluded():  # type: ignore[no-untyped-call]
            return None
        return target, get_relative_url(target.url, page.url)


def _places_of(page: File) -> tuple[str, str]:
    """The folders of a page in the sources and on the site."""
    return posixpath.dirname(page.src_uri), page.url if page.url == "./" else posixpath.dirname(page.url.rstrip("/"))


def has_compared_settings(config: MkDocsConfig) -> bool:
    """Whether the HTML of pages of this site was compared: programs, extensions and their options; no other plugin, no hook."""
    extensions = [name.removeprefix(_PREFIX) for name in config.markdown_extensions]
    options = {name.removeprefix(_PREFIX): set(given) for name, given in config.mdx_configs.items() if given}
    return (
        set(config.plugins) == {"colophon"}
        and len(extensions) == len(EXTENSIONS)
        and EXTENSIONS.issuperset(extensions)
        and options.keys() <= {"toc", "footnotes"}
        and options.get("toc", set()) <= TOC_OPTIONS
        and options.get("footnotes", set()) <= {"BACKLINK_TITLE"}
        and config.use_directory_urls
        and all(version(name) == compared for name, compared in VERSIONS.items())
    )
