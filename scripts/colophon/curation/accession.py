"""Adding texts to the corpus: the bytes are copied unchanged, and a record is written beside them.

Of a file in another format a text is derived, and the file is kept beside it, byte for byte. No existing file is ever
overwritten, and a call adds all texts it reports as new or none. What the corpus already holds is skipped, so a folder can
be added again after it has grown.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from colophon.curation import metadata
from colophon.curation.metadata import Row, proposals, stated
from colophon.curation.originals import CONVERTED, Conversion, Derivation, Found, NotConverted, is_converted
from colophon.formats.paragraphs import split_paragraphs
from colophon.formats.validation import is_slug, slug_of, usable_slug, validated
from colophon.formats.yaml_reader import YamlDocument, write_yaml
from colophon.model.errors import AccessionRefused, ColophonError, Invalid
from colophon.model.record import ORIGINALS, Acquired, Derived, Fixity, Layout, Record
from colophon.model.rights import STATEMENTS, rights_uri
from colophon.model.values import FileModel, LanguageCode, Name, PartialDate, Text, Url
from colophon.project.reader import decode, fixity_of
from colophon.project.writer import refuse_links, write_new

FIELDS: Mapping[str, str] = {
    "author": "creators",
    "url": "source_url",
    **{name: name for name in ("title", "publisher", "published", "language", "layout", "rights")},
}
"""Options that describe a text, and the fields of the record."""

GROUNDS: Mapping[str, str] = {
    "source": "the text itself says so",
    "attributed": "established from elsewhere; needs evidence",
    "supplied": "devised by an editor; shown in square brackets",
}
_OLD = {
    **dict.fromkeys((".doc", ".odt", ".rtf", ".pages", ".wpd"), "a file of a word processor; save it as .docx there"),
    ".msg": "a message of Outlook; save it as .eml in a mail program",
}
"""What can be saved in a format that is read."""
_DAMAGED = re.compile("\ufffd|[ÂÃ][\x80-\xbf]|â€|Ã[ƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž]|[ÐÑ][\x80-\xbf‚„…†‡ˆ‰‹‘’“”•–—˜™›][ÐÑ]")
"""U+FFFD, and UTF-8 that was decoded as Windows-1252 or ISO 8859-1: `Ã©`, `â€™`."""
_SENTENCE_ENDS = tuple('.!?:;…”"’)]»')
_FEW_LINES = 6
_LONG_ID = 80
_NARROW, _WIDE = 45, 100
"""Characters in a line of hard-wrapped prose."""


class _Answers(FileModel):
    """Types of the answers, as in the record."""

    origin: Text | None = None
    by: Text | None = None
    title: Name | None = None
    creators: Name | None = None
    publisher: Name | None = None
    published: PartialDate | None = None
    source_url: Url | None = None
    evidence: Text | None = None
    language: LanguageCode | None = None
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """How something is known; `evidence` is required if the basis is `attributed`."""

    basis: str
    evidence: str | None = None


def answer(field: str, words: str) -> str:
    """The words of an option, or of a field of the record, in the form that the record holds. Raises `ColophonError` with what was expected."""
    field = FIELDS.get(field, field)
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


def described_by(answers: Mapping[str, Any], ground: Ground | None) -> dict[str, Any]:
    """The fields of a record that options or answers fill, each known on `ground`; without those that are not answered."""
    fields: dict[str, Any] = {}
    for option, value in answers.items():
        name = FIELDS.get(option)
        if not value or not name:
            continue
        if name in metadata.STATED and ground:
            fields[name] = {"value": value if isinstance(value, str) else list(value), "basis": ground.basis}
            fields[name] |= {"evidence": ground.evidence} if ground.evidence else {}
        else:
            fields[name] = {"statement": value, "note": None} if name == "rights" else value
    return fields


CORPUS = "corpus"
NOT_EVALUATED = "http://rightsstatements.org/vocab/CNE/1.0/"

_COMMENT = """\
# The record of {id}.txt. What is unknown stays null, and the page says "not recorded"; do not guess.
# A known field is {{value: ..., basis: source | attributed | supplied, evidence: ...}}.
# basis: source, the text itself says so; attributed, from elsewhere, and evidence says what shows it; supplied, yours.
"""


@dataclass(frozen=True, slots=True)
class Accession:
    """A text to add: the file it comes from, the id it gets, its bytes and their fixity."""

    file: Path
    id: str
    data: bytes
    fixity: Fixity
    derivation: Derivation | None = None
    """How it was made of the file, if it is not the file itself."""
    collection: str = ""
    """The folder of `corpus/` that it goes to, relative to that."""

    @property
    def path(self) -> str:
        """The path of the text and its record below `corpus/`, without suffix."""
        return f"{self.collection}/{self.id}" if self.collection else self.id

    @property
    def found(self) -> Mapping[str, Found]:
        """What the file says of itself, by field of the record."""
        return _usable(self.derivation.found) if self.derivation else {}

    @property
    def original(self) -> str | None:
        """The name under which the file is kept beside the text."""
        return f"{self.id}{self.derivation.suffix.lower()}" if self.derivation else None

    def describe(self, row: Row | None, default: str | None, *, use_name: bool) -> dict[str, Any]:
        """Fields of the record: what a row of a table says, else the file itself, else its name if `use_name`.

        `default`: the basis of rows that have none. Raises `ColophonError` for a row that does not say how it knows.
        """
        proposed = _usable(proposals(self.file))
        fields: dict[str, Any] = {name: stated(one, "supplied") for name, one in proposed.items()} if use_name else {}
        for name, one in self.found.items():
            fields[name] = stated(one, "source") if name in metadata.STATED else one.value
        if row:
            fields |= metadata.described_by_row(row, self.found, proposed, default)
            if "rights" in fields:
                fields["rights"] = {"statement": fields["rights"], "note": None}
        return fields


def _usable(found: Mapping[str, Found]) -> dict[str, Found]:
    """What of the values that were found a record can hold."""
    usable: dict[str, Found] = {}
    for name, one in found.items():
        try:
            if isinstance(one.value, str):
                words = one.value.replace("_", "-") if name == "language" else one.value
                usable[name] = Found(answer(name, words), one.where)
            else:
                usable[name] = Found(tuple(answer(name, value) for value in one.value), one.where)
        except ColophonError:
            continue
    return usable


@dataclass(frozen=True, slots=True)
class Survey:
    """The texts to add; files the corpus already holds, each with its file there; and what is left out, in sentences."""

    new: tuple[Accession, ...]
    held: tuple[tuple[Path, Path], ...]
    left_out: tuple[str, ...] = ()


def survey(
    root: Path,
    files: Iterable[Path],
    chosen: str | None = None,
    encoding: str | None = None,
    besides: Path | None = None,
) -> Survey:
    """Look at files, and the files of folders, before they are added. Nothing is written.

    `chosen`: the id of a single file, instead of one made from its name. `encoding`: that of files that are not UTF-8.
    `besides`: a file that is not a text, such as the table.

    Raises `AccessionRefused` with every file that was named and cannot be added: not UTF-8, no words, a name that gives no
    id, an id that is taken, or the same bytes as another file of this call. Such files of a folder are left out.
    """
    refuse_links(root, CORPUS)
    with Conversion(encoding) as conversion:
        return _Surveying(root, chosen, encoding, conversion).survey(files, besides)


class _Surveying:
    """The state of one survey."""

    def __init__(self, root: Path, chosen: str | None, encoding: str | None, conversion: Conversion) -> None:
        self._corpus = root / CORPUS
        found = [path for path in sorted(self._corpus.rglob("*.*"), reverse=True) if path.is_file()]
        originals = [path for path in found if path.parent == self._corpus / ORIGINALS]
        there = [path for path in found if path.parent != self._corpus / ORIGINALS]
        self._taken = {path.stem: path for path in there}
        self._recorded = {path.stem for path in there if path.suffix == ".yml"}
        self._in_corpus = {fixity_of(path.read_bytes()).sha256: path for path in there if path.suffix == ".txt"}
        self._in_corpus |= {
            fixity_of(path.read_bytes()).sha256: path for path in originals if path.stem in self._recorded
        }
        self._chosen, self._encoding, self._conversion = chosen, encoding, conversion
        self._refused: list[tuple[Path, str]] = []
        self._new: dict[str, Accession] = {}
        self._held: list[tuple[Path, Path]] = []
        self._left_out: list[str] = []

    def survey(self, files: Iterable[Path], besides: Path | None) -> Survey:
        for file, folder in _files_in(files, besides, self._refused, self._left_out):
            try:
                self._look_at(file, folder)
            except ColophonError as error:
                if folder is None:
                    self._refused.append((file, str(error)))
                else:
                    self._left_out.append(f"{file}: {error}")
        if self._refused:
            raise AccessionRefused(*self._refused)
        return Survey(tuple(self._new.values()), tuple(self._held), tuple(self._left_out))

    def _look_at(self, file: Path, folder: Path | None) -> None:
        """Raises `ColophonError` with why a file, perhaps of a folder that was named, cannot be added."""
        data = file.read_bytes()
        if self._is_held(file, data):
            return
        if file.suffix.lower() in _OLD:
            raise NotConverted(f"is {_OLD[file.suffix.lower()]}, or as plain text in UTF-8")
        if not is_converted(file.suffix, data, self._encoding):
            _refuse_unreadable(file, data)
            self._add(file, file.stem, data, None, folder)
            return
        derived = self._conversion.derive(data, file.suffix)
        for number, derivation in enumerate(derived, 1):
            if len(derived) > 1 and self._is_held(file, derivation.original):
                continue
            stem = f"{file.stem}-{number}" if len(derived) > 1 else file.stem
            self._add(file, stem, derivation.text.encode(), derivation, folder)

    def _is_held(self, file: Path, data: bytes) -> bool:
        twin = self._in_corpus.get(fixity_of(data).sha256)
        if twin is None or twin.stem not in self._recorded:
            return False
        self._held.append((file, twin))
        return True

    def _add(self, file: Path, stem: str, data: bytes, derivation: Derivation | None, folder: Path | None) -> None:
        fixity = fixity_of(data)
        digest = fixity_of(derivation.original).sha256 if derivation else fixity.sha256
        if digest in self._new:
            raise ColophonError(f"has the same bytes as {self._new[digest].file}; leave out one of the two")
        # A text in the corpus without a record: only the record is written.
        twin = None if derivation else self._in_corpus.get(fixity.sha256)
        if twin is not None:
            name = self._chosen or (twin.stem if is_slug(twin.stem) else usable_slug(twin.stem, "its name", "--id"))
            if name != twin.stem:
                message = f"is in the corpus as {twin.name}, without a record; rename that file to {name}.txt"
                raise ColophonError(message)
        else:
            name = self._chosen or self._free_id(file, stem, is_named=folder is None)
            if name in self._taken:
                taken = f"the id {name} is taken by {self._taken[name].name}, which has other bytes"
                raise ColophonError(f"{taken}; rename the file, or add it alone with --id")
        self._taken[name] = file
        below = twin.parent.relative_to(self._corpus) if twin else file.parent.relative_to(folder or file.parent)
        # The folders in a folder that is added become collections.
        parts = (part if twin else slug_of(part) for part in below.parts)
        collection = "/".join(part for part in parts if is_slug(part) and part != ORIGINALS)
        self._new[digest] = Accession(file, name, data, fixity, derivation, collection)

    def _free_id(self, file: Path, stem: str, *, is_named: bool) -> str:
        """The id that a name gives; of a file in a folder it may be cut, or begin with the name of its folder."""
        if is_named:
            return usable_slug(stem, "its name", "--id")
        for name in (slug_of(stem), slug_of(f"{file.parent.name} {stem}")):
            if is_slug(name) and name not in self._taken:
                return name
        return usable_slug(slug_of(stem), "its name", "--id")


def count_paragraphs(accessions: Iterable[Accession]) -> tuple[int, int]:
    """How many paragraphs the texts have if each line is one, and if blank lines separate them."""
    texts = [decode(found.data, str(found.file)) for found in accessions]
    lines, blocks = (sum(len(split_paragraphs(text, layout)) for text in texts) for layout in ("lines", "blocks"))
    return lines, blocks


def add_texts(root: Path, accessions: Sequence[Accession], records: Sequence[str]) -> None:
    """Write the bytes, the original and the record of each, or of none. Raises `OSError`."""
    new: list[Path] = []
    try:
        for found, record in zip(accessions, records, strict=True):
            # The record last: `check` reports a text without one, and says how to get it.
            files = [(f"{found.path}.txt", found.data), (f"{found.path}.yml", record.encode())]
            if found.derivation:
                files.insert(0, (f"{ORIGINALS}/{found.original}", found.derivation.original))
            for name, data in files:
                path = root / CORPUS / name
                if path.suffix != ".yml" and path.is_file() and path.read_bytes() == data:
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
        "layout": layout_of(found),
        "headings": list(found.derivation.headings) if found.derivation else [],
        "notes": None,
        **(described or {}),
    }
    if found.derivation and found.original:
        original = fixity_of(found.derivation.original)
        made = found.derivation
        record["derived"] = Derived(
            original=found.original,
            fixity=original,
            program=made.program,
            version=made.version,
            settings=", ".join(f"{name}: {value}" for name, value in made.settings.items()) or None,
        ).model_dump()
        if (record["layout"] == "lines") != (made.layout == "lines"):
            record["headings"] = []  # they count its paragraphs otherwise
    validated(Record, YamlDocument(record, {}), str(found.file))
    return _COMMENT.format(id=found.id) + write_yaml(record)


def layout_of(found: Accession) -> str:
    """What a paragraph of a new text is: as it was derived; else blocks where its lines look hard-wrapped, or lines."""
    if found.derivation and found.derivation.layout:
        return found.derivation.layout
    return "blocks" if hard_wrapped(decode(found.data, str(found.file))) else "lines"


def notes_on(accessions: Sequence[Accession], layout: str | None) -> list[str]:
    """What an editor should look at in new texts, in sentences: lost words, damaged characters, hard-wrapped lines.

    `layout`: the one that was chosen, if any.
    """
    notes = []
    wrapped = []
    for found in accessions:
        if found.derivation:
            said = filter(None, (found.derivation.differences.sentence(), *found.derivation.notes))
            notes += [f"{found.file} as corpus/{found.path}.txt: {sentence}" for sentence in said]
        if len(found.id) > _LONG_ID:
            notes.append(
                f"{found.file} as corpus/{found.path}.txt: a long name makes a long web address; for another, leave the file out"
                " of the folder and add it alone with --id"
            )
        text = decode(found.data, str(found.file))
        if damaged := _DAMAGED.search(text):
            line = text.count("\n", 0, damaged.start()) + 1
            around = " ".join(text[max(0, damaged.start() - 15) : damaged.end() + 15].split())
            notes.append(
                f"corpus/{found.path}.txt:{line}: “{around}” looks like text that was decoded with the wrong encoding;"
                " compare it with the source, and if it is damaged, delete the text and its record and add a good copy"
            )
        if layout is None and not (found.derivation and found.derivation.layout) and hard_wrapped(text):
            wrapped.append(found.path)
    if wrapped:
        names = ", ".join(f"corpus/{name}.yml" for name in wrapped)
        notes.append(
            f"{len(wrapped)} text{'s' * (len(wrapped) > 1)} with hard-wrapped lines: blank lines separate the paragraphs"
            f" (layout: blocks). If each line is a paragraph, set layout: lines in {names}"
        )
    return notes


def hard_wrapped(text: str) -> bool:
    """Whether the lines of a text look broken at a margin rather than at ends of paragraphs.

    So: most lines that another follows without a blank line break off in the middle of a sentence, near the width of the
    widest. Verse has shorter lines, and lines that are paragraphs end a sentence.
    """
    blocks = [
        [line for line in map(str.strip, text[block.start : block.end].splitlines()) if line]
        for block in split_paragraphs(text, "blocks")
    ]
    followed = [line for block in blocks for line in block[:-1]]
    if len(followed) < _FEW_LINES:
        return False
    width = sorted(map(len, followed))[len(followed) * 9 // 10]
    broken = [line for line in followed if len(line) >= 0.75 * width and not line.endswith(_SENTENCE_ENDS)]
    return _NARROW <= width <= _WIDE and len(broken) >= 0.6 * len(followed)


def _files_in(
    files: Iterable[Path], besides: Path | None, refused: list[tuple[Path, str]], left_out: list[str]
) -> Iterator[tuple[Path, Path | None]]:
    """Every file once, and the folder that was named, unless it was the file; in `left_out` what else a folder holds."""
    seen = {besides.resolve()} if besides else set()
    for file in files:
        is_named = not file.is_dir()
        if not is_named:
            below, others = _files_below(file, seen, refused)
            if others:
                left_out.append(f"{file}: {_others(others)}")
            if not below:
                refused.append((file, "holds no file that can be added" + (f"; {_others(others)}" if others else "")))
        elif file.is_file():
            below = [file]
        else:
            refused.append((file, "does not exist"))
            continue
        for path in below:
            if (resolved := path.resolve()) not in seen:
                seen.add(resolved)
                yield path, None if is_named else file


def _files_below(folder: Path, besides: set[Path], refused: list[tuple[Path, str]]) -> tuple[list[Path], Counter[str]]:
    """The files of a folder and its folders that may hold texts, sorted, and how many others there are of each sort."""
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
            suffix = path.suffix.lower()
            if name.startswith((".", "~$")):
                others["hidden"] += 1
            elif path.is_symlink():
                others["symbolic link"] += 1
            elif (suffix == ".txt" or suffix in CONVERTED or suffix in _OLD) and path.is_file():
                texts.append(path)
            elif path.resolve() not in besides:
                others[suffix or "without a suffix"] += 1
    return sorted(texts), others


def _others(others: Counter[str]) -> str:
    """What a folder holds besides texts, in words."""
    sorts = sorted(others, key=lambda sort: (-others[sort], sort))
    number = others.total()
    counts = ", ".join(f"{others[sort]} {sort}" for sort in sorts)
    return f"{number} other file{'s' * (number != 1)} left out: {counts}"


def _refuse_unreadable(file: Path, data: bytes) -> None:
    """Raises `ColophonError` with why bytes cannot be added as a text, if they cannot."""
    try:
        text = decode(data, str(file))
    except Invalid as error:
        message = error.problems[0].message
        if "find out its encoding" in message:
            message += "; or add it with --encoding windows-1252, which keeps the file and derives a text from it"
        raise ColophonError(message) from None
    if not split_paragraphs(text, "lines"):
        raise ColophonError("has no words")
