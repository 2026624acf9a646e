"""What the finder knows of a person beside the surface forms: given names, initials, suffix, titles. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from colophon.finding.forms import given_names_in, plain_name, reduced_surname, suffix_of, surname_of
from colophon.finding.lexicon import LEXICONS, Lexicon
from colophon.finding.lexicon.given_names import VARIANTS
from colophon.finding.lexicon.table import NONE as NO_NAMES
from colophon.model.entry import Entry, Position

_PREPOSITION = re.compile(r"[,;(]| (?:of|to|for|at|in|on|under|by|de|del|der|des|für|im|von) ")
_JOINED = re.compile(r" and | & | y | und |/")
_WORD = re.compile(r"[^\W_]+(?:[-.’'][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Held:
    """A title that a person held: the title itself, its rank (vice, deputy), every word of it, and when."""

    title: str
    ranks: frozenset[str]
    words: frozenset[str]
    since: str | None = None
    until: str | None = None

    def has(self, title: str, ranks: frozenset[str]) -> bool:
        """Whether this is the title with that rank: a vice president is not a president, nor the other way round."""
        return self.title == title and self.ranks == ranks

    def began_by(self, date: str | None) -> bool:
        """Whether it may have begun by a date; dates are ISO 8601 at any precision."""
        return not (date and self.since and _is_before(date, self.since))

    def lasted_to(self, date: str | None) -> bool:
        """Whether it may have lasted to a date."""
        return not (date and self.until and _is_before(self.until, date))


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the rules for names in context need it."""

    surname: str
    """With its particles; empty for a person of one name."""
    surname_first: bool = False
    """Whether the given names stand after the surname."""
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """First given name and the given names or initials after it, of each declared name with the surname."""
    suffixes: frozenset[str] = frozenset()
    titles: tuple[Held, ...] = ()

    def has_given(self, name: str) -> bool:
        """Whether this is a first given name of the person."""
        return any(given == name for given, _ in self.names)

    def fits(self, tokens: Sequence[str]) -> str | None:
        """How given names or initials, in the order of the text, fit the declared ones.

        `declared`: as far as they go, they are declared. `open`: no middle name is declared, or the given name is short for
        a declared one or the other way round, so that it may be this person. `None`: they are another person's.
        """
        first, *middle = tokens
        fitting = [rest for given, rest in self.names if _is_short_for(first, given)]
        if not fitting:
            alike = any(_is_variant_of(first, given) for given, _ in self.names)
            return "open" if alike and all(map(_is_initial, middle)) else None
        if not middle:
            return "declared"
        known = [rest for rest in fitting if rest] or [rest for _, rest in self.names if rest]
        if not known:
            return "open"
        initials = "".join(_letters(token) for token in middle)
        for rest in known:
            declared = "".join(_letters(token) for token in rest)
            if declared.startswith(initials) and _words_agree(middle, rest):
                return "declared"
        return None


NOBODY = Person("")


def person_of(entry: Entry) -> Person:
    """What is known of the person an entry describes."""
    matter = entry.matter
    names = [plain_name(name) for name in matter.names]
    surname = plain_name(surname_of(entry.name, matter.surname) or "")
    alike = {surname, reduced_surname(surname)}
    given = [
        given_names_in(name, own)
        for name in names
        if (own := surname if f" {surname} " in f" {name} " else surname_of(name)) and own in alike
    ]
    return Person(
        surname=surname,
        surname_first=bool(surname) and names[0].startswith(f"{surname} "),
        names=tuple((first, tuple(rest)) for first, *rest in filter(None, given)),
        suffixes=frozenset(filter(None, map(suffix_of, names))),
        titles=tuple(held for position in matter.positions for held in _held(position)),
    )


def ranks_and_words(lexicon: Lexicon, tokens: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Of the words before a title: the ranks, and every word but those that change nothing; all in lower case."""
    lower = {token.lower() for token in tokens}
    return frozenset(lower & lexicon.ranks), frozenset(lower - lexicon.free_in_titles)


def _held(position: Position) -> Iterator[Held]:
    """The titles in the words of a position: "President and CEO of X" holds two."""
    words = frozenset(word.lower() for word in _WORD.findall(position.title))
    for part in _JOINED.split(position.title):
        tokens = _WORD.findall(_PREPOSITION.split(part, maxsplit=1)[0])
        for lexicon in LEXICONS.values():
            if found := last_title(lexicon, tokens):
                title, at = found
                ranks = ranks_and_words(lexicon, tokens[:at])[0]
                yield Held(title, ranks, words, position.from_, position.to)


def last_title(lexicon: Lexicon, tokens: Sequence[str]) -> tuple[str, int] | None:
    """The last title among words, and how many words stand before it."""
    for end in range(len(tokens), 0, -1):
        if found := title_at_end(lexicon, tokens[:end]):
            return found
    return None


def title_at_end(lexicon: Lexicon, tokens: Sequence[str]) -> tuple[str, int] | None:
    """The title of one or two words that words end with, and how many stand before it."""
    last = _cased(lexicon, tokens[-1])
    if len(tokens) > 1:
        pair = lexicon.titles.get(f"{_cased(lexicon, tokens[-2])} {last}")
        if pair:
            return pair, len(tokens) - 2
    title = lexicon.title(last)
    return (title, len(tokens) - 1) if title else None


def _cased(lexicon: Lexicon, token: str) -> str:
    """A word of a title as the table has it: in running text, "Deputy director" and "deputy Director" are one."""
    if token in lexicon.titles:
        return token
    return token[:1].upper() + token[1:]


def _is_before(one: str, other: str) -> bool:
    """Whether a date is certainly before another, at the precision both have."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def _is_initial(token: str) -> bool:
    return len(token) == 1 or "." in token


def _letters(token: str) -> str:
    """The initials that a given name or a run of initials stands for: `HW` for "H.W.", `H` for "Herbert"."""
    return "".join(filter(str.isalpha, token)) if _is_initial(token) else token[:1]


def _is_short_for(token: str, given: str) -> bool:
    """Whether a given name or its initial in a text may be a declared one."""
    if _is_initial(token):
        return given.startswith(token[0])
    return token == given or (_is_initial(given) and token.startswith(given[0]) and len(given) < 3)


def _is_variant_of(token: str, given: str) -> bool:
    """Whether two given names are forms of one, such as Joe and Joseph."""
    return not VARIANTS.get(token, NO_NAMES).isdisjoint(VARIANTS.get(given, NO_NAMES))


def _words_agree(tokens: Sequence[str], declared: Sequence[str]) -> bool:
    """Whether names written out are those that are declared written out; an initial agrees with what it is short for."""
    if any("." in token[:-1] for token in (*tokens, *declared)):
        return True
    return all(
        _is_initial(token) or _is_initial(name) or token == name for token, name in zip(tokens, declared, strict=False)
    )
