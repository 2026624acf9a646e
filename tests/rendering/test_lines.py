"""Where a text is set in lines, its page is too."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from colophon.formats.line_breaks import set_in_lines
from colophon.rendering import render_pages
from tests.conftest import ThrowawaySite

WRAPPED = """\
The Quay Board met on the first Monday of the month, as it had
done since its foundation, and heard the report of its clerk,
who had been asked to say what the new quay would cost and in
which year it could be opened."""
ADDRESS = "12 Quay Street\nThe Quay\nBoard\nCity"
TABLE = "Name        Born   Post\nA. Stone    1850   Clerk"
STANZA = "The tide comes in, the tide goes out,\nThe clerk sits in his chair,\nAnd no one knows what it is about\nOr why the tide is there."
LONG_LINES = "When the long ships come home from the far cold sea,\nAnd the clerk counts the barrels one by one,\nThe board will meet again beneath the old elm tree\nAnd ask for all the work that was not done."


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ([WRAPPED], [False]),
        ([ADDRESS], [True]),
        ([TABLE], [True]),
        ([STANZA], [True]),
        ([LONG_LINES], [True]),
        ([WRAPPED, WRAPPED, ADDRESS, "One line."], [False, False, True, False]),
        ([WRAPPED, "Yours sincerely,\nAda Stone"], [False, True]),
        (["- one thing that is to be done before the ships come home\n- another"], [True]),
    ],
)
def test_line_breaks_are_kept_where_no_program_made_them(blocks: list[str], kept: list[bool]):
    assert kept == set_in_lines(blocks)


def test_verse_addresses_and_tables_of_a_text_keep_their_lines(site: ThrowawaySite):
    site.text("a", f"{WRAPPED}\n\n{WRAPPED}\n\n{ADDRESS}\n\n{TABLE}\n", layout="blocks")
    page = render_pages(site.edition())[PurePosixPath("documents/a.md")].decode()

    assert [f"{{: #p{n} .para{' .lines' if n > 2 else ''} }}" for n in range(1, 5)] == [
        line for line in page.split("\n") if line.startswith("{: #p")
    ]


def test_two_spaces_or_a_backslash_at_the_end_of_a_line_break_none(site: ThrowawaySite):
    site.text("a", "The quay  \nis long \\\nand old.\t \nIt ends.\n", layout="blocks")
    page = render_pages(site.edition())[PurePosixPath("documents/a.md")].decode()

    assert "The quay\nis long &#92;\nand old.\nIt ends" in page.replace("&#46;", ".")
