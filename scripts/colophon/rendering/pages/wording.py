"""The words readers see: names of texts, dates, counts, bylines, and the sentence around a mention. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from babel import Locale, UnknownLocaleError

from colophon.finding.forms import surname_of
from colophon.model.entry import Entry, Position
from colophon.model.record import Record, Stated, StatedText
from colophon.model.settings import Kind, Settings

NOT_RECORDED = "not recorded"

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
RIGHTS = {
    "InC": "In copyright",
    "InC-OW-EU": "In copyright, EU orphan work",
    "InC-EDU": "In copyright, educational use permitted",
    "InC-NC": "In copyright, non-commercial use permitted",
    "InC-RUU": "In copyright, rights-holder unlocatable or unidentifiable",
    "NoC-CR": "No copyright, contractual restrictions",
    "NoC-NC": "No copyright, non-commercial use only",
    "NoC-OKLR": "No copyright, other known legal restrictions",
    "NoC-US": "No copyright, United States",
    "CNE": "Copyright not evaluated",
    "UND": "Copyright undetermined",
    "NKC": "No known copyright",
}
"""Labels of the statements, from https://rightsstatements.org/page/1.0/."""

_SUFFIX = re.compile(r"(?:[JS]r|I{2,3}|IV|Inc|Ltd|LLC|LLP|Co|Corp|PLC|S\.A|GmbH)\b", re.IGNORECASE)
"""What follows a comma without being a given name."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:[A-Z]\.)+[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Jr|Sr|No|vs|Inc|Corp|Co|Adm|Amb|Prof))$"
)


def short_name(text_id: str) -> str:
    """What a text is called in a sentence: "Text 000" for `000_17ce685a5ce6ce4a`, else its id."""
    number = re.match(r"\d+(?=_|$)", text_id)
    return f"Text {number[0]}" if number else text_id


def title_of(record: Record) -> str:
    """The title as shown: one devised by an editor in square brackets, none as "[Untitled]"."""
    if record.title is None:
        return "[Untitled]"
    return f"[{record.title.value}]" if record.title.basis == "supplied" else record.title.value


def stated(field: StatedText | None) -> str | None:
    """A stated value as shown, or `None`."""
    if field is None:
        return None
    return f"[{field.value}]" if field.basis == "supplied" else field.value


def human_date(iso: str) -> str:
    """`2025-10-31` as "31 October 2025", `2025-10` as "October 2025", `2025` as it is."""
    year, *rest = iso.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([str(int(part)) for part in rest[1:]] + month + [year])


def period(start: str | None, end: str | None) -> str:
    """A span of time in words: "3 January 2017 to 20 January 2021", "from 2020", "until July 2023", or nothing."""
    if start and end:
        return f"{human_date(start)} to {human_date(end)}"
    if start:
        return f"from {human_date(start)}"
    return f"until {human_date(end)}" if end else ""


def american_date(iso: str) -> str:
    """`2025-10-31` as "October 31, 2025", as the American style manuals write it."""
    year, *rest = iso.split("-")
    month = _MONTHS[int(rest[0]) - 1] if rest else ""
    day = f" {int(rest[1])}," if len(rest) > 1 else ""
    return f"{month}{day} {year}".strip()


def person(creator: str) -> tuple[str, str] | None:
    """Family and given name of a creator written "Prokop, Andrew"; nothing for any other form, which stands as it is."""
    family, comma, given = creator.partition(", ")
    return (family, given) if comma and not _SUFFIX.match(given) else None


def creators_of(record: Record) -> list[str]:
    """The creators as a byline names them."""
    return [" ".join(reversed(person(name) or (name,))) for name in record.creators.value] if record.creators else []


def unknown_fields(record: Record) -> str:
    """What of author, publisher and date is not recorded, as a sentence, or nothing."""
    fields = {"author": record.creators, "publisher": record.publisher, "date": record.published}
    unknown = [label for label, field in fields.items() if field is None]
    return f"{listed(unknown).capitalize()} {NOT_RECORDED}" if unknown else ""


def byline(record: Record) -> str:
    """Author, publisher and date in one line, as plain words; what is not recorded is said."""
    date = human_date(record.published.value) if record.published else ""
    known = [", ".join(creators_of(record)), stated(record.publisher), date, unknown_fields(record)]
    return " · ".join(filter(None, known))


def basis_words(field: Stated) -> str:
    """On what ground a field is known, as a reader understands it."""
    return {
        "source": "stated in the file itself",
        "attributed": "not in the file; taken from elsewhere",
        "supplied": "supplied by the editors, in square brackets",
    }[field.basis]


def rights_label(uri: str) -> str:
    """The label of a rights statement."""
    code = uri.removeprefix("http://rightsstatements.org/vocab/").split("/", maxsplit=1)[0]
    return RIGHTS.get(code, code)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 text`, `2 texts`, `1,000 texts`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sort_key(entry: Entry, kind: Kind) -> tuple[str, str]:
    """Where an entry stands from A to Z: persons by surname, agencies without a leading "the" or "U.S."."""
    name = entry.name
    if kind.person:
        surname = surname_of(name, entry.matter.surname) or name
        return surname.casefold(), name.casefold()
    return re.sub(r"^(?:the )?(?:u\.s\. )?", "", name.casefold()), name.casefold()


def sentences(words: str) -> Iterator[tuple[int, int]]:
    """Half-open spans, in code points, of the sentences of a paragraph."""
    start = 0
    for match in _SENTENCE_END.finditer(words):
        if words[match.start()] == "." and _ABBREVIATED.search(words, 0, match.start()):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(words):
        yield start, len(words)


def excerpt(words: str, spans: Iterable[tuple[int, int]], most: int = 320) -> tuple[int, int]:
    """The half-open part of a paragraph that holds the spans with their sentences, near `most` code points at most."""
    held = list(spans)
    first, last = min(start for start, _ in held), max(end for _, end in held)
    around = [span for span in sentences(words) if span[0] < last and span[1] > first]
    start, end = around[0][0], around[-1][1]
    if end - start > most:
        if first - start > most // 3:
            start = words.find(" ", max(start, first - most // 3), first) + 1 or first
        if end - last > most // 2:
            end = max(last, words.rfind(" ", last, last + most // 2))
    return start, end


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a, b and c"."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def held_on(position: Position, day: str) -> bool:
    """Whether the dates of a position, at the precision they have, hold a day or month or year."""

    def not_after(one: str, other: str) -> bool:
        known = min(len(one), len(other))
        return one[:known] <= other[:known]

    began = position.from_ is not None and not_after(position.from_, day)
    return began and (position.to is None or not_after(day, position.to))


def language_attribute(record: Record, settings: Settings, form: str = " {{: {} }}") -> str:
    """`lang=es` in attribute list syntax where a text is in another language than the site, or nothing."""
    if record.language is None or record.language == settings.language:
        return ""
    return form.format(f"lang={record.language}")


def is_from_right(tag: str) -> bool:
    """Whether a language is written from right to left."""
    try:
        return Locale.parse(tag, sep="-").character_order == "right-to-left"
    except (UnknownLocaleError, ValueError):
        return False


def language_name(tag: str) -> str:
    """What English calls a language, or its tag where it has no name."""
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag
