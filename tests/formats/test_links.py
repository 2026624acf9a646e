"""Links of Markdown: their targets, and the likely target of a broken one."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from colophon.formats.links import Link, link_error, links_in

KNOWN = [PurePosixPath(path) for path in ("index.md", "about.md", "glossary/kristi-noem.md", "documents/index.md", "documents/letter.md")]  # fmt: skip
PARAGRAPHS = {PurePosixPath("documents/letter.md"): 4}


@pytest.mark.parametrize(
    ("folder", "written", "meant"),
    [
        ("glossary", "kristi-noem", "kristi-noem.md"),
        ("glossary", "/glossary/kristi-noem/", "kristi-noem.md"),
        ("glossary", "../documents/letter/", "../documents/letter.md"),
        ("glossary", "letter.md#p3", "../documents/letter.md#p3"),
        (".", "glossary/kristi-noem.html", "glossary/kristi-noem.md"),
        (".", "documents/", "documents/index.md"),
        (".", "Kristi%20Noem.md", "glossary/kristi-noem.md"),
        (".", "abuot.md", "about.md"),
        (".", "www.example.org/x", "https://www.example.org/x"),
    ],
)
def test_broken_link_names_the_likely_target(folder: str, written: str, meant: str):
    message = link_error(written, PurePosixPath(folder), KNOWN, PARAGRAPHS)

    assert f"links to '{written}', which does not exist; did you mean {meant}?" == message


@pytest.mark.parametrize("written", ["kristi-noem.md", "../documents/letter.md#p4", "#here", "https://x.org/a.md", "mailto:a@b.c", "../about.md?x"])  # fmt: skip
def test_link_to_a_file_is_valid(written: str):
    assert link_error(written, PurePosixPath("glossary"), KNOWN, PARAGRAPHS) is None


def test_link_to_a_missing_paragraph_names_those_that_exist():
    message = link_error("../documents/letter.md#p5", PurePosixPath("glossary"), KNOWN, PARAGRAPHS)

    assert "links to paragraph 5 of letter, whose paragraphs are p1 to p4" == message


def test_a_link_knows_its_line_and_column_and_code_holds_none():
    page = '# A `[x](y.md)`\n\n```\n[a](b.md)\n```\n\nSee [it](c.md),\n<a href="d.md">d</a>.\n\n[e]: e.md\n'

    assert [Link("c.md", 7, 10), Link("d.md", 8, 10), Link("e.md", 10, 6)] == list(links_in(page))


@pytest.mark.parametrize(
    "markdown",
    ["[x](<my page.md>)", '[x](<my page.md> "A title")', "[x]\n\n[x]: my%20page.md", "[x](my%20page.md)"],
)
def test_link_to_a_file_with_a_space_is_read(markdown: str):
    (link,) = links_in(markdown)

    assert link_error(link.target, PurePosixPath(), [PurePosixPath("my page.md")], {}) is None


def test_definition_whose_target_has_a_space_is_not_a_link_to_markdown():
    (link,) = links_in("[x]\n\n[x]: <my page.md>")

    message = link_error(link.target, PurePosixPath(), [PurePosixPath("my page.md")], {})
    assert "<my page.md> is not read as the target of a link; write my%20page.md" == message
