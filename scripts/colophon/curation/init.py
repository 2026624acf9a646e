"""A new site project, ready to build: settings, the pages every site has, and empty folders for texts and entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from colophon.formats.json_schema import FOLDER, schema_files
from colophon.formats.yaml_reader import write_yaml
from colophon.model.errors import ColophonError
from colophon.project.reader import read_settings
from colophon.project.writer import write_new, write_tree

_STARTER = files("colophon") / "starter"
_EMPTY = ("corpus", "docs/glossary")


def start_project(folder: Path, name: str) -> list[Path]:
    """Write a new project called `name` into `folder`; returns the files written.

    Raises `ColophonError` where any of its files is there already; then nothing is written.
    """
    wanted = {folder / path: data for path, data in _files_in(_STARTER, "")}
    there = sorted(path for path in wanted if path.exists())
    if there:
        raise ColophonError(f"{there[0]}: is there already; choose an empty folder, nothing was written")
    for path, data in wanted.items():
        write_new(path, data.replace(b"site_name: A Reader", write_yaml({"site_name": name}).strip().encode()))
    for empty in _EMPTY:
        (folder / empty).mkdir(parents=True, exist_ok=True)
    return sorted({*wanted, *write_schemas(folder)})


def write_schemas(root: Path) -> list[Path]:
    """Write the JSON Schemas of the project at `root`, and settings for VS Code where it has none of its own.

    Returns the files written. Raises `Invalid` for a `mkdocs.yml` that cannot be read.
    """
    schemas = {path.relative_to(FOLDER): data for path, data in schema_files(read_settings(root).kinds).items()}
    written = [root / FOLDER / path for path in write_tree(schemas, root / FOLDER).written]
    for path, data in _files_in(_STARTER / "vscode", ".vscode/"):
        if not (root / path).exists():
            write_new(root / path, data)
            written.append(root / path)
    return sorted(written)


def _files_in(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files_in(entry, f"{prefix}{entry.name}/")
        else:
            # What begins with a dot is kept without it, so that packaging tools do not leave it out.
            name = re.sub(r"^(gitignore|vscode)(?=/|$)", r".\1", f"{prefix}{entry.name}")
            yield name, entry.read_bytes()
