"""A withheld text leaves the site at once and whole, and an editor in a hurry needs one line."""

from __future__ import annotations

import re
from pathlib import Path
from string import ascii_letters
from unicodedata import combining, normalize

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from colophon.building.pipeline import build, check, checked_edition
from colophon.building.staging import stage
from colophon.cli import main
from colophon.curation.withhold import withhold
from colophon.edition import with_history
from colophon.edition.history import History
from colophon.edition.redaction import Forbidden, forbidden_runs, redact, words_of
from colophon.model.errors import ColophonError
from colophon.model.record import Withheld
from colophon.project.cache import Cache
from colophon.rendering import render_pages
from colophon.verifying import verify
from colophon.verifying.survey import Survey
from tests.conftest import Repository, ThrowawaySite, a_text, lines_of, problems_of
from tests.site.conftest import copy_project

ASKED = Withheld(reason='The "family": asked #1', on="2026-11-22")
SPEECH = "The harbour master said that every boat from the north must wait until the ice is gone."
LINE = 'access: {withheld: "The \\"family\\": asked #1", on: 2026-11-22}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("access: full\n", LINE + "\n"),
        ("access: full  # for now\n", LINE + "\n"),
        ("access:\n  full\n", LINE + "\n"),
        ("", LINE + "\n"),
    ],
)
def test_only_the_line_of_the_access_changes(good_site: ThrowawaySite, before: str, after: str):
    good_site.replace("corpus/letter.yml", "acquired:", f"# kept\n{before}acquired:")
    file = good_site.root / "corpus/letter.yml"
    expected = file.read_bytes().decode().replace(f"{before}acquired:", f"{after}acquired:")
    withhold(good_site.root, "letter", ASKED)

    assert expected == file.read_bytes().decode()
    assert ASKED == good_site.edition().texts["letter"].record.withheld


def test_line_ends_stay_as_they_were(good_site: ThrowawaySite):
    file = good_site.root / "corpus/letter.yml"
    file.write_bytes(file.read_bytes().replace(b"layout:", b"access: full\nlayout:").replace(b"\n", b"\r\n"))
    withhold(good_site.root, "letter", ASKED)

    assert (LINE + "\r\n").encode() in file.read_bytes()
    assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("name", "why"),
    [("leter", "did you mean letter?"), ("../mkdocs", "no text"), ("report", "has been withheld since 1999")],
)
def test_what_cannot_be_withheld_is_reported(good_site: ThrowawaySite, name: str, why: str):
    good_site.replace("corpus/report.yml", "layout: lines", "layout: lines\naccess: {withheld: Asked, on: 1999}")
    with pytest.raises(ColophonError, match=re.escape(why)):
        withhold(good_site.root, name, ASKED)


def test_a_record_that_is_not_written_line_by_line_is_left_alone(site: ThrowawaySite):
    site.text("letter", "Words.")
    before = (site.root / "corpus/letter.yml").read_bytes()
    with pytest.raises(ColophonError, match=r"replace `access` in it with this line:\naccess: \{withheld"):
        withhold(site.root, "letter", ASKED)

    assert before == (site.root / "corpus/letter.yml").read_bytes()


def test_both_ways_of_writing_it_are_one(good_site: ThrowawaySite):
    good_site.replace(
        "corpus/letter.yml",
        "layout: lines",
        "layout: lines\naccess: withheld\nwithheld: {reason: Asked, on: 2026-11-22}",
    )
    good_site.replace("corpus/report.yml", "layout: lines", "layout: lines\naccess: {withheld: Asked, on: 2026-11-22}")
    letter, report = (text.record for text in good_site.edition().site.texts)

    assert (letter.access, letter.withheld) == (report.access, report.withheld)


def test_the_command_says_what_it_did_and_what_comes_next(good_site: ThrowawaySite):
    result = CliRunner().invoke(
        main, ["-C", str(good_site.root), "withhold", "corpus/letter.txt", "--reason", "Asked", "--on", "2026-11-22"]
    )

    assert 0 == result.exit_code
    assert "corpus/letter.yml: withheld since 2026-11-22\n" in result.output
    assert re.search(r"Next:\n    .*\bcolophon\b.* check\n", result.output)


# --- nothing of it is left ---------------------------------------------------------------------------------------


@pytest.fixture
def speech(site: ThrowawaySite) -> ThrowawaySite:
    """A text that is quoted wherever an editor could quote it, in a repository whose messages quote it too."""
    site.text(
        "speech",
        f"{SPEECH}\nLet every boat wait now!\nAda Stone of the Harbour Board.",
        mentions={"p2": {"is": {"every boat": "stone"}}},
    )
    site.text("other", "Ada Stone came later.", notes=f"First.\n\nIt answers: {SPEECH}\n\nLast.")
    site.entry(
        "stone",
        f"She heard it.[^speech]\n\nThe text says: **{SPEECH[:60]}**{SPEECH[60:]}[^speech]\n\nLet every\nboat wait now![^speech]\n",
        name="Ada Stone",
        kind="official",
        positions=[{"title": "Clerk", "source": "speech", "note": SPEECH}],
        sources={"speech": {"document": "speech", "quote": SPEECH}},
    )
    site.write("docs/about.md", f"# About\n\n[Paragraph](documents/speech.md#p1)\n\n> {SPEECH}\n")
    repository = Repository(site)
    repository.commit("Words")
    site.entry(
        "stone",
        "She heard of it.[^speech]",
        name="Ada Stone",
        kind="official",
        sources={"speech": {"document": "speech", "quote": SPEECH}},
    )
    repository.commit(f"x\n\nCorrection: {SPEECH}")
    repository.git("checkout", "-q", "HEAD~1", "--", "docs")
    repository.commit("Back as it was")
    record = site.root / "corpus/speech.yml"
    record.write_text(
        record.read_text("utf-8").replace('"id"', '"access": {"withheld": "Asked", "on": 2026},\n "id"'), "utf-8"
    )
    repository.commit(f"Withheld: {SPEECH}")
    return site


def assert_nothing_is_left(data: bytes, where: object) -> None:
    words = re.sub(r"\W+", " ", re.sub(r"<[^>]*>", "", data.decode(errors="replace")))
    for sentence in (SPEECH, "Let every boat wait now!"):
        assert re.sub(r"\W+", " ", sentence).strip() not in words, where


def test_no_page_or_data_file_or_editors_page_holds_a_sentence_of_it(speech: ThrowawaySite):
    stage(speech.root, checked_edition(speech.root))

    for file in (speech.root / "build").rglob("*"):
        if file.is_file():
            assert_nothing_is_left(file.read_bytes(), file)


def test_the_summary_that_quotes_it_is_left_out_and_the_change_still_listed(speech: ThrowawaySite):
    history = checked_edition(speech.root).history

    assert ("correction", "") in [(change.kind, change.summary) for change in history.changes]
    assert ("withheld", "Asked") in [(change.kind, change.summary) for change in history.changes]
    for change in history.changes:
        assert_nothing_is_left(change.summary.encode(), change)


def test_every_place_that_repeats_it_is_a_warning_so_that_the_site_can_be_published_at_once(speech: ThrowawaySite):
    problems = [problem for problem in check(speech.root).problems if problem.severity == "error"]
    warnings = [(p.rule, p.path) for p in problems_of(speech.root, None) if p.severity == "warning"]

    assert [] == problems
    assert {
        ("quote-withheld", "docs/glossary/stone.md"),
        ("words-withheld", "docs/glossary/stone.md"),
        ("words-withheld", "corpus/other.yml"),
        ("words-withheld", "docs/about.md"),
    } == set(warnings)


def test_the_rest_of_a_page_stays_with_its_sources(speech: ThrowawaySite):
    page = render_pages(checked_edition(speech.root))
    entry = next(data.decode() for path, data in page.items() if path.name == "stone.md")

    assert "She heard it.[^speech]" in entry
    assert "*This paragraph is withheld, because it repeats a text that is withheld.*[^speech]" in entry
    assert "a text that is withheld: its words are not shown." in entry


def test_the_tombstone_keeps_provenance_digest_and_the_addresses_of_paragraphs(speech: ThrowawaySite):
    edition = checked_edition(speech.root)
    page = next(data.decode() for path, data in render_pages(edition).items() if path.name == "speech.md")

    assert "**This text has been withheld** since 2026. Asked" in page
    assert edition.texts["speech"].record.fixity.sha256 in page
    assert ["p1", "p2", "p3"] == re.findall("<span id=(p[0-9]+)></span>", page)
    assert "every boat" not in page


def test_what_another_text_says_too_is_no_repetition(speech: ThrowawaySite):
    speech.text("same", f"{SPEECH} So it was.")

    assert not [p for p in check(speech.root).problems if p.rule == "words-withheld" and p.path == "docs/about.md"]


@given(st.data())
def test_a_run_is_found_wherever_its_words_follow_each_other(data: st.DataObject):
    words = st.lists(st.sampled_from(["ice", "Ice", "is", "gone", "go", "ne", "the", "master's"]), max_size=12)
    runs = data.draw(st.lists(words.filter(lambda run: len(run) > 1), max_size=4))
    shown, asked = data.draw(words), data.draw(words)
    forbidden = Forbidden(tuple(words_of(" ".join(run))) for run in runs)

    def has(words: list[str], run: list[str]) -> bool:
        said, run = [word.lower() for word in words], [word.lower() for word in run]
        return any(said[at : at + len(run)] == run for at in range(len(said)))

    assert any(has(asked, run) for run in runs) == forbidden.is_in(", ".join(asked))
    other = forbidden.not_said_in([a_text(" ".join(shown) or "x", "lines")], Cache())
    assert any(has(asked, run) and not has(shown, run) for run in runs) == other.is_in("\n".join(asked))


def test_a_run_is_found_however_its_letters_are_written():
    others = [chr(code) for code in range(0x80, 0x20000) if not 0xD800 <= code < 0xE000]
    folding = [char for char in others if re.search("[a-z]", normalize("NFC", char).casefold())]
    accents = [char for char in others if combining(char)]
    composing = [f"{letter}{accent}" for letter in ascii_letters for accent in accents]
    for spelling in [*folding, *(pair for pair in composing if len(normalize("NFC", pair)) == 1)]:
        written = {spelling, normalize("NFC", spelling), spelling.casefold(), f"{spelling[0]}\u200b{spelling[1:]}"}
        run = tuple(words_of(f"mint {spelling} ice"))
        for other in written:
            text = f"Mint, {other} ice!"
            assert tuple(words_of(text)) != run or Forbidden([run]).is_in(text), (spelling, other)

    assert Forbidden([tuple(words_of("мята и лёд"))]).is_in("Мята и лёд.")
    assert not Forbidden([tuple(words_of("мята и лёд"))]).is_in("Мята, лёд")


def test_what_another_text_says_in_other_paragraphs_is_no_repetition():
    run = tuple("every boat from the north must wait".split())
    shown = a_text("Every boat from the north\nmust wait.", "lines")

    assert not Forbidden([run]).not_said_in([shown], Cache()).is_in("Every boat, from the north, must wait")


def test_nothing_is_taken_out_while_nothing_is_withheld(good_site: ThrowawaySite):
    site = good_site.read().site

    assert (site, ()) == redact(site, forbidden_runs(site, Cache()), Cache())
    assert [] == lines_of(problems_of(good_site.root, None))


def test_an_edition_without_withheld_texts_keeps_its_history_as_it_is(good_site: ThrowawaySite):
    history = History()

    assert history is with_history(good_site.edition(), history).history


def test_a_text_of_this_site_is_withheld_and_no_sentence_of_it_is_left_in_the_built_site(tmp_path: Path):
    """Search index and data files too, as `verify` sees it; and `verify` sees what was left."""
    root = copy_project(tmp_path / "project")
    withhold(root, "001_49d7299fa34e0926", ASKED)
    edition = build(root)
    assert () == verify(edition, root / "site")

    text = (root / "corpus/001_49d7299fa34e0926.txt").read_text("utf-8")
    about = root / "site/about/index.html"
    about.write_text(about.read_text("utf-8") + f"<p>{text.splitlines()[4]}</p>", "utf-8")
    assert ["withheld"] == [problem.rule for problem in verify(edition, root / "site")]


@pytest.mark.parametrize(
    ("path", "shown", "is_reported"),
    [
        ("about/index.html", "<p>Every boat from <b>the north</b> must wait until the ice is gone.", True),
        ("about/index.html", "<ul><li>Every boat from the north<li>must wait until the ice is gone.</ul>", False),
        ("about/index.md.txt", "Every boat from the north\nmust wait until the ice is gone.", True),
        ("about/index.md.txt", "- Every boat from the north\n- must wait until the ice is gone.", False),
        ("about/index.md.txt", "Every boat from the north\n\nmust wait until the ice is gone.", False),
    ],
)
def test_words_below_each_other_are_no_passage(speech: ThrowawaySite, path: str, shown: str, is_reported: bool):
    """An entry lists sentences of several texts, which may follow each other in a text that is withheld."""
    faults = Survey(speech.edition()).facts_of(path, shown.encode()).faults

    assert is_reported == (("withheld", "repeats a withheld text") in faults)
