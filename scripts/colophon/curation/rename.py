"""Renaming an entry: its file moves, whatever names it is mended, and its old address leads to the new one.

Everything is worked out before anything is written, and nothing but the name of the entry changes in any file.
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
    mended_links,
    new_value,
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
class Mended:
    """A place at which the entry was named: file, line and what stands there."""

    path: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """What renaming changes: every file by its path from the root, `None` for the one that goes, and each place."""

    files: Mapping[str, str | None]
    mended: tuple[Mended, ...]


def rename_entry(root: Path, old: str, new: str) -> tuple[Mended, ...]:
    """Rename the entry `old` of the site at `root` to `new`; returns what was mended elsewhere.

    Raises `Refused` where a file of the site cannot be read, since it could name the entry too, `ColophonError` where
    there is no such entry or the new name is taken, `OSError` where a file cannot be written; then nothing has changed.
    """
    reading = read_site(root)
    if any(problem.severity == "error" for problem in reading.problems):
        raise Refused(
            reading.problems, "mend this first, since these files could name the entry too; nothing was renamed"
        )
    shown = [_SETTINGS, *(f"corpus/{text.id}.yml" for text in reading.site.texts)]
    shown += [reading.site.settings.entry_file(entry.slug) for entry in reading.site.entries]
    shown += [f"{reading.site.settings.docs_dir}/{path}" for path in reading.site.pages]
    texts = {path: decode((root / path).read_bytes(), path) for path in shown}
    renaming = work_out(reading.site, texts, old, new)
    write_transaction({root / path: text if text is None else text.encode() for path, text in renaming.files.items()})
    return renaming.mended


def work_out(site: Site, texts: Mapping[str, str], old: str, new: str) -> Renaming:
    """What renaming an entry changes. `texts` are the settings, records, entries and pages, by path from the root.

    Raises `ColophonError`, or `Invalid` for a name that can be no address.
    """
    _refuse(site, old, new)
    before, after = site.settings.entry_file(old), site.settings.entry_file(new)
    files: dict[str, str | None] = {}
    mended: list[Mended] = []
    for path, text in texts.items():
        found = list(_edits(site, path, text, old, new)) if _may_name(text, old) else []
        edits = [edit for edit, _ in found]
        shown, added = path, 0
        if path == before:
            edits.append(formerly := _formerly(text, old, new))
            files[before], shown, added = None, after, formerly.words.count("\n")
        # What stands below the line that was added stands a line lower now.
        mended += (Mended(shown, line_of(text, edit.start) + added * (edit >= edits[-1]), what) for edit, what in found)
        if edits:
            files[shown] = apply_edits(text, edits)
    # The new file first: should the machine stop half-way, the entry is there twice, not gone.
    return Renaming({after: files.pop(after), **files}, tuple(mended))


def _refuse(site: Site, old: str, new: str) -> None:
    slugs = [entry.slug for entry in site.entries]
    check_slug(new, site.settings.entry_file(new))
    if old not in slugs:
        moved = [entry.slug for entry in site.entries if old in entry.matter.formerly]
        near = moved or get_close_matches(old, slugs, 1)
        hint = f"; it is {near[0]} now" if moved else f"; did you mean {near[0]}?" if near else ""
        raise ColophonError(f"there is no entry {old!r} in {site.settings.docs_dir}/glossary{hint}")
    if new == old:
        raise ColophonError(f"{old!r} is the name it has; nothing was renamed")
    if new in slugs:
        raise ColophonError(
            f"{site.settings.entry_file(new)}: is there already; choose another name, nothing was renamed"
        )
    for entry in site.entries:
        if new in entry.matter.formerly and entry.slug != old:
            told = f"{new} is a former address of {entry.name} ({site.settings.entry_file(entry.slug)})"
            raise ColophonError(f"{told}, and leads readers there; choose another name, nothing was renamed")


def _edits(site: Site, path: str, text: str, old: str, new: str) -> Iterator[tuple[Edit, str]]:
    """What one file says about the entry, with what each place is in an editor's words."""
    docs = site.settings.docs_dir
    links = (site.settings.entry_file(old), site.settings.entry_file(new))
    if path == _SETTINGS:
        for scalar in scalars(text):
            yield from ((edit, _setting(scalar.path)) for edit in _paths(text, scalar, docs, old, new))
        return
    if path.startswith("corpus/"):
        yield from _named(text, 0, len(text), old, new)
        # Notes are written relative to the record, and shown on a page in documents/.
        folders = ("corpus", f"{docs}/documents")
        for notes in (scalar for scalar in scalars(text) if scalar.path == ("notes",)):
            yield from ((edit, "notes") for edit in mended_links(text, notes.start, notes.end, folders, *links))
        return
    body = 0
    if path in (site.settings.entry_file(entry.slug) for entry in site.entries):
        start, body = front_matter_span(text)
        yield from _named(text, start, body, old, new)
    folder = PurePosixPath(path).parent.as_posix()
    yield from ((edit, "link") for edit in mended_links(text, body, len(text), (folder,), *links))


def _may_name(text: str, old: str) -> bool:
    """Whether a file can name the entry at all: most do not, and finding the places in YAML takes its time.

    A name can be written with escapes, of YAML, of HTML or of an address.
    """
    return old in text or "\\" in text or old in unescape(unquote(text))


def _named(text: str, start: int, end: int, old: str, new: str) -> Iterator[tuple[Edit, str]]:
    """The relations and decisions that name the entry in the YAML of an entry or record."""
    for scalar in scalars(text, start, end):
        if scalar.value == old and (_is_relation(scalar.path) or _is_pin(scalar.path)):
            yield new_value(text, scalar, new), field_path(scalar.path)


def _is_pin(path: KeyPath) -> bool:
    return len(path) == 4 and path[0] == "mentions" and path[2] in ("not", "is")


def _is_relation(path: KeyPath) -> bool:
    return path == ("part_of", "agency") or (len(path) == 3 and (path[0], path[2]) == ("positions", "agency"))


def _paths(text: str, scalar: Scalar, docs: str, old: str, new: str) -> Iterator[Edit]:
    """The file of the entry, named in a setting by its path from the root or from the documentation folder."""
    named = re.compile(rf"(?<![\w./-])(?:{re.escape(docs)}/)?glossary/({re.escape(old)})\.md(?![\w-])")
    for match in named.finditer(text, scalar.start, scalar.end):
        yield Edit(match.start(1), match.end(1), new)


def _setting(path: KeyPath) -> str:
    """Where a setting stands, without the numbers of lists, which mean nothing to a reader of `mkdocs.yml`."""
    return ".".join(part for part in path if isinstance(part, str))


def _formerly(text: str, old: str, new: str) -> Edit:
    """The old address joins those that lead to the entry; one it takes back leaves them."""
    listed: Sequence[Scalar] = [s for s in scalars(text, *front_matter_span(text)) if s.path[0] == "formerly"]
    for scalar in listed:
        if scalar.value == new:
            return new_value(text, scalar, old)
    return append_to_list(text, "formerly", "kind", old)
