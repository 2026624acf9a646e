"""The data files of the built site against the texts and entries."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from colophon.edition import Edition
from colophon.formats.normalisation import normalise
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Passage
from colophon.model.problem import Rule
from colophon.rendering.exports import export_makers
from colophon.rendering.package import PACKAGE, PREVIEW
from colophon.verifying.manifest import listed_digests
from colophon.verifying.pages import Facts

DATA = Rule("data", "The data files agree with texts and entries, at the offsets they give.")

_FIX = "build the site again"
_UNREADABLE = (OSError, ValueError, KeyError, IndexError, TypeError, csv.Error, BadZipFile, zlib.error)
"""What reading a file raises whose format is another."""


def faults_of_data(edition: Edition, path: str, data: bytes) -> Iterator[str]:
    """The first fault of the file at `path`, if it is a data file or the package, whatever the other files are."""
    if path not in _CHECKS:
        return
    try:
        for fault in _CHECKS[path](edition, data):
            yield f"{fault}; {_FIX}"
            return
    except _UNREADABLE as error:
        yield f"cannot be read: {error}; {_FIX}"


def wrong_data(edition: Edition, files: Mapping[str, Facts], site: Path) -> Iterator[tuple[str, str]]:
    """The path of each data file and export that is missing, and whether the package holds others than the site."""
    packed = [] if "package" in edition.site.settings.without_exports else [PACKAGE]
    for path in map(str, [*export_makers(edition), *packed]):
        if path not in files:
            yield path, f"is missing; {_FIX}"
    if packed and str(PACKAGE) in files:
        with suppress(*_UNREADABLE), ZipFile(site / PACKAGE) as archive:  # a fault of its own
            of_site = listed_digests(site)
            for path, digest in _listed_in(archive).items():
                here = path.removeprefix("data/")
                if here != PREVIEW and of_site.get(here) != digest:
                    yield str(PACKAGE), f"{here} in it is not the file that the manifest of the site lists; {_FIX}"
                    break


def _package(_edition: Edition, data: bytes) -> Iterator[str]:
    """Whether the manifest of a bag is that of the files it holds."""
    with ZipFile(io.BytesIO(data)) as archive:
        held = {name.partition("/")[2]: sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
        if _listed_in(archive) != {path: digest for path, digest in held.items() if path.startswith("data/")}:
            yield "its manifest does not list the files it holds"


def _listed_in(archive: ZipFile) -> dict[str, str]:
    """The digests that the manifest of a bag lists, by path in it."""
    manifest = archive.read(f"{archive.namelist()[0].partition('/')[0]}/manifest-sha256.txt").decode()
    return {unquote(path): digest for digest, _, path in (line.partition("  ") for line in manifest.split("\n")[:-1])}


def _documents(edition: Edition, data: bytes) -> Iterator[str]:
    rows = json.loads(data)
    yield from _same_ids("texts", [row["id"] for row in rows], (text.id for text in edition.site.texts))
    for row in rows:
        text = edition.texts[row["id"]]
        if row["url"] != page_url(document_path(text.id)) or row["fixity"] != text.record.fixity.model_dump(
            mode="json"
        ):
            yield f"the address or the digest of {text.id} is not that of its record"
        spans = [(p["number"], p["start"], p["end"]) for p in row["paragraphs"]]
        if spans != [(p.number, p.start, p.end) for p in text.paragraphs]:
            yield f"the paragraphs of {text.id} are not those of the text: found {len(spans)}, expected {len(text.paragraphs)}, each with its offsets"


def _entries(edition: Edition, data: bytes) -> Iterator[str]:
    rows = json.loads(data)
    yield from _same_ids("entries", [row["id"] for row in rows], edition.entries)
    for row in rows:
        entry = edition.entries[row["id"]]
        expected = len(edition.mentions_of.get(entry.slug, ()))
        if row["mentions"] != expected or row["url"] != page_url(entry_path(entry.slug)):
            yield f"{entry.slug} has {row['mentions']} mentions at {row['url']}, expected {expected} at {page_url(entry_path(entry.slug))}"
        for key, source in entry.matter.sources.items():
            found = row["sources"][key]
            if isinstance(source, Passage) and "start" in found:
                said = edition.texts[source.document].text[found["start"] : found["end"]]
                if normalise(said).text.strip() != normalise(found["quote"]).text.strip():
                    yield f"the quote {key} of {entry.slug} is {found['quote'][:40]!r}, and its offsets hold {said[:40]!r}"


def _positions(edition: Edition, data: bytes) -> Iterator[str]:
    rows = list(csv.DictReader(io.StringIO(data.decode()), strict=True))
    found = [(row["entry"], row["name"], row["position"]) for row in rows]
    expected = [(e.slug, e.name, position.title) for e in edition.site.entries for position in e.matter.positions]
    if found != expected:
        yield f"expected {len(expected)} positions as the entries give them, found {_difference(found, expected)}"


def _mentions_csv(edition: Edition, data: bytes) -> Iterator[str]:
    return _mentions(edition, csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def _mentions_jsonl(edition: Edition, data: bytes) -> Iterator[str]:
    return _mentions(edition, map(json.loads, data.decode().split("\n")[:-1]))


def _mentions(edition: Edition, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    found = 0
    for found, row in enumerate(rows, 1):
        start, end = int(row["start"]), int(row["end"])
        said = edition.texts[row["document"]].text[start:end]
        if said != row["surface"]:
            yield f"row {found} gives {row['surface']!r} at {start} to {end} of {row['document']}, where the text has {said!r}"
        if found > len(edition.mentions):
            continue
        mention = edition.mentions[found - 1]
        if (row["document"], start, int(row["paragraph"]), row["entry"], row["rule"]) != (
            mention.document,
            mention.start,
            mention.paragraph,
            mention.entry,
            mention.rule,
        ):
            yield f"row {found} is {row['surface']!r}, {row['entry']}, in paragraph {row['paragraph']}, expected {mention.surface!r}, {mention.entry}, in paragraph {mention.paragraph}"
    if found != len(edition.mentions):
        yield f"expected {len(edition.mentions)} mentions, found {found}"


def _same_ids(what: str, found: list[str], expected: Iterable[str]) -> Iterator[str]:
    wanted = list(expected)
    if found != wanted:
        yield f"expected {len(wanted)} {what}, found {_difference(found, wanted)}"


def _difference(found: list[Any], expected: list[Any]) -> str:
    at = next((i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), None)
    return f"{len(found)}" if at is None else f"{found[at]!r} instead of {expected[at]!r}"


_CHECKS: Mapping[str, Callable[[Edition, bytes], Iterator[str]]] = {
    "data/documents.json": _documents,
    "data/entries.json": _entries,
    "data/positions.csv": _positions,
    "data/mentions.csv": _mentions_csv,
    "data/mentions.jsonl": _mentions_jsonl,
    str(PACKAGE): _package,
}
