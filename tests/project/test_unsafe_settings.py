"""Settings that run code, take all of a machine, or change what is published are problems."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from colophon.cli import main
from tests.conftest import ThrowawaySite


def run(site: ThrowawaySite, *arguments: str):
    return CliRunner().invoke(main, ["-C", str(site.root), *arguments])


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]\n" for n in range(1, 14)
)
YAML = {
    "a tag that runs code": "x: !!python/object/apply:os.system ['touch owned']",
    "a tag that reads a file": "x: !!python/object/apply:pathlib.Path.read_text [/etc/passwd]",
    "a tag that imports": "x: !!python/name:antigravity.x",
    "a billion values in a few lines": LAUGHS,
    "10,000 brackets": f"x: {'[' * 10_000}",
    "10,000 braces": f"x: {'{a: ' * 10_000}",
    "10,000 steps to the right": "".join(f"{' ' * n}x:\n" for n in range(1_000)),
}
STRICT = {
    **YAML,
    "an unknown tag": "x: !evil y",
    "an anchor": "x: &a y",
    "a reference": "x: *a",
    "a merged key": "<<: {x: y}",
    "a million values": f"x: [{'a, ' * 1_000_000}]",
    "a huge number": f"x: {'9' * 100_000}",
    "a huge number with a point": "x: 1e999999",
}


@pytest.mark.parametrize("matter", YAML.values(), ids=YAML)
def test_settings_that_exhaust_a_machine_or_run_code_are_a_problem(good_site: ThrowawaySite, matter: str):
    settings = (good_site.root / "mkdocs.yml").read_text("utf-8")
    good_site.write(
        "mkdocs.yml", f"{settings}\nextra:\n{''.join(f'  {line}{chr(10)}' for line in matter.splitlines())}"
    )

    done = run(good_site, "check")
    assert done.exit_code == 1
    assert done.output.startswith("mkdocs.yml:")
    assert done.output.rstrip().endswith(("[yaml]", "[settings]"))
    assert not (good_site.root / "owned").exists()


def test_the_tags_that_material_documents_are_no_problem(good_site: ThrowawaySite):
    settings = (good_site.root / "mkdocs.yml").read_text("utf-8")
    tags = "extra:\n  a: !!python/name:material.extensions.emoji.twemoji\n  b: !ENV [NOWHERE, x]\n"
    good_site.write("mkdocs.yml", f"{settings}\n{tags}")

    assert [] == good_site.problems()


HARMLESS_IN_PAGES = {"a merged key", "a huge number", "a huge number with a point"}


@pytest.mark.parametrize(
    ("path", "matter"),
    [
        pytest.param(path, matter, id=f"{name} in {path}")
        for path in ("corpus/letter.yml", "docs/glossary/ada-stone.md", "docs/page.md")
        for name, matter in STRICT.items()
        if path != "docs/page.md" or name not in HARMLESS_IN_PAGES
    ],
)
def test_such_yaml_is_a_problem_in_records_entries_and_pages(good_site: ThrowawaySite, path: str, matter: str):
    good_site.write("docs/page.md", "---\ntitle: Page\n---\n\n# Page\n")
    before = (good_site.root / path).read_text("utf-8")
    text = f"---\n{matter}\n{before.removeprefix('---' + chr(10))}" if path.endswith(".md") else f"{matter}\n{before}"
    good_site.write(path, text)

    problems = [line for line in good_site.problems() if line.startswith(f"{path}:")]
    assert problems
    assert all(len(line) < 600 and line.isprintable() for line in problems)


SETTINGS = {
    "hooks: [../hook.py]": "hooks[1]: expected a path of its own beside mkdocs.yml",
    "hooks: [docs/hook.py]": "hooks[1]: expected a path of its own beside mkdocs.yml",
    "hooks: [corpus/hook.py]": "hooks[1]: expected a path of its own beside mkdocs.yml",
    "hooks: ['']": "hooks[1]: expected a path of its own beside mkdocs.yml",
    "hooks: [linked/hook.py]": "hooks[1]: linked is a symbolic link; replace it by the file or folder",
    "hooks: [none.py]": "hooks[1]: none.py does not exist beside mkdocs.yml",
    "theme: {name: material, custom_dir: ../over}": "theme.custom_dir: expected a path of its own beside mkdocs.yml",
    "theme: {name: material, custom_dir: /etc}": "theme.custom_dir: expected a path of its own beside mkdocs.yml",
    "theme: {name: material, custom_dir: docs/glossary}": "theme.custom_dir: expected a path of its own beside",
    "theme: {name: material, custom_dir: linked}": "theme.custom_dir: linked is a symbolic link; replace it by the file",
    "theme: {name: material, language: '\"><script>'}": "theme.language: expected en or de, found '\"><script>'",
    "theme: {name: material, language: ../../x}": "theme.language: expected en or de, found '../../x'",
    "theme: {name: material, logo: //h.example/x.png}": "theme.logo: expected a file of the site, found '//h.example/x.png'",
    "theme: {name: material, favicon: 'HTTPS://h.example/x'}": "theme.favicon: expected a file of the site",
    "extra_javascript: ['https://h.example/x.js']": "extra_javascript[1]: expected a file of the site, found 'https://h.ex",
    "extra_javascript: [{path: //h.example/x.mjs, type: module}]": "extra_javascript[1]: expected a file of the site",
    "extra_css: ['data:text/css,x']": "extra_css[1]: expected a file of the site, found 'data:text/css,x'; another host would",
    "nav: [{x: 'javascript:alert(1)'}]": "nav[1].x: expected a page or an address that begins with https://",
    "site_dir: corpus": "site_dir: expected 'site': the site is built, verified and replaced there",
    "site_dir: /tmp/elsewhere": "site_dir: expected 'site': the site is built, verified and replaced there",
    "use_directory_urls: false": "use_directory_urls: expected true: each page is a folder on the web",
    "exclude_docs: glossary/*": "exclude_docs: expected nothing: everything in docs/ is published except development/",
    "site_url: 'https://h.example/?a=\"><script>'": "site_url: expected an address without ? and #, found",
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_leads_out_of_the_site_or_changes_what_is_published(
    good_site: ThrowawaySite, tmp_path: Path, setting: str
):
    (good_site.root / "linked").symlink_to(tmp_path)
    settings = yaml.safe_load((good_site.root / "mkdocs.yml").read_text("utf-8"))
    good_site.write("mkdocs.yml", yaml.safe_dump({**settings, **yaml.safe_load(setting)}))

    assert [line for line in good_site.problems() if f": {SETTINGS[setting]}" in line]


@pytest.mark.parametrize("inherited", ["../base.yml", "base.yml", "mkdocs.yml", "none.yml"])
def test_settings_of_another_file_are_not_read(good_site: ThrowawaySite, inherited: str):
    """What stands in it would run, or never end."""
    for path in ("../base.yml", "base.yml"):
        good_site.write(path, "x: !!python/object/apply:os.mkdir [owned]\n")
    settings = (good_site.root / "mkdocs.yml").read_text("utf-8")
    good_site.write("mkdocs.yml", f"{settings}\ny: &y {{INHERIT: {inherited}}}\n<<: *y\n")

    done = run(good_site, "check")
    assert 1 == done.exit_code
    assert "INHERIT: all settings of a site must be in one file" in done.output
    assert not Path("owned").exists()


@pytest.mark.parametrize("settings", ["nav: &a [*a]", "x: &a {b: [*a]}", "plugins: &a {colophon: *a}", "7", "[x]", "x"])
def test_settings_that_are_not_a_mapping_are_a_problem(good_site: ThrowawaySite, settings: str):
    good_site.write("mkdocs.yml", settings)

    done = run(good_site, "check")
    assert (1, "mkdocs.yml:1:") == (done.exit_code, done.output[:13])
