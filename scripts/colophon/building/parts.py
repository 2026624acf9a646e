"""A site in parts, each built by itself on any machine, and merged into the site that one build would make.

A part is made of the whole project, and holds a share of the pages with what `kept` keeps of them. To merge is to build
with the parts in place of the last site: what is not a page of a part (pages in the navigation, data, site map, feed,
search, manifest) is made then, and the whole site is verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from mkdocs.config import load_config

from colophon.building.kept import Kept, digest_of_withheld, page_keys, read_kept, write_kept
from colophon.building.mkdocs_site import MkDocsSite, diagnosed, is_plain, strictly
from colophon.building.staging import STAGED, file_makers
from colophon.edition import Edition
from colophon.model.errors import ColophonError
from colophon.model.settings import CONFIG
from colophon.project.processes import cores
from colophon.project.writer import exclusive_lock, refuse_links, remove_folder, replace_folder
from colophon.verifying import survey

PARTS = Path("build/parts")
_PAGES = "pages.json"
_NAME = re.compile(r"([1-9][0-9]*)-of-([1-9][0-9]*)")


def build_part(
    root: Path, edition: Edition, number: int, of: int, *, strict: bool = False, jobs: int | None = None
) -> int:
    """Render the share `number`, from 1, of `of` shares of the pages to `build/parts/`; returns how many pages.

    Raises `ColophonError`, `MkDocsException`, `OSError`.
    """
    folder = PARTS / f"{number}-of-{of}"
    refuse_links(root, folder)
    new, site = root / folder / "new", root / folder / "site"
    with exclusive_lock(root / folder), diagnosed(root):
        config = load_config(str(root / CONFIG), site_dir=str(new), strict=strict or None)
        config.docs_dir = str(root / STAGED)  # its files are made when they are needed
        if not is_plain(config):
            refuse_division()
        (root / folder / _PAGES).unlink(missing_ok=True)
        remove_folder(new)
        new.mkdir()
        with strictly(config):
            mkdocs = MkDocsSite(config, file_makers(edition))
            mkdocs.read_navigation()
            key_of = page_keys(mkdocs, digest_of_withheld(edition))
            share = [page for page in mkdocs.pages if not mkdocs.is_in_navigation(page)][number - 1 :: of]
            sources = mkdocs.write_pages(share, cores() if jobs is None else jobs)
        keys = {page.file.dest_uri: key_of(page.file, source) for page, source in zip(share, sources, strict=True)}
        replace_folder(new, site)
        write_kept(site, root / folder / _PAGES, keys, survey(edition, site, jobs))
    return len(share)


def read_parts(root: Path) -> Kept:
    """The pages of every part in `build/parts/`. Raises `ColophonError` unless all parts of one division are there."""
    folders = sorted(folder for folder in (root / PARTS).glob("*") if folder.is_dir())
    named = {folder: name for folder in folders if (name := _NAME.fullmatch(folder.name))}
    divisions = sorted({int(name[2]) for name in named.values()})
    if not named:
        raise ColophonError(f"{PARTS}: holds no parts; run colophon build --part 1/2, then --part 2/2")
    if len(divisions) > 1:
        found = " and ".join(map(str, divisions))
        raise ColophonError(f"{PARTS}: holds parts of divisions into {found}; remove the folders of one division")
    missing = set(range(1, divisions[0] + 1)) - {
        int(name[1]) for folder, name in named.items() if (folder / _PAGES).is_file()
    }
    if missing:
        commands = ", ".join(f"colophon build --part {number}/{divisions[0]}" for number in sorted(missing))
        raise ColophonError(f"{PARTS}: {len(missing)} of {divisions[0]} parts missing or not finished; run {commands}")
    parts = [read_kept(folder / "site", folder / _PAGES).pages for folder in named]
    return Kept({path: page for part in parts for path, page in part.items()})


def refuse_division() -> NoReturn:
    """Raises `ColophonError`: the pages of this site do not stand alone."""
    raise ColophonError(
        f"this site cannot be built in parts: a plugin, hook, template or Markdown extension in {CONFIG} may read other"
        " pages; run colophon build"
    )


def refuse_missing(pages: Iterable[str]) -> None:
    """Raises `ColophonError` if there are pages that no part holds as they must be now."""
    if listed := sorted(pages):
        raise ColophonError(
            f"{PARTS}: no part holds {listed[0]} as it is now{f', nor {len(listed) - 1} other pages' * (len(listed) > 1)};"
            " the parts were built of other files, other versions of programs or another commit: build them again"
        )
