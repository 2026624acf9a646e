"""The record of a text: what is known of it, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic.config import JsonDict

from colophon.model.rights import EXAMPLES, PATTERN
from colophon.model.values import FileModel, LanguageCode, Name, Names, Notes, PartialDate, Slug, Text, Url, expected

Layout = Literal["lines", "blocks", "verse"]
"""What a paragraph of a text is: a line, or lines between blank lines, which are shown as they run or line by line."""
_EVIDENCE: JsonDict = {
    "if": {"required": ["basis"], "properties": {"basis": {"const": "attributed"}}},
    "then": {"required": ["evidence"], "properties": {"evidence": {"type": "string"}}},
}


class Stated(FileModel):
    """A known descriptive field, and how it is known.

    `source`: the file itself says so. `attributed`: established from elsewhere, `evidence` says how. `supplied`: devised
    by an editor, shown in square brackets (the practice of ISBD and of archival description).
    """

    model_config = ConfigDict(json_schema_extra=_EVIDENCE)

    basis: Literal["source", "attributed", "supplied"] = Field(
        title="Basis",
        description="How it is known. source: the file itself says so. attributed: established from elsewhere, and"
        " evidence says how. supplied: devised by an editor, and shown in square brackets.",
        examples=["source"],
    )
    evidence: Text | None = Field(
        default=None,
        title="Evidence",
        description="How it was established, in a sentence a reader can check. Required where basis is attributed.",
        examples=["Named in the library's catalogue, consulted 22 November 2026."],
    )

    @model_validator(mode="after")
    def _evidence_where_attributed(self) -> Self:
        if self.basis == "attributed" and self.evidence is None:
            raise expected("evidence: how this was established, because basis is attributed")
        return self


class StatedText(Stated):
    """A known title or publisher."""

    value: Name = Field(
        title="Value", description="The words themselves, without square brackets.", examples=["The harbour strike"]
    )


def _bodies_in_braces(value: object) -> object:
    """`{name: ...}`, a body whose name could be read as a person's, as the name in braces, as in BibTeX."""
    if isinstance(value, list):
        return [_bodies_in_braces(one) for one in value]
    if isinstance(value, Mapping) and list(value) == ["name"] and isinstance(value["name"], str):
        return f"{{{value['name']}}}"
    return value


class Body(FileModel):
    """An author that is not a person, whose name could be read as a person's."""

    name: Name = Field(
        title="Name", description="The name as it is written.", examples=["Office of the Clerk, Harbour Board"]
    )


_Creator = Name | Body


class StatedTexts(Stated):
    """Known creators, in order: a person as "Prokop, Andrew" or "Kaye, Marlin, Jr.", any other as the name is written."""

    value: Annotated[
        Names,
        BeforeValidator(
            _bodies_in_braces,
            json_schema_input_type=Annotated[list[_Creator], Field(min_length=1)] | _Creator,
        ),
    ] = Field(
        title="Names",
        description="One name, or several as a list, in the order of the text. A person as Last, First or Last, First, Jr.;"
        " a body whose name has a comma as {name: ...}.",
        examples=["Ada Stone", ["Ada Stone", "J. Doe"]],
    )


class StatedDate(Stated):
    """A known date, at its known precision."""

    value: PartialDate = Field(
        title="Date", description="The date as far as it is known: YYYY-MM-DD, YYYY-MM or YYYY.", examples=["2025-10"]
    )


class StatedUrl(Stated):
    """The known address at which the text was published."""

    value: Url = Field(
        title="Address",
        description="The full web address, beginning with https:// or http://.",
        examples=["https://example.org/story"],
    )


class StatedGenre(Stated):
    """A known kind of text; programs that cite it and search engines get it."""

    value: Literal["news article", "letter", "report"] = Field(
        title="Kind",
        description="What kind of text it is. Leave genre out where it is none of these, or not known.",
        examples=["news article"],
    )


class Rights(FileModel):
    """The identifier of a statement or license, and a note."""

    statement: str = Field(
        title="Rights statement",
        pattern=PATTERN,
        description="The identifier of a statement of rightsstatements.org (CNE means: copyright not evaluated; InC: in"
        " copyright), of a Creative Commons license, CC0 or the Public Domain Mark, or of the Open Government Licence.",
        examples=list(EXAMPLES),
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="What readers should know about the rights, in a sentence.",
        examples=["No license was found."],
    )


class Acquired(FileModel):
    """When, from where and by whom the file was added."""

    on: PartialDate = Field(
        title="Added on", description="The day the file was added, as YYYY-MM-DD.", examples=["2026-11-21"]
    )
    from_: Name = Field(
        title="Received from",
        alias="from",
        description="Where the file came from, in words readers understand.",
        examples=["Donated by the family"],
    )
    by: Name = Field(title="Added by", description="Who added the file.", examples=["J. Doe"])


class Fixity(FileModel):
    """Digest and size of the bytes as they were added."""

    sha256: str = Field(
        title="SHA-256",
        pattern=r"^[0-9a-f]{64}$",
        description="The digest of the file as it was added. colophon add writes it; do not change it.",
        examples=["58c024811652933d4c85dc9770b62d836a9725d0c87ecbcd50da4063a0a6ad3b"],
    )
    bytes: int = Field(
        title="Bytes",
        ge=0,
        description="The size of the file as it was added. colophon add writes it; do not change it.",
        examples=[8072],
    )


ORIGINALS = "originals"
"""The folder of `corpus/` with the files that texts were derived from."""


class Derived(FileModel):
    """How a text was made of a file in another format, which is kept in `corpus/originals/`."""

    original: str = Field(
        title="Original",
        pattern=r"^[a-z0-9][a-z0-9_-]*\.[a-z0-9]{1,10}$",
        description="The file in corpus/originals/ that the text was derived from. colophon add writes it.",
        examples=["harbor-strike.html"],
    )
    fixity: Fixity = Field(
        title="Fixity of the original",
        description="Digest and size of the original as it was added. colophon add writes them; do not change them.",
        examples=[{"sha256": "58c024811652933d4c85dc9770b62d836a9725d0c87ecbcd50da4063a0a6ad3b", "bytes": 8072}],
    )
    program: Name = Field(title="Program", description="The program that made the text.", examples=["trafilatura"])
    version: Name = Field(title="Version", description="The version of the program.", examples=["2.3.1"])
    settings: Name | None = Field(
        default=None,
        title="Settings",
        description="The settings of the program that decide what the text is.",
        examples=["favor_recall: true, encoding: utf-8"],
    )


class Withheld(FileModel):
    """Why and since when a text is not shown."""

    reason: Text = Field(
        title="Reason",
        description="Why the text is not shown; readers see it on the page.",
        examples=["At the request of the author."],
    )
    on: PartialDate = Field(
        title="Since", description="The day since which it is withheld, as YYYY-MM-DD.", examples=["2026-11-22"]
    )


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


class MentionOverrides(FileModel):
    """An editor's decisions about single mentions in one paragraph."""

    not_: tuple[Name, ...] = Field(
        default=(),
        title="Not these entries",
        alias="not",
        strict=False,
        description="Entries that the paragraph does not mention, whatever the finder says.",
        examples=[["stephen-miller"]],
    )
    is_: Mapping[Name, Name] = Field(
        default={},
        title="These words are",
        alias="is",
        description="Words of the paragraph, exactly as written, and the entry they mention there.",
        examples=[{"the Department": "department-of-justice"}],
    )


WHOLE_TEXT = "text"
"""The key of the notes on a text as a whole."""


def _as_notes_on_the_text(value: object) -> object:
    return {WHOLE_TEXT: value} if isinstance(value, str) else value


_NotesByPlace = Mapping[Annotated[str, Field(pattern=r"^(text|p[1-9]\d*)$")], Notes]


_ParagraphKey = Annotated[str, Field(pattern=r"^p[1-9]\d*$")]
_FootnoteMark = Annotated[str, Field(pattern=r"^\S{1,20}( in p[1-9]\d*)?$")]
_PageKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$")]
_PageStart = Annotated[str, Field(pattern=r"^p[1-9]\d*( \S.{0,200})?$")]


def _with_text_keys(value: object) -> object:
    """Numbers of pages may be written as numbers."""
    return {str(key): inner for key, inner in value.items()} if isinstance(value, Mapping) else value


def _is_empty(value: object) -> bool:
    """Whether a value is empty; a field that few texts have is then left out of front matter and data files."""
    return not value


_REASON_IF_AND_ONLY_IF_WITHHELD: JsonDict = {
    "if": {"required": ["access"], "properties": {"access": {"const": "withheld"}}},
    "then": {"required": ["withheld"], "properties": {"withheld": {"type": "object"}}},
    "else": {"properties": {"withheld": {"type": "null"}}},
}


class Record(FileModel):
    """The YAML file beside a text: its provenance. What is not known is null, never a guess."""

    model_config = ConfigDict(json_schema_extra=_REASON_IF_AND_ONLY_IF_WITHHELD)

    id: Slug = Field(
        title="Identifier",
        description="The name of the text's file without .txt. It is part of the page's permanent address.",
        examples=["000_17ce685a5ce6ce4a"],
    )
    title: StatedText | None = Field(
        default=None,
        title="Title",
        description="The title, and how it is known; null if the text has none.",
        examples=[{"value": "The harbour strike", "basis": "source"}],
    )
    short_title: Name | None = Field(
        default=None,
        title="Short title",
        description="What the text is called in lists, notes and citations; null: its publisher and date.",
        examples=["Unsigned text on the strike"],
    )
    creators: StatedTexts | None = Field(
        default=None,
        title="Authors",
        description="Who wrote the text, and how that is known; null if it is not.",
        examples=[{"value": ["Ada Stone"], "basis": "source"}],
    )
    publisher: StatedText | None = Field(
        default=None,
        title="Publisher",
        description="Who published the text, and how that is known; null if it is not.",
        examples=[{"value": "The Harbour", "basis": "source"}],
    )
    published: StatedDate | None = Field(
        default=None,
        title="Published",
        description="When the text was published, as precisely as known, and how that is known; null if it is not.",
        examples=[{"value": "2025-10-31", "basis": "source"}],
    )
    genre: StatedGenre | None = Field(
        default=None,
        title="Kind of text",
        description="What kind of text it is, and how that is known; null if it is none of them or not known.",
        examples=[{"value": "news article", "basis": "source"}],
    )
    source_url: StatedUrl | None = Field(
        default=None,
        title="Published at",
        description="The web address at which the text was published, and how that is known; null if it is not.",
        examples=[{"value": "https://example.org/story", "basis": "source"}],
    )
    language: LanguageCode | None = Field(
        default=None,
        title="Language",
        description="The language of the text as a code (BCP 47); null if it is not known.",
        examples=["en", "pt-BR"],
    )
    rights: Rights = Field(
        title="Rights",
        description="The rights statement of the text, and a note. Claim nothing that you did not look into.",
        examples=[{"statement": "http://rightsstatements.org/vocab/CNE/1.0/", "note": None}],
    )
    access: Annotated[Literal["full", "withheld"], WithJsonSchema(_ACCESS_SCHEMA)] = Field(
        default="full",
        title="Access",
        description="full: the text is shown. withheld: its words are not on the site; withheld says why and since when.",
        examples=["full"],
    )
    withheld: Withheld | None = Field(
        default=None,
        title="Withheld",
        description="Why and since when the text is not shown. Only where access is withheld.",
        examples=[{"reason": "At the request of the author.", "on": "2026-11-22"}],
    )
    acquired: Acquired = Field(
        title="Acquired",
        description="How the text came here: when, from where and by whom the file was added.",
        examples=[{"on": "2026-11-21", "from": "Donated by the family", "by": "J. Doe"}],
    )
    fixity: Fixity = Field(
        title="Fixity",
        description="Digest and size of the file as it was added. colophon add writes them; do not change them.",
        examples=[{"sha256": "58c024811652933d4c85dc9770b62d836a9725d0c87ecbcd50da4063a0a6ad3b", "bytes": 8072}],
    )
    derived: Derived | None = Field(
        default=None,
        title="Derived from",
        description="Where the text was made of a file in another format: that file, its digest, and the program. colophon add"
        " writes it.",
        examples=[
            {
                "original": "harbor-strike.html",
                "fixity": {
                    "sha256": "58c024811652933d4c85dc9770b62d836a9725d0c87ecbcd50da4063a0a6ad3b",
                    "bytes": 8072,
                },
                "program": "trafilatura",
                "version": "2.3.1",
                "settings": "favor_recall: true, encoding: utf-8",
            }
        ],
    )
    layout: Layout = Field(
        default="lines",
        title="Layout",
        description="What a paragraph is. lines: each line that is not empty. blocks: lines between blank lines. verse:"
        " the same, and each is shown line by line.",
        examples=["lines"],
    )
    headings: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=(),
        title="Subheads",
        strict=False,
        description="The numbers of the paragraphs that an editor reads as subheads.",
        examples=[[12, 24]],
    )
    speakers: tuple[Name, ...] = Field(
        default=(),
        title="Speakers",
        strict=False,
        exclude_if=_is_empty,
        description="The labels that say who speaks, as paragraphs begin with them, with their colon; they are set off.",
        examples=[["MR. STONE:", "Q:"]],
    )
    footnotes: Mapping[_ParagraphKey, _FootnoteMark] = Field(
        default={},
        title="Footnotes",
        exclude_if=_is_empty,
        description="The paragraphs that are footnotes of the text itself, each with the mark that refers to it, as the text"
        " has it; where that mark is in several places: * in p12.",
        examples=[{"p45": "[1]", "p46": "* in p12"}],
    )
    pages: Annotated[Mapping[_PageKey, _PageStart], BeforeValidator(_with_text_keys)] = Field(
        default={},
        title="Pages",
        exclude_if=_is_empty,
        description="Where each page of the original begins: a paragraph, and the words of it with which the page begins,"
        " unless it begins with the paragraph.",
        examples=[{"3": "p12", "4": "p15 of the second"}],
    )
    mentions: Mapping[Annotated[str, Field(pattern=r"^p[1-9]\d*$")], MentionOverrides] = Field(
        default={},
        title="Single mentions",
        description="An editor's decisions about single mentions, by paragraph: p12 is the twelfth.",
        examples=[{"p12": {"not": ["stephen-miller"], "is": {"the Department": "department-of-justice"}}}],
    )
    notes: (
        Annotated[_NotesByPlace, BeforeValidator(_as_notes_on_the_text, json_schema_input_type=Notes | _NotesByPlace)]
        | None
    ) = Field(
        default=None,
        title="Editors’ notes",
        description="Notes on the text in Markdown, with sources; shown on its page. Or several: text, on the whole text;"
        " p12, one paragraph on its twelfth paragraph, shown beside it and wherever it is quoted in lists.",
        examples=[
            "**Date.** The text names no date. A report of 3 May 1903 describes the same meeting.",
            {"p12": "A report of 3 May 1903 gives another name."},
        ],
    )

    caveat: Text | None = Field(
        default=None,
        title="Before you read",
        description="What readers should know first, in a sentence or two, shown at the head of the page. That the text is"
        " unsigned or undated, what is attributed, and which titles are disputed is shown there anyway.",
        examples=["Two quotations were found nowhere else."],
    )

    @property
    def notes_on_text(self) -> str:
        """The editors' notes on the text as a whole, as Markdown, or nothing."""
        return (self.notes or {}).get(WHOLE_TEXT, "")

    def note_on(self, paragraph: int) -> str:
        """The editors' note on a paragraph (from 1), as one paragraph of Markdown, or nothing."""
        return (self.notes or {}).get(f"p{paragraph}", "")

    @model_validator(mode="before")
    @classmethod
    def _withheld_in_one_line(cls, data: object) -> object:
        """Expand `access: {withheld: reason, on: day}` to `access: withheld` and `withheld: {reason, on}`."""
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
