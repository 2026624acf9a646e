"""Names without an entry are proposed to an editor, with the evidence, and nothing is added."""

from pathlib import Path

from click.testing import CliRunner

from colophon.cli import main
from colophon.curation.suggest import suggest
from colophon.edition import compile_edition
from colophon.project.reader import read_site
from tests.site.conftest import copy_project

NAMED = """Border Patrol|Chuck Schumer|Corey Lewandowski|DOJ|Department of Homeland Security|Donald Trump|Gregory Bovino
Hakeem Jeffries|Homeland Security Investigations|ICE|Immigration and Customs Enforcement|Kristi Noem|National Guard
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

    assert ("official", ("title before the name: Senate Majority Leader",)) == (
        found["Chuck Schumer"].kind,
        found["Chuck Schumer"].evidence,
    )
    assert ("official", ("title after the name, a senior official",)) == (
        found["Tatum King"].kind,
        found["Tatum King"].evidence,
    )
    assert "acronym in brackets: ICE" in found["Immigration and Customs Enforcement"].evidence
    assert "agency" == found["National Guard"].kind
    assert [("001_49d7299fa34e0926", 14)] == [passage[:2] for passage in found["DOJ"].passages]


def test_the_best_founded_and_most_frequent_stand_first(tmp_path):
    found = list(suggestions(emptied(tmp_path)).values())

    assert "ICE" == found[0].name
    assert found == sorted(found, key=lambda one: (-len(one.evidence), -one.count, one.name))


def test_what_has_an_entry_or_is_ignored_by_the_site_is_not_suggested(tmp_path):
    project = copy_project(tmp_path / "project")
    assert ["Air Force One"] == list(suggestions(project))
    config = project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("  - colophon\n", "  - colophon:\n      ignore: [Air Force One]\n"), "utf-8"
    )

    assert [] == list(suggestions(project))


def test_a_name_after_a_title_that_names_an_agency_is_suggested(tmp_path):
    """The White House has an entry; its Border Czar is somebody else."""
    project = copy_project(tmp_path / "project")
    (project / "docs/glossary/tom-homan.md").unlink()

    assert ["Air Force One", "Tom Homan"] == sorted(suggestions(project))


def test_the_command_prints_them_and_changes_nothing(tmp_path):
    project = emptied(tmp_path)
    before = sorted(project.rglob("*"))
    result = CliRunner().invoke(main, ["-C", str(project), "suggest"])

    assert 0 == result.exit_code
    assert (
        "Tom Homan (official, 1 time): title before the name: White House Border Czar\n    001_49d7299fa34e0926 p22: "
        in result.stdout
    )
    assert before == sorted(project.rglob("*"))
