"""What stands right after a person's name: another person's name, a thing's, a place's, or nothing of it. Pure."""

from __future__ import annotations

import re

from colophon.finding.forms import SUFFIX
from colophon.finding.neighbors import WORD, is_headline, is_part_of_a_name, token_before
from colophon.finding.scene import OTHER, Scene
from colophon.finding.segments import Span

_FIRM_OR_CASE = re.compile(r" (&|vs?\.) [A-Z]")
_SUFFIXES = frozenset("JSIVX ")
"""What a suffix begins with, after its space or comma."""
_REGION = re.compile(r", ([A-Z][\w.]*(?: [A-Z]\w+)?)(?=[,.;:)\s]|$)")
_POSSESSIVE = ("'s", "’s")


def goes_on(words: str, end: int, *, by_surname: bool) -> bool:
    """Whether anything that could belong to a name stands after it; quick, since it seldom does."""
    mark, following = words[end : end + 1], words[end + 1 : end + 2]
    if mark == " ":
        return by_surname or following.isupper() or following in "&v"
    return mark == "-" or (mark == "," and words[end + 2 : end + 3].isupper())


def judge_what_follows(scene: Scene, span: Span) -> Span:
    """The span, refused where what stands right after it makes another name."""
    words, end = scene.words, span.end
    suffix = SUFFIX.match(words, end) if words[end + 1 : end + 2] in _SUFFIXES else None
    if suffix and _is_anothers(scene, span, suffix[1]):
        return span._replace(rule=OTHER, refused=f"is followed by{suffix[0].rstrip('.')}, another person's name")
    if words[end] == "-":
        return _hyphenated(scene, span) if words[end + 1 : end + 2].isupper() else span
    if words[end] == ",":
        place = span.rule == "surname" and _is_before_region(scene, end)
        return span._replace(refused="is the name of a place here") if place else span
    if words.startswith((" &", " v"), end) and (joint := _FIRM_OR_CASE.match(words, end)):
        return span._replace(refused=f"is part of the name of a {'firm' if joint[1] == '&' else 'case'}")
    after = scene.word_after(end)
    return _before_word(scene, span, after) if after else span


def _is_anothers(scene: Scene, span: Span, suffix: str) -> bool:
    """Whether a suffix is not one that these persons have; a single letter is rather a word."""
    return suffix not in "IVX" and not any(suffix.lower() in scene.person(entry).suffixes for entry in span.entries)


def _before_word(scene: Scene, span: Span, after: re.Match[str]) -> Span:
    """A name before another word: part of a longer name, of a family's, or neither."""
    words, by_surname = scene.words, span.rule == "surname"
    if after[0][0].islower():
        family = by_surname and after[0] in scene.lexicon.families
        reason = f"is the name of a family: {words[span.start : after.end()]}"
        return span._replace(refused=reason) if family else span
    if _is_free(scene, after):
        return span
    reason = f"is part of a longer name: {words[span.start : after.end()].rstrip('.')}"
    surname_first = by_surname and any(scene.person(entry).surname_first for entry in span.entries)
    return span._replace(rule=OTHER if surname_first else span.rule, refused=reason)


def _hyphenated(scene: Scene, span: Span) -> Span:
    """A name before a hyphen and a capital: another name, unless the hyphen joins two persons."""
    words, end, lexicon = scene.words, span.end, scene.lexicon
    refused = span._replace(refused="is the first half of a compound name")
    if span.rule != "surname":
        return span if end + 1 in scene.listed.starts else refused._replace(rule=OTHER)
    token, at = token_before(words, span.start, lexicon)
    named = token in lexicon.courtesies or lexicon.title(token) or is_part_of_a_name(scene.segment, token, at)
    if named or end + 1 in scene.listed.starts:
        return refused if named else span
    second = WORD.match(words, end + 1)
    if second is None or second[0].endswith(_POSSESSIVE):
        return refused
    # "the Quell-Roe campaign" joins two persons; "Quell-Smith said" is one.
    following = scene.word_after(second.end())
    return span if following and not lexicon.acts(following[0]) else refused


def _is_before_region(scene: Scene, end: int) -> bool:
    """Whether a comma and a state stand after a surname, as in "Washington, D.C."."""
    found = _REGION.match(scene.words, end)
    if found is None:
        return False
    regions = scene.lexicon.regions
    names = (found[1], found[1].split(" ", maxsplit=1)[0])
    return any(name in regions or name.rstrip(".") in regions for name in names)


def _is_free(scene: Scene, after: re.Match[str]) -> bool:
    """Whether a capitalized word after a person's name is not part of a longer name."""
    lexicon = scene.lexicon
    word = after[0].rstrip(".")
    capitals = word.isupper()
    second = scene.word_after(after.end())
    if after.start() in scene.listed.starts or (second and f"{word} {second[0]}" in lexicon.followers):
        return True
    institution = (word.capitalize() if capitals and len(word) > 2 else word) in lexicon.institutions
    if institution or (second and second[0] in lexicon.institutions and not lexicon.title(word)):
        return False
    if capitals or not lexicon.reads_capitals:
        return True
    if lexicon.title(word):
        return _is_title_of_its_own(scene, after)
    common = word in lexicon.openers or word in lexicon.followers or word in lexicon.calendar
    return common or is_headline(scene.segment, after.start())


def _is_title_of_its_own(scene: Scene, title: re.Match[str]) -> bool:
    """Whether a title after a name begins something else: before a capital, "of" or the end of a clause."""
    rest = scene.words[title.end() : title.end() + 3]
    begins = rest[1:2].isupper() or rest == " of" or rest[:1] in ("", "\n", ",", ".")
    return begins or is_headline(scene.segment, title.start())
