"""Sources of an entry from outside the site: in words, and for programs, as other programs read them."""

from __future__ import annotations

import html
import json
import re
from pathlib import PurePosixPath

import pytest
import rispy
from pybtex.database import parse_string

from colophon.checking.entries import FUTURE, PUBLISHED_LATER
from colophon.model.entry import EntryFrontMatter
from colophon.project.reader import read_site
from colophon.rendering import page_makers
from colophon.rendering.pages.citations import Work, apa, chicago, source_as_work
from colophon.rendering.pages.exchange import bibtex, csl, ris
from tests.conftest import ThrowawaySite

STONE, ROE = "Stone, Ada", "Roe, Jane"
SOURCES = {
    "book": {"kind": "book", "title": "A History", "author": STONE, "place": "Boston", "publisher": "Quay Press", "published": 1903, "pages": "12-14"},
    "chapter": {"kind": "chapter", "title": "The Quay", "author": [STONE, ROE], "in": "Harbours", "publisher": "Quay Press", "published": 1903, "pages": "7"},
    "times": {"kind": "newspaper", "title": "The Quay Is Safe", "in": "The Harbour Times", "published": "1903-05-03", "pages": "4"},
    "article": {"kind": "article", "title": "Is it safe?", "author": ROE, "in": "Studies", "number": "12", "published": 1903, "pages": "4-9", "url": "https://example.org/a", "consulted": "2026-11-01"},
    "letter": {"kind": "letter", "title": "[Letter to J. Doe]", "author": ROE, "published": 1903, "archive": "City Archive", "number": "MS 12"},
    "case": {"kind": "court file", "title": "Roe v. Board", "publisher": "Superior Court", "number": "No. 12", "published": 1903},
    "interview": {"kind": "interview", "title": "On the Quay", "author": STONE, "published": "1950-02", "archive": "Oral History Project"},
    "manuscript": {"kind": "manuscript", "title": "A log", "archive": "City Archive"},
    "report": {"kind": "report", "title": "The Quay", "author": "{Harbour Board}", "number": "Report 7", "published": 1903},
    "page": {"url": "https://example.org/p", "title": "The Almanac", "publisher": "Pub", "consulted": "2026-11-22"},
}  # fmt: skip


def work(key: str) -> Work:
    matter = EntryFrontMatter.model_validate({"name": "X", "kind": "agency", "sources": {key: SOURCES[key]}})
    return source_as_work(key, matter.sources[key])  # type: ignore[arg-type]  # not a passage


def words(inline: str) -> str:
    return html.unescape(re.sub(r"<i>(.*?)</i>", r"*\1*", inline))


@pytest.mark.parametrize(
    ("key", "in_chicago", "in_apa"),
    [
        ("book", "Stone, Ada. *A History*. Boston: Quay Press, 1903, 12-14.", "Stone, A. (1903). *A History* (pp. 12-14). Quay Press."),
        ("chapter", "Stone, Ada, and Jane Roe. “The Quay.” In *Harbours*, 7. Quay Press, 1903.", "Stone, A., & Roe, J. (1903). The Quay. In *Harbours* (p. 7). Quay Press."),
        ("times", "“The Quay Is Safe.” *The Harbour Times*, May 3, 1903, 4.", "The Quay Is Safe. (1903, May 3). *The Harbour Times*, p. 4."),
        ("article", "Roe, Jane. “Is it safe?” *Studies* 12 (1903): 4-9. Accessed November 1, 2026. https://example.org/a.", "Roe, J. (1903). Is it safe? *Studies*, 12, 4-9. Retrieved November 1, 2026, from https://example.org/a"),
        ("letter", "Roe, Jane. [Letter to J. Doe]. 1903. MS 12, City Archive.", "Roe, J. (1903). *[Letter to J. Doe]*. City Archive, MS 12."),
        ("case", "*Roe v. Board*. No. 12 (Superior Court 1903).", "*Roe v. Board*, No. 12. (1903). Superior Court."),
        ("interview", "Stone, Ada. “On the Quay.” Interview. February 1950. Oral History Project.", "Stone, A. (1950, February). *On the Quay* [Interview]. Oral History Project."),
        ("manuscript", "“A log.” City Archive.", "*A log* [Manuscript]. (n.d.). City Archive."),
        ("report", "Harbour Board. *The Quay*. 1903. Report 7.", "Harbour Board. (1903). *The Quay* (Report 7)."),
    ],
)  # fmt: skip
def test_a_source_is_cited_by_its_kind(key, in_chicago, in_apa):
    assert (in_chicago, in_apa) == (words(chicago(work(key))), words(apa(work(key))))


@pytest.mark.parametrize(
    ("key", "csl_type", "bibtex_type", "ris_type"),
    [
        ("book", "book", "book", "BOOK"),
        ("chapter", "chapter", "incollection", "CHAP"),
        ("times", "article-newspaper", "article", "NEWS"),
        ("article", "article-journal", "article", "JOUR"),
        ("letter", "personal_communication", "misc", "PCOMM"),
        ("case", "legal_case", "misc", "CASE"),
        ("interview", "interview", "misc", "PCOMM"),
        ("manuscript", "manuscript", "unpublished", "MANSCPT"),
        ("report", "report", "techreport", "RPRT"),
        ("page", "webpage", "misc", "ELEC"),
    ],
)
def test_programs_read_each_kind_as_what_it_is(key, csl_type, bibtex_type, ris_type):
    one = work(key)
    entry = parse_string(bibtex(one), "bibtex").entries[key]
    (record,) = rispy.loads(ris(one))

    assert (csl_type, bibtex_type, ris_type) == (csl(one)["type"], entry.type, record["type_of_reference"])
    assert one.bracketed_title == csl(one)["title"] == record["title"]
    assert [("title" in entry.fields), one.published or ""] == [True, _date_of(csl(one))]


def _date_of(item: dict[str, object]) -> str:
    issued = item.get("issued")
    parts = issued["date-parts"][0] if isinstance(issued, dict) else []
    return "-".join(f"{part:02}" for part in parts)


def test_an_entry_shows_and_offers_its_sources(good_site: ThrowawaySite):
    path = "docs/glossary/port-authority.md"
    good_site.replace(path, "sources:\n", f"sources:\n  times: {json.dumps(SOURCES['times'])}\n")
    good_site.replace(path, "has a board.[^almanac]", "has a board.[^almanac][^times]")
    makers = page_makers(good_site.edition())
    page = makers[PurePosixPath("glossary/port-authority.md")]().decode()
    items = json.loads(makers[PurePosixPath("glossary/port-authority/sources.json")]())

    assert "[^times]: “The Quay Is Safe.” <i>The Harbour Times</i>, May 3, 1903, 4." in page
    assert "<summary>Its sources in APA style</summary>" in page
    assert "[RIS](port-authority/sources.ris" in page
    assert ["article-newspaper", "webpage"] == [item["type"] for item in items]
    assert 2 == len(rispy.loads(makers[PurePosixPath("glossary/port-authority/sources.ris")]().decode()))
    assert 2 == len(
        parse_string(makers[PurePosixPath("glossary/port-authority/sources.bib")]().decode(), "bibtex").entries
    )
    assert PurePosixPath("glossary/ada-stone/sources.bib") not in makers  # cites texts of the site only


def test_dates_of_a_source_are_checked_where_it_has_them(good_site: ThrowawaySite):
    path = "docs/glossary/port-authority.md"
    sources = {
        "later": {"kind": "book", "title": "A", "published": 1999, "consulted": 1998},
        "ahead": {"kind": "book", "title": "B", "consulted": 2099},
        "bare": {"kind": "book", "title": "C"},
    }
    lines = "".join(f"  {key}: {json.dumps(source)}\n" for key, source in sources.items())
    good_site.replace(path, "sources:\n", f"sources:\n{lines}")
    good_site.replace(path, "[^almanac]\n", "[^almanac][^later][^ahead][^bare]\n")

    assert [FUTURE, PUBLISHED_LATER] == sorted(line.rsplit("[", 1)[1].rstrip("]") for line in good_site.problems())


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"kind": "novel", "title": "A"}, "sources.a.kind: expected book, chapter, newspaper, article, report, letter"),
        ({"kind": "book"}, "sources.a.title: is missing; expected the title, as the source gives it"),
        ({"kind": "book", "title": "A", "autor": "B"}, "sources.a.autor: unknown key; did you mean author?"),
        ({"title": "A"}, "or kind and title for a book, newspaper, letter and the like"),
    ],
)
def test_a_mistake_in_a_source_is_explained(site: ThrowawaySite, source, message):
    site.entry("board", "It met.[^a]\n", sources={"a": source})

    assert any(message in problem.message for problem in read_site(site.root).problems)
