"""A site whose texts and names are in many scripts, whose kinds have unlucky names, and whose lines are verse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from colophon.rendering.search import folded, indexed
from tests.conftest import ThrowawaySite
from tests.site.conftest import ROOT, serving
from tests.site.test_search import TRIGGER, Search

TEXTS = {
    "zh": "昨天人民部宣布新的移民政策部长佐藤花子发表讲话。",
    "ja": "東京都知事は花子さんと新幹線に乗った。",
    "th": "กระทรวงกลาโหมและรัฐมนตรีประกาศ",
    "en": "Some $50,000 bond was paid, then $2.5 million. The oﬃce was ﬁne; ＦＢＩ １２３.",
}
VERSE = "The tide comes in,\nThe clerk sits in his chair,\nAnd no one knows\n" + "\ufdfd" * 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from colophon.building.pipeline import build

    site = ThrowawaySite(tmp_path_factory.mktemp("scripts"))
    kinds = "  - colophon:\n      kinds:\n        para: {label: All, plural: All}\n        notes: {label: Text, plural: Texts}\n"
    site.write("mkdocs.yml", (ROOT / "mkdocs.yml").read_text("utf-8").replace("  - colophon:\n", kinds))
    for language, words in TEXTS.items():
        site.text(language, words, language=language, title={"value": language, "basis": "source"})
    site.text("verse", VERSE, layout="blocks", notes="A note.", title={"value": "Verse", "basis": "source"})
    site.write("docs/about.md", "# About *this* site\n\nWords. [x](glossary/a.md) [y](glossary/b.md)\n")
    source = {"w": {"url": "https://example.org/", "title": "A page", "consulted": "2026-11-22"}}
    site.entry("a", "It is one.[^w]", name="Łukasz Łęcki", kind="para", aliases=["Ægir Þórsson"], sources=source)
    site.entry("b", "It is two.[^w]", name="Groß Straße", kind="notes", sources=source)
    build(site.root)
    return site.root / "site"


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    with serving(folder) as address:
        page = browser.new_page(base_url=address, viewport={"width": 320, "height": 640})
        yield page
        page.close()


@pytest.fixture(scope="module")
def search(browser: Browser, folder: Path) -> Iterator[Search]:
    """One open search, in which each test types."""
    with serving(folder) as address:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.goto(f"{address}about/")
        page.locator(TRIGGER).click()
        found = Search(page)
        found.field.wait_for()
        yield found
        page.close()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        *((query, "zh") for query in ("移民政策", "移民", "部长")),
        *((query, "ja") for query in ("東京都", "知事", "新幹線")),
        *((query, "th") for query in ("กระทรวงกลาโหม", "รัฐมนตรี")),
        *((query, "en") for query in ("$50,000", '"$50,000 bond"', "$2.5 million", "office", "fine", "FBI", "123")),
        *((query, "Łukasz Łęcki") for query in ("Lukasz Lecki", "Lecki", "Aegir Thorsson", "lukasz łęcki")),
        ("Gross Strasse", "Groß Straße"),
    ],
)
def test_words_are_found_as_they_are_typed(search: Search, query: str, title: str):
    search.ask(query)

    assert title in search.titles.all_inner_texts()


def test_kinds_whose_labels_are_words_of_the_search_are_types_of_their_own(search: Search):
    search.ask('"it is one"')

    assert [("Łukasz Łęcki", "All")] == search.results()


def test_a_text_is_shown_without_the_spaces_that_the_index_needs(search: Search):
    search.ask("東京都")

    assert TEXTS["ja"] == search.dialog.locator(".find-excerpt").inner_text()


def test_the_filter_of_the_glossary_folds_names_and_knows_kinds_by_themselves(page: Page):
    page.goto("glossary/")
    form = page.locator(".filterable form")
    form.locator("input[type=search]").fill("lukasz lecki")

    assert ["Łukasz Łęcki"] == page.locator(".filterable dt:visible").all_inner_texts()
    assert ["All 2", "Text 1", "All 1"] == form.locator("fieldset label").all_inner_texts()


@pytest.mark.parametrize("path", ["documents/verse/", "documents/", "glossary/"])
def test_a_sign_wider_than_the_window_does_not_make_the_page_wider(page: Page, path: str):
    page.goto(path)

    assert 320 >= page.evaluate("document.documentElement.scrollWidth")


def test_lines_of_verse_are_shown_as_lines(page: Page):
    page.goto("documents/verse/")

    assert VERSE.split("\n")[:3] == page.locator("#p1").inner_text().removeprefix("1 ").split("\n")[:3]


def test_the_search_and_the_index_fold_letters_alike(page: Page):
    page.goto("about/")
    letters = [chr(code) for code in range(0x20, 0xFB07) if chr(code).isalpha() and not 0xD800 <= code < 0xE000]
    words = [*letters, "ΟΔΟΣ", "İpek", "GROẞ", "ὁδός"]

    assert [folded(word) for word in words] == page.evaluate(
        "words => words.map((word) => colophon.fold(word.replaceAll('.', '')).replace(/\\s+/g, ' ').trim())", words
    )
    assert indexed("東京") == "東 京"
