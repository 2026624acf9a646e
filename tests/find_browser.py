"""Find Chromium and Firefox for the tests, or with --install get them from the system's packages; says in a sentence if it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Wanted:
    """A browser that tests run."""

    name: str
    programs: Sequence[str]
    """What it may be called on the PATH, or a path."""
    packages: tuple[str, str, str, str]
    """The package in Debian, Fedora, Alpine and Arch, or several of which the first that exists is enough."""
    macos: str = ""
    """Its path on macOS."""

    @property
    def variable(self) -> str:
        """The variable that may name another one."""
        return self.name.upper()

    @property
    def none(self) -> str:
        """What is said where there is none."""
        debian, fedora, *_ = self.packages
        return (
            f"No {self.name} was found for the browser tests, and none could be installed; install one (Debian: apt-get"
            f" install {debian.split()[0]}; Fedora: dnf install {fedora.split()[0]}; macOS: brew install --cask {self.name.lower()}), or name one"
            f" in the variable {self.variable}."
        )


CHROMIUM = Wanted(
    "Chromium",
    # The first has no windows of its own, and takes half as long for the same pages.
    ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    ("chromium-headless-shell chromium", "chromium", "chromium", "chromium"),
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FIREFOX = Wanted(
    "Firefox",
    ("firefox-esr", "firefox"),
    ("firefox-esr", "firefox", "firefox-esr", "firefox"),
    "/Applications/Firefox.app/Contents/MacOS/firefox",
)
NONE = CHROMIUM.none
INSTALLERS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("apt-get", "update"), ("apt-get", "install", "--yes", "--no-install-recommends")),
    (("dnf", "install", "--assumeyes"),),
    (("apk", "add"),),
    (("pacman", "-S", "--noconfirm"),),
)
"""The commands of package managers, in the order of `Wanted.packages`; the name of a package is added to the last."""


def find_browser(wanted: Wanted = CHROMIUM) -> str | None:
    """The path of an installed browser: the one its variable names, one on the PATH, or for Chromium Playwright's own."""
    named = os.environ.get(wanted.variable)
    if named:
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, (*wanted.programs, wanted.macos))), None)
    return found or (_own_of_playwright() if wanted is CHROMIUM else None)


def _own_of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None


def install_browser(wanted: Wanted = CHROMIUM) -> str | None:
    """Try the package manager this system has, as root or through sudo, then for Chromium Playwright; the path of the browser."""
    before = () if os.geteuid() == 0 else ("sudo", "--non-interactive")
    ways = [
        (*all_but, (*last, package))
        for (*all_but, last), packages in zip(INSTALLERS, wanted.packages, strict=True)
        for package in packages.split()
    ]
    if wanted is CHROMIUM:
        ways.append(((sys.executable, "-m", "playwright", "install", "chromium"),))
    for commands in ways:
        system = commands[0][0] != sys.executable
        if not shutil.which(commands[0][0]) or (system and before and not shutil.which(before[0])):
            continue
        print(f"No {wanted.name} was found; installing one:", *commands[-1], flush=True)  # noqa: T201 -- a script
        done = [subprocess.run([*(before if system else ()), *command], check=False).returncode for command in commands]
        if not any(done[-1:]) and (found := find_browser(wanted)):
            return found
    return None


def main() -> None:
    """Find both. Without Chromium nothing can be tested; without Firefox its tests are skipped, but never in CI."""
    installing = "--install" in sys.argv
    if not (find_browser() or (installing and install_browser())):
        sys.exit(NONE)
    if not (find_browser(FIREFOX) or (installing and install_browser(FIREFOX))):
        if os.environ.get("CI"):
            sys.exit(FIREFOX.none)
        print(FIREFOX.none, "Its tests are skipped.")  # noqa: T201 -- a script


if __name__ == "__main__":
    main()
