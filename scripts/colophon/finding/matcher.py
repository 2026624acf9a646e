"""From texts to mentions. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, MatchKind

from colophon.finding.context import Span, Stretch, person_in, stands_free
from colophon.finding.forms import Form, Person, entry_forms, person_of, plain_name
from colophon.formats.normalisation import MOVED_OR_CHANGED, normalise
from colophon.model.entry import Entry
from colophon.model.record import MentionOverrides
from colophon.model.settings import Kind
from colophon.model.site import Mention, Paragraph, SourceText

_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
# The neighbours nearly every name has; others are looked at one by one. An apostrophe may end a name, not lead to one.
_BEFORE = frozenset(' \n\r"“‘.,;:!?()[]—–-')
_AFTER = frozenset(" \n\r\"”'’.,;:!?()[]—–-")
_NEEDS_NAME = frozenset(("surname", "title", "pin"))

REFUSED_BY_EDITOR = "is refused in the record of the text"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one span that reads as a form: a mention of one entry, or why it is none.

    `start` and `end` are half-open, in code points of the decoded file.
    """

    start: int
    end: int
    paragraph: int
    surface: str
    entries: tuple[str, ...]
    rule: str
    refused: str | None = None


_Match = tuple[int, int, int]
"""What the automaton finds: the number of the pattern, start, end."""


_Searched = Sequence[tuple[Stretch, Sequence[_Match]]]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a pattern of the automaton stands for."""

    forms: Sequence[tuple[str, tuple[str, ...]]]
    """Rule and entries, the strongest rule only."""
    person: bool
    """Whether the entries are persons."""
    excludes: frozenset[str] = frozenset()
    """The entries no form of which is a mention inside this phrase."""
    excluded: tuple[str, ...] = ()
    """The entries an excluding phrase around it took away."""

    @property
    def rule(self) -> str:
        """The strongest rule."""
        return self.forms[0][0] if self.forms else "name"

    def without(self, refused: Container[str]) -> _Meaning:
        """The same, less the entries that a phrase around it excludes."""
        entries = [entry for _, entries in self.forms for entry in entries]
        kept = tuple(entry for entry in entries if entry not in refused)
        out = tuple(entry for entry in entries if entry in refused)
        return _Meaning(((self.rule, kept),) if kept else (), self.person, excluded=out) if out else self


@dataclass(frozen=True, slots=True)
class Finder:
    """Every form of every entry, compiled once for any number of texts."""

    forms: tuple[Form, ...]
    only_after: bool
    _persons: Mapping[str, Person] = field(repr=False)
    _patterns: Sequence[str] = field(repr=False)
    _meanings: Sequence[_Meaning] = field(repr=False)
    """By the number of the pattern."""
    _automaton: AhoCorasick = field(repr=False)
    _moving: int = field(repr=False)
    """The number of the first pattern that is no form, but something normalising would move or change."""
    _excluding: bool = field(repr=False)
    _capitals: Finder | None = field(repr=False, default=None)

    def words_that_changed(self, before: Finder) -> frozenset[str] | None:
        """Case-folded words, one of which every text holds in which another finder, `before`, may find otherwise.

        Nothing if that may be any text. A word may be in a text only with marks in it that normalising drops.
        """
        if self.only_after != before.only_after:
            return None
        ours = dict(zip(self._patterns, self._meanings, strict=True))
        theirs = dict(zip(before._patterns, before._meanings, strict=True))
        changed = {pattern for pattern in ours.keys() | theirs.keys() if ours.get(pattern) != theirs.get(pattern)}
        known, knew = self._persons, before._persons
        persons = {slug for slug in known.keys() | knew.keys() if known.get(slug) != knew.get(slug)}
        changed |= {form.text for form in (*self.forms, *before.forms) if form.entry in persons}
        words = frozenset(
            max(_LETTERS_AND_DIGITS.findall(pattern), key=len, default="").casefold() for pattern in changed
        )
        return None if "" in words else words

    def mentions(self, text: SourceText) -> tuple[Mention, ...]:
        """Every mention in a text, in order; spans are disjoint and each quotes the text."""
        found: list[Mention] = []
        whole = text.text
        for stretch, spans in self._settled(self._search(text), text.record.mentions, {}):
            at, last_of_all = 0, len(stretch.starts) - 1
            for start, end, entries, rule, refused in spans:
                if refused is None:
                    while at < last_of_all and stretch.starts[at + 1] <= start:
                        at += 1
                    first, last = stretch.origin(start, end) if stretch.normalised else (start, end)
                    number = stretch.paragraphs[at].number
                    found.append(Mention(text.id, first, last, number, whole[first:last], entries[0], rule))
        return tuple(found)

    def judge(self, text: SourceText) -> tuple[Judgement, ...]:
        """Every span that reads as a form, in order, with what became of it."""
        return self._judge(self._search(text), text.text, text.record.mentions, {})

    def judge_phrase(self, phrase: str, entry: str) -> tuple[Judgement, ...]:
        """The same for a phrase, as if it stood in a text that begins with the full name of `entry`."""
        words = normalise(phrase)
        stretch = Stretch(words.text, (Paragraph(1, 0, len(phrase)),), (0,), words)
        return self._judge([(stretch, self._matches(words.text))], phrase, {}, {entry: (0, 0)})

    def _search(self, text: SourceText) -> list[tuple[Stretch, Sequence[_Match]]]:
        """What reads as a form, in the whole text at once where normalising would move nothing, else by paragraphs."""
        whole = text.text
        if text.record.layout == "lines" and unicodedata.is_normalized("NFC", whole):
            matches = self._matches(whole)
            if not matches or max(matches)[0] < self._moving:
                return [
                    (
                        Stretch(whole, text.paragraphs, [paragraph.start for paragraph in text.paragraphs], None),
                        matches,
                    )
                ]
        found = []
        for paragraph in text.paragraphs:
            words = normalise(text.words(paragraph))
            found.append((Stretch(words.text, (paragraph,), (0,), words), self._matches(words.text)))
        return found

    def _matches(self, words: str) -> Sequence[_Match]:
        matches: Sequence[_Match] = self._automaton.find_matches_as_indexes(words, overlapping=True)
        return matches

    def _judge(
        self, searched: _Searched, text: str, pins: Mapping[str, MentionOverrides], named: dict[str, tuple[int, int]]
    ) -> tuple[Judgement, ...]:
        judged = []
        for stretch, spans in self._settled(searched, pins, named):
            for start, end, entries, rule, refused in spans:
                first, last = stretch.origin(start, end)
                number = stretch.paragraph(start).number
                judged.append(Judgement(first, last, number, text[first:last], entries, rule, refused))
        return tuple(judged)

    def _settled(
        self, searched: _Searched, pins: Mapping[str, MentionOverrides], named: dict[str, tuple[int, int]]
    ) -> Iterator[tuple[Stretch, Sequence[Span]]]:
        """The spans of a text, disjoint and in order, with all that the text and its record say about them.

        `named`: the entries whose full name stands in the text, with the paragraph and place of the first.
        """
        found = [(stretch, self._candidates(stretch, matches, pins)) for stretch, matches in searched]
        if any(span[3] in _NEEDS_NAME for _, spans in found for span in spans):
            for stretch, spans in found:
                for span in _named_in_full(spans):
                    for entry in span[2]:
                        if entry not in named:
                            named[entry] = (stretch.paragraph(span[0]).number, span[0])
        for stretch, spans in found:
            for at, span in enumerate(spans):
                if span[3] in _NEEDS_NAME or len(span[2]) > 1 or pins:
                    spans[at] = self._settle(span, named, stretch, pins)
            yield stretch, _disjoint(spans)

    def _candidates(
        self, stretch: Stretch, matches: Sequence[_Match], pins: Mapping[str, MentionOverrides]
    ) -> list[Span]:
        """Spans that read as forms between word edges, each with what its surroundings alone say about it."""
        words = stretch.words
        meanings = self._meanings
        padded = f" {words} "  # so that every span has a neighbour on both sides
        found = [
            (start, end, meanings[pattern])
            for pattern, start, end in matches
            if (padded[start] in _BEFORE and padded[end + 1] in _AFTER) or stands_free(words, start, end)
        ]
        if self._excluding:
            found = _less_excluded(found)
        agencies = {start for start, _, meaning in found if meaning.forms and not meaning.person}
        spans: list[Span] = []
        whole = (0, 0)
        """The last name in full, which at its end also holds the surname."""
        for start, end, meaning in found:
            for rule, entries in meaning.forms:
                span: Span = (start, end, entries, rule, None)
                if meaning.person:
                    if rule == "surname" and end == whole[1] and start >= whole[0]:
                        continue
                    span = person_in(stretch, span, agencies, self._persons)
                    if rule != "surname" and span[4] is None:
                        whole = (start, end)
                spans.append(span)
            if meaning.excluded:
                spans.append((start, end, meaning.excluded, meaning.rule, "stands in a phrase its entry excludes"))
        if self._capitals:
            spans += self._in_capitals(stretch, self._capitals)
        if pins:
            spans += _pinned(stretch, pins)
        return spans

    def _in_capitals(self, stretch: Stretch, capitals: Finder) -> Iterator[Span]:
        """Names in the lines that are all capitals."""
        words = stretch.words
        for at in [at for at in stretch.starts if not words[at + 1 : at + 2].islower()]:
            line = stretch.line(at)
            if line.isupper() and " " in line:
                alone = Stretch(line, (stretch.paragraph(at),), (0,), None)
                for start, end, entries, rule, refused in capitals._candidates(alone, capitals._matches(line), {}):
                    yield at + start, at + end, entries, rule if rule == "surname" else "capitals", refused

    def _settle(
        self, span: Span, named: Mapping[str, tuple[int, int]], stretch: Stretch, pins: Mapping[str, MentionOverrides]
    ) -> Span:
        """A span with what the rest of the text, and an editor, say about it."""
        start, end, entries, rule, refused = span
        if refused or rule == "pin":
            return span
        if rule == "surname":
            kept = tuple(entry for entry in entries if entry in named)
            if not kept:
                refused = "is a surname in a text that nowhere gives the full name"
            elif self.only_after:
                place = (stretch.paragraph(start).number, start)
                kept = tuple(entry for entry in kept if named[entry] < place)
                refused = None if kept else "is a surname before the full name"
            entries = kept or entries
        elif rule == "title" and len(entries) > 1:
            entries = tuple(entry for entry in entries if entry in named) or entries
        if refused is None and len(entries) > 1:
            refused = f"could be any of {', '.join(entries)}"
        if refused is None and pins:
            here = pins.get(stretch.paragraph(start).anchor)
            refused = REFUSED_BY_EDITOR if here and entries[0] in here.not_ else None
        return start, end, entries, rule, refused


def build_finder(entries: Iterable[Entry], kinds: Mapping[str, Kind], *, only_after: bool = False) -> Finder:
    """Compile the forms of all entries. The order of the entries does not matter.

    `only_after`: a surname counts only after the full name, not anywhere in the same text.
    """
    forms: set[Form] = set()
    excluded: dict[str, set[str]] = defaultdict(set)
    persons: dict[str, Person] = {}
    for entry in entries:
        person = kinds[entry.matter.kind].person
        if person:
            persons[entry.slug] = person_of(entry)
        strongest: dict[str, Form] = {}
        for form in entry_forms(entry, person):
            strongest.setdefault(form.text, form)
        forms.update(strongest.values())
        for phrase in (*entry.matter.not_, *(phrase for alias in entry.matter.aliases for phrase in alias.not_)):
            if words := plain_name(phrase):
                excluded[words].add(entry.slug)
    capitals = {
        Form(form.text.upper(), form.entry, form.rule)
        for form in forms
        if form.rule != "acronym" and (" " in form.text or form.rule == "surname")
    }
    phrases = {phrase: frozenset(slugs) for phrase, slugs in excluded.items()}
    return _compile(forms, phrases, persons, only_after, _compile(capitals, {}, persons, only_after, None))


def _compile(
    forms: Iterable[Form],
    excluded: Mapping[str, frozenset[str]],
    persons: Mapping[str, Person],
    only_after: bool,
    capitals: Finder | None,
) -> Finder:
    by_text: dict[str, list[Form]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (form.text, form.entry)):
        by_text[form.text].append(form)
    meanings = {
        text: _meaning(by_text.get(text, ()), persons, excluded.get(text, frozenset()))
        for text in {*by_text, *excluded}
    }
    spelt = {spelling: meaning for text, meaning in meanings.items() for spelling in _curly(text)} | meanings
    patterns = sorted(spelt)
    return Finder(
        forms=tuple(form for several in by_text.values() for form in several),
        only_after=only_after,
        _persons=persons,
        _patterns=patterns,
        _meanings=[spelt[text] for text in patterns],
        _automaton=AhoCorasick([*patterns, *MOVED_OR_CHANGED], matchkind=MatchKind.Standard),
        _moving=len(patterns),
        _excluding=bool(excluded),
        _capitals=capitals,
    )


def _curly(text: str) -> Iterator[str]:
    """The same with the curly marks that texts are set with, so that these texts need not be normalised."""
    if "'" in text or '"' in text:
        opened = re.sub(r'(^|[\s(])"', "\\1“", text).replace('"', "”")
        yield from (opened.replace("'", "’"), opened, text.replace("'", "’"))


def _meaning(forms: Sequence[Form], persons: Container[str], excludes: frozenset[str]) -> _Meaning:
    """What a string stands for: a declared name outdoes a shortened one that reads the same, and both a surname."""
    declared = [form for form in forms if form.rule not in ("short", "surname")]
    strongest = declared or [form for form in forms if form.rule == "short"] or forms
    entries = tuple(form.entry for form in strongest)
    meant = ((strongest[0].rule, entries),) if entries else ()
    return _Meaning(meant, bool(entries) and entries[0] in persons, excludes)


def _less_excluded(found: list[tuple[int, int, _Meaning]]) -> list[tuple[int, int, _Meaning]]:
    """What is found, less what stands inside a phrase that its entry excludes."""
    phrases = sorted((start, end, meaning.excludes) for start, end, meaning in found if meaning.excludes)
    if not phrases:
        return found
    starts = [start for start, _, _ in phrases]
    longest = max(end - start for start, end, _ in phrases)
    kept = []
    for start, end, meaning in found:
        around = phrases[bisect_left(starts, start - longest) : bisect_right(starts, start)]
        refused = {slug for _, last, slugs in around if end <= last for slug in slugs}
        kept.append((start, end, meaning.without(refused) if refused else meaning))
    return kept


def _pinned(stretch: Stretch, pins: Mapping[str, MentionOverrides]) -> Iterator[Span]:
    """What editors say that words name."""
    for paragraph, at in zip(stretch.paragraphs, stretch.starts, strict=True):
        if here := pins.get(paragraph.anchor):
            line = stretch.line(at)
            for surface, entry in here.is_.items():
                for spelling in {plain_name(surface), *_curly(plain_name(surface))}:
                    for match in re.finditer(re.escape(spelling), line):
                        if stands_free(line, *match.span()):
                            yield at + match.start(), at + match.end(), (entry,), "pin", None


def _named_in_full(spans: list[Span]) -> Iterator[Span]:
    """The spans that give a name in full and are not inside another such name."""
    until = -1
    for span in sorted([span for span in spans if span[3] not in _NEEDS_NAME], key=lambda span: (span[0], -span[1])):
        if span[1] > until and span[4] is None:
            until = span[1]
            yield span


def _disjoint(spans: list[Span]) -> list[Span]:
    """The mentions, the longest of those that overlap, then the leftmost; and what is refused outside them, in order."""
    spans.sort(key=itemgetter(0))
    kept: list[Span] = []
    cluster: list[Span] = []
    """The last spans of `kept` that overlap each other, if more than one does."""
    until = 0
    for span in spans:
        if span[0] >= until:
            if cluster:
                kept += _best_of(cluster)
                cluster = []
            kept.append(span)
            until = span[1]
            continue
        cluster = cluster or [kept.pop()]
        cluster.append(span)
        until = max(until, span[1])
    return kept + _best_of(cluster)


def _best_of(cluster: list[Span]) -> list[Span]:
    """The spans of a run of overlapping ones that do not overlap: what an editor pinned, the longest, the leftmost."""
    kept: list[Span] = []
    for span in sorted(cluster, key=lambda s: (s[3] != "pin", s[4] is not None, s[0] - s[1], s[0], s[2])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span[0])
