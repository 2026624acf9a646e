"""The lists that section pages and authored pages show, each under the name of its marker. Pure.

An authored page holds `<!-- colophon: NAME -->` on a line of its own where the list belongs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.formats.markdown import attribute, entry_link, escape, link, paragraphs_of, summary_of
from colophon.formats.urls import document_path, entry_path, relative, relative_url
from colophon.model.entry import Entry
from colophon.model.language import N_, digits, gettext, ngettext, speaking, within_sentence
from colophon.model.settings import Settings
from colophon.model.site import SourceText
from colophon.rendering.exports import about_tei, offered
from colophon.rendering.manifest import MARKER, digest_listing
from colophon.rendering.pages.actions import report_address
from colophon.rendering.pages.chronology import CHRONOLOGY, CHRONOLOGY_PAGE, chronology
from colophon.rendering.pages.citations import entry_as_work
from colophon.rendering.pages.corrections import CORRECTIONS, CORRECTIONS_PAGE, corrections
from colophon.rendering.pages.exchange import coins
from colophon.rendering.pages.figures import FIGURES, FIGURES_PAGE, figures
from colophon.rendering.pages.hierarchy import strip
from colophon.rendering.pages.text_lists import TEXTS_PAGE, texts_listing
from colophon.rendering.pages.wording import (
    alphabetical_key,
    count,
    letter_of,
    other_names,
    title_of,
)

_MOST_ENTRIES = 40
_MOST_COLUMNS = 3
"""Texts whose strips of mentions can be read side by side."""
_MOST_TEXTS = 8

Listing = Callable[[Edition, PurePosixPath], str]

SECTION_PAGES: Mapping[PurePosixPath, str] = {
    PurePosixPath("index.md"): N_("""\
# Home

<!-- colophon: search -->

<!-- colophon: texts -->

<!-- colophon: most-mentioned -->
"""),
    TEXTS_PAGE: N_("""\
# Texts

Texts and positions by date: [Chronology](../chronology.md)
{: .lead }

<!-- colophon: texts -->
"""),
    PurePosixPath("glossary/index.md"): N_("""\
# Glossary

<!-- colophon: a-to-z -->
"""),
    PurePosixPath("named.md"): N_("""\
# Who is mentioned in each text

Select a number to see the mentions.
{: .lead }

<!-- colophon: named -->
"""),
    PurePosixPath("search.md"): N_("""\
# Search

<!-- colophon: search -->

The search runs in your browser and needs JavaScript, which is off or did not load. Without it, every [text](documents/index.md) and every [agency and official](glossary/index.md) is one link away, and each
glossary entry lists all the paragraphs that name it.
{: .without-script }
"""),
    CHRONOLOGY: CHRONOLOGY_PAGE,
    CORRECTIONS: CORRECTIONS_PAGE,
    FIGURES: FIGURES_PAGE,
    PurePosixPath("data/index.md"): N_("""\
# Data

<!-- colophon: data-files -->
"""),
}
"""What a section page is in English where the site has not written its own."""


def section_pages(settings: Settings) -> Mapping[PurePosixPath, str]:
    """The section pages of a site in its language, by path in the documentation folder."""
    left_out = {FIGURES} if "figures" in settings.without_exports else set()
    with speaking(settings.catalog):
        return {path: gettext(page) for path, page in SECTION_PAGES.items() if path not in left_out}


_SAFE_IMPORT = N_("""\
The files are UTF-8 without a byte order mark. In a spreadsheet, import the CSV files (*Data*, *From text/CSV*) as UTF-8, with
every column as text. A program that opens one
directly may take a cell that begins with `=`, `+`, `-` or `@` for a formula: cells hold the words of texts unchanged.
""")


def listings_for(edition: Edition, page: PurePosixPath) -> Mapping[str, str]:
    """Every listing as Markdown, its links written for `page`."""
    return _Lazily({name: partial(listing, edition, page) for name, listing in LISTINGS.items()})


def _a_to_z(edition: Edition, page: PurePosixPath) -> str:
    kinds = edition.site.settings.kinds
    if not edition.site.entries:
        return gettext("The glossary has no entry yet.")

    def key(entry: Entry) -> tuple[str, str]:
        return alphabetical_key(entry, kinds[entry.matter.kind])

    parts = []
    letters = []
    entries = sorted(edition.site.entries, key=key)
    for letter, group in groupby(entries, key=lambda entry: letter_of(key(entry))):
        anchor = letter.lower() if letter.isascii() else f"u{ord(letter[0]):x}" if len(letter) == 1 else "digits"
        letters.append(link(escape(letter), f"#{anchor}"))
        parts.append(f"## {escape(letter)} {{: #{anchor} .letter }}")
        parts += [_entry_line(edition, entry, page) for entry in group]
    opening = f'<div class="filterable" data-label="{gettext("Find in the glossary")}" markdown="1">'
    return paragraphs_of([opening, " ".join(letters) + "\n{: .letters }", *parts, "</div>"])


def _entry_line(edition: Edition, entry: Entry, page: PurePosixPath) -> str:
    kind = edition.site.settings.kinds[entry.matter.kind]
    mentions = edition.mentions_of.get(entry.slug, ())
    summary = count(len(mentions), "mention", "mentions") if mentions else gettext("not named in the texts")
    names = ", ".join(map(escape, other_names(entry)))
    also = gettext("Also {names}.", names=f"<span>{names}</span>")
    return (
        f'{entry_link(entry, page)}\n:   <span class="eyebrow kind-{entry.matter.kind}" data-label="{attribute(kind.label)}">{escape(kind.label)} · {summary}</span>'
        + (f' <span class="also">{also}</span>' if names else "")
        + f" {escape(summary_of(entry.prose), mid_line=True)}{coins(entry_as_work(edition, entry))}"
    )


def _in_columns(lines: Iterable[str]) -> str:
    return paragraphs_of(['<div class="counted" markdown="1">', "\n".join(lines), "</div>"])


def _counted(edition: Edition, entry: Entry, page: PurePosixPath) -> str:
    number = len(edition.mentions_of.get(entry.slug, ()))
    return f'- {entry_link(entry, page)} <span class="count">{count(number, "mention", "mentions")}</span>'


def _most_mentioned(edition: Edition, page: PurePosixPath) -> str:
    return _in_columns(_counted(edition, entry, page) for entry, _ in edition.most_mentioned()[:10])


def _named(edition: Edition, page: PurePosixPath) -> str:
    """Entries by texts, most mentioned first: a column for each of a few texts, else one list of texts for each entry."""
    entries = [entry for entry, _ in edition.most_mentioned()]
    texts = [text for text in edition.site.texts if text.record.access == "full"]
    if not entries:
        return gettext("The texts mention no one who has an entry.")
    if len(texts) <= _MOST_COLUMNS:
        heads = [_text_link(edition, text, page) for text in texts]
        cells = [[_cell(edition, entry, text, page) for text in texts] for entry in entries[:_MOST_ENTRIES]]
    else:
        heads = [gettext("Mentions"), gettext("Texts, most mentions first")]
        cells = [_texts_naming(edition, entry, page) for entry in entries[:_MOST_ENTRIES]]
    rows = [f"| {gettext('Name')} | {' | '.join(heads)} |", "| --- " * (len(heads) + 1) + "|"]
    rows += [f"| {entry_link(entry, page)} | {' | '.join(row)} |" for entry, row in zip(entries, cells, strict=False)]
    summary = ""
    if len(entries) > _MOST_ENTRIES:
        summary = ngettext(
            "Shown are the {most} most mentioned of {number} entry; all mentions are in {file}.",
            "Shown are the {most} most mentioned of {number} entries; all mentions are in {file}.",
            len(entries),
            most=_MOST_ENTRIES,
            file=link("mentions.csv", relative("data/mentions.csv", page)),
        )
        summary += "\n{: .small }"
    kind = "named-where" if len(texts) <= _MOST_COLUMNS else "named-in"
    legend = gettext("Each tick is a paragraph that names the agency or official, the first paragraphs on the left.")
    legend += "\n{: .small }"
    table = [f'<div class="{kind}" markdown="1">', "\n".join(rows), "</div>"]
    return paragraphs_of([legend if kind == "named-where" else "", *table, summary])


def _text_link(edition: Edition, text: SourceText, page: PurePosixPath) -> str:
    name, title = edition.site.short_name(text.id), attribute(title_of(text))
    return link(escape(name), relative(document_path(text.id), page), f'title="{title}"')


def _texts_naming(edition: Edition, entry: Entry, page: PurePosixPath) -> list[str]:
    """The number of mentions of an entry, and the texts with most of them."""
    documents = Counter(mention.document for mention in edition.mentions_of[entry.slug])
    most = documents.most_common(_MOST_TEXTS)
    named = [
        link(
            f"{escape(edition.site.short_name(document))} ({digits(number)})",
            relative(document_path(document), page, f"in-{entry.slug}"),
        )
        for document, number in most
    ]
    rest = len(documents) - len(most)
    more = (
        [link(gettext("{number} more", number=digits(rest)), relative(entry_path(entry.slug), page, "mentions"))]
        if rest
        else []
    )
    return [digits(documents.total()), "; ".join([*named, *more])]


def _cell(edition: Edition, entry: Entry, text: SourceText, page: PurePosixPath) -> str:
    found = [mention for mention in edition.mentions_of[entry.slug] if mention.document == text.id]
    if not found:
        return "–"
    label = ngettext(
        "{number} mention of {name} in {text}",
        "{number} mentions of {name} in {text}",
        len(found),
        name=attribute(entry.name),
        text=attribute(edition.site.short_name(text.id)),
    )
    number = link(
        str(len(found)),
        relative(document_path(text.id), page, f"in-{entry.slug}"),
        f'aria-label="{label}"',
    )
    return strip(text, found) + number


def _publisher(edition: Edition, page: PurePosixPath) -> str:
    """Who publishes the site, and how to report an error, as its settings say."""
    settings = edition.site.settings
    said = []
    if settings.publisher:
        said.append(gettext("Published by {name}", name=escape(settings.publisher, mid_line=True)))
    if settings.report:
        said.append(link(gettext("Report an error"), f"<{report_address(settings, page, settings.name)}>"))
    shown = " ".join(f"{words}." for words in said) or gettext("This copy of the site does not say who publishes it.")
    return shown if settings.report else f"{shown} {gettext('This copy gives no address for reports of errors.')}"


def _search(edition: Edition, page: PurePosixPath) -> str:
    """A field that opens the search; without JavaScript its page says what to do instead."""
    return (
        f'<form class="find-here" role="search" action="{relative_url("search.md", page)}" method="get">\n'
        f'<label for="find-here">{gettext("Search the texts and the glossary")}</label>\n'
        f'<input id="find-here" name="q" type="search" autocomplete="off" placeholder="{gettext("A name, an acronym, a word")}">\n'
        f"<button>{gettext('Search')}</button>\n</form>"
    )


def _counts(edition: Edition, page: PurePosixPath) -> str:
    kinds = edition.site.settings.kinds
    summary = [count(len(edition.site.texts), "text", "texts")]
    for slug, kind in kinds.items():
        if number := sum(entry.matter.kind == slug for entry in edition.site.entries):
            label = within_sentence(kind.label if number == 1 else kind.plural)
            summary.append(f"{digits(number)} {label}")
    summary.append(count(len(edition.mentions), "mention", "mentions"))
    return f"{' · '.join(map(escape, summary))}\n{{: .counts }}"


def _data_files(edition: Edition, page: PurePosixPath) -> str:
    settings = edition.site.settings
    files = [f"{link(path.name, relative(path, page))}\n:   {summary}" for path, summary in offered(settings).items()]
    tei = f"{link('tei.xml', relative(TEXTS_PAGE, page))}\n:   {about_tei(settings)}" if about_tei(settings) else ""
    doi = shown = ""
    if settings.doi:
        doi = gettext("DOI of this site: {doi}", doi=f"[{escape(settings.doi)}](<https://doi.org/{settings.doi}>)")
    if "figures" not in settings.without_exports:
        shown = gettext("The texts in figures: {page}", page=link(gettext("At a glance"), relative(FIGURES, page)))
    return paragraphs_of([shown, doi, *files, tei, gettext(_SAFE_IMPORT)])


LISTINGS: Mapping[str, Listing] = {
    "texts": texts_listing,
    "a-to-z": _a_to_z,
    "most-mentioned": _most_mentioned,
    "named": _named,
    "search": _search,
    "counts": _counts,
    "data-files": _data_files,
    "publisher": _publisher,
    "chronology": chronology,
    "corrections": corrections,
    "figures": figures,
    MARKER: digest_listing,
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
