"""The edition as FollowTheMoney entities, one JSON object a line, for OpenAleph and programs like it. Pure.

Texts are `PlainText`, persons `Person`, agencies `PublicBody`; a position is a `Position` and the `Occupancy` of who holds
it, with the dates of its source; each mention is a `Mention`. Entries of other kinds have no schema, and are left out with
their mentions, and so are positions on which sources differ. A language is left out: programs expect ISO 639-3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from colophon.edition import Edition
from colophon.formats.markdown import summary_of
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Entry, Passage, Position
from colophon.model.site import Mention, SourceText
from colophon.rendering.data import json_line
from colophon.rendering.pages.citations import text_as_work
from colophon.rendering.pages.wording import name_of
from colophon.rendering.tables import shown_texts

_AGENCY = "agency"


def entities_ftm(edition: Edition) -> str:
    """Every entity: texts, then entries with their positions, then mentions."""
    return "".join(map(json_line, _entities(edition)))


def _entities(edition: Edition) -> Iterator[dict[str, Any]]:
    yield from (_text(edition, text) for text in shown_texts(edition))
    for entry in edition.site.entries:
        if schema := _schema(edition, entry):
            yield _named(edition, entry, schema)
            for number, position in enumerate(entry.matter.positions, 1):
                if schema == "Person" and not position.differs:
                    yield from _position(edition, entry, position, _ident(entry.slug, number))
    with_schema = {entry.slug for entry in edition.site.entries if _schema(edition, entry)}
    yield from (_mention(one) for one in edition.mentions if one.entry in with_schema)


def _text(edition: Edition, text: SourceText) -> dict[str, Any]:
    work, record = text_as_work(edition, text), text.record
    return _entity(
        _text_id(text.id),
        "PlainText",
        title=work.bracketed_title,
        author=[name_of(name) for name in work.creators] if work.is_known("creators") else None,
        publisher=work.publisher if work.is_known("publisher") else None,
        date=work.published if work.is_known("published") else None,
        fileName=f"{text.id}.txt",
        fileSize=str(record.fixity.bytes),
        mimeType="text/plain",
        sourceUrl=edition.site.settings.address_of(page_url(document_path(text.id))),
        bodyText=text.text,
    )


def _named(edition: Edition, entry: Entry, schema: str) -> dict[str, Any]:
    matter = entry.matter
    above = edition.entries.get(matter.part_of.agency) if matter.part_of else None
    return _entity(
        _entry_id(entry.slug),
        schema,
        name=entry.name,
        alias=list(dict.fromkeys(name for name in matter.names if name != entry.name)),
        summary=summary_of(entry.prose),
        parent=_entry_id(above.slug) if above and _schema(edition, above) == schema == "PublicBody" else None,
        website=matter.identifiers.website,
        wikidataId=matter.identifiers.wikidata,
        sourceUrl=edition.site.settings.address_of(page_url(entry_path(entry.slug))),
    )


def _position(edition: Edition, entry: Entry, position: Position, ident: str) -> Iterator[dict[str, Any]]:
    agency = edition.entries.get(position.agency or "")
    pages = [source for key in position.source if not isinstance(source := entry.matter.sources[key], Passage)]
    is_public = agency is not None and _schema(edition, agency) == "PublicBody"
    yield _entity(
        _ident("position", ident),
        "Position",
        name=position.title,
        organization=_entry_id(agency.slug) if agency and is_public else None,
    )
    yield _entity(
        _ident("occupancy", ident),
        "Occupancy",
        holder=_entry_id(entry.slug),
        post=_ident("position", ident),
        startDate=position.from_,
        endDate=position.to,
        summary=position.note,
        sourceUrl=[page.url for page in pages if page.url],
    )


def _mention(mention: Mention) -> dict[str, Any]:
    return _entity(
        _ident("mention", mention.document, mention.start),
        "Mention",
        document=_text_id(mention.document),
        name=mention.surface,
        resolved=_entry_id(mention.entry),
    )


def _schema(edition: Edition, entry: Entry) -> str | None:
    if edition.site.settings.kinds[entry.matter.kind].person:
        return "Person"
    return "PublicBody" if entry.matter.kind == _AGENCY else None


def _text_id(document: str) -> str:
    return _ident("text", document)


def _entry_id(slug: str) -> str:
    return _ident("entry", slug)


def _ident(*parts: object) -> str:
    """An id as FollowTheMoney takes it: it may hold no underscore, and a slug no period."""
    return "-".join(map(str, parts)).replace("_", ".")


def _entity(ident: str, schema: str, **properties: str | list[str] | None) -> dict[str, Any]:
    """An entity with what is known of it; every property is a list."""
    known = {name: [value] if isinstance(value, str) else value for name, value in properties.items() if value}
    return {"id": ident, "schema": schema, "properties": known}
