"""The paragraphs of a text, and what an editor says of them in its record: subheads, speakers, footnotes and pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from colophon.formats.yaml_reader import KeyPath
from colophon.model.record import Record
from colophon.model.site import Mark, Paragraph

_WHITE_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff"
_NEWLINE = re.compile(r"\r\n|\r|\n")
_BLANK_LINES = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?:[^\S\r\n]*(?:\r\n|\r(?!\n)|\n))+")

Fault = tuple[KeyPath, str]
"""A field of a record, and what is wrong with it."""


def split_paragraphs(text: str, layout: str, headings: tuple[int, ...] = ()) -> tuple[Paragraph, ...]:
    """Split a text into its non-empty lines, or into blocks between blank lines.

    White space around a paragraph belongs to none. Line ends are LF, CRLF or CR.
    """
    separator = _NEWLINE if layout == "lines" else _BLANK_LINES
    paragraphs: list[Paragraph] = []
    start = 0
    for end, following in [
        *((match.start(), match.end()) for match in separator.finditer(text)),
        (len(text), len(text)),
    ]:
        piece = text[start:end]
        if words := piece.strip(_WHITE_SPACE):
            first = start + piece.index(words)
            number = len(paragraphs) + 1
            paragraphs.append(Paragraph(number, first, first + len(words), number in headings))
        start = following
    return tuple(paragraphs)


def paragraphs_of_text(text: str, record: Record) -> tuple[tuple[Paragraph, ...], list[Fault]]:
    """The paragraphs of a text with what its record says of them, and what the record says wrongly."""
    paragraphs = list(split_paragraphs(text, record.layout, record.headings))
    faults: list[Fault] = [
        (("headings", at), f"expected the number of a paragraph, 1 to {len(paragraphs)}, found {number}")
        for at, number in enumerate(record.headings)
        if number > len(paragraphs)
    ]
    if record.speakers:
        faults += _label(text, record, paragraphs)
    marks: list[tuple[int, Mark]] = []
    for found in (*_footnotes(text, record, paragraphs), *_pages(text, record, paragraphs)):
        if isinstance(found[1], Mark):
            marks.append((found[0], found[1]))
        else:
            faults.append(found)
    for number, mark in sorted(marks, key=lambda pair: pair[1]):
        paragraph = paragraphs[number - 1]
        paragraphs[number - 1] = replace(paragraph, marks=(*paragraph.marks, mark))
    return tuple(paragraphs), faults


def _label(text: str, record: Record, paragraphs: list[Paragraph]) -> Iterator[Fault]:
    """Say of each paragraph how many code points at its start name a speaker; labels that no paragraph begins with."""
    ends = r"(?!\w)"
    longest_first = sorted(record.speakers, key=len, reverse=True)
    begins = re.compile("|".join(re.escape(label) + ends * label[-1].isalnum() for label in longest_first))
    used = set()
    for at, paragraph in enumerate(paragraphs):
        if (found := begins.match(text, paragraph.start, paragraph.end)) and not paragraph.heading:
            used.add(found[0])
            paragraphs[at] = replace(paragraph, label=found.end() - found.start())
    for at, label in enumerate(record.speakers):
        if label not in used:
            yield (
                ("speakers", at),
                f"no paragraph begins with {label!r}; write the label as the text has it, with its colon",
            )


def _footnotes(text: str, record: Record, paragraphs: list[Paragraph]) -> Iterator[tuple[int, Mark] | Fault]:
    """The mark of each footnote where the text refers to it, and at the start of the footnote, each leading to the other."""
    notes = {int(key[1:]) for key in record.footnotes}
    for key, said in record.footnotes.items():
        at: KeyPath = ("footnotes", key)
        sign, inside = said.split(" in ") if " in " in said else (said, "")
        own, place = int(key[1:]), int(inside[1:] or 0)
        if fault := _no_paragraph(max(own, place), paragraphs):
            yield at, fault
            continue
        note = paragraphs[own - 1]
        pattern = _whole(sign)
        own_mark = pattern.match(text, note.start, note.end)
        searched = [paragraphs[place - 1]] if place else [p for p in paragraphs if p.number not in notes]
        found = [(p, mark) for p in searched for mark in pattern.finditer(text, p.start, p.end)]
        if own_mark is None:
            yield (
                at,
                f"{key} does not begin with {sign!r}; expected the paragraph of the footnote, and its mark as the text has it",
            )
        elif not found:
            yield (
                at,
                f"{sign!r} is nowhere else in {inside or 'the text'}; expected the mark that refers to this footnote",
            )
        elif len(found) > 1:
            where = ", ".join(dict.fromkeys(p.anchor for p, _ in found[:5]))
            fix = f"{sign} in {found[0][0].anchor}" if not inside else "a paragraph that has it once"
            yield at, f"{sign!r} is {len(found)} times in {where}; write which refers to this footnote, such as: {fix}"
        else:
            ((paragraph, mark),) = found
            yield paragraph.number, Mark(mark.start(), mark.end(), note.anchor)
            yield own, Mark(own_mark.start(), own_mark.end(), paragraph.anchor)


def _whole(sign: str) -> re.Pattern[str]:
    """A mark that is not part of a longer one: 1 is not in 12, and * not in **."""

    def beside(mark: str) -> str:
        return r"\d" if mark.isdigit() else r"\w" if mark.isalnum() else re.escape(mark)

    return re.compile(f"(?<!{beside(sign[0])}){re.escape(sign)}(?!{beside(sign[-1])})")


def _pages(text: str, record: Record, paragraphs: list[Paragraph]) -> Iterator[tuple[int, Mark] | Fault]:
    """Where each page of the original begins."""
    last = -1
    for page, said in record.pages.items():
        at: KeyPath = ("pages", page)
        anchor, _, words = said.partition(" ")
        if fault := _no_paragraph(int(anchor[1:]), paragraphs):
            yield at, fault
            continue
        paragraph = paragraphs[int(anchor[1:]) - 1]
        times = text.count(words, paragraph.start, paragraph.end) if words else 1
        start = text.index(words, paragraph.start) if words and times else paragraph.start
        if times != 1:
            found = f"{times} times" if times else "not"
            yield (
                at,
                f"{words!r} is {found} in {anchor}; expected the words with which page {page} begins, as the text has them once",
            )
        elif start <= last:
            yield at, f"page {page} begins before the page that is listed above it; list pages in the order of the text"
        else:
            last = start
            yield paragraph.number, Mark(start, start, f"page-{page}", page)


def _no_paragraph(number: int, paragraphs: list[Paragraph]) -> str:
    last = len(paragraphs)
    return "" if number <= last else f"the text has no paragraph {number}; expected p1 to p{last}"
