"""How a text and an entry are cited, and what is said where something is not known."""

import html
import json
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.model.settings import Settings
from colophon.model.site import Site
from colophon.project.settings import DEFAULT_KINDS
from colophon.rendering.pages.citations import apa, bibtex, chicago, cite, csl, entry_as_work, text_as_work
from colophon.rendering.pages.wording import name_of
from tests.conftest import a_text, an_entry

AT_HOME = Settings(name="Harbour Reader", kinds=DEFAULT_KINDS)
PUBLISHED = Settings(name="Harbour Reader", kinds=DEFAULT_KINDS, site_url="https://reader.example/")
KNOWN = {
    "title": {"value": "The Quay", "basis": "source"},
    "creators": {"value": ["Stone, Ada Mary", "Office of Works", "Reed, Jo"], "basis": "source"},
    "publisher": {"value": "The Gazette", "basis": "source"},
    "published": {"value": "1903-05-07", "basis": "source"},
    "language": "en",
}


def work_of(settings=PUBLISHED, **record):
    text = a_text("The quay.", **record)
    return text_as_work(text, Site(settings, (text,), (), {}, {}))


def words_of(inline: str) -> str:
    return html.unescape(re.sub(r"</?(?:i|span)\b[^>]*>", "", inline))


def test_chicago_gives_author_title_publisher_date_and_where_the_text_stands():
    assert words_of(chicago(work_of(**KNOWN))) == (
        "Stone, Ada Mary, Office of Works and Jo Reed. “The Quay.” The Gazette, May 7, 1903."
        " text in Harbour Reader. https://reader.example/documents/text/"
    )


def test_apa_gives_initials_the_date_in_brackets_and_the_names_of_offices_whole():
    assert words_of(apa(work_of(**KNOWN))) == (
        "Stone, A. M., Office of Works & Reed, J. (1903, May 7). The Quay. The Gazette."
        " text in Harbour Reader. https://reader.example/documents/text/"
    )


def test_what_is_not_recorded_is_said_and_a_title_of_the_editors_stands_in_brackets():
    devised = work_of(title={"value": "On the quay", "basis": "supplied"})

    assert words_of(chicago(devised)).startswith("[On the quay]. Author, publisher and date not recorded. text in")
    assert words_of(apa(devised)).startswith("[On the quay]. (n.d.). text in")
    assert "The title was devised by the editors. Author, publisher and date not recorded." in csl(devised)["note"]
    assert not {"author", "publisher", "issued"} & csl(devised).keys()
    assert not re.search(r"^ *(author|publisher|year|month) =", bibtex(devised), re.MULTILINE)


def test_a_text_without_a_title_is_cited_as_untitled():
    assert words_of(chicago(work_of())).startswith("[Untitled]. ")


@pytest.mark.parametrize(
    ("published", "shown", "parts"),
    [("1903", "(1903)", [1903]), ("1903-05", "(1903, May)", [1903, 5]), ("1903-05-07", "(1903, May 7)", [1903, 5, 7])],
)
def test_a_date_is_given_as_precisely_as_it_is_known(published, shown, parts):
    work = work_of(published={"value": published, "basis": "source"})

    assert shown in words_of(apa(work))
    assert [parts] == csl(work)["issued"]["date-parts"]


@pytest.mark.parametrize(
    ("creator", "author"),
    [
        ("Stone, Ada", {"family": "Stone", "given": "Ada"}),
        ("Office of Works", {"literal": "Office of Works"}),
        ("Stone & Sons, Ltd.", {"literal": "Stone & Sons, Ltd."}),
        ("Ada Stone", {"literal": "Ada Stone"}),
    ],
)
def test_only_a_name_written_with_the_family_name_first_is_taken_apart(creator, author):
    assert [author] == csl(work_of(creators={"value": [creator], "basis": "source"}))["author"]


def test_a_name_of_initials_gets_no_second_full_stop():
    assert "Stone, A. (1903" in words_of(
        apa(work_of(**{**KNOWN, "creators": {"value": ["Stone, A."], "basis": "source"}}))
    )


def test_a_title_that_ends_with_a_question_mark_gets_no_full_stop():
    asked = work_of(**{**KNOWN, "title": {"value": "Whose quay?", "basis": "source"}})

    assert "“Whose quay?” The Gazette" in words_of(chicago(asked))
    assert "Whose quay? The Gazette" in words_of(apa(asked))


def test_bibtex_keeps_the_case_of_the_title_and_the_family_name():
    assert bibtex(work_of(**KNOWN)).startswith(
        "@misc{text,\n  title = {{The Quay}},\n  author = {Stone, Ada Mary and {Office of Works} and Reed, Jo},\n"
    )


def test_where_the_site_has_no_address_none_is_made_up():
    work = work_of(AT_HOME, **KNOWN)

    assert '<span class="address">address of this page</span>' in chicago(work)
    assert "URL" not in csl(work)
    assert "url" not in bibtex(work)


def test_an_entry_is_cited_by_its_name_and_as_part_of_the_site():
    work = entry_as_work(an_entry("ada-stone", name="Ada Stone", kind="official"), PUBLISHED)

    assert words_of(chicago(work)) == (
        "“Ada Stone.” Glossary entry in Harbour Reader. https://reader.example/glossary/ada-stone/"
    )
    assert "entry" == csl(work)["type"]


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)
    | st.text("'\"<>{}[]()*_` \\ab", min_size=1).filter(str.strip)
)
def test_no_title_ends_a_tag_or_a_brace_of_a_citation(title):
    work = work_of(title={"value": title, "basis": "source"})
    page = re.sub(r"</?bdi\b[^>]*>", "", cite(work))  # a sign for what cannot be seen

    assert {"dl", "/dl", "dt", "/dt", "dd", "/dd", "div", "/div", "pre", "/pre", "i", "/i", "span", "/span"} == set(
        re.findall(r"<(/?\w+)", page)
    )
    entry = re.sub(r"\\.", "", bibtex(work))
    assert entry.count("{") == entry.count("}")
    assert "text" == json.loads(html.unescape(page.split('id="cite-csl"')[1].split(">", 1)[1].split("</pre>")[0]))["id"]
    assert not set(re.sub(r"<[^>]*>|&[#\w]+;", "", page)) & set(string.punctuation) - set(",.-?()")


@pytest.mark.parametrize(
    ("creator", "byline", "in_apa", "in_bibtex", "in_csl"),
    [
        (
            "Kaye, Marlin Lute, Jr.",
            "Marlin Lute Kaye Jr.",
            "Kaye, M. L., Jr.",
            "Kaye, Jr., Marlin Lute",
            {"family": "Kaye", "given": "Marlin Lute", "suffix": "Jr."},
        ),
        (
            "Kaye, Jr., Marlin",
            "Marlin Kaye Jr.",
            "Kaye, M., Jr.",
            "Kaye, Jr., Marlin",
            {"family": "Kaye", "given": "Marlin", "suffix": "Jr."},
        ),
        ("Kaye, Ann, III", "Ann Kaye III", "Kaye, A., III", "Kaye, III, Ann", {"family": "Kaye", "given": "Ann", "suffix": "III"}),
        *(
            (creator, DEPARTMENT, DEPARTMENT, f"{{{DEPARTMENT}}}", {"literal": DEPARTMENT})
            for DEPARTMENT in ["Department of Quays and Harbours, Office of the Secretary"]
            for creator in [DEPARTMENT, {"name": DEPARTMENT}]
        ),
        ({"name": "Stone, Ada"}, "Stone, Ada", "Stone, Ada", "{Stone, Ada}", {"literal": "Stone, Ada"}),
        ("毛, 小明", "毛小明", "毛, 小.", "毛, 小明", {"family": "毛", "given": "小明"}),
    ],
)  # fmt: skip
def test_suffixes_and_bodies_are_told_apart_from_given_names(creator, byline, in_apa, in_bibtex, in_csl):
    work = work_of(creators={"value": [creator], "basis": "source"})

    assert byline == name_of(work.creators[0])
    assert words_of(apa(work)).startswith(in_apa)
    assert f"  author = {{{in_bibtex}}},\n" in bibtex(work)
    assert [in_csl] == csl(work)["author"]


@pytest.mark.parametrize(("date", "shown"), [("0079", "79"), ("0079-08", "August 79"), ("0079-08-24", "August 24, 79")])
def test_a_year_before_1000_is_shown_without_zeros(date, shown):
    work = work_of(published={"value": date, "basis": "source"})

    assert f" {shown}." in chicago(work)
    assert "(79" in apa(work)
    assert "year = {79}" in bibtex(work)
    assert [79] == csl(work)["issued"]["date-parts"][0][:1]
