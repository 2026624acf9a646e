"""No value of a field breaks out of a page, a data file, a terminal or an annotation."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from xml.etree import ElementTree as ET

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from colophon.building.preview import Version, with_problems
from colophon.curation import explain as explaining
from colophon.edition import compile_edition
from colophon.formats.links import LINK
from colophon.formats.reports import as_github, as_line, printable
from colophon.model.problem import Place, Problem
from colophon.rendering import render_pages
from colophon.rendering.data import data_files
from colophon.rendering.feed import feed_file
from tests.conftest import PROJECT, ThrowawaySite

EXTENSIONS = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]

ESC = "\x1b]0;owned\x07\x1b[2J"
RLO = "\u202e"


BREAKING = (
    "\"'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "](javascript:alert(1)) [x",
    "{: onclick=alert(1) }",
    "| a | b\n|---|",
    "[^x]: note\n\n: definition\n\n    code\n\n# heading",
    "</title></textarea></script><!-- --><![CDATA[ ]]>",
    f"{ESC}{RLO}\u2028\ufffe",
    "{{ config }} {% raw %} --8<-- '/etc/passwd' :smile: ==x== ~~x~~ $x$",
    "=cmd|' /C calc'!A0",
)


def hostile(site: ThrowawaySite, words: str) -> None:
    """Put it into every field that takes words; a name is one line without control characters."""
    line = "".join(mark for mark in words.replace("\n", " ") if mark.isprintable())
    stated = {"basis": "attributed", "evidence": words}
    site.text(
        "one",
        f"The Harbour Board met.\n{words}",
        title={**stated, "value": line},
        creators={**stated, "value": [line]},
        publisher={**stated, "value": line},
        rights={"statement": "http://rightsstatements.org/vocab/CNE/1.0/", "note": words},
        acquired={"on": "2026-11-21", "from": line, "by": line},
    )
    site.text("two", "Gone.", access="withheld", withheld={"reason": words, "on": "2026-01-01"})
    web = {"url": "https://example.org/", "title": line, "author": line, "publisher": line, "note": words}
    sources = {
        "one": {"document": "one", "quote": words.strip().split("\n")[0]},
        "web": {**web, "consulted": "2026-01-01"},
    }
    position = {"title": line, "agency": "board", "note": words, "source": "web"}
    site.entry("board", "Met.[^web]", name="Harbour Board", aliases=[f"{line} Office"], sources={"web": sources["web"]})
    site.entry("who", "Is.[^web] And.[^one]", name=line, kind="boat", positions=[position], sources=sources)
    name = json.dumps(line)
    kinds = f"{{boat: {{label: {name}, plural: {name}, person: true}}}}"
    site.write(
        "mkdocs.yml",
        f"site_name: {name}\nsite_description: {name}\ntheme: {{name: material}}\nplugins: [colophon: {{kinds: {kinds}}}]\n",
    )


@pytest.mark.parametrize("words", BREAKING)
def test_no_field_breaks_out_of_a_page(site: ThrowawaySite, words: str):
    hostile(site, words)
    edition = compile_edition(site.read().site)
    extensions = [name if isinstance(name, str) else next(iter(name)) for name in EXTENSIONS]

    for path, data in render_pages(edition).items():
        if path.suffix != ".md":
            continue
        _, _, body = data.decode().rpartition("\n---\n")
        page = LexborHTMLParser(f"<body>{markdown.markdown(body, extensions=extensions)}</body>")
        assert [] == page.css("script:not([type='application/ld+json']), style, iframe, object, textarea, title"), path
        [node] = page.css("script")
        assert json.loads(node.text())["@context"] == "https://schema.org", path
        for node in page.css("*"):
            assert [] == [name for name in node.attributes if name.startswith("on")], (path, node.html)
            assert not (node.attributes.get("href") or "").lower().startswith("javascript:"), path


@pytest.mark.parametrize("words", BREAKING)
def test_no_field_breaks_the_data_files_the_feed_or_the_page_for_editors(site: ThrowawaySite, words: str):
    hostile(site, words)
    edition = compile_edition(site.read().site)

    for path, data in data_files(edition).items():
        if path.suffix == ".json":
            json.loads(data)
        if path.suffix == ".csv":
            rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
            assert 1 == len({len(row) for row in rows}), path
    ET.fromstring(feed_file(edition))
    page = LexborHTMLParser(explaining.as_page(edition, edition.site.entries))
    assert [] == page.css("script")
    assert {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "table", "tbody", "tr", "th", "td", "mark"} >= {node.tag for node in page.css("*")}  # fmt: skip


@pytest.mark.parametrize("words", BREAKING)
def test_a_message_cannot_break_a_terminal_an_annotation_or_the_preview(words: str):
    problem = Problem(f"docs/{words}.md", Place(), LINK, words)

    assert not any(unicodedata.category(mark) in ("Cc", "Zl", "Zp") for mark in as_line(problem))
    assert RLO not in as_line(problem)
    assert 1 == len(as_github(problem).splitlines())
    assert "\x1b" not in as_github(problem)
    shown = with_problems("<html><body></body></html>", Version(1, None, (problem,)), "/style.css")
    page = LexborHTMLParser(shown)
    assert ["html", "head", "body", "link", "aside", "strong", "ul", "li"] == [node.tag for node in page.css("*")]


@given(st.text(st.characters()))
def test_printable_text_cannot_control_a_terminal(text: str):
    shown = printable(text)

    assert not any(unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp") for mark in shown)
    assert shown == text or not text.isprintable()
