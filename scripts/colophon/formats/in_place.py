"""Changes a few words of a file that an editor wrote, and no other byte. Pure.

No YAML is written anew: comments, quotation marks, order and line ends stay as the editor wrote them. A change is an `Edit`
of the span of a value.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

import yaml

from colophon.formats.yaml_reader import KeyPath, write_yaml

_LINK = re.compile(r"(?:\]\(|(?:^|\\n)[ \t]*\[(?!\^)[^\]\n]+\]:)\s*<?((?:(?!\]\()[^)\s>])+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """New words for a half-open span, in code points, of a file's text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value of a YAML document, its path, and its half-open span including quotation marks."""

    path: KeyPath
    value: str
    start: int
    end: int


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits to `text`; they may come in any order, and duplicates count once."""
    for edit in sorted(set(edits), reverse=True):
        text = text[: edit.start] + edit.words + text[edit.end :]
    return text


def front_matter_span(text: str) -> tuple[int, int]:
    """The span of an entry's YAML, between the two lines `---`.

    `split_front_matter` has read the text before, so both lines exist.
    """
    first = text.index("\n") + 1
    closing = re.compile(r"^(?:---|\.\.\.)\s*?$", re.MULTILINE).search(text, first)
    return first, closing.start() if closing else len(text)


def scalars(text: str, start: int = 0, end: int | None = None) -> Iterator[Scalar]:
    """Every value of the YAML document in `text[start:end]`, without keys."""

    def walk(node: Any, at: KeyPath) -> Iterator[Scalar]:
        if isinstance(node, yaml.ScalarNode):
            yield Scalar(at, node.value, start + node.start_mark.index, start + node.end_mark.index)
        elif isinstance(node, yaml.SequenceNode):
            for number, element in enumerate(node.value):
                yield from walk(element, (*at, number))
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield from walk(value, (*at, str(key.value)))

    yield from walk(_compose(text, start, end), ())


def new_value(text: str, scalar: Scalar, value: str) -> Edit:
    """The edit that gives a scalar another value, in its quotation marks."""
    written = text[scalar.start : scalar.end]
    for mark in ('"', "'"):
        if written == f"{mark}{scalar.value}{mark}":
            return Edit(scalar.start, scalar.end, f"{mark}{value}{mark}")
    line_end = written[len(written.rstrip()) :]  # of a value in a block of its own
    return Edit(scalar.start, scalar.end, in_yaml(value) + line_end)


def append_to_list(text: str, key: str, after: str, value: str) -> Edit:
    """The edit that appends to the list under a key of the front matter; a new list follows the key `after`."""
    start, end = front_matter_span(text)
    root = _compose(text, start, end)
    nodes = {str(name.value): node for name, node in root.value}
    if key in nodes:
        return _one_more(text, start, nodes[key], in_yaml(value))
    at = start + nodes[after].end_mark.index
    if root.flow_style:
        return Edit(at, at, f', "{key}": ["{value}"]')
    if text[at - 1] != "\n":
        at = text.index("\n", at) + 1
    indent = " " * root.start_mark.column
    return Edit(at, at, f"{indent}{key}: [{in_yaml(value)}]{_line_end(text)}")


def retargeted_links(text: str, start: int, end: int, folders: Collection[str], old: str, new: str) -> Iterator[Edit]:
    """Edits that change the targets of Markdown links in `text[start:end]` from the file `old` to `new`.

    `old` and `new` are paths from the root of the site; links are relative to any of `folders`. A fragment such as
    `#mentions` stays.
    """
    for match in _LINK.finditer(text, start, end):
        written = re.split(r"(?<!&)#|\?", match[1])[0]  # the mark in &#45; begins no fragment
        target = unquote(unescape(written))
        for folder in folders:
            if target and posixpath.normpath(posixpath.join(folder, target)) == old:
                before, name = posixpath.split(written)
                kept = posixpath.join(before, posixpath.basename(new))
                words = kept if name == posixpath.basename(old) else posixpath.relpath(new, folder)
                yield Edit(match.start(1), match.start(1) + len(written), words)
                break


def in_yaml(value: str) -> str:
    """`value` as a YAML scalar, in quotation marks where it would not be read as text."""
    return write_yaml([value])[2:].rstrip("\n")


def line_of(text: str, at: int) -> int:
    """The line (from 1) of an offset."""
    return text.count("\n", 0, at) + 1


def _compose(text: str, start: int, end: int | None) -> Any:
    # The parser in Python: its offsets count code points, those of the one in C may count bytes.
    return yaml.compose(text[start:end], Loader=yaml.SafeLoader)


def _one_more(text: str, start: int, node: Any, value: str) -> Edit:
    if node.flow_style:
        if not node.value:
            return Edit(start + node.start_mark.index, start + node.end_mark.index, f"[{value}]")
        at = start + node.value[-1].end_mark.index
        return Edit(at, at, f", {value}")
    at = start + node.value[-1].end_mark.index
    at = text.index("\n", at) + 1
    return Edit(at, at, f"{' ' * node.start_mark.column}- {value}{_line_end(text)}")


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
