"""What readers type into the search, and what it answers: `tests/data/queries.yml`, asked of the page /search/."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

QUERIES = yaml.safe_load((Path(__file__).parents[1] / "data/queries.yml").read_text("utf-8"))
ANSWERED = "() => !['', 'Searching…'].includes(document.querySelector('.find-status').textContent)"
SHOWN = """() => ({
    says: document.querySelector(".find-status").textContent,
    meant: [...document.querySelectorAll(".find-near a")].map(link => link.textContent),
    found: [...document.querySelectorAll(".find-results > li")].map(item => [
        item.querySelector(".find-title").pathname,
        item.querySelector(".find-title").textContent,
        [...item.querySelectorAll(".find-number")].map(number => number.textContent.slice(2)),
    ]),
})"""


@pytest.fixture(scope="module")
def answers(browser, site):
    """What the page shows for each query, asked one after the other."""
    window = browser.new_context()
    page = window.new_page()
    page.goto(f"{site.url}search/")
    page.locator(".find-status", has_text="Names, acronyms").wait_for()
    found = {}
    for case in QUERIES:
        page.evaluate("document.querySelector('.find-status').textContent = ''")
        page.locator(".find-form input[name=q]").fill(case["query"])
        page.keyboard.press("Enter")  # or the page would wait for more letters
        page.wait_for_function(ANSWERED)
        found[case["query"]] = page.evaluate(SHOWN)
    yield found
    window.close()


@pytest.mark.parametrize("case", QUERIES, ids=[case["query"] for case in QUERIES])
def test_a_query_is_answered(answers, case):
    shown = answers[case["query"]]
    names = [path.split("/")[-2][:3] if "/documents/" in path else title for path, title, _ in shown["found"]]
    paragraphs = dict(zip(names, (numbers for _, _, numbers in shown["found"]), strict=True))

    assert case.get("first", names[:1]) == names[: len(case.get("first", names[:1]))]
    assert bool(names) == (case.get("first") != [])
    assert set(case.get("holds", [])) <= set(names)
    assert {text: str(numbers).split() for text, numbers in case.get("in", {}).items()} == {
        text: paragraphs.get(text) for text in case.get("in", {})
    }
    assert case.get("says", "") in shown["says"]
    assert case.get("meant", shown["meant"]) == shown["meant"]
    assert all(names.index(name) > len(case["first"]) for name in case.get("last", []) if name in names)


def test_pages_for_editors_and_data_are_not_found(answers):
    found = {path for shown in answers.values() for path, _, _ in shown["found"]}

    assert [] == [path for path in found if path.endswith(("/editing/", "/data/"))]
