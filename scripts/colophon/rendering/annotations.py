"""Mentions as W3C Web Annotations, and the glossary as a SKOS concept scheme. Pure.

Addresses are absolute where the site knows its own, else relative to the file, as JSON-LD and Turtle allow. A mention is
anchored twice in the untouched file: by its words with those around it, and by its half-open offsets in code points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any

from colophon.edition import Edition
from colophon.formats.markdown import summary_of
from colophon.formats.urls import entry_path, untouched_path
from colophon.model.entry import Entry
from colophon.model.site import Mention
from colophon.rendering.data import json_array, json_graph, json_of
from colophon.rendering.linked_data import address_in

ANNOTATIONS = PurePosixPath("data/annotations.jsonld")
_BESIDE = PurePosixPath("data/index.md")
"""A page in the folder of the files, to which their addresses are relative."""
_AROUND = 32
"""Characters that identify words among others like them."""
_PREFIXES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}

Node = dict[str, Any]


def annotations_jsonld(edition: Edition) -> str:
    """An annotation page, one annotation a line, in the order of the texts."""
    here = address_in(edition, ANNOTATIONS, _BESIDE)
    head = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": here, "type": "AnnotationPage"}
    return f'{json_of(head)[:-1]}, "items": {json_array(_annotations(edition, here))}}}\n'


def _annotations(edition: Edition, here: str) -> Iterator[Node]:
    entities = {slug: _entity(edition, slug) for slug in {mention.entry for mention in edition.mentions}}
    for document, mentions in groupby(edition.mentions, key=attrgetter("document")):
        text, source = edition.texts[document].text, address_in(edition, untouched_path(document), _BESIDE)
        for mention in mentions:
            yield _annotation(mention, text, here, entities[mention.entry], source)


def _annotation(mention: Mention, text: str, here: str, entity: str, source: str) -> Node:
    start, end = mention.start, mention.end
    return {
        "id": f"{here}#{mention.document}-{start}-{end}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": entity,
        "target": {
            "source": source,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": mention.surface,
                    "prefix": text[max(0, start - _AROUND) : start],
                    "suffix": text[end : end + _AROUND],
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
    }


def glossary_jsonld(edition: Edition) -> str:
    """The concept scheme as JSON-LD."""
    return json_graph(_PREFIXES, _concepts(edition))


def glossary_turtle(edition: Edition) -> str:
    """The same statements in Turtle."""
    parts = [f"@prefix {prefix}: <{address}> .\n" for prefix, address in _PREFIXES.items()]
    for node in _concepts(edition):
        statements = [f"a {node['@type']}"]
        for name, values in node.items():
            if not name.startswith("@"):
                statements.append(f"{name} {', '.join(map(_term, values))}")
        parts.append(f"\n<{node['@id']}> " + " ;\n    ".join(statements) + " .\n")
    return "".join(parts)


def _concepts(edition: Edition) -> list[Node]:
    settings = edition.site.settings
    entries = edition.site.entries
    scheme: Node = {
        "@id": address_in(edition, PurePosixPath("glossary/index.md"), _BESIDE),
        "@type": "skos:ConceptScheme",
        "dcterms:title": _words(edition, [settings.name]),
        "skos:hasTopConcept": _links(_concept(edition, one.slug) for one in entries if not _above(edition, one)),
        "dcterms:license": _links([settings.license] if settings.license else []),
    }
    nodes = [scheme]
    for entry in entries:
        matter = entry.matter
        names = dict.fromkeys(name for name in matter.names if name != entry.name)
        hidden = dict.fromkeys(alias.text for alias in matter.aliases if alias.search_only)
        wikidata = matter.identifiers.wikidata
        concept: Node = {
            "@id": _concept(edition, entry.slug),
            "@type": "skos:Concept",
            "skos:inScheme": _links([scheme["@id"]]),
            "skos:topConceptOf": _links([] if _above(edition, entry) else [scheme["@id"]]),
            "skos:prefLabel": _words(edition, [entry.name]),
            "skos:altLabel": _words(edition, list(names)),
            "skos:hiddenLabel": _words(edition, [name for name in hidden if name not in matter.names]),
            "skos:definition": _words(edition, [summary] if (summary := summary_of(entry.prose)) else []),
            "dcterms:type": _words(edition, [settings.kinds[matter.kind].label]),
            "skos:broader": _links(_concept(edition, above) for above in _above(edition, entry)),
            "skos:exactMatch": _links([f"http://www.wikidata.org/entity/{wikidata}"] if wikidata else []),
            "foaf:homepage": _links([matter.identifiers.website] if matter.identifiers.website else []),
            "foaf:focus": _links([_entity(edition, entry.slug)]),
        }
        nodes.append(concept)
    return [{name: value for name, value in node.items() if value} for node in nodes]


def _above(edition: Edition, entry: Entry) -> Sequence[str]:
    """The agency that an entry is part of, where it has an entry of its own."""
    part_of = entry.matter.part_of
    return [part_of.agency] if part_of and part_of.agency in edition.entries else []


def _concept(edition: Edition, slug: str) -> str:
    return f"{address_in(edition, entry_path(slug), _BESIDE)}#concept"


def _entity(edition: Edition, slug: str) -> str:
    """Whom or what an entry describes, as its page names it in JSON-LD."""
    return f"{address_in(edition, entry_path(slug), _BESIDE)}#entity"


def _words(edition: Edition, values: Sequence[str]) -> list[Node]:
    return [{"@value": value, "@language": edition.site.settings.language} for value in values]


def _links(addresses: Iterator[str] | Sequence[str]) -> list[Node]:
    return [{"@id": _iri(address)} for address in addresses]


def _term(value: Node) -> str:
    if "@id" in value:
        return f"<{value['@id']}>"
    return f"{json_of(value['@value'])}@{value['@language']}"  # its escapes are Turtle's too


def _iri(address: str) -> str:
    """An address without what an IRI cannot hold, which is percent-encoded."""
    return "".join(f"%{ord(mark):02X}" if mark in '<>"{}|\\^` ' else mark for mark in address)
