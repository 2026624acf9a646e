"""The server of a preview ends whenever it is told to."""

from __future__ import annotations

import subprocess
import sys

import pytest
from mkdocs.commands.serve import serve as mkdocs_serve

from colophon.building.server import PreviewServer
from tests.conftest import ThrowawaySite


def interrupted(site: ThrowawaySite, program: str, at: str) -> subprocess.CompletedProcess[str]:
    """Run a program that interrupts itself, as Ctrl+C does, when it first calls the function `module:name`.

    Unless that is while a module is imported, what the program needs is imported before: watching that takes seconds.
    """
    module, name = at.split(":")
    code = f"""
import os, signal, sys
{"" if name == "<module>" else "import colophon.cli.site, colophon.mkdocs_plugin, material, mkdocs.__main__"}
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background of a script
def interrupt(frame, event, argument):
    if event == "call" and frame.f_code.co_name == {name!r} and {module!r} in frame.f_code.co_filename:
        sys.setprofile(None)
        os.kill(os.getpid(), signal.SIGINT)
sys.setprofile(interrupt)
{program}
"""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=site.root, capture_output=True, text=True, check=False, timeout=120
    )


COLOPHON = "sys.argv = ['colophon', 'serve', '--addr', '127.0.0.1:0']; from colophon.__main__ import run; run()"
MKDOCS = "sys.argv = ['mkdocs', 'serve', '-a', '127.0.0.1:0']; from mkdocs.__main__ import cli; cli()"


@pytest.mark.parametrize(
    ("program", "at", "code"),
    [
        (COLOPHON, "cli/output.py:<module>", 130),
        (COLOPHON, "reader.py:read_site", 0),
        (COLOPHON, "preview.py:_pages_of", 0),
        (COLOPHON, "threading.py:wait", 0),
        (MKDOCS, "reader.py:read_site", 0),
    ],
)
def test_ctrl_c_ends_a_preview_at_any_time_without_a_traceback(buildable_site, program, at, code):
    ended = interrupted(buildable_site, program, at)

    assert (code, "") == (ended.returncode, "Traceback" * ("Traceback" in ended.stderr)), ended.stderr


def test_a_preview_can_be_shut_down_before_it_serves(buildable_site):
    PreviewServer("127.0.0.1", 0, buildable_site.root).shutdown()


def test_mkdocs_serve_reads_the_site_once_and_renders_no_page_before_it_is_asked_for(buildable_site, monkeypatch):
    served = []

    def look(self: PreviewServer, **_: object) -> None:
        self.follow()
        served.append(self.preview.answer("documents/letter/").status)

    monkeypatch.setattr(PreviewServer, "serve", look)
    monkeypatch.setattr("colophon.mkdocs_plugin.check_or_raise", lambda *_: pytest.fail("the site was read twice"))
    mkdocs_serve(str(buildable_site.root / "mkdocs.yml"), dev_addr="127.0.0.1:0")

    assert [200] == served
