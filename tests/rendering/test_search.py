"""What the search calls a page is what stands at its top."""

from __future__ import annotations

import pytest

from colophon.rendering.search import search_pages
from tests.conftest import ThrowawaySite


@pytest.mark.parametrize(
    ("path", "page", "nav", "title"),
    [
        ("about.md", "# Who we are\n\nWords.\n", "About: about.md", "Who we are"),
        ("about.md", "---\ntitle: Us\n---\nWords.\n", "about.md", "Us"),
        ("about.md", "---\ntitle: Us\n---\nWords.\n", "About us all: about.md", "About us all"),
        ("how_to-cite.md", "Words.\n", "how_to-cite.md", "How to cite"),
        ("about-ICE.md", "Words.\n", "about-ICE.md", "about ICE"),
        ("index.md", "Words.\n", "index.md", "Home"),
    ],
)
def test_a_page_is_found_by_the_title_it_shows(site: ThrowawaySite, path: str, page: str, nav: str, title: str):
    site.write(f"docs/{path}", page)
    site.replace("mkdocs.yml", "theme:", f"nav:\n  - {nav}\ntheme:")

    assert [f'data-pagefind-weight="10">{title}</h1>' in one.html for one in search_pages(site.edition())] == [True]
