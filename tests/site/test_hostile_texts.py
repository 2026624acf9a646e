"""Texts that look like markup, in a site with every extension that could take them for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from colophon.building.pipeline import build
from colophon.edition import Edition
from colophon.verifying import verify
from tests.conftest import lines_of
from tests.hostile_texts import CASES, IDS, hostile_site
from tests.site.conftest import serving

# Where a character stands on the screen, for each of the paragraph's own; and whether text runs from right to left.
_PLACES = """(paragraph) => {
  const places = [], walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".pn")) continue;
    for (let at = 0; at < node.length; at++) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      places.push([node.data[at], box.left, (box.top + box.bottom) / 2]);
    }
  }
  return places;
}"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Edition]:
    root = hostile_site(tmp_path_factory.mktemp("texts")).root
    return root / "site", build(root)


@pytest.fixture(scope="session")
def address(built: tuple[Path, Edition]) -> Iterator[str]:
    with serving(built[0]) as served:
        yield served


@dataclass
class Window:
    """A window, and what the pages it showed asked and said."""

    page: Page
    requests: list[str]
    dialogs: list[str]

    def heard(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Window]:
    """One window for all texts: a page that is left takes with it whatever ran on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = Window(context.new_page(), [], [])
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("dialog", opened.heard)
    yield opened
    context.close()


@pytest.fixture
def page(window: Window) -> Page:
    return window.page


def read_across(page: Page, paragraph: str) -> list[str]:
    """The lines of a paragraph as they stand on the screen, from left to right."""
    lines: list[list[tuple[float, str]]] = []
    middle = -100.0
    for mark, left, at in sorted(page.locator(paragraph).evaluate(_PLACES), key=lambda place: place[2]):
        if at - middle > 10:
            lines.append([])
        middle = at
        lines[-1].append((left, mark))
    read = ("".join(mark for _, mark in sorted(line, key=lambda place: place[0])).strip() for line in lines)
    return [line for line in read if line]


def test_every_word_of_every_text_is_on_its_page(built: tuple[Path, Edition]):
    assert [] == lines_of(verify(built[1], built[0]))


def test_every_word_is_there_too_where_zensical_renders_the_pages(tmp_path: Path):
    root = hostile_site(tmp_path).root

    assert [] == lines_of(verify(build(root, engine="zensical"), root / "site"))


@pytest.mark.parametrize("name", CASES)
def test_a_browser_runs_and_fetches_nothing_and_finds_the_words_of_the_file(window: Window, address: str, name: str):
    window.requests.clear()
    window.dialogs.clear()
    page = window.page
    page.goto(f"{address}documents/{IDS[name]}/")
    page.get_by_role("button", name="Verify this text").click()
    page.locator(".verify [role=status]").filter(has_text="match it exactly").wait_for()

    assert [] == window.dialogs
    assert window.requests
    assert [] == [url for url in window.requests if not url.startswith((address, "data:"))]
    assert page.evaluate("document.body.dataset.ran") is None


def test_no_text_makes_its_page_wider_than_a_telephone(browser: Browser, address: str):
    page = browser.new_page(viewport={"width": 320, "height": 700})
    wide = []
    for name in IDS.values():
        page.goto(f"{address}documents/{name}/")
        wide += [name] if page.evaluate("document.documentElement.scrollWidth") > 320 else []
    page.close()

    assert [] == wide


def test_nothing_in_a_text_moves_what_stands_around_it(page: Page, address: str):
    page.goto(f"{address}documents/direction/")

    assert "user⟨U+202E⟩gpj.exe" in read_across(page, "#p1")[0]
    assert ["the next line stays"] == read_across(page, "#p2")


def test_a_paragraph_from_right_to_left_reads_right(page: Page, address: str):
    page.goto(f"{address}documents/hebrew/")

    (line,) = read_across(page, "#p1")
    assert line.startswith('!ועיגה – ICE – )2024( "שיא 12,345" :רמא')
    number, words = page.locator("#p1 > .pn").bounding_box(), page.locator("#p1").bounding_box()
    assert number
    assert words
    assert number["x"] > words["x"] + words["width"] / 2
