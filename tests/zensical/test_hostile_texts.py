"""The same texts, rendered by Zensical; run by `make test-zensical`, which installs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from colophon.building import build
from colophon.errors import ColophonError
from colophon.verifying import verify
from tests.conftest import ThrowawaySite, told
from tests.hostile_texts import hostile_site


def test_every_word_of_every_text_is_on_its_page(tmp_path: Path):
    root = hostile_site(tmp_path).root

    assert [] == told(verify(build(root, engine="zensical"), root / "site"))


@pytest.mark.parametrize("linked", ["build/theme", "build/mkdocs.yml"])
def test_nothing_is_written_where_a_link_leads(good_site: ThrowawaySite, tmp_path: Path, linked: str):
    (tmp_path / "precious").write_text("dear")
    (good_site.root / "build").mkdir()
    (good_site.root / linked).symlink_to(tmp_path / "precious")

    with pytest.raises(ColophonError, match=f"^{linked}: is a symbolic link"):
        build(good_site.root, engine="zensical")
    assert "dear" == (tmp_path / "precious").read_text()
