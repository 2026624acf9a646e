"""The edition in one file that proves itself: a BagIt bag (RFC 8493) whose payload is an RO-Crate 1.2. Pure.

The payload are files of the site, at the same paths and byte for byte: texts, data files, TEI, and every page as Markdown. So
the manifest of the site checks an unpacked bag too, and that of the bag what was downloaded file by file. The dates of the
files in the ZIP are fixed.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from hashlib import sha256
from html import escape
from io import SEEK_CUR
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from colophon import __version__
from colophon.edition import Edition
from colophon.formats.urls import document_path, entry_path, untouched_path
from colophon.formats.yaml_reader import write_yaml
from colophon.model.language import N_, gettext, language
from colophon.rendering.copies import COPY, LLMS, copy_path
from colophon.rendering.data import json_graph
from colophon.rendering.feed import latest_accession
from colophon.rendering.localized import LazyFiles, localized
from colophon.rendering.manifest import MANIFEST
from colophon.rendering.pages.citations import text_as_work
from colophon.rendering.pages.wording import byline, title_of
from colophon.rendering.tables import shown_texts

PACKAGE = PurePosixPath("data/edition.zip")
CRATE = PurePosixPath("ro-crate-metadata.json")
"""At the root, so that the site is the crate too."""
CITATION = PurePosixPath("data/CITATION.cff")
PREVIEW = "ro-crate-preview.html"
"""The one file of the payload that the site does not have."""
_FOLDER = "edition"
_MANIFEST = "manifest-sha256.txt"
_LENGTHS_AT = 26
"""Where the header before a file in a ZIP gives the lengths of its name and of what follows that, which ends the header."""
_LEVEL = 3
"""Of compression: half the time of the usual one, for a package a tenth larger."""
_SPEC = "https://w3id.org/ro/crate/1.2"
_TYPES = {
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
    ".ttl": "text/turtle",
    ".xml": "application/tei+xml",
    ".cff": "application/yaml",
}
_README = N_("""\
This folder is a BagIt bag (RFC 8493). The edition is in data/: open data/{preview} in a browser
for its list of texts and entries; no server is needed. To check that every file is as it was published:

    sha256sum --check manifest-sha256.txt

The digest of manifest-sha256.txt is in tagmanifest-sha256.txt.
""")


class File(NamedTuple):
    """What is said of a file of the payload: not all of them fit in memory."""

    size: int
    digest: str


def file_of(data: bytes) -> File:
    """What is said of a file with these bytes."""
    return File(len(data), sha256(data).hexdigest())


def _given(files: Mapping[str, bytes]) -> dict[str, Callable[[], bytes]]:
    return {path: partial(bytes, data) for path, data in files.items()}


@localized
def package_makers(
    edition: Edition,
    files: LazyFiles,
    known: Mapping[PurePosixPath, File] | None = None,
    last: IO[bytes] | None = None,
) -> LazyFiles:
    """Makers of the package and of its description; `files` make the other files of the site, by path.

    `known`: what is known of each of these files; default: they are made to find out. `last`: the last package, of which
    files with the same digest are taken as they are compressed.
    """
    withheld = {copy_path(document_path(text.id)) for text in edition.withheld}
    payload = {str(path): make for path, make in sorted(files.items()) if _is_payload(path) and path not in withheld}

    @cache
    def described() -> Mapping[str, File]:
        if known is not None:
            return {path: known[PurePosixPath(path)] for path in payload}
        return {path: file_of(make()) for path, make in payload.items()}

    @cache
    def crate() -> bytes:
        return json_graph(f"{_SPEC}/context", _crate(edition, described())).encode()

    def package() -> bytes:
        more = {str(CRATE): crate(), PREVIEW: _preview(edition).encode()}
        makers = {**payload, **_given(more)}
        files = {**described(), **{path: file_of(data) for path, data in more.items()}}
        return _bag(edition, makers, files, _LastPackage.read(last))

    return {CRATE: crate, PACKAGE: package}


def citation_cff(edition: Edition) -> str:
    """How to cite the site (https://citation-file-format.github.io/), for code hosts and archives."""
    settings = edition.site.settings
    fields = {
        "cff-version": "1.2.0",
        "message": gettext("Cite the edition as below; a text by its own author, title and date."),
        "type": "dataset",
        "title": settings.name,
        "abstract": settings.description,
        "authors": [{"name": settings.publisher}],
        "date-released": day_of(edition),
        "doi": settings.doi,
        "url": settings.site_url,
        "license-url": settings.license,
    }
    return write_yaml({name: value for name, value in fields.items() if value})


def day_of(edition: Edition) -> str:
    """The day of the latest known change of a page, else of the latest accession, YYYY-MM-DD; never the clock."""
    changes = [change.on for change in edition.history.changes]
    return max(changes, default=latest_accession(edition).date().isoformat())


def _is_payload(path: PurePosixPath) -> bool:
    of_data = path.parts[0] == "data" and path.suffix in _TYPES and path != MANIFEST
    of_text = path.parts[0] == "corpus" or (path.parts[0] == "documents" and path.name == "tei.xml")
    return of_data or of_text or path.name == COPY or path == LLMS


def _crate(edition: Edition, payload: Mapping[str, File]) -> list[dict[str, Any]]:
    """The nodes of the metadata document: the edition, each file with its digest and license, and the program that made them."""
    settings = edition.site.settings
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": settings.name,
        "description": settings.description or gettext("The texts and the glossary of {site}.", site=settings.name),
        "datePublished": day_of(edition),
        "license": settings.license and {"@id": settings.license},
        "publisher": settings.publisher and {"@id": "#publisher"},
        "identifier": settings.doi and f"https://doi.org/{settings.doi}",
        "url": settings.site_url,
        "hasPart": [{"@id": path} for path in payload],
    }
    tool = {"@id": "#colophon", "@type": "SoftwareApplication", "name": "Colophon", "version": __version__}
    made = {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "The site is made of texts, records and entries",
        "instrument": {"@id": "#colophon"},
        "result": {"@id": "./"},
    }
    descriptor = {
        "@id": CRATE.name,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _SPEC},
    }
    files = list(_files(edition, payload))
    licenses = sorted({file["license"]["@id"] for file in files if "license" in file} | {settings.license or ""} - {""})
    graph: list[dict[str, Any]] = [descriptor, root, tool, made]
    if settings.publisher:
        graph.append({"@id": "#publisher", "@type": "Organization", "name": settings.publisher})
    graph += files
    graph += ({"@id": address, "@type": "CreativeWork", "name": address} for address in licenses if address)
    return [{name: value for name, value in node.items() if value} for node in graph]


def _files(edition: Edition, payload: Mapping[str, File]) -> Iterator[dict[str, Any]]:
    license_of_site = edition.site.settings.license
    works = {text.id: text_as_work(edition, text) for text in shown_texts(edition)}
    for path, file_of in payload.items():
        where = PurePosixPath(path)
        work = works.get(where.stem if where.parent.name == "corpus" else where.parent.name)
        of_text = work if where.parts[0] in {"corpus", "documents"} else None
        terms = of_text.rights if of_text else license_of_site
        file = {
            "@id": path,
            "@type": "File",
            "name": of_text.bracketed_title if of_text else path,
            "encodingFormat": "text/markdown" if where.name == COPY else _TYPES[where.suffix],
            "contentSize": str(file_of.size),
            "sha256": file_of.digest,
        }
        yield file | ({"license": {"@id": terms}} if terms else {})


class _LastPackage:
    """The files of the last package, as they are compressed."""

    def __init__(self, archive: ZipFile, file: IO[bytes]) -> None:
        self._archive, self._file = archive, file
        lines = archive.read(f"{_FOLDER}/{_MANIFEST}").decode().splitlines()
        self._digests = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}

    @classmethod
    def read(cls, file: IO[bytes] | None) -> _LastPackage | None:
        """The package in a file; `None` if it cannot be read."""
        try:
            return cls(ZipFile(file), file) if file else None
        except (BadZipFile, EOFError, KeyError, OSError, RuntimeError, ValueError, zlib.error):
            return None

    def compressed(self, path: str, digest: str, member: ZipInfo) -> bytes | None:
        """The compressed bytes of the file at a path in the package, if it has this digest; `member` then tells their sizes."""
        found = self._archive.NameToInfo.get(member.filename)
        if found is None or self._digests.get(path) != digest or found.compress_type != ZIP_DEFLATED:
            return None
        member.compress_type = ZIP_DEFLATED
        member.CRC, member.file_size, member.compress_size = found.CRC, found.file_size, found.compress_size
        self._file.seek(found.header_offset + _LENGTHS_AT)
        of_name, of_extra = (int.from_bytes(self._file.read(2), "little") for _ in range(2))
        self._file.seek(of_name + of_extra, SEEK_CUR)
        data = self._file.read(found.compress_size)
        return data if len(data) == found.compress_size else None


def _bag(
    edition: Edition, makers: Mapping[str, Callable[[], bytes]], payload: Mapping[str, File], last: _LastPackage | None
) -> bytes:
    """The bag; `makers` make the files that `payload` describes, unless the last bag has them."""
    settings = edition.site.settings
    info = {
        "Source-Organization": settings.publisher,
        "External-Description": settings.description or settings.name,
        "External-Identifier": settings.doi or settings.site_url,
        "Bagging-Date": day_of(edition),
        "Payload-Oxum": f"{sum(file.size for file in payload.values())}.{len(payload)}",
        "Bag-Software-Agent": f"Colophon {__version__}",
    }
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(
            f"{name}: {' '.join(value.split())}\n" for name, value in info.items() if value
        ).encode(),
        "README.txt": gettext(_README, preview=PREVIEW).encode(),
        _MANIFEST: _manifest({f"data/{path}": file.digest for path, file in payload.items()}),
    }
    tags["tagmanifest-sha256.txt"] = _manifest({path: file_of(data).digest for path, data in tags.items()})
    bagged = {**_given(tags), **{f"data/{path}": make for path, make in makers.items()}}
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for path, make in bagged.items():
            member = ZipInfo(f"{_FOLDER}/{path}")  # its date is always 1980-01-01
            member.create_system, member.external_attr = 3, 0o100644 << 16
            file = payload.get(path.removeprefix("data/"))
            data = last.compressed(path, file.digest, member) if last and file else None
            if data is None:
                archive.writestr(member, make(), ZIP_DEFLATED, _LEVEL)
            else:
                _add_compressed(archive, out, member, data)
    return out.getvalue()


def _add_compressed(archive: ZipFile, out: IO[bytes], member: ZipInfo, data: bytes) -> None:
    """Add a file that is compressed already to an archive that is written to `out`."""
    out.seek(archive.start_dir)
    member.header_offset = archive.start_dir
    out.write(member.FileHeader())
    out.write(data)
    archive.start_dir = out.tell()
    archive.filelist.append(member)
    archive.NameToInfo[member.filename] = member


def _manifest(digests: Mapping[str, str]) -> bytes:
    """Lines of digest and path, in which RFC 8493 (2.1.3) encodes line ends and percent signs."""
    paths = {path: path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A") for path in digests}
    return "".join(f"{digests[path]}  {paths[path]}\n" for path in sorted(digests)).encode()


def _preview(edition: Edition) -> str:
    """A page that lists texts and entries, to be opened from the unpacked folder."""
    settings = edition.site.settings
    texts = [
        f'<li><a href="{copy_path(document_path(text.id))}">{escape(title_of(text))}</a><br>{escape(byline(text.record))}'
        f' (<a href="{untouched_path(text.id)}">{gettext("the file alone")}</a>)'
        for text in shown_texts(edition)
    ]
    entries = [
        f'<li><a href="{copy_path(entry_path(entry.slug))}">{escape(entry.name)}</a>' for entry in edition.site.entries
    ]
    return "\n".join(
        [
            f'<!doctype html><html lang="{language()}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
            f"<title>{escape(settings.name)}</title>",
            f"<h1>{escape(settings.name)}</h1>",
            f"<p>{escape(settings.description)}",
            " · ".join(
                [
                    f'<p><a href="{LLMS}">{gettext("Everything in this folder")}</a>',
                    f'<a href="{CRATE}">{gettext("Description for programs")}</a>',
                ]
            ),
            f"<h2>{gettext('Texts')}</h2><ul>",
            *texts,
            f"</ul><h2>{gettext('Glossary')}</h2><ul>",
            *entries,
            "</ul>\n",
        ]
    )
