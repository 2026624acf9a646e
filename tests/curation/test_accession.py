"""Taking files in: the bytes exactly, a record beside them, all of a call or none of it, nothing ever overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from colophon.cli import main
from colophon.curation.accession import Accession, add_texts, new_record, survey
from colophon.model.errors import AccessionRefused, ColophonError
from colophon.model.record import Acquired
from colophon.project.reader import fixity_of
from colophon.project.writer import write_new
from tests.conftest import ThrowawaySite, lines_of

ACQUIRED = Acquired.model_validate({"on": "2026-11-22", "from": "A drawer: “no. 3”", "by": "J. Doe"})


def incoming(tmp_path: Path, name: str, data: bytes = b"A letter.\n") -> Path:
    """A file somewhere outside the site."""
    file = tmp_path / "incoming" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def accession(
    root: Path, files: Iterable[Path], acquired: Acquired, described: Mapping[str, Any] | None = None
) -> Sequence[Accession]:
    """What `colophon add` does, without a question; returns what was added."""
    new = survey(root, files).new
    add_texts(root, new, [new_record(found, acquired, described) for found in new])
    return new


def files_in(site: ThrowawaySite) -> dict[str, bytes]:
    return {p.relative_to(site.root).as_posix(): p.read_bytes() for p in site.root.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"one\ntwo\n", id="plain"),
        pytest.param(b"one\r\ntwo", id="CRLF and no line end at the end"),
        pytest.param(b"one\rtwo\r\r", id="CR"),
        pytest.param("\ufeffcafé 😀".encode(), id="a byte order mark"),
        pytest.param(b"a\x00b\x1a\x0c", id="controls"),
        pytest.param("cafe\u0301\u2028\u0085".encode(), id="marks and odd line ends"),
        pytest.param(b" \n x \n\n\n", id="white space around"),
    ],
)
def test_the_bytes_are_copied_exactly_and_the_record_is_complete(tmp_path: Path, site: ThrowawaySite, data: bytes):
    """What was added is read back without a problem."""
    (taken,) = accession(site.root, [incoming(tmp_path, "Letter 7 (draft).txt", data)], ACQUIRED, {"language": "en"})

    reading = site.read()
    assert [] == lines_of(reading.problems)
    (text,) = reading.site.texts
    assert ("letter-7-draft", data) == (text.id, text.data)
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (text.record.fixity.sha256, text.record.fixity.bytes)
    assert (ACQUIRED, "en", "full", "lines") == (
        text.record.acquired,
        text.record.language,
        text.record.access,
        text.record.layout,
    )
    assert (taken.id, taken.data) == (text.id, text.data)
    assert {"mkdocs.yml", "corpus/letter-7-draft.txt", "corpus/letter-7-draft.yml"} == files_in(site).keys()


def test_unknown_fields_are_null_in_the_record(tmp_path: Path, site: ThrowawaySite):
    """An editor sees what there is to fill in; nothing is guessed."""
    accession(site.root, [incoming(tmp_path, "letter.txt")], ACQUIRED)

    record = site.read().site.texts[0].record
    assert [None] * 7 == [
        *(record.title, record.creators, record.publisher, record.published),
        *(record.source_url, record.language, record.notes),
    ]
    written = files_in(site)["corpus/letter.yml"].decode()
    for key in ("title", "creators", "publisher", "published", "source_url", "language", "notes"):
        assert f"\n{key}: null\n" in written


def test_the_added_file_stays_where_it_was(tmp_path: Path, site: ThrowawaySite):
    file = incoming(tmp_path, "letter.txt", b"A letter.\n")

    accession(site.root, [file], ACQUIRED)

    assert b"A letter.\n" == file.read_bytes()


def test_a_folder_is_added_with_its_texts(tmp_path: Path, site: ThrowawaySite):
    """Folders in it as well; other files are left, and texts in other formats are derived."""
    for name in ("b.txt", "a.txt", "deep/er/c.txt", "picture.png", "notes.md"):
        incoming(tmp_path, name, name.encode())

    taken = accession(site.root, [tmp_path / "incoming"], ACQUIRED)

    assert ["a", "b", "c", "notes"] == [found.id for found in taken]
    assert [] == lines_of(site.read().problems)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("000_17ce685a5ce6ce4a.txt", "000_17ce685a5ce6ce4a"),
        ("Letter.txt", "letter"),
        ("A  B--C.txt", "a-b-c"),
        ("_x_.txt", "x"),
        ("réponse.txt", "reponse"),
        ("v1.2.txt", "v1-2"),
        ("no suffix", "no-suffix"),
        ("x" * 100 + ".txt", "x" * 100),
    ],
)
def test_the_name_of_the_file_gives_the_id(tmp_path: Path, site: ThrowawaySite, name: str, slug: str):
    assert [slug] == [found.id for found in accession(site.root, [incoming(tmp_path, name)], ACQUIRED)]


@pytest.mark.parametrize("slug", ["123", "1e3", "0x1f", "null", "true", "no", "2026-11-22", "1_000"])
def test_an_id_that_looks_like_something_else_stays_text(tmp_path: Path, site: ThrowawaySite, slug: str):
    accession(site.root, [incoming(tmp_path, f"{slug}.txt")], ACQUIRED)

    assert [slug] == [text.id for text in site.edition().site.texts]


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
@example("yes", "no: ‘it’ is # not")
@example("\x00\x07\u2028\ufeff", "- a\n- b: {c")
@example("!x", "&a *a")
def test_whatever_is_said_about_where_it_comes_from_can_be_read_again(origin: str, by: str):
    """Words with colons, quotation marks or controls included."""
    try:
        acquired = Acquired.model_validate({"on": "2026", "from": origin, "by": by})
    except ValueError:
        return  # refused before anything is written
    found = Accession(Path("x.txt"), "x", b"x", fixity_of(b"x"))

    data = new_record(found, acquired, None)

    assert acquired == Acquired.model_validate(yaml.safe_load(data)["acquired"])


# --- refusals ----------------------------------------------------------------------------------------------------


def refusal(site: ThrowawaySite, *files: Path) -> str:
    """Why files are refused; and nothing of the site has changed."""
    before = files_in(site)
    with pytest.raises(AccessionRefused) as refused:
        accession(site.root, files, ACQUIRED)
    assert before == files_in(site)
    return str(refused.value)


def test_a_file_that_is_not_utf_8_is_refused_with_the_byte_and_its_offset(tmp_path: Path, site: ThrowawaySite):
    file = incoming(tmp_path, "letter.txt", b"ab\ncaf\xe9\n")

    assert refusal(site, file).startswith(
        f"{file}: expected UTF-8, found the byte 0xE9 at byte offset 6; find out its encoding"
    )


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u00a0\u3000".encode()])
def test_a_file_without_words_is_refused(tmp_path: Path, site: ThrowawaySite, data: bytes):
    file = incoming(tmp_path, "letter.txt", data)

    assert f"{file}: has no words; nothing was added" == refusal(site, file)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("___.txt", "its name has no letter or digit for a web address; choose one with --id"),
        ("index.txt", "its name gives the address 'index', which is reserved; choose another with --id"),
        (
            f"{'a letter ' * 12}.txt",
            (
                "its name is too long for a web address (107 characters; at most 100); choose a shorter address, such as"
                f" --id {'a-letter-' * 11}a"
            ),
        ),
    ],
)
def test_a_name_that_gives_no_id_is_refused_with_what_to_do(
    tmp_path: Path, site: ThrowawaySite, name: str, message: str
):
    file = incoming(tmp_path, name)

    assert f"{file}: {message}; nothing was added" == refusal(site, file)


@pytest.mark.parametrize("name", ["Ärzte", "Straße Ærø", "a - 1", "Łódź", "O’Brien", "Café Zürich", "Петр"])
def test_add_check_and_entry_make_the_same_address_of_a_name(tmp_path: Path, site: ThrowawaySite, name: str):
    (added,) = survey(site.root, [incoming(tmp_path, f"{name}.txt")]).new
    started = CliRunner().invoke(main, ["-C", str(site.root), "entry", name, "--kind", "agency"])
    site.write(f"corpus/{name}.txt", "Dear Sir.")
    (advised,) = [line for line in site.problems() if "[record-missing]" in line]

    assert f"names it {added.id} [record-missing]" in advised
    assert (site.root / f"docs/glossary/{added.id}.md").is_file(), started.output


def test_an_id_is_chosen_for_a_single_file(tmp_path: Path, site: ThrowawaySite):
    def add(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["-C", str(site.root), "add", *arguments, "--from", "x", "--by", "y"])

    first, second = incoming(tmp_path, "入国.txt"), incoming(tmp_path, "second.txt", b"Another.")

    assert 2 == add(str(first), str(second), "--id", "a").exit_code
    assert 2 == add(str(first), "--id", "A b").exit_code
    assert 0 == add(str(first), "--id", "nyukoku").exit_code
    assert ["nyukoku"] == [text.id for text in site.edition().site.texts]


def test_a_missing_file_is_refused(tmp_path: Path, site: ThrowawaySite):
    assert f"{tmp_path / 'gone.txt'}: does not exist; nothing was added" == refusal(site, tmp_path / "gone.txt")


def test_a_folder_without_texts_is_refused(tmp_path: Path, site: ThrowawaySite):
    incoming(tmp_path, "picture.png")

    assert (
        f"{tmp_path / 'incoming'}: holds no file that can be added; 1 other file left out: 1 .png; nothing was added"
        == refusal(site, tmp_path / "incoming")
    )


def test_the_same_bytes_are_not_added_twice(tmp_path: Path, site: ThrowawaySite):
    """Whatever the name: they are skipped, and what is new beside them is added."""
    accession(site.root, [incoming(tmp_path, "letter.txt")], ACQUIRED)
    file, new = incoming(tmp_path, "other.txt"), incoming(tmp_path, "new.txt", b"New.\n")

    surveyed = survey(site.root, [file, new])

    assert ((file, site.root / "corpus/letter.txt"),) == surveyed.held
    assert ["new"] == [found.id for found in surveyed.new]


def test_a_folder_may_be_added_again(tmp_path: Path, site: ThrowawaySite):
    """After something was added to it."""
    for name in ("a.txt", "b.txt"):
        incoming(tmp_path, name, name.encode())
    accession(site.root, [tmp_path / "incoming"], ACQUIRED)
    before = files_in(site)
    incoming(tmp_path, "c.txt", b"c")

    assert ["c"] == [found.id for found in accession(site.root, [tmp_path / "incoming"], ACQUIRED)]
    assert [] == list(accession(site.root, [tmp_path / "incoming"], ACQUIRED))
    assert before.items() <= files_in(site).items()


def test_a_text_in_the_corpus_without_a_record_gets_one(site: ThrowawaySite):
    """As check says it should."""
    file = site.write("corpus/letter.txt", "A letter.\n")

    assert ["letter"] == [found.id for found in accession(site.root, [file], ACQUIRED)]
    assert [] == lines_of(site.read().problems)


def test_all_refused_files_are_reported_at_once(tmp_path: Path, site: ThrowawaySite):
    good = incoming(tmp_path, "good.txt", b"Good.\n")
    bad, empty, gone = incoming(tmp_path, "bad.txt", b"\xff"), incoming(tmp_path, "empty.txt", b""), tmp_path / "gone"

    message = refusal(site, bad, good, empty, gone)

    first, *each = message.splitlines()
    assert "3 files cannot be added, so nothing was added:" == first
    assert [f"    {path}: " for path in (bad, empty, gone)] == [
        line[: len(f"    {path}: ")] for line, path in zip(each, (bad, empty, gone), strict=True)
    ]


def test_a_file_named_twice_is_one_file(tmp_path: Path, site: ThrowawaySite):
    file = incoming(tmp_path, "letter.txt")

    assert 1 == len(accession(site.root, [file, tmp_path / "incoming", file], ACQUIRED))


def test_the_same_bytes_twice_in_one_call_are_refused(tmp_path: Path, site: ThrowawaySite):
    one, other = incoming(tmp_path, "a.txt"), incoming(tmp_path, "b.txt")

    assert f"{other}: has the same bytes as {one}; leave out one of the two; nothing was added" == refusal(
        site, one, other
    )


def test_an_id_is_not_given_twice(tmp_path: Path, site: ThrowawaySite):
    accession(site.root, [incoming(tmp_path, "letter.txt")], ACQUIRED)
    file = incoming(tmp_path, "Letter.TXT", b"Another letter.\n")

    assert (
        f"{file}: the id letter is taken by letter.txt, which has other bytes; rename the file, or add it alone with --id; nothing was added"
        == refusal(site, file)
    )


def test_an_id_is_not_given_twice_in_one_call(tmp_path: Path, site: ThrowawaySite):
    one, other = incoming(tmp_path, "a/letter.txt", b"One.\n"), incoming(tmp_path, "b/letter.txt", b"Other.\n")

    assert refusal(site, one, other).startswith(f"{other}: the id letter is taken by letter.txt")


def test_a_record_that_waits_for_its_text_is_not_overwritten(tmp_path: Path, site: ThrowawaySite):
    site.write("corpus/letter.yml", "id: letter # mine\n")

    assert "the id letter is taken by letter.yml" in refusal(site, incoming(tmp_path, "letter.txt"))


def test_one_file_that_is_refused_keeps_all_out(tmp_path: Path, site: ThrowawaySite):
    good = incoming(tmp_path, "good.txt", b"Good.\n")
    bad = incoming(tmp_path, "bad.txt", b"\xff")

    assert refusal(site, good, bad).startswith(f"{bad}: expected UTF-8")


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
def test_a_disk_that_is_full_keeps_all_out(
    tmp_path: Path, site: ThrowawaySite, monkeypatch: pytest.MonkeyPatch, fails_at: int
):
    """Either every file of a call is added or none, whichever write fails."""
    files = [incoming(tmp_path, "a.txt", b"A.\n"), incoming(tmp_path, "b.txt", b"B.\n")]
    before = files_in(site)
    calls = 0

    def write_until_full(path: Path, data: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError("disk full")
        write_new(path, data)

    monkeypatch.setattr("colophon.curation.accession.write_new", write_until_full)
    with pytest.raises(OSError, match="disk full"):
        accession(site.root, files, ACQUIRED)

    assert before == files_in(site)


def test_an_invalid_language_is_refused_before_anything_is_written(tmp_path: Path, site: ThrowawaySite):
    """Otherwise the record could not be read again."""
    before = files_in(site)

    with pytest.raises((ColophonError, ValueError)):
        accession(site.root, [incoming(tmp_path, "letter.txt")], ACQUIRED, {"language": "English"})

    assert before == files_in(site)


def test_the_corpus_is_never_changed_by_what_comes_later(tmp_path: Path, site: ThrowawaySite):
    accession(site.root, [incoming(tmp_path, "a.txt", b"A.\n")], ACQUIRED)
    before = files_in(site)

    accession(site.root, [incoming(tmp_path, "b.txt", b"B.\n")], ACQUIRED)

    assert before.items() <= files_in(site).items()


# --- what is left out, and what looks wrong --------------------------------------------------------------------------

WRAPPED = "\n\n".join(
    "The Board met at the harbour in the first days of the spring\n" * 4 + "and signed the paper." for _ in range(3)
)


def added(site: ThrowawaySite, *arguments: object) -> Any:
    return CliRunner().invoke(
        main, ["-C", str(site.root), "add", *map(str, arguments), "--from", "A drawer", "--by", "J. Doe"]
    )


def test_what_a_folder_holds_besides_texts_is_said(site: ThrowawaySite, tmp_path: Path):
    folder = tmp_path / "letters"
    (folder / "more").mkdir(parents=True)
    for name in ("a.txt", "b.png", "more/c.png", "d.csv", "README", ".hidden.txt", "e.txt~"):
        (folder / name).write_text(f"Words of {name}.", "utf-8")
    (folder / "link.txt").symlink_to(folder / "a.txt")
    result = added(site, folder)

    assert 0 == result.exit_code
    assert ["a.txt", "a.yml"] == sorted(path.name for path in (site.root / "corpus").iterdir())
    assert (
        f"{folder}: 7 other files left out: 2 .png, 1 .csv, 1 .txt~, 1 hidden, 1 symbolic link, 1 without a suffix\n"
    ) in result.stderr


@pytest.mark.parametrize(
    ("words", "is_wrapped"),
    [
        (WRAPPED, True),
        (WRAPPED.replace("\n", "\r\n"), True),
        ("\n".join("The Board met at the harbour and signed the paper on the quay." for _ in range(20)), False),
        ("\n\n".join("Sea and sky\nand the long shore\nand a gull\nalone on the wind" for _ in range(5)), False),
        ("One line.\n\nAnother line.\n\nA third.", False),
        ("word " * 2_000, False),
    ],
    ids=["prose", "CRLF", "a sentence a line", "verse", "short", "one long line"],
)
def test_blank_lines_separate_the_paragraphs_of_texts_with_hard_wrapped_lines(
    site: ThrowawaySite, tmp_path: Path, words, is_wrapped
):
    (tmp_path / "text.txt").write_text(words, "utf-8", newline="")
    result = added(site, tmp_path / "text.txt")

    assert is_wrapped == ("set layout: lines in corpus/text.yml" in result.stderr)
    assert ("blocks" if is_wrapped else "lines") == site.edition().site.texts[0].record.layout


def test_a_chosen_layout_is_not_questioned(site: ThrowawaySite, tmp_path: Path):
    (tmp_path / "text.txt").write_text(WRAPPED, "utf-8")

    assert "hard-wrapped" not in added(site, tmp_path / "text.txt", "--layout", "lines").stderr


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("The Boardâ€™s house.", "The Boardâ€™s house."),
        ("The cafÃ© closed.", "The cafÃ© closed."),
        ("caf\ufffd", "caf\ufffd"),
        ("Âµ and Ã\x89", "Âµ and Ã"),
        ("Вчера".encode().decode("latin-1"), "Ð"),
    ],
)
def test_a_text_that_was_decoded_wrongly_is_added_with_a_warning(site: ThrowawaySite, tmp_path: Path, words, shown):
    (tmp_path / "text.txt").write_text(f"One line.\n{words}", "utf-8")
    result = added(site, tmp_path / "text.txt")

    assert 0 == result.exit_code
    assert "corpus/text.txt:2: “" in result.stderr
    assert "decoded with the wrong encoding" in result.stderr


@pytest.mark.parametrize("words", ["São Paulo, Âge, ÂME", "Château d’If", "Вчера министр", "naïve – “so”", "ÃO DE LÓ"])
def test_letters_in_daily_use_are_no_sign_of_a_wrong_encoding(site: ThrowawaySite, tmp_path: Path, words):
    (tmp_path / "text.txt").write_text(words, "utf-8")

    assert "encoding" not in added(site, tmp_path / "text.txt").stderr


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Café Zürich", "cafe-zurich"), ("Straße Ærø", "strasse-aero"), ("Ärzte", "arzte"), ("a - 1", "a-1")],
)
def test_letters_of_a_name_are_transliterated_in_the_id(site: ThrowawaySite, tmp_path: Path, name, id_):
    (tmp_path / f"{name}.txt").write_text("Words.", "utf-8")
    added(site, tmp_path / f"{name}.txt")

    assert (site.root / f"corpus/{id_}.yml").is_file()
