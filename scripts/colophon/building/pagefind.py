"""Pagefind's search index, reproducible: the same pages give the same bytes.

Pagefind walks a folder in the order the file system has, so it is handed the pages one by one instead, through its
service (https://pagefind.app/docs/py-api/ has the same requests), whose command line this module speaks itself: the
Python wrapper looks for answers ten times a second. What it writes in the order of a hash map,
`index_order` puts in order.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Any

from pagefind.service import get_executable

from colophon.building.index_order import ENTRY, in_one_order
from colophon.edition import Edition
from colophon.formats.urls import document_path, page_url
from colophon.model.errors import IndexingFailed
from colophon.rendering.localized import LazyFiles
from colophon.rendering.search import SearchPage, pages_of, search_makers, search_names

MOST_PAGES = 2_000
"""In one index: Pagefind takes up to 0.5 MiB of memory a page while it writes it."""
Files = dict[PurePosixPath, bytes]
_LOADED = re.compile(r"pagefind(-worker)?\.js")
_FOUND = (".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment")


@dataclass(frozen=True, slots=True)
class Index:
    """One index of the search: what it is made from, and what makes its files."""

    made_from: Callable[[], str]
    """Computes a digest of all that its files are made from, and of their place in the site."""
    make: Callable[[], Files]
    """Its files, by path in the built site. Raises `IndexingFailed`."""


def search_files(edition: Edition) -> Files:
    """The files of the search, by path in the built site. Raises `IndexingFailed`."""
    return {path: data for index in search_indexes(edition) for path, data in index.make().items()}


def search_indexes(edition: Edition, makers: LazyFiles | None = None) -> Iterator[Index]:
    """The indexes of the search, and the names that it knows.

    A large site has an index for entries and other pages, in `pagefind/`, and some for texts, in `pagefind/2/` and so on,
    which browsers search as one. `makers`: of the pages of the index, by path; default: those that make them now.
    """
    language = edition.site.settings.language
    shares = _shares(edition, search_makers(edition) if makers is None else makers)
    names = search_names(edition, len(shares))
    yield Index(sha256(names).hexdigest, lambda: {PurePosixPath("pagefind/names.json"): names})
    for number, share in enumerate(shares, 1):
        folder = PurePosixPath("pagefind", *([str(number)] if number > 1 else []))
        yield Index(partial(_digest, share, language, folder), partial(_files, share, language, folder))


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


def _files(makers: LazyFiles, language: str, folder: PurePosixPath) -> Files:
    """The files of an index that the search uses: no dialogs of Pagefind, and no WebAssembly for other languages.

    Its programs are in the folder of the first index.
    """
    files = search_index(pages_of(makers), language)
    (used,) = json.loads(files[ENTRY])["languages"].values()
    programs = {f"wasm.{used['wasm'] or 'unknown'}.pagefind", *filter(_LOADED.fullmatch, map(str, files))}
    return {
        folder / path: data
        for path, data in files.items()
        if path == ENTRY or path.suffix in _FOUND or (folder == PurePosixPath("pagefind") and path.name in programs)
    }


def _shares(edition: Edition, makers: LazyFiles) -> Sequence[LazyFiles]:
    """What each index holds. A text stays in its index as long as their number stays the same."""
    if len(makers) <= MOST_PAGES:
        return [makers]
    texts = {PurePosixPath(page_url(document_path(text.id)), "index.html") for text in edition.site.texts}
    number = -(-len(texts) // MOST_PAGES)
    shares: list[dict[PurePosixPath, Callable[[], bytes]]] = [{} for _ in range(number)]
    others: dict[PurePosixPath, Callable[[], bytes]] = {}
    for path, make in makers.items():
        url = str(path).removesuffix("index.html")
        (shares[zlib.crc32(url.encode()) % number] if path in texts else others)[path] = make
    return [others, *filter(None, shares)]


def _digest(makers: LazyFiles, language: str, folder: PurePosixPath) -> str:
    made_from = [version("pagefind"), language, str(folder)]
    made_from += (f"{path}\0{sha256(make()).hexdigest()}" for path, make in makers.items())
    return sha256("\0".join(made_from).encode()).hexdigest()


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
