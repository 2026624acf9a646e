"""The newcomer's hour: from a folder of fifty files of nine formats to a verified site, with the commands of the README."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from colophon.building.pipeline import checked_edition
from colophon.cli import main
from colophon.formats.validation import slug_of
from tests import newcomers_folder
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text("utf-8")
MOST_COMMANDS = 12


def commands() -> list[str]:
    """The commands of the README's five minutes, in order."""
    section = re.split(r"^## ", README.partition("## Five minutes to your own site\n")[2], flags=re.MULTILINE)[0]
    return re.findall(r"^ {4}(\S.*)$", section, re.MULTILINE)


class Newcomer:
    """Somebody who types what the README and the program show, and edits nothing but an entry."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.typed: list[str] = []
        self._patch = monkeypatch

    def type(self, line: str) -> str:
        self.typed.append(line)
        program, *words = (word.replace("~/", f"{self.home}/") for word in shlex.split(line))
        if program == "cd":
            self._patch.chdir(words[0])
            return ""
        if program == "git":
            return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout
        assert "colophon" == program, line
        done = CliRunner().invoke(main, words)
        assert 0 == done.exit_code, f"{line}\n{done.output}"
        return done.output

    def complete(self, entry: Path) -> None:
        """Write one sentence that cites the first passage, and delete the other passages and the line `draft: true`."""
        matter = entry.read_text("utf-8").replace("draft: true\n", "")
        first, *others = re.findall(r"^  ([\w-]+):\n", matter.partition("\nsources:\n")[2], re.MULTILINE)
        for key in others:
            matter = re.sub(rf"^  {key}:\n(?:    .*\n)+", "", matter, flags=re.MULTILINE)
            matter = re.sub(rf"^  - {key}\n", "", matter, flags=re.MULTILINE)
        entry.write_text(f"{matter}Ada Stone spoke in Port Merrow.[^{first}]\n", "utf-8")


@pytest.fixture(scope="module")
def hour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Newcomer, dict[str, str]]]:
    """The newcomer, in the folder of the finished site, and what each command printed."""
    home = tmp_path_factory.mktemp("home")
    (home / "colophon").mkdir()
    newcomers_folder.write(home / "texts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "A newcomer")
            patch.setenv(f"GIT_{role}_EMAIL", "newcomer@example.org")
        patch.setattr("shutil.which", lambda _name: "bin/colophon")
        patch.chdir(home / "colophon")
        newcomer = Newcomer(home, patch)
        printed: dict[str, str] = {}
        for line in commands():
            if line.startswith(". ") or line == "colophon serve":
                continue
            printed[line] = newcomer.type(line)
            if line.startswith("colophon add"):
                again = re.findall(r"^ *(colophon add .+ --encoding .+)$", printed[line], re.MULTILINE)
                printed |= {line: newcomer.type(line) for line in again}
            if line.startswith("colophon entry"):
                newcomer.complete(Path("docs/glossary/ada-stone.md"))
        yield newcomer, printed


def test_the_folder_is_as_varied_as_a_librarians():
    files = newcomers_folder.files()

    assert len(files) >= 40
    assert len({Path(name).suffix for name in files}) >= 9


def test_it_takes_at_most_twelve_commands(hour):
    newcomer, _ = hour

    assert len(newcomer.typed) <= MOST_COMMANDS
    assert {"colophon build", "colophon verify"} <= set(newcomer.typed)


def test_every_file_is_added_or_said_to_be_left_out(hour):
    _, printed = hour
    output = "".join(printed.values())
    held = "".join(path.read_text("utf-8") for path in Path("corpus").rglob("*.yml"))
    added = {path.stem for path in Path("corpus").rglob("*.txt")}

    assert [] == [name for name in newcomers_folder.LEFT_OUT if Path(name).name not in output]
    files = [Path(name) for name in newcomers_folder.files()]
    assert [] == [file for file in files if file.name not in output + held and slug_of(file.stem) not in added]


def test_the_site_is_verified_and_complete(hour):
    _, printed = hour
    edition = checked_edition(Path.cwd())

    assert "; verified" in printed["colophon build"]
    assert "no problem" in printed["colophon verify"]
    assert ["ada-stone"] == list(edition.entries)
    assert len(edition.site.texts) >= len(newcomers_folder.files()) - len(newcomers_folder.LEFT_OUT)
    assert edition.history.changes


def test_no_text_is_untitled_and_most_have_a_date(hour):
    texts = checked_edition(Path.cwd()).site.texts
    pages = [path.read_text("utf-8") for path in Path("site").rglob("index.html")]

    assert not [page for page in pages if "[Untitled]" in page]
    assert sum(text.record.published is not None for text in texts) > len(texts) / 2
