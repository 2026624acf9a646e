"""Texts and positions by date; what has none is a group of its own."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from colophon.rendering import render_pages
from colophon.rendering.pages import chronology
from tests.conftest import ThrowawaySite

WEB = {"url": "https://a.example/", "title": "A page", "publisher": "The Gazette", "consulted": "2026"}


@pytest.fixture
def dated(site: ThrowawaySite) -> ThrowawaySite:
    for name, published in (
        ("new", {"value": "1904-02", "basis": "source"}),
        ("old", {"value": "1903-05-07", "basis": "supplied"}),
        ("none", None),
    ):
        site.text(
            name, f"The {name} text names Ada Stone.\n", title={"value": name, "basis": "source"}, published=published
        )
    positions = [
        {"title": "Clerk", "from": "1903-12", "to": "1905", "source": "web"},
        {"title": "Poet", "source": "web", "differs": True},
    ]
    site.entry("ada", "Was.[^web]", name="Ada Stone", kind="official", positions=positions, sources={"web": WEB})
    return site


def page_of(site: ThrowawaySite) -> list[str]:
    return render_pages(site.edition())[PurePosixPath("chronology.md")].decode().split("\n")


def test_the_latest_comes_first_under_its_year_and_what_has_no_date_last(dated: ThrowawaySite):
    lines = [line for line in page_of(dated) if line.startswith(("## ", "- "))]

    assert [
        "## 1904 {: #y1904 }",
        '- February 1904: [new](documents/new.md) <span class="eyebrow">Text</span>',
        "## 1903 {: #y1903 }",
    ] == lines[:3]
    assert lines[3].startswith(
        "- December 1903 to 1905: [Ada Stone](glossary/ada.md), Clerk, according to The Gazette."
    )
    assert "1903 (supplied by the editors): [old](documents/old.md)" in lines[4]
    assert "## Date not recorded {: #not-recorded }" == lines[5]
    assert '- [none](documents/none.md) <span class="eyebrow">Text</span>' == lines[6]
    assert "Poet, according to The Gazette. Sources differ." in lines[7]


def test_a_list_too_long_to_look_over_says_what_it_leaves_out(dated: ThrowawaySite, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chronology, "_MOST", 1)
    page = "\n".join(page_of(dated))

    assert "Shown are the latest 1 of 3 with a date and 1 of 2 without one" in page
    assert "[positions.csv](data/positions.csv)" in page


def test_an_empty_site_has_a_chronology_too(site: ThrowawaySite):
    assert "No text has been published here yet." in page_of(site)
