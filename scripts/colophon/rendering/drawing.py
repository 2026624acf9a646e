"""Draws preview cards. Pure: same facts, same bytes.

Noto Serif holds Latin, Greek and Cyrillic, and no script that is written from right to left. Words it cannot draw whole
are left out whole: a box, or a title without some of its characters, would be worse than none.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from io import BytesIO

import fontpkg
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from colophon.rendering.cards import Card

SIZE = (1200, 630)
"""What Open Graph and its readers expect, 1.91 to 1."""

_PAPER, _INK, _QUIET, _ACCENT, _RULE = "#fbf9f4", "#1d1a16", "#5c554b", "#7a1f2b", "#d9d0bf"  # as in colophon.css
_LEFT, _RIGHT, _TOP, _FOOT = 92, 1120, 74, 540
_TITLE_SIZES = (78, 70, 62, 54, 46, 40)
_TITLE_HEIGHT = 300
_LEADING = 1.22
_MOST = 600
"""Characters of a title or line that are looked at; no card has room for more."""
_BOLD, _REGULAR = 700, 400


def draw(card: Card) -> bytes:
    """The card as PNG."""
    image = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 23, SIZE[1]), fill=_ACCENT)
    eyebrow, title, line, site = map(_drawable, (card.eyebrow, card.title, card.line, card.site))
    if not title:
        eyebrow, title = "", eyebrow
    if eyebrow:
        font = _font(28, _BOLD)
        _write(pen, _TOP, _cut(_wrap(eyebrow.upper(), font), 1, font), font, _ACCENT)
    top: float = _TOP + 62 if eyebrow else _TOP + 20
    font, lines = _fit(title, _TITLE_HEIGHT)
    top = _write(pen, top, lines, font, _INK) + 24
    font = _font(31, _REGULAR)
    room = int((_FOOT - 10 - top) // (font.size * _LEADING))
    _write(pen, top, _cut(_wrap(line, font), room, font), font, _QUIET)
    if site:
        pen.line((_LEFT, _FOOT, _RIGHT, _FOOT), fill=_RULE, width=2)
        font = _font(27, _BOLD)
        _write(pen, _FOOT + 20, _cut(_wrap(site, font), 1, font), font, _INK)
    return _png(image, card.fingerprint)


# --- inside ------------------------------------------------------------------------------------------------------


def _drawable(words: str) -> str:
    """`words` in one line without what steers a terminal or turns the direction, or nothing if the font lacks any."""
    kept = (" " if mark.isspace() else mark for mark in unicodedata.normalize("NFC", words[:_MOST]))
    shown = " ".join("".join(mark for mark in kept if unicodedata.category(mark) not in ("Cc", "Cf")).split())
    if not all(map(_has_glyph, set(shown))):
        return ""
    return f"{shown}…" if len(words) > _MOST else shown


@cache
def _has_glyph(mark: str) -> bool:
    """Pillow does not say what a font holds; what it lacks is drawn as its replacement glyph."""
    font = _font(40, _REGULAR)
    return mark == " " or bytes(font.getmask(mark)) != bytes(font.getmask("\uffff"))


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    # Raqm would use libraries of the machine; the basic layout is the same everywhere.
    font = ImageFont.truetype(fontpkg.path("Noto Serif"), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight, 100])
    return font


def _fit(title: str, height: float) -> tuple[ImageFont.FreeTypeFont, Sequence[str]]:
    """The largest type in which the title fits, and its lines; in the smallest it is cut."""
    for size in _TITLE_SIZES:
        font = _font(size, _BOLD)
        lines = _wrap(title, font)
        room = int(height // (size * _LEADING))
        if len(lines) <= room:
            return font, lines
    return font, _cut(lines, room, font)


def _wrap(words: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Lines no wider than the card has room; a word that is wider is broken."""
    lines = []
    line = ""
    for whole in words.split():
        word = whole
        if _width(f"{line} {word}", font) <= _RIGHT - _LEFT:
            line = f"{line} {word}".strip()
            continue
        if line:
            lines.append(line)
        while (fitting := _fitting(word, font)) < len(word):
            lines.append(word[:fitting])
            word = word[fitting:]
        line = word
    return [*lines, line] if line else lines


def _fitting(word: str, font: ImageFont.FreeTypeFont) -> int:
    """How many of its first characters fit in a line: at least one."""
    room: float = _RIGHT - _LEFT
    lengths = range(1, len(word) + 1)
    return max(1, bisect_right(lengths, room, key=lambda length: _width(word[:length], font)))


def _cut(lines: list[str], room: int, font: ImageFont.FreeTypeFont) -> list[str]:
    """The first `room` lines, with an ellipsis if there are more."""
    if len(lines) <= room:
        return lines
    kept = lines[: max(room, 0)]
    if kept:
        last = kept[-1]
        while _width(f"{last}…", font) > _RIGHT - _LEFT:
            last = last[:-1]
        kept[-1] = f"{last.rstrip(' ,;:.…')}…"
    return kept


def _width(words: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(words)


def _write(pen: ImageDraw.ImageDraw, top: float, lines: Sequence[str], font: ImageFont.FreeTypeFont, ink: str) -> float:
    """Write lines from `top` down; gives where the next could begin."""
    for line in lines:
        pen.text((_LEFT, top), line, fill=ink, font=font, anchor="la")
        top += font.size * _LEADING
    return top


@cache
def _palette() -> Image.Image:
    """Sixteen colours, half a byte each: those of the site, and the steps from paper that smooth the edges of letters."""
    paper = Image.new("RGB", (1, 1), _PAPER)
    steps = [paper.getpixel((0, 0))]
    for ink, number in ((_INK, 6), (_QUIET, 4), (_ACCENT, 4), (_RULE, 1)):
        solid = Image.new("RGB", (1, 1), ink)
        steps += [Image.blend(paper, solid, step / number).getpixel((0, 0)) for step in range(1, number + 1)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in steps for channel in colour])  # type: ignore[union-attr]
    return palette


def _png(image: Image.Image, fingerprint: str) -> bytes:
    about = PngInfo()
    about.add_text("Comment", fingerprint)
    file = BytesIO()
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(file, "PNG", pnginfo=about)
    return file.getvalue()
