"""Markdown that says exactly what it was given, under every extension we could find."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

from colophon.formats.invisible import searchable, visible
from colophon.formats.markdown import (
    Block,
    attribute,
    blocks,
    citation_places,
    escape,
    fill_markers,
    link,
    markers,
    paragraphs_of,
    plain,
    summary_of,
)
from colophon.formats.paragraphs import split_paragraphs
from colophon.formats.urls import document_path, entry_path, page_url, relative, untouched_path

OURS = ["attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.mark"]
MANY = [
    *OURS,
    *["abbr", "admonition", "fenced_code", "meta", "sane_lists", "smarty", "wikilinks"],
    *["pymdownx.arithmatex", "pymdownx.b64", "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.details"],
    *["pymdownx.emoji", "pymdownx.escapeall", "pymdownx.fancylists", "pymdownx.highlight", "pymdownx.inlinehilite"],
    *["pymdownx.keys", "pymdownx.magiclink", "pymdownx.pathconverter", "pymdownx.progressbar", "pymdownx.quotes"],
    *["pymdownx.saneheaders", "pymdownx.smartsymbols", "pymdownx.snippets", "pymdownx.striphtml", "pymdownx.superfences"],
    *["pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde"],
    *["pymdownx.blocks.admonition", "pymdownx.blocks.caption", "pymdownx.blocks.definition", "pymdownx.blocks.details"],
    *["pymdownx.blocks.html", "pymdownx.blocks.tab"],
]  # fmt: skip
CONFIGS: dict[str, Mapping[str, Any]] = {
    "pymdownx.magiclink": {
        "repo_url_shorthand": True,
        "social_url_shorthand": True,
        "provider": "github",
        "user": "u",
        "repo": "r",
    },
    "pymdownx.snippets": {"check_paths": False},
    "pymdownx.tabbed": {"alternate_style": True},
    "smarty": {"smart_angled_quotes": True},
}

NASTY = [
    *["word", "Mr.", "U.S.", "e.g.", "it's", "'tis", "rock'n'roll", "O'Brien's", "I'm", "a-b", "a--b", "3,000", "end.”", "HTML"],
    *["\u202e", "\u2067", "\u2069", "\u200d", "\u200c", "\u200f", "\u061c", "\u2060", "\U000e0041", "\ufe0f", "\u034f", "\u180e"],
    *["שלום", "مرحبا", "👩", "❤", "क्", "\u3164", "\ufdd0", "\x9f", "⟨U+202E⟩", "\u0300" * 33, "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"],
    *[" ", "  ", "\n", "  \n", "\n    ", "\t", "\r\n", "\u00a0", "\u2028", "\u0085", "\u200b", "\ufeff", "\u00ad"],
    *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    *["’", "“", "”", "«", "—", "…", "é", "e\u0301", "字", "😀", "\x00", "\x02", "\x03", "\x0b", "\x0c", "\x1b", "\x7f"],
    *["\n- ", "\n* ", "\n+ ", "\n1. ", "\n1) ", "\na. ", "\nii. ", "\n# ", "\n> ", "\n: ", "\n| ", "\n===", "\n---", "\n***"],
    *["`code`", "```", "~~~", "**b**", "__b__", "*i*", "_i_", "~~s~~", "^^u^^", "==m==", "++k++", "H~2~O", "x^2^", "||s||"],
    *["[a](b)", "![a](b)", "[a][b]", "[a]", "\n[a]: http://x", "[^1]", "\n[^1]: n", "\n*[HTML]: x", "[TOC]", "[[Wiki]]", "[ ] ", "[x] "],
    *["&amp;", "&lt;", "&#65;", "&#x41;", "&copy;", "&nbsp;", "&", "&#"],
    *["<b>", "</p>", "<br/>", "<!-- c -->", "<!--", "-->", "<?php", "?>", "<![CDATA[", "]]>", "<div markdown='1'>", "<script>"],
    *["{: #id .c }", "{#id}", "{.c}", "{: onclick=x }", "{", "}", "{++a++}", "{--a--}", "{~~a~>b~~}", "{>>c<<}", "{==m==}"],
    *["\n!!! note", "\n??? note", "\n???+ note", '\n=== "T"', "\n/// note", "\n///", '--8<-- "f"', "\n--8<--\nf\n--8<--", "\n<<<"],
    *[":smile:", ":+1:", "(c)", "(tm)", "(r)", "c/o", "1/2", "1/4", "+/-", "-->", "<--", "<-->", "=/=", "1st", "2nd", "...", "--", "---"],
    *["http://a.b/c", "https://a.b", "www.a.bc", "ftp://a.b", "a@b.com", "mailto:a@b.com", "user/repo#12", "@user", "@user/repo", "#12"],
    *["deadbeef" * 5, "$x$", "$$", "\\(", "\\[", "\\*", '[=50% "x"]', "term\n: def", "a | b\n--|--\n1 | 2", "wzxhzdk:0", "\x02klzzwxh:0\x03"],
]  # fmt: skip
nasty_texts = st.one_of(
    st.lists(st.tuples(st.sampled_from(NASTY), st.sampled_from(["", "", " "])).map("".join), max_size=8).map("".join),
    st.text(max_size=20),
)


@cache
def processor(*extensions: str) -> Markdown:
    return Markdown(
        extensions=list(extensions), extension_configs={k: v for k, v in CONFIGS.items() if k in extensions}
    )


def rendered(source: str, extensions: list[str]) -> LexborHTMLParser:
    """What a browser has before it once Markdown is through with it."""
    return LexborHTMLParser(processor(*extensions).reset().convert(source))


def shown(source: str, extensions: list[str]) -> str:
    body = rendered(source, extensions).body
    return without_line_ends(body.text() if body else "")


def without_line_ends(text: str) -> str:
    """White space at the ends of lines is all that may differ."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def paragraphs(text: str) -> list[str]:
    return [text[p.start : p.end] for p in split_paragraphs(text, "blocks")]


@pytest.mark.parametrize("extensions", [[], OURS, MANY], ids=["none", "ours", "many"])
@settings(max_examples=250)
@given(nasty_texts)
@example("it's so, isn't it")
@example("fixed in " + "deadbeef" * 5)
@example("_" + "deadbeef" * 5 + "_")
@example("1. a\n2. b")
@example("ii. a")
@example("word\nii. a\niii. b")
@example("Setext\n---")
@example("a\n\n!!! note\n    b")
def test_escaped_text_renders_as_it_is(extensions: list[str], text: str):
    """Alone, and as documents hold it: after the number of its paragraph and before its attributes."""
    for words in paragraphs(text):
        expected = without_line_ends(visible(words))

        assert expected == shown(escape(words), extensions)
        if "attr_list" in extensions:
            source = f"[3](#p3){{: .pn }} {escape(words, mid_line=True)}\n{{: #p3 .para }}"
            assert without_line_ends(f"3 {expected}") == shown(source, extensions)


@settings(max_examples=200)
@given(nasty_texts)
def test_escaped_text_makes_no_element(text: str):
    """No element, attribute or address comes out of a text: the page has those we wrote, and ordinals' raised letters.

    What we write are signs for what cannot be seen, and isolation of what is written from right to left.
    """
    for words in paragraphs(text):
        page = rendered(f"[3](#p3){{: .pn }} {escape(words, mid_line=True)}\n{{: #p3 .para }}", MANY)

        assert {"p", "a"} <= {node.tag for node in page.css("body *")} <= {"p", "a", "br", "sup", "bdi"}
        assert ["#p3"] == [node.attributes["href"] for node in page.css("a")]
        assert [{"id": "p3", "class": "para"}] == [node.attributes for node in page.css("p")]
        assert "" == "".join(str(value) for node in page.css("br, sup") for value in node.attributes)
        for sign in page.css("bdi"):
            assert {
                "class": "control",
                "title": sign.attributes.get("title"),
            } == sign.attributes or {} == sign.attributes


@settings(max_examples=200)
@given(nasty_texts)
@example('} {: #x } " onclick="y')
def test_escaped_subhead_renders_as_it_is(text: str):
    """As documents write it: a heading with its number, its anchor and its words once more as a label."""
    for words in paragraphs(text):
        line = re.sub(r"\s+", " ", words)
        source = (
            f'## [3](#p3){{: .pn }} {escape(line, mid_line=True)} {{: #p3 .para data-toc-label="{attribute(words)}" }}'
        )
        page = rendered(source, OURS)
        heading = page.css_first("h2")

        assert heading is not None
        assert ["h2"] == [node.tag for node in page.css("body > *")]
        assert {"id", "class"} == set(heading.attributes) - {"data-toc-label"}
        assert ("p3", "para") == (heading.attributes["id"], heading.attributes["class"])
        assert f"3 {re.sub(r'[ ]+', ' ', visible(line)).strip()}" == re.sub(r"[ ]+", " ", heading.text()).strip()


@given(nasty_texts, nasty_texts)
def test_link_has_its_words_and_target(before: str, words: str):
    """As a mention stands in a paragraph: some words, a link, some words."""
    line, name = (re.sub(r"\s+", " ", part).strip() for part in (before, words))
    name = name.strip("\u200b\ufeff\u00ad") or "x"
    source = f"[3](#p3) {escape(line, mid_line=True)} {link(escape(name, mid_line=True), '../glossary/x.md', '.mention')} end"
    page = rendered(source, MANY)

    *_, mention = page.css("a")
    assert 2 == len(page.css("a"))
    assert {"href": "../glossary/x.md", "class": "mention"} == mention.attributes
    assert visible(name).strip() == mention.text().strip()


@given(st.lists(st.text(st.characters(categories=["Lu", "Ll", "Nd", "Zs"]), min_size=1), min_size=1))
def test_plain_words_are_not_escaped(words: list[str]):
    """What has no punctuation is Markdown already, so that a page can be read and compared as plain text."""
    text = " ".join(words)

    assert text == escape(text, isolate=False)


@pytest.mark.parametrize(
    "sentence",
    [
        "The report came late, on a Monday, and nobody read it.",
        "Some 3,000 people came. Did they stay? They did.",
        "A well-known and high-profile case.",
        "He calls it “a stunt” and the president’s party – all of it — laughs…",
    ],
)
def test_ordinary_prose_is_not_escaped(sentence: str):
    assert sentence == escape(sentence, mid_line=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x00b\x1bc\x7f", "a␀b␛c␡"),
        ("\ta\u00a0b", "\ta\u00a0b"),
        ("\x0b\x0c", "␋␌"),
        ("a\u202eb\u2066c", "a⟨U+202E⟩b⟨U+2066⟩c"),
        ("soft\u00adly \u200bx\u2060y a\ufeffb", "soft⟨U+00AD⟩ly ⟨U+200B⟩x⟨U+2060⟩y a⟨U+FEFF⟩b"),
        ("a\u2028b\u2029c\u0085d\u009fe", "a⟨U+2028⟩b⟨U+2029⟩c⟨U+0085⟩d⟨U+009F⟩e"),
        ("a\U000e0041b\ufdd0c\U0010ffffd", "a⟨U+E0041⟩b⟨U+FDD0⟩c⟨U+10FFFF⟩d"),
        (
            "a\u200db a\u200cb a\u200eb \u3164\uffa0\u180e\u034f",
            "a⟨U+200D⟩b a⟨U+200C⟩b a⟨U+200E⟩b ⟨U+3164⟩⟨U+FFA0⟩⟨U+180E⟩⟨U+034F⟩",
        ),
        ("x\ufe0f\ufe0f", "x\ufe0f⟨U+FE0F⟩"),
        ("e" + "\u0301" * 32 + "a\u0301", "e" + "\u0301" * 30 + "⟨U+0301⟩⟨U+0301⟩a\u0301"),
    ],
)
def test_controls_become_pictures_and_line_ends_line_feeds(text: str, expected: str):
    assert expected == visible(text)


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian
        "\u200dه",
        "क्\u200dष ക്\u200c",  # Hindi, Malayalam
        "ភាសា\u200bខ្មែរ",  # Khmer
        "שלום!\u200f (2024)\u200e",
        "👩\u200d🔬 👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 👩🏽\u200d🚀 🙂\u200d↔\ufe0f 1\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland
        "葛\U000e0100 ᠠ\u180eᠨ",  # a variant of a Chinese character, Mongolian
        "\u115f\u1161 e\u034f\u0301",
    ],
)
def test_invisible_characters_that_a_script_needs_stay(text: str):
    assert text == visible(text) == searchable(text)


def test_sign_names_its_character_and_cannot_be_forged():
    assert '<bdi class="control" title="right-to-left override">⟨U&#43;202E⟩</bdi>' == escape("\u202e")
    assert "⟨U&#43;202E⟩" == escape("⟨U+202E⟩")


def test_searchable_words_have_no_signs():
    assert "immigration of many" == searchable("immi\u00adgra\u200btion\u2028of ma\u202eny")


@given(nasty_texts, st.data())
def test_part_of_a_text_is_shown_as_in_the_whole(text: str, data: st.DataObject):
    """A link begins and ends anywhere; what is needed is decided by what stands around it all the same."""
    text = text.replace("\r", "")
    at = data.draw(st.integers(0, len(text)))

    assert visible(text) == visible(text, 0, at) + visible(text, at)


@given(nasty_texts)
def test_visible_text_stays_as_it_is(text: str):
    assert visible(text) == visible(visible(text))


# --- addresses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "page", "anchor", "expected"),
    [
        ("glossary/a.md", "documents/x.md", "", "../glossary/a.md"),
        ("glossary/a.md", "glossary/b.md", "", "a.md"),
        ("documents/x.md", "index.md", "p3", "documents/x.md#p3"),
        ("index.md", "deep/er/page.md", "", "../../index.md"),
        ("corpus/x.txt", "documents/x.md", "", "../corpus/x.txt"),
        ("a.md", "a.md", "top", "a.md#top"),
    ],
)
def test_link_is_relative_to_its_page(target: str, page: str, anchor: str, expected: str):
    assert expected == relative(target, page, anchor)
    assert expected == relative(PurePosixPath(target), PurePosixPath(page), anchor)


def test_paths_of_pages():
    assert ("documents/x.md", "glossary/x.md", "corpus/x.txt") == (
        str(document_path("x")),
        str(entry_path("x")),
        str(untouched_path("x")),
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("glossary/x.md", "glossary/x/"),
        ("glossary/index.md", "glossary/"),
        ("index.md", ""),
        ("about.md", "about/"),
        ("deep/er/index.md", "deep/er/"),
    ],
)
def test_page_is_a_folder_on_the_web(path: str, expected: str):
    assert expected == page_url(path)


# --- the Markdown editors write ----------------------------------------------------------------------------------


def test_blocks_of_prose_have_their_line():
    prose = "\n## Heading\n\nOne.[^a] More.[^b][^a]\nStill one.\n \n\n- two[^c]\n"

    found = list(blocks(prose))

    assert [
        Block(2, "## Heading"),
        Block(4, "One.[^a] More.[^b][^a]\nStill one."),
        Block(8, "- two[^c]"),
    ] == found
    assert [True, False, False] == [block.is_heading for block in found]
    assert [(), ("a", "b", "a"), ("c",)] == [block.citations for block in found]


def test_heading_with_words_below_is_not_only_a_heading():
    assert [False] == [block.is_heading for block in blocks("## Heading\nAnd a claim.")]


@pytest.mark.parametrize("nothing", ["", "\n\n", "  \n\t\n"])
def test_empty_prose_has_no_blocks(nothing: str):
    assert [] == list(blocks(nothing))


def test_citation_has_line_and_column():
    assert [(1, 5, "a"), (3, 1, "b-2"), (3, 9, "a")] == list(citation_places("One.[^a]\n\n[^b-2] x[^a] [^not one] [x]"))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("The *Harbour* **Board** ran [the quay](x.md).[^a]", "The Harbour Board ran the quay."),
        ("A _word_ and snake_case_word.", "A word and snake_case_word."),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("AT&amp;T &mdash; one\nline", "AT&T — one line"),
        ("![A map](map.png) here", "A map here"),
        ("***both***", "both"),
    ],
)
def test_plain_words_of_markdown(markdown: str, expected: str):
    assert expected == plain(markdown)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("The Board ran the quay.[^a] It was safe.[^b]", "The Board ran the quay."),
        ("## Heading\n\nThe *Board*\nran it.[^a]", "The Board ran it."),
        ("", ""),
        ("## Only a heading", ""),
        ("Ada Stone was clerk[^a] of the Board.[^a]", "Ada Stone was clerk of the Board."),
    ],
)
def test_an_entry_is_described_by_its_first_sentence(prose: str, expected: str):
    assert expected == summary_of(prose)


def test_marker_is_on_a_line_of_its_own():
    page = "# Title\n\n<!-- colophon: texts -->\n\nNot <!-- colophon: inline --> here.\n<!--colophon:a-to-z-->  \n"

    assert [(3, "texts"), (6, "a-to-z")] == list(markers(page))
    assert "# Title\n\nT\n\nNot <!-- colophon: inline --> here.\nA\n" == fill_markers(
        page, {"texts": "T", "a-to-z": "A"}
    )


def test_listing_replaces_its_marker_as_it_is():
    """A backslash in a listing is not read as a group of a pattern."""
    assert "\\1 \\g<0> \\n" == fill_markers("<!-- colophon: x -->", {"x": "\\1 \\g<0> \\n"})


def test_blocks_are_joined_by_a_blank_line():
    assert "one\n\ntwo\n" == paragraphs_of(["one\n", "", "\n\n", "\ntwo"])
