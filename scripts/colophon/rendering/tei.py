"""Each text as TEI P5 (https://tei-c.org/release/doc/tei-p5-doc/en/html/): the words exactly, what its record knows, its mentions. Pure.

A fact is here if the file says it or it was established from elsewhere; a note says which. Characters that XML cannot hold are
shown as signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from operator import attrgetter
from pathlib import PurePosixPath

from colophon import __version__
from colophon.edition import Edition
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Entry
from colophon.model.record import Record
from colophon.model.rights import rights_label
from colophon.model.site import Mention, Paragraph, SourceText
from colophon.rendering.linked_data import address_in
from colophon.rendering.pages.citations import Work, text_as_work
from colophon.rendering.pages.exchange import note_of
from colophon.rendering.pages.wording import name_of, person

_Elements = tuple[str, str, str, str]
"""Names of elements: of a mention, of the register, of an item of it, of a name in it."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OTHER = ("name", "list", "item", "name")
_ELEMENTS = {
    "person": ("persName", "listPerson", "person", "persName"),
    "agency": ("orgName", "listOrg", "org", "orgName"),
}
"""For persons and agencies."""


def tei_path(document: str) -> PurePosixPath:
    """The TEI file of a text, beside its page."""
    return PurePosixPath(page_url(document_path(document)), "tei.xml")


def tei_file(edition: Edition, text: SourceText) -> bytes:
    """The TEI document of a text that is not withheld."""
    language = f' xml:lang="{text.record.language}"' if text.record.language else ""
    mentions = edition.mentions_in.get(text.id, ())
    named = {slug: edition.entries[slug] for slug in dict.fromkeys(mention.entry for mention in mentions)}
    elements = {slug: _elements(edition, entry) for slug, entry in named.items()}
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"{language}>',
        *_header(edition, text),
        *_registers(edition, text, named, elements),
        "<text><body>",
        *_body(text, mentions, {slug: mention for slug, (mention, *_) in elements.items()}),
        "</body></text>",
        "</TEI>\n",
    ]
    return "\n".join(parts).encode()


def _header(edition: Edition, text: SourceText) -> Iterator[str]:
    settings, record, work = edition.site.settings, text.record, text_as_work(edition, text)
    title = f"<title>{_words(work.bracketed_title)}</title>"
    authors = "".join(
        f"<author><{element}>{_words(name_of(name))}</{element}></author>"
        for name in (work.creators if work.is_known("creators") else ())
        for element in ["persName" if person(name) else "orgName"]
    )
    by = f"<publisher>{_words(settings.publisher)}</publisher>" if settings.publisher else ""
    terms = "".join(
        f"<p>{_words(one)}</p>" for one in (rights_label(record.rights.statement), record.rights.note) if one
    )
    yield f"<teiHeader><fileDesc><titleStmt>{title}{authors}</titleStmt>"
    yield f"<publicationStmt>{by}<distributor>{_words(settings.name)}</distributor><idno>{text.id}</idno>"
    yield f"<availability><licence target={_quoted(record.rights.statement)}>{terms}</licence></availability>"
    yield f"</publicationStmt><sourceDesc><bibl>{title}{authors}{''.join(_source(record, work))}</bibl></sourceDesc>"
    yield "</fileDesc><encodingDesc><appInfo>"
    yield f'<application ident="colophon" version="{__version__}"><label>Colophon</label></application>'
    yield "</appInfo></encodingDesc>"
    if record.language:
        yield f'<profileDesc><langUsage><language ident="{record.language}"/></langUsage></profileDesc>'
    yield "</teiHeader>"


def _source(record: Record, work: Work) -> Iterator[str]:
    """What is known of the text as it was published, on what ground, and the digest of the file."""
    if work.is_known("publisher"):
        yield f"<publisher>{_words(work.publisher or '')}</publisher>"
    if work.is_known("published"):
        yield f'<date when="{work.published}">{work.published}</date>'
    if record.source_url and record.source_url.basis != "supplied":
        yield f"<ptr target={_quoted(record.source_url.value)}/>"
    yield f"<note>{_words(note_of(work))}</note>"


def _body(text: SourceText, mentions: Iterable[Mention], elements: Mapping[str, str]) -> Iterator[str]:
    """Paragraphs, in a division for each subhead; `elements`: that of a mention, by entry."""
    by_paragraph = {number: list(group) for number, group in groupby(mentions, key=attrgetter("paragraph"))}
    divided = False
    for paragraph in text.paragraphs:
        if paragraph.heading:
            yield f"{'</div>' * divided}<div>"
            divided = True
        element = "head" if paragraph.heading else "p"
        words = _marked(text, paragraph, by_paragraph.get(paragraph.number, ()), elements)
        yield f'<{element} xml:id="{paragraph.anchor}">{words}</{element}>'
    if not text.paragraphs:
        yield "<p/>"
    yield "</div>" * divided


def _marked(text: SourceText, paragraph: Paragraph, mentions: Iterable[Mention], elements: Mapping[str, str]) -> str:
    pieces, at = [], paragraph.start
    for mention in mentions:
        element = elements[mention.entry]
        pieces += [
            _words(text.text[at : mention.start]),
            f'<{element} ref="#entry-{mention.entry}">{_words(mention.surface)}</{element}>',
        ]
        at = mention.end
    return "".join([*pieces, _words(text.text[at : paragraph.end])])


def _registers(
    edition: Edition, text: SourceText, named: Mapping[str, Entry], elements: Mapping[str, _Elements]
) -> Iterator[str]:
    """Whom the text mentions, with the names and identifiers of their entries; `elements`: by entry."""
    if not named:
        return
    yield "<standOff>"
    slugs = sorted(named, key=lambda slug: (elements[slug], slug))
    for (_, register, item, name), group in groupby(slugs, key=elements.__getitem__):
        yield f"<{register}>"
        for slug in group:
            matter = named[slug].matter
            names = "".join(f"<{name}>{_words(one)}</{name}>" for one in dict.fromkeys(matter.names))
            page = address_in(edition, entry_path(slug), document_path(text.id))
            identifier = matter.identifiers.wikidata
            known = f'<idno type="wikidata">{identifier}</idno>' if identifier else ""
            yield f'<{item} xml:id="entry-{slug}" corresp={_quoted(page)}>{names}{known}</{item}>'
        yield f"</{register}>"
    yield "</standOff>"


def _elements(edition: Edition, entry: Entry) -> _Elements:
    kind = entry.matter.kind
    return _ELEMENTS.get("person" if edition.site.settings.kinds[kind].person else kind, _OTHER)


def _words(words: str) -> str:
    """Words as they are; a carriage return would else become a line feed when they are read."""
    shown = _NOT_XML.sub(lambda mark: f"⟨U+{ord(mark[0]):04X}⟩", words)
    return escape(shown, quote=False).replace("\r", "&#13;")


def _quoted(address: str) -> str:
    """The value of an attribute."""
    return f'"{escape(address)}"'
