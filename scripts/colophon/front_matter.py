"""Front matter and strict YAML that knows where each value stands.

YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema), less what a record never needs: anchors, aliases,
explicit tags, floats, non-text keys and second documents are refused, and so is a key given twice. `on`, `no` and dates
stay text, unlike in YAML 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from colophon.errors import Invalid
from colophon.records import Place, Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 16

Path = tuple[str | int, ...]
Places = Mapping[Path, Place]


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data, and the place in its file of every key and list element in it."""

    data: Any
    places: Places

    def place(self, path: Path) -> Place:
        """Where `path` stands, or the nearest thing around it that stands somewhere."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place())


def read_yaml(text: str, path: str, first_line: int = 1) -> Located:
    """Read one YAML document.

    `first_line` is the line of the file on which `text` begins. Raises `Invalid` with the place of what is wrong.
    """
    places: dict[Path, Place] = {}

    def refuse(mark: Any, message: str) -> Invalid:
        place = Place(mark.line + first_line, mark.column + 1) if mark else Place(first_line)
        return Invalid(Problem(path, place, "yaml", message))

    def value_of(event: Any, at: Path) -> Any:
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse(
                mark,
                "YAML anchors and aliases (& and *) are not allowed here; write the value out, in quotes if it begins so",
            )
        if getattr(event, "tag", None):
            raise refuse(
                mark, f"YAML tags are not allowed here: found {event.tag}; put the value in quotes if it begins with !"
            )
        if len(at) > _DEEPEST:
            raise refuse(mark, f"nested more than {_DEEPEST} levels deep")
        places.setdefault(at, Place(mark.line + first_line, mark.column + 1))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            elements: list[Any] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                elements.append(value_of(event, (*at, len(elements))))
            return elements
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise refuse(event.start_mark, "expected a key, found a list or mapping")
            key = event.value
            if key in mapping:
                raise refuse(event.start_mark, f"the key {key} stands here a second time; keep one of the two")
            key_mark: Any = event.start_mark
            places[(*at, key)] = Place(key_mark.line + first_line, key_mark.column + 1)
            mapping[key] = value_of(next(events), (*at, key))
        return mapping

    try:
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        next(events)  # the stream starts
        if isinstance(next(events), yaml.StreamEndEvent):
            return Located(None, {(): Place(first_line)})
        data = value_of(next(events), ())
        next(events)  # the document ends
        if not isinstance(event := next(events), yaml.StreamEndEvent):
            raise refuse(event.start_mark, "a second YAML document begins here; expected one only")
    except yaml.MarkedYAMLError as error:
        raise refuse(error.problem_mark or error.context_mark, _in_plain_words(error)) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        place = Place(before.count("\n") + first_line, len(before) - before.rfind("\n"))
        message = f"the character U+{ord(text[error.position]):04X} is not allowed in YAML; remove it"
        raise Invalid(Problem(path, place, "yaml", message)) from None
    return Located(data, places)


def split_front_matter(text: str, path: str) -> tuple[Located, str, int]:
    """The front matter, the Markdown below it, and the line on which that begins.

    Raises `Invalid` where the file does not begin with a line `---`, or that is never closed by another.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    if lines[0].rstrip() != "---":
        raise Invalid(
            Problem(path, Place(), "front-matter", f"expected the line --- at the top, found {_shown(lines[0])}")
        )
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            matter = read_yaml("\n".join(lines[1 : number - 1]), path, first_line=2)
            return matter, "\n".join(lines[number:]), number + 1
    raise Invalid(
        Problem(path, Place(), "front-matter", "the front matter is never closed: expected a second line ---")
    )


def write_yaml(data: Any) -> str:
    """`data` as YAML that every reader of YAML 1.1 or 1.2 understands alike, keys in the order given."""
    return yaml.dump(
        data, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False, allow_unicode=True, width=10**6
    )


def _scalar(value: str) -> str | int | bool | None:
    if value in ("", "~", "null", "Null", "NULL"):
        return None
    if value in ("true", "True", "TRUE"):
        return True
    if value in ("false", "False", "FALSE"):
        return False
    return int(value) if re.fullmatch(r"[-+]?\d{1,18}", value, re.ASCII) else value


def _shown(value: str) -> str:
    return repr(value[:40]) if value else "an empty line"


def _in_plain_words(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "cannot be read as YAML"
    if "mapping values are not allowed" in problem:
        return "a colon followed by a space stands inside a value; put the whole value in double quotes"
    if "expected <block end>" in problem or "could not find expected ':'" in problem:
        return "this line does not fit the lines above it; check its indentation, its colon and its quotation marks"
    if "cannot start any token" in problem:
        return "a value cannot begin with this character (a tab, @, ` or %); put the value in double quotes"
    return f"cannot be read as YAML: {problem}"
