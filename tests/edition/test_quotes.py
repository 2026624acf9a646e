"""A quote is verified, absent or ambiguous, and never nearly right."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from colophon.edition.quotes import Absent, Ambiguous, Verified, find_passage
from colophon.model.site import Paragraph
from tests.conftest import a_text

TEXT = a_text(
    "Homan has “faced” criticism, the report’s author says.\n"
    "The police were called: twice, in the naïve town.\n"
    "Nobody came.\n"
    "The police were called again.\n"
)
text_words = st.lists(st.sampled_from(["the", "quay", "is", "Safe,", "“safe”", "it’s", "a-b", "é", "😀", "U.S."]), min_size=1, max_size=12)  # fmt: skip


def passage(quote: str, paragraph: int | None = None) -> str:
    """The words a quote is verified by, as they stand in the text."""
    found = find_passage(quote, TEXT, paragraph)
    assert isinstance(found, Verified), found
    assert found.paragraph.start <= found.start < found.end <= found.paragraph.end
    return TEXT.text[found.start : found.end]


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        pytest.param("Homan has “faced” criticism", "Homan has “faced” criticism", id="as it stands"),
        pytest.param('Homan has "faced" criticism', "Homan has “faced” criticism", id="with straight quotation marks"),
        pytest.param("the report's author", "the report’s author", id="with a straight apostrophe"),
        pytest.param("Homan\n  has\u00a0“faced”", "Homan has “faced”", id="wrapped"),
        pytest.param("Ho\u00adman has", "Homan has", id="with a soft hyphen"),
        pytest.param("nai\u0308ve town", "naïve town", id="with an accent written apart"),
        pytest.param("  Nobody came.  ", "Nobody came.", id="with white space around it"),
        pytest.param("Nobody came", "Nobody came", id="without its full stop"),
        pytest.param("“faced”", "“faced”", id="in quotation marks"),
        pytest.param("faced", "faced", id="inside quotation marks"),
        pytest.param(", the report", ", the report", id="beginning with a comma"),
        pytest.param("called: twice,", "called: twice,", id="ending with a comma"),
        pytest.param(": twice", ": twice", id="beginning with a colon"),
    ],
)
def test_a_quote_that_stands_once_is_verified(quote: str, stands: str):
    assert stands == passage(quote)


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("Homan has “faced” criticisms", id="one letter more"),
        pytest.param("Homan had “faced” criticism", id="one letter changed"),
        pytest.param("homan has", id="another case"),
        pytest.param("naive town", id="an accent less"),
        pytest.param("ice were called", id="inside a word"),
        pytest.param("The pol", id="a word cut off"),
        pytest.param("Homan “faced” criticism", id="a word left out"),
        pytest.param("has Homan", id="another order"),
        pytest.param("town. Nobody came", id="over two paragraphs"),
        pytest.param("Nobody ... came", id="with an ellipsis"),
        pytest.param("Nobody came!", id="another mark"),
        pytest.param("Nobody.came", id="a dot that would match anything"),
        pytest.param("(Nobody came", id="a bracket"),
        pytest.param("", id="nothing"),
        pytest.param(" \u00ad ", id="nothing but white space"),
    ],
)
def test_a_quote_that_stands_nowhere_so_is_absent(quote: str):
    assert isinstance(find_passage(quote, TEXT), Absent)


def test_a_quote_inside_a_word_of_another_script_is_absent():
    """In Devanagari a vowel sign belongs to the letter before it."""
    assert isinstance(find_passage("राम", a_text("यह रामायण है।")), Absent)


def test_the_nearest_passage_helps_the_editor():
    found = find_passage("Homan had faced criticism, the report's author says.", TEXT)

    assert Absent('Homan has "faced" criticism, the report\'s author says.', TEXT.paragraphs[0]) == found


def test_nothing_is_near_to_what_is_like_nothing():
    assert Absent(None, None) == find_passage("An entirely different sentence about fish", TEXT)


def test_nothing_is_near_to_nothing():
    assert Absent(None, None) == find_passage(" ", TEXT)


def test_a_quote_in_several_paragraphs_is_ambiguous_and_they_are_named():
    found = find_passage("The police were called", TEXT)

    assert isinstance(found, Ambiguous)
    assert [2, 4] == [paragraph.number for paragraph in found.paragraphs]


def test_the_paragraph_resolves_what_is_ambiguous():
    found = find_passage("The police were called", TEXT, paragraph=4)

    assert isinstance(found, Verified)
    assert 4 == found.paragraph.number
    assert TEXT.text.index("The police", 80) == found.start


@pytest.mark.parametrize("paragraph", [1, 99])
def test_in_a_paragraph_where_it_does_not_stand_a_quote_is_absent(paragraph: int):
    """Where it does stand is the nearest passage."""
    assert Absent("Nobody came.", TEXT.paragraphs[2]) == find_passage("Nobody came.", TEXT, paragraph=paragraph)


def test_a_quote_twice_in_one_paragraph_is_the_first_of_them():
    text = a_text("again and again")

    assert Verified(Paragraph(1, 0, 15), 0, 5) == find_passage("again", text)


def test_a_quote_may_run_over_the_lines_of_a_block():
    text = a_text("One\r\ntwo three\r\n\r\nfour", "blocks")

    assert Verified(text.paragraphs[0], 0, 8) == find_passage("One two", text)
    assert isinstance(find_passage("three four", text), Absent)


def test_offsets_are_code_points_of_the_file():
    text = a_text("\ufeff😀 e\u0301 He said “no”.")

    found = find_passage('He said "no"', text)

    assert isinstance(found, Verified)
    assert (6, 18) == (found.start, found.end)
    assert "He said “no”" == text.text[found.start : found.end]


# --- laws --------------------------------------------------------------------------------------------------------


@given(text_words, st.data())
@example(["Safe,", "the"], None)
def test_whole_words_of_a_text_are_always_found(words: list[str], data: st.DataObject | None):
    """Verified or ambiguous: a true quote is never refused as absent."""
    text = a_text(" ".join(words))
    first = data.draw(st.integers(0, len(words) - 1)) if data else 0
    last = data.draw(st.integers(first, len(words) - 1)) if data else 1
    quote = " ".join(words[first : last + 1])

    found = find_passage(quote.replace("’", "'").replace(" ", " \n"), text)

    assert isinstance(found, Verified)
    assert quote == text.text[found.start : found.end]


@given(text_words, st.integers(0, 100), st.sampled_from("xéX9"))
def test_a_quote_with_a_letter_changed_is_never_verified(words: list[str], at: int, letter: str):
    sentence = " ".join(words)
    letters = [match.start() for match in re.finditer(r"[A-Za-z]", sentence)]
    assume(letters)
    place = letters[at % len(letters)]
    changed = sentence[:place] + letter + sentence[place + 1 :]

    assert isinstance(find_passage(changed, a_text(sentence)), Absent)


@given(st.text(max_size=12), st.text(max_size=40))
def test_no_quote_and_no_text_is_too_odd(quote: str, words: str):
    """Whatever is verified reads as the quote, but for what does not count."""
    text = a_text(words)
    found = find_passage(quote, text)

    if isinstance(found, Verified):
        assert found.paragraph in text.paragraphs
        assert found.start < found.end
