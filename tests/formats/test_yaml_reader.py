"""Strict YAML with the place of each value, and front matter."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from colophon.formats.yaml_reader import YamlDocument, locate_yaml, read_yaml, split_front_matter, write_yaml
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
        ("a: 0123", "0123"),
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
def test_value_follows_yaml_1_2(yaml_text: str, expected: object):
    data = read_yaml(yaml_text, "x.yml").data

    assert {"a": expected} == data
    assert type(expected) is type(data["a"])


@pytest.mark.parametrize("key", ["on", "no", "null", "1", "2026-11-22", "<<", "true"])
def test_key_is_always_text(key: str):
    assert {key: "x"} == read_yaml(f"{key}: x", "x.yml").data


@pytest.mark.parametrize(
    ("yaml_text", "expected"),
    [
        pytest.param(
            "a: 1\nb: 2\na: 3",
            "3:1: duplicate key a; keep one of the two",
            id="a key given twice",
        ),
        pytest.param(
            "a: {b: 1, b: 2}",
            "1:11: duplicate key b; keep one of the two",
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
        pytest.param("a: b\n---\nc: d", "2:1: expected one YAML document, found the beginning of a second; remove this line", id="a second document"),
        pytest.param("? [a]\n: b", "1:3: expected a key, found a list or mapping", id="a list as a key"),
        pytest.param("{a: b}: c", "1:1: expected a key, found a list or mapping", id="a mapping as a key"),
        pytest.param("[" * 20 + "]" * 20, "1:18: nested more than 16 levels deep", id="nesting"),
        pytest.param("[" * 100_000, "1:1001: nested more than 16 levels deep", id="nesting as deep as a bomb"),
        pytest.param("{a: " * 100_000, "1:69: nested more than 16 levels deep", id="nesting of mappings"),
        pytest.param(
            "\ta: b",
            "1:1: a tab indents this line; use plain spaces",
            id="a tab to begin with",
        ),
        pytest.param(
            "a: b\n\tc: d",
            "2:1: a tab indents this line; use plain spaces",
            id="a tab as indentation",
        ),
        pytest.param(
            "a: @b",
            "1:4: a value cannot begin with this character (a tab, @, ` or %); put the value in double quotes",
            id="an at sign",
        ),
        pytest.param(
            "a: b: c",
            '1:5: a value contains a colon followed by a space; put the whole value in straight double quotes ("...")',
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
        pytest.param('a: "b', "1:4: this quotation mark is not closed", id="a quotation mark never closed"),
        pytest.param("a: [b", "2:1: a comma or the closing bracket is missing here; a value with a comma or colon needs double quotes", id="a bracket never closed"),
        pytest.param("a: b\x00", "1:5: the character U+0000 is not allowed in YAML; remove it", id="NUL"),
        pytest.param("a: b\nc: \x1b[0m", "2:4: the character U+001B is not allowed in YAML; remove it", id="an escape character"),
        pytest.param("é: ü\nc: ö\x07", "2:5: the character U+0007 is not allowed in YAML; remove it", id="a bell after umlauts"),
        pytest.param("a: 😀\ufffe", "1:5: the character U+FFFE is not allowed in YAML; remove it", id="no character at all"),
    ],
)  # fmt: skip
def test_unneeded_yaml_is_refused_with_its_place(yaml_text: str, expected: str):
    assert expected == refused(yaml_text)


@pytest.mark.parametrize(
    ("yaml_text", "place", "rest"),
    [
        ("quote: signed the No. # 5 rule", Place(1, 23), "# 5 rule"),
        ("url: https://example.org/p #frag", Place(1, 28), "#frag"),
        ("a: one\n  two # 3", Place(2, 7), "# 3"),
        ("tag: #5", Place(1, 6), "#5"),
        ("x: [one # two\n]", Place(1, 9), "# two"),
        ("é: ü # ö", Place(1, 6), "# ö"),
    ],
)
def test_hash_that_cuts_an_unquoted_value_is_noted(yaml_text: str, place: Place, rest: str):
    assert [(place, rest)] == list(read_yaml(yaml_text, "x.yml").cuts.values())
    assert [(place, rest)] == list(locate_yaml(yaml_text, "x.yml").cuts.values())


@pytest.mark.parametrize(
    "yaml_text",
    ["a: b  # a comment", "a: 'b' # c", "a: # unknown", "a: b#c", "# a: b", "a: |\n  b # c", "a: b\n# c", "a: [b] # c"],
)
def test_comment_does_not_cut_a_value(yaml_text: str):
    assert {} == read_yaml(yaml_text, "x.yml").cuts


@pytest.mark.parametrize(
    ("yaml_text", "expected"),
    [
        ("name:Ada\nkind: x", "1:1: a space is missing after the colon; did you mean name: Ada?"),
        (
            "name:\u00a0Ada\nkind: x",
            "1:1: found a no-break space after the colon; write name: with a plain colon and space",
        ),
        ("name：Ada\nkind: x", "1:1: found a full-width colon; write name: with a plain colon and space"),
        ("name Ada Stone\nkind: x", "1:1: a colon is missing after the key; did you mean name: Ada Stone?"),
        ("name=Ada\nkind: x", "1:1: a colon is missing after the key; did you mean name: Ada?"),
        ("name; Ada\nkind: x", "1:1: a colon is missing after the key; did you mean name: Ada?"),
        ("name :Ada\nkind: x", "1:1: a space is missing after the colon; did you mean name: Ada?"),
        ("a: 1\n b: 2", "2:2: this line is indented more than the line above it; begin it where that one begins"),
        ("a:\n\u00a0 b: 1", "2:1: a no-break space indents this line; use plain spaces"),
        ("a:\n\u00a0- b", "2:1: a no-break space indents this line; use plain spaces"),
        ("a:\n-\u00a0b\nc: d", "2:1: found a no-break space after the dash; write - and a plain space"),
        ("a:\n  -\u00a0b", "2:3: found a no-break space after the dash; write - and a plain space"),
    ],
)
def test_slip_is_named_where_it_was_made(yaml_text: str, expected: str):
    assert expected == refused(yaml_text)


def test_sixteen_levels_are_accepted():
    read_yaml("[" * 16 + "]" * 16, "x.yml")
    assert "1:18: nested more than 16 levels deep" == refused("[" * 18 + "]" * 18)


def test_error_names_the_file():
    with pytest.raises(Invalid, match=r"^corpus/x\.yml:1:1: "):
        read_yaml("&a b", "corpus/x.yml")


@pytest.mark.parametrize("empty", ["", "\n", "# only a comment\n", "---\n"])
def test_empty_document_has_no_data(empty: str):
    assert None is read_yaml(empty, "x.yml").data


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_do_not_matter(line_end: str, mark: str):
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
def test_value_has_line_and_column(path: tuple[str | int, ...], line: int, column: int):
    """What does not stand in the file is where the nearest thing around it stands."""
    assert Place(line, column) == read_yaml(PLACED, "x.yml").place(path)


def test_columns_count_characters():
    assert Place(1, 12) == read_yaml("{é😀: ü, b: c}", "x.yml").place(("b",))
    assert Place(1, 9) == read_yaml("{é😀: ü, b: c}", "x.yml").key_place(("b",))


def test_data_without_places_are_at_the_top():
    assert Place(1, 1) == YamlDocument({"a": 1}, {}).place(("a",))


# --- front matter ------------------------------------------------------------------------------------------------


def test_front_matter_is_split_from_prose_with_its_line():
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
def test_front_matter_ends_at_its_closing_line(text: str, prose: str):
    located, found, _ = split_front_matter(text, "x.md")

    assert ({"name": "Ada"}, prose) == (located.data, found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected the line --- at the top, found an empty line"),
        ("\n---\nname: Ada\n---\n", "expected the line --- at the top, found an empty line"),
        ("# Ada", "expected the line --- at the top, found '# Ada'"),
        ("----\nname: Ada\n----\n", "expected the line --- at the top, found '----'"),
        ("---\nname: Ada\n", "expected a second line --- that closes the front matter, found none"),
        ("---\nname: Ada\n ---\n", "expected a second line --- that closes the front matter, found none"),
        ("---", "expected a second line --- that closes the front matter, found none"),
    ],
)
def test_missing_front_matter_lines_are_reported(text: str, message: str):
    with pytest.raises(Invalid) as error:
        split_front_matter(text, "x.md")

    assert (Place(1, 1), message) == (error.value.problems[0].place, error.value.problems[0].message)


def test_place_in_front_matter_counts_lines_of_the_file():
    with pytest.raises(Invalid, match=r"^x\.md:3:1: duplicate key name"):
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
def test_written_yaml_reads_back_the_same(data: dict[str, Any]):
    """Ours and a reader of YAML 1.1 see the same data in what we write."""
    written = write_yaml(data)

    assert data == read_yaml(written, "x.yml").data
    assert data == yaml.safe_load(written)


def test_data_that_a_reader_never_returns_cannot_be_written():
    with pytest.raises(TypeError, match="cannot write float as YAML"):
        write_yaml({"a": [1.5]})


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_place(text: str):
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
def test_lines_are_counted_as_in_an_editor(mark: str):
    assert Place(2, 4) == read_yaml(f'a: "x{mark}y"\nb: 1\n', "f").place(("b",))
