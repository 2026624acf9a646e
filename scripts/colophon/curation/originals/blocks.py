"""HTML as plain paragraphs, and which words of an original its derived text has not. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser

_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre search section summary table tbody tfoot thead tr ul".split()
)
_HEADING = re.compile(r"h[1-6]")
_NOT_SHOWN = frozenset("script style template noscript head title svg math textarea select object".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_LINE = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[^\W_]+")
_EXAMPLE = 12
"""Words of a passage that are shown."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: what is shown, and the same without numbers of list items and note marks, which a program made."""

    text: str
    words: str
    level: int = 0
    """1 to 6 of a heading, else 0."""


def text_of(blocks: Iterable[Block]) -> str:
    """A text whose paragraphs are the blocks, for the layout `blocks`."""
    return "\n\n".join(block.text for block in blocks) + "\n"


def blocks_of(html: str) -> list[Block]:
    """The paragraphs of HTML in order. White space is one space, a `br` and the lines of a `pre` are lines, cells of a table have tabs between them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._shown: list[str] = []
        self._words: list[str] = []
        self._level = 0
        self._hidden = self._pre = self._mark = 0
        self._lists: list[int | None] = []
        self._closing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _NOT_SHOWN:
            self._hidden += 1
        if tag in _BLOCK:
            self.end_block()
        if _HEADING.fullmatch(tag):
            self._level = int(tag[1])
        elif tag == "pre":
            self._pre += 1
        elif tag == "br":
            self._add("\n")
        elif tag in {"td", "th"} and self._shown:
            self._add("\t")
        elif tag in {"ol", "ul"}:
            start = given.get("start") or "1"
            self._lists.append(int(start) if tag == "ol" and start.isascii() and start[:9].isdigit() else None)
        elif tag == "li" and self._lists and self._lists[-1] is not None:
            self._shown.append(f"{self._lists[-1]}. ")
            self._lists[-1] += 1
        elif tag == "a" and (self._mark or _is_mark(given)):
            self._mark += 1
            self._closing = "]" if given.get("class") == "footnote-ref" else ""
            self._shown.append("[" if self._closing else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_SHOWN:
            self._hidden = max(0, self._hidden - 1)
        if tag in _BLOCK:
            self.end_block()
        if tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        elif tag == "a" and self._mark:
            self._mark -= 1
            self._shown.append(self._closing)
            self._closing = ""

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._mark:
            self._shown.append("" if data.strip() in {"↑", "↩", "↩\ufe0e"} else data)
        else:
            self._add(data if self._pre else re.sub(r"\s+", " ", data))

    def _add(self, words: str) -> None:
        self._shown.append(words)
        self._words.append(words)

    def end_block(self) -> None:
        shown, words = _lines("".join(self._shown)), _lines("".join(self._words))
        if words:
            self.blocks.append(Block(shown, words, self._level))
            self._shown = []
        self._words = []
        if words or not any(self._shown):
            self._level = 0


def _is_mark(attributes: dict[str, str | None]) -> bool:
    """Whether a link is the mark of a note, or leads back from it."""
    names, target = attributes.get("class") or "", attributes.get("href") or ""
    return bool(re.match(r"#(?:footnote|endnote)-|#_?_?(?:foot|end)?note", target) or "footnote-" in names)


def _lines(words: str) -> str:
    """Lines without white space around them or more than one space in them, and without empty ones."""
    lines = (re.sub(r" ?\t ?", "\t", re.sub(r"[^\S\t]+", " ", line)).strip() for line in words.split("\n"))
    return "\n".join(filter(None, lines))


# --- words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Differences:
    """What of an original is not in its text, and what is in the text that is not so in the original."""

    words: int
    """How many words the original has."""
    kept: int
    left_out: tuple[str, ...]
    """Passages of the original, whole."""
    changed: tuple[str, ...]
    """Words of the text that the original has not in their place: joined, cut or repeated."""

    def sentence(self) -> str:
        """For an editor: how many words were kept, the longest passages that were not, and words that differ; or nothing."""
        if not self.left_out and not self.changed:
            return ""
        said = f"{self.kept:,} of {self.words:,} words kept"
        if self.left_out:
            longest = sorted(self.left_out, key=lambda passage: (-len(passage), passage))
            said += f"; left out: {_examples(longest)}"
        if self.changed:
            said += f"; differs from the original: {_examples(self.changed)}"
        return said


def _examples(passages: Sequence[str]) -> str:
    shown = []
    for passage in passages[:3]:
        words = passage.split()
        shown.append(f"“{' '.join(words[:_EXAMPLE])}{' …' if len(words) > _EXAMPLE else ''}”")
    more = f" and {len(passages) - 3} more" if len(passages) > 3 else ""
    return ", ".join(shown) + more


def words_of(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, in normal form."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def compare(original: Sequence[str], blocks: Iterable[str]) -> Differences:
    """Compare the words of an original with the paragraphs that were made of it, which may come in another order."""
    places, at = [], 1
    for word in original:
        places.append(at)
        at += len(word) + 1
    hay = f" {' '.join(original)} "
    covered = bytearray(len(original))
    changed: list[str] = []
    cursor = 0
    for block in blocks:
        words = words_of(block)
        if not words:
            continue
        needle = f" {' '.join(words)} "
        found = hay.find(needle, cursor)
        found = hay.find(needle) if found < 0 else found
        if found < 0:
            first = bisect(places, cursor)
            changed += _align(original[first : first + 2 * len(words) + 200], words, covered, first)
            continue
        first = bisect(places, found)
        if any(covered[first : first + len(words)]) and len(words) > 3:
            changed.append(f"{' '.join(words)}")
        covered[first : first + len(words)] = b"\1" * len(words)
        cursor = max(cursor, found + len(needle) - 1)
    return Differences(len(original), sum(covered), tuple(_runs(original, covered)), tuple(changed))


def _align(original: Sequence[str], words: Sequence[str], covered: bytearray, first: int) -> Iterator[str]:
    """Cover what a paragraph shares with the words around its place; gives what it does not share."""
    matcher = SequenceMatcher(None, original, words, autojunk=len(words) > 500)
    end = 0
    for found in matcher.get_matching_blocks():
        if found.b > end:
            yield " ".join(words[end : found.b])
        covered[first + found.a : first + found.a + found.size] = b"\1" * found.size
        end = found.b + found.size


def _runs(original: Sequence[str], covered: bytearray) -> Iterator[str]:
    run: list[str] = []
    for word, is_covered in zip(original, covered, strict=True):
        if not is_covered:
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []
    if run:
        yield " ".join(run)
