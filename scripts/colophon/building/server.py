"""The preview over HTTP, on this computer only unless another address is asked for."""

from __future__ import annotations

import gc
import http.server
import ipaddress
import logging
import re
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from colophon.building.preview import Answer, Preview, Version, file_answer
from colophon.building.staging import PREVIEW_FILES
from colophon.formats.reports import as_line

log = logging.getLogger("mkdocs.colophon")

_OWN = "colophon-preview/"
"""Below the mount: the preview's own script and style, and the news that something changed."""
_PATIENCE = 25.0  # seconds; browsers and proxies give up on an answer after 30
# A file, not an inline script: the policy of the page allows it as it stands.
_RELOAD = '<script src="%s%sreload.js" data-version="%d"></script>'
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",  # another site in the editor's browser may not embed what is here
}


class PreviewServer(http.server.ThreadingHTTPServer):
    """Serves a preview, follows what is saved, and tells the browsers."""

    daemon_threads = True

    def __init__(
        self, host: str, port: int, root: Path, mount: str = "/", tell: Callable[[str], None] = log.info
    ) -> None:
        self.mount = mount
        self._tell = tell
        self._changed = threading.Condition()
        self._ended = threading.Event()
        self._name = host.strip("[]").lower()
        super().__init__((host, port), _Handler)
        self.url = f"http://{host}:{self.server_port}{mount}"
        self.preview = Preview(root, self.url)

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Serve until `shutdown`, or an interrupt."""
        self.follow()
        gc.freeze()  # what was read stays; looking through it for garbage would take longer than a save may
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self._tell(f"Serving on {self.url}; what you save shows at once; Ctrl+C ends it")
        if open_in_browser:
            webbrowser.open(self.url)
        while not self._ended.is_set():
            began = time.monotonic()
            changed = self.follow()
            looked = time.monotonic() - began
            # One part looking, four parts resting: on a large site it looks less often.
            self._ended.wait(0.1 if changed else max(0.1, 4 * looked))

    def follow(self) -> bool:
        """Read what was saved, and wake the browsers that wait for it; whether anything was."""
        if not self.preview.refresh():
            return False
        version = self.preview.version
        for problem in version.problems:
            self._tell(as_line(problem))
        if version.message:
            self._tell(version.message)
        if not version.is_sound:
            self._tell("the preview shows the last good version" if version.edition else "nothing can be shown yet")
        elif version.number > 1:
            self._tell("Reloaded")
        with self._changed:
            self._changed.notify_all()
        return True

    def wait_for_change(self, since: int) -> Version:
        """The present version, as soon as it is another than `since`, or after a while, or at the end."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._ended.is_set() or self.preview.version.number != since, timeout=_PATIENCE
            )
            return self.preview.version

    def is_named(self, host: str) -> bool:
        """Whether a browser that asks for `host` (a `Host` header) was told to by the editor.

        A page of another site can have its own name lead to this computer (DNS rebinding) and would then read the
        preview; it cannot choose the name that the browser sends. An address in digits is no name, and leads nowhere else.
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in (self._name, "localhost"):
            return True
        with suppress(ValueError):
            return bool(ipaddress.ip_address(name))
        return False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print what went wrong, but not that a browser reset its connection, as it may at any time."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def watch(self, path: str) -> None:
        """Nothing: everything that makes the site is followed. MkDocs asks for this."""

    def shutdown(self) -> None:
        """End."""
        self._ended.set()
        with self._changed:
            self._changed.notify_all()
        super().shutdown()
        self.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    timeout = 60.0  # seconds; a request that is never finished keeps no thread

    def do_GET(self) -> None:
        """A page, a file, or the news that something changed."""
        self._send(self._answer())

    def do_HEAD(self) -> None:
        """The same without its body."""
        self._send(self._answer())

    def _answer(self) -> Answer:
        if not self.server.is_named(self.headers.get("Host", "")):
            told = f"This is a preview on somebody's computer. Open it at {self.server.url}\n"
            return Answer(421, "text/plain; charset=utf-8", told.encode())
        # Not `urlsplit`, which takes what stands after // for a host, and the whole of another address for one of ours.
        path = unquote(re.split("[?#]", self.path)[0])
        if not path.startswith("/") or re.search(r"[\x00-\x1f\x7f\\]", path):
            return Answer(404, "text/plain", b"no such page")
        mount = self.server.mount
        if not path.startswith(mount):
            return Answer(302, "text/plain", b"", mount)
        path = path.removeprefix(mount)
        if path.startswith(_OWN):
            return self._own(path.removeprefix(_OWN))
        number = self.server.preview.version.number
        try:
            answer = self.server.preview.answer(path)
        except Exception:  # a page that cannot be rendered must not end the preview
            log.exception("this page could not be rendered: %r", path)
            answer = Answer(500, "text/html", b"<body>This page could not be rendered; the terminal says why.</body>")
        if answer.type.startswith("text/html"):
            body = answer.body.replace(b"</body>", (_RELOAD % (mount, _OWN, number)).encode() + b"</body>")
            return Answer(answer.status, answer.type, body)
        return answer

    def _own(self, name: str) -> Answer:
        """A file of the preview itself, or the number of the first version that is not `name`."""
        if name in PREVIEW_FILES:
            return file_answer(name, PREVIEW_FILES[name])
        if not re.fullmatch("[0-9]{1,9}", name):
            return Answer(404, "text/plain", b"no such page")
        return Answer(200, "text/plain", str(self.server.wait_for_change(int(name)).number).encode())

    def _send(self, answer: Answer) -> None:
        try:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in _HEADERS.items():
                self.send_header(name, value)
            if answer.location:
                self.send_header("Location", quote(answer.location))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
        except ConnectionError:  # the reader went on to another page
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing: an editor wants to read of files, not of requests."""
