"""The page of a text: its words exactly, its mentions linked, its provenance. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from colophon import __version__
from colophon.edition import Edition
from colophon.edition.spans import spans_of
from colophon.formats.invisible import reads_from_right, visible
from colophon.formats.line_breaks import set_in_lines
from colophon.formats.markdown import attribute, escape, link, notes_on_page, paragraphs_of
from colophon.formats.urls import document_path, entry_path, relative, relative_url, untouched_path
from colophon.formats.yaml_reader import write_yaml
from colophon.model.entry import Entry, Passage
from colophon.model.language import N_, gettext, listed, long_date, ngettext, sentence_case
from colophon.model.record import Record, Stated
from colophon.model.rights import rights_label
from colophon.model.site import Mark, Mention, Paragraph, SourceText
from colophon.rendering.linked_data import script_of, text_node
from colophon.rendering.pages.actions import own_card, page_actions
from colophon.rendering.pages.citations import text_as_work
from colophon.rendering.pages.corrections import changes_of, last_change
from colophon.rendering.pages.exchange import cite, downloads, tags_of
from colophon.rendering.pages.text_lists import place_of
from colophon.rendering.pages.wording import (
    NOT_RECORDED,
    alphabetical_key,
    basis_words,
    byline,
    count,
    creators_of,
    editors_note,
    held_on,
    is_from_right,
    language_attribute,
    language_name,
    listed_labels,
    not_before,
    period,
    stated,
    title_of,
)
from colophon.rendering.signposts import of_text
from colophon.rendering.tei import tei_path

PROCESSING = (
    N_("Decoded as UTF-8."),
    N_("Divided into numbered paragraphs; white space around a paragraph is removed, nothing else."),
    N_("Names of agencies and officials that have a glossary entry are linked to it."),
)

_LINE_END = re.compile(r"\n(?![^\[\]]*\]\()")
"""A line end in Markdown that is not inside the words of a link."""
_NEXT_LINE = '</span>\n<span class="line">'
_SPACE_BEFORE_LINE_END = re.compile(r"(?:[ \t]|&#9;)+\n")

_EXPLAINED = {
    "speakers": N_("labels of speakers set off"),
    "footnotes": N_("footnotes of the text linked to their marks"),
    "pages": N_("pages of the original numbered"),
}
_MOST_PLACES = 200
"""Links to paragraphs beside one name."""


def render_document(edition: Edition, number: int) -> str:
    """The Markdown page of the text at `number` (from 0) in the edition."""
    text = edition.site.texts[number]
    record = text.record
    page = document_path(text.id)
    mentions = edition.mentions_in.get(text.id, ())
    named = {slug: edition.entries[slug] for slug in dict.fromkeys(mention.entry for mention in mentions)}
    title = title_of(text)
    parts = [
        front_matter(text, [entry.name for entry in named.values()], edition),
        place_of(edition, text.collection, page, escape(edition.site.short_name(text.id))),
        f"# {escape(title)}{language_attribute(record, edition.site.settings)}",
        f"{escape(byline(record))}\n{{: .byline }}" if record.creators or record.publisher or record.published else "",
        last_change(edition, page),
    ]
    if record.withheld:
        since = gettext("**This text has been withheld** since {date}.", date=long_date(record.withheld.on))
        parts.append(f"{since} {escape(record.withheld.reason)}\n{{: .withheld }}")
        # Links to its paragraphs were made while it was shown; they lead here now.
        parts.append(f"<div>{''.join(f'<span id={p.anchor}></span>' for p in text.paragraphs)}</div>")
    else:
        parts += [_status(edition, text), *_paragraphs(edition, text, mentions, named, page)]
    if mentions:
        parts += [
            f"## {gettext('Agencies and officials in this text')} {{: #mentions }}",
            *_mentioned(edition, text, mentions, named, page),
        ]
    if record.notes_on_text:
        parts += [f"## {gettext('Editors’ notes')} {{: #notes }}", notes_on_page(record.notes_on_text, text.id)]
    parts += [f"## {gettext('Cite this text')} {{: #cite }}", *_citations(edition, text, page)]
    parts += [f"## {gettext('Provenance')} {{: #provenance }}", *_provenance(text, page)]
    parts += [*changes_of(edition, page), _neighbours(edition, text, page)]
    parts.append(page_actions(edition.site.settings, page, title, text.record_file))
    parts.append(script_of(text_node(edition, text)))
    return paragraphs_of(parts)


def _citations(edition: Edition, text: SourceText, page: PurePosixPath) -> tuple[str, str]:
    work = text_as_work(edition, text)
    tei = text.record.access == "full" and "tei" not in edition.site.settings.without_exports
    more = [link("TEI", relative(tei_path(text.id), page), f'download="{text.id}.xml"')] if tei else []
    return cite(work), downloads(work, page, more)


def front_matter(text: SourceText, names: Sequence[str], edition: Edition) -> str:
    """YAML front matter: the title, the names mentioned, and the whole record under `provenance`."""
    record = text.record
    paragraphs = count(len(text.paragraphs), "paragraph", "paragraphs")
    description = visible(f"{edition.site.short_name(text.id)}: {title_of(text)}. {byline(record)}. {paragraphs}.")
    if names:
        some = ", ".join(names[:6])
        description += " "
        description += (
            gettext("Names {names} and others.", names=some) if names[6:] else gettext("Names {names}.", names=some)
        )
    matter: dict[str, Any] = {
        "title": visible(title_of(text)),
        "description": description,
        "tags_for_citation": tags_of(text_as_work(edition, text, description)),
        "signposts": of_text(edition.site.settings, text),
        "provenance": {
            **record.model_dump(mode="json", by_alias=True),
            "notes": {at: notes_on_page(notes, text.id) for at, notes in record.notes.items()}
            if record.notes
            else None,
            "processing": list(_processing(record)),
            "generator": {"name": "Colophon", "version": __version__},
        },
        **own_card(edition.site.settings, document_path(text.id)),
    }
    return f"---\n{write_yaml(matter)}---"


def linked_words(
    text: SourceText, paragraph: Paragraph, mentions: Sequence[Mention], targets: Mapping[str, tuple[str, str]]
) -> str:
    """A paragraph as Markdown, each mention a link; only the first of an entry in the paragraph is marked as such.

    A speaker's label is set off, a mark of a footnote is a link, and the number of a page is where it begins. `targets`:
    by entry, the address of its page and its kind.
    """
    spans = spans_of(paragraph, mentions)
    label_end = paragraph.start + paragraph.label
    if paragraph.label and not any(span.start < label_end < span.end for span in spans):
        spans = sorted((*spans, Mark(label_end, label_end, "")), key=lambda span: (span.start, span.end))
    pieces = ['<b class="speaker">'] if any(span == (label_end, label_end, "", "") for span in spans) else []
    seen: set[str] = set()
    at = paragraph.start
    words = text.words(paragraph)

    def escaped(start: int, end: int) -> str:
        return escape(words, True, start=start - paragraph.start, end=end - paragraph.start, isolate=False)

    for span in spans:
        pieces.append(escaped(at, span.start))
        at = span.end
        if isinstance(span, Mention):
            target, kind = targets[span.entry]
            again = " .again" if span.entry in seen else ""
            seen.add(span.entry)
            pieces.append(link(escaped(span.start, at), target, f".mention .kind-{kind}{again}"))
        else:
            pieces.append(_marked(span, escaped(span.start, at)))
    return "".join(pieces) + escaped(at, paragraph.end)


def _marked(mark: Mark, words: str) -> str:
    if mark.page:
        label = f'aria-label="{gettext("Page {number}", number=mark.page)}"'
        words = gettext("p. {number}", number=escape(mark.page, mid_line=True))
        return link(f"<span>{words}</span>", f"#{mark.anchor}", f"#{mark.anchor} .pg {label}")
    return link(words, f"#{mark.anchor}") if mark.anchor else "</b>"


def _pages_of(text: SourceText) -> dict[int, str]:
    """By number of a paragraph, on which pages of the original it is, as far as the record says where pages begin."""
    on: dict[int, str] = {}
    page = ""
    for paragraph in text.paragraphs if text.record.pages else ():
        here = [page] * bool(page)
        for mark in paragraph.marks:
            if mark.page:
                here = [mark.page] if mark.start == paragraph.start else [*here, mark.page]
        if here:
            page = here[-1]
            on[paragraph.number] = (
                gettext("p. {number}", number=page)
                if len(here) == 1
                else gettext("pp. {first}–{last}", first=here[0], last=page)
            )
    return on


def _paragraphs(
    edition: Edition,
    text: SourceText,
    mentions: Sequence[Mention],
    named: Mapping[str, Entry],
    page: PurePosixPath,
) -> Iterator[str]:
    targets = {slug: (relative(entry_path(slug), page), entry.matter.kind) for slug, entry in named.items()}
    by_paragraph = {number: list(group) for number, group in groupby(mentions, key=lambda mention: mention.paragraph)}
    language = language_attribute(text.record, edition.site.settings, " {}")
    from_right = is_from_right(edition.site.settings.language)
    kept = set_in_lines([text.words(paragraph) for paragraph in text.paragraphs])
    is_verse = text.record.layout == "verse"
    footnotes = {int(key[1:]) for key in text.record.footnotes}
    pages = _pages_of(text)
    for paragraph, keeps_lines in zip(text.paragraphs, kept, strict=True):
        # A paragraph has its own direction, so that its numbers and punctuation stay where its writer put them.
        direction = " dir=auto" if from_right or reads_from_right(text.words(paragraph)) else ""
        words = linked_words(text, paragraph, by_paragraph.get(paragraph.number, ()), targets)
        if "\n" in words:
            words = _SPACE_BEFORE_LINE_END.sub("\n", words)  # two spaces there would be a line break of Markdown
        name = gettext("Paragraph {number}", number=paragraph.number)
        number = link(str(paragraph.number), f"#{paragraph.anchor}", ".pn", f'aria-label="{name}"')
        if paragraph.heading:
            words = re.sub(r"[ \t]*\n[ \t]*", " ", words)
            label = attribute(text.words(paragraph))
            shown = (
                f'## {number} {words} {{: #{paragraph.anchor} .para data-toc-label="{label}"{language}{direction} }}'
            )
        else:
            sort = " .verse" if is_verse else " .lines" if keeps_lines else ""
            if is_verse:
                words = _in_lines(text, paragraph, words)
            if paragraph.number in footnotes:
                sort += " .own-note"
            if page_numbers := pages.get(paragraph.number):
                sort += f' data-page="{attribute(page_numbers)}"'
            shown = f"{number} {words}\n{{: #{paragraph.anchor} .para{sort}{language}{direction} }}"
        note = text.record.note_on(paragraph.number)
        yield _noted(shown, paragraph, editors_note(note, text.id, page)) if note else shown


def _in_lines(text: SourceText, paragraph: Paragraph, words: str) -> str:
    """A stanza as Markdown, `words`, with an element for each line; the first is indented as in the file."""
    begins = max(text.text.rfind("\n", 0, paragraph.start), text.text.rfind("\r", 0, paragraph.start)) + 1
    indent = text.text[begins : paragraph.start]
    indent = indent.expandtabs() if not indent.strip(" \t") else ""
    return f'<span class="line">{indent}{_LINE_END.sub(_NEXT_LINE, words)}</span>'


def _noted(shown: str, paragraph: Paragraph, note: str) -> str:
    """A paragraph with the editors' note on it, both as Markdown: beside it where there is room, else below."""
    name = gettext("Editors’ note on paragraph {number}", number=paragraph.number)
    about = f'id="note-{paragraph.anchor}" role="note" aria-label="{name}"'
    return f'<div class="noted" markdown="1">\n\n{shown}\n\n<div class="note" {about} markdown="1">\n\n{note}\n\n</div>\n\n</div>'


def _status(edition: Edition, text: SourceText) -> str:
    """What readers should know of a text before they read it, in plain words; nothing where all is known and undisputed."""
    record = text.record
    known = [
        "" if record.creators else gettext("unsigned"),
        "" if record.published else gettext("undated"),
    ]
    unknown = [listed([word for word in known if word]), "" if record.publisher else gettext("publisher not recorded")]
    fields = {"title": record.title, "author": record.creators, "publisher": record.publisher, "date": record.published}
    attributed = [label for label, field in fields.items() if field and field.basis == "attributed"]
    disputed = edition.disputed_titles.get(text.id, ())
    places = list(dict.fromkeys(link(f"¶\u00a0{one.number}", f"#{one.anchor}") for one in disputed))
    noted = [p for p in text.paragraphs if record.note_on(p.number)]
    notes = [link(f"¶\u00a0{one.number}", f"#note-{one.anchor}") for one in noted]
    notes += [link(gettext("the whole text"), "#notes")] if record.notes_on_text else []
    sentences = [
        sentence_case("; ".join(filter(None, unknown))),
        ngettext(
            "The {fields} is not in the file, and is attributed from elsewhere",
            "The {fields} are not in the file, and are attributed from elsewhere",
            len(attributed),
            fields=listed_labels(attributed),
        )
        if attributed
        else "",
        gettext("The editors devised the title") if record.title and record.title.basis == "supplied" else "",
        escape(record.caveat.strip().removesuffix("."), mid_line=True) if record.caveat else "",
        ngettext(
            "One title given to a person is disputed: {places}",
            "{number} titles given to a person are disputed: {places}",
            len(disputed),
            places=listed(places),
        )
        if disputed
        else "",
        gettext("Editors’ notes on {places}", places=listed(notes)) if notes else "",
    ]
    said = " ".join(f"{sentence}." for sentence in sentences if sentence)
    more = link(gettext("Provenance"), "#provenance")
    return f'<div class="status" markdown="1">\n\n{said} {more}\n\n</div>' if said else ""


def _mentioned(
    edition: Edition,
    text: SourceText,
    mentions: Sequence[Mention],
    named: Mapping[str, Entry],
    page: PurePosixPath,
) -> Iterator[str]:
    """Who is named, in alphabetical order by kind, with links to the paragraphs. Cards over the names say the same."""
    by_entry: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_entry.setdefault(mention.entry, []).append(mention)
    kind_of = {slug: entry.matter.kind for slug, entry in named.items()}
    for kind_slug, kind in edition.site.settings.kinds.items():
        slugs = [slug for slug in by_entry if kind_of[slug] == kind_slug]
        if slugs:
            yield f"### {escape(kind.plural)} ({len(slugs)}) {{: #kind-{kind_slug} }}"
        for slug in sorted(slugs, key=lambda slug: alphabetical_key(named[slug], kind)):
            entry, found = named[slug], by_entry[slug]
            numbers = list(dict.fromkeys(mention.paragraph for mention in found))
            where = " ".join(
                link(str(number), f"#p{number}", f'aria-label="{gettext("paragraph {number}", number=number)}"')
                for number in numbers[:_MOST_PLACES]
            )
            if len(numbers) > _MOST_PLACES:
                where += " "
                where += ngettext(
                    "and {number} paragraph more", "and {number} paragraphs more", len(numbers) - _MOST_PLACES
                )
            name = link(
                escape(entry.name),
                relative(entry_path(slug), page),
                f"#in-{slug} .named .kind-{kind_slug}",
            )
            eyebrow = f'<span class="eyebrow kind-{kind_slug}">{escape(kind.label)} · {count(len(found), "mention", "mentions")}</span>'
            lines = [
                f"{eyebrow} {escape(edition.summary(slug), mid_line=True)}",
                *_positions_then(entry, text),
                f'<span class="where">¶ {where}</span>',
            ]
            yield name + "".join(f"\n:   {line}" for line in lines)


def _positions_then(entry: Entry, text: SourceText) -> Iterator[str]:
    """The positions the text itself gives, and those that sources date to the day it was published.

    A source knows nothing of the days after it: one that gives no end says that a position was held until then. Where
    sources differ, the entry has them all, and one line would hide that.
    """
    here: dict[str, None] = {}
    then: dict[str, str] = {}
    published = text.record.published
    matter = entry.matter
    for position in matter.positions:
        sources = [matter.sources.get(key) for key in position.source]
        if any(isinstance(source, Passage) and source.document == text.id for source in sources):
            title = position.title
            here[gettext("{title}, though other sources differ", title=title) if position.differs else title] = None
        elif published and not position.differs and held_on(position, published.value):
            pages = [source for source in sources if source and not isinstance(source, Passage)]
            if not position.to:
                pages = [page for page in pages if page.published and not_before(page.published, published.value)]
            if not pages:
                continue
            named = [page.said_by for page in pages]
            held = gettext(
                "{title}, {period}, according to {sources}",
                title=position.title,
                period=period(position.from_, position.to),
                sources=listed(named),
            )
            then.setdefault(position.title, held)
    if here:
        words = gettext("Position in this text: {titles}.", titles=escape(listed(list(here))))
        yield f'<span class="then">{words}</span>'
    if published and then:
        titles = escape("; ".join(then.values()), mid_line=True)
        words = gettext("Position on {date}: {titles}.", date=long_date(published.value), titles=titles)
        yield f'<span class="then">{words}</span>'


def _provenance(text: SourceText, page: PurePosixPath) -> Iterator[str]:
    """The record as a reader understands it."""
    record = text.record
    fixity = record.fixity
    file_name = f"{text.id}.txt"
    file = f"`{file_name}`"
    if record.access == "full":
        # Downloaded, not shown: a server that names no charset would let a browser show other letters than the file has.
        file = link(escape(file_name), relative(untouched_path(text.id), page), f'download="{file_name}"')
    published = long_date(record.published.value) if record.published else None
    address = link(escape(record.source_url.value), f"<{record.source_url.value}>") if record.source_url else None
    genre = sentence_case(escape(gettext(record.genre.value))) if record.genre else None
    acquired = gettext("{date}, by {name}", date=long_date(record.acquired.on), name=escape(record.acquired.by))
    counts = f"{count(fixity.bytes, 'byte', 'bytes')}, {count(len(text.paragraphs), 'paragraph', 'paragraphs')}"
    rows: list[tuple[str, str]] = [
        (gettext("Title"), _stated_row(record.title, escape(title_of(text)) if record.title else None)),
        (gettext("Author"), _stated_row(record.creators, escape(", ".join(creators_of(record))))),
        (gettext("Publisher"), _stated_row(record.publisher, escape(stated(record.publisher) or ""))),
        (gettext("Published"), _stated_row(record.published, published)),
        *([(gettext("Kind of text"), _stated_row(record.genre, genre))] if record.genre else []),
        (gettext("Original address"), _stated_row(record.source_url, address)),
        (gettext("Language"), _language(record.language) if record.language else _not_recorded()),
        (
            gettext("Rights"),
            link(rights_label(record.rights.statement), record.rights.statement)
            + (f". {escape(record.rights.note)}" if record.rights.note else ""),
        ),
        (gettext("Acquired"), acquired),
        (gettext("Received from"), escape(record.acquired.from_)),
        *_derived(record),
        (gettext("Text file") if record.derived else gettext("Original file"), f"{file}, {counts}"),
        ("SHA-256", f"`{fixity.sha256}`"),
        (gettext("Processing"), " ".join(_processing(record))),
    ]
    definitions = "\n\n".join(f"{label}\n:   {value}" for label, value in rows)
    yield f'<div class="provenance" markdown="1">\n\n{definitions}\n\n</div>'
    if record.access == "full":
        how = gettext(
            "To check it yourself, download the file and compare: {command} must print the digest above. Every time this site"
            " is built, the file is checked against the digest and this page against the file.",
            command=f"`sha256sum {file_name}`",
        )
        yield (
            f'<div class="verify" data-file="{relative_url(untouched_path(text.id), page)}" data-sha256="{fixity.sha256}"'
            f' markdown="1">\n\n{how}\n{{: .small }}\n\n</div>'
        )


def _not_recorded() -> str:
    return sentence_case(gettext(NOT_RECORDED))


def _derived(record: Record) -> Iterator[tuple[str, str]]:
    """The original of a text that was derived from one, its digest, and the program."""
    if derived := record.derived:
        size = count(derived.fixity.bytes, "byte", "bytes")
        kept = gettext("{file}, {size}; kept, not on this site", file=f"`{derived.original}`", size=size)
        yield gettext("Original file"), kept
        yield gettext("SHA-256 of the original"), f"`{derived.fixity.sha256}`"
        made = f"{derived.program} {derived.version}" + (f" ({derived.settings})" if derived.settings else "")
        yield gettext("Text derived by"), escape(made)


def _language(tag: str) -> str:
    name = language_name(tag)
    return f"{escape(name)} (`{tag}`)" if name != tag else f"`{tag}`"


def _stated_row(field: Stated | None, value: str | None) -> str:
    if field is None or not value:
        return _not_recorded()
    basis = basis_words(field) + (f". {escape(field.evidence)}" if field.evidence else "")
    return f'{value} <span class="basis">{sentence_case(basis)}</span>'


def _processing(record: Record) -> Iterator[str]:
    if record.derived:
        yield gettext("The text was derived from the original file by the program above.")
    yield from map(gettext, PROCESSING)
    if record.layout == "verse":
        yield gettext("Set line by line, as in the file.")
    if explained := [gettext(what) for field, what in _EXPLAINED.items() if getattr(record, field)]:
        words = sentence_case(listed(explained))
        yield gettext("{words} by an editor; the words are unchanged.", words=words)
    if record.headings:
        numbers, many = listed([str(number) for number in record.headings]), len(record.headings)
        yield (
            ngettext(
                "Paragraph {places} set as a subhead as in the original; its words are unchanged.",
                "Paragraphs {places} set as subheads as in the original; their words are unchanged.",
                many,
                places=numbers,
            )
            if record.derived
            else ngettext(
                "Paragraph {places} set as a subhead by an editor; its words are unchanged.",
                "Paragraphs {places} set as subheads by an editor; their words are unchanged.",
                many,
                places=numbers,
            )
        )


def _neighbours(edition: Edition, text: SourceText, page: PurePosixPath) -> str:
    """Links to the texts before and after in the same collection."""
    links = []
    for way, other in zip(("previous", "next"), edition.site.neighbors[text.id], strict=True):
        if other:
            target = relative(document_path(other.id), page)
            language = language_attribute(other.record, edition.site.settings, " {}")
            title = escape(title_of(other))
            words = (
                gettext("Previous: {title}", title=title)
                if way == "previous"
                else gettext("Next: {title}", title=title)
            )
            links.append(link(words, target, f".{way}{language}"))
    return " ".join(links) + "\n{: .neighbours }" if links else ""
