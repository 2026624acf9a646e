"""From entries to the strings that may stand for them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from colophon.finding.lexicon.english import PARTICLES
from colophon.formats.normalisation import normalise
from colophon.model.entry import Entry

_SUFFIX = re.compile(r",? (?:Jr\.?|Sr\.?|I{2,3}|IV|V)$")
_COUNTRY = re.compile(r"(?:U\.S\.|US|United States) ")
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]\.?")


@dataclass(frozen=True, slots=True)
class Form:
    """A string that may stand for an entry in a normalised text, and the rule that made it."""

    text: str
    entry: str
    rule: str


@dataclass(frozen=True, slots=True)
class Person:
    """What the finder knows of a person beside the forms: how the surname may be led up to."""

    givens: frozenset[str]
    """Given names under which the surname may stand, with initials or a nickname between."""
    initials: frozenset[str]
    """The first letters of the middle names that are declared; any will do where none is."""
    suffixed: bool
    """Whether a declared name ends in Jr., III and the like."""
    offices: frozenset[str]
    """The words of the positions."""

    def may_be(self, given: str, between: Sequence[str]) -> bool:
        """Whether `given`, then initials or a nickname (the last of them first), then the surname, is this person."""
        first = between[-1][0] if between else ""
        return given in self.givens and not (self.initials and first.isupper() and first not in self.initials)


def entry_forms(entry: Entry, person: bool) -> Iterator[Form]:
    """The forms of one entry, strongest rule first; the same text may come twice."""
    for rule, declared in (("name", entry.name), *(("alias", alias.text) for alias in entry.matter.aliases)):
        words = plain_name(declared)
        if not any(map(str.isalnum, words)):
            continue
        acronym = bool(_ACRONYM.fullmatch(words))
        for text in _acronym_spellings(words) if acronym else _spellings(words, person):
            yield Form(text, entry.slug, "acronym" if acronym else rule)
        if person:
            yield from (Form(short, entry.slug, "short") for short in _shortened(words))
    if person and entry.matter.surname and (surname := surname_of(plain_name(entry.name))):
        yield from (Form(text, entry.slug, "surname") for text in _spellings(surname, person))


def person_of(entry: Entry) -> Person:
    """What leads up to the surname of a person."""
    names = [plain_name(name) for name in (entry.name, *(alias.text for alias in entry.matter.aliases))]
    surname = surname_of(names[0])
    ours = [
        _SUFFIX.sub("", name).removesuffix(surname).split() for name in names if surname and surname_of(name) == surname
    ]
    return Person(
        givens=frozenset(given[0] for given in ours if given),
        initials=frozenset(middle[0] for given in ours for middle in given[1:]),
        suffixed=any(_SUFFIX.search(name) for name in names),
        offices=frozenset(
            word for position in entry.matter.positions for word in re.findall(r"[\w-]+", position.title)
        ),
    )


def plain_name(name: str) -> str:
    """A declared name as it is compared with a text."""
    return normalise(name).text.strip()


def surname_of(name: str) -> str | None:
    """The surname in a full name, with its particles and without a suffix; `None` if the name is one word."""
    words = _SUFFIX.sub("", name).split(" ")
    if len(words) < 2:
        return None
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    return " ".join(words[first:])


def _acronym_spellings(words: str) -> Iterator[str]:
    """`DHS` and `D.H.S.`, whichever is declared."""
    bare = words.replace(".", "")
    yield words
    if len(bare) <= 6:
        yield from (bare, "".join(f"{letter}." for letter in bare))


def _spellings(words: str, person: bool) -> Iterator[str]:
    """A name with and without what is optional: the article and the country before an agency's name."""
    yield words
    if words[:1].islower():
        yield words[0].upper() + words[1:]
    if person:
        return
    bare = re.sub(r"^[Tt]he ", "", words)
    yield bare
    if country := _COUNTRY.match(bare):
        rest = bare[country.end() :]
        yield from (f"{country} {rest}" for country in ("U.S.", "US", "United States"))
        if " " in rest:
            yield rest


def _shortened(words: str) -> Iterator[str]:
    """A full name without its suffix, and without its middle names: `Hillary Clinton` for `Hillary Rodham Clinton`."""
    bare = _SUFFIX.sub("", words)
    surname = surname_of(words)
    if surname is None:
        return
    given, *middle = bare.removesuffix(surname).split()
    if bare != words:
        yield bare
    if middle and not _INITIALS.fullmatch(given):
        yield f"{given} {surname}"
