"""Taking files into the corpus: the bytes are copied as they are, and a record is written beside them.

Nothing that is there is ever overwritten, and either every file of a call is taken in or none is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from colophon.errors import AccessionRefused, Invalid
from colophon.front_matter import Located, write_yaml
from colophon.reading import decode, fixity_of, split_paragraphs
from colophon.records import Acquired, Fixity, Record
from colophon.schema import check_slug, validated
from colophon.writing import write_new

CORPUS = "corpus"
NOT_EVALUATED = "http://rightsstatements.org/vocab/CNE/1.0/"

_COMMENT = """\
# The record of {id}.txt. What is not known stays null, and the page says "not recorded"; nothing is guessed.
# A known field is {{value: ..., basis: source | attributed | supplied, evidence: ...}}: see CONTRIBUTING.md.
"""


@dataclass(frozen=True, slots=True)
class Accession:
    """A file to be taken in: where it is, the id it gets, its bytes and their fixity."""

    file: Path
    id: str
    data: bytes
    fixity: Fixity


def accession(
    root: Path, files: Iterable[Path], acquired: Acquired, language: str | None = None
) -> Sequence[Accession]:
    """Take files, and the .txt files of folders, into the corpus of the site at `root`.

    Raises `AccessionRefused` for the first that cannot be taken in: not UTF-8, no words, a name that gives no id, an id
    that is taken, or bytes that are there already under another name.
    """
    held = {fixity_of(path.read_bytes()).sha256: path for path in sorted((root / CORPUS).glob("*.txt"))}
    accessions: list[Accession] = []
    for file in _text_files(files):
        data = file.read_bytes()
        found = Accession(file, _id_for(file), data, fixity_of(data))
        _refuse_what_cannot_be_read(file, data)
        if (twin := held.get(found.fixity.sha256)) is not None:
            where = "in the corpus already, as" if twin.parent == root / CORPUS else "those of"
            raise AccessionRefused(file, f"these bytes are {where} {twin.name}; nothing was taken in")
        taken = {other.id: other.file for other in accessions} | {
            path.stem: path for path in sorted((root / CORPUS).glob("*.*"), reverse=True)
        }
        if found.id in taken:
            why = f"the id {found.id} is taken by {taken[found.id].name}, which holds other bytes; rename the file"
            raise AccessionRefused(file, f"{why}; nothing was taken in")
        held[found.fixity.sha256] = file
        accessions.append(found)
    records = [new_record(found, acquired, language) for found in accessions]
    new: list[Path] = []
    try:
        for found, record in zip(accessions, records, strict=True):
            # The record last: a text without one is reported, a record without its text never comes to be.
            for suffix, data in ((".txt", found.data), (".yml", record.encode())):
                new.append(root / CORPUS / f"{found.id}{suffix}")
                write_new(new[-1], data)
    except BaseException as error:
        for path in new[:-1] if isinstance(error, FileExistsError) else new:
            path.unlink(missing_ok=True)
        raise
    return accessions


def new_record(found: Accession, acquired: Acquired, language: str | None) -> str:
    """The record of a new text, as YAML: what is not known is null. Raises `Invalid` for what no record may hold."""
    record: dict[str, object] = {
        "id": found.id,
        "title": None,
        "creators": None,
        "publisher": None,
        "published": None,
        "source_url": None,
        "language": language,
        "rights": {"statement": NOT_EVALUATED, "note": None},
        "access": "full",
        "acquired": acquired.model_dump(by_alias=True),
        "fixity": found.fixity.model_dump(),
        "layout": "lines",
        "headings": [],
        "notes": None,
    }
    validated(Record, Located(record, {}), str(found.file))
    return _COMMENT.format(id=found.id) + write_yaml(record)


def _text_files(files: Iterable[Path]) -> Iterable[Path]:
    for file in files:
        if file.is_dir():
            below = sorted(
                path
                for path in file.rglob("*")
                if path.suffix.lower() == ".txt" and path.is_file() and not path.is_symlink()
            )
            if not below:
                raise AccessionRefused(file, "holds no .txt file; nothing was taken in")
            yield from below
        elif not file.is_file():
            raise AccessionRefused(file, "is not there; nothing was taken in")
        else:
            yield file


def _id_for(file: Path) -> str:
    slug = re.sub(r"[^a-z0-9_-]+", "-", file.stem.lower()).strip("-_")
    try:
        check_slug(slug, str(file))
    except Invalid:
        raise AccessionRefused(
            file, "its name gives no id: expected 1 to 100 letters, digits, - and _, and not index; rename it"
        ) from None
    return slug


def _refuse_what_cannot_be_read(file: Path, data: bytes) -> None:
    try:
        text = decode(data, str(file))
    except Invalid as error:
        raise AccessionRefused(file, error.problems[0].message) from None
    if not split_paragraphs(text, "lines"):
        raise AccessionRefused(file, "holds no words; nothing was taken in")
