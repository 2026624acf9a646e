"""What the automaton finds, as spans that may be mentions, each judged by its neighbors. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from colophon.finding.after_persons import goes_on, judge_what_follows
from colophon.finding.agency_context import judge_agency
from colophon.finding.before_persons import judge_full_name, judge_surname
from colophon.finding.lexicon import Lexicon
from colophon.finding.neighbors import in_address, stands_free
from colophon.finding.persons import Person
from colophon.finding.scene import Scene
from colophon.finding.segments import Listed, Segment, Span

EXCLUDED = "is in a phrase that its entry excludes"
RawMatch = tuple[int, int, int]
"""What the automaton finds: the number of the pattern, start, end."""

# The neighbors nearly every name has; others are looked at one by one. An apostrophe may end a name, not lead to one.
_BEFORE = frozenset(' \n\r"“‘,;!?()[]—–')
_AFTER = frozenset(" \n\r\"”'’,;:!?()[]—–")
_GOES_ON = frozenset(" -,")
"""What may lead from a name to the rest of a longer one."""
_LOWER_CASE = frozenset("abcdefghijklmnopqrstuwxyz")
"""Letters after a name and a space that do not begin the rest of a longer one; "v." names a case."""


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


def candidates(
    segment: Segment, matches: Sequence[RawMatch], meanings: Sequence[Meaning], persons: Mapping[str, Person]
) -> list[Span]:
    """Spans that read as forms between word edges, each with what its surroundings alone say about it.

    `meanings`: by the number of the pattern.
    """
    words = segment.words
    found = _less_excluded(_whole_words(segment, matches, meanings))
    listed = Listed(found)
    scene = Scene(segment, listed, persons)
    lexicon = segment.lexicon
    spans: list[Span] = []
    until = 0  # where the last full form ends: it hides the forms inside it, even where it is refused
    new_span = tuple.__new__  # there are hundreds of thousands, and this takes half the time
    for start, end, meaning in found:
        if meaning.entries and end > until:
            rule = meaning.rule
            if rule != "surname":
                until = end
            span = new_span(Span, (start, end, meaning.entries, rule, None))
            if rule == "surname" or not _is_calm(words, start, end, lexicon):
                span = _judge_person(scene, span) if meaning.person else judge_agency(segment, span, listed)
            spans.append(_in_capitals(segment, span) if meaning.capitals and span[4] is None else span)
        if meaning.excluded:
            spans.append(Span(start, end, meaning.excluded, meaning.rule, EXCLUDED))
    return spans


def _whole_words(
    segment: Segment, matches: Sequence[RawMatch], meanings: Sequence[Meaning]
) -> list[tuple[int, int, Meaning]]:
    """The matches between word edges, by where they begin, the longest first."""
    words, genitive = segment.words, segment.lexicon.genitive
    padded = f" {words}  "  # so that every span has neighbors on both sides
    found = [
        (start, -end, meanings[pattern])
        for pattern, start, end in matches
        if (
            padded[start] in _BEFORE
            and (padded[end + 1] in _AFTER or (padded[end + 1] == "." and padded[end + 2] in _AFTER))
        )
        or _is_whole_word(words, start, end, genitive, meanings[pattern])
    ]
    found.sort()
    return [(start, -end, meaning) for start, end, meaning in found]


def _is_calm(words: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name stands between words that say nothing, in lower case or openers: most do, so this is asked first."""
    after = words[end : end + 2]
    if after[:1] in _GOES_ON:
        if after[0] != " ":
            return False
        letter = after[1:]
        if letter not in _LOWER_CASE or (letter in lexicon.joint_letters and words.startswith(lexicon.joints, end + 1)):
            return False
    mark = words[start - 1 : start]
    if mark != " ":
        return mark != "-" and start > 0
    before = words[words.rfind(" ", 0, start - 1) + 1 : start - 1]
    return (before.islower() and before[-1] != ".") or before in lexicon.plain_openers


def _judge_person(scene: Scene, span: Span) -> Span:
    by_surname = span[3] == "surname"
    if goes_on(scene.segment.words, span[1], by_surname=by_surname):
        judged = judge_what_follows(scene, span)
        if judged.refused is not None:
            return judged
    return judge_surname(scene, span) if by_surname else judge_full_name(scene, span)


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


def _in_capitals(segment: Segment, span: Span) -> Span:
    """A form of one word in capitals: in a line of capitals, a short surname or a word is not a mention."""
    form = segment.words[span.start : span.end]
    if " " in form or span.rule not in ("surname", "acronym", "title"):
        return span
    lexicon = segment.lexicon
    short = span.rule == "surname" and len(form) < 4
    if not short and not lexicon.is_word(form.lower()) and form.lower() not in lexicon.function_words:
        return span
    first, last = segment.line(span.start)
    if (segment.words[first : span.start] + segment.words[span.end : last]).isupper():
        return span._replace(refused="is in a line of capitals, where it may be a word or an acronym")
    return span


def _less_excluded(found: list[tuple[int, int, Meaning]]) -> list[tuple[int, int, Meaning]]:
    """What is found, less what stands inside a phrase that its entry excludes."""
    phrases = sorted([(start, end, meaning.excludes) for start, end, meaning in found if meaning.excludes])
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
