"""The copy of each page as plain Markdown, and the list of copies."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown
from selectolax.lexbor import LexborHTMLParser

from colophon.edition import compile_edition
from colophon.formats.markdown import escape
from colophon.rendering import render_pages
from colophon.rendering.copies import copy_path, markdown_copy
from tests.conftest import ThrowawaySite

PAGE = PurePosixPath("glossary/ada.md")


def copied(text: str, site_url: str | None = None) -> str:
    return markdown_copy(PAGE, text.encode(), site_url).decode().rstrip("\n")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("---\ntitle: x\n---\n\n# Ada", "# Ada"),
        ("## History {: #history }\nWords\n{: .small }", "## History\nWords"),
        ("[a](board.md#x) [b](../corpus/a.txt) [c](<https://x.example/>)", "[a](../board/#x) [b](../../corpus/a.txt) [c](https://x.example/)"),
        ('<span class="eyebrow">Text</span> <bdi>x</bdi>', "Text x"),
        ('<details name="cite"><pre>x</pre></details>\n<noscript><p>y</p></noscript>', ""),
        ("don&#39;t &#40;a&#41; &#42;b&#42; 1&#46; &lt;i&gt;", "don't (a) \\*b\\* 1. &lt;i&gt;"),
        ("&#45; no list\n1&#46; &#61;", "\\- no list\n1. ="),
        ("`[x](y.md){: .z }` and `&#42;`", "`[x](y.md){: .z }` and `&#42;`"),
        ("a\n\n\n\nb", "a\n\nb"),
    ],
)  # fmt: skip
def test_a_copy_is_the_page_without_what_only_a_browser_needs(written: str, plain: str):
    assert plain == copied(written)


def test_links_of_a_copy_are_absolute_where_the_site_has_an_address():
    assert "[a](https://r.example/glossary/board/#x)" == copied("[a](board.md#x)", "https://r.example/")


@given(st.text(st.characters(exclude_categories=["C", "Z"], max_codepoint=0x2FF) | st.sampled_from(" *_[](){}<>#`~|!\\&;-+=.:1"), min_size=1, max_size=30))  # fmt: skip
def test_the_words_of_a_copy_are_the_words_of_the_page(words: str):
    words = " ".join(words.split())
    copy = re.sub(
        r"\\([|~:=])", r"\1", copied(escape(words, mid_line=True))
    )  # CommonMark reads them, Python-Markdown does not
    shown = LexborHTMLParser(markdown(f"[1](#p1) {copy}")).text()

    assert "".join(words.split()) == "".join(shown.split()).removeprefix("1")


def test_every_page_has_a_copy_that_reads_without_elements(good_site: ThrowawaySite):
    pages = render_pages(compile_edition(good_site.read().site))
    for path in [path for path in pages if path.suffix == ".md"]:
        copy = pages[copy_path(path)].decode()
        assert "{:" not in copy
        assert not re.search(r"<(?!https?:)[a-z/]", copy), path
    letter = pages[PurePosixPath("documents/letter/index.md.txt")].decode()
    assert "[Ada Stone](../../glossary/ada-stone/)" in letter


def test_the_list_of_copies_names_every_text_and_entry(good_site: ThrowawaySite):
    pages = render_pages(compile_edition(good_site.read().site))
    lines = pages[PurePosixPath("llms.txt")].decode()

    assert lines.startswith("# Harbour Papers\n")
    targets = re.findall(r"\]\(([^)]*)\)", lines)
    assert {"documents/letter/index.md.txt", "glossary/ada-stone/index.md.txt", "data/documents.json"} <= set(targets)
    assert [] == [target for target in targets if target.endswith(".txt") and PurePosixPath(target) not in pages]
