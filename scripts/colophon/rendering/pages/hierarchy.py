"""The place of an entry in its organization: the agencies above and below it and who holds positions there, as a nested list. Pure.

The list is the picture too: the style sheet draws the lines of a tree beside it, so both say the same to everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.formats.markdown import attribute, entry_link, escape, link
from colophon.formats.urls import document_path, entry_path, relative, relative_url
from colophon.model.entry import Entry, Position
from colophon.model.language import gettext
from colophon.model.site import Mention, SourceText
from colophon.rendering.pages.wording import period


def strip(text: SourceText, mentions: Iterable[Mention], page: PurePosixPath | None = None) -> str:
    """An inline SVG with a tick for each paragraph that holds a mention.

    On `page` each tick is a link to its paragraph; reading.js shows the words that the page lists for it. Without a page the
    strip is hidden from screen readers, since the number beside it says the same.
    """
    at = list(dict.fromkeys(mention.paragraph for mention in mentions))
    width = len(text.paragraphs)
    opening = f'<svg class="strip" viewBox="0 0 {width} 8" preserveAspectRatio="none"'
    if page is None:
        lines = "".join(f"M{number - 0.5} 0v8" for number in at)
        return f'{opening} aria-hidden="true"><path d="{lines}"></path></svg>'
    address = relative_url(document_path(text.id), page)
    # Zensical would move a plain `href` in raw HTML, which MkDocs leaves alone.
    ticks = (
        f'<a role="link" xlink:href="{address}#{text.paragraphs[number - 1].anchor}" aria-label="{gettext("Paragraph {number}", number=number)}">'
        f'<rect x="{number - 1}" width="1" height="8"></rect><path d="M{number - 0.5} 0v8"></path></a>'
        for number in at
    )
    return f'{opening} role="group" aria-label="{gettext("Paragraphs, first to last")}">{"".join(ticks)}</svg>'


_INDENT = "    "


def hierarchy_of(edition: Edition, entry: Entry, page: PurePosixPath) -> str:
    """The tree as Markdown, or nothing for an entry without relations."""
    chains = [_above(edition, agency) for agency in _agencies(edition, entry)]
    if not chains and not edition.parts_of.get(entry.slug) and not edition.positions_in.get(entry.slug):
        return ""
    if not chains:
        chains = [()]
    lines: list[str] = []
    shown: set[tuple[str, ...]] = set()
    for chain in sorted(chains, key=lambda chain: [agency.name for agency in chain]):
        for depth, agency in enumerate(chain):
            path = tuple(above.slug for above in chain[: depth + 1])
            if path not in shown:
                shown.add(path)
                lines.append(_line(depth, entry_link(agency, page) + _source_of_part(agency, page)))
        lines += _branch(edition, entry, page, len(chain), chain[-1].slug if chain else None)
    return '<div class="tree" markdown="1">\n\n' + "\n".join(lines) + "\n\n</div>"


def _agencies(edition: Edition, entry: Entry) -> Sequence[Entry]:
    """The agencies right above an entry: what it is part of, or where it has positions."""
    slugs = dict.fromkeys(position.agency for position in entry.matter.positions if position.agency)
    if entry.matter.part_of:
        slugs[entry.matter.part_of.agency] = None
    return [edition.entries[slug] for slug in slugs if slug in edition.entries]


def _above(edition: Edition, agency: Entry) -> tuple[Entry, ...]:
    """An agency with all it is part of, the highest first."""
    chain = [agency]
    while (part_of := chain[0].matter.part_of) and part_of.agency in edition.entries:
        chain.insert(0, edition.entries[part_of.agency])
    return tuple(chain)


def _branch(edition: Edition, entry: Entry, page: PurePosixPath, depth: int, agency: str | None) -> Iterator[str]:
    """The entry itself, and all below it."""
    positions = [position for position in entry.matter.positions if position.agency == agency]
    part_of = entry.matter.part_of
    if positions:
        said = f": {_positions(positions)}{_citations(key for position in positions for key in position.source)}"
    else:
        said = f"[^{part_of.source}]" if part_of and part_of.agency == agency else ""
    yield _line(depth, f"**{escape(entry.name)}**{{: .here }}{said}")
    yield from _below(edition, entry, page, depth + 1)


def _below(edition: Edition, agency: Entry, page: PurePosixPath, depth: int) -> Iterator[str]:
    for slug, held in groupby(
        sorted(edition.positions_in.get(agency.slug, ()), key=lambda pair: pair[0].slug), key=lambda pair: pair[0].slug
    ):
        holder = edition.entries[slug]
        words = _positions([position for _, position in held])
        yield _line(depth, f"{entry_link(holder, page)}: {words} {_sources_of(holder, page, 'positions')}")
    for part in sorted(edition.parts_of.get(agency.slug, ()), key=lambda part: part.name):
        yield _line(depth, entry_link(part, page) + _source_of_part(part, page))
        yield from _below(edition, part, page, depth + 1)


def _positions(positions: Sequence[Position]) -> str:
    """Titles with the times that sources give them, each title once, in the order of the entry."""
    times: dict[str, list[str]] = {}
    for position in positions:
        when = period(position.from_, position.to)
        times.setdefault(position.title, []).extend([when] if when else [])
    return "; ".join(escape(title) + (f" ({'; '.join(whens)})" if whens else "") for title, whens in times.items())


def _source_of_part(agency: Entry, page: PurePosixPath) -> str:
    return f" {_sources_of(agency, page, 'stands')}" if agency.matter.part_of else ""


def _sources_of(entry: Entry, page: PurePosixPath, section: str) -> str:
    """A link to the sources of a line about another entry, which are on the page of that entry."""
    target = relative(entry_path(entry.slug), page, section)
    label = gettext("sources, on the page of {name}", name=attribute(entry.name))
    return link(gettext("sources"), target, ".elsewhere", f'aria-label="{label}"')


def _citations(keys: Iterator[str]) -> str:
    return "".join(f"[^{key}]" for key in dict.fromkeys(keys))


def _line(depth: int, words: str) -> str:
    return f"{_INDENT * depth}- {words}"
