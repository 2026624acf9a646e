"""A preview shows pages of the site and nothing else, to the editor and nobody else."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from colophon.building import server as serving
from colophon.building.server import PreviewServer
from colophon.cli.site import serve
from tests.conftest import ThrowawaySite, running


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    site = ThrowawaySite(tmp_path_factory.mktemp("preview"))
    site.write("mkdocs.yml", "site_name: Throwaway\ntheme: {name: material, font: false}\nplugins: [colophon]\n")
    site.write("docs/index.md", "# Home\n")
    site.write("secret.txt", "secret words")
    server = PreviewServer("127.0.0.1", 0, site.root, tell=lambda _: None)
    server.follow()
    with running(server):
        yield server


def ask(server: PreviewServer, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, body


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..\\secret.txt",
            "/..%5csecret.txt",
            "//secret.txt",
        ),
        *(
            "/pagefind/../../../secret.txt",
            "/pagefind/%2e%2e/%2e%2e/%2e%2e/secret.txt",
            "/pagefind/..%5c..%5csecret.txt",
        ),
        *("/secret.txt%00.md", "/%00", "/%0d%0aX-Evil:1", "/mkdocs.yml", "/colophon-preview/../secret.txt"),
        *("/colophon-preview/%2e%2e/x", "/colophon-preview/99999999999999999999", "/%ff", "/%E6%97%A5%E6%9C%AC"),
    ],
)
def test_the_preview_shows_no_file_that_is_not_of_the_site(preview: PreviewServer, path: str):
    status, body = ask(preview, path)

    assert 404 == status
    assert "secret words" not in body


STRANGE = {
    "an address of another host": b"GET http://evil.example/ HTTP/1.1",
    "a host that is none": b"GET http://[x]/ HTTP/1.1",
    "a host that is never closed": b"GET //[ HTTP/1.1",
    "a star": b"GET * HTTP/1.1",
    "no slash": b"GET secret.txt HTTP/1.1",
    "60,000 letters": b"GET /" + b"a" * 60_000 + b" HTTP/1.1",
    "30,000 folders": b"GET /" + b"a/" * 30_000 + b" HTTP/1.1",
    "no line of any protocol": b"\0\xff\xfe\x16\x03\x01",
    "a protocol of 1991": b"GET /../secret.txt",
    "a protocol to come": b"GET /secret.txt HTTP/9.9",
    "half a character": b"GET /%ed%a0%80\xff HTTP/1.1",
    "a request in a request": b"GET /none HTTP/1.1\r\nContent-Length: 9",
}


@pytest.mark.parametrize("line", STRANGE.values(), ids=STRANGE)
def test_a_strange_request_gets_no_page_and_ends_nothing(preview: PreviewServer, capfd, line: bytes):
    with socket.create_connection(("127.0.0.1", preview.server_port)) as connection:
        connection.sendall(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = connection.makefile("rb").read()

    assert b" 200 " not in answer.partition(b"\n")[0]
    assert b"secret words" not in answer
    assert "Traceback" not in capfd.readouterr().err
    assert 200 == ask(preview, "/")[0]


def answer_one_that_resets(server: PreviewServer) -> None:
    """Have the server answer, in this thread, a browser that reset its connection in the middle of its request."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        browser = socket.create_connection(listening.getsockname())
        connection, address = listening.accept()
        browser.sendall(b"GET / HT")
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        browser.close()
        server.process_request_thread(connection, address)


def test_a_connection_that_is_reset_prints_nothing(preview: PreviewServer, capfd):
    answer_one_that_resets(preview)

    assert ("", "") == capfd.readouterr()
    assert 200 == ask(preview, "/")[0]


def test_what_goes_wrong_while_a_request_is_read_is_printed(preview: PreviewServer, capfd, monkeypatch):
    def broken(_handler: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(preview.RequestHandlerClass, "handle", broken)
    answer_one_that_resets(preview)

    assert "RuntimeError: a mistake of ours" in capfd.readouterr().err


def test_a_browser_that_waits_for_a_change_is_answered_when_the_preview_ends(good_site: ThrowawaySite, monkeypatch):
    monkeypatch.setattr(serving, "_PATIENCE", None)
    server = PreviewServer("127.0.0.1", 0, good_site.root, tell=lambda _: None)
    server.follow()
    answers: list[int] = []
    waiting = threading.Thread(target=lambda: answers.append(server.wait_for_change(1).number), daemon=True)
    with running(server):
        waiting.start()
    waiting.join()

    assert [1] == answers


def test_a_preview_says_why_it_has_no_manifest(preview: PreviewServer):
    status, words = ask(preview, "/data/manifest.txt")

    assert (200, True) == (status, words.startswith("This is a preview, and has no manifest yet."))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_the_preview_only_shows(preview: PreviewServer, method: str):
    assert 501 == ask(preview, "/", method)[0]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "[", "localhost.evil.example"]
)
def test_a_page_of_another_site_cannot_read_the_preview_through_a_name_of_its_own(preview: PreviewServer, host: str):
    status, body = ask(preview, "/", Host=host)

    assert 421 == status
    assert body.startswith("This is a preview on somebody's computer. Open it at http://127.0.0.1:")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000", "192.168.1.7:8000"])
def test_the_preview_is_read_by_its_address(preview: PreviewServer, host: str):
    assert 200 == ask(preview, "/", Host=host)[0]


def test_the_preview_is_on_this_computer_only_unless_asked():
    (option,) = (option for option in serve.params if option.name == "addr")

    assert "127.0.0.1:8000" == option.default
