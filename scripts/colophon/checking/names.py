"""Names and addresses of entries: each belongs to one, and somebody uses it. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from colophon.edition import Edition
from colophon.finding import entry_forms
from colophon.front_matter import Located
from colophon.normalising import normalise
from colophon.records import Alias, Entry, EntryMatter, Passage, Problem, Site
from colophon.schema import breach

_SMALL = frozenset(("of", "and", "the", "for"))


def check_names(edition: Edition, located: Mapping[str, Located]) -> Iterator[Problem]:
    """Aliases that nobody is known to use."""
    site = edition.site
    surfaces = {
        slug: {_words(surface) for surface in {m.surface for m in mentions}}
        for slug, mentions in edition.mentions_of.items()
    }
    declared = Counter(_words(name) for e in site.entries for name in {e.name, *(a.text for a in e.matter.aliases)})
    longer = {surface for several in surfaces.values() for surface in several}
    for entry in site.entries if any(text.record.access == "full" for text in site.texts) else ():
        if entry.matter.kind not in site.settings.kinds:
            continue
        own = _spelt(" ".join(_written_in(entry)))
        for at, alias in enumerate(entry.matter.aliases):
            forms = _forms_of(alias, entry, site)
            if forms & surfaces.get(entry.slug, set()) or any(_stands_in(_spelt(form), own) for form in forms):
                continue
            if _is_made_of(alias.text, entry.name) or declared[_words(alias.text)] > 1:
                continue
            words = _words(alias.text)
            around = min((surface for surface in longer if _stands_in(words, surface)), default=None)
            where = f"stands only inside longer names such as {around!r}" if around else "stands in no text"
            told = f"aliases[{at + 1}]: {alias.text!r} {where}, and neither the entry nor its sources say it; correct it, cite who does, or remove it"
            path = site.settings.entry_file(entry.slug)
            yield Problem(path, located[path].place(("aliases", at, "text")), "alias-unused", told)


def _forms_of(alias: Alias, entry: Entry, site: Site) -> set[str]:
    """What stands in a text where an alias does."""
    kind = site.settings.kinds.get(entry.matter.kind)
    alone = Entry(entry.slug, EntryMatter(name=alias.text, kind=entry.matter.kind, surname=False), "")
    forms = {form.text for form in entry_forms(alone, bool(kind and kind.person))}
    return forms | {form.upper() for form in forms}


def _written_in(entry: Entry) -> Iterator[str]:
    """What an entry and its sources say in words."""
    yield from (entry.name, entry.prose, *(f"{p.title} {p.note or ''}" for p in entry.matter.positions))
    for source in entry.matter.sources.values():
        told = (
            (source.quote,)
            if isinstance(source, Passage)
            else (source.title, source.author, source.publisher, source.note)
        )
        yield from (words for words in told if words)


def _words(name: str) -> str:
    return normalise(name).text.strip()


def _spelt(words: str) -> str:
    """Words without the differences of spelling that make no other name: capitals and `&`."""
    return _words(words).casefold().replace("&", "and")


def _stands_in(name: str, words: str) -> bool:
    return name in words and bool(re.search(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", words))


def _is_made_of(alias: str, name: str) -> bool:
    """Whether an alias says no more than the name: its words in another order, or its initials."""
    words = re.findall(r"\w+", _spelt(name.replace("U.S.", "US")))
    bare = re.sub(r"\W", "", _spelt(alias))
    initials = {
        "".join(word if word == "us" else word[0] for word in kept)
        for kept in (words, [w for w in words if w not in _SMALL])
    }
    return bare in initials or {*re.findall(r"\w+", _spelt(alias))} <= {*words}


def check_collisions(site: Site, located: Mapping[str, Located]) -> Iterator[Problem]:
    """Names that two entries declare: once for each pair, at the name or alias that clashes where one does as written."""
    declared: dict[str, list[Entry]] = defaultdict(list)
    for entry in site.entries:
        kind = site.settings.kinds.get(entry.matter.kind)
        if kind:
            for form in {
                form.text for form in entry_forms(entry, kind.person) if form.rule not in ("short", "surname")
            }:
                declared[form].append(entry)
    clashes: dict[tuple[str, str], tuple[Entry, Entry, list[str]]] = {}
    for form, entries in sorted(declared.items()):
        for entry in entries[1:]:
            clashes.setdefault((entries[0].slug, entry.slug), (entries[0], entry, []))[2].append(form)
    for first, entry, forms in clashes.values():
        written = {alias.text: ("aliases", at) for at, alias in enumerate(entry.matter.aliases)} | {
            entry.name: ("name",)
        }
        form = next((form for form in forms if form in written), forms[0])
        told = f"{form!r} is a name of {first.name} too ({site.settings.entry_file(first.slug)}); a text could not say which is meant: remove it from one"
        path = site.settings.entry_file(entry.slug)
        yield Problem(path, located[path].place(written.get(form, ("name",))), "collision", told)


def check_former_addresses(site: Site, located: Mapping[str, Located]) -> Iterator[Problem]:
    """An address leads to one entry: to the one that has it, or to the one that had it."""
    leads_to = {
        entry.slug: f"is the address of {entry.name} ({site.settings.entry_file(entry.slug)})" for entry in site.entries
    }
    for entry in site.entries:
        path = site.settings.entry_file(entry.slug)
        for at, old in enumerate(entry.matter.formerly):
            if old in leads_to:
                told = f"{old!r} {leads_to[old]}; an address leads to one entry only: remove it here"
                yield breach(path, located[path], ("formerly", at), told, "formerly")
            leads_to.setdefault(old, f"is a former address of {entry.name} already ({path})")
