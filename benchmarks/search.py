"""Measure what the first search of a built site costs its reader: bytes, time, and work of the browser.

    .venv/bin/python benchmarks/search.py SITE WORDS [WORDS ...]      # SITE: the folder of a built site

Each search is the first of a visit with nothing in the browser's cache, typed into the dialog of the front page. *Bytes* are those
that the dialog asks for from the moment it is opened, with text compressed as common hosts do. *Time* is that by the clock
from the first letter to the first result; *work* is the processor time of the page in it. Both are given for a connection
without delay and for a slow one (1.6 Mb/s, 150 ms), medians of three visits. Needs a Chromium.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.find_browser import find_browser
from tests.site.test_weight import Zipping

VISITS = 3
DELAY, RATE = 0.15, 200_000
"""Of a slow line: seconds before an answer, and bytes a second of all answers together."""


class Counting(Zipping):
    """Serves a folder, text compressed, and counts what it sends; as slowly as is asked for."""

    protocol_version = "HTTP/1.1"
    sent = 0
    is_slow = False
    line = threading.Lock()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send the body of an answer."""
        if Counting.is_slow:
            time.sleep(DELAY)
        while data := source.read(8192):
            with Counting.line:
                Counting.sent += len(data)
                if Counting.is_slow:
                    time.sleep(len(data) / RATE)
            outputfile.write(data)


def first_search(browser: Browser, url: str, words: str, *, slow: bool) -> tuple[float, float, float]:
    """Bytes, seconds and seconds of work for the first search of a visit."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    devtools.send("Performance.enable")
    Counting.sent, Counting.is_slow = 0, slow
    page.locator("[data-colophon-search]").first.click()
    field = page.get_by_role("dialog").get_by_label("Search texts and glossary")
    field.wait_for()
    worked, began = work_of(devtools), time.monotonic()
    field.fill(words)
    page.locator(".find-title").first.wait_for(timeout=120_000)
    took, worked = time.monotonic() - began, work_of(devtools) - worked
    page.wait_for_load_state("networkidle")
    Counting.is_slow = False
    context.close()
    return Counting.sent, took, worked


def work_of(devtools: Any) -> float:
    """Seconds of processor time that a page has taken."""
    found = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
    return float(found["TaskDuration"])


def main() -> None:
    """Print a row for each of the words."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("site", type=Path)
    options.add_argument("words", nargs="+")
    given = options.parse_args()
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Counting, directory=str(given.site.resolve()))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    print(f"load {os.getloadavg()[0]:.1f}\n")
    print("| first search | bytes | time | work | time, slow line |\n| --- | --- | --- | --- | --- |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for words in given.words:
            visits = [first_search(browser, url, words, slow=False) for _ in range(VISITS)]
            slow = [first_search(browser, url, words, slow=True)[1] for _ in range(VISITS)]
            size, took, worked = (statistics.median(one) for one in zip(*visits, strict=True))
            row = f"{size / 1000:,.0f} kB | {took * 1000:,.0f} ms | {worked * 1000:,.0f} ms"
            print(f"| {words} | {row} | {statistics.median(slow) * 1000:,.0f} ms |", flush=True)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
