"""From texts to mentions. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

from colophon.finding.agency_context import judge_agency
from colophon.finding.discourse import NEEDS_NAME, Discourse
from colophon.finding.forms import Form, plain_name
from colophon.finding.lexicon import lexicon_of
from colophon.finding.neighbors import in_address, stands_free
from colophon.finding.person_context import PersonContext
from colophon.finding.persons import Person
from colophon.finding.segments import Listed, Segment, Span
from colophon.formats.normalisation import normalise
from colophon.model.record import MentionOverrides
from colophon.model.site import Mention, Paragraph, SourceText

_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
# The neighbors nearly every name has; others are looked at one by one. An apostrophe may end a name, not lead to one.
_BEFORE = frozenset(' \n\r"“‘,;!?()[]—–')
_AFTER = frozenset(" \n\r\"”'’,;:!?()[]—–")

_GOES_ON = frozenset(" -,")
"""What may lead from a name to the rest of a longer one."""
_LOWER_CASE = frozenset("abcdefghijklmnopqrstuwxyz")
"""Letters after a name and a space that do not begin the rest of a longer one; "v." names a case."""

REFUSED_BY_EDITOR = "is refused in the record of the text"
_EXCLUDED = "stands in a phrase its entry excludes"


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


RawMatch = tuple[int, int, int]
"""What the automaton finds: the number of the pattern, start, end."""
_Searched = Sequence[tuple[Segment, Sequence[RawMatch]]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a pattern of the automaton stands for."""

    rule: str
    """The strongest rule."""
    entries: tuple[str, ...]
    """The entries of that rule; none where the pattern only excludes."""
    person: bool
    """Whether one of the entries is a person."""
    capitals: bool = False
    """Whether it is in capitals."""
    excludes: frozenset[str] = frozenset()
    """The entries no form of which is a mention inside this phrase."""
    excluded: tuple[str, ...] = ()
    """The entries an excluding phrase around it took away."""

    def without(self, refused: Container[str]) -> Meaning:
        """The same, less the entries that a phrase around it excludes."""
        kept = tuple(entry for entry in self.entries if entry not in refused)
        out = tuple(entry for entry in self.entries if entry in refused)
        return Meaning(self.rule, kept, self.person, self.capitals, excluded=out) if out else self


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
    _excluding: bool = field(repr=False)

    def words_that_changed(self, before: Finder) -> frozenset[str] | None:
        """Case-folded words, one of which every text holds in which another finder, `before`, may find otherwise.

        Nothing if that may be any text. A word may be in a text only with marks in it that normalising drops.
        """
        if (self.only_after, self.language) != (before.only_after, before.language):
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
        whole, document = text.text, text.id
        new_mention = tuple.__new__
        for segment, spans in self._settled(self._search(text), text.record.mentions, self._discourse(text)):
            at, last_of_all = 0, len(segment.starts) - 1
            for start, end, entries, rule, refused in spans:
                if refused is None:
                    while at < last_of_all and segment.starts[at + 1] <= start:
                        at += 1
                    first, last = segment.origin(start, end) if segment.normalised else (start, end)
                    number = segment.paragraphs[at].number
                    mention = (document, first, last, number, whole[first:last], entries[0], rule)
                    found.append(new_mention(Mention, mention))
        return tuple(found)

    def judge(self, text: SourceText) -> tuple[Match, ...]:
        """Every span that reads as a form, in order, with what became of it."""
        return self._judge(self._search(text), text.text, text.record.mentions, self._discourse(text))

    def judge_phrase(self, phrase: str, entry: str) -> tuple[Match, ...]:
        """The same for a phrase, as if it stood in a text that begins with the full name of `entry`."""
        words = normalise(phrase)
        segment = Segment(words.text, (Paragraph(1, 0, len(phrase)),), (0,), words, lexicon_of(self.language))
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
            segment = Segment(words.text, (Paragraph(0, 0, len(title.value)),), (0,), words, language)
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
                return [(Segment(whole, text.paragraphs, starts, None, lexicon, date), matches)]
        found = []
        for paragraph in text.paragraphs:
            words = normalise(text.words(paragraph))
            found.append((Segment(words.text, (paragraph,), (0,), words, lexicon, date), self._matches(words.text)))
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
            found = [(segment, _visible(spans)) for segment, spans in found]
            discourse.read(found)
        for segment, spans in found:
            for at, span in enumerate(spans):
                if len(span[2]) > 1 and span[4] is None and span[3] != "pin":
                    spans[at] = span._replace(refused=f"could be any of {', '.join(span.entries)}")
                elif overrides and span.refused is None and span.rule != "pin":
                    here = overrides.get(segment.paragraph(span.start).anchor)
                    if here and span.entries[0] in here.not_:
                        spans[at] = span._replace(refused=REFUSED_BY_EDITOR)
            yield segment, _disjoint(spans)

    def _candidates(
        self, segment: Segment, matches: Sequence[RawMatch], overrides: Mapping[str, MentionOverrides]
    ) -> list[Span]:
        """Spans that read as forms between word edges, each with what its surroundings alone say about it."""
        words = segment.words
        meanings = self._meanings
        genitive = segment.lexicon.genitive
        padded = f" {words} "  # so that every span has a neighbor on both sides
        found = [
            (start, end, meanings[pattern])
            for pattern, start, end in matches
            if (
                padded[start] in _BEFORE
                and (padded[end + 1] in _AFTER or (padded[end + 1] == "." and padded[end + 2 : end + 3] in _AFTER))
            )
            or _is_whole_word(words, start, end, genitive, meanings[pattern])
        ]
        if self._excluding:
            found = _less_excluded(found)
        listed = Listed([(start, end) for start, end, meaning in found if meaning.entries])
        persons = PersonContext(segment, listed, self._persons)
        spans: list[Span] = []
        first = last = 0  # the last full name, which at its end also holds the surname
        joints = segment.lexicon.joints
        new_span = tuple.__new__  # there are hundreds of thousands, and this takes half the time
        for start, end, meaning in found:
            if entries := meaning.entries:
                rule = meaning.rule
                if rule == "surname" and end == last and start >= first:
                    continue
                span = new_span(Span, (start, end, entries, rule, None))
                if rule != "surname":
                    if meaning.person:
                        first, last = start, end
                    # Most names stand between words in lower case, which say nothing.
                    following = words[end : end + 2]
                    if following[:1] not in _GOES_ON or (
                        following[0] == " " and following[1:] in _LOWER_CASE and not words.startswith(joints, end + 1)
                    ):
                        before = words[words.rfind(" ", 0, start - 1) + 1 : start - 1]
                        if words[start - 1 : start] not in " -" or (before.islower() and before[-1] != "."):
                            if meaning.capitals:
                                span = _in_capitals(segment, span, start)
                            spans.append(span)
                            continue
                span = persons.judge(span) if meaning.person else judge_agency(segment, span, listed)
                if meaning.capitals and span.refused is None:
                    span = _in_capitals(segment, span, start)
                spans.append(span)
            if meaning.excluded:
                spans.append(Span(start, end, meaning.excluded, meaning.rule, _EXCLUDED))
        if overrides:
            spans += _decided(segment, overrides)
        return spans


def _is_whole_word(words: str, start: int, end: int, genitive: str, meaning: Meaning) -> bool:
    """Whether a form with unusual neighbors is a whole word, outside any web address."""
    if genitive and words.startswith(genitive, end) and end - start > 3 and meaning.person:
        return stands_free(words, start, end + len(genitive))
    if not stands_free(
        words, start, end, after_elision=meaning.rule != "surname" or words[start - 2 : start - 1].islower()
    ):
        return False
    beside = f"{words[max(0, start - 1) : start]}{words[end : end + 1]}"
    return not any(mark in ".:/@-_" for mark in beside) or not in_address(words, start, end)


def _in_capitals(segment: Segment, span: Span, start: int) -> Span:
    """A form of one word in capitals: in a line of capitals, a short surname or a word is not a mention."""
    form = segment.words[start : span.end]
    if " " in form or span.rule not in ("surname", "acronym", "title"):
        return span
    lexicon = segment.lexicon
    short = span.rule == "surname" and len(form) < 4
    if not short and not lexicon.is_word(form.lower()) and form.lower() not in lexicon.function_words:
        return span
    first, last = segment.line(start)
    if (segment.words[first:start] + segment.words[span.end : last]).isupper():
        return span._replace(refused="is in a line of capitals, where it may be a word or an acronym")
    return span


def _less_excluded(found: list[tuple[int, int, Meaning]]) -> list[tuple[int, int, Meaning]]:
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


def _hides(span: Span) -> bool:
    """Whether a span hides what is inside it: a longer form does, even where it is refused."""
    return span.rule not in NEEDS_NAME and span.refused != _EXCLUDED


def _visible(spans: list[Span]) -> list[Span]:
    """The spans in order, less those inside a longer form."""
    spans.sort(key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    hidden_until = hidden_from = -1
    for span in spans:
        if span.end <= hidden_until and (span.start > hidden_from or span.end < hidden_until) and span.rule != "pin":
            continue
        kept.append(span)
        if span.end > hidden_until and _hides(span):
            hidden_from, hidden_until = span.start, span.end
    return kept


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
    """The spans of a run of overlapping ones that do not overlap: what an editor decided, the longest, the leftmost."""
    hiding = [span for span in cluster if span.refused is not None and _hides(span)]
    if hiding:
        cluster = [
            span for span in cluster if span.rule == "pin" or not any(_is_inside(span, other) for other in hiding)
        ]
    kept: list[Span] = []
    for span in sorted(cluster, key=lambda s: (s[3] != "pin", s[4] is not None, s[0] - s[1], s[0], s[2])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span[0])


def _is_inside(span: Span, other: Span) -> bool:
    """Whether a span is inside a longer one."""
    return other.start <= span.start and span.end <= other.end and other.end - other.start > span.end - span.start
