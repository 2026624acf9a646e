"""What stands in the head of a page: for the window, for search engines, and for those who get a link to it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from colophon.building.pipeline import build
from tests.site.conftest import BELOW, HOSTILE, copy_project

ADDRESS = f"https://reader.example/{BELOW}/"
TEXT = "documents/001_49d7299fa34e0926/"
SUPPOSED = "documents/000_17ce685a5ce6ce4a/"
ENTRY = "glossary/tom-homan/"
PAGES = "", TEXT, SUPPOSED, ENTRY, "glossary/", "documents/", "about/", "data/", "search/"


def head_of(folder, path) -> dict[str, list[str]]:
    """Every `meta` and `link` of a page by its name."""
    file = folder / path / "index.html" if not path.endswith(".html") else folder / path
    found: dict[str, list[str]] = {}
    for node in LexborHTMLParser(file.read_text("utf-8")).css("head meta, head link"):
        says = node.attributes
        name = says.get("property") or says.get("name") or says.get("rel") or "charset"
        found.setdefault(name, []).append(says.get("content") or says.get("href") or "")
    return found


@pytest.fixture(scope="module")
def without_address(tmp_path_factory):
    """The site as it is built before anybody knows where it will stand, with other days and an icon of its own."""
    root = copy_project(tmp_path_factory.mktemp("nowhere"))
    for text, old, new in (
        (SUPPOSED, r"^published: null$", "published: {value: 2025-05-01, basis: supplied}"),
        (TEXT, r"^published:\n(  .*\n)+", "published: {value: 2025-05, basis: source}\n"),
    ):
        record = root / f"corpus/{text.split('/')[1]}.yml"
        changed, times = re.subn(old, new, record.read_text("utf-8"), flags=re.MULTILINE)
        assert 1 == times
        record.write_text(changed, "utf-8")
    (root / "docs/favicon.ico").write_bytes(b"mine")
    build(root)
    return root / "site"


@pytest.mark.parametrize("path", PAGES)
def test_a_shared_link_shows_a_picture_that_is_there(site, path):
    head = head_of(site.folder, path)
    [address] = head["og:image"]
    picture = Image.open(BytesIO((site.folder / address.removeprefix(ADDRESS)).read_bytes()))

    assert address.startswith(f"{ADDRESS}assets/cards/")
    assert [str(picture.width)] == head["og:image:width"]
    assert [str(picture.height)] == head["og:image:height"]
    assert head["og:image:alt"][0]
    assert ["summary_large_image"] == head["twitter:card"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_said_twice(site, path):
    head = head_of(site.folder, path)
    twice = {
        name: says
        for name, says in head.items()
        if len(says) > 1 and name not in {"icon", "stylesheet", "theme-color", "charset", "item"}
    }

    assert {} == {name: says for name, says in twice.items() if not name.startswith("alternate")}


def test_a_text_is_an_article_with_the_day_it_was_published(site):
    head = head_of(site.folder, TEXT)

    assert ["article"] == head["og:type"]
    assert ["2025-10-31"] == head["article:published_time"]
    assert ["Trump just decided ICE has been too nice"] == head["og:title"]
    assert head["description"] == head["og:description"]
    assert ["Immigration Enforcement Reader"] == head["og:site_name"]
    assert ["en"] == head["og:locale"]
    assert [ADDRESS + TEXT] == head["canonical"] == head["og:url"]


def test_a_day_nobody_knows_is_not_said(site):
    assert "article:published_time" not in head_of(site.folder, "documents/000_17ce685a5ce6ce4a/")


@pytest.mark.parametrize("path", [SUPPOSED, TEXT], ids=["supposed", "a month"])
def test_a_day_an_editor_supposes_and_a_month_alone_are_not_said(without_address, path):
    head = head_of(without_address, path)

    assert ["article"] == head["og:type"]
    assert "article:published_time" not in head


def test_an_entry_is_an_article_and_every_other_page_a_website(site):
    assert ["article"] == head_of(site.folder, ENTRY)["og:type"]
    assert {"website"} == {head_of(site.folder, path)["og:type"][0] for path in ("", "glossary/", "about/", "data/")}


@pytest.mark.parametrize("path", PAGES)
def test_a_site_that_does_not_know_its_address_gives_none(without_address, path):
    head = head_of(without_address, path)

    assert not {"og:image", "og:image:alt", "og:url", "canonical"} & head.keys()
    assert ["summary"] == head["twitter:card"]
    assert head["og:title"]
    assert not (without_address / "assets/cards").exists()
    assert not [*without_address.glob("sitemap.xml*")], "a site map must have one address at least"


def test_words_of_an_editor_stay_words(hostile_folder):
    for path in ("about", "not-in-a-tab", "not-in-the-navigation"):
        head = head_of(hostile_folder, path)

        assert [HOSTILE] == head["description"] == head["og:description"] == head["og:title"] == head["og:site_name"]
    assert [HOSTILE] == head_of(hostile_folder, "documents/one")["og:title"]
    assert [HOSTILE] == head_of(hostile_folder, "glossary/person")["og:title"]


@pytest.mark.parametrize("path", [*PAGES, "404.html"])
def test_every_icon_and_colour_of_the_window_is_local_and_there(site, path):
    head = head_of(site.folder, path)
    here = site.folder / path if path != "404.html" else site.folder
    icons = [icon.removeprefix(f"/{BELOW}/") for icon in (*head["icon"], *head["apple-touch-icon"])]

    assert 3 == len(icons)
    assert all((here / icon).resolve().is_file() for icon in icons), icons
    assert ["#fbf9f4", "#191714"] == head["theme-color"]


def test_the_icons_have_the_sizes_that_are_asked_for(site):
    touch = Image.open(BytesIO((site.folder / "assets/colophon/apple-touch-icon.png").read_bytes()))
    old = Image.open(BytesIO((site.folder / "favicon.ico").read_bytes()))

    assert (180, 180) == touch.size
    assert {(16, 16), (32, 32), (48, 48)} == old.info["sizes"]


def test_a_site_may_have_an_icon_of_its_own(without_address):
    assert b"mine" == (without_address / "favicon.ico").read_bytes()


def test_a_wrong_address_leads_on_and_is_kept_out_of_search_engines(look, site):
    page = look("404.html")
    links = page.eval_on_selector_all("article li a", "links => links.map(link => [link.textContent, link.pathname])")

    assert ["noindex"] == head_of(site.folder, "404.html")["robots"]
    assert "Page not found" == page.locator("h1").inner_text()
    assert ["Home", "Texts", "Glossary", "About", "Data", "Search the texts and the glossary"] == [
        name for name, _ in links
    ]
    assert all(path.startswith(f"/{BELOW}/") for _, path in links)
    for _, path in links:
        assert page.request.get(site.url.removesuffix(f"{BELOW}/") + path.lstrip("/")).ok


def test_the_search_opens_from_the_page_of_a_wrong_address(look):
    page = look("404.html")
    page.get_by_role("button", name="Search the texts and the glossary").click()

    page.get_by_role("dialog").wait_for()


def test_pages_that_are_there_are_not_kept_out_of_search_engines(site):
    assert [] == [path for path in PAGES if "robots" in head_of(site.folder, path)]
