"""From entries to a finder. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from colophon.finding.candidates import Meaning
from colophon.finding.forms import Form, entry_forms, plain_name
from colophon.finding.matcher import Finder, curly
from colophon.finding.persons import Person, person_of
from colophon.formats.normalisation import MOVED_OR_CHANGED
from colophon.model.entry import Entry
from colophon.model.settings import Kind

_WEAK = frozenset(("short", "capitals", "surname"))
_BY_STRENGTH = ("short", "capitals", "surname")


def build_finder(
    entries: Iterable[Entry], kinds: Mapping[str, Kind], *, only_after: bool = False, language: str = "en"
) -> Finder:
    """Compile the forms of all entries. The order of the entries does not matter.

    `only_after`: a surname counts only after the full name, not anywhere in the same text. `language`: the BCP 47 tag of
    texts whose record gives none.
    """
    forms: set[Form] = set()
    excluded: dict[str, set[str]] = defaultdict(set)
    persons: dict[str, Person] = {}
    for entry in entries:
        person = kinds[entry.matter.kind].person
        if person:
            persons[entry.slug] = person_of(entry)
        strongest: dict[str, Form] = {}
        for form in entry_forms(entry, person):
            strongest.setdefault(form.text, form)
        forms.update(strongest.values())
        for phrase in (*entry.matter.not_, *(phrase for alias in entry.matter.aliases for phrase in alias.not_)):
            if words := plain_name(phrase):
                excluded[words].add(entry.slug)
    by_text: dict[str, list[Form]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (form.text, form.entry)):
        by_text[form.text].append(form)
    meanings = {
        text: _meaning(by_text.get(text, ()), persons, frozenset(excluded.get(text, ())))
        for text in {*by_text, *excluded}
    }
    spelled = {spelling: meaning for text, meaning in meanings.items() for spelling in curly(text)} | meanings
    patterns = sorted(spelled)
    return Finder(
        forms=tuple(form for several in by_text.values() for form in several),
        only_after=only_after,
        language=language,
        _persons=persons,
        _patterns=patterns,
        _meanings=[spelled[text] for text in patterns],
        _automaton=AhoCorasick([*patterns, *MOVED_OR_CHANGED], matchkind=MatchKind.Standard),
        _moving=len(patterns),
    )


def _meaning(forms: Sequence[Form], persons: Container[str], excludes: frozenset[str]) -> Meaning:
    """What a string stands for: a declared name outdoes a shortened one that reads the same, and both a surname."""
    if not forms:
        return Meaning("name", (), person=False, excludes=excludes)
    strongest = [form for form in forms if form.rule not in _WEAK]
    for rule in _BY_STRENGTH:
        strongest = strongest or [form for form in forms if form.rule == rule]
    entries = tuple(form.entry for form in strongest)
    person = any(entry in persons for entry in entries)
    return Meaning(strongest[0].rule, entries, person, forms[0].text.isupper(), excludes)
