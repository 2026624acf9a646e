"""Pagefind's index in an order of its own bytes: Pagefind 1.5 writes the values of filters in the order of a hash map.

The next version of Pagefind sorts them itself; this module goes then. Its files are CBOR (RFC 8949), compressed, and named
by a digest of their bytes.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

import cbor2

from colophon.model.errors import IndexingFailed

ENTRY = PurePosixPath("pagefind-entry.json")
_HEAD = b"pagefind_dcd"
"""What Pagefind's script looks for at the start of a file that it has unpacked."""


def in_one_order(files: Mapping[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    """An index with the values of its filters sorted, and every name that is a digest of bytes made anew.

    A file's name is a digest so that browsers need not ask for it again while it stays the same.
    """
    ordered = dict(files)
    entry = ordered.pop(ENTRY)
    renamed: dict[str, str] = {}
    for path in [path for path in files if path.suffix == ".pf_filter"]:
        name, values = unpack(ordered.pop(path))
        value = [name, sorted(values)]
        renamed[path.stem] = new = _renamed(path.stem, value)
        ordered[path.with_stem(new)] = pack(value)
    for path in [path for path in files if path.suffix == ".pf_meta"]:
        version, pages, chunks, filters, *rest = unpack(ordered.pop(path))
        named = sorted([name, renamed[old]] for name, old in filters)
        value = [version, pages, chunks, named, *rest]
        old = path.stem.removeprefix("pagefind.")
        new = _renamed(old, value)
        ordered[path.with_name(f"pagefind.{new}.pf_meta")] = pack(value)
        entry = entry.replace(old.encode(), new.encode())
    return {**ordered, ENTRY: entry}


def unpack(file: bytes) -> Any:
    """The value in a file of the index. Raises `IndexingFailed` for a file that `pack` would write in another way."""
    data = gzip.decompress(file).removeprefix(_HEAD)
    try:
        value = cbor2.loads(data)
        same = cbor2.dumps(value) == data
    except (cbor2.CBORDecodeError, cbor2.CBOREncodeError):
        same = False
    if not same:
        raise IndexingFailed("(its files are not written as this version of Colophon knows them)")
    return value


def pack(value: Any) -> bytes:
    """A value as a file of the index."""
    return gzip.compress(_HEAD + cbor2.dumps(value), mtime=0)


def _renamed(old: str, value: Any) -> str:
    """A name like `old`, such as `en_1a2b3c4`, for the file of another value."""
    language, _, digest = old.rpartition("_")
    return f"{language}_{sha256(cbor2.dumps(value)).hexdigest()[: len(digest)]}"
