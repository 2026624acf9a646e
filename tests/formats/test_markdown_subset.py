"""The subset of Markdown against Python-Markdown: the same HTML, headings and ids, or nothing."""

from __future__ import annotations

import random
import re
from importlib.metadata import version

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from colophon.formats.markdown import escape
from colophon.formats.markdown_subset import EXTENSIONS, VERSIONS, Rendered, render
from tests.formats.test_markdown import NASTY

TOC = {"permalink": "#", "permalink_title": "Link to this section"}
PERMALINK = '<a class="headerlink" href="#', '" title="Link to this section">#</a>'
INSIDE = {
    "words": "Words, of 3,000 lines; “quoted” & not.".replace(" &", " &amp;"),
    "several lines": "Words\nand more words, in lines\n{: .lines #p1 }",
    "characters as references": "U&#46;S&#46; &lt;b&gt; &#x2014; &nbsp;",
    "underscores inside words": "000_17ce and a__b",
    "links": "[Ice](../glossary/ice.md){: .mention .kind-agency .again }’s [U&#46;S&#46;](x.md#p1) [a](<https://a.b/c?d=e&f=(g)>)",
    "a link with an aria-label": '[1](#p1){: .pn aria-label="Paragraph 1" } Words [<bdi>שלום</bdi>](x.md){: lang=he dir=auto }',
    "emphasis": "<i>a</i> <span>**b**</span> **Strong.** Words *leaning* (*both*), ==marked==&#45;words, `code`, **[a](b.md)**{: .here }.",
    "references in attributes": '[a](b.md){: aria-label="U&#46;S&#46; B" }<span title="c_d=e&amp;f_g=_h"></span>\n\n## A&#58; B {: #c data-toc-label="A&#63; B" }',
    "HTML in a paragraph": '<span class="eyebrow" id="x">Words</span> <i>and</i> <bdi title="a">b</bdi>',
    "a drawing with links": '<svg role="img" aria-label="A, b"><a role="link" xlink:href="../x/#p1" aria-label="P 1"><rect x="0" y="1.5"></rect></a></svg>',
    "breaks and raised marks": "A[^n]<br>B[^n]<sup>, </sup>[^m]\n\n- <small>x</small><br>\n\n[^n]: N<br>.\n\n[^m]: <sup>m</sup>",
    "a drawing": '<svg class="strip" viewBox="0 0 2 8" aria-hidden="true"><path d="M1 0v8"></path></svg>',
    "headings": "# The title\n\n## The title\n\n### [Text](x.md){: lang=es } {: #in-x }\n\n## **A** word &amp; `code`\n\n# Été 2",
    "a heading in a text": '## [3](#p3){: .pn aria-label="Paragraph 3" } Words&#58; {: #p3 .para data-toc-label="Words: " lang=es }',
    "a list": "- one\n- two [x](y.md) <span>z</span>\n\nWords.\n\n- three",
    "a tree": "- a\n    - b[^n]\n        - c\n        - **d**{: .here }\n    - e\n- f[^n]\n    - g[^n]\n\nEnd.[^n]\n\n[^n]: Note.",
    "definitions": "[A](a.md){: #in-a .named }\n:   <span>1</span> mention\n:   ¶ [1](#p1)\n\nB\n:   c\n\nWords.\n\nD\n:   e",
    "a table": "| A | B[^n] |\n| --- | --- |\n| [x](y.md) · z | &#124; `c` |\n|  | d |\n\n[^n]: Note, [a](b.md).",
    "a division": '<div class="tree" data-x="../a.txt" markdown="1">\n\n- a[^n]\n\nWords.\n{: .small }\n\n</div>\n\nWords.[^n]\n\n[^n]: N.',
    "divisions in one another": '<div class="a" markdown="1">\n\nWords.\n\n<div id="b" markdown="1">\n\n- **C**\n\n</div>\n\n</div>\n\nD.',
    "HTML": '<dl class="cite">\n<dt>BibTeX</dt>\n<dd><pre id="b" tabindex="0">&#64;misc&#123;\n  a,\n&#125;</pre></dd>\n</dl>\n\nWords.',
    "HTML with marks in attributes": '<div class="cite">\n<details name="a"><summary>x</summary>\n<pre><span data-x="{%a},&#10; &quot;[_"></span></pre>\n</details>\n</div>',
    "data for search engines": 'A.\n\n<script type="application/ld+json">{"@id":"./","a":[{"b":"*&_\\u005b"}]}</script>\n\nB.\n\n<script type="application/ld+json">{}</script>',
    "a form": '<form action="../search/">\n<input name="q" required>\n<button>Search</button>\n</form>',
    "citations": "A.[^a] B.[^b][^a]\n\n## C {: #c }\n\n- D.[^a]\n\n[^b]: **B**.\n\n[^a]: A.\n\n[^c]: Never cited.",
}
OUTSIDE = [
    *[
        "a*b",
        "a_ b",
        "_a_",
        "a & b",
        "a < b",
        "[a]",
        "[^a]",
        "![a](b)",
        "a\\b",
        "{",
        "a  \nb",
        "a\tb",
        "``a``",
        "***a***",
    ],
    *["- a\n\n- b", "1. a", "> a", "    a", "a\n# b", "a\n: b", "a\n===", "~~~\na\n~~~", "[a]: b", "[TOC]", "<p>a</p>"],
    *["<div>\n\na\n\n</div>", '<div markdown="1">\na\n</div>', "<script>a</script>", "<!-- a -->", "- a\n        - b"],
    *[
        "# a[^a]\n\n[^a]: b",
        "[^a]: b[^a]",
        "[^a]: b\n\n[^a]: c",
        "[a](b){: href=c }",
        "a|b\n-|-\nc|d",
        "| a |\n| --- |\n| b |",
    ],
    *[
        "[a](<https://x.org/id=5>)",
        "\x02",
        "a\r\nb",
        '<div id="a">\n<script>\n</script>\n</div>',
        "<dl>a</dl> b",
        '<a name="b">c</a>',
        "# a #",
    ],
]
PIECES = [
    *INSIDE.values(),
    *re.findall(r"\S+|\s+", "".join(INSIDE.values())),
    *OUTSIDE,
    *NASTY,
    *[
        "\n\n",
        "\n\n",
        " ",
        "\n",
        "[^a]",
        "\n\n[^a]: Note.\n\n",
        "\n\n[^n]: Note.",
        "{: .x }",
        "\n{: .y }",
        "==a==",
        "**b**",
        "*c*",
    ],
]


@pytest.fixture(scope="module")
def processor() -> Markdown:
    return Markdown(extensions=sorted(EXTENSIONS), extension_configs={"toc": TOC})


def as_both(markdown: str, processor: Markdown) -> tuple[Rendered | None, str]:
    """What the subset makes of a page, and the HTML of Python-Markdown, whose headings and ids must be the same."""
    ours = render(markdown, lambda address: address, PERMALINK)
    theirs = processor.reset().convert(markdown)
    if ours:
        nested = list(processor.toc_tokens)  # type: ignore[attr-defined]
        tokens = []
        while nested:
            token = nested.pop(0)
            tokens.append((token["level"], token["id"], token["name"]))
            nested[:0] = token["children"]
        assert tokens == [(heading.level, heading.id, heading.name) for heading in ours.headings]
        assert set(re.findall(r'<[a-z0-9]+[^<>]* id="([^"]*)"', theirs)) == ours.anchors
    return ours, theirs


@pytest.mark.parametrize("markdown", INSIDE.values(), ids=INSIDE)
def test_what_generated_pages_use_is_rendered_as_python_markdown_does(markdown: str, processor: Markdown):
    ours, theirs = as_both(markdown, processor)

    assert ours is not None
    assert theirs == ours.html


@pytest.mark.parametrize("markdown", OUTSIDE)
def test_what_python_markdown_might_take_for_something_else_is_left_to_it(markdown: str):
    assert render(markdown, lambda address: address, PERMALINK) is None


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@example("`e``e`")
def test_whatever_is_in_the_subset_is_the_html_of_python_markdown(processor: Markdown, markdown: str):
    ours, theirs = as_both(markdown, processor)

    assert ours is None or theirs == ours.html


@settings(max_examples=120)
@given(st.lists(st.sampled_from(NASTY), min_size=1, max_size=8).map("".join), st.integers())
def test_escaped_words_are_the_html_of_python_markdown(processor: Markdown, words: str, seed: int):
    chance = random.Random(seed)
    at = chance.randrange(len(words))
    before, after = (escape(part, True) for part in (words[:at], words[at:]))
    markdown = f"[1](#p1){{: .pn }} {before}[{after}](x.md){{: .mention }}=={before}=={after}\n{{: #p1 .para }}"
    ours, theirs = as_both(markdown, processor)

    assert ours is None or theirs == ours.html


def test_an_address_that_is_not_known_leaves_the_page_to_python_markdown():
    assert render("[a](b.md)", lambda _: None, PERMALINK) is None


def test_a_title_is_a_heading_of_level_1_with_which_the_page_begins():
    titles = [render(page, str, PERMALINK) for page in ("# *A* &amp; b {: #x }", "Words.\n\n# A", "## A\n\n# B")]

    assert ["A &amp; b", None, None] == [rendered and rendered.title for rendered in titles]


def test_the_installed_programs_are_those_it_was_compared_with():
    """After an upgrade: if the tests of this file and of `test_page_html.py` pass, change `VERSIONS`."""
    assert {name: version(name) for name in VERSIONS} == VERSIONS
