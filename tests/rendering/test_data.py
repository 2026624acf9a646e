"""The data files: what a spreadsheet or a program reads in them is what the pages say."""

from __future__ import annotations

import csv
import io
import json
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from colophon.edition import Edition, compile_edition
from colophon.model.settings import Kind, Settings
from colophon.model.site import Mention, Site
from colophon.project.reader import read_site
from colophon.rendering.data import DATA_FILES, data_files, mention_row
from tests.conftest import PROJECT, ThrowawaySite, a_text, an_entry

PERSON = Kind(label="Official", plural="Officials", person=True)
WEB = {"url": "https://example.org/a?b=1,2", "title": "A, B", "consulted": "2026-11-22"}


@pytest.fixture(scope="module")
def project() -> Edition:
    return compile_edition(read_site(PROJECT).site)


def edition_of(words: str, **matter: Any) -> Edition:
    """One text and one person, in memory."""
    entry = an_entry("stone", name="Ada Stone", kind="official", **matter)
    settings = Settings("A site", {"official": PERSON})
    return compile_edition(Site(settings, (a_text(words),), (entry,), {}, {}))


def file(edition: Edition, name: str) -> str:
    return data_files(edition)[PurePosixPath(f"data/{name}")].decode()


def objects(edition: Edition, name: str) -> Any:
    return json.loads(file(edition, name))


def table(edition: Edition, name: str) -> list[dict[str, str]]:
    """A CSV file as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(file(edition, name), newline=""), strict=True))


def lines(edition: Edition) -> list[dict[str, Any]]:
    """Mentions as a program reads them, line by line."""
    written = file(edition, "mentions.jsonl")
    assert written == "" or written.endswith("\n")
    return [json.loads(line) for line in written.split("\n")[:-1]]


def test_each_data_file_is_made_and_says_what_it_holds(project: Edition):
    names = ["documents.json", "entries.json", "mentions.csv", "mentions.jsonl", "positions.csv"]

    assert [f"data/{name}" for name in names] == sorted(map(str, data_files(project)))
    assert all(file.summary.endswith(".") for file in DATA_FILES.values())


def test_a_mention_is_a_row_in_the_order_people_read():
    row = mention_row(Mention("text", 3, 6, 1, "ICE", "ice", "acronym"))

    assert [
        ("document", "text"),
        ("paragraph", 1),
        ("start", 3),
        ("end", 6),
        ("surface", "ICE"),
        ("entry", "ice"),
        ("rule", "acronym"),
    ] == list(row.items())


def test_the_offsets_of_the_mentions_quote_the_texts(project: Edition):
    """In the two texts of this project, from the files as they are read back."""
    texts = {path.stem: path.read_bytes().decode() for path in (PROJECT / "corpus").glob("*.txt")}
    paragraphs = {
        text["id"]: {p["number"]: p for p in text["paragraphs"]} for text in objects(project, "documents.json")
    }
    rows = lines(project)

    assert len(project.mentions) == len(rows) > 90
    for row in rows:
        assert row["surface"] == texts[row["document"]][row["start"] : row["end"]]
        paragraph = paragraphs[row["document"]][row["paragraph"]]
        assert paragraph["start"] <= row["start"] < row["end"] <= paragraph["end"]


def test_the_offsets_of_the_quotes_quote_the_texts(project: Edition):
    """Every quote of every entry, but for quotation marks."""
    texts = {path.stem: path.read_bytes().decode() for path in (PROJECT / "corpus").glob("*.txt")}
    quotes = [
        source
        for entry in objects(project, "entries.json")
        for source in entry["sources"].values()
        if "quote" in source
    ]

    assert len(quotes) > 20
    for source in quotes:
        stands = texts[source["document"]][source["start"] : source["end"]]
        assert source["quote"].replace("’", "'") == stands.replace("’", "'").replace("“", '"').replace("”", '"')


def test_the_two_files_of_mentions_say_the_same(project: Edition):
    as_text = [{key: str(value) for key, value in row.items()} for row in lines(project)]

    assert as_text == table(project, "mentions.csv")


def test_an_entry_counts_its_mentions(project: Edition):
    rows = lines(project)

    for entry in objects(project, "entries.json"):
        assert sum(row["entry"] == entry["id"] for row in rows) == entry["mentions"]


def test_a_text_is_listed_with_its_whole_record_and_its_address(project: Edition):
    (text, _) = objects(project, "documents.json")

    assert ("000_17ce685a5ce6ce4a", "documents/000_17ce685a5ce6ce4a/") == (text["id"], text["url"])
    assert "58c024811652933d4c85dc9770b62d836a9725d0c87ecbcd50da4063a0a6ad3b" == text["fixity"]["sha256"]
    assert "2026-11-21" == text["acquired"]["on"]
    assert text["creators"] is None
    assert list(range(1, 25)) == [paragraph["number"] for paragraph in text["paragraphs"]]


def test_keys_are_those_an_editor_writes(good_site: ThrowawaySite):
    """`from` and `not`, not the names they have in the code."""
    entries = {entry["id"]: entry for entry in objects(good_site.edition(), "entries.json")}

    position = entries["ada-stone"]["positions"][0]
    assert ("1901", "1903-05") == (position["from"], position["to"])
    assert [] == entries["ada-stone"]["not"]
    assert [{"text": "Ada B. Stone", "not": [], "search_only": False}] == entries["ada-stone"]["aliases"]
    assert "Ada Stone was clerk of the Harbour Board." == entries["ada-stone"]["description"]


def test_a_verified_quote_has_its_place(good_site: ThrowawaySite):
    entries = {entry["id"]: entry for entry in objects(good_site.edition(), "entries.json")}

    assert {
        "document": "letter",
        "quote": "Ada Stone, its clerk",
        "paragraph": 2,
        "start": 33,
        "end": 53,
    } == entries["ada-stone"]["sources"]["letter"]


def test_a_position_is_a_row_with_its_sources(good_site: ThrowawaySite):
    assert [
        {
            "entry": "ada-stone",
            "name": "Ada Stone",
            "position": "Clerk",
            "agency": "harbour-board",
            "from": "1901",
            "to": "1903-05",
            "note": "",
            "source": "letter",
        }
    ] == table(good_site.edition(), "positions.csv")


def test_without_anything_the_files_are_still_there(site: ThrowawaySite):
    edition = site.edition()

    assert ([], [], [], []) == (
        objects(edition, "documents.json"),
        objects(edition, "entries.json"),
        table(edition, "mentions.csv"),
        lines(edition),
    )
    assert "document,paragraph,start,end,surface,entry,rule\r\n" == file(edition, "mentions.csv")


def test_a_withheld_text_keeps_its_words(good_site: ThrowawaySite):
    """Its record is told, no word of it is: not by mentions, nor by quotes."""
    good_site.replace(
        "corpus/report.yml", "layout: lines", "access: withheld\nwithheld: {reason: Asked for, on: 2026-11-22}"
    )
    edition = good_site.edition()

    assert {"letter"} == {row["document"] for row in lines(edition)}
    assert not any("start" in entry["sources"].get("report", {}) for entry in objects(edition, "entries.json"))
    assert "answers" not in file(edition, "documents.json")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_name_wrapped_over_lines_is_one_field(site: ThrowawaySite, line_end: str):
    site.text("wrapped", f"So said Ada{line_end}Stone.", layout="blocks")
    site.entry("stone", name="Ada Stone", kind="official")
    edition = site.edition()

    assert [f"Ada{line_end}Stone"] == [row["surface"] for row in table(edition, "mentions.csv")]
    assert [f"Ada{line_end}Stone"] == [row["surface"] for row in lines(edition)]


# --- laws --------------------------------------------------------------------------------------------------------

words = st.lists(st.sampled_from(["Ada", " ", "\u00a0", "Stone", "Ada Stone", "Ada\u00ad\u2028Stone", "\ufeff", "😀", "e\u0301", ", ", '"', "\r", "\n", "’s", "x"]), max_size=12).map("".join)  # fmt: skip


@given(words)
@example("\ufeff😀 Ada\u2028Stone’s e\u0301 Stone")
def test_offsets_quote_any_text(text: str):
    edition = edition_of(text)

    assert [{k: str(v) for k, v in row.items()} for row in lines(edition)] == table(edition, "mentions.csv")
    for row in lines(edition):
        assert row["surface"] == text[row["start"] : row["end"]]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
@example('Clerk, "first"\r\nclass; =1+1')
@example("\r")
def test_a_title_is_read_back_as_it_was_written(title: str):
    try:
        edition = edition_of("x", positions=[{"title": title, "source": ["a"]}], sources={"a": WEB})
    except ValueError:
        return  # no title at all

    (row,) = table(edition, "positions.csv")
    (entry,) = objects(edition, "entries.json")
    assert [title, WEB["url"]] == [row["position"], row["source"]]
    assert title == entry["positions"][0]["title"]
