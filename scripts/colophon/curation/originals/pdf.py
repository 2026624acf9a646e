"""PDF files: their text by PDFium, compared with what pypdf reads. Text in pictures is not recognized (OCR)."""

from __future__ import annotations

import io
import logging
import re
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING

from colophon.curation.originals.blocks import Block, words_of
from colophon.curation.originals.derivation import Derivation, Found, NotConverted, derivation, require

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_MOST_PAGES = 2_000
_WIDER = 1.35
"""How much wider than usual the space between two lines is where a paragraph ends."""
_NO_TITLE = re.compile(r"untitled|microsoft \w+ - .*|.*\.(?:docx?|pdf|indd|qxd|tex|dvi|rtf|odt)", re.IGNORECASE)
"""What programs write as the title of a document that has none."""


def convert_pdf(data: bytes, suffix: str, encoding: str | None = None) -> list[Derivation]:
    """The text of a PDF in the order in which the file has it, with its line ends. Raises `NotConverted`."""
    require("pypdfium2", "a PDF")
    import pypdfium2  # noqa: PLC0415 -- of the import extra

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise NotConverted("is protected by a password; save a copy without one") from None
        raise NotConverted(
            f"is not a PDF that can be read ({error}); save it as PDF again, or its text as UTF-8"
        ) from None
    if len(pdf) > _MOST_PAGES:
        raise NotConverted(f"has {len(pdf):,} pages, more than {_MOST_PAGES:,}; split it")
    pages = [_blocks_of_page(page) for page in pdf]
    blocks = [Block(block, block) for page in pages for block in page]
    if not blocks:
        message = "is a PDF without text, such as a scan; recognize its text with an OCR program first"
        raise NotConverted(f"{message}: run one (such as ocrmypdf) and add its result, or type the text")
    empty = [number for number, page in enumerate(pages, 1) if not page]
    notes = (
        [f"no text on page {', '.join(map(str, empty[:10]))}: perhaps scanned; recognize it with an OCR program first"]
        if empty
        else []
    )
    found = {}
    properties = pdf.get_metadata_dict(skip_empty=True)
    for name, key in (("title", "Title"), ("creators", "Author")):
        words = " ".join(str(properties.get(key, "")).split())
        if words and not _NO_TITLE.fullmatch(words):
            value = tuple(one.strip() for one in words.split(";") if one.strip()) if name == "creators" else words
            found[name] = Found(value, f"PDF property {key}.")
    settings = {"pages": str(len(pdf)), "ocr": "none"}
    return [
        derivation(data, suffix, blocks, _other_reading(data), "pypdfium2", found=found, settings=settings, notes=notes)
    ]


def _blocks_of_page(page: PdfPage) -> list[str]:
    """The paragraphs of a page: lines with a wider space before them begin one."""
    text = page.get_textpage()
    words = text.get_text_range()
    lines: list[tuple[float, str]] = []
    at = 0
    for line in re.split(r"(\r\n?|\n)", words):
        shown = line.replace("\x02", "-").replace("\ufffe", "-").strip()
        if shown:
            indent = len(line) - len(line.lstrip())
            lines.append((text.get_charbox(at + indent)[1], shown))
        at += len(line)
    pitches = [above[0] - below[0] for above, below in pairwise(lines)]
    usual = median_low([pitch for pitch in pitches if pitch > 1] or [0])
    blocks = [shown for _, shown in lines[:1]]
    for pitch, (_, shown) in zip(pitches, lines[1:], strict=True):
        if -1 < pitch <= _WIDER * usual:
            blocks[-1] += f"\n{shown}"
        else:
            blocks.append(shown)
    return blocks


def _other_reading(data: bytes) -> list[str]:
    """The words as another program reads them."""
    from pypdf import PdfReader  # noqa: PLC0415 -- of the import extra

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    return words_of("\n".join(page.extract_text() for page in reader.pages))
