"""The rooms import only those below them (`import-linter`, in pyproject.toml), and the pure ones touch no file."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import colophon
from tests.conftest import PROJECT

PACKAGE = Path(colophon.__file__).parent
PURE_ROOMS = ["model", "formats", "finding", "edition", "rendering", "checking"]
FILE_MODULES = {"fileinput", "glob", "os", "pathlib.Path", "shelve", "shutil", "sqlite3", "subprocess", "tempfile"}
NETWORK_MODULES = {"asyncio", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib.request"}
FILE_CALLS = {"open", "Path", "PosixPath"}
FILE_METHODS = {
    *["chmod", "glob", "is_dir", "is_file", "is_symlink", "iterdir", "mkdir", "open", "read_bytes", "read_text"],
    *["rename", "resolve", "rglob", "rmdir", "stat", "symlink_to", "touch", "unlink", "write_bytes", "write_text"],
}
EXCEPTIONS = {"model/errors.py": {"pathlib.Path"}}  # it names files, and opens none
PURE_MODULES = sorted(
    file.relative_to(PACKAGE).as_posix() for room in PURE_ROOMS for file in (PACKAGE / room).rglob("*.py")
)


def imports_of(source: str) -> Iterator[str]:
    """Every name a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def file_use_in(source: str) -> Iterator[str]:
    """What in a module could touch a file or another computer."""
    for name in imports_of(source):
        yield from (name for module in FILE_MODULES | NETWORK_MODULES if f"{name}.".startswith(f"{module}."))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in FILE_CALLS:
                yield f"{called.id}() in line {node.lineno}"
            elif isinstance(called, ast.Attribute) and called.attr in FILE_METHODS:
                yield f".{called.attr}() in line {node.lineno}"


def test_each_room_imports_only_the_rooms_below_it():
    lint = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(PROJECT / "pyproject.toml"),
    ]

    done = subprocess.run(lint, cwd=PROJECT, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("module", PURE_MODULES)
def test_a_module_of_a_pure_room_touches_no_file_and_no_other_computer(module: str):
    assert set() == set(file_use_in((PACKAGE / module).read_text("utf-8"))) - EXCEPTIONS.get(module, set())


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from os import replace",
        "import os.path",
        "from pathlib import Path",
        "def f():\n    import shutil",
        "open('x')",
        "x.read_text()",
        "Path('x')",
        "x.path.write_bytes(b'')",
        "import urllib.request",
    ],
)
def test_whatever_touches_a_file_is_recognized(source: str):
    assert list(file_use_in(source))


def test_no_decision_is_recorded_twice():
    page = (PROJECT / "docs/development/decisions.md").read_text("utf-8")
    headings = [line for line in page.splitlines() if line.startswith("## ")]

    assert sorted(set(headings)) == sorted(headings)
