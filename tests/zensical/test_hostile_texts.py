"""The same texts, rendered by Zensical; run by `make test-zensical`, which installs it."""

from __future__ import annotations

from pathlib import Path

from colophon.building import build
from colophon.verifying import verify
from tests.conftest import told
from tests.hostile_texts import hostile_site


def test_every_word_of_every_text_is_on_its_page(tmp_path: Path):
    root = hostile_site(tmp_path).root

    assert [] == told(verify(build(root, engine="zensical"), root / "site"))
