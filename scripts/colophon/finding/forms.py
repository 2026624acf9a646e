"""From entries to the strings that may stand for them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from colophon.finding.lexicon import LEXICONS, PARTICLES
from colophon.formats.normalisation import normalise
from colophon.model.entry import Entry

SUFFIX = re.compile(r",? (Jr|Sr|JR|SR|(?:X{0,3}(?:IX|IV|V?I{1,3})|X{0,3}V|X{1,3}))\b\.?")
"""A suffix of a name, from the space or comma before it: Jr., Sr. and the Roman numerals to XXXIX."""
_SUFFIX_AT_END = re.compile(rf"{SUFFIX.pattern}$")
_COUNTRY = re.compile(r"(?:U\.S\.|US|United States) ")
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]\.?")
_BYNAME = re.compile(r" (?:of|the) |(?<! von)(?<! van)(?<! in)(?<! auf) der ")
_HYPHENATED = re.compile(r"(?<=[^\W\d_]-)[^\W\d_]")
_SMALL_WORDS = re.compile(r"(?<= )(?:of|and|the|for|in|on|at|to)(?= )", re.IGNORECASE)
_BODIES = frozenset(word for lexicon in LEXICONS.values() for word in lexicon.bodies)


@dataclass(frozen=True, slots=True)
class Form:
    """A string that may stand for an entry in a normalised text, and the rule that made it."""

    text: str
    entry: str
    rule: str


def entry_forms(entry: Entry, person: bool) -> Iterator[Form]:
    """The forms of one entry, strongest rule first; the same text may come twice."""
    matter = entry.matter
    surname = surname_of(entry.name, matter.surname) if person else None
    for number, declared in enumerate(matter.names):
        rule = "alias" if number else "name"
        words = plain_name(declared)
        if not any(map(str.isalnum, words)):
            continue
        if _ACRONYM.fullmatch(words):
            yield from (Form(text, entry.slug, "acronym") for text in _acronym_spellings(words))
            continue
        spellings = dict.fromkeys(_person_spellings(words) if person else _agency_spellings(words))
        yield from (Form(text, entry.slug, rule) for text in spellings)
        if person:
            yield from (Form(text, entry.slug, "short") for text in _shortened(words, surname))
        yield from (Form(text.upper(), entry.slug, "capitals") for text in spellings if " " in text)
    if surname and matter.surname:
        yield from (
            Form(text, entry.slug, "surname") for text in _surname_spellings(plain_name(surname), matter.surname)
        )


def plain_name(name: str) -> str:
    """A declared name as it is compared with a text."""
    return normalise(name).text.strip()


def without_suffix(name: str) -> str:
    """A name without its Jr., III and the like."""
    return _SUFFIX_AT_END.sub("", name)


def suffix_of(name: str) -> str:
    """The suffix of a name, in lower case without its full stop; empty if it has none."""
    found = _SUFFIX_AT_END.search(name)
    return found[1].lower() if found else ""


def surname_of(name: str, declared: bool | str = True) -> str | None:
    """The surname in a full name, with its particles and without a suffix.

    `declared`: what the entry says of it. `None` if the name is one word or a byname such as "Peter the Great".
    """
    if isinstance(declared, str):
        return declared
    bare = without_suffix(plain_name(name))
    words = bare.split(" ")
    if len(words) < 2 or _BYNAME.search(bare):
        return None
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    return " ".join(words[first:])


def given_names_in(name: str, surname: str) -> list[str]:
    """The words of a full name before its surname, or after it where that stands first."""
    bare = without_suffix(name)
    if bare.endswith(f" {surname}"):
        return bare.removesuffix(surname).split()
    if bare.startswith(f"{surname} "):
        return bare.removeprefix(surname).split()
    return []


def reduced_surname(surname: str) -> str | None:
    """A surname without the lower-case particles it begins with: "Lafayette" for "de Lafayette"."""
    words = surname.split(" ")
    while len(words) > 1 and words[0].islower():
        words = words[1:]
    reduced = " ".join(words)
    return reduced if reduced != surname and len(reduced) > 3 else None


def _acronym_spellings(words: str) -> Iterator[str]:
    """`DHS` and `D.H.S.`, whichever is declared."""
    bare = words.replace(".", "")
    yield words
    if len(bare) <= 6:
        yield from (bare, "".join(f"{letter}." for letter in bare))


def _other_hyphens(words: str) -> Iterator[str]:
    """The same with the letters after hyphens in the other case: "Min-Woo" for "Min-woo", "C-Span" for "C-SPAN"."""
    if "-" in words:
        yield _HYPHENATED.sub(lambda match: match[0].upper(), words)
        yield _HYPHENATED.sub(lambda match: match[0].lower(), words)
        yield re.sub(r"(?<=-)([^\W\d_])([A-Z]+)\b", lambda match: match[1] + match[2].lower(), words)


def _person_spellings(words: str) -> Iterator[str]:
    """A person's name with its particles in either case."""
    yield words
    yield from _other_hyphens(words)
    if words[:1].islower():
        yield words[0].upper() + words[1:]
    parts = words.split(" ")
    particles = [at for at, part in enumerate(parts[:-1]) if at and part.lower() in PARTICLES]
    if particles:
        yield " ".join(part.lower() if at in particles else part for at, part in enumerate(parts))
        yield " ".join(part.capitalize() if at in particles else part for at, part in enumerate(parts))


def _agency_spellings(words: str) -> Iterator[str]:
    """An agency's name with and without article and country, with small words and head nouns in either case."""
    for text in _less_optional(words):
        yield text
        yield from _other_hyphens(text)
        yield _SMALL_WORDS.sub(lambda match: match[0].lower(), text)
        yield _SMALL_WORDS.sub(lambda match: match[0].capitalize(), text)
        first, *rest = text.split(" ")
        if first in _BODIES and rest and rest[0].islower():
            yield first.lower() + text[len(first) :]
        while rest and rest[-1] in _BODIES:
            rest = rest[:-1]
        if rest or first not in _BODIES:
            kept = " ".join((first, *rest))
            if kept != text and any(word[:1].isupper() and word != "The" for word in (first, *rest)):
                yield kept + text[len(kept) :].lower()


def _less_optional(words: str) -> Iterator[str]:
    """A name with and without what is optional: the article and the country before it, where two words remain."""
    yield words
    if words[:1].islower():
        yield words[0].upper() + words[1:]
    bare = re.sub(r"^[Tt]he ", "", words)
    if " " in bare:
        yield bare
    if country := _COUNTRY.match(bare):
        rest = bare[country.end() :]
        yield from (f"{country} {rest}" for country in ("U.S.", "US", "United States"))
        if " " in rest:
            yield rest


def _surname_spellings(surname: str, declared: bool | str) -> Iterator[str]:
    """A surname with its particles in either case and without them, in capitals, and the first of two that are declared."""
    spellings = [surname, *_other_hyphens(surname)]
    first, *rest = surname.split(" ")
    if rest and first.lower() in PARTICLES:
        spellings += [" ".join((first[0].swapcase() + first[1:], *rest)), " ".join(map(_capitalised, (first, *rest)))]
    elif rest and isinstance(declared, str) and len(first) > 3:
        spellings.append(first)
    if surname[0].islower():
        spellings.append(surname[0].upper() + surname[1:])
    yield from spellings
    yield from reduced_surnames(surname)
    yield from (text.upper() for text in spellings if sum(map(str.isalpha, text)) > 3)


def reduced_surnames(surname: str) -> Iterable[str]:
    """The surname without lower-case particles, if there is one."""
    reduced = reduced_surname(surname)
    return () if reduced is None else (reduced,)


def _capitalised(word: str) -> str:
    return word[0].upper() + word[1:]


def _shortened(words: str, surname: str | None) -> Iterator[str]:
    """A full name without its suffix, and without its middle names: `Hillary Clinton` for `Hillary Rodham Clinton`."""
    bare = without_suffix(words)
    own = surname if surname and given_names_in(words, surname) else surname_of(words)
    if own is None:
        return
    given, *middle = given_names_in(words, own) or [""]
    if bare != words:
        yield from (bare, bare.upper())
    if not given or _INITIALS.fullmatch(given) or not bare.endswith(f" {own}"):
        return
    shorter = [f"{given} {own}"] if middle else []
    first, *rest = own.split(" ")
    if rest and first.lower() not in PARTICLES and own == surname:
        shorter.append(f"{given} {first}")
    for text in shorter:
        yield from (*_person_spellings(text), text.upper())
