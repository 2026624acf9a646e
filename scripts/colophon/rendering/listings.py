"""The lists that section pages and authored pages show, each under the name of its marker. Pure.

An authored page holds `<!-- colophon: NAME -->` on a line of its own where the list should stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import groupby
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.exporting import DATA_FILES
from colophon.markup import document_path, entry_path, escape, first_sentence, link, paragraphs_of, relative
from colophon.records import Entry
from colophon.rendering.corrections import CORRECTIONS, CORRECTIONS_PAGE, corrections
from colophon.rendering.wording import byline, count, short_name, sort_key, title_of

Listing = Callable[[Edition, PurePosixPath], str]

SECTION_PAGES: Mapping[PurePosixPath, str] = {
    PurePosixPath("index.md"): "# Home\n\n<!-- colophon: texts -->\n\n<!-- colophon: most-mentioned -->\n",
    PurePosixPath("documents/index.md"): "# Texts\n\n<!-- colophon: texts -->\n",
    PurePosixPath(
        "glossary/index.md"
    ): "# Glossary\n\n## A to Z\n\n<!-- colophon: a-to-z -->\n\n## By kind\n\n<!-- colophon: by-kind -->\n",
    PurePosixPath("search.md"): """\
# Search

The search runs in your browser and needs JavaScript. It opens with the button above, with / or with Ctrl+K.
{: .lead }

Without it, every [text](documents/index.md) and every [agency and official](glossary/index.md) is one link away, and each
glossary entry lists all the paragraphs that name it.
""",
    CORRECTIONS: CORRECTIONS_PAGE,
    PurePosixPath("data/index.md"): "# Data\n\n<!-- colophon: data-files -->\n",
}
"""What a section page is where the site has not written its own."""


def listings_for(edition: Edition, page: PurePosixPath) -> Mapping[str, str]:
    """Every listing as Markdown, its links written for `page`."""
    return _Lazily({name: partial(listing, edition, page) for name, listing in LISTINGS.items()})


def _texts(edition: Edition, page: PurePosixPath) -> str:
    return "\n\n".join(_text_line(edition, number, page) for number in range(len(edition.site.texts)))


def _text_line(edition: Edition, number: int, page: PurePosixPath) -> str:
    text = edition.site.texts[number]
    named = len({mention.entry for mention in edition.mentions_in.get(text.id, ())})
    title = link(escape(title_of(text.record)), relative(document_path(text.id), page))
    facts = f"{count(len(text.paragraphs), 'paragraph')}, {count(named, 'agency or official', 'agencies and officials')} named"
    return (
        f'{title}\n:   <span class="eyebrow">{escape(short_name(text.id))}</span> {escape(byline(text.record))}\n'
        f":   {facts}"
    )


def _a_to_z(edition: Edition, page: PurePosixPath) -> str:
    kinds = edition.site.settings.kinds

    def key(entry: Entry) -> tuple[str, str]:
        return sort_key(entry, kinds[entry.matter.kind])

    parts = []
    letters = []
    for letter, group in groupby(sorted(edition.site.entries, key=key), key=lambda entry: key(entry)[0][:1].upper()):
        anchor = letter.lower() if letter.isascii() and letter.isalnum() else f"u{ord(letter):x}"
        letters.append(link(escape(letter), f"#{anchor}"))
        parts.append(f"### {escape(letter)} {{: #{anchor} .letter }}")
        parts += [_entry_line(edition, entry, page) for entry in group]
    return paragraphs_of([" ".join(letters) + "\n{: .letters }", *parts])


def _entry_line(edition: Edition, entry: Entry, page: PurePosixPath) -> str:
    kind = edition.site.settings.kinds[entry.matter.kind]
    mentions = edition.mentions_of.get(entry.slug, ())
    told = count(len(mentions), "mention") if mentions else "not named in the texts"
    name = link(escape(entry.name), relative(entry_path(entry.slug), page))
    return (
        f'{name}\n:   <span class="eyebrow {entry.matter.kind}">{escape(kind.label)} · {told}</span>'
        f" {escape(first_sentence(entry.prose), mid_line=True)}"
    )


def _by_kind(edition: Edition, page: PurePosixPath) -> str:
    parts = []
    for slug, kind in edition.site.settings.kinds.items():
        entries = [entry for entry in edition.site.entries if entry.matter.kind == slug]
        if entries:
            parts.append(f"### {escape(kind.plural)} ({len(entries)}) {{: #{slug} }}")
            lines = (
                _counted(edition, entry, page) for entry in sorted(entries, key=lambda entry: sort_key(entry, kind))
            )
            parts.append("\n".join(lines))
    return paragraphs_of(parts)


def _counted(edition: Edition, entry: Entry, page: PurePosixPath) -> str:
    number = len(edition.mentions_of.get(entry.slug, ()))
    name = link(escape(entry.name), relative(entry_path(entry.slug), page))
    return f'- {name} <span class="count">{count(number, "mention")}</span>'


def _most_mentioned(edition: Edition, page: PurePosixPath) -> str:
    return "\n".join(_counted(edition, entry, page) for entry, _ in edition.most_mentioned()[:8])


def _counts(edition: Edition, page: PurePosixPath) -> str:
    kinds = edition.site.settings.kinds
    told = [count(len(edition.site.texts), "text")]
    for slug, kind in kinds.items():
        number = sum(entry.matter.kind == slug for entry in edition.site.entries)
        told.append(f"{number:,} {(kind.label if number == 1 else kind.plural).lower()}")
    told.append(count(len(edition.mentions), "mention"))
    return f"{' · '.join(map(escape, told))}\n{{: .counts }}"


def _data_files(edition: Edition, page: PurePosixPath) -> str:
    return "\n\n".join(f"{link(path.name, relative(path, page))}\n:   {told}" for path, (told, _) in DATA_FILES.items())


LISTINGS: Mapping[str, Listing] = {
    "texts": _texts,
    "a-to-z": _a_to_z,
    "by-kind": _by_kind,
    "most-mentioned": _most_mentioned,
    "counts": _counts,
    "data-files": _data_files,
    "corrections": corrections,
}


class _Lazily(Mapping[str, str]):
    """A mapping whose values are made when they are asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], str]]) -> None:
        self._makers = makers

    def __getitem__(self, name: str) -> str:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
