"""Engines render a folder; what MkDocs, its plugins and hooks fail at is said where it is."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from colophon.building.engines import ENGINES, Rendering
from colophon.building.pipeline import build, check_or_raise
from colophon.building.staging import stage
from colophon.model.errors import ColophonError
from tests.conftest import ThrowawaySite

WARNING = (
    "import logging\ndef on_env(env, **_):\n    logging.getLogger('mkdocs.plugins.x').warning('A harmless remark')\n"
)


def hook(site: ThrowawaySite, code: str) -> None:
    """Let MkDocs run a hook of the site."""
    site.write("hooks.py", code)
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text("utf-8") + "\nhooks: [hooks.py]\n")


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_only_turns_the_staged_folder_into_another(buildable_site, tmp_path, engine):
    stage(buildable_site.root, check_or_raise(buildable_site.root).edition)
    new = buildable_site.root / "build/elsewhere"

    ENGINES[engine](buildable_site.root, new, Rendering())

    assert (new / "documents/letter/index.html").is_file()
    assert not (new / "pagefind").exists()
    assert not (new / ".dates.json").exists()


def test_mkdocs_build_takes_the_same_steps_as_colophon_build(buildable_site):
    root = buildable_site.root
    build(root)
    ours = {path.relative_to(root / "site"): path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean"], cwd=root, check=True)
    theirs = {
        path.relative_to(root / "site"): path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()
    }

    assert ours == theirs


def test_a_warning_of_another_plugin_ends_a_build_only_if_strict(buildable_site):
    hook(buildable_site, WARNING)
    build(buildable_site.root)
    with pytest.raises(Exception, match="1 warnings in strict mode"):
        build(buildable_site.root, strict=True)

    assert (buildable_site.root / "site/index.html").is_file()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "def on_nav(nav, **_):\n    {}['x']\n",
            r"MkDocs failed \(KeyError: 'x'; raised in hooks.py, line 2\); correct hooks.py",
        ),
        ("def on_post_build(**_):\n    1/0\n", r"MkDocs failed \(ZeroDivisionError.*hooks.py, line 2\)"),
        ("def on_startup(**_):\n    1/0\n", r"MkDocs failed \(ZeroDivisionError.*hooks.py, line 2\)"),
        ("1/0\n", r"MkDocs failed \(ZeroDivisionError.*hooks.py, line 1\)"),
        ("def x(:\n", r"MkDocs failed \(SyntaxError.*raised in hooks.py, line 1\); correct hooks.py"),
        (
            "def on_page_markdown(markdown, page, **_):\n    1/0\n",
            r"\w+.*\.md: this page cannot be rendered \(ZeroDivisionError",
        ),
    ],
)
def test_an_error_of_a_hook_is_said_with_its_place(buildable_site, caplog, code, message):
    hook(buildable_site, code)
    with caplog.at_level(logging.DEBUG, "mkdocs.colophon"), pytest.raises(ColophonError, match=message):
        build(buildable_site.root)

    assert "Traceback" in caplog.text


@pytest.mark.parametrize("linked", ["build/theme", "build/mkdocs.yml"])
def test_nothing_is_written_for_zensical_where_a_link_leads(good_site: ThrowawaySite, tmp_path: Path, linked: str):
    (tmp_path / "precious").write_text("dear")
    (good_site.root / "build").mkdir()
    (good_site.root / linked).symlink_to(tmp_path / "precious")

    with pytest.raises(ColophonError, match=f"^{linked}: is a symbolic link"):
        build(good_site.root, engine="zensical")
    assert "dear" == (tmp_path / "precious").read_text()
