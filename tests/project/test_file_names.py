"""Names of files that a computer, a terminal or a reader could not handle are problems."""

from __future__ import annotations

import os
import unicodedata

import pytest

from colophon.formats.validation import file_name_problem
from tests.conftest import ThrowawaySite

RLO = "\u202e"


NAMES = {
    "a control character": "a\x1b[2J.md",
    "a line end": "a\nb.md",
    "a mark that reorders words": f"a{RLO}dm.md",
    "a character that cannot be seen": "a\u200bb.md",
    "quotation marks": 'a"onclick=alert(1).md',
    "angle brackets": "<img src=x>.md",
    "a backslash": "a\\..\\..\\b.md",
    "an escaped way up": "%2e%2e.md",
    "a device": "aux.md",
    "a device with another ending": "NUL.tar.gz",
    "a full stop at its end": "a.md.",
    "a space at its end": "a.md ",
    "a space at its beginning": " a.md",
    "too many letters": f"{'a' * 250}.md",
    "a letter in two parts": unicodedata.normalize("NFD", "é.md"),
}


@pytest.mark.parametrize("folder", ["docs", "docs/glossary", "corpus"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_file_with_an_unsafe_name_is_a_problem_and_is_not_published(good_site: ThrowawaySite, folder: str, name: str):
    good_site.write(f"{folder}/{name}", "# Words\n")

    (problem,) = good_site.problems()
    assert "the file name " in problem
    assert problem.endswith("rename the file [file-name]")
    assert problem.isprintable()
    assert not any(name in str(path) for path in good_site.read().site.pages)


def test_a_name_that_is_not_unicode_is_a_problem(good_site: ThrowawaySite):
    os.close(os.open(os.fsencode(good_site.root) + b"/docs/\xff.md", os.O_CREAT | os.O_WRONLY))

    (problem,) = good_site.problems()
    assert problem.startswith("docs/\\udcff.md:1:1: ")
    problem.encode()


def test_names_that_differ_only_in_case_are_a_problem(good_site: ThrowawaySite):
    for name in ("Page.md", "page.md"):
        good_site.write(f"docs/{name}", "# Page\n")

    assert (
        "docs/page.md:1:1: differs from Page.md only in case, and many systems keep only one of the two; rename it"
        " [file-name]" in good_site.problems()
    )


@pytest.mark.parametrize("name", ["..", "...", ".git", ".htaccess", "..a.md"])
def test_hidden_files_are_not_published(good_site: ThrowawaySite, name: str):
    good_site.write(f"docs/{name}/a.md" if name in ("...", ".git") else f"docs/.x/{name}/a.md", "# Words\n")

    assert [] == good_site.problems()
    assert not any(part.startswith(".") for path in good_site.read().site.pages for part in path.parts)


@pytest.mark.parametrize("name", ["a.md", "été.md", "日本語.md", "100%.txt", "it's a file.png", "a-b_c.1.pdf", "C#.md"])
def test_names_in_daily_use_are_no_problem(name: str):
    assert file_name_problem(name) is None
