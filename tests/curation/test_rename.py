"""An entry gets another address: what names it is mended, no other byte changes, and the old address leads on."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from colophon.building.pipeline import check
from colophon.cli import main
from colophon.curation.rename import plan_renaming, rename_entry
from colophon.model.errors import ColophonError, Refused
from colophon.project.reader import read_site
from colophon.rendering import render_pages
from colophon.rendering.data import data_files
from colophon.rendering.search import search_pages
from tests.conftest import HERE, ThrowawaySite

CLERK = """\
---
# Who kept the books, and when; ask the archive.
name:   "Ada Stone"   # as she signed
kind: official # not an agency
aliases:
  - 'Ada B. Stone'
positions:
  - title: Clerk
    agency: %s   # the Board, not its Port
    source: letter
  - {title: Keeper of %s, agency: "%s", source: [letter]}
sources:
    letter: {document: letter, quote: "Ada Stone, its clerk"}
---
Ada Stone was clerk of the [Board](%s.md#mentions "its [page]") and not of [another](old-%s.md).[^letter]

She is also [here][board] and `[there](./%s.md)`.[^letter]

[board]:   <%s.md>
"""


def files_in(site: ThrowawaySite) -> dict[str, bytes]:
    return {p.relative_to(site.root).as_posix(): p.read_bytes() for p in site.root.rglob("*") if p.is_file()}


def rename(site: ThrowawaySite, old: str, new: str):
    return CliRunner().invoke(main, ["-C", str(site.root), "entry", "--rename", old, new])


def clerk(slug: str) -> str:
    """Her entry as it names the Board; a title and another file only look like its address."""
    return CLERK % (slug, "harbour-board", slug, slug, "harbour-board", slug, slug)


@pytest.fixture
def named_everywhere(good_site: ThrowawaySite) -> ThrowawaySite:
    """The Board is named in every way there is."""
    good_site.write("docs/glossary/ada-stone.md", clerk("harbour-board"))
    good_site.write("docs/glossary/old-harbour-board.md", "---\nname: Old One\nkind: agency\n---\n")
    good_site.replace(
        "corpus/letter.yml", "headings: []\n", "headings: []\nmentions: {p1: {not: ['harbour-board'] }}\n"
    )
    good_site.replace(
        "corpus/report.yml",
        "headings: []\n",
        "headings: []\nmentions:\n  p1:\n    is: {answers for: harbour-board} # odd\nnotes: |\n"
        "  About [it](../docs/glossary/harbour-board.md).\n\n  [x]: ../docs/glossary/harbour-board.md#p\n",
    )
    good_site.write(
        "mkdocs.yml",
        "site_name: 'Harbour Papers'\nnav:\n- Board:   glossary/harbour-board.md # our board\n"
        "- Other: glossary/old-harbour-board.md\ntheme: {name: material}\nplugins:\n  - colophon:\n      silence:\n"
        "        - {rule: entry-unmentioned, at: docs/glossary/harbour-board.md, reason: 'so'}\n",
    )
    good_site.write("docs/notes/a.md", "\ufeff[up](../glossary/harbour-board.md?x#y)\r\n\r\nharbour-board.md\r\n")
    return good_site


def test_every_reference_is_updated_and_no_other_byte(named_everywhere):
    before = files_in(named_everywhere)

    result = rename(named_everywhere, "harbour-board", "quay")

    assert 0 == result.exit_code, result.output
    expected = {
        **before,
        "docs/glossary/ada-stone.md": clerk("quay").encode(),
        "docs/glossary/quay.md": before["docs/glossary/harbour-board.md"].replace(
            b"kind: agency\n", b"kind: agency\nformerly: [harbour-board]\n"
        ),
        "corpus/letter.yml": before["corpus/letter.yml"].replace(b"['harbour-board']", b"['quay']"),
        "corpus/report.yml": before["corpus/report.yml"].replace(b"harbour-board", b"quay"),
        "mkdocs.yml": before["mkdocs.yml"].replace(b"/harbour-board.md", b"/quay.md"),
        "docs/notes/a.md": before["docs/notes/a.md"].replace(b"/harbour-board.md", b"/quay.md"),
    }
    del expected["docs/glossary/harbour-board.md"]
    assert expected == files_in(named_everywhere)


def test_each_updated_reference_is_printed(named_everywhere):
    lines = rename(named_everywhere, "docs/glossary/harbour-board.md", "quay").stdout.splitlines()

    assert [
        "docs/glossary/quay.md: renamed from docs/glossary/harbour-board.md",
        "mkdocs.yml:3: nav.Board",
        "mkdocs.yml:9: plugins.colophon.silence.at",
        "corpus/letter.yml:16: mentions.p1.not[1]",
        "corpus/report.yml:18: mentions.p1.is.answers for",
        "corpus/report.yml:20: notes",
        "corpus/report.yml:22: notes",
        "docs/glossary/ada-stone.md:9: positions[1].agency",
        "docs/glossary/ada-stone.md:11: positions[2].agency",
        *[f"docs/glossary/ada-stone.md:{line}: link" for line in (15, 17, 19)],
        "docs/notes/a.md:1: link",
    ] == lines


@pytest.mark.parametrize("written", ["harbour&#45;board.md", "harbour%2Dboard.md", "../glossary/./harbour%2dboard.md"])
def test_an_address_in_other_characters_is_the_same_address(good_site, written):
    good_site.write("docs/aside.md", f"[Board](glossary/{written}#mentions)\n")

    rename_entry(good_site.root, "harbour-board", "quay")

    assert "quay.md#mentions)" in (good_site.root / "docs/aside.md").read_text("utf-8")


def test_a_relation_in_escapes_is_the_same_relation(good_site):
    good_site.replace("docs/glossary/ada-stone.md", "agency: harbour-board", 'agency: "harbour\\x2dboard"')

    rename_entry(good_site.root, "harbour-board", "quay")

    assert [] == good_site.problems()


def test_check_is_as_clean_as_before(good_site):
    rename(good_site, "harbour-board", "quay")
    rename(good_site, "port-authority", "port")

    assert [] == good_site.problems()


def test_it_may_be_renamed_again_and_back(good_site):
    """Every address it had leads to it, but the one it has."""
    before = files_in(good_site)
    formerly = []
    for old, new in (("harbour-board", "b"), ("b", "c"), ("c", "b"), ("b", "harbour-board")):
        rename_entry(good_site.root, old, new)
        formerly.append(next(e.matter.formerly for e in good_site.read().site.entries if e.slug == new))

    assert [("harbour-board",), ("harbour-board", "b"), ("harbour-board", "c"), ("b", "c")] == formerly
    assert [] == good_site.problems()
    name = "docs/glossary/harbour-board.md"
    assert {**before, name: files_in(good_site)[name]} == files_in(good_site)


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("name: X\nkind: agency\nsurname: true\n", "name: X\nkind: agency\nformerly: [it]\nsurname: true\n"),
        ("name: X\r\nkind: agency\r\n", "name: X\r\nkind: agency\r\nformerly: [it]\r\n"),
        ("  name: X\n  kind: agency # so\n", "  name: X\n  kind: agency # so\n  formerly: [it]\n"),
        ("kind: >-\n  agency\nname: X\n", "kind: >-\n  agency\nformerly: [it]\nname: X\n"),
        ('{"kind": "agency", "name": "X"}\n', '{"kind": "agency", "formerly": ["it"], "name": "X"}\n'),
        ("{name: X, kind: agency,}\n", '{name: X, kind: agency, "formerly": ["it"],}\n'),
        ("name: X\nkind: agency\nformerly: []\n", "name: X\nkind: agency\nformerly: [it]\n"),
        ("name: X\nkind: agency\nformerly: [a,  'b' ]\n", "name: X\nkind: agency\nformerly: [a,  'b', it ]\n"),
        (
            "name: X\nkind: agency\nformerly:\n  - a # one\nnot: []\n",
            "name: X\nkind: agency\nformerly:\n  - a # one\n  - it\nnot: []\n",
        ),
        ("name: X\nkind: agency\nformerly:\n- a\n", "name: X\nkind: agency\nformerly:\n- a\n- it\n"),
        ('name: X\nkind: agency\nformerly: [a, "new"] # x\n', 'name: X\nkind: agency\nformerly: [a, "it"] # x\n'),
        ("name: X\nkind: agency\nformerly:\n- new\n", "name: X\nkind: agency\nformerly:\n- it\n"),
    ],
)
def test_the_old_address_is_added_in_the_style_of_the_file(site, matter, expected):
    end = "\r\n" if "\r" in matter else "\n"
    site.write("docs/glossary/it.md", f"\ufeff---{end}{matter}---{end}Words.{end}")

    rename_entry(site.root, "it", "new")

    written = (site.root / "docs/glossary/new.md").read_bytes().decode()
    assert f"\ufeff---{end}{expected}---{end}Words.{end}" == written
    assert "it" in site.read().site.entries[0].matter.formerly


@pytest.mark.parametrize("slug", ["123", "null", "true", "1e3", "no", "0x1f"])
def test_an_address_that_looks_like_something_else_stays_text(good_site, slug):
    rename_entry(good_site.root, "harbour-board", slug)
    rename_entry(good_site.root, slug, "quay")

    assert [] == good_site.problems()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("harbor-board", "quay", "no entry 'harbor-board' in docs/glossary; did you mean harbour-board?"),
        ("stone", "quay", "no entry 'stone' in docs/glossary; it is ada-stone now"),
        ("harbour-board", "harbour-board", "the entry is already called 'harbour-board'; nothing was renamed"),
        ("harbour-board", "ada-stone", "docs/glossary/ada-stone.md: already exists; choose another name"),
        ("harbour-board", "stone", "stone is a former address of Ada Stone (docs/glossary/ada-stone.md)"),
        ("harbour-board", "The Quay", "expected lower-case letters, digits, - and _"),
        ("harbour-board", "index", "expected lower-case letters"),
        ("harbour-board", "../quay", "found '../quay'"),
    ],
)
def test_an_impossible_rename_is_refused_and_nothing_changes(good_site, old, new, message):
    good_site.replace("docs/glossary/ada-stone.md", "kind: official\n", "kind: official\nformerly: [stone]\n")
    before = files_in(good_site)

    with pytest.raises(ColophonError, match=re.escape(message)):
        rename_entry(good_site.root, old, new)

    assert before == files_in(good_site)


def test_an_unreadable_file_prevents_a_rename(good_site):
    good_site.write("docs/glossary/broken.md", "no front matter")
    before = files_in(good_site)

    with pytest.raises(Refused, match="nothing was renamed"):
        rename_entry(good_site.root, "harbour-board", "quay")

    assert before == files_in(good_site)


def test_a_file_keeps_its_permissions(good_site):
    file = good_site.root / "docs/glossary/ada-stone.md"
    file.chmod(0o600)

    rename_entry(good_site.root, "harbour-board", "quay")

    assert 0o600 == file.stat().st_mode & 0o777


words = st.text(st.sampled_from("ab .:#'\"[](){}|>-\t\n\r\ufeffé😀\u2028harbour-board.md"), max_size=40)


@given(page=words, notes=words)
@example(page="](", notes="")
def test_in_any_page_and_any_notes_nothing_but_the_address_changes(page, notes):
    """Put the old address back where the new one stands, and the file is the old one."""
    site = read_site(HERE / "good_site").site
    texts = {
        "docs/a.md": f"{page}[x](glossary/harbour-board.md){page}",
        "corpus/letter.yml": f"id: letter\nnotes: |\n  [y](../docs/glossary/harbour-board.md)\n  {notes.splitlines()[0] if notes.splitlines() else ''}\n",
        "docs/glossary/harbour-board.md": "---\nname: X\nkind: agency\n---\n",
    }
    try:
        renamed = plan_renaming(site, texts, "harbour-board", "quaywall")
    except yaml.YAMLError:
        return  # notes that are no YAML: such a record is never read

    for path in ("docs/a.md", "corpus/letter.yml"):
        assert texts[path] == (renamed.files[path] or "").replace("quaywall", "harbour-board")
    assert "glossary/quaywall.md" in (renamed.files["docs/a.md"] or "")


# --- the page at the old address -----------------------------------------------------------------------------------


def test_the_old_address_redirects_and_is_in_no_list(good_site):
    good_site.replace("docs/glossary/harbour-board.md", "name: Harbour Board", 'name: "Board <b>&"')
    rename_entry(good_site.root, "harbour-board", "quay")
    edition = check(good_site.root).edition

    pages = render_pages(edition)

    old = pages.pop(PurePosixPath("glossary/harbour-board/index.html")).decode()
    assert '<link rel="canonical" href="../quay/">' in old
    assert '<meta http-equiv="refresh" content="0; url=../quay/">' in old
    assert '<meta name="robots" content="noindex">' in old
    assert 'The entry <a href="../quay/">Board &lt;b&gt;&amp;</a> was at glossary/harbour-board/, and is now at ' in old
    assert not [path for path, page in pages.items() if b"harbour-board.md" in page]
    assert "glossary/harbour-board/" not in {page.url for page in search_pages(edition)}
    assert b'"id": "quay"' in data_files(edition)[PurePosixPath("data/entries.json")]


def test_a_link_to_a_former_address_is_a_problem(good_site):
    """Editors link to what is there."""
    rename_entry(good_site.root, "harbour-board", "quay")
    good_site.replace("docs/glossary/ada-stone.md", "the Harbour Board.", "the [Board](harbour-board.md).")

    assert ["link"] == [line.rsplit("[", 1)[1].rstrip("]") for line in good_site.problems()]
