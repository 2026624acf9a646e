"""A whole site, built and verified."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from colophon.building.pipeline import build, check
from tests.conftest import TODAY, ThrowawaySite

LEAST = "site_name: Papers\ntheme: {name: material}\nplugins: [colophon]\n"
ITS_OWN = LEAST + "markdown_extensions:\n  footnotes: {BACKLINK_TEXT: Back}\n  admonition:\nextra_css: [own.css]\n"


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_what_pages_need_is_added_to_settings_that_lack_it(good_site: ThrowawaySite, engine: str):
    good_site.write("mkdocs.yml", LEAST)
    build(good_site.root, engine=engine)
    page = LexborHTMLParser((good_site.root / "site/glossary/ada-stone/index.html").read_bytes())

    assert [] == good_site.problems()
    assert page.css("li[id='fn:letter']")
    assert page.css("link[href$='assets/colophon/colophon.css']")
    assert {"search.js", "reading.js"} <= {
        (node.attributes["src"] or "").rpartition("/")[2] for node in page.css("script[src]")
    }
    assert page.css(".md-tabs")


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_settings_of_a_site_are_kept_beside_what_pages_need(good_site: ThrowawaySite, engine: str):
    good_site.write("mkdocs.yml", ITS_OWN)
    good_site.write("docs/own.css", "body { color: black }")
    build(good_site.root, engine=engine)
    page = LexborHTMLParser((good_site.root / "site/glossary/ada-stone/index.html").read_bytes())
    styles = [(node.attributes["href"] or "").rpartition("/")[2] for node in page.css("link[rel=stylesheet]")]

    assert [["own.css", "colophon.css"], "Back"] == [styles[-2:], page.css("a.footnote-backref")[0].text()]


def test_title_of_a_position_may_be_longer_than_a_field_of_csv(buildable_site: ThrowawaySite):
    buildable_site.replace("docs/glossary/ada-stone.md", "title: Clerk", f"title: Clerk {'of the quay ' * 12_000}")
    build(buildable_site.root)


@pytest.mark.parametrize(
    "heading", ["\u202eQuay", "A *b* and `c`", "C# and F#", "3 \\* 4", "Caf&eacute;", "A <sub>2</sub>"]
)
def test_page_that_check_accepts_is_built(buildable_site: ThrowawaySite, heading: str):
    buildable_site.write("docs/about.md", f"# {heading}\n\nWords.\n")

    assert () == check(buildable_site.root, TODAY).problems
    build(buildable_site.root)


@pytest.mark.parametrize("title", ["\u202eReport", "=Report", "+1 Report", "@Report", "-Report"])
def test_title_that_check_accepts_is_built(buildable_site: ThrowawaySite, title: str):
    buildable_site.replace("corpus/report.yml", "value: A report", f'value: "{title}"')
    buildable_site.replace("docs/glossary/port-authority.md", "name: Port Authority", f'name: "{title} Authority"')
    buildable_site.replace("docs/glossary/port-authority.md", "kind:", "aliases: [Port Authority]\nkind:")

    assert () == check(buildable_site.root, TODAY).problems
    build(buildable_site.root)
