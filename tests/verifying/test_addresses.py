"""Addresses on pages are resolved as browsers resolve them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.verifying.pages import _resolved, inside

SITE = "https://h.example/texts/"
PIECES = [
    "..",
    ".",
    "",
    "a",
    "b.c",
    "_x",
    "a-b",
    "index.html",
    "...",
    "a..b",
    "-",
    "%2e",
    "a:b",
    "x;y",
    "é",
    "\\",
    "a b",
]
FRAGMENTS = ["", "#", "#p1", "#fn:a", "#a.b-c", "#:~:text=a", "#%20", "?q", "?q#p1"]
addresses = st.builds(
    lambda up, pieces, last, fragment: "../" * up + "/".join(pieces) + last + fragment,
    st.integers(0, 4),
    st.lists(st.sampled_from(PIECES), max_size=4),
    st.sampled_from(["", "/"]),
    st.sampled_from(FRAGMENTS),
)
pages = st.sampled_from(["", "about/", "documents/x/", "glossary/a/page-2/", "404.html", "x.html", "b/c.html"])


@given(pages, st.one_of(addresses, st.text(max_size=12)), st.sampled_from([None, SITE]))
def test_plain_addresses_are_resolved_as_all_are(page: str, address: str, site_url: str | None):
    assert _resolved(page, address, site_url) == inside(page, address, site_url)


@pytest.mark.parametrize(
    ("page", "address", "expected"),
    [
        ("documents/x/", "../../glossary/a/", "glossary/a/"),
        ("documents/x/", "#p1", "documents/x/#p1"),
        ("documents/x/", "../../../a/", "//a/"),
        ("documents/x/", "..", "documents/"),
        ("404.html", "/texts/about/", "about/"),
        ("about/", "https://h.example/texts/a%20b/", "a b/"),
        ("about/", "//h.example/", None),
    ],
)
def test_an_address_leads_to_a_path_below_the_site(page: str, address: str, expected: str | None):
    assert expected == inside(page, address, SITE)
