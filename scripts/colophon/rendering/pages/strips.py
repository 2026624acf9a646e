"""A small picture of where in a text an entry is named: a line for each paragraph, from left to right. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from colophon.model.records import Mention, SourceText


def strip(text: SourceText, mentions: Iterable[Mention]) -> str:
    """An inline SVG, hidden from screen readers, since words or numbers stand beside it that say the same."""
    paragraphs = dict.fromkeys(mention.paragraph for mention in mentions)
    lines = "".join(f"M{number - 0.5} 0v8" for number in paragraphs)
    width = len(text.paragraphs)
    return (
        f'<svg class="strip" viewBox="0 0 {width} 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="{lines}"></path></svg>'
    )
