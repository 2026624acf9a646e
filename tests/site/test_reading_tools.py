"""A reader sets the page up, looks at names, and copies, verifies and filters what is on it."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from tests.site.conftest import LOOKS, SHIFTS, barriers, stop_clock

TEXT = "documents/001_49d7299fa34e0926/"
STORED = "() => JSON.parse(JSON.stringify(localStorage))"
BACKGROUND = "() => getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(251, 249, 244)", "rgb(25, 23, 20)"
SELECT = """([from, start, to, end]) => {
    const at = (paragraph, offset) => {
        const texts = document.createTreeWalker(document.getElementById(paragraph), NodeFilter.SHOW_TEXT);
        for (let left = offset; texts.nextNode(); left -= texts.currentNode.length) {
            if (texts.currentNode.parentElement.closest('.pn')) left += texts.currentNode.length;
            else if (left <= texts.currentNode.length) return [texts.currentNode, left];
        }
    };
    getSelection().setBaseAndExtent(...at(from, start), ...at(to, end));
}"""
COPIED = """() => {
    const said = document.querySelector(".tool-said");
    window.copied = new Promise(done => new MutationObserver(() => said.textContent === "Copied" && done())
        .observe(said, { childList: true }));
}"""
"""Begins to look for the next time that a reader is told that something was copied."""


@pytest.fixture
def visit(open_reader):
    """Open a page in a window with Playwright's options."""

    def opened(path=TEXT, **options):
        reader = open_reader(**options)
        page = reader.open(path)
        page.reader = reader
        return page

    return opened


@pytest.fixture
def look(look):
    """As elsewhere; the text, unless another page is named."""

    def looked_at(path=TEXT, **options):
        return look(path, **options)

    return looked_at


def inside(page, box):
    edges = box.evaluate("box => { const {left, right} = box.getBoundingClientRect(); return [left, right]; }")
    return edges[0] >= 0 and edges[1] <= page.viewport_size["width"]


# --- colours and settings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_the_colours_are_those_of_the_device(look, scripts, scheme, colour):
    page = look("about/", color_scheme=scheme, java_script_enabled=scripts)

    assert colour == page.evaluate(BACKGROUND)


def test_a_visit_leaves_nothing_in_the_browser(visit):
    page = visit()
    page.wait_for_load_state("networkidle")

    assert {} == page.evaluate(STORED)


def test_what_a_reader_chooses_holds_on_the_next_page_and_the_default_is_not_kept(visit):
    page = visit(color_scheme="light")
    page.get_by_role("button", name="Display").click()
    panel = page.get_by_role("dialog", name="Display")
    panel.get_by_role("radio", name="Dark").check()
    panel.get_by_role("radio", name="None").check()
    assert DARK == page.evaluate(BACKGROUND)
    assert {"colophon.colours": "dark", "colophon.marks": "none"} == page.evaluate(STORED)

    page.goto(page.reader.site.url + TEXT)
    assert DARK == page.evaluate(BACKGROUND)
    assert "none" == page.locator("a.mention").first.evaluate("link => getComputedStyle(link).textDecorationLine")
    page.get_by_role("button", name="Display").click()
    assert panel.get_by_role("radio", name="None").is_checked()
    panel.get_by_role("radio", name="As my device").check()
    panel.get_by_role("radio", name="First in a paragraph").check()
    assert LIGHT == page.evaluate(BACKGROUND)
    assert {} == page.evaluate(STORED)


def test_the_frame_that_a_browser_draws_has_the_colours_the_reader_chose(visit):
    frame = """() => [...document.querySelectorAll("meta[name=theme-color]")]
        .filter(meta => matchMedia(meta.media).matches).map(meta => meta.content)"""
    page = visit(color_scheme="light")
    assert ["#fbf9f4"] == page.evaluate(frame)

    page.get_by_role("button", name="Display").click()
    page.get_by_role("radio", name="Dark").check()
    assert ["#191714"] == page.evaluate(frame)

    page.reload()
    assert ["#191714"] == page.evaluate(frame)
    page.get_by_role("button", name="Display").click()
    page.get_by_role("radio", name="As my device").check()
    assert ["#fbf9f4"] == page.evaluate(frame)


def test_a_choice_is_there_before_anything_is_painted(visit):
    page = visit()
    page.evaluate("localStorage.setItem('colophon.colours', 'dark')")
    page.route("**/*.js", lambda route: route.abort())
    page.reload()

    assert DARK == page.evaluate(BACKGROUND)


@pytest.mark.parametrize(("choice", "marked"), [("none", [False, False]), ("all", [True, True]), ("", [True, False])])
def test_names_are_marked_as_the_reader_wants(look, choice, marked):
    page = look()
    page.evaluate("choice => document.documentElement.dataset.marks = choice", choice)
    links = page.locator("#p22 a.mention", has_text=re.compile("Homan"))
    shown = links.evaluate_all(
        "links => links.map(link => getComputedStyle(link)).map(s => s.textDecorationLine !== 'none' && s.textDecorationColor !== 'rgba(0, 0, 0, 0)')"
    )

    assert marked == shown


def test_names_without_marks_are_marked_when_pointed_at(look):
    page = look()
    page.evaluate("document.documentElement.dataset.marks = 'none'")
    name = page.locator("#p22 a.mention").first
    name.hover()

    assert "underline" == name.evaluate("link => getComputedStyle(link).textDecorationLine")


def test_the_settings_work_by_keyboard_alone(visit):
    page = visit("about/")
    page.get_by_role("button", name="Display").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Display")
    panel.wait_for()
    assert "As my device" == page.evaluate("document.activeElement.parentElement.textContent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")

    assert not panel.is_visible()
    assert {"colophon.colours": "light"} == page.evaluate(STORED)
    assert "Display" == page.evaluate("document.activeElement.textContent.trim()")


def test_a_click_beside_the_settings_closes_them(look):
    page = look("about/")
    page.get_by_role("button", name="Display").click()
    panel = page.get_by_role("dialog", name="Display")
    panel.wait_for()
    page.mouse.click(100, 700)

    assert not panel.is_visible()


def test_a_browser_that_keeps_nothing_still_lets_the_reader_choose(visit):
    page = visit("about/", color_scheme="light")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }})")
    page.reload()
    page.get_by_role("button", name="Display").click()
    page.get_by_role("radio", name="Dark").check()

    assert DARK == page.evaluate(BACKGROUND)


@pytest.mark.parametrize(("width", "scheme"), [LOOKS[0], LOOKS[-1]])
def test_the_open_settings_have_no_barrier_and_stay_inside_the_window(look, width, scheme):
    page = look("about/", viewport={"width": width, "height": 640}, color_scheme=scheme)
    page.get_by_role("button", name="Display").click()
    panel = page.get_by_role("dialog", name="Display")
    panel.wait_for()

    assert [] == barriers(page, part="dialog, [role=dialog]")
    assert inside(page, panel)
    assert all(box["height"] >= 24 for box in (radio.bounding_box() for radio in panel.get_by_role("radio").all()))


@pytest.mark.parametrize("path", ["about/", TEXT, "glossary/"])
def test_without_javascript_there_is_no_button_that_does_nothing(look, path):
    page = look(path, java_script_enabled=False)

    assert [] == [button for button in page.locator("button").all() if button.is_visible()]


def test_paper_is_white_whatever_the_reader_chose(look):
    page = look(color_scheme="dark")
    page.evaluate("document.documentElement.dataset.colours = 'dark'")
    page.emulate_media(media="print")

    assert "rgb(255, 255, 255)" == page.evaluate(BACKGROUND)
    assert "rgb(0, 0, 0)" == page.locator("p.para").first.evaluate("p => getComputedStyle(p).color")
    assert not page.get_by_role("button", name="Display").is_visible()


def test_in_forced_colours_the_choice_can_be_seen(look):
    page = look("about/", forced_colors="active")
    page.get_by_role("button", name="Display").click()
    chosen = page.get_by_role("radio", name="As my device")

    assert "double" == chosen.evaluate("radio => getComputedStyle(radio).borderTopStyle")


# --- cards -------------------------------------------------------------------------------------------------------


def noem(page):
    return page.locator("#p22 a.mention", has_text="Kristi Noem").first


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_card_tells_who_is_named_beside_the_name_and_inside_the_window(look, width, scheme):
    page = look(viewport={"width": width, "height": 640}, color_scheme=scheme)
    name = noem(page)
    name.hover()
    card = page.locator(".tool-card")
    card.wait_for()
    shown = card.inner_text()

    assert "Kristi Noem" in shown
    assert "OFFICIAL · 2 MENTIONS" in shown.upper()
    assert "Position in this text: Homeland Security Secretary" in shown
    assert "¶" not in shown
    assert inside(page, card)
    of_card = card.bounding_box()
    of_name = name.bounding_box()
    assert of_card["y"] >= of_name["y"] + of_name["height"] or of_card["y"] + of_card["height"] <= of_name["y"]
    assert [] == barriers(page, part=".tool-card")


def test_a_card_waits_stays_under_the_pointer_and_goes_with_it(visit):
    page = visit()
    stop_clock(page)
    noem(page).hover()
    card = page.locator(".tool-card")
    page.clock.run_for(200)
    assert 0 == card.count()
    page.clock.run_for(100)
    card.wait_for()
    page.locator(".tool-card .tool-title").hover()
    page.clock.run_for(60_000)
    assert card.is_visible()
    page.mouse.move(5, 300)
    page.clock.run_for(1_000)
    card.wait_for(state="detached")


def test_escape_closes_a_card_and_leaves_the_focus_where_it_is(look):
    page = look()
    page.locator("#p22 > .pn").focus()
    page.keyboard.press("Tab")
    while "Kristi Noem" != page.evaluate("document.activeElement.textContent"):
        page.keyboard.press("Tab")
    page.locator(".tool-card").wait_for()
    described = page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent"
    )
    assert "Secretary of Homeland Security" in described
    page.keyboard.press("Escape")

    assert 0 == page.locator(".tool-card").count()
    assert "Kristi Noem" == page.evaluate("document.activeElement.textContent")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") is None


def test_a_card_goes_when_the_focus_goes_and_takes_no_part_in_the_order(look):
    page = look()
    page.locator("#p22 > .pn").focus()
    while "Kristi Noem" != page.evaluate("document.activeElement.textContent"):
        page.keyboard.press("Tab")
    page.locator(".tool-card").wait_for()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.matches('#p22 a.mention')")
    page.locator(".tool-card .tool-title").filter(has_not_text="Kristi Noem").wait_for()


def test_a_tap_opens_the_card_and_a_second_the_entry(look):
    page = look(has_touch=True, viewport={"width": 360, "height": 740})
    noem(page).tap()
    card = page.locator(".tool-card")
    card.wait_for()
    assert page.url.endswith(TEXT)
    noem(page).tap()
    page.wait_for_url("**/glossary/kristi-noem/")


def test_a_tap_on_the_card_opens_the_entry_and_one_elsewhere_closes_it(look):
    page = look(has_touch=True, viewport={"width": 360, "height": 740})
    card = page.locator(".tool-card")
    noem(page).tap()
    card.wait_for()
    page.touchscreen.tap(350, 300)
    card.wait_for(state="detached")
    noem(page).tap()
    card.get_by_role("link", name="Kristi Noem").tap()
    page.wait_for_url("**/glossary/kristi-noem/")


def test_a_click_with_the_mouse_goes_to_the_entry_at_once(look):
    page = look()
    noem(page).click()
    page.wait_for_url("**/glossary/kristi-noem/")


def test_a_tick_of_a_strip_shows_what_its_paragraph_says_and_leads_to_it(look):
    page = look("glossary/donald-trump/")
    number = page.locator("li > .pn").nth(2)
    address = number.get_attribute("href").replace("../..", "**")
    words = number.locator("xpath=..").inner_text().removeprefix(number.inner_text()).strip()
    tick = page.locator(".strip a").nth(2)
    tick.scroll_into_view_if_needed()
    tick.hover()
    card = page.locator(".tool-card")
    expect(card).to_contain_text(words[:60])
    page.mouse.move(5, 300)
    card.wait_for(state="detached")
    page.locator(".strip a").nth(1).focus()
    page.keyboard.press("Tab")
    expect(card).to_contain_text(words[:60])
    assert [] == barriers(page, part=".tool-card")
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def test_a_card_moves_nothing_on_the_page(visit):
    page = visit()
    name = noem(page)
    name.scroll_into_view_if_needed()
    before = page.locator("#p23").bounding_box()
    name.hover()
    page.locator(".tool-card").wait_for()

    assert before == page.locator("#p23").bounding_box()
    assert [] == page.evaluate(SHIFTS)


# --- passages ----------------------------------------------------------------------------------------------------

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def copied(page, name):
    page.evaluate(COPIED)
    page.get_by_role("button", name=name, exact=True).click()
    page.evaluate("window.copied")
    return page.evaluate("navigator.clipboard.readText()")


def test_the_number_of_a_paragraph_gives_its_address_and_citation(look):
    page = look(**CLIPBOARD)
    page.get_by_role("link", name="Paragraph 3", exact=True).click()
    bar = page.get_by_role("group", name="Paragraph 3")
    bar.wait_for()
    address = f"https://reader.example/some/where/{TEXT}#p3"

    assert page.url.endswith("#p3")
    assert address == copied(page, "Copy link")
    assert copied(page, "Copy citation").endswith(f" in Immigration Enforcement Reader. ¶ 3. {address}")


def test_the_tools_of_a_paragraph_are_the_next_stop_of_the_keyboard(look):
    page = look(**CLIPBOARD)
    page.get_by_role("link", name="Paragraph 3", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator(".tool-bar").wait_for()
    page.keyboard.press("Tab")
    assert "Copy link" == page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")

    assert 0 == page.locator(".tool-bar").count()
    assert "Paragraph 3" == page.evaluate("document.activeElement.ariaLabel")


PASSAGES = {
    "words that stand once": (("p4", 0, "p4", 40), "#p4:~:text=Border%20Patrol%20agents%20have%20already%20played"),
    "half words are made whole": (("p4", 3, "p4", 38), "#p4:~:text=Border%20Patrol%20agents%20have%20already%20played"),
    "a comma": (("p9", 1, "p9", 12), "#p9:~:text=9-,By%20contrast,-%2C"),
    "two paragraphs": (
        ("p22", 0, "p23", 60),
        "#p22:~:text=Homeland%20Security%20Secretary%20Kristi%20Noem,arrest%20after%20arrest%20%E2%80%94%20by",
    ),
}


@pytest.mark.parametrize(("where", "fragment"), PASSAGES.values(), ids=PASSAGES)
def test_selected_words_give_an_address_that_leads_to_them(look, where, fragment):
    page = look(**CLIPBOARD)
    page.evaluate(SELECT, list(where))
    page.get_by_role("group", name="Selected words").wait_for()

    assert f"https://reader.example/some/where/{TEXT}{fragment}" == copied(page, "Copy link to these words")


@pytest.mark.parametrize("marks", ["A - b, c & d", "100 % of “it”", "naïve café", "x?y=1#z", "(a) [b]"])
def test_every_mark_in_selected_words_is_encoded(look, marks):
    page = look(**CLIPBOARD)
    page.evaluate("marks => document.getElementById('p5').lastChild.replaceWith(` ${marks} end`)", marks)
    page.evaluate(
        "marks => { const text = document.getElementById('p5').lastChild; getSelection().setBaseAndExtent(text, 1, text, 1 + marks.length); }",
        marks,
    )
    directive = copied(page, "Copy link to these words").split(":~:text=")[1]

    assert not set(directive) & set("&#?[]“” ")
    assert marks in page.evaluate("part => decodeURIComponent(part)", directive)
    assert directive.count("-") == len(re.findall(r"(?:^[^,]+-,)|(?:,-)", directive))


def test_words_that_stand_more_than_once_are_kept_apart(look):
    page = look(**CLIPBOARD)
    page.evaluate(SELECT, ["p8", 13, "p8", 16])
    assert "ICE" == page.evaluate("getSelection().toString()")
    address = copied(page, "Copy link to these words")

    assert address.endswith(":~:text=The%20typical-,ICE,-approach%20is")


def test_the_browser_finds_every_passage_it_is_sent_to(look, site):
    page = look(**CLIPBOARD)
    for number, start in ((2, 4), (8, 13), (12, 0), (16, 4), (24, 0), (30, 4)):
        length = page.evaluate("n => document.querySelector(`#p${n}`).textContent.length - 10", number)
        page.evaluate(SELECT, [f"p{number}", start, f"p{number}", min(length, 400)])
        page.get_by_role("group", name="Selected words").wait_for()
        address = copied(page, "Copy link to these words")
        other = page.context.new_page()
        other.set_viewport_size({"width": 1000, "height": 400})
        local = address.replace("https://reader.example/some/where/", site.url)
        other.goto(local.replace(f"#p{number}:", "#:"))
        expect(other.locator(f"#p{number}"), address).to_be_in_viewport()
        other.close()
        page.keyboard.press("Escape")


def test_a_quotation_comes_with_its_citation_and_without_numbers_of_paragraphs(look):
    page = look(**CLIPBOARD)
    page.evaluate(SELECT, ["p24", 0, "p25", 18])
    page.get_by_role("group", name="Selected words").wait_for()
    quotation = copied(page, "Copy quotation with citation")

    assert quotation.startswith(
        "“Can the Border Patrol approach make mass deportation happen?\n\nYet whether all this” "
    )
    assert (
        f"Immigration Enforcement Reader. ¶¶ 24–25. https://reader.example/some/where/{TEXT}#p24:~:text=" in quotation
    )


def test_selected_words_are_reached_by_keyboard_and_escape_closes_what_opened(look):
    page = look(**CLIPBOARD)
    page.evaluate(SELECT, ["p3", 0, "p3", 30])
    page.locator(".tool-bar").wait_for()
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Copy link to these words":
            break
    assert "Copy link to these words" == page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")

    assert 0 == page.locator(".tool-bar").count()


@pytest.mark.parametrize(("width", "scheme"), [LOOKS[0], LOOKS[-1]])
def test_the_tools_of_a_selection_have_no_barrier_and_stay_inside_the_window(look, width, scheme):
    page = look(viewport={"width": width, "height": 640}, color_scheme=scheme)
    page.locator("#p4").scroll_into_view_if_needed()
    page.evaluate(SELECT, ["p4", 30, "p4", 90])
    bar = page.locator(".tool-bar")
    bar.wait_for()

    assert inside(page, bar)
    assert [] == barriers(page, part=".tool-bar")


def test_where_the_clipboard_is_out_of_reach_the_words_stand_selected_in_a_field(look):
    page = look()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("link", name="Paragraph 3", exact=True).click()
    page.get_by_role("button", name="Copy link", exact=True).click()
    field = page.get_by_role("textbox", name="Press Ctrl+C")

    assert field.input_value().endswith("#p3")
    assert field.input_value() == page.evaluate(
        "(f => f.value.slice(f.selectionStart, f.selectionEnd))(document.activeElement)"
    )


@pytest.mark.parametrize("keys", [[], ["Control+a"]], ids=["a paragraph", "the page"])
def test_what_is_copied_holds_no_words_of_the_tools(look, keys):
    page = look(**CLIPBOARD)
    page.locator("#p3").click(click_count=3)
    page.locator(".tool-bar").wait_for()
    for key in [*keys, "Control+c"]:
        page.keyboard.press(key)
    held = page.evaluate("navigator.clipboard.readText()")

    assert "harder: the Border Patrol." in held
    assert "Copy" not in held.replace("Copyright", "")
    assert bool(keys) == ("Andrew Prokop" in held)


# --- citations ---------------------------------------------------------------------------------------------------


def test_each_citation_is_copied_as_it_stands(look):
    page = look(**CLIPBOARD)

    assert copied(page, "Copy Chicago").endswith(f". https://reader.example/some/where/{TEXT}")
    page.locator(".cite summary", has_text="BibTeX").click()
    bibtex = copied(page, "Copy BibTeX")
    assert "@article{001_49d7299fa34e0926,\n  author = {Prokop, Andrew},\n  title = {{Trump just" in bibtex
    assert re.search(r"\n  urldate = \{\d{4}-\d\d-\d\d\},\n\}$", bibtex), "the browser knows the day"


def test_one_form_is_open_at_a_time_and_what_is_downloaded_is_what_is_shown(look):
    page = look()
    page.locator(".cite summary", has_text="BibTeX").click()
    page.locator(".cite summary", has_text="RIS").click()
    page.locator("#cite-bib").wait_for(state="hidden")
    with page.expect_download() as download:
        page.locator(".cite-files").get_by_role("link", name="RIS").click()

    assert download.value.suggested_filename == "001_49d7299fa34e0926.ris"
    written = download.value.path().read_text("utf-8")
    assert written.rstrip() == page.locator("#cite-ris").text_content().rstrip()
    assert "\nY2  - 20" in written


def test_a_citation_of_a_site_that_knows_no_address_is_given_that_of_the_page(look):
    page = look("about/")

    def without_address(route):
        body = re.sub(r'(class="address">)[^<]+', r"\1address of this page", route.fetch().text())
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route("**/documents/*/", without_address)
    look()

    assert f"https://reader.example/some/where/{TEXT}" == page.locator("#cite-apa .address").inner_text()


# --- verification ------------------------------------------------------------------------------------------------


def outcome(page):
    page.get_by_role("button", name="Verify this text").click()
    status = page.locator(".verify [role=status]")
    status.locator("p").first.wait_for()
    return status.inner_text()


@pytest.mark.parametrize(
    ("text", "message"),
    [("000_17ce685a5ce6ce4a", "8,072 bytes) has"), ("001_49d7299fa34e0926", "8,517 bytes) has")],
)
def test_a_reader_can_verify_a_text(look, text, message):
    page = look(f"documents/{text}/")
    said = outcome(page)

    assert message in said
    assert f"words of the {page.locator('.para').count()} paragraphs on this page match it exactly" in said
    assert "comes from the same site" in said


def test_a_file_that_was_changed_is_reported_with_its_digest(look):
    page = look()
    page.route("**/corpus/*.txt", lambda route: route.fulfill(body="changed"))
    said = outcome(page)

    assert "The file (7 bytes) is not the one recorded here" in said
    assert hashlib.sha256(b"changed").hexdigest() in said
    assert "words were not compared" in said


@pytest.mark.parametrize(
    ("change", "paragraph", "seen"),
    [
        ("document.querySelector('#p7').lastChild.textContent = ' Other words entirely.'", "7", "Other words"),
        ("document.querySelector('#p7').remove()", "8", "The typical"),
        ("document.querySelector('#p31').append(' More.')", "31", "More."),
    ],
    ids=["changed", "left out", "added"],
)
def test_words_on_the_page_that_are_not_in_the_file_are_shown(look, change, paragraph, seen):
    page = look()
    page.evaluate(change)
    said = outcome(page)

    assert f"words on this page differ from it, first in paragraph {paragraph}." in said
    assert seen in said.split("The page:")[1]


def test_a_file_that_cannot_be_fetched_is_reported(look):
    page = look()
    page.route("**/corpus/*.txt", lambda route: route.fulfill(status=404))
    assert "the server answers 404 when asked for the file" in outcome(page)
    page.unroute("**/corpus/*.txt")
    page.route("**/corpus/*.txt", lambda route: route.abort())
    page.get_by_role("button", name="Verify this text").click()
    page.get_by_text("the file could not be fetched").wait_for()


def test_where_no_digest_can_be_computed_the_command_is_pointed_to(look):
    page = look()
    page.evaluate("Object.defineProperty(crypto, 'subtle', {value: undefined})")

    assert "over plain http a browser computes no SHA-256" in outcome(page)
    assert page.get_by_text("sha256sum").first.is_visible()


def test_a_file_that_is_not_utf_8_is_reported(look):
    page = look()
    page.route("**/corpus/*.txt", lambda route: route.fulfill(body=b"\xff\xfe"))
    page.evaluate("""async () => {
        const digest = await crypto.subtle.digest('SHA-256', new Uint8Array([255, 254]));
        const hex = [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
        document.querySelector('.verify').dataset.sha256 = hex;
    }""")

    assert "is not UTF-8" in outcome(page)


def test_white_space_and_control_characters_are_compared_as_the_page_shows_them(look):
    page = look()
    bytes_ = "\ufeffA\x01b\x0bc \x1cd\r\n\r\n\x85E\x7ff\u3000\n".encode()
    page.route("**/corpus/*.txt", lambda route: route.fulfill(body=bytes_))
    page.evaluate(
        """async bytes => {
        const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
        const hex = [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
        document.querySelector('.verify').dataset.sha256 = hex;
        const [one, two, ...rest] = document.querySelectorAll('.para');
        rest.forEach(paragraph => paragraph.remove());
        one.innerHTML = 'A\\u2401b\\u240bc \\u241cd';
        two.innerHTML = 'E\\u2421f';
    }""",
        list(bytes_),
    )

    assert "the 2 paragraphs on this page match it exactly" in outcome(page)


# --- the glossary's filter ---------------------------------------------------------------------------------------


def names(page):
    return page.locator(".filterable dt:visible").all_inner_texts()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ice", ["U.S. Immigration and Customs Enforcement"]),
        ("I.C.E.", ["U.S. Immigration and Customs Enforcement"]),
        ("us arm", ["U.S. Army"]),
        ("homan", ["Tom Homan"]),
        ("NOÉM", ["Kristi Noem"]),
        ("zebra", []),
    ],
)
def test_the_glossary_is_filtered_by_what_is_typed(look, typed, found):
    page = look("glossary/")
    page.get_by_label("Find in the glossary").fill(typed)

    assert found == names(page)
    assert page.locator(".tool-filter [role=status]").inner_text().startswith(f"{len(found)} of 20")
    assert len(found) == page.locator(".letter:visible").count()
    assert len(found) == page.locator(".letters a:visible").count()


def test_the_glossary_is_filtered_by_kind_and_escape_shows_all_of_it_again(look):
    page = look("glossary/")
    page.get_by_role("radio", name="Official 9").check()
    assert 9 == len(names(page))
    field = page.get_by_label("Find in the glossary")
    field.fill("zebra")
    assert "No matching entry" in page.locator(".tool-filter [role=status]").inner_text()
    field.press("Escape")

    assert "" == field.input_value()
    assert 20 == len(names(page))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_filter_has_no_barrier_and_moves_nothing_when_it_comes(visit, width, scheme):
    page = visit("glossary/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.get_by_label("Find in the glossary").wait_for()

    assert 0.001 > sum(page.evaluate(SHIFTS))
    assert [] == barriers(page, part=".tool-filter")
    assert width >= page.evaluate("document.documentElement.scrollWidth")
