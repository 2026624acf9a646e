"""The preview over HTTP."""

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
"""Below the mount: the preview's own script and style, and the address at which browsers wait for a change."""
_PATIENCE = 25.0  # seconds; browsers and proxies give up after 30
# A file, not an inline script, which the content security policy of the page would block.
_RELOAD = '<script src="%s%sreload.js" data-version="%d"></script>'
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",  # other sites may not embed pages of the preview
}


class PreviewServer(http.server.ThreadingHTTPServer):
    """Serves a preview, watches the files of the site, and notifies browsers."""

    daemon_threads = True

    def __init__(
        self, host: str, port: int, root: Path, mount: str = "/", tell: Callable[[str], None] = log.info
    ) -> None:
        self.mount = mount
        self._tell = tell
        self._changed = threading.Condition()
        self._ended = threading.Event()
        self._answering = False
        self._name = host.strip("[]").lower()
        super().__init__((host, port), _Handler)
        self.url = f"http://{host}:{self.server_port}{mount}"
        self.preview = Preview(root, self.url)

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Serve until `shutdown` or `KeyboardInterrupt`."""
        self.follow()
        gc.freeze()  # what was read stays; collecting it would take longer than a save may
        self._answering = True
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self._tell(f"Serving on {self.url}  Changes show when you save. Press Ctrl+C to stop.")
        if open_in_browser:
            webbrowser.open(self.url)
        while not self._ended.is_set():
            began = time.monotonic()
            changed = self.follow()
            looked = time.monotonic() - began
            # At most a fifth of the time is spent on reading: on a large site, files are polled less often.
            self._ended.wait(0.1 if changed else max(0.1, 4 * looked))

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        """Answer requests until `shutdown`."""
        self._answering = True
        super().serve_forever(poll_interval)

    def follow(self) -> bool:
        """Read what was saved, and notify waiting browsers; returns whether anything was saved."""
        if not self.preview.refresh():
            return False
        version = self.preview.version
        for problem in version.problems:
            self._tell(as_line(problem))
        if version.message:
            self._tell(version.message)
        if not version.is_sound:
            self._tell(
                "The preview shows the last version without errors" if version.edition else "Nothing can be shown yet"
            )
        elif version.number > 1:
            self._tell("Reloaded")
        with self._changed:
            self._changed.notify_all()
        return True

    def wait_for_change(self, since: int) -> Version:
        """The current version, when it is not `since` any more, after a timeout, or at shutdown."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._ended.is_set() or self.preview.version.number != since, timeout=_PATIENCE
            )
            return self.preview.version

    def is_named(self, host: str) -> bool:
        """Whether `host` (a `Host` header) names this server.

        Another site can let its own host name resolve to this computer (DNS rebinding) to read the preview; the browser
        then sends that name. IP addresses are accepted, since they cannot be rebound.
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
        """Print the error, unless a browser reset its connection, as it may at any time."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def watch(self, path: str) -> None:
        """Do nothing: MkDocs calls this, but `follow` watches all files of the site."""

    def shutdown(self) -> None:
        """Stop serving, also before the first request can be answered."""
        self._ended.set()
        with self._changed:
            self._changed.notify_all()
        if self._answering:  # otherwise it would wait for `serve_forever` to end, for ever
            super().shutdown()
        self.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    timeout = 60.0  # seconds; a request that is never finished does not keep a thread

    def do_GET(self) -> None:
        """Respond with a page, a file, or the number of a new version."""
        self._send(self._answer())

    def do_HEAD(self) -> None:
        """Respond without a body."""
        self._send(self._answer())

    def _answer(self) -> Answer:
        if not self.server.is_named(self.headers.get("Host", "")):
            message = f"This is a preview on somebody's computer. Open it at {self.server.url}\n"
            return Answer(421, "text/plain; charset=utf-8", message.encode())
        # Not `urlsplit`, which takes //x for a host, and accepts absolute addresses.
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
        except Exception:  # of any plugin or extension; it must not end the preview
            log.exception("cannot render the page %r", path)
            answer = Answer(500, "text/html", b"<body>This page cannot be rendered; the terminal shows why.</body>")
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
        except ConnectionError:  # the reader opened another page
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Do nothing: the terminal shows problems, not requests."""
