"""Reading a site: the problem of each mistake, and the paragraphs of a text."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from colophon.formats.paragraphs import split_paragraphs
from colophon.model.errors import Invalid, NoSite
from colophon.model.settings import Kind
from colophon.model.site import Paragraph
from colophon.project.reader import decode, find_root, fixity_of, read_settings, read_site
from tests.conftest import PROJECT, ThrowawaySite, lines_of

SPACE = "\ufeff \t\r\n\f\v\u00a0\u2003\u3000"
words = st.text(alphabet="ab.é字\n\n\r \t\u00a0\u3000\ufeff\f", max_size=40)


def test_the_good_site_is_read_whole(good_site: ThrowawaySite):
    """Without this, the cases above would prove nothing."""
    reading = good_site.read()

    assert () == reading.problems
    assert ["letter", "report"] == [text.id for text in reading.site.texts]
    assert ["ada-stone", "harbour-board", "port-authority"] == [entry.slug for entry in reading.site.entries]
    assert ["index.md"] == [str(path) for path in reading.site.pages]


def test_broken_entry_does_not_hide_the_others(good_site: ThrowawaySite):
    good_site.write("docs/glossary/ada-stone.md", "no front matter")

    assert ["harbour-board", "port-authority"] == [entry.slug for entry in good_site.read().site.entries]


def test_bytes_of_a_text_are_kept(site: ThrowawaySite):
    data = b"\xef\xbb\xbfone \r\n\r\rtwo\x00\x0c\n"
    site.text("odd", data)

    text = site.read().site.texts[0]

    assert data == text.data
    assert "\ufeffone \r\n\r\rtwo\x00\x0c\n" == text.text
    assert ["one", "two\x00"] == [text.words(paragraph) for paragraph in text.paragraphs]


# --- the two texts of this project -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "paragraphs", "size", "digest"),
    [
        ("000_17ce685a5ce6ce4a", 24, 8072, "58c024811652933d4c85dc9770b62d836a9725d0c87ecbcd50da4063a0a6ad3b"),
        ("001_49d7299fa34e0926", 31, 8517, "0f05a9ee3816cda1f965c15872bdb9ba81766accf4c94f30acb9d771e08cabac"),
    ],
)
def test_texts_of_this_site_are_unchanged(name: str, paragraphs: int, size: int, digest: str):
    """The digests are written here once more, so that a text and its record cannot change together unnoticed."""
    text = next(text for text in read_site(PROJECT).site.texts if text.id == name)

    assert paragraphs == len(text.paragraphs)
    assert (digest, size) == (fixity_of(text.data).sha256, len(text.data))


def test_subheads_of_text_001_are_paragraphs_12_and_24():
    text = next(text for text in read_site(PROJECT).site.texts if text.id == "001_49d7299fa34e0926")

    assert [
        "The internal Trump administration tensions that have led to the Border Patrol’s empowerment",
        "Can the Border Patrol approach make mass deportation happen?",
    ] == [text.words(paragraph) for paragraph in text.paragraphs if paragraph.heading]


# --- files ---------------------------------------------------------------------------------------------------------


LEFT_BEHIND = ["a.md~", "a.md.bak", "a.md.orig", "a.md.rej", "a.md.swp", "a.txt.tmp", "~$a.docx", "#a.md#", "secret.env", "Thumbs.db", "thumbs.db", "desktop.ini", ".a.md.swp", "a.md.old", "a.md.save", "a.md.1", "a.md_backup", "~a.tmp", "a.sync-conflict-20260101-101010.md", "id_ed25519", "ehthumbs.db"]  # fmt: skip


@pytest.mark.parametrize("folder", ["corpus", "docs", "docs/glossary", "docs/images"])
@pytest.mark.parametrize("name", LEFT_BEHIND)
def test_file_that_a_program_left_behind_is_not_part_of_the_site(good_site: ThrowawaySite, folder: str, name: str):
    before = good_site.read()
    good_site.write(f"{folder}/{name}", "SECRET")

    assert before == good_site.read()


@pytest.mark.parametrize("suffix", ["markdown", "mdown", "mkdn", "mkd", "MD", "mdtext"])
def test_page_with_another_suffix_of_markdown_is_reported(good_site: ThrowawaySite, suffix: str):
    good_site.write(f"docs/notes.{suffix}", "# Notes\n")

    assert [f"docs/notes.{suffix}:1:1: a page ends in .md; rename this file to notes.md [file-name]"] == lines_of(good_site.read().problems)  # fmt: skip
    assert not good_site.read().site.assets


def test_texts_are_in_natural_order(site: ThrowawaySite):
    for number in (1, 2, 9, 10, 11, 100):
        site.text(f"letter-{number}", "Words.")

    assert [1, 2, 9, 10, 11, 100] == [int(text.id.removeprefix("letter-")) for text in site.read().site.texts]


@pytest.mark.parametrize(
    ("recorded", "there"),
    [(b"One.\nTwo.\n", b"One.\r\nTwo.\r\n"), (b"One.\r\nTwo.\r\n", b"One.\nTwo.\n")],
    ids=["LF to CRLF", "CRLF to LF"],
)
def test_text_whose_line_ends_git_changed_says_so(site: ThrowawaySite, recorded: bytes, there: bytes):
    site.text("letter", recorded)
    site.write("corpus/letter.txt", there)

    (problem,) = site.read().problems
    assert "only the line ends differ, which Git changes on some systems" in problem.message
    assert "write the line `corpus/**/*.txt -text` to .gitattributes" in problem.message


def test_texts_of_this_project_keep_their_line_ends_in_git():
    assert "corpus/**/*.txt -text\n" in (PROJECT / ".gitattributes").read_text("utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encoding_is_named(encoding: str):
    with pytest.raises(Invalid) as error:
        decode("The Harbour Board met in May.\n".encode(encoding), "x.txt")

    assert f"found {encoding[:6].upper()}" in error.value.problems[0].message


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "iso8859-15", "cp1252"])
def test_narrow_encoding_is_not_guessed(encoding: str):
    words = "Вчера" if encoding in {"cp1251", "koi8-r"} else "Café"
    with pytest.raises(Invalid, match="find out its encoding"):
        decode(words.encode(encoding), "x.txt")


@pytest.mark.parametrize(
    "words",
    [
        *[
            "The Boardâ€™s seal",
            "cafÃ© closed",
            "caf\ufffd",
            "Â÷åðà ìèíèñòð ïðèáûë",
            "a\x93b\x94",
            "ï»¿Words",
            "Ð’Ñ‡ÐµÑ€Ð°",
        ],
        *[
            "café – naïve".encode().decode(encoding)
            for encoding in ("cp437", "cp850", "cp1250", "iso8859-2", "mac-roman")
        ],
        *["Вчера".encode().decode(encoding) for encoding in ("cp1251", "koi8-r")],
    ],
)
def test_text_from_the_wrong_encoding_is_a_warning(site: ThrowawaySite, words: str):
    site.text("letter", words)

    assert ["garbled"] == [str(problem.rule) for problem in site.read().problems]


@pytest.mark.parametrize(
    "words",
    [
        "São João, NÃO",
        "“IRMÃ”, AMANHÃ…",
        "Ærø, Ångström, façade",
        "“Straße” – “Łódź”",
        "Вчера министр",
        "Â la carte",
        "naïve crêpe À",
    ],
)
def test_accents_are_no_sign_of_a_wrong_encoding(site: ThrowawaySite, words: str):
    site.text("letter", words)

    assert () == site.read().problems


def test_prose_of_a_broken_entry_is_returned(good_site: ThrowawaySite):
    good_site.replace("docs/glossary/ada-stone.md", "name: Ada Stone", "nam: Ada Stone")

    (unread,) = good_site.read().unread_prose
    assert ("docs/glossary/ada-stone.md", {"letter"}) == (unread.path, set(unread.sources))
    assert unread.prose.startswith("Ada Stone")


# --- paragraphs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "text", "expected"),
    [
        pytest.param("lines", "one\ntwo\n\nthree", ["one", "two", "three"], id="a line is a paragraph"),
        pytest.param("lines", "one\r\ntwo\r\n", ["one", "two"], id="CRLF ends a line"),
        pytest.param("lines", "one\rtwo\r", ["one", "two"], id="CR ends a line"),
        pytest.param("lines", "\n\n  one \n\t\n", ["one"], id="blank lines at either end are none"),
        pytest.param("lines", "\ufeffone", ["one"], id="a byte order mark belongs to no paragraph"),
        pytest.param("lines", "one\n\u3000\n\u2003two", ["one", "two"], id="wide spaces are white space"),
        pytest.param("lines", "", [], id="no words, no paragraph"),
        pytest.param("lines", " \n\t\ufeff\u00a0", [], id="white space is no words"),
        pytest.param("lines", "a\u2028b\u0085c", ["a\u2028b\u0085c"], id="only LF, CRLF and CR end a line"),
        pytest.param("blocks", "one\ntwo\n\nthree", ["one\ntwo", "three"], id="a blank line parts blocks"),
        pytest.param("blocks", "one\r\ntwo\r\n\r\nthree", ["one\r\ntwo", "three"], id="a blank line of CRLF"),
        pytest.param("blocks", "one\rtwo\r\rthree", ["one\rtwo", "three"], id="a blank line of CR"),
        pytest.param("blocks", "one\n \t\u00a0\n\n\ntwo", ["one", "two"], id="a blank line may hold white space"),
        pytest.param("blocks", "\n\n\ufeff\none\n\n\n", ["one"], id="blank lines at either end of the file"),
    ],
)
def test_text_is_split_into_paragraphs(layout: str, text: str, expected: list[str]):
    paragraphs = split_paragraphs(text, layout)

    assert expected == [text[paragraph.start : paragraph.end] for paragraph in paragraphs]
    assert list(range(1, len(expected) + 1)) == [paragraph.number for paragraph in paragraphs]


def test_heading_is_the_paragraph_the_record_names():
    assert [False, True] == [paragraph.heading for paragraph in split_paragraphs("one\n\ntwo", "lines", (2,))]


def test_anchor_of_a_paragraph_is_its_number():
    assert "p12" == Paragraph(12, 0, 1).anchor


@given(words, st.sampled_from(["lines", "blocks"]))
@example("\u3000", "lines")
@example("a\n\u2003\nb", "lines")
def test_paragraphs_have_every_word_once_and_in_order(text: str, layout: str):
    """Nothing but white space is left out, and none of it stands at the edge of a paragraph."""
    paragraphs = split_paragraphs(text, layout)

    edges = [0, *(edge for p in paragraphs for edge in (p.start, p.end)), len(text)]
    between = "".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    assert edges == sorted(edges)
    assert "" == between.strip(SPACE)
    for paragraph in paragraphs:
        inside = text[paragraph.start : paragraph.end]
        assert inside == inside.strip(SPACE) != ""


@given(words, st.sampled_from(["lines", "blocks"]), st.sampled_from(["\r\n", "\r"]))
def test_line_end_does_not_matter(text: str, layout: str, line_end: str):
    """LF, CRLF and CR divide a text alike."""
    plain = text.replace("\r", "")
    other = plain.replace("\n", line_end)

    def shown(of: str) -> list[str]:
        return [re.sub("\r\n?", "\n", of[p.start : p.end]) for p in split_paragraphs(of, layout)]

    assert shown(plain) == shown(other)


# --- bytes and settings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "line", "column", "offset", "byte"),
    [
        (b"\x80", 1, 1, 0, "0x80"),
        (b"ok\nna\xefve", 2, 3, 5, "0xEF"),
        ("é\n".encode() + b"\xc3", 2, 1, 3, "0xC3"),
        (b"\xed\xa0\x80", 1, 1, 0, "0xED"),
        (b"\xc0\xaf", 1, 1, 0, "0xC0"),
    ],
    ids=["at the start", "in the second line", "cut off at the end", "a surrogate", "an overlong form"],
)
def test_first_byte_that_is_not_utf_8_is_named(data: bytes, line: int, column: int, offset: int, byte: str):
    with pytest.raises(Invalid) as refused:
        decode(data, "x.txt")

    problem = refused.value.problems[0]
    assert (line, column) == (problem.place.line, problem.place.column)
    assert problem.message.startswith(f"expected UTF-8, found the byte {byte} at byte offset {offset}; ")


def test_nearest_folder_with_mkdocs_yml_is_the_site(good_site: ThrowawaySite):
    assert good_site.root.resolve() == find_root(good_site.root / "docs" / "glossary")


def test_message_outside_a_site_says_how_to_name_one(tmp_path: Path):
    with pytest.raises(NoSite) as refused:
        find_root(tmp_path)

    assert f"{tmp_path}: no mkdocs.yml here or in a folder above; go into the site's folder or name it with -C" == str(
        refused.value
    )


def test_site_may_declare_kinds(site: ThrowawaySite):
    site.write(
        "mkdocs.yml",
        "plugins:\n  - colophon:\n      kinds:\n        ship: {label: Ship, plural: Ships}\n",
    )

    assert Kind(label="Ship", plural="Ships") == read_settings(site.root).kinds["ship"]
    assert {"agency", "official", "ship"} == set(read_settings(site.root).kinds)


def test_plugins_may_be_a_mapping(site: ThrowawaySite):
    site.write(
        "mkdocs.yml", "plugins:\n  colophon:\n    kinds:\n      ship: {label: Ship, plural: Ships, person: false}\n"
    )

    assert "ship" in read_settings(site.root).kinds


@pytest.mark.parametrize("docs_dir", ["docs", "./docs", "docs/"])
def test_docs_dir_may_be_written_in_any_form(good_site: ThrowawaySite, docs_dir: str):
    good_site.write("mkdocs.yml", f"site_name: x\ndocs_dir: {docs_dir}\ntheme: material\nplugins: [colophon]\n")

    assert [] == good_site.problems()
    assert 3 == len(good_site.read().site.entries)


def test_settings_have_defaults(site: ThrowawaySite):
    site.write("mkdocs.yml", "plugins: [colophon]\n")
    settings = read_settings(site.root)

    assert ("site", "en", "docs") == (settings.name, settings.language, settings.docs_dir)
    assert {"agency": False, "official": True} == {slug: kind.person for slug, kind in settings.kinds.items()}


@pytest.mark.parametrize(
    "settings",
    [
        "site_name: [",
        "- a list",
        "just words",
        "plugins: 3",
        "plugins: [colophon: {kinds: [ship]}]",
        "plugins: [colophon: [kinds]]",
        "plugins: [colophon: {kinds: {ship: Ship}}]",
        "plugins: [colophon: {kinds: {Ship Of War: {label: Ship, plural: Ships}}}]",
        "site_name: \x07",
    ],
)
def test_unreadable_settings_are_reported(site: ThrowawaySite, settings: str):
    site.write("mkdocs.yml", settings)

    with pytest.raises(Invalid, match=r"^mkdocs\.yml:"):
        site.read()


def test_settings_that_are_not_utf_8_are_reported(site: ThrowawaySite):
    site.write("mkdocs.yml", b"site_name: caf\xe9\n")

    with pytest.raises(Invalid, match=r"^mkdocs\.yml:"):
        site.read()


# --- hostile files -----------------------------------------------------------------------------------------------

snippets = st.lists(
    st.sampled_from(
        ["---\n", "name: A\n", "kind: agency\n", "sources:\n", "  a: {url: b}\n", "- ", "? ", ": ", "&a ", "*a ", "!!x ", "\t", "é", "\x00", "\x07", "\ufeff", "\r", "\r\n", "\n", "[", "{", "'", '"', "|\n", ">\n", "%YAML 1.1\n", "😀", "<<: ", "~", "0", "[^a]", "positions: [{}]\n", "aliases: [{text: a, not: b}]\n"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
hostile = st.one_of(st.binary(max_size=40), snippets.map(str.encode))


@given(hostile, hostile, hostile, hostile)
@example(b"", b"id: \xc3\xa9\nnotes: \x07\n", b"---\nname: \xc3\xa9\x07\n---\n", b"")
@example(b"", b"", b"---\nname: A\nkind: agency\nsources: {a: b}\n---\n", b"")
def test_reading_never_crashes(text: bytes, record: bytes, entry: bytes, page: bytes):
    """Whatever the bytes, each problem has a file of the site and a place."""
    with TemporaryDirectory() as folder:
        site = ThrowawaySite(Path(folder))
        site.write("mkdocs.yml", "site_name: x\ntheme: material\nplugins: [colophon]\n")
        site.write("corpus/a.txt", text)
        site.write("corpus/a.yml", record)
        site.write("docs/glossary/a.md", entry)
        site.write("docs/a.md", page)

        for problem in site.read().problems:
            assert problem.path in {"corpus/a.txt", "corpus/a.yml", "docs/glossary/a.md", "docs/a.md"}
            assert problem.place.line >= 1
            assert problem.place.column >= 1
            assert "\n" not in problem.message
