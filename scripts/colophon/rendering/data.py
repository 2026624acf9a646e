"""The same facts as data files, for people who count, compare and cite by machine. Pure.

JSON is UTF-8, keys in a fixed order; CSV follows RFC 4180, UTF-8, with a header line; words are unchanged in both. Offsets
are half-open and in code points of the decoded file.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from colophon.edition import Edition
from colophon.edition.quotes import Verified
from colophon.formats.markdown import summary_of
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Passage
from colophon.model.site import Mention, Paragraph

MENTION_COLUMNS = ("document", "paragraph", "start", "end", "surface", "entry", "rule")


def mention_row(mention: Mention) -> dict[str, str | int]:
    """A mention as `colophon mentions` prints it."""
    row = mention._asdict()
    return {key: row[key] for key in MENTION_COLUMNS}


def _mentions_jsonl(edition: Edition) -> str:
    return "".join(_json_line(mention_row(mention)) for mention in edition.mentions)


def _mentions_csv(edition: Edition) -> str:
    rows = [mention_row(mention) for mention in edition.mentions]
    return _csv(MENTION_COLUMNS, rows)


def _documents_json(edition: Edition) -> str:
    return _json(
        [
            {
                **text.record.model_dump(mode="json", by_alias=True),
                "url": page_url(document_path(text.id)),
                **({"collection": text.collection} if text.collection else {}),
                "paragraphs": [
                    {"number": p.number, "start": p.start, "end": p.end, "heading": p.heading, **_said_of(p)}
                    for p in text.paragraphs
                ],
            }
            for text in edition.site.texts
        ]
    )


def _said_of(paragraph: Paragraph) -> dict[str, Any]:
    """Where the label of a speaker ends, and where pages of the original begin, if an editor says so."""
    label = {"speaker_end": paragraph.start + paragraph.label} if paragraph.label else {}
    pages = [{"page": mark.page, "start": mark.start} for mark in paragraph.marks if mark.page]
    return {**label, **({"pages": pages} if pages else {})}


def _entries_json(edition: Edition) -> str:
    entries = []
    for entry in edition.site.entries:
        matter = entry.matter.model_dump(mode="json", by_alias=True, exclude={"tests", "draft"})
        for key, source in entry.matter.sources.items():
            found = edition.passages.get((entry.slug, key))
            if isinstance(source, Passage) and isinstance(found, Verified):
                matter["sources"][key] |= {"paragraph": found.paragraph.number, "start": found.start, "end": found.end}
        mentions = len(edition.mentions_of.get(entry.slug, ()))
        url = page_url(entry_path(entry.slug))
        entries.append(
            {"id": entry.slug, "url": url, "description": summary_of(entry.prose), **matter, "mentions": mentions}
        )
    return _json(entries)


def _positions_csv(edition: Edition) -> str:
    rows = [
        {
            "entry": entry.slug,
            "name": entry.name,
            "position": position.title,
            "agency": position.agency or "",
            "from": position.from_ or "",
            "to": position.to or "",
            "note": position.note or "",
            "source": " ".join(
                source.document
                if isinstance(source := entry.matter.sources[key], Passage)
                else source.url or f"{entry.slug}#{key}"
                for key in position.source
            ),
        }
        for entry in edition.site.entries
        for position in entry.matter.positions
    ]
    return _csv(("entry", "name", "position", "agency", "from", "to", "note", "source"), rows)


DATA_FILES: Mapping[PurePosixPath, tuple[str, Callable[[Edition], str]]] = {
    PurePosixPath("data/documents.json"): (
        "The record of every text, with the offsets of its paragraphs.",
        _documents_json,
    ),
    PurePosixPath("data/entries.json"): (
        "Every glossary entry with its sources; quotes with their offsets.",
        _entries_json,
    ),
    PurePosixPath("data/positions.csv"): (
        "Every position with its dates and sources, for a spreadsheet.",
        _positions_csv,
    ),
    PurePosixPath("data/mentions.csv"): ("Every mention of an agency or official, for a spreadsheet.", _mentions_csv),
    PurePosixPath("data/mentions.jsonl"): ("The same mentions, one JSON object a line.", _mentions_jsonl),
}
"""What each data file holds, in a reader's words, and how it is made."""


def data_files(edition: Edition) -> dict[PurePosixPath, bytes]:
    """Every data file, by path in the documentation folder."""
    return {path: data_file(edition, path) for path in DATA_FILES}


def data_file(edition: Edition, path: PurePosixPath) -> bytes:
    """One data file."""
    return DATA_FILES[path][1](edition).encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _json_line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _csv(columns: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
