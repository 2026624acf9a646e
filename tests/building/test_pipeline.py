"""Pages are a pure function of corpus/ and docs/, and nothing is built from what is wrong."""

import os
import shutil
import subprocess
import sys

import pytest

from colophon.building.pipeline import build, check, checked_edition
from colophon.building.staging import stage
from colophon.model.errors import ColophonError, Refused
from tests.conftest import PROJECT
from tests.site.conftest import copy_project

ROOT = PROJECT


@pytest.fixture
def project(tmp_path):
    return copy_project(tmp_path / "project")


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_site_of_this_repository_has_no_problem():
    assert () == check(ROOT).problems


def test_a_second_run_writes_nothing(project):
    first = stage(project, checked_edition(project))
    second = stage(project, checked_edition(project))

    assert first.written
    assert ((), ()) == (second.written, second.removed)


def test_the_same_folders_give_the_same_tree_wherever_and_however_they_are_read(project, tmp_path):
    stage(project, checked_edition(project))
    elsewhere = shutil.copytree(project, tmp_path / "ein anderer Ort", ignore=shutil.ignore_patterns("build"))
    surroundings = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C", "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "colophon", "-C", str(elsewhere), "pages"], check=True, env=surroundings)

    assert contents(project / "build/docs") == contents(elsewhere / "build/docs")


def test_what_is_no_longer_in_the_glossary_leaves_the_tree(project):
    stage(project, checked_edition(project))
    (project / "docs/glossary/us-army.md").unlink()
    changes = stage(project, checked_edition(project))

    assert "glossary/us-army.md" in map(str, changes.removed)
    assert {"us-army"} == {path.parts[1].removesuffix(".md") for path in changes.removed}


def test_generated_files_are_never_written_among_authored_ones(project):
    before = contents(project / "docs") | contents(project / "corpus")
    stage(project, checked_edition(project))

    assert before == contents(project / "docs") | contents(project / "corpus")
    assert not (project / "build/docs/development").exists()


def test_a_site_with_a_problem_is_not_built_and_the_last_good_tree_stays(project):
    stage(project, checked_edition(project))
    good = contents(project / "build/docs")
    entry = project / "docs/glossary/tatum-king.md"
    entry.write_text(entry.read_text("utf-8").replace("circulated a memo", "circulated a letter"), "utf-8")
    with pytest.raises(Refused, match="1 problem; nothing was built") as refused:
        stage(project, checked_edition(project))

    assert ["quote-absent"] == [problem.rule for problem in refused.value.problems]
    assert good == contents(project / "build/docs")


def test_a_changed_byte_in_a_text_stops_the_build(project):
    text = project / "corpus/000_17ce685a5ce6ce4a.txt"
    text.write_bytes(text.read_bytes().replace(b"Schumer", b"Schumar"))
    with pytest.raises(Refused) as refused:
        checked_edition(project)

    assert any(
        problem.rule == "fixity" and "restore the original" in problem.message for problem in refused.value.problems
    )


def test_a_page_that_crashes_the_parser_is_an_error_with_its_name(buildable_site):
    buildable_site.write("docs/index.md", "# Papers\n\n<![]-- never closed\n")

    with pytest.raises(
        ColophonError, match=r"index.md: this page cannot be rendered \(AssertionError: .*check its HTML"
    ):
        build(buildable_site.root)


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_no_font_is_loaded_from_elsewhere_whatever_the_theme_is_reported(buildable_site, engine):
    buildable_site.replace("mkdocs.yml", "font: false", "font: {text: Roboto}")

    build(buildable_site.root, engine=engine)  # which verifies that no other host is asked


def test_files_of_a_theme_folder_of_the_site_are_published(buildable_site):
    buildable_site.replace("mkdocs.yml", "name: material", "name: material\n  custom_dir: overrides")
    buildable_site.write("overrides/images/seal.png", b"a picture")
    build(buildable_site.root)

    assert b"a picture" == (buildable_site.root / "site/images/seal.png").read_bytes()


@pytest.mark.parametrize("mark", "@=+-")
def test_names_and_titles_may_begin_with_what_a_spreadsheet_takes_for_a_formula(buildable_site, mark):
    quoted = f"{mark}Papers wrote"
    buildable_site.text("post", f"{quoted} to the clerk.")
    sources = {"post": {"document": "post", "quote": quoted}}
    position = {"title": f"{mark}chief", "agency": None, "from": None, "source": "post"}
    buildable_site.entry(
        "papers",
        "Writes.[^post]",
        name="Una Reed",
        kind="official",
        aliases=[f"{mark}Papers"],
        positions=[position],
        sources=sources,
    )
    build(buildable_site.root)

    data = buildable_site.root / "site/data"
    assert f",{mark}Papers," in (data / "mentions.csv").read_text("utf-8")
    assert f",{mark}chief," in (data / "positions.csv").read_text("utf-8")
