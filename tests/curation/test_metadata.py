"""What is known of texts before they are added: by file names and by a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from colophon.cli import main
from colophon.curation.metadata import proposals
from tests.conftest import ThrowawaySite, lines_of

HEADER = "file,title,creators,publisher,published,source_url,language,rights,layout,basis,evidence"


@pytest.mark.parametrize(
    ("name", "published", "title"),
    [
        ("1990-01-31-inaugural-address.txt", "1990-01-31", "Inaugural address"),
        ("19900131_state of the union.txt", "1990-01-31", "State of the union"),
        ("the-quay-1903-05.txt", "1903-05", "The quay"),
        ("gwbush_2002.txt", "2002", None),
        ("1990-13-45-letter.txt", "1990", None),
        ("000_17ce685a5ce6ce4a.txt", None, None),
        ("report 12345 on page 20021.txt", None, "Report 12345 on page 20021"),
        ("letter.txt", None, None),
        ("Ärzte und Häfen.txt", None, "Ärzte und Häfen"),
        ("….txt", None, None),
    ],
)
def test_a_file_name_may_hold_a_date_and_a_title(name, published, title):
    found = proposals(Path(name))

    assert (published, title) == tuple(
        found[field].value if field in found else None for field in ("published", "title")
    )


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    (folder / "more").mkdir(parents=True)
    (folder / "1901-05-03-to-the-board.txt").write_text("Dear Board.")
    (folder / "more/b.md").write_text("---\ntitle: The quay\n---\nWords.")
    return folder


def add(site: ThrowawaySite, *arguments: object):
    return CliRunner().invoke(main, ["-C", str(site.root), "add", *map(str, arguments), "--from", "x", "--by", "y"])


def records(site: ThrowawaySite):
    reading = site.read()
    assert [] == lines_of(reading.problems)
    return {text.id: text.record for text in reading.site.texts}


def test_the_template_holds_what_was_found_and_comes_back_with_its_basis(site, letters):
    table = letters / "texts.csv"
    written = add(site, letters, "--template", table)
    rows = table.read_bytes().decode("utf-8-sig").split("\r\n")
    added = add(site, letters, "--metadata", table)

    assert [
        HEADER,
        "1901-05-03-to-the-board.txt,To the board,,,1901-05-03,,,,,,",
        "more/b.md,The quay,,,,,,,,,",
        "",
    ] == rows
    assert f"colophon add {letters} --metadata {table}" in written.stderr
    assert 0 == added.exit_code, added.output
    assert "1 other file left out" not in added.output
    assert [("supplied", "From the name of the file."), ("source", "Front matter: title.")] == [
        (said.title.basis, said.title.evidence) for said in records(site).values()
    ]


def test_the_table_is_what_a_spreadsheet_writes(site, letters):
    """With semicolons, a byte order mark and more than one author."""
    table = letters.parent / "t.csv"
    rows = "b.md;Am Kai;Stone, Ada;2001-02;en;InC;verse;attributed;The seal.\r\n"
    table.write_text(f"\ufefffile;title;publisher;published;language;rights;layout;basis;evidence\r\n{rows}", "utf-8")
    result = add(site, letters / "more/b.md", "--metadata", table)

    assert 0 == result.exit_code, result.output
    said = records(site)["b"]
    assert ("Am Kai", "attributed", "The seal.", "Stone, Ada", "2001-02", "en", "verse") == (
        *(said.title.value, said.title.basis, said.title.evidence, said.publisher.value, said.published.value),
        *(said.language, said.layout),
    )
    assert said.rights.statement.endswith("/InC/1.0/")


def test_an_option_counts_more_than_the_table_and_the_table_more_than_the_file(site, letters):
    table = letters.parent / "t.csv"
    table.write_text("file,title,creators\nb.md,Other,A. Roe; B. Roe\n")
    add(site, letters / "more/b.md", "--metadata", table, "--basis", "supplied", "--publisher", "The Post")

    said = records(site)["b"]
    assert ("Other", ("A. Roe", "B. Roe"), "The Post", "supplied") == (
        *(said.title.value, said.creators.value, said.publisher.value, said.publisher.basis),
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("file,titel\nb.md,x\n", ":1: the column 'titel' is not known; did you mean title?"),
        ("title\nx\n", ":1: expected a column 'file', found title; --template writes a table to fill in"),
        ("file,title,title\n", ":1: the column 'title' is there twice"),
        ("", ":1: expected a column 'file', found nothing"),
        ("file,title\nb.md,New\n", ":2: basis: is empty; say how title is known: source, attributed (with evidence)"),
        ("file,title,basis\nb.md,New,guess\n", ":2: basis: expected source, attributed or supplied, found 'guess'"),
        ("file,title,basis\nb.md,New,attributed\n", ":2: evidence: is empty; expected what shows it"),
        (
            "file,published\nb.md,3.5.1901\n",
            ":2: published: expected a date as YYYY-MM-DD, YYYY-MM or YYYY, found '3.5.1901'",
        ),
        (
            "file,language\nb.md,English\n",
            ":2: language: expected a language code such as en or pt-BR, found 'English'",
        ),
        ("file,layout\nb.md,verses\n", ":2: layout: expected"),
        ("file,title,basis\nc.md,x,source\n", ":2: file: no file to add ends in 'c.md'; did you mean b.md?"),
        ("file,title\nb.md,\nb.md,\n", ":3: file: 'b.md' has a row above, in line 2; keep one"),
        ("file,title\nb.md,a,b\n", ":2: has more cells than there are columns"),
        ("file\n,\n", ":2: file: is empty"),
        (
            b"file,title\nb.md,K\xf6ln\n",
            ": expected UTF-8, found the byte 0xF6; save it in the spreadsheet as CSV UTF-8",
        ),
        (b"\0file\n", "the column '\\x00file' is not known"),
    ],
)
def test_what_is_wrong_in_the_table_is_said_by_line_and_column(site, letters, table, message):
    path = letters.parent / "t.csv"
    path.write_bytes(table if isinstance(table, bytes) else table.encode())
    result = add(site, letters / "more/b.md", "--metadata", path)

    assert 1 == result.exit_code
    assert f"{path}{message}" in result.stderr or message in result.stderr
    assert not (site.root / "corpus").exists()


def test_an_existing_file_is_not_overwritten_by_the_template(site, letters):
    result = add(site, letters, "--template", letters / "more/b.md")

    assert (1, True) == (result.exit_code, "already exists" in result.stderr)


def test_a_text_without_a_title_is_called_by_its_first_words(site):
    site.text("one", "The Board met on the quay, and nobody was there but the clerk and his dog.\n")
    site.text("two", "\u202eShort.\n", access="withheld", withheld={"reason": "Asked for.", "on": "2026-01-01"})
    texts = site.read().site.texts

    assert ["The Board met on the quay, and nobody was there but the …", "Withheld text"] == [
        t.first_words for t in texts
    ]
