"""Verse, speakers, footnotes and pages, as records declare them; and that what readers see is still exactly the text."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.building.pipeline import build
from colophon.edition.spans import spans_of
from colophon.formats.markdown_subset import render
from colophon.formats.urls import document_path
from colophon.model.site import Mark, Mention, Paragraph
from colophon.rendering import render_pages
from colophon.verifying import verify
from tests.conftest import ThrowawaySite, lines_of

VERSE = (
    "THE QUAY\n\n  The tide comes in,\n\tand *Ada\nStone* goes out.  \n\n\u00a0The [tide](x) goes out\n<b>again</b>\\\n"
)
HEARING = """\
MR. STONE: The Harbour Board met.[1]
MRS. STONE: It did.* It met on page 12 and then it went.
Q Who was there? Ada Stone[2], perhaps.
QUAY was the answer.
[1] In 1902.
* On a Monday.
[2] So she said.
"""
SAID = {
    "speakers": ["MR. STONE:", "MRS. STONE:", "Q"],
    "footnotes": {"p5": "[1]", "p6": "* in p2", "p7": "[2]"},
    "pages": {12: "p1", "12a": "p2 and then", "xiv": "p4"},
}


def declared(site: ThrowawaySite) -> ThrowawaySite:
    site.text("verse", VERSE, layout="verse", headings=[1])
    site.text("hearing", HEARING, **SAID)
    source = {"a": {"document": "hearing", "quote": "The Harbour Board met."}}
    site.entry("harbour-board", "It met.[^a]", name="Harbour Board", sources=source)
    site.entry("ada-stone", "She was there.[^a]", name="Ada Stone", kind="official", sources=source)
    return site


def page_lines(site: ThrowawaySite, name: str) -> list[str]:
    return render_pages(site.edition())[document_path(name)].decode().split("\n")


def test_stanzas_are_numbered_and_keep_their_lines_and_indents(site: ThrowawaySite):
    lines = page_lines(declared(site), "verse")
    first = next(at for at, line in enumerate(lines) if line.startswith("[2](#p2)"))

    assert [
        '<span class="line">  The tide comes in,</span>',
        '<span class="line">&#9;and &#42;[Ada',
        "Stone](../glossary/ada-stone.md){: .mention .kind-official }&#42; goes out.</span>",
        "{: #p2 .para .verse }",
    ] == [lines[first].partition(" <")[2].join(("<", "")), *lines[first + 1 : first + 4]]


def test_labels_of_speakers_are_set_off_and_may_be_mentions(site: ThrowawaySite):
    page = "\n".join(page_lines(declared(site), "hearing"))

    assert ["MR. STONE:", "MRS. STONE:", "Q"] == [
        unescape(re.sub(r"\[<span>.*?\}|\[|\]\(.*?\)(\{.*?\})?", "", label))
        for label in re.findall(r'<b class="speaker">(.*?)</b>', page)
    ]


def test_footnotes_lead_to_their_marks_and_back(site: ThrowawaySite):
    page = "\n".join(page_lines(declared(site), "hearing"))
    links = [
        (words.replace("&#91;", "[").replace("&#93;", "]").replace("&#42;", "*"), to)
        for words, to in re.findall(r"\[([^\[\]]*)\]\((#p\d+)\)(?!\{: \.pn|\{: aria)", page)
    ]

    assert [("[1]", "#p5"), ("*", "#p6"), ("[2]", "#p7"), ("[1]", "#p1"), ("*", "#p2"), ("[2]", "#p3")] == links


def test_pages_of_the_original_are_numbered_where_they_begin(site: ThrowawaySite):
    page = "\n".join(page_lines(declared(site), "hearing"))

    assert ["#page-12", "#page-12a", "#page-xiv"] == re.findall(r"\(#\S*\)\{: (#page-\S*) \.pg ", page)
    assert "It met on page 12 [<span>p&#46; 12a</span>](#page-12a)" in page.replace("<span>p. ", "<span>p&#46; ")
    assert ["p. 12", "pp. 12–12a", "p. 12a", "p. xiv", "p. xiv", "p. xiv", "p. xiv"] == [
        one.replace("&#46;", ".") for one in re.findall(r'data-page="([^"]*)"', page)
    ]


@pytest.mark.parametrize("name", ["verse", "hearing"])
def test_pages_need_no_more_of_markdown_than_the_fast_renderer_knows(site: ThrowawaySite, name: str):
    page = "\n".join(page_lines(declared(site), name)).split("\n---\n", 1)[1]

    assert render(page, lambda address: address, ("", "")) is not None


def test_built_pages_show_exactly_the_text(buildable_site: ThrowawaySite):
    """And `verify` notices where a footnote leads elsewhere, or a word is not shown."""
    build(declared(buildable_site).root)
    edition, folder = buildable_site.edition(), buildable_site.root / "site"
    page = folder / "documents/hearing/index.html"
    built = page.read_text("utf-8")

    assert [] == lines_of(verify(edition, folder))
    for old, new in (
        ('href="#p5"', 'href="#p6"'),
        ('<b class="speaker">Q</b>', '<b class="speaker"></b>'),
        ("perhaps", "perchance"),
    ):
        assert old in built
        page.write_text(built.replace(old, new), "utf-8")
        assert [line for line in lines_of(verify(edition, folder)) if "[mentions]" in line or "[text]" in line]


def test_record_of_a_withheld_text_repeats_no_word_of_it(site: ThrowawaySite):
    site.text("hearing", HEARING, **SAID, access={"withheld": "Asked for.", "on": "2026-11-22"})
    page = "\n".join(page_lines(site, "hearing"))

    assert "MR. STONE" not in page
    assert "and then" not in page


def test_texts_without_declarations_say_nothing_of_them(site: ThrowawaySite):
    site.text("plain", "Words.")

    assert not re.search("speakers|footnotes|pages:|data-page", "\n".join(page_lines(site, "plain")))


spans = st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=5), st.lists(spans, max_size=5))
def test_spans_of_a_paragraph_are_apart_and_every_page_is_among_them(
    named: list[tuple[int, int]], marked: list[tuple[int, int]]
):
    mentions, last = [], 0
    for start, end in sorted(named):
        if last <= start < end:
            mentions.append(Mention("x", start, end, 1, "", "e", "name"))
            last = end
    marks = tuple(
        Mark(start, end, "p1" if end > start else f"page-{at}", "" if end > start else str(at))
        for at, (start, end) in enumerate(marked)
    )
    found = spans_of(Paragraph(1, 0, 40, marks=marks), mentions)

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert {mark.page for mark in marks if mark.page} == {
        one.page for one in found if isinstance(one, Mark) and one.page
    }
    assert mentions == [one for one in found if isinstance(one, Mention)]
