"""A reader follows an old address of an entry."""

from pathlib import Path

import pytest

from colophon.building.pipeline import build
from colophon.curation.rename import rename_entry
from colophon.verifying import verify
from tests.site.conftest import copy_project, serving


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory):
    """The site after an entry was renamed twice, and its address."""
    root: Path = copy_project(tmp_path_factory.mktemp("renamed"))
    with (root / "mkdocs.yml").open("a") as config:
        config.write("site_url: https://reader.example/\n")
    rename_entry(root, "department-of-homeland-security", "homeland-security")
    rename_entry(root, "homeland-security", "dhs")
    assert () == verify(build(root), root / "site")
    with serving(root / "site") as address:
        yield address, root / "site"


@pytest.mark.parametrize("old", ["department-of-homeland-security", "homeland-security"])
@pytest.mark.parametrize("javascript", [True, False])
def test_every_old_address_leads_to_the_entry(renamed, browser, old, javascript):
    url, _ = renamed
    page = browser.new_page(java_script_enabled=javascript)

    page.goto(f"{url}glossary/{old}/#mentions", wait_until="commit")

    page.wait_for_url(f"{url}glossary/dhs/#mentions" if javascript else f"{url}glossary/dhs/")
    assert "Department of Homeland Security" == page.locator("h1").inner_text().removesuffix("#").strip()
    page.close()


def test_an_old_address_stands_in_no_map_of_the_site_and_no_link(renamed):
    _, site = renamed
    pages = [page for page in site.rglob("*.html") if page.parent.name != "department-of-homeland-security"]

    assert "glossary/department-of-homeland-security/" not in (site / "sitemap.xml").read_text("utf-8")
    assert not [page for page in pages if "department-of-homeland-security/" in page.read_text("utf-8")]
