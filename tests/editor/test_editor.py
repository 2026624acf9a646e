"""Somebody who has no programs but a browser corrects an entry at /edit/."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Error, Page, expect

from colophon.building.pipeline import build, check
from colophon.formats.yaml_reader import split_front_matter
from tests.site.conftest import copy_project, serving

ICE = "docs/glossary/immigration-and-customs-enforcement.md"
RECORD = "corpus/001_49d7299fa34e0926.yml"
# No window to choose a folder opens without a screen; the browser's private folder stands for the editor's own.
PICKER = "window.showDirectoryPicker = () => navigator.storage.getDirectory();"
PUT = """async (files) => {
  const root = await navigator.storage.getDirectory();
  await root.getDirectoryHandle(".git", { create: true });
  for (const [path, text] of Object.entries(files)) {
    let folder = root;
    const parts = path.split("/");
    const name = parts.pop();
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
    const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await writable.write(text);
    await writable.close();
  }
}"""
GET = """async (path) => {
  let folder = await navigator.storage.getDirectory();
  const parts = path.split("/");
  const name = parts.pop();
  for (const part of parts) folder = await folder.getDirectoryHandle(part);
  const bytes = await (await (await folder.getFileHandle(name)).getFile()).arrayBuffer();
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}"""


class Desk:
    """A site with the editor switched on, served on 127.0.0.1."""

    def __init__(self, root: Path, url: str) -> None:
        self.root = root
        self.url = url

    def files(self) -> dict[str, str]:
        folders = (self.root / "corpus", self.root / "docs")
        paths = [
            path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (".md", ".yml", ".txt")
        ]
        return {path.relative_to(self.root).as_posix(): path.read_bytes().decode() for path in paths}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = copy_project(tmp_path_factory.mktemp("desk"))
    config = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(
        re.sub(r"^  - colophon:?\n", "  - colophon:\n      editor: true\n", config, flags=re.MULTILINE), "utf-8"
    )
    build(root)
    with serving(root / "site") as address:
        yield Desk(root, address)


class Window:
    """An editor's browser with the folder of the site, and what it asked of any host."""

    def __init__(self, page: Page, desk: Desk) -> None:
        self.page = page
        self.desk = desk
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.set_default_timeout(10_000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def put(self, files: dict[str, str]) -> None:
        self.page.goto(f"{self.desk.url}edit/start.js")
        self.page.evaluate(PUT, files)
        self.errors.clear()  # a script shown as a page has no icon

    def open(self, address: str) -> Page:
        """Come from a link, and name the folder."""
        self.page.goto(self.desk.url + address)
        self.page.get_by_role("button", name="Work with Local Repository").click()
        return self.page

    def save(self) -> None:
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.get_by_text("saved").first).to_be_visible()

    def read(self, path: str) -> str:
        return str(self.page.evaluate(GET, path))


@pytest.fixture
def window(browser: Browser, desk: Desk) -> Iterator[Window]:
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    context.add_init_script(PICKER)
    opened = Window(context.new_page(), desk)
    opened.put(desk.files())
    yield opened
    context.close()


Form = dict[str, Any]


class Files:
    """The scripts that read a file into a form and write it back, in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def form(self, kind: str, text: str) -> Form:
        call = "([kind, text]) => files[`read${kind}`](text, schemas[kind.toLowerCase()])"
        return dict(self.page.evaluate(call, [kind, text]))

    def file(self, kind: str, form: Form) -> str:
        call = "([kind, form]) => files[`write${kind}`](form, schemas[kind.toLowerCase()])"
        return str(self.page.evaluate(call, [kind, form]))


@pytest.fixture(scope="module")
def files(browser: Browser, desk: Desk) -> Iterator[Files]:
    page = browser.new_page()
    page.goto(f"{desk.url}edit/start.js")
    page.evaluate("""async () => {
      window.files = await import("/edit/files.js");
      window.schemas = (await (await fetch("/edit/config.json")).json()).schemas;
    }""")
    yield Files(page)
    page.close()


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    old, new = before.split("\n"), after.split("\n")
    assert len(old) == len(new)
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


def set_alias(page: Page, number: int, name: str) -> None:
    page.locator("[data-key-path='aliases']").get_by_role("button", name="Expand All").click()
    page.locator(f"[data-key-path='aliases.{number}.text'] input").fill(name)


def test_an_alias_is_changed_and_nothing_else(window: Window, desk: Desk):
    """From the entry's page to the file on disk: one line differs, and `check` has nothing to say."""
    window.page.goto(f"{desk.url}glossary/immigration-and-customs-enforcement/")
    link = window.page.get_by_role("link", name="Edit this entry").get_attribute("href")
    assert link == "../../edit/#/collections/glossary/entries/immigration-and-customs-enforcement"
    page = window.open(link.removeprefix("../../"))
    set_alias(page, 1, "Immigration and Customs Enforcement agency")
    window.save()
    before, after = desk.files()[ICE], window.read(ICE)

    assert [
        ("  - Immigration & Customs Enforcement", "  - Immigration and Customs Enforcement agency")
    ] == changed_lines(before, after)
    (desk.root / ICE).write_bytes(after.encode())
    try:
        assert [] == [problem for problem in check(desk.root).problems if problem.severity == "error"]
    finally:
        (desk.root / ICE).write_bytes(before.encode())
    assert [] == [url for url in window.requests if not url.startswith((desk.url, "blob:"))]
    assert [] == window.errors


def test_a_record_is_changed_in_the_form_and_nothing_else(window: Window, desk: Desk):
    page = window.open("edit/#/collections/records/entries/001_49d7299fa34e0926")
    page.locator("[data-key-path='acquired.by'] input, [data-key-path='language'] input").last.wait_for()
    assert page.locator("[data-key-path='id'] input").get_attribute("readonly") is not None
    page.locator("[data-key-path='language'] input").fill("en-US")
    window.save()

    assert [("language: en", "language: en-US")] == changed_lines(desk.files()[RECORD], window.read(RECORD))


def test_a_second_correction_builds_on_the_first(window: Window, desk: Desk):
    page = window.open("edit/#/collections/glossary/entries/immigration-and-customs-enforcement")
    for number, name in ((1, "One agency"), (2, "Another agency")):
        set_alias(page, number, name)
        window.save()
        expect(page.get_by_role("button", name="Save")).to_have_count(0)
        page.get_by_text("U.S. Immigration and Customs Enforcement").first.click()

    assert ["  - One agency", "  - Another agency"] == [
        new for _, new in changed_lines(desk.files()[ICE], window.read(ICE))
    ]


def test_a_new_entry_is_a_file_of_its_own(window: Window):
    page = window.open("edit/#/collections/glossary/new")
    page.locator("[data-key-path='name'] input").fill("Ada Stone, Jr.")
    page.get_by_role("radio", name="official").click()
    page.locator("[data-key-path='body']").scroll_into_view_if_needed()
    page.locator("[data-key-path='body'] textarea").fill("She is named nowhere yet.")
    window.save()

    assert "---\nname: Ada Stone, Jr.\nkind: official\n---\nShe is named nowhere yet.\n" == window.read(
        "docs/glossary/ada-stone-jr.md"
    )


def test_windows_line_ends_and_a_byte_order_mark_stay(window: Window, desk: Desk):
    before = "\ufeff" + desk.files()[ICE].replace("\n", "\r\n") + "\r\n"
    window.put({ICE: before})
    page = window.open("edit/#/collections/glossary/entries/immigration-and-customs-enforcement")
    set_alias(page, 1, "Immigration agency")
    window.save()

    assert [("  - Immigration & Customs Enforcement\r", "  - Immigration agency\r")] == changed_lines(
        before, window.read(ICE)
    )


def test_an_agency_is_picked_from_the_glossary(window: Window):
    page = window.open("edit/#/collections/glossary/entries/immigration-and-customs-enforcement")
    page.locator("[data-key-path='part_of']").get_by_role("button", name="Expand").first.click()
    page.locator("[data-key-path='positions']").scroll_into_view_if_needed()  # a field is drawn where it can be seen
    picker = page.locator("[data-key-path='part_of.agency']")
    picker.get_by_role("combobox").first.click()
    offered = page.get_by_role("option").all_inner_texts()

    assert any("Department of Justice" in name for name in offered)
    assert not any("Stephen Miller" in name for name in offered)


# --- a file, a form, and the file again -----------------------------------------------------------------------------

ENTRY = """---
# Kept.
name: "Ada Stone"   # as the almanac spells it
kind: official
aliases: [A. Stone, {text: Stone, not: ['Stone Age']}]
positions:
  # The newest first.
  - {title: Clerk, agency: harbour-board, from: 1901, source: letter}
  - {title: Head, from: null, source: [letter, almanac]}
identifiers: {wikidata: null, website: "https://example.org"}
sources:
  letter: {document: letter, quote: "Ada Stone, the clerk"}
  almanac:   # in the reading room
    url: "https://example.org/a"
    title: 'Ada''s Almanac'
    consulted: 2026-11-22
---
Ada Stone was the clerk.[^letter]\x20\x20

The almanac  agrees.[^almanac]
"""
ENTRY_CHANGES: dict[str, tuple[Callable[[Form], object], dict[str, str]]] = {
    "a name keeps its quotation marks and the remark behind it": (
        lambda form: form.update(name="Ada B. Stone"),
        {'"Ada Stone" ': '"Ada B. Stone" '},
    ),
    "an alias is added where the others are": (
        lambda form: form["aliases"].append({"text": "Miss Stone, clerk", "not": []}),
        {"['Stone Age']}]": "['Stone Age']}, \"Miss Stone, clerk\"]"},
    ),
    "the first alias goes": (lambda form: form["aliases"].pop(0), {"[A. Stone, {": "[{"}),
    "the last alias goes": (lambda form: form["aliases"].pop(), {", {text: Stone, not: ['Stone Age']}]": "]"}),
    "aliases change places": (
        lambda form: form["aliases"].reverse(),
        {"[A. Stone, {text: Stone, not: ['Stone Age']}]": "[{text: Stone, not: ['Stone Age']}, A. Stone]"},
    ),
    "the last phrase of an alias goes": (
        lambda form: form["aliases"][1].update({"not": []}),
        {"{text: Stone, not: ['Stone Age']}": "Stone"},
    ),
    "no alias is left": (
        lambda form: form.update(aliases=[]),
        {"aliases: [A. Stone, {text: Stone, not: ['Stone Age']}]\n": ""},
    ),
    "a position is added": (
        lambda form: form["positions"].insert(0, {"title": "Mayor", "source": ["almanac"], "agency": "", "to": ""}),
        {"  - {title: Clerk": "  - {title: Mayor, source: almanac}\n  - {title: Clerk"},
    ),
    "a position goes": (
        lambda form: form["positions"].pop(1),
        {"  - {title: Head, from: null, source: [letter, almanac]}\n": ""},
    ),
    "a position gets an end": (
        lambda form: form["positions"][0].update(to="1903-05"),
        {"from: 1901, source": "from: 1901, to: 1903-05, source"},
    ),
    "a position gets a second source": (
        lambda form: form["positions"][0].update(source=["letter", "almanac"]),
        {"from: 1901, source: letter": "from: 1901, source: [letter, almanac]"},
    ),
    "a position has one source left": (
        lambda form: form["positions"][1].update(source=["almanac"]),
        {"source: [letter, almanac]": "source: almanac"},
    ),
    "a source is added": (
        lambda form: form["sources"].append(
            {"type": "WebPage", "key": "page", "url": "https://example.org/b", "title": "B: a page", "consulted": "2026"}
        ),
        {
            "consulted: 2026-11-22\n": 'consulted: 2026-11-22\n  page: {url: "https://example.org/b",'
            ' title: "B: a page", consulted: "2026"}\n'
        },
    ),
    "a source gets a key": (
        lambda form: form["sources"][0].update(key="letter-1"),
        {"  letter: {": "  letter-1: {"},
    ),
    "a source goes": (
        lambda form: form["sources"].pop(0),
        {'  letter: {document: letter, quote: "Ada Stone, the clerk"}\n': ""},
    ),
    "a title with an apostrophe stays in single quotation marks": (
        lambda form: form["sources"][1].update(title="Ada's new Almanac"),
        {"'Ada''s Almanac'": "'Ada''s new Almanac'"},
    ),
    "an optional field of a source is filled in": (
        lambda form: form["sources"][1].update(publisher="Harbour Press"),
        {"Almanac'\n": "Almanac'\n    publisher: Harbour Press\n"},
    ),
    "nothing becomes something": (
        lambda form: form["identifiers"].update(wikidata="Q42"),
        {"wikidata: null": "wikidata: Q42"},
    ),
    "what the form leaves out is added in the order of the schema": (
        lambda form: form.update(part_of={"agency": "harbour-board", "source": "letter"}, surname=False),
        {
            "positions:\n": "surname: false\npart_of: {agency: harbour-board, source: letter}\npositions:\n",
        },
    ),
    "the prose alone": (
        lambda form: form.update(body=form["body"].replace("agrees", "disagrees")),
        {"almanac  agrees": "almanac  disagrees"},
    ),
    "fields that are empty or as they are without being said": (
        lambda form: form.update(surname=True, part_of=None, tests={"is": [], "not": [""]}, **{"not": []}),
        {},
    ),
}  # fmt: skip
RECORD_TEXT = """id: letter
title:
  value: A letter
  basis: source
creators: null
publisher:
rights: {statement: "http://rightsstatements.org/vocab/CNE/1.0/"}
acquired: {on: 2026-11-21, from: A drawer, by: J. Doe}
fixity: {sha256: 0000000000000000000000000000000000000000000000000000000000000000, bytes: 12}
headings: []
mentions:
  p2:
    not: [ada-stone]
    is: {the U.S. clerk: ada-stone}
# The last word.
notes: |
  **One.** First.

  **Two.** Second.
"""
RECORD_CHANGES: dict[str, tuple[Callable[[Form], object], dict[str, str]]] = {
    "what was not recorded is": (
        lambda form: form.update(creators={"value": ["Ada Stone"], "basis": "source", "evidence": ""}),
        {"creators: null": "creators: {value: Ada Stone, basis: source}"},
    ),
    "what stood empty is filled": (
        lambda form: form.update(publisher={"value": "P.", "basis": "attributed", "evidence": "Told: by J."}),
        {"publisher:\n": 'publisher: {value: P., basis: attributed, evidence: "Told: by J."}\n'},
    ),
    "what was recorded is not": (
        lambda form: form.update(title=None),
        {"title:\n  value: A letter\n  basis: source\n": "title: null\n"},
    ),
    "notes of several lines": (
        lambda form: form["notes"][0].update(value=form["notes"][0]["value"].replace("Second", "Third")),
        {"Second": "Third"},
    ),
    "headings are numbers": (lambda form: form.update(headings=[2, 5]), {"headings: []": "headings: [2, 5]"}),
    "words that hold a full stop": (
        lambda form: form["mentions"][0]["is"].append({"key": "the Dr.", "value": "ada-stone"}),
        {"U.S. clerk: ada-stone}": "U.S. clerk: ada-stone, the Dr.: ada-stone}"},
    ),
    "a text is withheld": (
        lambda form: form.update(access="withheld", withheld={"reason": "Asked for.", "on": "2026-11-22"}),
        {
            "acquired:": "access: {withheld: Asked for., on: 2026-11-22}\nacquired:",
        },
    ),
}
WITHHELD_TEXT = RECORD_TEXT.replace("acquired:", 'access: {withheld: "Asked for.", on: 2026-11-22}\nacquired:')
WITHHELD_CHANGES: dict[str, tuple[Callable[[Form], object], dict[str, str]]] = {
    "a withheld text is left alone": (lambda form: form.update(access="withheld"), {}),
    "why a text is withheld": (
        lambda form: form["withheld"].update(reason="The author asked."),
        {'"Asked for."': '"The author asked."'},
    ),
    "a withheld text is shown again": (
        lambda form: form.update(access="full", withheld=None),
        {'access: {withheld: "Asked for.", on: 2026-11-22}': "access: full"},
    ),
}


@pytest.mark.parametrize(
    ("kind", "before", "change"),
    [
        *(pytest.param("Entry", ENTRY, change, id=name) for name, change in ENTRY_CHANGES.items()),
        *(pytest.param("Record", RECORD_TEXT, change, id=name) for name, change in RECORD_CHANGES.items()),
        *(pytest.param("Record", WITHHELD_TEXT, change, id=name) for name, change in WITHHELD_CHANGES.items()),
    ],
)
def test_only_what_an_editor_changes_is_written_anew(
    files: Files, kind: str, before: str, change: tuple[Callable[[Form], object], dict[str, str]]
):
    """As an editor would have written it by hand; the rest of the file byte for byte."""
    edit, expected = change
    form = files.form(kind, before)
    edit(form)
    after = before
    for old, new in expected.items():
        assert 1 == after.count(old)
        after = after.replace(old, new)

    assert after == files.file(kind, form)


def test_every_file_of_this_site_comes_back_byte_for_byte(files: Files, desk: Desk):
    seen = 0
    for path, text in desk.files().items():
        if path.endswith((".yml", ".md")) and path.startswith(("corpus/", "docs/glossary/")) and "index" not in path:
            kind = "Record" if path.endswith(".yml") else "Entry"
            assert text == files.file(kind, files.form(kind, text)), path
            seen += 1
    assert seen == 22


def test_a_new_entry_is_what_an_editor_would_write(files: Files):
    form = {
        "name": "Ada Stone", "kind": "official", "aliases": [{"text": "A. Stone", "not": []}], "surname": True,
        "positions": [{"title": "Clerk", "agency": "", "source": ["letter"]}], "part_of": None,
        "sources": [{"type": "Passage", "key": "letter", "document": "letter", "quote": 'The "clerk", Ada Stone'}],
        "body": "She was the clerk.[^letter]",
    }  # fmt: skip

    assert (
        "---\nname: Ada Stone\nkind: official\naliases: [A. Stone]\npositions:\n"
        "  - {title: Clerk, source: letter}\nsources:\n"
        '  letter: {document: letter, quote: "The \\"clerk\\", Ada Stone"}\n---\nShe was the clerk.[^letter]\n'
    ) == files.file("Entry", form)


def test_a_file_that_check_could_not_read_is_not_opened(files: Files):
    for broken in ("name: &a Ada\nkind: *a\n", "name: [Ada\n"):
        with pytest.raises(Error):
            files.form("Entry", f"---\n{broken}---\nProse.\n")


LEAVES: list[tuple[str | int, ...]] = [
    ("name",), ("aliases", 0, "text"), ("aliases", 1, "text"), ("aliases", 1, "not", 0), ("positions", 0, "title"),
    ("positions", 1, "title"), ("identifiers", "website"), ("sources", 0, "quote"), ("sources", 1, "url"),
    ("sources", 1, "title"), ("positions", 1, "source", 0),
]  # fmt: skip


@given(st.sampled_from(LEAVES), st.text(min_size=1).filter(lambda text: text.strip() and "\x7f" not in text))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=150)
def test_whatever_is_typed_is_read_back_by_check_and_the_rest_is_untouched(
    files: Files, at: tuple[str | int, ...], typed: str
):
    form = files.form("Entry", ENTRY)
    around: Any = form
    for part in at[:-1]:
        around = around[part]
    around[at[-1]] = typed
    after = files.file("Entry", form)
    old, new = ENTRY.split("\n"), after.split("\n")
    first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    last = next((n for n, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), 0)

    read: Any = split_front_matter(after, "x.md")[0].data
    for part in at:
        if part == "text" and isinstance(read, str):
            break
        sources = ("letter", "almanac")
        read = read[sources[part] if read and isinstance(read, dict) and isinstance(part, int) else part]
    assert typed == read or typed.rstrip() == str(read).rstrip()
    assert len(old) - last - first <= 1
