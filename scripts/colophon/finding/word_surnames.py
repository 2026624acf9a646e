"""Surnames that are ordinary words too: whether one stands for the person where it stands alone. Pure."""

from __future__ import annotations

import re

from colophon.finding.neighbors import begins_sentence, is_headline
from colophon.finding.scene import Scene
from colophon.finding.segments import Span

_DATE = re.compile(r",? \d")


def judge_word(scene: Scene, span: Span, token: str) -> Span:
    """A surname alone, refused where it reads as a word; `token`: the word before it."""
    lexicon = scene.lexicon
    surface = scene.words[span.start : span.end]
    lower = surface.lower()
    articled = token.lower() in lexicon.articles
    if articled and not lexicon.capitals_mark_names:
        return span._replace(refused="follows an article, so it is a common noun")
    if articled and _is_reduced(scene, span, surface):
        return span._replace(refused="is part of a surname that needs its particle after an article")
    known = lower in lexicon.proper_words or lower in lexicon.function_words or lexicon.is_word(lower)
    if not known and not (articled and surface in lexicon.titles):
        return span
    after = scene.word_after(span.end)
    if articled:
        word = after is None or after[0].capitalize() not in lexicon.followers
    else:
        word = surface.isupper() or _reads_as_word(scene, span, token, lower)
    return span._replace(refused="reads as an ordinary word here, not as a name") if word else span


def _is_reduced(scene: Scene, span: Span, surface: str) -> bool:
    """Whether the surname of every entry has a particle that is left out here."""
    return all(scene.person(entry).surname != surface for entry in span.entries) and any(
        scene.person(entry).surname[:1].islower() for entry in span.entries
    )


def _reads_as_word(scene: Scene, span: Span, token: str, lower: str) -> bool:
    """Whether a word that is a surname too is the word where it stands without title or given name."""
    lexicon = scene.lexicon
    headline = is_headline(scene.segment, span.start)
    begins = headline or begins_sentence(scene.words, span.start)
    if lower in lexicon.proper_words:
        return _reads_as_proper_word(scene, span, token, begins=begins)
    if lower in lexicon.function_words:
        return begins or not scene.is_evident(span.end)
    # An ordinary word has a capital only where a sentence or headline begins, and there a verb tells.
    after = scene.word_after(span.end) if begins else None
    return after is not None and not lexicon.acts(after[0]) and (headline or after[0].islower())


def _reads_as_proper_word(scene: Scene, span: Span, token: str, *, begins: bool) -> bool:
    """The same for a month, a day, a direction and the like, which always have a capital."""
    lexicon, words = scene.lexicon, scene.words
    in_date = token.lower() in lexicon.before_dates and words[span.start : span.end] in lexicon.calendar
    if in_date or _DATE.match(words, span.end):
        return True
    after = scene.word_after(span.end)
    says = after is not None and after[0].lower() in lexicon.saying
    return not says if begins else not scene.is_evident(span.end)
