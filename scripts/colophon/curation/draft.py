"""A new entry, ready to fill in: what the texts say about a name, as candidate sources, and not a word of prose. Pure.

The machine proposes, a person decides: every source is a passage that was found word for word, every position stands
beside the name in one, and what the entry says is for an editor to write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby

from colophon.curation.suggest import titles_beside
from colophon.edition.quotes import Ambiguous, Verified, find_passage
from colophon.finding.forms import entry_forms
from colophon.finding.matcher import build_finder
from colophon.formats.sentences import excerpt
from colophon.formats.validation import check_slug, validated
from colophon.formats.yaml_reader import YamlDocument, write_yaml
from colophon.model.entry import Entry, EntryFrontMatter
from colophon.model.errors import ColophonError
from colophon.model.settings import Kind
from colophon.model.site import Mention, Site, SourceText, numbered_name
from colophon.rendering.pages.wording import count

MOST_CANDIDATES = 8
"""More passages than this are for `colophon mentions --explain`, not for a file somebody fills in."""

_LONGEST = 100
"""Characters of an address or key."""
_LONGEST_QUOTE = 240


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that names the entry: its key, the words to quote, and the titles that stand beside the name."""

    key: str
    document: str
    quote: str
    paragraph: int | None
    """Which paragraph is meant, where the words stand in several."""
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A new entry as its file will be."""

    slug: str
    markdown: str
    candidates: tuple[Candidate, ...]
    passages: int
    """How many paragraphs name it, more than there are candidates where there are many."""

    def told(self) -> Iterator[str]:
        """What was found, in sentences for the editor."""
        if not self.passages:
            yield "no text of the corpus names it by these names: check the spelling, add an --alias, or cite outside pages"
            return
        held = count(len(self.candidates), "passage")
        yield f"named in {count(self.passages, 'paragraph')} of the corpus; {held} stand{'s' * (len(self.candidates) == 1)} in the file, to be cited or removed"
        titles = dict.fromkeys(title for candidate in self.candidates for title in candidate.titles)
        if titles:
            yield f"positions to check, as they stand beside the name: {'; '.join(titles)}"


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph that names the entry, and where in it the name and its titles stand."""

    text: SourceText
    number: int
    spans: tuple[tuple[int, int], ...]
    titles: tuple[str, ...]

    def quote(self) -> str:
        """The sentence that would be quoted."""
        words = self.text.words(self.text.paragraphs[self.number - 1])
        first, last = excerpt(words, self.spans, most=_LONGEST_QUOTE)
        return re.sub(r"\s+", " ", words[first:last]).strip()


def kind_for(kinds: Iterable[str], given: str | None) -> str:
    """The kind of a new entry. Raises `ColophonError` where it is not known, or not said and not the only one."""
    known = list(kinds)
    if given in known:
        return str(given)
    if given is None:
        if len(known) == 1:
            return known[0]
        raise ColophonError(f"say which kind of entry it is with --kind: {' or '.join(known)}")
    near = get_close_matches(given, known, 1)
    did_you_mean = f"did you mean {near[0]}? " if near else ""
    raise ColophonError(f"{given!r} is not a kind of this site; {did_you_mean}known: {', '.join(known)}")


def draft_entry(site: Site, slug: str, name: str, kind: str, aliases: Sequence[str] = ()) -> Draft:
    """A new entry with the passages of the corpus that name it.

    Raises `ColophonError` where the address or a name is taken, `Invalid` for a name or address no entry may have.
    """
    path = site.settings.entry_file(slug)
    check_slug(slug, path)
    matter = {"name": name, "kind": kind, "aliases": list(aliases)}
    entry = Entry(slug, validated(EntryFrontMatter, YamlDocument(matter, {}), path), "")
    _refuse_what_is_taken(site, entry)
    passages = list(_passages(site, entry))
    best = sorted(range(len(passages)), key=lambda at: not passages[at].titles)[:MOST_CANDIDATES]
    candidates = tuple(_candidates([passages[at] for at in sorted(best)]))
    person = site.settings.kinds[kind].person
    return Draft(slug, _markdown(entry, candidates, len(passages), person), candidates, len(passages))


def _refuse_what_is_taken(site: Site, entry: Entry) -> None:
    kinds = site.settings.kinds
    wanted = _names(entry, kinds[entry.matter.kind])
    for other in site.entries:
        where = site.settings.entry_file(other.slug)
        if other.slug == entry.slug:
            told = f"is there already: the entry of {other.name}; open it, or choose another address with --slug"
            raise ColophonError(f"{where}: {told}")
        if entry.slug in other.matter.formerly:
            told = f"{entry.slug} is a former address of {other.name} ({where}), and leads readers there"
            raise ColophonError(f"{told}; choose another with --slug")
        taken = wanted & _names(other, kinds[other.matter.kind]) if other.matter.kind in kinds else frozenset()
        if taken:
            declared = (entry.name, *(alias.text for alias in entry.matter.aliases))
            shown = next((form for form in declared if form in taken), min(taken))
            told = f"{shown!r} is a name of {other.name} already ({where})"
            raise ColophonError(f"{told}; add to that entry, or take the name out of it first")


def _names(entry: Entry, kind: Kind) -> frozenset[str]:
    """The strings that are names of one entry only."""
    return frozenset(f.text for f in entry_forms(entry, kind.person) if f.rule not in ("short", "surname"))


def _passages(site: Site, entry: Entry) -> Iterator[_Passage]:
    """The paragraphs in which the finder, knowing the new entry too, would see it named."""
    kinds = site.settings.kinds
    known = [other for other in site.entries if other.matter.kind in kinds]
    finder = build_finder([*known, entry], kinds, only_after=site.settings.surname_only_after)
    person = kinds[entry.matter.kind].person
    for text in site.texts:
        if text.record.access == "full":
            found = [mention for mention in finder.mentions(text) if mention.entry == entry.slug]
            for number, mentions in groupby(found, key=lambda mention: mention.paragraph):
                yield _passage(text, number, list(mentions), person)


def _passage(text: SourceText, number: int, mentions: Sequence[Mention], person: bool) -> _Passage:
    """What to quote from a paragraph: a mention with a title, else one with the full name, else the first."""
    paragraph = text.paragraphs[number - 1]
    words = text.words(paragraph)
    offered = []
    for mention in mentions:
        start, end = mention.start - paragraph.start, mention.end - paragraph.start
        titles = list(titles_beside(words, start, end)) if person else []
        offered.append((not titles, mention.rule == "surname", start, end, titles))
    *_, start, end, titles = min(offered)
    spans = ((start, end), *((first, last) for _, first, last in titles))
    return _Passage(text, number, spans, tuple(title for title, _, _ in titles))


def _candidates(passages: Sequence[_Passage]) -> Iterator[Candidate]:
    """The passages as sources, each with a key of its own; one whose words cannot be verified is left out."""
    keys = [re.sub(r"[^a-z0-9]+", "-", numbered_name(passage.text.id).lower()).strip("-") for passage in passages]
    shared = Counter(keys)
    taken: set[str] = set()
    for passage, base in zip(passages, keys, strict=True):
        quote = passage.quote()
        found = find_passage(quote, passage.text)
        paragraph = passage.number if isinstance(found, Ambiguous) else None
        if not isinstance(find_passage(quote, passage.text, paragraph), Verified):
            continue
        key = base if shared[base] == 1 else f"{base}-p{passage.number}"
        if key in taken or len(key) > _LONGEST:
            key = next(key for n in range(1, len(passages) + 1) if (key := f"source-{n}") not in taken)
        taken.add(key)
        yield Candidate(key, passage.text.id, quote, paragraph, passage.titles)


def _markdown(entry: Entry, candidates: Sequence[Candidate], passages: int, person: bool) -> str:
    """The file: front matter with notes to the editor, and no prose."""
    matter = entry.matter
    example = candidates[0].key if candidates else "key"
    parts = [
        "# A new entry. Fill it in, then run colophon check: it tells what is still missing. The site cannot be built before.",
        "# Lines that begin with # are notes to you. They do not appear on the site; delete them when you like.",
        "",
        write_yaml({"name": matter.name, "kind": matter.kind}),
        "# Other names that stand in the texts, such as an acronym or a spelling.",
        write_yaml({"aliases": [alias.text for alias in matter.aliases]}),
    ]
    if person:
        parts += [*_positions(candidates)]
    else:
        parts += [
            "# The agency it belongs to, with the source that says so: {agency: department-of-justice, source: key}",
            write_yaml({"part_of": None}),
        ]
    parts += [write_yaml({"identifiers": {"wikidata": None, "website": None}}), *_sources(candidates)]
    if passages > len(candidates):
        told = f"{count(passages, 'paragraph')} name it; these are {len(candidates)} of them. To see all:"
        parts.append(f"# {told} colophon mentions --explain {entry.slug}")
    parts += [
        "# A page outside the corpus is a source too, under a key you choose:",
        '#   key: {url: "https://...", title: ..., publisher: ..., published: 2025-06-16, consulted: 2026-01-31}',
        "",
        "# The prose begins below the next line, in plain sentences; the first alone is the one-line description.",
        f"# Every paragraph ends with the key of the source that says so, like this: [^{example}]",
    ]
    return "---\n" + "".join(f"{part}\n" for part in parts) + "---\n"


def _positions(candidates: Sequence[Candidate]) -> Iterator[str]:
    keys: dict[str, list[str]] = {}
    spelt: dict[str, str] = {}
    for candidate in candidates:
        for title in candidate.titles:
            spelt.setdefault(title.casefold(), title)
            keys.setdefault(title.casefold(), []).append(candidate.key)
    if keys:
        yield "# What stands beside the name in the texts. Read each passage: correct what is not a position, or remove it."
    else:
        yield "# No title stands beside the name in the texts. A position needs a source:"
        yield "#   - {title: ..., agency: null, from: null, to: null, source: key}"
    yield write_yaml(
        {
            "positions": [
                {"title": spelt[title], "agency": None, "from": None, "to": None, "source": _one_or_all(keys[title])}
                for title in keys
            ]
        }
    )


def _one_or_all(keys: Sequence[str]) -> str | list[str]:
    several = list(dict.fromkeys(keys))
    return several[0] if len(several) == 1 else several


def _sources(candidates: Sequence[Candidate]) -> Iterator[str]:
    if candidates:
        yield "# Passages of the corpus that name it, word for word. Keep those you cite; remove the rest."
    else:
        yield "# No text of the corpus names it by these names."
    sources: dict[str, dict[str, str | int]] = {}
    for candidate in candidates:
        sources[candidate.key] = {"document": candidate.document, "quote": candidate.quote}
        if candidate.paragraph is not None:
            sources[candidate.key] |= {"paragraph": candidate.paragraph}
    yield write_yaml({"sources": sources})
