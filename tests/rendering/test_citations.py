"""How a text and an entry are cited, in words and for programs, and what is said where something is not known."""

from __future__ import annotations

import datetime
import html
import json
import re
import string
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, get_args
from urllib.parse import parse_qs

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pybtex.plugin import find_plugin

from colophon.edition import Edition, compile_edition, with_history
from colophon.edition.history import Change, History
from colophon.formats.urls import entry_path
from colophon.model.record import StatedGenre
from colophon.model.settings import Settings
from colophon.model.site import Site
from colophon.project.settings import DEFAULT_KINDS
from colophon.rendering import page_makers
from colophon.rendering.pages.citations import Work, apa, chicago, entry_as_work, text_as_work
from colophon.rendering.pages.exchange import GENRES, bibtex, cite, coins, csl, ris, tags_of
from colophon.rendering.pages.wording import name_of
from tests.conftest import a_text, an_entry

AT_HOME = Settings(name="Harbour Reader", kinds=DEFAULT_KINDS)
PUBLISHED = Settings(name="Harbour Reader", kinds=DEFAULT_KINDS, site_url="https://reader.example/")
KNOWN: dict[str, Any] = {
    "title": {"value": "The quay and its clerks", "basis": "source"},
    "creators": {"value": ["Stone, Ada Mary", "Office of Works", "Reed, Jo"], "basis": "source"},
    "publisher": {"value": "The Gazette", "basis": "source"},
    "published": {"value": "1903-05-07", "basis": "source"},
    "genre": {"value": "news article", "basis": "source"},
    "language": "en",
}
ELSEWHERE: dict[str, Any] = {
    **KNOWN,
    **{
        name: {"value": value, "basis": "attributed", "evidence": "A catalogue."}
        for name, value in {"creators": ["Stone, Ada"], "publisher": "The Gazette", "published": "1903-05-07"}.items()
    },
}
DEVISED: dict[str, Any] = {"title": {"value": "On the quay", "basis": "supplied"}}
SUPPLIED: dict[str, Any] = {
    **KNOWN,
    **{
        name: {"value": value, "basis": "supplied"}
        for name, value in {"creators": ["Stone, Ada"], "publisher": "The Gazette", "published": "1903-05"}.items()
    },
}
READ_AND_PLACE = "Reproduced in Harbour Reader. https://reader.example/documents/text/"


def work_of(settings: Settings = PUBLISHED, **record: Any) -> Work:
    text = a_text("The quay.", **record)
    return text_as_work(compile_edition(Site(settings, (text,), (), {}, {})), text, "About the quay.")


def edition_with_entry(settings: Settings = PUBLISHED) -> Edition:
    entry = an_entry("ada-stone", name="Ada Stone", kind="official")
    return compile_edition(Site(settings, (), (entry,), {}, {}))


def changed_on(edition: Edition, day: str) -> Edition:
    at = datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return with_history(edition, History((Change(entry_path("ada-stone"), "update", at, "", "c:x"),), silence=None))


def entry_work(day: str | None = None) -> Work:
    edition = edition_with_entry()
    edition = changed_on(edition, day) if day else edition
    return entry_as_work(edition, edition.site.entries[0], "Clerk.")


def words_of(inline: str) -> str:
    return html.unescape(re.sub(r"</?(?:i|span)\b[^>]*>", "", inline))


@pytest.mark.parametrize(
    ("record", "in_chicago", "in_apa"),
    [
        (
            KNOWN,
            f"Stone, Ada Mary, Office of Works, and Jo Reed. “The Quay and Its Clerks.” The Gazette, May 7, 1903. {READ_AND_PLACE}",
            f"Stone, A. M., Office of Works, & Reed, J. (1903, May 7). The quay and its clerks. The Gazette. {READ_AND_PLACE}",
        ),
        (
            ELSEWHERE,
            f"[Stone, Ada]. “The Quay and Its Clerks.” [The Gazette, May 7, 1903]. {READ_AND_PLACE}",
            f"[Stone, A.] ([1903, May 7]). The quay and its clerks. [The Gazette]. {READ_AND_PLACE}",
        ),
        (
            DEVISED,
            f"On the quay. N.d. Author and publisher not recorded. {READ_AND_PLACE}",
            f"[On the quay]. (n.d.). {READ_AND_PLACE}",
        ),
        ({}, f"[The quay]. N.d. Author and publisher not recorded. {READ_AND_PLACE}", f"[The quay]. (n.d.). {READ_AND_PLACE}"),
    ],
    ids=["news article", "established from elsewhere", "devised title", "untitled"],
)  # fmt: skip
def test_a_text_is_cited_by_the_rules_of_both_manuals(record, in_chicago, in_apa):
    work = work_of(**record)

    assert in_chicago == words_of(chicago(work))
    assert in_apa == words_of(apa(work))


def test_the_site_of_a_news_article_is_set_as_each_manual_asks():
    assert "<i>The Gazette</i>, May 7, 1903" in chicago(work_of(**KNOWN))
    assert "<i>The quay and its clerks</i>. The Gazette." in apa(work_of(**KNOWN))
    assert "<i>The Gazette" not in chicago(work_of(**{**KNOWN, "genre": None}))


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Trump just decided ICE has been too nice", "Trump Just Decided ICE Has Been Too Nice"),
        ("the clerk of the quay: a life in letters", "The Clerk of the Quay: A Life in Letters"),
        ("how iPhones arrived by well-known routes", "How iPhones Arrived by Well-Known Routes"),
        ("“who pays?” and what for", "“Who Pays?” and What For"),
    ],
)
def test_chicago_capitalizes_an_english_headline_and_no_other(title, headline):
    known = {"value": title, "basis": "source"}

    assert f"“{headline}.”" in words_of(chicago(work_of(title=known, language="en-US")))
    assert f"“{title}.”" in words_of(chicago(work_of(title=known, language="de")))
    assert f"“{title}.”" in words_of(chicago(work_of(title=known)))


def test_the_day_of_reading_is_left_to_the_browser_where_a_manual_wants_it():
    assert 'data-fill="Accessed %l. "' in chicago(work_of(**DEVISED))
    assert "Accessed" not in chicago(work_of(**KNOWN))
    assert 'data-fill="Retrieved %l, from "' in apa(entry_work())
    assert "Retrieved" not in apa(work_of(**DEVISED))


def test_an_entry_is_cited_as_part_of_the_site_with_the_day_of_its_last_change():
    place = "https://reader.example/glossary/ada-stone/"

    assert f"“Ada Stone.” In Harbour Reader. Last modified November 22, 2026. {place}" == words_of(
        chicago(entry_work("2026-11-22"))
    )
    assert f"Ada Stone. (2026, November 22). In Harbour Reader. {place}" == words_of(apa(entry_work("2026-11-22")))
    assert "Ada Stone. (2026, November 22). In <i>Harbour Reader</i>." in apa(entry_work("2026-11-22"))
    assert f"Ada Stone. (n.d.). In Harbour Reader. {place}" == words_of(apa(entry_work()))


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

    assert "“Whose Quay?” The Gazette" in words_of(chicago(asked))
    assert "Whose quay? The Gazette" in words_of(apa(asked))


def test_where_the_site_has_no_address_none_is_made_up():
    work = work_of(AT_HOME, **KNOWN)

    assert '<span class="address">address of this page</span>' in chicago(work)
    assert "URL" not in csl(work)
    assert "url" not in bibtex(work)
    assert "UR  - " not in ris(work)
    assert '&#10;"' in cite(work), "the browser fills in the address, on a line of its own"
    assert "url = {%a}" in cite(work)
    assert "url = {%a}" not in cite(work_of(**KNOWN))


# --- programs read them ----------------------------------------------------------------------------------------------


def in_plain_style(work: Work) -> str:
    database = parse_string(bibtex(work), "bibtex")
    style = find_plugin("pybtex.style.formatting", "plain")()
    [entry] = style.format_entries(database.entries.values())
    text: str = entry.text.render_as("text")
    return text


def test_bibtex_prints_author_title_publisher_and_date():
    printed = in_plain_style(work_of(**KNOWN))

    assert printed.startswith("Ada Mary Stone, Office of Works, and Jo Reed. The quay and its clerks. The Gazette, ")
    assert "May 1903" in printed
    assert "https://reader.example/documents/text/" in printed
    [entry] = parse_string(bibtex(work_of(**KNOWN)), "bibtex").entries.values()
    assert ("article", "7") == (entry.type, entry.fields["day"])


def test_bibtex_of_what_is_no_article_keeps_its_publisher():
    printed = in_plain_style(work_of(**{**KNOWN, "genre": None}))

    assert "The Gazette" in printed
    assert in_plain_style(entry_work("2026-11-22")).startswith("Ada Stone. Entry in Harbour Reader, November 2026.")


def test_ris_reads_back_as_it_was_meant():
    [item] = rispy.loads(ris(work_of(**KNOWN)))

    assert item["type_of_reference"] == "NEWS"
    assert item["authors"] == ["Stone, Ada Mary", "Office of Works", "Reed, Jo"]
    assert (item["title"], item["secondary_title"]) == ("The quay and its clerks", "The Gazette")
    assert (item["year"], item["date"]) == ("1903", "1903/05/07")
    assert item["urls"] == ["https://reader.example/documents/text/"]


def test_ris_of_an_entry_and_of_a_letter_have_their_types():
    letter = {**KNOWN, "genre": {"value": "letter", "basis": "source"}}

    assert ["ENCYC", "PCOMM", "GEN"] == [
        rispy.loads(ris(work))[0]["type_of_reference"] for work in (entry_work(), work_of(**letter), work_of())
    ]


def rendered(work: Work) -> str:
    """What citeproc makes of the item in a small style."""
    style = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
    <info><title>Test</title><id>test</id><updated>2026-01-01T00:00:00+00:00</updated></info>
    <citation><layout><text variable="title"/></layout></citation>
    <bibliography><layout><group delimiter="|"><names variable="author"><name name-as-sort-order="all"/></names>
    <text variable="title"/><text variable="container-title"/><text variable="publisher"/>
    <date variable="issued"><date-part name="year"/><date-part name="day" prefix="-"/></date><text variable="URL"/>
    </group></layout></bibliography></style>"""
    source = CiteProcJSON([csl(work)])
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(BytesIO(style.encode()), validate=False), source, formatter.plain
    )
    bibliography.register(Citation([CitationItem(work.id)]))
    [item] = bibliography.bibliography()
    return str(item)


def test_csl_json_loads_in_citeproc_with_container_publisher_date_and_address():
    place = "https://reader.example/documents/text/"

    assert rendered(work_of(**KNOWN)).endswith(f"|The quay and its clerks|The Gazette|1903-7|{place}")
    assert rendered(work_of(**{**KNOWN, "genre": None})).endswith(
        f"|The quay and its clerks|The Gazette|1903-7|{place}"
    )
    assert (
        rendered(entry_work("2026-11-22"))
        == "Ada Stone|Harbour Reader|2026-22|https://reader.example/glossary/ada-stone/"
    )


@pytest.mark.parametrize(
    "written", [bibtex, ris, lambda work: json.dumps(csl(work))], ids=["BibTeX", "RIS", "CSL-JSON"]
)
def test_programs_get_no_fact_that_an_editor_supplied(written):
    supplied, elsewhere = written(work_of(**SUPPLIED)), written(work_of(**ELSEWHERE))

    assert not re.search(r"Stone|Gazette|1903", supplied)
    assert "Supplied by the editors, not given here: author, publisher and date." in supplied
    assert re.search("Stone", elsewhere)
    assert "Not in the file, taken from elsewhere: author, publisher and date." in elsewhere
    assert "[On the quay]" in written(work_of(**DEVISED))


def test_every_kind_of_text_has_a_type_for_every_program():
    [values] = [get_args(field.annotation) for name, field in StatedGenre.model_fields.items() if name == "value"]

    assert set(values) == set(GENRES)


# --- Zotero ----------------------------------------------------------------------------------------------------------


def as_zotero_reads(tags: list[list[str]]) -> dict[str, object]:
    """The item that Zotero's Embedded Metadata translator makes of `meta` elements, by its rules of precedence."""
    of: dict[str, list[str]] = {}
    for name, content in tags:
        of.setdefault(name.lower().replace("dcterms.", "dc."), []).append(content)
    guess = "journalArticle" if "citation_title" in of else "bookSection" if "citation_book_title" in of else "webpage"
    found = {
        "itemType": of.get("z:itemtype", [guess])[0],
        "title": of.get("dc.title", [None])[0],
        "creators": of.get("dc.creator", []),
        "publicationTitle": of.get("prism.publicationname", of.get("dc.source", [None]))[0],
        "publisher": of.get("dc.publisher", [None])[0],
        "date": of.get("dc.issued", [None])[0],
        "language": of.get("dc.language", [None])[0],
        "rights": of.get("dc.rights", [None])[0],
        "url": of.get("citation_public_url", [None])[0],
    }
    return {name: value for name, value in found.items() if value}


PLACE = {"url": "https://reader.example/documents/text/", "rights": "Copyright not evaluated"}


@pytest.mark.parametrize(
    ("record", "item"),
    [
        (
            KNOWN,
            {
                "itemType": "newspaperArticle",
                "title": "The quay and its clerks",
                "creators": ["Stone, Ada Mary", "Office of Works", "Reed, Jo"],
                "publicationTitle": "The Gazette",
                "publisher": "The Gazette",
                "date": "1903-05-07",
                "language": "en",
                **PLACE,
            },
        ),
        (
            {**ELSEWHERE, "genre": {"value": "letter", "basis": "source"}},
            {
                "itemType": "letter",
                "title": "The quay and its clerks",
                "creators": ["Stone, Ada"],
                "publisher": "The Gazette",
                "date": "1903-05-07",
                "language": "en",
                **PLACE,
            },
        ),
        (SUPPLIED, {"itemType": "newspaperArticle", "title": "The quay and its clerks", "language": "en", **PLACE}),
        (DEVISED, {"itemType": "document", "title": "[On the quay]", **PLACE}),
        ({}, {"itemType": "document", "title": "[The quay]", **PLACE}),
    ],
    ids=["news article", "letter", "what editors supplied", "devised title", "nothing known"],
)
def test_zotero_takes_a_text_with_its_type_and_only_what_is_known(record, item):
    tags = tags_of(work_of(**record))

    assert item == as_zotero_reads(tags)
    assert not {"citation_title", "citation_book_title", "citation_journal_title"} & {name for name, _ in tags}


def test_zotero_takes_an_entry_as_an_article_of_the_glossary():
    assert {
        "itemType": "encyclopediaArticle",
        "title": "Ada Stone",
        "publicationTitle": "Harbour Reader",
        "date": "2026-11-22",
        "language": "en",
        "url": "https://reader.example/glossary/ada-stone/",
    } == as_zotero_reads(tags_of(entry_work("2026-11-22")))


def test_a_list_offers_each_text_and_no_page_of_a_text_or_entry_does(good_site):
    pages = {str(path): make() for path, make in page_makers(good_site.edition()).items()}

    offering = {path for path, page in pages.items() if b'class="Z3988"' in page}
    assert {"documents/index.md", "glossary/index.md"} == offering
    assert pages["documents/index.md"].count(b"Z3988") == len(good_site.edition().site.texts)


def test_a_span_of_a_list_says_what_the_tags_say():
    [title] = re.findall(r'title="([^"]*)"', coins(work_of(**KNOWN)))
    fields = parse_qs(html.unescape(title))

    assert ["info:ofi/fmt:kev:mtx:dc"] == fields["rft_val_fmt"]
    assert ["newspaperArticle"] == fields["rft.type"]
    assert ["The Gazette"] == fields["rft.source"]
    assert ["Stone, Ada Mary", "Office of Works", "Reed, Jo"] == fields["rft.creator"]
    assert ["https://reader.example/documents/text/"] == fields["rft.identifier"]
    assert not {"rft.creator", "rft.date", "rft.source"} & parse_qs(html.unescape(coins(work_of(**SUPPLIED)))).keys()


# --- the box and hostile input ---------------------------------------------------------------------------------------


def test_the_files_beside_a_page_are_what_its_box_shows(good_site):
    makers = page_makers(good_site.edition())
    page = makers[PurePosixPath("documents/letter.md")]().decode()

    for form in ("bib", "ris", "json"):
        file = makers[PurePosixPath(f"documents/letter/cite.{form}")]().decode()
        [shown] = re.findall(rf'id="cite-{form}" tabindex="0">(.*?)</pre>', page, re.DOTALL)
        assert file.rstrip() == html.unescape(re.sub(r"<[^>]*>", "", shown))
        assert f'](letter/cite.{form}){{: download="letter.{form}" }}' in page


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)
    | st.text("'\"<>{}[]()*_` \\ab", min_size=1).filter(str.strip)
)
def test_no_title_ends_a_tag_or_a_brace_of_a_citation(title):
    work = work_of(title={"value": title, "basis": "source"})
    page = re.sub(r"</?bdi\b[^>]*>", "", cite(work))  # a sign for what cannot be seen

    tags = set(re.findall(r"<(\w+)", page))
    assert {"div", "dl", "dt", "dd", "details", "summary", "pre", "i", "span", "p", "noscript"} == tags
    entry = re.sub(r"\\.", "", bibtex(work))
    assert entry.count("{") == entry.count("}")
    assert (
        "text"
        == json.loads(
            html.unescape(re.sub("<[^>]*>", "", page.split('id="cite-json" tabindex="0">')[1].split("</pre>")[0]))
        )[0]["id"]
    )
    assert not set(re.sub(r"<[^>]*>|&[#\w]+;", "", page)) & set(string.punctuation) - set(",.-?():!")
    assert 1 == ris(work).count("TY  - ")
    assert [] == [name for name, content in tags_of(work) if not content.strip()]


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
        ("Quay, Ada van der", "Ada van der Quay", "van der Quay, A.", "Quay, Ada van der", {"family": "Quay", "given": "Ada van der"}),
        ("毛, 小明", "毛小明", "毛, 小.", "毛, 小明", {"family": "毛", "given": "小明"}),
    ],
)  # fmt: skip
def test_suffixes_and_bodies_are_kept_apart_from_given_names(creator, byline, in_apa, in_bibtex, in_csl):
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
