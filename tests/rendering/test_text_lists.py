"""Lists of texts by date, author and collection, and the pages of collections."""

from __future__ import annotations

import re
from html import unescape
from pathlib import PurePosixPath

import pytest

from colophon.rendering import render_pages
from colophon.rendering.pages import pagination
from colophon.rendering.pages.text_lists import text_lists
from colophon.rendering.search import search_pages
from tests.conftest import ThrowawaySite

DATED = [("a", "1946-01-14", "letters/old"), ("b", "1946", "letters"), ("c", "2025-10", ""), ("d", None, "letters")]


def source(value: object) -> dict[str, object] | None:
    return {"value": value, "basis": "source"} if value else None


@pytest.fixture
def listed(site: ThrowawaySite) -> ThrowawaySite:
    for name, date, folder in DATED:
        creators = source({"a": ["Stone, Ada", "Harbour Board"], "b": ["Kaye, Marlin, Jr."]}.get(name))
        path = f"{folder}/{name}".lstrip("/")
        site.text(
            path,
            f"The words of {name}.",
            id=name,
            title=source(f"Text {name}"),
            published=source(date),
            creators=creators,
        )
    site.write("corpus/letters/_collection.yml", "title: '*Letters* & [more]'\ndescription: As <they> came.\n")
    return site


def outline(page: str) -> list[str]:
    """Headings of the second level, and the text or collection of each line."""
    return [
        unescape(found[1] or found[2])
        for found in re.finditer(r"^## (.*?) \{|^\[.*\]\(\S*?(\w+)\.md\)(?:\{.*)?$", page, re.MULTILINE)
    ]


def pages_of(site: ThrowawaySite) -> dict[str, str]:
    rendered = render_pages(site.edition())
    return {str(path): data.decode() for path, data in rendered.items() if path.suffix == ".md"}


def test_texts_are_listed_by_date_author_and_collection(listed: ThrowawaySite):
    pages = pages_of(listed)

    assert ["2025", "c", "1946", "a", "b", "Date not recorded", "d"] == outline(pages["documents/by/date.md"])
    assert [
        *("Harbour Board", "a", "Kaye, Marlin, Jr.", "b", "Stone, Ada", "a"),
        *("Author not recorded", "c", "d"),
    ] == outline(pages["documents/by/author.md"])
    assert ["letters", "In no collection", "c"] == outline(pages["documents/by/collection.md"])
    assert ["old", "b", "d"] == outline(pages["documents/in/letters.md"])
    assert ["a"] == outline(pages["documents/in/letters/old.md"])


def test_collection_has_a_place_title_and_description(listed: ThrowawaySite):
    page = pages_of(listed)["documents/in/letters.md"]

    assert "title: '*Letters* & [more]'\ndescription: As <they> came.\n" in page
    assert "\n\n# &#42;Letters&#42; &amp; &#91;more&#93;\n\nAs &lt;they&gt; came" in page
    assert "\n\n[Texts](../index.md) / [Collections](../by/collection.md) / &#42;Letters&#42;" in page


def test_page_of_a_text_leads_to_its_collection_and_its_neighbors_there(listed: ThrowawaySite):
    page = pages_of(listed)["documents/d.md"]

    assert "[Texts](index.md) / [&#42;Letters&#42; &amp; &#91;more&#93;](in/letters.md) / d\n" in page
    assert ["(b.md)"] == re.findall(r"\[(?:Previous|Next): [^\]]*\](\([^)]*\))", page)


def test_lists_that_nothing_is_recorded_for_are_not_made(site: ThrowawaySite):
    site.text("a", "Words.")

    assert [PurePosixPath("documents/index.md")] == list(text_lists(site.edition().site))
    assert "by/" not in pages_of(site)["documents/index.md"]


def test_page_of_all_texts_leads_to_the_lists_and_home_shows_collections(listed: ThrowawaySite):
    pages = pages_of(listed)

    assert (
        "[Texts by date](by/date.md) · [Texts by author](by/author.md) · [Collections](by/collection.md)\n"
        in pages["documents/index.md"]
    )
    assert "Collection · 3 texts" in pages["index.md"]
    assert ["letters", "c", "index"] == [
        one for one in outline(pages["index.md"]) if one not in ("Texts", "Most mentioned")
    ]


def test_long_lists_are_continued_below_their_headings(listed: ThrowawaySite, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pagination, "MOST_ON_A_PAGE", 2)
    pages = pages_of(listed)

    assert [["2025", "c", "1946", "a"], ["1946", "b", "Date not recorded", "d"]] == [
        outline(pages[f"documents/by/date{number}.md"]) for number in ("", "/page-2")
    ]
    assert "continues: documents/by/date/\n" in pages["documents/by/date/page-2.md"]


def test_search_filters_texts_by_year_and_by_every_collection_around_them(listed: ThrowawaySite):
    found = {
        page.url: re.findall(r'data-pagefind-filter="(year|collection)">([^<]*)', page.html)
        for page in search_pages(listed.edition())
    }
    letters = "*Letters* &amp; [more]"

    assert [("year", "1946"), ("collection", letters), ("collection", f"{letters} / Old")] == found["documents/a/"]
    assert [("year", "2025")] == found["documents/c/"]
    assert [("collection", letters)] == found["documents/d/"]
