"""Whatever a text says, its page, the entries that quote it and the search show its words: `verify` finds no difference.

Pages are rendered by the Markdown of `mkdocs.yml`, without MkDocs, so that many texts can be tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

from colophon.edition import Edition, compile_edition
from colophon.formats.urls import document_path, entry_path
from colophon.formats.yaml_reader import split_front_matter
from colophon.model.settings import Settings
from colophon.model.site import Site
from colophon.project.settings import DEFAULT_KINDS
from colophon.rendering import render_pages
from colophon.rendering.feed import feed_file
from colophon.rendering.search import indexed, search_pages
from colophon.verifying.entries import quote_problems, unlisted, wrong_excerpts
from colophon.verifying.pages import BuiltPage
from colophon.verifying.survey import text_faults
from tests.conftest import PROJECT, a_text, an_entry
from tests.formats.test_markdown import nasty_texts
from tests.hostile_texts import CASES

any_words = st.one_of(nasty_texts, st.sampled_from([*CASES.values()]), st.text(st.characters(), max_size=30))


@cache
def processor() -> Markdown:
    written = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    named = [one if isinstance(one, dict) else {one: {}} for one in written]
    configs = {name: config for one in named for name, config in one.items()}
    return Markdown(extensions=list(configs), extension_configs=configs)


def built(edition: Edition, path: str) -> BuiltPage:
    """A page as MkDocs makes it, as far as its words and links go."""
    _, body, _ = split_front_matter(render_pages(edition)[path_of(path)].decode(), path)
    html = re.sub(r'(href="[^":]*)\.md', r"\1/", processor().reset().convert(body))
    return BuiltPage(path.removesuffix(".md"), Path(path), f"<!doctype html><body>{html}")


def path_of(path: str):
    return document_path(path[10:-3]) if path.startswith("documents/") else entry_path(path[9:-3])


def differences(edition: Edition) -> Iterator[str]:
    """What `verify` finds wrong with the pages of a text and of an entry."""
    (text,), (entry,) = edition.site.texts, edition.site.entries
    page = built(edition, "documents/text.md")
    yield from (message for _, message in text_faults(text, edition.mentions_in.get(text.id, ()), page))
    about = built(edition, "glossary/harbour-board.md")
    yield from quote_problems(edition, entry, about)
    listed: set[str] = set()
    yield from wrong_excerpts(edition, entry, about, listed)
    yield from unlisted(edition, entry, listed)


@settings(max_examples=60)
@given(
    any_words, any_words, st.sampled_from(["lines", "blocks"]), st.booleans(), st.sampled_from(["", " ", "\n", "\n\n"])
)
def test_a_reader_sees_every_word_of_any_text(before: str, after: str, layout: str, headed: bool, between: str):
    text = a_text(f"{before}{between}Harbour Board{between}{after}", layout)
    if headed:
        text = replace(text, paragraphs=(replace(text.paragraphs[0], heading=True), *text.paragraphs[1:]))
    quote = next(text.words(p) for p in text.paragraphs if "Harbour Board" in text.words(p))
    entry = an_entry(
        "harbour-board", name="Harbour Board", kind="agency", sources={"a": {"document": "text", "quote": quote}}
    )
    site = Site(Settings("Papers", DEFAULT_KINDS), (text,), (replace(entry, prose="It met.[^a]\n"),), {}, {})
    edition = compile_edition(site)

    assert [] == list(differences(edition))
    found = next(page for page in search_pages(edition) if page.url == "documents/text/")
    shown = [node.text(deep=True) for node in LexborHTMLParser(found.html).css("span[id^=p]")]
    assert [indexed(text.words(p)).split() for p in text.paragraphs] == [words.split() for words in shown]
    ET.fromstring(feed_file(edition))
