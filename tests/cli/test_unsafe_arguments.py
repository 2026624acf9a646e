"""No argument leads out of the site."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from colophon.building.pipeline import checked_edition
from colophon.building.staging import stage
from colophon.cli import main
from colophon.rendering.feed import feed_file
from tests.conftest import ThrowawaySite

ESC = "\x1b]0;owned\x07\x1b[2J"
RLO = "\u202e"


def run(site: ThrowawaySite, *arguments: str):
    return CliRunner().invoke(main, ["-C", str(site.root), *arguments])


def files_of(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "arguments",
    [
        ("entry", "../../x", "--kind", "agency", "--slug", "../../x"),
        ("entry", "X", "--kind", "agency", "--slug", "/tmp/x"),
        ("entry", "X", "--kind", "agency", "--slug", "con"),
        ("entry", "X", "--kind", "agency", "--slug", "a\nb"),
        ("entry", "--rename", "ada-stone", "../../../x y"),
        ("entry", "--rename", "../../corpus/letter", "x"),
        ("entry", "--rename", "ada-stone", "nul"),
        ("withhold", "../docs/glossary/ada-stone", "--reason", "x"),
        ("withhold", "/etc/passwd", "--reason", "x"),
        ("withhold", f"x{ESC}", "--reason", "x"),
        ("effect", "--", "--output=owned"),
        ("mentions", "--explain", "../x"),
    ],
)
def test_no_argument_leads_out_of_the_site(good_site: ThrowawaySite, arguments: tuple[str, ...]):
    before = files_of(good_site.root.parent)

    done = run(good_site, *arguments)

    assert done.exit_code in (1, 2), done.output
    assert not isinstance(done.exception, (ValueError, TypeError, KeyError, OSError))
    assert before == files_of(good_site.root.parent)
    assert "\x1b" not in done.output


def test_dots_and_slashes_in_a_name_stay_in_the_glossary(good_site: ThrowawaySite):
    run(good_site, "entry", "../../x", "--kind", "agency")

    assert (good_site.root / "docs/glossary/x.md").is_file()


@pytest.mark.parametrize("name", ["con.txt", "aux.txt", "..txt", "\x1b[2J.txt", "index.txt"])
def test_a_file_whose_name_gives_no_id_is_not_added(good_site: ThrowawaySite, tmp_path: Path, name: str):
    (tmp_path / name).write_text("Words.")
    before = files_of(good_site.root)

    done = run(good_site, "add", str(tmp_path / name), "--from", "x", "--by", "x")

    assert "\x1b" not in done.output
    assert done.exit_code == 1 or not name.startswith(("con", "aux", "index", "."))
    taken = files_of(good_site.root) - before
    assert all(Path(path).parent == good_site.root / "corpus" for path in taken)


def test_a_commit_message_cannot_break_a_page_or_the_feed(good_site: ThrowawaySite):
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=good_site.root, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "All")
    entry = good_site.root / "docs/glossary/ada-stone.md"
    entry.write_text(entry.read_text("utf-8").replace("was clerk", "was the clerk"), "utf-8")
    git(
        "commit",
        "-qam",
        f"<script>alert(1)</script> [x](javascript:x) {{: onclick=x }} {RLO}{ESC}\n\nCorrection: ]]><b>x",
    )

    edition = checked_edition(good_site.root)
    feed = feed_file(edition)
    ET.fromstring(feed)
    stage(good_site.root, edition)
    pages = "".join(path.read_text("utf-8") for path in (good_site.root / "build/docs").rglob("*.md"))
    assert b"<script" not in feed
    assert "<script" not in pages.replace('<script type="application/ld+json">', "")
    assert "](javascript:" not in pages
    assert "\x1b" not in pages
