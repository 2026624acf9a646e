"""New site projects: settings, the pages every site has, empty folders for texts and entries, and what builds and publishes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from colophon.formats.json_schema import FOLDER, schema_files
from colophon.formats.markdown import escape
from colophon.formats.yaml_reader import write_yaml
from colophon.model.errors import ColophonError
from colophon.model.language import N_
from colophon.model.settings import CONFIG
from colophon.project.catalogs import catalog_of
from colophon.project.reader import REQUIREMENT, read_settings
from colophon.project.settings import default_kinds
from colophon.project.writer import write_new, write_transaction

_STARTER = files("colophon") / "starter"
_EMPTY = ("corpus", "docs/glossary")


_TITLES = (N_("Home"), N_("Texts"), N_("Glossary"), N_("About"), N_("Data"))
"""What the navigation of a new project calls its pages."""
_COPYRIGHT = N_("The texts belong to their authors and publishers; see the rights statement on each page.")
"""What is at the foot of its pages."""


def start_project(folder: Path, name: str, language: str = "en") -> list[Path]:
    """Write a new project called `name` into `folder`, its pages in `language`; returns the files written.

    Raises `ColophonError` if one of its files already exists, and `OSError`; then nothing has changed.
    """
    wanted = {folder / path: data for path, data in _in_language(dict(_files_in(_STARTER, "")), language).items()}
    wanted |= {folder / path: data for path, data in schema_files(default_kinds(catalog_of(language))).items()}
    if existing := sorted(path for path in wanted if path.exists()):
        raise ColophonError(f"{existing[0]}: already exists; choose an empty folder. Nothing was written")
    for page in (folder / "README.md", folder / "docs/index.md"):
        wanted[page] = wanted[page].replace(b"# A Reader", f"# {_heading(name)}".encode())
    if origin := requirement():
        wanted[folder / REQUIREMENT] = re.sub(
            rb"(?m)^colophon @ .*$", lambda _: origin.encode(), wanted[folder / REQUIREMENT]
        )
    needed = {parent for path in (*wanted, *(folder / empty / "any" for empty in _EMPTY)) for parent in path.parents}
    missing = sorted(parent for parent in needed if not parent.exists())
    written: list[Path] = []
    try:
        for parent in missing:
            parent.mkdir()
        for path, data in wanted.items():
            write_new(path, data.replace(b"site_name: A Reader", write_yaml({"site_name": name}).strip().encode()))
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        for parent in reversed(missing):
            with suppress(OSError):
                parent.rmdir()
        raise
    return sorted(wanted)


def _in_language(files: Mapping[str, bytes], language: str) -> Mapping[str, bytes]:
    """The files of a new project by path, its pages and their titles in `language`."""
    say = catalog_of(language).messages.gettext
    pages = {path: say(data.decode()).encode() for path, data in files.items() if path.startswith("docs/")}
    settings = files[CONFIG].replace(b"  language: en\n", f"  language: {language}\n".encode())
    settings = settings.replace(_COPYRIGHT.encode(), say(_COPYRIGHT).encode())
    for title in _TITLES:
        settings = settings.replace(f"  - {title}: ".encode(), f"  - {say(title)}: ".encode())
    return {**files, **pages, CONFIG: settings}


def requirement() -> str | None:
    """The requirement, in the form of pip, that installs Colophon from where it was installed here; `None` if unknown."""
    try:
        recorded = distribution("colophon").read_text("direct_url.json")  # PEP 610
    except PackageNotFoundError:
        return None
    if recorded is None:  # from an index, where another package may have this name
        return None
    origin = json.loads(recorded)
    # Of a repository on this computer, pip takes no requirement with a commit; its folder will do until others need it.
    if (version := origin.get("vcs_info")) and not origin["url"].startswith("file:"):
        return f"colophon @ {version['vcs']}+{origin['url']}@{version['commit_id']}"
    digest = origin.get("archive_info", {}).get("hashes", {}).get("sha256")
    return f"colophon @ {origin['url']}" + (f" --hash=sha256:{digest}" if digest else "")


def _heading(name: str) -> str:
    """A name as Markdown: as it is if nothing in it is markup."""
    words = " ".join(name.split())
    return escape(words, mid_line=True) if re.search(r"[\\`*_{}\[\]<>#|&!~^=$]", words) else words


def write_schemas(root: Path) -> list[Path]:
    """Write the JSON Schemas of the project at `root`, and settings for VS Code if it has none.

    Returns the files written; other files stay. Raises `Invalid` if `mkdocs.yml` cannot be read.
    """
    wanted = {root / path: data for path, data in schema_files(read_settings(root).kinds).items()}
    own = {root / path: data for path, data in _files_in(_STARTER / "vscode", ".vscode/")}
    wanted |= {path: data for path, data in own.items() if not path.exists()}
    changed = {path: data for path, data in wanted.items() if not path.is_file() or path.read_bytes() != data}
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    write_transaction(changed)
    return sorted(changed)


def _files_in(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files_in(entry, f"{prefix}{entry.name}/")
        else:
            # Hidden files are kept here without the dot, so that packaging tools do not leave them out.
            name = re.sub(r"^(gitignore|gitattributes|github|vscode)(?=/|$)", r".\1", f"{prefix}{entry.name}")
            yield name, entry.read_bytes()
