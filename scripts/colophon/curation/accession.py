"""Adding texts to the corpus: the bytes are copied unchanged, and a record is written beside them.

No existing file is ever overwritten, and a call adds all its new files or none. What the corpus already holds is skipped,
so a folder can be added again after it has grown.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from colophon.formats.paragraphs import split_paragraphs
from colophon.formats.validation import is_slug, usable_slug, validated
from colophon.formats.yaml_reader import YamlDocument, write_yaml
from colophon.model.errors import AccessionRefused, ColophonError, Invalid
from colophon.model.record import Acquired, Fixity, Record
from colophon.model.rights import STATEMENTS, rights_uri
from colophon.model.values import FileModel, LanguageCode, PartialDate, Text, Url
from colophon.project.reader import decode, fixity_of
from colophon.project.writer import refuse_links, write_new

STATED: Mapping[str, str] = {
    "title": "title",
    "author": "creators",
    "publisher": "publisher",
    "published": "published",
    "url": "source_url",
}
"""Fields that need a basis: the name of the option, and of the field in the record."""

GROUNDS: Mapping[str, str] = {
    "source": "the text itself says so",
    "attributed": "established from elsewhere; needs evidence",
    "supplied": "devised by an editor; shown in square brackets",
}
_PLAIN = (".md", ".rst", ".text", ".markdown", ".asc", ".adoc")
"""Suffixes of plain text other than .txt."""
_DAMAGED = re.compile("\ufffd|[ÂÃ][\x80-\xbf]|â€|Ã[ƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž]|[ÐÑ][\x80-\xbf‚„…†‡ˆ‰‹‘’“”•–—˜™›][ÐÑ]")
"""U+FFFD, and UTF-8 that was decoded as Windows-1252 or ISO 8859-1: `Ã©`, `â€™`."""
_SENTENCE_ENDS = tuple('.!?:;…”"’)]»')
_FEW_LINES = 6
_NARROW, _WIDE = 45, 100
"""Characters in a line of hard-wrapped prose."""


class _Answers(FileModel):
    """Types of the answers, as in the record."""

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
    """How something is known; `evidence` is required if the basis is `attributed`."""

    basis: str
    evidence: str | None = None


def answer(field: str, words: str) -> str:
    """An answer in the form that the record holds. Raises `ColophonError` with what was expected."""
    if field == "rights":
        return rights_statement(words)
    try:
        validated(_Answers, YamlDocument({field: words}, {}), "")
    except Invalid as error:
        raise ColophonError(error.problems[0].message.removeprefix(f"{field}: ")) from None
    return words


def rights_statement(words: str) -> str:
    """The address of a rights statement given by its code or by either of its addresses. Raises `ColophonError`."""
    if uri := rights_uri(words):
        return uri
    codes = {known.casefold(): known for known in STATEMENTS}
    near = get_close_matches(words.strip().casefold(), codes, 1)
    hint = f"did you mean {codes[near[0]]} ({STATEMENTS[codes[near[0]]]})?" if near else ""
    known = ", ".join(f"{code} ({label})" for code, label in STATEMENTS.items())
    hint = hint or f"known: {known}, CC BY 4.0 and other Creative Commons licenses, CC0, PDM, OGL 3.0"
    raise ColophonError(f"expected a code or address of rightsstatements.org or a license, found {words!r}; {hint}")


def ground_for(basis: str | None, evidence: str | None) -> Ground:
    """The basis from the options; evidence alone means `attributed`. Raises `ColophonError`."""
    if evidence is None and basis in (None, "attributed"):
        if basis:
            raise ColophonError('--basis attributed needs --evidence "what shows it"')
        raise ColophonError(
            'say how this is known: --evidence "what shows it" if from elsewhere, --basis source if the text itself says'
            " so, --basis supplied if you devised it"
        )
    return Ground(basis or "attributed", evidence)


def described_by(answers: Mapping[str, Any], grounds: Mapping[str, Ground]) -> dict[str, Any]:
    """The fields of a record that the answers fill, each with its basis; without those that are not answered."""
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
# The record of {id}.txt. What is unknown stays null, and the page says "not recorded"; do not guess.
# A known field is {{value: ..., basis: source | attributed | supplied, evidence: ...}}.
# basis: source, the text itself says so; attributed, from elsewhere, and evidence says what shows it; supplied, yours.
"""


@dataclass(frozen=True, slots=True)
class Accession:
    """A file to add: its path, the id it gets, its bytes and their fixity."""

    file: Path
    id: str
    data: bytes
    fixity: Fixity


@dataclass(frozen=True, slots=True)
class Survey:
    """The files to add; those the corpus already holds, each with its text there; and what is left out, in sentences."""

    new: tuple[Accession, ...]
    held: tuple[tuple[Path, Path], ...]
    left_out: tuple[str, ...] = ()


def survey(root: Path, files: Iterable[Path], chosen: str | None = None) -> Survey:
    """Look at files, and the .txt files of folders, before they are added. Nothing is written.

    `chosen`: the id of a single file, instead of one made from its name.

    Raises `AccessionRefused` with every file that cannot be added: not UTF-8, no words, a name that gives no id, an id
    that is taken, or the same bytes as another file of this call.
    """
    refuse_links(root, CORPUS)
    there = sorted((root / CORPUS).glob("*.*"), reverse=True)
    taken = {path.stem: path for path in there}
    recorded = {path.stem for path in there if path.suffix == ".yml"}
    in_corpus = {fixity_of(path.read_bytes()).sha256: path for path in there if path.suffix == ".txt"}
    refused: list[tuple[Path, str]] = []
    new: dict[str, Accession] = {}
    held: list[tuple[Path, Path]] = []
    left_out: list[str] = []
    for file in _text_files(files, refused, left_out):
        data = file.read_bytes()
        fixity = fixity_of(data)
        twin = in_corpus.get(fixity.sha256)
        if twin is not None and twin.stem in recorded:
            held.append((file, twin))
            continue
        # A text in the corpus without a record: only the record is written.
        stem, why = (twin or file).stem, _unreadable(file, data)
        try:
            name = chosen or (stem if twin and is_slug(stem) else usable_slug(stem, "its name", "--id"))
        except ColophonError as error:
            name, why = "", str(error)
        if fixity.sha256 in new:
            why = f"has the same bytes as {new[fixity.sha256].file}; leave out one of the two"
        elif twin is not None and name not in {"", twin.stem}:
            why = f"is in the corpus as {twin.name}, without a record; rename that file to {name}.txt"
        elif name in taken and twin is None:
            why = f"the id {name} is taken by {taken[name].name}, which has other bytes; rename the file, or add it alone with --id"
        if why:
            refused.append((file, why))
            continue
        taken[name] = file
        new[fixity.sha256] = Accession(file, name, data, fixity)
    if refused:
        raise AccessionRefused(*refused)
    return Survey(tuple(new.values()), tuple(held), tuple(left_out))


def count_paragraphs(accessions: Iterable[Accession]) -> tuple[int, int]:
    """How many paragraphs the texts have if each line is one, and if blank lines separate them."""
    texts = [decode(found.data, str(found.file)) for found in accessions]
    lines, blocks = (sum(len(split_paragraphs(text, layout)) for text in texts) for layout in ("lines", "blocks"))
    return lines, blocks


def add_texts(root: Path, accessions: Sequence[Accession], records: Sequence[str]) -> None:
    """Write the bytes and the record of each, or of none. Raises `OSError`."""
    new: list[Path] = []
    try:
        for found, record in zip(accessions, records, strict=True):
            # The record last: `check` reports a text without one, and says how to get it.
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
    """The record of a new text, as YAML; what is unknown is null. Raises `Invalid`."""
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


def notes_on(accessions: Sequence[Accession], layout: str | None) -> list[str]:
    """What an editor should look at in texts that were added, in sentences: damaged characters, hard-wrapped lines.

    `layout`: the one that was chosen, if any.
    """
    notes = []
    wrapped = []
    for found in accessions:
        text = decode(found.data, str(found.file))
        if damaged := _DAMAGED.search(text):
            line = text.count("\n", 0, damaged.start()) + 1
            around = " ".join(text[max(0, damaged.start() - 15) : damaged.end() + 15].split())
            notes.append(
                f"corpus/{found.id}.txt:{line}: “{around}” looks like text that was decoded with the wrong encoding;"
                " compare it with the source, and if it is damaged, delete the text and its record and add a good copy"
            )
        if layout is None and (counts := hard_wrapped(text)):
            wrapped.append((found.id, counts))
    if len(wrapped) == 1:
        (name, (lines, blocks)) = wrapped[0]
        notes.append(
            f"corpus/{name}.txt: {lines} lines in {blocks} blocks look hard-wrapped; if a blank line ends each paragraph,"
            f" set layout: blocks in corpus/{name}.yml (or use --layout blocks when you add)"
        )
    elif wrapped:
        names = ", ".join(f"corpus/{name}.yml" for name, _ in wrapped)
        notes.append(
            f"{len(wrapped)} texts look hard-wrapped; if a blank line ends each paragraph, set layout: blocks in {names}"
            " (or use --layout blocks when you add)"
        )
    return notes


def hard_wrapped(text: str) -> tuple[int, int] | None:
    """How many lines and blocks a text has, if its lines look broken at a margin rather than at ends of paragraphs.

    So: most lines that another follows without a blank line break off in the middle of a sentence, near the width of the
    widest. Verse has shorter lines, and lines that are paragraphs end a sentence.
    """
    blocks = [
        [line for line in map(str.strip, text[block.start : block.end].splitlines()) if line]
        for block in split_paragraphs(text, "blocks")
    ]
    followed = [line for block in blocks for line in block[:-1]]
    if len(followed) < _FEW_LINES:
        return None
    width = sorted(map(len, followed))[len(followed) * 9 // 10]
    broken = [line for line in followed if len(line) >= 0.75 * width and not line.endswith(_SENTENCE_ENDS)]
    if _NARROW <= width <= _WIDE and len(broken) >= 0.6 * len(followed):
        return sum(map(len, blocks)), len(blocks)
    return None


def _text_files(files: Iterable[Path], refused: list[tuple[Path, str]], left_out: list[str]) -> Iterator[Path]:
    """Every file once, however often it is named; of a folder the .txt files, and in `left_out` what else it holds."""
    seen: set[Path] = set()
    for file in files:
        if file.is_dir():
            below, others = _texts_below(file, refused)
            if others:
                left_out.append(f"{file}: {_others(file, others)}")
            if not below:
                refused.append((file, "holds no .txt file" + (f"; {_others(file, others)}" if others else "")))
        elif file.is_file():
            below = [file]
        else:
            refused.append((file, "does not exist"))
            continue
        for path in below:
            if (resolved := path.resolve()) not in seen:
                seen.add(resolved)
                yield path


def _texts_below(folder: Path, refused: list[tuple[Path, str]]) -> tuple[list[Path], Counter[str]]:
    """The .txt files of a folder and its folders, sorted, and how many others there are of each sort."""
    texts: list[Path] = []
    others: Counter[str] = Counter()

    def unreadable(error: OSError) -> None:
        refused.append((Path(str(error.filename)), "cannot be read; change its permissions"))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        hidden = [name for name in folders if name.startswith(".")]
        linked = [name for name in folders if name not in hidden and Path(parent, name).is_symlink()]
        folders[:] = [name for name in folders if name not in hidden]
        for name in (*names, *hidden, *linked):
            path = Path(parent, name)
            if name.startswith("."):
                others["hidden"] += 1
            elif path.is_symlink():
                others["symbolic link"] += 1
            elif path.suffix.lower() == ".txt" and path.is_file():
                texts.append(path)
            else:
                others[path.suffix.lower() or "without a suffix"] += 1
    return sorted(texts), others


def _others(folder: Path, others: Counter[str]) -> str:
    """What a folder holds besides .txt files, in words, and how to add some of it."""
    sorts = sorted(others, key=lambda sort: (-others[sort], sort))
    counts = ", ".join(f"{others[sort]} {sort}" for sort in sorts)
    number = others.total()
    said = f"{number} other file{'s' * (number != 1)} left out, since only .txt files are added from a folder: {counts}"
    suffix = next((sort for sort in sorts if sort in _PLAIN), None)
    return f"{said}. To add them, name them: colophon add {folder}/*{suffix}" if suffix else said


def _unreadable(file: Path, data: bytes) -> str | None:
    """Why bytes cannot be added as a text, or `None`."""
    try:
        text = decode(data, str(file))
    except Invalid as error:
        return error.problems[0].message
    return None if split_paragraphs(text, "lines") else "has no words"
