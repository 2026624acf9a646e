"""What a reader of a page can do about it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

import pytest

from colophon.building.staging import stage
from colophon.model.settings import Settings
from colophon.rendering.pages.actions import page_actions, report_address
from tests.conftest import ThrowawaySite

PAGE = PurePosixPath("glossary/ada-stone.md")
FILE = "docs/glossary/ada-stone.md"


def actions(**says: object) -> str:
    return page_actions(Settings("A site", {}, **says), PAGE, "Ada Stone", FILE)  # type: ignore[arg-type]


def test_without_a_repository_an_editor_and_a_form_nothing_stands_there():
    assert "" == actions()


@pytest.mark.parametrize(
    ("repo", "edit_uri", "expected"),
    [
        ("https://github.com/harbour/papers", None, f"https://github.com/harbour/papers/edit/main/{FILE}"),
        ("https://github.com/harbour/papers.git/", None, f"https://github.com/harbour/papers/edit/main/{FILE}"),
        ("https://gitlab.example/harbour/papers", None, f"https://gitlab.example/harbour/papers/-/edit/main/{FILE}"),
        ("https://codeberg.org/harbour/papers", None, f"https://codeberg.org/harbour/papers/_edit/main/{FILE}"),
        ("https://git.example/papers", "blob/trunk/docs/", f"https://git.example/papers/blob/trunk/{FILE}"),
        ("https://git.example/papers", "https://edit.example/x/docs", f"https://edit.example/x/{FILE}"),
        ("https://github.com/harbour/papers", "edit/x/docs/", f"https://github.com/harbour/papers/edit/x/{FILE}"),
    ],
)
def test_the_link_leads_to_the_file_in_the_repository(repo: str, edit_uri: str | None, expected: str):
    assert f"[Edit this entry](<{expected}>)\n{{: .page-actions }}" == actions(repo_url=repo, edit_uri=edit_uri)


def test_no_address_is_guessed_for_a_host_that_is_not_known():
    assert "" == actions(repo_url="https://git.example/papers")


def test_where_the_editor_is_on_the_link_leads_to_the_entry_in_it():
    links = actions(repo_url="https://github.com/harbour/papers", editor=True)

    assert "[Edit this entry](<../edit/index.html#/collections/glossary/entries/ada-stone>)" in links


@pytest.mark.parametrize(
    ("report", "asked"),
    [
        ("mailto:desk@harbour.example", {"subject", "body"}),
        ("https://github.com/harbour/papers/issues/new", {"title", "body"}),
        ("https://github.com/harbour/papers/issues/new?labels=error", {"labels", "title", "body"}),
        ("https://gitlab.com/harbour/papers/-/issues/new", {"issue[title]", "issue[description]"}),
    ],
)
def test_a_report_begins_with_the_page_it_is_about(report: str, asked: set[str]):
    settings = Settings("A site", {}, report=report, site_url="https://papers.example/x/")
    query = parse_qs(urlsplit(report_address(settings, PAGE, 'Ada & "Stone" <b>')).query)

    assert asked == set(query)
    assert any('Ada & "Stone" <b>' in value for (value,) in query.values())
    assert any("https://papers.example/x/glossary/ada-stone/\n" in value for (value,) in query.values())


def test_a_form_of_any_kind_can_say_where_the_page_and_its_title_go():
    settings = Settings("A site", {}, report="https://forms.example/?p={page}&entry.1={title}")

    assert "https://forms.example/?p=%2Fglossary%2Fada-stone%2F&entry.1=Ada%20%26%20S" == report_address(
        settings, PAGE, "Ada & S"
    )


@pytest.mark.parametrize("report", ["desk@harbour.example", "javascript:alert(1)", "https://x y", 'mailto:"<x>'])
def test_an_address_for_reports_is_a_web_or_mail_address(site: ThrowawaySite, report: str):
    config = f"site_name: S\ntheme: {{name: material}}\nplugins: [{{colophon: {{report: '{report}'}}}}]\n"
    site.write("mkdocs.yml", config)

    (problem,) = site.problems()
    assert (
        "mkdocs.yml:3:31: plugins.colophon.report: expected an address that begins with https:// or mailto:, found"
        f" {report!r} [settings]"
    ) == problem


def test_each_text_and_each_entry_ends_with_its_links(good_site: ThrowawaySite):
    good_site.write(
        "mkdocs.yml",
        "site_name: S\ntheme: material\nrepo_url: https://github.com/a/b\nplugins: [{colophon: {report: 'mailto:x@y.example'}}]\n",
    )
    stage(good_site.root, good_site.edition())
    staged = good_site.root / "build/docs"
    for page, file in (("glossary/ada-stone", "docs/glossary/ada-stone.md"), ("documents/letter", "corpus/letter.yml")):
        last = next(
            block for block in (staged / f"{page}.md").read_text("utf-8").split("\n\n") if ".page-actions" in block
        )
        assert re.match(
            rf"\[Edit this (entry|record)\]\(<https://github\.com/a/b/edit/main/{file}>\) · \[Report an", last
        )
