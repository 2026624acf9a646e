"""README, CONTRIBUTING and the guides are true: their links lead somewhere, their commands run, their modules exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click import Context

import colophon
from colophon.cli import main
from tests.conftest import PROJECT

PACKAGE = Path(colophon.__file__).parent
GUIDES = sorted((PROJECT / "docs/development").glob("*.md"))
MANUALS = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *GUIDES]
DOCUMENTS = [*MANUALS, PROJECT / "CHANGELOG.md"]
README = (PROJECT / "README.md").read_text("utf-8")
ARCHITECTURE = (PROJECT / "docs/development/architecture.md").read_text("utf-8")
ROOMS = {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file()}
MODULES = sorted(
    name
    for name in set(re.findall(r"`([\w./]+)`", ARCHITECTURE))
    if re.match(rf"(?:{'|'.join(ROOMS)}|theme)[./]", name)
)


def without_code(text: str) -> str:
    """Markdown without fenced, indented and inline code."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`|^ {4,}(?![-*0-9]).*$", "", text, flags=re.MULTILINE)


def anchors_in(text: str) -> set[str]:
    """The anchors that code hosts give to headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_to_a_file_and_a_heading(document: Path):
    links = re.findall(r"\]\((?![a-z]+:)([^)\s]*)\)", without_code(document.read_text("utf-8")))
    broken = []
    for link in links:
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.is_file() or (anchor and anchor not in anchors_in(target.read_text("utf-8"))):
            broken.append(link)

    assert [] == broken


def test_the_readme_stays_short():
    assert len(README.split()) < 900


@pytest.mark.parametrize("name", MODULES)
def test_every_module_of_the_architecture_exists(name: str):
    """A module, a package, or a function of a module, in dots or with slashes."""
    path = PACKAGE / (name if "/" in name else name.replace(".", "/"))

    assert path.exists() or path.with_suffix(".py").exists() or function_in(path), f"{name} does not exist"


def function_in(path: Path) -> bool:
    """Whether a path below the package is that of a function or class: its module holds it."""
    modules = (path.parent.with_suffix(".py"), path.parent / "__init__.py")
    return any(
        re.search(rf"^(?:def|class) {path.name}\b", module.read_text("utf-8"), re.MULTILINE)
        for module in modules
        if module.is_file()
    )


def test_the_architecture_describes_every_room():
    assert ROOMS == set(re.findall(r"^\| `([a-z]+)` \|", ARCHITECTURE, re.MULTILINE))


@pytest.mark.parametrize("document", [*MANUALS, PROJECT / "docs/editing.md"], ids=lambda path: path.name)
def test_every_command_named_in_a_document_exists(document: Path):
    code = re.findall(r"`[^`\n]+`|^ {4,}.+$", document.read_text("utf-8"), re.MULTILINE)
    targets = re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    made = {target for text in code for target in re.findall(r"(?:^ +|`)make ([a-z-]+)", text)}
    run = {command for text in code for command in re.findall(r"(?:^ +|`|/)colophon ([a-z]+)", text)}

    assert set() == made - {*targets}
    assert set() == run - {*main.list_commands(Context(main))}


@pytest.mark.parametrize("document", MANUALS, ids=lambda path: path.name)
def test_every_path_named_in_a_document_exists(document: Path):
    """But for patterns such as `tests/<room>/` and files of another site."""
    named = re.findall(r"`((?:tests|tools|benchmarks|requirements|scripts)/[\w./-]*)`", document.read_text("utf-8"))

    starter = PACKAGE / "starter"
    assert [] == [path for path in named if not (PROJECT / path).exists() and not (starter / path).exists()]
