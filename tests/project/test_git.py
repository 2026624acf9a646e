"""A site at a Git revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from colophon.model.errors import ColophonError
from colophon.project.git import read_revision
from tests.conftest import Repository, ThrowawaySite


@pytest.mark.parametrize("folder", ["site", "a/b", "with space", "Año", "a[x]b", "star*"])
def test_revision_is_read_in_a_subfolder(good_site: ThrowawaySite, tmp_path: Path, folder: str):
    top = tmp_path / "repository"
    root = top / folder
    root.parent.mkdir(parents=True)
    good_site.root.rename(root)
    site = ThrowawaySite(root)
    Repository(site, top).commit("Start")
    site.replace("docs/glossary/ada-stone.md", "name: Ada Stone", "name: Ada B. Stone")

    before = read_revision(root, "HEAD").site

    assert site.read().site.texts == before.texts
    assert ["Ada Stone"] == [entry.name for entry in before.entries if entry.slug == "ada-stone"]


def test_unknown_revision_is_refused(good_site: ThrowawaySite):
    Repository(good_site).commit("Start")

    with pytest.raises(ColophonError, match=r"git: .*nowhere"):
        read_revision(good_site.root, "nowhere")
    with pytest.raises(ColophonError, match="expected a commit, branch or tag"):
        read_revision(good_site.root, "--output=x")
