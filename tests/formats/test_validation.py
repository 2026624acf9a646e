"""Rules of records and entries, and the form of their messages."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from colophon.formats.validation import check_slug, describe, did_you_mean, field_path, problem_at, slug_of, validated
from colophon.formats.yaml_reader import read_yaml
from colophon.model.entry import EntryFrontMatter
from colophon.model.errors import Invalid
from colophon.model.problem import Place, Rule
from colophon.model.record import Record
from colophon.model.settings import Kind
from colophon.model.values import FileModel

Keys = tuple[str | int, ...]

RECORD: dict[str, Any] = {
    "id": "letter",
    "title": {"value": "A letter", "basis": "attributed", "evidence": "The catalogue"},
    "creators": {"value": ["Ada Stone", "J. Doe"], "basis": "source"},
    "publisher": {"value": "The Harbour", "basis": "supplied"},
    "published": {"value": "1903-05", "basis": "source"},
    "source_url": {"value": "https://example.org/x", "basis": "source"},
    "language": "en",
    "rights": {"statement": "http://rightsstatements.org/vocab/CNE/1.0/", "note": "None found."},
    "access": "withheld",
    "withheld": {"reason": "Asked for", "on": "2026-11-22"},
    "acquired": {"on": "2026", "from": "A drawer", "by": "J. Doe"},
    "fixity": {"sha256": "0" * 64, "bytes": 12},
    "layout": "blocks",
    "headings": [1, 4],
    "notes": "A *note*.",
}
ENTRY: dict[str, Any] = {
    "name": "Ada Stone",
    "kind": "official",
    "aliases": ["A. Stone", {"text": "Stone", "not": ["Stone Age"]}],
    "not": ["Ada Stone Street"],
    "surname": False,
    "part_of": {"agency": "harbour-board", "source": "letter"},
    "positions": [
        {"title": "Clerk", "agency": "harbour-board", "from": "1901", "to": "1903", "source": "letter", "note": "So told."},
        {"title": "Head", "agency": None, "from": None, "to": None, "source": ["letter", "almanac"]},
    ],
    "identifiers": {"wikidata": "Q42", "website": "https://example.org"},
    "sources": {
        "letter": {"document": "letter", "quote": "Ada Stone", "paragraph": 2},
        "almanac": {
            "url": "https://example.org",
            "title": "Almanac",
            "author": "A. B.",
            "publisher": "P.",
            "published": "1900",
            "consulted": "2026-11-22",
            "note": "A copy.",
        },
    },
}  # fmt: skip
WRONG: list[Any] = [
    None,
    True,
    7,
    -1,
    "",
    " ",
    "\u200b",
    "x y",
    "Ünlaut",
    [],
    [7],
    ["x y"],
    [None],
    {},
    {"zzz": 1},
    {"value": 1},
]
MESSAGE = re.compile(
    r".*(expected (?!Input)[^{].+, found (nothing|.+)|unknown key; (did you mean|known here: ).+"
    r"|is missing; expected .+|expected (evidence: .+|withheld: .+))"
)


def paths_in(data: Any, at: Keys = ()) -> Iterator[Keys]:
    """Every place in plain data."""
    if at:
        yield at
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield from paths_in(value, (*at, key))


def changed(data: dict[str, Any], at: Keys, value: Any) -> dict[str, Any]:
    """A copy of plain data with something else at one place."""
    other = copy.deepcopy(data)
    around: Any = other
    for part in at[:-1]:
        around = around[part]
    around[at[-1]] = value
    return other


def messages_about(model: type[FileModel], data: object) -> list[str]:
    """The messages about data, written as one line of YAML for each key."""
    try:
        validated(model, read_yaml(json.dumps(data, indent=1, ensure_ascii=False), "x.yml"), "x.yml")
    except Invalid as error:
        problems = error.problems
    else:
        return []
    assert {("x.yml", "schema")} == {(p.path, p.rule) for p in problems}
    return [p.message for p in problems]


@pytest.mark.parametrize(("model", "data"), [(Record, RECORD), (EntryFrontMatter, ENTRY)], ids=["record", "entry"])
def test_fullest_record_and_entry_are_valid(model: type[FileModel], data: dict[str, Any]):
    assert [] == messages_about(model, data)


@pytest.mark.parametrize(
    ("model", "data", "at"),
    [
        pytest.param(model, data, at, id=f"{model.__name__} {field_path(at)}")
        for model, data in ((Record, RECORD), (EntryFrontMatter, ENTRY))
        for at in paths_in(data)
    ],
)
def test_messages_are_in_an_editors_words(model: type[FileModel], data: dict[str, Any], at: Keys):
    """Each message says what was expected and what was found, and names the place; no library speaks through it."""
    for wrong in WRONG:
        for message in messages_about(model, changed(data, at, wrong)):
            assert MESSAGE.fullmatch(message), message
            assert not re.search(r"Input|pydantic|tag|\[key\]|Passage|WebPage|dictionary|tuple", message), message


@pytest.mark.parametrize(
    ("model", "data", "at"),
    [
        pytest.param(model, data, at, id=f"{model.__name__} {field_path(at)}")
        for model, data in ((Record, RECORD), (EntryFrontMatter, ENTRY))
        for at in paths_in(data)
        if isinstance(at[-1], str) and at[:-1] != ("sources",)
    ],
)
def test_misspelled_key_is_reported(model: type[FileModel], data: dict[str, Any], at: Keys):
    """The message names the key that is meant."""
    twisted = changed(data, (*at[:-1], f"{at[-1]}x"), "whatever")

    assert f"{field_path((*at[:-1], f'{at[-1]}x'))}: unknown key; did you mean {at[-1]}?" in messages_about(
        model, twisted
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ((), ""),
        (("name",), "name"),
        (("positions", 0, "title"), "positions[1].title"),
        (("sources", "letter", "quote"), "sources.letter.quote"),
        (("headings", 11), "headings[12]"),
    ],
)
def test_path_counts_from_one(at: Keys, expected: str):
    assert expected == field_path(at)


def test_problem_has_the_place_of_its_value():
    yaml = read_yaml("a: 1\nb:\n  c: 2", "x.yml")

    problem = problem_at("x.yml", yaml, ("b", "c"), "is wrong", Rule("dates", "Why."))

    assert ("x.yml", Place(3, 6), "dates", "b.c: is wrong") == (
        problem.path,
        problem.place,
        problem.rule,
        problem.message,
    )


def test_keys_around_the_data_are_part_of_the_path():
    with pytest.raises(Invalid) as error:
        validated(Kind, read_yaml("label: 7\nplural: Ships", "mkdocs.yml"), "mkdocs.yml", ("kinds", "ship"))

    assert ['kinds.ship.label: expected text, found 7; did you mean "7"?'] == [p.message for p in error.value.problems]


@pytest.mark.parametrize(
    "slug", ["a", "7", "ab", "000_17ce685a5ce6ce4a", "de-la-cruz", "a--b", "a" * 100, "indexes", "x" * 99 + "9"]
)
def test_address_has_letters_digits_and_dashes(slug: str):
    check_slug(slug, "x.md")


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "index",
        "page-2",
        "A",
        "é",
        "a b",
        "-a",
        "a-",
        "_a",
        "a_",
        "a.b",
        "a/b",
        "..",
        "a" * 101,
        "a\n",
        "а",
        "١",
        "a\u200b",
    ],
)
def test_other_addresses_are_refused(slug: str):
    with pytest.raises(Invalid) as error:
        check_slug(slug, "docs/glossary/x.md")

    (problem,) = error.value.problems
    assert problem.message.startswith(
        "file name: expected lower-case letters, digits, - and _, at most 100, beginning and ending with a letter"
        f" or digit, and no reserved word such as index, page-2 or con, found {slug!r}; rename the file"
    )
    assert f"to {slug}.md" not in problem.message


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Stephen Miller", "stephen-miller"),
        ("U.S. Customs & Border Protection", "us-customs-and-border-protection"),
        ("José Ångström O’Neill", "jose-angstrom-oneill"),
        ("José_Núñez", "jose_nunez"),
        ("Łódź Straße Ærø", "lodz-strasse-aero"),
        ("Ärzte Müller İstanbul", "arzte-muller-istanbul"),
        ("Петр I", "petr-i"),
        ("a - 1", "a-1"),
        ("letter.1901", "letter-1901"),
        ("x" * 101, "x" * 100),
        ("word " * 30, "-".join(["word"] * 20)),
        ("...", ""),
    ],
)
def test_address_of_a_name(name: str, slug: str):
    assert slug == slug_of(name)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("31/10/2025", "2025-10-31"),
        ("10/31/2025", "2025-10-31"),
        ("05/06/2025", "2025-06-05 or 2025-05-06"),
        ("31.10.2025", "2025-10-31"),
        ("October 31, 2025", "2025-10-31"),
        ("31 October 2025", "2025-10-31"),
        ("Oct 2025", "2025-10"),
        ("2025/10/31", "2025-10-31"),
        ("2025-1-5", "2025-01-05"),
    ],
)
def test_date_in_another_form_names_the_right_one(written: str, meant: str):
    (message,) = messages_about(Record, changed(RECORD, ("acquired", "on"), written))

    assert message.endswith(f"found '{written}'; did you mean {meant}?")


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-22", "2024-02-29", "0001"])
def test_date_is_a_year_month_or_day(date: str):
    assert [] == messages_about(Record, changed(RECORD, ("acquired", "on"), date))


@pytest.mark.parametrize(
    "date",
    ["", "26", "2026-1", "2026-13", "2025-02-29", "0000", "2026-11-22T10:00", "22.11.2026", "2026/11", "２０２６", "2026-11-22\n", 20261122, -2026, 26, True, 2026.0],
)  # fmt: skip
def test_other_dates_are_refused(date: object):
    (message,) = messages_about(Record, changed(RECORD, ("acquired", "on"), date))

    assert message.startswith("acquired.on: expected ")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//example.org", "example.org", "https://", "ftp://x", "https://a b", "https://a\n", 'https://a"b', "https://<b>", " https://a"]
)  # fmt: skip
def test_web_address_begins_with_http(address: str):
    (message,) = messages_about(EntryFrontMatter, changed(ENTRY, ("identifiers", "website"), address))

    assert message.startswith(
        f"identifiers.website: expected a web address that begins with https:// or http://, found {describe(address)}"
    )


def test_address_without_scheme_names_the_full_one():
    (message,) = messages_about(EntryFrontMatter, changed(ENTRY, ("identifiers", "website"), "www.example.org/a"))

    assert message.endswith("; did you mean https://www.example.org/a?")


@pytest.mark.parametrize(
    "statement",
    [
        "https://rightsstatements.org/vocab/CNE/1.0/",
        "http://rightsstatements.org/page/CNE/1.0/",
        "http://rightsstatements.org/vocab/CNE/1.0",
        "http://rightsstatements.org/vocab/CNE/1.0/\n",
        "x http://rightsstatements.org/vocab/CNE/1.0/",
        "CNE",
    ],
)
def test_rights_statement_is_its_identifier(statement: str):
    (message,) = messages_about(Record, changed(RECORD, ("rights", "statement"), statement))

    assert message.startswith(
        "rights.statement: expected an address of rightsstatements.org or a license such as http://rightsstatements.org/vocab/CNE/1.0/, found "
    )


def test_single_author_or_source_needs_no_list():
    record = Record.model_validate(changed(RECORD, ("creators", "value"), "Ada Stone"))
    entry = EntryFrontMatter.model_validate(ENTRY)

    assert record.creators is not None
    assert ("Ada Stone",) == record.creators.value
    assert [("letter",), ("letter", "almanac")] == [position.source for position in entry.positions]


def test_models_are_immutable():
    record = Record.model_validate(RECORD)

    with pytest.raises(ValueError, match="frozen"):
        record.id = "other"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("ICE", "did you mean immigration-and-customs-enforcement?"),
        ("ice", "did you mean immigration-and-customs-enforcement?"),
        ("noem", "did you mean kristi-noem?"),
        ("Kristi Noem", "did you mean kristi-noem?"),
        ("kristi-neom.md", "did you mean kristi-noem?"),
        ("stephen", "did you mean stephen-miller or stephen-jay?"),
        ("Kristy Noehm", "did you mean kristi-noem?"),
        ("zzz", "known: immigration-and-customs-enforcement, kristi-noem, stephen-miller, stephen-jay"),
    ],
)
def test_hint_names_an_entry_that_exists(word: str, hint: str):
    known = ["immigration-and-customs-enforcement", "kristi-noem", "stephen-miller", "stephen-jay"]

    assert hint == did_you_mean(word, known, {"ICE": known[0], "Kristi Noem": known[1]})


def test_hint_says_that_nothing_is_known():
    assert "there is none yet" == did_you_mean("x", [])


def test_address_with_a_refused_character_names_the_escaped_one():
    (message,) = messages_about(EntryFrontMatter, changed(ENTRY, ("identifiers", "website"), 'https://a.org/"x"'))

    assert message.endswith("""found 'https://a.org/"x"'; did you mean https://a.org/%22x%22?""")


def test_unknown_key_without_value_hints_at_a_comma():
    position = {"title": "Director", "ICE": None, "source": "letter"}

    (message,) = messages_about(EntryFrontMatter, changed(ENTRY, ("positions", 0), position))
    assert message.endswith("a value that contains a comma needs double quotes")


def test_key_after_a_no_break_space_is_explained():
    (message,) = messages_about(Record, {**RECORD, "\u00a0notes": "x"})

    assert message.endswith("unknown key; a no-break space indents it; use plain spaces")


@pytest.mark.parametrize("year", ["0079", "0900", "0001"])
def test_year_before_1000_needs_no_quotes(year: str):
    record = read_yaml(f"published: {{value: {year}, basis: source}}", "x.yml").data

    assert year == Record.model_validate({**RECORD, **record}).published.value  # type: ignore[union-attr]
