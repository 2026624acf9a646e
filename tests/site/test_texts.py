"""A reader opens a text."""

import re
from urllib.parse import urljoin

import pytest

TEXTS = {"000_17ce685a5ce6ce4a": 24, "001_49d7299fa34e0926": 31}

WORDS = """() => [...document.querySelectorAll('.para')].map(paragraph => {
    const copy = paragraph.cloneNode(true);
    copy.querySelectorAll('.pn, .headerlink').forEach(mark => mark.remove());
    return [paragraph.id, copy.textContent.trim()];
})"""


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_every_paragraph_reads_exactly_as_in_the_file(look, site, text, scripts):
    page = look(f"documents/{text}/", java_script_enabled=scripts)
    lines = [
        line.strip() for line in (site.root / f"corpus/{text}.txt").read_bytes().decode().split("\n") if line.strip()
    ]

    assert TEXTS[text] == len(lines)
    assert [[f"p{number}", line] for number, line in enumerate(lines, 1)] == page.evaluate(WORDS)


def test_the_untouched_file_is_one_link_away_byte_for_byte(look, site):
    page = look("documents/000_17ce685a5ce6ce4a/")
    href = page.locator(".provenance a", has_text="000_17ce685a5ce6ce4a.txt").get_attribute("href")
    answer = page.request.get(urljoin(page.url, href))

    assert (site.root / "corpus/000_17ce685a5ce6ce4a.txt").read_bytes() == answer.body()


def test_the_provenance_says_what_is_known_and_what_is_not(look):
    panel = look("documents/001_49d7299fa34e0926/").locator(".provenance").inner_text()

    assert "0f05a9ee3816cda1f965c15872bdb9ba81766accf4c94f30acb9d771e08cabac" in panel
    assert "8,517 bytes" in panel
    assert "Copyright not evaluated" in panel
    assert re.search(r"Author\s+Andrew Prokop\s+Not in the file; attributed from elsewhere", panel)
    assert re.search(r"Original address\s+Not recorded", panel)


def test_a_title_devised_by_an_editor_stands_in_square_brackets(look):
    page = look("documents/000_17ce685a5ce6ce4a/")

    assert (
        "[On a presidential directive to expand deportations in large cities]"
        == page.locator("h1").inner_text().removesuffix("#").strip()
    )
    assert "Unsigned and undated; publisher not recorded." in page.locator(".status").inner_text()


def test_the_lines_an_editor_named_are_subheads(look):
    page = look("documents/001_49d7299fa34e0926/")

    assert ["p12", "p24"] == page.eval_on_selector_all("h2.para", "nodes => nodes.map(node => node.id)")


def test_a_mention_leads_to_its_entry_and_the_entry_back_to_the_paragraph(look):
    page = look("documents/000_17ce685a5ce6ce4a/")
    page.locator("#p17 a.mention", has_text="Chuck Schumer").click()
    page.wait_for_url("**/glossary/chuck-schumer/")
    page.get_by_text("¶ 17", exact=True).click()
    page.wait_for_url("**/documents/000_17ce685a5ce6ce4a/#p17")

    assert page.locator("#p17").is_visible()
    box = page.locator("#p17").bounding_box()
    assert 0 <= box["y"] < 900


def test_only_the_first_mention_of_an_entry_in_a_paragraph_is_underlined(look):
    page = look("documents/001_49d7299fa34e0926/")
    links = page.locator("#p22 a.mention", has_text=re.compile("Homan"))

    assert 2 == links.count()
    assert [False, True] == links.evaluate_all("links => links.map(link => link.classList.contains('again'))")
    assert "rgba(0, 0, 0, 0)" == links.nth(1).evaluate("link => getComputedStyle(link).textDecorationColor")


def test_the_number_of_a_paragraph_is_its_address_and_is_not_copied_with_the_words(look):
    page = look("documents/000_17ce685a5ce6ce4a/")
    number = page.get_by_role("link", name="Paragraph 3", exact=True)
    number.click()

    assert page.url.endswith("#p3")
    assert "none" == number.evaluate("link => getComputedStyle(link).userSelect")
