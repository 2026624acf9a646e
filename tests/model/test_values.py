"""Plain values of records and entries: names, texts and web addresses."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from colophon.model.values import LONGEST_NAME, LONGEST_NOTES, LONGEST_TEXT, Name, Notes, Text, Url


def accepts(kind: Any, value: object) -> bool:
    """Whether a value is valid."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "longest"), [(Name, LONGEST_NAME), (Text, LONGEST_TEXT), (Notes, LONGEST_NOTES)], ids=["name", "text", "notes"]
)  # fmt: skip
def test_words_have_a_limit(kind: Any, longest: int):
    assert accepts(kind, "a" * longest)
    assert not accepts(kind, "a" * (longest + 1))


def test_limit_is_named_in_the_error():
    with pytest.raises(ValidationError, match="at most 500 characters"):
        TypeAdapter(Name).validate_python("a" * 501)


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "\u202ea", "a\u2028b", "a\x1b[2J", "\u2066a", "", " ", "\u200b"])
def test_name_is_one_line_without_control_characters(name: str):
    assert not accepts(Name, name)


@pytest.mark.parametrize("name", ["علی\u200cرضا", "אדה", "O’Neill", "=Board", "👩\u200d🚀", "a  b"])
def test_name_may_use_any_script(name: str):
    assert accepts(Name, name)


def test_line_end_after_a_name_is_dropped():
    assert "Ada Stone" == TypeAdapter(Name).validate_python("Ada Stone\n")


@pytest.mark.parametrize(
    "address",
    [
        "https://en.wikipedia.org/wiki/O'Stone",
        "HTTPS://example.org/",
        "https://[2001:db8::1]/",
        "http://[::1]:8080/x",
        "https://example.org/a_(b)|[1]?x=é",
    ],
)
def test_web_address_may_have_any_form_that_a_browser_opens(address: str):
    assert accepts(Url, address)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.org:99999/",
        "https://a.org/\u200bx",
        "https://o'x.org/",
        "https://[x]/",
        "https://[::1",
        'https://a.org/"x"',
        "https://a.org/" + "a" * 2000,
    ],
)
def test_web_address_that_no_page_could_show_is_refused(address: str):
    assert not accepts(Url, address)
