"""What pages say of themselves to programs, as PyLD expands it with a context of our own: nothing is fetched."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Any

import pytest
from pyld import jsonld

from colophon.edition import compile_edition
from colophon.rendering import render_pages
from colophon.rendering.linked_data import script_of
from tests.conftest import ThrowawaySite

SCHEMA = "https://schema.org/"
HOME = "https://reader.example/"
# As https://schema.org's own context has it: terms are of its vocabulary, and these are addresses.
LINKS = "url usageInfo isBasedOn contentUrl sameAs subjectOf".split()
CONTEXT = {"@context": {"@vocab": SCHEMA, **{name: {"@id": SCHEMA + name, "@type": "@id"} for name in LINKS}}}
STATED = {"basis": "source"}


def local_only(address: str, _options: object) -> dict[str, Any]:
    assert address == "https://schema.org", f"{address} would be fetched"
    return {"contextUrl": None, "documentUrl": address, "document": CONTEXT}


def node_on(pages: dict[PurePosixPath, bytes], path: str) -> dict[str, Any]:
    """The expanded description on a page, with the prefix of schema.org left out."""
    [script] = re.findall(r'<script type="application/ld\+json">(.*)</script>', pages[PurePosixPath(path)].decode())
    expanded = jsonld.expand(json.loads(script), {"base": HOME, "documentLoader": local_only})
    [node] = json.loads(json.dumps(expanded).replace(SCHEMA, ""))
    made: dict[str, Any] = plain(node)
    return made


def plain(value: Any) -> Any:
    """JSON-LD as a person writes it: a value for a list of one, words for their objects."""
    if isinstance(value, list):
        values = [plain(one) for one in value]
        return values[0] if len(values) == 1 else values
    if isinstance(value, dict):
        if value.keys() in ({"@value"}, {"@id"}):
            return next(iter(value.values()))
        return {key: plain(inner) for key, inner in value.items()}
    return value


@pytest.fixture
def site_with_address(good_site: ThrowawaySite) -> ThrowawaySite:
    good_site.replace("mkdocs.yml", "site_name:", f"site_url: {HOME}\nsite_name:")
    return good_site


def pages_of(site: ThrowawaySite) -> dict[PurePosixPath, bytes]:
    return render_pages(compile_edition(site.read().site))


def test_a_news_article_says_what_is_known_and_nothing_that_an_editor_supplied(site_with_address: ThrowawaySite):
    site_with_address.text(
        "story",
        "Ada Stone, its clerk, met the Harbour Board.\n",
        title={"value": "The quay", **STATED},
        creators={"value": ["Reed, Jo"], **STATED},
        publisher={"value": "The Gazette", "basis": "supplied"},
        genre={"value": "news article", **STATED},
        published={"value": "1903-05", **STATED},
        language="en",
    )
    node = node_on(pages_of(site_with_address), "documents/story.md")

    assert "NewsArticle" == node["@type"]
    assert ("The quay", "1903-05", "en") == (node["headline"], node["datePublished"], node["inLanguage"])
    assert {"@type": "Person", "name": "Jo Reed"} == node["author"]
    assert "publisher" not in node
    assert f"{HOME}documents/story/" == node["@id"] == node["url"]
    assert "Harbour Papers" == node["isPartOf"]["name"]
    file = node["encoding"]
    assert f"{HOME}corpus/story.txt" == file["contentUrl"]
    assert re.fullmatch("[0-9a-f]{64}", file["sha256"])
    assert "http://rightsstatements.org/vocab/CNE/1.0/" == node["usageInfo"]
    assert {"@type": "Person", "@id": f"{HOME}glossary/ada-stone/#entity", "name": "Ada Stone"} in node["mentions"]


def test_a_text_of_which_nothing_is_known_is_a_document_and_says_no_more(site: ThrowawaySite):
    site.text("letter", "Words.\n")
    site.entry("board", "Is.[^letter]", sources={"letter": {"document": "letter", "quote": "Words."}})
    node = node_on(pages_of(site), "documents/letter.md")

    assert "DigitalDocument" == node["@type"]
    assert not {"headline", "author", "publisher", "datePublished", "inLanguage", "isBasedOn", "mentions"} & node.keys()
    assert not {"@value", "null"} & {str(value) for value in node.values()}


def test_a_withheld_text_gives_its_reason_and_no_file_and_no_names(site: ThrowawaySite):
    site.text("letter", "The Board met at the quay.\n", access={"withheld": "By request.", "on": "2026-11-22"})
    site.entry("board", "Is.[^web]", sources={"web": {"url": "https://a.example/", "title": "A", "consulted": "2026"}})
    node = node_on(pages_of(site), "documents/letter.md")

    assert "By request." == node["conditionsOfAccess"]
    assert not {"encoding", "mentions"} & node.keys()


def test_positions_are_roles_with_their_dates_and_sources_and_contested_ones_are_left_out(site: ThrowawaySite):
    web = {"url": "https://a.example/", "title": "A", "consulted": "2026"}
    site.text("letter", "The Board and Ada Stone.\n")
    site.entry("board", "Is.[^web]", name="The Board", sources={"web": web})
    site.entry(
        "ada",
        "Was clerk.[^web]",
        name="Ada Stone",
        kind="official",
        aliases=["A. Stone"],
        identifiers={"wikidata": "Q1"},
        positions=[
            {"title": "Clerk", "agency": "board", "from": "1903", "to": "1904-05", "source": "web"},
            {"title": "Poet", "source": "web"},
            {"title": "Mayor", "source": "web", "differs": True},
        ],
        sources={"web": web},
    )
    pages = pages_of(site)
    node = node_on(pages, "glossary/ada.md")
    person = node["mainEntity"]

    assert ("WebPage", "Person") == (node["@type"], person["@type"])
    assert ("Ada Stone", "A. Stone") == (person["name"], person["alternateName"])
    assert "https://www.wikidata.org/wiki/Q1" == person["sameAs"]
    role = person["worksFor"]
    assert ("OrganizationRole", "Clerk", "1903", "1904-05") == (
        role["@type"],
        role["roleName"],
        role["startDate"],
        role["endDate"],
    )
    assert ("GovernmentOrganization", "The Board") == (role["worksFor"]["@type"], role["worksFor"]["name"])
    assert "https://a.example/" == role["subjectOf"]
    assert "Poet" == person["hasOccupation"]["hasOccupation"]["name"]
    assert not {"startDate", "endDate"} & person["hasOccupation"].keys()
    assert b"Mayor" not in pages[PurePosixPath("glossary/ada.md")].split(b"<script")[1].split(b"</script>")[0]
    assert "GovernmentOrganization" == node_on(pages, "glossary/board.md")["mainEntity"]["@type"]


def test_every_page_describes_itself(site_with_address: ThrowawaySite):
    pages = pages_of(site_with_address)
    for path in [path for path in pages if path.suffix == ".md"]:
        node = node_on(pages, str(path))
        assert node["@id"].startswith(HOME)
        assert node["@type"] in {"WebSite", "CollectionPage", "WebPage", "NewsArticle", "DigitalDocument"}
        assert node["name"]


def test_nothing_in_a_string_ends_the_element_or_is_markup():
    hostile = '</script><!-- <b>{{x}} [a](b) `c` $d$ & \u2028\u202e \\ " \\\\'
    script = script_of({"name": hostile})

    inner = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&`$[]\u2028\u202e") & set(inner)
    assert "{{" not in inner
    assert hostile == json.loads(inner)["name"]
