"""An editor asks why a passage is linked, or is not."""

import pytest
from click.testing import CliRunner

from colophon.cli import main
from colophon.curation.explain import as_page
from colophon.curation.explain import explain as explain_entries
from tests.site.conftest import copy_project


@pytest.fixture
def project(tmp_path):
    root = copy_project(tmp_path / "project")
    (tmp_path / "other.txt").write_text(
        "Jason Miller met Stephen Miller at the Miller Center.\nThe ice was thin, said Miller.\nMr. Homan of Ohio was there.",
        "utf-8",
    )
    CliRunner().invoke(main, ["-C", str(root), "add", str(tmp_path / "other.txt"), "--from", "x", "--by", "x"])
    return root


def explain(project, entry):
    return CliRunner().invoke(main, ["-C", str(project), "mentions", "--explain", entry])


def test_every_linked_passage_has_its_rule(project):
    output = explain(project, "stephen-miller").stdout

    assert "Stephen Miller (stephen-miller): 10 mentions, 2 near misses" in output
    assert (
        "other p1: Jason Miller met [Stephen Miller] at the Miller Center.\n      name: the name of the entry" in output
    )
    assert (
        "other p2: The ice was thin, said [Miller].\n      surname: the surname, in a text that gives the full name"
        in output
    )


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (
            "stephen-miller",
            "Jason [Miller] met Stephen Miller at the Miller Center.\n      is part of a longer name: Jason Miller",
        ),
        (
            "stephen-miller",
            "Jason Miller met Stephen Miller at the [Miller] Center.\n      is part of a longer name: Miller Center",
        ),
        (
            "immigration-and-customs-enforcement",
            "The [ice] was thin, said Miller.\n      differs from the names of the entry",
        ),
        ("tom-homan", "Mr. [Homan] of Ohio was there.\n      is a surname in a text that nowhere gives the full name"),
    ],
)
def test_every_near_miss_has_its_reason(project, entry, line):
    output = explain(project, entry).stdout

    assert line in output.split("not linked:")[1]


def test_an_entry_that_is_not_there_is_reported_with_the_nearest(project):
    result = explain(project, "steven-miller")

    assert 2 == result.exit_code
    assert "no entry 'steven-miller'; did you mean stephen-miller?" in result.stderr


def test_the_reasons_are_written_to_a_page_when_asked(project, tmp_path):
    def page(*arguments):
        done = CliRunner().invoke(
            main, ["-C", str(project), "mentions", "--html", str(tmp_path / "mentions.html"), *arguments]
        )
        assert 0 == done.exit_code, done.output
        return (tmp_path / "mentions.html").read_text("utf-8")

    assert "Jason <mark>Miller</mark> met Stephen Miller at the Miller Center." in page()
    assert "is part of a longer name: Jason Miller" in page()
    assert 20 == page().count("<h2 ")
    assert 1 == page("--explain", "stephen-miller").count("<h2 ")


def test_of_very_many_mentions_the_page_shows_the_first_and_says_where_all_are(site):
    site.text("log", "\n".join(["The Harbour Board met at the harbour board."] * 300))
    site.entry("board", name="Harbour Board")
    edition = site.edition()
    page = as_page(edition, edition.site.entries)

    assert "300 mentions, 300 near misses; shown are the first 200 of each" in page
    assert 400 == page.count("<mark>")
    assert "colophon mentions --explain board" in page


def test_a_name_without_letters_breaks_no_explanation(site):
    site.text("log", "☆ the Board met.")
    site.entry("star", name="☆")
    edition = site.edition()

    assert {"star": []} == explain_entries(edition, edition.site.entries)
