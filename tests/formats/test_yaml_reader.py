"""Strict YAML that knows where each value stands, and the front matter above a page."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from colophon.formats.yaml_reader import YamlDocument, read_yaml, split_front_matter, write_yaml
from colophon.model.errors import Invalid
from colophon.model.problem import Place

BILLION_LAUGHS = "\n".join(
    ["a: &a [lol, lol]", *(f"{name}: &{name} [*{before}, *{before}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True))]
)  # fmt: skip


def refused(text: str) -> str:
    """Where and why a YAML text is refused."""
    with pytest.raises(Invalid) as error:
        read_yaml(text, "x.yml")
    place = error.value.problems[0].place
    return f"{place.line}:{place.column}: {error.value.problems[0].message}"


@pytest.mark.parametrize(
    ("yaml_text", "expected"),
    [
        ("a: on", "on"),
        ("a: no", "no"),
        ("a: yes", "yes"),
        ("a: Off", "Off"),
        ("a: 2026-11-22", "2026-11-22"),
        ("a: 2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("a: 12:30:45", "12:30:45"),
        ("a: 1_000", "1_000"),
        ("a: 0x1f", "0x1f"),
        ("a: 1.5", "1.5"),
        ("a: .inf", ".inf"),
        ("a: =", "="),
        ("a: <<", "<<"),
        ("a: true", True),
        ("a: FALSE", False),
        ("a: tRuE", "tRuE"),
        ("a: 42", 42),
        ("a: -5", -5),
        ("a: 0123", 123),
        ("a: ４２", "４２"),
        ("a: " + "9" * 5000, "9" * 5000),
        ("a:", None),
        ("a: ~", None),
        ("a: null", None),
        ("a: 'null'", "null"),
        ('a: "42"', "42"),
        ("a: 'true'", "true"),
        ("a: |\n  one\n  two\n", "one\ntwo\n"),
        ("a: >\n  one\n  two\n", "one two\n"),
        ("a: {b: [c, {d: e}]}", {"b": ["c", {"d": "e"}]}),
        ("a: b # c", "b"),
        ("a:\tb", "b"),
    ],
)
def test_a_value_is_what_yaml_1_2_says(yaml_text: str, expected: object):
    data = read_yaml(yaml_text, "x.yml").data

    assert {"a": expected} == data
    assert type(expected) is type(data["a"])


@pytest.mark.parametrize("key", ["on", "no", "null", "1", "2026-11-22", "<<", "true"])
def test_a_key_is_always_text(key: str):
    assert {key: "x"} == read_yaml(f"{key}: x", "x.yml").data


@pytest.mark.parametrize(
    ("yaml_text", "expected"),
    [
        pytest.param(
            "a: 1\nb: 2\na: 3",
            "3:1: the key a stands here a second time; keep one of the two",
            id="a key given twice",
        ),
        pytest.param(
            "a: {b: 1, b: 2}",
            "1:11: the key b stands here a second time; keep one of the two",
            id="a key given twice inside",
        ),
        pytest.param(
            "a: &x 1",
            "1:4: a value cannot begin with & or *, which YAML takes for a reference; put it in double quotes",
            id="an anchor",
        ),
        pytest.param(
            "a: *x",
            "1:4: a value cannot begin with & or *, which YAML takes for a reference; put it in double quotes",
            id="an alias",
        ),
        pytest.param(
            "&k a: 1",
            "1:1: a value cannot begin with & or *, which YAML takes for a reference; put it in double quotes",
            id="an anchor on a key",
        ),
        pytest.param(
            BILLION_LAUGHS,
            "1:4: a value cannot begin with & or *, which YAML takes for a reference; put it in double quotes",
            id="a billion laughs",
        ),
        pytest.param(
            "a: !!python/object/apply:os.system [id]",
            "1:4: YAML tags are not allowed here: found tag:yaml.org,2002:python/object/apply:os.system; put the value in quotes if it begins with !",
            id="a tag that would run a command",
        ),
        pytest.param(
            "a: !ENV HOME",
            "1:4: YAML tags are not allowed here: found !ENV; put the value in quotes if it begins with !",
            id="a tag of another program",
        ),
        pytest.param("a: b\n---\nc: d", "2:1: a second YAML document begins here; expected one only", id="a second document"),
        pytest.param("? [a]\n: b", "1:3: expected a key, found a list or mapping", id="a list as a key"),
        pytest.param("{a: b}: c", "1:1: expected a key, found a list or mapping", id="a mapping as a key"),
        pytest.param("[" * 20 + "]" * 20, "1:18: nested more than 16 levels deep", id="nesting"),
        pytest.param("[" * 100_000, "1:1001: nested more than 16 levels deep", id="nesting as deep as a bomb"),
        pytest.param("{a: " * 100_000, "1:69: nested more than 16 levels deep", id="nesting of mappings"),
        pytest.param(
            "\ta: b",
            "1:1: a tab indents this line; use spaces",
            id="a tab to begin with",
        ),
        pytest.param(
            "a: b\n\tc: d",
            "2:1: a tab indents this line; use spaces",
            id="a tab as indentation",
        ),
        pytest.param(
            "a: @b",
            "1:4: a value cannot begin with this character (a tab, @, ` or %); put the value in double quotes",
            id="an at sign",
        ),
        pytest.param(
            "a: b: c",
            '1:5: a colon followed by a space stands inside a value; put the whole value in straight double quotes ("...")',
            id="a colon in a value",
        ),
        pytest.param(
            "a: b\nc\nd: e",
            "3:1: this line does not fit the lines above it; check its indentation, its colon and its quotation marks",
            id="a line without a colon",
        ),
        pytest.param(
            "a:\n  b: 1\n c: 2",
            "3:2: this line does not fit the lines above it; check its indentation, its colon and its quotation marks",
            id="an indentation that fits nothing",
        ),
        pytest.param('a: "b', "1:4: the quotation mark that opens here is never closed", id="a quotation mark never closed"),
        pytest.param("a: [b", "2:1: a comma, or the bracket that closes, is missing here", id="a bracket never closed"),
        pytest.param("a: b\x00", "1:5: the character U+0000 is not allowed in YAML; remove it", id="NUL"),
        pytest.param("a: b\nc: \x1b[0m", "2:4: the character U+001B is not allowed in YAML; remove it", id="an escape character"),
        pytest.param("é: ü\nc: ö\x07", "2:5: the character U+0007 is not allowed in YAML; remove it", id="a bell after umlauts"),
        pytest.param("a: 😀\ufffe", "1:5: the character U+FFFE is not allowed in YAML; remove it", id="no character at all"),
    ],
)  # fmt: skip
def test_what_a_record_never_needs_is_refused_with_its_place(yaml_text: str, expected: str):
    assert expected == refused(yaml_text)


def test_sixteen_levels_are_deep_enough():
    read_yaml("[" * 16 + "]" * 16, "x.yml")
    assert "1:18: nested more than 16 levels deep" == refused("[" * 18 + "]" * 18)


def test_the_path_of_the_file_stands_in_the_refusal():
    with pytest.raises(Invalid, match=r"^corpus/x\.yml:1:1: "):
        read_yaml("&a b", "corpus/x.yml")


@pytest.mark.parametrize("empty", ["", "\n", "# only a comment\n", "---\n"])
def test_nothing_is_no_data(empty: str):
    assert None is read_yaml(empty, "x.yml").data


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(line_end: str, mark: str):
    located = read_yaml(mark + line_end.join(["a: 1", "b:", "  - c"]), "x.yml")

    assert {"a": 1, "b": ["c"]} == located.data
    assert Place(3, 5) == located.place(("b", 0))


# --- places ------------------------------------------------------------------------------------------------------

PLACED = """\
name: Ada
sources:
  letter:
    document: d
list:
- one
- {two: 2, drei: 3}
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("name",), 1, 7),
        (("sources",), 2, 1),
        (("sources", "letter"), 3, 3),
        (("sources", "letter", "document"), 4, 15),
        (("list", 0), 6, 3),
        (("list", 1), 7, 3),
        (("list", 1, "drei"), 7, 18),
        (("sources", "letter", "missing"), 3, 3),
        (("nowhere", "at", "all"), 1, 1),
    ],
)
def test_a_value_has_a_line_and_a_column(path: tuple[str | int, ...], line: int, column: int):
    """What does not stand in the file is where the nearest thing around it stands."""
    assert Place(line, column) == read_yaml(PLACED, "x.yml").place(path)


def test_columns_are_counted_in_characters():
    assert Place(1, 12) == read_yaml("{é😀: ü, b: c}", "x.yml").place(("b",))
    assert Place(1, 9) == read_yaml("{é😀: ü, b: c}", "x.yml").key_place(("b",))


def test_data_without_places_stand_at_the_top():
    assert Place(1, 1) == YamlDocument({"a": 1}, {}).place(("a",))


# --- front matter ------------------------------------------------------------------------------------------------


def test_front_matter_and_prose_are_parted_and_the_prose_knows_its_line():
    located, prose, line = split_front_matter("---\nname: Ada\n---\n\nShe was a clerk.\n", "x.md")

    assert {"name": "Ada"} == located.data
    assert Place(2, 7) == located.place(("name",))
    assert ("\nShe was a clerk.\n", 4) == (prose, line)


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        pytest.param("---\nname: Ada\n---", "", id="nothing below"),
        pytest.param("---\nname: Ada\n...\nProse", "Prose", id="closed by dots"),
        pytest.param("\ufeff---\nname: Ada\n---\nProse", "Prose", id="a byte order mark"),
        pytest.param("--- \nname: Ada\n---\t\nProse", "Prose", id="white space after the dashes"),
        pytest.param("---\nname: Ada\n---\nOne\n---\nTwo", "One\n---\nTwo", id="a rule in the prose"),
        pytest.param("---\nname: Ada\n# ---\n---\nProse", "Prose", id="dashes in a comment"),
    ],
)
def test_front_matter_ends_at_its_second_line(text: str, prose: str):
    located, found, _ = split_front_matter(text, "x.md")

    assert ({"name": "Ada"}, prose) == (located.data, found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected the line --- at the top, found an empty line"),
        ("\n---\nname: Ada\n---\n", "expected the line --- at the top, found an empty line"),
        ("# Ada", "expected the line --- at the top, found '# Ada'"),
        ("----\nname: Ada\n----\n", "expected the line --- at the top, found '----'"),
        ("---\nname: Ada\n", "the front matter is never closed: expected a second line ---"),
        ("---\nname: Ada\n ---\n", "the front matter is never closed: expected a second line ---"),
        ("---", "the front matter is never closed: expected a second line ---"),
    ],
)
def test_front_matter_that_does_not_begin_or_end_is_told(text: str, message: str):
    with pytest.raises(Invalid) as error:
        split_front_matter(text, "x.md")

    assert (Place(1, 1), message) == (error.value.problems[0].place, error.value.problems[0].message)


def test_a_mistake_in_front_matter_is_placed_in_the_file():
    with pytest.raises(Invalid, match=r"^x\.md:3:1: the key name stands here a second time"):
        split_front_matter("---\nname: Ada\nname: Eva\n---\n", "x.md")


# --- laws --------------------------------------------------------------------------------------------------------

yaml_characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\ufeff")
strings = st.one_of(
    st.sampled_from(["on", "no", "null", "~", "42", "1e3", "0x1f", "2026-11-22", "a: b", "- a", "# a", "&a", "*a", "!a", "é", "", " ", "'", '"', "one\ntwo", "12:30:45", "=", "<<", "@", "%", "---", "..."]),
    st.text(yaml_characters, max_size=12),
)  # fmt: skip
plain_data = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**17), 10**17), strings),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(strings, inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(strings, plain_data, max_size=4))
def test_what_is_written_is_read_back(data: dict[str, Any]):
    """Ours and a reader of YAML 1.1 see the same data in what we write."""
    written = write_yaml(data)

    assert data == read_yaml(written, "x.yml").data
    assert data == yaml.safe_load(written)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str):
    """Nothing else is raised, and a refusal points into the text."""
    problem = None
    try:
        read_yaml(text, "x.yml")
    except Invalid as error:
        problem = error.problems[0]

    lines = text.replace("\r\n", "\n")
    if problem:
        assert 1 <= problem.place.line <= sum(map(lines.count, "\n\r\u0085\u2028\u2029")) + 2
        assert problem.message


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_a_line_is_counted_as_an_editing_program_counts_it(mark: str):
    assert Place(2, 4) == read_yaml(f'a: "x{mark}y"\nb: 1\n', "f").place(("b",))
