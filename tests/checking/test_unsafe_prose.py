"""Prose without a problem holds nothing that runs or loads."""

from __future__ import annotations

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from colophon.checking.prose import check_prose
from colophon.formats.markdown import prose_on_page
from tests.conftest import PROJECT, ThrowawaySite

LIVELY = {
    "HTML": "<b>x</b>",
    "HTML over two lines": '<img src="x\n" onerror=alert(1)>',
    "a script in capitals": "<SCRIPT>alert(1)</SCRIPT>",
    "a comment": "<!-- x -->",
    "a processing instruction": "<?php x ?>",
    "an attribute": "*x*{: onclick=alert(1) }",
    "an attribute of the paragraph": "x\n{: onmouseover=alert(1) }",
    "an attribute without a colon": "*x*{ style=color:red }",
    "a link that runs": "[x](javascript:alert(1))",
    "in capitals": "[x](JaVaScRiPt:alert(1))",
    "in entities": "[x](&#x6A;avascript&colon;alert(1))",
    "with a tab": "[x](java\tscript:alert(1))",
    "with a tab in entities": "[x](java&#9;script:alert(1))",
    "with a line end": "[x](<java\nscript:alert(1)>)",
    "in angle brackets": "[x](<javascript:alert(1)>)",
    "with spaces": "[x](  javascript:alert(1))",
    "a definition": "[x][y]\n\n[y]: javascript:alert(1)",
    "a definition in a quotation": "[x][y].[^a]\n\n> [y]: javascript:alert(1)",
    "a definition in a list": "- [y]: javascript:alert(1)",
    "a definition on two lines": "[x][y].[^a]\n\n[y]:\n    javascript:alert(1)",
    "after what looks like code": "```\n[x](javascript:alert(1))",
    "between escaped backticks": "\\`[x](javascript:alert(1))\\`",
    "another scheme": "[x](vbscript:x)",
    "data": "[x](data:text/html,x)",
    "a picture that is data": "![x](data:image/svg+xml,x)",
    "a file": "[x](file:///etc/passwd)",
    "an address in angle brackets that runs": "<javascript:alert(1)>",
    "another host without a scheme": "[x](//other.example/)",
    "backslashes": "[x](\\\\\\\\other.example\\\\x)",
    "a picture of another host": "![x](https://other.example/x.png)",
    "a picture of another host without a scheme": "![x](//other.example/x.png)",
}


@pytest.mark.parametrize("prose", LIVELY.values(), ids=LIVELY)
def test_prose_that_would_run_or_load_something_is_a_problem(good_site: ThrowawaySite, prose: str):
    good_site.text("noted", "A word.", notes=f"See {prose}")
    entry = good_site.root / "docs/glossary/ada-stone.md"
    matter, end, _ = entry.read_text("utf-8").rpartition("---\n")
    key = next(iter(yaml.safe_load(matter.strip("-\n"))["sources"]))
    entry.write_text(f"{matter}{end}\nSee[^{key}] {prose}\n", "utf-8")
    problems = good_site.problems()

    for path in ("corpus/noted.yml", "docs/glossary/ada-stone.md"):
        assert [line for line in problems if line.startswith(path) and line.endswith(("[html]", "[link]"))], path
    assert all(line.isprintable() for line in problems)


EXTENSIONS = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
PIECES = [
    *(
        "<",
        ">",
        "<b",
        "<img src=x onerror=x",
        "</",
        "<!--",
        "-->",
        "<?",
        "&lt;",
        "&#60;",
        '"',
        "'",
        "`",
        "```",
        "\\",
        "!",
    ),
    *(
        "[",
        "]",
        "](",
        ")",
        "]:",
        "[y]: ",
        "[x][y]",
        "[^a]",
        "[^a]: ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "    ",
        ":   ",
        "|",
        "#",
    ),
    *(
        "{: ",
        "{",
        "}",
        " }",
        "onclick=x",
        ".c",
        "#i",
        "style=x",
        "javascript:",
        "java",
        "script:",
        "&colon;",
        "&Tab;",
        "\t",
    ),
    *("data:x", "//h.example", "https://h.example/", "x", " ", "word", "*", "==", "~~~", "\u00a0", "\u200b"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_prose_without_a_problem_holds_nothing_that_runs(prose: str):
    rules = {problem.rule for problem in check_prose(prose, 1, "x.md", {"a"})}
    if {"html", "link"} & rules:
        return
    extensions = [name if isinstance(name, str) else next(iter(name)) for name in EXTENSIONS]
    shown = f"{prose_on_page(prose)}\n\n<section markdown>\n\n## After\n\n</section>\n"
    page = LexborHTMLParser(f"<body>{markdown.markdown(shown, extensions=[*extensions, 'fenced_code'])}</body>")

    assert ["After"] == [node.text() for node in page.css("section > h2")]
    assert [] == page.css("script, style, iframe, object, embed, svg, math, form, base, link, meta")
    for node in page.css("body *"):
        names = {name for name in node.attributes if name not in ("style", "id", "class", "title", "alt", "role")}
        assert names <= {"href", "src", "start", "data-toc-label"}, (node.html, prose)
        assert (node.attributes.get("style") or "text-align: left;") in {
            f"text-align: {side};" for side in ("left", "center", "right")
        }
        for name in ("href", "src"):
            target = "".join(mark for mark in node.attributes.get(name) or "" if mark > " ").lower()
            assert not target.startswith(("javascript:", "data:", "vbscript:")), (target, prose)
