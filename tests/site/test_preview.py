"""An editor has the preview open and saves files."""

import re
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from colophon.staging import PREVIEW_FILES
from tests.site.conftest import copy_project

PATIENCE = 60
OPTIONS = {"colophon": ["--addr"], "mkdocs": ["--dev-addr"]}


class Preview:
    def __init__(self, root, command="colophon"):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.root = root
        self.log = root / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "-m", command, "serve", *OPTIONS[command], f"127.0.0.1:{self.port}"],
                cwd=root,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def read(self, path):
        with urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=PATIENCE) as answer:
            return answer.read().decode("utf-8")

    def wait_for(self, path, words):
        self._wait(lambda: words in self.read(path), f"{words!r} never stood on {path}")

    def wait_for_log(self, words):
        self._wait(lambda: words in self.log.read_text("utf-8"), f"{words!r} was never said")

    def _wait(self, happened, otherwise):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text("utf-8")
            try:
                if happened():
                    return
            except (URLError, ConnectionError):
                pass
            time.sleep(0.05)
        pytest.fail(f"{otherwise}:\n{self.log.read_text('utf-8')}")

    def edit(self, path, old, new):
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    opened = Preview(copy_project(tmp_path_factory.mktemp("preview")))
    opened.wait_for("", "Immigration Enforcement Reader")
    yield opened
    opened.process.terminate()
    opened.process.wait(10)


def test_a_saved_entry_shows(preview):
    preview.edit("docs/glossary/tatum-king.md", "Tatum King is named in", "Tatum King (edited) is named in")
    preview.wait_for("glossary/tatum-king/", "Tatum King (edited) is named in")


def test_a_saved_record_shows(preview):
    preview.edit(
        "corpus/000_17ce685a5ce6ce4a.yml", "value: On a presidential directive", "value: On an edited directive"
    )
    preview.wait_for("documents/000_17ce685a5ce6ce4a/", "[On an edited directive")


def test_a_saved_page_shows(preview):
    preview.edit("docs/about.md", "## What it is", "## What this is")
    preview.wait_for("about/", "What this is")


def test_a_mistake_is_told_and_the_last_good_version_stays_until_it_is_mended(preview):
    preview.edit("docs/glossary/us-army.md", "[^text-000]", "[^text-00]")
    preview.wait_for_log("did you mean text-000? [source-unknown]")
    assert "U.S. Army" in preview.read("glossary/us-army/")
    preview.edit("docs/glossary/us-army.md", "[^text-00]", "[^text-000]")
    preview.edit("docs/glossary/us-army.md", "The U.S. Army is", "The mended U.S. Army is")
    preview.wait_for("glossary/us-army/", "The mended U.S. Army is")


def test_the_browser_shows_what_was_saved_by_itself_and_the_problem_while_there_is_one(preview, browser):
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{preview.port}/glossary/kristi-noem/")
    preview.edit("docs/glossary/kristi-noem.md", "\nkind: official", "\nkind: oficial")
    page.get_by_role("alert").get_by_text("did you mean official?").wait_for()
    assert "Kristi Noem" == page.locator("h1").inner_text().strip("# \n¶")

    preview.edit("docs/glossary/kristi-noem.md", "\nkind: oficial", "\nkind: official")
    page.get_by_role("alert").wait_for(state="detached")
    page.close()


def test_mkdocs_serve_follows_what_is_saved_too(tmp_path):
    opened = Preview(copy_project(tmp_path), "mkdocs")
    opened.wait_for("", "Immigration Enforcement Reader")
    opened.edit("docs/glossary/tatum-king.md", "Tatum King is named in", "Tatum King (edited) is named in")
    opened.wait_for("glossary/tatum-king/", "Tatum King (edited) is named in")
    opened.process.terminate()
    opened.process.wait(10)


def test_an_edit_is_built_once(preview):
    before = len(re.findall("Reloaded", preview.log.read_text("utf-8")))
    preview.edit("docs/about.md", "## How to cite", "## How to quote")
    preview.wait_for("about/", "How to quote")
    time.sleep(0.5)  # several looks for what was saved; the next edit is read after what such a look finds
    preview.edit("docs/about.md", "## How to quote", "## How to cite")
    preview.wait_for("about/", "How to cite")

    assert before + 2 == len(re.findall("Reloaded", preview.log.read_text("utf-8")))


# --- how a page waits for what is saved --------------------------------------------------------------------------

PREVIEW = "http://preview.test/"
WAITS = """
window.requests = { begun: 0, open: 0, refused: true };
window.fetch = (_, { signal }) => new Promise((_, fail) => {
  requests.begun += 1;
  if (requests.refused) return fail(new TypeError("refused"));
  requests.open += 1;
  signal.addEventListener("abort", () => { requests.open -= 1; fail(signal.reason); });
});
window.turn = (hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
  document.dispatchEvent(new Event("visibilitychange"));
};
"""
"""A preview that is down or, where `refused` is false, has no news, and a reader who turns to another tab and back."""


@pytest.fixture
def waiting(browser):
    """A page that waits for news of a preview that is down, and whose clock is ours."""
    page = browser.new_page()
    page.clock.install()
    page.add_init_script(WAITS)
    page.route(f"{PREVIEW}reload.js", lambda route: route.fulfill(body=PREVIEW_FILES["reload.js"]))
    html = '<!doctype html><script src="/reload.js" data-version="1"></script>'
    page.route(PREVIEW, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(PREVIEW)
    page.clock.run_for(5_000)
    assert page.evaluate("requests.begun") > 1
    yield page
    page.close()


def test_turning_to_other_tabs_while_the_preview_is_down_adds_no_requests(waiting):
    for _ in range(8):
        waiting.evaluate("turn(true), turn(false)")
    waiting.evaluate("requests.refused = false")
    waiting.clock.run_for(5_000)

    assert 1 == waiting.evaluate("requests.open")


@pytest.mark.parametrize("refused", [True, False])
def test_a_hidden_page_asks_for_nothing(waiting, refused):
    waiting.evaluate("refused => { requests.refused = refused; }", refused)
    waiting.clock.run_for(5_000)
    waiting.evaluate("turn(true)")
    begun = waiting.evaluate("requests.begun")
    waiting.clock.run_for(5_000)

    assert (begun, 0) == (waiting.evaluate("requests.begun"), waiting.evaluate("requests.open"))


def test_a_page_that_is_shown_again_asks_again(waiting):
    waiting.evaluate("turn(true)")
    begun = waiting.evaluate("requests.begun")
    waiting.evaluate("turn(false)")

    assert begun + 1 == waiting.evaluate("requests.begun")
