"""Names that mean something else as well: ordinary words, and the surnames of other entries. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from colophon.edition import Edition
from colophon.finding import build_finder, lexicon_of, surname_of
from colophon.formats.validation import problem_at
from colophon.formats.yaml_reader import KeyPath, YamlDocument
from colophon.model.entry import Entry
from colophon.model.problem import Problem, Rule
from colophon.model.site import Mention, Site
from colophon.rendering.pages.wording import count

SURNAME = Rule("surname", "A surname that an entry declares consists of words of its name.")
AMBIGUOUS_NAME = Rule(
    "ambiguous-name",
    "An alias or surname is not an ordinary word, nor an alias the surname of another entry: it would take mentions that mean something else.",
    "warning",
)
_SHOWN = 3


def check_surnames(site: Site, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """Surnames that entries declare and that are not words of their names."""
    for entry in site.entries:
        surname = entry.matter.surname
        if isinstance(surname, str) and f" {surname} " not in f" {entry.name} ":
            path = site.settings.entry_file(entry.slug)
            yield problem_at(
                path,
                located[path],
                ("surname",),
                rule=SURNAME,
                expected=f"words of the name {entry.name!r}",
                found=repr(surname),
                fix="write the surname as it is there, or false",
            )


def check_ambiguity(edition: Edition, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """Aliases and surnames that are ordinary words, and aliases that are other entries' surnames."""
    site = edition.site
    surnames: dict[str, list[str]] = defaultdict(list)
    for entry in site.entries:
        kind = site.settings.kinds.get(entry.matter.kind)
        if kind and kind.person and entry.matter.surname and (surname := surname_of(entry.name, entry.matter.surname)):
            surnames[surname].append(entry.slug)
    for entry in site.entries:
        if entry.matter.kind not in site.settings.kinds:
            continue
        path = site.settings.entry_file(entry.slug)
        for at, alias in enumerate(entry.matter.aliases):
            others = [slug for slug in surnames.get(alias.text, ()) if slug != entry.slug]
            key = ("aliases", at, "text")
            if others:
                what = f"is the surname of {', '.join(others)} too"
                fix = "remove the alias; where a paragraph means this entry, say so under mentions in the record of its text"
            elif _is_word(edition, alias.text):
                what = "is an ordinary word too"
                fix = "write the longer name that the texts use, or list under not the phrases in which it is the word"
            else:
                continue
            if effect := _effect_of_alias(edition, entry, at):
                yield _warning(path, located[path], key, f"aliases.{alias.text}", f"{what}; it {effect}", fix)
    yield from _surnames(edition, surnames, located)


def _surnames(
    edition: Edition, surnames: Mapping[str, list[str]], located: Mapping[str, YamlDocument]
) -> Iterator[Problem]:
    """Surnames that are ordinary words, where the texts have them alone."""
    alone = Counter((m.entry, m.surface) for m in edition.mentions if m.rule == "surname")
    for surname, slugs in surnames.items():
        for slug in slugs:
            number = alone[slug, surname]
            if number and _is_word(edition, surname) and _is_used_as_a_word(edition, slug, surname):
                entry = edition.entries[slug]
                path = edition.site.settings.entry_file(slug)
                key: KeyPath = ("surname",) if isinstance(entry.matter.surname, str) else ("name",)
                what = f"the surname {surname!r} is an ordinary word too; alone it adds {count(number, 'mention')}"
                fix = f"read them with colophon mentions --explain {slug}; if they are not all this person, write surname: false"
                yield _warning(path, located[path], key, str(key[0]), what, fix)


def _is_used_as_a_word(edition: Edition, slug: str, surname: str) -> bool:
    """Whether a text that names an entry has its surname as a word too: in lower case, or as it begins sentences."""
    lower = surname.lower()
    lexicon = lexicon_of(edition.site.settings.language)
    if lower in lexicon.function_words or lower in lexicon.proper_words:
        return True
    word = re.compile(rf"\b{re.escape(lower)}\b")
    documents = {mention.document for mention in edition.mentions_of.get(slug, ())}
    return any(word.search(edition.texts[document].text) for document in documents)


def _is_word(edition: Edition, name: str) -> bool:
    """Whether a name of one word is an ordinary word of the site's language, rather than an acronym."""
    if name.isupper() and len(name) > 1:
        return False
    lexicon = lexicon_of(edition.site.settings.language)
    lower = name.lower()
    return lexicon.is_word(lower) or lower in lexicon.function_words or lower in lexicon.proper_words


def _effect_of_alias(edition: Edition, entry: Entry, at: int) -> str:
    """What an alias adds to the mentions of its entry and takes from others, in words; nothing if it does neither."""
    site = edition.site
    aliases = tuple(alias for number, alias in enumerate(entry.matter.aliases) if number != at)
    without = replace(entry, matter=entry.matter.model_copy(update={"aliases": aliases}), digest="")
    settings = site.settings
    known = [without if e is entry else e for e in site.entries if e.matter.kind in settings.kinds]
    finder = build_finder(known, settings.kinds, only_after=settings.surname_only_after, language=settings.language)
    alias = entry.matter.aliases[at].text
    added = 0
    taken: Counter[str] = Counter()
    for text in site.texts:
        if alias.casefold() not in text.text.casefold():
            continue
        now = set(edition.mentions_in.get(text.id, ()))
        then = set(finder.mentions(text))
        added += sum(mention.entry == entry.slug for mention in _new(now, then))
        taken.update(mention.entry for mention in _new(then, now) if mention.entry != entry.slug)
    if not added and not taken:
        return ""
    parts = [f"adds {count(added, 'mention')}"]
    if taken:
        parts.append("takes " + ", ".join(f"{number} from {slug}" for slug, number in taken.most_common(_SHOWN)))
    return " and ".join(parts)


def _new(mentions: set[Mention], others: set[Mention]) -> Iterator[Mention]:
    """The mentions whose span and entry are not among others."""
    known = {(mention.start, mention.end, mention.entry) for mention in others}
    return (mention for mention in mentions if (mention.start, mention.end, mention.entry) not in known)


def _warning(path: str, yaml: YamlDocument, key: KeyPath, field: str, what: str, fix: str) -> Problem:
    """An alias is named by its words: a silence must not pass to another alias when the list changes."""
    return Problem(path, yaml.place(key), AMBIGUOUS_NAME, what, field, fix=fix)
