"""An editing program with the JSON Schema says the same as `check`, as far as one file alone can tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from colophon.cli import main
from colophon.formats.json_schema import FOLDER, MODELS, json_schema, schema_files
from colophon.formats.validation import field_path, validated
from colophon.formats.yaml_reader import YamlDocument, read_yaml, split_front_matter
from colophon.model.errors import Invalid
from colophon.project.reader import read_settings
from tests.conftest import HERE, PROJECT, ThrowawaySite, break_site, cases_in
from tests.formats.test_validation import ENTRY, RECORD, WRONG, Keys, changed, messages_about, paths_in

KINDS = ("agency", "official")
DATA = {"record": RECORD, "entry": ENTRY}


def as_ecma(pattern: str) -> str:
    """A pattern of ECMA-262, which JSON Schema asks for, as Python reads it: there `$` is the very end."""
    return re.sub(r"\$$", r"\\Z", pattern)


def pattern(_validator: Any, expected: str, found: object, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(found, str) and not re.search(as_ecma(expected), found):
        yield ValidationError(f"{found!r} does not match {expected}")


def with_ecma_keys(schema: Any) -> Any:
    """The schema with the patterns of its keys as Python reads them."""
    if isinstance(schema, dict):
        return {
            key: {as_ecma(name): with_ecma_keys(inner) for name, inner in value.items()}
            if key == "patternProperties"
            else with_ecma_keys(value)
            for key, value in schema.items()
        }
    return [with_ecma_keys(inner) for inner in schema] if isinstance(schema, list) else schema


Validator = extend(Draft202012Validator, {"pattern": pattern})
VALIDATORS = {name: Validator(with_ecma_keys(json_schema(name, KINDS))) for name in MODELS}


def refused(name: str, data: object) -> list[str]:
    """What the schema says against data."""
    return [error.message for error in VALIDATORS[name].iter_errors(data)]


def breached(name: str, data: object) -> bool:
    """Whether `check` says anything against data, without the detour through YAML."""
    try:
        validated(MODELS[name], YamlDocument(data, {}), "x.yml")
    except Invalid:
        return True
    return False


def read_files(root: Path) -> Iterator[tuple[str, str, YamlDocument]]:
    """Every record and entry of a site whose YAML can be read: its path, which of the two it is, and its data."""
    for path in sorted([*(root / "corpus").glob("*.yml"), *(root / "docs/glossary").glob("*.md")]):
        shown = path.relative_to(root).as_posix()
        try:
            text = path.read_bytes().decode()
            if path.suffix == ".yml":
                yield shown, "record", read_yaml(text, shown)
            elif path.name != "index.md":
                yield shown, "entry", split_front_matter(text, shown)[0]
        except (Invalid, UnicodeDecodeError, OSError):
            continue


@pytest.mark.parametrize("root", [PROJECT, HERE / "good_site"], ids=["this site", "the good site"])
def test_what_editors_have_written_is_right(root: Path):
    files = list(read_files(root))

    assert files
    assert {} == {path: found for path, name, yaml in files if (found := refused(name, yaml.data))}


@pytest.mark.parametrize("name", MODELS)
def test_the_schema_is_a_schema(name: str):
    Draft202012Validator.check_schema(json_schema(name, KINDS))


@cases_in("rules/schema")
def test_each_mistake_that_one_file_shows_is_seen_by_both(good_site: ThrowawaySite, case: dict[str, Any]):
    break_site(good_site, case)
    for path, name, yaml in read_files(good_site.root):
        try:
            validated(MODELS[name], yaml, path)
        except Invalid:
            assert refused(name, yaml.data), path
        else:
            assert [] == refused(name, yaml.data), path


@pytest.mark.parametrize(
    ("name", "at"),
    [pytest.param(name, at, id=f"{name} {field_path(at)}") for name, data in DATA.items() for at in paths_in(data)],
)
def test_whatever_stands_somewhere_else_is_refused_or_taken_by_both(name: str, at: Keys):
    """The fullest record and entry, with everything that could stand at one place."""
    for wrong in [*WRONG, "7", "2026", 2026, {"text": "x", "not": ["y"]}]:
        other = changed(DATA[name], at, wrong)
        if at == ("kind",) and isinstance(wrong, str):
            continue  # a kind that the site does not declare: another rule of `check` reports it
        assert bool(messages_about(MODELS[name], other)) == bool(refused(name, other)), wrong


@pytest.mark.parametrize(
    ("name", "at"),
    [
        pytest.param(name, at, id=f"{name} {field_path(at)}")
        for name, data in DATA.items()
        for at in paths_in(data)
        if isinstance(at[-1], str)
    ],
)
def test_a_key_that_is_missing_or_mistyped_is_seen_by_both(name: str, at: Keys):
    around: Any = DATA[name]
    for part in at[:-1]:
        around = around[part]
    without = changed({"": DATA[name]}, ("", *at[:-1]), {key: around[key] for key in around if key != at[-1]})[""]
    mistyped = changed(DATA[name], (*at[:-1], f"{at[-1]} x"), around[at[-1]])

    assert bool(messages_about(MODELS[name], without)) == bool(refused(name, without))
    assert refused(name, mistyped)
    assert messages_about(MODELS[name], mistyped)


@pytest.mark.parametrize(
    "creators",
    [
        {"name": "A, B"},
        ["Stone, Ada", {"name": "A, B"}],
        {"name": 7},
        {"name": "A", "x": 1},
        [{}],
        [["A"]],
        {"title": "A"},
    ],
)
def test_a_body_is_an_author_to_both(creators: object):
    record = changed(RECORD, ("creators", "value"), creators)

    assert breached("record", record) == bool(refused("record", record))


@given(st.text("0123456789-", max_size=10) | st.dates().map(str) | st.text(max_size=6) | st.integers(-3, 20000))
@example("2026-02-29")  # the schema knows no leap years
@example("2024-02-29")
@example("2026-11-31")
@example("2026\n")
@example("２０２６")
def test_a_date_is_a_date_to_both(date: str | int):
    record = changed(RECORD, ("acquired", "on"), date)

    assert (breached("record", record) and date != "2026-02-29") == bool(refused("record", record))


@given(st.text("ab-_9A.é\n", max_size=6) | st.sampled_from(["index", "indexes", "a" * 100, "a" * 101]))
def test_an_address_is_an_address_to_both(slug: str):
    entry = changed(ENTRY, ("part_of", "agency"), slug)

    assert breached("entry", entry) == bool(refused("entry", entry))


@given(st.text("h tps:/a.\"<'\n", max_size=8).map(lambda rest: f"http{rest}"))
def test_a_web_address_is_one_to_both(url: str):
    entry = changed(ENTRY, ("identifiers", "website"), url)

    assert breached("entry", entry) == bool(refused("entry", entry))


@given(st.text())
def test_the_schema_never_refuses_words_that_check_takes(words: str):
    record = changed(RECORD, ("rights", "note"), words)

    assert breached("record", record) or not refused("record", record)


def fields_of(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for where, model in {"": schema, **schema["$defs"]}.items():
        yield from ((f"{where}.{name}", field) for name, field in model["properties"].items())


@pytest.mark.parametrize("name", MODELS)
def test_every_field_has_a_name_a_description_and_an_example_that_fits(name: str):
    schema = json_schema(name, KINDS)
    for at, field in fields_of(schema):
        assert field.get("title"), at
        assert field["description"][-1] == ".", at
        assert field["examples"], at
        for shown in field["examples"]:
            assert [] == list(Validator(with_ecma_keys({**field, "$defs": schema["$defs"]})).iter_errors(shown)), at


def test_the_schemas_of_this_site_are_up_to_date():
    """`colophon schema --write` writes them."""
    expected = schema_files(read_settings(PROJECT).kinds)

    assert expected == {path: (PROJECT / path).read_bytes() for path in expected}


def test_this_site_is_wired_as_a_new_one_is():
    for file in sorted((PROJECT / "scripts/colophon/starter/vscode").iterdir()):
        assert file.read_bytes() == (PROJECT / ".vscode" / file.name).read_bytes()


def test_settings_lead_to_a_schema_that_is_there():
    settings = json.loads((PROJECT / ".vscode/settings.json").read_text("utf-8"))

    assert [["corpus/**/*.yml", "!corpus/**/_collection.yml"]] == list(settings["yaml.schemas"].values())
    assert all((PROJECT / path).is_file() for path in settings["yaml.schemas"])


def test_problems_of_check_are_read_by_the_task_of_vs_code():
    tasks = json.loads((PROJECT / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    matcher = re.compile(tasks[0]["problemMatcher"]["pattern"]["regexp"])
    lines = ["docs/glossary/x.md:3:5: name: is missing [schema]", "docs/index.md:1:1: warning: leads nowhere [link]"]

    assert [
        ("docs/glossary/x.md", "3", "5", None, "name: is missing [schema]"),
        ("docs/index.md", "1", "1", "warning", "leads nowhere [link]"),
    ] == [found.groups() for line in lines if (found := matcher.match(line))]


def run(root: Path, *arguments: str) -> Any:
    return CliRunner().invoke(main, ["-C", str(root), "schema", *arguments])


def test_a_site_with_kinds_of_its_own_offers_them(site: ThrowawaySite):
    site.write(
        "mkdocs.yml", "plugins: [{colophon: {kinds: {ship: {label: Ship, plural: Ships}}}}]\nsite_name: Throwaway\n"
    )
    shown = json.loads(run(site.root, "entry").stdout)

    assert ["agency", "official", "ship"] == shown["properties"]["kind"]["enum"]
    assert {"record", "entry"} == set(json.loads(run(site.root).stdout))


def test_settings_that_are_there_are_left_alone(site: ThrowawaySite):
    site.write(".vscode/settings.json", "{}")
    first = run(site.root, "--write").stdout.splitlines()

    assert [f"{FOLDER}/entry.schema.json", f"{FOLDER}/record.schema.json"] == first[:2]
    assert ".vscode/settings.json" not in first
    assert [] == run(site.root, "--write").stdout.splitlines()


def test_a_new_project_is_wired(tmp_path: Path):
    CliRunner().invoke(main, ["init", str(tmp_path / "new")])

    assert {"colophon", "extensions.json", "settings.json", "tasks.json"} == {
        path.name for path in (tmp_path / "new/.vscode").iterdir()
    }
    assert not (tmp_path / "new/vscode").exists()
