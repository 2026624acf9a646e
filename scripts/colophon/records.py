"""What a site is made of, as immutable values.

Models with the base ``Filed`` mirror a file an editor writes, key for key; pydantic checks them once, at the edge, and
can say the same rules as JSON Schema. Everything else is derived and is a plain dataclass. Nothing here reads or writes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from colophon.rules import RULES, Severity

CONFIG = "mkdocs.yml"
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
Texts = Annotated[
    tuple[Text, ...],
    Field(min_length=1, strict=False),
    BeforeValidator(_one_as_several, json_schema_input_type=Text | Annotated[list[Text], Field(min_length=1)]),
]
"""One text, or several in order."""


class Filed(BaseModel):
    """What stands in a file an editor writes: unknown keys are refused, nothing is coerced, nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


# --- the record beside a text ------------------------------------------------------------------------------------


_EVIDENCE: JsonDict = {
    "if": {"required": ["basis"], "properties": {"basis": {"const": "attributed"}}},
    "then": {"required": ["evidence"], "properties": {"evidence": {"type": "string"}}},
}


class Stated(Filed):
    """A descriptive field that is known, and on what ground.

    `source`: the file itself says so. `attributed`: established from elsewhere, `evidence` says how. `supplied`: devised
    by an editor, shown in square brackets (the practice of ISBD and of archival description).
    """

    model_config = ConfigDict(json_schema_extra=_EVIDENCE)

    basis: Annotated[
        Literal["source", "attributed", "supplied"],
        Field(
            title="Basis",
            description="How it is known. source: the file itself says so. attributed: established from elsewhere, and"
            " evidence says how. supplied: devised by an editor, and shown in square brackets.",
            examples=["source"],
        ),
    ]
    evidence: Annotated[
        Text | None,
        Field(
            title="Evidence",
            description="How it was established, in a sentence a reader can check. Required where basis is attributed.",
            examples=["Named in the library's catalogue, consulted 22 November 2026."],
        ),
    ] = None

    @model_validator(mode="after")
    def _evidence_where_attributed(self) -> Self:
        if self.basis == "attributed" and self.evidence is None:
            raise expected("evidence: how this was established, because basis is attributed")
        return self


class StatedText(Stated):
    """A known title or publisher."""

    value: Annotated[
        Text,
        Field(
            title="Value", description="The words themselves, without square brackets.", examples=["The harbour strike"]
        ),
    ]


class StatedTexts(Stated):
    """Known creators, in order: a person as "Prokop, Andrew", anybody else as the name stands."""

    value: Annotated[
        Texts,
        Field(
            title="Names",
            description="One name, or several as a list, in the order of the text.",
            examples=["Ada Stone", ["Ada Stone", "J. Doe"]],
        ),
    ]


class StatedDate(Stated):
    """A known date, at its known precision."""

    value: Annotated[
        PartialDate,
        Field(
            title="Date",
            description="The date as far as it is known: YYYY-MM-DD, YYYY-MM or YYYY.",
            examples=["2025-10"],
        ),
    ]


class StatedUrl(Stated):
    """A known address at which the text was published."""

    value: Annotated[
        Url,
        Field(
            title="Address",
            description="The full web address, beginning with https:// or http://.",
            examples=["https://example.org/story"],
        ),
    ]


class Rights(Filed):
    """A rightsstatements.org URI (the http form is the identifier) and a note."""

    statement: Annotated[
        str,
        Field(
            title="Rights statement",
            pattern=r"^http://rightsstatements\.org/vocab/[A-Za-z-]+/1\.0/$",
            description="A statement of rightsstatements.org, by its identifier, which begins with http://. CNE means:"
            " copyright not evaluated. InC: in copyright. NoC-US: no copyright in the United States.",
            examples=["http://rightsstatements.org/vocab/CNE/1.0/"],
        ),
    ]
    note: Annotated[
        Text | None,
        Field(
            title="Note",
            description="What a reader should know about the rights, in a sentence.",
            examples=["No licence was found."],
        ),
    ] = None


class Acquired(Filed):
    """When, from where and by whom the file was taken in."""

    on: Annotated[
        PartialDate,
        Field(
            title="Taken in on", description="The day the file was taken in, as YYYY-MM-DD.", examples=["2026-11-21"]
        ),
    ]
    from_: Annotated[
        Text,
        Field(
            title="Taken in from",
            alias="from",
            description="Where the file came from, in words a reader understands.",
            examples=["Donated by the family"],
        ),
    ]
    by: Annotated[Text, Field(title="Taken in by", description="Who took it in.", examples=["J. Doe"])]


class Fixity(Filed):
    """Digest and size of the bytes as they were taken in."""

    sha256: Annotated[
        str,
        Field(
            title="SHA-256",
            pattern=r"^[0-9a-f]{64}$",
            description="The digest of the file as it was taken in. colophon add writes it; do not change it.",
            examples=["58c024811652933d4c85dc9770b62d836a9725d0c87ecbcd50da4063a0a6ad3b"],
        ),
    ]
    bytes: Annotated[
        int,
        Field(
            title="Bytes",
            ge=0,
            description="The size of the file as it was taken in. colophon add writes it; do not change it.",
            examples=[8072],
        ),
    ]


class Withheld(Filed):
    """Why and since when a text is not shown."""

    reason: Annotated[
        Text,
        Field(
            title="Reason",
            description="Why the text is not shown; the page tells it to readers.",
            examples=["At the request of the author."],
        ),
    ]
    on: Annotated[
        PartialDate,
        Field(title="Since", description="The day since which it is withheld, as YYYY-MM-DD.", examples=["2026-11-22"]),
    ]


_ACCESS_SCHEMA = {
    "anyOf": [
        {"type": "string", "enum": ["full", "withheld"]},
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["withheld", "on"],
            "properties": {
                "withheld": {"type": "string", "description": "Why the text is withheld, for readers."},
                "on": {"type": ["string", "integer"], "description": "Since when: YYYY-MM-DD, YYYY-MM or YYYY."},
            },
        },
    ]
}


class Pins(Filed):
    """What an editor decides about single mentions of one paragraph."""

    not_: Annotated[
        tuple[Slug, ...],
        Field(
            title="Not these entries",
            alias="not",
            strict=False,
            description="Entries that nothing in the paragraph names, whatever the finder says.",
            examples=[["stephen-miller"]],
        ),
    ] = ()
    is_: Annotated[
        Mapping[Text, Slug],
        Field(
            title="These words are",
            alias="is",
            description="Words of the paragraph as they stand there, and the entry they name there.",
            examples=[{"the Department": "department-of-justice"}],
        ),
    ] = {}


_REASON_IF_AND_ONLY_IF_WITHHELD: JsonDict = {
    "if": {"required": ["access"], "properties": {"access": {"const": "withheld"}}},
    "then": {"required": ["withheld"], "properties": {"withheld": {"type": "object"}}},
    "else": {"properties": {"withheld": {"type": "null"}}},
}


class Record(Filed):
    """The YAML beside a text: its provenance. What is not known is null, never a guess."""

    model_config = ConfigDict(json_schema_extra=_REASON_IF_AND_ONLY_IF_WITHHELD)

    id: Annotated[
        Slug,
        Field(
            title="Identifier",
            description="The name of the text's file without .txt. It is part of the page's address for ever.",
            examples=["000_17ce685a5ce6ce4a"],
        ),
    ]
    title: Annotated[
        StatedText | None,
        Field(
            title="Title",
            description="The title, and how it is known; null if the text has none.",
            examples=[{"value": "The harbour strike", "basis": "source"}],
        ),
    ] = None
    creators: Annotated[
        StatedTexts | None,
        Field(
            title="Authors",
            description="Who wrote the text, and how that is known; null if it is not.",
            examples=[{"value": ["Ada Stone"], "basis": "source"}],
        ),
    ] = None
    publisher: Annotated[
        StatedText | None,
        Field(
            title="Publisher",
            description="Who published the text, and how that is known; null if it is not.",
            examples=[{"value": "The Harbour", "basis": "source"}],
        ),
    ] = None
    published: Annotated[
        StatedDate | None,
        Field(
            title="Published",
            description="When the text was published, as far as it is known, and how that is known; null if it is not.",
            examples=[{"value": "2025-10-31", "basis": "source"}],
        ),
    ] = None
    source_url: Annotated[
        StatedUrl | None,
        Field(
            title="Published at",
            description="The web address at which the text was published, and how that is known; null if it is not.",
            examples=[{"value": "https://example.org/story", "basis": "source"}],
        ),
    ] = None
    language: Annotated[
        LanguageCode | None,
        Field(
            title="Language",
            description="The language of the text as a code (BCP 47); null if it is not known.",
            examples=["en", "pt-BR"],
        ),
    ] = None
    rights: Annotated[
        Rights,
        Field(
            title="Rights",
            description="The rights statement of the text, and a note. Nothing is claimed that was not looked into.",
            examples=[{"statement": "http://rightsstatements.org/vocab/CNE/1.0/", "note": None}],
        ),
    ]
    access: Annotated[
        Literal["full", "withheld"],
        WithJsonSchema(_ACCESS_SCHEMA),
        Field(
            title="Access",
            description="full: the text is shown. withheld: its words leave the site; withheld then says why and since when.",
            examples=["full"],
        ),
    ] = "full"
    withheld: Annotated[
        Withheld | None,
        Field(
            title="Withheld",
            description="Why and since when the text is not shown. Only where access is withheld.",
            examples=[{"reason": "At the request of the author.", "on": "2026-11-22"}],
        ),
    ] = None
    acquired: Annotated[
        Acquired,
        Field(
            title="Taken in",
            description="How the text came here: when, from where and by whom the file was taken in.",
            examples=[{"on": "2026-11-21", "from": "Donated by the family", "by": "J. Doe"}],
        ),
    ]
    fixity: Annotated[
        Fixity,
        Field(
            title="Fixity",
            description="Digest and size of the file as it was taken in. colophon add writes them; do not change them.",
            examples=[{"sha256": "58c024811652933d4c85dc9770b62d836a9725d0c87ecbcd50da4063a0a6ad3b", "bytes": 8072}],
        ),
    ]
    layout: Annotated[
        Literal["lines", "blocks"],
        Field(
            title="Layout",
            description="How paragraphs are told apart. lines: each line that is not empty is one. blocks: blank lines"
            " separate them.",
            examples=["lines"],
        ),
    ] = "lines"
    headings: Annotated[
        tuple[Annotated[int, Field(ge=1)], ...],
        Field(
            title="Subheads",
            strict=False,
            description="The numbers of the paragraphs that an editor reads as subheads.",
            examples=[[12, 24]],
        ),
    ] = ()
    mentions: Annotated[
        Mapping[Annotated[str, Field(pattern=r"^p[1-9]\d*$")], Pins],
        Field(
            title="Single mentions",
            description="What an editor decides about single mentions, by paragraph: p12 is the twelfth.",
            examples=[{"p12": {"not": ["stephen-miller"], "is": {"the Department": "department-of-justice"}}}],
        ),
    ] = {}
    notes: Annotated[
        Text | None,
        Field(
            title="Editors’ notes",
            description="Notes on the text in Markdown, with their sources; shown on its page.",
            examples=["**Date.** The text names no date. A report of 3 May 1903 tells of the same meeting."],
        ),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _withheld_in_one_line(cls, data: object) -> object:
        """`access: {withheld: the reason, on: the day}` says what `access: withheld` and `withheld: {reason, on}` say."""
        if not isinstance(data, Mapping) or not isinstance(data.get("access"), Mapping) or data.get("withheld"):
            return data
        names = {"withheld": "reason"}
        return {**data, "access": "withheld", "withheld": {names.get(k, k): v for k, v in data["access"].items()}}

    @model_validator(mode="after")
    def _reason_where_withheld(self) -> Self:
        if (self.access == "withheld") != (self.withheld is not None):
            raise expected(
                "withheld: {reason, on}, if and only if access is withheld; or both in one line: access: {withheld: the reason, on: YYYY-MM-DD}"
            )
        return self


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text: its number from 1, and its half-open span in code points of the decoded file."""

    number: int
    start: int
    end: int
    heading: bool = False

    @property
    def anchor(self) -> str:
        """The id of the paragraph on its page."""
        return f"p{self.number}"


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text: its record, its bytes, the text they decode to (UTF-8), and its paragraphs."""

    record: Record
    data: bytes = field(repr=False)
    text: str = field(repr=False)
    paragraphs: tuple[Paragraph, ...] = field(repr=False)

    @property
    def id(self) -> str:
        """The name of the file without its suffix, and the page's URL for ever."""
        return self.record.id

    def words(self, paragraph: Paragraph) -> str:
        """The paragraph exactly as it stands in the file."""
        return self.text[paragraph.start : paragraph.end]


# --- glossary entries --------------------------------------------------------------------------------------------


class Alias(Filed):
    """Another name of an entry, and the phrases in which it is not a mention."""

    text: Annotated[
        Text,
        Field(title="Name", description="The other name, as texts write it.", examples=["ICE"]),
    ]
    not_: Annotated[
        tuple[Text, ...],
        Field(
            title="But not in",
            alias="not",
            strict=False,
            description="Phrases that hold the name and mean something else.",
            examples=[["ICE cream", "ICE hockey"]],
        ),
    ] = ()


def _text_as_alias(value: object) -> object:
    if not isinstance(value, str | Mapping | BaseModel):
        raise expected("a name, in quotes if it looks like a number, or text and not")
    return {"text": value} if isinstance(value, str) else value


class PartOf(Filed):
    """The agency an agency belongs to, and the source that says so."""

    agency: Annotated[
        Slug,
        Field(
            title="Agency",
            description="The entry of the agency above it: the name of its file without .md.",
            examples=["department-of-homeland-security"],
        ),
    ]
    source: Annotated[
        Text,
        Field(title="Source", description="The key of the source that says so, under sources.", examples=["dhs"]),
    ]


class Position(Filed):
    """A position as its sources give it. Dates are what a source says, null where it says nothing."""

    title: Annotated[
        Text,
        Field(title="Title", description="The title, as the source gives it.", examples=["Attorney General"]),
    ]
    agency: Annotated[
        Slug | None,
        Field(
            title="Agency",
            description="The entry of the agency the position belongs to: the name of its file without .md; null if"
            " there is none.",
            examples=["department-of-justice"],
        ),
    ] = None
    from_: Annotated[
        PartialDate | None,
        Field(
            title="From",
            alias="from",
            description="Since when, as the source says: YYYY-MM-DD, YYYY-MM or YYYY; null if it says nothing.",
            examples=["2025-02-05"],
        ),
    ] = None
    to: Annotated[
        PartialDate | None,
        Field(
            title="To",
            description="Until when, as the source says: YYYY-MM-DD, YYYY-MM or YYYY; null if it says nothing.",
            examples=["2026"],
        ),
    ] = None
    source: Annotated[
        Texts,
        Field(
            title="Sources",
            description="The key of the source that says so, under sources; several as a list.",
            examples=["text-000", ["text-000", "senate"]],
        ),
    ]
    differs: Annotated[
        bool,
        Field(
            title="Another source differs",
            description="true where another source says otherwise; the page then says so beside it.",
            examples=[True],
        ),
    ] = False
    note: Annotated[
        Text | None,
        Field(title="Note", description="What a reader should know about it.", examples=["Acting."]),
    ] = None


class Identifiers(Filed):
    """Where else the same agency or person is described."""

    wikidata: Annotated[
        Annotated[str, AfterValidator(_check_wikidata), WithJsonSchema(_as_pattern(_WIKIDATA, _WIKIDATA_WORDS))] | None,
        Field(title="Wikidata", description="The Wikidata item.", examples=["Q11231"]),
    ] = None
    website: Annotated[
        Url | None,
        Field(title="Website", description="The official website.", examples=["https://www.ice.gov"]),
    ] = None


class Passage(Filed):
    """A source in the corpus: the words of one paragraph of one text."""

    document: Annotated[
        Slug,
        Field(
            title="Text",
            description="The id of the text: the name of its file without .txt.",
            examples=["000_17ce685a5ce6ce4a"],
        ),
    ]
    quote: Annotated[
        Text,
        Field(
            title="Quotation",
            description="The words of the passage, exactly as they stand in one paragraph of the text.",
            examples=["Senate Majority Leader Chuck Schumer vowed to hold hearings"],
        ),
    ]
    paragraph: Annotated[
        Annotated[int, Field(ge=1)] | None,
        Field(
            title="Paragraph",
            description="The number of the paragraph, needed only where the words stand in several.",
            examples=[12],
        ),
    ] = None


class WebPage(Filed):
    """A source outside the corpus."""

    url: Annotated[
        Url,
        Field(title="Address", description="The full web address.", examples=["https://www.senate.gov/leaders"]),
    ]
    title: Annotated[
        Text,
        Field(
            title="Title",
            description="The title of the page as it shows it; in square brackets where an editor devised it.",
            examples=["Senate Leadership Remarks"],
        ),
    ]
    author: Annotated[
        Text | None,
        Field(title="Author", description="Who wrote it, as the page says.", examples=["Ada Stone"]),
    ] = None
    publisher: Annotated[
        Text | None,
        Field(title="Publisher", description="Who published it.", examples=["C-SPAN"]),
    ] = None
    published: Annotated[
        PartialDate | None,
        Field(
            title="Published",
            description="When it was published: YYYY-MM-DD, YYYY-MM or YYYY; left out if the page shows no date.",
            examples=["2025-01-05"],
        ),
    ] = None
    consulted: Annotated[
        PartialDate,
        Field(title="Consulted", description="The day an editor read the page.", examples=["2026-11-22"]),
    ]
    note: Annotated[
        Text | None,
        Field(
            title="Note",
            description="What a reader should know about the source.",
            examples=["Seen as a copy at this address."],
        ),
    ] = None


def _source_tag(value: object) -> str:
    """Which of the two a source is meant to be, so that a mistake in it is told in its own terms."""
    if isinstance(value, Mapping):
        return "Passage" if "document" in value else "WebPage"
    return type(value).__name__


Source = Passage | WebPage
_Source = Annotated[Annotated[Passage, Tag("Passage")] | Annotated[WebPage, Tag("WebPage")], Discriminator(_source_tag)]


class Samples(Filed):
    """Phrases by which an editor tests an entry; `check` runs them."""

    is_: Annotated[
        tuple[Text, ...],
        Field(
            title="Names it",
            alias="is",
            strict=False,
            description="Phrases in which the entry must be found.",
            examples=[["Secretary Noem said"]],
        ),
    ] = ()
    not_: Annotated[
        tuple[Text, ...],
        Field(
            title="Does not name it",
            alias="not",
            strict=False,
            description="Phrases in which it must not be found.",
            examples=[["Judge Miller ruled"]],
        ),
    ] = ()


class EntryMatter(Filed):
    """The front matter of an entry: one agency or official."""

    name: Annotated[
        Text,
        Field(
            title="Name",
            description="The name a reader knows it by; the heading of its page.",
            examples=["Chuck Schumer"],
        ),
    ]
    kind: Annotated[
        Slug,
        Field(
            title="Kind",
            description="agency, official, or another kind that mkdocs.yml declares.",
            examples=["official"],
        ),
    ]
    aliases: Annotated[
        tuple[Annotated[Alias, BeforeValidator(_text_as_alias, json_schema_input_type=Text | Alias)], ...],
        Field(
            title="Aliases",
            strict=False,
            description="Other names that texts use for it. Each is a name, or text with the phrases under not in which"
            " it is not meant.",
            examples=[["Charles E. Schumer"], [{"text": "ICE", "not": ["ICE cream"]}]],
        ),
    ] = ()
    not_: Annotated[
        tuple[Text, ...],
        Field(
            title="Never in",
            alias="not",
            strict=False,
            description="Phrases in which no name of this entry is a mention.",
            examples=[["Trump Tower"]],
        ),
    ] = ()
    surname: Annotated[
        bool,
        Field(
            title="Find by surname",
            description="For persons: whether the surname alone is found too. false switches that off.",
            examples=[False],
        ),
    ] = True
    formerly: Annotated[
        tuple[Slug, ...],
        Field(
            title="Formerly at",
            strict=False,
            description="Addresses at which the entry stood before it was renamed; each leads to it. colophon entry"
            " --rename writes them.",
            examples=[["secretary-of-homeland-security"]],
        ),
    ] = ()
    part_of: Annotated[
        PartOf | None,
        Field(
            title="Part of",
            description="For agencies: the agency above it, and the source that says so.",
            examples=[{"agency": "department-of-homeland-security", "source": "dhs"}],
        ),
    ] = None
    positions: Annotated[
        tuple[Position, ...],
        Field(
            title="Positions",
            strict=False,
            description="Positions as their sources give them, the newest first; each with its source.",
            examples=[[{"title": "Attorney General", "agency": "department-of-justice", "source": "text-000"}]],
        ),
    ] = ()
    identifiers: Annotated[
        Identifiers,
        Field(
            title="Elsewhere",
            description="Where else it is described: its Wikidata item, its website.",
            examples=[{"wikidata": "Q11231", "website": "https://www.ice.gov"}],
        ),
    ] = Identifiers()
    sources: Annotated[
        Mapping[Slug, _Source],
        Field(
            title="Sources",
            description="What backs the statements, each under a key of your own. In the prose, [^key] cites it. A passage"
            " of a text of this site has document and quote; an outside page has url, title and consulted.",
            examples=[{"text-000": {"document": "000_17ce685a5ce6ce4a", "quote": "the words of the text"}}],
        ),
    ] = {}
    tests: Annotated[
        Samples,
        Field(
            title="Test phrases",
            description="Phrases that must and must not name the entry; check runs them.",
            examples=[{"is": ["Secretary Noem said"], "not": ["Noem Street"]}],
        ),
    ] = Samples()


@dataclass(frozen=True, slots=True)
class Entry:
    """A glossary page: one agency or official."""

    slug: str
    matter: EntryMatter
    prose: str = field(repr=False)
    prose_line: int = 1
    """The line of the file on which the prose begins, from 1."""

    @property
    def name(self) -> str:
        """The name a reader knows it by."""
        return self.matter.name


# --- the site ----------------------------------------------------------------------------------------------------


class Silence(Filed):
    """A warning that a site does not want to read again at one place, and why."""

    rule: Text
    at: Text
    """The path of the file, as the warning prints it."""
    key: Text | None = None
    """The key in the file, as the warning prints it, where only one of several is meant."""
    reason: Text


class Kind(Filed):
    """A kind of entry: its names for readers, and whether its entries are persons with surnames."""

    label: Text
    plural: Text
    person: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What `mkdocs.yml` says that matters here."""

    name: str
    kinds: Mapping[str, Kind]
    surname_only_after: bool = False
    """Whether a surname counts only after the full name, not anywhere in the same text."""
    ignored: frozenset[str] = frozenset()
    """Names out of the site's scope, which `colophon suggest` leaves out."""
    language: str = "en"
    docs_dir: str = "docs"
    site_url: str | None = None
    """The address at which the site is published, with a slash at its end, where it is known."""
    nav: Mapping[tuple[str | int, ...], str] | None = None
    """The pages of the navigation, by where they stand in `mkdocs.yml`; `None` where MkDocs lists all pages."""
    silences: Mapping[tuple[str | int, ...], Silence] = field(default_factory=dict)
    """Warnings the site has silenced, by where they stand in `mkdocs.yml`."""
    repo_url: str | None = None
    edit_uri: str | None = None
    report: str | None = None
    """A form or a mailto: address for reports of errors."""
    editor: bool = False
    """Whether the site has forms for its files at /edit/."""
    page_cards: bool = False
    """Whether each text and entry has a preview card of its own, beside the one of the site."""
    description: str = ""
    """What the site is, in a sentence (`site_description`)."""
    scripts: frozenset[str] = frozenset()
    """The files that the site itself puts on its pages as scripts (`extra_javascript`)."""

    def address_of(self, page: str) -> str | None:
        """The whole address of a page given below the site, where that of the site is known."""
        return self.site_url and self.site_url + page

    def entry_file(self, slug: str) -> str:
        """The path of the file of an entry, from the root of the site."""
        return f"{self.docs_dir}/glossary/{slug}.md"


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that was read: the one input of every page."""

    settings: Settings
    texts: tuple[SourceText, ...]
    entries: tuple[Entry, ...]
    pages: Mapping[PurePosixPath, str]
    """Authored Markdown pages, by their path below `docs/`."""
    assets: Mapping[PurePosixPath, bytes]
    """Every other authored file below `docs/`."""


# --- what is found -----------------------------------------------------------------------------------------------


class Mention(NamedTuple):
    """One span of one text that names one entry, and the rule that made it.

    `start` and `end` are half-open, in code points of the decoded file. A named tuple, since there are hundreds of
    thousands of them and it is made several times as fast as a frozen dataclass.
    """

    document: str
    start: int
    end: int
    paragraph: int
    surface: str
    entry: str
    rule: str


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column, both from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What a check reports: where, which rule of `colophon.rules`, and a sentence an editor can act on."""

    path: str
    place: Place
    rule: str
    message: str

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"there is no rule {self.rule!r}; it belongs in colophon.rules")

    @property
    def severity(self) -> Severity:
        """As the rule says."""
        return RULES[self.rule].severity
