"""A withheld text leaves the site: its words, and whatever repeats them. Pure.

What may not be shown is taken out of the site before anything is made from it, so that no page, data file, index or
description can forget to. What repeats a text is a run of ten of its words, or a whole sentence of five to nine, that
stands in no text that is shown and not in its own title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from colophon.edition.history import Change, History
from colophon.formats.markdown import blocks, citation_places, plain
from colophon.formats.normalisation import normalise
from colophon.formats.pages import page_of
from colophon.formats.urls import document_path
from colophon.formats.yaml_reader import KeyPath
from colophon.model.entry import Entry, Passage
from colophon.model.site import Page, Site, SourceText
from colophon.model.values import FileModel

NOT_SHOWN = "[withheld]"
"""What stands where words were taken out."""

_LONG, _SHORT = 10, 5
_PARAGRAPH = "*This paragraph is withheld, because it repeats a text that is withheld.*"
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!?…]+[\"'”’)\]]*\s+")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")

Model = TypeVar("Model", bound=FileModel)
Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Redaction:
    """A place where authors repeat a withheld text: the file, and a line of it, or where in its YAML."""

    path: str
    line: int = 1
    at: KeyPath | None = None


def words_of(text: str) -> list[str]:
    """The words of a text without case and punctuation."""
    return _WORD.findall(normalise(text).text.casefold())


def runs_of(text: SourceText) -> Runs:
    """What no page may repeat while the text is withheld."""
    runs: set[tuple[str, ...]] = set()
    for paragraph in text.paragraphs:
        shown = text.words(paragraph)
        words = words_of(shown)
        runs.update(tuple(words[at : at + _LONG]) for at in range(len(words) - _LONG + 1))
        for sentence in (tuple(words_of(piece)) for piece in _SENTENCE_END.split(shown)):
            if _SHORT <= len(sentence) < _LONG:
                runs.add(sentence)
    title = text.record.title
    return frozenset(runs - set(_windows(words_of(title.value)))) if title else frozenset(runs)


def repeated(words: Sequence[str], runs: Runs) -> Runs:
    """The runs that stand among the words."""
    return frozenset(run for run in _windows(words) if run in runs) if runs else runs


def _windows(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + n]) for n in range(_SHORT, _LONG + 1) for at in range(len(words) - n + 1))


def forbidden_in(texts: Iterable[str], withheld: Sequence[SourceText], site: Site) -> Runs:
    """What of the withheld texts stands in `texts` and may not, since no text that is shown says it."""
    all_runs = frozenset[tuple[str, ...]]().union(*map(runs_of, withheld))
    found = frozenset[tuple[str, ...]]().union(*(repeated(words_of(text), all_runs) for text in texts))
    for text in site.texts if found else ():
        if text.record.access == "full":
            for paragraph in text.paragraphs:
                found -= repeated(words_of(text.words(paragraph)), found)
    return found


def redact(site: Site) -> tuple[Site, tuple[Redaction, ...]]:
    """The site as it may be shown, and where its authors repeat a text that is withheld.

    A text or entry in which nothing had to go stays the same object.
    """
    withheld = [text for text in site.texts if text.record.access != "full"]
    if not withheld:
        return site, ()
    gone = frozenset(text.id for text in withheld)
    runs = forbidden_in(_authored(site), withheld, site)
    places: list[Redaction] = []
    docs = site.settings.docs_dir

    def cleared(model: Model, path: str) -> Model:
        return _cleared(model, runs, lambda at: places.append(Redaction(path, at=at)))

    def markdown(text: str, path: str, first_line: int) -> str:
        return _without(text, runs, lambda line: places.append(Redaction(path, first_line + line - 1)))

    def text_without(text: SourceText) -> SourceText:
        record = cleared(text.record, f"corpus/{text.id}.yml")
        if text.id not in gone:
            return text if record is text.record else replace(text, record=record)
        # The paragraphs stay as numbers, so that links to them still lead to the page.
        return SourceText(record.model_copy(update={"mentions": {}}), b"", "", text.paragraphs)

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


def history_without(history: History, withheld: Sequence[SourceText], site: Site) -> History:
    """The history without what its summaries tell of withheld texts: those of their own pages say only why."""
    if not withheld:
        return history
    gone = {document_path(text.id) for text in withheld}
    runs = forbidden_in((change.summary for change in history.changes), withheld, site)

    def told(change: Change) -> Change:
        own = change.page in gone and change.kind != "withheld"
        return replace(change, summary="") if own or repeated(words_of(change.summary), runs) else change

    return replace(history, changes=tuple(map(told, history.changes)))


def _authored(site: Site) -> Iterator[str]:
    """Everything editors wrote that is shown, piece by piece as it is taken out."""
    for text in site.texts:
        yield from (value for _, value in _strings(text.record.model_dump(), ()))
    for entry in site.entries:
        yield from (value for _, value in _strings(entry.matter.model_dump(), ()))
        yield plain(entry.prose)
    yield from (plain(page.markdown) for page in site.pages.values())


def _strings(value: Any, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield at, plain(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(inner, (*at, key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _strings(inner, (*at, number))


def _cleared(model: Model, runs: Runs, found: Callable[[KeyPath], None]) -> Model:
    """The model without what repeats; titles of texts stay, and so does a model that repeats nothing."""
    places: list[KeyPath] = []

    def clear(value: Any, at: KeyPath) -> Any:
        if isinstance(value, str) and at != ("title", "value") and repeated(words_of(plain(value)), runs):
            places.append(at)
            return _without(value, runs, lambda _line: None) if at == ("notes",) else NOT_SHOWN
        if isinstance(value, Mapping):
            return {key: clear(inner, (*at, key)) for key, inner in value.items()}
        return [clear(inner, (*at, n)) for n, inner in enumerate(value)] if isinstance(value, list | tuple) else value

    if not runs:
        return model
    data = clear(model.model_dump(by_alias=True), ())
    for at in places:
        found(at)
    return type(model).model_validate(data) if places else model


def _without(markdown: str, runs: Runs, found: Callable[[int], None]) -> str:
    """Markdown in which a sentence stands in place of each block that repeats; lines keep their numbers."""
    lines = markdown.split("\n")
    for block in blocks(markdown):
        if repeated(words_of(plain(block.text)), runs):
            found(block.line)
            size = block.text.count("\n") + 1
            cited = "".join(f"[^{key}]" for key in dict.fromkeys(key for _, _, key in citation_places(block.text)))
            lines[block.line - 1 : block.line - 1 + size] = [_PARAGRAPH + cited, *[""] * (size - 1)]
    return "\n".join(lines)
