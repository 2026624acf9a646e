"""Word files (DOCX): the words by mammoth, and the properties of the document."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

from colophon.curation.originals.blocks import blocks_of, words_of
from colophon.curation.originals.derivation import Derivation, Found, NotConverted, derivation, require

_LARGEST = 100_000_000
"""Bytes of a DOCX file when unpacked."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_UNREAD = "in Word or LibreOffice, open it and save it as .docx again, or as plain text in UTF-8"


def convert_docx(data: bytes, suffix: str, encoding: str | None = None) -> list[Derivation]:
    """The words of a Word file: paragraphs, lists, tables, footnotes. Raises `NotConverted`."""
    require("mammoth", "a Word file")
    import mammoth  # noqa: PLC0415 -- of the import extra

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotConverted("is protected by a password; save it without one in Word or LibreOffice")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > _LARGEST:
                raise NotConverted(f"unpacks to {size:,} bytes, more than {_LARGEST:,}; remove its pictures")
            words, deleted = _words(archive)
            found = _properties(archive)
        html = mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(lambda _: {})).value
    except (
        zipfile.BadZipFile,
        KeyError,
        ET.ParseError,
        ValueError,
        OSError,
        RecursionError,
        NotImplementedError,
    ) as error:
        if isinstance(error, NotConverted):
            raise
        raise NotConverted(f"is not a Word file that can be read ({error}); {_UNREAD}") from None
    notes = [f"{deleted} deleted words (tracked changes) left out"] if deleted else []
    return [derivation(data, suffix, blocks_of(html), words, "mammoth", found=found, notes=notes)]


def _words(archive: zipfile.ZipFile) -> tuple[list[str], int]:
    """The words of every part with text, headers and notes too, and how many were deleted but are kept in the file."""
    text: list[str] = []
    deleted = 0
    parts = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
    parts.sort(key=lambda name: (name != "word/document.xml", name))
    for name in parts:
        if not any(kind in name for kind in ("document", "notes", "header", "footer", "comments")):
            continue
        with archive.open(name) as part:
            for _, node in ET.iterparse(part):  # noqa: S314 -- expat bounds what entities expand to
                if node.tag == f"{_W}t":
                    text.append(node.text or "")
                elif node.tag == f"{_W}delText":
                    deleted += len(words_of(node.text or ""))
                elif node.tag in {f"{_W}p", f"{_W}tab", f"{_W}br", f"{_W}cr"}:
                    text.append("\n")
    return words_of("".join(text)), deleted


def _properties(archive: zipfile.ZipFile) -> dict[str, Found]:
    """Title, author and language as the properties say; not the dates, which are those of the file."""
    if "docProps/core.xml" not in archive.namelist():
        return {}
    root = ET.fromstring(archive.read("docProps/core.xml"))  # noqa: S314 -- as above
    found: dict[str, Found] = {}
    for name, tag in (("title", "title"), ("creators", "creator"), ("language", "language")):
        if words := " ".join((root.findtext(f"{_DC}{tag}") or "").split()):
            value = tuple(one.strip() for one in words.split(";") if one.strip()) if name == "creators" else words
            found[name] = Found(value, f"Document property {tag}.")
    return found
