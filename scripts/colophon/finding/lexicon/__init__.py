"""What the words of a language say about names: one table for each language, and no rules.

A language is chosen by the record of a text, and by the site where the record has none. To add one, write a module with
its table and list it here; texts in other languages are read by the neutral table.
"""

from __future__ import annotations

from colophon.finding.lexicon.english import ENGLISH
from colophon.finding.lexicon.french import FRENCH
from colophon.finding.lexicon.german import GERMAN
from colophon.finding.lexicon.neutral import NEUTRAL, PARTICLES
from colophon.finding.lexicon.spanish import SPANISH
from colophon.finding.lexicon.table import Lexicon

__all__ = ["ENGLISH", "GERMAN", "LEXICONS", "NEUTRAL", "PARTICLES", "SPANISH", "Lexicon", "lexicon_of"]

LEXICONS = {lexicon.language: lexicon for lexicon in (ENGLISH, FRENCH, GERMAN, SPANISH)}


def lexicon_of(language: str) -> Lexicon:
    """The table of a language given by its BCP 47 tag, such as `en` or `de-AT`."""
    return LEXICONS.get(language.split("-", maxsplit=1)[0].lower(), NEUTRAL)
