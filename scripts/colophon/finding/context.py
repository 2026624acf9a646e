"""What the words around a name say about whose name it is. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from colophon.finding.forms import Person
from colophon.finding.lexicon.english import COURTESIES, DAYS, FOLLOWERS, INSTITUTIONS, NOT_NAMES, OPENERS, TITLES
from colophon.formats.normalisation import Normalised, at_word_edges
from colophon.model.site import Paragraph

_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}|[A-Z]")
_NICKNAME = re.compile(r"[\"'“‘(][^\"'“”‘’()]{1,20}[\"'”’)]")
_SUFFIX = re.compile(r",? (?:Jr\b|Sr\b|II\b|III\b|IV\b)")
_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?")
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_LONGEST_HEADLINE = 200
_ARTICLES = frozenset(("the", "a", "an", "The", "A", "An"))

Span = tuple[int, int, tuple[str, ...], str, str | None]
"""A span of a stretch that may be a mention: start, end, entries, rule, and why it is none.

A tuple, because there is one for every name in every text and a dataclass takes many times as long to make.
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Normalised words that are searched at once: a whole text where normalising moves nothing, else a paragraph."""

    words: str
    paragraphs: Sequence[Paragraph]
    starts: Sequence[int]
    """Where each paragraph begins in `words`."""
    normalised: Normalised | None
    """The way back to the paragraph; `None` where the offsets are those of the file."""

    def paragraph(self, at: int) -> Paragraph:
        """The paragraph that holds an offset of `words`."""
        return self.paragraphs[bisect_right(self.starts, at) - 1]

    def line(self, at: int) -> str:
        """The words of the paragraph that holds an offset."""
        if self.normalised:
            return self.words
        number = bisect_right(self.starts, at) - 1
        start, paragraph = self.starts[number], self.paragraphs[number]
        return self.words[start : start + paragraph.end - paragraph.start]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the file that reads as this one."""
        if self.normalised is None:
            return start, end
        first, last = self.normalised.span(start, end)
        return self.paragraphs[0].start + first, self.paragraphs[0].start + last


def person_in(stretch: Stretch, span: Span, agencies: Container[int], persons: Mapping[str, Person]) -> Span:
    """A person's name as its neighbours on both sides let it stand.

    `agencies`: where in the stretch the names of agencies begin. `persons`: what the finder knows of each entry's person.
    """
    start, end, entries, rule, _ = span
    words = stretch.words
    mark = words[end : end + 1]
    if mark == " ":
        goes_on = words[end + 1 : end + 2].isupper() or words[end + 1 : end + 2] == "&"
    else:
        goes_on = mark == "-" or (mark == "," and words[end + 2 : end + 3].isupper())
    if goes_on and (refused := _what_follows(stretch, span, agencies, persons)):
        return start, end, entries, rule, refused
    return _what_leads_up(stretch, span, persons) if rule == "surname" else span


def _what_follows(stretch: Stretch, span: Span, agencies: Container[int], persons: Mapping[str, Person]) -> str | None:
    """Why what stands right after a person's name makes it another name, or `None`."""
    words, start, end = stretch.words, span[0], span[1]
    suffix = _SUFFIX.match(words, end)
    if suffix and not any(persons[entry].suffixed for entry in span[2]):
        return f"is followed by{suffix[0]}, another person's name"
    if words[end] == "-":
        token, at = _token_before(words, start)
        named = token in COURTESIES or token in TITLES or _is_word_of_a_name(stretch, token, at)
        return "is the first half of a compound name" if named and words[end + 1 : end + 2].isupper() else None
    if words[end : end + 3] == " & " and words[end + 3 : end + 4].isupper():
        return "is part of the name of a firm"
    if words[end] == " " and words[end + 1 : end + 2].isupper():
        after = _WORD.match(words, end + 1)
        if after and not _is_free(stretch, after, agencies):
            return f"is part of a longer name: {words[start : after.end()].rstrip('.')}"
    return None


def _what_leads_up(stretch: Stretch, span: Span, persons: Mapping[str, Person]) -> Span:
    """A surname with the given name, initials or title before it, or why it is not this person's."""
    words = stretch.words
    start, end, entries = span[0], span[1], span[2]
    token, at = _token_before(words, start)
    if not token or (token.islower() and token not in _ARTICLES):
        half = words[start - 1 : start] == "-" and words[start - 2 : start - 1].isalpha()
        firm = words[max(0, start - 3) : start] == " & "
        reason = "is part of the name of a firm" if firm else None
        return start, end, entries, "surname", "is the second half of a compound name" if half else reason
    led: list[str] = []
    while token and (_INITIALS.fullmatch(token) or _NICKNAME.fullmatch(token)) and len(led) < 3:
        led.append(token)
        start = at
        token, at = _token_before(words, at)
    if not led:
        # A middle name written out, where the entry has its initial: "John Fitzgerald Kennedy" is John F. Kennedy.
        given, before = _token_before(words, at)
        if any(token[0] in persons[e].initials and given in persons[e].givens for e in entries):
            led, start, token, at = [token], at, given, before
    ours = tuple(entry for entry in entries if persons[entry].may_be(token, led)) if led else ()
    if ours:
        return at, end, ours, "initials", None
    if led and all(map(_INITIALS.fullmatch, led)) and not _is_word_of_a_name(stretch, token, at):
        same = tuple(e for e in entries if any(given[0] == led[-1][0] for given in persons[e].givens))
        return start, end, same or entries, "surname", None if same else f"is another person: {words[start:end]}"
    if token in TITLES:
        office = tuple(e for e in entries if not _offices(token).isdisjoint(persons[e].offices))
        return span[0], end, office or entries, "title" if office else "surname", None
    reason = None
    if words[max(0, start - 3) : start] == " & " or _is_word_of_a_name(stretch, token, at):
        reason = f"is part of a longer name: {words[at:end]}"
    elif token.lower() in _ARTICLES and words[start:end].lower() in NOT_NAMES:
        reason = "is the common word here, not a name"
    return start, end, entries, "surname", reason


def stands_free(words: str, start: int, end: int) -> bool:
    """Whether a form is not part of a word; "Neill" in "O'Neill" is."""
    led = start > 1 and words[start - 1] in "'’" and words[start - 2].isalpha()
    return at_word_edges(words, start, end) and not led


def _token_before(words: str, start: int) -> tuple[str, int]:
    """The token that ends one space before `start`, and where it begins; empty where a sentence or clause ends there."""
    if start < 2 or words[start - 1] != " ":
        return "", start
    lowest = max(0, start - 64)
    before = words[lowest : start - 1]
    at = lowest + max(before.rfind(" "), before.rfind("\n"), before.rfind("\r")) + 1
    token = words[at : start - 1]
    if token.isalpha():
        return token, at
    if _NICKNAME.fullmatch(token):
        return token, at
    lead = max(token.rfind(mark) for mark in "\"'“‘’([—–") + 1
    if lead and not (token[lead - 1] in "'’" and lead > 1):  # the apostrophe of O'Brien leads nothing
        at, token = at + lead, token[lead:]
    if token[-1:] in ",;:!?…)\"'”’" or token.endswith(("'s", "’s")):
        return "", start
    if token.endswith(".") and token not in TITLES and token not in COURTESIES and not _INITIALS.fullmatch(token):
        return "", start
    return token, at


def _is_word_of_a_name(stretch: Stretch, token: str, at: int) -> bool:
    """Whether the token before a surname reads as a given name or another part of a longer name."""
    if not token or not token[0].isupper() or token in COURTESIES or token in DAYS or token in TITLES:
        return False
    if len(token) > 1 and token.isupper():
        return False
    words = stretch.words
    begins = at < 2 or words[at - 1] != " " or words[at - 2] in '.!?"”“…:'
    return not ((begins or _is_headline(stretch.line(at))) and (token in OPENERS or token.endswith("ly")))


def _is_free(stretch: Stretch, after: re.Match[str], agencies: Container[int]) -> bool:
    """Whether a capitalised word after a person's name is not part of a longer name."""
    word = after[0].rstrip(".")
    second = _WORD.match(stretch.words, after.end() + 1)
    if word in INSTITUTIONS or (second and second[0] in INSTITUTIONS):
        return False
    common = word in OPENERS or word in FOLLOWERS or word in DAYS or word in TITLES
    return common or word.isupper() or after.start() in agencies or _is_headline(stretch.line(after.start()))


def _offices(token: str) -> frozenset[str]:
    """The words a position may use for a title: "Sen." is in "U.S. Senator"."""
    return frozenset(word for word, office in TITLES.items() if office == TITLES[token])


def _is_headline(line: str) -> bool:
    """Whether nearly every longer word is capitalised, so that a capital says nothing about names."""
    longer = _LETTERS.findall(line) if len(line) < _LONGEST_HEADLINE else ()
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) >= 0.8 * len(longer)
