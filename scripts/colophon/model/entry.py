"""A glossary entry: front matter, sources and prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
)

from colophon.model.values import (
    _WIKIDATA,
    _WIKIDATA_WORDS,
    FileModel,
    Name,
    Names,
    PartialDate,
    Slug,
    Surname,
    Text,
    Url,
    _as_pattern,
    _check_wikidata,
    expected,
)


class Alias(FileModel):
    """Another name of an entry, and phrases in which it is not a mention."""

    text: Name = Field(title="Name", description="The other name, as texts write it.", examples=["ICE"])
    not_: tuple[Name, ...] = Field(
        default=(),
        title="But not in",
        alias="not",
        strict=False,
        description="Phrases that contain the name and mean something else.",
        examples=[["ICE cream", "ICE hockey"]],
    )
    search_only: bool = Field(
        default=False,
        title="For the search only",
        description="true where readers may type it, and it is not a name of the entry: texts are not searched for it.",
        examples=[True],
    )


def _text_as_alias(value: object) -> object:
    if not isinstance(value, str | Mapping | BaseModel):
        raise expected("a name (in quotes if it looks like a number), or text and not")
    return {"text": value} if isinstance(value, str) else value


class PartOf(FileModel):
    """The agency above an agency, and the source that says so."""

    agency: Name = Field(
        title="Agency",
        description="The entry of the agency above it: the name of its file without .md.",
        examples=["department-of-homeland-security"],
    )
    source: Name = Field(
        title="Source", description="The key of the source that says so, under sources.", examples=["dhs"]
    )


class Position(FileModel):
    """A position as its sources give it. A date is null where no source gives one."""

    title: Name = Field(title="Title", description="The title, as the source gives it.", examples=["Attorney General"])
    agency: Name | None = Field(
        default=None,
        title="Agency",
        description="The entry of the agency the position belongs to: the name of its file without .md; null if"
        " it has none.",
        examples=["department-of-justice"],
    )
    from_: PartialDate | None = Field(
        default=None,
        title="From",
        alias="from",
        description="Since when, as the source says: YYYY-MM-DD, YYYY-MM or YYYY; null if it says nothing.",
        examples=["2025-02-05"],
    )
    to: PartialDate | None = Field(
        default=None,
        title="To",
        description="Until when, as the source says: YYYY-MM-DD, YYYY-MM or YYYY; null if it says nothing.",
        examples=["2026"],
    )
    source: Names = Field(
        title="Sources",
        description="The key of the source that says so, under sources; several as a list.",
        examples=["text-000", ["text-000", "senate"]],
    )
    differs: bool = Field(
        default=False,
        title="Another source differs",
        description="true where another source says otherwise; the page then says so.",
        examples=[True],
    )
    note: Text | None = Field(
        default=None, title="Note", description="What a reader should know about it.", examples=["Acting."]
    )


class Identifiers(FileModel):
    """Descriptions of the same agency or person elsewhere."""

    wikidata: (
        Annotated[str, AfterValidator(_check_wikidata), WithJsonSchema(_as_pattern(_WIKIDATA, _WIKIDATA_WORDS))] | None
    ) = Field(default=None, title="Wikidata", description="The Wikidata item.", examples=["Q11231"])
    website: Url | None = Field(
        default=None, title="Website", description="The official website.", examples=["https://www.ice.gov"]
    )


class Passage(FileModel):
    """A source in the corpus: the words of one paragraph of one text."""

    document: Name = Field(
        title="Text",
        description="The id of the text: the name of its file without .txt.",
        examples=["000_17ce685a5ce6ce4a"],
    )
    quote: Text = Field(
        title="Quotation",
        description="The words of the passage, exactly as in one paragraph of the text.",
        examples=["Senate Majority Leader Chuck Schumer vowed to hold hearings"],
    )
    paragraph: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        title="Paragraph",
        description="The number of the paragraph, needed only where several contain the words.",
        examples=[12],
    )


class WebPage(FileModel):
    """A source outside the corpus."""

    url: Url = Field(title="Address", description="The full web address.", examples=["https://www.senate.gov/leaders"])
    title: Name = Field(
        title="Title",
        description="The title as the page shows it; in square brackets where an editor devised it.",
        examples=["Senate Leadership Remarks"],
    )
    author: Name | None = Field(
        default=None, title="Author", description="Who wrote it, as the page says.", examples=["Ada Stone"]
    )
    publisher: Name | None = Field(
        default=None, title="Publisher", description="Who published it.", examples=["C-SPAN"]
    )
    published: PartialDate | None = Field(
        default=None,
        title="Published",
        description="When it was published: YYYY-MM-DD, YYYY-MM or YYYY; leave it out if the page shows no date.",
        examples=["2025-01-05"],
    )
    consulted: PartialDate = Field(
        title="Consulted", description="The day an editor read the page.", examples=["2026-11-22"]
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="What a reader should know about the source.",
        examples=["Seen as a copy at this address."],
    )

    @property
    def said_by(self) -> str:
        """What a sentence calls it: who published it, or its title."""
        return self.publisher or self.title


class Reference(FileModel):
    """A source outside the corpus that is not a web page, though it may be on the web too."""

    kind: Literal[
        "book", "chapter", "newspaper", "article", "report", "letter", "manuscript", "court file", "interview"
    ] = Field(
        title="Kind",
        description="What it is. newspaper: an article in one; article: one in a journal; chapter: one of a book.",
        examples=["book"],
    )
    title: Name = Field(
        title="Title",
        description="The title as it is printed; in square brackets where an editor devised it.",
        examples=["A History of the Harbour"],
    )
    author: Names | None = Field(
        default=None,
        title="Author",
        description="Who wrote it, or is interviewed, as Last, First; several as a list.",
        examples=["Stone, Ada", ["Stone, Ada", "Roe, Jane"]],
    )
    in_: Name | None = Field(
        default=None,
        title="In",
        alias="in",
        description="The newspaper, journal or book that it is in.",
        examples=["The Harbour Times"],
    )
    publisher: Name | None = Field(
        default=None, title="Publisher", description="Who published it, or the court.", examples=["Quay Press"]
    )
    place: Name | None = Field(
        default=None, title="Place", description="Where it was published, or is kept.", examples=["Boston"]
    )
    published: PartialDate | None = Field(
        default=None,
        title="Date",
        description="When it was published or written: YYYY-MM-DD, YYYY-MM or YYYY.",
        examples=["1903-05-03"],
    )
    number: Name | None = Field(
        default=None,
        title="Number",
        description="Its number: volume and issue, docket number or shelf mark.",
        examples=["12, no. 3", "MS 12"],
    )
    pages: Name | None = Field(
        default=None,
        title="Pages",
        description="The page or pages that are cited.",
        examples=["12-14"],
    )
    archive: Name | None = Field(
        default=None, title="Archive", description="Who keeps it.", examples=["City Archive, Roe papers"]
    )
    url: Url | None = Field(
        default=None,
        title="Address",
        description="A web address at which it can be read, if there is one.",
        examples=["https://example.org/scan"],
    )
    consulted: PartialDate | None = Field(
        default=None, title="Consulted", description="The day an editor read it.", examples=["2026-11-22"]
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="What a reader should know about the source.",
        examples=["Two leaves are missing."],
    )

    @property
    def said_by(self) -> str:
        """What a sentence calls it: what it is in, who published it, or its title."""
        return self.in_ or self.publisher or self.title


def _source_tag(value: object) -> str:
    """The kind of source that is meant, so that messages are about that kind."""
    if isinstance(value, Mapping):
        return "Passage" if "document" in value else "Reference" if "kind" in value else "WebPage"
    return type(value).__name__


Source = Passage | WebPage | Reference


_Source = Annotated[
    Annotated[Passage, Tag("Passage")] | Annotated[WebPage, Tag("WebPage")] | Annotated[Reference, Tag("Reference")],
    Discriminator(_source_tag),
]


class MatchTests(FileModel):
    """Phrases that must or must not mention an entry; `check` tests them."""

    is_: tuple[Text, ...] = Field(
        default=(),
        title="Names it",
        alias="is",
        strict=False,
        description="Phrases in which the entry must be found.",
        examples=[["Secretary Noem said"]],
    )
    not_: tuple[Text, ...] = Field(
        default=(),
        title="Does not name it",
        alias="not",
        strict=False,
        description="Phrases in which it must not be found.",
        examples=[["Judge Miller ruled"]],
    )


class EntryFrontMatter(FileModel):
    """The front matter of an entry: one agency or official."""

    name: Name = Field(
        title="Name", description="The name readers know it by; the heading of its page.", examples=["Chuck Schumer"]
    )
    kind: Name = Field(
        title="Kind", description="agency, official, or another kind that mkdocs.yml declares.", examples=["official"]
    )
    draft: bool = Field(
        default=False,
        title="Draft",
        description="true while the entry is unfinished: it is checked and shown in the preview, and not published.",
        examples=[True],
    )
    aliases: tuple[Annotated[Alias, BeforeValidator(_text_as_alias, json_schema_input_type=Name | Alias)], ...] = Field(
        default=(),
        title="Aliases",
        strict=False,
        description="Other names that texts use for it. Each is a name, or text and not: phrases in which the name"
        " means something else.",
        examples=[["Charles E. Schumer"], [{"text": "ICE", "not": ["ICE cream"]}]],
    )
    not_: tuple[Name, ...] = Field(
        default=(),
        title="Never in",
        alias="not",
        strict=False,
        description="Phrases in which no name of this entry is a mention.",
        examples=[["Trump Tower"]],
    )
    surname: Surname = Field(
        default=True,
        title="Surname",
        description="For persons: the surname, where it is not the last word of the name; it is found alone too, and"
        " sorts the entry. false: the surname alone is not found.",
        examples=["Li", False],
    )
    formerly: tuple[Slug, ...] = Field(
        default=(),
        title="Formerly at",
        strict=False,
        description="Former addresses of the entry; each redirects to it. colophon entry --rename writes them.",
        examples=[["secretary-of-homeland-security"]],
    )
    part_of: PartOf | None = Field(
        default=None,
        title="Part of",
        description="For agencies: the agency above it, and the source that says so.",
        examples=[{"agency": "department-of-homeland-security", "source": "dhs"}],
    )
    positions: tuple[Position, ...] = Field(
        default=(),
        title="Positions",
        strict=False,
        description="Positions as their sources give them, the newest first; each with its source.",
        examples=[[{"title": "Attorney General", "agency": "department-of-justice", "source": "text-000"}]],
    )
    identifiers: Identifiers = Field(
        default=Identifiers(),
        title="Elsewhere",
        description="Its Wikidata item and its website.",
        examples=[{"wikidata": "Q11231", "website": "https://www.ice.gov"}],
    )
    sources: Mapping[Slug, _Source] = Field(
        default={},
        title="Sources",
        description="Sources of the statements, each under a key you choose. In the prose, [^key] cites it. A passage"
        " of a text on this site has document and quote; an outside page has url, title and consulted; a book, a letter"
        " or the like has kind and title.",
        examples=[{"text-000": {"document": "000_17ce685a5ce6ce4a", "quote": "the words of the text"}}],
    )
    tests: MatchTests = Field(
        default=MatchTests(),
        title="Test phrases",
        description="Phrases that must and must not mention the entry; check tests them.",
        examples=[{"is": ["Secretary Noem said"], "not": ["Noem Street"]}],
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The name, then the aliases that texts use."""
        return (self.name, *(alias.text for alias in self.aliases if not alias.search_only))


@dataclass(frozen=True, slots=True)
class Entry:
    """A glossary page: one agency or official."""

    slug: str
    matter: EntryFrontMatter
    prose: str = field(repr=False)
    prose_line: int = 1
    """The line of the file on which the prose begins (from 1)."""
    digest: str = field(default="", repr=False)
    """Of its name and the bytes of its file, from which all of it follows; empty if it follows from something else."""

    @property
    def name(self) -> str:
        """The name readers know it by."""
        return self.matter.name

    @property
    def with_sourced_positions(self) -> Entry:
        """The entry without the positions whose sources it does not have, which no page can show."""
        sourced = tuple(one for one in self.matter.positions if self.matter.sources.keys() >= set(one.source))
        if sourced == self.matter.positions:
            return self
        return replace(self, matter=self.matter.model_copy(update={"positions": sourced}), digest="")
