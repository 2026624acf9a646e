"""Texts derived from files in other formats: the words, what the file says of itself, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from importlib import util
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from colophon.cli import main
from colophon.curation.originals import CONVERTED, Conversion, Derivation, NotConverted
from colophon.curation.originals.blocks import blocks_of, compare, text_of, words_of
from colophon.curation.originals.conversion import convert_plain
from colophon.edition import compile_edition
from colophon.rendering.pages.documents import render_document
from colophon.verifying.pages import page_at
from colophon.verifying.survey import PAGE, text_faults
from tests import newcomers_folder
from tests.conftest import ThrowawaySite, lines_of
from tests.newcomers_folder import pdf_file, word_file

FILES = newcomers_folder.files()


def derived(suffix: str, data: bytes, encoding: str | None = None) -> Derivation:
    (one,) = CONVERTED[suffix](data, suffix, encoding)
    return one


def stated(derivation: Derivation) -> dict[str, str | tuple[str, ...]]:
    return {name: found.value for name, found in derivation.found.items()}


# --- formats -----------------------------------------------------------------------------------------------------


def test_markdown_loses_its_markup_and_its_front_matter_is_read():
    one = derived(
        ".md",
        b"---\ntitle: The quay\nauthors: [Ada Stone, J. Roe]\ndate: 2001-02-03\nlang: en_GB\nmood: grim\n---\n# The quay\r\n\r\n"
        b"It is **not** _so_ [far](https://example.org/x)[^1]\r\nas `one` says.\n\n3. Three\n4. Four\n\n```\na  b\nc\n```\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n",
    )

    assert [
        *(
            "The quay",
            "It is not so far[1] as one says.",
            "3. Three",
            "4. Four",
            "a b\nc",
            "A\tB",
            "1\t2",
            "1. A note.",
        ),
    ] == one.text.removesuffix("\n").split("\n\n")
    assert (1,) == one.headings
    assert {
        "title": "The quay",
        "creators": ("Ada Stone", "J. Roe"),
        "published": "2001-02-03",
        "language": "en_GB",
    } == stated(one)
    assert ("https example org x",) == one.differences.left_out


@pytest.mark.parametrize("front", ["---\ntitle: [\n---\n", "---\n- a\n---\n", "---\ntitle: x\n", "--- \n"])
def test_front_matter_that_cannot_be_read_stays_in_the_text(front):
    assert "Words." in derived(".md", f"{front}\nWords.\n".encode()).text


def test_restructured_text_loses_its_markup_and_reads_no_other_file(tmp_path):
    (tmp_path / "secret.txt").write_text("A secret.")
    source = f"The quay\n========\n\n:author: Ada Stone\n:date: 1901\n\n**Mr Keith**: Yes.\n\n.. include:: {tmp_path}/secret.txt\n\n.. raw:: html\n\n   <p>raw</p>\n\nNext\n----\n\nNo."
    one = derived(".rst", source.encode())

    assert ["The quay", "Mr Keith: Yes.", "Next", "No."] == one.text.removesuffix("\n").split("\n\n")
    assert ((1, 3), {"title": "The quay", "creators": ("Ada Stone",), "published": "1901"}) == (
        one.headings,
        stated(one),
    )


def test_a_web_page_is_its_main_text_and_what_is_left_out_is_said():
    one = derived(".html", FILES["press/pier-opens.html"])

    assert "The Harbor Board will meet again in June,\nand the Echo will report." in one.text
    assert "newsletter" not in one.text
    assert {
        "title": "New pier opens",
        "creators": ("Iris Quill",),
        "publisher": "The Merrow Echo",
        "published": "1999-05-01",
        "source_url": "https://echo.example/pier-opens.html",
        "language": "en",
    } == stated(one)
    assert {"Front page Sport and weather", "Copyright The Merrow Echo Subscribe to our newsletter"} == set(
        one.differences.left_out
    )
    assert ("trafilatura", "favor_recall") == (one.program, next(iter(one.settings)))


def test_a_web_page_in_a_declared_encoding_is_read_in_it():
    page = f"<meta charset=windows-1252><title>Köln</title><article>{'<p>Größe und Maß in Köln am Rhein.</p>' * 9}</article>"
    one = derived(".html", page.encode("windows-1252"))

    assert "Größe und Maß in Köln am Rhein." in one.text
    assert "windows-1252" == one.settings["encoding"]


def test_the_encoding_of_other_files_is_not_that_of_utf_8():
    assert "Größe\n" == derived(".md", "Größe".encode(), "windows-1252").text
    assert "Größe\n" == derived(".md", "Größe".encode("windows-1252"), "windows-1252").text


def test_a_message_is_its_plain_text_and_its_addresses_stay_private():
    one = derived(".eml", FILES["letters/letter 2.eml"])

    assert one.text.startswith("Dear Ada,\n\n> Could you send the figures?\n> A. S.\n\nThis is paper")
    assert {"title": "Grüße vom neuen Pier", "creators": ("Tomas Reyes",), "published": "1998-03-11"} == stated(one)
    assert ("attachments left out: map.png", "quotes another message; those lines begin with >") == one.notes


def test_a_message_in_html_is_read_without_tags():
    mail = EmailMessage()
    mail["From"] = "ada@example.org"
    mail.set_content("<p>One<script>x()</script></p><p>Two</p>", subtype="html")
    one = derived(".eml", mail.as_bytes())

    assert ("One\n\nTwo\n", {}) == (one.text, stated(one))


def test_every_message_of_a_mailbox_is_a_text_with_an_original_of_its_own():
    box = FILES["letters/harbor.mbox"]
    three = CONVERTED[".mbox"](box, ".mbox", None)

    assert [f"{number} of 3" for number in (1, 2, 3)] == [one.settings["message"] for one in three]
    assert all(one.original in box and one.suffix == ".eml" for one in three)
    assert 3 == len({one.text for one in three})


def test_a_word_file_is_its_paragraphs_with_its_properties():
    one = derived(".docx", word_file(["# The quay", "It <is> so."], "On the quay", "A. Stone; J. Roe", "1999-01-01"))

    assert ("The quay\n\nIt <is> so.\n", (1,)) == (one.text, one.headings)
    assert {"title": "On the quay", "creators": ("A. Stone", "J. Roe")} == stated(one)
    assert "" == one.differences.sentence()


def test_a_pdf_keeps_its_lines_and_wider_spaces_part_its_paragraphs():
    one = derived(
        ".pdf", pdf_file([["One line", "and the next.", "", "Another."], ["A page."], []], "The quay", "A. Stone")
    )

    assert "One line\nand the next.\n\nAnother.\n\nA page.\n" == one.text
    assert {"title": "The quay", "creators": ("A. Stone",)} == stated(one)
    assert ("no text on page 3: perhaps scanned; recognize it with an OCR program first",) == one.notes


@pytest.mark.parametrize(
    ("data", "encoding", "text", "name"),
    [
        ("Grüße\r\naus Köln".encode("windows-1252"), "cp1252", "Grüße\r\naus Köln", "cp1252"),
        ("\ufeffGrüße".encode("utf-16-le"), None, "Grüße", "utf-16"),
    ],
)
def test_plain_text_in_another_encoding_becomes_utf_8(data, encoding, text, name):
    (one,) = convert_plain(data, ".txt", encoding)

    assert (text, {"encoding": name}, None) == (one.text, one.settings, one.layout)


# --- words that are lost or joined ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a<b>b</b>c</p><p> d\n e </p>", ["abc", "d e"]),
        ("<ul><li>a<li>b</ul><ol start=3><li><p>c</p></ol>", ["a", "b", "3. c"]),
        ("<pre>a  b\n\n c</pre>x<br>y", ["a b\nc", "x\ny"]),
        ("<h2>A <i>b</i></h2>c<table><tr><td>1<td>2<tr><td>3</table>", ["A b", "c", "1\t2", "3"]),
        ("<head><title>t</title></head><script>if (a<b) {}</script><style>p{}</style><p>a &amp; b&nbsp;c", ["a & b c"]),
        ("</p></div>a</ol><li>b", ["a", "b"]),
        ("", []),
    ],
)
def test_html_becomes_paragraphs(html, shown):
    assert shown == [block.text for block in blocks_of(html)]


@pytest.mark.parametrize(
    ("original", "blocks", "left_out", "changed"),
    [
        ("one two three four", ["one two", "three four"], (), ()),
        ("menu one two three end", ["one two three"], ("menu", "end"), ()),
        ("the end. Start again now", ["the endStart again now"], ("end Start",), ("endStart",)),
        ("one two three four five", ["four five", "one two three"], (), ()),
        ("one two three four", ["one two three four", "one two three four"], (), ("one two three four",)),
        ("", ["new"], (), ("new",)),
    ],
    ids=["nothing", "left out", "joined", "another order", "repeated", "added"],
)
def test_words_that_are_lost_joined_or_repeated_are_found(original, blocks, left_out, changed):
    found = compare(words_of(original), blocks)

    assert (left_out, changed) == (found.left_out, found.changed)
    assert bool(left_out or changed) == bool(found.sentence())


@given(st.lists(st.lists(st.sampled_from("a b c d ef".split()), min_size=1, max_size=6), max_size=6))
def test_every_word_of_the_original_is_kept_or_shown_as_left_out(paragraphs):
    original = [word for paragraph in paragraphs for word in paragraph]
    found = compare(original, [" ".join(paragraph) for paragraph in paragraphs[1:]])

    assert len(original) == found.words == found.kept + sum(len(run.split()) for run in found.left_out)


@given(st.text(max_size=60))
def test_no_html_stops_the_reader(html):
    text = text_of(blocks_of(html))

    assert "<script" not in text or "&lt;" in html or "<script" in html


# --- refusals ------------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + bytes(110_000_000))
    return file.getvalue()


def encrypted_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf_file([["Secret."]]))))
    writer.encrypt("x", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("suffix", "data", "why"),
    [
        (
            ".pdf",
            FILES[newcomers_folder.SCANNED],
            "is a PDF without text, such as a scan; recognize its text with an OCR program first",
        ),
        (".pdf", b"%PDF-1.4 no", "is not a PDF that can be read"),
        (".docx", b"\xd0\xcf\x11\xe0" + bytes(99), "is protected by a password"),
        (".docx", b"PK no", "is not a Word file that can be read"),
        (".docx", word_file([]), "has no words"),
        (".html", b"<p>\xff\xfe", "is not UTF-8: byte 0xFF at byte offset 3; say its encoding"),
        (".html", b"<meta charset=klingon><p>x", "declares the encoding 'klingon', which is not known; say its"),
        (".html", b"", "holds no main text"),
        (".eml", b"", "is not an e-mail message"),
        (".eml", b"Subject: x\nContent-Type: image/png\n\nx", "is a message without text"),
        (".mbox", b"Dear Sir", "is not a mailbox"),
        (".md", b"---\ntitle: x\n---\n", "has no words"),
        (".rst", b"", "has no words"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(suffix, data, why):
    with pytest.raises(NotConverted, match=why):
        CONVERTED[suffix](data, suffix, None)


def test_an_encrypted_pdf_is_refused():
    with pytest.raises(NotConverted, match="is protected by a password; save a copy without one"):
        derived(".pdf", encrypted_pdf())


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(NotConverted, match="unpacks to 110,000,003 bytes"):
        derived(".docx", bomb())


@pytest.mark.parametrize("suffix", [".html", ".docx", ".pdf", ".rst"])
def test_a_format_without_its_package_is_refused_with_the_line_that_installs_it(suffix, monkeypatch):
    monkeypatch.setattr(util, "find_spec", lambda _: None)

    with pytest.raises(NotConverted, match=r"needs the import extra: pip install 'colophon\[import\]'"):
        derived(suffix, b"x")


@pytest.fixture(scope="module")
def conversion() -> Iterator[Conversion]:
    with Conversion() as one:
        yield one


@pytest.mark.parametrize("suffix", [*CONVERTED, ".txt"])
@pytest.mark.parametrize(
    "data",
    [
        b"\x00\xff" * 500,
        b"<div>" * 20_000 + b"words",
        b"> " * 3_000 + b"words",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
        b"From x\n\n" * 50,
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 900,
    ],
    ids=["bytes", "deep", "quotes", "PDF that is its own page", "messages", "parts in parts"],
)
def test_hostile_files_are_read_or_refused_and_nothing_else(conversion, suffix, data):
    with suppress(NotConverted):
        conversion.derive(data, suffix)


def test_a_file_that_takes_too_long_or_stops_its_reader_is_refused_and_the_next_is_read():
    with Conversion(seconds=0) as hasty, pytest.raises(NotConverted, match="took more than 0 seconds to read"):
        hasty.derive(b"# x", ".md")
    with Conversion() as conversion:
        conversion.derive(b"# x", ".md")
        assert conversion._process
        conversion._process.kill()
        with pytest.raises(NotConverted, match="made the program that reads it fail"):
            conversion.derive(b"# x", ".md")
        assert "x\n" == conversion.derive(b"# x", ".md")[0].text


# --- in a site -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> ThrowawaySite:
    """The newcomer's folder, added by one command."""
    site = ThrowawaySite(tmp_path_factory.mktemp("town"))
    site.write("mkdocs.yml", "site_name: Town\ntheme: {name: material}\nplugins: [colophon]\n")
    folder = newcomers_folder.write(site.root / "disk")
    result = add(site, folder, "--file-names", "--encoding", "windows-1252")
    assert 0 == result.exit_code, result.output
    site.write("said.txt", result.stderr)
    return site


def add(site: ThrowawaySite, *arguments: object):
    return CliRunner().invoke(main, ["-C", str(site.root), "add", *map(str, arguments), "--from", "x", "--by", "y"])


def test_one_command_adds_a_folder_of_nine_formats_but_for_what_nobody_can_read(town):
    reading = town.read()
    texts = {text.id: text for text in reading.site.texts}
    said = (town.root / "said.txt").read_text()

    assert [] == lines_of(reading.problems)
    assert len(FILES) - len(newcomers_folder.LEFT_OUT) + 2 == len(texts)  # the mailbox has three messages
    assert all(f"{town.root / 'disk' / name}: " in said for name in newcomers_folder.LEFT_OUT)
    assert "Added 50 texts. 49 with a title, 43 with a date." in said
    assert {"blocks"} == {texts[name].record.layout for name in ("harbor-report", "ferry-report", "plan-1")}
    assert "Grüße" not in texts["rede-1958-latin1"].text
    assert "begrüßte" in texts["rede-1958-latin1"].text


def test_folders_in_the_folder_become_collections(town):
    folders = {path.parent.name for path in (town.root / "corpus").rglob("*.txt")}

    assert {"talks", "papers", "orders", "hearings", "letters", "press", "originals"} == folders


def test_every_original_is_kept_byte_for_byte_with_its_digest(town):
    originals = {path.name: path.read_bytes() for path in (town.root / "corpus/originals").iterdir()}
    named = {text.record.derived.original for text in town.read().site.texts if text.record.derived}

    assert set(originals) == named
    assert FILES["papers/plan-1.docx"] == originals["plan-1.docx"]
    assert FILES[newcomers_folder.LATIN_1] == originals["rede-1958-latin1.txt"]


def test_the_folder_may_be_added_again(town):
    again = add(town, town.root / "disk", "--encoding", "windows-1252")

    assert (0, 50) == (again.exit_code, again.stdout.count(": skipped; the corpus already holds it as "))


def test_the_page_of_a_derived_text_names_the_original_its_digest_and_the_program(town):
    edition = compile_edition(town.read().site)
    number, text = next((n, text) for n, text in enumerate(edition.site.texts) if text.id == "plan-1")
    page = render_document(edition, number)
    derived = text.record.derived
    assert derived

    assert f"Original file\n:   `plan-1.docx`, {derived.fixity.bytes:,} bytes; kept, not on this site" in page
    assert f"SHA-256 of the original\n:   `{derived.fixity.sha256}`" in page
    assert "Text derived by\n:   mammoth 1" in page
    assert "as in the original; their words are unchanged" in page


def test_a_page_that_does_not_show_the_digest_of_the_original_is_reported(town):
    text = next(text for text in town.read().site.texts if text.id == "plan-1")
    assert text.record.derived
    digest = text.record.derived.fixity.sha256

    def faults(provenance: str) -> list[str]:
        page = page_at("documents/plan-1/index.html", f"<div class=provenance>{provenance}</div>".encode())
        assert page
        return [message for rule, message in text_faults(text, (), page) if rule == PAGE]

    assert [] == faults(digest)
    assert ["does not show the digest of the original of the text; build the site again"] == faults("")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda path: path.write_bytes(b"x"), "derived.fixity: expected"),
        (lambda path: path.unlink(), "derived.original: the original is missing: expected corpus/originals/a.md"),
        (
            lambda path: (path.parent / "b.md").write_text("x"),
            "no record says that its text was derived from this file",
        ),
    ],
    ids=["changed", "missing", "one too many"],
)
def test_an_original_that_changed_is_missing_or_is_nobodys_is_a_problem(site, tmp_path, change, problem):
    (tmp_path / "a.md").write_text("Words.")
    add(site, tmp_path / "a.md")
    change(site.root / "corpus/originals/a.md")
    fixity = CliRunner().invoke(main, ["-C", str(site.root), "fixity"])

    assert [True] == [problem in line for line in lines_of(site.read().problems)]
    assert ("b.md" not in {path.name for path in (site.root / "corpus/originals").iterdir()}) == bool(fixity.exit_code)


def test_files_of_folders_get_ids_by_their_folder_where_names_are_taken(site, tmp_path):
    for name in ("a/letter.txt", "b/letter.md", "b/index.md"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(f"Words of {name}.")
    add(site, tmp_path / "in")

    assert ["b-index", "b-letter", "letter"] == sorted(text.id for text in site.read().site.texts)


def test_nothing_is_written_in_a_dry_run(site, tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: The quay\n---\nWords.")
    result = add(site, tmp_path / "a.md", "--dry-run")

    assert f"corpus/a.txt from {tmp_path / 'a.md'}: title: The quay (source)\n" == result.stdout
    assert not (site.root / "corpus").exists()


def test_words_that_differ_are_shown_and_asked_about_at_a_terminal(site, tmp_path, monkeypatch):
    monkeypatch.setattr("colophon.cli.prompts.at_a_terminal", lambda: True)
    file: Path = tmp_path / "a.md"
    file.write_text("[Words](https://example.org)")
    command = ["-C", str(site.root), "add", str(file), "--from", "x", "--by", "y"]
    result = CliRunner().invoke(main, command, input="n\n")

    assert f"{file} as corpus/a.txt: 1 of 4 words kept; left out: “https example org”" in result.output
    assert not (site.root / "corpus").exists()
