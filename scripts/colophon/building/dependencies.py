"""What each file of the staged tree was made from, so that a build makes only those for which something of it changed.

The functions that make files are handed an edition that records what they read of it: `site.texts[3]`,
`mentions_in["report"]`, `entries["harbour-board"].name`. A file is made again unless its function and the function's
arguments are the same, and everything that was read has the same value now. Nothing else can change a file: rendering reads
no other file (`tests/test_layers.py`), and another version of a program or of this package makes everything again. A file
that is the same is not read if its time, size and number on the disk are those of the last tree.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cached_property, partial
from gettext import NullTranslations
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import BuiltinMethodType, CodeType, FunctionType, MethodType
from typing import Any, NamedTuple, cast

from pydantic import BaseModel

from colophon.building.kept import read_state, write_state
from colophon.edition import Edition
from colophon.edition.history import History
from colophon.model.entry import Entry, EntryFrontMatter
from colophon.model.language import Catalog
from colophon.model.settings import Settings
from colophon.model.site import Mention, Page, Site, SourceText
from colophon.project.processes import map_in_processes
from colophon.project.writer import Replacement, Stamp, stamp_of
from colophon.rendering import LazyFiles, PageMaker
from colophon.rendering.copies import COPY
from colophon.rendering.package import File, file_of

DEPENDENCIES = Path("build/state/dependencies.json")
_LARGE = (Catalog, Entry, EntryFrontMatter, Page, Settings, SourceText)
"""Values that many files are made from: their digest is computed once."""
_PLAIN = frozenset({str, int, float, bool, type(None), Mention})
"""Types of values of which `repr` says all."""
_MISSING = "missing"
_BATCH = 10
"""Files that one process makes after each other: those of a small site are made faster than a process starts."""

Read = tuple[str, str, Any]
"""The attributes that lead to a value of the edition, with dots between them; how it was read; and the key or arguments."""


class _Made(NamedTuple):
    digest: str
    """The SHA-256 of the file."""
    function: str
    """A digest of the function that made it and of its arguments."""
    reads: int
    """The number of the set of what it read: many files read the same."""
    stamp: Stamp = (0, 0, 0)
    """Of the file when it was staged; known of those in the last tree."""


class Tracker:
    """Makes the files of a staged tree, or takes them from the last tree.

    `edition`: what to make them from. `state`: the file that describes the last tree; it may be missing.
    """

    def __init__(self, edition: Edition, state: Path | None = None) -> None:
        self._real = edition
        self._digests: dict[int, tuple[object, str]] = {}
        self._pages: list[PageMaker] = []
        self._ways: dict[type, Callable[[Any], object]] = {}
        self._reading: dict[Read, None] | None = None
        self.edition = cast("Edition", _Tracked(edition, self._note))
        """The edition, which records what is read of it."""
        self._settings = self._digest(edition.site.settings)
        found = read_state(state) if state else None
        if not found or found.get("settings") != self._settings:
            found = {"reads": [], "sets": [], "files": {}}
        self._reads = _Numbered([(place, how, _key_from(key)) for (place, how, key), _ in found["reads"]])
        self._values: list[str] = [value for _, value in found["reads"]]
        self._sets = _Numbered(map(tuple, found["sets"]))
        self._before = {
            path: _Made(digest, function, reads, tuple(stamp))
            for path, (digest, function, reads, stamp) in found["files"].items()
        }
        self.can_reuse = bool(self._before)
        """Whether the same programs made the last tree with the same settings."""
        self._now: dict[int, str] = {}
        self._made: dict[str, _Made] = {}
        self._of_page: dict[int, dict[Read, None]] = {}

    def _note(self, place: str, how: str = "value", key: Any = None) -> None:
        """Record that a value was read, if a file is being made."""
        if self._reading is not None:
            self._reading[place, how, key] = None

    def make(self, makers: LazyFiles, tree: Replacement, jobs: int | None) -> Mapping[PurePosixPath, File]:
        """Put every file into the tree, which replaces the last one: made, or taken from that; returns what they are.

        `jobs`: the most processes that make files; default: one for each core. One process makes a page and its copy.
        """
        changed: dict[PurePosixPath, tuple[str, Sequence[PageMaker]]] = {}
        files: dict[PurePosixPath, File] = {}
        for path, make in makers.items():
            self._pages = []
            function = ""
            with suppress(TypeError):
                function = self._digest(make)
            if before := self._kept(path, function, tree):
                files[path] = File(before.stamp[1], before.digest)
            else:
                changed[path] = function, self._pages
        tree.clear()
        batches: list[list[PurePosixPath]] = []
        for path in changed:
            if batches and (len(batches[-1]) < _BATCH or path.name == COPY):
                batches[-1].append(path)
            else:
                batches.append([path])

        def work(paths: list[PurePosixPath]) -> list[tuple[File, Sequence[Read]]]:
            return [self._make(path, makers[path], changed[path][1], tree) for path in paths]

        for paths, described in zip(batches, map_in_processes(work, batches, jobs), strict=True):
            for path, (files[path], reads) in zip(paths, described, strict=True):
                if function := changed[path][0]:
                    number = self._sets.number(tuple(map(self._reads.number, reads)))
                    self._made[f"{tree.name}/{path}"] = _Made(files[path].digest, function, number)
        return files

    def _kept(self, path: PurePosixPath, function: str, tree: Replacement) -> _Made | None:
        """What the file is, if that is what `function` makes now; it is then taken from the last tree."""
        name = f"{tree.name}/{path}"
        before = self._before.get(name)
        if (
            before
            and before.function == function
            and self._changed.isdisjoint(self._sets.all[before.reads])
            and tree.keep(path, before.stamp, before.digest)
        ):
            self._made[name] = before
            return before
        return None

    def _make(
        self, path: PurePosixPath, make: Callable[[], bytes], pages: Sequence[PageMaker], tree: Replacement
    ) -> tuple[File, Sequence[Read]]:
        """Make a file and put it into the tree; returns what it is, and what was read for it and for `pages`."""
        self._reading = {}
        data = make()
        read, self._reading = self._reading, None
        for page in pages:  # a copy is made of a page that was made for the file before
            read |= self._of_page.get(id(page), {})
            self._of_page[id(page)] = read
        tree.put(path, data)
        return file_of(data), list(read)

    def write(self, state: Path, folder: Path) -> None:
        """Keep what each file of the trees, which are in `folder` now, was made from."""
        unknown = {read for read in range(len(self._reads.all)) if not self._value(read)}
        constant = {
            number
            for number in {made.reads for made in self._made.values()}
            if unknown.isdisjoint(self._sets.all[number])
        }
        sets = {number: at for at, number in enumerate(sorted(constant))}
        reads = {
            read: at for at, read in enumerate(sorted({read for number in sets for read in self._sets.all[number]}))
        }
        described = ((self._reads.all[read], self._value(read)) for read in reads)
        write_state(
            state,
            {
                "settings": self._settings,
                "reads": [[[place, how, _key_to(key)], value] for (place, how, key), value in described],
                "sets": [[reads[read] for read in self._sets.all[number]] for number in sets],
                "files": {
                    path: [made.digest, made.function, sets[made.reads], stamp_of(os.stat(f"{folder}/{path}"))]  # noqa: PTH116 -- of 100,000 files, for which `Path` takes longer
                    for path, made in self._made.items()
                    if made.reads in sets
                },
            },
        )

    @cached_property
    def _changed(self) -> AbstractSet[int]:
        """What was read for the last tree and has another value now, or one that cannot be computed."""
        return {read for read, before in enumerate(self._values) if self._value(read) != before}

    def _value(self, read: int) -> str:
        """A digest of what would be read now; empty where that cannot be computed."""
        if read not in self._now:
            place, how, key = self._reads.all[read]
            value: Any = self._real
            for name in place.split("."):
                value = getattr(value, name)
            way, *names = how.split(".")
            try:
                value = _HOW[way](value, key)
                for name in names:
                    value = getattr(value, name, _MISSING)
                self._now[read] = self._digest(value)
            except (LookupError, TypeError):
                self._now[read] = ""
        return self._now[read]

    def _digest(self, value: object) -> str:
        return sha256(repr(self._plain(value)).encode()).hexdigest()

    def _plain(self, value: Any) -> object:
        """The value in terms of strings and numbers, for `repr`. Raises `TypeError` if that may not be all of it."""
        if value is self.edition:
            return "edition"
        kind = type(value)
        if kind not in self._ways:
            self._ways[kind] = self._way(kind)
        return self._ways[kind](value)

    def _way(self, kind: type) -> Callable[[Any], object]:
        """What puts values of a type in plain terms. Raises `TypeError` for types that are not known."""
        names = _fields_of(kind)
        if names is not None:

            def by_fields(value: Any) -> object:
                return kind.__qualname__, self._each([getattr(value, name) for name in names])

            if issubclass(kind, SourceText):  # all of it follows from the bytes of its files
                return lambda value: ("text", value.digest) if value.digest else self._known(value, by_fields)
            return (lambda value: self._known(value, by_fields)) if issubclass(kind, _LARGE) else by_fields
        ways: Mapping[type | tuple[type, ...], Callable[[Any], object]] = {
            (str, int, float, type(None), Mention): lambda value: value,
            (tuple, list): lambda value: (type(value).__name__, self._each(value)),
            PageMaker: self._page,
            partial: lambda value: ("partial", self._each((value.func, value.args, value.keywords))),
            FunctionType: lambda value: (
                self._function(value) if value.__closure__ else self._known(value, self._function)
            ),
            CodeType: lambda value: self._known(
                value, lambda code: (code.co_firstlineno, sha256(code.co_code).digest())
            ),
            (MethodType, BuiltinMethodType): lambda value: (value.__name__, self._plain(value.__self__)),
            type: lambda value: (value.__module__, value.__qualname__),
            Mapping: lambda value: ("mapping", [(self._plain(key), self._plain(one)) for key, one in value.items()]),
            AbstractSet: lambda value: ("set", sorted(repr(self._plain(one)) for one in value)),
            bytes: lambda value: ("bytes", sha256(value).digest()),
            NullTranslations: lambda value: ("translations", self._plain(vars(value).get("_catalog", {}))),
            (PurePosixPath, datetime.date, range): lambda value: (type(value).__name__, repr(value)),
        }
        way = next((way for known, way in ways.items() if issubclass(kind, known)), None)
        if way is None:
            raise TypeError(kind)
        return way

    def _known(self, value: Any, plain: Callable[[Any], object]) -> object:
        """A digest of `plain(value)`, which is computed once."""
        if id(value) not in self._digests:
            digest = sha256(repr(plain(value)).encode()).hexdigest()
            self._digests[id(value)] = value, digest  # with the value, so that no other has its id
        return type(value).__name__, self._digests[id(value)][1]

    def _function(self, value: FunctionType) -> object:
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        return "function", value.__module__, value.__qualname__, self._each((value.__code__, cells, value.__defaults__))

    def _page(self, value: PageMaker) -> object:
        self._pages.append(value)
        return "page", self._plain(value.make)

    def _each(self, values: Sequence[Any]) -> list[object]:
        """Each value as `_plain`, which most of them are already."""
        if _PLAIN.issuperset(map(type, values)):
            return list(values)
        return [value if type(value) in _PLAIN else self._plain(value) for value in values]


class _Numbered:
    """Values, each with a number from 0 in the order in which they came."""

    def __init__(self, values: Iterable[Any]) -> None:
        self.all = list(values)
        self._numbers = {value: number for number, value in enumerate(self.all)}

    def number(self, value: Any) -> int:
        """The number of a value, which is added unless it is there."""
        number = self._numbers.setdefault(value, len(self.all))
        if number == len(self.all):
            self.all.append(value)
        return number


def _fields_of(kind: type) -> tuple[str, ...] | None:
    """The fields of a class whose objects are made of nothing else; `None` for others."""
    if issubclass(kind, BaseModel):
        return tuple(kind.model_fields)
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


_HOW: Mapping[str, Callable[[Any, Any], object]] = {
    "value": lambda value, _: value,
    "get": lambda value, key: value.get(key, _MISSING),
    "has": lambda value, key: key in value,
    "at": lambda value, key: value[key] if -len(value) <= key < len(value) else _MISSING,
    "call": lambda value, key: value(*key),
}
"""The ways to read a value."""

Note = Callable[[str, str, Any], None]


class _Tracked:
    """An object whose attributes are noted when they are read, by their names after `place`."""

    def __init__(self, value: object, note: Note, place: str = "") -> None:
        self._value, self._note, self._place = value, note, place

    def __getattr__(self, name: str) -> Any:
        value, place = getattr(self._value, name), f"{self._place}{name}"
        tracked: Any
        if isinstance(value, Settings):  # others make everything again
            tracked = value
        elif isinstance(value, Site | History):
            tracked = _Tracked(value, self._note, f"{place}.")
        elif isinstance(value, Mapping):
            tracked = _TrackedMapping(value, self._note, place)
        elif isinstance(value, tuple):
            tracked = _TrackedSequence(value, self._note, place)
        elif isinstance(value, MethodType):
            tracked = _tracked_call(value, self._note, place)
        else:
            self._note(place, "value", None)
            return value
        setattr(self, name, tracked)
        return tracked


class _TrackedEntry:
    """An entry of a mapping, of which it is noted what is read: pages that name it do not read its prose."""

    def __init__(self, entry: Entry, note: Callable[[str], None]) -> None:
        self._entry, self._note = entry, note

    def __getattr__(self, name: str) -> Any:
        self._note(name)
        return getattr(self._entry, name)


def _tracked_call(value: Callable[..., Any], note: Note, place: str) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        note(place, "call", arguments)
        return value(*arguments)

    return call


class _TrackedCollection:
    """A collection of which it is noted what is read: all of it, or one of its values."""

    def __init__(self, value: Any, note: Note, place: str) -> None:
        self._value, self._note, self._place = value, note, place

    def __iter__(self) -> Iterator[Any]:
        self._note(self._place, "value", None)
        return iter(self._value)

    def __len__(self) -> int:
        self._note(self._place, "value", None)
        return len(self._value)


class _TrackedMapping(_TrackedCollection, Mapping[Any, Any]):
    def __init__(self, value: Any, note: Note, place: str) -> None:
        super().__init__(value, note, place)
        self._entries: dict[Any, _TrackedEntry] = {}

    def __getitem__(self, key: Any) -> Any:
        value = self.get(key, _MISSING)
        if value is _MISSING:
            raise KeyError(key)
        return value

    def get(self, key: Any, default: Any = None) -> Any:
        value = self._value.get(key, default)  # `defaultdict` has no default here
        if not isinstance(value, Entry):
            self._note(self._place, "get", key)
            return value
        self._note(self._place, "has", key)
        return self._entries.setdefault(key, _TrackedEntry(value, partial(self._note_of, key)))

    def _note_of(self, key: Any, name: str) -> None:
        self._note(self._place, f"get.{name}", key)

    def __contains__(self, key: object) -> bool:
        self._note(self._place, "has", key)
        return key in self._value


class _TrackedSequence(_TrackedCollection, Sequence[Any]):
    def __getitem__(self, key: Any) -> Any:
        self._note(self._place, *(("at", key) if isinstance(key, int) else ("value", None)))
        return self._value[key]


def _key_to(key: Any) -> Any:
    """A key as JSON."""
    if isinstance(key, tuple):
        return [_key_to(one) for one in key]
    return {"path": str(key)} if isinstance(key, PurePosixPath) else key


def _key_from(key: Any) -> Any:
    if isinstance(key, list):
        return tuple(map(_key_from, key))
    return PurePosixPath(key["path"]) if isinstance(key, dict) else key
