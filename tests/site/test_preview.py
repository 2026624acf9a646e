"""An editor has the preview open and saves files."""

import re
import subprocess
import sys
from urllib.request import urlopen

import pytest

from colophon.building.staging import PREVIEW_FILES
from tests.site.conftest import copy_project, stop_clock

OPTIONS = {"colophon": "--addr", "mkdocs": "--dev-addr"}
RELOADED = "Reloaded"


class Preview:
    """A preview in a process of its own. What it prints is waited for; one that never prints it hangs."""

    def __init__(self, root, command="colophon"):
        self.root = root
        self.printed = ""
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", command, "serve", OPTIONS[command], "127.0.0.1:0"],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.url = ""

    def __enter__(self):
        found = re.search(r"http://127\.0\.0\.1:\d+/", self.line_with("http://127.0.0.1:"))
        assert found
        self.url = found[0]
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate()

    def line_with(self, words):
        """The next line printed that holds the words."""
        for line in self.process.stdout or ():
            self.printed += line
            if words in line:
                return line
        pytest.fail(f"{words!r} was not printed:\n{self.printed}")

    def read(self, path):
        with urlopen(self.url + path) as answer:
            return answer.read().decode("utf-8")

    def wait_for(self, path, words):
        """Wait until a page holds the words. Where it does not yet, another version is still to come."""
        while words not in self.read(path):
            self.line_with(RELOADED)

    def edit(self, path, old, new):
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    with Preview(copy_project(tmp_path_factory.mktemp("preview"))) as opened:
        yield opened


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


def test_a_mistake_is_reported_and_the_last_good_version_stays_until_it_is_mended(preview):
    preview.edit("docs/glossary/us-army.md", "[^text-000]", "[^text-00]")
    preview.line_with("did you mean text-000? [source-unknown]")
    assert "U.S. Army" in preview.read("glossary/us-army/")
    preview.edit("docs/glossary/us-army.md", "[^text-00]", "[^text-000]")
    preview.edit("docs/glossary/us-army.md", "The U.S. Army is", "The mended U.S. Army is")
    preview.wait_for("glossary/us-army/", "The mended U.S. Army is")


def test_the_browser_shows_what_was_saved_by_itself_and_the_problem_while_there_is_one(preview, browser):
    page = browser.new_page()
    page.goto(f"{preview.url}glossary/kristi-noem/")
    preview.edit("docs/glossary/kristi-noem.md", "\nkind: official", "\nkind: oficial")
    page.get_by_role("alert").get_by_text("did you mean official?").wait_for()
    assert "Kristi Noem" == page.locator("h1").inner_text().strip("# \n¶")

    preview.edit("docs/glossary/kristi-noem.md", "\nkind: oficial", "\nkind: official")
    page.get_by_role("alert").wait_for(state="detached")
    page.close()


def test_mkdocs_serve_follows_what_is_saved_too(tmp_path):
    with Preview(copy_project(tmp_path), "mkdocs") as opened:
        opened.edit("docs/glossary/tatum-king.md", "Tatum King is named in", "Tatum King (edited) is named in")
        opened.wait_for("glossary/tatum-king/", "Tatum King (edited) is named in")


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
    stop_clock(page)
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
