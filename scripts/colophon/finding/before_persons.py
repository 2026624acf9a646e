"""What leads up to a person's name: given names, initials, a title, or words that make another name of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from colophon.finding.neighbors import (
    INITIALS,
    NICKNAME,
    begins_sentence,
    is_given_name,
    is_headline,
    is_part_of_a_name,
    token_before,
)
from colophon.finding.person_titles import judge_title, title_before
from colophon.finding.scene import OTHER, Scene
from colophon.finding.segments import Span
from colophon.finding.word_surnames import judge_word

OPEN_INITIALS = "open initials"
"""The rule of a full name with an initial where the entry declares no middle name."""
_MOST_GIVEN = 4
_LETTER = re.compile(r"[^\W\d_]\.?")
_LAST_WORD = re.compile(r"[\w'’]+$")
_LONGEST_WORD = 40

_Given = tuple[str, int]
"""A given name, initial or nickname, and where it begins."""


def judge_full_name(scene: Scene, span: Span) -> Span:
    """A full name, refused where another given name before it makes another person of it."""
    words, start, lexicon = scene.words, span[0], scene.lexicon
    if start < 2 or not lexicon.capitals_mark_names:
        return span
    if words[start - 1] == "-":
        first = _first_half(scene, start)
        if first in lexicon.given_names and span.rule != "capitals":
            return span._replace(rule=OTHER, refused="is the second half of a compound name")
        return span
    token, at = token_before(words, start, lexicon)
    if token not in lexicon.given_names or lexicon.is_word(token.lower()) or start - 1 in scene.listed.ends:
        return span
    named = " " in words[start : span.end] and is_part_of_a_name(scene.segment, token, at)
    if not named or is_headline(scene.segment, at):
        return span
    return span._replace(rule=OTHER, refused=f"is part of a longer name: {words[at : span.end]}")


def judge_surname(scene: Scene, span: Span) -> Span:
    """A surname with the given names, initials or title before it, or why it is not this person's."""
    words, start, lexicon = scene.words, span.start, scene.lexicon
    token, at = token_before(words, start, lexicon)
    if token[:1].isupper() or NICKNAME.fullmatch(token):
        if chain := _given_before(scene, span):
            return _with_given(scene, span, chain)
    elif reason := _other_than_a_person(scene, span, token, at):
        return span._replace(refused=reason)
    if words[start - 3 : start] == " & ":
        return span._replace(refused="is part of the name of a firm")
    if lexicon.is_courtesy(token):
        return span
    if token and (title := title_before(scene.segment, start)):
        return judge_title(scene.segment, span, title, scene.persons)
    return judge_word(scene, span, token)


def _first_half(scene: Scene, start: int) -> str:
    """The capitalized word that a hyphen joins to a name, where it is not a listed name; empty if there is none."""
    words = scene.words
    if words[start - 1 : start] != "-" or start - 1 in scene.listed.ends:
        return ""
    first = _LAST_WORD.search(words, max(0, start - _LONGEST_WORD), start - 1)
    return first[0] if first and first[0][0].isupper() else ""


def _other_than_a_person(scene: Scene, span: Span, token: str, at: int) -> str | None:
    """Why a surname after a word in lower case, or where a clause begins, is not a person's, or `None`."""
    words, start, lexicon = scene.words, span.start, scene.lexicon
    if _first_half(scene, start):
        return "is the second half of a compound name"
    if words.startswith(("v. ", "vs. "), start - 3) or words.startswith("vs. ", start - 4):
        return "is part of the name of a case"
    if token in lexicon.place_particles and _is_after_capital(scene, at):
        return f"is part of a longer name: {token} {words[start : span.end]}"
    surface, lower = words[start : span.end], token.lower()
    if lexicon.things_first and token.capitalize() in lexicon.institutions:
        return f"is part of the name of a thing: {token} {surface}"
    place = (lower in lexicon.before_places and surface in lexicon.places) or (
        lower in lexicon.before_regions and surface in lexicon.regions
    )
    return "is the name of a place here" if place and not scene.is_evident(span.end) else None


def _is_after_capital(scene: Scene, at: int) -> bool:
    token, first = token_before(scene.words, at, scene.lexicon)
    return is_part_of_a_name(scene.segment, token, first)


def _given_before(scene: Scene, span: Span) -> list[_Given]:
    """Given names, initials and nicknames before a surname, in the order of the text."""
    words, start = scene.words, span.start
    capitals = words[start : span.end].isupper()
    chain: list[_Given] = []
    if start - 1 in scene.listed.ends:  # the name of another entry
        return chain
    while len(chain) < _MOST_GIVEN:
        token, at = token_before(words, start, scene.lexicon)
        initial = INITIALS.fullmatch(token) and not _is_pronoun(words, token, at)
        given = initial or NICKNAME.fullmatch(token) or is_part_of_a_name(scene.segment, token, at, capitals=capitals)
        if not given or token in scene.lexicon.courtesies:
            break
        chain.insert(0, (token, at))
        start = at
    return chain


def _is_pronoun(words: str, token: str, at: int) -> bool:
    """Whether a single capital is a word and not an initial: "I Miller", "A Miller"."""
    return token in ("I", "A", "O") and (begins_sentence(words, at) or words[at - 1 : at] == " ")


def _with_given(scene: Scene, span: Span, chain: Sequence[_Given]) -> Span:
    """A surname after given names or initials: this person with them, or somebody else."""
    for at, (_, start) in enumerate(chain):
        tokens = [part for token, _ in chain[at:] if not NICKNAME.fullmatch(token) for part in _parts(token)]
        if not tokens:
            return span._replace(start=start)
        fits = {entry: how for entry in span.entries if (how := scene.person(entry).fits(tokens))}
        if fits and all(map(INITIALS.fullmatch, tokens)):
            return span._replace(start=start, entries=tuple(fits))
        declared = tuple(entry for entry, how in fits.items() if how == "declared")
        if fits:
            return Span(start, span.end, declared or tuple(fits), "initials" if declared else OPEN_INITIALS)
    return _somebody_else(scene, span, chain)


def _somebody_else(scene: Scene, span: Span, chain: Sequence[_Given]) -> Span:
    """A surname after given names or initials that are not this person's."""
    nearest, start = chain[-1]
    first, begins = chain[0]
    if INITIALS.fullmatch(nearest) or any(scene.person(entry).has_given(first) for entry in span.entries):
        return span._replace(rule=OTHER, refused=f"is another person: {scene.words[begins : span.end]}")
    rule = OTHER if is_given_name(scene.lexicon, nearest) else span.rule
    return span._replace(rule=rule, refused=f"is part of a longer name: {scene.words[start : span.end]}")


def _parts(token: str) -> list[str]:
    """Initials written together, one by one."""
    return _LETTER.findall(token) if INITIALS.fullmatch(token) and len(token) > 2 else [token]
