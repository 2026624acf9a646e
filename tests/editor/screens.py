"""The pictures of the help page, taken of the real screens. After a change to what they show: `make screens`.

They show this site with the editor switched on, as somebody sees it who corrects the entry on Chuck Schumer.
"""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from colophon.building.server import PreviewServer
from tests.conftest import PROJECT
from tests.editor.test_editor import PICKER, Desk, Window
from tests.find_browser import find_browser
from tests.site.conftest import ARGUMENTS, copy_project

PICTURES = PROJECT / "docs/assets/help"
ENTRY = "docs/glossary/chuck-schumer.md"
WIDTH, HEIGHT = 480, 420
COLOURS = 64


@contextmanager
def opened_desk() -> Iterator[Desk]:
    """A copy of this site that git knows, with the editor and an address for reports, in a preview."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_project(Path(folder, "reader"))
        config = (root / "mkdocs.yml").read_text("utf-8")
        options = "  - colophon:\n      editor: true\n      report: mailto:desk@reader.example\n"
        (root / "mkdocs.yml").write_text(re.sub(r"^  - colophon:?\n", options, config, flags=re.MULTILINE), "utf-8")
        git(root, "init", "--quiet", "--initial-branch=main")
        commit(root, "The entries")
        server = PreviewServer("127.0.0.1", 0, root, tell=lambda _: None)
        threading.Thread(target=server.serve, daemon=True).start()
        while server.preview.version.edition is None:
            threading.Event().wait(0.1)
        try:
            yield Desk(root, server.url)
        finally:
            server.shutdown()


def git(root: Path, *arguments: str) -> None:
    told = ["-c", "user.name=Editor", "-c", "user.email=editor@reader.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *told, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path, *message: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", *(f"--message={part}" for part in message))


def change(root: Path, old: str, new: str) -> None:
    text = (root / ENTRY).read_text("utf-8")
    assert old in text, f"{ENTRY} no longer says {old!r}"
    (root / ENTRY).write_text(text.replace(old, new, 1), "utf-8")


def take(page: Page, name: str, top: Locator | None = None, from_y: int = 0, height: int = HEIGHT) -> None:
    """A picture of the window, with an element below its header where one is given."""
    if top is not None:
        top.first.evaluate(
            "element => window.scrollBy({top: element.getBoundingClientRect().top - 160, behavior: 'instant'})"
        )
    page.wait_for_timeout(500)  # what fades in has come
    shot = page.screenshot(clip={"x": 0, "y": from_y, "width": WIDTH, "height": height})
    few = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


def take_all(page: Page, desk: Desk) -> None:
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
    take(page, "problem")
    change(desk.root, "promised to hold hearings on", "vowed to hold hearings on")

    change(desk.root, "No end recorded on 15 June 2026.", "No end was recorded on 15 June 2026.")
    commit(
        desk.root, "Mend the note on his position", "Correction: An earlier version misworded the note on his position."
    )
    page.goto(f"{desk.url}corrections/")
    page.get_by_text("misworded").wait_for(timeout=60_000)  # the preview follows
    take(page, "correction", page.get_by_text("An earlier version misworded"))


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with opened_desk() as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        context = browser.new_context(
            viewport={"width": WIDTH, "height": 900}, device_scale_factor=1.5, color_scheme="light"
        )
        context.add_init_script(PICKER)
        take_all(context.new_page(), desk)
        browser.close()


if __name__ == "__main__":
    main()
