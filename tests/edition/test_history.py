"""What readers learn of how a page came to be: from git, in an editor's words, and nothing where nothing is known."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.building import preview as previewing
from colophon.building.history import read_history
from colophon.building.pipeline import checked_edition
from colophon.building.preview import Preview
from colophon.building.staging import days_of_change, stage
from colophon.edition import with_history
from colophon.edition.history import History, Substance, differences, shown, substance
from colophon.model.entry import EntryFrontMatter
from colophon.model.site import Site
from colophon.project.git import read_log
from colophon.project.reader import Memory
from colophon.rendering import render_pages
from colophon.rendering.feed import feed_file
from colophon.rendering.pages.corrections import FEED, history_as_text
from tests.conftest import ADA_PAGE, Repository, ThrowawaySite

ADA = "docs/glossary/ada-stone.md"
LETTER_PAGE = PurePosixPath("documents/letter.md")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def repository(good_site: ThrowawaySite) -> Repository:
    """The good site, first published on 1 November."""
    repository = Repository(good_site)
    repository.commit("The first entries", "2026-11-01T09:00:00+01:00")
    return repository


FIRST = ("2026-11-01", "published", "")


def test_a_page_was_first_published_when_it_was_first_committed(repository: Repository):
    assert [FIRST] == repository.changes_of()


def test_a_change_of_words_is_an_update_in_the_editors_words(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Said in the past tense\n\nBecause the letter does.", "2026-11-05T23:30:00-05:00")

    assert [("2026-11-05", "update", "Said in the past tense"), FIRST] == repository.changes_of()


@pytest.mark.parametrize(
    "message",
    [
        "Mend the office\n\nCorrection: She was clerk,\n not harbour master.",
        "Mend the office\n\nWhy.\n\nReviewed-by: A. B.\ncorrection: She was clerk, not harbour master.",
        "Correction: She was clerk, not harbour master.",
    ],
)
def test_a_correction_says_so_and_what_was_wrong(repository: Repository, message: str):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit(message)

    assert ("2026-11-22", "correction", "She was clerk, not harbour master.") == repository.changes_of()[0]


def test_an_update_may_have_words_of_its_own(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Tenses, see ticket 12\n\nUpdate: Worded in the past tense.")

    assert ("2026-11-22", "update", "Worded in the past tense.") == repository.changes_of()[0]


def test_a_message_on_software_is_not_listed_as_a_change_of_an_entry(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.site.write("scripts/x.py", "pass")
    repository.commit("Faster search")
    repository.site.replace(ADA, "had been clerk", "was clerk")
    repository.site.write("scripts/x.py", "pass\n")
    repository.commit("Faster still\n\nCorrection: The tense was wrong.")

    assert [("correction", "The tense was wrong."), ("update", "")] == [
        made[1:] for made in repository.changes_of()[:2]
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: official", "kind:   'official'  # a comment"),
        ('quote: "Ada Stone, its clerk"', "quote: Ada Stone,  its clerk"),
        ("name: Ada Stone\nkind: official", "kind: official\nname: Ada Stone"),
        ("Ada Stone was clerk", "Ada  Stone\nwas clerk"),
        ("kind: official", "kind: official\ntests: {is: [Ada Stone said]}"),
        ("kind: official", "kind: official\nsurname: true\nnot: []"),
    ],
)
def test_layout_and_an_editors_own_tests_are_no_change(repository: Repository, old: str, new: str):
    repository.site.replace(ADA, old, new)
    repository.commit("Tidied")

    assert [FIRST] == repository.changes_of()


def test_other_line_ends_and_a_byte_order_mark_are_no_change(repository: Repository):
    file = repository.site.root / ADA
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    repository.git("config", "core.autocrlf", "false")
    repository.commit("Line ends")

    assert [FIRST] == repository.changes_of()


@pytest.mark.parametrize("broken", [b"", b"---\nname: [\n---\n", b"\xff\xfe\x00", b"---\n- a\n---\nx", b"---\nx\n---\ny", b"no front matter"])  # fmt: skip
def test_a_version_that_cannot_be_read_was_never_published(repository: Repository, broken: bytes):
    good = (repository.site.root / ADA).read_bytes()
    repository.site.write(ADA, broken)
    repository.commit("Broken\n\nCorrection: The office was wrong.", "2026-11-03T12:00:00Z")
    repository.site.write(ADA, good.replace(b"was clerk", b"had been clerk"))
    repository.commit("Mended", "2026-11-04T12:00:00Z")

    assert [("2026-11-04", "correction", "The office was wrong."), FIRST] == repository.changes_of()


def test_the_history_follows_an_entry_that_is_renamed(repository: Repository):
    repository.git("mv", "docs/glossary/ada-stone.md", "docs/glossary/ada-b-stone.md")
    repository.commit("Another address", "2026-11-02T12:00:00Z")
    repository.site.replace("docs/glossary/ada-b-stone.md", "was clerk", "had been clerk")
    repository.commit("Reworded", "2026-11-03T12:00:00Z")

    assert [("2026-11-03", "update", "Reworded"), FIRST] == repository.changes_of(
        PurePosixPath("glossary/ada-b-stone.md")
    )


def test_a_site_may_stand_in_a_folder_of_its_repository(good_site: ThrowawaySite):
    repository = Repository(good_site, good_site.root.parent)
    repository.commit("The first entries", "2026-11-01T09:00:00+01:00")

    assert [FIRST] == repository.changes_of()


def test_a_worktree_has_the_history_of_its_branch(repository: Repository, tmp_path: Path):
    repository.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "other")
    tree = ThrowawaySite(tmp_path / "tree")

    assert 1 == len(read_history(tree.root, tree.read().site).of[ADA_PAGE])


def test_what_came_by_a_merge_is_reported_once_with_its_own_summary(repository: Repository):
    repository.git("checkout", "-q", "-b", "branch")
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("On a branch", "2026-11-03T12:00:00Z")
    repository.git("checkout", "-q", "main")
    repository.site.replace("docs/index.md", "# ", "# The ")
    repository.commit("Elsewhere", "2026-11-04T12:00:00Z")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 'branch'", "branch", date="2026-11-05T12:00:00Z")

    assert [("2026-11-03", "update", "On a branch"), FIRST] == repository.changes_of()


def test_an_entry_that_comes_back_was_first_published_before(repository: Repository):
    words = (repository.site.root / ADA).read_text("utf-8")
    (repository.site.root / ADA).unlink()
    repository.commit("Taken out", "2026-11-02T12:00:00Z")
    repository.site.write(ADA, words.replace("was clerk", "had been clerk"))
    repository.commit("Back again", "2026-11-03T12:00:00Z")

    assert [("2026-11-03", "update", "Back again"), FIRST] == repository.changes_of()


def test_what_is_not_committed_is_not_listed(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")

    assert [FIRST] == repository.changes_of()


def test_a_record_has_a_history_and_a_withheld_text_says_why(repository: Repository):
    repository.site.replace("corpus/letter.yml", "A letter", "A letter to the Board")
    repository.commit("Title established", "2026-11-02T12:00:00Z")
    repository.site.replace(
        "corpus/letter.yml", "layout: lines", "layout: lines\naccess: {withheld: The family asked, on: 2026-11-03}"
    )
    repository.commit("Secret reason nobody may read", "2026-11-03T12:00:00Z")
    repository.site.replace("corpus/letter.yml", "\naccess: {withheld: The family asked, on: 2026-11-03}", "")
    repository.commit("The family agreed", "2026-11-04T12:00:00Z")

    assert [
        ("2026-11-04", "restored", "The family agreed"),
        ("2026-11-03", "withheld", "The family asked"),
        ("2026-11-02", "update", "Title established"),
        FIRST,
    ] == repository.changes_of(LETTER_PAGE)


# --- corrections, however they are written ------------------------------------------------------------------------

CORRECTED = "An earlier version dated the end of the term to 2024."
WRAPPED = "An earlier version dated the end of the\nterm to 2024."


@pytest.mark.parametrize(
    "message",
    [
        f"Fix the date\n\nCorrection: {WRAPPED}",
        f"Fix the date\n\nCorrection: {WRAPPED}\n\nThanks to a reader.",
        f"Fix the date\n\nCorrection: {WRAPPED}\n\nCo-authored-by: A. B. <a@example.org>",
        f"Fix the date\n\nCorrection: {WRAPPED}\nSigned-off-by: A. B. <a@example.org>",
        f"Fix the date\n\nCorrection: {WRAPPED}\n(cherry picked from commit abc)",
        f"Fix the date\nCorrection: {CORRECTED}",
        f"Fix the date\r\n\r\nCorrection: {CORRECTED}\r\n",
        f"Fix the date\n\nCorrections: {CORRECTED}",
        f"Fix the date\n\nCorrected: {CORRECTED}",
        f"Fix the date\n\nCORRECTION : {CORRECTED}",
        f"Fix the date\n\n**Correction:** {WRAPPED}",
        f"Fix the date\n\n**Correction**: {WRAPPED}",
        f"Fix the date\n\n**Correction: {WRAPPED}**",
        f"Fix the date\n\n## Correction:\n\n{WRAPPED}\n\nWhy.",
        f"Correction: {WRAPPED}",
        f"Fix the date (#12)\n\n* Find the source\n\n* Correction: {CORRECTED}\n* Typo",
        f"Minor: fix the date\n\nCorrection: {CORRECTED}",
    ],
)
def test_a_correction_reaches_readers_however_its_lines_are_broken(repository: Repository, message: str):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit(message)

    assert ("2026-11-22", "correction", CORRECTED) == repository.changes_of()[0]
    assert [] == repository.site.problems()


def test_a_squashed_message_with_several_corrections_gives_them_all(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit(
        "Two fixes (#12)\n\n* A\n\nCorrection: The year\nwas wrong.\n\n* B\n\nCorrection: So was the office."
    )

    assert "The year was wrong. So was the office." == repository.changes_of()[0][2]


def test_the_correction_in_the_message_of_a_merge_is_shown_on_the_pages_it_changed(repository: Repository):
    repository.git("checkout", "-q", "-b", "branch")
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("On a branch", "2026-11-03T12:00:00Z")
    repository.git("checkout", "-q", "main")
    repository.site.replace("docs/index.md", "# ", "# The ")
    repository.commit("Elsewhere", "2026-11-04T12:00:00Z")
    repository.git(
        "merge", "-q", "--no-ff", "-m", f"Merge\n\nCorrection: {CORRECTED}", "branch", date="2026-11-05T12:00:00Z"
    )

    assert [
        ("2026-11-05", "correction", CORRECTED),
        ("2026-11-03", "update", "On a branch"),
        FIRST,
    ] == repository.changes_of()
    assert [FIRST] == repository.changes_of(PurePosixPath("glossary/port-authority.md"))
    assert [] == repository.site.problems()


def test_a_merge_of_a_renamed_entry_does_not_end_its_history(repository: Repository):
    repository.git("checkout", "-q", "-b", "branch")
    repository.git("mv", ADA, "docs/glossary/ada-b-stone.md")
    repository.commit("Another address", "2026-11-03T12:00:00Z")
    repository.git("checkout", "-q", "main")
    repository.site.replace("docs/index.md", "# ", "# The ")
    repository.commit("Elsewhere", "2026-11-04T12:00:00Z")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "branch", date="2026-11-05T12:00:00Z")

    assert [FIRST] == repository.changes_of(PurePosixPath("glossary/ada-b-stone.md"))


@pytest.mark.parametrize("message", ["Minor: a tense", "A tense\n\nMinor: yes", "A tense\n\nminor:"])
def test_a_minor_change_is_not_shown_to_readers(repository: Repository, message: str):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit(message)

    assert [FIRST] == repository.changes_of()


@pytest.mark.parametrize(
    "message",
    [
        "Fix\n\nCorection: The year was wrong.",
        "Fix\n\nCorrection - The year was wrong.",
        "Fix\n\n[Correction] The year was wrong.",
        "Fix it. Correction: The year was wrong.",
        "Fix\n\nErratum: The year was wrong.",
        "Fix\n\n## Correction\n\nThe year was wrong.",
    ],
)
def test_what_looks_like_a_correction_and_is_not_read_as_one_is_a_warning(repository: Repository, message: str):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit(message)
    commit = repository.git("rev-parse", "HEAD").strip()

    assert "update" == repository.changes_of()[0][1]
    (problem,) = repository.site.problems()
    assert problem.startswith(f"{ADA}:1:1: warning: the message of commit {commit[:10]} has ")
    assert problem.endswith("[correction]")


@pytest.mark.parametrize(
    "message", ["Correct the date", "Corrected the date", "Fix\n\nThis is no correction: it adds a source."]
)
def test_a_sentence_about_correcting_is_no_warning(repository: Repository, message: str):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit(message)

    assert [] == repository.site.problems()


@pytest.mark.parametrize("path", [None, "docs/index.md"])
def test_a_correction_that_changes_no_entry_is_a_warning(repository: Repository, path: str | None):
    if path:
        repository.site.replace(path, "# ", "# The ")
    repository.commit(f"Correction: {CORRECTED}")

    (problem,) = repository.site.problems()
    assert problem.startswith("mkdocs.yml:1:1: warning: commit ")
    assert "no page shows it" in problem


def notice(repository: Repository, commit: str, says: str) -> None:
    repository.site.replace(
        "mkdocs.yml", "  - colophon", f'  - colophon:\n      notices:\n        - {{commit: "{commit}", says: "{says}"}}'
    )


@pytest.mark.parametrize(
    ("says", "shown_instead"),
    [
        ("Correction: The year was 1903.", ("correction", "The year was 1903.")),
        ("Update: Reworded.", ("update", "Reworded.")),
        ("Reworded.", ("update", "Reworded.")),
        ("Minor: tense", ("published", "")),
    ],
)
def test_a_notice_in_the_settings_replaces_a_wrong_message(
    repository: Repository, says: str, shown_instead: tuple[str, str]
):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Fix\n\nCorection: The year was 1902.")
    notice(repository, repository.git("rev-parse", "HEAD")[:10], says)

    assert shown_instead == repository.changes_of()[0][1:]
    assert [] == repository.site.problems()


def test_a_notice_for_a_commit_that_changes_nothing_is_a_warning(repository: Repository):
    notice(repository, "abcdef0", "Correction: x")

    (problem,) = repository.site.problems()
    assert "commit abcdef0 changes no entry and no record" in problem


def test_the_history_as_text_is_what_readers_are_shown_with_the_commits(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit(f"Fix\n\nCorrection: {WRAPPED}")
    first = history_as_text(checked_edition(repository.site.root)).split("\n")[:2]

    assert [f"{repository.git('rev-parse', 'HEAD')[:10]}  2026-11-22  Correction: Ada Stone", CORRECTED] == [
        first[0],
        first[1].strip(),
    ]


def test_other_settings_of_git_do_not_hide_a_correction(good_site: ThrowawaySite):
    repository = Repository(good_site, good_site.root.parent)
    repository.commit("The first entries", "2026-11-01T09:00:00+01:00")
    repository.git("config", "diff.relative", "true")
    repository.git("config", "trailer.correction.key", "Fix")
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit(f"Fix\n\nCorrection: {CORRECTED}")

    assert ("2026-11-22", "correction", CORRECTED) == repository.changes_of()[0]


def test_joiners_of_a_script_and_of_emoji_are_kept_in_summaries_and_feed(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("کتاب\u200cها 👩\u200d🚀")
    feed = ET.fromstring(feed_file(checked_edition(repository.site.root)))

    assert "کتاب\u200cها 👩\u200d🚀" == repository.changes_of()[0][2] == feed.findtext(f"{ATOM}entry/{ATOM}summary")


# --- the order of changes ----------------------------------------------------------------------------------------

SECOND = "2026-11-01T09:00:00+01:00"
"""When the first entries were committed."""
AN_HOUR_EARLIER = "2026-11-01T08:00:00+01:00"


def listed(repository: Repository) -> list[tuple[str, str]]:
    """The changes of all pages in their order: kind, and page or summary."""
    return [(change.kind, change.summary or change.page.stem) for change in repository.history().changes]


FIRST_IN_ORDER = [("published", page) for page in ("letter", "report", "ada-stone", "harbour-board", "port-authority")]


def test_a_correction_is_listed_before_what_was_published_in_the_same_second(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Correction: The tense was wrong.", SECOND)

    assert [("correction", "The tense was wrong."), *FIRST_IN_ORDER] == listed(repository)


def test_changes_of_several_pages_in_one_second_are_listed_from_the_last_commit_to_the_first(repository: Repository):
    repository.site.replace("docs/glossary/port-authority.md", "name: ", "aliases: [The Port]\nname: ")
    repository.commit("Correction: It has another name.", SECOND)
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Correction: The tense was wrong.", SECOND)

    assert [
        ("correction", "The tense was wrong."),
        ("correction", "It has another name."),
        *FIRST_IN_ORDER,
    ] == listed(repository)


def test_a_correction_committed_by_a_slow_clock_is_still_the_last_change_of_its_page(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Correction: The tense was wrong.", AN_HOUR_EARLIER)
    page = render_pages(checked_edition(repository.site.root))[ADA_PAGE].decode()

    assert [("correction", "The tense was wrong."), *FIRST_IN_ORDER] == listed(repository)
    assert "Corrected November 1, 2026: The tense was wrong." in page
    assert page.index(">Correction ·") < page.index(">First published ·")


def test_changes_of_unrelated_branches_are_listed_by_time(repository: Repository):
    repository.git("checkout", "-q", "-b", "branch")
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Second", "2026-11-03T12:00:00Z")
    repository.git("checkout", "-q", "main")
    repository.site.replace("docs/glossary/port-authority.md", "name: ", "aliases: [The Port]\nname: ")
    repository.commit("First", "2026-11-02T12:00:00Z")
    repository.site.replace("docs/glossary/port-authority.md", "[The Port]", "[The Harbour]")
    repository.commit("Third", "2026-11-04T12:00:00Z")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "branch", date="2026-11-05T12:00:00Z")

    assert ["Third", "Second", "First"] == [summary for _, summary in listed(repository)[:3]]


def test_the_feed_does_not_go_back_when_a_change_is_committed_by_a_slow_clock(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Reworded", "2026-11-05T12:00:00+00:00")
    repository.site.replace(ADA, "had been clerk", "was clerk")
    repository.commit("Reworded again", "2026-11-04T12:00:00+00:00")
    edition = checked_edition(repository.site.root)
    feed = ET.fromstring(feed_file(edition))

    assert "2026-11-05T12:00:00+00:00" == feed.findtext(f"{ATOM}updated")
    assert ["Reworded again", "Reworded"] == [node.text for node in feed.iter(f"{ATOM}summary")]
    assert {str(ADA_PAGE): "2026-11-05"} == days_of_change(edition, [str(ADA_PAGE)])


# --- where git cannot say ----------------------------------------------------------------------------------------


def assert_pages_say_nothing(site: ThrowawaySite) -> None:
    tree = render_pages(with_history(site.edition(), read_history(site.root, site.read().site)))
    assert b"History" not in tree[ADA_PAGE]
    assert b"First published" not in tree[ADA_PAGE]
    assert b"built without its history" in tree[PurePosixPath("corrections.md")]


def test_without_a_repository_nothing_is_said(good_site: ThrowawaySite):
    assert_pages_say_nothing(good_site)


def test_without_git_nothing_is_said(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "git is not installed" in (repository.history().silence or "")
    assert_pages_say_nothing(repository.site)


def test_without_a_commit_nothing_is_said(good_site: ThrowawaySite):
    Repository(good_site)

    assert_pages_say_nothing(good_site)


def test_a_copy_in_somebody_elses_repository_has_not_its_history(good_site: ThrowawaySite):
    repository = Repository(good_site, good_site.root.parent)
    (good_site.root.parent / "other.md").write_text("x", "utf-8")
    repository.git("add", "other.md")
    repository.git("commit", "-q", "-m", "Other")

    assert_pages_say_nothing(good_site)


def test_a_repository_git_does_not_trust_is_left_alone(repository: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    assert "dubious ownership" in (repository.history().silence or "")
    assert_pages_say_nothing(repository.site)


def test_a_hook_of_another_repository_does_not_mislead(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))

    assert 1 == len(repository.history().of[ADA_PAGE])


def cloned(repository: Repository, to: Path, *options: str) -> ThrowawaySite:
    command = ["git", "-c", "protocol.file.allow=always", "clone", "-q", *options, repository.top.as_uri(), str(to)]
    subprocess.run(command, check=True, capture_output=True)
    return ThrowawaySite(to)


def test_a_shallow_clone_claims_no_first_publication(repository: Repository, tmp_path: Path):
    for day, words in ((2, "had been clerk"), (3, "is clerk"), (4, "was clerk")):
        file = repository.site.root / ADA
        file.write_text(re.sub("(was|had been|is) clerk", words, file.read_text("utf-8")), "utf-8")
        repository.commit(f"Said: {words}", f"2026-11-0{day}T12:00:00Z")
    site = cloned(repository, tmp_path / "shallow", "--depth", "2")
    history = read_history(site.root, site.read().site)
    page = render_pages(with_history(site.edition(), history))[ADA_PAGE].decode()

    assert "2026-11-03" == history.since
    assert ["Said: was clerk"] == [change.summary for change in history.changes]
    assert "First published" not in page
    assert "Changes before November 3, 2026 are not known" in page


def test_the_last_state_alone_says_nothing_of_any_page(repository: Repository, tmp_path: Path):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Reworded", "2026-11-05T12:00:00Z")
    site = cloned(repository, tmp_path / "last", "--depth", "1")
    tree = render_pages(with_history(site.edition(), read_history(site.root, site.read().site)))

    assert b"History" not in tree[ADA_PAGE]
    assert b"before November 5, 2026" in tree[PurePosixPath("corrections.md")]
    assert b"None so far" not in tree[PurePosixPath("corrections.md")]


def test_a_clone_without_old_files_fetches_none(repository: Repository, tmp_path: Path):
    repository.git("config", "uploadpack.allowFilter", "true")
    site = cloned(repository, tmp_path / "partial", "--filter=blob:none")

    assert "nothing is fetched" in (read_history(site.root, site.read().site).silence or "")


# --- what changed, said from the two versions ----------------------------------------------------------------------


ENTRY_BEFORE = """---
name: Ada Stone
kind: official
aliases: [A. Stone]
positions:
  - {title: Clerk, source: letter}
  - {title: Harbor master, source: letter}
sources:
  letter: {document: letter, quote: Ada Stone}
---
She was clerk.[^letter]

She lived here.[^letter]
"""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"She lived": "She never lived"}, "Paragraph 2 reworded."),
        ({"She was clerk.[^letter]\n\n": ""}, "1 paragraph removed."),
        ({"She lived here": "It is said.[^letter]\n\nThen.[^letter]\n\nShe lived here"}, "Paragraphs 2, 3 added."),
        ({"aliases: [A. Stone]": "aliases: [A. Stone, Stone A.]"}, "1 alias added."),
        ({"aliases: [A. Stone]\n": ""}, "1 alias removed."),
        (
            {"  - {title: Harbor master, source: letter}\n": "", "Clerk, source": "Clerk, from: 1903, source"},
            "1 position removed, 1 changed.",
        ),
        ({"name: Ada Stone": "name: Ada M. Stone", "kind: official": "kind: agency"}, "Name and kind changed."),
        ({"kind: official": "kind: official\nidentifiers: {wikidata: Q1}"}, "Links elsewhere added."),
        ({"kind: official": "kind: official\nformerly: [stone]\nnot: []"}, ""),
        (
            {"  - {title: Clerk": "  - {title: Guard", "She was clerk": "She was guard"},
            "Paragraph 1 reworded; 1 position added, 1 removed.",
        ),
    ],
)
def test_what_changed_is_said_without_a_word_of_either_version(changes: dict[str, str], said: str):
    after = ENTRY_BEFORE
    for old, new in changes.items():
        assert 1 == after.count(old)
        after = after.replace(old, new)
    versions = [substance(version.encode(), ADA) for version in (ENTRY_BEFORE, after)]
    assert versions[0]
    assert versions[1]

    assert said == differences(versions[0], versions[1])


def test_an_update_without_words_says_what_changed_on_its_page_and_in_the_feed(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.site.write("scripts/x.py", "pass")
    repository.commit("Faster search", "2026-11-05T12:00:00Z")
    edition = checked_edition(repository.site.root)
    page, feed = render_pages(edition)[ADA_PAGE].decode(), feedparser.parse(feed_file(edition))

    assert "Paragraph 1 reworded." in page
    assert "<p>Paragraph 1 reworded.</p>" == feed.entries[0].content[0].value


@given(*[st.dictionaries(st.sampled_from(["name", "kind", "aliases", "positions", "not"]), st.none() | st.text() | st.lists(st.text() | st.dictionaries(st.sampled_from(["title", "text"]), st.text())))] * 2)  # fmt: skip
def test_what_changed_is_one_sentence_whatever_the_versions_hold(old: dict[str, object], new: dict[str, object]):
    one, other = Substance(EntryFrontMatter, old), Substance(EntryFrontMatter, new)
    said = differences(one, other)

    assert not said or (said.endswith(".") and "\n" not in said)
    assert "" == differences(one, one)


# --- pages and feed ----------------------------------------------------------------------------------------------


@pytest.fixture
def made(repository: Repository) -> dict[PurePosixPath, bytes]:
    """The tree of a site with a correction, an update and hostile words."""
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit(
        "x\n\nCorrection: <script>alert(1)</script> [x](javascript:x) & {: .y } \u202eevil\x1b[31m",
        "2026-11-05T23:30:00-05:00",
    )
    repository.site.replace("docs/glossary/port-authority.md", "name: ", "aliases: [The Port]\nname: ")
    repository.commit("An alias of the port", "2026-11-06T12:00:00Z")
    repository.site.replace("mkdocs.yml", "site_name:", "site_url: https://reader.example/some/where\nsite_name:")
    edition = checked_edition(repository.site.root)
    return {**render_pages(edition), FEED: feed_file(edition)}


def test_an_entry_tells_its_last_change_below_its_head_and_its_history(made: dict[PurePosixPath, bytes]):
    page = made[ADA_PAGE].decode()

    assert "Corrected November 5, 2026: &lt;script&gt;" in page
    assert '- <span class="eyebrow">First published · November 1, 2026</span>\n' in page
    assert page.index("## Mentions") < page.index("## History") < page.index("## Sources")


def test_summaries_are_words_and_nothing_else(made: dict[PurePosixPath, bytes]):
    for path in (ADA_PAGE, PurePosixPath("corrections.md")):
        page = made[path].decode()
        assert 1 == page.count("<script"), "only the description of the page for programs"
        assert "](javascript" not in page
        assert not {"\u202e", "\x1b"} & set(page)


def test_corrections_come_first_and_first_publications_are_no_news(made: dict[PurePosixPath, bytes]):
    page = made[PurePosixPath("corrections.md")].decode()

    corrections, updates = page.split("## Updates")
    assert "Correction · November 5, 2026" in corrections
    assert "Update · November 6, 2026" in updates
    assert "First published" not in page


def test_nobody_who_edits_is_named(made: dict[PurePosixPath, bytes]):
    assert not [path for path, data in made.items() if b"Nina" in data or b"nina@" in data]


def test_the_feed_is_what_the_standard_asks_for(made: dict[PurePosixPath, bytes]):
    feed = ET.fromstring(made[FEED])
    entries = feed.findall(f"{ATOM}entry")
    ids = [node.text or "" for node in feed.iter(f"{ATOM}id")]

    assert f"{ATOM}feed" == feed.tag
    assert [1, 1, 1, 1] == [len(feed.findall(ATOM + name)) for name in ("id", "title", "updated", "author")]
    assert ["Update: Port Authority", "Correction: Ada Stone"] == [e.findtext(f"{ATOM}title") for e in entries]
    assert ["update", "correction"] == [e.find(f"{ATOM}category").get("term") for e in entries]  # type: ignore[union-attr]
    assert len(ids) == len(set(ids)) == 3
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    assert ["2026-11-06T12:00:00+00:00", "2026-11-06T12:00:00+00:00", "2026-11-05T23:30:00-05:00"] == [
        node.text for node in feed.iter(f"{ATOM}updated")
    ]
    assert [
        ("self", "https://reader.example/some/where/corrections.xml"),
        ("alternate", "https://reader.example/some/where/corrections/"),
        ("alternate", "https://reader.example/some/where/glossary/port-authority/#history"),
        ("alternate", "https://reader.example/some/where/glossary/ada-stone/#history"),
    ] == [(node.get("rel"), node.get("href")) for node in feed.iter(f"{ATOM}link")]


def test_without_an_address_the_links_of_the_feed_are_relative_and_it_names_no_self(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Reworded")
    feed = ET.fromstring(feed_file(checked_edition(repository.site.root)))

    assert ["corrections/", "glossary/ada-stone/#history"] == [node.get("href") for node in feed.iter(f"{ATOM}link")]


def test_without_a_history_the_feed_is_valid_and_says_so(good_site: ThrowawaySite):
    feed = ET.fromstring(feed_file(good_site.edition()))

    assert "2026-11-21T00:00:00+00:00" == feed.findtext(f"{ATOM}updated")
    assert "built without its history" in (feed.findtext(f"{ATOM}subtitle") or "")


def test_an_entry_of_the_feed_keeps_its_id_when_its_page_is_renamed(repository: Repository):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Reworded")
    before = {change.summary: change.id for change in repository.history().changes}
    repository.git("mv", ADA, "docs/glossary/ada-b-stone.md")
    repository.commit("Renamed")
    after = {change.summary: change.id for change in repository.history().changes}

    assert before["Reworded"] == after["Reworded"]


def test_the_same_commit_gives_the_same_bytes_whatever_the_clock(repository: Repository, tmp_path: Path):
    repository.site.replace(ADA, "was clerk", "had been clerk")
    repository.commit("Reworded", "2026-11-05T23:30:00-05:00")
    elsewhere = shutil.copytree(repository.site.root, tmp_path / "elsewhere")
    repository.git("-C", str(elsewhere), "config", "log.showSignature", "true")
    for setting in (
        "log.showRoot=false",
        "log.date=relative",
        "color.ui=always",
        "diff.renames=false",
        "core.quotePath=true",
    ):
        repository.git("-C", str(elsewhere), "config", *setting.split("="))
    stage(repository.site.root, checked_edition(repository.site.root))
    surroundings = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-m", "colophon", "-C", str(elsewhere), "pages"], check=True, env=surroundings)

    def tree(root: Path) -> dict[str, bytes]:
        folder = root / "build/docs"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert b"November 5, 2026" in tree(repository.site.root)[str(ADA_PAGE)]
    assert tree(repository.site.root) == tree(elsewhere)


# --- laws --------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=60), st.sampled_from(["a.md", "a.yml"]))
def test_any_bytes_are_a_version_or_none(data: bytes, path: str):
    for wrapped in (data, b"---\n" + data + b"\n---\nx"):
        found = substance(wrapped, path)
        assert found is None or found.says_the_same(found)


@given(st.text(max_size=600))
def test_a_shown_summary_is_one_short_line_that_prints(text: str):
    line = shown(text)

    assert not {"Cc", "Zl", "Zp"} & set(map(unicodedata.category, line))
    assert len(line) <= 400
    assert line == shown(line)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_a_message_never_passes_for_another_commit(message: str):
    commit = "a" * 40
    log = "\0".join(
        [
            commit,
            "2026-11-22T12:00:00+01:00",
            "",
            message,
            "",
            f"\n:000000 100644 {'0' * 40} {'b' * 40} A",
            "x.md",
            "",
        ]
    )

    (found,) = read_log(log.encode())
    assert (message, ["x.md"]) == (found.message, [revised.path for revised in found.revised])


# --- the preview -------------------------------------------------------------------------------------------------


def shown_in(preview: Preview, page: str = "glossary/ada-stone/") -> str:
    preview.refresh()
    assert "" == preview.version.message
    assert {"publication"} >= {problem.rule for problem in preview.version.problems}
    return html.unescape(preview.answer(page).body.decode())


def test_the_preview_tells_the_history_and_after_a_commit_the_new_one(repository: Repository):
    preview = Preview(repository.site.root, "http://127.0.0.1:8000/")
    assert "First published · November 1, 2026" in shown_in(preview)

    repository.site.replace(ADA, "from: 1901", "from: 1900")
    assert "Corrected" not in shown_in(preview)

    repository.commit("Correction: An earlier version gave 1901.")
    assert "Corrected November 22, 2026: An earlier version gave 1901." in shown_in(preview)
    assert "An earlier version gave 1901." in shown_in(preview, "corrections.xml")
    assert not preview.refresh()


def test_the_preview_asks_git_for_the_history_only_after_a_commit(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
):
    asked = []

    def read_and_count(root: Path, site: Site, memory: Memory) -> History:
        asked.append(1)
        return read_history(root, site, memory)

    monkeypatch.setattr(previewing, "read_history", read_and_count)
    preview = Preview(repository.site.root, "http://127.0.0.1:8000/")
    preview.refresh()
    repository.site.replace(ADA, "from: 1901", "from: 1900")
    preview.refresh()
    repository.site.entry("mint", "A mint.[^a]", sources={"a": {"document": "report", "quote": "Port Authority"}})
    preview.refresh()
    assert [1] == asked

    repository.commit("Words")
    preview.refresh()
    assert [1, 1] == asked


def test_the_preview_forgets_an_entry_that_is_gone(repository: Repository):
    repository.site.entry("mint", "A mint.[^a]", sources={"a": {"document": "report", "quote": "Port Authority"}})
    repository.commit("A new entry")
    repository.site.replace("docs/glossary/mint.md", "A mint.", "The mint.")
    repository.commit("Reworded")
    preview = Preview(repository.site.root, "http://127.0.0.1:8000/")
    preview.refresh()
    assert "Reworded" in preview.answer("corrections/").body.decode()
    (repository.site.root / "docs/glossary/mint.md").unlink()

    assert "Reworded" not in shown_in(preview, "corrections/")


@pytest.mark.parametrize(
    "trouble", ["no git", "git is no program", "no repository", "a broken repository", "no commit"]
)
def test_the_preview_needs_no_git(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trouble: str
):
    root = repository.site.root
    if trouble == "no commit":
        shutil.rmtree(root / ".git")
        repository.git("init", "-q")
    elif trouble.endswith("repository"):
        shutil.rmtree(root / ".git")
        if trouble == "a broken repository":
            (root / ".git").write_text("gitdir: nowhere", "utf-8")
    else:
        (tmp_path / "bin").mkdir()
        if trouble == "git is no program":
            (tmp_path / "bin/git").write_bytes(b"\0")
            (tmp_path / "bin/git").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    page = shown_in(Preview(root, "http://127.0.0.1:8000/"))

    assert "Ada Stone was clerk" in page
    assert "First published" not in page


def test_how_quotation_marks_are_drawn_is_no_change():
    straight = substance(b'---\nname: Ada\nkind: official\n---\nAda\'s "quay".', "ada.md")
    curly = substance("---\nname: Ada\nkind: official\n---\nAda’s “quay”.".encode(), "ada.md")

    assert straight is not None
    assert curly is not None
    assert straight.says_the_same(curly)
