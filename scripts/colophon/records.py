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
from typing import Annotated, Literal, NamedTuple, Self

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
from pydantic_core import PydanticCustomError

from colophon.rules import RULES, Severity

CONFIG = "mkdocs.yml"
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?")
_PARTIAL_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def expected(what: str) -> PydanticCustomError:
    """The error of a field that holds something else than `what`."""
    return PydanticCustomError("expected", "{what}", {"what": what})


def _check_text(value: str) -> str:
    if not any(character.isprintable() and not character.isspace() for character in value):
        raise expected("text that is not empty")
    return value


def _check_slug(value: str) -> str:
    if not _SLUG.fullmatch(value) or value == "index":
        raise expected("lower-case letters, digits, - and _, at most 100, beginning and ending with a letter or digit")
    return value


def _check_date(value: str) -> str:
    """ISO 8601 at the precision that is known: year, month or day."""
    if not _PARTIAL_DATE.fullmatch(value):
        raise expected("a date as YYYY-MM-DD, YYYY-MM or YYYY")
    try:
        datetime.date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise expected("a date that exists in the calendar, as YYYY-MM-DD, YYYY-MM or YYYY") from None
    return value


def _check_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"']+", value):
        raise expected("a web address that begins with https:// or http://")
    return value


def _check_wikidata(value: str) -> str:
    if not re.fullmatch(r"Q[1-9]\d*", value):
        raise expected("a Wikidata item such as Q11231")
    return value


def _year_as_text(value: object) -> object:
    return str(value) if type(value) is int else value


def _one_as_several(value: object) -> object:
    return [value] if isinstance(value, str) else value


Slug = Annotated[str, AfterValidator(_check_slug)]
PartialDate = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_check_date)]
Url = Annotated[str, AfterValidator(_check_url)]
Text = Annotated[str, AfterValidator(_check_text)]


class Filed(BaseModel):
    """What stands in a file an editor writes: unknown keys are refused, nothing is coerced, nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


# --- the record beside a text ------------------------------------------------------------------------------------


class Stated(Filed):
    """A descriptive field that is known, and on what ground.

    `source`: the file itself says so. `attributed`: established from elsewhere, `evidence` says how. `supplied`: devised
    by an editor, shown in square brackets (the practice of ISBD and of archival description).
    """

    basis: Literal["source", "attributed", "supplied"]
    evidence: Text | None = None

    @model_validator(mode="after")
    def _evidence_where_attributed(self) -> Self:
        if self.basis == "attributed" and self.evidence is None:
            raise expected("evidence: how this was established, because basis is attributed")
        return self


class StatedText(Stated):
    """A known title or publisher."""

    value: Text


class StatedTexts(Stated):
    """Known creators, in order: a person as "Prokop, Andrew", anybody else as the name stands."""

    value: Annotated[tuple[Text, ...], BeforeValidator(_one_as_several), Field(min_length=1, strict=False)]


class StatedDate(Stated):
    """A known date, at its known precision."""

    value: PartialDate


class StatedUrl(Stated):
    """A known address at which the text was published."""

    value: Url


class Rights(Filed):
    """A rightsstatements.org URI (the http form is the identifier) and a note."""

    statement: Annotated[str, Field(pattern=r"^http://rightsstatements\.org/vocab/[A-Za-z-]+/1\.0/$")]
    note: Text | None = None


class Acquired(Filed):
    """When, from where and by whom the file was taken in."""

    on: PartialDate
    from_: Annotated[Text, Field(alias="from")]
    by: Text


class Fixity(Filed):
    """Digest and size of the bytes as they were taken in."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: Annotated[int, Field(ge=0)]


class Withheld(Filed):
    """Why and since when a text is not shown."""

    reason: Text
    on: PartialDate


_ACCESS_SCHEMA = {
    "anyOf": [
        {"enum": ["full", "withheld"]},
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

    not_: Annotated[tuple[Slug, ...], Field(alias="not", strict=False)] = ()
    """Entries that nothing in the paragraph names, whatever the finder says."""
    is_: Annotated[Mapping[Text, Slug], Field(alias="is")] = {}
    """Words of the paragraph, and the entry they name there."""


class Record(Filed):
    """The YAML beside a text: its provenance. What is not known is `None`, never a guess."""

    id: Slug
    title: StatedText | None = None
    creators: StatedTexts | None = None
    publisher: StatedText | None = None
    published: StatedDate | None = None
    source_url: StatedUrl | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = None
    rights: Rights
    access: Annotated[Literal["full", "withheld"], WithJsonSchema(_ACCESS_SCHEMA)] = "full"
    withheld: Withheld | None = None
    acquired: Acquired
    fixity: Fixity
    layout: Literal["lines", "blocks"] = "lines"
    headings: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(strict=False)] = ()
    mentions: Mapping[Annotated[str, Field(pattern=r"^p[1-9]\d*$")], Pins] = {}
    notes: Text | None = None

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

    text: Text
    not_: Annotated[tuple[Text, ...], Field(alias="not", strict=False)] = ()


def _text_as_alias(value: object) -> object:
    if not isinstance(value, str | Mapping | BaseModel):
        raise expected("a name, in quotes if it looks like a number, or text and not")
    return {"text": value} if isinstance(value, str) else value


class PartOf(Filed):
    """The agency an agency belongs to, and the source that says so."""

    agency: Slug
    source: Text


class Position(Filed):
    """A position as its sources give it. Dates are what a source says, `None` where it says nothing."""

    title: Text
    agency: Slug | None = None
    from_: Annotated[PartialDate | None, Field(alias="from")] = None
    to: PartialDate | None = None
    source: Annotated[tuple[Text, ...], BeforeValidator(_one_as_several), Field(min_length=1, strict=False)]
    differs: bool = False
    """Whether another source says otherwise; the page then says so beside it."""
    note: Text | None = None


class Identifiers(Filed):
    """Where else the same agency or person is described."""

    wikidata: Annotated[str, AfterValidator(_check_wikidata)] | None = None
    website: Url | None = None


class Passage(Filed):
    """A source in the corpus: the words of one paragraph of one text."""

    document: Slug
    quote: Text
    paragraph: Annotated[int, Field(ge=1)] | None = None


class WebPage(Filed):
    """A source outside the corpus."""

    url: Url
    title: Text
    author: Text | None = None
    publisher: Text | None = None
    published: PartialDate | None = None
    consulted: PartialDate
    note: Text | None = None


def _source_tag(value: object) -> str:
    """Which of the two a source is meant to be, so that a mistake in it is told in its own terms."""
    if isinstance(value, Mapping):
        return "Passage" if "document" in value else "WebPage"
    return type(value).__name__


Source = Passage | WebPage
_Source = Annotated[Annotated[Passage, Tag("Passage")] | Annotated[WebPage, Tag("WebPage")], Discriminator(_source_tag)]


class Samples(Filed):
    """Phrases by which an editor tests an entry; `check` runs them."""

    is_: Annotated[tuple[Text, ...], Field(alias="is", strict=False)] = ()
    """Phrases that name the entry."""
    not_: Annotated[tuple[Text, ...], Field(alias="not", strict=False)] = ()
    """Phrases that do not."""


class EntryMatter(Filed):
    """The front matter of an entry."""

    name: Text
    kind: Slug
    aliases: Annotated[tuple[Annotated[Alias, BeforeValidator(_text_as_alias)], ...], Field(strict=False)] = ()
    not_: Annotated[tuple[Text, ...], Field(alias="not", strict=False)] = ()
    surname: bool = True
    formerly: Annotated[tuple[Slug, ...], Field(strict=False)] = ()
    """Addresses at which the entry stood before it was renamed; each leads to it."""
    part_of: PartOf | None = None
    positions: Annotated[tuple[Position, ...], Field(strict=False)] = ()
    identifiers: Identifiers = Identifiers()
    sources: Mapping[Slug, _Source] = {}
    tests: Samples = Samples()


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

    def address_of(self, page: str) -> str | None:
        """The whole address of a page given below the site, where that of the site is known."""
        return self.site_url and self.site_url + page

    nav: Mapping[tuple[str | int, ...], str] | None = None
    """The pages of the navigation, by where they stand in `mkdocs.yml`; `None` where MkDocs lists all pages."""
    silences: Mapping[tuple[str | int, ...], Silence] = field(default_factory=dict)
    """Warnings the site has silenced, by where they stand in `mkdocs.yml`."""


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
