"""Where sentences begin and end."""

from __future__ import annotations

import pytest

from colophon.formats.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["The board met. ", "It left."],
        ["Dr. Stone of the U.S. Coast Guard (cf. p. 4) left. ", "She wrote."],
        ["Did it? ", "“No!” ", "Then, e.g. in Oct. 1901, it wrote ... nothing."],
        ["Mrs.\nStone left.\n\n", "She wrote."],
        ["港務局開會。", "她離開了！」", "港"],
    ],
)
def test_abbreviations_end_no_sentence(parts: list[str]):
    words = "".join(parts)
    assert parts == [words[start:end] for start, end in sentences(words)]
