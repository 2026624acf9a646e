"""Every rule for what editors write, apart from those that reading applies (encoding, YAML, schema, fixity).

Nothing is written and nothing raised: what is wrong comes back as problems.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from colophon.checking.addresses import check_addresses
from colophon.checking.ambiguity import check_ambiguity, check_surnames
from colophon.checking.entries import SOURCE_UNUSED, check_entry
from colophon.checking.headings import check_headings
from colophon.checking.history import check_history
from colophon.checking.names import check_collisions, check_former_addresses
from colophon.checking.pages import Pages, check_nav, check_pages, check_paths
from colophon.checking.publication import check_placeholders, check_publication
from colophon.checking.texts import check_notes, check_pins, check_texts, check_withheld
from colophon.edition import Edition
from colophon.formats.yaml_reader import YamlDocument
from colophon.model.entry import Entry
from colophon.model.problem import Problem
from colophon.model.site import Site


def check_edition(
    edition: Edition,
    located: Mapping[str, YamlDocument],
    unread: AbstractSet[str] = frozenset(),
    *,
    today: datetime.date,
) -> tuple[Problem, ...]:
    """Every problem of an edition, sorted by file and line.

    `located` says where values are written. `unread` are the paths of files that could not be read, which is a problem
    already: a reference to one of them is not another, and nothing is reported as unused while any file is unread.
    `today` is the latest day it can be anywhere.
    """
    site = edition.site
    targets = Pages(site, unread)
    found = [*check_texts(site, located, today), *check_pages(site, targets), *check_addresses(site)]
    found += [*check_collisions(site, located), *check_pins(edition, located), *check_notes(site, located, targets)]
    found += [*check_publication(site), *check_placeholders(site)]
    found += [*check_nav(site, located, targets, unread), *check_headings(site)]
    found += [*check_former_addresses(site, located), *check_surnames(site, located)]
    for entry in site.entries:
        found += check_entry(edition, entry, located, unread, targets, today)
    found += check_withheld(edition, located)
    found += check_history(edition, located)
    if not unread_sources(site, unread):
        found += check_ambiguity(edition, located)
        found += check_paths(edition, located, but={problem.path for problem in found})
    return tuple(sorted(found))


def check_drafts(
    edition: Edition, drafts: Iterable[Entry], located: Mapping[str, YamlDocument], *, today: datetime.date
) -> tuple[Problem, ...]:
    """What `drafts` lack, in an edition in which they are entries; passages left to cite are not a lack."""
    site = edition.site
    targets = Pages(site)
    by_path = {site.settings.entry_file(draft.slug): draft for draft in drafts}
    found = [*check_collisions(site, located), *check_former_addresses(site, located)]
    for draft in by_path.values():
        found += check_entry(edition, draft, located, frozenset(), targets, today)
    return tuple(
        sorted(
            replace(problem, is_in_draft=True)
            for problem in found
            if problem.path in by_path and problem.rule != SOURCE_UNUSED
        )
    )


def unread_sources(site: Site, unread: AbstractSet[str]) -> bool:
    """Whether a text, an entry or a page could not be read, so that the rest of the site is unknown."""
    return any(path.startswith(("corpus/", f"{site.settings.docs_dir}/")) for path in unread)
