"""A site that is looked at while it is edited: what is saved is seen, and nothing that is broken ends it."""

import pytest

from colophon.building.preview import Preview
from tests.conftest import ThrowawaySite

ADDRESS = "http://127.0.0.1:1/"
ADA = "docs/glossary/ada-stone.md"


@pytest.fixture
def preview(good_site: ThrowawaySite) -> Preview:
    opened = Preview(good_site.root, ADDRESS)
    assert opened.refresh()
    return opened


def page(preview: Preview, path: str) -> str:
    answer = preview.answer(path)
    assert 200 == answer.status
    return answer.body.decode()


def test_what_was_not_saved_again_is_not_read_again(preview):
    assert not preview.refresh()


def test_an_edit_is_made_a_version_once(preview, good_site):
    before = preview.version.number
    good_site.replace(ADA, "name: Ada Stone", "name: Ada C. Stone")

    assert [True, False, False] == [preview.refresh() for _ in range(3)]
    assert before + 1 == preview.version.number


def test_a_saved_entry_is_seen_and_so_is_its_new_name_in_the_texts(preview, good_site):
    good_site.replace(ADA, "name: Ada Stone", "name: Ada C. Stone")

    assert preview.refresh()
    assert "<title>Ada C. Stone" in page(preview, "glossary/ada-stone/")


def test_a_new_alias_is_found_in_the_texts(preview, good_site):
    before = page(preview, "documents/letter/")
    good_site.replace(ADA, "  - Ada B. Stone", "  - Ada B. Stone\n  - the clerk")
    good_site.text("letter2", "The clerk was the clerk.")
    preview.refresh()

    assert "ada-stone" in page(preview, "documents/letter2/")
    assert before.count("mention") <= page(preview, "documents/letter/").count("mention")


def test_a_new_entry_gets_its_page_and_one_that_is_gone_loses_it(preview, good_site):
    good_site.entry(
        "mint", "It is.[^a]\n", sources={"a": {"url": "https://example.org/", "title": "A", "consulted": "2026"}}
    )
    preview.refresh()
    assert "Mint" in page(preview, "glossary/mint/")

    (good_site.root / "docs/glossary/mint.md").unlink()
    preview.refresh()
    assert 404 == preview.answer("glossary/mint/").status


def test_a_mistake_is_told_on_every_page_above_the_last_good_version_until_it_is_mended(preview, good_site):
    good_site.replace(ADA, "[^letter]", "[^lettre]")
    preview.refresh()
    broken = page(preview, "documents/letter/")
    assert "<li>docs/glossary/ada-stone.md:" in broken
    assert "did you mean letter?" in broken
    assert "last version without errors" in broken
    assert "Ada Stone was clerk" in page(preview, "glossary/ada-stone/")

    good_site.replace(ADA, "[^lettre]", "[^letter]")
    preview.refresh()
    assert "there is no source" not in page(preview, "documents/letter/")


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        (ADA, "---\nname: [\n"),
        (ADA, b"\xff\xfe\x00"),
        ("mkdocs.yml", "site_name: ["),
        ("mkdocs.yml", "plugins: [nothing-of-this-name]\n"),
        ("corpus/letter.yml", ""),
        ("docs/index.md", "<!-- colophon: nothing -->\n"),
    ],
)
def test_no_broken_file_ends_a_preview_and_mending_it_mends_the_page(preview, good_site, path, broken):
    before = (good_site.root / path).read_bytes()
    good_site.write(path, broken)
    preview.refresh()
    assert path in page(preview, "documents/letter/")

    good_site.write(path, before)
    preview.refresh()
    assert 'role="alert"' not in page(preview, "documents/letter/")


def test_a_preview_of_a_site_that_was_never_sound_tells_the_problems_and_shows_it_when_they_are_mended(good_site):
    good_site.replace(ADA, "kind: official", "kind: oficial")
    preview = Preview(good_site.root, ADDRESS)
    preview.refresh()
    nothing = preview.answer("")
    assert 503 == nothing.status
    assert b"did you mean official?" in nothing.body

    good_site.replace(ADA, "kind: oficial", "kind: official")
    preview.refresh()
    assert "Ada Stone" in page(preview, "glossary/ada-stone/")


def test_a_message_cannot_become_markup(preview, good_site):
    good_site.replace(ADA, "kind: official", "kind: <script>alert(1)</script>")
    preview.refresh()

    assert "<script>alert(1)" not in page(preview, "")


@pytest.mark.parametrize(
    "path", ["nowhere/", "../mkdocs.yml", "..%2f..", "corpus/../../mkdocs.yml", "pagefind/../../mkdocs.yml"]
)
def test_what_is_no_page_of_the_site_is_not_found(preview, path):
    answer = preview.answer(path)

    assert 404 == answer.status
    assert b"site_name" not in answer.body


def test_an_address_without_its_slash_leads_to_the_page(preview):
    answer = preview.answer("glossary/ada-stone")

    assert (302, "ada-stone/") == (answer.status, answer.location)


def test_files_data_and_the_search_index_are_there_when_they_are_asked_for(preview, good_site):
    assert (good_site.root / "corpus/letter.txt").read_bytes() == preview.answer("corpus/letter.txt").body
    assert b"ada-stone" in preview.answer("data/entries.json").body
    assert "text/css; charset=utf-8" == preview.answer("assets/colophon/colophon.css").type
    assert 200 == preview.answer("pagefind/pagefind.js").status
