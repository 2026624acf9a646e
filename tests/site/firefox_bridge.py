"""Start Firefox so that Playwright can steer it; run as a program, with the path of Firefox and Playwright's arguments.

Playwright speaks WebDriver BiDi (https://w3c.github.io/webdriver-bidi/) with an unchanged Firefox (`channel="moz-firefox"`), but opens
no window without `emulation.setMediaFeaturesOverride`, which Firefox does not know yet. Here every command that Firefox does
not know is answered as done. Once Firefox ESR knows it, Playwright can start Firefox itself and this file goes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading

from websockets.sync.client import connect
from websockets.sync.server import ServerConnection, serve

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def main() -> int:
    """Run Firefox until it ends; the exit code is Firefox's."""
    firefox = subprocess.Popen(sys.argv[1:], stderr=subprocess.PIPE, text=True)
    assert firefox.stderr
    address = next(found[1] for line in firefox.stderr if (found := LISTENING.search(line)))
    threading.Thread(target=firefox.stderr.read, daemon=True).start()

    def relay(playwright: ServerConnection) -> None:
        with connect(f"{address}/session", max_size=None, compression=None) as session:

            def answer() -> None:
                for message in session:
                    data = json.loads(message)
                    unknown = data.get("error") == "unknown command"
                    done = {"type": "success", "id": data.get("id"), "result": {}}
                    playwright.send(json.dumps(done) if unknown else message)

            threading.Thread(target=answer, daemon=True).start()
            for message in playwright:
                session.send(message)

    with serve(relay, "127.0.0.1", 0, max_size=None, compression=None) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.socket.getsockname()[1]
        sys.stderr.write(f"WebDriver BiDi listening on ws://127.0.0.1:{port}\n")
        return firefox.wait()


if __name__ == "__main__":
    sys.exit(main())
