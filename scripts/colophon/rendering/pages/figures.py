"""The corpus in figures: tables whose numbers are drawn as bars beside them, and the same numbers as CSV. Pure.

Withheld texts are not counted. A date or language that an editor supplied counts as recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import dropwhile
from pathlib import PurePosixPath
from statistics import median

from colophon.edition import Edition
from colophon.formats.markdown import entry_link, escape, link, paragraphs_of
from colophon.formats.urls import relative
from colophon.model.language import N_, digits, gettext
from colophon.model.site import SourceText
from colophon.rendering.data import to_csv
from colophon.rendering.pages.wording import count, language_name
from colophon.rendering.tables import shown_texts

FIGURES = PurePosixPath("at-a-glance.md")
FIGURES_PAGE = N_("""\
# At a glance

The texts in figures, and what is not recorded about them.
{: .lead }

<!-- colophon: figures -->
""")
FIGURES_CSV = PurePosixPath("data/figures.csv")
_LENGTHS = (0, 500, 1000, 2000, 5000, 10000, 50000)
"""Words from which on a text belongs to the next group."""
_MOST_NAMED = 3
_FIELDS = {
    "title": N_("Title"),
    "creators": N_("Author"),
    "publisher": N_("Publisher"),
    "published": N_("Date"),
    "source_url": N_("Web address"),
    "genre": N_("Kind of text"),
    "language": N_("Language"),
}

Counts = Mapping[str, int]


def figures(edition: Edition, page: PurePosixPath) -> str:
    """The listing `figures`."""
    texts = list(shown_texts(edition))
    if not texts:
        return gettext("No text has been published here yet.")
    words = sorted(len(text.text.split()) for text in texts)
    total = gettext(
        "{texts}, {words} in all; median {median} words a text.",
        texts=count(len(texts), "text", "texts"),
        words=count(sum(words), "word", "words"),
        median=digits(round(median(words))),
    )
    parts = [total]
    for head, (column, numbers) in _charts(texts).items():
        parts += [f"## {head}", _chart(column, numbers)]
    by_year = _mentions_by_year(edition)
    if by_year:
        rows = [f"| {gettext('Year')} | {gettext('Most mentioned')} |", "| --- | --- |"]
        for year, named in by_year.items():
            most = (
                f"{entry_link(edition.entries[slug], page)} {digits(number)}"
                for slug, number in named.most_common(_MOST_NAMED)
            )
            rows.append(f"| {year} | {', '.join(most)} |")
        parts += [f"## {gettext('Most mentioned by year of the text')}", "\n".join(rows)]
    if "figures" not in edition.site.settings.without_exports:
        table = link(FIGURES_CSV.name, relative(FIGURES_CSV, page))
        parts.append(gettext("All numbers as a table: {file}", file=table))
    return paragraphs_of(['<div class="figures" markdown="1">', *parts, "</div>"])


def figures_csv(edition: Edition) -> str:
    """Every number of the page, and the mentions of every entry by year."""
    rows: list[dict[str, object]] = [
        {"figure": head, "group": group, "number": number}
        for head, (_, numbers) in _charts(list(shown_texts(edition))).items()
        for group, number in numbers.items()
    ]
    rows += (
        {"figure": gettext("Mentions by year of the text"), "group": year, "entry": slug, "number": number}
        for year, named in _mentions_by_year(edition).items()
        for slug, number in named.most_common()
    )
    return to_csv(("figure", "group", "entry", "number"), rows)


def _charts(texts: list[SourceText]) -> Mapping[str, tuple[str, Counts]]:
    """By heading: what the first column holds, and its numbers of texts."""
    languages = Counter(language_name(text.record.language) if text.record.language else "" for text in texts)
    unknown = {
        gettext(label): sum(getattr(text.record, name) is None for text in texts) for name, label in _FIELDS.items()
    }
    return {
        gettext("Texts by year"): (gettext("Year"), _unknown_last(sorted(Counter(map(_year, texts)).items()))),
        gettext("Texts by length"): (gettext("Words"), dict(_by_length(texts))),
        gettext("Texts by language"): (gettext("Language"), _unknown_last(languages.most_common())),
        gettext("Not recorded"): (gettext("Field"), unknown),
    }


def _by_length(texts: list[SourceText]) -> Iterator[tuple[str, int]]:
    """Groups from the shortest to the longest text."""
    lengths = [len(text.text.split()) for text in texts]
    groups = [
        (
            gettext("{first} to {last}", first=digits(first), last=digits(after - 1))
            if after
            else gettext("{first} and more", first=digits(first)),
            first,
            after or max(lengths) + 1,
        )
        for first, after in zip(_LENGTHS, [*_LENGTHS[1:], 0], strict=True)
        if first <= max(lengths, default=-1)
    ]
    numbers = [(label, sum(first <= length < after for length in lengths)) for label, first, after in groups]
    yield from dropwhile(lambda group: not group[1], numbers)


def _mentions_by_year(edition: Edition) -> Mapping[str, Counter[str]]:
    """By year of the text: the number of mentions of each entry."""
    found: dict[str, Counter[str]] = {}
    for text in sorted(shown_texts(edition), key=lambda text: (not _year(text), _year(text))):
        if named := Counter(mention.entry for mention in edition.mentions_in.get(text.id, ())):
            found.setdefault(_year(text) or gettext("Not recorded"), Counter()).update(named)
    return found


def _year(text: SourceText) -> str:
    published = text.record.published
    return published.value[:4].lstrip("0") if published else ""


def _unknown_last(numbers: list[tuple[str, int]]) -> Counts:
    return {
        (group or gettext("Not recorded")): number for group, number in sorted(numbers, key=lambda pair: not pair[0])
    }


def _chart(column: str, numbers: Counts) -> str:
    """A table with a bar beside each number, hidden from screen readers, which read the number."""
    longest = max(numbers.values(), default=0) or 1
    rows = [f"| {column} | {gettext('Texts')} |", "| --- | --- |"]
    for group, number in numbers.items():
        bar = f'<rect width="{number * 100 / longest:.4g}" height="8"></rect>'
        svg = f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{bar}</svg>'
        rows.append(f"| {escape(group)} | {svg}{digits(number)} |")
    return "\n".join(rows)
