"""A new site stands alone: whoever has its folder can build it, check it and publish it."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from colophon.building.pipeline import check
from colophon.checking.publication import PLACEHOLDERS
from colophon.cli import main
from colophon.curation import init
from tests.conftest import PROJECT, TODAY

STARTER = PROJECT / "scripts/colophon/starter"


def run(*arguments: object):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def new_site(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("new") / "letters"
    assert 0 == run("init", folder, "--name", "The Letters", "--git").exit_code
    return folder


def test_a_new_site_has_what_builds_and_publishes_it(new_site):
    for page in ("README.md", "docs/index.md"):
        assert (new_site / page).read_text("utf-8").startswith("# The Letters\n")
    assert {"site", "serve", "check"} <= set(
        re.findall(r"^(\w+):", (new_site / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    assert "corpus/" in (new_site / ".gitattributes").read_text("utf-8")
    assert (new_site / ".git/HEAD").read_text("utf-8").strip().endswith("/main")


def test_a_name_with_markup_is_a_heading_as_written(tmp_path):
    run("init", tmp_path / "site", "--name", "A <b>*bold*</b> site")

    heading = (tmp_path / "site/docs/index.md").read_text("utf-8").splitlines()[0]
    assert "# A <b>*bold*</b> site" == html.unescape(heading)
    assert "<b>" not in heading


def test_the_pins_of_a_new_site_are_those_of_this_repository():
    for name in ("site.txt", "import.txt"):
        pins = (STARTER / "requirements" / name).read_bytes()
        assert (PROJECT / "requirements" / name).read_bytes() == pins, "make requirements copies them"


def test_new_sites_and_this_one_are_published_by_the_same_file():
    file = PROJECT / ".github/workflows/publish.yml"

    assert file.read_bytes() == (STARTER / "github/workflows/publish.yml").read_bytes()
    jobs = yaml.safe_load(file.read_text("utf-8"))["jobs"]
    assert "make site" in [step.get("run") for step in jobs["site"]["steps"]]
    for makefile in (PROJECT / "Makefile", STARTER / "Makefile"):
        assert re.search(r"^site: .*\n\t@\$\(BIN\)/colophon build$", makefile.read_text("utf-8"), re.MULTILINE)


def test_placeholders_are_warnings_until_they_are_replaced(new_site):
    def left() -> list[str]:
        return [problem.path for problem in check(new_site, TODAY).problems if problem.rule == "placeholder"]

    assert ["docs/about.md", "docs/about.md", "docs/index.md", "requirements/colophon.txt"] == left()
    for page in ("about", "index"):
        file = new_site / f"docs/{page}.md"
        words = file.read_text("utf-8")
        for placeholder in PLACEHOLDERS:
            words = words.replace(placeholder, "Words.")
        file.write_text(words, "utf-8")
    (new_site / "requirements/colophon.txt").write_text("colophon @ git+https://code.example/colophon@v1\n", "utf-8")
    assert [] == left()


@pytest.mark.parametrize(
    ("recorded", "line"),
    [
        (
            {"url": "https://code.example/colophon.git", "vcs_info": {"vcs": "git", "commit_id": "12ab"}},
            "colophon @ git+https://code.example/colophon.git@12ab",
        ),
        (
            {"url": "https://code.example/c-1-py3-none-any.whl", "archive_info": {"hashes": {"sha256": "34cd"}}},
            "colophon @ https://code.example/c-1-py3-none-any.whl --hash=sha256:34cd",
        ),
        ({"url": "file:///clone", "vcs_info": {"vcs": "git", "commit_id": "12ab"}}, "colophon @ file:///clone"),
        ({"url": "file:///folder", "dir_info": {"editable": True}}, "colophon @ file:///folder"),
        (None, "colophon @ git+https://ADDRESS-OF-COLOPHON"),
    ],
)
def test_a_new_site_installs_colophon_from_where_it_was_installed(tmp_path, monkeypatch, recorded, line):
    class Installed:
        @staticmethod
        def read_text(_name: str) -> str | None:
            return json.dumps(recorded) if recorded else None

    monkeypatch.setattr(init, "distribution", lambda _name: Installed)
    run("init", tmp_path / "site")

    assert line in (tmp_path / "site/requirements/colophon.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The programs of an environment into which a wheel of this package was installed; other packages are borrowed."""
    folder: Path = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        source.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, source)
    shutil.copytree(PROJECT / "scripts", source / "scripts", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = "from setuptools.build_meta import build_wheel; build_wheel('..')"  # as pip does
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv/bin/python"
    subprocess.run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel], check=True, timeout=120)
    (packages,) = (folder / "venv/lib").glob("python*/site-packages")
    (packages / "borrowed.pth").write_text(str(distribution("click").locate_file("")), "utf-8")
    return folder / "venv/bin"


def test_an_installed_wheel_makes_a_site_with_every_printed_command(installed, tmp_path):
    """What init, add, entry and suggest print as next is pasted as it is into a shell, with texts in ~/texts."""
    (tmp_path / "texts").mkdir()
    words = "Attorney General Ada Stone said that the harbour was safe.\nStone left at noon.\n"
    (tmp_path / "texts/one.txt").write_text(words, "utf-8")
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    path = f"{installed}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **git, "HOME": str(tmp_path), "PATH": path}
    environment.pop("PYTHONPATH", None)

    def shell(line: str) -> str:
        done = subprocess.run(
            line, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert 0 == done.returncode, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def next_after(output: str) -> list[str]:
        lines = output.split("Next:\n")[1].splitlines()
        return [line.strip() for line in lines if not line.endswith("serve")]

    where = shell("python -c 'import colophon; print(colophon.__file__)'")
    assert str(installed.parent) in where
    todo = next_after(shell('colophon init "my site" --name "My site" --git'))
    assert todo
    while todo:
        printed = shell(todo.pop(0))
        todo += next_after(printed) if "Next:\n" in printed else []
    (suggested,) = next_after(shell("colophon -C 'my site' suggest"))
    (checked,) = next_after(shell(suggested))
    assert "1 draft not published" in shell(checked)
    assert "1 draft left out; verified" in (built := shell("colophon -C 'my site' build"))
    assert "No history yet: commit" in built
    assert (tmp_path / "my site/site/assets/colophon/colophon.css").is_file()
