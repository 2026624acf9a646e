"""Texts and entries as tables, and the description of all tables as a data package (Frictionless Table Schema). Pure.

Several values in a cell are separated by `|`, as OpenRefine splits them. A withheld text has no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from colophon import __version__
from colophon.edition import Edition
from colophon.formats.markdown import summary_of
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.formats.validation import slug_of
from colophon.model.record import Stated
from colophon.model.site import SourceText
from colophon.rendering.data import MENTION_COLUMNS, POSITION_COLUMNS, to_csv, to_json

_STATED = ("title", "creators", "publisher", "published", "genre", "source_url")
TEXT_COLUMNS = (
    "id",
    "url",
    *(column for name in _STATED for column in (name, f"{name}_basis")),
    *("language", "rights", "acquired_on", "acquired_from", "acquired_by", "sha256", "bytes", "paragraphs", "mentions"),
)
ENTRY_COLUMNS = (
    *("id", "url", "name", "kind", "aliases", "search_only", "description", "part_of", "wikidata", "website"),
    *("positions", "texts", "mentions"),
)
_NUMBERS = frozenset("bytes paragraphs mentions positions texts paragraph start end".split())


def shown_texts(edition: Edition) -> Iterator[SourceText]:
    """The texts whose words may be shown."""
    return (text for text in edition.site.texts if text.record.access == "full")


def texts_csv(edition: Edition) -> str:
    """A row for each text: its record, each value beside how it is known."""
    return to_csv(TEXT_COLUMNS, (_text_row(edition, text) for text in shown_texts(edition)))


def _text_row(edition: Edition, text: SourceText) -> Mapping[str, object]:
    record = text.record
    row: dict[str, object] = {"id": text.id, "url": page_url(document_path(text.id))}
    for name in _STATED:
        field: Stated | None = getattr(record, name)
        value: Any = getattr(field, "value", "")
        row |= {name: _joined(value), f"{name}_basis": field.basis if field else ""}
    return row | {
        "language": record.language or "",
        "rights": record.rights.statement,
        "acquired_on": record.acquired.on,
        "acquired_from": record.acquired.from_,
        "acquired_by": record.acquired.by,
        "sha256": record.fixity.sha256,
        "bytes": record.fixity.bytes,
        "paragraphs": len(text.paragraphs),
        "mentions": len(edition.mentions_in.get(text.id, ())),
    }


def entries_csv(edition: Edition) -> str:
    """A row for each entry: its names, relations and counts."""
    rows = []
    for entry in edition.site.entries:
        matter, mentions = entry.matter, edition.mentions_of.get(entry.slug, ())
        row = {
            "id": entry.slug,
            "url": page_url(entry_path(entry.slug)),
            "name": entry.name,
            "kind": matter.kind,
            "aliases": _joined(matter.names[1:]),
            "search_only": _joined(alias.text for alias in matter.aliases if alias.search_only),
            "description": summary_of(entry.prose),
            "part_of": matter.part_of.agency if matter.part_of else "",
            "wikidata": matter.identifiers.wikidata or "",
            "website": matter.identifiers.website or "",
            "positions": len(matter.positions),
            "texts": len({mention.document for mention in mentions}),
            "mentions": len(mentions),
        }
        rows.append(row)
    return to_csv(ENTRY_COLUMNS, rows)


def datapackage_json(edition: Edition) -> str:
    """The columns of every table, their types, and which column names a row of which table."""
    settings = edition.site.settings
    package = {
        "profile": "tabular-data-package",
        "name": slug_of(settings.name) or "edition",
        "title": settings.name,
        "description": settings.description,
        "homepage": settings.site_url,
        "id": settings.doi and f"https://doi.org/{settings.doi}",
        "licenses": [{"path": settings.license}] if settings.license else None,
        "contributors": [{"title": settings.publisher, "role": "publisher"}] if settings.publisher else None,
        "colophon": __version__,
        "resources": [
            _resource("texts", TEXT_COLUMNS, key="id"),
            _resource("entries", ENTRY_COLUMNS, key="id"),
            _resource("mentions", MENTION_COLUMNS, {"document": "texts", "entry": "entries"}),
            _resource("positions", POSITION_COLUMNS, {"entry": "entries"}),
        ],
    }
    return to_json({name: value for name, value in package.items() if value})


def _resource(name: str, columns: Iterable[str], of: Mapping[str, str] | None = None, key: str = "") -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [{"name": column, "type": "integer" if column in _NUMBERS else "string"} for column in columns],
        "missingValues": [""],
    }
    if key:
        schema["primaryKey"] = key
    if of:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": table, "fields": "id"}} for column, table in of.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _joined(value: str | Iterable[str]) -> str:
    return value if isinstance(value, str) else "|".join(value)
