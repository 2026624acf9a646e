"""The one-line description of an entry."""

from __future__ import annotations

import pytest

from colophon.formats.markdown import summary_of


@pytest.mark.parametrize(
    ("prose", "summary"),
    [
        ("Ada Stone (born 1850[^l]) was a clerk.", "Ada Stone (born 1850) was a clerk."),
        ("According to the letter,[^l] Ada Stone signed.[^l]", "According to the letter, Ada Stone signed."),
        ("A was. B was. C was.[^l]", "A was."),
        ("- Ada was clerk.[^l]\n- More.[^l]", "Ada was clerk."),
        ("> Ada was clerk.[^l]", "Ada was clerk."),
        ("1. First.[^l]", "First."),
        ("| a | b |\n| --- | --- |\n| x | y |\n\nAda was clerk.[^l]", "Ada was clerk."),
        ("## What it is\n\nAda was clerk.[^l]", "Ada was clerk."),
        (r"\*Ada\* Stone \[x\] was clerk.", "*Ada* Stone [x] was clerk."),
        ("`x` at <https://example.org> [was](a.md) **B** & _C_.", "x at https://example.org was B & C."),
        ("U.S. Customs, est. c. 1789, is an office.[^l] More.", "U.S. Customs, est. c. 1789, is an office."),
        ("Été was. Été is.", "Été was."),
        ("Ada ==was== clerk; x<y.", "Ada was clerk; x<y."),
        ("No end[^l]", "No end"),
        ("# Only a heading", ""),
    ],
)
def test_it_is_the_first_sentence_as_a_reader_sees_it_without_citations(prose: str, summary: str):
    assert summary == summary_of(prose)
