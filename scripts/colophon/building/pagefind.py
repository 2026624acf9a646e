"""Pagefind's search index, reproducible: the same pages give the same bytes.

Pagefind walks a folder in the order the file system has, so it is handed the pages one by one instead, through its
service (https://pagefind.app/docs/py-api/ has the same requests), whose command line this module speaks itself: the
Python wrapper looks for answers ten times a second. What Pagefind 1.5 writes in the order of a hash map, the values of
filters, is put in order here.
"""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

import cbor2
from pagefind.service import get_executable

from colophon.model.errors import IndexingFailed
from colophon.rendering.search import SearchPage

ENTRY = PurePosixPath("pagefind-entry.json")
_HEAD = b"pagefind_dcd"
"""The start of every unpacked file of the index."""


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


def in_one_order(files: Mapping[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    """An index with sorted values of filters, and file names recomputed, which are digests of the contents.

    Pagefind writes the values in the order of a hash map; digests in names let browsers cache the files.
    """
    ordered = dict(files)
    entry = ordered.pop(ENTRY)
    renamed: dict[str, str] = {}
    for path in [path for path in files if path.suffix == ".pf_filter"]:
        name, values = _unpacked(ordered.pop(path))
        packed = cbor2.dumps([name, sorted(values)])
        renamed[path.stem] = new = _like(path.stem, packed)
        ordered[path.with_stem(new)] = _compressed(packed)
    for path in [path for path in files if path.suffix == ".pf_meta"]:
        version, pages, chunks, filters, *rest = _unpacked(ordered.pop(path))
        named = sorted([name, renamed[old]] for name, old in filters)
        packed = cbor2.dumps([version, pages, chunks, named, *rest])
        old = path.stem.removeprefix("pagefind.")
        new = _like(old, packed)
        ordered[path.with_name(f"pagefind.{new}.pf_meta")] = _compressed(packed)
        entry = entry.replace(old.encode(), new.encode())
    return {**ordered, ENTRY: entry}


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


def _like(old: str, data: bytes) -> str:
    """A name as `old`, `en_1a2b3c4`, for other bytes."""
    language, _, digest = old.rpartition("_")
    return f"{language}_{sha256(data).hexdigest()[: len(digest)]}"


def _compressed(packed: bytes) -> bytes:
    return gzip.compress(_HEAD + packed, mtime=0)


def _unpacked(file: bytes) -> Any:
    """The CBOR (RFC 8949) in a file of the index. Raises `IndexingFailed` for what cannot be written again as it was."""
    data = gzip.decompress(file).removeprefix(_HEAD)
    try:
        value = cbor2.loads(data)
        same = cbor2.dumps(value) == data
    except (cbor2.CBORDecodeError, cbor2.CBOREncodeError):
        same = False
    if not same:
        raise IndexingFailed("(its files are not written as this version of Colophon knows them)")
    return value
