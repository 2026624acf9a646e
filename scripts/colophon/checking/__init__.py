"""Everything that can be wrong with a site that could be read, as problems. Nothing is written, nothing raised.

What cannot be read at all (encoding, YAML, schema, fixity) is reported by `colophon.project.reader`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from colophon.checking.addresses import check_addresses
from colophon.checking.ambiguity import check_ambiguity, check_surnames
from colophon.checking.entries import check_entry
from colophon.checking.history import check_history
from colophon.checking.names import check_collisions, check_former_addresses
from colophon.checking.pages import Pages, check_nav, check_pages, check_paths
from colophon.checking.texts import check_notes, check_pins, check_texts, check_withheld
from colophon.edition import Edition
from colophon.formats.validation import dotted
from colophon.formats.yaml_reader import KeyPath, YamlDocument
from colophon.model.problem import Problem
from colophon.model.settings import CONFIG, Silence
from colophon.model.site import Site


def check_edition(
    edition: Edition,
    located: Mapping[str, YamlDocument],
    unread: AbstractSet[str] = frozenset(),
    *,
    today: datetime.date,
) -> tuple[Problem, ...]:
    """Every problem of an edition, in the order of files and lines.

    `located` says where values stand. `unread` are the paths of files that could not be read, which is told already:
    what refers to one of them is no second problem, and that nothing does something is not told while any is unread.
    `today` is the latest day it can be anywhere.
    """
    site = edition.site
    pages = Pages(site, unread)
    found = [*check_texts(site, located, today), *check_pages(site, pages), *check_addresses(site)]
    found += [*check_collisions(site, located), *check_pins(edition, located), *check_notes(site, located, pages)]
    found += check_nav(site, located, pages, unread)
    found += [*check_former_addresses(site, located), *check_surnames(site, located)]
    for entry in site.entries:
        yaml = located[site.settings.entry_file(entry.slug)]
        found += check_entry(edition, entry, yaml, unread, pages, today)
    found += check_withheld(edition, located)
    found += check_history(edition, located)
    if not unread_sources(site, unread):
        found += [*check_ambiguity(edition, located), *check_paths(edition, located)]
    return tuple(sorted(found))


def unread_sources(site: Site, unread: AbstractSet[str]) -> bool:
    """Whether a text, an entry or a page could not be read, so that nobody knows what else there is in the site."""
    return any(path.startswith(("corpus/", f"{site.settings.docs_dir}/")) for path in unread)


def silence(
    problems: Iterable[Problem], silences: Mapping[KeyPath, Silence], yaml: YamlDocument, *, complete: bool
) -> tuple[list[Problem], list[Problem]]:
    """The problems a site wants to read, and those it has silenced.

    `yaml` says where the silences stand in `mkdocs.yml`. One that silences nothing is a problem itself, unless the
    warnings are not `complete`, because a file could not be read.
    """
    kept: list[Problem] = []
    quiet: list[Problem] = []
    used: set[KeyPath] = set()
    for problem in problems:
        by = [at for at, silence in silences.items() if _covers(silence, problem)]
        used.update(by)
        (quiet if by else kept).append(problem)
    for at in silences.keys() - used if complete else ():
        one = silences[at]
        told = f"{dotted(('plugins', 'colophon', *at[-2:]))}: nothing at {one.at} breaks the rule {one.rule} any more; remove this"
        kept.append(Problem(CONFIG, yaml.place(at), "silence-unused", told))
    return kept, quiet


def _covers(silence: Silence, problem: Problem) -> bool:
    there = (silence.rule, silence.at) == (problem.rule, problem.path)
    return there and (silence.key is None or problem.message.startswith(f"{silence.key}: "))
