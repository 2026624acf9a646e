"""What the search calls a page is what stands at its top."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest
from selectolax.lexbor import LexborHTMLParser

from colophon.building import pagefind
from colophon.formats.folding import fold
from colophon.rendering.search import indexed, search_names, search_pages
from tests.conftest import ThrowawaySite


@pytest.mark.parametrize(
    ("path", "page", "nav", "title"),
    [
        ("about.md", "# Who we are\n\nWords.\n", "About: about.md", "Who we are"),
        ("about.md", "---\ntitle: Us\n---\nWords.\n", "about.md", "Us"),
        ("about.md", "---\ntitle: Us\n---\nWords.\n", "About us all: about.md", "About us all"),
        ("how_to-cite.md", "Words.\n", "how_to-cite.md", "How to cite"),
        ("about-ICE.md", "Words.\n", "about-ICE.md", "about ICE"),
        ("index.md", "Words.\n", "index.md", "Home"),
    ],
)
def test_a_page_is_found_by_the_title_it_shows(site: ThrowawaySite, path: str, page: str, nav: str, title: str):
    site.write(f"docs/{path}", page)
    site.replace("mkdocs.yml", "theme:", f"nav:\n  - {nav}\ntheme:")

    assert [f'data-pagefind-weight="10">{title}</h1>' in one.html for one in search_pages(site.edition())] == [True]


def html_of(site: ThrowawaySite, start: str) -> str:
    (page,) = [page.html for page in search_pages(site.edition()) if page.url.startswith(start)]
    return page


@pytest.mark.parametrize(
    "heading",
    ["A *b*", "The `corpus`", "See [x](index.md)", "Caf&eacute;", "3 \\* 4", "C# and F#", "A ==b==", "A <sub>2</sub>"],
)
def test_a_page_is_called_what_its_rendered_heading_says(site: ThrowawaySite, heading: str):
    site.write("docs/about.md", f"# {heading}\n\nWords.\n")
    shown = {"A *b*": "A b", "The `corpus`": "The corpus", "See [x](index.md)": "See x", "Caf&eacute;": "Café"} | {
        "3 \\* 4": "3 * 4", "C# and F#": "C# and F", "A ==b==": "A b", "A <sub>2</sub>": "A 2"
    }  # fmt: skip

    assert f'<i data-pagefind-meta="title">{shown[heading]}</i>' in html_of(site, "about/")


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("移民政策", "移 民 政 策"),
        ("รัฐมนตรี", "รั ฐ ม น ต รี"),
        ("ICE在東京", "ICE在 東 京"),
        ("oﬃce of the ＦＢＩ １２３", "office of the FBI 123"),
        ("5 ½ … m²", "5 ½ … m²"),
        ("한국 정부", "한국 정부"),
    ],
)
def test_the_index_holds_words_as_they_are_typed(words: str, held: str):
    assert held == indexed(words)


SOURCE = {"w": {"url": "https://example.org/", "title": "A page", "consulted": "2026-11-22"}}


def parts_of(html: str) -> dict[str, str]:
    """What a page for the index says, by the parts it is divided into."""
    parts = LexborHTMLParser(html).css("[id]")
    return {part.attributes["id"] or "": part.text(deep=True).strip() for part in parts}


def test_an_entry_is_found_by_its_name_without_the_letters_that_a_keyboard_lacks(site: ThrowawaySite):
    site.text("a", "Words.\n")
    site.entry("one", "It is one.[^w]", name="Łukasz Łęcki", kind="official", aliases=["Søren Æther"], sources=SOURCE)
    (name, forms), *_ = json.loads(search_names(site.edition(), 1))["names"]

    assert "lukasz lecki · soren aether" == parts_of(html_of(site, "glossary/one/"))["also"]
    assert "Łukasz Łęcki" == name
    assert "lukasz lecki" in forms


def test_a_paragraph_is_found_by_other_names_of_whom_it_mentions_and_by_letters_as_they_are_typed(site: ThrowawaySite):
    site.text("a", "The Harbour Office met in Straßen.\nNobody else came.\n")
    site.entry("office", "It is one.[^w]", name="Harbour Office", aliases=["HBO", "Board of the Sea"], sources=SOURCE)
    parts = parts_of(html_of(site, "documents/a/"))

    assert "The Harbour Office met in Straßen." == parts["p1"]
    assert "board hbo sea strassen." == parts["n1"]
    assert {"p2"} == {name for name in parts if name.endswith("2")}


def test_a_withheld_text_is_found_by_its_title_alone(site: ThrowawaySite):
    site.text("a", "Words.\n", access="withheld", withheld={"reason": "A request", "on": "2026-01-01"})

    assert {"about"} == set(parts_of(html_of(site, "documents/a/")))


def test_a_page_may_be_left_out_of_the_search(site: ThrowawaySite):
    site.text("a", "Words.\n")
    site.write("docs/style.md", "---\nsearch: {exclude: true}\n---\n# For editors\n\nWords.\n")

    assert ["documents/a/"] == [page.url for page in search_pages(site.edition())]


@pytest.mark.parametrize("most", [3, 4, 1000])
def test_a_large_site_has_several_indexes_that_hold_every_page_once(site: ThrowawaySite, monkeypatch, most: int):
    monkeypatch.setattr(pagefind, "MOST_PAGES", most)
    for number in range(7):
        site.text(f"{number}", "Words.\n")
    site.entry("office", "It is one.[^w]", name="Harbour Office", sources=SOURCE)
    indexes = list(pagefind.search_indexes(site.edition()))
    first = {path: data for index in indexes for path, data in index.make().items()}
    entries = [json.loads(data) for path, data in first.items() if path.name == "pagefind-entry.json"]
    counts = [entry["languages"]["en"]["page_count"] for entry in entries]
    assert first == pagefind.search_files(site.edition())
    assert 8 == sum(counts)
    assert len(entries) == json.loads(first[PurePosixPath("pagefind/names.json")])["shards"] == len(indexes) - 1
    assert (len(entries) == 1) == (most == 1000)
    assert most == 1000 or 1 == counts[0]

    site.replace("docs/glossary/office.md", "It is one.", "It is another.")
    after = {index.made_from() for index in pagefind.search_indexes(site.edition())}
    assert 1 == len(after - {index.made_from() for index in indexes})


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Łukasz Łęcki", "lukasz lecki"), ("Ægir Þórsson", "aegir thorsson"), ("İpek Yıldız", "ipek yildiz"), ("GROẞ", "gross"),
     ("ΟΔΟΣ", "οδοσ"), ("ὁδός", "οδοσ"), ("oﬃce ＦＢＩ", "office fbi"), ("Й", "й"), ("한국", "한국"), ("कीर्ति", "कीर्ति")],
)  # fmt: skip
def test_folding_takes_off_case_accents_and_forms_but_no_letter_of_another_script(name: str, folded: str):
    assert folded == fold(name)
