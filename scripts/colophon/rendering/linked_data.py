"""What each page is, for search engines and programs: JSON-LD in the terms of schema.org. Pure.

A fact is here if the file says it or it was established from elsewhere; what an editor supplied or nobody knows is absent.
A position is a role with the dates its source gives, and names that source. Addresses are absolute where the site knows its
own, else relative to the page, as JSON-LD in HTML allows (https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents).
"""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Any

from colophon.edition import Edition
from colophon.formats.urls import document_path, entry_path, relative_url, untouched_path, url_of
from colophon.model.entry import Entry, Passage, Position
from colophon.model.rights import is_license
from colophon.model.site import SourceText
from colophon.rendering.pages.citations import Work, day_of_change, text_as_work
from colophon.rendering.pages.exchange import genre_of
from colophon.rendering.pages.wording import name_of, other_names, person

_HOME = PurePosixPath("index.md")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_MARKUP = re.compile(r"[<>&{}\[\]`$%\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_MOST_TEXTS = 50
"""Texts that an entry's page names as being about it; the page lists all."""

Node = dict[str, Any]


def script_of(node: Node) -> str:
    """A node as one line of raw HTML: data, which a browser does not run and a content security policy lets be.

    Whatever in a string could end the element, or be markup for an extension, becomes an escape of JSON.
    """
    text = json.dumps({"@context": "https://schema.org", **node}, ensure_ascii=False, separators=(",", ":"))
    safe = _STRING.sub(lambda found: _MARKUP.sub(lambda mark: f"\\u{ord(mark[0]):04x}", found[0]), text)
    return f'<script type="application/ld+json">{safe}</script>'


def page_node(edition: Edition, page: PurePosixPath, title: str) -> Node:
    """A page of its own: a list, or what the editors say about the site."""
    settings = edition.site.settings
    address = address_in(edition, page, page)
    if page == _HOME:
        kind: Node = {"@type": "WebSite", "name": settings.name, "description": settings.description}
    else:
        is_list = page.stem == "index" or page.parts[0] == "documents" or page.stem.startswith("page-")
        kind = {"@type": "CollectionPage" if is_list else "WebPage", "name": title, "isPartOf": _site(edition, page)}
    return _known({**kind, "@id": address, "url": address, "inLanguage": settings.language})


def text_node(edition: Edition, text: SourceText) -> Node:
    """A text: a news article if its record says so, else a document."""
    page, record, settings = document_path(text.id), text.record, edition.site.settings
    work = text_as_work(edition, text)
    address = address_in(edition, page, page)
    full = record.access == "full"
    return _known(
        {
            "@type": genre_of(work).schema,
            "@id": address,
            "url": address,
            "identifier": text.id,
            "name": work.bracketed_title,
            "headline": work.title if work.is_known("title") else None,
            "author": _authors(work),
            "publisher": _organization(work.publisher) if work.is_known("publisher") else None,
            "datePublished": work.published if work.is_known("published") else None,
            "dateModified": work.changed,
            "inLanguage": record.language,
            "isPartOf": _site(edition, page),
            "isBasedOn": record.source_url.value
            if record.source_url and record.source_url.basis != "supplied"
            else None,
            "license" if is_license(record.rights.statement) else "usageInfo": record.rights.statement,
            "copyrightNotice": record.rights.note,
            "conditionsOfAccess": record.withheld.reason if record.withheld else None,
            "encoding": {
                "@type": "MediaObject",
                "contentUrl": address_in(edition, untouched_path(text.id), page),
                "encodingFormat": "text/plain; charset=utf-8",
                "contentSize": f"{record.fixity.bytes} B",
                "sha256": record.fixity.sha256,
            }
            if full
            else None,
            "mentions": [
                _reference(edition, edition.entries[slug], page)
                for slug in dict.fromkeys(mention.entry for mention in edition.mentions_in.get(text.id, ()))
            ],
            "sdPublisher": _organization(settings.name),
        }
    )


def entry_node(edition: Edition, entry: Entry, summary: str) -> Node:
    """The page of an entry, and whom or what it describes."""
    page, settings = entry_path(entry.slug), edition.site.settings
    matter = entry.matter
    address = address_in(edition, page, page)
    is_person = settings.kinds[matter.kind].person
    identifiers = matter.identifiers
    above = edition.entries.get(matter.part_of.agency) if matter.part_of else None
    # Where sources differ, a program would take one of them for the fact: the page gives both, this neither.
    roles = [_role(edition, entry, position, page) for position in matter.positions if not position.differs]
    with_agency = [role for role in roles if "worksFor" in role]
    about = {
        **_reference(edition, entry, page),
        "alternateName": other_names(entry),
        "description": summary,
        "sameAs": [f"https://www.wikidata.org/wiki/{identifiers.wikidata}"] if identifiers.wikidata else None,
        "url": identifiers.website,
        "worksFor": with_agency if is_person else None,
        "hasOccupation": [role for role in roles if role not in with_agency] if is_person else None,
        "parentOrganization": _reference(edition, above, page) if above else None,
        "subjectOf": [
            address_in(edition, document_path(document), page)
            for document in list(dict.fromkeys(m.document for m in edition.mentions_of.get(entry.slug, ())))[
                :_MOST_TEXTS
            ]
        ],
    }
    return _known(
        {
            "@type": "WebPage",
            "@id": address,
            "url": address,
            "name": entry.name,
            "dateModified": day_of_change(edition, page),
            "inLanguage": settings.language,
            "isPartOf": _site(edition, page),
            "mainEntity": _known(about),
        }
    )


def _role(edition: Edition, entry: Entry, position: Position, page: PurePosixPath) -> Node:
    """A position with its dates and its sources, as schema.org writes a relation that has facts of its own."""
    agency = edition.entries.get(position.agency or "")
    inner = (
        {"@type": "OrganizationRole", "worksFor": _reference(edition, agency, page)}
        if agency
        else {"@type": "Role", "hasOccupation": {"@type": "Occupation", "name": position.title}}
    )
    sources = [entry.matter.sources[key] for key in position.source]
    return _known(
        {
            **inner,
            "roleName": position.title,
            "startDate": position.from_,
            "endDate": position.to,
            "description": position.note,
            "subjectOf": [
                address_in(edition, document_path(source.document), page)
                if isinstance(source, Passage)
                else source.url or {"@type": "CreativeWork", "name": source.title}
                for source in sources
                if not isinstance(source, Passage) or source.document in edition.texts
            ],
        }
    )


def _reference(edition: Edition, entry: Entry, page: PurePosixPath) -> Node:
    """Whom or what an entry describes, apart from its page."""
    kind = entry.matter.kind
    known = {"agency": "GovernmentOrganization"}.get(kind, "Thing")
    return {
        "@type": "Person" if edition.site.settings.kinds[kind].person else known,
        "@id": f"{address_in(edition, entry_path(entry.slug), page)}#entity",
        "name": entry.name,
    }


def _authors(work: Work) -> list[Node]:
    if not work.is_known("creators"):
        return []
    return [{"@type": "Person" if person(name) else "Organization", "name": name_of(name)} for name in work.creators]


def _organization(name: str | None) -> Node:
    return {"@type": "Organization", "name": name}


def _site(edition: Edition, page: PurePosixPath) -> Node:
    return {"@type": "WebSite", "@id": address_in(edition, _HOME, page), "name": edition.site.settings.name}


def address_in(edition: Edition, target: PurePosixPath, page: PurePosixPath) -> str:
    """The address of a page or file as a file of the page `page` gives it: absolute where the site knows its own."""
    return edition.site.settings.address_of(url_of(str(target))) or relative_url(target, page)


def _known(node: Node) -> Node:
    """A node without what is not known."""
    return {name: value for name, value in node.items() if value or value == 0}
