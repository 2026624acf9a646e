"""The page of an entry against its sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from colophon.verifying.entries import quote_problems
from colophon.verifying.pages import BuiltPage
from tests.conftest import ThrowawaySite

NO_NOTE = "the source letter is cited and has no note; build the site again, and check that nothing changes its pages afterwards"


@pytest.mark.parametrize(
    "page",
    [
        "<p>Ada Stone was clerk.[^letter]</p><p>[^letter]: “The quay”</p>",
        '<p>Ada Stone was clerk.<a class="footnote-ref" href="#fn-letter">1</a></p><li id="fn-letter">“The quay”</li>',
        '<p>Ada Stone was clerk.</p><li id="fn:letter">“The quay”</li>',
    ],
)
def test_cited_source_without_a_note_is_a_problem(good_site: ThrowawaySite, page: str):
    """A page made without footnotes, with other ids, or without the citation, would prove nothing about quotations."""
    edition = good_site.edition()
    built = BuiltPage("glossary/ada-stone/", Path("index.html"), page)

    assert [NO_NOTE] == list(quote_problems(edition, edition.entries["ada-stone"], built))
