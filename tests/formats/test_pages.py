"""Titles of authored pages: the words that the rendered page shows."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from colophon.formats.pages import page_of
from colophon.model.settings import Settings

ABOUT = PurePosixPath("about.md")
EXTENSIONS = {"attr_list": {}, "footnotes": {}, "pymdownx.mark": {}, "toc": {"permalink": "#"}}


def title_of(markdown: str, path: PurePosixPath = ABOUT, **settings: object) -> str:
    """The title of a page of a site with the usual extensions."""
    return page_of(path, markdown, Settings("A site", {}, extensions=EXTENSIONS, **settings)).title  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# About *this* site", "About this site"),
        ("# The `corpus`", "The corpus"),
        ("# See [x](about.md)", "See x"),
        ("# Caf&eacute;", "Café"),
        (r"# 3 \* 4", "3 * 4"),
        ("# Closing #", "Closing"),
        ("# C# and F#", "C# and F"),
        ("# A ==b==", "A b"),
        ("# A <sub>2</sub>", "A 2"),
        ("# A {#here}", "A"),
        ("Setext\n======", "Setext"),
        ("```\n# code\n```\n\n# After", "After"),
        ("> # Quoted", "Quoted"),
        ("## Only second", "About"),
        ("", "About"),
        ("---\ntitle: Named\n---\nWords.", "Named"),
        ("---\ntitle: Named\n---\n# Shown", "Shown"),
        ("---\ntitle: [\n---\nWords.", "About"),
        ("---\ntitle: [\n---\n# Not shown", "About"),
        ("---\n# Not shown", "About"),
    ],
)
def test_title_is_the_rendered_heading(markdown: str, title: str):
    assert title == title_of(markdown)


def test_navigation_names_a_page_without_heading():
    assert "Who we are" == title_of("---\ntitle: Named\n---\n", nav={("nav", 0, "Who we are"): "about.md"})


@pytest.mark.parametrize(
    ("path", "title"), [("index.md", "Home"), ("how-to_cite.md", "How to cite"), ("FAQ.md", "FAQ")]
)
def test_file_names_a_page_without_heading(path: str, title: str):
    assert title == title_of("Words.", PurePosixPath(path))


def test_page_keeps_its_parts():
    page = page_of(ABOUT, "---\nhide: [toc]\n---\n# A\n", Settings("A site", {}))

    assert ({"hide": ["toc"]}, "# A\n", "A") == (page.front_matter, page.body, page.heading)


def test_markdown_nested_too_deep_has_no_heading():
    assert "About" == title_of(f"{'> ' * 5000}# x")
