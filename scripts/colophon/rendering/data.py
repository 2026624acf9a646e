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
from typing import Any, NamedTuple

from colophon.edition import Edition
from colophon.edition.quotes import Verified
from colophon.formats.markdown import summary_of
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Passage
from colophon.model.language import N_
from colophon.model.settings import Export
from colophon.model.site import Mention, Paragraph

POSITION_COLUMNS = ("entry", "name", "position", "agency", "from", "to", "note", "source")
json_of = json.JSONEncoder(ensure_ascii=False).encode
"""JSON on one line."""
MENTION_COLUMNS = ("document", "paragraph", "start", "end", "surface", "entry", "rule")


def mention_row(mention: Mention) -> dict[str, str | int]:
    """A mention as `colophon mentions` prints it."""
    return {key: getattr(mention, key) for key in MENTION_COLUMNS}


def _mentions_jsonl(edition: Edition) -> str:
    return "".join(json_line(mention_row(mention)) for mention in edition.mentions)


def _mentions_csv(edition: Edition) -> str:
    rows = [mention_row(mention) for mention in edition.mentions]
    return to_csv(MENTION_COLUMNS, rows)


def _documents_json(edition: Edition) -> str:
    records = (
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
    )
    return f"{json_array(records)}\n"


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
    return f"{json_array(entries)}\n"


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
    return to_csv(POSITION_COLUMNS, rows)


class DataFile(NamedTuple):
    """A file for programs: what it holds and what it is for, in two sentences of English for readers, and what makes it."""

    summary: str
    make: Callable[[Edition], str]
    export: Export | None = None
    """The export it belongs to, which a site may leave out."""

    def bytes_of(self, edition: Edition) -> bytes:
        """The file itself."""
        return self.make(edition).encode()


DATA_FILES: Mapping[PurePosixPath, DataFile] = {
    PurePosixPath("data/documents.json"): DataFile(
        N_("The record of every text, with the offsets of its paragraphs."), _documents_json
    ),
    PurePosixPath("data/entries.json"): DataFile(
        N_("Every glossary entry with its sources; quotes with their offsets."), _entries_json
    ),
    PurePosixPath("data/positions.csv"): DataFile(
        N_("Every position with its dates and sources, for a spreadsheet."), _positions_csv
    ),
    PurePosixPath("data/mentions.csv"): DataFile(
        N_("Every mention of an agency or official, for a spreadsheet."), _mentions_csv
    ),
    PurePosixPath("data/mentions.jsonl"): DataFile(N_("The same mentions, one JSON object a line."), _mentions_jsonl),
}
"""The data files that every site has."""


def data_files(edition: Edition) -> dict[PurePosixPath, bytes]:
    """Each of them, by path in the documentation folder."""
    return {path: file.bytes_of(edition) for path, file in DATA_FILES.items()}


def to_json(value: Any) -> str:
    """JSON for a file."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def json_line(value: Any) -> str:
    """JSON on a line of its own."""
    return json_of(value) + "\n"


def json_array(values: Iterable[Any]) -> str:
    """A JSON array with each value on a line of its own."""
    return "[\n" + ",\n".join(map(json_of, values)) + "\n]"


def json_graph(context: Any, nodes: Iterable[Any]) -> str:
    """A file of JSON-LD, with each node on a line of its own."""
    return f'{{"@context": {json_of(context)}, "@graph": {json_array(nodes)}}}\n'


def to_csv(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A table with its header line (RFC 4180)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
