"""Lists that are too long for one page."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.building.pipeline import build
from colophon.rendering import render_pages
from colophon.rendering.pages import pagination as continued
from colophon.rendering.pages.pagination import MOST_ON_A_PAGE, page_ranges
from colophon.verifying import verify
from tests.conftest import ThrowawaySite, lines_of
from tests.rendering.test_pages import section


@given(st.lists(st.integers(1, MOST_ON_A_PAGE + 1), max_size=40))
def test_every_group_stands_on_one_page_in_order_and_no_page_holds_too_much(sizes: list[int]):
    pages = page_ranges(sizes)

    assert list(range(len(sizes))) == list(chain.from_iterable(pages))
    assert all(len(page) <= 1 or sum(sizes[at] for at in page) <= MOST_ON_A_PAGE for page in pages)
    assert len(pages) == 1 or all(pages)


@pytest.fixture
def long_site(buildable_site: ThrowawaySite, monkeypatch: pytest.MonkeyPatch) -> ThrowawaySite:
    """A site with more texts, and more mentions of the Harbour Board, than a page holds: here three."""
    monkeypatch.setattr(continued, "MOST_ON_A_PAGE", 3)
    for number in range(7):
        buildable_site.text(
            f"letter-{number}", f"The Tide Office met.\nThe Tide Office met again.\nNobody wrote letter {number}."
        )
    buildable_site.entry(
        "tide-office",
        "It met.[^a]",
        name="Tide Office",
        sources={"a": {"document": "letter-0", "quote": "The Tide Office met again."}},
    )
    return buildable_site


def pages_of(site: ThrowawaySite) -> dict[str, str]:
    rendered = render_pages(site.edition())
    return {str(path): data.decode() for path, data in rendered.items() if path.suffix == ".md"}


def test_a_long_list_of_texts_is_continued_and_every_page_leads_to_every_other(long_site: ThrowawaySite):
    pages = pages_of(long_site)
    lists = [pages["documents/index.md"], pages["documents/page-2.md"], pages["documents/page-3.md"]]

    assert "documents/page-4.md" not in pages
    for number in range(7):
        assert 1 == sum(f"(letter-{number}.md)" in one for one in lists)
    assert 'Page **1** [2](page-2.md){: aria-label="Page 2" } [3](page-3.md){: aria-label="Page 3" } of 3' in lists[0]
    assert 'Page [1](index.md){: aria-label="Page 1" } [2](page-2.md){: aria-label="Page 2" } **3** of 3' in lists[2]


def test_the_front_page_lists_the_first_and_leads_to_all(long_site: ThrowawaySite):
    long_site.write("docs/index.md", "# Papers\n\n<!-- colophon: texts -->\n")
    texts = len(long_site.edition().site.texts)

    assert f"[All {texts} texts](documents/index.md)" in pages_of(long_site)["index.md"]


def test_mentions_of_one_text_stay_together_and_every_one_is_listed_once(long_site: ThrowawaySite):
    pages = pages_of(long_site)
    lists = [section(pages["glossary/tide-office.md"], "mentions")]
    lists += [pages[f"glossary/tide-office/page-{number}.md"] for number in range(2, 8)]

    assert "14 mentions in 7 of" in lists[0]
    assert [[f"letter-{number}"] for number in range(7)] == [
        [f"letter-{number}" for number in range(7) if f"documents/letter-{number}.md#p2" in one] for one in lists
    ]
    assert "[Tide Office](../tide-office.md)" in lists[1]


def test_a_built_site_with_continued_lists_is_whole(long_site: ThrowawaySite):
    with (long_site.root / "mkdocs.yml").open("a") as config:
        config.write("site_url: https://harbour.example/papers/\n")
    long_site.replace("mkdocs.yml", "  - colophon:\n", "  - colophon:\n      cards: pages\n")
    assert [] == long_site.problems()
    edition = build(long_site.root)
    page = long_site.root / "site/glossary/tide-office/page-2/index.html"
    words = page.read_text("utf-8")

    assert "https://harbour.example/papers/assets/cards/glossary/tide-office.png" in words
    page.write_text(words.replace("letter-1/#p2", "letter-1/#p1"), "utf-8")
    wrong = lines_of(verify(edition, long_site.root / "site"))
    assert any(
        "glossary/tide-office/index.html" in one and "does not list documents/letter-1/#p2" in one for one in wrong
    )


@pytest.mark.parametrize("name", ["page-2", "page-17"])
def test_no_text_and_no_entry_takes_the_address_of_a_continued_list(site: ThrowawaySite, name: str):
    site.text(name, "Words.")
    site.entry(name)

    problems = site.problems()

    assert any(
        f"corpus/{name}.yml" in problem and "no reserved word such as index, page-2" in problem for problem in problems
    )
    assert any(f"docs/glossary/{name}.md" in problem for problem in problems)


def test_names_that_stand_everywhere_are_reported_without_end_nowhere(site: ThrowawaySite):
    site.text("log", "\n".join(["The Tide Office and the Mint."] * 250))
    site.entry("tide-office", name="Tide Office")
    site.entry("mint", name="Mint")
    pages = pages_of(site)

    assert "[200](#p200)" in pages["documents/log.md"]
    assert "and 50 paragraphs more" in pages["documents/log.md"]
    assert "250 paragraphs: log" in pages["glossary/mint.md"]
    assert "and 220 more" in pages["glossary/mint.md"]
