"""Where the files that editors write would stand in the site, and what stands there already. Pure.

Of two files with one address MkDocs publishes one, and the other vanishes without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from colophon.formats.urls import page_url
from colophon.model.problem import Place, Problem
from colophon.model.site import Site
from colophon.rendering.pages.corrections import FEED
from colophon.rendering.pages.listings import SECTION_PAGES

_GENERATED = (
    *("documents", "glossary", "data", "corpus", "pagefind", "edit", "404", "colophon-preview"),
    *("assets/colophon", "assets/cards", "assets/javascripts", "assets/stylesheets"),
)
"""Folders of the site in which every file is made; of their front pages an editor may write the words."""
_FILES = frozenset({str(FEED), "404.html", "sitemap.xml", "sitemap.xml.gz"})


def check_addresses(site: Site) -> Iterator[Problem]:
    """Pages and files that would stand where something else does, on a computer that does not tell capitals apart too."""
    docs = site.settings.docs_dir
    made = {path: _built(path) for path in SECTION_PAGES.keys() - site.pages.keys()}
    stands: dict[str, PurePosixPath] = {}
    inside: dict[str, PurePosixPath] = {}
    for path, address in [*made.items(), *((path, _built(path)) for path in sorted((*site.pages, *site.assets)))]:
        folded = PurePosixPath(address.casefold())
        told = None if path in SECTION_PAGES else _reserved(path, folded, docs)
        above = [str(folder) for folder in folded.parents[:-1]]
        other = stands.get(str(folded)) or inside.get(str(folded)) or next(filter(None, map(stands.get, above)), None)
        if not told and other in made:
            told = f"would stand where {docs}/{other} does, a page that each site has; to write its words, name the file so"
        elif not told and other:
            told = f"would stand where {docs}/{other} does, and one of the two would vanish; rename one"
        if told:
            yield Problem(f"{docs}/{path}", Place(), "reserved", told)
            continue
        stands[str(folded)] = path
        inside.update(dict.fromkeys(above, path))


def _reserved(path: PurePosixPath, folded: PurePosixPath, docs: str) -> str | None:
    """Why a file cannot stand at its address, whatever else the site holds."""
    what = "page" if path.suffix == ".md" else "file"
    if path.name.casefold() == "readme.md":
        return f"would stand where {path.with_name('index.md')} does; name it index.md, or keep it outside the folder"
    for folder in _GENERATED:
        if folded == PurePosixPath(folder) or PurePosixPath(folder) in folded.parents:
            if path.suffix == ".md" and path.with_suffix("") == PurePosixPath(folder):
                return f"would be {folder}/ on the site, which holds generated files; rename it"
            return f"{folder}/ holds generated files; move this {what} elsewhere in {docs}/"
    if str(folded) in _FILES:
        return f"{folded} of the site is generated; remove this {what}"
    return None


def _built(path: PurePosixPath) -> str:
    return f"{page_url(path)}index.html" if path.suffix == ".md" else str(path)
