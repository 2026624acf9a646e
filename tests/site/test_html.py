"""Every page is valid as far as a parser and a look at its ids can tell, whatever a text or an editor writes.

What a parser cannot know (which attribute may stand on which element) the Nu checker tells; it is run by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

REFERENCES = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "aria-activedescendant",
)
LABELLED = {"input", "select", "textarea", "button", "meter", "output", "progress"}
HOLDS = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
}
"""Which elements may stand right inside which."""

Pages = dict[str, Element]


@pytest.fixture(params=["of this repository", "with hostile words"])
def folder(request) -> Path:
    if request.param == "with hostile words":
        return Path(request.getfixturevalue("hostile_folder"))
    return Path(request.getfixturevalue("site").folder)


@pytest.fixture
def pages(folder) -> Pages:
    found = {path.relative_to(folder).as_posix(): tree_of(path)[0] for path in sorted(folder.rglob("*.html"))}
    assert "404.html" in found
    return found


@cache
def tree_of(path: Path) -> tuple[Element, list[str]]:
    """The page as the HTML standard says it is to be read, with every error the standard names."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(path.read_text("utf-8"))
    return tree, [f"line {line}: {code} {about or ''}" for (line, _), code, about in parser.errors]


def wrong_in(pages: Pages, wrong: Callable[[Element], Iterator[str]]) -> list[str]:
    return [f"{path}: {what}" for path, page in pages.items() for what in wrong(page)]


def ids_of(page: Element) -> Counter[str]:
    return Counter(element.attrib["id"] for element in page.iterfind(".//*[@id]"))


def test_no_page_has_an_error_the_html_standard_names(folder):
    assert [] == [f"{path}: {error}" for path in sorted(folder.rglob("*.html")) for error in tree_of(path)[1]]


def test_no_id_stands_twice_on_a_page_and_none_is_empty(pages):
    def repeated(page: Element) -> Iterator[str]:
        return (repr(name) for name, number in ids_of(page).items() if number > 1 or not name or " " in name)

    assert [] == wrong_in(pages, repeated)


def test_what_names_another_element_names_one_that_is_there(pages):
    def dangling(page: Element) -> Iterator[str]:
        known = ids_of(page)
        labelled = {element.get("id") for element in page.iter() if element.tag in LABELLED}
        for name in REFERENCES:
            for element in page.iterfind(f".//*[@{name}]"):
                yield from (f"{name}={target}" for target in element.attrib[name].split() if target not in known)
        for label in page.iterfind(".//label[@for]"):
            if label.attrib["for"] not in labelled:
                yield f"label for={label.attrib['for']}"

    assert [] == wrong_in(pages, dangling)


def test_every_link_within_a_page_leads_to_a_place_on_it(pages):
    def broken(page: Element) -> Iterator[str]:
        known = ids_of(page)
        targets = (link.attrib["href"] for link in page.iterfind(".//a[@href]"))
        return (target for target in targets if target.startswith("#") and target[1:] and target[1:] not in known)

    assert [] == wrong_in(pages, broken)


def test_every_picture_has_words_in_its_place(pages):
    def silent(page: Element) -> Iterator[str]:
        return (image.get("src", "") for image in page.iter("img") if image.get("alt") is None)

    assert [] == wrong_in(pages, silent)


def test_headings_of_an_article_begin_at_1_and_go_down_one_level_at_a_time(pages):
    def skipped(page: Element) -> Iterator[str]:
        article = next(page.iter("article"))
        levels = [int(e.tag[1]) for e in article.iter() if e.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
        yield from (f"h{to} after h{at}" for at, to in zip([0, *levels], levels, strict=False) if to > at + 1)
        if levels.count(1) != 1:
            yield f"{levels.count(1)} h1"

    assert [] == wrong_in(pages, skipped)


def test_every_list_and_table_holds_what_it_may_hold(pages):
    def misplaced(page: Element) -> Iterator[str]:
        for parent, inside in HOLDS.items():
            for element in page.iter(parent):
                yield from (f"{child.tag} in {parent}" for child in element if child.tag not in inside)

    assert [] == wrong_in(pages, misplaced)


def test_no_words_of_a_source_or_an_editor_become_markup(hostile_folder):
    pages = {path: tree_of(path)[0] for path in sorted(hostile_folder.rglob("*.html"))}
    scripts = [script.text or "" for page in pages.values() for script in page.iter("script") if not script.get("src")]

    assert any("7*7" in "".join(page.itertext()) for page in pages.values())
    assert [] == [script for script in scripts if script.startswith("alert")]
    assert [] == [path for path, page in pages.items() if "x" in ids_of(page)]
    assert [] == [path for path, page in pages.items() if "<b>49" in "".join(page.itertext())]


@pytest.mark.parametrize(
    "broken",
    [
        "<p>no doctype",
        "<!doctype html><title>x</title><p><div></p>",
        "<!doctype html><title>x</title><p a=1 a=2>",
        "<!doctype html><title>x</title><p>&bogus;</p>",
        "<!doctype html><title>x</title><table><p>x</table>",
        "<!doctype html><title>x</title><b>open",
        '<!doctype html><title>x</title><p a="x"b="y">',
        "<!doctype html><title>x</title><p>\x01",
    ],
)
def test_an_error_would_be_seen(tmp_path, broken):
    page = tmp_path / "page.html"
    page.write_text(broken, "utf-8")

    assert tree_of(page)[1]
