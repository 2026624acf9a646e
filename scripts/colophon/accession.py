"""Taking files into the corpus: the bytes are copied as they are, and a record is written beside them.

Nothing that is there is ever overwritten, and either every new file of a call is taken in or none is. What the corpus
holds already is left alone, so that a folder can be taken in again after something was added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from colophon.errors import AccessionRefused, ColophonError, Invalid
from colophon.front_matter import Located, write_yaml
from colophon.reading import decode, fixity_of, split_paragraphs
from colophon.records import Acquired, Fixity, Record
from colophon.schema import is_slug, usable_slug, validated
from colophon.writing import refuse_links, write_new

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


@dataclass(frozen=True, slots=True)
class Survey:
    """What files there are to take in, and which the corpus holds already: each with the text that has its bytes."""

    new: tuple[Accession, ...]
    held: tuple[tuple[Path, Path], ...]


def survey(root: Path, files: Iterable[Path], chosen: str | None = None) -> Survey:
    """Look at files, and the .txt files of folders, before they are taken in. Nothing is written.

    `chosen`: the id of a single file, instead of the one its name gives.

    Raises `AccessionRefused` with every file that cannot be taken in: not UTF-8, no words, a name that gives no id, an
    id that is taken, or the same bytes as another file of this call.
    """
    refuse_links(root, CORPUS)
    there = sorted((root / CORPUS).glob("*.*"), reverse=True)
    taken = {path.stem: path for path in there}
    recorded = {path.stem for path in there if path.suffix == ".yml"}
    in_corpus = {fixity_of(path.read_bytes()).sha256: path for path in there if path.suffix == ".txt"}
    refused: list[tuple[Path, str]] = []
    new: dict[str, Accession] = {}
    held: list[tuple[Path, Path]] = []
    for file in _text_files(files, refused):
        data = file.read_bytes()
        fixity = fixity_of(data)
        twin = in_corpus.get(fixity.sha256)
        if twin is not None and twin.stem in recorded:
            held.append((file, twin))
            continue
        # A text in the corpus that has no record yet is where it belongs: only the record is written.
        stem, why = (twin or file).stem, _unreadable(file, data)
        try:
            name = chosen or (stem if twin and is_slug(stem) else usable_slug(stem, "its name", "--id"))
        except ColophonError as error:
            name, why = "", str(error)
        if fixity.sha256 in new:
            why = f"holds the same bytes as {new[fixity.sha256].file}; leave one of the two out"
        elif twin is not None and name not in {"", twin.stem}:
            why = f"is in the corpus without a record, as {twin.name}; rename that file to {name}.txt"
        elif name in taken and twin is None:
            why = f"the id {name} is taken by {taken[name].name}, which holds other bytes; rename the file, or add it alone with --id"
        if why:
            refused.append((file, why))
            continue
        taken[name] = file
        new[fixity.sha256] = Accession(file, name, data, fixity)
    if refused:
        raise AccessionRefused(*refused)
    return Survey(tuple(new.values()), tuple(held))


def count_paragraphs(accessions: Iterable[Accession]) -> tuple[int, int]:
    """How many paragraphs the texts have if each line is one, and if blank lines part them."""
    texts = [decode(found.data, str(found.file)) for found in accessions]
    lines, blocks = (sum(len(split_paragraphs(text, layout)) for text in texts) for layout in ("lines", "blocks"))
    return lines, blocks


def take_in(root: Path, accessions: Sequence[Accession], records: Sequence[str]) -> None:
    """Write the bytes and the record of each; if one cannot be written, none is there. Raises `OSError`."""
    new: list[Path] = []
    try:
        for found, record in zip(accessions, records, strict=True):
            # The record last: a text without one is reported, a record without its text never comes to be.
            for suffix, data in ((".txt", found.data), (".yml", record.encode())):
                path = root / CORPUS / f"{found.id}{suffix}"
                if suffix == ".txt" and path.is_file() and path.read_bytes() == data:
                    continue
                new.append(path)
                write_new(path, data)
    except BaseException as error:
        for path in new[:-1] if isinstance(error, FileExistsError) else new:
            path.unlink(missing_ok=True)
        raise


def new_record(found: Accession, acquired: Acquired, described: Mapping[str, Any] | None = None) -> str:
    """The record of a new text, as YAML: what is not known is null. Raises `Invalid` for what no record may hold."""
    record: dict[str, object] = {
        "id": found.id,
        "title": None,
        "creators": None,
        "publisher": None,
        "published": None,
        "source_url": None,
        "language": None,
        "rights": {"statement": NOT_EVALUATED, "note": None},
        "access": "full",
        "acquired": acquired.model_dump(by_alias=True),
        "fixity": found.fixity.model_dump(),
        "layout": "lines",
        "headings": [],
        "notes": None,
        **(described or {}),
    }
    validated(Record, Located(record, {}), str(found.file))
    return _COMMENT.format(id=found.id) + write_yaml(record)


def _text_files(files: Iterable[Path], refused: list[tuple[Path, str]]) -> Iterator[Path]:
    """Every file once, however often it is named."""
    seen: set[Path] = set()
    for file in files:
        if file.is_dir():
            below = sorted(
                path
                for path in file.rglob("*")
                if path.suffix.lower() == ".txt" and path.is_file() and not path.is_symlink()
            )
            if not below:
                refused.append((file, "holds no .txt file"))
        elif file.is_file():
            below = [file]
        else:
            refused.append((file, "is not there"))
            continue
        for path in below:
            if (resolved := path.resolve()) not in seen:
                seen.add(resolved)
                yield path


def _unreadable(file: Path, data: bytes) -> str | None:
    """Why bytes are no text, or `None`."""
    try:
        text = decode(data, str(file))
    except Invalid as error:
        return error.problems[0].message
    return None if split_paragraphs(text, "lines") else "holds no words"
