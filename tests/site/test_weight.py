"""A first visit over a slow line: what it transfers, and whether anything jumps. Held where a build can be measured."""

from __future__ import annotations

import functools
import gzip
import http.server
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.conftest import running
from tests.site.conftest import SHIFTS, Server

PAGES = {
    "home": "",
    "text": "documents/001_49d7299fa34e0926/",
    "official": "glossary/donald-trump/",
    "agency": "glossary/immigration-and-customs-enforcement/",
    "glossary": "glossary/",
}
WIDTHS = PHONE, _ = 360, 1440
MOST_BYTES = 112_000
MOST_REQUESTS = 8
"""The page, a font, and few style sheets and scripts: a slow line waits for each."""
EVERY_PAGE = {"search.js", "reading.js"}
MOST_OF_OURS = {"scripts of every page": 9_000, "scripts on demand": 15_100, "styles": 11_000}
"""Bytes of all our scripts, which are shipped as they are written, and of all our style sheets; compressed. Scripts on demand
are fetched when somebody searches, comes from a result, or verifies a text."""
TEXT_TYPES = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", "/")


class Zipping(http.server.SimpleHTTPRequestHandler):
    """Serves as common hosts do: what is text goes out compressed."""

    def send_head(self) -> BytesIO | BinaryIO | None:
        plain = super().send_head() if not self.path.split("?")[0].endswith(TEXT_TYPES) else None
        if plain:
            return plain
        file = Path(self.translate_path(self.path))
        if self.path.endswith("/"):
            file /= "index.html"
        if not file.is_file():
            self.send_error(404)
            return None
        data = gzip.compress(file.read_bytes(), 6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def zipped(site) -> Iterator[str]:
    server = Server(("127.0.0.1", 0), functools.partial(Zipping, directory=str(site.folder)))
    with running(server):
        yield f"http://127.0.0.1:{server.server_port}/"


class Visit:
    """The first visit of somebody who has nothing of the site yet."""

    def __init__(self, browser, url: str, width: int) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800})
        self.page = self.context.new_page()
        self.sizes: dict[str, float] = {}
        urls: dict[str, str] = {}
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", lambda sent: urls.update({sent["requestId"]: sent["request"]["url"]}))
        devtools.on(
            "Network.loadingFinished",
            lambda done: self.sizes.update({urls[done["requestId"]]: done["encodedDataLength"]}),
        )
        self.page.goto(url)

    def wait_for_silence(self) -> None:
        """Until nothing was asked for half a second."""
        self.page.wait_for_load_state("networkidle")
        self.sizes = {url: size for url, size in self.sizes.items() if not url.startswith("data:")}


@pytest.fixture(scope="module")
def visits(browser, zipped) -> Iterator[dict[tuple[str, int], Visit]]:
    """A first visit of each page, by path and width of the window; side by side, since each waits for silence."""
    visits = {(path, width): Visit(browser, zipped + path, width) for path in PAGES.values() for width in WIDTHS}
    for visit in visits.values():
        visit.wait_for_silence()
    yield visits
    for visit in visits.values():
        visit.context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_first_visit_is_light(visits, path):
    sizes = visits[path, PHONE].sizes

    assert MOST_BYTES >= sum(sizes.values()), sizes
    assert MOST_REQUESTS >= len(sizes), sizes


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_of_the_search_or_the_preview_cards_is_loaded_before_somebody_asks(visits, path):
    asked = visits[path, PHONE].sizes

    assert any(url.endswith(".css") for url in asked)
    assert [] == [url for url in asked if "/pagefind/" in url or "/assets/cards/" in url]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_jumps_while_a_page_loads(visits, path, width):
    assert [] == visits[path, width].page.evaluate(SHIFTS)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_script_keeps_the_page_from_being_shown(visits, path):
    page = visits[path, PHONE].page
    blocking = "head script[src]:not([defer]):not([async]):not([type=module])"

    assert [] == page.eval_on_selector_all(blocking, "scripts => scripts.map(script => script.src)")
    assert 2_000 >= sum(map(len, page.eval_on_selector_all("head script:not([src])", "all => all.map(s => s.text)")))


@pytest.mark.parametrize(("kind", "most"), MOST_OF_OURS.items())
def test_our_own_scripts_and_styles_are_small(site, kind, most):
    kinds = {
        file: "styles"
        if file.suffix == ".css"
        else f"scripts {'of every page' if file.name in EVERY_PAGE else 'on demand'}"
        for file in (site.folder / "assets/colophon").rglob("*.?s*")
        if file.suffix in {".css", ".js"}
    }
    sizes = {file.name: len(gzip.compress(file.read_bytes(), 6, mtime=0)) for file in kinds if kinds[file] == kind}

    assert sizes
    assert most >= sum(sizes.values()), sizes
