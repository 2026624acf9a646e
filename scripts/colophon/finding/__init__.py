"""Entries decide what a mention is; nothing is guessed. Pure and deterministic.

A *form* is a string that may stand in a text for an entry, with the rule that made it:

`name`, `alias`
    As the entry declares them, case included. Optional are an agency's leading "the" and "U.S." (in any of its
    spellings; left out where at least two words remain).
`short`
    A person's full name without its suffix or its middle names.
`acronym`
    A name or alias in capitals, exactly as written, with or without full stops.
`initials`
    A given name, one to three initials, a middle name written out or a nickname in quotation marks, and the surname.
`title`
    A title and the surname, where a position of the entry has that title; or any title, where the full name stands in
    the text.
`surname`
    The surname alone, in a text where a longer form of that person stands (a site may ask: only after it).
`capitals`
    A name in capitals in a line that is all capitals.
`pin`
    What an editor says in the record of the text.

A form counts only between word edges. Of forms that overlap the longest wins, then the leftmost. A surname that two
entries of the text share is nobody's; a surname next to another given name ("Jason Miller") or inside a longer
capitalised name ("Miller Center") is somebody or something else.
"""

from __future__ import annotations

from colophon.finding.build import build_finder
from colophon.finding.forms import Form, entry_forms, surname_of
from colophon.finding.lexicon import lexicon_of
from colophon.finding.matcher import REFUSED_BY_EDITOR, Finder, Match

__all__ = ["REFUSED_BY_EDITOR", "Finder", "Form", "Match", "build_finder", "entry_forms", "lexicon_of", "surname_of"]
