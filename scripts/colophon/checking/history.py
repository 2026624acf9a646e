"""Whether readers get what commit messages say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.formats.yaml_reader import YamlDocument
from colophon.model.problem import Place, Problem, Rule
from colophon.model.settings import CONFIG

CORRECTION = Rule(
    "correction",
    "A correction in a commit message reaches readers: otherwise they read of an update, or of nothing.",
    "warning",
)


def check_history(edition: Edition, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """Corrections that do not reach readers, and notices for commits that are not in the history."""
    settings, history = edition.site.settings, edition.history
    for unread in history.unread:
        commit = unread.commit[:10]
        if unread.page:
            what = f"the message of commit {commit} has {unread.line!r}, which is not read as a correction: no line begins with Correction:"
            fix = (
                f'add to notices in mkdocs.yml what readers are to get: {{commit: "{commit}", says: "Correction: ..."}}'
            )
        else:
            what = (
                f"commit {commit} has the correction {unread.line!r}, and no page shows it, since the commit changes nothing"
                " that an entry or record says"
            )
            fix = "add the commit that made the change to notices in mkdocs.yml, with this correction"
        yield Problem(_file_of(unread.page, edition), Place(), CORRECTION, what, fix=fix)
    if history.silence is None and history.since is None:
        for number, commit in enumerate(settings.notices):
            if not any(known.startswith(commit) for known in history.commits):
                ending = ("notices", number, "commit")
                place = next((place for at, place in located[CONFIG].places.items() if at[-3:] == ending), Place())
                what, fix = f"commit {commit} changes no entry and no record", "colophon history lists those that do"
                yield Problem(CONFIG, place, CORRECTION, what, "plugins.colophon.notices", fix=fix)


def _file_of(page: PurePosixPath | None, edition: Edition) -> str:
    if page is None:
        return CONFIG
    is_entry = page.parent.name == "glossary"
    return edition.site.settings.entry_file(page.stem) if is_entry else edition.texts[page.stem].record_file
