"""Pages rendered in several processes, or kept of the last build, are those that one process would render anew."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.exceptions import Abort

from colophon.building import kept, mkdocs_site, pagefind
from colophon.building.engines import ENGINES, Rendering
from colophon.building.pipeline import build, checked_edition
from colophon.building.staging import stage
from colophon.cli import main
from colophon.model.errors import ColophonError
from colophon.project import processes
from colophon.verifying.pages import Facts
from colophon.verifying.survey import Survey
from tests.building.test_pipeline import contents
from tests.conftest import ThrowawaySite

STATE = "build/state/pages.json"
WITHHELD = {"reason": "Asked", "on": "2026-11-22"}


@pytest.fixture
def in_two(monkeypatch):
    """Even a few pages are divided between two processes."""
    monkeypatch.setattr(processes, "_WORTH_A_PROCESS", 1)
    return Rendering(jobs=2)


def rendered(site: ThrowawaySite, name: str, rendering: Rendering) -> dict[str, bytes]:
    new = site.root / "build" / name
    ENGINES["mkdocs"](site.root, new, rendering)
    files: dict[str, bytes] = contents(new)
    return files


def test_two_processes_write_the_same_files_as_one(buildable_site: ThrowawaySite, in_two: Rendering):
    stage(buildable_site.root, checked_edition(buildable_site.root))

    assert rendered(buildable_site, "one", Rendering()) == rendered(buildable_site, "two", in_two)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_warning_in_any_process_is_logged_and_counted_once(buildable_site: ThrowawaySite, in_two, caplog, jobs):
    for name in ("one", "two"):
        buildable_site.write(f"docs/{name}.md", f"# {name}\n\n[there](index.md#nowhere) [back](about.md#lost)\n")
    stage(buildable_site.root, checked_edition(buildable_site.root))
    with caplog.at_level(logging.WARNING, "mkdocs"), pytest.raises(Abort, match="4 warnings in strict mode"):
        rendered(buildable_site, "new", Rendering(strict=True, jobs=jobs))

    assert 4 == len([record for record in caplog.records if "does not contain an anchor" in record.message])


def test_a_page_that_fails_in_another_process_is_named(buildable_site: ThrowawaySite, in_two: Rendering):
    buildable_site.write("docs/broken.md", "# Broken\n\n<![]-- never closed\n")
    buildable_site.write("docs/index.md", "# Papers\n\n[broken](broken.md)\n")
    stage(buildable_site.root, checked_edition(buildable_site.root))

    with pytest.raises(ColophonError, match=r"^broken\.md: this page cannot be rendered \(AssertionError"):
        rendered(buildable_site, "new", in_two)


@pytest.mark.parametrize("damage", [b"", b"{", b"\n", b"another file\n{}"])
def test_a_damaged_state_is_as_good_as_none(buildable_site: ThrowawaySite, damage: bytes):
    root = buildable_site.root
    build(root)
    before = contents(root / "site")
    state = (root / STATE).read_bytes()
    buildable_site.write(STATE, damage or state.replace(b"documents/letter", b"documents/report"))

    assert not kept.read_kept(root / "site", root / STATE).pages
    build(root)
    assert before == contents(root / "site")
    assert state.partition(b"{")[2].count(b"index.html") == (root / STATE).read_bytes().count(b"index.html")


def test_a_page_or_file_that_somebody_changed_in_the_site_is_made_again(buildable_site: ThrowawaySite):
    root = buildable_site.root
    build(root)
    before = contents(root / "site")
    page = root / "site/documents/letter/index.html"
    page.write_bytes(page.read_bytes().replace(b"<p", b"<q", 1))
    (root / "site/documents/report/index.html").unlink()
    fragment = next((root / "site/pagefind/fragment").iterdir())
    for file in (root / "site/documents/letter/index.md.txt", fragment):
        with file.open("ab") as changed:  # in place, as some tools do
            changed.write(b"!")
    build(root)

    assert before == contents(root / "site")


def test_a_copy_of_the_site_is_reused_as_well(buildable_site: ThrowawaySite, tmp_path: Path):
    build(buildable_site.root)
    copy = ThrowawaySite(Path(shutil.copytree(buildable_site.root, tmp_path / "copy")))
    found = kept.read_kept(copy.root / "site", copy.root / STATE).pages

    assert found
    assert all(page.status() for page in found.values())
    build(copy.root)
    assert contents(copy.root / "site") == contents(buildable_site.root / "site")
    assert all(Path(page.file).stat().st_nlink > 1 for page in found.values()), "they are in build/site too"


def test_a_state_of_other_programs_is_as_good_as_none(buildable_site: ThrowawaySite, monkeypatch):
    root = buildable_site.root
    build(root)
    monkeypatch.setattr(kept, "programs", lambda: "another version")

    assert not kept.read_kept(root / "site", root / STATE).pages


def test_a_state_adds_no_file_outside_the_search_index(buildable_site: ThrowawaySite):
    root = buildable_site.root
    build(root)
    found = kept.read_kept(root / "site", root / STATE).pages
    path, page = next((path, page) for path, page in found.items() if path.startswith("pagefind/fragment/"))
    planted = {path: page, "index.html": page, "pagefind/../../note": page, "/note": page}

    assert {path} == kept.Kept(planted).indexes({page.key}).keys()


def keys_of(root: Path) -> dict[str, str]:
    edition = checked_edition(root)
    stage(root, edition)
    shutil.rmtree(root / "build/keys", ignore_errors=True)
    rendering = Rendering(withheld=kept.digest_of_withheld(edition))
    return dict(ENGINES["mkdocs"](root, root / "build/keys", rendering).keys)


@pytest.mark.parametrize(
    "change",
    [
        lambda site, _: site.replace("mkdocs.yml", "copyright: ", "copyright: Nobody. "),
        lambda site, _: site.replace("mkdocs.yml", "  - Home: index.md", "  - Start: index.md"),
        lambda site, _: site.replace("docs/about.md", "# About", "# Who we are"),
        lambda _, patch: patch.setenv("SITE_OWNER", "another"),
        lambda _, patch: patch.setattr(kept, "programs", lambda: "another version"),
        lambda site, _: site.write("overrides/.icons/one.svg", "<svg></svg>"),
        lambda site, _: site.text("secret", "Words.", access="withheld", withheld=WITHHELD),
    ],
    ids=[
        "setting",
        "title in the navigation",
        "title of a page in it",
        "environment",
        "program",
        "theme folder",
        "withheld text",
    ],
)
def test_the_key_of_every_page_holds_what_is_on_every_page(buildable_site: ThrowawaySite, monkeypatch, change):
    monkeypatch.setenv("SITE_OWNER", "one")
    buildable_site.replace("mkdocs.yml", "name: material", "name: material\n  custom_dir: overrides")
    buildable_site.replace("mkdocs.yml", "  - About: about.md", "  - about.md")
    config = (buildable_site.root / "mkdocs.yml").read_text("utf-8")
    buildable_site.write("mkdocs.yml", f"{config}\nsite_author: !ENV SITE_OWNER\n")
    buildable_site.write("overrides/.icons/other.svg", "<svg></svg>")
    before = keys_of(buildable_site.root)
    change(buildable_site, monkeypatch)
    after = keys_of(buildable_site.root)

    assert before
    assert [] == [path for path in before if before[path] == after[path]]


def test_an_edit_changes_the_keys_of_the_pages_it_changes(buildable_site: ThrowawaySite):
    before = keys_of(buildable_site.root)
    buildable_site.replace("docs/glossary/ada-stone.md", "title: ", "title: Acting ")
    after = keys_of(buildable_site.root)
    changed = {path for path in before if before[path] != after[path]}

    assert "glossary/ada-stone/index.html" in changed
    assert "documents/report/index.html" not in changed


def test_what_no_page_may_repeat_follows_from_the_texts_that_are_shown(good_site: ThrowawaySite):
    words = "The crane at the northern end of the long quay fell into the water at noon."
    good_site.text("secret", words, access="withheld", withheld=WITHHELD)
    before = kept.digest_of_withheld(good_site.edition())
    good_site.text("other", "Nothing of it.")
    assert before == kept.digest_of_withheld(good_site.edition())
    good_site.text("repeats", words)

    assert before != kept.digest_of_withheld(good_site.edition())


def test_a_site_with_a_template_of_its_own_keeps_nothing(buildable_site: ThrowawaySite):
    buildable_site.replace("mkdocs.yml", "name: material", "name: material\n  custom_dir: overrides")
    buildable_site.write("overrides/main.html", '{% extends "base.html" %}')

    assert {} == keys_of(buildable_site.root)


def test_a_second_build_makes_no_page_no_index_and_verifies_no_page_again(buildable_site, monkeypatch):
    root = buildable_site.root
    build(root)
    before = contents(root / "site")

    def refuse(*_: object) -> None:
        raise AssertionError

    looked_at: list[str] = []
    facts_of = Survey.facts_of

    def look(survey: Survey, path: str, data: bytes) -> Facts:
        looked_at.append(path)
        return facts_of(survey, path, data)

    monkeypatch.setattr(Survey, "facts_of", look)
    monkeypatch.setattr(pagefind, "search_index", refuse)
    monkeypatch.setattr(mkdocs_site.MkDocsSite, "write", lambda _, page: written.append(page.file.dest_uri))
    written: list[str] = []
    with pytest.raises(FileNotFoundError):  # the page that prints the digest of the site, which was not written
        build(root, jobs=1)

    assert ["about/index.html"] == written
    made_anew = {"404.html", "about/index.html", "data/manifest.txt", "sitemap.xml", "sitemap.xml.gz"}
    removed = "assets/javascripts/"  # Material's script, which is not in the last site, since no page loads it
    assert made_anew >= {path for path in looked_at if not path.startswith(removed)}
    assert before == contents(root / "site")


def test_an_edit_makes_no_page_of_the_search_index_that_does_not_show_it(buildable_site: ThrowawaySite, monkeypatch):
    root = buildable_site.root
    build(root)
    monkeypatch.setattr("colophon.rendering.search.byline", lambda _: "a text that was made again")
    before = contents(root / "build/search")
    buildable_site.replace("docs/glossary/ada-stone.md", "was clerk", "was the clerk")
    build(root, jobs=1)
    after = contents(root / "build/search")

    assert ["glossary/ada-stone/index.html"] == [path for path in after if after[path] != before[path]]


# --- parts -------------------------------------------------------------------------------------------------------


def command(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), *words])


def test_parts_from_different_folders_merge_into_the_site_of_one_build(buildable_site: ThrowawaySite, tmp_path: Path):
    """As on two machines: each has a copy of the project, and the parts of one are copied to the other."""
    with (buildable_site.root / "mkdocs.yml").open("a") as config:
        config.write("site_url: https://harbour.example/papers/\n")
    one = buildable_site.root
    other = Path(shutil.copytree(one, tmp_path / "other"))
    whole = Path(shutil.copytree(one, tmp_path / "whole"))
    assert 0 == command(one, "build", "--part", "1/2").exit_code
    assert 0 == command(other, "build", "--part", "2/2").exit_code
    assert not (one / "site").exists()
    shutil.copytree(other / "build/parts/2-of-2", one / "build/parts/2-of-2")
    merged = command(one, "merge")
    build(whole)

    assert 0 == merged.exit_code, merged.output
    assert merged.output.endswith("verified\n")
    assert contents(whole / "site") == contents(one / "site")
    parts = [contents(one / f"build/parts/{number}-of-2/site") for number in (1, 2)]
    assert all(parts)
    assert not parts[0].keys() & parts[1].keys()


def test_parts_that_are_missing_or_of_other_files_are_refused(buildable_site: ThrowawaySite):
    root = buildable_site.root
    without = command(root, "merge")
    command(root, "build", "--part", "2/2")
    half = command(root, "merge")
    command(root, "build", "--part", "1/2")
    buildable_site.replace("docs/glossary/ada-stone.md", "title: ", "title: Acting ")
    other = command(root, "merge")
    command(root, "build", "--part", "1/3")
    mixed = command(root, "merge")

    assert [1, 1, 1, 1] == [end.exit_code for end in (without, half, other, mixed)]
    assert "build/parts: holds no parts" in without.output
    assert "1 of 2 parts missing or not finished; run colophon build --part 1/2" in half.output
    assert "no part holds " in other.output
    assert "the parts were built of other files" in other.output
    assert "holds parts of divisions into 2 and 3" in mixed.output
    assert not (root / "site").exists()


@pytest.mark.parametrize("part", ["0/2", "3/2", "1", "a/b", "1/0"])
def test_a_part_is_a_number_and_how_many_there_are(buildable_site: ThrowawaySite, part: str):
    end = command(buildable_site.root, "build", "--part", part)

    assert 2 == end.exit_code
    assert f"such as 1/4, found '{part}'" in end.output


def test_a_site_whose_pages_may_read_others_is_not_divided(buildable_site: ThrowawaySite):
    buildable_site.replace("mkdocs.yml", "name: material", "name: material\n  custom_dir: overrides")
    buildable_site.write("overrides/main.html", '{% extends "base.html" %}')
    end = command(buildable_site.root, "build", "--part", "1/2")

    assert 1 == end.exit_code
    assert "this site cannot be built in parts" in end.output
