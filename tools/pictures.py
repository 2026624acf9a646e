"""Take the pictures of the documentation from the real screens, after a change to what they show.

    make pictures                     # all of them; installs the form editor first
    python -m tools.pictures readme   # the picture of the README alone

The pictures of docs/editing.md show this site with the form editor switched on, while an editor corrects the entry on Chuck Schumer.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from colophon.building.server import PreviewServer
from tests.conftest import PROJECT
from tests.editor.test_editor import PICKER, Desk, Window
from tests.find_browser import find_browser
from tests.site.conftest import ARGUMENTS, copy_project

PICTURES = PROJECT / "docs/assets/help"
README_PICTURE = PROJECT / "docs/development/screenshot.png"  # not part of the published site
README_PAGE = "documents/001_49d7299fa34e0926/"
ENTRY = "docs/glossary/chuck-schumer.md"
WIDTH, HEIGHT = 480, 420
WINDOW_HEIGHT = 900
COLORS = 64


@contextmanager
def preview(root: Path) -> Iterator[PreviewServer]:
    """A running preview of the site at `root`."""
    server = PreviewServer("127.0.0.1", 0, root, tell=lambda _: None)
    threading.Thread(target=server.serve, daemon=True).start()
    while server.preview.version.edition is None:
        threading.Event().wait(0.1)
    try:
        yield server
    finally:
        server.shutdown()


@contextmanager
def opened_desk() -> Iterator[Desk]:
    """A preview of a copy of this site under Git, with the form editor and an address for reports."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_project(Path(folder, "reader"))
        config = (root / "mkdocs.yml").read_text("utf-8")
        options = "  - colophon:\n      editor: true\n      report: mailto:desk@reader.example\n"
        (root / "mkdocs.yml").write_text(re.sub(r"^  - colophon:?\n", options, config, flags=re.MULTILINE), "utf-8")
        git(root, "init", "--quiet", "--initial-branch=main")
        commit(root, "The entries")
        with preview(root) as server:
            yield Desk(root, server.url)


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@reader.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path, *message: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", *(f"--message={part}" for part in message))


def change(root: Path, old: str, new: str) -> None:
    text = (root / ENTRY).read_text("utf-8")
    assert old in text, f"{ENTRY} no longer says {old!r}"
    (root / ENTRY).write_text(text.replace(old, new, 1), "utf-8")


def take(page: Page, name: str, top: Locator | None = None, from_y: int = 0, height: int = HEIGHT) -> None:
    """Save a picture of the window, scrolled so that `top` is below the header where it is given."""
    # A low window, so that even the last element of a page can be scrolled to the top.
    page.set_viewport_size({"width": WIDTH, "height": height if top else WINDOW_HEIGHT})
    if top is not None:
        top.first.evaluate(
            "element => window.scrollBy({top: element.getBoundingClientRect().top - 160, behavior: 'instant'})"
        )
    clip: FloatRect = {"x": 0, "y": from_y, "width": WIDTH, "height": height}
    save(page.screenshot(clip=clip, animations="disabled"), PICTURES / f"{name}.png")


def save(shot: bytes, path: Path) -> None:
    """Write a screenshot in few colors, which makes it small."""
    few = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def take_help(page: Page, desk: Desk) -> None:
    """Take the pictures of docs/editing.md, in the order of its steps."""
    window = Window(page, desk)
    window.put(desk.files())

    page.goto(f"{desk.url}glossary/chuck-schumer/")
    take(page, "actions", page.locator("h2", has_text="History"))

    page.goto(f"{desk.url}edit/")
    page.get_by_role("button", name="Work with Local Repository").wait_for()
    take(page, "folder", from_y=240)

    window.open("edit/#/collections/glossary/entries/chuck-schumer")
    page.locator("[data-key-path='name'] input").wait_for()
    take(page, "form", height=640)

    change(desk.root, "vowed to hold hearings on", "promised to hold hearings on")
    page.goto(f"{desk.url}glossary/chuck-schumer/")
    page.get_by_role("alert").wait_for(timeout=60_000)
    page.reload()  # so that the preview does not exchange the page while the picture is taken
    page.get_by_role("alert").wait_for()
    take(page, "problem")
    change(desk.root, "promised to hold hearings on", "vowed to hold hearings on")

    change(desk.root, "No end recorded on 15 June 2026.", "No end was recorded on 15 June 2026.")
    commit(
        desk.root,
        "Correct the note on his position",
        "Correction: An earlier version misworded the note on his position.",
    )
    page.goto(f"{desk.url}corrections/")
    page.get_by_text("misworded").wait_for(timeout=60_000)  # the preview follows
    page.reload()
    take(page, "correction", page.get_by_text("An earlier version misworded"))


def take_readme(browser: Browser) -> None:
    """Take the picture of the README: a text of this site, with the card of a name."""
    with preview(PROJECT) as server:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(f"{server.url}{README_PAGE}")
        page.locator("article a.mention.kind-agency").first.hover()
        page.locator(".tool-card").wait_for()
        save(page.screenshot(animations="disabled"), README_PICTURE)


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        take_readme(browser)
        if sys.argv[1:] != ["readme"]:
            with opened_desk() as desk:
                context = browser.new_context(
                    viewport={"width": WIDTH, "height": WINDOW_HEIGHT}, device_scale_factor=1.5, color_scheme="light"
                )
                context.add_init_script(PICKER)
                take_help(context.new_page(), desk)
        browser.close()


if __name__ == "__main__":
    main()
