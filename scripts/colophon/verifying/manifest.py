"""The manifest against the files of the site, and the digest that pages print against the manifest.

It is read as `sha256sum --check` reads it, apart from the code that writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from colophon.edition import Edition
from colophon.model.problem import Rule
from colophon.rendering.manifest import MANIFEST, digest_on, pages_with_digest
from colophon.verifying.pages import Files

LISTED = Rule(
    "manifest",
    "`data/manifest.txt` lists the digest of every file of the site, and pages print the digest of that list.",
)
_ESCAPES = {"\\": "\\", "n": "\n", "r": "\r"}


def wrong_manifest(edition: Edition, files: Files, site: Path) -> Iterator[tuple[Path, str]]:
    """Files that the manifest does not list as they are."""
    if str(MANIFEST) not in files:
        yield site / MANIFEST, "the manifest of the site is missing"
        return
    manifest, pages = files[str(MANIFEST)].read_bytes(), pages_with_digest(edition)
    listed = dict(map(_entry, manifest.decode("utf-8", "replace").split("\n")[:-1]))
    left_out = {str(MANIFEST), *map(str, pages)}
    actual = {path: sha256(file.read_bytes()).hexdigest() for path, file in files.items() if path not in left_out}
    for path in sorted(listed.keys() | actual.keys()):
        if listed.get(path) != actual.get(path):
            yield site / path, f"is not the file that {MANIFEST} lists"
    if list(listed) != sorted(listed, key=lambda path: path.split("/")):
        yield site / MANIFEST, "does not list the files in the order of their paths"
    for page in map(str, pages):
        if page in files and digest_on(files[page].read_bytes()) != sha256(manifest).hexdigest():
            yield site / page, "does not print the digest of the manifest"


def _entry(line: str) -> tuple[str, str]:
    """Path and digest in a line of the manifest; a backslash at its beginning says that the path is escaped."""
    escaped = line.startswith("\\")
    digest, _, path = line.removeprefix("\\").partition("  ")
    return re.sub(r"\\(.)", lambda match: _ESCAPES[match[1]], path) if escaped else path, digest
