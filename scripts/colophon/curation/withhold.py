"""Withholding a text: one line of its record changes, and no other byte."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from colophon.curation.accession import CORPUS
from colophon.formats.validation import validated
from colophon.formats.yaml_reader import YamlDocument, read_yaml
from colophon.model.collection import COLLECTION_FILE
from colophon.model.errors import ColophonError, Invalid
from colophon.model.record import ORIGINALS, Record, Withheld
from colophon.project.reader import decode
from colophon.project.writer import refuse_links, write_transaction


def withhold(root: Path, name: str, withheld: Withheld) -> Path:
    """Mark a text as withheld in its record, and change nothing else there. Returns the record's path.

    Raises `ColophonError` if the text does not exist or is already withheld, `Invalid` if its record cannot be read.
    """
    refuse_links(root, CORPUS)
    files = sorted((root / CORPUS).rglob("*.yml"), reverse=True)
    records = {file.stem: file for file in files if file.parent != root / CORPUS / ORIGINALS}
    known = sorted(records.keys() - {PurePosixPath(COLLECTION_FILE).stem})
    if name not in known:
        near = [text for text in known if text.startswith(name)] or get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ColophonError(f"no text {name!r} in corpus/{hint}")
    path = records[name]
    shown = path.relative_to(root).as_posix()
    refuse_links(root, shown)
    text = decode(path.read_bytes(), shown)
    yaml = read_yaml(text, shown)
    record = validated(Record, yaml, shown)
    if record.withheld:
        raise ColophonError(f"{shown}: has been withheld since {record.withheld.on}; nothing was changed")
    line = f"access: {{withheld: {json.dumps(withheld.reason, ensure_ascii=False)}, on: {withheld.on}}}"
    new = with_access(text, yaml, line)
    access = {"access": {"withheld": withheld.reason, "on": withheld.on}}
    if _as_data(new, shown) != {**yaml.data, **access}:
        raise ColophonError(f"{shown}: cannot be edited automatically; replace `access` in it with this line:\n{line}")
    write_transaction({path: new.encode()})
    return path


def with_access(text: str, yaml: YamlDocument, line: str) -> str:
    """A record with `line` for `access`, and every other byte unchanged."""
    lines = text.split("\n")
    first = yaml.key_place(("access",) if "access" in yaml.data else ("acquired",)).line - 1
    last = first
    if "access" in yaml.data:
        last += 1
        while last < len(lines) and lines[last][:1] in (" ", "\t"):
            last += 1
    return "\n".join([*lines[:first], line + "\r" * lines[first].endswith("\r"), *lines[last:]])


def _as_data(text: str, shown: str) -> object:
    try:
        data = read_yaml(text, shown).data
        validated(Record, YamlDocument(data, {}), shown)
    except Invalid:
        return None
    return {**data, "access": {key: str(value) for key, value in data["access"].items()}}
