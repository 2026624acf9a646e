"""Front matter and strict YAML that knows where each value stands.

YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema), less what a record never needs: anchors, aliases,
explicit tags, floats, non-text keys and second documents are refused, and so is a key given twice. `on`, `no` and dates
stay text, unlike in YAML 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import yaml

from colophon.model.errors import Invalid
from colophon.model.problem import Place, Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 16
_MOST_ALIASES = 20
_LONGEST = 1_000_000
_TRUSTED_TAG = re.compile(r"tag:yaml\.org,2002:python/(?:name|object/apply):(?:material|pymdownx)\.[\w.]+$")
# YAML 1.1 ends a line at these too; editing programs, and YAML 1.2, do not. PyYAML counts by YAML 1.1.
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_ONLY_OF_YAML = re.compile("[\x85\u2028\u2029]")

KeyPath = tuple[str | int, ...]
Places = Mapping[KeyPath, Place]


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """Plain data, and the place in its file of everything in it.

    A value stands where its words stand; keys and values, a list, or nothing at all stand where their key does.
    """

    data: Any
    places: Places
    keys: Places = field(default_factory=dict)
    """Where the key stands, for values that stand beside theirs."""

    def place(self, path: KeyPath) -> Place:
        """Where the value at `path` stands, or the nearest thing around it that stands somewhere."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place())

    def key_place(self, path: KeyPath) -> Place:
        """Where the key of that value stands."""
        return self.keys.get(path) or self.place(path)

    def below(self, path: KeyPath, data: Any) -> YamlDocument:
        """The same for `data`, which stands at `path`."""

        def moved(places: Places) -> Places:
            return {at[len(path) :]: place for at, place in places.items() if at[: len(path)] == path}

        return YamlDocument(data, moved(self.places), moved(self.keys))


def read_yaml(text: str, path: str, first_line: int = 1) -> YamlDocument:
    """Read one YAML document.

    `first_line` is the line of the file on which `text` begins. Raises `Invalid` with the place of what is wrong.
    """
    with _told(text, path, first_line):
        return _Reader(text, path, first_line).document()


def locate_yaml(text: str, path: str) -> YamlDocument:
    """Where everything stands in a YAML document that may use all of YAML, without the data. Raises `Invalid`."""
    places: dict[KeyPath, Place] = {}
    keys: dict[KeyPath, Place] = {}
    lines = _Lines(text)

    def walk(node: Any, at: KeyPath, key: Any = None) -> None:
        mark = (node if key is None or (isinstance(node, yaml.ScalarNode) and node.value) else key).start_mark
        places.setdefault(at, lines.place(mark))
        if len(at) > _DEEPEST:
            return
        if isinstance(node, yaml.SequenceNode):
            for number, element in enumerate(node.value):
                walk(element, (*at, number))
        elif isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if isinstance(name, yaml.ScalarNode):
                    keys[*at, name.value] = lines.place(name.start_mark)
                    walk(value, (*at, name.value), name)

    with _told(text, path, 1):
        _refuse_excess(text, path)
        if node := yaml.compose(text, Loader=_LOADER):
            walk(node, ())
    return YamlDocument(None, places, keys)


def _refuse_excess(text: str, path: str) -> None:
    """Refuse YAML that would take all of a machine, or run code, before anything is made of it. Raises `Invalid`.

    An alias may stand for aliases, so that few lines are billions of values; and MkDocs reads `mkdocs.yml` with a loader
    that imports what a tag names, which the documented settings of Material and pymdown-extensions need.
    """
    aliases = 0
    around: list[str | None] = []
    """The anchors of what the event stands in, from the outermost inwards."""
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            around.append(event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            around.pop()
        aliases += isinstance(event, yaml.AliasEvent)
        tag = str(getattr(event, "tag", None) or "")
        if tag.startswith("tag:yaml.org,2002:python/") and not _TRUSTED_TAG.match(tag):
            told = f"the tag {tag.replace('tag:yaml.org,2002:', '!!')} runs code; remove it, unless it is one of material or pymdownx"
        elif len(around) > _DEEPEST:
            told = f"nested more than {_DEEPEST} levels deep"
        elif isinstance(event, yaml.AliasEvent) and event.anchor in around:
            told = f"*{event.anchor} refers to what it stands in, which never ends; write out what is meant"
        elif aliases > _MOST_ALIASES:
            told = f"refers to other values more than {_MOST_ALIASES} times; write them out"
        else:
            continue
        mark: Any = event.start_mark
        raise Invalid(Problem(path, Place(mark.line + 1, mark.column + 1), "yaml", told))


@contextmanager
def _told(text: str, path: str, first_line: int) -> Iterator[None]:
    """What the YAML parser refuses, or would take minutes for, as a problem in plain words."""
    if len(text) > _LONGEST:
        told = f"expected at most {_LONGEST:,} characters of YAML, found {len(text):,}; keep long words in a text or a page"
        raise Invalid(Problem(path, Place(first_line), "yaml", told))
    try:
        yield
    except yaml.MarkedYAMLError as error:
        line, column, message = _diagnosis(error, _Lines(text), text.split("\n"))
        raise Invalid(Problem(path, Place(line + first_line, column + 1), "yaml", message)) from None
    except yaml.reader.ReaderError as error:
        before = text[
            : text.index(chr(error.character))
        ]  # `position` counts bytes in one loader, characters in the other
        place = Place(before.count("\n") + first_line, len(before) - before.rfind("\n"))
        message = f"the character U+{error.character:04X} is not allowed in YAML; remove it"
        raise Invalid(Problem(path, place, "yaml", message)) from None


class _Lines:
    """Where a place that PyYAML names by YAML's lines stands by the lines of the file."""

    def __init__(self, text: str) -> None:
        self._begins: list[tuple[int, int]] = []
        if _ONLY_OF_YAML.search(text):
            line = column = at = 0
            for end in [*_LINE_END.finditer(text), None]:
                self._begins.append((line, column))
                if end is None:
                    break
                column += end.end() - at
                at = end.end()
                if not _ONLY_OF_YAML.match(end[0]):
                    line, column = line + 1, 0

    def position(self, mark: Any) -> tuple[int, int]:
        """Line and column, both from 0."""
        if mark.line < len(self._begins):
            line, column = self._begins[mark.line]
            return line, column + mark.column
        return mark.line, mark.column

    def place(self, mark: Any, first_line: int = 1) -> Place:
        """The same as a place in a file, on whose line `first_line` the YAML begins."""
        line, column = self.position(mark)
        return Place(line + first_line, column + 1)


class _Reader:
    """Builds plain data from the parser's events, and refuses what a record never needs."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._path = path
        self._first_line = first_line
        self._lines = _Lines(text)
        self._places: dict[KeyPath, Place] = {}
        self._keys: dict[KeyPath, Place] = {}

    def document(self) -> YamlDocument:
        next(self._events)  # the stream starts
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return YamlDocument(None, {(): Place(self._first_line)})
        data = self._value(next(self._events), ())
        next(self._events)  # the document ends
        if not isinstance(event := next(self._events), yaml.StreamEndEvent):
            raise self._refusal(event, "a second YAML document begins here; expected one only")
        return YamlDocument(data, self._places, self._keys)

    def _value(self, event: Any, at: KeyPath) -> Any:
        self._refuse_indirection(event)
        if len(at) > _DEEPEST:
            raise self._refusal(event, f"nested more than {_DEEPEST} levels deep")
        self._places.setdefault(at, self._place(event))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value) if event.implicit[0] else event.value
        return self._list(at) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(at)

    def _list(self, at: KeyPath) -> list[Any]:
        elements: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            elements.append(self._value(event, (*at, len(elements))))
        return elements

    def _mapping(self, at: KeyPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            self._refuse_indirection(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refusal(event, "expected a key, found a list or mapping")
            key = event.value
            if key in mapping:
                raise self._refusal(event, f"the key {key} stands here a second time; keep one of the two")
            value = next(self._events)
            written = isinstance(value, yaml.ScalarEvent) and bool(value.value or value.style)
            self._keys[*at, key] = self._place(event)
            self._places[*at, key] = self._place(value if written else event)
            mapping[key] = self._value(value, (*at, key))
        return mapping

    def _refuse_indirection(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = "a value cannot begin with & or *, which YAML takes for a reference; put it in double quotes"
            raise self._refusal(event, message)
        if tag := getattr(event, "tag", None):
            message = f"YAML tags are not allowed here: found {tag}; put the value in quotes if it begins with !"
            raise self._refusal(event, message)

    def _place(self, event: Any) -> Place:
        return self._lines.place(event.start_mark, self._first_line)

    def _refusal(self, event: Any, message: str) -> Invalid:
        return Invalid(Problem(self._path, self._place(event), "yaml", message))


def split_front_matter(text: str, path: str) -> tuple[YamlDocument, str, int]:
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


def _diagnosis(error: yaml.MarkedYAMLError, places: _Lines, lines: list[str]) -> tuple[int, int, str]:
    """Line and column, from 0, of what the parser stumbled over, and what an editor will have done."""
    mark: Any = error.problem_mark or error.context_mark
    (number, column), problem = places.position(mark), error.problem or ""
    line = lines[number] if number < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return number, column, "a tab indents this line; use spaces"
    if "quoted scalar" in (error.context or "") and "unexpected end" in problem:
        opened: Any = error.context_mark
        return *places.position(opened), "the quotation mark that opens here is never closed"
    if "mapping values are not allowed" in problem and re.fullmatch(r"\s*(?:- +)?[\w-]+", line[:column]):
        begins = len(line) - len(line.lstrip())
        return number, begins, "this line is indented more than the line above it; begin it where that one begins"
    if re.search("expected|not allowed", problem):
        for at in (number, number - 1):
            if 0 <= at < len(lines) and (told := _slip(lines[at])):
                return at, len(lines[at]) - len(lines[at].lstrip()), told
    return number, column, _in_plain_words(problem)


def _slip(line: str) -> str | None:
    """What is wrong with a line by itself, if it is one of the slips that the parser notices only further on."""
    words = line.strip()
    if match := re.match(r"(?:- +)?([\w-]+)(：|:\u00a0)", words):
        found = "a full-width colon" if match[2] == "：" else "a no-break space after the colon"
        return f"found {found}; write {match[1]}: with a plain colon and space"
    if match := re.fullmatch(r"(?:- +)?([a-z_]+):([^\s:/].*)", words):
        return f"a space is missing after the colon; did you mean {match[1]}: {match[2]}?"
    if match := re.fullmatch(r"([a-z_]+) +([^:]+)", words):
        return f"a colon is missing after the key; did you mean {match[1]}: {match[2]}?"
    if re.search(r""": *(?:'(?:[^']|'')*'|"(?:[^"\\]|\\.)*")[^\s,\]}#]""", words):
        return "the value ends at its second quotation mark; put words that hold ' in \"...\", and words that hold \" in '...'"
    if re.search(r": *[\[{].*[\]}] *[^\s,\]}#]", words):
        return "a value that begins with [ or { must stand in double quotes, unless it is a list or keys and values"
    return None


def _in_plain_words(problem: str) -> str:
    for part, told in _TOLD:
        if re.search(part, problem):
            return told
    return f"cannot be read: {problem or 'this is no YAML'}"


_TOLD = (
    ("nesting depth", f"nested more than {_DEEPEST} levels deep"),
    (
        "mapping values are not allowed",
        'a colon followed by a space stands inside a value; put the whole value in straight double quotes ("...")',
    ),
    (
        "cannot start any token",
        "a value cannot begin with this character (a tab, @, ` or %); put the value in double quotes",
    ),
    ("escape", "a backslash means something else in double quotes; put the value in single quotes"),
    (
        "sequence entries are not allowed",
        "a value cannot begin with a dash and a space; put it in double quotes, or begin a list on the next line",
    ),
    ("',' or", "a comma, or the bracket that closes, is missing here"),
    (
        "expected|could not find",
        "this line does not fit the lines above it; check its indentation, its colon and its quotation marks",
    ),
)
"""What the parser says, and what an editor will have done; the first that fits."""
