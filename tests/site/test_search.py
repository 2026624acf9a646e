"""A reader searches."""

import pytest

TRIGGER = "[data-colophon-search]"
TOLD = "() => !['', 'Searching…'].includes(document.querySelector('.find-status')?.textContent ?? '')"


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
        self.page.wait_for_function(TOLD)
        self.status.evaluate("status => status.textContent = ''")
        something()
        self.page.wait_for_function(TOLD)

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


ENTRIES = {
    "ICE": "U.S. Immigration and Customs Enforcement",
    "ice": "U.S. Immigration and Customs Enforcement",
    "Immigration and Customs Enforcement": "U.S. Immigration and Customs Enforcement",
    "DHS": "Department of Homeland Security",
    "D.H.S.": "Department of Homeland Security",
    "Border Patrol": "U.S. Border Patrol",
    "the white house": "White House",
    "Trump": "Donald Trump",
    "Stephen Miller": "Stephen Miller",
    "Thomas Homan": "Tom Homan",
    "EOIR": "Immigration courts",
}


@pytest.mark.parametrize(("query", "name"), ENTRIES.items())
def test_the_entry_comes_first_when_its_name_alias_or_acronym_is_typed(search, query, name):
    search.ask(query)

    assert name == search.results()[0][0]
    assert search.results()[0][1] in ("Agency", "Official")


def test_every_text_and_entry_is_found_by_its_own_title(search, site):
    wanted = [entry.name for entry in site.edition.site.entries]
    wanted += [text.record.title.value for text in site.edition.site.texts]
    for title in wanted:
        search.ask(title)
        assert any(title in found for found, _ in search.results()), title


def test_a_hit_in_a_text_leads_to_its_paragraph(search):
    search.ask("tear gas canister")
    hit = search.dialog.locator(".find-paragraphs a", has_text="¶ 20")
    assert hit.locator("mark").count()
    hit.click()
    search.page.wait_for_url("**/documents/001_49d7299fa34e0926/#p20")

    assert search.page.locator("#p20").is_visible()


def test_results_say_what_they_are_and_can_be_narrowed_to_it(search):
    search.ask("immigration")
    assert {"Text", "Agency"} <= {kind for _, kind in search.results()}
    search.do(lambda: search.dialog.get_by_role("radio", name="Text").check(force=True))

    assert {"Text"} == {kind for _, kind in search.results()}


def test_results_can_be_narrowed_to_texts_that_name_somebody(search):
    search.ask("immigration")
    search.do(lambda: search.dialog.get_by_label("Names").select_option("Kristi Noem"))

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
    search.page.wait_for_url("**/glossary/tatum-king/")


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


def test_a_search_has_an_address(look):
    found = Search(look("search/?q=Lewandowski"))
    found.titles.first.wait_for()

    assert "Corey Lewandowski" == found.results()[0][0]


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
