"""The manifest against the files of the site, and the digest that pages print against the manifest.

It is read as `sha256sum --check` reads it, apart from the code that writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from colophon.edition import Edition
from colophon.model.problem import Rule
from colophon.rendering.manifest import MANIFEST, digest_on, pages_with_digest
from colophon.verifying.pages import Facts

LISTED = Rule(
    "manifest",
    "`data/manifest.txt` lists the digest of every file of the site, and pages print the digest of that list.",
)
_ESCAPES = {"\\": "\\", "n": "\n", "r": "\r"}


def wrong_manifest(edition: Edition, files: Mapping[str, Facts], site: Path) -> Iterator[tuple[str, str]]:
    """Paths of files that the manifest does not list as they are, and why."""
    path = str(MANIFEST)
    if path not in files:
        yield path, "the manifest of the site is missing"
        return
    pages = set(map(str, pages_with_digest(edition)))
    listed = listed_digests(site)
    actual = {file: facts.digest for file, facts in files.items() if file != path and file not in pages}
    for file in sorted(listed.keys() | actual.keys()):
        if listed.get(file) != actual.get(file):
            yield file, f"is not the file that {path} lists"
    if list(listed) != sorted(listed, key=lambda file: file.split("/")):
        yield path, "does not list the files in the order of their paths"
    for page in sorted(pages & files.keys()):
        if digest_on((site / page).read_bytes()) != files[path].digest:
            yield page, "does not print the digest of the manifest"


def listed_digests(site: Path) -> dict[str, str]:
    """The digests that the manifest of a site lists, by path, in its order. Raises `OSError`."""
    return dict(map(_entry, (site / MANIFEST).read_bytes().decode("utf-8", "replace").split("\n")[:-1]))


def _entry(line: str) -> tuple[str, str]:
    """Path and digest in a line of the manifest; a backslash at its beginning says that the path is escaped."""
    escaped = line.startswith("\\")
    digest, _, path = line.removeprefix("\\").partition("  ")
    return re.sub(r"\\(.)", lambda match: _ESCAPES[match[1]], path) if escaped else path, digest
