"""What counts as a mention. One file of `tests/finding/` for each rule; its name is the rule in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from colophon.finding.build import build_finder
from colophon.finding.forms import surname_of
from colophon.formats.normalisation import normalise
from colophon.model.entry import Entry
from colophon.model.settings import Kind
from colophon.model.site import Mention
from colophon.project.reader import read_site
from tests.conftest import HERE, PROJECT, a_text, an_entry, cases_in

KINDS = {
    "agency": Kind(label="Agency", plural="Agencies"),
    "official": Kind(label="Official", plural="Officials", person=True),
}


ENTRIES = [
    an_entry("miller", name="Stephen Miller", kind="official"),
    an_entry("katie", name="Katie Miller", kind="official", **{"not": ["Katie Miller Show"]}),
    an_entry("trump", name="Donald Trump", kind="official", aliases=["Donald J. Trump"], **{"not": ["Donald Trump Jr."]}),
    an_entry("munoz", name="José Muñoz", kind="official"),
    an_entry("cruz", name="Monica de la Cruz", kind="official"),
    an_entry("ice", name="U.S. Immigration and Customs Enforcement", kind="agency", aliases=[{"text": "ICE", "not": ["ICE cream"]}]),
    an_entry("dhs", name="Homeland Security", kind="agency"),
    an_entry("hsi", name="Homeland Security Investigations", kind="agency", aliases=["HSI"]),
    an_entry("house", name="The White House", kind="agency"),
]  # fmt: skip
WORDS = [
    *["Stephen", "Katie", "Miller", "Stephen Miller", "Katie Miller", "Donald", "J.", "Trump", "Donald Trump", "Jr.", "Show"],
    *["Jose\u0301", "José", "Mun\u0303oz", "Muñoz", "Monica", "de", "la", "Cruz", "De la Cruz", "Monica de la Cruz"],
    *["U.S.", "Immigration and Customs Enforcement", "ICE", "cream", "ice", "Homeland", "Security", "Investigations", "HSI"],
    *["Jason", "Fred", "III", "W.", "Vice", "Senator", "of", "v.", "family", "TRUMP", "MILLER", "http://", "Price"],
    *["The", "the", "White", "House", "Mr.", "President", "But", "said", "Tower", "’s", "'s", "-", "—", ".", ",", "“", "”", "(", ")"],
    *["\u00ad", "\u200b", "\u00a0", "\n", "\n\n", "\r\n", "\ufeff", "😀", "é", "\u0301", "한", "\u1112\u1161\u11ab"],
]  # fmt: skip
READS_AS = {
    "miller": r"(Stephen .*)?Miller",
    "katie": r"(Katie .*)?Miller",
    "trump": r"(Donald .*)?Trump",
    "munoz": r"(José .*)?Muñoz",
    "cruz": r"(Monica .*)?([Dd]e [Ll]a )?Cruz",
    "ice": r"((U\.S\.|US|United States) )?Immigration and Customs Enforcement|ICE|I\.C\.E\.",
    "dhs": r"Homeland Security",
    "hsi": r"Homeland Security Investigations|HSI|H\.S\.I\.",
    "house": r"([Tt]he )?White House",
}
FINDER = build_finder(ENTRIES, KINDS)
named_texts = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", ""])).map("".join), max_size=14
).map("".join)
layouts = st.sampled_from(["lines", "blocks"])


def mentions_in(words: str, entries: Sequence[Entry], layout: str = "lines") -> tuple[Mention, ...]:
    return build_finder(entries, KINDS).mentions(a_text(words, layout))


def in_short(mentions: Sequence[Mention]) -> list[str]:
    """Mentions as the data files write them."""
    return [f"{m.start}-{m.end} {m.entry} {m.rule}" for m in mentions]


@cases_in("finding")
def test_a_text_mentions(case: dict[str, Any]):
    entries = [an_entry(slug, **matter) for slug, matter in case["entries"].items()]
    text = a_text(case["text"], case.get("layout", "lines"), **case.get("record", {}))

    finder = build_finder(entries, KINDS, only_after=case.get("only_after", False), language=case.get("language", "en"))

    assert case["mentions"] == in_short(finder.mentions(text))


def test_a_surname_does_not_count_in_another_text_than_the_full_name():
    finder = build_finder([an_entry("miller", name="Stephen Miller", kind="official")], KINDS)

    assert ["0-14 miller name", "16-22 miller surname"] == in_short(finder.mentions(a_text("Stephen Miller. Miller")))
    assert [] == in_short(finder.mentions(a_text("Miller spoke.")))


def test_a_mention_tells_where_it_stands_and_by_which_rule():
    (mention,) = mentions_in("Nobody.\n\n  “ICE’s”", [an_entry("ice", name="ICE", kind="agency")])

    assert Mention("text", 12, 15, 2, "ICE", "ice", "acronym") == mention


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Stephen Miller", "Miller"),
        ("Donald J. Trump", "Trump"),
        ("Chris Van Hollen", "Van Hollen"),
        ("Monica de la Cruz", "de la Cruz"),
        ("Ursula von der Leyen", "von der Leyen"),
        ("Alexandria Ocasio-Cortez", "Ocasio-Cortez"),
        ("Robert F. Kennedy Jr.", "Kennedy"),
        ("Robert F. Kennedy, Jr.", "Kennedy"),
        ("Robert F. Kennedy Jr", "Kennedy"),
        ("Danny Davis III", "Davis"),
        ("Van Hollen", "Hollen"),
        ("Madonna", None),
        ("Madonna Jr.", None),
        ("", None),
    ],
)
def test_a_full_name_has_a_surname(name: str, expected: str | None):
    assert expected == surname_of(name)


@pytest.mark.parametrize("nothing", [" ", "\u00ad", "\u200b "])
@pytest.mark.parametrize("where", ["aliases", "not", "name"])
def test_a_form_without_letters_finds_nothing_and_breaks_nothing(nothing: str, where: str):
    """Entries made in memory pass no check of the file."""
    matter: dict[str, Any] = {"name": "ICE", "kind": "agency"}
    matter |= {where: nothing if where == "name" else [nothing]}
    try:
        entry = an_entry("ice", **matter)
    except ValueError:
        return  # refused when it was read: as well

    assert ["ice"][where == "name" :] == [m.entry for m in mentions_in("ICE came.", [entry])]


@pytest.mark.parametrize(
    ("words", "surface", "reason"),
    [
        ("Trump spoke.", "Trump", "is a surname in a text that nowhere gives the full name"),
        ("Donald Trump met Fred Trump.", "Trump", "is part of a longer name: Fred Trump"),
        ("Donald Trump built Trump Tower.", "Trump", "is part of a longer name: Trump Tower"),
        ("Donald Trump met Trump Jr.", "Trump", "is followed by Jr, another person's name"),
        ("Donald Trump Jr. spoke.", "Donald Trump", "is in a phrase that its entry excludes"),
        ("Stephen Miller and Katie Miller. Miller left.", "Miller", "could be any of katie, miller"),
        ("Donald Trump met Ocasio-Trump.", "Trump", "is the second half of a compound name"),
    ],
)
def test_what_reads_as_a_name_and_is_none_has_a_reason(words: str, surface: str, reason: str):
    """An editor who asks why a name is not linked gets one answer for it."""
    refused = [found for found in FINDER.judge(a_text(words)) if found.refused]

    assert [(surface, reason)] == [(found.surface, found.refused) for found in refused]


@given(named_texts, layouts)
def test_what_is_judged_and_not_refused_is_a_mention(words: str, layout: str):
    text = a_text(words, layout)
    judged = FINDER.judge(text)

    assert [(m.start, m.end, m.entry, m.rule) for m in FINDER.mentions(text)] == [
        (found.start, found.end, found.entries[0], found.rule) for found in judged if found.refused is None
    ]
    assert all(text.text[found.start : found.end] == found.surface for found in judged)


# --- the two texts of this project -------------------------------------------------------------------------------


def test_the_two_texts_mention_what_a_reader_finds():
    """The list was made by reading. Nothing is missing, nothing is too much, each span is the one meant."""
    listed: Mapping[str, Mapping[int, list[dict[str, str]]]] = yaml.safe_load(
        (HERE / "data" / "mentions_of_the_two_texts.yml").read_text("utf-8")
    )
    site = read_site(PROJECT).site
    finder = build_finder(site.entries, site.settings.kinds)
    for text in site.texts:
        if text.id not in listed:
            continue
        expected = []
        for paragraph in text.paragraphs:
            words = text.words(paragraph)
            for passage, entry in (pair for one in listed[text.id].get(paragraph.number, []) for pair in one.items()):
                before, surface, _ = re.split(r"[\[\]]", passage)
                phrase = passage.replace("[", "").replace("]", "")
                assert 1 == words.count(phrase), f"{text.id}, paragraph {paragraph.number}: {phrase}"
                start = paragraph.start + words.index(phrase) + len(before)
                expected.append((paragraph.number, start, start + len(surface), surface, entry))

        found = [(m.paragraph, m.start, m.end, m.surface, m.entry) for m in finder.mentions(text)]
        assert expected == found
    assert listed.keys() <= {text.id for text in site.texts}


ANNOTATED = yaml.safe_load((HERE / "data" / "annotated_texts.yml").read_text("utf-8"))


@pytest.mark.parametrize("name", ANNOTATED["texts"])
def test_texts_of_many_kinds_mention_what_a_reader_finds(name: str):
    entries = [an_entry(slug, **matter) for slug, matter in ANNOTATED["entries"].items()]
    marked = ANNOTATED["texts"][name]

    mentions = mentions_in(re.sub(r"\[([^|\[\]]+)\|[^\]]+\]", r"\1", marked), entries)

    expected = re.findall(r"\[([^|\[\]]+)\|([^\]]+)\]", marked)
    assert expected == [(mention.surface, mention.entry) for mention in mentions]


# --- laws --------------------------------------------------------------------------------------------------------


@given(named_texts, layouts)
@example("Stephen Miller. Kat\u00adie\u00a0Miller: José Mun\u0303oz’s ICE-led", "lines")
def test_mentions_are_disjoint_in_order_and_quote_the_text(words: str, layout: str):
    """Each lies in its paragraph and reads as a name of its entry."""
    text = a_text(words, layout)
    until = 0
    for mention in FINDER.mentions(text):
        paragraph = text.paragraphs[mention.paragraph - 1]
        assert until <= mention.start < mention.end
        assert paragraph.start <= mention.start < mention.end <= paragraph.end
        assert text.text[mention.start : mention.end] == mention.surface
        words_of_it = normalise(mention.surface).text
        assert re.fullmatch(
            READS_AS[mention.entry], words_of_it, re.IGNORECASE if words_of_it.rpartition(" ")[2].isupper() else 0
        )
        until = mention.end


@given(named_texts)
def test_a_text_is_read_alike_as_a_whole_and_by_paragraphs(words: str):
    """A mark that normalising drops makes the finder read paragraph by paragraph."""
    if not words.strip("\ufeff\u00ad\u200b \n\r\u0301"):
        return
    alone = mentions_in(words, ENTRIES)
    by_paragraphs = mentions_in(f"{words}\n\n.\u00ad", ENTRIES)

    assert in_short(alone) == in_short(by_paragraphs)


@given(named_texts, st.permutations(ENTRIES))
def test_the_order_of_the_entries_does_not_matter(words: str, entries: list[Entry]):
    assert mentions_in(words, ENTRIES) == mentions_in(words, entries)


@given(named_texts, named_texts)
def test_another_text_changes_no_mention(words: str, other: str):
    alone = FINDER.mentions(a_text(words))
    FINDER.mentions(a_text(other))

    assert alone == FINDER.mentions(a_text(words))
    assert alone == build_finder(ENTRIES, KINDS).mentions(a_text(words))


@given(named_texts)
def test_an_entry_that_is_not_named_changes_no_mention(words: str):
    """Not even if it shares a surname with one that is."""
    more = [
        *ENTRIES,
        an_entry("alma", name="Alma Miller", kind="official"),
        an_entry("coast-guard", name="Coast Guard", kind="agency", aliases=["USCG"], **{"not": ["Coast Guard Cutter"]}),
    ]

    assert mentions_in(words, ENTRIES) == mentions_in(words, more)


@given(named_texts)
def test_a_surname_is_a_mention_only_beside_the_full_name(words: str):
    found = mentions_in(words, ENTRIES)
    named = {mention.entry for mention in found if mention.rule != "surname"}

    assert {mention.entry for mention in found if mention.rule == "surname"} <= named


@given(named_texts, st.sampled_from([("“", "”"), ("(", ")"), ("— ", " —"), ("Yes. ", " No.")]))
def test_what_stands_around_a_text_adds_no_mention(words: str, around: tuple[str, str]):
    """Quotation marks or other sentences move the mentions along and change nothing else."""
    before, after = around
    if any(mark in words for mark in "\r\n"):
        return
    moved = [
        (m.start - len(before), m.end - len(before), m.entry) for m in mentions_in(before + words + after, ENTRIES)
    ]

    if words.strip() and words.strip("\ufeff\u00ad\u200b\u0301 ") and words[0].isalpha() and words[-1].isalpha():
        assert [(m.start, m.end, m.entry) for m in mentions_in(words, ENTRIES)] == moved
