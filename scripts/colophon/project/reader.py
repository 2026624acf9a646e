"""Reads a site: `corpus/`, `docs/` and `mkdocs.yml`.

A file that breaks a rule of reading (UTF-8, YAML, schema, fixity) is reported and left out, and reading goes on, so that
an editor sees all problems at once.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as AnyCollection
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from colophon.formats.folding import natural_key
from colophon.formats.pages import page_of
from colophon.formats.paragraphs import paragraphs_of_text
from colophon.formats.reports import printable
from colophon.formats.validation import (
    SCHEMA,
    check_slug,
    cut_problem,
    describe,
    file_name_problem,
    is_slug,
    problem_at,
    slug_of,
    validated,
)
from colophon.formats.yaml_reader import KeyPath, YamlDocument, read_yaml, split_front_matter
from colophon.model.collection import COLLECTION_FILE, Collection, CollectionFile, collection_of
from colophon.model.entry import Entry, EntryFrontMatter
from colophon.model.errors import Invalid, NoSite
from colophon.model.problem import Place, Problem, Rule
from colophon.model.record import ORIGINALS, Derived, Fixity, Record
from colophon.model.settings import CONFIG, Settings
from colophon.model.site import Page, Paragraph, Site, SourceText
from colophon.project.cache import Cache, digest_of
from colophon.project.settings import SETTINGS, read_configuration
from colophon.project.writer import first_link

GARBLED = Rule("garbled", "A text shows no signs of a wrong encoding, which would be published as it is.", "warning")

ENCODING = Rule("encoding", "Files are UTF-8 text, so that every character is the one that was meant.")
SYMLINK = Rule("symlink", "Files of the site are regular files: the target of a symbolic link could change unseen.")
FILE_NAME = Rule("file-name", "File names work on every operating system, and no two of them give the same address.")
CORPUS_FILES = Rule(
    "corpus",
    "`corpus/` holds only texts, their records and their originals, so that nothing else is published by accident.",
)
RECORD_MISSING = Rule("record-missing", "Every text has a record: a text without provenance is not published.")
TEXT_MISSING = Rule("text-missing", "Every record has a text.")
FIXITY = Rule(
    "fixity", "Every text is, byte for byte, the file that was added; its record holds the digest and the size."
)
PLACEHOLDER = Rule(
    "placeholder",
    "What a new site leaves to fill in is filled in: readers and colleagues would take it as it is.",
    "warning",
)
ENTRY_PLACE = Rule("entry-place", "`docs/glossary/` holds only entries, each a Markdown file named after its address.")
CONFLICT = Rule("conflict", "Files contain no conflict markers of Git.")

Value = TypeVar("Value")

REQUIREMENT = "requirements/colophon.txt"
"""Where a site says from where Colophon is installed."""

CORPUS = "corpus"
_NOT_PUBLISHED = ("development",)
_CONVERT = "convert a copy of the file to UTF-8 and use that (in a text editor: Save as; or: iconv -f {} -t UTF-8)"
_FIND_OUT = (
    "find out its encoding (often WINDOWS-1252 in western Europe and America), convert a copy of the file to UTF-8"
    " (in a text editor: Save as; or: iconv -f ENCODING -t UTF-8), and check its letters"
)
_CONTINUATION = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What a byte of UTF-8 after the first becomes in Latin-1 or Windows-1252."""


def _as(codec: str, *, last: int = 0xBF, but: str = "") -> str:
    """The same bytes, from 0x80, as letters of another encoding, for a class of a pattern."""
    letters = bytes(range(0x80, last + 1)).decode(codec, "ignore")
    return re.escape("".join(letter for letter in letters if letter not in but))


_MOJIBAKE = re.compile(
    f"(?=[^\\0-\x7f])(?:\ufffd|[\u0080-\u0084\u0086-\u009f]|[À-ÖØ-öø-ÿ]{{6}}|[ÂÃ](?![»‘’“”–—…])[{_CONTINUATION}]"
    f"|â[€„][{_CONTINUATION}]|â‚¬|ï»¿|(?:[ÐÑ][{_CONTINUATION}]){{3}}"
    f"|(?:[РС][{_as('cp1251')}]){{3}}|(?:[пя][{_as('koi8_r', but='ёЁ')}]){{3}}"
    f"|[├┬][{_as('cp437', last=0xAF)}]|[ΓÔ]Ç[{_as('cp437')}{_as('cp850')}]"
    f"|[¬√][{_as('mac_roman', last=0xAF, but='≠')}]|‚Ä[{_as('mac_roman')}]|Ă[{_as('cp1250', but='“”‘’„‚–—…«»ŞşŢţ')}])"
)
"""Signs of bytes that were decoded by the wrong encoding."""
_NOT_AUTHORED = re.compile(
    r".*[~#]|~.*|#.*|.*\.(?:asv|autosave|backup|bak|crdownload|dtmp|env|kate-swp|lck|lock|old|orig|part|pem|pyc|rej|save|sw[a-p]x?|te?mp)"
    r"|.*\.md[._-](?:\d+|backup)|.*\.sync-conflict-.*|(?:eh)?Thumbs\.db|desktop\.ini|Icon\r|__MACOSX|4913|nohup\.out"
    r"|id_(?:rsa|dsa|ecdsa|ed25519)",
    re.IGNORECASE,
)
"""Files that editors, office programs and file managers leave behind."""
_OTHER_MARKDOWN = frozenset({".markdown", ".md", ".mdown", ".mkdn", ".mkd", ".mdwn", ".mdtxt", ".mdtext"})
_MARKS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
# Which of every four bytes are mostly 0 where most letters are Latin.
_ZEROS = {
    "x000": "UTF-32LE",
    "000x": "UTF-32BE",
    "x0x0": "UTF-16LE",
    "0x0x": "UTF-16BE",
}
_DRAFT = re.compile(r"---\n(?:(?!---\n).*\n)*?draft: *true\b")
"""The front matter of a draft, also where it cannot be read."""


@dataclass(frozen=True, slots=True)
class UnreadProse:
    """The prose of an entry without valid front matter."""

    path: str
    """Relative to the root."""
    prose: str
    first_line: int
    sources: AnyCollection[str]
    """The keys of the sources it may cite."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, the place of each value, and problems of reading."""

    root: Path
    site: Site
    located: Mapping[str, YamlDocument] = field(repr=False)
    """The YAML of `mkdocs.yml` and of each record and entry, by path relative to the root; parsed when it is asked for."""
    problems: tuple[Problem, ...]
    unread_prose: tuple[UnreadProse, ...] = ()
    """The prose of entries whose front matter is wrong, so that its problems are reported in the same run."""


def find_root(start: Path) -> Path:
    """The nearest folder, `start` or above it, that has a `mkdocs.yml`. Raises `NoSite`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG).is_file():
            return folder
    raise NoSite(start)


def read_settings(root: Path) -> Settings:
    """Read the settings of the site. Raises `Invalid`."""
    return _configuration(root)[0]


class _Documents(Mapping[str, YamlDocument]):
    """The YAML of files, each parsed when it is asked for: most are never asked where a value is written."""

    def __init__(self, parsers: Mapping[str, Callable[[], YamlDocument]]) -> None:
        self._parsers = parsers
        self._parsed: dict[str, YamlDocument] = {}

    def __getitem__(self, path: str) -> YamlDocument:
        if path not in self._parsed:
            self._parsed[path] = self._parsers[path]()
        return self._parsed[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parsers)

    def __len__(self) -> int:
        return len(self._parsers)


class Memory:
    """What was read from files, and computed from it. A file is read again when its time, size or inode has changed."""

    def __init__(self, cache: Cache | None = None) -> None:
        self.cache = cache or Cache()
        """What follows from the bytes of files, whenever they were written."""
        self._held: dict[str, tuple[object, Any]] = {}

    def recall(self, name: str, files: Sequence[Path], read: Callable[[], Value]) -> Value:
        """The result of `read` for `files`, perhaps of an earlier call. Raises the `Invalid` that it raises or raised."""
        stamps = [(status.st_mtime_ns, status.st_size, status.st_ino) for status in (file.stat() for file in files)]
        return self.remember(name, stamps, read)

    def remember(self, name: str, follows_from: object, make: Callable[[], Value]) -> Value:
        """The result of `make`, perhaps of an earlier call, if it follows from the same. Raises as `recall` does."""
        held, result = self._held.get(name, (None, None))
        if held != follows_from:
            try:
                result = make()
            except Invalid as error:
                result = error
            self._held[name] = follows_from, result
        if isinstance(result, Invalid):
            raise result
        return result  # type: ignore[no-any-return]  # of the type that `make` gave


def read_site(root: Path, memory: Memory | None = None) -> Reading:
    """Read the site at `root`. Raises `Invalid` only for a `mkdocs.yml` that cannot be read."""
    memory = memory or Memory()
    settings, yaml, wrong = _configuration(root)
    located: dict[str, Callable[[], YamlDocument]] = {CONFIG: lambda: yaml}
    problems: list[Problem] = [*wrong]
    texts, collections = _read_corpus(root, located, problems, memory)
    entries: list[Entry] = []
    drafts: list[Entry] = []
    unread: list[UnreadProse] = []
    pages: dict[PurePosixPath, Page] = {}
    assets: dict[PurePosixPath, bytes] = {}
    for path, file in _published_files(root, problems):
        shown = f"{settings.docs_dir}/{path}"
        try:
            if path.suffix != ".md":
                assets[path] = memory.recall(shown, [file], file.read_bytes)
            elif path.parts[0] == "glossary" and path.stem != "index":
                read = memory.recall(shown, [file], partial(_read_entry, file, shown, memory.cache))
                problems += read.problems
                unread += [read.prose] if read.prose else []
                if read.entry:
                    (drafts if read.entry.matter.draft else entries).append(read.entry)
                    located[shown] = read.parse
            else:
                known_as = f"{shown} {settings.nav} {settings.extensions}"  # these decide the title
                pages[path] = memory.recall(known_as, [file], partial(_read_page, file, shown, path, settings))
        except Invalid as error:
            problems += error.problems
    problems += _requirement_problems(root)
    texts.sort(key=partial(_reading_order, by_publication=settings.by_publication))
    site = Site(settings, tuple(texts), tuple(entries), pages, assets, tuple(drafts), collections)
    return Reading(root, site, _Documents(located), tuple(problems), tuple(unread))


def _cut_problems(shown: str, yaml: YamlDocument) -> Iterator[Problem]:
    return (cut_problem(shown, at, *cut) for at, cut in yaml.cuts.items())


def _published_files(root: Path, problems: list[Problem]) -> Iterator[tuple[PurePosixPath, Path]]:
    """The files below `docs/` that are entries, pages or files beside them; others are reported."""
    for name, file in _files_below(root / Settings.docs_dir, root, problems).items():
        path, shown = PurePosixPath(name), f"{Settings.docs_dir}/{name}"
        if path.parts[0] in _NOT_PUBLISHED:
            continue
        if path.suffix != ".md" and path.suffix.lower() in _OTHER_MARKDOWN:
            message = f"a page ends in .md; rename this file to {path.with_suffix('.md').name}"
            problems.append(Problem(shown, Place(), FILE_NAME, message))
        elif path.parts[0] == "glossary" and (len(path.parts) != 2 or path.suffix != ".md"):
            message = (
                "is not an entry: expected docs/glossary/<name>.md; rename it, or move it to another folder of docs/"
            )
            problems.append(Problem(shown, Place(), ENTRY_PLACE, message))
        else:
            yield path, file


def _reading_order(text: SourceText, *, by_publication: bool) -> tuple[bool, str, str]:
    published = text.record.published if by_publication else None
    return published is None, published.value if published else "", natural_key(text.id)


def decode(data: bytes, path: str) -> str:
    """Decode UTF-8. Raises `Invalid` with the first byte that is not UTF-8 and how to convert the file."""
    if data.startswith(b"{\\rtf"):
        message = "expected plain text, found RTF; save it as plain text in UTF-8 in a word processor"
        raise Invalid(Problem(path, Place(), ENCODING, message))
    if encoding := _wide_encoding(data):
        message = f"expected UTF-8, found {encoding}; {_CONVERT.format(encoding)}"
        raise Invalid(Problem(path, Place(), ENCODING, message))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Invalid(
            Problem(
                path,
                Place(line, error.start - data.rfind(b"\n", 0, error.start)),
                ENCODING,
                f"expected UTF-8, found the byte 0x{data[error.start]:02X} at byte offset {error.start}; {_what_to_do(data)}",
            )
        ) from None


def _what_to_do(data: bytes) -> str:
    """How to make UTF-8 of bytes that are not."""
    if data.startswith(b"%PDF"):
        return "this is a PDF; save its text as UTF-8"
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "this is a file of Word or another office program; save it as plain text in UTF-8 there"
    return _FIND_OUT


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32, with or without a byte order mark, if the bytes are in one of them."""
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return name
    start = data[: 4096 // 4 * 4]
    zeros = "".join("0" if start[offset::4].count(0) > 0.4 * len(start) / 4 else "x" for offset in range(4))
    return _ZEROS.get(zeros) if len(start) >= 8 else None


def fixity_of(data: bytes) -> Fixity:
    """Digest and size of bytes."""
    return Fixity(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


# --- inside ------------------------------------------------------------------------------------------------------


def _configuration(root: Path) -> tuple[Settings, YamlDocument, tuple[Problem, ...]]:
    try:
        data = (root / CONFIG).read_bytes()
    except FileNotFoundError:  # while a preview runs
        raise Invalid(Problem(CONFIG, Place(), SETTINGS, "does not exist any more; restore it")) from None
    return read_configuration(root, _written(data, CONFIG))


def _written(data: bytes, shown: str) -> str:
    """Decode a file that an editor wrote. Raises `Invalid` if Git left conflict markers in it."""
    text = decode(data, shown)
    begins = re.search(r"^<{7} ", text, re.MULTILINE)
    if begins and re.search(r"^>{7} ", text, re.MULTILINE):
        message = (
            "Git left two versions of these lines, between <<<<<<<, ======= and >>>>>>>;"
            " keep the right one and remove the three lines of markers"
        )
        raise Invalid(Problem(shown, Place(text.count("\n", 0, begins.start()) + 1), CONFLICT, message))
    return text


def _files_below(folder: Path, root: Path, problems: list[Problem]) -> dict[str, Path]:
    """Every plain file by its path in the folder, in natural order (2 before 10).

    Hidden files and what programs leave behind are left out; symbolic links and unusable names are reported.
    """
    files: dict[str, Path] = {}
    whole = folder.relative_to(root)
    if linked := first_link(root, whole):
        problems.append(Problem(linked.as_posix(), Place(), SYMLINK, "is a symbolic link; replace it by the folder"))
        return {}
    folders = [""] if folder.is_dir() else []
    for below in folders:  # grows while it is walked
        alike: dict[str, str] = {}
        with os.scandir(folder / below) as found:
            for item in sorted(found, key=lambda item: item.name):
                if item.name.startswith(".") or _NOT_AUTHORED.fullmatch(item.name):
                    continue
                name = below + item.name
                shown = printable((whole / name).as_posix())
                if item.is_symlink():
                    problems.append(Problem(shown, Place(), SYMLINK, "is a symbolic link; replace it by the file"))
                elif message := file_name_problem(item.name):
                    problems.append(Problem(shown, Place(), FILE_NAME, message))
                elif (twin := alike.setdefault(item.name.casefold(), item.name)) != item.name:
                    message = f"differs from {twin} only in case, and many systems keep only one of the two; rename it"
                    problems.append(Problem(shown, Place(), FILE_NAME, message))
                elif item.is_dir():
                    folders.append(f"{name}/")
                elif item.is_file():
                    files[name] = Path(item.path)
    return dict(sorted(files.items(), key=lambda pair: [_natural(part) for part in pair[0].split("/")]))


def _natural(name: str) -> tuple[list[tuple[str, int]], str]:
    """A sort key in which digits count as a number: letter-2 before letter-10."""
    return [(words, int(digits or -1)) for words, digits in re.findall(r"(\D*)(\d{0,18})", name)], name


def _read_corpus(
    root: Path, located: dict[str, Callable[[], YamlDocument]], problems: list[Problem], memory: Memory
) -> tuple[list[SourceText], dict[str, Collection]]:
    """The texts, and the collections by path."""
    texts: list[SourceText] = []
    said: dict[str, CollectionFile | None] = {}
    ids: dict[str, str] = {}
    files = _files_below(root / CORPUS, root, problems)
    originals = {name: files.pop(name) for name in list(files) if name.startswith(f"{ORIGINALS}/")}
    for name, file in files.items():
        shown, stem = f"{CORPUS}/{name}", name.removesuffix(file.suffix)
        folder = name.rpartition("/")[0]
        if folder and folder not in said:
            said[folder] = None
            problems += _folder_problems(folder)
        try:
            if folder and file.name == COLLECTION_FILE:
                said[folder], parse, cut = memory.recall(shown, [file], partial(_read_collection, file, shown))
                located[shown] = parse
                problems += cut
            elif problem := _misplaced(name, file, files, ids):
                problems.append(problem)
            elif file.suffix == ".yml":
                both = (file, files[f"{stem}.txt"])
                read = memory.recall(shown, both, partial(_read_text, root, stem, memory.cache))
                texts.append(read.text)
                located[shown] = read.parse
                problems += read.problems
                if derived := read.text.record.derived:
                    original = originals.pop(f"{ORIGINALS}/{derived.original}", None)
                    problems += _original_problems(shown, read.parse, derived, original, memory)
        except Invalid as error:
            problems += error.problems
            originals = {at: path for at, path in originals.items() if path.stem != file.stem}
    for name in originals:
        message = (
            "no record says that its text was derived from this file; add it with colophon add, or move it elsewhere"
        )
        problems.append(Problem(f"{CORPUS}/{name}", Place(), CORPUS_FILES, message))
    paths = {
        "/".join(parts[:at]) for folder in said for parts in [folder.split("/")] for at in range(1, len(parts) + 1)
    }
    return texts, {
        path: collection_of(path, said.get(path)) for path in sorted(paths, key=lambda path: path.split("/"))
    }


def _folder_problems(folder: str) -> Iterator[Problem]:
    """What keeps a folder of `corpus/` from being a collection, whose page has its path in the address."""
    if wrong := next((part for part in folder.split("/") if not is_slug(part)), None):
        message = f"the folder {wrong!r} cannot be part of an address; rename it"
        likely = slug_of(wrong)
        yield Problem(
            f"{CORPUS}/{folder}", Place(), FILE_NAME, f"{message} to {likely}" if is_slug(likely) else message
        )


def _misplaced(name: str, file: Path, files: AnyCollection[str], ids: dict[str, str]) -> Problem | None:
    """What is wrong with a file of `corpus/` beside others, if anything is; `ids`: the path of the text of each id."""
    shown, stem = f"{CORPUS}/{name}", name.removesuffix(file.suffix)
    if file.suffix == ".txt":
        if f"{stem}.yml" in files:
            return None
        fix = f"add it with colophon add {shown}"
        if not is_slug(file.stem):
            fix = f"move it out of {CORPUS}/ and add it with colophon add, which names it {slug_of(file.stem)}"
        return Problem(shown, Place(), RECORD_MISSING, f"has no record beside it; {fix}")
    if file.suffix != ".yml" or file.name == COLLECTION_FILE:
        message = f"expected only <id>.txt and <id>.yml in {CORPUS}/ and its folders; add it with colophon add, or move it elsewhere"
        return Problem(shown, Place(), CORPUS_FILES, message)
    if f"{stem}.txt" not in files:
        message = f"the text of this record is missing: expected {CORPUS}/{stem}.txt"
        return Problem(shown, Place(), TEXT_MISSING, message)
    if (twin := ids.setdefault(file.stem.casefold(), stem)) != stem:
        message = f"has the id of {CORPUS}/{twin}.yml; an id is unique in all of {CORPUS}/: rename one text"
        return Problem(shown, Place(), FILE_NAME, message)
    return None


def _read_collection(file: Path, shown: str) -> tuple[CollectionFile, Callable[[], YamlDocument], list[Problem]]:
    parse = partial(read_yaml, _written(file.read_bytes(), shown), shown)
    yaml = parse()
    return validated(CollectionFile, yaml, shown), parse, list(_cut_problems(shown, yaml))


def _original_problems(
    shown: str, parse: Callable[[], YamlDocument], derived: Derived, file: Path | None, memory: Memory
) -> Iterator[Problem]:
    """What is wrong with the file from which a text was derived; the record is at `shown`."""
    path = f"corpus/{ORIGINALS}/{derived.original}"
    if file is None:
        message = f"the original is missing: expected {path}; restore it, such as: git checkout -- {path}"
        yield problem_at(shown, parse(), ("derived", "original"), message, FIXITY)
        return
    actual = memory.recall(path, [file], lambda: fixity_of(file.read_bytes()))
    if actual != derived.fixity:
        message = (
            f"expected {derived.fixity.sha256} and {derived.fixity.bytes} bytes, as recorded when the original was added,"
            f" found {actual.sha256} and {actual.bytes} bytes: {path} or this record has changed; restore the original, such"
            f" as: git checkout -- {path}"
        )
        yield problem_at(shown, parse(), ("derived", "fixity"), message, FIXITY)


@dataclass(frozen=True, slots=True)
class _ReadText:
    """The files of a text, with warnings."""

    text: SourceText
    parse: Callable[[], YamlDocument]
    """Parses its record."""
    problems: tuple[Problem, ...] = ()


def _read_text(root: Path, name: str, cache: Cache) -> _ReadText:
    """The text at a path below `corpus/`, given without suffix. Raises `Invalid`.

    Of what had no problem when its bytes were last read, the data are known, and nothing is looked for again.
    """
    shown = f"{CORPUS}/{name}.yml"
    written, data = (root / shown).read_bytes(), (root / f"{CORPUS}/{name}.txt").read_bytes()
    digest, faultless = digest_of(name, written, data), cache.of("records")
    known = faultless.get(digest)
    lines = _written(written, shown)
    parse = partial(read_yaml, lines, shown)
    if known:
        record, text = Record.model_validate(known), data.decode()
        paragraphs, _ = paragraphs_of_text(text, record)
        problems: tuple[Problem, ...] = ()
    else:
        yaml = parse()
        record, text, paragraphs = _checked_text(yaml, data, name)
        problems = (*_garbled(text, name), *_cut_problems(shown, yaml))
        if not problems:
            faultless.keep(digest, yaml.data)
    return _ReadText(SourceText(record, text, paragraphs, name.rpartition("/")[0], digest), parse, problems)


def _checked_text(yaml: YamlDocument, data: bytes, name: str) -> tuple[Record, str, tuple[Paragraph, ...]]:
    """The record that `yaml` is, and the text that `data` is. Raises `Invalid` with all that is wrong with either."""
    shown, text_id = f"{CORPUS}/{name}.yml", name.rpartition("/")[2]
    record = validated(Record, yaml, shown)
    wrong: list[tuple[KeyPath, str, Rule]] = []
    if record.id != text_id:
        wrong.append((("id",), f"expected {text_id}, the name of the file, found {record.id}", SCHEMA))
    actual, said = fixity_of(data), record.fixity
    if actual.sha256 == said.sha256 and actual.bytes != said.bytes:
        message = (
            f"expected {actual.bytes}, the size of the file with this digest, found {said.bytes}; correct this number"
        )
        wrong.append((("fixity", "bytes"), message, FIXITY))
    elif actual != said:
        message = (
            f"expected {said.sha256} and {said.bytes} bytes, as recorded when the text was added, found {actual.sha256}"
            f" and {actual.bytes} bytes: {_how_to_restore(data, said, name)}"
        )
        wrong.append((("fixity",), message, FIXITY))
    try:
        text = decode(data, f"{CORPUS}/{name}.txt")
    except Invalid as error:
        found = (problem_at(shown, yaml, at, message, rule) for at, message, rule in wrong)
        raise Invalid(*found, *error.problems) from None
    paragraphs, faults = paragraphs_of_text(text, record)
    wrong += ((at, message, SCHEMA) for at, message in faults)
    if wrong:
        raise Invalid(*(problem_at(shown, yaml, at, message, rule) for at, message, rule in wrong))
    return record, text, paragraphs


def _how_to_restore(data: bytes, recorded: Fixity, name: str) -> str:
    """Why the bytes of a text differ from those recorded, as far as can be known, and how to get them back."""
    lines = data.replace(b"\r\n", b"\n")
    if recorded in (fixity_of(lines), fixity_of(lines.replace(b"\n", b"\r\n"))):
        return (
            "only the line ends differ, which Git changes on some systems; write the line `corpus/**/*.txt -text` to"
            f" .gitattributes, delete corpus/{name}.txt and run: git checkout -- corpus/{name}.txt"
        )
    return f"corpus/{name}.txt or this record has changed; restore the original, such as: git checkout -- corpus/{name}.txt"


def _garbled(text: str, name: str) -> Iterator[Problem]:
    """A warning for the first sign that a text was converted from the wrong encoding."""
    if sign := _MOJIBAKE.search(text):
        line, column = text.count("\n", 0, sign.start()) + 1, sign.start() - text.rfind("\n", 0, sign.start())
        message = f"found {describe(sign[0])}, a sign of the wrong encoding; convert the original file again"
        message += ", or silence this warning if the original reads so"
        yield Problem(f"{CORPUS}/{name}.txt", Place(line, column), GARBLED, message)


def _requirement_problems(root: Path) -> Iterator[Problem]:
    """A warning where colleagues and CI cannot install Colophon from where the site says it comes from."""
    try:
        lines = (root / REQUIREMENT).read_text("utf-8", "replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return
    for number, line in enumerate(lines, 1):
        if found := re.match(r"colophon @ .*?(ADDRESS-OF-COLOPHON|file:)", line):
            only_here = found[1] == "file:"
            what = (
                "Colophon comes from a folder of this computer"
                if only_here
                else "where Colophon comes from is not filled in"
            )
            fix = "write the address of its repository or of a wheel, so that others can install it"
            yield Problem(REQUIREMENT, Place(number), PLACEHOLDER, what, fix=fix)


def _read_page(file: Path, shown: str, path: PurePosixPath, settings: Settings) -> Page:
    markdown = _written(file.read_bytes(), shown).removeprefix("\ufeff").replace("\r\n", "\n")
    return page_of(path, markdown, settings)


@dataclass(frozen=True, slots=True)
class _ReadEntry:
    """The file of an entry: the entry, or its prose, with problems."""

    parse: Callable[[], YamlDocument]
    """Parses its front matter."""
    entry: Entry | None = None
    problems: tuple[Problem, ...] = ()
    prose: UnreadProse | None = None


def _read_entry(file: Path, shown: str, cache: Cache) -> _ReadEntry:
    """The entry in a file, of which nothing is looked for again where the same bytes had no problem. Raises `Invalid`."""
    data = file.read_bytes()
    digest, faultless = digest_of(file.stem, data), cache.of("entries")
    words = _written(data, shown).replace("\r\n", "\n")
    parse = partial(_front_matter, words, shown)
    if known := faultless.get(digest):
        matter, line = known
        prose = "\n".join(words.split("\n")[line - 1 :])
        return _ReadEntry(parse, Entry(file.stem, EntryFrontMatter.model_validate(matter), prose, line, digest))
    try:
        read, matter = _entry_of(words, file.stem, shown, parse)
    except Invalid as error:
        if _DRAFT.match(words):
            return _ReadEntry(parse, problems=tuple(replace(one, is_in_draft=True) for one in error.problems))
        raise
    if read.entry is None:
        return read
    if not read.problems:
        faultless.keep(digest, [matter, read.entry.prose_line])
    return replace(read, entry=replace(read.entry, digest=digest))


def _front_matter(words: str, shown: str) -> YamlDocument:
    return split_front_matter(words, shown)[0]


def _entry_of(words: str, slug: str, shown: str, parse: Callable[[], YamlDocument]) -> tuple[_ReadEntry, Any]:
    """What a file has, and the data of its front matter. Raises `Invalid`."""
    yaml, prose, line = split_front_matter(words, shown)
    wrong: list[Problem] = []
    try:
        check_slug(slug, shown)
    except Invalid as error:
        wrong += error.problems
    try:
        front_matter = validated(EntryFrontMatter, yaml, shown)
    except Invalid as error:
        sources: Any = yaml.data.get("sources") or {} if isinstance(yaml.data, Mapping) else None
        can_be_checked = isinstance(sources, Mapping) and not any(
            p.message.startswith("sources") for p in error.problems
        )
        if _DRAFT.match(words):
            raise Invalid(*wrong, *error.problems) from None
        unread = UnreadProse(shown, prose, line, sources) if can_be_checked else None
        return _ReadEntry(parse, problems=(*wrong, *error.problems), prose=unread), None
    if wrong and front_matter.draft:
        raise Invalid(*wrong)
    if wrong:
        return _ReadEntry(parse, problems=tuple(wrong)), None
    entry = Entry(slug, front_matter, prose, line)
    return _ReadEntry(parse, entry, tuple(_cut_problems(shown, yaml))), yaml.data
