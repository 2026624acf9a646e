"""Pages rendered without Python-Markdown are those that MkDocs renders with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.pages import Page

from colophon.building import page_html
from colophon.building.page_html import PageRenderer, has_compared_settings
from colophon.building.pipeline import build, checked_edition
from colophon.building.staging import STAGED, file_makers
from tests.building.test_pipeline import contents
from tests.conftest import ThrowawaySite
from tests.hostile_texts import hostile_site
from tests.site.conftest import copy_project


def config_of(root: Path, **settings: Any) -> MkDocsConfig:
    config = load_config(str(root / "mkdocs.yml"), docs_dir=str(root / STAGED), **settings)
    config.plugins.on_startup(command="build", dirty=False)
    return config.plugins.on_config(config)


def rendered_both_ways(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], set[str]]:
    """Render every page of a site both ways and compare; the pages in the subset, and the others."""
    edition = checked_edition(root)
    (root / STAGED).mkdir(parents=True, exist_ok=True)
    config = config_of(root)
    made = {str(path): make() for path, make in file_makers(edition).items()}
    files = Files([File.generated(config, path, content=data) for path, data in made.items()])
    set_exclusions(files, config)
    renderer = PageRenderer(config, files)
    inside, outside = set(), set()
    for file in files.documentation_pages():
        page = Page(None, file, config)
        page.read_source(config)
        page.render(config, files)
        theirs = known_of(page)
        with monkeypatch.context() as patched:
            patched.setattr(Page, "render", lambda page, *_: outside.add(page.file.src_uri))
            renderer.render(page, config, files)
        if file.src_uri not in outside:
            inside.add(file.src_uri)
            assert theirs == known_of(page)
    return inside, outside


def known_of(page: Page) -> tuple[object, ...]:
    """What MkDocs knows of a rendered page."""
    anchors = (page.present_anchor_ids or set()) - {None}  # an address such as <https://a.b/id/c> gives one
    return page.content, str(page.toc), page.title, anchors, page.links_to_anchors


def test_generated_pages_of_this_site_need_no_python_markdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    inside, outside = rendered_both_ways(copy_project(tmp_path), monkeypatch)

    assert outside.isdisjoint(page for page in inside | outside if page.startswith(("documents/", "glossary/")))
    assert {"index.md", "named.md", "corrections.md", "glossary/index.md"} <= inside


@pytest.mark.parametrize(
    "options", ["{}", '{permalink: "§", permalink_title: "Über <diese> “Stelle”", toc_depth: 2-3}']
)
def test_texts_that_look_like_markup_are_the_same_either_way(
    options: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    site = hostile_site(tmp_path)
    settings = json.loads((tmp_path / "mkdocs.yml").read_text("utf-8"))
    settings["markdown_extensions"] = [{"toc": yaml.safe_load(options)}, "footnotes", "md_in_html"]
    site.write("mkdocs.yml", json.dumps({**settings, "site_url": "https://reader.example/a_b/"}))

    inside, outside = rendered_both_ways(tmp_path, monkeypatch)

    assert len(inside) > len(outside)


def test_a_site_is_the_same_in_every_byte_either_way(buildable_site: ThrowawaySite, monkeypatch: pytest.MonkeyPatch):
    build(buildable_site.root)
    fast = contents(buildable_site.root / "site")
    monkeypatch.setattr(page_html, "has_compared_settings", lambda _: False)
    build(buildable_site.root)
    ordinary = contents(buildable_site.root / "site")

    assert [] == [path for path in sorted(fast.keys() | ordinary.keys()) if fast.get(path) != ordinary.get(path)]


@pytest.mark.parametrize(
    "settings",
    [
        "markdown_extensions: [smarty]",
        "markdown_extensions: [{toc: {separator: _}}]",
        "markdown_extensions: [{footnotes: {BACKLINK_TEXT: x}}]",
        "plugins: [colophon, search]",
        "hooks: [hook.py]",
        "use_directory_urls: false",
    ],
)
def test_settings_it_was_not_compared_with_leave_every_page_to_mkdocs(
    settings: str, site: ThrowawaySite, monkeypatch: pytest.MonkeyPatch
):
    site.write("hook.py", "def on_page_markdown(markdown, **_):\n    return markdown\n")
    site.write(
        "mkdocs.yml",
        f"site_name: S\ntheme: {{name: material}}\nplugins: [colophon]\n{settings}\n".replace(
            "plugins: [colophon]\nplugins", "plugins"
        ),
    )
    (site.root / STAGED).mkdir(parents=True)

    assert not has_compared_settings(config_of(site.root))
