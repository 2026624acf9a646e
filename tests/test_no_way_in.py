"""Nothing from a text, a record, an entry, a page or the name of a file runs, loads, or leaves the folders of the site."""

from __future__ import annotations

import csv
import http.client
import io
import json
import os
import socket
import struct
import subprocess
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import markdown
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from colophon.building import server as serving
from colophon.building.pipeline import build, checked_edition
from colophon.building.preview import Version, with_problems
from colophon.building.server import PreviewServer
from colophon.building.staging import stage
from colophon.checking.prose import check_prose
from colophon.cli import main
from colophon.curation import explain as explaining
from colophon.curation.accession import survey
from colophon.edition import compile_edition
from colophon.formats.links import LINK
from colophon.formats.reports import as_github, as_line, printable
from colophon.formats.validation import file_name_problem
from colophon.model.errors import ColophonError
from colophon.model.problem import Place, Problem
from colophon.project.writer import remove_folder, write_tree
from colophon.rendering import render_pages
from colophon.rendering.data import data_files
from colophon.rendering.feed import feed_file
from colophon.verifying.pages import BuiltPage
from colophon.verifying.pages import files_of as built_files
from colophon.verifying.privacy import foreign_files, unguarded
from tests.conftest import PROJECT, ThrowawaySite, running

ESC = "\x1b]0;owned\x07\x1b[2J"
RLO = "\u202e"


# --- names of files ----------------------------------------------------------------------------------------------

NAMES = {
    "a control character": "a\x1b[2J.md",
    "a line end": "a\nb.md",
    "a mark that reorders words": f"a{RLO}dm.md",
    "a character that cannot be seen": "a\u200bb.md",
    "quotation marks": 'a"onclick=alert(1).md',
    "angle brackets": "<img src=x>.md",
    "a backslash": "a\\..\\..\\b.md",
    "an escaped way up": "%2e%2e.md",
    "a device": "aux.md",
    "a device with another ending": "NUL.tar.gz",
    "a full stop at its end": "a.md.",
    "a space at its end": "a.md ",
    "a space at its beginning": " a.md",
    "too many letters": f"{'a' * 250}.md",
    "a letter in two parts": unicodedata.normalize("NFD", "é.md"),
}


@pytest.mark.parametrize("folder", ["docs", "docs/glossary", "corpus"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_file_with_such_a_name_is_told_and_is_no_part_of_the_site(good_site: ThrowawaySite, folder: str, name: str):
    good_site.write(f"{folder}/{name}", "# Words\n")

    (told,) = good_site.problems()
    assert "the file name " in told
    assert told.endswith("rename the file [file-name]")
    assert told.isprintable()
    assert not any(name in str(path) for path in good_site.read().site.pages)


def test_a_name_that_is_no_text_is_told(good_site: ThrowawaySite):
    os.close(os.open(os.fsencode(good_site.root) + b"/docs/\xff.md", os.O_CREAT | os.O_WRONLY))

    (told,) = good_site.problems()
    assert told.startswith("docs/\\udcff.md:1:1: ")
    told.encode()


def test_names_that_differ_in_capitals_only_are_told(good_site: ThrowawaySite):
    for name in ("Page.md", "page.md"):
        good_site.write(f"docs/{name}", "# Page\n")

    assert (
        "docs/page.md:1:1: differs from Page.md only in case, and many systems keep only one of the two; rename it"
        " [file-name]" in good_site.problems()
    )


@pytest.mark.parametrize("name", ["..", "...", ".git", ".htaccess", "..a.md"])
def test_what_begins_with_a_full_stop_is_no_part_of_the_site(good_site: ThrowawaySite, name: str):
    good_site.write(f"docs/{name}/a.md" if name in ("...", ".git") else f"docs/.x/{name}/a.md", "# Words\n")

    assert [] == good_site.problems()
    assert not any(part.startswith(".") for path in good_site.read().site.pages for part in path.parts)


@pytest.mark.parametrize("name", ["a.md", "été.md", "日本語.md", "100%.txt", "it's a file.png", "a-b_c.1.pdf", "C#.md"])
def test_names_in_daily_use_are_no_problem(name: str):
    assert file_name_problem(name) is None


# --- addresses ---------------------------------------------------------------------------------------------------

TAKEN = (
    *("documents/letter/index.txt", "documents/letter.md", "documents/x/y.md", "Documents/index.md", "documents.md"),
    *("documents", "Glossary.md", "glossary.md", "data.md", "data/manifest.txt", "data/x/y.txt", "Data/x.txt"),
    *("pagefind/pagefind.txt", "Pagefind/x.png", "pagefind.md", "corpus/letter.txt", "corpus.md", "edit.md"),
    *("edit/schema.json", "assets/colophon/colophon.css", "assets/Colophon/x.png", "assets/cards/letter.png"),
    *(
        "assets/javascripts/bundle.txt",
        "assets/stylesheets/main.css",
        "404.md",
        "404/index.md",
        "colophon-preview/x.txt",
    ),
    *("corrections.xml", "Corrections.XML", "sitemap.xml", "sitemap.xml.gz", "README.md", "notes/readme.md"),
    *("search/index.md", "search", "Search.md", "named/index.md", "page/index.md", "Page/index.md"),
    *("page", "page/index.html/a.md"),
)


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_at_the_address_of_another_is_told_by_its_name(good_site: ThrowawaySite, name: str):
    """MkDocs would publish one of the two, and say nothing."""
    if name.casefold().startswith("page"):
        good_site.write("docs/page.md", "# Page\n")
    good_site.write(f"docs/{name}", "Words.")

    told = [line for line in good_site.problems() if line.endswith("[reserved]")]
    assert [line for line in told if line.startswith(f"docs/{name}:1:1: ") or f"where docs/{name} does" in line], told


@pytest.mark.parametrize("name", ["search.md", "named.md", "data/index.md", "documents/index.md", "corrections.md"])
def test_an_editor_writes_the_words_of_a_section_page_in_a_file_of_its_name(good_site: ThrowawaySite, name: str):
    good_site.write(f"docs/{name}", "# Other words\n")

    assert [] == good_site.problems()


@pytest.mark.parametrize("name", ["favicon.ico", "assets/images/logo.png", "CNAME", "robots.txt", "data.csv", "a/b.md"])
def test_other_files_stand_where_they_are(good_site: ThrowawaySite, name: str):
    good_site.write(f"docs/{name}", "Words.")

    assert [] == [line for line in good_site.problems() if "warning" not in line]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
ACTIVE: dict[str, str | bytes] = {
    **dict.fromkeys(
        [
            f"x.{suffix}"
            for suffix in "html htm HTML xhtml shtml mhtml svgz php PHP5 phtml php.txt cgi aspx jsp js mjs".split()
        ],
        "Words.",
    ),
    "script.svg": SVG.format("<script>x</script>"),
    "prefixed.svg": SVG.format('<s:script xmlns:s="http://www.w3.org/2000/svg">x</s:script>'),
    "handler.svg": SVG.format('<rect OnLoad="x"/>'),
    "foreign.svg": SVG.format("<foreignObject/>"),
    "set.svg": SVG.format('<a><set attributeName="href" to="x"/></a>'),
    "link.svg": SVG.format('<a xlink:href="java\tscript:x"/>'),
    "link-of-data.svg": SVG.format('<a href=" data:text/html,x"/>'),
    "entity.svg": '<!DOCTYPE svg [<!ENTITY a "<script>x</script>">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    "laughs.xml": '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>',
    "outside.xml": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "page.xml": '<html xmlns="http://www.w3.org/1999/xhtml"><script>x</script></html>',
    "styled.xml": '<?xml-stylesheet href="x.xsl" type="text/xsl"?><a/>',
    "wide.svg": SVG.format("<script>x</script>").encode("utf-16"),
    "broken.svg": "<svg><g></svg>",
    "deep.svg": SVG.format("<g>" * 100_000),
    "other-name": " <!DOCTYPE html><script>x</script>",
    "other.name": '\ufeff<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "picture.png": "<script>x</script>",
}


@pytest.mark.parametrize("name", ACTIVE)
def test_a_file_that_a_browser_or_server_would_run_is_told(good_site: ThrowawaySite, name: str):
    good_site.write(f"docs/assets/{name}", ACTIVE[name])

    (told,) = good_site.problems()
    assert told.startswith(f"docs/assets/{name}:1:1: ")
    assert told.endswith(" [active]")


@pytest.mark.parametrize(
    ("name", "words"),
    {
        "plain.svg": SVG.format('<style>a{fill:red}</style><a href="../x/"><path d="M0 0"/></a>'),
        "drawn.svg": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">' + SVG.format(""),
        "picture.svg": SVG.format('<image xlink:href="data:image/png;base64,AA=="/>'),
        "tei.xml": '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><p>Words.</p></TEI>',
        "code.txt": "<!doctype html><script>",
        "data.json": "[1]",
        "LICENSE": "Words.",
        "style.css": "a { color: red }",
        "paper.pdf": "%PDF-1.7 <script>",
    }.items(),
)
def test_a_file_in_which_nothing_runs_is_no_problem(good_site: ThrowawaySite, name: str, words: str):
    good_site.write(f"docs/assets/{name}", words)

    assert [] == good_site.problems()


def test_a_script_is_published_where_the_settings_name_it(good_site: ThrowawaySite):
    good_site.write("docs/assets/own.js", "show()")
    settings = (good_site.root / "mkdocs.yml").read_text("utf-8")
    good_site.write("mkdocs.yml", f"{settings}\nextra_javascript: [{{path: assets/own.js, async: true}}]\n")

    assert [] == good_site.problems()


@pytest.mark.parametrize(
    "matter", ["template: ../x.html", "template: [a]", "template: sitemap.xml", "hide: true", "hide: 7"]
)
def test_front_matter_that_would_end_a_build_is_told(good_site: ThrowawaySite, matter: str):
    good_site.write("docs/documents/index.md", f"---\n{matter}\n---\n\n# Texts\n")

    (told,) = good_site.problems()
    assert told.startswith("docs/documents/index.md:2:")
    assert f": {matter.partition(':')[0]}: expected " in told


def test_a_template_that_is_not_there_is_told_and_ends_nothing(buildable_site: ThrowawaySite):
    buildable_site.write("docs/documents/index.md", "---\ntemplate: none.html\n---\n\n# Texts\n")

    with pytest.raises(ColophonError, match=r"none\.html: there is no such template"):
        build(buildable_site.root)


@pytest.mark.parametrize("words", ["".join(f"{' ' * 4 * n}- x\n" for n in range(200)), f"{'> ' * 5000}x"])
def test_markdown_too_deep_for_a_program_is_told(good_site: ThrowawaySite, words: str):
    good_site.write("docs/documents/index.md", f"# Texts\n\n{words}")
    good_site.text("noted", "A word.", notes=words)

    assert ["corpus/noted.yml", "docs/documents/index.md"] == [
        line.split(":")[0] for line in good_site.problems() if line.endswith("[nesting]")
    ]


# --- links -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["corpus", "docs", "docs/glossary"])
def test_a_folder_that_is_a_link_is_told_and_not_read(good_site: ThrowawaySite, tmp_path: Path, folder: str):
    (good_site.root / folder).rename(tmp_path / "elsewhere")
    (good_site.root / folder).symlink_to(tmp_path / "elsewhere")

    assert any(told.startswith(f"{folder}:1:1: is a symbolic link") for told in good_site.problems())


@pytest.mark.parametrize("linked", ["build", "build/docs", "site"])
def test_nothing_is_written_or_removed_where_a_link_leads(good_site: ThrowawaySite, tmp_path: Path, linked: str):
    precious = tmp_path / "precious"
    (precious / "docs").mkdir(parents=True)
    (precious / "docs/letter.txt").write_text("dear")
    (good_site.root / linked).parent.mkdir(exist_ok=True)
    (good_site.root / linked).symlink_to(precious)

    with pytest.raises(ColophonError, match=f"^{linked}: is a symbolic link, .* Nothing was written$"):
        build(good_site.root)
    assert ["docs", "docs/letter.txt"] == sorted(str(path.relative_to(precious)) for path in precious.rglob("*"))


def test_a_link_in_a_generated_folder_is_removed_and_not_followed(tmp_path: Path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/letter.txt").write_text("dear")
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated/link").symlink_to(tmp_path / "precious")

    write_tree({}, tmp_path / "generated")
    (tmp_path / "generated/link").symlink_to(tmp_path / "precious")
    remove_folder(tmp_path / "generated/link")

    assert "dear" == (tmp_path / "precious/letter.txt").read_text()
    assert [] == list((tmp_path / "generated").iterdir())


def test_nothing_is_taken_into_a_corpus_that_is_a_link(good_site: ThrowawaySite, tmp_path: Path):
    (good_site.root / "corpus").rename(tmp_path / "elsewhere")
    (good_site.root / "corpus").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ColophonError, match="corpus: is a symbolic link"):
        survey(good_site.root, [tmp_path / "elsewhere/letter.txt"])


@pytest.mark.parametrize(
    "folder", ["../elsewhere", "/etc", "docs/../..", ".", "docs\\x", "corpus", "build/docs", "site", "C:x"]
)
def test_the_documentation_stands_in_the_folder_of_the_site(good_site: ThrowawaySite, folder: str):
    settings = (good_site.root / "mkdocs.yml").read_text("utf-8")
    good_site.write("mkdocs.yml", f"{settings}\ndocs_dir: {folder}\n")

    told = run(good_site, "check").output
    assert "docs_dir: expected docs, found" in told


# --- YAML --------------------------------------------------------------------------------------------------------

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
def test_settings_that_take_all_of_a_machine_or_run_code_are_told(good_site: ThrowawaySite, matter: str):
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
def test_such_yaml_is_told_in_records_entries_and_pages(good_site: ThrowawaySite, path: str, matter: str):
    good_site.write("docs/page.md", "---\ntitle: Page\n---\n\n# Page\n")
    before = (good_site.root / path).read_text("utf-8")
    text = f"---\n{matter}\n{before.removeprefix('---' + chr(10))}" if path.endswith(".md") else f"{matter}\n{before}"
    good_site.write(path, text)

    told = [line for line in good_site.problems() if line.startswith(f"{path}:")]
    assert told
    assert all(len(line) < 600 and line.isprintable() for line in told)


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
    "theme: {name: material, language: '\"><script>'}": "theme.language: the theme does not know the language '\"><script>'",
    "theme: {name: material, language: ../../x}": "theme.language: the theme does not know the language '../../x'",
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
def test_settings_that_are_none_are_told(good_site: ThrowawaySite, settings: str):
    good_site.write("mkdocs.yml", settings)

    done = run(good_site, "check")
    assert (1, "mkdocs.yml:1:") == (done.exit_code, done.output[:13])


# --- the Markdown editors write ----------------------------------------------------------------------------------

LIVELY = {
    "HTML": "<b>x</b>",
    "HTML that is never closed": "<img src=x onerror=alert(1)",
    "HTML over two paragraphs": '<img src="x\n\nMore.[^a] " onerror=alert(1)>',
    "a script in capitals": "<SCRIPT>alert(1)</SCRIPT>",
    "a comment": "<!-- x -->",
    "a processing instruction": "<?php x ?>",
    "an attribute": "*x*{: onclick=alert(1) }",
    "an attribute of the paragraph": "x\n{: onmouseover=alert(1) }",
    "an attribute without a colon": "*x*{ style=color:red }",
    "a link that runs": "[x](javascript:alert(1))",
    "in capitals": "[x](JaVaScRiPt:alert(1))",
    "in entities": "[x](&#x6A;avascript&colon;alert(1))",
    "with a tab": "[x](java\tscript:alert(1))",
    "with a tab in entities": "[x](java&#9;script:alert(1))",
    "with a line end": "[x](<java\nscript:alert(1)>)",
    "in angle brackets": "[x](<javascript:alert(1)>)",
    "with spaces": "[x](  javascript:alert(1))",
    "a definition": "[x][y]\n\n[y]: javascript:alert(1)",
    "a definition in a quotation": "[x][y].[^a]\n\n> [y]: javascript:alert(1)",
    "a definition in a list": "- [y]: javascript:alert(1)",
    "a definition on two lines": "[x][y].[^a]\n\n[y]:\n    javascript:alert(1)",
    "after what looks like code": "```\n[x](javascript:alert(1))",
    "between escaped backticks": "\\`[x](javascript:alert(1))\\`",
    "another scheme": "[x](vbscript:x)",
    "data": "[x](data:text/html,x)",
    "a picture that is data": "![x](data:image/svg+xml,x)",
    "a file": "[x](file:///etc/passwd)",
    "an address in angle brackets that runs": "<javascript:alert(1)>",
    "another host without a scheme": "[x](//other.example/)",
    "backslashes": "[x](\\\\\\\\other.example\\\\x)",
    "a picture of another host": "![x](https://other.example/x.png)",
    "a picture of another host without a scheme": "![x](//other.example/x.png)",
}


@pytest.mark.parametrize("prose", LIVELY.values(), ids=LIVELY)
def test_what_would_run_or_load_is_told_in_an_entry_and_in_notes(good_site: ThrowawaySite, prose: str):
    good_site.text("noted", "A word.", notes=f"See {prose}")
    entry = good_site.root / "docs/glossary/ada-stone.md"
    matter, end, _ = entry.read_text("utf-8").rpartition("---\n")
    key = next(iter(yaml.safe_load(matter.strip("-\n"))["sources"]))
    entry.write_text(f"{matter}{end}\nSee[^{key}] {prose}\n", "utf-8")
    told = good_site.problems()

    for path in ("corpus/noted.yml", "docs/glossary/ada-stone.md"):
        assert [line for line in told if line.startswith(path) and line.endswith(("[html]", "[link]"))], path
    assert all(line.isprintable() for line in told)


EXTENSIONS = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
PIECES = [
    *(
        "<",
        ">",
        "<b",
        "<img src=x onerror=x",
        "</",
        "<!--",
        "-->",
        "<?",
        "&lt;",
        "&#60;",
        '"',
        "'",
        "`",
        "```",
        "\\",
        "!",
    ),
    *(
        "[",
        "]",
        "](",
        ")",
        "]:",
        "[y]: ",
        "[x][y]",
        "[^a]",
        "[^a]: ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "    ",
        ":   ",
        "|",
        "#",
    ),
    *(
        "{: ",
        "{",
        "}",
        " }",
        "onclick=x",
        ".c",
        "#i",
        "style=x",
        "javascript:",
        "java",
        "script:",
        "&colon;",
        "&Tab;",
        "\t",
    ),
    *("data:x", "//h.example", "https://h.example/", "x", " ", "word", "*", "==", "~~~", "\u00a0", "\u200b"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_prose_without_a_problem_holds_nothing_that_runs(prose: str):
    rules = {problem.rule for problem in check_prose(prose, 1, "x.md", {"a"})}
    if {"html", "link"} & rules:
        return
    extensions = [name if isinstance(name, str) else next(iter(name)) for name in EXTENSIONS]
    page = LexborHTMLParser(f"<body>{markdown.markdown(prose, extensions=[*extensions, 'fenced_code'])}</body>")

    assert [] == page.css("script, style, iframe, object, embed, svg, math, form, base, link, meta")
    for node in page.css("body *"):
        names = {name for name in node.attributes if name not in ("style", "id", "class", "title", "alt", "role")}
        assert names <= {"href", "src", "start", "data-toc-label"}, (node.html, prose)
        assert (node.attributes.get("style") or "text-align: left;") in {
            f"text-align: {side};" for side in ("left", "center", "right")
        }
        for name in ("href", "src"):
            target = "".join(mark for mark in node.attributes.get(name) or "" if mark > " ").lower()
            assert not target.startswith(("javascript:", "data:", "vbscript:")), (target, prose)


# --- the policy of a built page ----------------------------------------------------------------------------------

POLICY = (
    """<meta charset=utf-8><meta http-equiv=Content-Security-Policy content="default-src 'none'; script-src 'self'">"""
)
UNGUARDED = {
    "no policy": ("", "has no Content-Security-Policy"),
    "a policy in the body": (f"</head><body>{POLICY}", "has no Content-Security-Policy"),
    "a policy below a script": (f"<script>x</script>{POLICY}", "has no Content-Security-Policy"),
    "a policy that allows all": (POLICY.replace("'none'", "*"), "has no Content-Security-Policy"),
    "a policy with inline scripts": (POLICY.replace("'self'", "'self' 'unsafe-inline'"), "lets 'unsafe-inline' run"),
    "a policy with eval": (POLICY.replace("'self'", "'unsafe-eval'"), "lets 'unsafe-eval' run"),
    "a policy with another host": (POLICY.replace("'self'", "https://h.example"), "lets https://h.example run"),
    "a script nobody named": (f"{POLICY}<body><script src=../assets/other.js></script>", "runs assets/other.js, which"),
}


def test_only_scripts_that_the_site_names_may_name_other_hosts(tmp_path: Path):
    """They make links of these; the policy of every page keeps a browser from asking them."""
    for name in ("mine.js", "other.js", "pagefind/mine.js"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text('link.href = "https://archive.example/" + id')
    found = [
        file.relative_to(tmp_path).as_posix()
        for file, _ in foreign_files(built_files(tmp_path), frozenset({"mine.js", "pagefind/mine.js"}))
    ]

    assert ["other.js", "pagefind/mine.js"] == found


@pytest.mark.parametrize(("head", "expected"), UNGUARDED.values(), ids=UNGUARDED)
def test_a_page_that_could_run_more_than_the_scripts_of_the_site_is_told(head: str, expected: str):
    page = BuiltPage("about/", Path("about/index.html"), f"<!doctype html><html><head>{head}")

    (told,) = unguarded(page, frozenset(), None)
    assert expected in told


@pytest.mark.parametrize("path", ["assets/javascripts/bundle.js", "assets/colophon/reading.js", "own.js", "own.js?v=1"])
def test_a_page_runs_the_scripts_of_the_site(path: str):
    page = BuiltPage("about/", Path("about/index.html"), f"<head>{POLICY}<body><script src='../{path}'></script>")

    not_found = f"<head>{POLICY}<body><script src='/below/{path}'></script>"
    lost = BuiltPage("404.html", Path("404.html"), not_found)  # shown at any depth
    assert [] == list(unguarded(lost, frozenset({"own.js"}), "https://h.example/below/"))
    assert [] == list(unguarded(page, frozenset({"own.js"}), None))


# --- what a field says -------------------------------------------------------------------------------------------

BREAKING = (
    "\"'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "](javascript:alert(1)) [x",
    "{: onclick=alert(1) }",
    "| a | b\n|---|",
    "[^x]: note\n\n: definition\n\n    code\n\n# heading",
    "</title></textarea></script><!-- --><![CDATA[ ]]>",
    f"{ESC}{RLO}\u2028\ufffe",
    "{{ config }} {% raw %} --8<-- '/etc/passwd' :smile: ==x== ~~x~~ $x$",
    "=cmd|' /C calc'!A0",
)


def hostile(site: ThrowawaySite, words: str) -> None:
    """Put it into every field that takes words; a name is one line without control characters."""
    line = "".join(mark for mark in words.replace("\n", " ") if mark.isprintable())
    stated = {"basis": "attributed", "evidence": words}
    site.text(
        "one",
        f"The Harbour Board met.\n{words}",
        title={**stated, "value": line},
        creators={**stated, "value": [line]},
        publisher={**stated, "value": line},
        rights={"statement": "http://rightsstatements.org/vocab/CNE/1.0/", "note": words},
        acquired={"on": "2026-11-21", "from": line, "by": line},
    )
    site.text("two", "Gone.", access="withheld", withheld={"reason": words, "on": "2026-01-01"})
    web = {"url": "https://example.org/", "title": line, "author": line, "publisher": line, "note": words}
    sources = {
        "one": {"document": "one", "quote": words.strip().split("\n")[0]},
        "web": {**web, "consulted": "2026-01-01"},
    }
    position = {"title": line, "agency": "board", "note": words, "source": "web"}
    site.entry("board", "Met.[^web]", name="Harbour Board", aliases=[f"{line} Office"], sources={"web": sources["web"]})
    site.entry("who", "Is.[^web] And.[^one]", name=line, kind="boat", positions=[position], sources=sources)
    name = json.dumps(line)
    kinds = f"{{boat: {{label: {name}, plural: {name}, person: true}}}}"
    site.write(
        "mkdocs.yml",
        f"site_name: {name}\nsite_description: {name}\ntheme: {{name: material}}\nplugins: [colophon: {{kinds: {kinds}}}]\n",
    )


@pytest.mark.parametrize("words", BREAKING)
def test_no_field_breaks_out_of_a_page(site: ThrowawaySite, words: str):
    hostile(site, words)
    edition = compile_edition(site.read().site)
    extensions = [name if isinstance(name, str) else next(iter(name)) for name in EXTENSIONS]

    for path, data in render_pages(edition).items():
        if path.suffix != ".md":
            continue
        _, _, body = data.decode().rpartition("\n---\n")
        page = LexborHTMLParser(f"<body>{markdown.markdown(body, extensions=extensions)}</body>")
        assert [] == page.css("script, style, iframe, object, textarea, title"), path
        for node in page.css("*"):
            assert [] == [name for name in node.attributes if name.startswith("on")], (path, node.html)
            assert not (node.attributes.get("href") or "").lower().startswith("javascript:"), path


@pytest.mark.parametrize("words", BREAKING)
def test_no_field_breaks_the_data_files_the_feed_or_the_page_for_editors(site: ThrowawaySite, words: str):
    hostile(site, words)
    edition = compile_edition(site.read().site)

    for path, data in data_files(edition).items():
        if path.suffix == ".json":
            json.loads(data)
        if path.suffix == ".csv":
            rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
            assert 1 == len({len(row) for row in rows}), path
    ET.fromstring(feed_file(edition))
    page = LexborHTMLParser(explaining.as_page(edition, edition.site.entries))
    assert [] == page.css("script")
    assert {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "table", "tbody", "tr", "th", "td", "mark"} >= {node.tag for node in page.css("*")}  # fmt: skip


@pytest.mark.parametrize("words", BREAKING)
def test_a_message_breaks_neither_the_terminal_nor_an_annotation_nor_the_preview(words: str):
    problem = Problem(f"docs/{words}.md", Place(), LINK, words)

    assert not any(unicodedata.category(mark) in ("Cc", "Zl", "Zp") for mark in as_line(problem))
    assert RLO not in as_line(problem)
    assert 1 == len(as_github(problem).splitlines())
    assert "\x1b" not in as_github(problem)
    told = with_problems("<html><body></body></html>", Version(1, None, (problem,)), "/style.css")
    page = LexborHTMLParser(told)
    assert ["html", "head", "body", "link", "aside", "strong", "ul", "li"] == [node.tag for node in page.css("*")]


@given(st.text(st.characters()))
def test_printable_words_steer_no_terminal(text: str):
    shown = printable(text)

    assert not any(unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp") for mark in shown)
    assert shown == text or not text.isprintable()


# --- the command line --------------------------------------------------------------------------------------------


def run(site: ThrowawaySite, *arguments: str):
    return CliRunner().invoke(main, ["-C", str(site.root), *arguments])


def files_of(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "arguments",
    [
        ("entry", "../../x", "--kind", "agency", "--slug", "../../x"),
        ("entry", "X", "--kind", "agency", "--slug", "/tmp/x"),
        ("entry", "X", "--kind", "agency", "--slug", "con"),
        ("entry", "X", "--kind", "agency", "--slug", "a\nb"),
        ("entry", "--rename", "ada-stone", "../../../x y"),
        ("entry", "--rename", "../../corpus/letter", "x"),
        ("entry", "--rename", "ada-stone", "nul"),
        ("withhold", "../docs/glossary/ada-stone", "--reason", "x"),
        ("withhold", "/etc/passwd", "--reason", "x"),
        ("withhold", f"x{ESC}", "--reason", "x"),
        ("effect", "--", "--output=owned"),
        ("mentions", "--explain", "../x"),
    ],
)
def test_no_argument_leads_out_of_the_site(good_site: ThrowawaySite, arguments: tuple[str, ...]):
    before = files_of(good_site.root.parent)

    done = run(good_site, *arguments)

    assert done.exit_code in (1, 2), done.output
    assert not isinstance(done.exception, (ValueError, TypeError, KeyError, OSError))
    assert before == files_of(good_site.root.parent)
    assert "\x1b" not in done.output


def test_a_name_with_a_way_up_becomes_an_entry_of_the_glossary(good_site: ThrowawaySite):
    run(good_site, "entry", "../../x", "--kind", "agency")

    assert (good_site.root / "docs/glossary/x.md").is_file()


@pytest.mark.parametrize("name", ["con.txt", "aux.txt", "..txt", "\x1b[2J.txt", "index.txt"])
def test_a_file_whose_name_gives_no_address_is_not_taken_in(good_site: ThrowawaySite, tmp_path: Path, name: str):
    (tmp_path / name).write_text("Words.")
    before = files_of(good_site.root)

    done = run(good_site, "add", str(tmp_path / name), "--from", "x", "--by", "x")

    assert "\x1b" not in done.output
    assert done.exit_code == 1 or not name.startswith(("con", "aux", "index", "."))
    taken = files_of(good_site.root) - before
    assert all(Path(path).parent == good_site.root / "corpus" for path in taken)


def test_a_commit_message_steers_neither_page_nor_feed(good_site: ThrowawaySite):
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=good_site.root, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "All")
    entry = good_site.root / "docs/glossary/ada-stone.md"
    entry.write_text(entry.read_text("utf-8").replace("was clerk", "was the clerk"), "utf-8")
    git(
        "commit",
        "-qam",
        f"<script>alert(1)</script> [x](javascript:x) {{: onclick=x }} {RLO}{ESC}\n\nCorrection: ]]><b>x",
    )

    edition = checked_edition(good_site.root)
    feed = feed_file(edition)
    ET.fromstring(feed)
    stage(good_site.root, edition)
    pages = "".join(path.read_text("utf-8") for path in (good_site.root / "build/docs").rglob("*.md"))
    assert b"<script" not in feed
    assert "<script" not in pages
    assert "](javascript:" not in pages
    assert "\x1b" not in pages


# --- the preview -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    site = ThrowawaySite(tmp_path_factory.mktemp("preview"))
    site.write("mkdocs.yml", "site_name: Throwaway\ntheme: {name: material, font: false}\nplugins: [colophon]\n")
    site.write("docs/index.md", "# Home\n")
    site.write("secret.txt", "secret words")
    server = PreviewServer("127.0.0.1", 0, site.root, tell=lambda _: None)
    server.follow()
    with running(server):
        yield server


def ask(server: PreviewServer, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, body


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..\\secret.txt",
            "/..%5csecret.txt",
            "//secret.txt",
        ),
        *(
            "/pagefind/../../../secret.txt",
            "/pagefind/%2e%2e/%2e%2e/%2e%2e/secret.txt",
            "/pagefind/..%5c..%5csecret.txt",
        ),
        *("/secret.txt%00.md", "/%00", "/%0d%0aX-Evil:1", "/mkdocs.yml", "/colophon-preview/../secret.txt"),
        *("/colophon-preview/%2e%2e/x", "/colophon-preview/99999999999999999999", "/%ff", "/%E6%97%A5%E6%9C%AC"),
    ],
)
def test_the_preview_shows_no_file_that_is_not_of_the_site(preview: PreviewServer, path: str):
    status, body = ask(preview, path)

    assert 404 == status
    assert "secret words" not in body


STRANGE = {
    "an address of another host": b"GET http://evil.example/ HTTP/1.1",
    "a host that is none": b"GET http://[x]/ HTTP/1.1",
    "a host that is never closed": b"GET //[ HTTP/1.1",
    "a star": b"GET * HTTP/1.1",
    "no slash": b"GET secret.txt HTTP/1.1",
    "60,000 letters": b"GET /" + b"a" * 60_000 + b" HTTP/1.1",
    "30,000 folders": b"GET /" + b"a/" * 30_000 + b" HTTP/1.1",
    "no line of any protocol": b"\0\xff\xfe\x16\x03\x01",
    "a protocol of 1991": b"GET /../secret.txt",
    "a protocol to come": b"GET /secret.txt HTTP/9.9",
    "half a character": b"GET /%ed%a0%80\xff HTTP/1.1",
    "a request in a request": b"GET /none HTTP/1.1\r\nContent-Length: 9",
}


@pytest.mark.parametrize("line", STRANGE.values(), ids=STRANGE)
def test_a_strange_request_gets_no_page_and_ends_nothing(preview: PreviewServer, capfd, line: bytes):
    with socket.create_connection(("127.0.0.1", preview.server_port)) as connection:
        connection.sendall(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = connection.makefile("rb").read()

    assert b" 200 " not in answer.partition(b"\n")[0]
    assert b"secret words" not in answer
    assert "Traceback" not in capfd.readouterr().err
    assert 200 == ask(preview, "/")[0]


def answer_one_that_resets(server: PreviewServer) -> None:
    """Have the server answer, in this thread, a browser that reset its connection in the middle of its request."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        browser = socket.create_connection(listening.getsockname())
        connection, address = listening.accept()
        browser.sendall(b"GET / HT")
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        browser.close()
        server.process_request_thread(connection, address)


def test_a_connection_that_is_reset_prints_nothing(preview: PreviewServer, capfd):
    answer_one_that_resets(preview)

    assert ("", "") == capfd.readouterr()
    assert 200 == ask(preview, "/")[0]


def test_what_goes_wrong_while_a_request_is_read_is_printed(preview: PreviewServer, capfd, monkeypatch):
    def broken(_handler: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(preview.RequestHandlerClass, "handle", broken)
    answer_one_that_resets(preview)

    assert "RuntimeError: a mistake of ours" in capfd.readouterr().err


def test_a_browser_that_waits_for_a_change_is_answered_when_the_preview_ends(good_site: ThrowawaySite, monkeypatch):
    monkeypatch.setattr(serving, "_PATIENCE", None)
    server = PreviewServer("127.0.0.1", 0, good_site.root, tell=lambda _: None)
    server.follow()
    answers: list[int] = []
    waiting = threading.Thread(target=lambda: answers.append(server.wait_for_change(1).number), daemon=True)
    with running(server):
        waiting.start()
    waiting.join()

    assert [1] == answers


def test_a_preview_says_why_it_has_no_manifest(preview: PreviewServer):
    status, words = ask(preview, "/data/manifest.txt")

    assert (200, True) == (status, words.startswith("This is a preview, and has no manifest yet."))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_the_preview_only_shows(preview: PreviewServer, method: str):
    assert 501 == ask(preview, "/", method)[0]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "[", "localhost.evil.example"]
)
def test_a_page_of_another_site_cannot_read_the_preview_through_a_name_of_its_own(preview: PreviewServer, host: str):
    status, body = ask(preview, "/", Host=host)

    assert 421 == status
    assert body.startswith("This is a preview on somebody's computer. Open it at http://127.0.0.1:")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000", "192.168.1.7:8000"])
def test_the_preview_is_read_by_its_address(preview: PreviewServer, host: str):
    assert 200 == ask(preview, "/", Host=host)[0]


def test_the_preview_is_on_this_computer_only_unless_asked():
    (option,) = (option for option in main.commands["serve"].params if option.name == "addr")

    assert "127.0.0.1:8000" == option.default


@pytest.mark.parametrize("linked", ["build/theme", "build/mkdocs.yml"])
def test_nothing_is_written_for_zensical_where_a_link_leads(good_site: ThrowawaySite, tmp_path: Path, linked: str):
    (tmp_path / "precious").write_text("dear")
    (good_site.root / "build").mkdir()
    (good_site.root / linked).symlink_to(tmp_path / "precious")

    with pytest.raises(ColophonError, match=f"^{linked}: is a symbolic link"):
        build(good_site.root, engine="zensical")
    assert "dear" == (tmp_path / "precious").read_text()
