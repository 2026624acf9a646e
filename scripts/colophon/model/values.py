"""The plain values of records, entries and settings, and the base class of their models.

A model mirrors a file an editor writes, key for key. Pydantic validates it once, when it is read, and writes the same rules
as JSON Schema. The patterns are those of ECMA-262, which JSON Schema requires, and mean the same in Python.
"""

from __future__ import annotations

import datetime
import re
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

LONGEST_NAME = 500
LONGEST_TEXT = 10_000
LONGEST_NOTES = 100_000
"""Characters: more than a person writes, and few enough for the finder and for a field of a CSV file."""

# A slug becomes a folder of the site, and Windows keeps some names for devices.
_SLUG = r"^(?!(index|page-[0-9]+|con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9]([a-z0-9_-]{0,98}[a-z0-9])?$"


_PARTIAL_DATE = (
    r"^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])|-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    r"|-(0[13-9]|1[0-2])-(29|30)|-(0[13578]|1[02])-31|-02-29)?$"
)


_URL = r"""^[Hh][Tt][Tt][Pp][Ss]?://([^\s<>"'\[\]/?#]+|\[[0-9A-Fa-f:.]+\](:[0-9]+)?)([/?#][^\s<>"\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*)?$"""


_LONGEST_URL = 2_000


_WIKIDATA = r"^Q[1-9][0-9]*$"


_TEXT = r"[^\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"


# One line, in which nothing controls a terminal or overrides the direction of writing.
_NAME = rf"^(?=[\s\S]*{_TEXT})[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*\n?$"


def expected(what: str) -> PydanticCustomError:
    """The error of a field whose value is not `what`."""
    return PydanticCustomError("expected", "{what}", {"what": what})


_SLUG_WORDS = "lower-case letters, digits, - and _, at most 100, beginning and ending with a letter or digit, and no reserved word such as index, page-2 or con"


_DATE_WORDS = "a date as YYYY-MM-DD, YYYY-MM or YYYY"


_URL_WORDS = "a web address that begins with https:// or http://"


_WIKIDATA_WORDS = "a Wikidata item such as Q11231"


_TEXT_WORDS = "text that is not empty"


_NAME_WORDS = "one line of text without control characters"


def _fits(pattern: str, value: str) -> bool:
    return bool(re.match(pattern.replace("$", r"\Z"), value))


def _check_text(value: str, longest: int = LONGEST_TEXT) -> str:
    if not any(character.isprintable() and not character.isspace() for character in value):
        raise expected(_TEXT_WORDS)
    if len(value) > longest:
        raise expected(f"at most {longest:,} characters")
    return value


def _check_name(value: str) -> str:
    """A name without the line end that YAML puts at the end of a block."""
    name = _check_text(value, LONGEST_NAME).removesuffix("\n")
    if not _fits(_NAME, name):
        raise expected(_NAME_WORDS)
    return name


def _check_surname(value: object) -> bool | str:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _check_name(value)
    raise PydanticCustomError("surname", "a surname, or false")


def _check_slug(value: str) -> str:
    if not _fits(_SLUG, value):
        raise expected(_SLUG_WORDS)
    return value


def _check_date(value: str) -> str:
    """ISO 8601 at the precision that is known: year, month or day."""
    if not re.fullmatch(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", value):
        raise expected(_DATE_WORDS)
    try:
        datetime.date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise expected("a date that exists in the calendar, as YYYY-MM-DD, YYYY-MM or YYYY") from None
    return value


def _check_url(value: str) -> str:
    if not _fits(_URL, value):
        raise expected(_URL_WORDS)
    if len(value) > _LONGEST_URL:
        raise expected(f"at most {_LONGEST_URL:,} characters")
    try:
        urlsplit(value).port  # noqa: B018
    except ValueError:  # not a host, such as [1:2], or not a port, such as 99999
        raise expected(_URL_WORDS) from None
    return value


def check_report(value: str) -> str:
    """Check an address for reports of errors, to which a page adds its own."""
    if len(value) > _LONGEST_URL or not re.fullmatch(r"(https?://|mailto:)[^\s<>\"]+", value):
        raise expected("an address that begins with https:// or mailto:")
    return value


def _check_wikidata(value: str) -> str:
    if not _fits(_WIKIDATA, value):
        raise expected(_WIKIDATA_WORDS)
    return value


def _year_as_text(value: object) -> object:
    return str(value) if type(value) is int else value


def _one_as_several(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_pattern(pattern: str, words: str, longest: int | None = None) -> dict[str, Any]:
    """The rule of a plain value as JSON Schema; VS Code shows `patternErrorMessage` where a value breaks it."""
    rule = {"type": "string", "pattern": pattern, "patternErrorMessage": f"expected {words}"}
    return rule | ({"maxLength": longest} if longest else {})


_DATE_SCHEMA = {
    "anyOf": [_as_pattern(_PARTIAL_DATE, _DATE_WORDS), {"type": "integer", "minimum": 1000, "maximum": 9999}]
}


Slug = Annotated[str, AfterValidator(_check_slug), WithJsonSchema(_as_pattern(_SLUG, _SLUG_WORDS))]


PartialDate = Annotated[
    str, BeforeValidator(_year_as_text), AfterValidator(_check_date), WithJsonSchema(_DATE_SCHEMA, mode="validation")
]


Url = Annotated[str, AfterValidator(_check_url), WithJsonSchema(_as_pattern(_URL, _URL_WORDS, _LONGEST_URL))]


Name = Annotated[str, AfterValidator(_check_name), WithJsonSchema(_as_pattern(_NAME, _NAME_WORDS, LONGEST_NAME))]
"""One line; also a reference to an entry, a text or a kind, which `check` looks up."""


Text = Annotated[str, AfterValidator(_check_text), WithJsonSchema(_as_pattern(_TEXT, _TEXT_WORDS, LONGEST_TEXT))]


Surname = Annotated[
    bool | str,
    BeforeValidator(_check_surname),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, _as_pattern(_NAME, "a surname, or false", LONGEST_NAME)]}),
]
"""The surname, or whether it alone names the entry."""


Notes = Annotated[
    str,
    AfterValidator(partial(_check_text, longest=LONGEST_NOTES)),
    WithJsonSchema(_as_pattern(_TEXT, _TEXT_WORDS, LONGEST_NOTES)),
]


LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$")]


Names = Annotated[
    tuple[Name, ...],
    Field(min_length=1, strict=False),
    BeforeValidator(_one_as_several, json_schema_input_type=Name | Annotated[list[Name], Field(min_length=1)]),
]
"""One name or several in order."""


class FileModel(BaseModel):
    """A model of a file an editor writes: it refuses unknown keys, coerces nothing and is immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)
