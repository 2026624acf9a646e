"""A copy of the OSV database of advisories, and what it knows of a package. Nothing is asked over the network.

An advisory is a JSON file (https://ossf.github.io/osv-schema/). Whether it concerns a version is decided as that page
says under *Evaluation*; what it does not tell in a form that can be compared is told as undecided, never as harmless.
"""

from __future__ import annotations

import datetime
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

LONGEST_AGE = datetime.timedelta(days=30)
"""A copy whose newest advisory is older than this clears nothing."""

_SEMVER = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")
_LONGEST_SUMMARY = 160
_DOUBT = "(The advisory does not tell in which versions; this one may be free of it.)"
_EXPECTED = "the all.zip of OSV's PyPI advisories, or a folder that holds it"


class UnusableError(Exception):
    """A copy of the database that cannot be used, with the reason."""


@dataclass(frozen=True, slots=True)
class Known:
    """A vulnerability of a version of a package."""

    id: str
    aliases: frozenset[str]
    summary: str
    """One line, see `in_one_line`."""
    mended_in: tuple[str, ...]
    """Later versions that mend it, the lowest first; empty where none is known."""
    is_certain: bool = True
    """Whether the advisory tells which versions it concerns; `summary` says so where it does not."""

    @property
    def names(self) -> frozenset[str]:
        """Everything it is called."""
        return self.aliases | {self.id}


@dataclass(frozen=True, slots=True)
class Database:
    """The advisories that name a wanted package, by ecosystem (`PyPI`, `npm`) and name."""

    advisories: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
    held: Mapping[str, int]
    """How many advisories it holds for an ecosystem, about whatever package."""
    newest: datetime.datetime

    def known(self, ecosystem: str, name: str, version: str) -> list[Known]:
        """What is known of a version of a package: each vulnerability once, under whatever names it goes."""
        name = _name_in(ecosystem, name)
        told = (_known(advisory, ecosystem, name, version) for advisory in self.advisories.get((ecosystem, name), ()))
        return merged(known for known in told if known)

    def is_old(self, now: datetime.datetime) -> bool:
        """Whether its newest advisory is so old that newer ones must be missing."""
        return now - self.newest > LONGEST_AGE


def read_database(path: Path, wanted: Collection[tuple[str, str]]) -> Database:
    """Read a zip file of advisories, or a folder with such files and advisories anywhere below.

    `wanted` are the packages, by ecosystem and name, whose advisories are kept. Raises `UnusableError` where there is no
    such path, a file cannot be read, or no advisory for any Python package is there.
    """
    named = {(ecosystem, _name_in(ecosystem, name)) for ecosystem, name in wanted}
    kept: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    held: Counter[str] = Counter()
    newest = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    for where, data in _files(path):
        try:
            advisory = json.loads(data)
            packages = {_package_of(affected) for affected in advisory.get("affected") or () if "package" in affected}
            newest = max(newest, datetime.datetime.fromisoformat(advisory["modified"]))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            told = f"{where}: is no advisory in the OSV format ({type(error).__name__}: {error}); take a new copy"
            raise UnusableError(told) from None
        held.update({ecosystem for ecosystem, _ in packages})
        for package in packages & named:
            kept.setdefault(package, []).append(advisory)
    if not held["PyPI"]:
        told = f"{path}: holds no advisory for any Python package; expected {_EXPECTED}"
        raise UnusableError(told)
    return Database(kept, held, newest)


def merged(found: Iterable[Known]) -> list[Known]:
    """Each vulnerability once: those that share a name are one, called by its PYSEC or CVE number if it has one."""
    whole: list[Known] = []
    for known in found:
        same = [other for other in whole if other.names & known.names]
        whole = [other for other in whole if other not in same]
        whole.append(_one(known, *same))
    return sorted(whole, key=lambda known: known.id)


def _one(*same: Known) -> Known:
    names = frozenset[str]().union(*(known.names for known in same))
    first = min(same, key=lambda known: (not known.is_certain, _rank(known.id)))
    name = min(names, key=_rank)
    mended = sorted({version for known in same for version in known.mended_in}, key=_in_any_order)
    return replace(first, id=name, aliases=names - {name}, mended_in=tuple(mended))


def _rank(name: str) -> tuple[int, str]:
    return (0 if name.startswith("PYSEC-") else 1 if name.startswith("CVE-") else 2), name


def _in_any_order(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    """The JSON files below a folder or in a zip file, with where each stands."""
    if path.is_dir():
        for below in sorted(path.rglob("*")):
            if below.suffix == ".zip":
                yield from _files(below)
            elif below.suffix == ".json":
                yield str(below), below.read_bytes()
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield f"{path}: {name}", archive.read(name)
    except FileNotFoundError:
        raise UnusableError(f"{path}: is not there; expected {_EXPECTED}") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise UnusableError(f"{path}: cannot be read ({error}); take a new copy") from None


def _package_of(affected: Mapping[str, Any]) -> tuple[str, str]:
    ecosystem = affected["package"]["ecosystem"].partition(":")[0]
    return ecosystem, _name_in(ecosystem, affected["package"]["name"])


def _name_in(ecosystem: str, name: str) -> str:
    """Python packages go by many spellings (PEP 503), those of npm by one."""
    return canonicalize_name(name) if ecosystem == "PyPI" else name


def _known(advisory: Mapping[str, Any], ecosystem: str, name: str, version: str) -> Known | None:
    if advisory.get("withdrawn"):
        return None
    about = [one for one in advisory["affected"] if "package" in one and _package_of(one) == (ecosystem, name)]
    verdicts = [_affects(affected, version, _ORDERS[ecosystem]) for affected in about]
    hits = [affected for affected, verdict in zip(about, verdicts, strict=True) if verdict is not False]
    if not hits:
        return None
    is_certain = any(verdicts)
    summary = in_one_line(advisory.get("summary") or advisory.get("details") or "The advisory does not say what it is.")
    return Known(
        advisory["id"],
        frozenset(advisory.get("aliases") or ()),
        summary if is_certain else f"{summary} {_DOUBT}",
        tuple(_mended_in(hits, version, _ORDERS[ecosystem])),
        is_certain,
    )


def _affects(affected: Mapping[str, Any], version: str, order: Callable[[str], Any]) -> bool | None:
    """Whether a version is affected; `None` where the advisory does not tell, or not in versions of the ecosystem."""
    listed = affected.get("versions") or ()
    if any(_is_same(version, one, order) for one in listed):
        return True
    ranges = [one["events"] for one in affected.get("ranges") or () if one["type"] != "GIT"]
    try:
        if any(_is_within(events, version, order) for events in ranges):
            return True
    except ValueError:
        return False if listed else None
    return False if listed or ranges else None


def _is_same(version: str, other: str, order: Callable[[str], Any]) -> bool:
    """Whether two versions are one, such as 1.0 and 1.0.0; old packages have versions that no order knows."""
    try:
        return version == other or bool(order(version) == order(other))
    except ValueError:
        return False


def _is_within(events: Sequence[Mapping[str, str]], version: str, order: Callable[[str], Any]) -> bool:
    """Whether a version stands between an event that introduces the fault and one that ends it."""
    pinned = (1, order(version))
    steps = sorted(
        ((0,) if at == "0" else (1, order(at)), what)
        for event in events
        for what, at in event.items()
        if what in ("introduced", "fixed", "last_affected")
    )
    within = False
    for at, what in steps:
        if what == "introduced" and pinned >= at:
            within = True
        elif (what == "fixed" and pinned >= at) or (what == "last_affected" and pinned > at):
            within = False
    return within


def _mended_in(hits: Iterable[Mapping[str, Any]], version: str, order: Callable[[str], Any]) -> Iterator[str]:
    """The versions after this one that end a range, the lowest first."""
    ends = {
        event["fixed"]
        for affected in hits
        for one in affected.get("ranges") or ()
        if one["type"] != "GIT"
        for event in one["events"]
        if "fixed" in event
    }
    try:
        yield from sorted((end for end in ends if order(end) > order(version)), key=order)
    except ValueError:
        yield from sorted(ends)


def in_one_line(words: str) -> str:
    """Somebody's words as one line that is not long and steers no terminal."""
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in words).split())
    return line if len(line) <= _LONGEST_SUMMARY else line[: _LONGEST_SUMMARY - 1].rstrip() + "…"


def _python_order(version: str) -> Version:
    try:
        return Version(version)
    except InvalidVersion as error:
        raise ValueError(str(error)) from None


def _npm_order(version: str) -> tuple[Any, ...]:
    """The precedence of https://semver.org: a pre-release comes before its release."""
    found = _SEMVER.fullmatch(version)
    if not found:
        raise ValueError(f"{version!r} is no version of npm")
    *numbers, before = found.groups()
    parts = tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in (before or "").split("."))
    return (*map(int, numbers), before is None, parts)


_ORDERS: Mapping[str, Callable[[str], Any]] = {"PyPI": _python_order, "npm": _npm_order}


# --- what is told ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """A pinned package that has a vulnerability, and the files of pins it stands in."""

    name: str
    version: str
    files: tuple[str, ...]
    known: Known


def table(findings: Sequence[Finding]) -> Iterator[str]:
    """What was found, a row for each, with a line below it that says what it is."""
    rows = [("PACKAGE", "PINNED", "IN", "MENDED IN", "ADVISORY")]
    for one in findings:
        names = ", ".join((one.known.id, *sorted(one.known.aliases)))
        mended = " or ".join(one.known.mended_in) or "no version yet"
        rows.append((one.name, one.version, ", ".join(one.files), mended, names))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        if number:
            yield f"    {findings[number - 1].known.summary}"


def advice(findings: Sequence[Finding]) -> Iterator[str]:
    """What to do about it."""
    mended = [one for one in findings if one.known.mended_in]
    of_npm = [one for one in mended if any(file.endswith(".json") for file in one.files)]
    if len(mended) > len(of_npm):
        yield "Mended in a later version: make requirements pins the newest; then make test, make sbom, make audit again."
        yield "If the old version stays, pyproject.toml or another package holds it back: raise that, or do without it."
    if of_npm:
        yield "A package of the editor is raised with npm in requirements/editor; then make test-editor, make sbom."
    if not all(one.known.mended_in for one in findings):
        yield "Where no version mends it yet, read the advisory: if the fault can be reached here, do without the package."
