"""Symbolic links are not followed, and nothing is written or removed through one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from colophon.building.pipeline import build
from colophon.cli import main
from colophon.curation.accession import survey
from colophon.model.errors import ColophonError
from colophon.project.writer import remove_folder, write_tree
from tests.conftest import ThrowawaySite


def run(site: ThrowawaySite, *arguments: str):
    return CliRunner().invoke(main, ["-C", str(site.root), *arguments])


@pytest.mark.parametrize("folder", ["corpus", "docs", "docs/glossary"])
def test_a_linked_folder_is_a_problem_and_is_not_read(good_site: ThrowawaySite, tmp_path: Path, folder: str):
    (good_site.root / folder).rename(tmp_path / "elsewhere")
    (good_site.root / folder).symlink_to(tmp_path / "elsewhere")

    assert any(line.startswith(f"{folder}:1:1: is a symbolic link") for line in good_site.problems())


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


def test_no_text_is_added_to_a_linked_corpus(good_site: ThrowawaySite, tmp_path: Path):
    (good_site.root / "corpus").rename(tmp_path / "elsewhere")
    (good_site.root / "corpus").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ColophonError, match="corpus: is a symbolic link"):
        survey(good_site.root, [tmp_path / "elsewhere/letter.txt"])


@pytest.mark.parametrize(
    "folder", ["../elsewhere", "/etc", "docs/../..", ".", "docs\\x", "corpus", "build/docs", "site", "C:x"]
)
def test_the_documentation_folder_is_in_the_folder_of_the_site(good_site: ThrowawaySite, folder: str):
    settings = (good_site.root / "mkdocs.yml").read_text("utf-8")
    good_site.write("mkdocs.yml", f"{settings}\ndocs_dir: {folder}\n")

    output = run(good_site, "check").output
    assert "docs_dir: expected docs, found" in output
