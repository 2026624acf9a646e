"""The site of this repository as Zensical renders it: the same pages, as safe, and all that a reader does works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from colophon.building.pipeline import build
from tests.site.conftest import BELOW, BuiltSite, Reader, copy_project, serving
from tests.site.test_policy import TELLS, violations


@pytest.fixture(scope="module")
def by_zensical(site: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltSite]:
    root = copy_project(tmp_path_factory.mktemp("zensical"))
    shutil.copy(site.root / "mkdocs.yml", root)
    built = BuiltSite(root, build(root, engine="zensical"))  # which verifies it
    served = tmp_path_factory.mktemp("served") / BELOW
    served.parent.mkdir(parents=True)
    served.symlink_to(built.folder)
    with serving(served.parents[1]) as address:
        built.url = f"{address}{BELOW}/"
        yield built


def pages_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}


def test_both_builders_make_the_same_pages_cards_and_downloads(site: BuiltSite, by_zensical: BuiltSite):
    assert pages_in(site.folder) == pages_in(by_zensical.folder)
    for folder in ("assets/cards", "assets/colophon", "corpus"):
        names = [{path.name for path in (one.folder / folder).rglob("*")} for one in (site, by_zensical)]
        assert names[0] == names[1]


def test_a_reader_reads_searches_and_verifies_and_nothing_trips_over_the_policy(
    browser: Browser, by_zensical: BuiltSite
):
    reader = Reader(browser.new_context(viewport={"width": 1280, "height": 900}), by_zensical)
    reader.page.add_init_script(TELLS)
    page = reader.open("documents/001_49d7299fa34e0926/")
    page.locator("#p22 a.mention").first.hover()
    page.locator(".tool-card").wait_for()
    page.get_by_role("button", name="Verify this text").click()
    page.locator(".verify [role=status]").filter(has_text="match it exactly").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("homan")
    page.locator("dialog .find-title", has_text="Tom Homan").click()
    page.wait_for_url("**/glossary/tom-homan/**")

    assert [] == violations(reader.errors)
    assert [] == reader.foreign_requests
    reader.context.close()
