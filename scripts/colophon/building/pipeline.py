"""The whole pipeline, legible in one place.

read      corpus/, docs/, mkdocs.yml -> site
compile   site -> edition: every mention, every quote looked up
check     edition -> problems; with an error among them it ends here
render    edition -> the Markdown tree in build/docs/
MkDocs    build/docs/ -> build/site (or Zensical), with Pagefind's index of the edition in pagefind/
verify    build/site against the bytes in corpus/ -> site/
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from colophon.building.engines import ENGINES
from colophon.building.history import read_history
from colophon.building.staging import BUILD, STAGED, missing_editor
from colophon.checking import check_edition, silence, unread_sources
from colophon.checking.prose import check_prose
from colophon.edition import Edition, compile_edition, with_history
from colophon.model.errors import Refused
from colophon.model.problem import Problem
from colophon.model.settings import CONFIG
from colophon.project.reader import Memory, read_site
from colophon.project.settings import place_of_option
from colophon.project.writer import exclusive_lock, refuse_links, remove_folder, replace_folder, restore_folder
from colophon.verifying import verify


@dataclass(frozen=True, slots=True)
class Checked:
    """A site that was read, and everything that is wrong with it."""

    edition: Edition
    problems: tuple[Problem, ...]
    silenced: tuple[Problem, ...] = ()
    """The warnings that the site does not want to read again."""

    def refuses(self, *, strict: bool) -> bool:
        """Whether no site may be built: there is an error, or where it is `strict` a warning."""
        return any(strict or problem.severity == "error" for problem in self.problems)


def check(
    root: Path, today: datetime.date | None = None, memory: Memory | None = None, before: Edition | None = None
) -> Checked:
    """Read the site at `root` and apply every rule. Nothing is written.

    `today`: the latest day it can be anywhere; by the clock where it is not said. `memory` and `before`, an edition made
    with the same memory, save a preview from doing all again.
    """
    reading = read_site(root, memory)
    edition = compile_edition(reading.site, before)
    unread = {problem.path for problem in reading.problems if problem.severity == "error"}
    found = check_edition(edition, reading.located, unread, today=today or _latest_day())
    settings = reading.site.settings
    complete = not unread_sources(reading.site, unread)
    problems = {*reading.problems, *found}
    for unread_prose in reading.unread_prose:
        problems.update(
            check_prose(unread_prose.prose, unread_prose.first_line, unread_prose.path, unread_prose.sources)
        )
    if settings.editor and (missing := missing_editor()):
        told = f"plugins.colophon.editor: {missing}"
        problems.add(Problem(CONFIG, place_of_option(reading.located[CONFIG], "editor"), "settings", told))
    kept, quiet = silence(problems, settings.silences, reading.located[CONFIG], complete=complete)
    return Checked(edition, tuple(sorted(kept)), tuple(sorted(quiet)))


def _latest_day() -> datetime.date:
    """The day it is where the day begins first, 14 hours ahead of UTC: nobody's today is later."""
    return (datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(hours=14)).date()


def check_or_raise(root: Path, *, strict: bool = False) -> Checked:
    """A site without errors, with its history, and its warnings.

    Raises `Refused` with all of them otherwise, or if one is `strict`.
    """
    checked = check(root)
    if checked.refuses(strict=strict):
        raise Refused(checked.problems)
    return replace(checked, edition=with_history(checked.edition, read_history(root, checked.edition.site)))


def checked_edition(root: Path) -> Edition:
    """The edition of a site without errors, with its history. Raises `Refused` with all of them otherwise."""
    return check_or_raise(root).edition


def build(root: Path, edition: Edition | None = None, engine: str = "mkdocs") -> Edition:
    """Build `site/` whole, verified, or leave the last one as it is. Raises `Refused`; `Busy` while another process does.

    `edition`: the sound edition of the site, where it is at hand and its warnings were told. `engine`: one of `ENGINES`.
    """
    refuse_links(root, STAGED, "site")
    edition = edition or checked_edition(root)
    new, site = root / BUILD / "site", root / "site"
    with exclusive_lock(root / BUILD):
        restore_folder(new, site)
        remove_folder(new)
        ENGINES[engine](root, edition, new)
        if problems := verify(edition, new):
            raise Refused(problems, "the site that was built is in build/site; site/ is as it was")
        replace_folder(new, site)
    return edition
