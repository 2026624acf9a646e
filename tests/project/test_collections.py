"""Folders of `corpus/` as collections, wherever the corpus is read."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
import yaml
from click.testing import CliRunner

from colophon.cli import main
from colophon.curation.fixity import examine, read_records
from colophon.curation.rename import rename_entry
from colophon.curation.withhold import withhold
from colophon.edition import compile_edition
from colophon.formats.urls import document_path
from colophon.model.record import Withheld
from colophon.rendering import render_pages
from tests.conftest import Repository, ThrowawaySite, record_of


@pytest.fixture
def sorted_site(site: ThrowawaySite) -> ThrowawaySite:
    """A site with a text in no folder, one in a folder, and one in a folder below it."""
    site.text("loose", "Nobody wrote it.")
    site.text(
        "letters/first", "Ada Stone met the board.", id="first", notes="See [Ada](../../docs/glossary/ada-stone.md)."
    )
    site.text("letters/1902/second", "Ada Stone went home.", id="second")
    site.write("corpus/letters/_collection.yml", "title: Letters of a clerk\ndescription: As they came.\n")
    quote = {"document": "first", "quote": "Ada Stone met the board."}
    site.entry("ada-stone", "She met it.[^a]", name="Ada Stone", kind="official", sources={"a": quote})
    return site


def test_folders_become_collections_and_addresses_of_texts_stay(sorted_site: ThrowawaySite):
    site = sorted_site.edition().site

    assert {"loose": "", "first": "letters", "second": "letters/1902"} == {one.id: one.collection for one in site.texts}
    assert [("letters", "Letters of a clerk", "As they came."), ("letters/1902", "1902", "")] == [
        (one.path, one.title, one.description) for one in site.collections.values()
    ]
    assert {PurePosixPath("documents/first.md"), PurePosixPath("corpus/second.txt")} <= render_pages(
        sorted_site.edition()
    ).keys()


def test_links_in_the_notes_of_a_record_lead_there_from_every_folder(sorted_site: ThrowawaySite):
    for link in ("../docs/glossary/ada-stone.md", "../../../docs/glossary/ada-stone.md"):
        words = "Ada Stone went home again."
        sorted_site.text("letters/1902/second", words, id="second", notes=f"See [Ada]({link}).")
        page = render_pages(sorted_site.edition())[document_path("second")].decode()

        assert "See [Ada](../glossary/ada-stone.md)." in page
        assert [] == sorted_site.problems()


def test_problem_in_a_folder_names_the_path_of_the_file(sorted_site: ThrowawaySite):
    sorted_site.replace("corpus/letters/first.yml", "ada-stone.md", "nobody.md")
    sorted_site.write("corpus/letters/1902/second.txt", "Other words.")

    assert {"corpus/letters/first.yml", "corpus/letters/1902/second.yml"} == {
        line.partition(":")[0] for line in sorted_site.problems()
    }


def test_fixity_of_texts_in_folders_is_examined(sorted_site: ThrowawaySite):
    records, problems = read_records(sorted_site.root)
    sorted_site.write("corpus/letters/first.txt", "Other words.")

    assert [] == problems
    assert [
        ("corpus/letters/1902/second.txt", True),
        ("corpus/letters/first.txt", False),
        ("corpus/loose.txt", True),
    ] == [(one.file, one.is_whole) for one in examine(sorted_site.root, records)]


def test_text_in_a_folder_can_be_withheld_and_keeps_its_collection(sorted_site: ThrowawaySite):
    record = {**record_of("second", b"Ada Stone went home."), "language": "en"}
    sorted_site.write("corpus/letters/1902/second.yml", yaml.safe_dump(record, sort_keys=False))
    path = withhold(sorted_site.root, "second", Withheld(reason="Asked for.", on="2026-11-22"))
    text = compile_edition(sorted_site.read().site).texts["second"]

    assert sorted_site.root / "corpus/letters/1902/second.yml" == path
    assert ("", "letters/1902") == (text.text, text.collection)


def test_renaming_an_entry_changes_links_in_records_of_folders(sorted_site: ThrowawaySite):
    updated = rename_entry(sorted_site.root, "ada-stone", "ada-b-stone")

    assert ["corpus/letters/first.yml"] == [one.path for one in updated]
    assert "](../../docs/glossary/ada-b-stone.md)" in (sorted_site.root / "corpus/letters/first.yml").read_text("utf-8")


def test_text_that_moves_to_a_folder_keeps_its_history(sorted_site: ThrowawaySite):
    repository = Repository(sorted_site)
    repository.commit("Add three texts")
    repository.git("mv", "corpus/loose.txt", "corpus/loose.yml", "corpus/letters/")
    repository.commit("Sort it")

    assert [("2026-11-22", "published", "")] == repository.changes_of(document_path("loose"))


def test_folders_in_a_folder_that_is_added_become_collections(site: ThrowawaySite, tmp_path: Path):
    """Texts that are there already are skipped, wherever they are, and one without a record gets it where it is."""
    for name in ("a", "Talks of 1946/b", "Talks of 1946/Part 2/c"):
        file = tmp_path / f"in/{name}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"The words of {name}.", "utf-8")
    command = ["-C", str(site.root), "add", "--from", "A drawer", "--by", "J. Doe"]
    added = CliRunner().invoke(main, [*command, str(tmp_path / "in")], catch_exceptions=False)
    site.write("corpus/letters/d.txt", "Words of d.")
    recorded = CliRunner().invoke(main, [*command, str(site.root / "corpus/letters/d.txt")], catch_exceptions=False)
    again = CliRunner().invoke(main, [*command, str(tmp_path / "in")], catch_exceptions=False)

    assert (0, 0) == (added.exit_code, recorded.exit_code)
    assert "corpus/talks-of-1946/part-2/c.txt  " in added.stdout
    assert 3 == again.stdout.count(": skipped; ")
    assert {"a": "", "b": "talks-of-1946", "c": "talks-of-1946/part-2", "d": "letters"} == {
        text.id: text.collection for text in site.edition().site.texts
    }
