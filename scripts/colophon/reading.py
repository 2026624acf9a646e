"""From `corpus/`, `docs/` and `mkdocs.yml` to records.

Strict where it matters (UTF-8, YAML, schema) and patient otherwise: a broken file is reported and left out, and reading
goes on, so that an editor sees every problem at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from colophon.errors import Invalid, NoSite
from colophon.front_matter import KeyPath, Located, read_yaml, split_front_matter
from colophon.records import (
    Editor,
    Entry,
    EntryMatter,
    Fixity,
    Kind,
    Paragraph,
    Place,
    Problem,
    Record,
    Settings,
    Site,
    SourceText,
)
from colophon.schema import breach, check_slug, validated

DEFAULT_KINDS: Mapping[str, Kind] = {
    "agency": Kind(label="Agency", plural="Agencies"),
    "official": Kind(label="Official", plural="Officials", person=True),
}
_OPTIONS = ("kinds", "surnames", "ignore", "editor", "report")
_NOT_PUBLISHED = ("development",)
_WHITE_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff"
_NEWLINE = re.compile(r"\r\n|\r|\n")
_BLANK_LINES = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?:[^\S\r\n]*(?:\r\n|\r(?!\n)|\n))+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, where each value of it stands, and what could not be read."""

    root: Path
    site: Site
    located: Mapping[str, Located] = field(repr=False)
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
    try:
        with (root / "mkdocs.yml").open(encoding="utf-8") as file:
            config = yaml_load(file)
    except (ConfigurationError, ValueError) as error:
        raise _wrong_setting("", f"cannot be read: {error}") from None
    if not isinstance(config, Mapping):
        raise _wrong_setting("", "expected keys and values, such as site_name: My site")
    options = _plugin_options(config.get("plugins"))
    kinds = dict(DEFAULT_KINDS)
    for option in options:
        if option not in _OPTIONS:
            near = get_close_matches(str(option), _OPTIONS, 1)
            told = f"did you mean {near[0]}?" if near else f"known here: {', '.join(_OPTIONS)}"
            raise _wrong_setting(str(option), f"this option is not known; {told}")
    own_kinds = options.get("kinds") or {}
    if not isinstance(own_kinds, Mapping):
        raise _wrong_setting(
            "kinds", "expected kinds, each with label and plural, such as ship: {label: Ship, plural: Ships}"
        )
    for slug, kind in own_kinds.items():
        check_slug(str(slug), "mkdocs.yml")
        kinds[slug] = validated(Kind, Located(kind, {}), "mkdocs.yml", ("plugins", "colophon", "kinds", slug))
    surnames = options.get("surnames", "anywhere")
    if surnames not in ("anywhere", "after"):
        raise _wrong_setting("surnames", f"expected anywhere or after, found {surnames!r}")
    ignored = options.get("ignore") or ()
    if not isinstance(ignored, list | tuple):
        raise _wrong_setting("ignore", f"expected a list of names, found {ignored!r}")
    report = options.get("report")
    if report is not None and not re.match(r"(https?://|mailto:)[^\s<>\"]+$", str(report)):
        raise _wrong_setting("report", f"expected an address that begins with https:// or mailto:, found {report!r}")
    theme = config.get("theme")
    return Settings(
        name=str(config.get("site_name") or root.name),
        kinds=kinds,
        surname_only_after=surnames == "after",
        ignored=frozenset(map(str, ignored)),
        language=str(theme.get("language", "en")) if isinstance(theme, Mapping) else "en",
        docs_dir=PurePosixPath(config.get("docs_dir") or "docs").as_posix(),
        site_url=config.get("site_url") or None,
        repo_url=config.get("repo_url") or None,
        edit_uri=config.get("edit_uri"),
        report=report,
        editor=_editor(options.get("editor")),
    )


def _editor(option: object) -> Editor | None:
    if option is None or option is False:
        return None
    if option is True:
        return Editor()
    if not isinstance(option, Mapping):
        raise _wrong_setting("editor", f"expected true or false, or keys and values, found {option!r}")
    return validated(Editor, Located(option, {}), "mkdocs.yml", ("plugins", "colophon", "editor"))


def _plugin_options(plugins: object) -> Mapping[str, Any]:
    """The options of the plugin, which MkDocs lets a site write as a list or as keys and values."""
    listed = [plugins] if isinstance(plugins, Mapping) else plugins or ()
    if not isinstance(listed, list | tuple):
        raise _wrong_setting("", f"plugins: expected a list, found {plugins!r}")
    for plugin in listed:
        if isinstance(plugin, Mapping) and "colophon" in plugin:
            options = plugin["colophon"] or {}
            if not isinstance(options, Mapping):
                raise _wrong_setting("", f"plugins.colophon: expected keys and values, found {options!r}")
            return options
    return {}


def _wrong_setting(option: str, message: str) -> Invalid:
    at = f"plugins.colophon.{option}: " if option else ""
    return Invalid(Problem("mkdocs.yml", Place(), "settings", at + message))


def read_site(root: Path) -> Reading:
    """Read everything below `root`. Raises `Invalid` only for a `mkdocs.yml` that cannot be read."""
    settings = read_settings(root)
    located: dict[str, Located] = {}
    problems: list[Problem] = []
    texts = _read_corpus(root, located, problems)
    entries: list[Entry] = []
    pages: dict[PurePosixPath, str] = {}
    assets: dict[PurePosixPath, bytes] = {}
    docs = root / settings.docs_dir
    for file in _files_below(docs, root, problems):
        path = PurePosixPath(file.relative_to(docs).as_posix())
        if path.parts[0] in _NOT_PUBLISHED:
            continue
        shown = file.relative_to(root).as_posix()
        if path.parts[0] == "glossary" and (len(path.parts) != 2 or path.suffix != ".md"):
            told = (
                f"is no entry: expected {settings.docs_dir}/glossary/<name>.md; move or rename it, or keep it elsewhere"
            )
            problems.append(Problem(shown, Place(), "entry-place", told))
            continue
        if path.suffix != ".md":
            assets[path] = file.read_bytes()
            continue
        try:
            markdown = decode(file.read_bytes(), shown)
            if path.parts[0] == "glossary" and len(path.parts) == 2 and path.stem != "index":
                entries.append(_read_entry(markdown, path.stem, shown, located))
            else:
                pages[path] = markdown.removeprefix("\ufeff").replace("\r\n", "\n")
        except Invalid as error:
            problems += error.problems
    site = Site(settings, tuple(texts), tuple(entries), pages, assets)
    return Reading(root, site, located, tuple(problems))


def decode(data: bytes, path: str) -> str:
    """The text of UTF-8 bytes. Raises `Invalid` with the first byte that is not UTF-8, and what to do."""
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
    encoding = "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "WINDOWS-1252"
    return f"convert a copy of the file to UTF-8 (for example: iconv -f {encoding} -t UTF-8) and use that"


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


def _files_below(folder: Path, root: Path, problems: list[Problem]) -> list[Path]:
    """Every plain file, sorted; links are reported, since what they lead to is not part of the site."""
    files: list[Path] = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        shown = path.relative_to(root).as_posix()
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_symlink():
            problems.append(Problem(shown, Place(), "link", "is a symbolic link; put the file itself here"))
        elif path.is_file():
            files.append(path)
    return files


def _read_corpus(root: Path, located: dict[str, Located], problems: list[Problem]) -> list[SourceText]:
    texts: list[SourceText] = []
    files = {
        path.relative_to(root / "corpus").as_posix(): path for path in _files_below(root / "corpus", root, problems)
    }
    for name, file in files.items():
        shown = f"corpus/{name}"
        if file.suffix == ".txt" and "/" not in name:
            if f"{file.stem}.yml" not in files:
                problems.append(
                    Problem(
                        shown,
                        Place(),
                        "record-missing",
                        f"has no record beside it: write corpus/{file.stem}.yml, or take the file in with colophon add",
                    )
                )
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
                texts.append(_read_text(root, file.stem, located))
            except Invalid as error:
                problems += error.problems
    return texts


def _read_text(root: Path, name: str, located: dict[str, Located]) -> SourceText:
    shown = f"corpus/{name}.yml"
    yaml = read_yaml(decode((root / shown).read_bytes(), shown), shown)
    record = validated(Record, yaml, shown)
    located[shown] = yaml
    data = (root / f"corpus/{name}.txt").read_bytes()
    wrong: list[tuple[KeyPath, str, str]] = []
    if record.id != name:
        wrong.append((("id",), f"expected {name}, the name of the file, found {record.id}", "schema"))
    if (actual := fixity_of(data)) != (said := record.fixity):
        told = (
            f"expected {said.sha256} and {said.bytes} bytes, as recorded when the text was taken in, found {actual.sha256}"
            f" and {actual.bytes} bytes: corpus/{name}.txt or this record has changed; bring back the untouched one"
        )
        wrong.append((("fixity",), told, "fixity"))
    try:
        text = decode(data, f"corpus/{name}.txt")
    except Invalid as error:
        raise Invalid(*(breach(shown, yaml, at, told, rule) for at, told, rule in wrong), *error.problems) from None
    paragraphs = split_paragraphs(text, record.layout, record.headings)
    wrong += (
        (("headings", at), f"expected the number of a paragraph, 1 to {len(paragraphs)}, found {number}", "schema")
        for at, number in enumerate(record.headings)
        if number > len(paragraphs)
    )
    if wrong:
        raise Invalid(*(breach(shown, yaml, at, message, rule) for at, message, rule in wrong))
    return SourceText(record, data, text, paragraphs)


def _read_entry(markdown: str, slug: str, shown: str, located: dict[str, Located]) -> Entry:
    yaml, prose, line = split_front_matter(markdown.replace("\r\n", "\n"), shown)
    matter = validated(EntryMatter, yaml, shown)
    located[shown] = yaml
    check_slug(slug, shown)
    return Entry(slug, matter, prose, line)
