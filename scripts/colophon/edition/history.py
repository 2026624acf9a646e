"""What changed in substance, when, and in an editor's words. Pure: what git says comes as values, from `colophon.project.git`.

A change of substance is a change of what an entry or a record says: its data but for an editor's own tests, and the
words of its prose. Layout is none: white space, line ends, comments, the order or the style of keys.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from operator import itemgetter
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from colophon.edition.messages import Message, read_message
from colophon.formats.invisible import searchable
from colophon.formats.markdown import blocks
from colophon.formats.normalisation import normalise
from colophon.formats.yaml_reader import read_yaml, split_front_matter
from colophon.model.entry import EntryFrontMatter
from colophon.model.errors import Invalid
from colophon.model.language import N_, digits, gettext, listed, ngettext, sentence_case
from colophon.model.record import Record
from colophon.model.revision import Commit, Revised
from colophon.project.cache import Values, digest_of

Revisions = Sequence[tuple[Commit, Revised]]
"""Of a page, newest first."""
Kind = Literal["published", "correction", "update", "withheld", "restored"]

_LONGEST = 400
_NAMES = {
    "not": N_("phrases that are not mentions"),
    "part_of": N_("agency above it"),
    "identifiers": N_("links elsewhere"),
    "source_url": N_("original address"),
    "creators": N_("authors"),
    "published": N_("date of publication"),
    "genre": N_("kind of text"),
    "headings": N_("subheads"),
    "speakers": N_("speakers’ labels"),
    "pages": N_("page numbers"),
    "mentions": N_("single mentions"),
    "notes": N_("editors’ notes"),
    "acquired": N_("how the text was acquired"),
    "fixity": N_("digest"),
    "title": N_("title"),
    "short_title": N_("short title"),
    "publisher": N_("publisher"),
    "language": N_("language"),
    "rights": N_("rights"),
    "access": N_("access"),
    "withheld": N_("withheld"),
    "layout": N_("layout"),
    "footnotes": N_("footnotes"),
    "caveat": N_("caveat"),
    "derived": N_("derived"),
    "name": N_("name"),
    "kind": N_("kind"),
    "surname": N_("surname"),
}
"""What readers call the fields."""
_COUNTED = frozenset({"aliases", "positions", "sources"})
"""Fields that are lists."""
_VERBS = {
    "added": N_("{what} added"),
    "removed": N_("{what} removed"),
    "changed": N_("{what} changed"),
    "reworded": N_("{what} reworded"),
}
_NOT_SUBSTANCE = ("tests", "formerly", "draft")
"""Keys of an entry that say nothing to a reader: an editor's own tests, former addresses, and whether it is unfinished."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one page, as readers see it."""

    page: PurePosixPath
    """The page in the documentation folder."""
    kind: Kind
    at: datetime.datetime
    summary: str
    """What changed, in an editor's words; hostile until it is escaped, and empty where it is not shown."""
    id: str
    """The commit and the file's path in it: the same however often the file is renamed later."""
    what: str = ""
    """What the two versions differ in, as a sentence that repeats no word of either; empty for a first publication."""

    @property
    def commit(self) -> str:
        """The id of the commit, whole."""
        return self.id.partition(":")[0]

    @property
    def on(self) -> str:
        """The day, as it was where it was committed: YYYY-MM-DD."""
        return self.at.date().isoformat()


@dataclass(frozen=True, slots=True)
class Unread:
    """A correction in a commit message that readers do not get."""

    commit: str
    """The id of the commit, whole."""
    line: str
    """The first line of it."""
    page: PurePosixPath | None = None
    """The page that the commit changed; `None` where it changed none that has a history."""


@dataclass(frozen=True)
class History:
    """The changes of every page, newest first as git lists commits, as far as Git knows them."""

    changes: tuple[Change, ...] = ()
    since: str | None = None
    """The day before which nothing is known, YYYY-MM-DD; `None` where everything is."""
    silence: str | None = "no git repository was asked"
    """Why nothing at all is known; `None` where something is."""
    unread: tuple[Unread, ...] = ()
    """Corrections that readers do not get, for editors."""
    commits: frozenset[str] = frozenset()
    """The ids of all commits that were read."""

    @cached_property
    def of(self) -> Mapping[PurePosixPath, Sequence[Change]]:
        """The changes by page, newest first."""
        found: defaultdict[PurePosixPath, list[Change]] = defaultdict(list)
        for change in self.changes:
            found[change.page].append(change)
        return found

    @property
    def news(self) -> Iterator[Change]:
        """The changes in a list of corrections: all but first publications."""
        return (change for change in self.changes if change.kind != "published")


@dataclass(frozen=True)
class Substance:
    """What a version of an entry or a record says, without its layout."""

    model: type[EntryFrontMatter | Record]
    written: Mapping[str, Any]
    """Its data as they are written."""
    prose: str = ""
    """The prose of an entry."""

    @cached_property
    def data(self) -> Any:
        """Its data without the differences that do not count."""
        return _squeezed(self.written)

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The prose of an entry, its white space evened out."""
        return tuple(" ".join(normalise(block.text).text.split()) for block in blocks(self.prose))

    @property
    def words(self) -> list[str]:
        """The words of the prose: dividing it into other paragraphs changes nothing that it says."""
        return " ".join(self.paragraphs).split()

    def says_the_same(self, other: Substance) -> bool:
        """Whether nothing but layout differs: equal words, and data that are equal or make the same model."""
        if self.paragraphs != other.paragraphs and self.words != other.words:
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
        access = _squeezed(self.written.get("access")) if self.model is Record else None
        if access == "withheld":
            access = _squeezed(self.written.get("withheld"))
            return access.get("reason", "") if isinstance(access, Mapping) else ""
        return access.get("withheld", "") if isinstance(access, Mapping) else None

    @cached_property
    def _modelled(self) -> EntryFrontMatter | Record | None:
        try:
            return self.model.model_validate(self.data)
        except ValidationError:
            return None


def substance(data: bytes, path: PurePosixPath | str) -> Substance | None:
    """What a version of a file says, or `None` where it cannot be read or is a draft: no site was made of it then.

    A file whose name ends in `.md` is an entry, any other a record.
    """
    try:
        text = data.decode().replace("\r\n", "\n")
        if str(path).endswith(".md"):
            located, prose, _ = split_front_matter(text, "")
            if located.data.get("draft") is True:
                return None
            matter = {key: value for key, value in dict(located.data).items() if key not in _NOT_SUBSTANCE}
            return Substance(EntryFrontMatter, matter, prose)
        return Substance(Record, dict(read_yaml(text, "").data))
    except (Invalid, ValueError, TypeError, AttributeError):
        return None


def differences(old: Substance, new: Substance) -> str:
    """What two versions of a page differ in: "Paragraph 2 reworded; 1 source added.", or nothing.

    It names fields, numbers and paragraphs and repeats no word of a version: what was removed may have been wrong, or
    be withheld.
    """
    found = list(_changed_paragraphs(old.paragraphs, new.paragraphs))
    fields: dict[str, list[str]] = {"added": [], "removed": [], "changed": []}
    for name in dict.fromkeys((*new.data, *old.data)):
        before, after = old.data.get(name), new.data.get(name)
        if before == after or not (before or after):  # an empty list says what a missing one says
            continue
        if name in _COUNTED:
            found.append(_counted(name, before, after))
        else:
            fields["changed" if before and after else "added" if after else "removed"].append(
                gettext(_NAMES.get(name, name.replace("_", " ")))
            )
    found += (gettext(_VERBS[verb], what=listed(names)) for verb, names in fields.items() if names)
    line = "; ".join(found)
    return f"{sentence_case(line)}." if line else ""


def _counted(name: str, before: Any, after: Any) -> str:
    """How many members of a list were added, removed and changed."""
    old, new = _by_key(before), _by_key(after)
    numbers = {
        "added": len(new.keys() - old.keys()),
        "removed": len(old.keys() - new.keys()),
        "changed": sum(old[key] != new[key] for key in old.keys() & new.keys()),
    }
    counted = [(verb, number) for verb, number in numbers.items() if number]
    if not counted:
        return {
            "aliases": gettext("aliases reordered"),
            "positions": gettext("positions reordered"),
            "sources": gettext("sources reordered"),
        }[name]
    number = counted[0][1]
    first = {
        "aliases": ngettext("{number} alias", "{number} aliases", number),
        "positions": ngettext("{number} position", "{number} positions", number),
        "sources": ngettext("{number} source", "{number} sources", number),
    }[name]
    numbered = [first, *(digits(number) for _, number in counted[1:])]
    return ", ".join(gettext(_VERBS[verb], what=what) for (verb, _), what in zip(counted, numbered, strict=True))


def _by_key(value: Any) -> dict[str, Any]:
    """A list of names, of mappings with a title or text, or a mapping, by what identifies each of its members."""
    if isinstance(value, Mapping):
        return {str(key): inner for key, inner in value.items()}
    members = value if isinstance(value, list) else []
    keyed: dict[str, Any] = {}
    for member in members:
        key = str(member.get("title", member.get("text")) if isinstance(member, Mapping) else member)
        while key in keyed:  # a position held twice
            key += "+"
        keyed[key] = member
    return keyed


def _changed_paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Paragraphs by their numbers in the new version; those that are gone are only counted."""
    changed: dict[str, list[int]] = {"reworded": [], "added": []}
    removed = 0
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            both = min(end - start, last - first)
            changed["reworded"] += range(first + 1, first + both + 1)
            changed["added"] += range(first + both + 1, last + 1)
            removed += end - start - both
    for verb, numbers in changed.items():
        if numbers:
            places = ", ".join(map(str, numbers))
            what = ngettext("paragraph {places}", "paragraphs {places}", len(numbers), places=places)
            yield gettext(_VERBS[verb], what=what)
    if removed:
        yield gettext(_VERBS["removed"], what=ngettext("{number} paragraph", "{number} paragraphs", removed))


def _squeezed(value: Any) -> Any:
    """Plain data without the differences that do not count: white space, and how quotation marks are drawn."""
    if isinstance(value, str):
        return normalise(value).text.strip()
    if isinstance(value, Mapping):
        return {key: _squeezed(inner) for key, inner in value.items()}
    return [_squeezed(inner) for inner in value] if isinstance(value, list) else value


def trace(commits: Iterable[Commit], pages: Mapping[str, PurePosixPath]) -> Mapping[PurePosixPath, Revisions]:
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
                # A merge comes before the commits of its branch, which have the file at its new path still.
                if revised.old_path != revised.path and not commit.is_merge:
                    at.setdefault(revised.old_path, at.pop(revised.path))
    return found


def history_of(
    traced: Mapping[PurePosixPath, Revisions],
    steps: Mapping[PurePosixPath, Sequence[Step]],
    *,
    shallow: bool,
    notices: Mapping[str, str] = MappingProxyType({}),
    others: Iterable[Commit] = (),
) -> History:
    """What changed in substance, in these `steps`; a `shallow` clone begins in the middle.

    `notices` are words by the beginnings of commit ids, read in place of the messages of these commits. `others` are
    commits whose messages may have a correction, whatever they changed.
    """
    homes: defaultdict[str, set[str]] = defaultdict(set)
    messages: dict[str, Message] = {}
    unread: dict[str, Unread] = {}
    for page, revisions in traced.items():
        for commit, revised in revisions:
            homes[commit.id].add(_home(revised.path))
            messages[commit.id] = message = read_message(_replaced(commit, notices) or commit.message)
            if message.unread:
                unread.setdefault(commit.id, Unread(commit.id, message.unread[0], page))
    changes: list[tuple[int, str, Change]] = []
    delivered: set[str] = set()
    for page, revisions in traced.items():
        for step in steps[page]:
            commit, revised = revisions[step.at]
            message = messages[commit.id]
            unpublished = [revisions[at][0] for at in step.unpublished]
            corrections = [text for one in (*unpublished, commit) for text in messages[one.id].corrections]
            is_of_site = all(_is_site(one.path, homes[commit.id]) for one in commit.revised)
            subject = message.subject if is_of_site or _replaced(commit, notices) else ""
            message = replace(message, subject=subject, corrections=tuple(corrections))
            change = _change(page, step, commit, revised.path, message)
            # The commits of its branch say what a merge changed; its own message may only correct.
            if change.kind == "correction" if commit.is_merge else not (message.is_minor and change.kind == "update"):
                changes.append((commit.place, str(page), change))
                delivered |= {one.id for one in (*unpublished, commit) if change.kind == "correction"}
    for commit in others:
        message = messages.get(commit.id) or read_message(commit.message)
        if message.corrections and commit.id not in delivered:
            unread.setdefault(commit.id, Unread(commit.id, message.corrections[0]))
    # Never by time: several commits may be made in one second, and a computer's clock may be slow.
    changes.sort(key=itemgetter(0, 1))
    roots = (commit.at for revisions in traced.values() for commit, _ in revisions if shallow and commit.is_root)
    since = max(roots, default=None)
    return History(
        changes=tuple(change for _, _, change in changes),
        since=since.date().isoformat() if since else None,
        silence=None,
        unread=tuple(unread.values()),
        commits=frozenset(messages),
    )


def _replaced(commit: Commit, notices: Mapping[str, str]) -> str | None:
    """What readers get in place of the message of a commit, if anything."""
    return next((words for start, words in notices.items() if commit.id.startswith(start)), None)


class _Versions:
    """The versions of files, each read once."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents
        self._read: dict[tuple[str, bool], Substance | None] = {}

    def of(self, blob: str, path: str) -> Substance | None:
        key = blob, path.endswith(".md")
        if key not in self._read:
            self._read[key] = substance(self._contents[blob], path) if blob in self._contents else None
        return self._read[key]


class Step(NamedTuple):
    """A change of a page in substance, without the words of either version."""

    at: int
    """Which of the revisions of the page it is."""
    is_first: bool
    """Whether there was no version before."""
    was_withheld: bool
    reason: str | None
    """Why the text is withheld since; `None` where it is not."""
    what: str
    """What the versions differ in."""
    unpublished: Sequence[int]
    """Revisions just before it whose versions cannot be read or are drafts, so that no site was built from them."""


def steps_of(
    traced: Mapping[PurePosixPath, Revisions],
    read: Callable[[set[str]], Mapping[str, bytes]],
    known: Values,
    language: str,
    *,
    shallow: bool,
) -> Mapping[PurePosixPath, Sequence[Step]]:
    """The changes in substance of each page, oldest first, in words of `language`.

    `read` reads versions, by git's id: those of pages of whose revisions it is not `known` what they change.
    """
    keys = {page: digest_of(language, str(shallow), *_described(revisions)) for page, revisions in traced.items()}
    steps = {page: [Step(*step) for step in known.get(key) or ()] for page, key in keys.items()}
    others = {page: traced[page] for page, key in keys.items() if key not in known.now}
    versions = _Versions(
        read({blob for revisions in others.values() for _, one in revisions for blob in (one.old, one.new)})
    )
    for page, revisions in others.items():
        steps[page] = [*_steps(revisions, versions, shallow=shallow)]
        known.keep(keys[page], steps[page])
    return steps


def _described(revisions: Revisions) -> Iterator[str]:
    """All that the steps of a page follow from."""
    for commit, one in revisions:
        yield repr((commit.is_root, commit.is_merge, one.path, one.old_path, one.old, one.new))


def _steps(revisions: Revisions, versions: _Versions, *, shallow: bool) -> Iterator[Step]:
    """The changes in substance among the revisions of a page, oldest first."""
    last: Substance | None = None
    unpublished: list[int] = []
    for at, (commit, revised) in reversed([*enumerate(revisions)]):
        new = versions.of(revised.new, revised.path)
        if new is None:
            unpublished.append(at)
            continue
        before = versions.of(revised.old, revised.old_path)
        old = before or last
        is_change = (
            not before.says_the_same(new) if before else not commit.is_merge and not (old and old.says_the_same(new))
        )
        if is_change and not (shallow and commit.is_root):
            what = differences(old, new) if old else ""
            reason = new.reason if new.is_withheld else None
            yield Step(at, old is None, bool(old and old.is_withheld), reason, what, unpublished)
        last, unpublished = new, []


def _home(path: str) -> str:
    """The folder editors write in: the one around `glossary/` for an entry, its own for a record."""
    return path.rsplit("/", 2 if path.endswith(".md") else 1)[0] + "/"


def _is_site(path: str, homes: Collection[str]) -> bool:
    return path.startswith(tuple(homes)) or PurePosixPath(path).name == "mkdocs.yml"


def _change(page: PurePosixPath, step: Step, commit: Commit, path: str, message: Message) -> Change:
    kind: Kind = "update"
    summary = " ".join(map(shown, message.updates)) or shown(message.subject)
    corrections = list(filter(None, map(shown, message.corrections)))
    if step.is_first:
        kind, summary = "published", ""
    elif step.reason is not None:
        kind, summary = ("update" if step.was_withheld else "withheld"), shown(step.reason)
    elif step.was_withheld:
        kind = "restored"
    elif corrections:
        kind, summary = "correction", " ".join(dict.fromkeys(corrections))
    what = step.what if kind in ("update", "correction") else ""
    return Change(page, kind, commit.at, summary, f"{commit.id}:{path}", what)


def shown(text: str) -> str:
    """Somebody's commit message as one short line without control or direction marks; joiners stay where a script has them."""
    line = " ".join(searchable(text).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
