"""The generated pages of the two texts, as they were last looked at by a person.

After an intended change, `python -m tools.golden_pages` writes them again; read the difference before you commit it.
"""

from pathlib import Path, PurePosixPath

import pytest

from colophon.edition import compile_edition
from colophon.project.reader import read_site
from colophon.rendering import render_pages

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parents[1] / "golden"
PAGES = (
    "documents/000_17ce685a5ce6ce4a.md",
    "documents/001_49d7299fa34e0926.md",
    "documents/index.md",
    "glossary/chuck-schumer.md",
    "glossary/index.md",
)


@pytest.fixture(scope="module")
def tree():
    return render_pages(compile_edition(read_site(ROOT).site))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_written_as_it_was_last_approved(tree, page):
    assert (GOLDEN / page).read_bytes().decode() == tree[PurePosixPath(page)].decode()
