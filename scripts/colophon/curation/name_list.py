"""Lists of names that an editor has, such as a legislature's members or a register's agencies: which the texts name. Pure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from colophon.curation.evidence import BODY
from colophon.curation.suggest import Passage, Suggestion
from colophon.edition import Edition
from colophon.finding import build_finder, lexicon_of
from colophon.formats.normalisation import normalise
from colophon.formats.sentences import excerpt
from colophon.model.entry import Entry, EntryFrontMatter, Identifiers
from colophon.model.errors import ColophonError
from colophon.model.site import SourceText

_ALIASES = ("aliases", "alias", "acronym", "short_name", "nickname")
_WEBSITES = ("website", "agency_url", "url")
_SEPARATOR = re.compile(r"\s*[;|]\s*")
_FORMATS = "CSV with a header, JSON or YAML, each item with a name and, if known, aliases, kind, wikidata and website"


@dataclass(frozen=True, slots=True)
class ListedName:
    """One item of a list."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    wikidata: str | None = None
    website: str | None = None


def read_names(content: str, suffix: str) -> list[ListedName]:
    """The items of a list in CSV, JSON or YAML, recognized by the suffix of its file.

    Raises `ColophonError` where it is none of these, or an item has no name.
    """
    try:
        items = _items(content, suffix.lower())
    except (ValueError, yaml.YAMLError, csv.Error) as error:
        raise ColophonError(f"this list of names cannot be read: {error}; expected {_FORMATS}") from None
    if isinstance(items, Mapping):
        items = next((value for value in items.values() if isinstance(value, list)), None)
    if not isinstance(items, list):
        raise ColophonError(f"expected a list of names: {_FORMATS}")
    return [_listed(number, item) for number, item in enumerate(items, 1)]


def suggest_listed(edition: Edition, names: Sequence[ListedName]) -> list[tuple[Suggestion, ListedName]]:
    """The names of a list that the texts name and that have no entry, the most frequent first."""
    site, settings = edition.site, edition.site.settings
    known = {name.casefold() for e in site.entries for name in (e.name, *(alias.text for alias in e.matter.aliases))}
    items = {entry.matter.identifiers.wikidata for entry in site.entries} - {None}
    entries: dict[str, tuple[Entry, ListedName]] = {}
    for number, listed in enumerate(names):
        if listed.name.casefold() in known or listed.wikidata in items:
            continue
        kind = listed.kind if listed.kind in settings.kinds else _kind(edition, listed.name)
        try:
            matter = EntryFrontMatter.model_validate(
                {"name": listed.name, "kind": kind, "aliases": list(listed.aliases)}
            )
        except ValidationError:
            continue
        slug = f"listed-{number}"
        entries[slug] = (Entry(slug, matter, ""), listed)
    all_entries = [*(e for e in site.entries if e.matter.kind in settings.kinds), *(e for e, _ in entries.values())]
    finder = build_finder(
        all_entries, settings.kinds, only_after=settings.surname_only_after, language=settings.language
    )
    passages: dict[str, list[Passage]] = defaultdict(list)
    for text in site.texts:
        if text.record.access == "full":
            for mention in finder.mentions(text):
                if mention.entry in entries:
                    passages[mention.entry].append(_passage(text, mention.paragraph, mention.start, mention.end))
    found = []
    for slug, where in passages.items():
        entry, listed = entries[slug]
        evidence = tuple(_evidence(listed))
        one = Suggestion(listed.name, entry.matter.kind, len(where), evidence, tuple(where), listed.aliases)
        found.append((one, listed))
    return sorted(found, key=lambda pair: (-pair[0].count, pair[0].name))


def _items(content: str, suffix: str) -> Any:
    if suffix == ".csv":
        return list(csv.DictReader(io.StringIO(content)))
    if suffix == ".json":
        return json.loads(content)
    if suffix in (".yaml", ".yml"):
        return yaml.safe_load(content)
    raise ColophonError(f"expected a file that ends in .csv, .json, .yaml or .yml: {_FORMATS}")


def _listed(number: int, item: object) -> ListedName:
    """An item of a list, in the words of whoever made it."""
    if isinstance(item, str):
        return ListedName(item)
    fields = item if isinstance(item, Mapping) else {}
    name = fields.get("name")
    if isinstance(name, Mapping):  # as https://github.com/unitedstates/congress-legislators writes it
        name = name.get("official_full") or " ".join(str(name[part]) for part in ("first", "last") if name.get(part))
    if not isinstance(name, str) or not name.strip():
        raise ColophonError(f"item {number} of the list has no name; expected {_FORMATS}")
    identifiers = {**_mapping(fields.get("id")), **_mapping(fields.get("identifiers")), **fields}
    website = next((identifiers[key] for key in _WEBSITES if identifiers.get(key)), None)
    return ListedName(
        name=name.strip(),
        aliases=tuple(dict.fromkeys(alias for alias in _aliases(fields) if alias and alias != name)),
        kind=str(fields["kind"]) if fields.get("kind") else None,
        wikidata=_valid("wikidata", identifiers.get("wikidata")),
        website=_valid("website", website),
    )


def _aliases(fields: Mapping[str, Any]) -> Iterator[str]:
    for key in _ALIASES:
        value = fields.get(key)
        if isinstance(value, str):
            yield from _SEPARATOR.split(value.strip())
        elif isinstance(value, list):
            yield from (alias for alias in value if isinstance(alias, str))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _valid(key: str, value: object) -> str | None:
    """An identifier, if it is one."""
    try:
        Identifiers.model_validate({key: value})
    except ValidationError:
        return None
    return value if isinstance(value, str) else None


def _kind(edition: Edition, name: str) -> str:
    """A kind of the site for a name: one for persons where it begins with a given name."""
    settings = edition.site.settings
    given = name.split(" ", maxsplit=1)[0] in lexicon_of(settings.language).given_names and not BODY.search(name)
    return next((kind for kind, one in settings.kinds.items() if one.person == given), next(iter(settings.kinds)))


def _evidence(listed: ListedName) -> Iterator[str]:
    yield "is in the list"
    if listed.wikidata:
        yield f"wikidata: {listed.wikidata}"
    if listed.website:
        yield f"website: {listed.website}"


def _passage(text: SourceText, number: int, start: int, end: int) -> Passage:
    paragraph = text.paragraphs[number - 1]
    words = text.words(paragraph)
    first, last = excerpt(words, [(start - paragraph.start, end - paragraph.start)], most=160)
    return text.id, number, normalise(words[first:last]).text.strip()
