"""From `corpus/`, `docs/` and `mkdocs.yml` to records.

Strict where it matters (UTF-8, YAML, schema) and patient otherwise: a broken file is reported and left out, and reading
goes on, so that an editor sees every problem at once.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from colophon.checking.prose import check_prose
from colophon.formats.folding import natural_key
from colophon.formats.reports import printable
from colophon.formats.validation import check_slug, file_name_problem, is_slug, problem_at, slug_of, validated
from colophon.formats.yaml_reader import KeyPath, YamlDocument, read_yaml, split_front_matter
from colophon.model.entry import Entry, EntryFrontMatter
from colophon.model.errors import Invalid, NoSite
from colophon.model.problem import Place, Problem
from colophon.model.record import Fixity, Record
from colophon.model.settings import CONFIG, Settings
from colophon.model.site import Paragraph, Site, SourceText
from colophon.project.settings import read_configuration
from colophon.project.writer import first_link

Value = TypeVar("Value")

_NOT_PUBLISHED = ("development",)
_WHITE_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff"
_CONVERT = "convert a copy of the file to UTF-8 and use that (in a text editor: Save as; or: iconv -f {} -t UTF-8)"
_NEWLINE = re.compile(r"\r\n|\r|\n")
_BLANK_LINES = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?:[^\S\r\n]*(?:\r\n|\r(?!\n)|\n))+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, where each value of it stands, and what could not be read."""

    root: Path
    site: Site
    located: Mapping[str, YamlDocument] = field(repr=False)
    """By path relative to the root: the YAML of each record and entry."""
    problems: tuple[Problem, ...]


def find_root(start: Path) -> Path:
    """The nearest folder, `start` or above it, that holds a `mkdocs.yml`. Raises `NoSite`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    raise NoSite(start)


def read_settings(root: Path) -> Settings:
    """What `mkdocs.yml` says that matters here. Raises `Invalid`."""
    return _configuration(root)[0]


class Memory:
    """What became of files that were read, so that a file that has not changed since is not read again.

    A file has changed when its time or size has; what is recalled is the same object.
    """

    def __init__(self) -> None:
        self._held: dict[str, tuple[object, Any]] = {}

    def recall(self, name: str, files: Sequence[Path], read: Callable[[], Value]) -> Value:
        """What `read` makes of `files`, or made of them before. Raises the `Invalid` it raises, or raised."""
        stamp = [(status.st_mtime_ns, status.st_size, status.st_ino) for status in (file.stat() for file in files)]
        held, result = self._held.get(name, (None, None))
        if held != stamp:
            try:
                result = read()
            except Invalid as error:
                result = error
            self._held[name] = stamp, result
        if isinstance(result, Invalid):
            raise result
        return result  # type: ignore[no-any-return]  # of the type that `read` gave


def read_site(root: Path, memory: Memory | None = None) -> Reading:
    """Read everything below `root`. Raises `Invalid` only for a `mkdocs.yml` that cannot be read."""
    memory = memory or Memory()
    settings, yaml, wrong = _configuration(root)
    located: dict[str, YamlDocument] = {CONFIG: yaml}
    problems: list[Problem] = [*wrong]
    texts = _read_corpus(root, located, problems, memory)
    entries: list[Entry] = []
    pages: dict[PurePosixPath, str] = {}
    assets: dict[PurePosixPath, bytes] = {}
    docs = root / settings.docs_dir
    for name, file in _files_below(docs, root, problems).items():
        path = PurePosixPath(name)
        if path.parts[0] in _NOT_PUBLISHED:
            continue
        shown = f"{settings.docs_dir}/{name}"
        if path.parts[0] == "glossary" and (len(path.parts) != 2 or path.suffix != ".md"):
            told = (
                f"is no entry: expected {settings.docs_dir}/glossary/<name>.md; move or rename it, or keep it elsewhere"
            )
            problems.append(Problem(shown, Place(), "entry-place", told))
            continue
        if path.suffix != ".md":
            assets[path] = memory.recall(shown, [file], file.read_bytes)
            continue
        try:
            if path.parts[0] == "glossary" and len(path.parts) == 2 and path.stem != "index":
                entry, located[shown] = memory.recall(shown, [file], partial(_read_entry, file, shown))
                entries.append(entry)
            else:
                pages[path] = memory.recall(shown, [file], partial(_read_page, file, shown))
        except Invalid as error:
            problems += error.problems
    texts.sort(key=partial(_reading_order, by_publication=settings.by_publication))
    site = Site(settings, tuple(texts), tuple(entries), pages, assets)
    return Reading(root, site, located, tuple(problems))


def _reading_order(text: SourceText, *, by_publication: bool) -> tuple[bool, str, str]:
    published = text.record.published if by_publication else None
    return published is None, published.value if published else "", natural_key(text.id)


def decode(data: bytes, path: str) -> str:
    """The text of UTF-8 bytes. Raises `Invalid` with the first byte that is not UTF-8, and what to do."""
    if data.startswith(b"{\\rtf"):
        told = "expected plain text, found RTF, the format of a word processor; save it there as plain text, in UTF-8"
        raise Invalid(Problem(path, Place(), "encoding", told))
    if _in_pairs(data):
        told = "expected UTF-8, found every other byte to be 0, as in UTF-16; " + _CONVERT.format(
            "UTF-16BE" if data[0] == 0 else "UTF-16LE"
        )
        raise Invalid(Problem(path, Place(), "encoding", told))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Invalid(
            Problem(
                path,
                Place(line, error.start - data.rfind(b"\n", 0, error.start)),
                "encoding",
                f"expected UTF-8, found the byte 0x{data[error.start]:02X} at byte offset {error.start}; {_what_to_do(data)}",
            )
        ) from None


def _what_to_do(data: bytes) -> str:
    """What helps with bytes that are not UTF-8, as far as their beginning tells."""
    if data.startswith(b"%PDF"):
        return "this is a PDF, not a text; save its text as UTF-8"
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "this is a file of Word or another office program, not a text; save it there as plain text, in UTF-8"
    encoding = "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "WINDOWS-1252"
    return _CONVERT.format(encoding)


def _in_pairs(data: bytes) -> bool:
    """Whether bytes that could be UTF-8 are UTF-16 without a mark that says so: most of every second one is 0."""
    beginning = data[:4096]
    zeros = beginning[::2].count(0), beginning[1::2].count(0)
    return len(beginning) >= 8 and max(zeros) > 0.4 * len(beginning) / 2 and min(zeros) < 0.1 * len(beginning) / 2


def split_paragraphs(text: str, layout: str, headings: tuple[int, ...] = ()) -> tuple[Paragraph, ...]:
    """The paragraphs of a text: its non-empty lines, or its blocks between blank lines.

    White space around a paragraph belongs to none. Line ends are LF, CRLF or CR.
    """
    separator = _BLANK_LINES if layout == "blocks" else _NEWLINE
    paragraphs: list[Paragraph] = []
    start = 0
    for end, following in [
        *((match.start(), match.end()) for match in separator.finditer(text)),
        (len(text), len(text)),
    ]:
        piece = text[start:end]
        if words := piece.strip(_WHITE_SPACE):
            first = start + piece.index(words)
            number = len(paragraphs) + 1
            paragraphs.append(Paragraph(number, first, first + len(words), number in headings))
        start = following
    return tuple(paragraphs)


def fixity_of(data: bytes) -> Fixity:
    """Digest and size of bytes."""
    return Fixity(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


# --- inside ------------------------------------------------------------------------------------------------------


def _configuration(root: Path) -> tuple[Settings, YamlDocument, tuple[Problem, ...]]:
    try:
        data = (root / CONFIG).read_bytes()
    except FileNotFoundError:  # while a preview runs
        raise Invalid(Problem(CONFIG, Place(), "settings", "is no longer there; bring it back")) from None
    return read_configuration(root, _written(data, CONFIG))


def _written(data: bytes, shown: str) -> str:
    """What an editor wrote. Raises `Invalid` where git left both versions of a passage in it."""
    text = decode(data, shown)
    begins = re.search(r"^<{7} ", text, re.MULTILINE)
    if begins and re.search(r"^>{7} ", text, re.MULTILINE):
        told = (
            "git found two versions of these lines and left both, between <<<<<<<, ======= and >>>>>>>;"
            " keep what is right and remove the three lines of marks"
        )
        raise Invalid(Problem(shown, Place(text.count("\n", 0, begins.start()) + 1), "conflict", told))
    return text


def _files_below(folder: Path, root: Path, problems: list[Problem]) -> dict[str, Path]:
    """Every plain file by its path in the folder, sorted; links are reported: what they lead to is not part of the site."""
    files: dict[str, Path] = {}
    whole = folder.relative_to(root)
    if linked := first_link(root, whole):
        problems.append(
            Problem(linked.as_posix(), Place(), "symlink", "is a symbolic link; put the folder itself here")
        )
        return {}
    folders = [""] if folder.is_dir() else []
    for below in folders:  # grows while it is walked
        alike: dict[str, str] = {}
        with os.scandir(folder / below) as found:
            for item in sorted(found, key=lambda item: item.name):
                if item.name.startswith("."):
                    continue
                name = below + item.name
                shown = printable((whole / name).as_posix())
                if item.is_symlink():
                    problems.append(Problem(shown, Place(), "symlink", "is a symbolic link; put the file itself here"))
                elif told := file_name_problem(item.name):
                    problems.append(Problem(shown, Place(), "file-name", told))
                elif (twin := alike.setdefault(item.name.casefold(), item.name)) != item.name:
                    told = (
                        f"differs from {twin} in its capitals only, and many computers keep one of the two; rename it"
                    )
                    problems.append(Problem(shown, Place(), "file-name", told))
                elif item.is_dir():
                    folders.append(f"{name}/")
                elif item.is_file():
                    files[name] = Path(item.path)
    return dict(sorted(files.items(), key=lambda pair: pair[0].split("/")))


def _read_corpus(
    root: Path, located: dict[str, YamlDocument], problems: list[Problem], memory: Memory
) -> list[SourceText]:
    texts: list[SourceText] = []
    files = _files_below(root / "corpus", root, problems)
    for name, file in files.items():
        shown = f"corpus/{name}"
        if file.suffix == ".txt" and "/" not in name:
            if f"{file.stem}.yml" not in files:
                told = f"write corpus/{file.stem}.yml, or take the file in with colophon add"
                if not is_slug(file.stem):
                    told = f"move it out of corpus/ and take it in with colophon add, as {slug_of(file.stem)}"
                problems.append(Problem(shown, Place(), "record-missing", f"has no record beside it: {told}"))
        elif file.suffix != ".yml" or "/" in name:
            problems.append(
                Problem(shown, Place(), "corpus", "expected only <id>.txt and <id>.yml in corpus/; move it elsewhere")
            )
        elif f"{file.stem}.txt" not in files:
            problems.append(
                Problem(
                    shown,
                    Place(),
                    "text-missing",
                    f"is the record of a text that is not there: expected corpus/{file.stem}.txt",
                )
            )
        else:
            try:
                both = (file, files[f"{file.stem}.txt"])
                text, located[shown] = memory.recall(shown, both, partial(_read_text, root, file.stem))
                texts.append(text)
            except Invalid as error:
                problems += error.problems
    return texts


def _read_text(root: Path, name: str) -> tuple[SourceText, YamlDocument]:
    shown = f"corpus/{name}.yml"
    yaml = read_yaml(_written((root / shown).read_bytes(), shown), shown)
    record = validated(Record, yaml, shown)
    data = (root / f"corpus/{name}.txt").read_bytes()
    wrong: list[tuple[KeyPath, str, str]] = []
    if record.id != name:
        wrong.append((("id",), f"expected {name}, the name of the file, found {record.id}", "schema"))
    actual, said = fixity_of(data), record.fixity
    if actual.sha256 == said.sha256 and actual.bytes != said.bytes:
        told = f"expected {actual.bytes}, the size of the file whose digest this is, found {said.bytes}; correct this number"
        wrong.append((("fixity", "bytes"), told, "fixity"))
    elif actual != said:
        told = (
            f"expected {said.sha256} and {said.bytes} bytes, as recorded when the text was taken in, found {actual.sha256}"
            f" and {actual.bytes} bytes: corpus/{name}.txt or this record has changed; bring back the untouched one"
        )
        wrong.append((("fixity",), told, "fixity"))
    try:
        text = decode(data, f"corpus/{name}.txt")
    except Invalid as error:
        raise Invalid(*(problem_at(shown, yaml, at, told, rule) for at, told, rule in wrong), *error.problems) from None
    paragraphs = split_paragraphs(text, record.layout, record.headings)
    wrong += (
        (("headings", at), f"expected the number of a paragraph, 1 to {len(paragraphs)}, found {number}", "schema")
        for at, number in enumerate(record.headings)
        if number > len(paragraphs)
    )
    if wrong:
        raise Invalid(*(problem_at(shown, yaml, at, message, rule) for at, message, rule in wrong))
    return SourceText(record, data, text, paragraphs), yaml


def _read_page(file: Path, shown: str) -> str:
    return _written(file.read_bytes(), shown).removeprefix("\ufeff").replace("\r\n", "\n")


def _read_entry(file: Path, shown: str) -> tuple[Entry, YamlDocument]:
    slug = file.stem
    yaml, prose, line = split_front_matter(_written(file.read_bytes(), shown).replace("\r\n", "\n"), shown)
    wrong: list[Problem] = []
    try:
        check_slug(slug, shown)
    except Invalid as error:
        wrong += error.problems
    try:
        matter = validated(EntryFrontMatter, yaml, shown)
    except Invalid as error:
        wrong += error.problems
        if isinstance(yaml.data, dict) and not any(p.message.startswith("sources") for p in error.problems):
            wrong += check_prose(prose, line, shown, yaml.data.get("sources") or {})
        raise Invalid(*wrong) from None
    if wrong:
        raise Invalid(*wrong)
    return Entry(slug, matter, prose, line), yaml
