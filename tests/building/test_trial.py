"""What MkDocs and the theme would fail at, `check` refuses with the place of the setting."""

from __future__ import annotations

import pytest
import yaml

from colophon.building.engines import ENGINES, Rendering
from colophon.building.pipeline import check, checked_edition
from colophon.building.staging import stage
from colophon.model.errors import Invalid
from tests.conftest import ThrowawaySite

FAILING = {
    "theme": [
        *["5", "readthedocs", "{name: mkdocs}", "{name: material, language: fr}", "{name: material, features: toc.follow}"],
        *["{name: material, palette: dark}", "{name: material, icon: 5}", "{name: material, icon: {admonition: 5}}"],
        *["{name: material, logo: 'https://example.org/x.svg'}", "{name: material, static_templates: [5]}"],
        *["{name: material, static_templates: [none.html]}", "{name: material, custom_dir: docs}"],
    ],
    "extra": ["5", "[a]", "{social: 5}", "{social: [{icon: fontawesome/brands/github}]}", "{analytics: {provider: google}}"],
    "extra_css": ["5", "x.css", "[5]", "['https://example.org/x.css']"],
    "extra_javascript": ["5", "[5]", "[{path: 5}]", "['//example.org/x.js']", "[{src: x.js}]"],
    "extra_templates": ["5", "[5]"],
    "markdown_extensions": ["5", "[5]", "[none]", "[toc: {depth: 5}]", "[pymdownx.emoji: {emoji_index: 5}]", "{footnotes: {UNIQUE_IDS: true}}"],
    "plugins": ["5", "[search]", "[colophon, colophon]", "[colophon, offline]", "[colophon, none]", "[colophon, tags: {tags: 5}]"],
    "nav": ["5", "[5]", "{a: 5}", "[{a: 'javascript:x'}]"],
    "site_url": ["5", "example.org", "'https://example.org/?a=b'", "[a]"],
    "repo_url": ["5", "example.org"],
    "edit_uri": ["5", "[a]"],
    "edit_uri_template": ["'{no}'"],
    "use_directory_urls": ["false", "5"],
    "hooks": ["5", "[none.py]", "[../hook.py]", "[docs/hook.py]"],
    "watch": ["5", "[none]"],
    "validation": ["5", "{links: {anchors: loud}}", "{none: warn}"],
    "dev_addr": ["5", "localhost", "[a]", "'localhost:x'"],
    "exclude_docs": ["'*.md'", "5"],
    "draft_docs": ["'*.md'"],
    "not_in_nav": ["5", "[a]"],
    "remote_branch": ["5"],
    "remote_name": ["[a]"],
    "site_author": ["5", "{a: b}"],
    "site_description": ["5"],
    "copyright": ["[a]", "5"],
    "strict": ["'yes'", "5"],
    "docs_dir": ["pages", "5"],
    "site_dir": ["public"],
    "INHERIT": ["../mkdocs.yml"],
    "language": ["en"],
}  # fmt: skip
WORKING = {
    "theme": {
        "name": "material",
        "language": "en",
        "features": ["navigation.tabs", "toc.follow", "header.autohide"],
        "icon": {"logo": "material/library", "top": "material/arrow-up", "admonition": {"note": "material/pencil"}},
        "palette": [{"scheme": "default", "toggle": {"icon": "material/weather-night", "name": "Dark"}}, {"scheme": "slate"}],
        "font": {"text": "Roboto"},
        "logo": "logo.svg",
        "favicon": "logo.svg",
        "direction": "ltr",
        "static_templates": ["404.html"],
        "custom_dir": "overrides",
    },
    "extra": {
        "social": [{"icon": "fontawesome/brands/github", "link": "https://example.org/", "name": "Code"}],
        "generator": False,
        "homepage": "https://example.org/",
        "anything": {"a": [1]},
    },
    "extra_css": ["own.css"],
    "extra_javascript": [{"path": "own.js", "defer": True}, "other.js"],
    "markdown_extensions": ["toc", "admonition", "pymdownx.superfences", {"pymdownx.highlight": {"anchor_linenums": True}}],
    "plugins": ["colophon"],
    "nav": [{"Home": "index.md"}, {"More": [{"Texts": "documents/index.md"}, {"Elsewhere": "https://example.org/"}]}],
    "site_url": "https://example.org/papers",
    "repo_url": "https://example.org/repository",
    "repo_name": "papers",
    "edit_uri_template": "edit/{path}",
    "watch": ["docs"],
    "validation": {"links": {"anchors": "info"}},
    "dev_addr": "127.0.0.1:8001",
    "not_in_nav": "about.md",
    "remote_branch": "pages",
    "site_author": "A. Stone",
    "site_description": "Papers: <b>a</b> & {{ b }}",
    "copyright": "© <a href='about/'>us</a>",
    "strict": True,
    "hooks": ["hook.py"],
}  # fmt: skip


def settings_of(site: ThrowawaySite, key: str, value: str) -> str:
    """`mkdocs.yml` with this value of a setting in its last line."""
    base = {"site_name": "Papers", "theme": "{name: material}", "plugins": "[colophon]"} | {key: None} | {key: value}
    base[key] = base.pop(key)
    return "".join(f"{name}: {one}\n" for name, one in base.items())


@pytest.mark.parametrize("key", FAILING)
def test_setting_that_would_end_a_build_is_refused_at_its_line(buildable_site: ThrowawaySite, key: str):
    for value in FAILING[key]:
        settings = settings_of(buildable_site, key, value)
        buildable_site.write("mkdocs.yml", settings)
        try:
            problems = check(buildable_site.root).problems
        except Invalid as error:
            problems = error.problems
        found = [p for p in problems if p.path == "mkdocs.yml" and p.severity == "error"]

        assert found, value
        assert {settings.count("\n")} == {p.place.line for p in found} or value in (
            "5",
            "[search]",
            "{name: mkdocs}",
        ), found


def test_settings_that_are_right_are_accepted_and_rendered(buildable_site: ThrowawaySite):
    buildable_site.write("mkdocs.yml", yaml.dump({"site_name": "Papers", **WORKING}, sort_keys=False))
    for name, text in {
        "docs/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        **{f"docs/{name}": "" for name in ("own.css", "own.js", "other.js")},
        "hook.py": "",
        "overrides/partials/own.html": "",
    }.items():
        buildable_site.write(name, text)

    assert [] == [p for p in check(buildable_site.root).problems if p.severity == "error"]
    stage(buildable_site.root, checked_edition(buildable_site.root))
    new = buildable_site.root / "build/site"
    ENGINES["mkdocs"](buildable_site.root, new, Rendering())
    assert "© <a href='about/'>us</a>" in (new / "index.html").read_text("utf-8")
