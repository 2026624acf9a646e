"""No file takes the address of another, and none is published that a browser or server would run."""

from __future__ import annotations

import pytest

from colophon.building.pipeline import build
from colophon.model.errors import ColophonError
from tests.conftest import ThrowawaySite

TAKEN = (
    *("documents/letter/index.txt", "documents/letter.md", "documents/x/y.md", "Documents/index.md", "documents.md"),
    *("documents", "Glossary.md", "glossary.md", "data.md", "data/manifest.txt", "data/x/y.txt", "Data/x.txt"),
    *("pagefind/pagefind.txt", "Pagefind/x.png", "pagefind.md", "corpus/letter.txt", "corpus.md", "edit.md"),
    *("edit/schema.json", "assets/colophon/colophon.css", "assets/Colophon/x.png", "assets/cards/letter.png"),
    *(
        "assets/javascripts/bundle.txt",
        "assets/stylesheets/main.css",
        "404.md",
        "404/index.md",
        "colophon-preview/x.txt",
    ),
    *("corrections.xml", "Corrections.XML", "sitemap.xml", "sitemap.xml.gz", "README.md", "notes/readme.md"),
    *("search/index.md", "search", "Search.md", "named/index.md", "page/index.md", "Page/index.md"),
    *("page", "page/index.html/a.md"),
)


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_at_the_address_of_another_is_a_problem(good_site: ThrowawaySite, name: str):
    """MkDocs would publish one of the two, and say nothing."""
    if name.casefold().startswith("page"):
        good_site.write("docs/page.md", "# Page\n")
    good_site.write(f"docs/{name}", "Words.")

    problems = [line for line in good_site.problems() if line.endswith("[reserved]")]
    assert [line for line in problems if line.startswith(f"docs/{name}:1:1: ") or f"as docs/{name}," in line], problems


@pytest.mark.parametrize("name", ["search.md", "named.md", "data/index.md", "documents/index.md", "corrections.md"])
def test_an_editor_writes_the_words_of_a_section_page_in_a_file_of_its_name(good_site: ThrowawaySite, name: str):
    good_site.write(f"docs/{name}", "# Other words\n")

    assert [] == good_site.problems()


@pytest.mark.parametrize("name", ["favicon.ico", "assets/images/logo.png", "CNAME", "robots.txt", "data.csv", "a/b.md"])
def test_other_files_keep_their_address(good_site: ThrowawaySite, name: str):
    good_site.write(f"docs/{name}", "Words.")

    assert [] == [line for line in good_site.problems() if "warning" not in line]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
ACTIVE: dict[str, str | bytes] = {
    **dict.fromkeys(
        [
            f"x.{suffix}"
            for suffix in "html htm HTML xhtml shtml mhtml svgz php PHP5 phtml php.txt cgi aspx jsp js mjs".split()
        ],
        "Words.",
    ),
    "script.svg": SVG.format("<script>x</script>"),
    "prefixed.svg": SVG.format('<s:script xmlns:s="http://www.w3.org/2000/svg">x</s:script>'),
    "handler.svg": SVG.format('<rect OnLoad="x"/>'),
    "foreign.svg": SVG.format("<foreignObject/>"),
    "set.svg": SVG.format('<a><set attributeName="href" to="x"/></a>'),
    "link.svg": SVG.format('<a xlink:href="java\tscript:x"/>'),
    "link-of-data.svg": SVG.format('<a href=" data:text/html,x"/>'),
    "entity.svg": '<!DOCTYPE svg [<!ENTITY a "<script>x</script>">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    "laughs.xml": '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>',
    "outside.xml": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "page.xml": '<html xmlns="http://www.w3.org/1999/xhtml"><script>x</script></html>',
    "styled.xml": '<?xml-stylesheet href="x.xsl" type="text/xsl"?><a/>',
    "wide.svg": SVG.format("<script>x</script>").encode("utf-16"),
    "broken.svg": "<svg><g></svg>",
    "deep.svg": SVG.format("<g>" * 100_000),
    "other-name": " <!DOCTYPE html><script>x</script>",
    "other.name": '\ufeff<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "picture.png": "<script>x</script>",
}


@pytest.mark.parametrize("name", ACTIVE)
def test_a_file_that_a_browser_or_server_would_run_is_a_problem(good_site: ThrowawaySite, name: str):
    good_site.write(f"docs/assets/{name}", ACTIVE[name])

    (problem,) = good_site.problems()
    assert problem.startswith(f"docs/assets/{name}:1:1: ")
    assert problem.endswith(" [active]")


@pytest.mark.parametrize(
    ("name", "words"),
    {
        "plain.svg": SVG.format('<style>a{fill:red}</style><a href="../x/"><path d="M0 0"/></a>'),
        "drawn.svg": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">' + SVG.format(""),
        "picture.svg": SVG.format('<image xlink:href="data:image/png;base64,AA=="/>'),
        "tei.xml": '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><p>Words.</p></TEI>',
        "code.txt": "<!doctype html><script>",
        "data.json": "[1]",
        "LICENSE": "Words.",
        "style.css": "a { color: red }",
        "paper.pdf": "%PDF-1.7 <script>",
    }.items(),
)
def test_a_file_in_which_nothing_runs_is_no_problem(good_site: ThrowawaySite, name: str, words: str):
    good_site.write(f"docs/assets/{name}", words)

    assert [] == [line for line in good_site.problems() if "[unreachable]" not in line]


def test_a_script_is_published_where_the_settings_name_it(good_site: ThrowawaySite):
    good_site.write("docs/assets/own.js", "show()")
    settings = (good_site.root / "mkdocs.yml").read_text("utf-8")
    good_site.write("mkdocs.yml", f"{settings}\nextra_javascript: [{{path: assets/own.js, async: true}}]\n")

    assert [] == good_site.problems()


@pytest.mark.parametrize(
    "matter", ["template: ../x.html", "template: [a]", "template: sitemap.xml", "hide: true", "hide: 7"]
)
def test_front_matter_that_would_end_a_build_is_a_problem(good_site: ThrowawaySite, matter: str):
    good_site.write("docs/documents/index.md", f"---\n{matter}\n---\n\n# Texts\n")

    (problem,) = good_site.problems()
    assert problem.startswith("docs/documents/index.md:2:")
    assert f": {matter.partition(':')[0]}: expected " in problem


def test_a_missing_template_is_an_error_with_its_name(buildable_site: ThrowawaySite):
    buildable_site.write("docs/documents/index.md", "---\ntemplate: none.html\n---\n\n# Texts\n")

    with pytest.raises(ColophonError, match=r"the template none\.html does not exist"):
        build(buildable_site.root)


@pytest.mark.parametrize("words", ["".join(f"{' ' * 4 * n}- x\n" for n in range(200)), f"{'> ' * 5000}x"])
def test_markdown_nested_too_deep_is_a_problem(good_site: ThrowawaySite, words: str):
    good_site.write("docs/documents/index.md", f"# Texts\n\n{words}")
    good_site.text("noted", "A word.", notes=words)

    assert ["corpus/noted.yml", "docs/documents/index.md"] == [
        line.split(":")[0] for line in good_site.problems() if line.endswith("[nesting]")
    ]
