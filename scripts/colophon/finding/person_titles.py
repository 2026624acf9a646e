"""Titles before a surname: which title it is, and who held it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from colophon.finding.lexicon import LEXICONS, NEUTRAL
from colophon.finding.neighbors import begins_sentence, token_before
from colophon.finding.persons import NOBODY, Held, Person, ranks_and_words, title_at_end
from colophon.finding.segments import Segment, Span

_MOST_WORDS = 5
OTHER_TITLE = "other title"
"""The rule of a span that names somebody of the same surname and another title."""
_RANKLESS = frozenset(("Justice", "General", "Judge"))
"""Titles by which those of every rank are called: an associate justice, a major general."""
_PAIRS = {
    language: tuple(spelling for spelling in lexicon.titles if " " in spelling)
    for language, lexicon in LEXICONS.items()
} | {NEUTRAL.language: ()}
_PAST = frozenset(("former", "ex", "then", "late", "retired"))


class Title(NamedTuple):
    """A title in a text, with the words that make it longer."""

    title: str
    ranks: frozenset[str]
    others: frozenset[str]
    """Other words of it that are capitalized, in lower case: "homeland", "security"."""
    words: str
    past: bool
    capitalized: bool


def title_before(segment: Segment, start: int) -> Title | None:
    """The title that ends right before an offset, as long as it goes to the left."""
    words, lexicon = segment.words, segment.lexicon
    token, at = token_before(words, start, lexicon)
    nearest = token
    if not token or not (
        lexicon.title(token)
        or lexicon.title(_capitalized(token))
        or any(spelling.endswith(f" {_capitalized(token)}") for spelling in _PAIRS[lexicon.language])
    ):
        return None
    tokens: list[str] = []
    begins = at
    while token and len(tokens) < _MOST_WORDS:
        lower = token.lower()
        opens = begins_sentence(words, at) and lexicon.opens(token) and lower not in lexicon.ranks
        capital = token[0].isupper() and not opens and token not in lexicon.calendar
        known = lower in lexicon.ranks or lower in lexicon.free_in_titles or lexicon.title(_capitalized(token))
        if tokens and not (capital or known):
            break
        tokens.insert(0, token)
        begins = at
        token, at = token_before(words, at, lexicon)
    found = title_at_end(lexicon, tokens)
    if found is None:
        return None
    title, first = found
    before = tokens[:first]
    ranks, others = ranks_and_words(lexicon, before)
    kept = frozenset(
        word
        for word in others
        if word not in ranks and any(word == token.lower() and token[0].isupper() for token in before)
    )
    past = (
        any(token.lower() in _PAST for token in before)
        or nearest[:3].lower() == "ex-"
        or nearest[:5].lower() == "then-"
    )
    return Title(title, ranks, kept, words[begins : start - 1], past, nearest[0].isupper() or nearest in lexicon.titles)


def judge_title(segment: Segment, span: Span, title: Title, persons: Mapping[str, Person]) -> Span:
    """A surname after a title, with those of its entries that held it, or refused where the title is another's."""
    held: list[str] = []
    possible: list[str] = []
    for entry in span.entries:
        same = [one for one in persons.get(entry, NOBODY).titles if _head(one.title) == _head(title.title)]
        equal = [one for one in same if _is_same(one, title)]
        if any(_fits(segment, one, title) and _at_the_time(one, title, segment.date) for one in equal):
            held.append(entry)
        if not same or any(one.began_by(segment.date) for one in equal):
            possible.append(entry)
    if held and title.capitalized:
        return span._replace(entries=tuple(held), rule="title")
    if possible:
        return span._replace(entries=tuple(held or possible))
    return span._replace(rule=OTHER_TITLE, refused=f"follows a title that no position of the entry has: {title.words}")


def _head(title: str) -> str:
    """The word that titles of different rank share: "Vice President" and "President"."""
    return title.rpartition(" ")[2]


def _is_same(held: Held, title: Title) -> bool:
    """Whether a title held is the one in a text, of the same rank where ranks are distinguished."""
    if title.title in _RANKLESS:
        return True
    return held.title == title.title and held.ranks == title.ranks


def _fits(segment: Segment, held: Held, title: Title) -> bool:
    """Whether every capitalized word before the title is in the position too, or is a region where it has none."""
    regions = {region.lower() for region in segment.lexicon.regions}
    if not held.words & regions and title.others <= regions:
        return True
    return all(any(word[:4] == other[:4] for other in held.words) for word in title.others)


def _at_the_time(held: Held, title: Title, date: str | None) -> bool:
    return held.began_by(date) and (title.past or held.lasted_to(date))


def _capitalized(token: str) -> str:
    return token[:1].upper() + token[1:]
