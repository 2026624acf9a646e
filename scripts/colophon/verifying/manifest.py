"""The manifest against the files it lists, and the digest that pages print against the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath

from colophon.edition import Edition
from colophon.rendering.manifest import MANIFEST, digest_on, manifest_of, pages_with_digest


def digests_in(site: Path) -> dict[PurePosixPath, str]:
    """The SHA-256 of every file of a built site, by path."""
    files = (file for file in sorted(site.rglob("*")) if file.is_file())
    return {PurePosixPath(file.relative_to(site).as_posix()): sha256(file.read_bytes()).hexdigest() for file in files}


def wrong_manifest(edition: Edition, site: Path) -> Iterator[tuple[Path, str]]:
    """What is not as the manifest says, with the file."""
    if not (site / MANIFEST).is_file():
        yield site / MANIFEST, "there is no manifest of the site"
        return
    manifest, pages = (site / MANIFEST).read_bytes(), pages_with_digest(edition)
    expected = manifest_of(digests_in(site), pages)
    differing = set(manifest.splitlines()) ^ set(expected.splitlines())
    for path in sorted({line.lstrip(b"\\")[66:].decode("utf-8", "replace") for line in differing}):
        yield site / path, f"is not the file that {MANIFEST} lists"
    if not differing and manifest != expected:
        yield site / MANIFEST, "does not list the files in the order of their paths"
    for page in pages:
        if (site / page).is_file() and digest_on((site / page).read_bytes()) != sha256(manifest).hexdigest():
            yield site / page, "does not print the digest of the manifest"
