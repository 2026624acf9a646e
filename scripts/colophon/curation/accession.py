"""Taking files into the corpus: the bytes are copied as they are, and a record is written beside them.

Nothing that is there is ever overwritten, and either every new file of a call is taken in or none is. What the corpus
holds already is left alone, so that a folder can be taken in again after something was added to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from colophon.formats.validation import is_slug, usable_slug, validated
from colophon.formats.yaml_reader import YamlDocument, write_yaml
from colophon.model.errors import AccessionRefused, ColophonError, Invalid
from colophon.model.record import Acquired, Fixity, Record
from colophon.model.values import FileModel, LanguageCode, PartialDate, Text, Url
from colophon.project.reader import decode, fixity_of, split_paragraphs
from colophon.project.writer import refuse_links, write_new
from colophon.rendering.pages.wording import RIGHTS

STATED: Mapping[str, str] = {
    "title": "title",
    "author": "creators",
    "publisher": "publisher",
    "published": "published",
    "url": "source_url",
}
"""What is known on some ground, as it is asked for, and the field of the record that holds it."""

GROUNDS: Mapping[str, str] = {
    "source": "the file itself says so",
    "attributed": "established from elsewhere; evidence says how",
    "supplied": "devised by an editor; shown in square brackets",
}
_STATEMENT = "http://rightsstatements.org/vocab/{}/1.0/"


class _Answers(FileModel):
    """The answers there may be, in the terms of the record."""

    origin: Text | None = None
    by: Text | None = None
    title: Text | None = None
    author: Text | None = None
    publisher: Text | None = None
    published: PartialDate | None = None
    url: Url | None = None
    evidence: Text | None = None
    language: LanguageCode | None = None
    layout: Literal["lines", "blocks"] | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """On what ground something is known; `evidence` is required where it was established from elsewhere."""

    basis: str
    evidence: str | None = None


def answer(field: str, words: str) -> str:
    """An answer as the record holds it. Raises `ColophonError` with what was expected."""
    if field == "rights":
        return rights_statement(words)
    try:
        validated(_Answers, YamlDocument({field: words}, {}), "")
    except Invalid as error:
        raise ColophonError(error.problems[0].message.removeprefix(f"{field}: ")) from None
    return words


def rights_statement(words: str) -> str:
    """The address of a rights statement given by its code or by either of its addresses. Raises `ColophonError`."""
    address = re.fullmatch(r"https?://rightsstatements\.org/(?:vocab|page)/([^/]+)(?:/.*)?", words.strip())
    code = address[1] if address else words.strip()
    codes = {known.casefold(): known for known in RIGHTS}
    if known := codes.get(code.casefold()):
        return _STATEMENT.format(known)
    near = get_close_matches(code.casefold(), codes, 1)
    if near:
        hint = f"did you mean {codes[near[0]]} ({RIGHTS[codes[near[0]]]})?"
    else:
        hint = f"known: {', '.join(f'{code} ({label})' for code, label in RIGHTS.items())}"
    raise ColophonError(f"expected a code or address of rightsstatements.org, found {words!r}; {hint}")


def ground_for(basis: str | None, evidence: str | None) -> Ground:
    """The ground that was given: evidence alone means that it was established from elsewhere. Raises `ColophonError`."""
    if evidence is None and basis in (None, "attributed"):
        wanted = "how it was established" if basis else "on what ground this is known"
        raise ColophonError(
            f'say {wanted}: --evidence "how it was established" if from elsewhere'
            + ("" if basis else ", --basis source if the file itself says so, --basis supplied if you devised it")
        )
    return Ground(basis or "attributed", evidence)


def described_by(answers: Mapping[str, Any], grounds: Mapping[str, Ground]) -> dict[str, Any]:
    """The fields of a record that answers fill, each on its ground; what was not answered is not among them."""
    given = {field: value for field, value in answers.items() if value}
    fields = {STATED[field]: _stated(value, grounds[field]) for field, value in given.items() if field in STATED}
    if "rights" in given:
        fields["rights"] = {"statement": given["rights"], "note": None}
    return fields | {field: given[field] for field in ("language", "layout") if field in given}


def _stated(value: str | Sequence[str], ground: Ground) -> dict[str, Any]:
    field: dict[str, Any] = {"value": value if isinstance(value, str) else list(value), "basis": ground.basis}
    return field if ground.evidence is None else {**field, "evidence": ground.evidence}


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


def add_texts(root: Path, accessions: Sequence[Accession], records: Sequence[str]) -> None:
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
    validated(Record, YamlDocument(record, {}), str(found.file))
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
