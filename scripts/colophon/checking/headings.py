"""The main heading of authored pages, entries and notes. Pure.

A page is counted as it is rendered: `#` in a code block is not a heading, and a line above `===` is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown import markdown
from selectolax.lexbor import LexborHTMLParser

from colophon.formats.links import without_code
from colophon.formats.yaml_reader import split_front_matter
from colophon.model.errors import Invalid
from colophon.model.problem import Place, Problem, Rule
from colophon.model.site import Site

HEADING = Rule(
    "heading", "A page has one main heading, with words in it: search and screen readers name the page by it."
)

_EXTENSIONS = ("attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables")
_H1 = re.compile(r"^[ >*+\d.)-]*#(?!#)|^(?=[^\n]*\S[^\n]*\n=+ *$)|<h1[\s>]", re.MULTILINE | re.IGNORECASE)


def check_headings(site: Site) -> Iterator[Problem]:
    """Authored pages with several main headings or one without words, and entries and notes with any."""
    docs = site.settings.docs_dir
    for path, page in site.pages.items():
        first, body = _body_of(page.markdown)
        headings = _main_headings(body)
        if len(headings) > 1:
            what = f"this page has {len(headings)} main headings (#)"
            yield Problem(f"{docs}/{path}", _place(body, first, 1), HEADING, what, fix="use ## for all but the first")
        elif headings == [""]:
            yield Problem(
                f"{docs}/{path}", _place(body, first, 0), HEADING, "the main heading has no words", fix="add a title"
            )
    for entry in site.entries:
        if _main_headings(entry.prose):
            what = "this is a second main heading (#); the first is the name of the entry"
            path_of_entry = site.settings.entry_file(entry.slug)
            yield Problem(path_of_entry, _place(entry.prose, entry.prose_line, 0), HEADING, what, fix="use ##")
    for text in site.texts:
        if _main_headings(text.record.notes_on_text):
            what = "these notes have a main heading (#); that of their page is the title of the text"
            yield Problem(text.record_file, Place(), HEADING, what, "notes", fix="use ###")


def _body_of(page: str) -> tuple[int, str]:
    """The line on which the Markdown of a page begins, and the Markdown; empty where the front matter is a problem."""
    if page.partition("\n")[0].rstrip() != "---":
        return 1, page
    try:
        _, body, line = split_front_matter(page, "")
    except Invalid:
        return 1, ""
    return line, body


def _main_headings(body: str) -> list[str]:
    """The words of each `h1` of rendered Markdown; a page with one candidate is not rendered whole."""
    bare = without_code(body)
    found = [match.start() for match in _H1.finditer(bare)]
    if len(found) == 1:
        body = "\n".join(bare[found[0] :].split("\n", 2)[:2])
    if not found:
        return []
    html = LexborHTMLParser(markdown(body, extensions=_EXTENSIONS))
    return [node.text(deep=True).strip() for node in html.css("h1")]


def _place(body: str, first: int, number: int) -> Place:
    """Where the heading `number` (from 0) of a body is that begins on the line `first`."""
    found = [match.start() for match in _H1.finditer(without_code(body))]
    at = found[min(number, len(found) - 1)] if found else 0
    return Place(first + body.count("\n", 0, at))
