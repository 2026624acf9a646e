"""White space and line breaks of texts."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from colophon.formats.line_breaks import in_single_spaces


@given(st.text(alphabet="ab \t\n\x1c\x85\u2028\u3000\u200b"))
def test_single_spaces_replace_each_run_of_white_space(words: str):
    assert re.sub(r"\s+", " ", words) == in_single_spaces(words)
