"""Addresses of authored files that another file of the site has. Pure.

Of two files with one address MkDocs publishes one and drops the other silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from colophon.formats.urls import page_url
from colophon.model.problem import Place, Problem, Rule
from colophon.model.site import Site
from colophon.rendering.copies import COPY, LLMS
from colophon.rendering.package import CRATE
from colophon.rendering.pages.corrections import FEED
from colophon.rendering.pages.listings import SECTION_PAGES
from colophon.rendering.search import OPENSEARCH

RESERVED = Rule("reserved", "A page has an address of its own: of two files with one address one would be lost.")

_GENERATED = (
    *("documents", "glossary", "data", "corpus", "pagefind", "edit", "404", "colophon-preview"),
    *("assets/colophon", "assets/cards", "assets/javascripts", "assets/stylesheets"),
)
"""Folders of the site that hold only generated files, apart from their index pages, which an editor may write."""
_FILES = frozenset({str(FEED), str(LLMS), "404.html", str(OPENSEARCH), str(CRATE), "sitemap.xml", "sitemap.xml.gz"})


def check_addresses(site: Site) -> Iterator[Problem]:
    """Pages and files with the address of another, also on a file system that ignores case."""
    docs = site.settings.docs_dir
    made = {path: _built(path) for path in SECTION_PAGES.keys() - site.pages.keys()}
    taken: dict[str, PurePosixPath] = {}
    inside: dict[str, PurePosixPath] = {}
    for path, address in [*made.items(), *((path, _built(path)) for path in sorted((*site.pages, *site.assets)))]:
        folded = PurePosixPath(address.casefold())
        fault = None if path in SECTION_PAGES else _reserved(path, folded, docs)
        above = [str(folder) for folder in folded.parents[:-1]]
        other = taken.get(str(folded)) or inside.get(str(folded)) or next(filter(None, map(taken.get, above)), None)
        if not fault and other in made:
            fault = f"has the address of {docs}/{other}, a page that every site has; to write that page, rename this file to it"
        elif not fault and other:
            fault = f"has the same address as {docs}/{other}, so that one of the two would be lost; rename one"
        if fault:
            yield Problem(f"{docs}/{path}", Place(), RESERVED, fault)
            continue
        taken[str(folded)] = path
        inside.update(dict.fromkeys(above, path))


def _reserved(path: PurePosixPath, folded: PurePosixPath, docs: str) -> str | None:
    """Why a file cannot have its address, whatever else the site holds."""
    what = "page" if path.suffix == ".md" else "file"
    if path.name.casefold() == "readme.md":
        return f"has the address of {path.with_name('index.md')}; rename it to index.md, or move it out of the folder"
    for folder in _GENERATED:
        if folded == PurePosixPath(folder) or PurePosixPath(folder) in folded.parents:
            if path.suffix == ".md" and path.with_suffix("") == PurePosixPath(folder):
                return f"has the address {folder}/, which holds generated files; rename it"
            return f"{folder}/ holds generated files; move this {what} elsewhere in {docs}/"
    if str(folded) in _FILES or folded.name == COPY:
        return f"{folded} of the site is generated; remove this {what}"
    return None


def _built(path: PurePosixPath) -> str:
    return f"{page_url(path)}index.html" if path.suffix == ".md" else str(path)
