"""What texts are called, and in which order they come."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from colophon.rendering import render_pages
from colophon.rendering.data import data_files
from tests.conftest import ThrowawaySite


def page(site: ThrowawaySite, path: str) -> str:
    return render_pages(site.edition())[PurePosixPath(path)].decode()


def order_of(site: ThrowawaySite) -> list[str]:
    return [record["id"] for record in json.loads(data_files(site.edition())[PurePosixPath("data/documents.json")])]


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["2024_letter", "2025_report"], ["Text 2024", "Text 2025"]),
        (["2024", "2024_letter", "2024_report"], ["2024", "2024_letter", "2024_report"]),
        (["1903-a", "1903_b"], ["1903-a", "1903_b"]),
        (["2024_a", "20245_b"], ["Text 2024", "Text 20245"]),
    ],
)
def test_no_two_texts_have_the_same_short_name(site: ThrowawaySite, ids: list[str], names: list[str]):
    for one in ids:
        site.text(one, f"Words of {one}.\n")

    assert names == [site.edition().site.short_name(one) for one in ids]


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"publisher": "Vox", "published": "2025-10-31"}, "Vox, Oct. 31, 2025"),
        ({"publisher": "Vox", "creators": "Prokop, Andrew", "published": "2025-05"}, "Vox, May 2025"),
        ({"creators": "Prokop, Andrew", "published": "0079"}, "Prokop, 79"),
        ({"creators": "{Board, The}"}, "Board, undated"),
        ({"published": "2025"}, "Text 001"),
        ({"short_title": "The strike letter", "publisher": "Vox"}, "The strike letter"),
    ],
)
def test_a_text_is_called_by_publisher_or_author_and_date_or_by_its_short_title(site: ThrowawaySite, record, name):
    fields = {
        key: value if key == "short_title" else {"value": value, "basis": "source"} for key, value in record.items()
    }
    site.text("001_letter", "Words.\n", **fields)

    assert name == site.edition().site.short_name("001_letter")


def test_two_texts_of_one_publisher_and_day_are_kept_apart(site: ThrowawaySite):
    for one in ("001_a", "002_b"):
        facts = {"publisher": {"value": "Vox", "basis": "source"}, "published": {"value": "2025", "basis": "source"}}
        site.text(one, f"Words of {one}.\n", **facts)

    assert ["Vox, 2025 (Text 001)", "Vox, 2025 (Text 002)"] == list(
        map(site.edition().site.short_name, ("001_a", "002_b"))
    )


def test_two_untitled_texts_with_one_number_are_cited_by_their_ids(site: ThrowawaySite):
    for one in ("1903_a", "1903_b"):
        site.text(one, f"Words of {one}.\n")
    citations = [page(site, f"documents/{one}.md").split("## Provenance")[0] for one in ("1903_a", "1903_b")]

    assert "Text 1903" not in "".join(citations)
    assert all(f"1903&#95;{letter}" in text for letter, text in zip("ab", citations, strict=True))


def test_texts_come_in_the_order_of_the_numbers_in_their_ids(site: ThrowawaySite):
    for number in (1, 2, 3, 9, 10, 11, 100):
        site.text(f"letter-{number}", f"Words of {number}.\n")

    assert [f"letter-{number}" for number in (1, 2, 3, 9, 10, 11, 100)] == order_of(site)
    assert "Previous: " in page(site, "documents/letter-2.md")
    assert "letter-1.md" in page(site, "documents/letter-2.md")
    assert "letter-10.md" not in page(site, "documents/letter-2.md")


def test_a_site_may_list_texts_by_publication_with_undated_ones_last(site: ThrowawaySite):
    for one, date in (("a", None), ("b", "1904"), ("c", "1903-05"), ("d", "1903-05")):
        site.text(one, f"Words of {one}.\n", published=date and {"value": date, "basis": "source"})
    site.replace("mkdocs.yml", "[colophon]", "[{colophon: {order: published}}]")

    assert ["c", "d", "b", "a"] == order_of(site)


def test_an_order_that_does_not_exist_is_refused(site: ThrowawaySite):
    site.replace("mkdocs.yml", "[colophon]", "[{colophon: {order: date}}]")

    assert any("plugins.colophon.order: expected id or published, found 'date'" in line for line in site.problems())


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Łukasz Office", "L"), ("Ødegaard Board", "O"), ("Æther Office", "A"), ("Émigré Office", "E"), ("Œuvre", "O"), ("ẞ Board", "S"), ("İzmir", "I")],
)  # fmt: skip
def test_the_alphabet_has_one_group_for_a_letter_with_and_without_its_marks(
    site: ThrowawaySite, name: str, letter: str
):
    site.text("a", "Words.\n")
    site.entry("one", "It is one.[^w]", name=name, sources=WEB)
    site.entry("two", "It is two.[^w]", name=f"{letter}a Bureau", sources=WEB)
    page_of_glossary = page(site, "glossary/index.md")

    assert 1 == page_of_glossary.count(".letter }")
    assert f"## {letter} {{: #{letter.lower()} .letter }}" in page_of_glossary


WEB = {"w": {"url": "https://example.org/", "title": "A page", "consulted": "2026-11-22"}}
