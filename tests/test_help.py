"""The page on editing is true: its commands do what it says, its messages are those of `check`, its pictures are there."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner
from PIL import Image

from colophon.building.pipeline import check, checked_edition
from colophon.checking.rules import RULES
from colophon.cli import main
from colophon.rendering import render_pages
from tests.conftest import PROJECT

HELP = (PROJECT / "docs/editing.md").read_text("utf-8")
ENTRY = "docs/glossary/chuck-schumer.md"
HEAVIEST = 60_000


def section(heading: str) -> list[str]:
    """The commands below a heading of the page, in order."""
    below = HELP.partition(f"\n{heading}\n")[2]
    return commands_in(re.split(r"^#{2,3} ", below, maxsplit=1, flags=re.MULTILINE)[0])


def commands_in(page: str) -> list[str]:
    return re.findall(r"^ {4,}((?:git|cd|make|\.venv/bin/\S+) .+)$", page, re.MULTILINE)


def recipe(target: str) -> list[str]:
    """What make runs for a target of the Makefile, with the Python of these tests."""
    found = re.search(rf"^{target}:[^\n]*\n\t@(.+)$", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert found, f"the Makefile has no target {target}"
    return shlex.split(found[1].replace("$(BIN)/", ".venv/bin/"))


class Terminal:
    """Somebody who types what the page shows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        git = {"NAME": "Editor", "EMAIL": "editor@reader.example"}
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in git.items()}
        self.environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def type(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line; Colophon in this process, which has read its modules."""
        words = shlex.split(line)
        if words[0] == "cd":
            self.folder /= words[1]
            assert self.folder.is_dir()
            words = ["true"]
        if words[0] == "make":
            words = recipe(words[1])
        if words[0] == ".venv/bin/colophon":
            with contextlib.chdir(self.folder):
                ended = CliRunner(env=self.environment).invoke(main, words[1:])
            return subprocess.CompletedProcess(words, ended.exit_code, ended.stdout, ended.stderr)
        return subprocess.run(words, cwd=self.folder, env=self.environment, text=True, capture_output=True, check=False)

    def do(self, lines: list[str]) -> str:
        """Type lines, each of which must succeed; returns what the last one said."""
        said = ""
        for line in lines:
            done = self.type(line)
            assert 0 == done.returncode, f"{line}\n{done.stdout}{done.stderr}"
            said = done.stdout + done.stderr
        return said

    def change(self, old: str, new: str) -> None:
        text = (self.folder / ENTRY).read_text("utf-8")
        assert old in text
        (self.folder / ENTRY).write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """In a folder beside the repository of the site, where a code host would have it."""
    site = tmp_path / "site"
    for name in ("corpus", "docs"):
        shutil.copytree(PROJECT / name, site / name)
    shutil.copy(PROJECT / "mkdocs.yml", site)
    (site / ".gitignore").write_text("/site/\n/build/\n", "utf-8")
    begin = Terminal(site)
    begin.do(["git init --quiet --initial-branch=main", "git add --all", "git commit --quiet -m 'The site'"])
    begin.do([f"git clone --quiet --bare . {shlex.quote(str(tmp_path / 'host.git'))}"])
    return Terminal(tmp_path)


def test_the_steps_of_the_page_publish_a_correction(terminal: Terminal):
    """As it is typed, but that the preview is not left open, and that the host has another address."""
    terminal.do([line.replace("ADDRESS", "host.git") for line in section("### Once") if line != "make site"])
    fetch, _preview, _into_the_folder, checks, *record = section("### Each time")
    terminal.do([fetch])
    terminal.change("to: 2025-01-03", "to: 2025-01-04")
    assert "no problem" in terminal.do([checks])
    terminal.do(record)

    newest = checked_edition(terminal.folder).history.changes[0]
    assert ("correction", "An earlier version gave another year.") == (newest.kind, newest.summary)
    assert "" == terminal.do(["git status --porcelain"])
    assert "Correct the end of his position\n" == terminal.do(["git --git-dir=../host.git log -1 --format=%s"])


def test_a_new_entry_begins_as_the_page_says(terminal: Terminal):
    terminal.do(["git clone --quiet host.git reader", "cd reader"])
    terminal.do(section("## A new entry"))

    assert "# Lines that begin with #" in (terminal.folder / "docs/glossary/ada-stone.md").read_text("utf-8")
    checked = terminal.type("make check")
    assert (0, True) == (checked.returncode, "1 draft not published" in checked.stderr)


def test_the_commands_about_a_wrong_link_work(terminal: Terminal):
    terminal.do(["git clone --quiet host.git reader", "cd reader"])
    explain, effect = section("## A name that is linked wrongly")

    assert "stephen-miller" in explain
    assert "Stephen Miller" in terminal.do([explain])
    terminal.do([effect])


def test_an_entry_merged_as_the_page_says_keeps_its_address(terminal: Terminal):
    terminal.do(["git clone --quiet host.git reader", "cd reader"])
    glossary = terminal.folder / "docs/glossary"
    kept = glossary / "national-guard.md"
    kept.write_text(kept.read_text("utf-8").replace("\nkind:", "\nformerly: [us-army]\nkind:", 1), "utf-8")
    (glossary / "us-army.md").unlink()

    assert "no problem" in terminal.do(["make check"])
    redirect = render_pages(check(terminal.folder).edition)[PurePosixPath("glossary/us-army/index.html")]
    assert b"../national-guard/" in redirect


def test_every_command_the_page_shows_is_walked():
    walked = [
        *section("### Once"),
        *section("### Each time"),
        *section("## A new entry"),
        *section("## A name that is linked wrongly"),
    ]

    assert commands_in(HELP) == walked
    assert ["make serve", "cd reader", "make check"] == section("### Each time")[1:4]
    assert recipe("serve") == [".venv/bin/colophon", "serve"]
    assert recipe("site") == [".venv/bin/colophon", "build"]


def test_the_message_the_page_explains_is_what_check_says(terminal: Terminal):
    terminal.do(["git clone --quiet host.git reader", "cd reader"])
    terminal.change("vowed to hold hearings on", "promised to hold hearings on")

    assert f"    {terminal.type('make check').stdout.splitlines()[0]}\n" in HELP


def test_each_rule_the_page_names_is_a_rule():
    named = set(re.findall(r"^- \*\*([a-z-]+)\*\*", HELP, re.MULTILINE)) - {"warning"}

    assert set() == named - set(RULES)


def test_each_picture_is_there_described_and_light():
    pictures = re.findall(
        r"!\[([^\]]*)\]\((assets/help/[a-z]+\.png)\)\{ loading=lazy width=(\d+) height=(\d+) \}", HELP
    )

    assert len(pictures) == HELP.count("![")
    assert {path.name for path in (PROJECT / "docs/assets/help").iterdir()} == {Path(p[1]).name for p in pictures}
    for described, path, width, height in pictures:
        file = PROJECT / "docs" / path
        assert len(described) > 40
        assert file.stat().st_size <= HEAVIEST
        with Image.open(file) as picture:
            assert (int(width) * 3, int(height) * 3) == (picture.width * 2, picture.height * 2)


def test_the_site_the_page_is_part_of_leads_to_it():
    assert [] == [problem for problem in check(PROJECT).problems if "editing.md" in problem.path]
