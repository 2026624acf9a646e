"""From an edition to the Markdown tree that MkDocs, or Zensical, renders. Pure: same edition, same pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.markup import document_path, entry_path, fill_markers, untouched_path
from colophon.rendering.documents import render_document
from colophon.rendering.entries import render_entry, render_moved
from colophon.rendering.listings import SECTION_PAGES, listings_for

Tree = Mapping[PurePosixPath, bytes]

__all__ = ["Tree", "render_pages"]


def render_pages(edition: Edition) -> dict[PurePosixPath, bytes]:
    """Every page and untouched file of the site, by path in the documentation folder."""
    tree: dict[PurePosixPath, bytes] = dict(edition.site.assets)
    for path, page in {**SECTION_PAGES, **edition.site.pages}.items():
        tree[path] = fill_markers(page, listings_for(edition, path)).encode()
    for number, text in enumerate(edition.site.texts):
        tree[document_path(text.id)] = render_document(edition, number).encode()
        if text.record.access == "full":
            tree[untouched_path(text.id)] = text.data
    for entry in edition.site.entries:
        tree[entry_path(entry.slug)] = render_entry(edition, entry).encode()
        for old in entry.matter.formerly:
            moved = PurePosixPath("glossary", old, "index.html")
            tree[moved] = render_moved(entry, old, edition.site.settings.language).encode()
    return tree
