"""Renaming an entry: move its file, update every reference, and redirect the old address.

All changes are computed before any is written, and only references change in other files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from colophon.formats.in_place import (
    Edit,
    Scalar,
    append_to_list,
    apply_edits,
    front_matter_span,
    line_of,
    new_value,
    retargeted_links,
    scalars,
)
from colophon.formats.validation import check_slug, field_path
from colophon.formats.yaml_reader import KeyPath
from colophon.model.errors import ColophonError, Refused
from colophon.model.site import Site
from colophon.project.reader import decode, read_site
from colophon.project.writer import write_transaction

_SETTINGS = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to the entry: file, line and what it is (a field, `link`, `notes`)."""

    path: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """What renaming changes: new contents by path from the root, `None` for the file that goes, and each reference."""

    files: Mapping[str, str | None]
    updated: tuple[Reference, ...]


def rename_entry(root: Path, old: str, new: str) -> tuple[Reference, ...]:
    """Rename the entry `old` of the site at `root` to `new`; returns the references that were updated.

    Raises `Refused` if a file of the site cannot be read, since it could refer to the entry, `ColophonError` if the entry
    does not exist or the new name is taken, `OSError` if a file cannot be written; then nothing has changed.
    """
    reading = read_site(root)
    site = reading.site.with_drafts()
    if any(problem.severity == "error" for problem in reading.problems):
        raise Refused(
            reading.problems, "fix this first, since these files could refer to the entry; nothing was renamed"
        )
    shown = [_SETTINGS, *(text.record_file for text in site.texts)]
    shown += [site.settings.entry_file(entry.slug) for entry in site.entries]
    shown += [f"{site.settings.docs_dir}/{path}" for path in site.pages]
    texts = {path: decode((root / path).read_bytes(), path) for path in shown}
    renaming = plan_renaming(site, texts, old, new)
    write_transaction({root / path: text if text is None else text.encode() for path, text in renaming.files.items()})
    return renaming.updated


def plan_renaming(site: Site, texts: Mapping[str, str], old: str, new: str) -> Renaming:
    """What renaming an entry changes. `texts`: settings, records, entries and pages, by path from the root.

    Raises `ColophonError`, or `Invalid` for an invalid name.
    """
    _refuse(site, old, new)
    before, after = site.settings.entry_file(old), site.settings.entry_file(new)
    files: dict[str, str | None] = {}
    updated: list[Reference] = []
    for path, text in texts.items():
        found = list(_edits(site, path, text, old, new)) if _may_refer(text, old) else []
        edits = [edit for edit, _ in found]
        shown, added = path, 0
        if path == before:
            edits.append(formerly := _formerly(text, old, new))
            files[before], shown, added = None, after, formerly.words.count("\n")
        # Lines below the added one have moved down by it.
        updated += (
            Reference(shown, line_of(text, edit.start) + added * (edit >= edits[-1]), what) for edit, what in found
        )
        if edits:
            files[shown] = apply_edits(text, edits)
    # The new file first: should the machine stop half-way, the entry is there twice, not gone.
    return Renaming({after: files.pop(after), **files}, tuple(updated))


def _refuse(site: Site, old: str, new: str) -> None:
    slugs = [entry.slug for entry in site.entries]
    check_slug(new, site.settings.entry_file(new))
    if old not in slugs:
        moved = [entry.slug for entry in site.entries if old in entry.matter.formerly]
        near = moved or get_close_matches(old, slugs, 1)
        hint = f"; it is {near[0]} now" if moved else f"; did you mean {near[0]}?" if near else ""
        raise ColophonError(f"no entry {old!r} in {site.settings.docs_dir}/glossary{hint}")
    if new == old:
        raise ColophonError(f"the entry is already called {old!r}; nothing was renamed")
    if new in slugs:
        raise ColophonError(
            f"{site.settings.entry_file(new)}: already exists; choose another name. Nothing was renamed"
        )
    for entry in site.entries:
        if new in entry.matter.formerly and entry.slug != old:
            message = f"{new} is a former address of {entry.name} ({site.settings.entry_file(entry.slug)})"
            raise ColophonError(f"{message} and redirects there; choose another name. Nothing was renamed")


def _edits(site: Site, path: str, text: str, old: str, new: str) -> Iterator[tuple[Edit, str]]:
    """The edits to one file's references, each with what it is."""
    docs = site.settings.docs_dir
    links = (site.settings.entry_file(old), site.settings.entry_file(new))
    if path == _SETTINGS:
        for scalar in scalars(text):
            yield from ((edit, _setting(scalar.path)) for edit in _paths(text, scalar, docs, old, new))
        return
    if path.startswith("corpus/"):
        yield from _named(text, 0, len(text), old, new)
        # Notes are written relative to the record, perhaps before it was moved, and shown on a page in documents/.
        folders = (*dict.fromkeys((PurePosixPath(path).parent.as_posix(), "corpus")), f"{docs}/documents")
        for notes in (scalar for scalar in scalars(text) if scalar.path[:1] == ("notes",)):
            yield from ((edit, "notes") for edit in retargeted_links(text, notes.start, notes.end, folders, *links))
        return
    body = 0
    if path in (site.settings.entry_file(entry.slug) for entry in site.entries):
        start, body = front_matter_span(text)
        yield from _named(text, start, body, old, new)
    folder = PurePosixPath(path).parent.as_posix()
    yield from ((edit, "link") for edit in retargeted_links(text, body, len(text), (folder,), *links))


def _may_refer(text: str, old: str) -> bool:
    """Whether a file can refer to the entry at all: most do not, and parsing them takes long.

    The name may be written with escapes of YAML, HTML or URLs.
    """
    return old in text or "\\" in text or old in unescape(unquote(text))


def _named(text: str, start: int, end: int, old: str, new: str) -> Iterator[tuple[Edit, str]]:
    """Relations and mention overrides that refer to the entry in the YAML of an entry or record."""
    for scalar in scalars(text, start, end):
        if scalar.value == old and (_is_relation(scalar.path) or _is_override(scalar.path)):
            yield new_value(text, scalar, new), field_path(scalar.path)


def _is_override(path: KeyPath) -> bool:
    return len(path) == 4 and path[0] == "mentions" and path[2] in ("not", "is")


def _is_relation(path: KeyPath) -> bool:
    return path == ("part_of", "agency") or (len(path) == 3 and (path[0], path[2]) == ("positions", "agency"))


def _paths(text: str, scalar: Scalar, docs: str, old: str, new: str) -> Iterator[Edit]:
    """References by path, from the root or from the documentation folder, in a setting."""
    named = re.compile(rf"(?<![\w./-])(?:{re.escape(docs)}/)?glossary/({re.escape(old)})\.md(?![\w-])")
    for match in named.finditer(text, scalar.start, scalar.end):
        yield Edit(match.start(1), match.end(1), new)


def _setting(path: KeyPath) -> str:
    """The path of a setting without list indexes, which mean nothing to a reader of `mkdocs.yml`."""
    return ".".join(part for part in path if isinstance(part, str))


def _formerly(text: str, old: str, new: str) -> Edit:
    """Add the old address to `formerly`; if the new one is listed there, replace it."""
    listed: Sequence[Scalar] = [s for s in scalars(text, *front_matter_span(text)) if s.path[0] == "formerly"]
    for scalar in listed:
        if scalar.value == new:
            return new_value(text, scalar, old)
    return append_to_list(text, "formerly", "kind", old)
