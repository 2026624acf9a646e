"""Names and addresses of entries: each belongs to one. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from colophon.finding.forms import entry_forms
from colophon.formats.validation import problem_at
from colophon.formats.yaml_reader import YamlDocument
from colophon.model.entry import Entry
from colophon.model.problem import Problem, Rule
from colophon.model.site import Site

COLLISION = Rule("collision", "A name belongs to one entry: otherwise a text could not say which is meant.")
FORMERLY = Rule("formerly", "A former address leads to one entry, and is not the address of another.")


def check_collisions(site: Site, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """Names that two entries declare: once for each pair, at the name or alias that clashes where one does as written."""
    declared: dict[str, list[Entry]] = defaultdict(list)
    for entry in site.entries:
        kind = site.settings.kinds.get(entry.matter.kind)
        if kind:
            for form in {
                form.text
                for form in entry_forms(entry, kind.person)
                if form.rule not in ("short", "surname", "capitals")
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
        message = f"{form!r} is a name of {first.name} too ({site.settings.entry_file(first.slug)}); a text could not say which is meant: remove it from one"
        path = site.settings.entry_file(entry.slug)
        yield Problem(path, located[path].place(written.get(form, ("name",))), COLLISION, message)


def check_former_addresses(site: Site, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """An address leads to one entry: to the one that has it, or to the one that had it."""
    leads_to = {
        entry.slug: f"is the address of {entry.name} ({site.settings.entry_file(entry.slug)})" for entry in site.entries
    }
    for entry in site.entries:
        path = site.settings.entry_file(entry.slug)
        for at, old in enumerate(entry.matter.formerly):
            if old in leads_to:
                message = f"{old!r} {leads_to[old]}; an address leads to one entry only: remove it here"
                yield problem_at(path, located[path], ("formerly", at), message, FORMERLY)
            leads_to.setdefault(old, f"is a former address of {entry.name} already ({path})")
