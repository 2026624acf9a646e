"""The digest of a site, and the manifest it is made of. Pure.

The manifest is what `sha256sum` writes and `sha256sum --check` reads, as in a bag's payload manifest (RFC 8493, 2.1.3):
a line for every file of the site but the manifest and the pages that print its digest, which cannot hold their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.formats.markdown import link, markers
from colophon.formats.urls import page_url, relative
from colophon.model.language import gettext

MANIFEST = PurePosixPath("data/manifest.txt")
NO_MANIFEST = b"""\
This is a preview, and has no manifest yet. When the site is built (make site, or colophon build), this file lists the
SHA-256 of every file of the site.
"""
"""Its content before the site is built, so that links to it resolve."""
MARKER = "digest"
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def digest_listing(_edition: Edition, page: PurePosixPath) -> str:
    """The listing `digest`: the digest of the site, or that it is not known yet."""
    return gettext(
        "The digest of this site is {digest}, the SHA-256 of {file}, which lists the SHA-256 of every other file of the site but"
        " the page you read.",
        digest=unknown(),
        file=link(MANIFEST.name, relative(MANIFEST, page)),
    )


def unknown() -> str:
    """What a page says until the site is built: the digest is known only then."""
    return f'<code class="digest">{gettext("not known: this build is not finished")}</code>'


def pages_with_digest(edition: Edition) -> frozenset[PurePosixPath]:
    """The files of the built site that print its digest, by path."""
    return frozenset(
        PurePosixPath(page_url(path), "index.html")
        for path, page in edition.site.pages.items()
        if any(name == MARKER for _, name in markers(page.markdown))
    )


def manifest_of(digests: Mapping[str, str], besides: Iterable[PurePosixPath]) -> bytes:
    """The manifest of files whose SHA-256 are given, in the order of the names on their paths."""
    paths = sorted(digests.keys() - {str(MANIFEST), *map(str, besides)}, key=lambda path: path.split("/"))
    return "".join(_line(path, digests[path]) for path in paths).encode()


def with_digest(page: bytes, manifest: bytes) -> bytes:
    """A built page that says the digest of the manifest where it said that it is not known."""
    code = f'<code class="digest">{sha256(manifest).hexdigest()}</code>'
    return re.sub(rb'<code class="digest">[^<]*</code>', code.encode(), page)


def digest_on(page: bytes) -> str | None:
    """The digest that a built page prints, if it prints one."""
    found = re.search(rb'<code class="digest">([0-9a-f]{64})</code>', page)
    return found and found[1].decode()


def _line(path: str, digest: str) -> str:
    """As GNU coreutils write it: a name that would break the line is escaped, and the line begins with a backslash."""
    escaped = path.translate(_ESCAPED)
    mark = "\\" if escaped != path else ""
    return f"{mark}{digest}  {escaped}\n"
