"""Where a quotation and the text differ, as an editor sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.edition.quotes import Absent, difference, find_passage
from tests.conftest import a_text

TEXT = "Senate Majority Leader Chuck Schumer vowed to hold hearings on the policy, and said so twice in one day."


@pytest.mark.parametrize(
    ("quote", "text_has", "quote_has"),
    [
        pytest.param("vowed to hold a hearing on the policy", "vowed to hold [hearings] on the policy", "vowed to hold [a hearing] on the policy", id="words are exchanged"),
        pytest.param("vowed to hold on the policy", "vowed to hold [hearings] on the policy", "vowed to hold on the policy", id="a word is left out"),
        pytest.param("vowed to hold public hearings on", "vowed to hold hearings on", "vowed to hold [public] hearings on", id="a word is added"),
        pytest.param("Chuck Shumer vowed to hold hearings on the", "Chuck [Schumer] vowed to hold", "Chuck [Shumer] vowed to hold", id="a letter is missing"),
        pytest.param("Leader Chuck Shumer vowed to hold hearings on a policy", "Leader Chuck [Schumer] vowed to hold hearings on [the] policy", "Leader Chuck [Shumer] vowed to hold hearings on [a] policy", id="two words differ"),
        pytest.param("Chuck Shumer vowed to hold hearings on the policy, and said so thrice", "Chuck [Schumer] vowed to hold ... and said so [twice]", "Chuck [Shumer] vowed to hold ... and said so [thrice]", id="what is alike between is shortened"),
        pytest.param("They vowed to hold hearings", "[Schumer] vowed to hold", "[They] vowed to hold", id="the first word differs"),
    ],
)  # fmt: skip
def test_only_what_differs_is_marked_with_some_words_around_it(quote: str, text_has: str, quote_has: str):
    found = find_passage(quote, a_text(TEXT))

    assert isinstance(found, Absent)
    assert found.nearest
    assert (text_has, quote_has) == difference(found.nearest, quote, TEXT)


@given(
    st.lists(st.sampled_from("a b c d. (e —".split()), min_size=1, max_size=12),
    st.lists(st.sampled_from("a b c d e".split()), min_size=1, max_size=8),
)
def test_whatever_differs_is_marked_on_one_side_at_least(text: list[str], quote: list[str]):
    run = text[: len(quote)]
    reads, says = difference(" ".join(run), " ".join(quote), " ".join(text))

    assert "[" in reads + says or " ".join(quote) in " ".join(text) or reads == says
