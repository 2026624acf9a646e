"""Settings of `mkdocs.yml`: what a build would refuse is a problem with a place."""

from __future__ import annotations

import pytest

from colophon.model.errors import Invalid
from colophon.project.reader import read_settings
from tests.conftest import ThrowawaySite

BEGINNING = "site_name: Papers\ntheme: {name: material}\nplugins:\n  - colophon\n"


def problems_of(site: ThrowawaySite, settings: str) -> list[str]:
    """The problems of reading with these settings."""
    site.write("mkdocs.yml", settings)
    try:
        problems = site.read().problems
    except Invalid as error:
        problems = error.problems
    return [f"{p.place.line}:{p.place.column}: {p.message}" for p in problems]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (f"{BEGINNING}sit_author: me\n", "5:1: sit_author: unknown setting; did you mean site_author?"),
        (f"{BEGINNING}site_name: Letters\n", "5:1: duplicate key site_name; keep one of the two"),
        (BEGINNING.replace("material}", "material, name: other}"), "2:25: duplicate key name; keep one of the two"),
        (BEGINNING.replace("Papers", "[Papers]"), "1:1: site_name: expected text, found a list"),
        (BEGINNING.replace("Papers", "7"), '1:12: site_name: expected text, found 7; did you mean "7"?'),
        (BEGINNING.replace("Papers", "' '"), "1:12: site_name: expected text that is not empty, found ' '"),
        (f"{BEGINNING}extra_css: [a.css, 5]\n", '5:20: extra_css[2]: expected text, found 5; did you mean "5"?'),
        (f"{BEGINNING}extra_templates: [[a]]\n", "5:19: extra_templates[1]: expected text, found a list"),
        (
            BEGINNING.replace("material}", "material, direction: up}"),
            "2:36: theme.direction: expected ltr or rtl, found 'up'",
        ),
        (BEGINNING.replace("site_name: Papers\n", ""), "1:1: site_name: is missing"),
        (f"{BEGINNING}  - colophon\n", "5:5: plugins[2]: colophon is listed twice; remove one of the two"),
        (f"{BEGINNING}  - search\n", "5:5: plugins[2]: the site has a search of its own; remove this plugin"),
        (f"{BEGINNING}copyright: [a]\n", "5:1: copyright: expected text, found a list"),
        (
            BEGINNING.replace("material}", "material, features: navigation.tabs}"),
            "2:35: theme.features: expected a list, found 'navigation.tabs'; did you mean [navigation.tabs]?",
        ),
        (
            BEGINNING.replace("material}", "material, custom_dir: 7}"),
            '2:37: theme.custom_dir: expected text, found 7; did you mean "7"?',
        ),
        (f"{BEGINNING}hooks: hook.py\n", "5:8: hooks: expected a list of files, found 'hook.py'"),
    ],
)
def test_setting_that_a_build_refuses_is_reported_with_its_place(site: ThrowawaySite, settings: str, expected: str):
    found = problems_of(site, settings)

    assert [expected] == found


def test_plugin_that_is_not_installed_is_reported(site: ThrowawaySite):
    (message,) = problems_of(site, f"{BEGINNING}  - nothing-of-this-name\n")

    assert message.startswith('3:1: plugins: MkDocs refuses this: The "nothing-of-this-name" plugin is not installed')


@pytest.mark.parametrize("folder", ["pages", "//host/x", "/etc", "..", "docs/sub", "7", "[docs]"])
def test_docs_dir_is_docs(site: ThrowawaySite, folder: str):
    (message,) = problems_of(site, f"{BEGINNING}docs_dir: {folder}\n")

    assert "docs_dir: expected docs, found " in message
    assert message.endswith("; rename the folder to docs and remove this line")


@pytest.mark.parametrize(
    "key",
    [
        "hooks",
        "theme",
        "nav",
        "extra",
        "extra_css",
        "markdown_extensions",
        "validation",
        "watch",
        "plugins",
        "edit_uri",
        "repo_url",
        "copyright",
    ],
)
@pytest.mark.parametrize("value", ["7", "x", "[7]", "{a: 7}", "[[x]]", "true", "'\\0'"])
def test_setting_of_any_type_is_read_or_refused(site: ThrowawaySite, key: str, value: str):
    """Nothing but `Invalid` is raised."""
    base = {"site_name": "x", "theme": "{name: material}", "plugins": "[colophon]", key: value}

    problems_of(site, "".join(f"{name}: {one}\n" for name, one in base.items()))


@pytest.mark.parametrize("kind", ["index", "page-2", "con", "Ship"])
def test_kind_is_a_usable_address(site: ThrowawaySite, kind: str):
    (message,) = problems_of(site, f"{BEGINNING[:-1]}:\n      kinds: {{{kind}: {{label: Ship, plural: Ships}}}}\n")

    assert message.startswith(f"5:15: plugins.colophon.kinds.{kind}: expected lower-case letters")
    assert "did you mean index" not in message


def test_wrong_options_are_left_out_and_the_others_hold(site: ThrowawaySite):
    options = "{cards: all, surnames: after, ignore: Ada, editor: 'yes'}"
    found = problems_of(site, f"{BEGINNING[:-1]}: {options}\n")

    assert [
        "4:23: plugins.colophon.cards: expected site or pages, found 'all'",
        "4:53: plugins.colophon.ignore: expected a list, found 'Ada'; did you mean [Ada]?",
        "4:66: plugins.colophon.editor: expected true or false, found 'yes'; did you mean true?",
    ] == sorted(found)
    assert read_settings(site.root).surname_only_after


def test_hash_that_cuts_a_name_in_the_settings_is_reported(site: ThrowawaySite):
    (message,) = problems_of(site, BEGINNING.replace("Papers", "Reader # 1") + "copyright: x  # ours\n")

    assert message.startswith("1:19: site_name: the value ends before '# 1', a comment in YAML")
