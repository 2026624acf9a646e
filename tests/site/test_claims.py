"""A reader checks a claim: what other sources say of a passage is where the passage is shown."""

from __future__ import annotations

import pytest

from colophon.rendering.search import search_pages
from tests.site.test_reading_tools import SELECT

HOMAN = "documents/001_49d7299fa34e0926/"


def test_the_search_shows_the_editors_note_on_a_paragraph_and_says_whom_it_filters_by(look):
    page = look("search/?q=cava+bag")
    found = page.locator(".find-passages li", has_text="¶ 22")
    found.wait_for()
    trigger = page.get_by_role("button", name="Search", exact=True).first

    assert "Editors’ note: Other sources date the report" in found.locator(".find-note").inner_text()
    assert not page.locator(".find-note").filter(has_text="(http").count()
    assert page.get_by_label("Who is mentioned").input_value() == ""
    assert "dialog" == trigger.get_attribute("aria-haspopup")
    trigger.focus()
    page.keyboard.press("Space")
    assert page.get_by_role("dialog", name="Search").is_visible()


def test_words_of_an_editors_note_are_shown_and_not_searched(site):
    [text] = [page.html for page in search_pages(site.edition) if page.url == HOMAN]
    head, _, rest = text.partition("</div>")

    assert '<i data-pagefind-meta="notes">{&quot;p22&quot;: &quot;Other sources date' in head
    assert "Other sources date" not in rest


@pytest.mark.parametrize("path", ["named/", "glossary/chuck-schumer/"])
def test_no_word_of_a_table_is_broken_on_a_phone(look, path):
    page = look(path, viewport={"width": 390, "height": 844})

    assert [] == page.evaluate(
        """() => {
            const range = document.createRange(), broken = [];
            const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const { currentNode: node } = texts;
                if (!node.parentElement.closest("th, td")) continue;
                for (const { 0: word, index } of node.data.matchAll(/[\\p{L}]+/gu)) {
                    range.setStart(node, index);
                    range.setEnd(node, index + word.length);
                    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
                    if (lines.size > 1) broken.push(word);
                }
            }
            return broken;
        }"""
    )


@pytest.mark.parametrize("width", [390, 1360])
def test_neither_the_mark_of_a_paragraph_nor_the_tools_of_selected_words_cover_words_or_leave_gaps(look, width):
    page = look(f"{HOMAN}#p3", viewport={"width": width, "height": 900})
    page.evaluate(SELECT, ["p3", 3, "p3", 20])
    bar = page.get_by_role("group", name="Selected words")
    bar.wait_for()
    mark = page.locator("#p3").evaluate(
        "p => { const m = getComputedStyle(p, '::before'); return parseFloat(m.left) + parseFloat(m.borderLeftWidth) }"
    )
    buttons = [button.bounding_box() for button in bar.get_by_role("button").all()]
    box = bar.bounding_box()

    assert -4 >= mark
    assert 2 == len(buttons)
    assert all(box["y"] + box["height"] - button["y"] >= button["height"] for button in buttons)
    if width == 1360:
        assert 1 == len({button["y"] for button in buttons})
        assert box["width"] <= sum(button["width"] for button in buttons) + 30


def test_the_page_of_the_search_offers_nothing_before_there_is_an_answer(open_reader, site):
    reader = open_reader()
    reader.context.route("**/pagefind/names.json", lambda _: None)  # never answered
    page = reader.open("search/?q=cava+bag")
    page.locator(".find-page").wait_for()

    assert (
        []
        == page.locator(".find-page :is(.find-body > :not(ol), .find-types, .find-names)")
        .filter(visible=True)
        .all_inner_texts()
    )
    reader.context.unroute_all(behavior="ignoreErrors")
