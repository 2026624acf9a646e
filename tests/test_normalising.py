"""Which differences do not count, and the map back to the words as they stand."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from colophon.formats.normalisation import MOVED_OR_CHANGED, bare, normalise

PIECES = [
    *"aeinoAEIZ'\".-–5_",
    *" \t\n\r\u000b\u0085\u00a0\u2003\u2028\u3000",
    *"‘’‚‛ʼ′＇“”„‟″＂",
    *"\u00ad\u200b\u200c\u200d\u2060\ufeff",
    *"\u0301\u0308\u0323\u0327\u0302\u20d7\u0344",
    *"éǻạ̈ñÅ\u212b\u1e9b\u037e\u2126",
    *"가각\u1100\u1161\u11a8",
    "\u09c7\u09be",
    "\u0958",
    "\u0b47\u0b56",
    *"字ф😀",
    "👩\u200d🚀",
    "🇺🇳",
    "👍🏽",
]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text(max_size=14))


@pytest.mark.parametrize(
    ("as_it_stands", "words"),
    [
        pytest.param("Trump’s ‘own’ ‚words‛ ʼtis 5′ ＇x＇", "Trump's 'own' 'words' 'tis 5' 'x'", id="apostrophes"),
        pytest.param("“yes” „no‟ 5″ ＂x＂", '"yes" "no" 5" "x"', id="quotation marks"),
        pytest.param("cafe\u0301", "café", id="an accent written apart"),
        pytest.param("\u1112\u1161\u11ab", "한", id="Hangul written apart"),
        pytest.param("immi\u00adgra\u00adtion", "immigration", id="soft hyphens"),
        pytest.param("a\u200bb\u200cc\u200dd\u2060e\ufefff", "abcdef", id="what has no width"),
        pytest.param("Van\u00a0Hollen", "Van Hollen", id="a no-break space"),
        pytest.param("Van  Hollen", "Van Hollen", id="a doubled space"),
        pytest.param("Van\r\n\t Hollen", "Van Hollen", id="a wrapped line"),
        pytest.param("Van \u00ad\u200b Hollen", "Van Hollen", id="a soft hyphen between spaces"),
        pytest.param("Van\u2003\u3000Hollen", "Van Hollen", id="wide spaces"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_these_differences_do_not_count(as_it_stands: str, words: str):
    assert words == normalise(as_it_stands).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ICE", "ice"),
        ("a-b", "a–b"),
        ("a—b", "a–b"),
        ("José", "Jose"),
        ("ﬁne", "fine"),
        ("½", "1/2"),
        ("…", "..."),
        ("２", "2"),
        ("a b", "ab"),
        ("«a»", '"a"'),
        ("аnna", "anna"),
    ],
    ids=["case", "hyphen and dash", "dashes", "accents", "ligatures", "fractions", "dots", "width", "a space", "guillemets", "alphabets"],
)  # fmt: skip
def test_all_other_differences_count(one: str, other: str):
    assert normalise(one).text != normalise(other).text


@given(texts)
@example("e\u00ad\u0301")
@example("\u09c7\u200d\u09be")
def test_normalising_twice_is_normalising_once(text: str):
    once = normalise(text).text

    assert once == normalise(once).text


@given(texts, st.sampled_from(["NFC", "NFD"]))
@example("한국", "NFD")
@example("\u09cb", "NFD")
def test_letters_written_together_or_apart_are_the_same(text: str, form: str):
    """An accent or a syllable may be one character or several."""
    assert normalise(text).text == normalise(unicodedata.normalize(form, text)).text  # type: ignore[arg-type]


@given(texts)
def test_words_are_parted_by_single_spaces(text: str):
    words = normalise(text).text

    assert not re.search(r"[^\S ]| {2}", words)
    assert text.split() == [] or words.strip()[:1] != " "


@given(texts)
def test_nothing_visible_is_lost_or_moved(text: str):
    """Besides white space and what has no width, each character is still there, in order."""

    def visible(of: str) -> str:
        composed = unicodedata.normalize("NFC", re.sub("[\u00ad\u200b\u200c\u200d\u2060\ufeff]", "", of))
        return re.sub(r"\s", "", re.sub("[‘’‚‛ʼ′＇]", "'", re.sub("[“”„‟″＂]", '"', composed)))

    assert visible(text) == re.sub(r"\s", "", normalise(text).text)


@given(texts)
@example("x ca\u00adfe\u0301\u0323 y")
@example("한국 한국".encode().decode())
@example("\u1112\u1161\u11ab b")
def test_a_word_leads_back_to_itself(text: str):
    """The span of a word in the original reads as that word, and begins and ends in order."""
    normalised = normalise(text)
    until = 0
    for match in re.finditer(r"\S+", normalised.text):
        if unicodedata.category(match[0][0])[0] == "M":
            continue  # a mark on nothing belongs to whatever stands before it
        start, end = normalised.span(*match.span())
        assert until <= start < end <= len(text)
        assert match[0] == normalise(text[start:end]).text
        assert text[start:end] == text[start:end].strip()
        until = end


@given(texts, st.data())
def test_any_run_of_words_leads_back_to_itself(text: str, data: st.DataObject):
    normalised = normalise(text)
    words = [m for m in re.finditer(r"\S+", normalised.text) if unicodedata.category(m[0][0])[0] != "M"]
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = words[first].start(), words[last].end()

    origin, until = normalised.span(start, end)

    assert normalised.text[start:end] == normalise(text[origin:until]).text


def test_a_span_holds_the_letters_only_and_not_what_has_no_width_around_them():
    text = "by \u200bTom\u00ad\u00a0Homan\u2060, who"
    normalised = normalise(text)

    assert (4, 14) == normalised.span(3, 12)
    assert "Tom\u00ad\u00a0Homan" == text[4:14]


def test_a_span_holds_the_accents_of_its_last_letter():
    text = "So Jose\u0301\u0323 said"
    normalised = normalise(text)
    start = normalised.text.index("Jos")

    assert "Jose\u0301\u0323" == text[slice(*normalised.span(start, start + len("Jos\u1eb9\u0301")))]


@given(texts)
@example("a “quote” 😀\r\nand ‘more’")
@example("a\u00adb")
def test_a_line_without_what_moves_or_changes_is_normalised_but_for_its_curly_marks(text: str):
    """So a text of such lines can be searched as it is, and every offset in it is an offset in the file."""
    line = text.replace("\r", "").replace("\n", "")
    if unicodedata.is_normalized("NFC", line) and not any(moving in line for moving in MOVED_OR_CHANGED):
        assert normalise(line).text == line.translate(str.maketrans("‘’“”", "''\"\""))


def test_ordinary_text_holds_nothing_that_moves_or_changes():
    """Otherwise looking at every text would be slow for nothing."""
    assert not any(moving in "He said ‘no’, she “yes”.\n" for moving in MOVED_OR_CHANGED)


@given(texts)
def test_bare_words_are_the_normalised_ones_but_for_white_space(text: str):
    assert normalise(text).text.split() == bare(text).split()
