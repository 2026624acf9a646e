"""Strict YAML with the place of each value, and front matter.

YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema), less what a record never needs: anchors, aliases,
explicit tags, non-text keys, duplicate keys and second documents are refused. `on`, `no`, dates, floats and numbers with
leading zeros stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from colophon.model.errors import Invalid
from colophon.model.problem import Place, Problem, Rule

YAML = Rule(
    "yaml", "Records, front matter and mkdocs.yml are plain YAML, without the features that make its values surprising."
)
FRONT_MATTER = Rule("front-matter", "Front matter is between two lines `---` at the top of a file.")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 16
_MOST_ALIASES = 20
_LONGEST = 1_000_000
_TRUSTED_TAG = re.compile(r"tag:yaml\.org,2002:python/(?:name|object/apply):(?:material|pymdownx)\.[\w.]+$")
# PyYAML ends a line at these too, as YAML 1.1 does; YAML 1.2 and editing programs do not.
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_ONLY_OF_YAML = re.compile("[\x85\u2028\u2029]")
_CUT = re.compile(r" (#[^\r\n]*)")
"""One space and `#`: where a value stops, perhaps without its writer knowing."""
ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")

KeyPath = tuple[str | int, ...]
Places = Mapping[KeyPath, Place]


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """Plain data and the place of each value in its file.

    A mapping, a list or an empty value has the place of its key.
    """

    data: Any
    places: Places
    keys: Places = field(default_factory=dict)
    """The places of keys."""
    cuts: Mapping[KeyPath, tuple[Place, str]] = field(default_factory=dict)
    """Unquoted values that end at ` #`: the place of the `#`, and what is left out."""

    def place(self, path: KeyPath) -> Place:
        """The place of the value at `path`, or of the nearest value around it that has one."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place())

    def key_place(self, path: KeyPath) -> Place:
        """The place of the key of that value."""
        return self.keys.get(path) or self.place(path)

    def below(self, path: KeyPath, data: Any) -> YamlDocument:
        """The document of `data`, the value at `path`."""

        def moved(places: Places) -> Places:
            return {at[len(path) :]: place for at, place in places.items() if at[: len(path)] == path}

        return YamlDocument(data, moved(self.places), moved(self.keys))


def read_yaml(text: str, path: str, first_line: int = 1) -> YamlDocument:
    """Read one YAML document.

    `first_line` is the line of the file on which `text` begins. Raises `Invalid` with the place of what is wrong.
    """
    with _yaml_problems(text, path, first_line):
        return _Reader(text, path, first_line).document()


def locate_yaml(text: str, path: str) -> YamlDocument:
    """The places in a YAML document that may use all of YAML, without the data. Raises `Invalid`."""
    places: dict[KeyPath, Place] = {}
    keys: dict[KeyPath, Place] = {}
    cuts: dict[KeyPath, tuple[Place, str]] = {}
    lines = _Lines(text)

    def walk(node: Any, at: KeyPath, key: Any = None) -> None:
        mark = (node if key is None or (isinstance(node, yaml.ScalarNode) and node.value) else key).start_mark
        places.setdefault(at, lines.place(mark))
        if len(at) > _DEEPEST:
            return
        if isinstance(node, yaml.ScalarNode) and not node.style and (cut := lines.cut(node)):
            cuts[at] = cut
        elif isinstance(node, yaml.SequenceNode):
            for number, element in enumerate(node.value):
                walk(element, (*at, number))
        elif isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if isinstance(name, yaml.ScalarNode):
                    keys[*at, name.value] = lines.place(name.start_mark)
                    walk(value, (*at, name.value), name)

    with _yaml_problems(text, path, 1):
        _refuse_excess(text, path)
        if node := yaml.compose(text, Loader=_LOADER):
            _refuse_repeated_keys(node, path, lines)
            walk(node, ())
    return YamlDocument(None, places, keys, cuts)


def _refuse_repeated_keys(node: Any, path: str, lines: _Lines) -> None:
    """Refuse a mapping that has a key twice, of which MkDocs would take the last. Raises `Invalid`."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            if isinstance(name, yaml.ScalarNode) and name.value != "<<":
                if name.value in seen:
                    message = f"duplicate key {name.value}; keep one of the two"
                    raise Invalid(Problem(path, lines.place(name.start_mark), YAML, message))
                seen.add(name.value)
            _refuse_repeated_keys(value, path, lines)
    elif isinstance(node, yaml.SequenceNode):
        for element in node.value:
            _refuse_repeated_keys(element, path, lines)


def _refuse_excess(text: str, path: str) -> None:
    """Refuse YAML that would exhaust memory or run code, before it is loaded. Raises `Invalid`.

    Aliases of aliases make billions of values of a few lines. MkDocs reads `mkdocs.yml` with a loader that imports what a
    tag names, as documented settings of Material and pymdown-extensions need.
    """
    aliases = 0
    around: list[str | None] = []
    """The anchors of the collections around the event, outermost first."""
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            around.append(event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            around.pop()
        aliases += isinstance(event, yaml.AliasEvent)
        tag = str(getattr(event, "tag", None) or "")
        if tag.startswith("tag:yaml.org,2002:python/") and not _TRUSTED_TAG.match(tag):
            message = f"the tag {tag.replace('tag:yaml.org,2002:', '!!')} runs code; remove it, unless it is one of material or pymdownx"
        elif len(around) > _DEEPEST:
            message = f"nested more than {_DEEPEST} levels deep"
        elif isinstance(event, yaml.AliasEvent) and event.anchor in around:
            message = f"*{event.anchor} refers to a value that contains it, which never ends; write the value out"
        elif aliases > _MOST_ALIASES:
            message = f"refers to other values more than {_MOST_ALIASES} times; write them out"
        else:
            continue
        mark: Any = event.start_mark
        raise Invalid(Problem(path, Place(mark.line + 1, mark.column + 1), YAML, message))


@contextmanager
def _yaml_problems(text: str, path: str, first_line: int) -> Iterator[None]:
    """Raise `Invalid` where the YAML parser raises, and for a text that it would take minutes to read."""
    if len(text) > _LONGEST:
        message = f"expected at most {_LONGEST:,} characters of YAML, found {len(text):,}; move long prose to a text or a page"
        raise Invalid(Problem(path, Place(first_line), YAML, message))
    try:
        yield
    except yaml.MarkedYAMLError as error:
        line, column, message = _diagnosis(error, _Lines(text), text.split("\n"))
        raise Invalid(Problem(path, Place(line + first_line, column + 1), YAML, message)) from None
    except yaml.reader.ReaderError as error:
        before = text[
            : text.index(chr(error.character))
        ]  # `position` counts bytes in one loader, characters in the other
        place = Place(before.count("\n") + first_line, len(before) - before.rfind("\n"))
        message = f"the character U+{error.character:04X} is not allowed in YAML; remove it"
        raise Invalid(Problem(path, place, YAML, message)) from None


class _Lines:
    """Converts PyYAML's marks, which count lines by YAML 1.1, to lines and columns of the file."""

    def __init__(self, text: str) -> None:
        self._text = text.split("\n")
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
        """The place in a file whose line `first_line` is the first of the YAML."""
        line, column = self.position(mark)
        return Place(line + first_line, column + 1)

    def cut(self, scalar: Any, first_line: int = 1) -> tuple[Place, str] | None:
        """The ` #` that ends an unquoted scalar, if it looks like a part of the value: its place, and the words from there.

        Two spaces before `#` mark a comment. After an empty value only `#word` looks like a value.
        """
        line, column = self.position(scalar.end_mark)
        rest = self._text[line] if line < len(self._text) else ""
        found = _CUT.match(rest, column)
        if not found or (not scalar.value and not re.match(r"#\w", found[1])):
            return None
        return Place(line + first_line, found.start(1) + 1), found[1].strip()


class _Reader:
    """Builds plain data from the parser's events and refuses what records and entries do not need."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._path = path
        self._first_line = first_line
        self._lines = _Lines(text)
        self._places: dict[KeyPath, Place] = {}
        self._keys: dict[KeyPath, Place] = {}
        self._cuts: dict[KeyPath, tuple[Place, str]] = {}

    def document(self) -> YamlDocument:
        next(self._events)  # start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return YamlDocument(None, {(): Place(self._first_line)})
        data = self._value(next(self._events), ())
        next(self._events)  # end of the document
        if not isinstance(event := next(self._events), yaml.StreamEndEvent):
            raise self._refusal(event, "expected one YAML document, found the beginning of a second; remove this line")
        return YamlDocument(data, self._places, self._keys, self._cuts)

    def _value(self, event: Any, at: KeyPath) -> Any:
        self._refuse_indirection(event)
        if len(at) > _DEEPEST:
            raise self._refusal(event, f"nested more than {_DEEPEST} levels deep")
        if at not in self._places:
            self._places[at] = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event.value) if event.implicit[0] else event.value
            if event.implicit[0] and ODD_SPACE.match(event.value, 1) and event.value[0] == "-":
                raise self._refusal(event, "found a no-break space after the dash; write - and a plain space")
            if (
                event.implicit[0]
                and (isinstance(value, str) or not event.value)
                and (cut := self._lines.cut(event, self._first_line))
            ):
                self._cuts[at] = cut
            return value
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
            if event.implicit[0] and ODD_SPACE.match(key):
                raise self._refusal(event, "a no-break space indents this line; use plain spaces")
            if key in mapping:
                raise self._refusal(event, f"duplicate key {key}; keep one of the two")
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
        return Invalid(Problem(self._path, self._place(event), YAML, message))


def split_front_matter(text: str, path: str) -> tuple[YamlDocument, str, int]:
    """The front matter, the Markdown below it, and the line (from 1) on which the Markdown begins.

    Raises `Invalid` where the file does not begin with a line `---`, or no second one closes it.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    if lines[0].rstrip() != "---":
        raise Invalid(
            Problem(path, Place(), FRONT_MATTER, f"expected the line --- at the top, found {_shown(lines[0])}")
        )
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            front_matter = read_yaml("\n".join(lines[1 : number - 1]), path, first_line=2)
            return front_matter, "\n".join(lines[number:]), number + 1
    raise Invalid(
        Problem(path, Place(), FRONT_MATTER, "expected a second line --- that closes the front matter, found none")
    )


def write_yaml(data: Any) -> str:
    """`data`, as `read_yaml` returns it, as YAML that means the same in YAML 1.1 and 1.2; keys in the order given.

    Raises `TypeError` for values of other types.
    """
    events = (
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_events(data),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    )
    written: str = yaml.emit(events, Dumper=_DUMPER, allow_unicode=True, width=10**6)
    return written


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_tag_of: Any = yaml.resolver.Resolver().resolve
"""The type of a scalar in YAML 1.1."""


def _events(value: Any) -> Iterator[yaml.Event]:
    """What a value is written from. `yaml.dump` makes nodes first, of every value anew, which takes three times as long."""
    match value:
        case str():
            yield _text_event(value)
        case dict():
            yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
            for key, inner in value.items():
                yield _text_event(key)
                yield from _events(inner)
            yield yaml.MappingEndEvent()
        case list() | tuple():
            yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False)
            for inner in value:
                yield from _events(inner)
            yield yaml.SequenceEndEvent()
        case None | bool() | int():
            yield yaml.ScalarEvent(None, None, (True, False), "null" if value is None else str(value).lower())
        case _:
            raise TypeError(f"cannot write {type(value).__name__} as YAML")


@lru_cache(maxsize=1 << 12)  # pages have the same keys, and much the same values
def _text_event(text: str) -> yaml.ScalarEvent:
    """A string, in quotes where it would be read as something else, or as indentation."""
    is_text = _tag_of(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
    return yaml.ScalarEvent(None, None, (is_text, True), text, style='"' if ODD_SPACE.match(text.lstrip("-")) else None)


def _scalar(value: str) -> str | int | bool | None:
    if value in ("", "~", "null", "Null", "NULL"):
        return None
    if value in ("true", "True", "TRUE"):
        return True
    if value in ("false", "False", "FALSE"):
        return False
    return int(value) if re.fullmatch(r"[-+]?(0|[1-9]\d{0,17})", value, re.ASCII) else value


def _shown(value: str) -> str:
    return repr(value[:40]) if value else "an empty line"


def _diagnosis(error: yaml.MarkedYAMLError, places: _Lines, lines: list[str]) -> tuple[int, int, str]:
    """Line and column (from 0) of a parser's error, and the likely mistake in an editor's words."""
    mark: Any = error.problem_mark or error.context_mark
    (number, column), problem = places.position(mark), error.problem or ""
    line = lines[number] if number < len(lines) else ""
    for at in {number, number - 1} & {*range(len(lines))}:
        if odd := re.search(rf"\t|{ODD_SPACE.pattern}", lines[at][: _indent(lines[at])]):
            name = "tab" if odd[0] == "\t" else "no-break space"
            return at, 0, f"a {name} indents this line; use plain spaces"
    if "quoted scalar" in (error.context or "") and "unexpected end" in problem:
        opened: Any = error.context_mark
        return *places.position(opened), "this quotation mark is not closed"
    if "mapping values are not allowed" in problem and re.fullmatch(r"\s*(?:- +)?[\w-]+", line[:column]):
        begins, before = _indent(line), lines[number - 1] if number else ""
        if begins <= _indent(before) and (slip := _slip(before)):
            return number - 1, _indent(before), slip
        return number, begins, "this line is indented more than the line above it; begin it where that one begins"
    if re.search("expected|not allowed", problem):
        for at in (number, number - 1):
            if 0 <= at < len(lines) and (slip := _slip(lines[at])):
                return at, _indent(lines[at]), slip
    return number, column, _in_plain_words(problem)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _slip(line: str) -> str | None:  # noqa: PLR0911 -- one for each slip
    """The mistake in a line by itself, if it is one that the parser notices only further on."""
    words = line.strip()
    if words.startswith("-\u00a0"):
        return "found a no-break space after the dash; write - and a plain space"
    if match := re.match(r"(?:- +)?([\w-]+)(：|:\u00a0)", words):
        found = "a full-width colon" if match[2] == "：" else "a no-break space after the colon"
        return f"found {found}; write {match[1]}: with a plain colon and space"
    if match := re.fullmatch(r"(?:- +)?([a-z_]+) ?:([^\s:/].*)", words):
        return f"a space is missing after the colon; did you mean {match[1]}: {match[2]}?"
    if match := re.fullmatch(r"([a-z_]+)(?: *[;=] *| +)([^:]+)", words):
        return f"a colon is missing after the key; did you mean {match[1]}: {match[2]}?"
    if re.search(r""": *(?:'(?:[^']|'')*'|"(?:[^"\\]|\\.)*")[^\s,\]}#]""", words):
        return "the value ends at its second quotation mark; put words with ' in \"...\", and words with \" in '...'"
    if re.search(r": *[\[{].*[\]}] *[^\s,\]}#]", words):
        return "a value that begins with [ or { must be in double quotes, unless it is a list or keys and values"
    return None


def _in_plain_words(problem: str) -> str:
    for part, message in _MESSAGES:
        if re.search(part, problem):
            return message
    return f"cannot be read: {problem or 'this is not YAML'}"


_MESSAGES = (
    ("nesting depth", f"nested more than {_DEEPEST} levels deep"),
    (
        "mapping values are not allowed",
        'a value contains a colon followed by a space; put the whole value in straight double quotes ("...")',
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
    ("',' or", "a comma or the closing bracket is missing here; a value with a comma or colon needs double quotes"),
    (
        "expected|could not find",
        "this line does not fit the lines above it; check its indentation, its colon and its quotation marks",
    ),
)
"""Parts of the parser's messages and ours for them; the first that matches is used."""
