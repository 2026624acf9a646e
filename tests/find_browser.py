"""Find a Chromium for the tests, or with --install get one from the system's packages; says in one sentence if it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NONE = (
    "No Chromium was found for the browser tests, and none could be installed; install one (Debian, Ubuntu: apt-get install"
    " chromium; Fedora: dnf install chromium; macOS: brew install --cask chromium), or name one in the variable CHROMIUM."
)
INSTALLERS = (
    (("apt-get", "update"), ("apt-get", "install", "--yes", "--no-install-recommends", "chromium")),
    (("dnf", "install", "--assumeyes", "chromium"),),
    (("apk", "add", "chromium"),),
    (("pacman", "-S", "--noconfirm", "chromium"),),
    ((sys.executable, "-m", "playwright", "install", "chromium"),),
)


def find_browser() -> str | None:
    """The path of an installed Chromium: the one in CHROMIUM, one on the PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None) or _own_of_playwright()


def _own_of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None


def install_browser() -> str | None:
    """Try each installer this system has, as root or through sudo, until there is a Chromium."""
    before = () if os.geteuid() == 0 else ("sudo", "--non-interactive")
    for commands in INSTALLERS:
        system = commands[0][0] != sys.executable
        if not shutil.which(commands[0][0]) or (system and before and not shutil.which(before[0])):
            continue
        print("No Chromium was found; installing one:", *commands[-1], flush=True)  # noqa: T201 -- a script
        done = [subprocess.run([*(before if system else ()), *command], check=False).returncode for command in commands]
        if not any(done[-1:]) and (found := find_browser()):
            return found
    return None


if __name__ == "__main__":
    if not (find_browser() or ("--install" in sys.argv and install_browser())):
        sys.exit(NONE)
