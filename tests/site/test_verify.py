"""Verify finds what is wrong on a built site: each case spoils one thing in a copy."""

import gzip
import json
import re
import shutil
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pytest

from colophon import verifying
from colophon.verifying import survey, verify

TEXT = "documents/000_17ce685a5ce6ce4a/index.html"
ENTRY = "glossary/chuck-schumer/index.html"
CSS = "assets/colophon/colophon.css"


@pytest.fixture
def copy(site, tmp_path):
    return shutil.copytree(site.folder, tmp_path / "site")


def spoil(file, old, new):
    html = file.read_bytes().decode()
    assert old in html, f"the case is stale: {old!r} is not on the page"
    file.write_bytes(html.replace(old, new, 1).encode())


@cache
def facts_of(site):
    return survey(site.edition, site.folder)


def problems_in(site, copy):
    """All but that the manifest lists another file, which is so whatever is spoilt. Only what differs is read again."""
    facts = facts_of(site)
    digests = {path: sha256((copy / path).read_bytes()).hexdigest() for path in facts if (copy / path).is_file()}
    same = {path: fact for path, fact in facts.items() if digests.get(path) == fact.digest}
    found = verifying.problems_in(site.edition, survey(site.edition, copy, known=same), copy)
    problems = [(problem.rule, problem.path.removeprefix("site/"), problem.message) for problem in found]
    return [problem for problem in problems if problem[0] != "manifest"]


def test_the_site_as_built_has_no_problem(site):
    assert () == verify(site.edition, site.folder)


TRUMP = '<a class="mention kind-official" href="../../glossary/donald-trump/">Trump</a>'
QUOTE = "“Senate Majority Leader Chuck Schumer vowed to hold hearings on the legality of the program”"
END = "</body>"
MAP = "https://reader.example/some/where/glossary/chuck-schumer/"

CASES = {
    "text": {
        "a word is missing": (TEXT, "dramatic escalation", "escalation", "paragraph 1 differs at character 24: shows"),
        "a letter is changed": (TEXT, "delicate economic", "delicate ecomonic", "paragraph 7 differs at character 63"),
        "a space is lost": (TEXT, "delicate economic", "delicateeconomic", "paragraph 7 differs"),
        "a word is added": (TEXT, "delicate economic", "delicate and economic", "paragraph 7 differs"),
        "a paragraph is not marked as one": (
            TEXT,
            '<p class="para" id="p7"',
            '<p id="p7"',
            "shows 23 paragraphs, the text has 24",
        ),
    },
    "mentions": {
        "a link leads to another entry": (
            TEXT,
            "chuck-schumer/",
            "tom-homan/",
            "paragraph 17: “Chuck Schumer” links to glossary/tom-homan/, expected glossary/chuck-schumer/; build",
        ),
        "a link is gone": (
            TEXT,
            f"Despite {TRUMP}",
            "Despite Trump",
            "paragraph 7: expected link 1 to be “Trump” after “…c tightrope. Despite”, found “Trump” after",
        ),
        "a link too many": (
            TEXT,
            "agriculture, hospitality",
            '<a href="../../glossary/tom-homan/">agriculture</a>, hospitality',
            "paragraph 7: “agriculture” links to glossary/tom-homan/, which is not a mention",
        ),
        "a link is moved to the next word": (
            TEXT,
            f"Despite {TRUMP}’s",
            'Despite Trump’<a class="mention kind-official" href="../../glossary/donald-trump/">s</a>',
            "paragraph 7: expected link 1 to be “Trump” after “…c tightrope. Despite”, found “s” after",
        ),
        "a link leads out of the site": (
            TEXT,
            "Chuck Schumer</a> vowed",
            'Chuck Schumer</a> <a href="https://x.example/">vowed</a>',
            "paragraph 17: expected link 4 to be “Department of Homeland Security”",
        ),
    },
    "quote": {
        "a word of a quote is changed": (
            ENTRY,
            QUOTE,
            QUOTE.replace("vowed", "hoped"),
            "the source text-000 shows 'Senate Majority Leader Chuck Schumer hoped to hold hearings ",
        ),
        "a quote leads to another paragraph": (
            ENTRY,
            f'{QUOTE} <a href="../../documents/000_17ce685a5ce6ce4a/#p17"',
            f'{QUOTE} <a href="../../documents/000_17ce685a5ce6ce4a/#p16"',
            "expected paragraph 17 of 000_17ce685a5ce6ce4a; build the site again",
        ),
    },
    "excerpt": {
        "a word of an excerpt is changed": (
            ENTRY,
            "</mark> vowed to hold",
            "</mark> hoped to hold",
            "which is not in the paragraph",
        ),
        "another name is marked": (
            ENTRY,
            "<mark>Chuck Schumer</mark> vowed",
            "Chuck <mark>Schumer</mark> vowed",
            "marks ['Schumer'], expected ['Chuck Schumer']",
        ),
    },
    "page": {
        "a second main heading": (
            ENTRY,
            END,
            f"<h1>More</h1>{END}",
            "expected one main heading (h1) with words in it, found 2",
        ),
        "no main heading": (
            "about/index.html",
            "<h1",
            "<p",
            "expected one main heading (h1) with words in it, found 0",
        ),
        "no language": (ENTRY, '<html lang="en"', "<html", "expected the language 'en' in <html lang>, found None"),
        "an anchor twice": (ENTRY, END, f'<i id="mentions"></i>{END}', "the anchor 'mentions' is used 2 times"),
        "another canonical address": (
            ENTRY,
            f'<link rel="canonical" href="{MAP}">',
            f'<link rel="canonical" href="{MAP.replace("where", "else")}">',
            f"expected {MAP} canonical address, found https://reader.example/some/else/glossary/chuck-schumer/; see site_url",
        ),
        "no canonical address": (
            ENTRY,
            f'<link rel="canonical" href="{MAP}">',
            "",
            f"expected {MAP} canonical address, found none",
        ),
    },
    "host": {
        "a script from elsewhere": (
            ENTRY,
            END,
            f'<script src="https://x.example/a.js"></script>{END}',
            "loads https://x.example/a.js from another host; remove it",
        ),
        "an image from elsewhere": (
            ENTRY,
            END,
            f'<img src="//x.example/a.png" alt="">{END}',
            "loads //x.example/a.png",
        ),
        "an image for wide windows": (
            ENTRY,
            END,
            f'<img src="../../favicon.ico" srcset="../../favicon.ico 1x, https://x.example/2.png 2x" alt="">{END}',
            "loads https://x.example/2.png",
        ),
        "an address in references": (
            ENTRY,
            END,
            f'<img src="&#47;&#92;x.example/a.png" alt="">{END}',
            "loads /\\x.example/a.png",
        ),
        "a form that is sent elsewhere": (
            ENTRY,
            END,
            f'<form action="https://x.example/"></form>{END}',
            "loads https://x.example/",
        ),
        "a link that tells elsewhere": (
            ENTRY,
            END,
            f'<a href="../" ping="https://x.example/">x</a>{END}',
            "loads https://x.example/",
        ),
        "a page that goes elsewhere": (
            ENTRY,
            "</head>",
            '<meta http-equiv="refresh" content="0; url=https://x.example/"></head>',
            "loads https://x.example/",
        ),
        "a connection made early": (
            ENTRY,
            "</head>",
            '<link rel="preconnect" href="https://x.example"></head>',
            "loads https://x.example",
        ),
        "an attribute nobody knows": (
            ENTRY,
            END,
            f'<i lowsrc="https://x.example/a"></i>{END}',
            "loads https://x.example/a",
        ),
        "a drawing in the page": (
            ENTRY,
            END,
            f'<svg><use href="https://x.example/a.svg#b"></use></svg>{END}',
            "loads https://x.example/a.svg#b",
        ),
        "a style of an element": (
            ENTRY,
            END,
            f'<p style="background:url(https://x.example/i)"></p>{END}',
            "loads https://x.example/i",
        ),
        "a style of a page": (
            ENTRY,
            "</head>",
            "<style>a{background:url(https://x.example/i)}</style></head>",
            "loads https://x.example/i",
        ),
        "a style sheet": (CSS, ":root", '@import "https://x.example/a.css"; :root', "loads https://x.example/a.css"),
        "a style sheet that hides it": (
            CSS,
            ":root",
            "a{background:u\\72l(\\68ttps://x.example/i)} :root",
            "loads https://x.example/i",
        ),
        "a set of images in a style sheet": (
            CSS,
            ":root",
            'a{background:image-set("//x.example/i" 1x)} :root',
            "loads //x.example/i",
        ),
        "a style sheet that imports": (
            CSS,
            ":root",
            "@import/**/url( '//x.example/a.css' ) print;:root",
            "loads //x.example/a.css",
        ),
        "a style sheet that hides it in a string": (
            CSS,
            ":root",
            'a{--a:"\\2f\\2fx.example/i"}:root',
            "loads //x.example/i",
        ),
        "a script of a page": (
            ENTRY,
            END,
            f'<script>fetch("https://x.example/a")</script>{END}',
            "names https://x.example",
        ),
        "a script of the site": ("assets/colophon/reading.js", "", 'fetch("//x.example/a");', "names //x.example"),
        "a drawing that is a file": (
            "assets/colophon/icon.svg",
            "</svg>",
            '<image href="https://x.example/a.png"/></svg>',
            "loads https://x.example/a.png",
        ),
        "what makes Material ask elsewhere": (
            ENTRY,
            END,
            f'<pre class="mermaid">graph</pre>{END}',
            'has <pre class="mermaid">, for which Material asks another host',
        ),
        "what makes Zensical ask elsewhere": (
            ENTRY,
            END,
            f'<div class="pyodide">1 + 1</div>{END}',
            'has <div class="pyodide">, for which Material asks another host',
        ),
    },
    "script": {
        "a handler": (ENTRY, END, f'<p onclick="a()">x</p>{END}', "<p> has onclick, a script of its own; remove it"),
        "a handler in capitals": (ENTRY, END, f"<svg/OnLoad=a()></svg>{END}", "<svg> has onload, a script of its own"),
        "a policy that lets pages load from elsewhere": (
            ENTRY,
            "img-src 'self'",
            "img-src https://x.example",
            "has a Content-Security-Policy that lets pages load from https://x.example",
        ),
        "a link that runs": (
            ENTRY,
            END,
            f'<a href="javascript:a()">x</a>{END}',
            "href of <a> is 'javascript:a()', which runs",
        ),
        "a link that hides that it runs": (
            ENTRY,
            END,
            f'<a href=" &#1;JAVA&#10;SCRIPT&colon;a()">x</a>{END}',
            "which runs",
        ),
        "a page in an address": (ENTRY, END, f'<iframe src="data:text/html,x"></iframe>{END}', "which runs"),
        "a page in an attribute": (ENTRY, END, f'<iframe srcdoc="x"></iframe>{END}', "<iframe> has srcdoc"),
        "another meaning for all addresses": (ENTRY, END, f'<base target="x">{END}', "<base> gives every address"),
    },
    "link": {
        "a link that leads nowhere": (
            ENTRY,
            'href="../../about/"',
            'href="../../abuot/"',
            "the link ../../abuot/ leads to a page that does not exist; correct the link",
        ),
        "a link that climbs out of the site": (
            ENTRY,
            'href="../../about/"',
            'href="../../../../about/"',
            "the link ../../../../about/ leads out of the site",
        ),
        "a link to an anchor that is gone": (
            ENTRY,
            END,
            f'<a href="../#nowhere">x</a>{END}',
            "the link ../#nowhere leads to an anchor that does not exist",
        ),
        "an anchor of the page itself": (
            ENTRY,
            END,
            f'<a href="#nowhere">x</a>{END}',
            "the link #nowhere leads to an anchor",
        ),
        "a link by the whole address": (
            ENTRY,
            END,
            f'<a href="https://reader.example/some/where/abuot/">x</a>{END}',
            "abuot/ leads to a page that does not exist",
        ),
        "a picture that is gone": (
            ENTRY,
            END,
            f'<img src="gone.png" alt="">{END}',
            "the link gone.png leads to a page that does not exist",
        ),
        "one of several pictures": (
            ENTRY,
            END,
            f'<img src="../../favicon.ico" srcset="gone.png 2x" alt="">{END}',
            "the link gone.png",
        ),
        "a file that a script needs": (
            TEXT,
            'data-file="../../corpus/',
            'data-file="../../gone/',
            "leads to a page that does not exist",
        ),
        "on the page for wrong addresses": (
            "404.html",
            'href="/some/where/search/"',
            'href="/some/where/serach/"',
            "the link /some/where/serach/ leads to a page",
        ),
        "a file a style sheet needs": (
            CSS,
            ":root",
            "a{background:url(gone.png)} :root",
            "the address gone.png leads to a page that does not exist; build",
        ),
        "a link of the feed": (
            "corrections.xml",
            "https://reader.example/some/where/corrections/",
            "https://reader.example/some/where/gone/",
            "gone/ leads to a page that does not exist",
        ),
        "a broken feed": ("corrections.xml", "</feed>", "", "is not well-formed XML: no element found"),
        "a broken map": ("sitemap.xml", "</urlset>", "&", "is not well-formed XML"),
    },
    "search": {
        "a page is not counted": (
            "pagefind/pagefind-entry.json",
            '"page_count":',
            '"page_count":1',
            "to find; build the site again",
        ),
        "a broken index": (
            "pagefind/pagefind-entry.json",
            '{"version"',
            '["version"',
            "the search index cannot be read",
        ),
        "names are missing": (
            "pagefind/names.json",
            '{"shards"',
            '["shards"',
            "the search index cannot be read",
        ),
    },
    "data": {
        "another offset": (
            "data/mentions.csv",
            ",103,115,Donald Trump",
            ",104,116,Donald Trump",
            "row 1 gives 'Donald Trump' at 104 to 116 of 000_17ce685a5ce6ce4a, where the text has 'onald Trump '",
        ),
        "another surface": (
            "data/mentions.jsonl",
            '"surface": "Donald Trump"',
            '"surface": "Donald"',
            "row 1 gives 'Donald' at 103 to 115",
        ),
        "another entry": (
            "data/mentions.csv",
            "Donald Trump,donald-trump",
            "Donald Trump,tom-homan",
            "row 1 is 'Donald Trump', tom-homan, in paragraph 1, expected 'Donald Trump', donald-trump",
        ),
        "a mention is gone": (
            "data/mentions.csv",
            "\r\n000_17ce685a5ce6ce4a,1,411,416,Trump,donald-trump,surname",
            "",
            "row 2 is",
        ),
        "a number that is none": ("data/mentions.csv", ",103,", ",x,", "cannot be read: invalid literal"),
        "broken JSON": ("data/entries.json", "[\n", "", "cannot be read: "),
        "a text is renamed": (
            "data/documents.json",
            '"id": "000_17ce685a5ce6ce4a"',
            '"id": "zero"',
            "expected 2 texts, found 'zero' instead of '000_17ce685a5ce6ce4a'",
        ),
        "another paragraph": (
            "data/documents.json",
            '"end": 510',
            '"end": 511',
            "the paragraphs of 000_17ce685a5ce6ce4a are not those of the text",
        ),
        "another count": ("data/entries.json", '"mentions": ', '"mentions": 1', "chuck-schumer has 1"),
        "another position": (
            "data/positions.csv",
            "Senate Majority Leader",
            "Senator",
            "found ('chuck-schumer', 'Chuck Schumer', 'Senator') instead of",
        ),
    },
}


@pytest.mark.parametrize(
    ("rule", "path", "old", "new", "message"),
    [pytest.param(rule, *case, id=f"{rule}: {name}") for rule, cases in CASES.items() for name, case in cases.items()],
)
def test_fault_is_reported_once(site, copy, rule, path, old, new, message):
    spoil(copy / path, old, new)
    (problem,) = problems_in(site, copy)

    assert (rule, re.sub("^pagefind/.*", "pagefind", path)) == problem[:2]
    assert message in problem[2]


def test_changed_untouched_file_is_reported_at_the_page_of_its_text(site, copy):
    spoil(copy / "corpus/000_17ce685a5ce6ce4a.txt", "Trump", "trump")
    (problem,) = problems_in(site, copy)

    assert ("fixity", TEXT) == problem[:2]
    assert "is not the file whose digest the record holds" in problem[2]


def test_missing_page_and_links_to_it_are_reported(site, copy):
    (copy / ENTRY).unlink()
    problems = problems_in(site, copy)

    assert ("missing", ENTRY, "the page of this entry is missing; build the site again") in problems
    assert {"missing", "link"} == {rule for rule, _, _ in problems}


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


def test_renamed_anchor_and_links_to_it_are_reported(site, copy):
    spoil(copy / TEXT, 'id="p17"', 'id="p170"')
    problems = problems_in(site, copy)

    assert ("text", TEXT, "paragraph 17 has the anchor 'p170'") in problems
    assert any(rule == "link" and "leads to an anchor that does not exist" in said for rule, _, said in problems)


def test_missing_and_extra_pages_of_the_site_map_are_reported(site, copy):
    spoil(copy / "sitemap.xml", MAP, MAP.replace("chuck", "gone"))
    problems = problems_in(site, copy)

    assert [
        (
            "link",
            "sitemap.xml",
            f"lists {MAP.replace('chuck', 'gone')}, which is not a page for readers; build the site again",
        ),
        ("link", "sitemap.xml", f"does not list {MAP}, which is a page for readers; build the site again"),
        ("link", "sitemap.xml.gz", "differs from sitemap.xml; build the site again"),
    ] == problems


def test_missing_index_is_reported(site, copy):
    shutil.rmtree(copy / "pagefind")

    assert [("search", "pagefind", "the search index is missing or incomplete; build the site again")] == problems_in(
        site, copy
    )


def rewrite_fragment(copy, url, change):
    """Change what the search index keeps of one page."""
    for file in (copy / "pagefind/fragment").iterdir():
        mark, kept = (data := gzip.decompress(file.read_bytes()))[:12], json.loads(data[12:])
        if kept["url"] == url:
            change(kept)
            file.write_bytes(gzip.compress(mark + json.dumps(kept).encode()))


def test_page_indexed_by_another_title_is_reported(site, copy):
    rewrite_fragment(copy, "/glossary/chuck-schumer/", lambda kept: kept["meta"].update(title="Somebody"))

    assert [
        "the search index does not hold the title of glossary/chuck-schumer/, 'Somebody', among its words; build the site again",
        "the search index calls glossary/chuck-schumer/ 'Somebody', and its heading is 'Chuck Schumer'; build the site again",
    ] == [said for rule, _, said in problems_in(site, copy) if rule == "search"]


def test_title_missing_from_the_words_of_the_index_is_reported(site, copy):
    rewrite_fragment(copy, "/about/", lambda kept: kept.update(content="Words."))
    (problem,) = problems_in(site, copy)

    assert "does not hold the title of about/, 'About this site', among its words" in problem[2]


def test_page_indexed_at_another_address_is_reported_twice(site, copy):
    rewrite_fragment(copy, "/about/", lambda kept: kept.update(url="/abuot/"))

    assert [
        "the page about/ is not in the search index; build the site again",
        "the search index lists abuot/, which is not a page to find; build the site again",
    ] == [said for _, _, said in problems_in(site, copy)]


def test_paragraph_missing_from_the_index_is_reported(site, copy):
    url = "/documents/000_17ce685a5ce6ce4a/"
    others = "anchors"
    rewrite_fragment(copy, url, lambda kept: kept.update({others: [one for one in kept[others] if one["id"] != "p2"]}))
    (problem,) = problems_in(site, copy)

    assert "the search index does not hold paragraph 2 of 000_17ce685a5ce6ce4a word for word" in problem[2]


def test_paragraph_with_other_words_in_the_index_is_reported(site, copy):
    url = "/documents/000_17ce685a5ce6ce4a/"
    rewrite_fragment(copy, url, lambda kept: kept.update(content=kept["content"].replace("a memo", "a note")))
    (problem,) = problems_in(site, copy)

    assert "the search index does not hold paragraph 9 of 000_17ce685a5ce6ce4a word for word" in problem[2]


def test_broken_fragment_is_reported(site, copy):
    next((copy / "pagefind/fragment").iterdir()).write_bytes(b"\x1f\x8bx")
    (problem,) = problems_in(site, copy)

    assert "the search index cannot be read" in problem[2]


def test_missing_data_file_is_reported(site, copy):
    (copy / "data/positions.csv").unlink()

    assert ("data", "data/positions.csv", "is missing; build the site again") in problems_in(site, copy)


def test_missing_excerpt_is_reported(site, copy):
    html = (copy / ENTRY).read_text("utf-8")
    (copy / ENTRY).write_text(re.sub(r'<li><a [^\n>]*class="pn"[^\n]*</li>', "", html, count=1), "utf-8")

    assert [("excerpt", "documents/000_17ce685a5ce6ce4a/#p17, a paragraph that mentions it; build")] == [
        (
            rule,
            said.removeprefix("does not list ")[
                : len("documents/000_17ce685a5ce6ce4a/#p17, a paragraph that mentions it; build")
            ],
        )
        for rule, _, said in problems_in(site, copy)
    ]


def test_words_of_a_withheld_text_are_reported(site, copy):
    text, *others = site.edition.site.texts
    withheld = replace(text, record=text.record.model_copy(update={"access": "withheld"}))
    edition = replace(site.edition, site=replace(site.edition.site, texts=(withheld, *others)))

    assert ("withheld", "the text is withheld, but its words are on the site") in [
        (problem.rule, problem.message) for problem in verify(edition, copy)
    ]
