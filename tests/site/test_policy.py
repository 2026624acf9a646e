"""The content security policy of every page: all a reader does works, and nothing else runs or loads.

After a change of Material or of an inline script of the theme, the first test prints the digests that `partials/policy.html`
lacks and those it no longer needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route
from selectolax.lexbor import LexborHTMLParser

from colophon.building.server import PreviewServer
from colophon.rendering.html import digest
from tests.conftest import ThrowawaySite, running
from tests.site.conftest import ENDED, BuiltSite, Reader, copy_project

TEXT = "documents/001_49d7299fa34e0926/"
ENTRY = "glossary/kristi-noem/"
REPORTED = "policy: "
"""What the console tells that the policy kept from a page begins with this, whatever words the browser has for it."""
TELLS = f"""document.addEventListener("securitypolicyviolation", (event) =>
  console.error("{REPORTED}" + event.effectiveDirective + " " + event.blockedURI))"""


def policy_in(html: str) -> dict[str, list[str]]:
    """The directives of a page's policy."""
    metas = LexborHTMLParser(html).css('head > meta[http-equiv="Content-Security-Policy"]')
    assert 1 == len(metas)
    parts = (part.split() for part in (metas[0].attributes["content"] or "").split(";"))
    return {name: values for name, *values in parts}


def pages_of(folder: Path) -> Iterator[tuple[Path, str]]:
    return ((page, page.read_text("utf-8")) for page in sorted(folder.rglob("*.html")))


@pytest.fixture
def watched(reader: Reader) -> Reader:
    """A window that tells what the policy kept from it."""
    reader.page.add_init_script(TELLS)
    return reader


def test_the_policy_names_the_inline_scripts_of_the_pages_and_no_other(site: BuiltSite):
    on_pages: set[str] = set()
    for page, html in pages_of(site.folder):
        scripts = LexborHTMLParser(html).css("script:not([src]):not([type])")
        here = {digest(script.text()) for script in scripts}
        named = {value for value in policy_in(html)["script-src"] if value.startswith("'sha256-")}
        assert set() == here - named, f"{page} runs scripts that theme/templates/partials/policy.html does not name"
        on_pages |= here

    assert set() == named - on_pages, "theme/templates/partials/policy.html names scripts that are on no page"


def test_every_page_has_the_policy_before_anything_that_loads(site: BuiltSite):
    for page, html in pages_of(site.folder):
        first = [node.attributes.get("http-equiv") for node in LexborHTMLParser(html).css("head > *")][:2]

        assert first == [None, "Content-Security-Policy"], page
        assert LexborHTMLParser(html).css_first("head > meta[charset]"), page
        assert html.encode().index(b"charset") < 1024


def test_the_policy_knows_no_other_host_no_inline_handler_and_no_eval(site: BuiltSite):
    said = {value for _, html in pages_of(site.folder) for values in policy_in(html).values() for value in values}
    said = {value for value in said if not value.startswith("'sha256-")}

    assert {"'none'", "'self'", "'wasm-unsafe-eval'", "'unsafe-hashes'", "data:"} == said
    for _, html in pages_of(site.folder):
        policy = policy_in(html)
        assert ["'none'"] == policy["default-src"] == policy["base-uri"]
        assert not {"data:", "'unsafe-hashes'"} & {*policy["script-src"], *policy["style-src"]}


def test_no_page_holds_a_handler_or_a_style(site: BuiltSite):
    for page, html in pages_of(site.folder):
        parsed = LexborHTMLParser(html)
        names = {name for node in parsed.css("*") for name in node.attributes}

        assert [] == [name for name in names if name.startswith("on") or name == "style"], page
        assert [] == parsed.css("style"), page


def test_no_page_trips_over_the_policy(watched: Reader):
    for page, _ in pages_of(watched.site.folder):
        path = page.relative_to(watched.site.folder).as_posix().removesuffix("index.html")
        if path != "404.html":  # its addresses are those of the published site
            watched.open(path)

    assert [] == violations(watched.errors)


def test_the_page_for_wrong_addresses_trips_over_nothing(tmp_path: Path, browser: Browser, preview: PreviewServer):
    page, errors = opened(browser)
    page.goto(f"{preview.url}nowhere/")

    assert page.get_by_role("heading", name="Page not found").is_visible()
    assert [] == violations(errors)
    page.context.close()


def test_everything_a_reader_does_works_under_the_policy(watched: Reader):
    page = watched.open()
    page.keyboard.press("/")
    page.keyboard.type("homan")
    page.locator("dialog a", has_text="Tom Homan").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Display").click()
    page.get_by_role("radio", name="Dark").check()
    page = watched.open(TEXT)
    page.locator("#p22 a.mention").first.hover()
    page.locator(".tool-card").wait_for()
    page.locator("#p3 > .pn").click()
    page.get_by_role("button", name="Verify this text").click()
    page.locator(".verify [role=status] p").first.wait_for()
    page = watched.open("glossary/")
    page.get_by_label("Find in the glossary").fill("noem")
    page.locator(".tool-filter [role=status]", has_text="1 of 20").wait_for()
    watched.open(ENTRY).get_by_role("button", name=re.compile("Copy")).first.click()

    assert [] == violations(watched.errors)


def test_a_page_read_from_a_disk_trips_over_nothing(watched: Reader):
    for path in ("index.html", f"{TEXT}index.html", f"{ENTRY}index.html"):
        watched.page.goto((watched.site.folder / path).as_uri())
        assert "js" in (watched.page.locator("html").get_attribute("class") or "").split()
        watched.page.get_by_role("button", name="Display").click()

    # Chromium takes no font across files, whatever the policy; the reader's own fonts stand in.
    assert [] == violations(watched.errors)


INJECTED = {
    "an inline script": ("<script>window.hacked = 1</script>", "script-src-elem"),
    "a handler": ('<p id="h" onclick="window.hacked = 1">x</p>', "script-src-attr"),
    "a broken picture": ('<img src="data:," onerror="window.hacked = 1">', "script-src-attr"),
    "a script of another host": ('<script src="https://other.invalid/x.js"></script>', "script-src-elem"),
    "a script in its address": ('<script src="data:text/javascript,window.hacked=1"></script>', "script-src-elem"),
    "a picture of another host": ('<img src="https://other.invalid/x.png">', "img-src"),
    "a style": ("<style>body { display: none }</style>", "style-src-elem"),
    "a style attribute": ('<p style="background: url(https://other.invalid/)">x</p>', "style-src-attr"),
    "a style sheet": ('<link rel="stylesheet" href="https://other.invalid/x.css">', "style-src-elem"),
    "a frame": ('<iframe src="https://other.invalid/"></iframe>', "frame-src"),
    "a frame with a page in it": ("<iframe srcdoc='<script>top.hacked = 1</script>'></iframe>", "script-src-elem"),
    "an object": ('<object data="https://other.invalid/x"></object>', "object-src"),
    "another base": ('<base href="https://other.invalid/">', "base-uri"),
}


@pytest.mark.parametrize(("markup", "directive"), INJECTED.values(), ids=INJECTED)
def test_what_got_into_a_page_would_be_kept_from_running(
    browser: Browser, site: BuiltSite, markup: str, directive: str
):
    page, _ = opened(browser)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("https://other.invalid/**", answer)
    html = (site.folder / ENTRY / "index.html").read_text("utf-8").replace("</article>", f"{markup}</article>")
    page.route(f"{site.url}{ENTRY}", lambda route: route.fulfill(body=html, content_type="text/html"))
    with page.expect_console_message(lambda message: message.text.startswith(f"{REPORTED}{directive} ")):
        page.goto(f"{site.url}{ENTRY}")
        if "onclick" in markup:
            page.locator("#h").click()

    assert [] == asked
    assert page.evaluate("window.hacked") is None
    page.context.close()


def test_a_link_that_runs_something_runs_nothing(browser: Browser, site: BuiltSite):
    page, _ = opened(browser)
    page.goto(f"{site.url}{ENTRY}")
    page.evaluate("document.querySelector('h1').innerHTML = '<a href=\"javascript:window.hacked=1\">x</a>'")
    # The browser runs what the link says, or refuses to, some time after the click.
    with page.expect_console_message(lambda message: message.text.startswith(f"{REPORTED}script-src")):
        page.locator("h1 a").click()

    assert page.evaluate("window.hacked") is None
    page.context.close()


def test_eval_is_kept_from_running(browser: Browser, site: BuiltSite):
    page, _ = opened(browser)
    page.goto(f"{site.url}{ENTRY}")
    blocked = page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener("securitypolicyviolation", (event) => done(event.blockedURI));
          setTimeout(() => setTimeout("window.hacked = 1", 0), 0);
        })"""
    )

    assert ("eval", None) == (blocked, page.evaluate("window.hacked"))
    page.context.close()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    root = copy_project(tmp_path_factory.mktemp("previewed"))
    ThrowawaySite(root).write("docs/odd.md", "# Odd <script>alert(1)</script>\n\n| a | b |\n| :-: | -: |\n| c | d |\n")
    server = PreviewServer("127.0.0.1", 0, root, tell=lambda _: None)
    server.follow()
    with running(server):
        yield server


def test_the_preview_with_its_problems_trips_over_nothing_and_loads_anew(browser: Browser, preview: PreviewServer):
    site = ThrowawaySite(preview.preview.root)
    page, errors = opened(browser)
    page.goto(f"{preview.url}{ENTRY}")
    site.write("docs/other.md", "# Other\n\n<!-- colophon: <b>x -->\n\n[x](no'where\"onclick=alert(1).md)\n")
    preview.follow()
    # `odd.md` is in no navigation, which every page tells: another alert than the one that comes with what is saved.
    alert = page.get_by_role("alert").filter(has_text="no'where")
    alert.wait_for()

    assert "rgb(122, 31, 43)" == alert.evaluate("alert => getComputedStyle(alert).backgroundColor")
    assert 0 == alert.locator("[onclick], b").count()
    assert [] == violations(errors)
    page.context.close()


def test_columns_of_tables_keep_their_sides_under_the_policy(browser: Browser, preview: PreviewServer):
    page, errors = opened(browser)
    # The script in the heading is kept from running.
    with page.expect_console_message(lambda message: message.text.startswith(f"{REPORTED}script-src")):
        page.goto(f"{preview.url}odd/")

    assert ["center", "right"] == page.locator("td").evaluate_all(
        "all => all.map(td => getComputedStyle(td).textAlign)"
    )
    assert [] == [error for error in errors if error.startswith(f"{REPORTED}style-src")]
    page.context.close()


def opened(browser: Browser) -> tuple[Page, list[str]]:
    """A window, and what goes wrong on its pages: what scripts tell as errors, and those that end by one."""
    page = browser.new_context().new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(f"{ENDED}{error}"))
    page.add_init_script(TELLS)
    return page, errors


def violations(errors: list[str]) -> list[str]:
    """What the policy kept from a page, and scripts that ended by an error: not what a browser tells of missing files."""
    return [error for error in errors if error.startswith((REPORTED, ENDED))]
