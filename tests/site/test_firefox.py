"""What a reader does, in Firefox: whole journeys, since all else about a page is the same in both browsers."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.find_browser import FIREFOX, find_browser
from tests.site import firefox_bridge
from tests.site.conftest import PATIENCE, SURROUNDINGS, BuiltSite, barriers
from tests.site.test_reading_tools import COPIED, DARK, SELECT

TEXT = "documents/001_49d7299fa34e0926/"


@pytest.fixture(scope="module")
def firefox(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = find_browser(FIREFOX)
    if not found and not os.environ.get("CI"):
        pytest.skip(FIREFOX.none)
    assert found, FIREFOX.none
    start = tmp_path_factory.mktemp("firefox") / "start"
    start.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, firefox_bridge.__file__, found])} "$@"\n', "utf-8")
    start.chmod(0o755)
    browser = playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=start,
        env=SURROUNDINGS,
        timeout=3 * PATIENCE,
        firefox_user_prefs={"dom.events.testing.asyncClipboard": True},  # a page may read what it copied
    )
    yield browser
    browser.close()


@pytest.fixture
def page(firefox: Browser, site: BuiltSite) -> Iterator[Page]:
    """A window at the text; its page must report no error."""
    page = firefox.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site.url + TEXT)
    yield page
    page.close()
    assert [] == errors


def copied(page: Page, name: str) -> str:
    """What is in the clipboard once a button says that it copied."""
    page.evaluate(COPIED)
    page.get_by_role("button", name=name, exact=True).click()
    page.evaluate("window.copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"))


def test_the_number_of_a_paragraph_opens_its_tools_by_mouse_and_by_keyboard(page: Page):
    page.get_by_role("link", name="Paragraph 3", exact=True).click()
    page.get_by_role("group", name="Paragraph 3").wait_for()
    assert page.url.endswith("#p3")
    assert copied(page, "Copy link").endswith(f"{TEXT}#p3")
    assert "¶ 3. https://" in copied(page, "Copy citation")
    page.keyboard.press("Escape")
    assert 0 == page.locator(".tool-bar").count()
    page.get_by_role("link", name="Paragraph 5", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("group", name="Paragraph 5").wait_for()
    page.keyboard.press("Tab")
    assert "Copy link" == focused(page)
    page.keyboard.press("Escape")
    assert "Paragraph 5" == focused(page)


def test_selected_words_are_quoted_with_their_citation_and_an_address_that_leads_to_them(page: Page, site: BuiltSite):
    page.evaluate(SELECT, ["p24", 0, "p25", 18])
    page.get_by_role("group", name="Selected words").wait_for()
    quotation = copied(page, "Copy quotation with citation")
    assert quotation.startswith(
        "“Can the Border Patrol approach make mass deportation happen?\n\nYet whether all this” "
    )
    page.keyboard.press("Escape")
    page.evaluate(SELECT, ["p30", 4, "p30", 120])
    address = copied(page, "Copy link to these words")
    page.goto("about:blank")
    page.goto(address.replace("https://reader.example/some/where/", site.url).replace("#p30:", "#:"))
    expect(page.locator("#p30")).to_be_in_viewport()


def test_a_name_shows_its_card_and_leads_to_its_entry(page: Page):
    name = page.locator("#p22 a.mention", has_text="Kristi Noem").first
    name.hover()
    card = page.locator(".tool-card")
    expect(card).to_contain_text("Kristi Noem")
    assert [] == barriers(page, part=".tool-card")
    page.keyboard.press("Escape")
    assert 0 == card.count()
    name.click()
    page.wait_for_url("**/glossary/kristi-noem/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Kristi Noem")


def test_the_search_is_opened_typed_in_and_followed_by_keyboard(page: Page):
    page.keyboard.press("/")
    page.keyboard.type("homan")
    page.get_by_role("dialog").get_by_role("link", name="Tom Homan").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/tom-homan/**")


def test_a_text_is_verified_and_a_choice_of_colors_is_kept(page: Page):
    page.get_by_role("button", name="Verify this text").click()
    expect(page.locator(".verify [role=status]")).to_contain_text("match it exactly")
    page.get_by_role("button", name="Display").click()
    page.get_by_role("radio", name="Dark").check()
    page.reload()
    assert DARK == page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Display").click()
    page.get_by_role("radio", name="As my device").check()
    assert 0 == page.evaluate("localStorage.length")


def test_the_skip_link_leads_past_the_head_and_the_glossary_is_filtered(page: Page, site: BuiltSite):
    page.keyboard.press("Tab")
    assert "Skip to content" == focused(page)
    page.keyboard.press("Tab")
    assert "On this page" == focused(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#contents a')")
    page.goto(f"{site.url}glossary/")
    page.get_by_label("Find in the glossary").fill("noem")
    expect(page.locator(".tool-filter [role=status]")).to_contain_text("1 of 20")
