"""What each file of the staged tree was made from, so that a build makes only those for which something of it changed.

The functions that make files are handed an edition that records what they read of it: `site.texts[3]`,
`mentions_in["report"]`, `site.short_name("report")`. A file is made again unless its function and the function's arguments are
the same, and everything that was read has the same value now. Nothing else can change a file: rendering reads no other file
(`tests/test_layers.py`), and another version of a program or of this package makes everything again.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from functools import cache, partial
from gettext import NullTranslations
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, NamedTuple, cast

from pydantic import BaseModel

from colophon.building.kept import programs, read_state, write_state
from colophon.edition import Edition
from colophon.edition.history import History
from colophon.model.entry import Entry
from colophon.model.language import Catalog
from colophon.model.settings import Settings
from colophon.model.site import Page, Site, SourceText
from colophon.project.processes import map_in_processes
from colophon.rendering import LazyFiles, PageMaker
from colophon.rendering.copies import COPY

DEPENDENCIES = Path("build/state/dependencies.json")
_LARGE = (Catalog, Entry, Page, Settings, SourceText)
"""Values that many files are made from: their digest is computed once."""
_PLAIN = frozenset({str, int, float, bool, type(None)})
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
    reads: Sequence[int]
    """What it read, by number."""


class Tracker:
    """Makes the files of a staged tree, or takes them from the last tree.

    `edition`: what to make them from. `state`: the file that describes the last tree; it may be missing.
    """

    def __init__(self, edition: Edition, state: Path | None = None) -> None:
        self._real = edition
        self.edition = cast("Edition", _Tracked(edition, "", self.note))
        """The edition, which records what is read of it."""
        self._digests: dict[int, tuple[object, str]] = {}
        self._pages: list[PageMaker] = []
        self._common = self._digest((repr(programs()), edition.site.settings))
        found = read_state(state) if state else None
        if not found or found.get("common") != self._common:
            found = {"reads": [], "files": {}}
        self._reads: list[Read] = [(place, how, _key_from(key)) for (place, how, key), _ in found["reads"]]
        self._values: list[str] = [value for _, value in found["reads"]]
        self._numbers = {read: number for number, read in enumerate(self._reads)}
        self._before = {path: _Made(*made) for path, made in found["files"].items()}
        self._now: dict[int, str] = {}
        self._made: dict[str, _Made] = {}
        self._reading: dict[Read, None] | None = None
        self._of_page: dict[int, dict[int, None]] = {}

    def note(self, place: str, how: str, key: Any) -> None:
        """Record that a value was read, if a file is being made."""
        if self._reading is not None:
            self._reading[place, how, key] = None

    def make(
        self, makers: LazyFiles, folder: Path, put: Callable[[PurePosixPath, bytes], None], jobs: int | None
    ) -> None:
        """Make every file, or take it from the last tree, which is in `folder`, and `put` it.

        `jobs`: the most processes that do so; default: one for each core. One process makes a page and its copy.
        """
        batches: list[list[PurePosixPath]] = []
        for path in makers:
            if batches and (len(batches[-1]) < _BATCH or path.name == COPY):
                batches[-1].append(path)
            else:
                batches.append([path])
        for number in range(len(self._reads)):
            self._value(number)  # once, not in every process

        def work(paths: list[PurePosixPath]) -> list[tuple[_Made, list[Read]] | None]:
            for path in paths:
                put(path, self.file(path, makers[path], folder))
            known = [self._made.get(str(path)) for path in paths]
            return [made and (made, [self._reads[read] for read in made.reads]) for made in known]

        for paths, described in zip(batches, map_in_processes(work, batches, jobs), strict=True):
            for path, found in zip(paths, described, strict=True):
                if found:
                    made, reads = found
                    self._made[str(path)] = made._replace(reads=list(map(self._number, reads)))

    def file(self, path: PurePosixPath, make: Callable[[], bytes], folder: Path) -> bytes:
        """The file at `path` of the last tree, in `folder`, if it is what `make` makes; otherwise what it makes."""
        self._pages = []
        try:
            function = self._digest(make)
        except TypeError:
            return make()
        pages = self._pages
        before = self._before.get(str(path))
        if before and before.function == function and all(map(self._is_unchanged, before.reads)):
            try:
                data = (folder / path).read_bytes()
            except OSError:
                data = b""
            if sha256(data).hexdigest() == before.digest:
                self._made[str(path)] = before
                self._of_page |= {id(page): dict.fromkeys(before.reads) for page in pages}
                return data
        self._reading = {}
        data = make()
        read, self._reading = dict.fromkeys(map(self._number, self._reading)), None
        for page in pages:  # a copy is made of a page that was made for the file before
            read |= self._of_page.get(id(page), {})
            self._of_page[id(page)] = read
        self._made[str(path)] = _Made(sha256(data).hexdigest(), function, list(read))
        return data

    def _number(self, read: Read) -> int:
        number = self._numbers.setdefault(read, len(self._reads))
        if number == len(self._reads):
            self._reads.append(read)
            self._values.append("")
        return number

    def write(self, state: Path) -> None:
        """Keep what each file was made from."""
        used = sorted({read for made in self._made.values() for read in made.reads})
        values = {read: self._value(read) for read in used}
        constant = {path for path, made in self._made.items() if all(values[read] for read in made.reads)}
        numbers = {read: number for number, read in enumerate(used)}
        write_state(
            state,
            {
                "common": self._common,
                "reads": [[[*self._reads[read][:2], _key_to(self._reads[read][2])], values[read]] for read in used],
                "files": {
                    path: [made.digest, made.function, [numbers[read] for read in made.reads]]
                    for path, made in self._made.items()
                    if path in constant
                },
            },
        )

    def _is_unchanged(self, read: int) -> bool:
        return self._value(read) == self._values[read] != ""

    def _value(self, read: int) -> str:
        """A digest of what would be read now; empty where that cannot be computed."""
        if read not in self._now:
            place, how, key = self._reads[read]
            value: Any = self._real
            for name in place.split("."):
                value = getattr(value, name)
            try:
                self._now[read] = self._digest(_HOW[how](value, key))
            except (LookupError, TypeError):
                self._now[read] = ""
        return self._now[read]

    def _digest(self, value: object) -> str:
        return sha256(repr(self._plain(value)).encode()).hexdigest()

    def _plain(self, value: Any) -> object:
        """The value in terms of strings and numbers, for `repr`. Raises `TypeError` if that may not be all of it."""
        if value is self.edition:
            return "edition"
        if value is None or isinstance(value, (str, int, float)):
            return value
        if isinstance(value, (tuple, list)):
            return type(value).__name__, self._each(value)
        if isinstance(value, _LARGE):
            return self._known(value, self._fields)
        if _names(value.__class__) is not None:
            return self._fields(value)
        return self._plain_callable(value) if callable(value) else self._plain_collection(value)

    def _known(self, value: Any, plain: Callable[[Any], object]) -> object:
        """A digest of `plain(value)`, which is computed once."""
        if id(value) not in self._digests:
            digest = sha256(repr(plain(value)).encode()).hexdigest()
            self._digests[id(value)] = value, digest  # with the value, so that no other has its id
        return type(value).__name__, self._digests[id(value)][1]

    def _fields(self, value: Any) -> object:
        return type(value).__qualname__, self._each([getattr(value, name) for name in _names(value.__class__) or ()])

    def _function(self, value: FunctionType) -> object:
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        code = value.__module__, value.__qualname__, value.__code__.co_firstlineno, value.__code__.co_code
        return "function", self._plain((code, cells, value.__defaults__))

    def _each(self, values: Iterable[Any]) -> list[object]:
        """Each value as `_plain`, which most of them are already."""
        return [value if type(value) in _PLAIN else self._plain(value) for value in values]

    def _plain_collection(self, value: Any) -> object:
        if isinstance(value, Mapping):
            return "mapping", [(self._plain(key), self._plain(one)) for key, one in value.items()]
        if isinstance(value, AbstractSet):
            return "set", sorted(repr(self._plain(one)) for one in value)
        if isinstance(value, bytes):
            return "bytes", sha256(value).digest()
        if isinstance(value, NullTranslations):
            return "translations", self._plain(vars(value).get("_catalog", {}))
        if isinstance(value, PurePosixPath | datetime.date | range):
            return type(value).__name__, repr(value)
        raise TypeError(value)

    def _plain_callable(self, value: Any) -> object:
        if isinstance(value, PageMaker):
            self._pages.append(value)
            return "page", self._plain(value.make)
        if isinstance(value, partial):
            return "partial", self._plain((value.func, value.args, value.keywords))
        if isinstance(value, FunctionType):
            return self._function(value) if value.__closure__ else self._known(value, self._function)
        if isinstance(value, MethodType | BuiltinMethodType):
            return value.__name__, self._plain(value.__self__)
        if isinstance(value, type):
            return value.__module__, value.__qualname__
        raise TypeError(value)


@cache
def _names(kind: type) -> tuple[str, ...] | None:
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
    """An object whose attributes are noted when they are read."""

    def __init__(self, value: object, place: str, note: Note) -> None:
        self._value, self._place, self._note = value, place, note

    def __getattr__(self, name: str) -> Any:
        value, place = getattr(self._value, name), f"{self._place}{name}"
        tracked: Any
        if isinstance(value, Settings):  # others make everything again
            tracked = value
        elif isinstance(value, Site | History):
            tracked = _Tracked(value, f"{place}.", self._note)
        elif isinstance(value, Mapping):
            tracked = _TrackedMapping(value, place, self._note)
        elif isinstance(value, tuple):
            tracked = _TrackedSequence(value, place, self._note)
        elif isinstance(value, MethodType):
            tracked = _tracked_call(value, place, self._note)
        else:
            self._note(place, "value", None)
            return value
        setattr(self, name, tracked)
        return tracked


def _tracked_call(value: Callable[..., Any], place: str, note: Note) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        note(place, "call", arguments)
        return value(*arguments)

    return call


class _TrackedCollection:
    """A collection of which it is noted what is read: all of it, or one of its values."""

    def __init__(self, value: Any, place: str, note: Note) -> None:
        self._value, self._place, self._note = value, place, note

    def __iter__(self) -> Iterator[Any]:
        self._note(self._place, "value", None)
        return iter(self._value)

    def __len__(self) -> int:
        self._note(self._place, "value", None)
        return len(self._value)


class _TrackedMapping(_TrackedCollection, Mapping[Any, Any]):
    def __getitem__(self, key: Any) -> Any:
        self._note(self._place, "get", key)
        return self._value[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self._note(self._place, "get", key)
        return self._value.get(key, default)  # `defaultdict` has no default here

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
