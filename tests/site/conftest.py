"""The real site, built once for all tests of this folder, served on 127.0.0.1, below a path, and opened in Chromium."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from selectolax.lexbor import LexborHTMLParser

from colophon.building.pipeline import build
from colophon.edition import Edition
from tests.conftest import ThrowawaySite, running
from tests.find_browser import NONE, find_browser

ROOT = Path(__file__).parents[2]
BELOW = "some/where"
UNUSED = [
    # Pages that Chromium keeps ready for what drops down from its address field: half of what it costs to open a window.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # With it, closing a window while its page is loaded anew may never end: microsoft/playwright#42068.
    "RenderDocument",
    # Naming these takes the place of Playwright's own list, so here is what of it keeps Chromium from asking
    # other hosts, or from showing a page late.
    "AimEnabled",
    "HttpsUpgrades",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(UNUSED)}",
]


PATIENCE = 60_000
"""Milliseconds that a browser may take for one thing on the slowest machine, Playwright's default being half of it."""
expect.set_options(timeout=PATIENCE)


class BuiltSite:
    """A built site and what it was built from."""

    def __init__(self, root: Path, edition: Edition) -> None:
        self.root = root
        self.edition = edition
        self.url = ""

    @property
    def folder(self) -> Path:
        return self.root / "site"


def copy_project(to: Path) -> Path:
    for name in ("corpus", "docs"):
        shutil.copytree(ROOT / name, to / name)
    shutil.copy(ROOT / "mkdocs.yml", to)
    return to


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltSite]:
    """The Immigration Enforcement Reader, served below a path as on a project page of a code host."""
    root = copy_project(tmp_path_factory.mktemp("reader"))
    with (root / "mkdocs.yml").open("a") as config:
        config.write(f"site_url: https://reader.example/{BELOW}/\n")
    built = BuiltSite(root, build(root))
    served = tmp_path_factory.mktemp("served")
    (served / BELOW).parent.mkdir(parents=True)
    (served / BELOW).symlink_to(built.folder)
    with serving(served) as address:
        built.url = f"{address}{BELOW}/"
        yield built


DRAWN = """async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}"""
"""Waits until a page that was loaded is drawn, in its own fonts and where its address leads."""
SHIFTS = f"""async () => {{
    await ({DRAWN})();
    const observer = new PerformanceObserver(() => {{}});
    observer.observe({{type: "layout-shift", buffered: true}});
    return observer.takeRecords().map(shift => shift.value);
}}"""
"""How far the parts of a page have jumped since it began to load, one number for each frame in which any did."""

HOSTILE = """'"></title><script>alert(1)</script>&amp;<b>{{ 7*7 }} {: #x }"""
"""Words that would break out of any attribute, tag or template that does not escape them."""


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small built site in which everything an editor or a source can write is `HOSTILE`."""
    hostile = ThrowawaySite(tmp_path_factory.mktemp("hostile"))
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    for name in ("the editors of the Immigration Enforcement Reader", "Immigration Enforcement Reader"):
        settings = settings.replace(name, json.dumps(HOSTILE))
    settings = settings.replace("  - About: about.md\n", "  - about.md\n  - Further: [not-in-a-tab.md]\n")
    hostile.write("mkdocs.yml", settings + "site_url: https://reader.example/\n")
    stated = {"basis": "attributed", "evidence": HOSTILE}
    hostile.text(
        "one",
        f"{HOSTILE}\nA heading {HOSTILE}\nThe Harbour Board met. {HOSTILE}\n    code\n- list\n<!-- \n]]> --> <p>",
        title={**stated, "value": HOSTILE},
        creators={**stated, "value": [HOSTILE]},
        publisher={**stated, "value": HOSTILE},
        published={**stated, "value": "2025-05-01"},
        headings=[2],
        language="ar",
    )
    hostile.text("two", "Words.", access="withheld", withheld={"reason": HOSTILE, "on": "2026-01-01"})
    sources = {"one": {"document": "one", "quote": "The Harbour Board met."}}
    position = {"title": HOSTILE, "agency": "board", "from": "2025", "source": "one"}
    hostile.entry("board", "Met.[^one]", name="Harbour Board", aliases=[f"{HOSTILE} Office"], sources=sources)
    hostile.entry("person", "Is.[^one]", name=HOSTILE, kind="official", positions=[position], sources=sources)
    title = json.dumps(HOSTILE)
    for page in ("about", "not-in-a-tab", "not-in-the-navigation"):
        hostile.write(f"docs/{page}.md", f"---\ntitle: {title}\ndescription: {title}\n---\n\nAbout.\n")
    build(hostile.root)
    return hostile.root / "site"


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A window that closes in the middle of an answer is no news."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder; its address, with a slash at the end."""
    server = Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    with running(server):
        yield f"http://127.0.0.1:{server.server_port}/"


AXE = Axe().axe_script

SURROUNDINGS: dict[str, str | float | bool] = {**os.environ, "LC_ALL": "C.UTF-8"}
"""Without UTF-8, Chromium stores nothing where a temporary folder has letters beyond ASCII in its name."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium. Looking for it may start a Playwright, of which there can be one at a time."""
    found = find_browser()
    assert found, NONE
    return found


@pytest.fixture(scope="session")
def playwright(chromium: str) -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS, env=SURROUNDINGS)
    yield browser
    browser.close()


ENDED = "script: "
"""What is reported of a script that ended by an error begins with this."""


class Reader:
    """A reader's window, and everything the browser did that a reader should know of."""

    def __init__(self, context: BrowserContext, site: BuiltSite) -> None:
        self.context = context
        self.site = site
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", lambda request: self.errors.append(f"failed: {request.url}"))
        self.page.on(
            "response",
            lambda answer: self.errors.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None,
        )
        self.page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.errors.append(f"{ENDED}{error}"))

    def open(self, path: str = "") -> Page:
        self.page.goto(self.site.url + path)
        return self.page

    @property
    def foreign_requests(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.site.url, "data:", "blob:"))]


@pytest.fixture
def open_reader(browser: Browser, site: BuiltSite) -> Iterator[Callable[..., Reader]]:
    """Open a window with Playwright's options, for example `viewport`, `color_scheme`, `java_script_enabled`."""
    contexts: list[BrowserContext] = []

    def opened(**options) -> Reader:
        contexts.append(browser.new_context(**{**WINDOW, **options}))
        return Reader(contexts[-1], site)

    yield opened
    for context in contexts:
        context.close()


def barriers(page: Page, *rules: str, part: str = "html") -> list[tuple[str, str]]:
    """What axe finds wrong on a page, or in the part that a selector names: each rule, and where it first does.

    `rules`: look for these alone; otherwise for all that axe applies by default, and for small targets.
    """
    options: dict[str, object] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
        options["rules"] = {rule: {"enabled": True} for rule in rules}
    page.evaluate(AXE)
    run = """([part, options]) => axe.run(part, options)
        .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"""
    return [(rule, where) for rule, where in page.evaluate(run, [part, options])]


def stop_clock(page: Page) -> None:
    """Let time pass on a page by `page.clock.run_for` alone."""
    page.clock.install(time="2026-01-01")
    page.clock.pause_at("2026-01-02")


LOOKS = [(320, "light"), (768, "light"), (1440, "dark")]
"""Widths of a window, each with one color scheme: colors do not depend on the width, nor the width on colors."""
WINDOW = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def windows() -> dict[str, Reader]:
    """The windows that tests share, by their options; they close with the browser."""
    return {}


@pytest.fixture
def look(browser: Browser, site: BuiltSite, windows: dict[str, Reader]) -> Iterator[Callable[..., Page]]:
    """Open a page in a window that tests share, since to open one takes longer than most tests.

    For tests that look, click and type. What is stored, requested or printed on the console, and what comes while a page is
    loaded for the first time, needs a window of the test's own: `open_reader`.
    """
    used: list[Page] = []

    def looked_at(path: str = "", **options) -> Page:
        key = repr(sorted(options.items()))
        if key not in windows:
            windows[key] = Reader(browser.new_context(**{**WINDOW, **options}), site)
        reader = windows[key]
        used.append(reader.page)
        if "#" in path:
            reader.page.goto("about:blank")  # or the page would stay as the last test left it, and only scroll
        return reader.open(path)

    yield looked_at
    for page in used:
        page.unroute_all()
        page.emulate_media(media="null")
        page.mouse.move(0, 0)
        assert 0 == page.evaluate("() => { const { length } = localStorage; localStorage.clear(); return length; }")


@pytest.fixture(scope="session")
def kept() -> dict[str, LexborHTMLParser]:
    """The pages `as_shown` has read."""
    return {}


@pytest.fixture
def as_shown(look: Callable[..., Page], kept: dict[str, LexborHTMLParser]) -> Callable[[str], LexborHTMLParser]:
    """A page as the browser holds it once its scripts have run; opened once."""

    def read(path: str) -> LexborHTMLParser:
        if path not in kept:
            kept[path] = LexborHTMLParser(look(path).content())
        return kept[path]

    return read


@pytest.fixture
def reader(open_reader: Callable[..., Reader]) -> Reader:
    """A desktop window, with JavaScript."""
    return open_reader()
