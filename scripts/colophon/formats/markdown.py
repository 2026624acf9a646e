"""Markdown written and read: words escaped, links, citations, blocks and markers."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from pathlib import PurePosixPath
from typing import cast

from markdown import markdown

from colophon.formats.invisible import MAY_BE_UNSEEN, _shown, reads_from_right, visible
from colophon.formats.line_breaks import in_single_spaces
from colophon.formats.links import without_code, without_plain_angles
from colophon.formats.sentences import sentences
from colophon.formats.urls import document_path, entry_path, relative
from colophon.model.entry import Entry

# To some extensions 40 hex digits are a commit.
_COMMIT = re.compile(r"(?<![^\W_])[0-9a-f](?=[0-9a-f]{39}(?![^\W_]))")


# Punctuation inside or at the end of a word, on which no Markdown extension acts.
_PLAIN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])|(?<=[^\W\d_]{2})[,.?](?=\s|[”’]|$)|(?<=\w),(?=\s|\d)")


_FIRST_WORD = re.compile(r"^\s*\S*", re.MULTILINE)


def isolated(inline: str, words: str) -> str:
    """`inline`, Markdown that says `words`, such that their direction moves nothing that stands beside them."""
    return f"<bdi>{inline}</bdi>" if reads_from_right(words) else inline


def escape(text: str, mid_line: bool = False, *, start: int = 0, end: int | None = None, isolate: bool = True) -> str:
    """`text[start:end]` as inline Markdown that renders as exactly `visible(text, start, end)`.

    `mid_line`: other words precede it on its line, so its first word cannot begin a block. `isolate`: its direction of
    writing must not move what is beside it, as is right for all but parts of a sentence.
    """
    part = text[start:end]
    short = _escaped(part, mid_line)
    if short is not None:
        return isolated(short, part) if isolate else short
    pieces = list(_shown(text, start, end))
    ends = accumulate(len(piece) for piece, _ in pieces)
    signs = {at - len(piece): unseen for at, (piece, unseen) in zip(ends, pieces, strict=True) if unseen}
    shown = "".join(piece for piece, _ in pieces)
    first_words = [match.span() for match in _FIRST_WORD.finditer(shown) if match.start() or not mid_line]

    def reference(match: re.Match[str]) -> str:
        found, at = match[0], match.start()
        if match.lastgroup == "plain" and not _within(at, first_words):
            return found
        if at in signs:
            return _sign(found, signs[at])
        # More than one character: a sign in the text itself.
        return _REFERENCES[found] if len(found) == 1 else found.replace("+", _REFERENCES["+"])

    escaped = _TO_ESCAPE.sub(reference, shown).replace("\t", "&#9;")
    if re.search("[0-9a-f]{40}", shown):
        escaped = _COMMIT.sub(lambda digit: _REFERENCES[digit[0]], escaped)
    return isolated(escaped, shown) if isolate else escaped


@lru_cache(maxsize=1 << 12)  # most are names, which come again and again
def _escaped(text: str, mid_line: bool) -> str | None:
    """What `escape` returns for all of `text`, or `None` where only its long way knows that."""
    if _is_difficult(text):
        return None
    first = 0 if mid_line else cast("re.Match[str]", _FIRST_WORD.match(text)).end()
    return _ANY_MARK.sub(_reference, text[:first]) + _NOT_PLAIN.sub(_reference, text[first:])


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a position is in one of some sorted spans."""
    before = bisect_right(spans, position, key=itemgetter(0))
    return before > 0 and position < spans[before - 1][1]


# The lookahead passes over most characters fast.
_TO_ESCAPE = re.compile(rf"(?=[!-/:-@\[-`{{-~⟨])(?:(?P<plain>{_PLAIN.pattern})|⟨U\+[0-9A-F]{{4,6}}⟩|[!-~])")
_ANY_MARK = re.compile(r"[!-/:-@\[-`{-~]")
# As `_PLAIN`, looked at from behind the mark: a pattern that begins with a set of characters is searched fast.
_NOT_PLAIN = re.compile(
    rf"{_ANY_MARK.pattern}(?!(?<=[^\W\d_]-)(?=[^\W\d_])|(?<=[^\W\d_]{{2}}[,.?])(?=\s|[”’]|$)|(?<=\w,)(?=\s|\d))"
)
_REFERENCES = {chr(code): f"&#{code};" for code in range(0x80)} | {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
}


def _reference(match: re.Match[str]) -> str:
    return _REFERENCES[match[0]]


def _is_difficult(text: str) -> bool:
    """Whether only the long way of `escape` knows it: lines, tabs, signs, what may be unseen, perhaps a commit."""
    if not text.isprintable() if text.isascii() else _ODD.search(text):
        return True
    # Of forty digits in a row, whatever comes before them, five are among every eighth character.
    return len(text) >= 40 and bool(_FIVE_DIGITS.search(text[::8]))


_ODD = re.compile(rf"[\n\t⟨{MAY_BE_UNSEEN.pattern.removeprefix('[')}")
_FIVE_DIGITS = re.compile("[0-9a-f]{5}")


def _sign(shown: str, unseen: str) -> str:
    """A sign with the name of its character as a tooltip; `bdi` isolates its direction of writing."""
    name = unicodedata.name(unseen, "next line" if unseen == "\x85" else "control character").lower()
    return f'<bdi class="control" title="{name}">{shown.replace("+", _REFERENCES["+"])}</bdi>'


@lru_cache(maxsize=1 << 12)  # the names of texts come again and again
def attribute(text: str) -> str:
    """`text` as the value of a double-quoted `attr_list` attribute, in which no extension sees anything to act on."""
    return _IN_ATTRIBUTES.sub(_reference, in_single_spaces(visible(text)))


_IN_ATTRIBUTES = re.compile(r"[!-+\--/:-@\[-`{-~]")


def link(words: str, target: str, *attributes: str) -> str:
    """A Markdown link; `words` is Markdown, `target` an address made by `relative`."""
    return f"[{words}]({target})" + (f"{{: {' '.join(attributes)} }}" if attributes else "")


def entry_link(entry: Entry, page: PurePosixPath) -> str:
    """The name of an entry, as a link to it."""
    return link(escape(entry.name), relative(entry_path(entry.slug), page))


def notes_on_page(notes: str, text_id: str, page: PurePosixPath | None = None) -> str:
    """Editors' notes on a text for `page`, by default its own; in the record, links are relative to the record."""
    own, notes = document_path(text_id), prose_on_page(notes)
    if page and page != own:
        notes = notes.replace("](#", f"]({relative(own, page)}#")
    return _TO_DOCS.sub(f"]({relative('.', page or own)}/", notes)


_TO_DOCS = re.compile(r"\]\((?:\.\./)+docs/")
"""The start of a link from a record, in whatever collection it is."""


def prose_on_page(markdown: str) -> str:
    """Editors' Markdown in which no `<` can begin a tag that ends in what follows on the page."""
    bare = without_plain_angles(without_code(markdown))
    return _OPEN_TAG.sub(lambda mark: "&lt;" if bare[mark.start()] == "<" else "<", markdown)


def raw_html(bare: str) -> Iterator[tuple[int, str]]:
    """Offset and words of what Python-Markdown would take for tags, comments and declarations in Markdown without code."""
    for found in _RAW_HTML.finditer(without_plain_angles(bare)):
        yield found.start(), found[0]


_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# A tag is closed in its paragraph: "a<b" is none.
_RAW_HTML = re.compile(r"</?[A-Za-z](?:(?!\n[ \t]*\n)[^<>])*>|<!--|<[!?]")


_CITATION = re.compile(r"\[\^([^\]\s]+)\]")


_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]]+\]:", re.MULTILINE)


_TAG = re.compile(r"<[^>]*>")


_MARKER = re.compile(r"^<!-- *colophon: *([a-z-]+) *-->[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines between blank ones: its first line (from 1, in the prose) and its Markdown."""

    line: int
    text: str

    @property
    def citations(self) -> tuple[str, ...]:
        """The keys of the cited sources, in order."""
        return tuple(_CITATION.findall(self.text))

    @property
    def is_heading(self) -> bool:
        """Whether it is only an ATX heading, which needs no source."""
        return self.text.startswith("#") and "\n" not in self.text


def blocks(prose: str) -> Iterator[Block]:
    """The blocks of an entry's prose."""
    lines: list[str] = []
    for number, line in enumerate([*prose.split("\n"), ""], 1):
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            yield Block(number - len(lines), "\n".join(lines))
            lines = []


def citation_places(prose: str) -> Iterator[tuple[int, int, str]]:
    """Line and column, both from 1, and key of each citation in the prose."""
    if "[^" not in prose:
        return
    for number, line in enumerate(without_code(prose).split("\n"), 1):
        for match in _CITATION.finditer(line):
            yield number, match.start() + 1, match[1]


def with_commas(markdown: str) -> str:
    """Markdown in which a comma parts citations beside each other: 3 and 4 would read as 34."""
    if "][^" not in markdown:
        return markdown
    apart = re.sub(r"(\[\^[^\]\s]+\])(?=\[\^[^\]\s]+\])", r"\1\0", without_code(markdown).replace("\0", " "))
    if "\0" not in apart:
        return markdown
    pieces, at = [], 0
    for piece in apart.split("\0"):
        pieces.append(markdown[at : at + len(piece)])
        at += len(piece)
    return "<sup>, </sup>".join(pieces)


def plain(text: str) -> str:
    """The words of simple Markdown: links by their text, no emphasis, no citations."""
    text = _EMPHASIS.sub(r"\2", _INLINE_LINK.sub(r"\1", _CITATION.sub("", text)))
    return html.unescape(" ".join(text.split()))


_INLINE_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(?<!\w)([*_]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")


@lru_cache(maxsize=10_000)
def summary_of(prose: str) -> str:
    """The first sentence of an entry's prose as plain words, without citations: its one-line description."""
    for block in blocks(prose):
        rendered = (
            ""
            if block.is_heading
            else markdown(_CITATION.sub("", block.text), extensions=["attr_list", "tables", "pymdownx.mark"])
        )
        if rendered and not rendered.startswith(("<table", "<h")):
            words = re.sub(r"\s+", " ", html.unescape(_TAG.sub("", re.split("</p>|</li>", rendered)[0]))).strip()
            words = re.sub(r" (?=[.,;:!?)])", "", words)
            return words[: next((end for _, end in sentences(words)), 0)].rstrip()
    return ""


def markers(page: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and name of each `<!-- colophon: name -->` in an authored page."""
    for match in _MARKER.finditer(page):
        yield page.count("\n", 0, match.start()) + 1, match[1]


def fill_markers(page: str, listings: Mapping[str, str]) -> str:
    """`page` with each marker replaced by its listing."""
    return _MARKER.sub(lambda match: listings[match[1]], page)


def paragraphs_of(parts: Iterable[str]) -> str:
    """Blocks joined as Markdown wants them, with one line feed at the end."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
