"""From texts to mentions. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from colophon.finding.forms import Form, Person, entry_forms, person_of, plain_name
from colophon.finding.words import (
    COURTESIES,
    DAYS,
    FOLLOWERS,
    INSTITUTIONS,
    NOT_NAMES,
    OPENERS,
    TITLES,
)
from colophon.normalising import Normalised, at_word_edges, normalise
from colophon.records import Entry, Kind, Mention, Paragraph, Pins, SourceText

_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}|[A-Z]")
_NICKNAME = re.compile(r"[\"'(][^\"'()]{1,20}[\"')]")
_SUFFIX = re.compile(r",? (?:Jr\b|Sr\b|II\b|III\b|IV\b)")
_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?")
_LETTERS = re.compile(r"[^\W\d_]{4,}")


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


@dataclass(frozen=True, slots=True)
class _Span:
    """A span of a normalised paragraph that may be a mention."""

    start: int
    end: int
    entries: tuple[str, ...]
    rule: str
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The spans of a paragraph, before the rest of the text is known."""

    paragraph: Paragraph
    words: Normalised
    pins: Pins | None
    spans: Sequence[_Span]


@dataclass(frozen=True, slots=True)
class Finder:
    """Every form of every entry, compiled once for any number of texts."""

    forms: tuple[Form, ...]
    only_after: bool
    _by_text: Mapping[str, tuple[Form, ...]] = field(repr=False)
    _excluded: Mapping[str, frozenset[str]] = field(repr=False)
    _persons: Mapping[str, Person] = field(repr=False)
    _patterns: Sequence[str] = field(repr=False)
    _automaton: AhoCorasick = field(repr=False)
    _capitals: Finder | None = field(repr=False, default=None)

    def mentions(self, text: SourceText) -> tuple[Mention, ...]:
        """Every mention in a text, in order; spans are disjoint and each quotes the text."""
        return tuple(
            Mention(text.id, found.start, found.end, found.paragraph, found.surface, found.entries[0], found.rule)
            for found in self.judge(text)
            if found.refused is None
        )

    def judge(self, text: SourceText) -> tuple[Judgement, ...]:
        """Every span that reads as a form, in order, with what became of it."""
        candidates: list[_Candidates] = []
        for paragraph in text.paragraphs:
            pins = text.record.mentions.get(paragraph.anchor)
            found = self._in_paragraph(paragraph, normalise(text.words(paragraph)), pins)
            if found.spans:
                candidates.append(found)
        return self._judge(candidates, {})

    def judge_phrase(self, phrase: str, entry: str) -> tuple[Judgement, ...]:
        """The same for a phrase, as if it stood in a text that begins with the full name of `entry`."""
        paragraph = Paragraph(1, 0, len(phrase))
        return self._judge([self._in_paragraph(paragraph, normalise(phrase), None)], {entry: (0, 0)})

    def _in_paragraph(self, paragraph: Paragraph, words: Normalised, pins: Pins | None) -> _Candidates:
        spans = [*self._candidates(words.text), *(_pinned(words.text, pins) if pins else ())]
        return _Candidates(paragraph, words, pins, spans)

    def _judge(self, candidates: Sequence[_Candidates], named: dict[str, tuple[int, int]]) -> tuple[Judgement, ...]:
        """`named`: the entries whose full name stands in the text, with the paragraph and place of the first."""
        for found in candidates:
            for span in _disjoint(span for span in found.spans if span.rule not in ("surname", "title", "pin")):
                if span.refused is None:
                    for entry in span.entries:
                        named.setdefault(entry, (found.paragraph.number, span.start))
        judged: list[Judgement] = []
        for found in candidates:
            settled = (self._settle(span, named, found.paragraph.number, found.pins) for span in found.spans)
            judged += (_judgement(found.paragraph, found.words, span) for span in _disjoint(settled))
        return tuple(judged)

    def _candidates(self, words: str) -> Iterator[_Span]:
        """Spans that read as forms between word edges, each with what its surroundings alone say about it."""
        if words.isupper() and self._capitals and " " in words:
            for span in self._capitals._candidates(words):  # noqa: SLF001 -- the same class
                rule = span.rule if span.rule == "surname" else "capitals"
                yield _Span(span.start, span.end, span.entries, rule, span.refused)
        found = [
            (start, end, self._patterns[pattern])
            for pattern, start, end in self._automaton.find_matches_as_indexes(words, overlapping=True)
            if _stands_free(words, start, end)
        ]
        phrases = [(start, end, self._excluded[text]) for start, end, text in found if text in self._excluded]
        agencies = {
            start for start, _, text in found for form in self._by_text.get(text, ()) if form.entry not in self._persons
        }
        for start, end, text in found:
            for rule, forms in _by_rule(self._by_text.get(text, ())):
                entries = tuple(form.entry for form in forms)
                refused = {slug for first, last, slugs in phrases if first <= start and end <= last for slug in slugs}
                if kept := tuple(entry for entry in entries if entry not in refused):
                    yield from self._in_context(words, _Span(start, end, kept, rule), agencies)
                if out := tuple(entry for entry in entries if entry in refused):
                    yield _Span(start, end, out, rule, "stands in a phrase its entry excludes")

    def _in_context(self, words: str, span: _Span, agencies: set[int]) -> Iterator[_Span]:
        """A span as its neighbours on both sides let it stand."""
        if span.entries[0] not in self._persons:
            yield span
            return
        if refused := self._what_follows(words, span, agencies):
            yield _Span(span.start, span.end, span.entries, span.rule, refused)
        elif span.rule != "surname":
            yield span
        else:
            yield from self._what_leads_up(words, span)

    def _what_follows(self, words: str, span: _Span, agencies: set[int]) -> str | None:
        """Why what stands right after a person's name makes it another name, or `None`."""
        end = span.end
        suffix = _SUFFIX.match(words, end)
        if suffix and not any(self._persons[entry].suffixed for entry in span.entries):
            return f"is followed by{suffix[0]}, another person's name"
        if words[end : end + 1] == "-" and words[end + 1 : end + 2].isupper():
            token, at = _token_before(words, span.start)
            named = token in COURTESIES or token in TITLES or _is_word_of_a_name(words, token, at)
            return "is the first half of a compound name" if named else None
        if words[end : end + 3] == " & " and words[end + 3 : end + 4].isupper():
            return "is part of the name of a firm"
        after = _WORD.match(words, end + 1) if words[end : end + 1] == " " else None
        if after and after[0][0].isupper() and not _is_free(words, after, agencies):
            return f"is part of a longer name: {words[span.start : after.end()].rstrip('.')}"
        return None

    def _what_leads_up(self, words: str, span: _Span) -> Iterator[_Span]:
        """A surname with the given name, initials or title before it, or why it is not this person's."""
        start, end = span.start, span.end
        token, at = _token_before(words, start)
        led: list[str] = []
        while token and (_INITIALS.fullmatch(token) or _NICKNAME.fullmatch(token)) and len(led) < 3:
            led.append(token)
            start = at
            token, at = _token_before(words, at)
        ours = tuple(entry for entry in span.entries if self._persons[entry].may_be(token, led))
        if led and ours:
            yield _Span(at, end, ours, "initials")
        elif led and all(map(_INITIALS.fullmatch, led)) and not _is_word_of_a_name(words, token, at):
            same = (e for e in span.entries if any(given[0] == led[-1][0] for given in self._persons[e].givens))
            if entries := tuple(same):
                yield _Span(start, end, entries, "surname")
            else:
                yield _Span(start, end, span.entries, "surname", f"is another person: {words[start:end]}")
        elif token in TITLES:
            office = tuple(e for e in span.entries if not _offices(token).isdisjoint(self._persons[e].offices))
            yield _Span(span.start, end, office or span.entries, "title" if office else "surname")
        elif words[start - 1 : start] == "-" and words[start - 2 : start - 1].isalpha():
            yield _Span(start, end, span.entries, "surname", "is the second half of a compound name")
        elif words[start - 3 : start] == " & " or _is_word_of_a_name(words, token, at):
            yield _Span(start, end, span.entries, "surname", f"is part of a longer name: {words[at:end]}")
        elif token.lower() in ("the", "a", "an") and words[start:end].lower() in NOT_NAMES:
            yield _Span(start, end, span.entries, "surname", "is the common word here, not a name")
        else:
            yield span

    def _settle(self, span: _Span, named: Mapping[str, tuple[int, int]], paragraph: int, pins: Pins | None) -> _Span:
        """A span with what the rest of the text, and an editor, say about it."""
        if span.refused or span.rule == "pin":
            return span
        entries, refused = span.entries, None
        if span.rule == "surname":
            entries = tuple(entry for entry in entries if entry in named)
            if not entries:
                refused = "is a surname in a text that nowhere gives the full name"
            elif self.only_after:
                entries = tuple(entry for entry in entries if named[entry] < (paragraph, span.start))
                refused = None if entries else "is a surname before the full name"
        elif span.rule == "title" and len(entries) > 1:
            entries = tuple(entry for entry in entries if entry in named) or entries
        if refused is None and len(entries) > 1:
            refused = f"could be any of {', '.join(entries)}"
        if refused is None and pins and entries[0] in pins.not_:
            refused = REFUSED_BY_EDITOR
        return _Span(span.start, span.end, entries or span.entries, span.rule, refused)


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
    patterns = sorted({*by_text, *excluded})
    return Finder(
        forms=tuple(form for several in by_text.values() for form in several),
        only_after=only_after,
        _by_text={text: tuple(several) for text, several in by_text.items()},
        _excluded=excluded,
        _persons=persons,
        _patterns=patterns,
        _automaton=AhoCorasick(patterns, matchkind=MatchKind.Standard),
        _capitals=capitals,
    )


def _pinned(words: str, pins: Pins) -> Iterator[_Span]:
    for surface, entry in pins.is_.items():
        for match in re.finditer(re.escape(plain_name(surface)), words):
            if _stands_free(words, *match.span()):
                yield _Span(*match.span(), (entry,), "pin")


def _by_rule(forms: Sequence[Form]) -> Iterator[tuple[str, Sequence[Form]]]:
    """The forms of one text by strength: a declared name outdoes a surname that reads the same."""
    declared = [form for form in forms if form.rule != "surname"]
    if declared:
        yield declared[0].rule, declared
    elif forms:
        yield "surname", forms


def _judgement(paragraph: Paragraph, words: Normalised, span: _Span) -> Judgement:
    first, last = words.span(span.start, span.end)
    return Judgement(
        start=paragraph.start + first,
        end=paragraph.start + last,
        paragraph=paragraph.number,
        surface=words.original[first:last],
        entries=span.entries,
        rule=span.rule,
        refused=span.refused,
    )


def _disjoint(spans: Iterable[_Span]) -> Iterator[_Span]:
    """The mentions, the longest of those that overlap, then the leftmost; and what is refused outside them, in order."""
    cluster: list[_Span] = []
    until = -1
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.start >= until:
            yield from _best_of(cluster)
            cluster = []
        cluster.append(span)
        until = max(until, span.end)
    yield from _best_of(cluster)


def _best_of(cluster: Sequence[_Span]) -> Sequence[_Span]:
    """The spans of a run of overlapping ones that do not overlap: what an editor pinned, the longest, the leftmost."""
    if len(cluster) < 2:
        return cluster
    kept: list[_Span] = []
    for span in sorted(
        cluster, key=lambda s: (s.rule != "pin", s.refused is not None, s.start - s.end, s.start, s.entries)
    ):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _stands_free(words: str, start: int, end: int) -> bool:
    """Whether a form is not part of a word; "Neill" in "O'Neill" is."""
    led = start > 1 and words[start - 1] == "'" and words[start - 2].isalpha()
    return at_word_edges(words, start, end) and not led


def _token_before(words: str, start: int) -> tuple[str, int]:
    """The token that ends one space before `start`, and where it begins; empty where a sentence or clause ends there."""
    if start < 2 or words[start - 1] != " ":
        return "", start
    at = words.rfind(" ", 0, start - 1) + 1
    token = words[at : start - 1]
    if _NICKNAME.fullmatch(token):
        return token, at
    lead = max(token.rfind(mark) for mark in "\"'([—–") + 1
    if lead and not (token[lead - 1] == "'" and lead > 1):  # the apostrophe of O'Brien leads nothing
        at, token = at + lead, token[lead:]
    if token[-1:] in ",;:!?…)\"'" or token.endswith("'s"):
        return "", start
    if token.endswith(".") and token not in TITLES and token not in COURTESIES and not _INITIALS.fullmatch(token):
        return "", start
    return token, at


def _is_word_of_a_name(words: str, token: str, at: int) -> bool:
    """Whether the token before a surname reads as a given name or another part of a longer name."""
    if not token or not token[0].isupper() or token in COURTESIES or token in DAYS or token in TITLES:
        return False
    if len(token) > 1 and token.isupper():
        return False
    begins = at == 0 or words[at - 1] != " " or words[at - 2 : at - 1] in '.!?"…:'
    return not ((begins or _is_headline(words)) and (token in OPENERS or token.endswith("ly")))


def _is_free(words: str, after: re.Match[str], agencies: set[int]) -> bool:
    """Whether a capitalised word after a person's name is not part of a longer name."""
    word = after[0].rstrip(".")
    second = _WORD.match(words, after.end() + 1)
    if word in INSTITUTIONS or (second and second[0] in INSTITUTIONS):
        return False
    common = word in OPENERS or word in FOLLOWERS or word in DAYS or word in TITLES
    return common or word.isupper() or after.start() in agencies or _is_headline(words)


def _offices(token: str) -> frozenset[str]:
    """The words a position may use for a title: "Sen." is in "U.S. Senator"."""
    return frozenset(word for word, office in TITLES.items() if office == TITLES[token])


def _is_headline(words: str) -> bool:
    """Whether nearly every longer word is capitalised, so that a capital says nothing about names."""
    longer = _LETTERS.findall(words[:300])
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) >= 0.8 * len(longer)
