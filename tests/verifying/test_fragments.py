"""What search and the copies in Markdown hold is compared with withheld texts part by part, as a reader sees it."""

from __future__ import annotations

import gzip
import json

import pytest

from colophon.verifying.survey import Survey
from tests.conftest import ThrowawaySite

SECRET = "Everyone in the long and narrow building was detained for hours. Authority was asked."
PATH = "pagefind/fragment/en_1.pf_fragment"


def fragment(content: str, second: int) -> bytes:
    anchors = [{"id": "p1", "location": 0}, {"id": "n1", "location": second}]
    return gzip.compress(b"pagefind_dcd" + json.dumps({"content": content, "anchors": anchors, "meta": {}}).encode())


@pytest.mark.parametrize(
    ("content", "second", "is_repeated"),
    [
        ("the long and narrow building was detained for hours authority mint", 9, False),
        ("the long and narrow building was detained for hours authority mint", 10, True),
        ("mint everyone in the long and narrow building was detained for hours", 1, True),
    ],
    ids=["words of a paragraph and names beside it", "in one part", "in another part"],
)
def test_a_fragment_repeats_a_withheld_text_where_one_part_of_it_does(
    good_site: ThrowawaySite, content: str, second: int, is_repeated: bool
):
    good_site.text("secret", SECRET, access="withheld", withheld={"reason": "Asked", "on": "2026-11-22"})
    facts = Survey(good_site.edition()).facts_of(PATH, fragment(content, second))

    assert is_repeated == (("withheld", "repeats a withheld text") in facts.faults)
    assert Survey(good_site.edition()).facts_of(PATH, gzip.compress(f"pagefind_dcd{{ {SECRET}".encode())).faults


@pytest.mark.parametrize(
    "held",
    [
        "[1]",
        "[" * 100_000,
        '{"url": "/", "content": "mail", "anchors": [], "meta": {"title": 1}}',
        '{"url": "/documents/mail/", "content": "mail", "anchors": [{"id": "", "location": 0}], "meta": {"title": "mail"}}',
        '{"url": "/documents/mail/", "content": "mail", "anchors": [{"id": "p1", "location": 1e999}], "meta": {"title": "mail"}}',
    ],
)
def test_a_fragment_that_holds_something_else_cannot_be_read(good_site: ThrowawaySite, held: str):
    good_site.text("secret", SECRET, access="withheld", withheld={"reason": "Asked", "on": "2026-11-22"})
    good_site.text("mail", "Mail came.")
    survey = Survey(good_site.edition())

    ((rule, message),) = survey.facts_of(PATH, gzip.compress(f"pagefind_dcd{held}".encode())).faults
    assert "search" == rule
    assert message.startswith("the search index cannot be read")

    assert ("withheld", "repeats a withheld text") in survey.facts_of(
        PATH, gzip.compress(f"{held} {SECRET}".encode())
    ).faults


@pytest.mark.parametrize(
    ("copy", "is_repeated"),
    [
        ("[Long](https://a.example/the-long-and/) narrow building was detained for hours authority", False),
        ("the long and [narrow](https://a.example/building/) building was detained for hours authority", True),
        ("[Search](?q=the+long+and+narrow+building+was+detained+for+hours+authority)", True),
    ],
    ids=["an address and the words after it", "on both sides of an address", "in an address"],
)
def test_a_copy_in_markdown_is_read_without_the_addresses_in_it(good_site: ThrowawaySite, copy: str, is_repeated: bool):
    good_site.text("secret", SECRET, access="withheld", withheld={"reason": "Asked", "on": "2026-11-22"})
    facts = Survey(good_site.edition()).facts_of("documents/mail/index.md.txt", copy.encode())

    assert is_repeated == (("withheld", "repeats a withheld text") in facts.faults)
