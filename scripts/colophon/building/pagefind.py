"""Pagefind's search index, reproducible: the same pages give the same bytes.

Pagefind walks a folder in the order the file system has, so it is handed the pages one by one instead, through its
service (https://pagefind.app/docs/py-api/ has the same requests), whose command line this module speaks itself: the
Python wrapper looks for answers ten times a second. What it writes in the order of a hash map,
`index_order` puts in order.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from pagefind.service import get_executable

from colophon.building.index_order import in_one_order
from colophon.model.errors import IndexingFailed
from colophon.rendering.search import SearchPage


def search_index(pages: Iterable[SearchPage], language: str) -> dict[PurePosixPath, bytes]:
    """The files of the index, by path in its folder. Raises `IndexingFailed`.

    `language`: one index for all languages, since a reader searches the site and not the language of a page.
    """
    command = [str(get_executable()), "--service"]
    service = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)  # noqa: S603 -- our own, no shell
    with service:  # in a session of its own: Ctrl+C ends it through us, without an error of its own
        try:
            index = _ask(service, {"type": "NewIndex", "config": {"force_language": language}})["index_id"]
            for page in pages:
                file = {"file_path": f"{page.url}index.html", "file_contents": page.html}
                _ask(service, {"type": "AddFile", "index_id": index, **file})
            files = _ask(service, {"type": "GetFiles", "index_id": index})["files"]
        finally:
            service.kill()
    return in_one_order({PurePosixPath(file["path"]): base64.b64decode(file["content"]) for file in files})


# --- inside ------------------------------------------------------------------------------------------------------


def _ask(service: subprocess.Popen[bytes], request: Mapping[str, Any]) -> Any:
    """The answer to one request: both are JSON in Base64, with a comma at the end."""
    assert service.stdin is not None
    assert service.stdout is not None
    try:
        service.stdin.write(base64.b64encode(json.dumps({"message_id": 1, "payload": request}).encode()) + b",")
        service.stdin.flush()
    except BrokenPipeError:
        raise IndexingFailed("(it ended too early)") from None
    read: list[bytes] = []
    while not (read and read[-1].endswith(b",")):
        read.append(service.stdout.read1(1 << 20))  # type: ignore[attr-defined]  # a buffered reader
        if not read[-1]:
            raise IndexingFailed("(it ended too early)")
    answer = json.loads(base64.b64decode(b"".join(read)[:-1]))["payload"]
    if answer["type"] == "Error":
        raise IndexingFailed(answer["message"])
    return answer
