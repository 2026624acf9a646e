"""The words of pages in the language of their site: the English ones, or what a catalog has in their place. Pure.

What makes a page calls `gettext` and `ngettext` with English words. Which catalog they ask is set for as long as that page
is made, by `speaking` or `in_words_of`; everywhere else, as in the messages of commands, words are English.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import NullTranslations
from typing import ParamSpec, TypeVar

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

P = ParamSpec("P")
R = TypeVar("R")

_NOUNS_ARE_CAPITALIZED = frozenset({"de", "lb"})


@dataclass(frozen=True, slots=True)
class Catalog:
    """The words of pages in one language."""

    language: str
    """Its tag (BCP 47)."""
    messages: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)
    plural: str = field(default="n != 1", compare=False)
    """Which plural form a number `n` asks for, as an expression of C and of JavaScript."""
    forms: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False, compare=False)
    """The plural forms of each message that has any, by the English singular."""


ENGLISH = Catalog("en")
_catalog: ContextVar[Catalog] = ContextVar("catalog", default=ENGLISH)


@contextmanager
def speaking(catalog: Catalog) -> Iterator[None]:
    """Take words from `catalog` for as long as this lasts. Not around a `yield`: the caller would get the words too."""
    token = _catalog.set(catalog)
    try:
        yield
    finally:
        _catalog.reset(token)


def in_words_of(catalog: Catalog, function: Callable[P, R]) -> Callable[P, R]:
    """The same function, with words from `catalog` for as long as it runs."""
    if catalog is ENGLISH:
        return function

    def spoken(*args: P.args, **kwargs: P.kwargs) -> R:
        with speaking(catalog):
            return function(*args, **kwargs)

    return spoken


def gettext(message: str, /, **values: object) -> str:
    """A message in the language of the page, with `values` in the places named in braces, if there are any."""
    words = _catalog.get().messages.gettext(message)
    return words.format(**values) if values else words


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """The form of a message that `number` asks for; its place `{number}` is filled with the number in digits."""
    return _catalog.get().messages.ngettext(one, many, number).format(number=digits(number), **values)


def N_(message: str) -> str:  # noqa: N802 -- its usual name
    """Mark a message for the catalog where it is not translated yet."""
    return message


def language() -> str:
    """The tag of the language of the page."""
    return _catalog.get().language


def digits(number: int) -> str:
    """A number with separators: `12,345`, in German `12.345`."""
    tag = language()
    return f"{number:,}" if tag == "en" else format_decimal(number, locale=_locale(tag))


def long_date(iso: str) -> str:
    """`2025-10-31` as "October 31, 2025", `2025-10` as "October 2025", `0079` as "79"."""
    return _date(iso, language(), "MMMM")


def short_date(iso: str) -> str:
    """`2025-10-31` as "Oct. 31, 2025", `2025-10` as "Oct. 2025"."""
    if language() != "en":
        return _date(iso, language(), "MMM")
    year, *rest = iso.lstrip("0").split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*month, *(f"{int(day)}," for day in rest[1:]), year])


_MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split()
"""As newspapers abbreviate them."""


@lru_cache(maxsize=1 << 12)
def _date(iso: str, tag: str, month: str) -> str:
    year, *rest = map(int, iso.split("-"))
    if not rest:
        return str(year)
    day = datetime.date(year, *[*rest, 1][:2])
    if len(rest) > 1 and month == "MMMM":
        shown = format_date(day, "long", locale=_locale(tag))
    else:
        shown = format_skeleton(f"y{month}" + "d" * (len(rest) > 1), day, locale=_locale(tag))
    return shown.replace(
        ". ", ".\u00a0", 1
    )  # "31. Oktober" at the beginning of a paragraph would be a list of Markdown


@lru_cache(maxsize=16)
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a, b and c"."""
    return f" {gettext('and')} ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def quoted(words: str) -> str:
    """Words in quotation marks."""
    return gettext("“{words}”", words=words)


def sentence_case(words: str) -> str:
    """The same words with a capital at the beginning."""
    return f"{words[:1].upper()}{words[1:]}"


def within_sentence(label: str) -> str:
    """A label as it is written in the middle of a sentence."""
    return label if language().split("-")[0] in _NOUNS_ARE_CAPITALIZED else label.lower()
