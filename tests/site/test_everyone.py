"""What must hold on every kind of page, for every reader."""

import re
from itertools import pairwise

import pytest

from tests.site.conftest import ARGUMENTS, DRAWN, LOOKS, SURROUNDINGS, Reader, barriers

PAGES = {
    "home": "",
    "texts": "documents/",
    "text without author": "documents/000_17ce685a5ce6ce4a/",
    "text": "documents/001_49d7299fa34e0926/",
    "glossary": "glossary/",
    "official": "glossary/chuck-schumer/",
    "agency": "glossary/immigration-and-customs-enforcement/",
    "named": "named/",
    "about": "about/",
    "data": "data/",
    "search": "search/",
    "not found": "404.html",
}


FURTHER = ["editing/", "corrections/", "chronology/", "at-a-glance/", "glossary/tom-homan/", "glossary/gregory-bovino/"]


def test_a_visit_asks_no_other_host_sets_no_cookie_and_shows_no_error(reader, site):
    readers = {path: Reader(reader.context, site) for path in PAGES.values()}  # side by side: each waits for silence
    for path, one in readers.items():
        one.open(path)
    for path, one in readers.items():
        one.page.wait_for_load_state("networkidle")

        assert [] == one.foreign_requests, path
        assert [] == one.errors, path
    assert [] == reader.context.cookies()


@pytest.mark.parametrize(("width", "scheme"), [LOOKS[0], LOOKS[-1]])
def test_no_barrier_that_axe_knows_and_nothing_wider_than_the_window(open_reader, width, scheme):
    reader = open_reader(viewport={"width": width, "height": 800}, color_scheme=scheme)
    everything = (width, scheme) == LOOKS[0]
    of_looks = () if everything else ("color-contrast", "target-size")
    for path in (
        [*PAGES.values(), *FURTHER] if everything else map(PAGES.get, ("home", "text", "agency", "data", "search"))
    ):
        page = reader.open(path)

        assert [] == barriers(page, *of_looks), path
        assert width >= page.evaluate("document.documentElement.scrollWidth"), path


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_has_a_language_a_title_a_description_and_one_main_heading(as_shown, path):
    page = as_shown(path)
    [description] = page.css('meta[name="description"]')
    [title] = page.css("head > title")

    assert "en" == page.css_first("html").attributes["lang"]
    assert title.text().strip().endswith("Immigration Enforcement Reader")
    assert description.attributes["content"]
    assert 1 == len(page.css("h1"))


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_every_section_is_reached_by_tab_where_it_can_be_seen(look, width):
    page = look("glossary/tom-homan/", viewport={"width": width, "height": 700})
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
def test_what_a_link_leads_to_is_not_under_the_header(look, anchor):
    page = look(f"glossary/tom-homan/#{anchor}", viewport={"width": 320, "height": 600})
    page.evaluate(DRAWN)
    header = page.locator(".md-header").bounding_box()

    assert page.locator(f'[id="{anchor}"]').bounding_box()["y"] >= header["y"] + header["height"]


def test_a_printed_entry_gives_the_addresses_of_its_sources_in_black(look):
    page = look("glossary/tom-homan/", color_scheme="dark")
    page.emulate_media(media="print")
    source = page.locator('.footnote a[href^="https://mb.com.ph"]')

    assert "https://mb.com.ph" in source.evaluate("link => getComputedStyle(link, '::after').content")
    assert "rgb(0, 0, 0)" == page.locator("article > p:not([class])").first.evaluate("p => getComputedStyle(p).color")
    assert "none" == page.locator(".md-tabs").evaluate("tabs => getComputedStyle(tabs).display")


@pytest.mark.parametrize("path", ["documents/001_49d7299fa34e0926/", "glossary/tom-homan/"])
def test_on_paper_a_page_is_an_article_without_what_can_only_be_clicked(look, path):
    page = look(path, color_scheme="dark")
    page.emulate_media(media="print")
    shown = {
        part: page.locator(part).evaluate_all("parts => parts.filter(part => part.checkVisibility()).length")
        for part in (
            ".md-tabs",
            ".colophon-search",
            ".colophon-display",
            ".md-footer",
            ".headerlink",
            ".tool-button",
        )
    }

    assert dict.fromkeys(shown, 0) == shown
    assert page.locator("#cite-chicago").is_visible()
    assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.body).backgroundColor")


def paper(page) -> int:
    """How many pages of Letter size a page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter")))


@pytest.mark.parametrize("path", ["documents/000_17ce685a5ce6ce4a/", "documents/001_49d7299fa34e0926/"])
def test_a_printed_text_is_its_words_its_provenance_its_address_and_the_day_on_two_pages_more_at_most(look, path):
    page = look(path)
    page.emulate_media(media="print")
    whole = paper(page)
    printed = page.locator(".printed").inner_text()
    assert printed.startswith(f"https://reader.example/some/where/{path}, printed ")
    assert re.search(r", printed \w+ \d+, \d{4}$", printed)
    assert page.locator(".provenance").is_visible()
    assert not page.locator("pre, #mentions, #history, .verify").filter(visible=True).count()
    page.evaluate("document.querySelectorAll('article > :not(.para, .noted)').forEach(part => part.remove())")

    assert whole <= paper(page) + 2


@pytest.mark.parametrize("path", ["", "documents/001_49d7299fa34e0926/", "glossary/tom-homan/"])
def test_with_forced_colours_nothing_that_tells_something_is_lost(look, path):
    page = look(path, forced_colors="active")

    assert [] == barriers(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "none" != page.evaluate("getComputedStyle(document.activeElement).outlineStyle")


@pytest.mark.parametrize("path", ["documents/001_49d7299fa34e0926/", "glossary/tom-homan/", "glossary/", "named/"])
def test_what_is_to_be_tapped_is_large_enough_or_stands_in_a_sentence(look, path):
    page = look(path, viewport={"width": 320, "height": 700}, has_touch=True)

    assert [] == barriers(page, "target-size")


def test_the_sections_of_a_page_are_reached_on_a_phone(look):
    page = look("glossary/tom-homan/", viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.locator(".colophon-contents summary").click()
    page.locator(".colophon-contents").get_by_role("link", name="Mentions").click()

    assert page.url.endswith("#mentions")


def test_the_field_on_the_first_page_searches(look):
    page = look()
    page.get_by_role("searchbox").fill("Schumer")
    page.get_by_role("button", name="Search", exact=True).last.click()

    page.locator(".find-page .find-title", has_text="Chuck Schumer").wait_for()
    assert page.url.endswith("/search/?q=Schumer")


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


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_with_lines_words_and_letters_set_further_apart_nothing_is_lost(look, path):
    """WCAG 2.2, success criterion 1.4.12, on the narrowest window that 1.4.10 names."""
    page = look(path, viewport={"width": 320, "height": 700}, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
        " p { margin-bottom: 2em !important }"
    )
    tabs = page.locator(".md-tabs__link").evaluate_all("all => all.map(tab => tab.getBoundingClientRect().right)")

    assert 320 >= page.evaluate("document.documentElement.scrollWidth")
    assert 320 >= max(tabs)


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("path", ["", "documents/001_49d7299fa34e0926/"], ids=["home", "text"])
def test_what_comes_late_over_a_slow_line_finds_its_room_kept(look, path, width):
    page = look(path, viewport={"width": width, "height": 800})
    parts = ".colophon-name, .colophon-search, .md-tabs__list, .md-content h1, .colophon-contents"
    places = """parts => parts.filter(part => part.checkVisibility()).map(part => {
        const { x, y, height } = part.getBoundingClientRect();
        return [x, y, height].map(Math.round);
    })"""
    whole = page.locator(parts).evaluate_all(places)
    page.evaluate("""document.querySelectorAll(".colophon-search > *, .colophon-display, .colophon-contents > *")
        .forEach(part => part.remove())""")

    assert whole == page.locator(parts).evaluate_all(places)


@pytest.mark.parametrize("width", [390, 820, 1024, 1280, 1440, 1920])
def test_name_sections_words_and_foot_begin_on_one_line(look, width):
    page = look("documents/001_49d7299fa34e0926/", viewport={"width": width, "height": 800})
    begins = [
        page.locator(part).first.evaluate(
            "part => { const r = document.createRange(); r.selectNodeContents(part); return r.getBoundingClientRect().x }"
        )
        for part in (".colophon-name", ".md-tabs__link", "article h1", ".md-copyright")
    ]

    assert max(begins) - min(begins) <= 2, begins


def test_with_letters_twice_as_large_on_a_phone_the_head_leaves_room_and_nothing_is_cut_off(playwright, chromium, site):
    large = playwright.chromium.launch(
        executable_path=chromium, args=[*ARGUMENTS, "--blink-settings=defaultFontSize=32"], env=SURROUNDINGS
    )
    page = large.new_page(viewport={"width": 390, "height": 844})
    for path in PAGES.values():
        page.goto(site.url + path)
        assert 390 >= page.evaluate("document.documentElement.scrollWidth"), path
        widths = "parts => parts.map(part => part.getBoundingClientRect().width)"
        assert 150 <= min(page.locator(".facts dd, .named-where td").evaluate_all(widths), default=390), path
        page.evaluate("scrollTo({ top: 600, behavior: 'instant' })")
        assert 100 >= page.locator(".md-header").evaluate("head => head.getBoundingClientRect().bottom"), path
    large.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_sections_and_numbers_of_paragraphs_are_24_pixels_high_and_wide(look, width):
    page = look("documents/001_49d7299fa34e0926/", viewport={"width": width, "height": 800})
    sizes = page.locator(".md-tabs__link, .where a").evaluate_all(
        "all => all.map(a => a.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height))"
    )
    tabs = page.locator(".md-tabs").bounding_box()["height"]
    links = page.locator(".md-tabs__link").evaluate_all("all => all.map(a => a.getBoundingClientRect().height)")

    assert 24 <= min(sizes)
    assert tabs - 2 <= min(links)


def test_a_line_of_a_text_has_64_to_68_letters(look):
    page = look("documents/001_49d7299fa34e0926/")
    letters = page.evaluate("""() => {
        const lengths = [];
        for (const text of document.querySelectorAll("p.para")) {
            const range = document.createRange();
            range.selectNodeContents(text);
            const { height } = range.getBoundingClientRect();
            const lines = Math.round(height / parseFloat(getComputedStyle(text).lineHeight));
            if (lines > 4) lengths.push(text.textContent.length / (lines - 0.5));
        }
        return lengths.reduce((sum, one) => sum + one) / lengths.length;
    }""")

    assert 62 <= letters <= 69


def test_the_tab_of_a_section_is_marked_on_every_page_below_it(as_shown):
    marked = {
        path: [tab.text().strip() for tab in as_shown(path).css(".md-tabs [aria-current]")] for path in PAGES.values()
    }

    assert ["Texts"] == marked["documents/"] == marked["documents/001_49d7299fa34e0926/"]
    assert ["Glossary"] == marked["glossary/"] == marked["glossary/chuck-schumer/"]
    assert ["Home"] == marked[""]
    assert [] == marked["named/"] == marked["search/"]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_what_is_read_on_a_control_is_part_of_its_name(as_shown, path):
    """WCAG 2.2, success criterion 2.5.3: who speaks to the computer says what stands there."""
    controls = [
        (control.text().strip().lower(), (control.attributes["aria-label"] or "").lower())
        for control in as_shown(path).css("a[aria-label], button[aria-label]")
    ]

    assert [] == [(shown, name) for shown, name in controls if shown.strip("↩︎¶ ") not in name]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_level_of_headings_is_left_out(as_shown, path):
    levels = [int(heading.tag[1]) for heading in as_shown(path).css("h1, h2, h3, h4, h5, h6")]

    assert levels[0] == 1
    assert [] == [(above, level) for above, level in pairwise(levels) if level > above + 1]


def test_on_paper_the_words_are_of_a_size_for_paper_and_no_heading_stands_last_on_a_page(look):
    page = look("glossary/tom-homan/", viewport={"width": 660, "height": 900})
    page.emulate_media(media="print")

    assert "table-row" == page.locator(".positions tbody tr").first.evaluate("row => getComputedStyle(row).display")
    assert {"avoid"} == set(page.locator("h2, h3").evaluate_all("all => all.map(h => getComputedStyle(h).breakAfter)"))
    assert not page.locator(".footnote-backref").first.is_visible()
    size = page.locator("article > p:not([class])").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
    assert 12 <= size <= 16
