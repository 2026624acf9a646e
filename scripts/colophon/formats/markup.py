"""Markdown that says exactly what it was given, whichever Markdown processor and extensions read it.

Pure. A text is data, so every ASCII punctuation mark in it that any extension could take for markup is written as a
character reference; what prose needs most (a comma, a full stop after a word, a hyphen inside one) stays as it
is, so that the page can be read and compared as plain Markdown too.
"""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import itemgetter
from pathlib import PurePosixPath

from colophon.model.records import Entry

# To some extensions 40 hex digits are a commit.
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]|(?<![^\W_])[0-9a-f](?=[0-9a-f]{39}(?![^\W_]))")
# Marks that no Markdown extension acts on where they stand so: inside a word, or at the end of one.
_PLAIN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])|(?<=[^\W\d_]{2})[,.?](?=\s|[”’]|$)|(?<=\w),(?=\s|\d)")
_FIRST_WORD = re.compile(r"^\s*\S*", re.MULTILINE)
# Characters that HTML cannot hold or that steer a terminal are shown by their Unicode control pictures.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}

# What cannot be seen. Where a script needs it, it stays; anywhere else it is shown by a sign that names it.
# Ranges, not properties: `re` knows none, and a newer Unicode must not change pages.
_FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_JOINED = (  # scripts whose letters change with their neighbours: Arabic and its like, those of India, Khmer, Mongolian
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua840-\ua87f\ua8e0-\ua8ff\ua980-\ua9df"
    "\uabc0-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010a00-\U00010fff\U00011000-\U00011fff\U0001e900-\U0001e95f"
)
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f"  # Thai, Khmer...
)
_PICTURES = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_ACCENTS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_NEAR = 16
"""How many characters around one may decide whether it is needed."""
_MOST_ACCENTS = 30
"""On one letter: no language needs more (UAX #15, Stream-Safe Text Format). The rest would cover other words."""
_UNSEEN = re.compile(
    # Most characters are none of these and must be passed over fast.
    f"(?=[{_ACCENTS}"
    "\x80-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U0001f3f4\U0001fffe-\U0010ffff])"
    "(?:"
    + "|".join(
        [
            # Kept whole, as flags: England, Scotland, Wales.
            (
                "(?P<kept>\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
                "|\U000e0077\U000e006c\U000e0073)\U000e007f)"
            ),
            # C1 controls, line and paragraph separators; embeddings, overrides and isolates of direction; the rest of
            # Default_Ignorable_Code_Point; interlinear annotation; the object replacement character.
            (
                "[\x80-\x9f\xad\u17b4\u17b5\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc\U0001d173-\U0001d17a"
                "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
            ),
            f"[\ufdd0-\ufdef{''.join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))}]",
            f"(?<![{_UNSPACED}])\u200b(?![{_UNSPACED}])",
            f"(?<![{_JOINED}])\u200c",
            f"(?<![{_JOINED}])\u200d(?![{_JOINED}{_PICTURES}])",
            f"(?<![{_JOINED}{_PICTURES}\ufe0f\U000e007f])\u200d(?![{_JOINED}])",
            # Marks of direction have something to do where a text reads from the right; they cannot leave a paragraph.
            "".join(f"(?<![{_FROM_RIGHT}].{{{n}}})" for n in range(_NEAR))
            + f"[\u061c\u200e\u200f](?!.{{,{_NEAR - 1}}}[{_FROM_RIGHT}])",
            f"\u034f(?![{_ACCENTS}])",
            f"[{_ACCENTS}](?<=[{_ACCENTS}]{{{_MOST_ACCENTS + 1}}})",
            "\u115f(?![\u1160-\u11a7\ud7b0-\ud7c6])",
            "(?<![\u1100-\u115f\ua960-\ua97c])\u1160",
            "(?<![\u1820-\u18aa])\u180e",
            rf"(?<![^\s{_SELECTORS}])[{_SELECTORS}]",  # a variant of nothing
        ]
    )
    + ")"
)
_READS_FROM_RIGHT = re.compile(f"[{_FROM_RIGHT}]")
_PARTS_WORDS = "\x85\u2028\u2029"


def visible(text: str, start: int = 0, end: int | None = None) -> str:
    """What a page shows for `text[start:end]`.

    C0 control characters are control pictures, line ends one line feed. Characters that cannot be seen, and accents beyond
    thirty on one letter, are signs such as ⟨U+202E⟩, so that they are told and can neither hide nor move words, except
    where a script needs them (the joiners of Arabic, of Indian scripts and of emoji, say), which is decided by what stands
    around them in `text`.
    """
    return "".join(shown for shown, _ in _shown(text, start, end))


def searchable(text: str) -> str:
    """`text` as a reader searches it: as `visible`, but words are whole where `visible` would put a sign into them."""
    return "".join(
        (" " if unseen in _PARTS_WORDS else "") if unseen else shown for shown, unseen in _shown(text, 0, None)
    )


def reads_from_right(text: str) -> bool:
    """Whether anything in `text` is written from right to left."""
    return bool(_READS_FROM_RIGHT.search(text))


def isolated(markdown: str, words: str) -> str:
    """`markdown`, which says `words`, such that their direction moves nothing that stands beside them."""
    return f"<bdi>{markdown}</bdi>" if reads_from_right(words) else markdown


def _shown(text: str, start: int, end: int | None) -> Iterator[tuple[str, str]]:
    """`visible` in pieces: each as it is shown, and the character it is the sign of or nothing."""
    end = len(text) if end is None else end
    first = max(0, start - max(_NEAR, _MOST_ACCENTS))
    at = start
    for match in _UNSEEN.finditer(text[first : end + _NEAR]):
        position = first + match.start()
        if match["kept"] or not start <= position < end:
            continue
        yield _with_pictures(text[at:position]), ""
        yield f"⟨U+{ord(match[0]):04X}⟩", match[0]
        at = position + 1
    yield _with_pictures(text[at:end]), ""


def _with_pictures(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def escape(text: str, mid_line: bool = False, *, start: int = 0, end: int | None = None, isolate: bool = True) -> str:
    """`text[start:end]` as inline Markdown that renders as exactly `visible(text, start, end)`.

    `mid_line` says that something else stands before it on its line, so that its first word cannot be a block marker;
    `isolate` that its direction must not move what stands beside it, which is right for all but pieces of a sentence.
    """
    pieces = list(_shown(text, start, end))
    ends = accumulate(len(piece) for piece, _ in pieces)
    signs = {at - len(piece): unseen for at, (piece, unseen) in zip(ends, pieces, strict=True) if unseen}
    shown = "".join(piece for piece, _ in pieces)
    first_words = [match.span() for match in _FIRST_WORD.finditer(shown) if match.start() or not mid_line]
    plain = {match.start() for match in _PLAIN.finditer(shown) if not _within(match.start(), first_words)}

    def reference(match: re.Match[str]) -> str:
        if match.start() in signs:
            return _sign(match[0], signs[match.start()])
        if len(match[0]) > 1:  # the words of a sign, which the text itself says
            return match[0].replace("+", _reference("+"))
        return match[0] if match.start() in plain else _reference(match[0])

    escaped = _TO_ESCAPE.sub(reference, shown).replace("\t", "&#9;")
    return isolated(escaped, shown) if isolate else escaped


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a position lies in one of some spans, which are sorted."""
    before = bisect_right(spans, position, key=itemgetter(0))
    return before > 0 and position < spans[before - 1][1]


_TO_ESCAPE = re.compile(rf"⟨U\+[0-9A-F]{{4,6}}⟩|{_PUNCTUATION.pattern}")


def _sign(shown: str, unseen: str) -> str:
    """A sign that says on demand what it stands for. `bdi`: its direction is its own, whatever stands around it."""
    name = unicodedata.name(unseen, "next line" if unseen == "\x85" else "control character").lower()
    return f'<bdi class="control" title="{name}">{shown.replace("+", _reference("+"))}</bdi>'


def _reference(mark: str) -> str:
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}.get(mark, f"&#{ord(mark)};")


def attribute(text: str) -> str:
    """`text` as the value of a double-quoted `attr_list` attribute: what would end it is shown by its look-alike."""
    one_line = re.sub(r"(?i)(?<=www)\.", "．", re.sub(r"\s+", " ", visible(text)))  # an address to `magiclink`
    return one_line.translate(
        {0x22: "”", 0x27: "’", 0x7B: "(", 0x7D: ")", 0x3C: "‹", 0x3E: "›"}
        | {ord(mark): ord(mark) + 0xFEE0 for mark in "!#$&*+:=@[\\]^_`|~"}  # their full-width forms
    )


def link(words: str, target: str, *attributes: str) -> str:
    """A Markdown link; `words` is Markdown already, `target` a relative address made by `relative`."""
    return f"[{words}]({target})" + (f"{{: {' '.join(attributes)} }}" if attributes else "")


def relative(target: PurePosixPath | str, page: PurePosixPath | str, anchor: str = "") -> str:
    """The address of the file `target` as written on `page`, both relative to the documentation folder."""
    path = posixpath.relpath(str(target), posixpath.dirname(str(page)) or ".")
    return path + (f"#{anchor}" if anchor else "")


def entry_link(entry: Entry, page: PurePosixPath) -> str:
    """The name of an entry, as a link to it."""
    return link(escape(entry.name), relative(entry_path(entry.slug), page))


@cache
def document_path(document: str) -> PurePosixPath:
    """Where the page of a text stands in the documentation folder."""
    return PurePosixPath("documents", f"{document}.md")


@cache
def entry_path(slug: str) -> PurePosixPath:
    """Where the page of an entry stands in the documentation folder."""
    return PurePosixPath("glossary", f"{slug}.md")


@cache
def untouched_path(document: str) -> PurePosixPath:
    """Where the untouched file of a text stands in the documentation folder."""
    return PurePosixPath("corpus", f"{document}.txt")


def notes_on_page(notes: str) -> str:
    """Editors' notes as they stand on the page of a text: links in them are written relative to the record."""
    return notes.replace("](../docs/", "](../")


def page_url(path: PurePosixPath | str) -> str:
    """The address of a page's directory below the site, without a leading slash: `glossary/x.md` is `glossary/x/`."""
    pure = PurePosixPath(path)
    folder = pure.parent if pure.stem == "index" else pure.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder}/"


def card_path(page: PurePosixPath | str) -> PurePosixPath:
    """The file of the preview card of a page, named by the address of the page."""
    return PurePosixPath("assets/cards", f"{page_url(page).rstrip('/')}.png")


def relative_url(target: PurePosixPath | str, page: PurePosixPath | str) -> str:
    """The address of a page as it stands in the HTML of another, which MkDocs does not rewrite; both are paths.

    A file that is no page keeps its name.
    """
    path = PurePosixPath(target)
    url = page_url(path) if path.suffix == ".md" else str(path)
    return posixpath.relpath(url or ".", page_url(page) or ".") + "/" * (path.suffix == ".md")


# --- the Markdown editors write ----------------------------------------------------------------------------------

_CITATION = re.compile(r"\[\^([^\]\s]+)\]")
_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]]+\]:", re.MULTILINE)
_MARKER = re.compile(r"^<!-- *colophon: *([a-z-]+) *-->[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines between blank ones: its first line (from 1, in the prose) and its Markdown."""

    line: int
    text: str

    @property
    def citations(self) -> tuple[str, ...]:
        """The keys of the sources it cites, in order."""
        return tuple(_CITATION.findall(self.text))

    @property
    def is_heading(self) -> bool:
        """Whether it is nothing but an ATX heading, which need cite nothing."""
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
    for number, line in enumerate(prose.split("\n"), 1):
        for match in _CITATION.finditer(line):
            yield number, match.start() + 1, match[1]


def plain(markdown: str) -> str:
    """The words of simple Markdown: links by their text, no emphasis, no citations."""
    text = _CITATION.sub("", markdown)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\w)([*_]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return html.unescape(re.sub(r"\s+", " ", text).strip())


def first_sentence(markdown: str) -> str:
    """The first sentence of an entry's prose as plain words: its one-line description."""
    first = next((block.text for block in blocks(markdown) if not block.is_heading), "")
    before_citation = _CITATION.split(first, maxsplit=1)[0]
    return plain(before_citation)


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
