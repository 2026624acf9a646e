"""Entries decide what a mention is; nothing is guessed. Pure and deterministic.

A *form* is a string that may be a name of an entry in a text, with the rule that made it:

`name`, `alias`
    As the entry declares them. Optional are an agency's leading "the" and "U.S." where two words remain; head nouns,
    small words, particles and letters after a hyphen may be in either case.
`short`
    A person's full name without its suffix or its middle names.
`acronym`
    A name or alias in capitals, exactly as written, with or without full stops.
`initials`
    A given name, initials or middle names that fit the declared ones, or a nickname in quotation marks, and the surname.
`title`
    A title and the surname, where a position of the entry has that title, of the same rank and at the time of the text.
`surname`
    The surname alone, in a text that gives a longer form of that person (a site may require: before it), of whoever of
    that surname the text named last.
`capitals`
    A name of several words in capitals.
`pin`
    What an editor decides in the record of the text.

From entries to mentions: `forms` (strings), `persons` (given names, titles), `build` (the automaton), `matcher` (a text),
`candidates` (single spans, judged by `agency_context`, `before_persons`, `after_persons`, `person_titles` and
`word_surnames`), `discourse` (whom the text has named), `overlaps` (which spans count). The words of each language are in
`lexicon`.
"""

from __future__ import annotations

from colophon.finding.build import build_finder
from colophon.finding.forms import Form, entry_forms, surname_of
from colophon.finding.lexicon import lexicon_of
from colophon.finding.matcher import REFUSED_BY_EDITOR, Finder, Match

__all__ = ["REFUSED_BY_EDITOR", "Finder", "Form", "Match", "build_finder", "entry_forms", "lexicon_of", "surname_of"]
