"""Known vulnerabilities of what is pinned, found by pip-audit. Ends with 1 where something is not cleared, with 2 for wrong usage.

    make audit                                 asks the service of the Python Package Index, over the network
    make audit ADVISORIES=path/to/all.zip      looks into a copy of OSV's advisories, and asks nobody

The copy is a zip file or a folder, see https://google.github.io/osv.dev/data/. Where it holds the advisories of npm as
well, the packages of the editor are audited too; the service knows only those of Python.
"""

# ruff: noqa: T201 -- a script prints

from __future__ import annotations

import datetime
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from advisories import LONGEST_AGE, Database, Finding, Known, UnusableError, advice, in_one_line, read_database, table
from packaging.version import InvalidVersion, Version
from pip_audit._audit import Auditor
from pip_audit._dependency_source import DependencySourceError, RequirementSource
from pip_audit._service import (
    Dependency,
    PyPIService,
    ResolvedDependency,
    ServiceError,
    SkippedDependency,
    VulnerabilityResult,
    VulnerabilityService,
)
from requests import RequestException
from sbom import LOCK, Pin, of_npm, of_python

HERE = Path(__file__).parent
TIMEOUT = 15
"""Seconds to wait for an answer of the service."""


class Pins(RequirementSource):
    """A file of pins with digests: also those for another Python or system, which pip-audit alone leaves out here."""

    def __init__(self, file: Path) -> None:
        super().__init__([file], require_hashes=True, disable_pip=True)
        self._pins = list(of_python(file))

    def collect(self) -> Iterator[Dependency]:
        """Every pinned package once for each version. Raises `DependencySourceError` for a pin without a digest."""
        collected = set()
        for dependency in super().collect():
            collected.add((dependency.canonical_name, getattr(dependency, "version", None)))
            yield dependency
        for pin in self._pins:
            if (pin.name, Version(pin.version)) not in collected:
                yield ResolvedDependency(pin.name, Version(pin.version))


class LocalService(VulnerabilityService):
    """Answers from a copy of the advisories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def query(self, spec: Dependency) -> tuple[Dependency, list[VulnerabilityResult]]:
        """What is known of a pinned package."""
        if not isinstance(spec, ResolvedDependency):
            return spec, []
        known = self._database.known("PyPI", spec.canonical_name, str(spec.version))
        return spec, [
            VulnerabilityResult(one.id, one.summary, list(_versions(one.mended_in)), set(one.aliases)) for one in known
        ]


def _versions(written: Sequence[str]) -> Iterator[Version]:
    for version in written:
        try:
            yield Version(version)
        except InvalidVersion:
            continue


def audit(service: VulnerabilityService, files: Sequence[Path]) -> tuple[list[Finding], list[str]]:
    """What is known of the packages pinned in `files`, and why some were not audited.

    Raises `DependencySourceError` for a file that is not one of pins, `ServiceError` or `RequestException` where the
    service does not answer.
    """
    found: defaultdict[tuple[str, str], dict[str, Known]] = defaultdict(dict)
    stands: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    unaudited: dict[str, None] = {}
    for file in files:
        for dependency, results in Auditor(service).audit(Pins(file)):
            if isinstance(dependency, SkippedDependency):
                unaudited[f"{file.name}: {in_one_line(dependency.skip_reason)}"] = None
                continue
            package = dependency.canonical_name, str(dependency.version)
            stands[package][file.stem] = None
            for one in results:
                mended = tuple(map(str, one.fix_versions))
                found[package][one.id] = Known(one.id, frozenset(one.aliases), in_one_line(one.description), mended)
    findings = [
        Finding(*package, tuple(stands[package]), known)
        for package in sorted(found)
        for known in found[package].values()
    ]
    return findings, list(unaudited)


def audit_npm(database: Database, pins: Sequence[Pin]) -> list[Finding]:
    """What is known of the packages of the editor."""
    return [
        Finding(pin.name, pin.version, ("editor/package-lock.json",), known)
        for pin in pins
        for known in database.known("npm", pin.name, pin.version)
    ]


def main(advisories: Path | None) -> int:
    """Audit every file of pins, and the lock of the editor where that is possible; say what was found and what to do."""
    files = sorted(HERE.glob("*.txt"))
    python = {(pin.name, pin.version): pin for file in files for pin in of_python(file)}
    npm = list(of_npm())
    database = None
    try:
        if advisories:
            wanted = {("PyPI", name) for name, _ in python} | {("npm", pin.name) for pin in npm}
            database = read_database(advisories, wanted)
        findings, unaudited = audit(LocalService(database) if database else PyPIService(timeout=TIMEOUT), files)
    except (UnusableError, DependencySourceError, ServiceError, RequestException) as error:
        print("\n".join(_refusal(error)), file=sys.stderr)
        return 2 if advisories and not advisories.exists() else 1
    if database and database.held.get("npm"):
        findings += audit_npm(database, npm)
        files.append(LOCK)
    else:
        why = "the copy holds no advisories of npm" if database else "the service knows packages of Python only"
        print(f"not audited: the {len(npm)} packages in {LOCK.relative_to(HERE.parent)}; {why}")
        npm = []
    if findings:
        print("\n".join((*table(findings), "", *advice(findings), "")))
    print("".join(f"not audited: {line}\n" for line in unaudited), end="")
    old = database is not None and _is_old(database)
    told = f"{len(findings)} known {'vulnerability' if len(findings) == 1 else 'vulnerabilities'}"
    print(
        f"{len(python) + len(npm)} packages pinned in {len(files)} files: {told if findings else 'none has a known vulnerability'}"
    )
    return int(bool(findings or unaudited or old))


def _refusal(error: Exception) -> Iterator[str]:
    """Why nothing was audited."""
    if isinstance(error, UnusableError | DependencySourceError):
        yield f"audit: {error}"
        return
    yield "audit: the audit service of the Python Package Index did not answer, so nothing was audited. It needs the network;"
    yield "without it: make audit ADVISORIES=path/to/all.zip, see README.md. What went wrong:"
    yield f"    {in_one_line(str(error) or type(error).__name__)}"


def _is_old(database: Database) -> bool:
    """Say how old the copy is."""
    print(f"advisories on Python packages: {database.held['PyPI']}, the newest of {database.newest:%Y-%m-%d}")
    if not database.is_old(datetime.datetime.now(tz=datetime.UTC)):
        return False
    print(
        f"That is more than {LONGEST_AGE.days} days ago, so newer ones are missing: take a new copy. This one clears nothing."
    )
    return True


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else None))
