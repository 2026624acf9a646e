"""Bring the catalogs of the pages' words up to date: `python -m tools.catalog [LANGUAGE]`; a new LANGUAGE gets an empty one.

Every catalog then has each message of the package, in the order of the code, and no other. What is new has no translation.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import colophon
from colophon.formats.scripts import messages_in

PACKAGE = Path(colophon.__file__).parent
LOCALE = PACKAGE / "theme/locale"
_COMMANDS = {"cli", "curation"}
"""Rooms whose messages are for editors, in English, but for what they mark."""

Message = str | tuple[str, str]
"""A message, or its singular and plural."""


def messages() -> Iterator[tuple[Message, str]]:
    """Every message in the code of the package, and the file that has it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        names = {"N_"} if path.relative_to(PACKAGE).parts[0] in _COMMANDS else {"N_", "gettext", "ngettext", "count"}
        yield from ((message, _name(path)) for message in _in_python(path.read_text("utf-8"), names))
    for path in sorted((PACKAGE / "starter/docs").glob("*.md")):
        yield path.read_text("utf-8"), _name(path)
    for path in sorted([*(PACKAGE / "theme/templates").rglob("*.html"), *(PACKAGE / "theme/assets").glob("*.js")]):
        yield from ((message, _name(path)) for message in messages_in(path.read_text("utf-8")))


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _in_python(source: str, names: set[str]) -> Iterator[Message]:
    """From the syntax tree, since Babel does not look into f-strings."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        words = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in names & {"N_", "gettext"} and words:
            yield words[0]
        elif name in names & {"ngettext", "count"} and len(words) == 2:
            yield words[0], words[1]


def template() -> Catalog:
    """All messages without translations."""
    made = Catalog(charset="utf-8", fuzzy=False)
    for message, path in messages():
        made.add(message, locations=[(path, 0)])
    return made


def updated(written: Catalog) -> Catalog:
    """A catalog with every message of the package and no other."""
    written.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    written.obsolete.clear()
    return written


def as_po(catalog: Catalog) -> bytes:
    """A catalog as a file, without what changes with the day or the line."""
    out = BytesIO()
    write_po(out, catalog, width=120, include_lineno=False)
    return re.sub(
        rb'"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By|Project-Id-Version): .*\n',
        b"",
        out.getvalue(),
    )


def read(path: Path) -> Catalog:
    """The catalog in a file."""
    with path.open("rb") as file:
        return read_po(file)


def missing(catalog: Catalog) -> list[object]:
    """The messages that have no translation, or one that nobody has looked at."""
    return [one.id for one in catalog if one.id and (one.fuzzy or not one.string or not all(one.string))]


if __name__ == "__main__":
    for language in sys.argv[1:]:
        if not (LOCALE / f"{language}.po").exists():
            (LOCALE / f"{language}.po").write_bytes(as_po(Catalog(locale=language, fuzzy=False)))
    left = 0
    for path in sorted(LOCALE.glob("*.po")):
        catalog = updated(read(path))
        path.write_bytes(as_po(catalog))
        left += len(missing(catalog))
    sys.exit(f"{left} messages are not translated" if left else 0)
