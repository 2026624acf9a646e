"""A site with everything that follows from it: which span names which entry, and where each quote is. Pure."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, groupby, islice, takewhile
from operator import attrgetter
from sys import intern
from typing import TypeVar

from colophon.edition.history import History
from colophon.edition.quotes import Absent, Ambiguous, Verified, find_passage
from colophon.edition.redaction import Forbidden, Redaction, forbidden_runs, history_without, redact
from colophon.finding.build import build_finder
from colophon.finding.matcher import Finder, words_that_changed
from colophon.formats.markdown import summary_of
from colophon.formats.normalisation import is_whole
from colophon.formats.urls import document_path, entry_path
from colophon.model.entry import Entry, Passage, Position
from colophon.model.site import Mention, Paragraph, Site, SourceText
from colophon.project.cache import Cache, Values, digest_of

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True)
class Edition:
    """What every page, data file and check is made from."""

    site: Site
    """As it may be shown: no word of a withheld text is in it."""
    finder: Finder
    mentions: tuple[Mention, ...]
    """In the order of the texts, then of their words."""
    passages: Mapping[tuple[str, str], Verified | Absent | Ambiguous]
    """By entry and key: what became of each quote from a text that is there."""
    withheld: tuple[SourceText, ...] = field(default=(), repr=False)
    """The withheld texts with their words: to check that these are nowhere, never to show them."""
    taken_out: tuple[Redaction, ...] = ()
    """Where editors repeat the words of a withheld text, which is not shown."""
    forbidden: Forbidden = field(default_factory=Forbidden, repr=False)
    """What nothing on the site may repeat."""
    history: History = field(default_factory=History, repr=False)

    @cached_property
    def texts(self) -> Mapping[str, SourceText]:
        """The texts by id."""
        return {text.id: text for text in self.site.texts}

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The entries by slug."""
        return {entry.slug: entry for entry in self.site.entries}

    @cached_property
    def mentions_in(self) -> Mapping[str, Sequence[Mention]]:
        """The mentions by text."""
        return {document: tuple(group) for document, group in groupby(self.mentions, key=attrgetter("document"))}

    @cached_property
    def mentions_of(self) -> Mapping[str, Sequence[Mention]]:
        """The mentions by entry."""
        return _grouped((mention.entry, mention) for mention in self.mentions)

    @cached_property
    def parts_of(self) -> Mapping[str, Sequence[Entry]]:
        """The agencies directly under each agency."""
        return _grouped((e.matter.part_of.agency, e) for e in self.site.entries if e.matter.part_of)

    @cached_property
    def positions_in(self) -> Mapping[str, Sequence[tuple[Entry, Position]]]:
        """The positions in each agency, with who holds or held them."""
        return _grouped((p.agency, (e, p)) for e in self.site.entries for p in e.matter.positions if p.agency)

    @cached_property
    def disputed_titles(self) -> Mapping[str, Sequence[Paragraph]]:
        """By text: the paragraphs that give a person a title from which another source differs, one for each title."""
        return _grouped(
            (source.document, found.paragraph)
            for entry in self.site.entries
            for position in entry.matter.positions
            if position.differs
            for key in position.source
            if isinstance(source := entry.matter.sources.get(key), Passage)
            and isinstance(found := self.passages.get((entry.slug, key)), Verified)
        )

    def summary(self, slug: str) -> str:
        """The first sentence of the prose of an entry."""
        return summary_of(self.entries[slug].prose)

    def named_with(self, slug: str) -> list[tuple[str, Sequence[tuple[str, int]]]]:
        """The entries named in the same paragraphs as one entry, with these paragraphs; most paragraphs first."""
        paragraphs = dict.fromkeys((mention.document, mention.paragraph) for mention in self.mentions_of.get(slug, ()))
        others = dict.fromkeys(
            (mention.entry, place)
            for place in paragraphs
            for mention in self._mentions_at(*place)
            if mention.entry != slug
        )
        return sorted(_grouped(others).items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def _mentions_at(self, document: str, paragraph: int) -> Iterator[Mention]:
        """The mentions in a paragraph."""
        mentions = self.mentions_in[document]
        first = bisect_left(mentions, paragraph, key=attrgetter("paragraph"))
        return takewhile(lambda mention: mention.paragraph == paragraph, islice(mentions, first, None))

    def most_mentioned(self) -> list[tuple[Entry, int]]:
        """Entries with their number of mentions, most first."""
        counts = Counter(mention.entry for mention in self.mentions)
        return sorted(
            ((self.entries[slug], n) for slug, n in counts.items()), key=lambda pair: (-pair[1], pair[0].slug)
        )


def compile_edition(site: Site, cache: Cache | None = None) -> Edition:
    """Take out what is withheld, find every mention and look every quote up, as far as that is not in the cache."""
    cache = cache or Cache()
    withheld = tuple(text for text in site.texts if text.record.access != "full")
    forbidden = forbidden_runs(site, cache)
    site, taken_out = redact(site, forbidden, cache)
    kinds = site.settings.kinds
    known = (entry for entry in site.entries if entry.matter.kind in kinds)
    settings = site.settings
    finder = build_finder(known, kinds, only_after=settings.surname_only_after, language=settings.language)
    shown = [text for text in site.texts if text.record.access == "full"]
    by_id = {text.id: text for text in shown}
    return Edition(
        site=site,
        finder=finder,
        mentions=tuple(chain.from_iterable(_mentions(finder, shown, cache))),
        passages={
            (entry.slug, key): _passage(source, by_id[source.document], cache.of("passages"))
            for entry in site.entries
            for key, source in entry.matter.sources.items()
            if isinstance(source, Passage) and source.document in by_id
        },
        withheld=withheld,
        taken_out=taken_out,
        forbidden=forbidden,
    )


def with_history(edition: Edition, history: History) -> Edition:
    """The edition with what is known of how its pages came to be, less what it would reveal of withheld texts."""
    pages = {*map(entry_path, edition.entries), *map(document_path, edition.texts)}
    if any(change.page not in pages for change in history.changes):
        history = replace(history, changes=tuple(change for change in history.changes if change.page in pages))
    return replace(edition, history=history_without(history, edition.withheld, edition.forbidden))


def _mentions(finder: Finder, texts: Iterable[SourceText], cache: Cache) -> Iterator[Sequence[Mention]]:
    """The mentions in each text: those that are known of it, if a finder found them that cannot differ here."""
    known = cache.of("mentions")
    described = finder.described()
    name = digest_of(json.dumps(described))
    before, described_before = known.get("finder") or ("", described)
    known.keep("finder", [name, described])
    changed = frozenset[str]() if before == name else words_that_changed(described, described_before)
    for text in texts:
        if not text.digest:
            yield finder.mentions(text)
            continue
        may_differ = changed is None or _may_hold_one(text, changed)
        spans = known.get(name + text.digest, *([] if may_differ else [before + text.digest]))
        if spans is None:
            spans = [value for mention in finder.mentions(text) for value in _span_of(mention)]
            known.keep(name + text.digest, spans)
        fields = iter(spans)
        yield [
            Mention(text.id, start, end, paragraph, text.text[start:end], intern(entry), intern(rule))
            for start, end, paragraph, entry, rule in zip(fields, fields, fields, fields, fields, strict=True)
        ]


def _span_of(mention: Mention) -> tuple[int, int, int, str, str]:
    return mention.start, mention.end, mention.paragraph, mention.entry, mention.rule


def _may_hold_one(text: SourceText, words: Collection[str]) -> bool:
    """Whether a text may hold one of some words, perhaps with marks in it that normalising drops."""
    if not words:
        return False
    read = _read(text).casefold()
    return not is_whole(text.text) or any(word in read for word in words)


def _read(text: SourceText) -> str:
    """What the finder reads of a text: its title, which may give names in full, and its words."""
    title = text.record.title
    return f"{title.value}\n{text.text}" if title else text.text


def _passage(source: Passage, text: SourceText, verified: Values) -> Verified | Absent | Ambiguous:
    key = text.digest and digest_of(text.digest, source.quote, str(source.paragraph))
    if known := verified.get(key):
        number, start, end = known
        return Verified(text.paragraphs[number - 1], start, end)
    found = find_passage(source.quote, text, source.paragraph)
    if key and isinstance(found, Verified):
        verified.keep(key, [found.paragraph.number, found.start, found.end])
    return found


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> Mapping[Key, Sequence[Value]]:
    groups: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
