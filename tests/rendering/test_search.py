"""What the search calls a page is what stands at its top."""

from __future__ import annotations

import pytest

from colophon.formats.folding import fold
from colophon.rendering.search import indexed, search_pages
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


def test_an_entry_is_found_by_its_name_without_the_letters_that_a_keyboard_lacks(site: ThrowawaySite):
    site.text("a", "Words.\n")
    source = {"w": {"url": "https://example.org/", "title": "A page", "consulted": "2026-11-22"}}
    site.entry("one", "It is one.[^w]", name="Łukasz Łęcki", kind="official", aliases=["Søren Æther"], sources=source)

    assert "· lukasz lecki · soren aether</p>" in html_of(site, "glossary/one/")
    assert "lukasz lecki|" in html_of(site, "glossary/one/")


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Łukasz Łęcki", "lukasz lecki"), ("Ægir Þórsson", "aegir thorsson"), ("İpek Yıldız", "ipek yildiz"), ("GROẞ", "gross"),
     ("ΟΔΟΣ", "οδοσ"), ("ὁδός", "οδοσ"), ("oﬃce ＦＢＩ", "office fbi"), ("Й", "й"), ("한국", "한국"), ("कीर्ति", "कीर्ति")],
)  # fmt: skip
def test_folding_takes_off_case_accents_and_forms_but_no_letter_of_another_script(name: str, folded: str):
    assert folded == fold(name)
