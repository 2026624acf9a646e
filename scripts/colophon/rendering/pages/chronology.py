"""Texts and positions in the order of their dates; those without one are a group of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple

from colophon.edition import Edition
from colophon.formats.markdown import entry_link, escape, link, paragraphs_of
from colophon.formats.urls import document_path, relative
from colophon.model.entry import Entry, Passage, Position
from colophon.model.language import N_, digits, gettext, listed, long_date, sentence_case
from colophon.model.site import SourceText
from colophon.rendering.pages.wording import language_attribute, period, title_of

CHRONOLOGY = PurePosixPath("chronology.md")
CHRONOLOGY_PAGE = N_("""\
# Chronology

Texts by the day they were published, and positions by the day they began, or ended if only that is known, as far as a source gives it.
{: .lead }

<!-- colophon: chronology -->
""")
_MOST = 1000
"""Lines with a date, and as many without one: more than anybody looks over."""


class _Line(NamedTuple):
    date: str
    """ISO 8601, at its known precision; empty if it is not recorded."""
    shown: str
    """Markdown."""


def chronology(edition: Edition, page: PurePosixPath) -> str:
    """Every text and position, the latest first; then those without a date."""
    lines = [*_texts(edition, page), *_positions(edition, page)]
    dated = sorted((line for line in lines if line.date), key=lambda line: line.date, reverse=True)
    undated = [line for line in lines if not line.date]
    parts = []
    for year, group in groupby(dated[:_MOST], key=lambda line: line.date[:4]):
        parts += [f"## {year.lstrip('0')} {{: #y{year} }}", "\n".join(f"- {line.shown}" for line in group)]
    if undated:
        head = f"## {gettext('Date not recorded')} {{: #not-recorded }}"
        parts += [head, "\n".join(f"- {line.shown}" for line in undated[:_MOST])]
    if len(dated) > _MOST or len(undated) > _MOST:
        files = [link(name, relative(f"data/{name}", page)) for name in ("documents.json", "positions.csv")]
        shown = gettext(
            "Shown are the latest {dated} of {all_dated} with a date and {undated} of {all_undated} without one; all are in"
            " {files}.",
            dated=digits(min(len(dated), _MOST)),
            all_dated=digits(len(dated)),
            undated=digits(min(len(undated), _MOST)),
            all_undated=digits(len(undated)),
            files=listed(files),
        )
        parts.append(shown + "\n{: .small }")
    return paragraphs_of(parts).strip() or gettext("No text has been published here yet.")


def _texts(edition: Edition, page: PurePosixPath) -> Iterator[_Line]:
    for text in edition.site.texts:
        published = text.record.published
        basis = f" {gettext(_BASIS[published.basis])}" if published and published.basis in _BASIS else ""
        day = f"{long_date(published.value)}{basis}: " if published else ""
        line = f"{day}{_title(edition, text, page)} {_kind(gettext('Text'))}"
        yield _Line(published.value if published else "", line)


_BASIS = {"attributed": N_("(not in the file; taken from elsewhere)"), "supplied": N_("(supplied by the editors)")}


def _title(edition: Edition, text: SourceText, page: PurePosixPath) -> str:
    language = language_attribute(text.record, edition.site.settings, "{}")
    target = relative(document_path(text.id), page)
    return link(escape(title_of(text)), target, *filter(None, [language]))


def _positions(edition: Edition, page: PurePosixPath) -> Iterator[_Line]:
    for entry in edition.site.entries:
        for position in entry.matter.positions:
            when = period(position.from_, position.to)
            words = gettext(
                "{name}, {title}, according to {sources}.",
                name=entry_link(entry, page),
                title=escape(position.title, mid_line=True),
                sources=_sources(edition, entry, position),
            )
            differs = f" {gettext('Sources differ.')}" if position.differs else ""
            shown = f"{sentence_case(when)}: {words}{differs}" if when else f"{words}{differs}"
            yield _Line(position.from_ or position.to or "", f"{shown} {_kind(gettext('Position'))}")


def _sources(edition: Edition, entry: Entry, position: Position) -> str:
    sources = [entry.matter.sources[key] for key in position.source if key in entry.matter.sources]
    names = dict.fromkeys(
        edition.site.short_name(source.document) if isinstance(source, Passage) else source.publisher or source.title
        for source in sources
    )
    return escape(listed(list(names)), mid_line=True)


def _kind(label: str) -> str:
    return f'<span class="eyebrow">{label}</span>'
