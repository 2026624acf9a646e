"""The words readers see: names of texts, dates, counts, bylines, and the sentence around a mention. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from colophon.finding.forms import surname_of
from colophon.formats.folding import fold
from colophon.formats.markdown import notes_on_page
from colophon.model.entry import Entry, Position
from colophon.model.language import N_, digits, gettext, language, listed, long_date, ngettext, sentence_case
from colophon.model.record import Record, Stated, StatedText
from colophon.model.settings import Kind, Settings
from colophon.model.site import SourceText

NOT_RECORDED = N_("not recorded")

_SUFFIX = re.compile(
    r"[JS]r\.?|I{2,3}|IV|VI{0,3}|\d(?:d|nd|rd|th)|Esq\.?|M\.?D\.?|Ph\.?D\.?|J\.?D\.?|S\.J\.", re.IGNORECASE
)
"""What follows the name of a person after a comma."""
_COMPANY = re.compile(r"(?:Inc|Ltd|LLC|LLP|Co|Corp|PLC|S\.A|GmbH)\b", re.IGNORECASE)
"""What follows a comma without being a given name."""
_BODY = re.compile(r"\b(?:and|of|for|und|et)\b| & ")
"""Words that the name of a body has, and the name of a person has not."""
_FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def title_of(text: SourceText) -> str:
    """The title as shown: in square brackets one that an editor devised, or the first words of a text that has none."""
    return stated(text.record.title) or f"[{text.first_words}]"


def stated(field: StatedText | None) -> str | None:
    """A stated value as shown, or `None`."""
    if field is None:
        return None
    return f"[{field.value}]" if field.basis == "supplied" else field.value


def period(start: str | None, end: str | None) -> str:
    """A span of time in words: "January 3, 2017, to January 20, 2021", "from 2020", "until July 2023", or nothing."""
    if start and end:
        dates = {"start": long_date(start), "end": long_date(end)}
        return gettext("{start}, to {end}", **dates) if len(start) > 7 else gettext("{start} to {end}", **dates)
    if start:
        return gettext("from {date}", date=long_date(start))
    return gettext("until {date}", date=long_date(end)) if end else ""


class Person(NamedTuple):
    """The name of a person in its parts."""

    family: str
    given: str
    suffix: str = ""

    @property
    def given_first(self) -> str:
        """As a byline has it. In Chinese, Japanese and Korean the family name comes first there too."""
        if _FAMILY_FIRST.search(self.family):
            return f"{self.family}{self.given}"
        return " ".join(filter(None, (self.given, self.family, self.suffix)))


@lru_cache(maxsize=1 << 12)  # a page and the files beside it name the same persons
def person(creator: str) -> Person | None:
    """The parts of a name written "Prokop, Andrew" or "Kaye, Marlin, Jr."; `None` for a body, or a name in any other form."""
    parts = creator.split(", ")
    if creator.startswith("{") or not 2 <= len(parts) <= 3 or _BODY.search(creator):
        return None
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    given = [part for part in parts[1:] if part not in suffixes]
    if len(given) != 1 or len(suffixes) != len(parts) - 2 or _COMPANY.match(given[0]):
        return None
    return Person(parts[0], given[0], "".join(suffixes))


def name_of(creator: str) -> str:
    """The name of a creator as a byline has it."""
    named = person(creator)
    return named.given_first if named else whole_name(creator)


def whole_name(creator: str) -> str:
    """The name of a body as it is, without the braces that mark it as one."""
    return creator[1:-1] if creator.startswith("{") and creator.endswith("}") else creator


def creators_of(record: Record) -> list[str]:
    """The creators as a byline names them."""
    return [name_of(name) for name in record.creators.value] if record.creators else []


def unknown_fields(record: Record) -> str:
    """What of author, publisher and date is not recorded, as a sentence, or nothing."""
    fields = {"author": record.creators, "publisher": record.publisher, "date": record.published}
    return not_recorded([label for label, field in fields.items() if field is None])


LABELS = (N_("title"), N_("author"), N_("publisher"), N_("date"))
"""What sentences call the fields of a record."""


def not_recorded(labels: Sequence[str]) -> str:
    """That these are not recorded, as a sentence without its period; nothing for none."""
    return sentence_case(gettext("{fields} not recorded", fields=listed_labels(labels))) if labels else ""


def listed_labels(labels: Iterable[str]) -> str:
    """Some of `LABELS` in a row, in the language of the page."""
    return listed([gettext(label) for label in labels])


def byline(record: Record) -> str:
    """Author, publisher and date in one line, as plain words; what is attributed or not recorded is said."""
    fields: list[tuple[Stated | None, str]] = [
        (record.creators, ", ".join(creators_of(record))),
        (record.publisher, stated(record.publisher) or ""),
        (record.published, long_date(record.published.value) if record.published else ""),
    ]
    known = [(field.basis == "attributed", words) for field, words in fields if field]
    if (record.creators or record.publisher) and all(attributed for attributed, _ in known):
        shown = [gettext("Attributed to {author}", author=known[0][1]), *(words for _, words in known[1:])]
    else:
        shown = [gettext("{words} (attributed)", words=words) if attributed else words for attributed, words in known]
    return " · ".join(filter(None, [*shown, unknown_fields(record)]))


def other_names(entry: Entry) -> list[str]:
    """The aliases readers are shown: none that differs from another name only in case, number, accents or punctuation."""
    shown: dict[str, str] = {}
    for name in entry.matter.names:
        shown.setdefault(re.sub(r"[\W_]+", "", fold(name)).removesuffix("s"), name)
    return list(shown.values())[1:]


def editors_note(note: str, text_id: str, page: PurePosixPath) -> str:
    """An editors' note on a paragraph as inline Markdown for `page`, which excerpts the paragraph."""
    return f"**{gettext('Editors’ note:')}** {' '.join(notes_on_page(note, text_id, page).split())}"


def basis_words(field: Stated) -> str:
    """On what ground a field is known, as a reader understands it."""
    return {
        "source": gettext("stated in the file itself"),
        "attributed": gettext("not in the file; attributed from elsewhere"),
        "supplied": gettext("supplied by the editors, in square brackets"),
    }[field.basis]


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 text`, `2 texts`, `1,000 texts`."""
    return f"{digits(number)} {ngettext(one, many or one + 's', number)}"


def alphabetical_key(entry: Entry, kind: Kind) -> tuple[str, str]:
    """Where an entry comes from A to Z: persons by surname, agencies without a leading "the" or "U.S."."""
    return _alphabetical_key(entry.name, entry.matter.surname, kind.person)


@lru_cache(maxsize=1 << 12)
def _alphabetical_key(name: str, declared: bool | str, is_person: bool) -> tuple[str, str]:
    folded = fold(name)
    last = fold(surname_of(name, declared) or name) if is_person else re.sub(r"^(?:the )?(?:u\.s\. )?", "", folded)
    return re.sub(r"^[\W_]+", "", last), folded


def letter_of(key: tuple[str, str]) -> str:
    """The heading under which an entry with this alphabetical key comes."""
    first = key[0][:1].upper()
    return "0–9" if first.isdecimal() else first or "…"


def not_before(date: str, other: str) -> bool:
    """Whether one date is the other or later, at the precision that both have."""
    known = min(len(date), len(other))
    return date[:known] >= other[:known]


def held_on(position: Position, day: str) -> bool:
    """Whether the dates of a position, at the precision they have, hold a day or month or year."""
    began = position.from_ is not None and not_before(day, position.from_)
    return began and (position.to is None or not_before(position.to, day))


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
    """What the language of the page calls a language, or its tag where it has no name."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(Locale.parse(language(), sep="-")) or tag
    except (UnknownLocaleError, ValueError):
        return tag
