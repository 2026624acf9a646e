"""What the pages of entries and texts say, as Markdown; how it looks is tested in a browser."""

import html
from pathlib import PurePosixPath

import pytest

from colophon.model.entry import Position
from colophon.model.record import Record
from colophon.rendering import render_pages
from colophon.rendering.pages.wording import byline, held_on, language_name
from tests.conftest import ThrowawaySite, record_of


@pytest.fixture
def site(tmp_path) -> ThrowawaySite:
    site = ThrowawaySite(tmp_path)
    site.write("mkdocs.yml", "site_name: Harbour Reader\ntheme: {name: material}\nplugins: [colophon]\n")
    return site


def page(site: ThrowawaySite, path: str) -> str:
    return render_pages(site.edition())[PurePosixPath(path)].decode()


def section(markdown: str, anchor: str) -> str:
    return markdown.split(f"{{: #{anchor} }}", 1)[1].split("\n## ", 1)[0]


WEB = {"url": "https://example.org/", "title": "The Almanac", "publisher": "Almanac Press", "consulted": "2026-11-22"}


def agency(site, slug, above=None, **matter):
    part_of = {"part_of": {"agency": above, "source": "web"}} if above else {}
    site.entry(slug, "It is.[^web]\n", sources={"web": WEB}, **part_of, **matter)


def official(site, name, *positions):
    slug = name.lower().replace(" ", "-")
    listed = [{"source": "web", **position} for position in positions]
    site.entry(slug, "They are.[^web]\n", name=name, kind="official", positions=listed, sources={"web": WEB})


def test_an_agency_stands_under_what_it_is_part_of_and_over_its_parts_and_officials(site):
    agency(site, "crown")
    agency(site, "harbour", "crown")
    agency(site, "quay", "harbour")
    official(site, "Ada Stone", {"title": "Master", "agency": "harbour", "from": "1901"})

    lines = [line.split("{:")[0].rstrip() for line in section(page(site, "glossary/harbour.md"), "stands").splitlines()]

    assert "- [Crown](crown.md)" in lines
    assert "    - **Harbour**" in lines
    assert "        - [Ada Stone](ada-stone.md): Master (from 1901) [sources](ada-stone.md#positions)" in lines
    assert "        - [Quay](quay.md) [sources](quay.md#stands)" in lines


def test_an_official_of_two_agencies_stands_in_both_and_what_they_share_is_reported_once(site):
    agency(site, "crown")
    agency(site, "harbour", "crown")
    agency(site, "mint", "crown")
    official(site, "Ada Stone", {"title": "Master", "agency": "harbour"}, {"title": "Warden", "agency": "mint"})

    tree = section(page(site, "glossary/ada-stone.md"), "stands")

    assert 1 == tree.count("(crown.md)")
    assert "        - **Ada Stone**{: .here }: Master[^web]" in tree
    assert "        - **Ada Stone**{: .here }: Warden[^web]" in tree


def test_a_title_held_twice_is_reported_once_with_both_times(site):
    agency(site, "harbour")
    official(
        site,
        "Ada Stone",
        {"title": "Master", "agency": "harbour", "to": "1901"},
        {"title": "Master", "agency": "harbour", "from": "1905"},
    )

    assert "Master (until 1901; from 1905)" in section(page(site, "glossary/harbour.md"), "stands")


def test_an_entry_that_stands_alone_has_no_tree(site):
    agency(site, "crown")

    assert "Place in the organization" not in page(site, "glossary/crown.md")


def test_who_is_named_in_the_same_paragraphs_is_reported_with_the_paragraphs_most_first(site):
    for slug in ("crown", "harbour", "mint"):
        agency(site, slug)
    site.text("letter", "The Crown and the Harbour.\nThe Harbour and the Crown and the Mint.\nThe Mint.\n")

    together = section(page(site, "glossary/crown.md"), "together")

    assert together.index("[Harbour](harbour.md)") < together.index("[Mint](mint.md)")
    assert "2 paragraphs: letter ¶\u00a0[1](../documents/letter.md#p1)" in together
    assert "1 paragraph: letter ¶\u00a0[2](../documents/letter.md#p2)" in together


def test_more_than_a_dozen_names_are_counted_instead(site):
    names = [f"Quay{letter}" for letter in "abcdefghijklmnop"]
    for name in names:
        agency(site, name.lower(), name=name)
    site.text("letter", " and ".join(names) + ".\n")

    together = section(page(site, "glossary/quaya.md"), "together")

    assert 12 == together.count("1 paragraph:")
    assert "And 3 other entries" in together


def test_a_name_in_a_text_comes_with_the_position_the_text_gives_and_the_one_dated_to_its_day(site):
    site.text("letter", "Ada Stone, clerk, wrote.\n", published={"value": "1903-05-07", "basis": "source"})
    site.entry(
        "ada-stone",
        "She wrote.[^letter]\n",
        name="Ada Stone",
        kind="official",
        positions=[
            {"title": "clerk", "source": "letter"},
            {"title": "Master", "from": "1902", "to": "1903-05", "source": "web"},
            {"title": "Warden", "from": "1904", "source": "web"},
            {"title": "Reeve", "source": "web"},
        ],
        sources={"letter": {"document": "letter", "quote": "Ada Stone, clerk"}, "web": WEB},
    )

    named = section(page(site, "documents/letter.md"), "mentions")

    assert "Position in this text: clerk." in named
    assert "Position on May 7, 1903: Master, 1902 to May 1903, according to Almanac Press." in named
    assert "Warden" not in named
    assert "Reeve" not in named


@pytest.mark.parametrize(
    ("published", "shown"),
    [("1903-06", True), ("1903-05-07", True), ("1903", True), ("1903-05-06", False), ("1902", False), (None, False)],
)
def test_a_position_without_an_end_is_shown_for_a_day_only_where_its_source_is_not_older(site, published, shown):
    site.text("letter", "Ada Stone wrote.\n", published={"value": "1903-05-07", "basis": "source"})
    source = {**WEB, **({"published": published} if published else {})}
    positions = [{"title": "Master", "from": "1902", "source": "web"}]
    site.entry(
        "ada-stone", "She is.[^web]\n", name="Ada Stone", kind="official", positions=positions, sources={"web": source}
    )

    assert shown == ("Master, from 1902" in section(page(site, "documents/letter.md"), "mentions"))


def test_a_position_about_which_sources_differ_is_not_shown_for_a_day(site):
    site.text("letter", "Ada Stone, clerk, wrote.\n", published={"value": "1903", "basis": "source"})
    sources = {"web": {**WEB, "published": "1904"}, "letter": {"document": "letter", "quote": "Ada Stone, clerk"}}
    positions = [
        {"title": "Master", "from": "1902", "source": "web", "differs": True},
        {"title": "clerk", "source": "letter", "differs": True},
    ]
    site.entry("ada-stone", "She is.[^web]\n", name="Ada Stone", kind="official", positions=positions, sources=sources)

    named = section(page(site, "documents/letter.md"), "mentions")

    assert "Master" not in named
    assert "Position in this text: clerk, though other sources differ." in html.unescape(named)


def test_a_note_on_a_paragraph_is_beside_it_and_wherever_it_is_excerpted(site):
    note = "Others deny it: see [Crown](../docs/glossary/crown.md) and [the end](#p3)."
    site.text("letter", "One.\nThe Crown paid.\nThree.\n", notes={"p2": note})
    source = {"letter": {"document": "letter", "quote": "The Crown paid"}}
    site.entry("crown", "It paid.[^letter]\n", sources=source)

    text, entry = page(site, "documents/letter.md"), page(site, "glossary/crown.md")

    beside = text.split("{: #p2 .para", 1)[1].split("{: #p3 .para", 1)[0]
    assert "**Editors’ note:** Others deny it: see [Crown](../glossary/crown.md) and [the end](#p3)." in beside
    assert (
        ', paragraph 2" } The ==Crown== paid. <span class="note">**Editors’ note:** Others deny it:'
        " see [Crown](../glossary/crown.md) and [the end](../documents/letter.md#p3).</span>" in entry
    )
    assert "See the [editors’ note](../documents/letter.md#note-p2)." in section(entry, "sources")


def test_a_withheld_text_shows_its_notes_on_the_whole_and_none_on_a_paragraph(site):
    withheld = {"access": {"withheld": "On request.", "on": "2026-11-22"}}
    site.text("letter", "One.\nTwo.\n", notes={"text": "About all.", "p2": "About two."}, **withheld)

    shown = page(site, "documents/letter.md")

    assert "About all." in shown
    assert "About two." not in shown


STATED = {"value": "Words", "basis": "source"}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({}, "Unsigned and undated; publisher not recorded."),
        ({"creators": STATED, "published": {"value": "1903", "basis": "source"}}, "Publisher not recorded."),
        ({"title": {"value": "Words", "basis": "supplied"}}, "The editors devised the title."),
        (
            {"publisher": {"value": "Words", "basis": "attributed", "evidence": "A letter."}},
            "The publisher is not in the file, and is attributed from elsewhere.",
        ),
        ({"caveat": "Two quotations are found nowhere else."}, "Two quotations are found nowhere else."),
        (
            {"notes": {"p1": "A note.", "text": "All."}},
            "Editors’ notes on [¶\u00a01](#note-p1) and [the whole text](#notes).",
        ),
    ],
)
def test_the_head_of_a_text_says_what_is_not_known_and_on_what_ground(site, record, said):
    site.text("letter", "Ada Stone wrote.\n", **record)

    assert said in page(site, "documents/letter.md").split('<div class="status"', 1)[1].split("</div>")[0]


def test_a_text_of_which_all_is_known_has_no_such_head(site):
    known = dict.fromkeys(("title", "creators", "publisher"), STATED)
    site.text("letter", "Ada Stone wrote.\n", published={"value": "1903", "basis": "source"}, **known)

    assert 'class="status"' not in page(site, "documents/letter.md")


def test_a_disputed_title_is_said_at_the_head_of_the_text_that_gives_it(site):
    site.text("letter", "Ada Stone, clerk, wrote.\n")
    positions = [{"title": "clerk", "source": "letter", "differs": True}]
    sources = {"letter": {"document": "letter", "quote": "Ada Stone, clerk"}}
    site.entry(
        "ada-stone", "She is.[^letter]\n", name="Ada Stone", kind="official", positions=positions, sources=sources
    )

    assert "One title given to a person is disputed: [¶\u00a01](#p1)." in page(site, "documents/letter.md")


@pytest.mark.parametrize(
    ("record", "line"),
    [
        ({"creators": "Stone, Ada", "publisher": "Vox", "published": "1903"}, "Attributed to Ada Stone · Vox · 1903"),
        ({"published": "1903"}, "1903 (attributed) · Author and publisher not recorded"),
    ],
)
def test_a_byline_shows_what_is_attributed(record, line):
    known: dict[str, object] = {
        key: {"value": value, "basis": "attributed", "evidence": "A list."} for key, value in record.items()
    }

    assert line == byline(Record.model_validate({**record_of("a", b""), **known}))


def test_the_head_of_an_entry_gives_the_latest_position_without_an_end_and_its_day(site):
    sources = {f"w{year}": {**WEB, "published": year} for year in ("1901", "1903-05", "1904")}
    positions = [
        {"title": "Clerk", "from": "1900", "source": "w1901"},
        {"title": "Master", "from": "1902", "source": "w1903-05"},
        {"title": "Warden", "to": "1904", "source": "w1904"},
    ]
    site.entry(
        "ada-stone", "She is.[^w1901]\n", name="Ada Stone", kind="official", positions=positions, sources=sources
    )
    site.text("letter", "Ada Stone wrote.\n")

    facts = page(site, "glossary/ada-stone.md").split('<div class="facts"', 1)[1].split("</div>")[0]

    assert "Position\n:   Master since 1902, as of May 1903[^w1903-05]" in facts
    assert "Named in\n:   [letter](#in-letter) (1 mention)" in facts


def test_a_person_whose_positions_have_ended_has_none_that_is_current(site):
    sources = {"web": {**WEB, "published": "1904-02-01"}}
    positions = [{"title": "Warden", "to": "1904", "source": "web"}]
    site.entry("ada-stone", "She was.[^web]\n", name="Ada Stone", kind="official", positions=positions, sources=sources)

    assert "None recorded as current, as of February 1, 1904" in page(site, "glossary/ada-stone.md")


def test_readers_are_shown_only_aliases_that_are_other_names(site):
    aliases = ["DoD", "DOD", "defense departments", "Pentagon", {"text": "The Building", "search_only": True}]
    site.entry("defense", "It is.[^web]\n", name="Defense Department", aliases=aliases, sources={"web": WEB})
    site.text("letter", "The Building stood by the Pentagon.\n")

    assert "Also named DoD, Pentagon\n" in page(site, "glossary/defense.md")
    assert ["Pentagon"] == [mention.surface for mention in site.edition().mentions]


def test_a_comma_parts_note_marks_beside_each_other(site):
    sources = {"web": WEB, "other": WEB}
    site.entry("crown", "It is.[^web][^other] `[^web][^other]`\n", sources=sources)

    assert "It is.[^web]<sup>, </sup>[^other] `[^web][^other]`" in page(site, "glossary/crown.md")


@pytest.mark.parametrize(
    ("start", "end", "day", "held"),
    [
        ("1903", None, "1903-05-07", True),
        ("1903-05-08", None, "1903-05-07", False),
        ("1903-05-07", "1903-05-07", "1903-05-07", True),
        ("1902", "1903-04", "1903-05-07", False),
        ("1902", "1903", "1903-05-07", True),
        ("1903-06", None, "1903", True),
        (None, "1904", "1903", False),
    ],
)
def test_a_position_is_held_on_a_day_as_far_as_its_dates_tell(start, end, day, held):
    position = Position.model_validate({"title": "Clerk", "from": start, "to": end, "source": "x"})

    assert held == held_on(position, day)


def test_sources_that_differ_are_marked_as_such(site):
    official(
        site, "Ada Stone", {"title": "Master", "from": "1901", "differs": True}, {"title": "Master", "from": "1902"}
    )

    positions = section(page(site, "glossary/ada-stone.md"), "positions")

    assert 1 == positions.count("Sources differ")
    assert "Conflicting sources are listed separately." in positions


def test_a_passage_in_another_language_says_so_wherever_it_is_shown(site):
    agency(site, "quay")
    site.text("brief", "Quay und Hafen.\n", language="de", title={"value": "Der Quay", "basis": "source"})

    assert ".para lang=de" in page(site, "documents/brief.md")
    assert "lang=de" in section(page(site, "glossary/quay.md"), "mentions")
    assert "[Der Quay](brief.md){: lang=de }" in page(site, "documents/index.md")


def test_each_name_lists_its_texts_where_these_are_too_many_for_columns(site):
    agency(site, "crown")
    for number in range(10):
        site.text(f"letter{number}", "The Crown. " * (number + 1))

    rows = page(site, "named.md")

    assert (
        "| [Crown](glossary/crown.md) | 55 | [letter9 &#40;10&#41;](documents/letter9.md#in-crown); "
        in rows.replace("(10)", "&#40;10&#41;")
    )
    assert "[2 more](glossary/crown.md#mentions) |" in rows


def test_the_publisher_is_at_the_foot_of_each_page_and_where_a_page_asks_for_it(site):
    options = "{colophon: {publisher: Harbour Archive, report: 'mailto:a@b.example'}}"
    site.write("mkdocs.yml", f"site_name: S\ntheme: {{name: material}}\nplugins: [{options}]\n")
    site.write("docs/about.md", "# About\n\n<!-- colophon: publisher -->\n")
    site.text("letter", "Words.\n")

    assert "Published by Harbour Archive · [Report an error](<mailto:" in page(site, "documents/letter.md")
    assert "Published by Harbour Archive. [Report an error](<mailto:" in page(site, "about.md")


def test_readers_are_not_sent_to_an_address_for_reports_that_a_site_does_not_give(site):
    site.write("docs/about.md", "# About\n\n<!-- colophon: publisher -->\n")

    assert "who publishes it. This copy gives no address for reports of errors." in page(site, "about.md")


def test_more_texts_and_entries_than_a_table_holds_are_said_to_be_left_out(site):
    for number in range(42):
        agency(site, f"quay{number}", name=f"Quay{number}")
    for number in range(10):
        site.text(f"letter{number}", " ".join(f"Quay{one}." for one in range(42 - number)))

    table = page(site, "named.md")

    assert "the 40 most mentioned of 42 entries" in table


def test_kinds_without_entries_are_not_counted(site):
    agency(site, "crown")
    site.write("docs/index.md", "# Papers\n\n<!-- colophon: counts -->\n")

    assert "0 texts · 1 agency · 0 mentions\n" in page(site, "index.md")


@pytest.mark.parametrize(("tag", "name"), [("en", "English"), ("pt-BR", "Portuguese (Brazil)"), ("qqq", "qqq")])
def test_a_language_is_called_by_its_name_where_it_has_one(tag, name):
    assert name == language_name(tag)


def test_a_field_for_the_search_leads_to_it_from_whatever_page_it_stands_on(site):
    for path in ("docs/index.md", "docs/about.md", "docs/more/far/away.md"):
        site.write(path, "# Page\n\n<!-- colophon: search -->\n")

    assert 'action="search/"' in page(site, "index.md")
    assert 'action="../search/"' in page(site, "about.md")
    assert 'action="../../../search/"' in page(site, "more/far/away.md")


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        ([1], "Paragraph 1 set as a subhead by an editor; its words"),
        ([1, 2, 3], "Paragraphs 1, 2 and 3 set as subheads by an editor; their words"),
    ],
)
def test_what_editors_set_as_subheads_is_reported(site, headings, message):
    site.text("letter", "One\nTwo\nThree\nFour", headings=headings)

    assert message in page(site, "documents/letter.md")
