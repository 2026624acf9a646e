"""A staged file that is taken from the last tree is the file that would be made, after any edits of a whole site."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colophon.building import kept
from colophon.building.dependencies import DEPENDENCIES, Tracker
from colophon.building.history import read_history
from colophon.building.kept import write_state
from colophon.building.staging import BUILD, STAGED, file_makers, stage
from colophon.edition import Edition, compile_edition, with_history
from colophon.model.entry import Entry
from colophon.model.site import SourceText
from colophon.project.writer import Replacement
from colophon.rendering.pages import documents, entries
from tests.building.test_pipeline import contents
from tests.building.test_rebuilding import EDITS, Edit, change
from tests.conftest import HERE, PROJECT, Repository, ThrowawaySite

AUTHORITY, BOARD, REPORT = "docs/glossary/port-authority.md", "docs/glossary/harbour-board.md", "corpus/report.yml"


def commit(message: str) -> Edit:
    def edit(site: ThrowawaySite) -> None:
        repository = Repository(site)
        repository.commit(message)

    return edit


def remove(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def texts_in(folder: str) -> Edit:
    """An edit that moves a text into a collection, or back."""

    def edit(site: ThrowawaySite) -> None:
        for one, other in (("corpus", f"corpus/{folder}"), (f"corpus/{folder}", "corpus")):
            if (site.root / one / "letter.txt").is_file():
                (site.root / other).mkdir(exist_ok=True)
                for suffix in ("txt", "yml"):
                    (site.root / one / f"letter.{suffix}").rename(site.root / other / f"letter.{suffix}")
                return

    return edit


MORE: dict[str, Edit] = {
    **EDITS,
    "title": change(REPORT, ("value: A report", "value: Another report")),
    "date": change(REPORT, ("creators: null", 'creators: null\npublished: {value: "1901-02", basis: source}')),
    "author": change(REPORT, ("creators: null", "creators: {value: [Ada Stone], basis: source}")),
    "language": change(REPORT, ("language: en", "language: de")),
    "subhead": change(REPORT, ("headings: []", "headings: [1]")),
    "rights": change(REPORT, ("CNE/1.0", "InC/1.0")),
    "notes": change(REPORT, ("layout: lines", "layout: lines\nnotes: Copied by hand.")),
    "collection": texts_in("letters"),
    "title of a collection": lambda site: site.write("corpus/letters/_collection.yml", "title: The letters\n"),
    "earlier text": lambda site: site.text("aaa", "Ada Stone and the Harbour Board met. Mrs. Stone left."),
    "remove a text": lambda site: remove(*(site.root / "corpus").glob("memo.*")),
    "words of a text": lambda site: site.text(
        "memo", "The Port Authority and the Harbour Board wrote to Ada B. Stone."
    ),
    "another entry": lambda site: site.entry(
        "quay-office", "Words.", part_of={"agency": "harbour-board", "source": "a"}
    ),
    "remove an entry": lambda site: remove(site.root / "docs/glossary/quay-office.md"),
    "second sentence": change(AUTHORITY, ("a board.[^almanac]", "a board.[^almanac] It met.[^almanac]")),
    "kind": change(BOARD, ("kind: agency", "kind: official")),
    "former address": change(BOARD, ("kind: agency", "kind: agency\nformerly: [the-board]")),
    "commit": commit("Correction: An earlier version gave another year."),
    "another commit": commit("Update: Checked again."),
    "license": change("mkdocs.yml", ("  - colophon\n", "  - colophon:\n      license: https://example.org/by\n")),
    "exports": change("mkdocs.yml", ("  - colophon\n", "  - colophon:\n      without_exports: [tei, tables]\n")),
    "language of the pages": change("mkdocs.yml", ("  language: en", "  language: de")),
    "asset": change("docs/notes.txt", ("one", "two")),
}


@pytest.fixture
def starter(tmp_path: Path) -> ThrowawaySite:
    return a_site(tmp_path / "site")


def a_site(folder: Path) -> ThrowawaySite:
    site = ThrowawaySite(Path(shutil.copytree(HERE / "good_site", folder)))
    for name in ("mkdocs.yml", "docs/about.md"):
        site.write(name, (PROJECT / "scripts/colophon/starter" / name).read_bytes())
    site.write("docs/notes.txt", "one")
    return site


def edition_of(site: ThrowawaySite) -> Edition:
    """The edition with its history, whatever problems the site has."""
    read = site.read().site
    return with_history(compile_edition(read), read_history(site.root, read))


def staged(site: ThrowawaySite, edition: Edition) -> Mapping[str, bytes]:
    """The staged tree without the cards and dates, of which `file_makers` makes none."""
    stage(site.root, edition, jobs=1)
    files: dict[str, bytes] = contents(site.root / STAGED)
    return {
        path: data for path, data in files.items() if path != ".dates.json" and not path.startswith("assets/cards/")
    }


@settings(max_examples=max(settings().max_examples // 40, 1))
@given(st.lists(st.sampled_from(sorted(MORE)), min_size=6, max_size=6))
def test_after_any_edits_the_staged_files_are_those_that_would_be_made(edits: list[str]):
    with tempfile.TemporaryDirectory() as folder:
        site = a_site(Path(folder, "site"))
        staged(site, edition_of(site))
        for number, edit in enumerate(edits):
            MORE[edit](site)
            edition = edition_of(site)
            made = {str(path): make() for path, make in file_makers(edition).items()}
            assert made == staged(site, edition), edits[: number + 1]


@pytest.fixture
def made_texts(monkeypatch) -> list[str]:
    """The texts whose pages are made while a test runs."""
    made: list[str] = []
    front_matter = documents.front_matter

    def noted(text: SourceText, *others: Any) -> str:
        made.append(text.id)
        return front_matter(text, *others)

    monkeypatch.setattr(documents, "front_matter", noted)
    return made


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (EDITS["nothing"], []),
        (change(AUTHORITY, ("has a board", "has one board")), ["report"]),
        (MORE["second sentence"], []),
        (MORE["rights"], ["letter", "report"]),
        (lambda site: site.write(f"{STAGED}/documents/letter.md", "Other words."), ["letter"]),
        (lambda site: (site.root / STAGED / "documents/letter.md").unlink(), ["letter"]),
        (lambda site: site.write(str(DEPENDENCIES), "damaged"), ["letter", "report"]),
        (lambda site: write_state(site.root / DEPENDENCIES, {"pages": {}}), ["letter", "report"]),
        (lambda site: (site.root / DEPENDENCIES).unlink(), ["letter", "report"]),
        (EDITS["setting"], ["letter", "report"]),
    ],
    ids=[
        "nothing",
        "entry",
        "entry after its first sentence",
        "neighbor",
        "other words",
        "no file",
        "damaged state",
        "another form of state",
        "no state",
        "setting",
    ],
)
def test_a_page_is_made_again_if_something_changed_that_it_was_made_from(
    starter: ThrowawaySite, made_texts: list[str], edit: Edit, expected: list[str]
):
    before = staged(starter, edition_of(starter))
    made_texts.clear()
    edit(starter)
    after = staged(starter, edition_of(starter))

    assert expected == made_texts
    assert before.keys() == after.keys()


def test_an_entry_does_not_read_the_prose_of_those_named_with_it(starter: ThrowawaySite, monkeypatch):
    made: list[str] = []
    facts = entries._facts

    def noted(edition: Edition, entry: Entry, page: PurePosixPath) -> str:
        made.append(entry.slug)
        return facts(edition, entry, page)

    monkeypatch.setattr(entries, "_facts", noted)
    staged(starter, edition_of(starter))
    made.clear()
    MORE["second sentence"](starter)
    page = staged(starter, edition_of(starter))["glossary/ada-stone.md"]

    assert b"port-authority.md" in page
    assert ["port-authority"] == made


def test_a_build_with_strict_makes_every_page(starter: ThrowawaySite, made_texts: list[str]):
    edition = edition_of(starter)
    stage(starter.root, edition, 1)
    stage(starter.root, edition, 1, anew=True)

    assert ["letter", "report"] * 2 == made_texts


def test_another_version_of_a_program_makes_every_page(starter: ThrowawaySite, made_texts: list[str], monkeypatch):
    stage(starter.root, edition_of(starter), 1)
    monkeypatch.setattr(kept, "programs", lambda: "another version")
    stage(starter.root, edition_of(starter), 1)

    assert ["letter", "report"] * 2 == made_texts


def test_what_cannot_be_compared_is_made_each_time(good_site: ThrowawaySite):
    """A generator, and a function with a state of its own."""
    state, path, other = good_site.root / DEPENDENCIES, PurePosixPath("a.txt"), PurePosixPath("b.txt")
    numbers = iter(range(9))
    for number in range(2):
        tracker, tree = Tracker(good_site.edition(), state), Replacement(good_site.root / STAGED)
        news = partial(lambda edition: str(len(list(edition.history.news))).encode(), tracker.edition)
        tracker.make({path: news, other: lambda: str(next(numbers)).encode()}, tree, 1)
        tree.finish()
        tracker.write(state, good_site.root / BUILD)

        assert (b"0", str(number).encode()) == tuple(
            (good_site.root / STAGED / file).read_bytes() for file in (path, other)
        )
    assert {} == json.loads(state.read_bytes().partition(b"\n")[2])["files"]
