"""What must hold on every kind of page, for every reader."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "home": "",
    "texts": "documents/",
    "text without author": "documents/000_17ce685a5ce6ce4a/",
    "text": "documents/001_49d7299fa34e0926/",
    "glossary": "glossary/",
    "official": "glossary/chuck-schumer/",
    "agency": "glossary/immigration-and-customs-enforcement/",
    "about": "about/",
    "data": "data/",
    "search": "search/",
    "not found": "404.html",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_visit_asks_no_other_host_sets_no_cookie_and_shows_no_error(reader, path):
    reader.open(path).wait_for_load_state("networkidle")

    assert [] == reader.foreign_requests
    assert [] == reader.errors
    assert [] == reader.context.cookies()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_no_barrier_that_axe_knows_and_nothing_wider_than_the_window(open_reader, width, scheme):
    reader = open_reader(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in PAGES.values():
        page = reader.open(path)
        violations = Axe().run(page).response["violations"]

        assert [] == [(path, found["id"], found["nodes"][0]["html"]) for found in violations]
        assert width >= page.evaluate("document.documentElement.scrollWidth"), path


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_has_a_language_a_title_a_description_and_one_main_heading(reader, path):
    page = reader.open(path)

    assert "en" == page.locator("html").get_attribute("lang")
    assert page.title().endswith("Immigration Enforcement Reader")
    assert page.locator('meta[name="description"]').get_attribute("content")
    assert 1 == page.locator("h1").count()


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_every_section_is_reached_by_tab_where_it_can_be_seen(open_reader, width):
    reader = open_reader(viewport={"width": width, "height": 700})
    page = reader.open("glossary/tom-homan/")
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        name, x, right = page.evaluate(
            "() => { const a = document.activeElement, b = a.getBoundingClientRect(); return [a.textContent.trim(), b.x, b.right]; }"
        )
        assert x >= 0, f"focus on {name!r} is off the screen"
        assert right <= width, f"focus on {name!r} is off the screen"
        reached.append(name)

    assert {"Home", "Texts", "Glossary", "About", "Data"} <= set(reached)


@pytest.mark.parametrize("anchor", ["sources", "mentions", "fn:text-001"])
def test_what_a_link_leads_to_is_not_under_the_header(open_reader, anchor):
    reader = open_reader(viewport={"width": 320, "height": 600})
    page = reader.open(f"glossary/tom-homan/#{anchor}")
    page.wait_for_timeout(300)
    header = page.locator(".md-header").bounding_box()

    assert page.locator(f'[id="{anchor}"]').bounding_box()["y"] >= header["y"] + header["height"]


def test_a_printed_entry_gives_the_addresses_of_its_sources_in_black(open_reader):
    reader = open_reader(color_scheme="dark")
    page = reader.open("glossary/tom-homan/")
    page.emulate_media(media="print")
    source = page.locator('.footnote a[href^="https://mb.com.ph"]')

    assert "https://mb.com.ph" in source.evaluate("link => getComputedStyle(link, '::after').content")
    assert "rgb(0, 0, 0)" == page.locator("article > p:not([class])").first.evaluate("p => getComputedStyle(p).color")
    assert "none" == page.locator(".md-tabs").evaluate("tabs => getComputedStyle(tabs).display")


def test_without_javascript_the_whole_site_can_be_read_and_walked(open_reader):
    reader = open_reader(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = reader.open()
    page.get_by_role("link", name="Trump just decided ICE has been too nice").click()
    page.locator("#p22 a.mention", has_text="Kristi Noem").click()
    page.locator(".eyebrow").get_by_role("link", name="Glossary").click()
    page.locator("[data-colophon-search]").click()

    assert page.url.endswith("/search/")
    assert "needs JavaScript" in page.locator("article").inner_text()
    assert [] == reader.errors
