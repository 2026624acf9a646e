"""The tests find Chromium and Firefox, or install them, or say in a sentence that there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import find_browser
from tests.find_browser import CHROMIUM, FIREFOX, NONE, Wanted, install_browser


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found: there is nothing in it, and Playwright has no browser of its own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    for variable in ("CHROMIUM", "FIREFOX", "CI"):
        monkeypatch.delenv(variable, raising=False)
    return folder


def program(folder: Path, name: str, does: str = "") -> str:
    """A program of a shell script."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{does}\n", "ascii")
    file.chmod(0o755)
    return str(file)


def installers(monkeypatch: pytest.MonkeyPatch, user: int) -> None:
    """The installers of systems alone, for a user of this number: 0 is root."""
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    monkeypatch.setattr("os.geteuid", lambda: user)


@pytest.mark.parametrize(("wanted", "name"), [(CHROMIUM, "chromium"), (FIREFOX, "firefox-esr"), (FIREFOX, "firefox")])
def test_a_browser_that_is_installed_is_found(programs: Path, wanted: Wanted, name: str):
    installed = program(programs, name)

    assert installed == find_browser.find_browser(wanted)


def test_the_chromium_that_is_named_is_taken(programs: Path, monkeypatch: pytest.MonkeyPatch):
    program(programs, "chromium")
    mine = program(programs, "mine")
    monkeypatch.setenv("CHROMIUM", mine)

    assert mine == find_browser.find_browser()


@pytest.mark.parametrize("wanted", [CHROMIUM, FIREFOX], ids=lambda wanted: wanted.name)
@pytest.mark.parametrize("user", [0, 1000])
def test_where_there_is_none_one_is_installed_with_the_package_manager(
    programs: Path, monkeypatch: pytest.MonkeyPatch, user: int, wanted: Wanted
):
    installers(monkeypatch, user)
    program(programs, "sudo", 'shift; exec "$@"')
    program(programs, "dnf", f": > {programs}/$3 && /bin/chmod +x {programs}/$3")

    assert str(programs / wanted.name.lower()) == install_browser(wanted)


def test_where_a_package_does_not_exist_the_next_one_is_installed(programs: Path, monkeypatch: pytest.MonkeyPatch):
    installers(monkeypatch, 0)
    program(programs, "apt-get", f'[ "$4" = chromium ] && : > {programs}/$4 && /bin/chmod +x {programs}/$4')

    assert str(programs / "chromium") == install_browser()


def test_without_sudo_a_user_who_is_not_root_gets_none(programs: Path, monkeypatch: pytest.MonkeyPatch):
    installers(monkeypatch, 1000)
    program(programs, "apt-get")

    assert install_browser() is None


def test_where_none_is_found_the_script_says_so_in_a_sentence(programs: Path):
    ended = subprocess.run([sys.executable, find_browser.__file__], capture_output=True, text=True, check=False)

    assert (1, f"{NONE}\n") == (ended.returncode, ended.stderr)


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)], ids=["elsewhere", "in CI"])
def test_without_firefox_its_tests_are_skipped_but_never_in_ci(
    programs: Path, monkeypatch: pytest.MonkeyPatch, ci: str, code: int
):
    program(programs, "chromium")
    monkeypatch.setenv("CI", ci)
    ended = subprocess.run([sys.executable, find_browser.__file__], capture_output=True, text=True, check=False)

    assert code == ended.returncode
    assert FIREFOX.none in ended.stdout + ended.stderr
