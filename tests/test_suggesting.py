"""Names without an entry are proposed to an editor, with the evidence, and nothing is added."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from colophon.cli import main
from colophon.curation.suggest import suggest
from colophon.edition import compile_edition
from colophon.project.reader import read_site
from tests.conftest import HERE, ThrowawaySite
from tests.site.conftest import copy_project

NAMED = """Border Patrol|Chuck Schumer|Corey Lewandowski|DOJ|Department of Homeland Security|Donald Trump|Gregory Bovino
Hakeem Jeffries|Homeland Security Investigations|Immigration and Customs Enforcement|Kristi Noem|National Guard
Stephen Miller|Tatum King|Tom Homan|U.S. Army|White House""".replace("\n", "|").split("|")


def emptied(tmp_path: Path) -> Path:
    project = copy_project(tmp_path / "project")
    for entry in (project / "docs/glossary").glob("*.md"):
        if entry.stem != "index":
            entry.unlink()
    return project


def suggestions(project: Path):
    return {one.name: one for one in suggest(compile_edition(read_site(project).site))}


def test_with_the_glossary_emptied_all_but_one_of_the_true_names_and_one_false_are_suggested(tmp_path):
    """Missed is "immigration courts", which the text writes in lower case; Air Force One is an aircraft."""
    assert sorted([*NAMED, "Air Force One"]) == sorted(suggestions(emptied(tmp_path)))


def test_reporters_outlets_companies_and_movements_are_not_suggested(tmp_path):
    out_of_scope = {
        "Bill Melugin",
        "Nick Miroff",
        "Fox News",
        "CBS News",
        "The Atlantic",
        "Home Depot",
        "No Kings",
        "Cava",
    }

    assert out_of_scope.isdisjoint(suggestions(emptied(tmp_path)))


def test_each_comes_with_its_kind_its_evidence_and_its_passages(tmp_path):
    found = suggestions(emptied(tmp_path))

    assert "official" == found["Chuck Schumer"].kind
    assert "title before the name: Senate Majority Leader" in found["Chuck Schumer"].evidence
    assert "official" == found["Tatum King"].kind
    assert "title after the name, a senior official" in found["Tatum King"].evidence
    assert "acronym in brackets: ICE" in found["Immigration and Customs Enforcement"].evidence
    assert ("ICE",) == found["Immigration and Customs Enforcement"].aliases
    assert "agency" == found["National Guard"].kind
    assert [("001_49d7299fa34e0926", 14)] == [passage[:2] for passage in found["DOJ"].passages]


def test_the_best_founded_and_most_frequent_stand_first(tmp_path):
    found = list(suggestions(emptied(tmp_path)).values())

    assert "Immigration and Customs Enforcement" == found[0].name
    assert 23 == found[0].count


def test_what_has_an_entry_or_is_ignored_by_the_site_is_not_suggested(tmp_path):
    project = copy_project(tmp_path / "project")
    assert ["Air Force One"] == list(suggestions(project))
    config = project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("  - colophon:\n", "  - colophon:\n      ignore: [Air Force One]\n"), "utf-8"
    )

    assert [] == list(suggestions(project))


def test_a_name_after_a_title_that_names_an_agency_is_suggested(tmp_path):
    """The White House has an entry; its Border Czar is somebody else."""
    project = copy_project(tmp_path / "project")
    (project / "docs/glossary/tom-homan.md").unlink()

    assert ["Air Force One", "Tom Homan"] == sorted(suggestions(project))


def test_the_command_lists_one_line_for_each_name_and_changes_nothing(tmp_path):
    project = emptied(tmp_path)
    before = sorted(project.rglob("*"))
    result = CliRunner().invoke(main, ["-C", str(project), "suggest", "--top", "3"])

    assert 0 == result.exit_code
    first, *others = result.stdout.splitlines()
    assert first.startswith("Immigration and Customs Enforcement, ICE (agency, 23 times): ")
    assert first.endswith("[000_17ce685a5ce6ce4a p3]")
    assert 2 == len(others)
    assert "; 3 shown, --top shows more.\nNext:\n" in result.stderr
    assert before == sorted(project.rglob("*"))


def test_the_evidence_and_every_passage_are_shown_when_asked(tmp_path):
    result = CliRunner().invoke(main, ["-C", str(emptied(tmp_path)), "suggest", "--evidence"])

    assert "Tom Homan (official, 2 times): title before the name: White House Border Czar" in result.stdout
    assert "\n    001_49d7299fa34e0926 p22: " in result.stdout


def named_in(site: ThrowawaySite, *registers: str) -> list[str]:
    for register in registers:
        words = (HERE / "data" / "registers" / f"{register}.txt").read_bytes()
        site.text(register, words, layout="blocks" if b"\n\n" in words else "lines", language="en")
    return [one.name for one in suggest(site.edition())]


@pytest.mark.parametrize(
    ("register", "expected"),
    [
        ("order", ["Kristi Noem", "Pete Hegseth", "Rodney Scott", "Office of Management and Budget"]),
        (
            "hearing",
            ["Boris Johnson", "Patrick Vallance", "Chris Whitty", "Matt Hancock", "Dominic Cummings"],
        ),
        ("address", ["Saddam Hussein", "Colin Powell", "Donald Rumsfeld", "Tony Blair", "Jose Maria Aznar"]),
        ("news", ["Linda Barrow", "Mike Tolland", "Senate Environment and Public Works Committee", "Ruth Alvarado"]),
        ("opinion", ["Charles Sawyer", "David Pine", "Federal Mediation and Conciliation Service"]),
        ("inaugural", ["Joseph Warren"]),
    ],
)
def test_texts_of_each_register_give_their_names(site: ThrowawaySite, register: str, expected: list[str]):
    """A name over two lines is one name; forms of address and speakers' labels are evidence."""
    assert set() == set(expected) - set(named_in(site, register))


NEITHER_AGENCY_NOR_OFFICIAL = """Well|Yeah|Correct|Okay|Right|Absolutely|Hmm|Accordingly|Therefore|Ultimately|Finally|Meanwhile|Indeed
of Homeland Security|of Defense|of State|of Health|Secretary|Attorney General|Prime Minister|Home Secretary|Scientific Adviser
Foreign Secretary|Treasury|Iraqi|Iraqis|Iraq|Mexican|American|Americans|United States|Great Britain|Spain|Texas|California|Ohio
New York|York|London|Kristi|Noem|Pete|Hegseth|Hancock|Cummings|Mr Cummings|Vice President|Chief Justice|Solicitor General
Section|Executive Order|Constitution|Senate Majority|House Minority|Chair""".replace("\n", "|").split("|")


def test_words_titles_countries_and_halves_of_names_are_not_suggested(site: ThrowawaySite):
    found = named_in(site, "order", "hearing", "address", "news", "opinion", "inaugural")

    assert set() == set(found) & set(NEITHER_AGENCY_NOR_OFFICIAL)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("list.csv", "name,aliases,kind,wikidata\nDana Whitfield,Rep. Whitfield;D. Whitfield,official,Q42\nNobody Here,,,\n"),
        (
            "list.json",
            json.dumps({"members": [{"name": {"first": "Dana", "last": "Whitfield"}, "id": {"wikidata": "Q42"},
                "aliases": ["Rep. Whitfield", "D. Whitfield"]}]}),
        ),
        (
            "list.yaml",
            "- {name: Dana Whitfield, aliases: [Rep. Whitfield, D. Whitfield], identifiers: {wikidata: Q42}}\n- Nobody Here\n",
        ),
    ],
)  # fmt: skip
def test_of_a_list_of_names_those_are_suggested_that_the_texts_name(site: ThrowawaySite, file: str, content: str):
    site.text("news", "Rep. Dana Whitfield of Texas disagreed. Whitfield left.")
    site.write(file, content)
    result = CliRunner().invoke(main, ["-C", str(site.root), "suggest", "--names", str(site.root / file)])

    assert 0 == result.exit_code, result.output
    command = (
        "colophon entry 'Dana Whitfield' --kind official --alias 'Rep. Whitfield' --alias 'D. Whitfield' --wikidata Q42"
    )
    assert [
        "Dana Whitfield, Rep. Whitfield, D. Whitfield (official, 2 times): Rep. Dana Whitfield of Texas disagreed. [news p1]",
        f"    {command}",
    ] == result.stdout.splitlines()


def test_an_entry_takes_the_identifiers_of_a_list(site: ThrowawaySite):
    site.text("news", "Rep. Dana Whitfield of Texas disagreed.")
    arguments = [
        "entry",
        "Dana Whitfield",
        "--kind",
        "official",
        "--wikidata",
        "Q42",
        "--website",
        "https://example.org",
    ]
    result = CliRunner().invoke(main, ["-C", str(site.root), *arguments])

    assert 0 == result.exit_code, result.output
    written = (site.root / "docs/glossary/dana-whitfield.md").read_text("utf-8")
    assert "wikidata: Q42 website: https://example.org" in " ".join(written.split()).replace('"', "")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("list.txt", "Dana Whitfield", "expected a file that ends in .csv, .json, .yaml or .yml"),
        ("list.json", "{", "this list of names cannot be read"),
        ("list.json", "5", "expected a list of names"),
        ("list.csv", "title\nDana Whitfield\n", "item 1 of the list has no name"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_what_is_expected(
    site: ThrowawaySite, file: str, content: str, message: str
):
    site.text("news", "Rep. Dana Whitfield of Texas disagreed.")
    site.write(file, content)
    result = CliRunner().invoke(main, ["-C", str(site.root), "suggest", "--names", str(site.root / file)])

    assert 0 != result.exit_code
    assert message in result.output
