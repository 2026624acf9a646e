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
from functools import cached_property, partial
from typing import Any, TypeVar

from ahocorasick_rs import BytesAhoCorasick, Implementation

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
from colophon.project.cache import Cache, digest_of

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
_IN_TABLE = 1 << 16
"""Letters of runs up to which a table of all that may follow is made: searched in half the time, of 256 bytes for each."""
_END = "\x01"
_ASCII = bytes(range(0x80))
_LOWER = bytes(range(256)).lower()
_NO_LETTER = bytes(code for code in range(256) if code >= 0x80 or not (chr(code).isalnum() or chr(code) == BLOCK_END))
_CHANGING = tuple(map(bytes.fromhex, "cc cd c39f c4b0 c589 c5bf c7b0 e1ba e284 efac".split()))
"""How characters begin in UTF-8 that change ASCII letters: accents that compose with them, and ß, ſ, ﬁ and others of which
case folding makes some."""
_APART = bytes(code if code >= 0x80 or chr(code).isalnum() or chr(code) == _END else ord(" ") for code in range(256))

Model = TypeVar("Model", bound=FileModel)
Source = TypeVar("Source", SourceText, Entry)
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

    They are found in one pass over a text, after a look at its letters alone, which is ten times as fast.
    """

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self.runs: Sequence[bytes] = tuple(dict.fromkeys(_words_apart(" ".join(run)) for run in runs))

    def __bool__(self) -> bool:
        return bool(self.runs)

    def is_in(self, text: str) -> bool:
        """Whether a text repeats one of them, within a block where the text has `BLOCK_END`."""
        return bool(self.among(text))

    def among(self, text: str) -> list[int]:
        """The numbers of those that a text repeats, each as often as it does."""
        if not self.may_be_in(text):
            return []
        return [run for run, *_ in self._of_words.find_matches_as_indexes(_words_apart(text), overlapping=True)]

    def not_said_in(self, texts: Iterable[SourceText], cache: Cache) -> Forbidden:
        """Those that none of some texts says."""
        known, said = cache.of("said"), set[int]()
        for text in texts if self else ():
            said.update(known.recall(text.digest and self.digest + text.digest, partial(self.among, text.text)))
        forbidden = Forbidden()
        forbidden.runs = [run for number, run in enumerate(self.runs) if number not in said]
        return forbidden

    @cached_property
    def digest(self) -> str:
        """A digest of the runs."""
        return digest_of(*self.runs)

    def may_be_in(self, text: str) -> bool:
        """Whether a text has the ASCII letters and digits of a run after each other, or others that may become some.

        Where it has not, it repeats none; nor does it with `BLOCK_END` put into it.
        """
        data = text.encode("utf-8", "surrogatepass")
        others = b"" if data.isascii() else data.translate(None, _ASCII)  # few: ten searches follow
        if self._of_letters is None or any(changing in others for changing in _CHANGING):
            return bool(self.runs)
        return bool(self._of_letters.find_matches_as_indexes(data.translate(_LOWER, _NO_LETTER)))

    @cached_property
    def _of_words(self) -> BytesAhoCorasick:
        return BytesAhoCorasick(self.runs)

    @cached_property
    def _of_letters(self) -> BytesAhoCorasick | None:
        """Nothing if a run has no such letter."""
        letters = [run.translate(_LOWER, _NO_LETTER) for run in self.runs]
        table = Implementation.DFA if sum(map(len, letters)) <= _IN_TABLE else None
        return BytesAhoCorasick(letters, implementation=table) if all(letters) else None


def _words_apart(text: str) -> bytes:
    """The words of a text without case and punctuation, a space before and after each, and `BLOCK_END` as a word.

    Here a hyphen and an apostrophe end a word too.
    """
    words = text.casefold() if text.isascii() else unicodedata.normalize("NFC", without_dropped(text)).casefold()
    words = words if words.isascii() else _MARKS.sub(" ", words)
    apart = words.replace(BLOCK_END, f" {_END} ").encode("utf-8", "surrogatepass").translate(_APART)
    return b" " + b" ".join(apart.split()) + b" "


def forbidden_runs(site: Site, cache: Cache) -> Forbidden:
    """What no page may repeat: runs of the withheld texts that no text that is shown has."""
    withheld = (text for text in site.texts if text.record.access != "full")
    shown = (text for text in site.texts if text.record.access == "full")
    return Forbidden(run for text in withheld for run in _runs_of(text)).not_said_in(shown, cache)


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


def redact(site: Site, runs: Forbidden, cache: Cache) -> tuple[Site, tuple[Redaction, ...]]:
    """The site as it may be shown, without `runs`, and where its authors repeat a text that is withheld.

    A text or entry in which nothing had to go stays the same object. Of others the cache forgets the words.
    """
    withheld = [text for text in site.texts if text.record.access != "full"]
    if not withheld:
        return site, ()
    gone = frozenset(text.id for text in withheld)
    places: list[Redaction] = []
    docs = site.settings.docs_dir
    withheld_now = digest_of(runs.digest, *sorted(gone))

    def cleared(model: Model, path: str) -> Model:
        return _cleared(model, runs, lambda at: places.append(Redaction(path, at=at)))

    def markdown(text: str, path: str, first_line: int) -> str:
        return _without(text, runs, lambda line: places.append(Redaction(path, first_line + line - 1)))

    def text_without(text: SourceText) -> SourceText:
        record = cleared(text.record, text.record_file)
        if text.id not in gone:
            return text if record is text.record else replace(text, record=record, digest="")
        # The paragraphs stay as numbers, so that links to them still resolve.
        notes = {WHOLE_TEXT: record.notes_on_text} if record.notes_on_text else None
        record = record.model_copy(update={**_OF_PARAGRAPHS, "notes": notes})
        return replace(text, record=record, text="", digest="")

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
        return entry if is_same else replace(entry, matter=matter, prose=prose, digest="")

    def page_without(page: Page) -> Page:
        shown = markdown(page.markdown, f"{docs}/{page.path}", 1)
        return page if shown == page.markdown else page_of(page.path, shown, site.settings)

    cleared_site = replace(
        site,
        texts=tuple(_unless_clean(text, text_without, withheld_now, cache) for text in site.texts),
        entries=tuple(_unless_clean(entry, entry_without, withheld_now, cache) for entry in site.entries),
        pages={path: page_without(page) for path, page in site.pages.items()},
    )
    return cleared_site, tuple(places)


def _unless_clean(source: Source, redacted: Callable[[Source], Source], withheld: str, cache: Cache) -> Source:
    """A text or an entry as `redacted` makes it, or itself where nothing has to go; `withheld` says what is withheld."""
    clean = cache.of("clean")
    key = source.digest and withheld + source.digest
    if key and clean.get(key):
        return source
    shown = redacted(source)
    if shown is not source:
        cache.forget(source.digest)
    elif key:
        clean.keep(key, value=True)
    return shown


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
