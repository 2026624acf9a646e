"""Fixity checks: every text is read again, and the result is logged as PREMIS 3 events.

PREMIS Data Dictionary 3.0, semantic units 2.1 to 2.7 (https://www.loc.gov/standards/premis/v3/). The log is JSON Lines: one
event a line, only ever appended, so it shows when a text was last intact.
"""

from __future__ import annotations

import datetime
import json
import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from colophon import __version__
from colophon.curation.accession import CORPUS
from colophon.formats.validation import SCHEMA, validated
from colophon.formats.yaml_reader import read_yaml
from colophon.model.collection import COLLECTION_FILE
from colophon.model.errors import ColophonError, Invalid
from colophon.model.problem import Place, Problem
from colophon.model.record import ORIGINALS, Fixity, Record
from colophon.project.reader import RECORD_MISSING, decode, fixity_of

LOG = "fixity-log.jsonl"
"""Beside `mkdocs.yml`: neither a text nor a page."""
CHECK = "http://id.loc.gov/vocabulary/preservation/eventType/fix"
SUCCESS = "http://id.loc.gov/vocabulary/preservation/eventOutcome/suc"
FAILURE = "http://id.loc.gov/vocabulary/preservation/eventOutcome/fai"


@dataclass(frozen=True, slots=True)
class Examined:
    """The result for one file: `found` is `None` if it could not be read, and `why` says the reason."""

    file: str
    """Relative to the root."""
    expected: Fixity
    found: Fixity | None
    why: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the bytes are those of the record."""
        return self.found == self.expected

    @property
    def detail(self) -> str:
        """The comparison, in words."""
        expected = f"expected sha256 {self.expected.sha256} and {self.expected.bytes} bytes"
        if self.found is None:
            return f"{expected}, found no file that can be read: {self.why}"
        return f"{expected}, found sha256 {self.found.sha256} and {self.found.bytes} bytes"


def read_records(root: Path) -> tuple[dict[str, Record], list[Problem]]:
    """The records of the corpus at `root`, without their texts, by path below it without suffix; problems of others."""
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    corpus = root / CORPUS
    files = [file for file in sorted(corpus.rglob("*.*")) if file.parent != corpus / ORIGINALS]
    found = {file.relative_to(corpus).with_suffix("").as_posix(): file for file in files if file.suffix == ".yml"}
    names = {name for name, file in found.items() if file.name != COLLECTION_FILE}
    for name in sorted(names):
        shown = f"{CORPUS}/{name}.yml"
        try:
            record = validated(Record, read_yaml(decode((root / shown).read_bytes(), shown), shown), shown)
        except Invalid as error:
            problems += error.problems
            continue
        if record.id == found[name].stem:
            records[name] = record
        else:
            problems.append(Problem(shown, Place(), SCHEMA, f"expected the id {found[name].stem}, found {record.id}"))
    for file in files:
        name = file.relative_to(corpus).with_suffix("").as_posix()
        if file.suffix == ".txt" and name not in names:
            message = "has no record beside it, so its digest is unknown; colophon check says what to do"
            problems.append(Problem(f"{CORPUS}/{name}.txt", Place(), RECORD_MISSING, message))
    return records, problems


def examine(root: Path, records: Mapping[str, Record]) -> Iterator[Examined]:
    """Read every text of the corpus at `root` again, also withheld ones, and every original; compute digest and size."""
    for name, record in records.items():
        files = [(f"{CORPUS}/{name}.txt", record.fixity)]
        if derived := record.derived:
            files.append((f"{CORPUS}/{ORIGINALS}/{derived.original}", derived.fixity))
        for file, expected in files:
            try:
                found = fixity_of((root / file).read_bytes())
            except OSError as error:
                yield Examined(file, expected, None, error.strerror or str(error))
            else:
                yield Examined(file, expected, found)


def event(examined: Examined, now: datetime.datetime) -> dict[str, Any]:
    """One fixity check as a PREMIS event. `now` has a time zone; the event is in UTC."""
    return {
        "eventIdentifier": {"eventIdentifierType": "UUID", "eventIdentifierValue": str(uuid.uuid4())},
        "eventType": {"value": "fixity check", "valueURI": CHECK},
        "eventDateTime": now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventDetailInformation": {"eventDetail": "SHA-256 and size of the file compared with its record"},
        "eventOutcomeInformation": {
            "eventOutcome": {
                "value": "pass" if examined.is_whole else "fail",
                "valueURI": SUCCESS if examined.is_whole else FAILURE,
            },
            "eventOutcomeDetail": {"eventOutcomeDetailNote": examined.detail},
        },
        "linkingAgentIdentifier": {
            "linkingAgentIdentifierType": "software",
            "linkingAgentIdentifierValue": f"Colophon {__version__}",
        },
        "linkingObjectIdentifier": {
            "linkingObjectIdentifierType": "local",
            "linkingObjectIdentifierValue": examined.file,
        },
    }


def append_events(log: Path, events: Sequence[dict[str, Any]]) -> None:
    """Append events to a log in one write and flush them to disk.

    Raises `ColophonError` if the last line of the log is broken, and `OSError`; then the log is unchanged.
    """
    if log.is_file():
        _refuse_broken(log)
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in events).encode()
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        before = os.fstat(handle).st_size
        if os.write(handle, lines) != len(lines):
            os.ftruncate(handle, before)
            raise OSError(f"{log}: the disk took only a part of the events; none was added")
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_broken(log: Path) -> None:
    data = log.read_bytes()
    lines = data.split(b"\n")
    unfinished = lines.pop()  # nothing, where the last line has its end
    try:
        whole = not unfinished and (not lines or isinstance(json.loads(lines[-1]), dict))
    except ValueError:
        whole = False
    if not whole:
        raise ColophonError(
            f"{log}:{len(lines) + bool(unfinished)}: the last line is broken, perhaps by a fault while it was written;"
            " nothing was added. Keep a copy of the log, take the broken line out, and run colophon fixity again"
        )
