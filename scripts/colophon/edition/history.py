"""What changed in substance, when, and in an editor's words. Pure: what git says comes as values, from `colophon.project.git`.

A change of substance is a change of what an entry or a record says: its data but for an editor's own tests, and the
words of its prose. Layout is none: white space, line ends, comments, the order or the style of keys.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Any, Literal

from pydantic import ValidationError

from colophon.formats.normalisation import normalise
from colophon.formats.yaml_reader import read_yaml, split_front_matter
from colophon.model.entry import EntryFrontMatter
from colophon.model.errors import Invalid
from colophon.model.record import Record
from colophon.model.revision import Commit, Revised

Kind = Literal["published", "correction", "update", "withheld", "restored"]

_LONGEST = 400
_NOT_SUBSTANCE = ("tests", "formerly")
"""Keys of an entry that say nothing to a reader: an editor's own tests, and where the page stood before."""
_MARK = "correction:"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one page that a reader is told of."""

    page: PurePosixPath
    """The page in the documentation folder."""
    kind: Kind
    at: datetime.datetime
    summary: str
    """What changed, in an editor's words; hostile until it is escaped, and empty where it is not shown."""
    id: str
    """The commit and the file's path in it: the same however often the file is renamed later."""

    @property
    def on(self) -> str:
        """The day, as it was where it was committed: YYYY-MM-DD."""
        return self.at.date().isoformat()


@dataclass(frozen=True)
class History:
    """The changes of every page, newest first as git lists commits, as far as git tells them."""

    changes: tuple[Change, ...] = ()
    since: str | None = None
    """The day before which nothing is known, YYYY-MM-DD; `None` where everything is."""
    silence: str | None = "no git repository was asked"
    """Why nothing at all is known; `None` where something is."""

    @cached_property
    def of(self) -> Mapping[PurePosixPath, Sequence[Change]]:
        """The changes by page, newest first."""
        found: defaultdict[PurePosixPath, list[Change]] = defaultdict(list)
        for change in self.changes:
            found[change.page].append(change)
        return found

    @property
    def told(self) -> Iterator[Change]:
        """The changes that a list of corrections tells: all but first publications."""
        return (change for change in self.changes if change.kind != "published")


@dataclass(frozen=True)
class Substance:
    """What a version of an entry or a record says, without its layout."""

    model: type[EntryFrontMatter | Record]
    data: Any
    words: tuple[str, ...] = ()

    def says_the_same(self, other: Substance) -> bool:
        """Whether nothing but layout differs: equal words, and data that are equal or make the same model."""
        if self.words != other.words:
            return False
        return self.data == other.data or (self._modelled is not None and self._modelled == other._modelled)

    @property
    def is_withheld(self) -> bool:
        """Whether it is the record of a withheld text."""
        return self._withheld is not None

    @property
    def reason(self) -> str:
        """Why a text is withheld, in the words of its record."""
        return str(self._withheld or "")

    @property
    def _withheld(self) -> object:
        access = self.data.get("access") if self.model is Record else None
        if access == "withheld":
            access = self.data.get("withheld")
            return access.get("reason", "") if isinstance(access, Mapping) else ""
        return access.get("withheld", "") if isinstance(access, Mapping) else None

    @cached_property
    def _modelled(self) -> EntryFrontMatter | Record | None:
        try:
            return self.model.model_validate(self.data)
        except ValidationError:
            return None


def substance(data: bytes, path: PurePosixPath | str) -> Substance | None:
    """What a version of a file says, or `None` where it cannot be read: there is nothing to compare then.

    A file whose name ends in `.md` is an entry, any other a record.
    """
    try:
        text = data.decode().replace("\r\n", "\n")
        if str(path).endswith(".md"):
            located, prose, _ = split_front_matter(text, "")
            matter = {key: value for key, value in dict(located.data).items() if key not in _NOT_SUBSTANCE}
            return Substance(EntryFrontMatter, _squeezed(matter), tuple(normalise(prose).text.split()))
        return Substance(Record, _squeezed(dict(read_yaml(text, "").data)))
    except (Invalid, ValueError, TypeError):
        return None


def _squeezed(value: Any) -> Any:
    """Plain data without the differences that do not count: white space, and how quotation marks are drawn."""
    if isinstance(value, str):
        return normalise(value).text.strip()
    if isinstance(value, Mapping):
        return {key: _squeezed(inner) for key, inner in value.items()}
    return [_squeezed(inner) for inner in value] if isinstance(value, list) else value


def trace(
    commits: Iterable[Commit], pages: Mapping[str, PurePosixPath]
) -> Mapping[PurePosixPath, Sequence[tuple[Commit, Revised]]]:
    """The revisions of each page, newest first, through renames.

    `commits` come newest first; `pages` are the pages of the files that are there now, by path in the repository.
    """
    at = dict(pages)
    found: defaultdict[PurePosixPath, list[tuple[Commit, Revised]]] = defaultdict(list)
    for commit in commits:
        for revised in commit.revised:
            page = at.get(revised.path)
            if page is not None and revised.new:
                found[page].append((commit, revised))
                if revised.old_path != revised.path:
                    at.setdefault(revised.old_path, at.pop(revised.path))
    return found


def history_of(
    traced: Mapping[PurePosixPath, Sequence[tuple[Commit, Revised]]], contents: Mapping[str, bytes], *, shallow: bool
) -> History:
    """What changed in substance. `contents` are those of the files, by git's id; a `shallow` clone begins in the middle."""
    said: dict[tuple[str, bool], Substance | None] = {}

    def read(blob: str, path: str) -> Substance | None:
        key = blob, path.endswith(".md")
        if key not in said:
            said[key] = substance(contents[blob], path) if blob in contents else None
        return said[key]

    homes: defaultdict[str, set[str]] = defaultdict(set)
    for revisions in traced.values():
        for commit, revised in revisions:
            homes[commit.id].add(_home(revised.path))
    changes: list[tuple[int, str, Change]] = []
    since: list[datetime.datetime] = []
    for page, revisions in traced.items():
        last: Substance | None = None
        pending: tuple[str, ...] = ()
        for commit, revised in reversed(revisions):
            cut = shallow and commit.is_root
            if cut:
                since.append(commit.at)
            new = read(revised.new, revised.path)
            if new is None:
                # Never published, since nothing is built from it; what it corrected is told with its mending.
                pending += commit.corrections
                continue
            old = read(revised.old, revised.old_path) or last
            if not cut and (old is None or not old.says_the_same(new)):
                told = replace(commit, corrections=(*pending, *commit.corrections))
                for_readers = all(_is_site(one.path, homes[commit.id]) for one in commit.revised)
                change = _change(page, told, revised, old, new, for_readers=for_readers)
                changes.append((commit.place, str(page), change))
            last, pending = new, ()
    # Never by time: several commits may be made in one second, and a computer's clock may be slow.
    changes.sort(key=itemgetter(0, 1))
    return History(tuple(change for _, _, change in changes), max(since).date().isoformat() if since else None, None)


def _home(path: str) -> str:
    """The folder editors write in: the one around `glossary/` for an entry, its own for a record."""
    return path.rsplit("/", 2 if path.endswith(".md") else 1)[0] + "/"


def _is_site(path: str, homes: Collection[str]) -> bool:
    return path.startswith(tuple(homes)) or PurePosixPath(path).name == "mkdocs.yml"


def _change(
    page: PurePosixPath,
    commit: Commit,
    revised: Revised,
    old: Substance | None,
    new: Substance,
    *,
    for_readers: bool,
) -> Change:
    """The first line of a message that is not `for_readers`, since the commit changed software too, is not told."""
    first_line = shown(commit.message.strip().split("\n", 1)[0])
    kind: Kind = "update"
    summary = " ".join(map(shown, commit.updates)) or (first_line if for_readers else "")
    corrections = [shown(text) for text in commit.corrections if shown(text)]
    if first_line.casefold().startswith(_MARK):  # a form in a browser may have one line only
        corrections = corrections or [shown(first_line[len(_MARK) :])]
    if old is None:
        kind, summary = "published", ""
    elif new.is_withheld:
        kind, summary = ("update" if old.is_withheld else "withheld"), shown(new.reason)
    elif old.is_withheld:
        kind = "restored"
    elif corrections:
        kind, summary = "correction", " ".join(dict.fromkeys(corrections))
    return Change(page, kind, commit.at, summary, f"{commit.id}:{revised.path}")


def shown(text: str) -> str:
    """A line of somebody's commit message as one line that steers nothing: no control or direction marks, no length."""
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
