"""The edition in one file that proves itself: a BagIt bag (RFC 8493) whose payload is an RO-Crate 1.2. Pure.

The payload are files of the site, at the same paths and byte for byte: texts, data files, TEI, and every page as Markdown. So
the manifest of the site checks an unpacked bag too, and that of the bag what was downloaded file by file. The dates of the
files in the ZIP are fixed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from hashlib import sha256
from html import escape
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from colophon import __version__
from colophon.edition import Edition
from colophon.formats.urls import document_path, entry_path, untouched_path
from colophon.formats.yaml_reader import write_yaml
from colophon.model.language import N_, gettext, language
from colophon.rendering.copies import COPY, LLMS, copy_path
from colophon.rendering.data import to_json
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


class _File(NamedTuple):
    """What is said of a file of the payload: not all of them fit in memory."""

    size: int
    digest: str


def _file_of(data: bytes) -> _File:
    return _File(len(data), sha256(data).hexdigest())


def _given(files: Mapping[str, bytes]) -> dict[str, Callable[[], bytes]]:
    return {path: partial(bytes, data) for path, data in files.items()}


@localized
def package_makers(edition: Edition, files: LazyFiles) -> LazyFiles:
    """Makers of the package and of its description; `files` make the other files of the site, by path."""
    withheld = {copy_path(document_path(text.id)) for text in edition.withheld}
    payload = {str(path): make for path, make in sorted(files.items()) if _is_payload(path) and path not in withheld}

    @cache
    def described() -> Mapping[str, _File]:
        return {path: _file_of(make()) for path, make in payload.items()}

    @cache
    def crate() -> bytes:
        return to_json(_crate(edition, described())).encode()

    def package() -> bytes:
        more = {str(CRATE): crate(), PREVIEW: _preview(edition).encode()}
        makers = {**payload, **_given(more)}
        return _bag(edition, makers, {**described(), **{path: _file_of(data) for path, data in more.items()}})

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


def _crate(edition: Edition, payload: Mapping[str, _File]) -> dict[str, Any]:
    """The metadata document: the edition, each file with its digest and license, and the program that made them."""
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
    known = [{name: value for name, value in node.items() if value} for node in graph]
    return {"@context": f"{_SPEC}/context", "@graph": known}


def _files(edition: Edition, payload: Mapping[str, _File]) -> Iterator[dict[str, Any]]:
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


def _bag(edition: Edition, makers: Mapping[str, Callable[[], bytes]], payload: Mapping[str, _File]) -> bytes:
    """The bag; `makers` make the files that `payload` describes."""
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
        "manifest-sha256.txt": _manifest({f"data/{path}": file.digest for path, file in payload.items()}),
    }
    tags["tagmanifest-sha256.txt"] = _manifest({path: _file_of(data).digest for path, data in tags.items()})
    bagged = {**_given(tags), **{f"data/{path}": make for path, make in makers.items()}}
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for path, make in bagged.items():
            member = ZipInfo(f"{_FOLDER}/{path}")  # its date is always 1980-01-01
            member.create_system, member.external_attr = 3, 0o100644 << 16
            archive.writestr(member, make(), ZIP_DEFLATED, _LEVEL)
    return out.getvalue()


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
