"""Each module imports only those above it, and only the last few touch files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import colophon
from tests.conftest import PROJECT

PACKAGE = Path(colophon.__file__).parent
LAYERS = [
    "",
    "rules",
    "policy",
    "records",
    "errors",
    "normalising",
    "front_matter",
    "markup",
    "formatting",
    "schema",
    "history",
    "json_schema",
    "editing",
    "passages",
    "differing",
    "linking",
    "finding.words",
    "finding.forms",
    "finding.surroundings",
    "finding.matching",
    "finding",
    "withholding",
    "edition",
    "repository",
    "rendering.wording",
    "citing",
    "explaining",
    "suggesting",
    "drafting",
    "comparing",
    "exporting",
    "manifest",
    "rendering.corrections",
    "feed",
    "editor",
    "rendering.actions",
    "rendering.citations",
    "rendering.standing",
    "rendering.strips",
    "rendering.continued",
    "rendering.documents",
    "rendering.entries",
    "rendering.listings",
    "rendering",
    "searching",
    "cards",
    "checking.addresses",
    "checking.active",
    "checking.dates",
    "checking.prose",
    "checking.pages",
    "checking.texts",
    "checking.names",
    "checking.entries",
    "checking",
    "writing",
    "configuration",
    "reading",
    "revisions",
    "indexing",
    "describing",
    "accession",
    "fixity",
    "takedown",
    "renaming",
    "starting",
    "verifying.pages",
    "verifying.loading",
    "verifying.links",
    "verifying.mentions",
    "verifying.entries",
    "verifying.data",
    "verifying.search",
    "verifying.listed",
    "verifying",
    "staging",
    "engines",
    "building",
    "previewing",
    "serving",
    "mkdocs_plugin",
    "asking",
    "cli",
    "__main__",
]
"""From what knows nothing to what knows everything; the first is the package itself."""
TOUCH_FILES = {
    "starting",
    "configuration",
    "reading",
    "revisions",
    "indexing",
    "accession",
    "fixity",
    "takedown",
    "renaming",
    "writing",
    "staging",
    "engines",
    "building",
    "verifying",
    "verifying.pages",
    "verifying.loading",
    "verifying.links",
    "verifying.data",
    "verifying.search",
    "verifying.listed",
    "previewing",
    "serving",
    "cli",
    "mkdocs_plugin",
}
FILE_MODULES = {"fileinput", "glob", "os", "pathlib.Path", "shelve", "shutil", "sqlite3", "subprocess", "tempfile"}
NETWORK_MODULES = {"asyncio", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib.request"}
FILE_CALLS = {"open", "Path", "PosixPath"}
FILE_METHODS = {
    *["chmod", "glob", "is_dir", "is_file", "is_symlink", "iterdir", "mkdir", "open", "read_bytes", "read_text"],
    *["rename", "resolve", "rglob", "rmdir", "stat", "symlink_to", "touch", "unlink", "write_bytes", "write_text"],
}


def file_of(module: str) -> Path:
    path = PACKAGE / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports_of(source: str) -> Iterator[str]:
    """Every name a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def own_imports_of(source: str) -> Iterator[str]:
    """Which modules of this package it imports."""
    modules = set(LAYERS)
    for name in imports_of(source):
        assert not name.startswith("."), f"imports of this package are written out: {name}"
        package, _, rest = name.partition(".")
        if package == "colophon":
            parts = rest.split(".")
            yield next(m for n in range(len(parts), -1, -1) if (m := ".".join(parts[:n])) in modules)


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


def test_every_module_has_its_layer():
    """A new module is put in its place in the list."""
    found = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")
        for path in PACKAGE.rglob("*.py")
    }

    assert sorted(LAYERS) == sorted(found)


def test_the_decisions_list_the_modules_in_the_order_of_their_layers():
    """A package stands for the modules in it."""
    page = (
        (PROJECT / "docs/development/decisions.md").read_text("utf-8").partition("## Layers")[2].partition("\n## ")[0]
    )

    listed = re.findall(r"^ {4}(\w+) {2,}\S", page, re.MULTILINE)
    assert [module for module in LAYERS if module and module != "__main__" and "." not in module] == listed


def test_no_decision_stands_twice():
    headings = re.findall(r"^## .+$", (PROJECT / "docs/development/decisions.md").read_text("utf-8"), re.MULTILINE)

    assert sorted(set(headings)) == sorted(headings)


@pytest.mark.parametrize("module", LAYERS)
def test_a_module_imports_only_from_layers_above_it(module: str):
    above = set(LAYERS[: LAYERS.index(module)])

    assert set() == set(own_imports_of(file_of(module).read_text("utf-8"))) - above


@pytest.mark.parametrize("module", sorted(set(LAYERS) - TOUCH_FILES))
def test_what_is_pure_touches_no_file_and_no_other_computer(module: str):
    allowed = {"pathlib.Path"} if module == "errors" else set()  # it names files, and opens none

    assert set() == set(file_use_in(file_of(module).read_text("utf-8"))) - allowed


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
def test_a_breach_would_be_seen(source: str):
    assert list(file_use_in(source))


def test_an_import_downwards_would_be_seen():
    assert ["rendering.wording", "cli", ""] == list(
        own_imports_of(
            "from colophon.rendering.pages.wording import count\nimport colophon.cli.commands\nfrom colophon import __version__"
        )
    )
