"""A site that is looked at while it is edited: what is saved is seen, and nothing that is broken ends it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

import pytest

from colophon.building.preview import Preview
from tests.conftest import ThrowawaySite

ADDRESS = "http://127.0.0.1:1/"
OUTDATED = "last version without errors"
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


def test_unchanged_files_are_not_read_again(preview):
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


def test_a_problem_is_shown_above_the_last_good_version_until_it_is_fixed(preview, good_site):
    good_site.replace(ADA, "[^letter]", "[^lettre]")
    preview.refresh()
    broken = page(preview, "documents/letter/")
    assert "<li>docs/glossary/ada-stone.md:" in broken
    assert "did you mean letter?" in broken
    assert OUTDATED in broken
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
def test_a_broken_file_does_not_end_a_preview(preview, good_site, path, broken):
    before = (good_site.root / path).read_bytes()
    good_site.write(path, broken)
    preview.refresh()
    assert path in page(preview, "documents/letter/")
    assert OUTDATED in page(preview, "documents/letter/")

    good_site.write(path, before)
    preview.refresh()
    assert OUTDATED not in page(preview, "documents/letter/")


def test_a_preview_that_begins_with_problems_shows_the_site_when_they_are_fixed(good_site):
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
def test_an_unknown_path_is_not_found(preview, path):
    answer = preview.answer(path)

    assert 404 == answer.status
    assert b"site_name" not in answer.body


def test_an_address_without_its_slash_redirects(preview):
    answer = preview.answer("glossary/ada-stone")

    assert (302, "ada-stone/") == (answer.status, answer.location)


def test_files_data_and_the_search_index_are_served(preview, good_site):
    assert (good_site.root / "corpus/letter.txt").read_bytes() == preview.answer("corpus/letter.txt").body
    assert b"ada-stone" in preview.answer("data/entries.json").body
    assert "text/css; charset=utf-8" == preview.answer("assets/colophon/colophon.css").type
    assert 200 == preview.answer("pagefind/pagefind.js").status


@pytest.mark.parametrize("event", ["on_config", "on_nav", "on_files"])
def test_no_error_of_a_hook_ends_a_preview(preview, good_site, event):
    config = (good_site.root / "mkdocs.yml").read_text("utf-8")
    good_site.write("hooks.py", f"def {event}(*_, **__):\n    raise RuntimeError('not today')\n")
    good_site.write("mkdocs.yml", f"{config}\nhooks: [hooks.py]\n")
    assert preview.refresh()
    assert "RuntimeError: not today; raised in hooks.py, line 2" in page(preview, "documents/letter/")

    good_site.write("mkdocs.yml", config)
    assert preview.refresh()
    assert "not today" not in page(preview, "documents/letter/")


def test_no_error_of_ours_ends_a_preview(preview, good_site, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise KeyError("b-agency")

    good_site.replace(ADA, "name: Ada Stone", "name: Ada C. Stone")
    with monkeypatch.context() as patch:
        patch.setattr("colophon.building.preview.check", fail)
        assert preview.refresh()

    assert "the preview failed (KeyError: &#x27;b-agency&#x27;)" in page(preview, "documents/letter/")


def test_a_corpus_that_becomes_a_file_does_not_end_a_preview(preview, good_site):
    (good_site.root / "corpus").rename(good_site.root / "texts")
    good_site.write("corpus", "not a folder")

    assert preview.refresh()
    assert not preview.version.is_sound


def test_a_page_is_rendered_while_the_search_index_is_made(preview, monkeypatch):
    index_begun, page_rendered = threading.Event(), threading.Event()

    def index_slowly(edition: object) -> dict[PurePosixPath, bytes]:
        index_begun.set()
        assert page_rendered.wait(60)
        return {}

    monkeypatch.setattr("colophon.building.preview.search_files", index_slowly)
    with ThreadPoolExecutor(1) as pool:
        search = pool.submit(preview.answer, "pagefind/pagefind.js")
        assert index_begun.wait(60)
        shown = page(preview, "documents/letter/")
        page_rendered.set()

    assert "Ada" in shown
    assert 404 == search.result().status
