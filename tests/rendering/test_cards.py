"""Somebody shares a link: the picture beside it is in the look of the site, true, and never broken."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from colophon.building.staging import stage
from colophon.rendering.cards import Card, is_drawing_of, site_cards
from colophon.rendering.drawing import draw

PAPER = (0xFB, 0xF9, 0xF4)
PLAIN = Card("Text 001", "A title", "J. Doe · 1 May 2025", "The Reader")
MARGIN = (24, 0, 84, 630), (1130, 0, 1200, 630), (24, 0, 1200, 70), (24, 605, 1200, 630)
"""Left, right, top and foot: nothing is written there; a letter may lean a little over its place."""


def picture(card):
    return Image.open(BytesIO(draw(card))).convert("RGB")


def ink_in(image, box):
    """Where anything but paper stands in a part of the picture, or nothing."""
    part = image.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).getbbox()


def paths_of(edition):
    return sorted(str(path) for path, _ in site_cards(edition))


@pytest.fixture
def with_address(good_site):
    good_site.replace("mkdocs.yml", "site_name:", "site_url: https://reader.example/x/\nsite_name:")
    return good_site


@pytest.fixture
def with_pages(with_address):
    with_address.replace("mkdocs.yml", "  - colophon", "  - colophon:\n      cards: pages")
    return with_address


def test_a_site_has_one_card(with_address):
    with_address.replace("mkdocs.yml", "site_name:", "site_description: Letters.\nsite_name:")

    assert [("assets/cards/site.png", Card("", "Harbour Papers", "Letters.", ""))] == [
        (str(path), card) for path, card in site_cards(with_address.edition())
    ]


def test_each_text_and_entry_has_a_card_named_like_its_page_where_the_site_asks(with_pages):
    stage(with_pages.root, with_pages.edition())
    staged = with_pages.root / "build/docs"
    pages = [
        page.relative_to(staged)
        for folder in ("documents", "glossary")
        for page in (staged / folder).rglob("*.md")
        if page.name != "index.md"
    ]

    assert sorted(["assets/cards/site.png", *(f"assets/cards/{page.with_suffix('.png')}" for page in pages)]) == sorted(
        path.relative_to(staged).as_posix() for path in (staged / "assets/cards").rglob("*.png")
    )
    assert all(f"card: assets/cards/{page.with_suffix('.png')}\n" in (staged / page).read_text() for page in pages)


def test_a_site_that_does_not_say_its_address_has_no_cards(good_site):
    assert [] == paths_of(good_site.edition())


def test_a_card_says_what_the_page_is(with_pages):
    cards = {str(path): card for path, card in site_cards(with_pages.edition())}
    letter, ada = (cards[f"assets/cards/{page}.png"] for page in ("documents/letter", "glossary/ada-stone"))

    assert ("letter", "Harbour Papers") == (letter.eyebrow, letter.site)
    assert ("Official", "Ada Stone") == (ada.eyebrow, ada.title)


def test_a_card_has_the_size_services_expect_and_is_small():
    data = draw(replace(PLAIN, title="Words of many a kind " * 9, line="And more of them, " * 20))

    assert (1200, 630) == Image.open(BytesIO(data)).size
    assert len(data) <= 25_000


def test_the_same_facts_give_the_same_bytes():
    assert draw(PLAIN) == draw(replace(PLAIN))
    assert is_drawing_of(replace(PLAIN), draw(PLAIN))


@pytest.mark.parametrize("fact", ["eyebrow", "title", "line", "site"])
def test_another_fact_gives_another_card(fact):
    other = replace(PLAIN, **{fact: "Other"})

    assert draw(PLAIN) != draw(other)
    assert not is_drawing_of(other, draw(PLAIN))


def test_only_what_changed_is_drawn_again(with_pages, monkeypatch):
    good_site = with_pages
    stage(good_site.root, good_site.edition())
    drawn = []

    def noted(card):
        drawn.append(card.title)
        return draw(card)

    monkeypatch.setattr("colophon.rendering.drawing.draw", noted)
    good_site.replace("docs/glossary/ada-stone.md", "name: Ada Stone", "name: Ada Maria Stone")
    stage(good_site.root, good_site.edition())

    assert ["Ada Maria Stone"] == drawn


def test_no_card_is_left_when_the_address_is_taken_out(good_site):
    good_site.replace("mkdocs.yml", "site_name:", "site_url: https://reader.example/\nsite_name:")
    stage(good_site.root, good_site.edition())
    good_site.replace("mkdocs.yml", "site_url: https://reader.example/\n", "")
    stage(good_site.root, good_site.edition())

    assert not (good_site.root / "build/docs/assets/cards").exists()


@pytest.mark.parametrize("title", ["Éducation à Kraków", "Η Αθήνα", "Київ і Львів", "İstanbul – “ĐẶNG”"])
def test_titles_in_latin_greek_and_cyrillic_are_drawn(title):
    assert picture(replace(PLAIN, title=title)).tobytes() != picture(replace(PLAIN, title="")).tobytes()


@pytest.mark.parametrize("title", ["入国管理", "الهجرة", "ההגירה", "อพยพ", "Smile 🙂", "One 界 among many"])
def test_a_title_the_font_cannot_draw_whole_is_left_out_whole(title):
    assert picture(replace(PLAIN, title="")).tobytes() == picture(replace(PLAIN, title=title)).tobytes()


def test_without_a_title_the_name_of_the_text_stands_in_its_place():
    assert picture(Card("", "Text 001", "", "S")).tobytes() == picture(Card("Text 001", "", "", "S")).tobytes()


@pytest.mark.parametrize(
    "marks", ["\u202e", "\u2066\u2069", "\x00", "\x1b", "\u200b", "\u00ad", "\ufeff", "\x85", "\u2028", "\n\n", "\t"]
)
def test_what_steers_a_screen_or_turns_the_direction_leaves_no_trace(marks):
    assert (
        picture(PLAIN).tobytes()
        == picture(replace(PLAIN, title=f"A{' ' if marks.isspace() else ''}{marks} title")).tobytes()
    )


@pytest.mark.parametrize(
    "words",
    [
        "W" * 10_000,
        "word " * 2_000,
        "i" * 300,
        "A title. " * 40,
        "Å̂́̃" * 100,
        '"><script>alert(1)</script>',
        "&amp;",
        "…" * 700,
    ],
    ids=lambda words: words[:8],
)
def test_nothing_runs_over_the_edge_however_long(words):
    image = picture(Card(words, words, words, words))

    assert [None] * 4 == [ink_in(image, margin) for margin in MARGIN]
    assert ink_in(image, (92, 74, 1121, 540))


@given(st.text(), st.text(), st.text(), st.text())
def test_any_words_give_a_card_whose_margins_are_free(eyebrow, title, line, site):
    image = picture(Card(eyebrow, title, line, site))

    assert [None] * 4 == [ink_in(image, margin) for margin in MARGIN]
