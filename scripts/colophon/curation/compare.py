"""Comparing two editions: which mentions are added, removed or linked to another entry. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from colophon.edition import Edition
from colophon.formats.markdown import escape
from colophon.formats.sentences import excerpt
from colophon.model.site import Mention, SourceText
from colophon.rendering.pages.wording import count, title_of


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One mention that differs, with its sentence."""

    document: str
    paragraph: int
    start: int
    what: Literal["added", "removed", "changed"]
    surface: str
    old: str | None
    new: str | None
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """All changes between two editions."""

    changes: tuple[Change, ...]
    old: Edition
    new: Edition

    @property
    def pages(self) -> Sequence[str]:
        """The ids of the texts and entries whose pages change with the mentions."""
        touched = {change.document for change in self.changes}
        return sorted(touched | {slug for change in self.changes for slug in (change.old, change.new) if slug})


def compare(old: Edition, new: Edition) -> Effect:
    """The difference between two editions, in order of texts and offsets."""
    changes: list[Change] = []
    for document in dict.fromkeys((*old.texts, *new.texts)):
        changes += _compared(
            old.texts.get(document),
            new.texts.get(document),
            old.mentions_in.get(document, ()),
            new.mentions_in.get(document, ()),
        )
    return Effect(tuple(sorted(changes)), old, new)


def _compared(
    old_text: SourceText | None, new_text: SourceText | None, old: Sequence[Mention], new: Sequence[Mention]
) -> Iterator[Change]:
    """Spans are comparable only if the text is the same."""
    same = old_text is not None and new_text is not None and old_text.text == new_text.text
    before = {(m.start, m.end): m for m in old}
    after = {(m.start, m.end): m for m in new}
    for span in before.keys() | after.keys():
        gone, come = before.get(span), after.get(span)
        if same and gone and come:
            if gone.entry != come.entry:
                yield _change("changed", new_text, come, gone.entry, come.entry)
            continue
        if gone:
            yield _change("removed", old_text, gone, gone.entry, None)
        if come:
            yield _change("added", new_text, come, None, come.entry)


def _change(
    what: Literal["added", "removed", "changed"],
    text: SourceText | None,
    mention: Mention,
    old: str | None,
    new: str | None,
) -> Change:
    assert text is not None  # a mention has its text
    paragraph = text.paragraphs[mention.paragraph - 1]
    words = text.words(paragraph)
    start, end = mention.start - paragraph.start, mention.end - paragraph.start
    first, last = excerpt(words, [(start, end)], most=160)
    return Change(
        mention.document, mention.paragraph, mention.start, what, mention.surface, old, new, mention.rule,
        words[first:start], words[end:last],
    )  # fmt: skip


def as_text(effect: Effect) -> Iterator[str]:
    """Lines for a terminal."""
    yield summary(effect)
    for what, changes in _by_kind(effect):
        yield f"\n{what.capitalize()}:"
        for change in changes:
            sentence = " ".join(f"{change.before}[{change.surface}]{change.after}".split())
            yield f"  {change.document} p{change.paragraph}  {_entries(change)}  ({change.rule})\n      {sentence}"


def as_markdown(effect: Effect) -> Iterator[str]:
    """A comment for a review."""
    yield f"### Effect on mentions\n\n{escape(summary(effect))}"
    for what, changes in _by_kind(effect):
        yield f"\n**{what.capitalize()}**\n"
        for document, group in groupby(changes, key=lambda change: change.document):
            text = effect.new.texts.get(document) or effect.old.texts[document]
            yield f"- {escape(effect.new.site.short_name(document))}, {escape(title_of(text))}"
            for change in group:
                sentence = f"{escape(change.before)}**{escape(change.surface)}**{escape(change.after)}"
                yield f"    - ¶ {change.paragraph}, {_entries(change, mark='`')} ({change.rule}): {' '.join(sentence.split())}"


def as_json(effect: Effect) -> Iterator[Mapping[str, object]]:
    """One object a change."""
    for change in effect.changes:
        yield {name: getattr(change, name) for name in Change.__dataclass_fields__}


def summary(effect: Effect) -> str:
    """The counts, in a sentence."""
    if not effect.changes:
        return "No mention changes."
    numbers = [
        f"{len(changes)} {'linked to another entry' if what == 'changed' else what}"
        for what, changes in _by_kind(effect)
    ]
    old, new = len(effect.old.mentions), len(effect.new.mentions)
    return f"Mentions: {', '.join(numbers)} ({old} before, {new} now); {count(len(effect.pages), 'page')} affected: {', '.join(effect.pages)}."


def _by_kind(effect: Effect) -> Iterator[tuple[str, list[Change]]]:
    for what in ("added", "removed", "changed"):
        if changes := [change for change in effect.changes if change.what == what]:
            yield what, changes


def _entries(change: Change, mark: str = "") -> str:
    return " -> ".join(f"{mark}{slug}{mark}" for slug in (change.old, change.new) if slug)
