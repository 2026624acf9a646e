"""Drafts of new entries: passages that mention a name, as candidate sources, without prose. Pure.

The machine proposes, a person decides: every source is a verbatim passage, every position is a title beside the name in
one of them, and the prose is for an editor to write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby

from colophon.curation.suggest import titles_beside
from colophon.edition.quotes import Ambiguous, Verified, find_passage
from colophon.finding.build import build_finder
from colophon.finding.forms import entry_forms
from colophon.formats.sentences import excerpt
from colophon.formats.validation import check_slug, validated
from colophon.formats.yaml_reader import YamlDocument, write_yaml
from colophon.model.entry import Entry, EntryFrontMatter, Passage
from colophon.model.errors import ColophonError
from colophon.model.settings import Kind
from colophon.model.site import Mention, Site, SourceText, numbered_name
from colophon.rendering.pages.wording import count

MOST_CANDIDATES = 8
"""Passages in a draft at most; `colophon mentions --explain` shows all."""

_LONGEST_KEY = 16
"""Characters of a key that is made of the whole id of a text: people type it."""
_LONGEST_QUOTE = 240
_FEWEST_WORDS = 6
"""Words of a passage that says something: fewer are a signature or the label of a speaker."""
_SMALL = frozenset("and the for from with that this into upon".split())
_HEX = re.compile(r"[0-9a-f]{8,}")
_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that mentions the entry: its key, the words to quote, and the titles beside the name."""

    key: str
    document: str
    quote: str
    paragraph: int | None
    """The number of the paragraph, if several contain the words."""
    titles: tuple[str, ...]
    cited_by: tuple[str, ...] = ()
    """The entries that cite the paragraph already."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A new entry and its file."""

    slug: str
    markdown: str
    candidates: tuple[Candidate, ...]
    passages: int
    """How many paragraphs mention it; there may be fewer candidates."""

    def summary(self) -> Iterator[str]:
        """What was found, in sentences for the editor."""
        if not self.passages:
            yield "Not found in any text: check the spelling, add an --alias, or cite pages outside the corpus."
            return
        found = f"Found in {count(self.passages, 'paragraph')}"
        yield f"{found}; {len(self.candidates)} {'is' if len(self.candidates) == 1 else 'are'} in the draft. Cite or delete each."
        titles = dict.fromkeys(title for candidate in self.candidates for title in candidate.titles)
        if titles:
            yield f"Positions to check, from titles beside the name: {'; '.join(titles)}"


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph that mentions the entry, with the spans of the name and its titles."""

    text: SourceText
    number: int
    spans: tuple[tuple[int, int], ...]
    titles: tuple[str, ...]
    is_full: bool
    """Whether it has more of the name than the surname."""
    cited_by: tuple[str, ...] = ()
    """The entries that cite the paragraph already."""

    def quote(self) -> str:
        """The sentence to quote."""
        words = self.text.words(self.text.paragraphs[self.number - 1])
        first, last = excerpt(words, self.spans, most=_LONGEST_QUOTE)
        return re.sub(r"\s+", " ", words[first:last]).strip()


def kind_for(kinds: Iterable[str], given: str | None) -> str:
    """The kind of a new entry. Raises `ColophonError` if it is unknown, or missing and not the only one."""
    known = list(kinds)
    if given in known:
        return str(given)
    if given is None:
        if len(known) == 1:
            return known[0]
        raise ColophonError(f"--kind is missing: {' or '.join(known)}")
    near = get_close_matches(given, known, 1)
    did_you_mean = f"did you mean {near[0]}? " if near else ""
    raise ColophonError(f"{given!r} is not a kind of this site; {did_you_mean}known: {', '.join(known)}")


def draft_entry(
    site: Site,
    slug: str,
    name: str,
    kind: str,
    aliases: Sequence[str] = (),
    identifiers: Mapping[str, str | None] | None = None,
) -> Draft:
    """A new entry with passages of the corpus that mention it.

    Raises `ColophonError` if the address or a name is taken, `Invalid` for an invalid name or address.
    """
    path = site.settings.entry_file(slug)
    check_slug(slug, path)
    matter = {"name": name, "kind": kind, "aliases": list(aliases), "identifiers": dict(identifiers or {})}
    entry = Entry(slug, validated(EntryFrontMatter, YamlDocument(matter, {}), path), "")
    _refuse_what_is_taken(site, entry)
    passages = list(_passages(site, entry))
    candidates = tuple(_candidates(_most_telling(passages)))
    person = site.settings.kinds[kind].person
    return Draft(slug, _markdown(entry, candidates, len(passages), person), candidates, len(passages))


def _most_telling(passages: Sequence[_Passage]) -> list[_Passage]:
    """The passages to offer, in the order of the texts.

    Words that an earlier passage has too tell nothing more. Most telling are those with a title, the first of a text, those that another entry cites already, those with the full
    name, and then the longest; what is too short to say anything comes last.
    """
    quotes = [passage.quote() for passage in passages]
    first = {passage.text.id: passage for passage in reversed(passages)}
    first_with = {quote: at for at, quote in reversed([*enumerate(quotes)])}

    def rank(at: int) -> tuple[bool, bool, int, int]:
        passage = passages[at]
        words = quotes[at].split()
        reasons = (bool(passage.titles), first[passage.text.id] is passage, bool(passage.cited_by), passage.is_full)
        return first_with[quotes[at]] < at, len(words) < _FEWEST_WORDS, -sum(reasons), -len(words)

    return [passages[at] for at in sorted(sorted(range(len(passages)), key=rank)[:MOST_CANDIDATES])]


def _refuse_what_is_taken(site: Site, entry: Entry) -> None:
    kinds = site.settings.kinds
    wanted = _names(entry, kinds[entry.matter.kind])
    for other in site.entries:
        where = site.settings.entry_file(other.slug)
        if other.slug == entry.slug:
            raise ColophonError(
                f"{where}: already exists, the entry of {other.name}; edit it, or choose another address with --slug"
            )
        if entry.slug in other.matter.formerly:
            message = f"{entry.slug} is a former address of {other.name} ({where}) and redirects there"
            raise ColophonError(f"{message}; choose another with --slug")
        taken = wanted & _names(other, kinds[other.matter.kind]) if other.matter.kind in kinds else frozenset()
        if taken:
            declared = (entry.name, *(alias.text for alias in entry.matter.aliases))
            shown = next((form for form in declared if form in taken), min(taken))
            message = f"{shown!r} is already a name of {other.name} ({where})"
            raise ColophonError(f"{message}; edit that entry, or remove the name from it first")


def _names(entry: Entry, kind: Kind) -> frozenset[str]:
    """The names that only one entry may have."""
    return frozenset(f.text for f in entry_forms(entry, kind.person) if f.rule not in ("short", "surname", "capitals"))


def _passages(site: Site, entry: Entry) -> Iterator[_Passage]:
    """The paragraphs that mention the new entry, as the finder sees them."""
    kinds = site.settings.kinds
    known = [other for other in site.entries if other.matter.kind in kinds]
    settings = site.settings
    finder = build_finder([*known, entry], kinds, only_after=settings.surname_only_after, language=settings.language)
    person = kinds[entry.matter.kind].person
    cited = _cited(site)
    for text in site.texts:
        if text.record.access == "full":
            found = [mention for mention in finder.mentions(text) if mention.entry == entry.slug]
            for number, mentions in groupby(found, key=lambda mention: mention.paragraph):
                yield _passage(text, number, list(mentions), person, tuple(cited.get((text.id, number), ())))


def _cited(site: Site) -> Mapping[tuple[str, int], Iterable[str]]:
    """By text and paragraph, the entries that cite it."""
    texts = {text.id: text for text in site.texts if text.record.access == "full"}
    cited: dict[tuple[str, int], dict[str, None]] = {}
    for entry in site.entries:
        for source in entry.matter.sources.values():
            if isinstance(source, Passage) and source.document in texts:
                found = find_passage(source.quote, texts[source.document], source.paragraph, nearest=False)
                if isinstance(found, Verified):
                    cited.setdefault((source.document, found.paragraph.number), {})[entry.slug] = None
    return cited


def _passage(
    text: SourceText, number: int, mentions: Sequence[Mention], person: bool, cited_by: tuple[str, ...]
) -> _Passage:
    """What to quote from a paragraph: a mention with a title, else one with the full name, else the first."""
    paragraph = text.paragraphs[number - 1]
    words = text.words(paragraph)
    offered = []
    for mention in mentions:
        start, end = mention.start - paragraph.start, mention.end - paragraph.start
        titles = list(titles_beside(words, start, end)) if person else []
        offered.append((not titles, mention.rule == "surname", start, end, titles))
    _, is_surname, start, end, titles = min(offered)
    spans = ((start, end), *((first, last) for _, first, last in titles))
    return _Passage(text, number, spans, tuple(title for title, _, _ in titles), not is_surname, cited_by)


def _candidates(passages: Sequence[_Passage]) -> Iterator[Candidate]:
    """The passages as sources with distinct keys, without those that cannot be verified."""
    of_texts = _keys({passage.text.id: passage.text for passage in passages}.values())
    keys = [of_texts[passage.text.id] for passage in passages]
    shared = Counter(keys)
    taken: set[str] = set()
    for passage, base in zip(passages, keys, strict=True):
        quote = passage.quote()
        found = find_passage(quote, passage.text)
        paragraph = passage.number if isinstance(found, Ambiguous) else None
        if not isinstance(find_passage(quote, passage.text, paragraph), Verified):
            continue
        key = base if shared[base] == 1 else f"{base}-p{passage.number}"
        if key in taken:
            key = next(key for n in range(1, len(passages) + 1) if (key := f"source-{n}") not in taken)
        taken.add(key)
        yield Candidate(key, passage.text.id, quote, paragraph, passage.titles, passage.cited_by)


def _keys(texts: Iterable[SourceText]) -> Mapping[str, str]:
    """A short key for each text: `text-000` or its id, or if that is long a word of it and the year, as `speech-1990`."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for text in texts:
        name = re.sub(r"[^a-z0-9]+", "-", numbered_name(text.id).lower()).strip("-")
        words = [word for word in re.findall(r"[a-z]{3,}", name) if word not in _SMALL and not _HEX.fullmatch(word)]
        year = text.record.published.value[:4] if text.record.published else "".join(_YEAR.findall(name)[:1])
        shorter = ("-".join(filter(None, [*words[:most], year])) for most in range(1, len(words) + 1))
        tried = [name] if len(name) <= _LONGEST_KEY else [*shorter, name[:_LONGEST_KEY].strip("-")]
        keys[text.id] = next((key for key in tried if key not in taken), tried[0])
        taken.add(keys[text.id])
    return keys


def _markdown(entry: Entry, candidates: Sequence[Candidate], passages: int, person: bool) -> str:
    """The file: front matter with notes to the editor, without prose."""
    matter = entry.matter
    example = candidates[0].key if candidates else "key"
    parts = [
        "# A new entry. Fill it in; colophon check lists what is missing, and colophon serve shows it. Delete the next line to",
        "# publish the entry.",
        write_yaml({"draft": True}).strip(),
        "# Lines that begin with # are notes to you. They do not appear on the site; you can delete them.",
        "",
        write_yaml({"name": matter.name, "kind": matter.kind}),
        "# Other names in the texts, such as an acronym or another spelling.",
        write_yaml({"aliases": [alias.text for alias in matter.aliases]}),
    ]
    if person:
        parts += [*_positions(candidates)]
    else:
        parts += [
            "# The agency it belongs to, with the source that says so: {agency: department-of-justice, source: key}",
            write_yaml({"part_of": None}),
        ]
    parts += [
        write_yaml({"identifiers": {"wikidata": matter.identifiers.wikidata, "website": matter.identifiers.website}}),
        *_sources(candidates),
    ]
    if passages > len(candidates):
        message = f"{count(passages, 'paragraph')} mention it; these are {len(candidates)} of them. To see all:"
        parts.append(f"# {message} colophon mentions --explain {entry.slug}")
    parts += [
        "# A page outside the corpus can be a source too, under a key you choose; so can a book, newspaper, letter ...:",
        '#   key: {url: "https://...", title: ..., publisher: ..., published: 2025-06-16, consulted: 2026-01-31}',
        '#   key: {kind: book, title: ..., author: "Last, First", publisher: ..., published: 1987, pages: 12-14}',
        "",
        "# Write below the next line, in plain sentences. The first sentence is the one-line description.",
        f"# End every paragraph with the key of the source that says so, like this: [^{example}]",
    ]
    return "---\n" + "".join(f"{part}\n" for part in parts) + "---\n"


def _positions(candidates: Sequence[Candidate]) -> Iterator[str]:
    keys: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    for candidate in candidates:
        for title in candidate.titles:
            spelled.setdefault(title.casefold(), title)
            keys.setdefault(title.casefold(), []).append(candidate.key)
    if keys:
        yield "# Titles beside the name in the texts. Read each passage; correct or delete what is not a position."
    else:
        yield "# No title was found beside the name. A position needs a source:"
        yield "#   - {title: ..., agency: null, from: null, to: null, source: key}"
    yield write_yaml(
        {
            "positions": [
                {"title": spelled[title], "agency": None, "from": None, "to": None, "source": _one_or_all(keys[title])}
                for title in keys
            ]
        }
    )


def _one_or_all(keys: Sequence[str]) -> str | list[str]:
    several = list(dict.fromkeys(keys))
    return several[0] if len(several) == 1 else several


def _sources(candidates: Sequence[Candidate]) -> Iterator[str]:
    if candidates:
        yield "# Passages of the corpus that mention it, word for word. Keep those you cite; delete the rest."
    else:
        yield "# No text of the corpus mentions it."
    sources: dict[str, dict[str, str | int]] = {}
    for candidate in candidates:
        sources[candidate.key] = {"document": candidate.document, "quote": candidate.quote}
        if candidate.paragraph is not None:
            sources[candidate.key] |= {"paragraph": candidate.paragraph}
    yield write_yaml({"sources": sources})
    if also := [f"{one.key} ({', '.join(one.cited_by)})" for one in candidates if one.cited_by]:
        yield f"# Other entries cite the paragraph too: {'; '.join(also)}."
