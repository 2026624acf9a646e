"""The pipeline, from a folder of sources to a verified site.

    read      corpus/, docs/, mkdocs.yml -> site                      read_site
    compile   site -> edition: mentions, checked quotations           compile_edition
    check     edition -> problems; an error ends it here              check, check_or_raise
    render    edition -> pages and files, as Markdown and data        staging.file_makers
    stage     those -> build/docs/                                    staging.stage
    engine    build/docs/ -> build/site/, by MkDocs or Zensical       engines.ENGINES
    index     build/search/ -> build/site/pagefind/, meanwhile        search_indexes, write_search_indexes
    survey    build/site/ -> facts of every file, read once           survey
    manifest  digests of files -> build/site/data/manifest.txt        write_manifest
    verify    facts against the edition and each other                problems_in
    swap      build/site/ <-> site/                                   exchange_folders
    keep      the keys of pages -> build/state/                       kept.write_kept

`mkdocs build` with `plugins: [colophon]` takes the same steps up to the manifest: see `colophon.mkdocs_plugin`.
"""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from colophon.building.engines import ENGINES, Rendering
from colophon.building.history import read_history
from colophon.building.kept import STATE, Kept, Made, digest_of_withheld, index_keys, read_kept, write_kept
from colophon.building.known import read_cache, write_cache
from colophon.building.pagefind import Index, search_indexes
from colophon.building.parts import read_parts
from colophon.building.staging import (
    BUILD,
    INDEX,
    SEARCH,
    STAGED,
    missing_editor,
    place_search_indexes,
    remove_unloaded_scripts,
    stage,
    staged_search,
    write_manifest,
    write_search_indexes,
)
from colophon.building.trial import settings_problem
from colophon.checking import check_drafts, check_edition, unread_sources
from colophon.checking.entries import KIND, RELATION
from colophon.checking.prose import HTML, NESTING, check_prose
from colophon.checking.rules import RULES
from colophon.checking.silences import silence
from colophon.edition import Edition, compile_edition, with_history
from colophon.model.errors import Refused
from colophon.model.problem import Problem
from colophon.model.settings import CONFIG
from colophon.project.cache import Cache
from colophon.project.processes import cores, meanwhile
from colophon.project.reader import Memory, Reading, read_site
from colophon.project.settings import SETTINGS, place_of_option
from colophon.project.writer import exchange_folders, exclusive_lock, refuse_links, remove_folder, restore_folder
from colophon.verifying import problems_in, survey

_UNFIT = frozenset({HTML, KIND, NESTING, RELATION})
"""Rules without which a draft has no page, even in the preview."""
_MOST_MEANWHILE = 2
"""Search indexes, that of the names among them: more, made beside the processes that render, need too much memory."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A compiled site and its problems."""

    edition: Edition
    problems: tuple[Problem, ...]
    silenced: tuple[Problem, ...] = ()
    """Warnings that the site's `silence` option hides."""
    gaps: tuple[Problem, ...] = ()
    """What drafts lack, which hinders nothing."""
    with_drafts: Edition | None = None
    """The edition as the preview shows it, if there are drafts."""

    def refuses(self, *, strict: bool) -> bool:
        """Whether the site must not be built: it has an error or, if `strict`, a warning."""
        return any(strict or problem.severity == "error" for problem in self.problems)


def check(root: Path, today: datetime.date | None = None, memory: Memory | None = None) -> Checked:
    """Read the site at `root` and apply every rule. Nothing is written.

    `today`: dates after it are in the future; default: the latest date anywhere on Earth. `memory`: what is known of
    files that have not changed; default: what the last build kept. Raises `Invalid` if `mkdocs.yml` cannot be read.
    """
    memory = memory or Memory(read_cache(root))
    reading = read_site(root, memory)
    latest = today or _latest_day()
    edition = compile_edition(reading.site, memory.cache)
    with_drafts, gaps = _check_drafts(reading, latest, memory.cache) if reading.site.drafts else (None, ())
    edition = with_history(edition, read_history(root, reading.site, memory))
    unread = {problem.path for problem in reading.problems if problem.severity == "error"}
    found = check_edition(edition, reading.located, unread, today=latest)
    settings = reading.site.settings
    complete = not unread_sources(reading.site, unread)
    problems = {*found, *(problem for problem in reading.problems if not problem.is_in_draft)}
    for unread_prose in reading.unread_prose:
        problems.update(
            check_prose(unread_prose.prose, unread_prose.first_line, unread_prose.path, unread_prose.sources)
        )
    if settings.editor and (missing := missing_editor()):
        message = f"plugins.colophon.editor: {missing}"
        problems.add(Problem(CONFIG, place_of_option(reading.located[CONFIG], "editor"), SETTINGS, message))
    if not any(problem.path == CONFIG and problem.severity == "error" for problem in problems):
        unusable = settings_problem(root, reading.located[CONFIG])
        problems.update([unusable] if unusable else [])
    kept, quiet = silence(problems, settings.silences, reading.located[CONFIG], RULES, complete=complete)
    gaps = (*(problem for problem in reading.problems if problem.is_in_draft), *gaps)
    return Checked(edition, tuple(sorted(kept)), tuple(sorted(quiet)), tuple(sorted(gaps)), with_drafts)


def _check_drafts(reading: Reading, today: datetime.date, cache: Cache) -> tuple[Edition, tuple[Problem, ...]]:
    """The edition with the drafts that a page can show, and what drafts lack."""
    site = reading.site
    every = compile_edition(site.with_drafts(), cache)
    gaps = check_drafts(every, site.drafts, reading.located, today=today)
    unfit = {problem.path for problem in gaps if problem.rule in _UNFIT}
    fit = [draft.with_sourced_positions for draft in site.drafts if site.settings.entry_file(draft.slug) not in unfit]
    if tuple(fit) == site.drafts:
        return every, gaps
    return compile_edition(replace(site, drafts=tuple(fit)).with_drafts(), cache), gaps


def _latest_day() -> datetime.date:
    """Today in UTC+14, where each day begins first."""
    return (datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(hours=14)).date()


def compile_readable(reading: Reading, otherwise: str, *, drafts: bool = False) -> Edition:
    """Compile a site, perhaps with its drafts, for an answer that would be incomplete if a file cannot be read.

    Raises `Refused` with what cannot be read, and with entries of an unknown kind; `otherwise` says the consequence.
    """
    cache = Cache()
    edition = compile_edition(reading.site, cache)
    unread = {problem.path for problem in reading.problems}
    problems = [problem for problem in reading.problems if problem.severity == "error"]
    problems += (
        problem
        for problem in check_edition(edition, reading.located, unread, today=_latest_day())
        if problem.rule == "kind"
    )
    if problems:
        raise Refused(problems, otherwise)
    return compile_edition(reading.site.with_drafts(), cache) if drafts and reading.site.drafts else edition


def check_or_raise(root: Path, *, strict: bool = False) -> Checked:
    """Check the site at `root` for a build; returns it with its history, and its warnings.

    What is known of its files afterwards is kept for the next command. Raises `Refused` if it has errors or, if `strict`,
    which takes nothing from what was kept, warnings.
    """
    memory = Memory(Cache() if strict else read_cache(root))
    checked = check(root, memory=memory)
    if checked.refuses(strict=strict):
        raise Refused(checked.problems, "nothing was built")
    write_cache(root, memory.cache)
    return checked


def checked_edition(root: Path) -> Edition:
    """The edition of a site without errors, with its history. Raises `Refused` otherwise."""
    return check_or_raise(root).edition


def build(
    root: Path,
    edition: Edition | None = None,
    engine: str = "mkdocs",
    *,
    strict: bool = False,
    jobs: int | None = None,
    merging: bool = False,
) -> Edition:
    """Build `site/` and verify it; returns its edition. If anything fails, `site/` stays as it was.

    `edition`: what `check_or_raise` returned; default: check now. `engine`: a key of `ENGINES`. `strict`: a warning that
    the engine logs is an error, and nothing is taken from the last site. `jobs`: the most processes that render or
    verify at a time; default: as many as there are processor cores. `merging`: pages are taken from `build/parts/`.
    Raises `ColophonError`: `Refused` for problems of the sources or of the built site,
    `Busy` while another process builds it; and `OSError`.
    """
    refuse_links(root, STAGED, SEARCH, INDEX, "site")
    edition = edition or checked_edition(root)
    new, site = root / BUILD / "site", root / "site"
    with exclusive_lock(root / BUILD):
        restore_folder(new, site)
        stage(root, edition, jobs, anew=strict, with_search=True)
        kept = read_parts(root) if merging else Kept() if strict else read_kept(site, root / STATE)
        withheld = digest_of_withheld(edition)
        key_of = index_keys(edition, withheld)
        indexes = {key_of(index.made_from()): index for index in search_indexes(edition, staged_search(root, edition))}
        rendering = Rendering(
            strict,
            cores() if jobs is None else jobs,
            kept,
            withheld,
            kept.indexes(indexes.keys()),
            is_merging=merging,
        )
        made = _rendered(root, new, ENGINES[engine], rendering, indexes, jobs)
        facts = survey(edition, new, jobs, made.known)
        for path in remove_unloaded_scripts(new, lambda path: any(path in fact.targets for fact in facts.values())):
            del facts[path]
        changed = write_manifest(edition, new, {path: fact.digest for path, fact in facts.items()})
        facts |= survey(edition, new, jobs, paths=changed)
        if problems := problems_in(edition, facts, new):
            raise Refused(problems, "the site that was built is in build/site; site/ is unchanged")
        exchange_folders(new, site)
        with suppress(OSError):  # the site is in place; the next build makes every page
            kept_facts = {path: fact for path, fact in facts.items() if path not in changed}
            write_kept(site, root / STATE, made.keys, kept_facts)
    return edition


def _rendered(
    root: Path,
    new: Path,
    render: Callable[[Path, Path, Rendering], Made],
    rendering: Rendering,
    indexes: Mapping[str, Index],
    jobs: int | None,
) -> Made:
    """Render the staged tree to the folder `new` and make those search indexes, by key, that the last site does not have."""
    to_keep = {page.key for page in rendering.index.values()}
    remove_folder(root / INDEX)
    work = partial(write_search_indexes, root, indexes, to_keep)
    with meanwhile(work, jobs if len(indexes) <= _MOST_MEANWHILE else 1) as written:
        made = render(root, new, rendering)
        gc.collect()  # pages of MkDocs refer to each other, and Pagefind may need their memory
        of_index = written()
    there = {*made.keys.values(), *of_index.values()}
    of_index |= write_search_indexes(root, indexes, there)  # an engine may not have kept any
    place_search_indexes(root, of_index, new)
    made.keys.update(of_index)
    return made
