"""A withheld text leaves the site: its words, and whatever repeats them. Pure.

What may not be shown is taken out of the site before anything is made from it, so that no page, data file, index or
description can forget to. What repeats a text is a run of ten of its words, or a whole sentence of five to nine, that
is in no text that is shown and not in its own title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from ahocorasick_rs import BytesAhoCorasick

from colophon.edition.history import Change, History
from colophon.formats.markdown import blocks, citation_places, plain
from colophon.formats.normalisation import bare, without_dropped
from colophon.formats.pages import page_of
from colophon.formats.urls import document_path
from colophon.formats.yaml_reader import KeyPath
from colophon.model.entry import Entry, Passage
from colophon.model.record import WHOLE_TEXT
from colophon.model.site import Page, Site, SourceText
from colophon.model.values import FileModel

NOT_SHOWN = "[withheld]"
"""Replaces words that were taken out."""

BLOCK_END = "\f"
"""Separates words that are shown below each other, which nobody reads as one passage."""
_LONG, _SHORT = 10, 5
_OF_PARAGRAPHS: Mapping[str, object] = {"mentions": {}, "speakers": (), "footnotes": {}, "pages": {}}
"""What records say of words of the text, by field, without any."""
_PARAGRAPH = "*This paragraph is withheld, because it repeats a text that is withheld.*"
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!?…]+[\"'”’)\]]*\s+")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_MARKS = re.compile(r"[^\x00-\x7f\w]+")
"""What is in no word; the range comes first, since most characters are in it."""
_END = "\x01"
_LOWER = bytes(range(256)).lower()
_NO_LETTER = bytes(code for code in range(256) if code >= 0x80 or not (chr(code).isalnum() or chr(code) == BLOCK_END))
_CHANGING = tuple(map(bytes.fromhex, "cc cd c39f c4b0 c589 c5bf c7b0 e1ba e284 efac".split()))
"""How characters begin in UTF-8 that change ASCII letters: accents that compose with them, and ß, ſ, ﬁ and others of which
case folding makes some."""
_APART = bytes(code if code >= 0x80 or chr(code).isalnum() or chr(code) == _END else ord(" ") for code in range(256))

Model = TypeVar("Model", bound=FileModel)
Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redaction:
    """A place where authors repeat a withheld text: the file, and a line of it, or where in its YAML."""

    path: str
    line: int = 1
    at: KeyPath | None = None


def words_of(text: str) -> list[str]:
    """The words of a text without case and punctuation."""
    return _WORD.findall(bare(text).casefold())


class Forbidden:
    """The runs of words that may not be shown; false if there is none.

    What the `shown` texts say themselves is left out once the first run is met: reading all of them takes time, and few
    sites ever need it.
    """

    def __init__(self, runs: Iterable[Run] = (), shown: Iterable[SourceText] = ()) -> None:
        self._finder = _Finder(list(dict.fromkeys(_words_apart(" ".join(run)) for run in runs)))
        self._shown = tuple(shown)

    def __bool__(self) -> bool:
        return bool(self._finder.runs)

    def is_in(self, text: str) -> bool:
        """Whether a text repeats one of them, within a block where the text has `BLOCK_END`."""
        if not self._finder.may_be_in(text) or not self._finder.among(words := _words_apart(text)):
            return False
        return bool(self.runs and self._finder.among(words))

    @property
    def runs(self) -> Sequence[bytes]:
        """Each run as words with a space before and after each."""
        shown, self._shown = self._shown, ()
        if shown and self:
            said = {run for other in shown for run in self._finder.among(_words_apart(other.text))}
            self._finder = _Finder([run for run in self._finder.runs if run not in said])
        return self._finder.runs


class _Finder:
    """Finds all of some runs in one pass over a text, after a look at its letters alone, which is ten times as fast."""

    def __init__(self, runs: Sequence[bytes]) -> None:
        self.runs = runs

    def among(self, words: bytes) -> list[bytes]:
        """The runs that are among the words of a text."""
        return [self.runs[run] for run, *_ in self._of_words.find_matches_as_indexes(words, overlapping=True)]

    def may_be_in(self, text: str) -> bool:
        """Whether a text has the ASCII letters and digits of a run after each other, or others that may become some."""
        data = text.encode("utf-8", "surrogatepass")
        if self._of_letters is None or (not data.isascii() and any(changing in data for changing in _CHANGING)):
            return bool(self.runs)
        return bool(self._of_letters.find_matches_as_indexes(data.translate(_LOWER, _NO_LETTER)))

    @cached_property
    def _of_words(self) -> BytesAhoCorasick:
        return BytesAhoCorasick(self.runs)

    @cached_property
    def _of_letters(self) -> BytesAhoCorasick | None:
        """Nothing if a run has no such letter."""
        letters = [run.translate(_LOWER, _NO_LETTER) for run in self.runs]
        return BytesAhoCorasick(letters) if all(letters) else None


def _words_apart(text: str) -> bytes:
    """The words of a text without case and punctuation, a space before and after each, and `BLOCK_END` as a word.

    Here a hyphen and an apostrophe end a word too.
    """
    words = text.casefold() if text.isascii() else unicodedata.normalize("NFC", without_dropped(text)).casefold()
    words = words if words.isascii() else _MARKS.sub(" ", words)
    apart = words.replace(BLOCK_END, f" {_END} ").encode("utf-8", "surrogatepass").translate(_APART)
    return b" " + b" ".join(apart.split()) + b" "


def forbidden_runs(site: Site) -> Forbidden:
    """What no page may repeat: runs of the withheld texts that no text that is shown has."""
    withheld = (text for text in site.texts if text.record.access != "full")
    shown = (text for text in site.texts if text.record.access == "full")
    return Forbidden((run for text in withheld for run in _runs_of(text)), shown)


def _runs_of(text: SourceText) -> Iterator[Run]:
    title = frozenset(_windows(words_of(text.record.title.value))) if text.record.title else ()
    for paragraph in text.paragraphs:
        shown = text.words(paragraph)
        words = words_of(shown)
        runs = [tuple(words[at : at + _LONG]) for at in range(len(words) - _LONG + 1)]
        sentences = (tuple(words_of(piece)) for piece in _SENTENCE_END.split(shown))
        runs += (sentence for sentence in sentences if _SHORT <= len(sentence) < _LONG)
        yield from (run for run in runs if run not in title)


def _windows(words: Sequence[str]) -> Iterator[Run]:
    return (tuple(words[at : at + n]) for n in range(_SHORT, _LONG + 1) for at in range(len(words) - n + 1))


def redact(site: Site, runs: Forbidden) -> tuple[Site, tuple[Redaction, ...]]:
    """The site as it may be shown, without `runs`, and where its authors repeat a text that is withheld.

    A text or entry in which nothing had to go stays the same object.
    """
    withheld = [text for text in site.texts if text.record.access != "full"]
    if not withheld:
        return site, ()
    gone = frozenset(text.id for text in withheld)
    places: list[Redaction] = []
    docs = site.settings.docs_dir

    def cleared(model: Model, path: str) -> Model:
        return _cleared(model, runs, lambda at: places.append(Redaction(path, at=at)))

    def markdown(text: str, path: str, first_line: int) -> str:
        return _without(text, runs, lambda line: places.append(Redaction(path, first_line + line - 1)))

    def text_without(text: SourceText) -> SourceText:
        record = cleared(text.record, text.record_file)
        if text.id not in gone:
            return text if record is text.record else replace(text, record=record)
        # The paragraphs stay as numbers, so that links to them still resolve.
        notes = {WHOLE_TEXT: record.notes_on_text} if record.notes_on_text else None
        return replace(text, record=record.model_copy(update={**_OF_PARAGRAPHS, "notes": notes}), text="")

    def entry_without(entry: Entry) -> Entry:
        path = f"{docs}/glossary/{entry.slug}.md"
        quoting = {
            key: source.model_copy(update={"quote": NOT_SHOWN})
            for key, source in entry.matter.sources.items()
            if isinstance(source, Passage) and source.document in gone
        }
        matter = entry.matter
        if quoting:
            matter = matter.model_copy(update={"sources": {**matter.sources, **quoting}})
        matter, prose = cleared(matter, path), markdown(entry.prose, path, entry.prose_line)
        is_same = matter is entry.matter and prose == entry.prose
        return entry if is_same else replace(entry, matter=matter, prose=prose)

    def page_without(page: Page) -> Page:
        shown = markdown(page.markdown, f"{docs}/{page.path}", 1)
        return page if shown == page.markdown else page_of(page.path, shown, site.settings)

    cleared_site = replace(
        site,
        texts=tuple(map(text_without, site.texts)),
        entries=tuple(map(entry_without, site.entries)),
        pages={path: page_without(page) for path, page in site.pages.items()},
    )
    return cleared_site, tuple(places)


def history_without(history: History, withheld: Sequence[SourceText], runs: Forbidden) -> History:
    """The history without summaries that repeat withheld texts; those of their own pages give only the reason."""
    if not withheld:
        return history
    gone = {document_path(text.id) for text in withheld}

    def cleared(change: Change) -> Change:
        own = change.page in gone and change.kind != "withheld"
        if own:
            return replace(change, summary="", what="")
        return replace(change, summary="") if runs.is_in(change.summary) else change

    return replace(history, changes=tuple(map(cleared, history.changes)))


def _cleared(model: Model, runs: Forbidden, found: Callable[[KeyPath], None]) -> Model:
    """The model without what repeats; titles of texts stay, and so does a model that repeats nothing."""
    places: list[KeyPath] = []

    def clear(value: Any, at: KeyPath) -> Any:
        if isinstance(value, str) and at != ("title", "value") and runs.is_in(plain(value)):
            places.append(at)
            return _without(value, runs, lambda _line: None) if at[:1] == ("notes",) else NOT_SHOWN
        if isinstance(value, Mapping):
            return {key: clear(inner, (*at, key)) for key, inner in value.items()}
        return [clear(inner, (*at, n)) for n, inner in enumerate(value)] if isinstance(value, list | tuple) else value

    if not runs:
        return model
    data = clear(model.model_dump(by_alias=True), ())
    for at in places:
        found(at)
    return type(model).model_validate(data) if places else model


def _without(markdown: str, runs: Forbidden, found: Callable[[int], None]) -> str:
    """Markdown in which a notice replaces each block that repeats one of `runs`; lines keep their numbers."""
    lines = markdown.split("\n")
    for block in blocks(markdown):
        if runs.is_in(plain(block.text)):
            found(block.line)
            size = block.text.count("\n") + 1
            cited = "".join(f"[^{key}]" for key in dict.fromkeys(key for _, _, key in citation_places(block.text)))
            lines[block.line - 1 : block.line - 1 + size] = [_PARAGRAPH + cited, *[""] * (size - 1)]
    return "\n".join(lines)
