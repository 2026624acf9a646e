"""From texts to mentions. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from ahocorasick_rs import AhoCorasick

from colophon.finding.candidates import Meaning, RawMatch, candidates
from colophon.finding.discourse import NEEDS_NAME, Discourse
from colophon.finding.forms import Form, plain_name
from colophon.finding.lexicon import lexicon_of
from colophon.finding.neighbors import stands_free
from colophon.finding.overlaps import disjoint
from colophon.finding.persons import Person
from colophon.finding.segments import Segment, Span
from colophon.formats.normalisation import normalise
from colophon.model.record import MentionOverrides
from colophon.model.site import Mention, Paragraph, SourceText

_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
REFUSED_BY_EDITOR = "is refused in the record of the text"


@dataclass(frozen=True, slots=True)
class Match:
    """A span that reads as a form: a mention of one entry, or why it is not one.

    `start` and `end` are half-open, in code points of the decoded file.
    """

    start: int
    end: int
    paragraph: int
    surface: str
    entries: tuple[str, ...]
    rule: str
    refused: str | None = None


_Searched = Sequence[tuple[Segment, Sequence[RawMatch]]]


@dataclass(frozen=True, slots=True)
class Finder:
    """Every form of every entry, compiled once for any number of texts."""

    forms: tuple[Form, ...]
    only_after: bool
    language: str
    """Of texts whose record gives none."""
    _persons: Mapping[str, Person] = field(repr=False)
    _patterns: Sequence[str] = field(repr=False)
    _meanings: Sequence[Meaning] = field(repr=False)
    """By the number of the pattern."""
    _automaton: AhoCorasick = field(repr=False)
    _moving: int = field(repr=False)
    """The number of the first pattern that is not a form, but something normalising would move or change."""

    def described(self) -> Mapping[str, Any]:
        """All that the mentions of a text follow from beside the text, as values of JSON."""
        forms: dict[str, list[str]] = {}
        for form in self.forms:
            forms.setdefault(form.entry, []).append(form.text)
        return {
            "settings": [self.only_after, self.language],
            "meanings": {text: _plain(one) for text, one in zip(self._patterns, self._meanings, strict=True)},
            "persons": {slug: _plain(person) for slug, person in self._persons.items()},
            "forms": forms,
        }

    def mentions(self, text: SourceText) -> tuple[Mention, ...]:
        """Every mention in a text, in order; spans are disjoint and each quotes the text."""
        found: list[Mention] = []
        whole, document = text.text, text.id
        new_mention = tuple.__new__
        for segment, spans in self._settled(self._search(text), text.record.mentions, self._discourse(text)):
            starts, paragraphs, moved = segment.starts, segment.paragraphs, segment.normalised is not None
            at, last_of_all = 0, len(starts) - 1
            for start, end, entries, rule, refused in spans:
                if refused is None:
                    while at < last_of_all and starts[at + 1] <= start:
                        at += 1
                    first, last = segment.origin(start, end) if moved else (start, end)
                    mention = (document, first, last, paragraphs[at].number, whole[first:last], entries[0], rule)
                    found.append(new_mention(Mention, mention))
        return tuple(found)

    def judge(self, text: SourceText) -> tuple[Match, ...]:
        """Every span that reads as a form, in order, with what became of it."""
        return self._judge(self._search(text), text.text, text.record.mentions, self._discourse(text))

    def judge_phrase(self, phrase: str, entry: str) -> tuple[Match, ...]:
        """The same for a phrase, as if it stood in a text that begins with the full name of `entry`."""
        words = normalise(phrase)
        segment = Segment(words.text, (Paragraph(1, 0, len(phrase)),), (0,), words, lexicon_of(self.language), phrase)
        discourse = Discourse(self._persons, only_after=self.only_after)
        discourse.name(entry, (0, 0))
        return self._judge([(segment, self._matches(words.text))], phrase, {}, discourse)

    def _discourse(self, text: SourceText) -> Discourse:
        """What the record of a text says of who is named: a title that is the source's own, or attributed, names in full."""
        discourse = Discourse(self._persons, only_after=self.only_after)
        title = text.record.title
        if title is not None and title.basis != "supplied":
            words = normalise(title.value)
            language = lexicon_of(text.record.language or self.language)
            segment = Segment(words.text, (Paragraph(0, 0, len(title.value)),), (0,), words, language, title.value)
            if matches := self._matches(words.text):
                for span in discourse.full_names(self._candidates(segment, matches, {})):
                    for entry in span.entries if len(span.entries) == 1 else ():
                        discourse.name(entry, (0, span.start))
        return discourse

    def _search(self, text: SourceText) -> list[tuple[Segment, Sequence[RawMatch]]]:
        """What reads as a form, in the whole text at once where normalising would move nothing, else by paragraphs."""
        whole = text.text
        lexicon = lexicon_of(text.record.language or self.language)
        date = text.record.published.value if text.record.published else None
        if text.record.layout == "lines" and unicodedata.is_normalized("NFC", whole):
            matches = self._matches(whole)
            if not matches or max(matches)[0] < self._moving:
                starts = [paragraph.start for paragraph in text.paragraphs]
                return [(Segment(whole, text.paragraphs, starts, None, lexicon, whole, date), matches)]
        found = []
        for paragraph in text.paragraphs:
            words = normalise(text.words(paragraph))
            found.append(
                (Segment(words.text, (paragraph,), (0,), words, lexicon, whole, date), self._matches(words.text))
            )
        return found

    def _matches(self, words: str) -> Sequence[RawMatch]:
        matches: Sequence[RawMatch] = self._automaton.find_matches_as_indexes(words, overlapping=True)
        return matches

    def _judge(
        self, searched: _Searched, text: str, overrides: Mapping[str, MentionOverrides], discourse: Discourse
    ) -> tuple[Match, ...]:
        judged = []
        for segment, spans in self._settled(searched, overrides, discourse):
            for start, end, entries, rule, refused in spans:
                first, last = segment.origin(start, end)
                number = segment.paragraph(start).number
                judged.append(Match(first, last, number, text[first:last], entries, rule, refused))
        return tuple(judged)

    def _settled(
        self, searched: _Searched, overrides: Mapping[str, MentionOverrides], discourse: Discourse
    ) -> Iterator[tuple[Segment, Sequence[Span]]]:
        """The spans of a text, disjoint and in order, with all that the text and its record say about them."""
        found = [(segment, self._candidates(segment, matches, overrides)) for segment, matches in searched]
        if any(span[3] in NEEDS_NAME for _, spans in found for span in spans):
            discourse.read(found)
        for segment, spans in found:
            for at, span in enumerate(spans):
                if len(span[2]) > 1 and span[4] is None and span[3] != "pin":
                    spans[at] = span._replace(refused=f"could be any of {', '.join(span.entries)}")
                elif overrides and span.refused is None and span.rule != "pin":
                    here = overrides.get(segment.paragraph(span.start).anchor)
                    if here and span.entries[0] in here.not_:
                        spans[at] = span._replace(refused=REFUSED_BY_EDITOR)
            yield segment, disjoint(spans)

    def _candidates(
        self, segment: Segment, matches: Sequence[RawMatch], overrides: Mapping[str, MentionOverrides]
    ) -> list[Span]:
        spans = candidates(segment, matches, self._meanings, self._persons)
        if overrides:
            spans += _decided(segment, overrides)
        return spans


def words_that_changed(now: Mapping[str, Any], before: Mapping[str, Any]) -> frozenset[str] | None:
    """Case-folded words, one of which every text holds in which two finders with these descriptions may differ.

    Nothing if that may be any text. A word may be in a text only with marks in it that normalising drops.
    """
    if now["settings"] != before["settings"]:
        return None
    changed = _changed(now["meanings"], before["meanings"])
    for slug in _changed(now["persons"], before["persons"]):
        changed.update(now["forms"].get(slug, ()), before["forms"].get(slug, ()))
    words = frozenset(max(_LETTERS_AND_DIGITS.findall(text), key=len, default="").casefold() for text in changed)
    return None if "" in words else words


def _changed(now: Mapping[str, Any], before: Mapping[str, Any]) -> set[str]:
    return {key for key in now.keys() | before.keys() if now.get(key) != before.get(key)}


def _plain(value: Any) -> Any:
    """A value of the finder as one of JSON."""
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def curly(text: str) -> Iterator[str]:
    """The same with the curly marks that texts are set with, so that these texts need not be normalised."""
    if "'" in text or '"' in text:
        opened = re.sub(r'(^|[\s(])"', "\\1“", text).replace('"', "”")
        yield from (opened.replace("'", "’"), opened, text.replace("'", "’"))


def _decided(segment: Segment, overrides: Mapping[str, MentionOverrides]) -> Iterator[Span]:
    """What editors say that words name."""
    for paragraph, at in zip(segment.paragraphs, segment.starts, strict=True):
        if here := overrides.get(paragraph.anchor):
            first, last = segment.line(at)
            line = segment.words[first:last]
            for surface, entry in here.is_.items():
                for spelling in {plain_name(surface), *curly(plain_name(surface))}:
                    for match in re.finditer(re.escape(spelling), line):
                        if stands_free(line, *match.span()):
                            yield Span(at + match.start(), at + match.end(), (entry,), "pin")
