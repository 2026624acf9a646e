"""What is known of texts before they are added: from their file names, and from a table an editor fills in. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from colophon.curation.originals import Found
from colophon.model.errors import ColophonError

STATED = ("title", "creators", "publisher", "published", "source_url")
"""Fields of a record that need a basis."""
COLUMNS = ("file", *STATED, "language", "rights", "layout", "basis", "evidence")
"""Of the table: fields of the record, and for a whole row how they are known."""
BASES = ("source", "attributed", "supplied")
FROM_NAME = "From the name of the file."

_DATE = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?:([-_. ]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")


def proposals(file: Path) -> dict[str, Found]:
    """The date and the title that the name of a file may mean, such as `1990-01-31-inaugural-address.txt`.

    A title has at least two words, and the date is not part of it.
    """
    name = re.sub(r"\s+", " ", file.stem).strip()
    found: dict[str, Found] = {}
    if date := _DATE.search(name):
        found["published"] = Found("-".join(filter(None, (date[1], date[3], date[4]))), FROM_NAME)
        name = f"{name[: date.start()]} {name[date.end() :]}"
    words = [word for word in re.split(r"[\s_.-]+", name) if word]
    if sum(bool(_WORD.search(word)) for word in words) >= 2:
        title = " ".join(words)
        found["title"] = Found(title[0].upper() + title[1:], FROM_NAME)
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of the table says of a file; fields that are empty there are missing here."""

    line: int
    values: Mapping[str, str | tuple[str, ...]]
    basis: str | None = None
    evidence: str | None = None


@dataclass
class Table:
    """An editor's table; each row is for one file."""

    path: Path
    rows: dict[str, Row]
    used: set[str] = field(default_factory=set)

    def row_of(self, file: Path) -> Row | None:
        """The row whose `file` is the path of a file, or how it ends."""
        path = file.as_posix()
        names = [name for name in self.rows if path == name or path.endswith(f"/{name}")]
        if not names:
            return None
        name = max(names, key=len)
        self.used.add(name)
        return self.rows[name]

    def refuse_unused(self, files: Iterable[Path]) -> None:
        """Raises `ColophonError` for rows of files that are not there."""
        known = {file.as_posix().rpartition("/")[2] for file in files}
        wrong = []
        for name in self.rows.keys() - self.used:
            near = get_close_matches(name.rpartition("/")[2], known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            wrong.append((self.rows[name].line, f"file: no file to add ends in {name!r}{hint}"))
        _refuse(self.path, wrong)


def read_table(path: Path, data: bytes, valid: Callable[[str, str], str]) -> Table:
    """Read a table in CSV: UTF-8, with commas, semicolons or tabs between its columns, and a first row with their names.

    `valid` turns the words of a field into its value, or raises `ColophonError`. Raises `ColophonError` with everything
    that is wrong.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"expected UTF-8, found the byte 0x{data[error.start]:02X}; save it in the spreadsheet as CSV UTF-8"
        raise ColophonError(f"{path}: {message}") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    wrong: list[tuple[int, str]] = []
    rows: dict[str, Row] = {}
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="")
        header = [name.strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        _check_header(header, wrong)
        for cells in reader if not wrong else ():
            try:
                name, row = _row(reader.line_num, cells, valid)
                if name in rows:
                    wrong.append((row.line, f"file: {name!r} has a row above, in line {rows[name].line}; keep one"))
                rows.setdefault(name, row)
            except ColophonError as error:
                wrong += [(reader.line_num, line) for line in str(error).splitlines()]
    except csv.Error as error:
        wrong.append((1, f"is not a table in CSV ({error}); save it in the spreadsheet as CSV UTF-8"))
    _refuse(path, wrong)
    return Table(path, rows)


def _check_header(header: Sequence[str], wrong: list[tuple[int, str]]) -> None:
    if "file" not in header:
        wrong.append(
            (
                1,
                f"expected a column 'file', found {', '.join(header) or 'nothing'}; --template writes a table to fill in",
            )
        )
    for name in header:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, 1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(COLUMNS)}"
            wrong.append((1, f"the column {name!r} is not known; {hint}"))
    wrong += ((1, f"the column {name!r} is there twice") for name in sorted({n for n in header if header.count(n) > 1}))


def _row(line: int, cells: Mapping[str, Any], valid: Callable[[str, str], str]) -> tuple[str, Row]:
    wrong = []
    if cells.get(""):
        wrong.append("has more cells than there are columns; put a cell with a comma in quotation marks")
    words = {name: " ".join(cell.split()) for name, cell in cells.items() if isinstance(cell, str) and cell.strip()}
    name = words.pop("file", "").replace("\\", "/").removeprefix("./")
    if not name:
        wrong.append("file: is empty; expected the name of a file")
    basis, evidence = words.pop("basis", None), words.pop("evidence", None)
    if basis not in (None, *BASES):
        wrong.append(f"basis: expected {', '.join(BASES[:-1])} or {BASES[-1]}, found {basis!r}")
    if basis == "attributed" and not evidence:
        wrong.append("evidence: is empty; expected what shows it, because basis is attributed")
    values: dict[str, str | tuple[str, ...]] = {}
    for column, cell in words.items():
        try:
            if column == "creators":
                values[column] = tuple(valid(column, one.strip()) for one in cell.split(";") if one.strip())
            else:
                values[column] = valid(column, cell)
        except ColophonError as error:
            wrong.append(f"{column}: {error}")
    if wrong:
        raise ColophonError("\n".join(wrong))
    return name, Row(line, values, basis or ("attributed" if evidence else None), evidence)


def _refuse(path: Path, wrong: Sequence[tuple[int, str]]) -> None:
    if wrong:
        raise ColophonError("\n".join(f"{path}:{line}: {message}" for line, message in sorted(wrong)))


def template(files: Iterable[tuple[str, Mapping[str, Found]]]) -> str:
    """The table to fill in, as CSV: a row for each file, by its path, with what was found or is proposed for it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n", restval="")
    writer.writeheader()
    for name, found in files:
        cells = {key: one.value if isinstance(one.value, str) else "; ".join(one.value) for key, one in found.items()}
        writer.writerow({"file": name, **cells})
    return f"\ufeff{out.getvalue()}"  # by the mark, spreadsheets know UTF-8


def described_by_row(
    row: Row, found: Mapping[str, Found], proposed: Mapping[str, Found], default: str | None
) -> dict[str, Any]:
    """The fields of a record that a row fills, each with how it is known.

    A cell that repeats what the file says, or what its name may mean, keeps that basis; for any other the row has to say it,
    or `default`. Raises `ColophonError` where nothing does.
    """
    fields: dict[str, Any] = {}
    lacking = []
    for name, value in row.values.items():
        if name not in STATED:
            fields[name] = value
        elif name in found and found[name].value == value:
            fields[name] = stated(found[name], "source")
        elif basis := row.basis or default:
            known = {"basis": basis} | ({"evidence": row.evidence} if row.evidence else {})
            fields[name] = {"value": _plain(value), **known}
        elif name in proposed and proposed[name].value == value:
            fields[name] = stated(proposed[name], "supplied")
        else:
            lacking.append(name)
    if lacking:
        ways = "source, attributed (with evidence) or supplied; or use --basis for every row"
        raise ColophonError(f"basis: is empty; say how {', '.join(lacking)} is known: {ways}")
    return fields


def stated(found: Found, basis: str) -> dict[str, Any]:
    """A value that was found, as a field of the record."""
    return {"value": _plain(found.value), "basis": basis, "evidence": found.where}


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)
