"""`colophon add` as a librarian meets it: on one line, at a terminal that asks, and where nobody can be asked."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from colophon.cli import main
from colophon.model.errors import Invalid
from colophon.project.reader import decode
from tests.conftest import ThrowawaySite

FROM = ["--from", "The family papers", "--by", "J. Doe"]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "A Letter.txt"
    file.write_bytes(b"Dear Sir,\r\nI write.\r\n\r\nYours, C. Roe.")
    return file


@pytest.fixture
def terminal(monkeypatch):
    """Somebody is there to answer."""
    monkeypatch.setattr("colophon.cli.prompts.at_a_terminal", lambda: True)


def add(site: ThrowawaySite, *arguments: object, **more):
    return CliRunner().invoke(main, ["-C", str(site.root), "add", *map(str, arguments)], **more)


def record(site: ThrowawaySite):
    (text,) = site.edition().site.texts
    return text.record


# --- on one line -----------------------------------------------------------------------------------------------------


def test_options_are_recorded_with_their_basis(site, letter):
    result = add(
        site, letter, *FROM, "--title", "A letter", "--author", "C. Roe", "--author", "D. Roe", "--publisher", "The Post",
        "--published", "1901-05", "--url", "https://example.org/a", "--rights", "noc-us", "--language", "en",
        "--layout", "blocks", "--evidence", "The postmark.",
    )  # fmt: skip

    assert 0 == result.exit_code, result.output
    said = record(site)
    assert ("A letter", ("C. Roe", "D. Roe"), "The Post", "1901-05", "https://example.org/a") == (
        *(said.title.value, said.creators.value, said.publisher.value, said.published.value, said.source_url.value),
    )
    assert {("attributed", "The postmark.")} == {
        (field.basis, field.evidence)
        for field in (said.title, said.creators, said.publisher, said.published, said.source_url)
    }
    assert ("http://rightsstatements.org/vocab/NoC-US/1.0/", "en", "blocks") == (
        *(said.rights.statement, said.language, said.layout),
    )


def test_only_from_and_by_are_required(site, letter):
    assert 0 == add(site, letter, *FROM).exit_code
    assert (None, "lines", "http://rightsstatements.org/vocab/CNE/1.0/") == (
        *(record(site).title, record(site).layout, record(site).rights.statement),
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--title", "x"], "--title: say how this is known: --evidence"),
        (["--title", "x", "--basis", "attributed"], "--title: --basis attributed needs --evidence"),
        (["--on", "yesterday"], "a date as YYYY-MM-DD"),
        (["--published", "5 May"], "'--published': expected a date as YYYY-MM-DD, YYYY-MM or YYYY, found '5 May'"),
        (["--url", "example.org"], "expected a web address that begins with https:// or http://, found 'example.org'"),
        (["--language", "English"], "expected a language code such as en or pt-BR, found 'English'"),
        (["--rights", "INCC"], "found 'INCC'; did you mean InC (In copyright)?"),
        (["--rights", "CC-BY"], "known: InC (In copyright), "),
        (["--title", " "], "expected text that is not empty"),
    ],
)
def test_an_invalid_option_is_wrong_usage(site, letter, options, message):
    result = add(site, letter, *FROM, *options)

    assert 2 == result.exit_code
    assert message in result.stderr
    assert not (site.root / "corpus").exists()


def test_an_empty_origin_is_refused(site, letter):
    result = add(site, letter, "--from", "", "--by", "b")

    assert 1 == result.exit_code
    assert "from: expected text that is not empty" in result.stdout


@pytest.mark.parametrize(
    "rights",
    [
        *("CNE", "cne", "http://rightsstatements.org/vocab/CNE/1.0/"),
        *("https://rightsstatements.org/page/CNE/1.0/?language=en", "https://rightsstatements.org/vocab/CNE/1.0/"),
    ],
)
def test_a_rights_statement_is_known_by_its_code_and_its_addresses(site, letter, rights):
    add(site, letter, *FROM, "--rights", rights)

    assert "http://rightsstatements.org/vocab/CNE/1.0/" == record(site).rights.statement


def test_a_title_is_for_one_text(site, letter, tmp_path):
    (tmp_path / "other.txt").write_text("Other.")
    result = add(site, tmp_path, *FROM, "--title", "x", "--basis", "supplied")

    assert 2 == result.exit_code
    assert "--title is for one text, and these are 2" in result.stderr


def test_texts_that_the_corpus_holds_are_skipped(site, letter, tmp_path):
    add(site, letter, *FROM)
    (tmp_path / "other.txt").write_text("Other.")

    again = add(site, letter, tmp_path / "other.txt", *FROM)
    once_more = add(site, letter, *FROM)

    assert (0, 0) == (again.exit_code, once_more.exit_code)
    assert f"{letter}: skipped; the corpus already holds it as a-letter.txt\n" in again.stdout
    assert "corpus/other.txt" in again.stdout
    assert "No text was added: there is nothing new.\n" == once_more.stderr


# --- at a terminal ---------------------------------------------------------------------------------------------------


def test_one_question_at_a_time_and_refused_answers_are_explained(site, letter, terminal):
    answers = [
        *("", "The family papers", "J. Doe", "A letter", "C. Roe; D. Roe", "", "May 1901", "1901-05", ""),
        *("English", "en", "INCC", "inc", "attributed", "", "The seal.", "blocks", "y"),
    ]
    result = add(site, letter, input="\n".join(answers) + "\n")

    assert 0 == result.exit_code, result.output
    assert 2 == result.output.count("expected text that is not empty")
    assert "expected a date as YYYY-MM-DD, YYYY-MM or YYYY, found 'May 1901'" in result.output
    assert "did you mean InC (In copyright)?" in result.output
    assert "(lines: 3), or blank lines separate them (blocks: 2; verse: the same, shown line by line)" in result.output
    said = record(site)
    assert (("C. Roe", "D. Roe"), "attributed", "The seal.") == (
        *(said.creators.value, said.creators.basis, said.creators.evidence),
    )
    assert ("attributed", None, "1901-05", "attributed", None, "en", "blocks") == (
        *(said.title.basis, said.publisher, said.published.value, said.published.basis, said.source_url),
        *(said.language, said.layout),
    )


def test_enter_leaves_every_field_not_recorded(site, letter, terminal):
    result = add(site, letter, input="The family papers\nJ. Doe\n" + "\n" * 9)

    assert 0 == result.exit_code, result.output
    assert "Title [not recorded]: \n" in result.output
    said = record(site)
    assert [None] * 6 == [said.title, said.creators, said.publisher, said.published, said.source_url, said.language]


def test_nothing_is_asked_that_an_option_answers(site, letter, terminal):
    result = add(
        site, letter, "--by", "J. Doe", "--title", "A letter", "--basis", "source", input="The papers\n" + "\n" * 8
    )

    assert 0 == result.exit_code, result.output
    assert "Your name" not in result.output
    assert "Title" not in result.output
    assert "A letter" == record(site).title.value


def test_the_record_is_shown_before_it_is_written(site, letter, terminal):
    result = add(site, letter, input="The papers\nJ. Doe\n" + "\n" * 8 + "n\n")

    assert 1 == result.exit_code
    assert "\nid: a-letter\n" in result.output
    assert "nothing was added" in result.stderr
    assert not (site.root / "corpus").exists()


def test_a_folder_is_asked_about_in_four_questions(site, letter, tmp_path, terminal):
    (tmp_path / "1901-05-03-the-quay.txt").write_text("Other.")
    result = add(site, tmp_path, input="The papers\nJ. Doe\ny\ny\n")

    assert 0 == result.exit_code, result.output
    assert "1901-05-03-the-quay.txt: 1901-05-03, The quay\n" in result.output
    assert "Take dates and titles from 1 file name, marked as supplied?" in result.output
    assert "Add these 2 texts?" in result.output
    assert {("1901-05-03", "The quay", "supplied"), (None, None, None)} == {
        (said.published and said.published.value, said.title and said.title.value, said.title and said.title.basis)
        for said in (text.record for text in site.edition().site.texts)
    }


def test_refused_files_are_reported_before_any_question(site, tmp_path, terminal):
    result = add(site, tmp_path / "gone.txt")

    assert 1 == result.exit_code
    assert "" == result.stdout


def test_a_command_that_is_complete_asks_nothing(site, letter, terminal):
    assert 0 == add(site, letter, *FROM).exit_code


def test_a_terminal_is_recognized(site, letter):
    """And whoever ends the questions (Ctrl+D) leaves nothing behind."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "colophon", "-C", str(site.root), "add", str(letter)])
    shown = b""
    while b"Where does it come from" not in shown:
        shown += os.read(terminal, 1024)
    os.write(terminal, b"\x04")
    _, status = os.waitpid(child, 0)

    assert 1 == os.waitstatus_to_exitcode(status)
    assert not (site.root / "corpus").exists()


# --- where nobody can be asked ---------------------------------------------------------------------------------------


def test_without_a_terminal_all_missing_options_are_reported_at_once(site, letter):
    result = add(site, letter, "--publisher", "The Post", input="a\nb\n")

    assert 2 == result.exit_code
    assert (
        "--from (where it comes from) is missing; --by (who added it) is missing; --publisher: say how" in result.stderr
    )
    assert "" == result.stdout


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_refused_with_the_command_that_converts_it(encoding: str):
    with pytest.raises(
        Invalid, match=f"iconv -f {encoding.upper().replace('-LE', 'LE').replace('-BE', 'BE')} -t UTF-8"
    ):
        decode("Words of a letter.".encode(encoding), "letter.txt")
