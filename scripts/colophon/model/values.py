"""The plain values that records, entries and settings are made of, and the base of every model of a file.

Models with this base mirror a file an editor writes, key for key; pydantic checks them once, at the edge, and can say the
same rules as JSON Schema. The patterns are those of ECMA-262, which JSON Schema asks for, and mean the same in Python.
"""

from __future__ import annotations

import datetime
import re
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

# The rules of plain values. The patterns are those of ECMA-262, which JSON Schema asks for, and mean the same in Python.
# A slug becomes a folder of the site, and Windows keeps some names for devices.
_SLUG = r"^(?!(index|page-[0-9]+|con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9]([a-z0-9_-]{0,98}[a-z0-9])?$"


_PARTIAL_DATE = (
    r"^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])|-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    r"|-(0[13-9]|1[0-2])-(29|30)|-(0[13578]|1[02])-31|-02-29)?$"
)


_URL = r"""^https?://[^\s<>"'\[\]/?#]+([/?#][^\s<>"']*)?$"""


_WIKIDATA = r"^Q[1-9][0-9]*$"


_TEXT = r"[^\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"


def expected(what: str) -> PydanticCustomError:
    """The error of a field that holds something else than `what`."""
    return PydanticCustomError("expected", "{what}", {"what": what})


_SLUG_WORDS = "lower-case letters, digits, - and _, at most 100, beginning and ending with a letter or digit, and no reserved word such as index, page-2 or con"


_DATE_WORDS = "a date as YYYY-MM-DD, YYYY-MM or YYYY"


_URL_WORDS = "a web address that begins with https:// or http://"


_WIKIDATA_WORDS = "a Wikidata item such as Q11231"


_TEXT_WORDS = "text that is not empty"


def _fits(pattern: str, value: str) -> bool:
    return bool(re.match(pattern.replace("$", r"\Z"), value))


def _check_text(value: str) -> str:
    if not any(character.isprintable() and not character.isspace() for character in value):
        raise expected(_TEXT_WORDS)
    return value


def _check_surname(value: object) -> bool | str:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and any(c.isprintable() and not c.isspace() for c in value):
        return value
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
    try:
        urlsplit(value)
    except ValueError:  # a host that no browser could ask
        raise expected(_URL_WORDS) from None
    return value


def _check_wikidata(value: str) -> str:
    if not _fits(_WIKIDATA, value):
        raise expected(_WIKIDATA_WORDS)
    return value


def _year_as_text(value: object) -> object:
    return str(value) if type(value) is int else value


def _one_as_several(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_pattern(pattern: str, words: str) -> dict[str, Any]:
    """A rule of a plain value as JSON Schema; editing programs show `patternErrorMessage` where it is broken."""
    return {"type": "string", "pattern": pattern, "patternErrorMessage": f"expected {words}"}


_DATE_SCHEMA = {
    "anyOf": [_as_pattern(_PARTIAL_DATE, _DATE_WORDS), {"type": "integer", "minimum": 1000, "maximum": 9999}]
}


Slug = Annotated[str, AfterValidator(_check_slug), WithJsonSchema(_as_pattern(_SLUG, _SLUG_WORDS))]


PartialDate = Annotated[
    str, BeforeValidator(_year_as_text), AfterValidator(_check_date), WithJsonSchema(_DATE_SCHEMA, mode="validation")
]


Url = Annotated[str, AfterValidator(_check_url), WithJsonSchema(_as_pattern(_URL, _URL_WORDS))]


Text = Annotated[str, AfterValidator(_check_text), WithJsonSchema(_as_pattern(_TEXT, _TEXT_WORDS))]


LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]


Surname = Annotated[
    bool | str,
    BeforeValidator(_check_surname),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, _as_pattern(_TEXT, "a surname, or false")]}),
]
"""The surname, or whether it alone names the entry."""
Texts = Annotated[
    tuple[Text, ...],
    Field(min_length=1, strict=False),
    BeforeValidator(_one_as_several, json_schema_input_type=Text | Annotated[list[Text], Field(min_length=1)]),
]


"""One text, or several in order."""


class FileModel(BaseModel):
    """What stands in a file an editor writes: unknown keys are refused, nothing is coerced, nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)
