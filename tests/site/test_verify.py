"""Verify finds what is wrong on a built site: each case spoils one thing in a copy."""

import shutil
from dataclasses import replace

import pytest

from colophon.verifying import verify

TEXT = "documents/000_17ce685a5ce6ce4a/index.html"
ENTRY = "glossary/chuck-schumer/index.html"


@pytest.fixture
def copy(site, tmp_path):
    return shutil.copytree(site.folder, tmp_path / "site")


def spoil(file, old, new):
    html = file.read_text("utf-8")
    assert old in html, f"the case is stale: {old!r} is not on the page"
    file.write_text(html.replace(old, new, 1), "utf-8")


def told(site, copy):
    """All but that the manifest lists another file, which is so whatever is spoilt."""
    problems = [
        (problem.rule, problem.path.removeprefix("site/"), problem.message) for problem in verify(site.edition, copy)
    ]
    return [problem for problem in problems if problem[0] != "manifest"]


def test_the_site_as_built_has_no_problem(site):
    assert () == verify(site.edition, site.folder)


CASES = {
    "a word is missing": (
        TEXT,
        "dramatic escalation",
        "escalation",
        "text",
        "paragraph 1 differs at character 24: shows",
    ),
    "a letter is changed": (
        TEXT,
        "delicate economic",
        "delicate ecomonic",
        "text",
        "paragraph 7 differs at character 63",
    ),
    "a space is lost": (TEXT, "delicate economic", "delicateeconomic", "text", "paragraph 7 differs"),
    "a word is added": (TEXT, "delicate economic", "delicate and economic", "text", "paragraph 7 differs"),
    "an anchor is renamed": (TEXT, 'id="p7"', 'id="p07"', "text", "paragraph 7 has the anchor 'p07'"),
    "a paragraph is not marked as one": (
        TEXT,
        '<p class="para" id="p7"',
        '<p id="p7"',
        "text",
        "shows 23 paragraphs, the text has 24",
    ),
    "a mention leads to another entry": (
        TEXT,
        "chuck-schumer/",
        "tom-homan/",
        "mentions",
        "the links of paragraph 17 are not its mentions",
    ),
    "a page is gone": (ENTRY, None, None, "missing", "the page of this entry is not there"),
    "an anchor a link needs is gone": (TEXT, 'id="p17"', 'id="p170"', "link", "leads to an anchor that is not there"),
    "a script from elsewhere": (
        ENTRY,
        "</body>",
        '<script src="https://x.example/a.js"></script></body>',
        "host",
        "loads https://x.example/a.js",
    ),
    "an image from elsewhere": (
        ENTRY,
        "</body>",
        '<img src="//x.example/a.png" alt=""></body>',
        "host",
        "loads //x.example/a.png",
    ),
    "a style that loads from elsewhere": (
        ENTRY,
        "</head>",
        "<style>a{background:url(https://x.example/i)}</style></head>",
        "host",
        "loads https://x.example/i",
    ),
    "a style sheet that loads from elsewhere": (
        "assets/colophon/colophon.css",
        ":root",
        '@import "https://x.example/a.css"; :root',
        "host",
        "https://x.example/a.css",
    ),
    "the untouched file is touched": (
        "corpus/000_17ce685a5ce6ce4a.txt",
        "Trump",
        "trump",
        "fixity",
        "is not the file whose digest the record holds",
    ),
    "a link that leads nowhere": (
        ENTRY,
        'href="../../about/"',
        'href="../../abuot/"',
        "link",
        "the link ../../abuot/ leads to a page that is not there",
    ),
    "a link that climbs out of the site": (
        ENTRY,
        'href="../../about/"',
        'href="../../../../about/"',
        "link",
        "leads out of the site",
    ),
}


@pytest.mark.parametrize(("path", "old", "new", "rule", "message"), CASES.values(), ids=CASES)
def test_it_is_found_and_said(site, copy, path, old, new, rule, message):
    if old is None:
        (copy / path).unlink()
    else:
        spoil(copy / path, old, new)
    problems = told(site, copy)

    assert any(rule == found and message in said for found, _, said in problems), problems


@pytest.mark.parametrize(
    ("path", "at", "message"),
    [
        ("assets/colophon/reading.js", "assets/colophon/reading.js", "is not the file that data/manifest.txt lists"),
        ("added.txt", "added.txt", "is not the file that data/manifest.txt lists"),
        ("about/index.html", "about/index.html", "does not print the digest of the manifest"),
        ("data/manifest.txt", "about/index.html", "does not print the digest of the manifest"),
    ],
)
def test_a_file_that_is_not_what_the_manifest_says_is_found(site, copy, path, at, message):
    before = (copy / path).read_bytes() if (copy / path).is_file() else b""
    (copy / path).write_bytes(before.replace(b'class="digest"', b"") + b"\n")
    problems = verify(site.edition, copy)

    assert ("manifest", f"site/{at}", message) in [(one.rule, one.path, one.message) for one in problems]


def test_an_index_without_a_page_is_found(site, copy):
    entry = copy / "pagefind/pagefind-entry.json"
    spoil(entry, '"page_count":28', '"page_count":26')

    assert [("search", "pagefind", "the search index holds 26 pages, the site has 28 to find")] == told(site, copy)


def test_a_missing_index_is_found(site, copy):
    shutil.rmtree(copy / "pagefind")

    assert [("search", "pagefind", "there is no search index")] == told(site, copy)


def test_the_words_of_a_withheld_text_on_the_site_are_told(site, copy):
    text, *others = site.edition.site.texts
    withheld = replace(text, record=text.record.model_copy(update={"access": "withheld"}))
    edition = replace(site.edition, site=replace(site.edition.site, texts=(withheld, *others)))

    assert ("withheld", "the text is withheld, but its words are on the site") in [
        (problem.rule, problem.message) for problem in verify(edition, copy)
    ]
