"""A reader searches."""

from xml.etree import ElementTree as ET

import pytest

from tests.site.conftest import BELOW, barriers

TRIGGER = "[data-colophon-search]"
ANSWERED = "() => !['', 'Searching…'].includes(document.querySelector('.find-status')?.textContent ?? '')"


class Search:
    """The dialog as a reader handles it."""

    def __init__(self, page):
        self.page = page
        self.dialog = page.get_by_role("dialog", name="Search")
        self.field = self.dialog.get_by_label("Search texts and glossary")
        self.titles = self.dialog.locator(".find-title")
        self.status = self.dialog.locator(".find-status")

    def ask(self, query):
        self.do(lambda: self.field.fill(query))

    def do(self, something):
        """Do something, and wait until the dialog has told what came of it."""
        self.page.wait_for_function(ANSWERED)
        self.status.evaluate("status => status.textContent = ''")
        something()
        self.page.wait_for_function(ANSWERED)

    def results(self):
        return list(
            zip(self.titles.all_inner_texts(), self.dialog.locator(".find-type").all_inner_texts(), strict=True)
        )


@pytest.fixture
def search(look):
    page = look("about/")
    page.locator(TRIGGER).click()
    found = Search(page)
    found.field.wait_for()
    return found


def test_every_text_and_entry_is_found_by_its_own_title(search, site):
    wanted = [entry.name for entry in site.edition.site.entries]
    wanted += [text.record.title.value for text in site.edition.site.texts]
    for title in wanted:
        search.ask(title)
        assert any(title in found for found, _ in search.results()), title


def test_a_hit_in_a_text_leads_to_its_paragraph(search):
    search.ask("tear gas canister")
    hit = search.dialog.locator(".find-passages a", has_text="¶ 20")
    assert hit.locator("mark").count()
    hit.click()
    search.page.wait_for_url("**/documents/001_49d7299fa34e0926/?mark=tear+gas+canister#p20")

    assert search.page.locator("#p20").is_visible()


def test_results_say_what_they_are_and_can_be_narrowed_to_it(search):
    search.ask("immigration")
    assert {"Text", "Agency"} <= {kind for _, kind in search.results()}
    search.do(lambda: search.dialog.get_by_role("radio", name="Text").check(force=True))

    assert {"Text"} == {kind for _, kind in search.results()}


def test_results_can_be_narrowed_to_texts_that_name_somebody(search):
    search.ask("immigration")
    search.do(lambda: search.dialog.get_by_label("Who is mentioned").select_option("Kristi Noem"))

    assert ["Trump just decided ICE has been too nice"] == [title for title, kind in search.results() if kind == "Text"]


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_opens_it_and_escape_leads_back(look, key):
    page = look("glossary/")
    page.locator("body").press(key)
    found = Search(page)
    found.field.wait_for()
    assert found.field.evaluate("field => field === document.activeElement")
    page.keyboard.press("Escape")

    assert not found.dialog.is_visible()
    assert page.locator(TRIGGER).evaluate("button => button === document.activeElement")


def test_a_slash_typed_into_the_field_is_a_slash(search):
    search.field.press("/")

    assert "/" == search.field.input_value()


def test_results_are_reached_by_arrows_and_opened_by_enter(search):
    search.ask("Tatum King")
    search.page.keyboard.press("ArrowDown")
    assert "Tatum King" == search.page.evaluate("document.activeElement.textContent")
    search.page.keyboard.press("Enter")
    search.page.wait_for_url("**/glossary/tatum-king/?mark=Tatum+King")


@pytest.mark.parametrize(("word", "focused"), [("Tatum King", "Tatum King"), ("xyzzy", "")])
def test_who_is_among_results_when_others_come_stays_at_the_same_one_or_goes_back_to_the_field(search, word, focused):
    search.ask("Tatum")
    type_then_go_down = """(field, word) => {
        field.value = word;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        document.querySelector(".find-results a").focus();
    }"""
    search.do(lambda: search.field.evaluate(type_then_go_down, word))

    assert focused == search.page.evaluate("document.activeElement.textContent")
    assert bool(focused) != search.field.evaluate("field => field === document.activeElement")


def test_nonsense_finds_nothing_and_says_how_to_go_on(search):
    search.ask("xyzzy")

    assert [] == search.results()
    assert "Nothing found" in search.status.inner_text()
    assert search.dialog.get_by_role("link", name="Glossary").is_visible()


def test_nothing_of_the_index_is_fetched_before_somebody_searches(reader):
    reader.open("documents/001_49d7299fa34e0926/").wait_for_load_state("networkidle")

    assert [] == [url for url in reader.requests if "/pagefind/" in url]


def test_a_search_asks_no_other_host_and_shows_no_error(open_reader):
    reader = open_reader()
    page = reader.open()
    page.locator(TRIGGER).click()
    Search(page).ask("Bovino")

    assert [] == reader.foreign_requests
    assert [] == reader.errors


def test_on_a_phone_it_fills_the_screen(look):
    page = look("documents/000_17ce685a5ce6ce4a/", viewport={"width": 320, "height": 640}, has_touch=True)
    page.locator(TRIGGER).tap()
    found = Search(page)
    found.ask("National Guard")
    box = found.dialog.bounding_box()

    assert (0, 320) == (box["x"], box["width"])
    assert "National Guard" == found.results()[0][0]
    assert 320 >= page.evaluate("document.documentElement.scrollWidth")


def test_enter_leads_to_the_best_paragraph(search):
    search.ask("vowed hearings")
    search.field.press("Enter")
    search.page.wait_for_url("**/documents/000_17ce685a5ce6ce4a/?mark=vowed+hearings#p17")


def test_a_misspelled_name_is_offered_as_it_is_spelled(search):
    search.ask("shumer")
    search.do(lambda: search.dialog.get_by_role("link", name="Chuck Schumer").click())

    assert "Chuck Schumer" == search.field.input_value()
    assert ("Chuck Schumer", "Official") == search.results()[0]


def test_more_results_and_paragraphs_are_on_the_page_of_the_search(search):
    search.ask("immigration")
    assert 8 == len(search.results())
    assert search.dialog.get_by_role("link", name="All 1").get_attribute("href").endswith("/search/?q=immigration")
    search.dialog.get_by_role("link", name="more").first.click()
    search.page.wait_for_url("**/search/?q=immigration")
    search.page.locator(".find-page .find-title").nth(8).wait_for()

    button = search.page.get_by_role("button", name="Show 1").first
    before = search.page.locator(".find-number").count()
    button.click()
    assert before < search.page.locator(".find-number").count()


class Results:
    """The page of the search as a reader handles it."""

    def __init__(self, page):
        self.page = page
        self.form = page.locator("form.find-form")
        self.field = self.form.get_by_role("searchbox")

    def titles(self, first):
        """The titles, once `first` is the first of them."""
        self.page.locator(".find-results > li:first-child .find-title", has_text=first).wait_for()
        return self.page.locator(".find-title").all_inner_texts()


def test_results_have_an_address_that_holds_query_and_filters(look):
    results = Results(look("search/?q=immigration&type=kind%3AOfficial&name=Tom+Homan"))

    assert ["Tom Homan"] == results.titles("Tom Homan")
    assert "immigration" == results.field.input_value()
    assert results.form.get_by_role("radio", name="Official").is_checked()
    assert "Tom Homan" == results.form.get_by_label("Who is mentioned").input_value()
    assert results.page.title().startswith("immigration · Search")
    heading = results.page.get_by_role("heading", level=2, name="Tom Homan")
    assert heading.is_visible()


def test_back_leads_through_what_was_searched(look):
    results = Results(look("search/?q=Schumer"))
    results.titles("Chuck Schumer")
    results.field.fill("Bovino")
    results.field.press("Enter")
    results.titles("Gregory Bovino")
    results.form.get_by_role("radio", name="Text").check(force=True)
    results.titles("Trump just decided")
    assert results.page.url.endswith("?q=Bovino&type=text")
    results.page.locator(".find-passages a").first.click()
    results.page.wait_for_url("**/documents/**")

    results.page.go_back()
    assert results.titles("Trump just decided")
    results.page.go_back()
    assert results.titles("Gregory Bovino")
    results.page.go_back()
    assert results.titles("Chuck Schumer")
    assert "Schumer" == results.field.input_value()


def test_hits_are_marked_where_a_result_leads_to(look):
    page = look("documents/001_49d7299fa34e0926/?mark=tear+gas#p20")
    bar = page.get_by_role("region", name="Search hits")
    status = bar.get_by_role("status")
    marked = "name => [...CSS.highlights.get(name)].map(range => range.startContainer.data.slice(range.startOffset, range.endOffset))"
    assert "2 of 3 for “tear gas”" == status.inner_text()
    assert ["tear gas"] * 3 == page.evaluate(marked, "colophon-hits")
    bar.get_by_role("button", name="Next place").click()
    assert "3 of 3 for “tear gas”" == status.inner_text()
    bar.get_by_role("button", name="Next place").click()
    assert "1 of 3 for “tear gas”" == status.inner_text()
    assert page.evaluate("() => document.querySelector('#p4').getBoundingClientRect().top < innerHeight")
    bar.get_by_role("button", name="Remove the marks").click()

    assert page.url.endswith("/documents/001_49d7299fa34e0926/#p20")
    assert not bar.is_visible()


def test_a_phrase_that_links_cut_in_pieces_is_marked_as_one(look):
    page = look("documents/001_49d7299fa34e0926/?mark=%22Border+Patrol%E2%80%99s+empowerment%22")

    assert "1 for “Border Patrol’s empowerment”" == page.locator(".find-bar [role=status]").inner_text()


def test_without_javascript_the_page_of_the_search_says_what_to_do(look):
    page = look("search/?q=ICE", java_script_enabled=False)

    assert page.get_by_text("needs JavaScript").is_visible()
    assert page.locator("article").get_by_role("link", name="text").is_visible()


def test_the_page_of_the_search_fits_the_narrowest_window_and_has_no_fault_of_access(look):
    page = look("search/?q=homeland", viewport={"width": 320, "height": 640}, bypass_csp=True)
    Results(page).titles("Department")

    assert not page.get_by_text("needs JavaScript").is_visible()
    assert 320 >= page.evaluate("document.documentElement.scrollWidth")
    assert [] == barriers(page)


def test_a_browser_may_search_the_site_from_its_address_field(site):
    described = ET.parse(site.folder / "opensearch.xml").getroot()
    (template,) = [url.attrib["template"] for url in described.findall("{*}Url")]

    assert f"https://reader.example/{BELOW}/search/?q={{searchTerms}}" == template
    assert 16 >= len(described.findtext("{*}ShortName", ""))
    assert 'type="application/opensearchdescription+xml"' in (site.folder / "about/index.html").read_text("utf-8")


def test_what_is_typed_while_the_dialog_is_still_on_its_way_is_not_lost(reader):
    page = reader.open("about/")
    held = []
    page.route("**/search.css", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright looks at it
    with page.expect_request("**/search.css"):
        page.locator("body").press("/")  # focuses the page first: a window in the background gets no keys
    page.keyboard.type("homan")
    seen_early = page.locator("dialog").evaluate("dialog => getComputedStyle(dialog).opacity")
    held[0].continue_()

    page.locator("dialog .find-title", has_text="Tom Homan").wait_for()
    assert ("0", "1") == (seen_early, page.locator("dialog").evaluate("dialog => getComputedStyle(dialog).opacity"))
