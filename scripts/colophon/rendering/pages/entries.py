"""The page of an entry: cited prose, positions, place in the organization, mentions and sources. Pure."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import PurePosixPath
from typing import Any

from colophon.edition import Edition
from colophon.edition.quotes import Verified
from colophon.formats.invisible import visible
from colophon.formats.line_breaks import in_single_spaces
from colophon.formats.markdown import (
    attribute,
    blocks,
    citation_places,
    entry_link,
    escape,
    isolated,
    link,
    paragraphs_of,
    prose_on_page,
    summary_of,
    with_commas,
)
from colophon.formats.sentences import excerpt
from colophon.formats.urls import document_path, entry_feed_path, entry_path, page_url, relative
from colophon.formats.yaml_reader import write_yaml
from colophon.model.entry import Entry, Passage, Position, Reference, WebPage
from colophon.model.language import digits, gettext, long_date, ngettext, quoted
from colophon.model.site import Mention, SourceText
from colophon.rendering.html import policy_of
from colophon.rendering.linked_data import entry_node, page_node, script_of
from colophon.rendering.pages.actions import own_card, page_actions
from colophon.rendering.pages.citations import chicago, entry_as_work, source_as_work, sources_as_works
from colophon.rendering.pages.corrections import changes_of, last_change
from colophon.rendering.pages.exchange import cite, downloads, sources_to_cite, tags_of
from colophon.rendering.pages.hierarchy import hierarchy_of, strip
from colophon.rendering.pages.pagination import continued_path, page_links, page_ranges
from colophon.rendering.pages.wording import (
    count,
    editors_note,
    language_attribute,
    other_names,
    period,
    title_of,
)
from colophon.rendering.signposts import of_entry

_MOST_TEXTS = 3
_MOST_TOGETHER = 12
_MOST_PLACES = 30
_MOVE_ON = 'location.replace(document.querySelector("link").href + location.search + location.hash)'
"""One fixed string, for the policy of the page: the first link of the page is to the new address."""


def render_entry(edition: Edition, entry: Entry) -> str:
    """The Markdown page of an entry."""
    page = entry_path(entry.slug)
    kind = edition.site.settings.kinds[entry.matter.kind]
    mentions = edition.mentions_of.get(entry.slug, ())
    also = other_names(entry)
    parts = [
        _front_matter(edition, entry, mentions),
        f"{link(gettext('Glossary'), 'index.md')} / {escape(kind.label)}\n{{: .eyebrow .kind-{entry.matter.kind} }}",
        f"# {escape(entry.name)}",
        gettext("Also named {names}", names=", ".join(escape(name) for name in also)) + "\n{: .byline }"
        if also
        else "",
        last_change(edition, page),
        _facts(edition, entry, page),
        prose_on_page(_with_gaps(entry) if entry.matter.draft else entry.prose),
    ]
    if entry.matter.positions:
        parts += [f"## {gettext('Positions')} {{: #positions }}", *_positions(edition, entry, page)]
    if tree := hierarchy_of(edition, entry, page):
        parts += [f"## {gettext('Place in the organization')} {{: #stands }}", tree]
    parts += [f"## {gettext('Mentions')} {{: #mentions }}", *_mentions(edition, entry, 1)]
    if named_with := list(_named_with(edition, entry, page)):
        parts += [f"## {gettext('Mentioned together with')} {{: #together }}", *named_with]
    if links := list(_identifiers(entry)):
        parts += [f"## {gettext('Elsewhere')} {{: #elsewhere }}", "\n".join(links)]
    work = entry_as_work(edition, entry)
    parts += [f"## {gettext('Cite this entry')} {{: #cite }}", cite(work), downloads(work, page)]
    parts += sources_to_cite(sources_as_works(entry), page)
    parts += changes_of(edition, page)
    settings = edition.site.settings
    # Before the sources: their list is written by the builder, after everything else.
    parts.append(page_actions(settings, page, entry.name, f"{settings.docs_dir}/{page}"))
    parts.append(script_of(entry_node(edition, entry, summary_of(entry.prose))))
    if entry.matter.sources:
        found = (key for part in parts for _, _, key in citation_places(part))
        cited = dict.fromkeys(key for key in found if key in entry.matter.sources)
        parts += [f"## {gettext('Sources')} {{: #sources }}", *_sources(edition, entry, page, cited)]
    front, *rest = parts
    return paragraphs_of([front, *map(with_commas, rest)])


def mention_pages(edition: Edition, entry: Entry) -> Sequence[Sequence[Mention]]:
    """The mentions of an entry on its page and on each that continues it; those of one text stay together."""
    mentions = edition.mentions_of.get(entry.slug, ())
    by_text = [list(group) for _, group in groupby(mentions, key=attrgetter("document"))]
    return [[one for at in page for one in by_text[at]] for page in page_ranges([len(group) for group in by_text])]


def render_more_mentions(edition: Edition, entry: Entry, number: int) -> str:
    """The Markdown of page `number` (from 2) of the mentions of an entry."""
    first = entry_path(entry.slug)
    page = continued_path(first, number)
    kind = edition.site.settings.kinds[entry.matter.kind]
    title = gettext("{name}: mentions, page {number}", name=entry.name, number=number)
    glossary, above = link(gettext("Glossary"), relative("glossary/index.md", page)), entry_link(entry, page)
    matter = write_yaml(
        {
            "title": visible(title),
            "description": gettext("More mentions of {name} in the texts.", name=entry.name),
            "continues": page_url(first),
            **own_card(edition.site.settings, first),
        }
    )
    return paragraphs_of(
        [
            f"---\n{matter}---",
            f"{glossary} / {escape(kind.label)} / {above}\n{{: .eyebrow .kind-{entry.matter.kind} }}",
            f"# {escape(title)}",
            f"## {gettext('Mentions')} {{: #mentions }}",
            *_mentions(edition, entry, number),
            script_of(page_node(edition, page, title)),
        ]
    )


def render_moved(entry: Entry, old: str, tag: str) -> str:
    """The page at an old address of an entry, as finished HTML: it leads on, with and without JavaScript.

    Not Markdown, so that no engine adds it to a list, map or index of the site.
    """
    target = f"../{entry.slug}/"
    name = html.escape(entry.name)
    where = gettext(
        "The entry {name} was at {old}, and is now at {new}.",
        name=f'<a href="{target}">{name}</a>',
        old=f"glossary/{old}/",
        new=f"glossary/{entry.slug}/",
    )
    return f"""\
<!doctype html>
<html lang="{html.escape(tag)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy_of(script=_MOVE_ON)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{gettext("{name}: this page has moved", name=name)}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="{target}">
<meta http-equiv="refresh" content="0; url={target}">
<script>{_MOVE_ON}</script>
</head>
<body>
<h1>{gettext("This page has moved")}</h1>
<p>{where}</p>
</body>
</html>
"""


def _front_matter(edition: Edition, entry: Entry, mentions: Sequence[Mention]) -> str:
    matter: dict[str, Any] = {
        "title": entry.name,
        "description": summary_of(entry.prose),
        "tags_for_citation": tags_of(entry_as_work(edition, entry, summary_of(entry.prose))),
        "signposts": of_entry(edition.site.settings, entry),
        "entry": {
            **entry.matter.model_dump(mode="json", by_alias=True, exclude={"name", "sources", "tests", "draft"}),
            "sources": {
                key: source.model_dump(mode="json", exclude_none=True) for key, source in entry.matter.sources.items()
            },
            "mentions": len(mentions),
        },
        **own_card(edition.site.settings, entry_path(entry.slug)),
    }
    return f"---\n{write_yaml(matter)}---"


def _facts(edition: Edition, entry: Entry, page: PurePosixPath) -> str:
    """Position, place and mentions at a glance."""
    rows = {gettext("Position"): _current_position(entry)} if entry.matter.positions else {}
    part_of = entry.matter.part_of
    if part_of and part_of.agency in edition.entries:
        rows[gettext("Part of")] = f"{entry_link(edition.entries[part_of.agency], page)}[^{part_of.source}]"
    mentions = edition.mentions_of.get(entry.slug, ())
    documents = Counter(mention.document for mention in mentions)
    if 0 < len(documents) <= _MOST_TEXTS:
        rows[gettext("Named in")] = "; ".join(
            f"{link(escape(edition.site.short_name(document)), f'#in-{document}')} ({count(number, 'mention', 'mentions')})"
            for document, number in documents.items()
        )
    elif documents:
        rows[gettext("Named in")] = link(_where_mentioned(edition, mentions), "#mentions")
    else:
        rows[gettext("Named in")] = gettext("None of the texts; listed for context")
    shown = "\n\n".join(f"{label}\n:   {value}" for label, value in rows.items() if value)
    return f'<div class="facts" markdown="1">\n\n{shown}\n\n</div>'


def _where_mentioned(edition: Edition, mentions: Sequence[Mention]) -> str:
    """How many mentions there are, in how many of all texts."""
    return ngettext(
        "{mentions} in {documents} of {number} text",
        "{mentions} in {documents} of {number} texts",
        len(edition.site.texts),
        mentions=count(len(mentions), "mention", "mentions"),
        documents=digits(len({mention.document for mention in mentions})),
    )


def _current_position(entry: Entry) -> str:
    """What the latest dated sources of its positions give without an end, and as of when; nothing without such a source."""
    dated = [
        (max(days), position) for position in entry.matter.positions if (days := _days_of_sources(entry, position))
    ]
    if not dated:
        return ""
    current = [(day, position) for day, position in dated if not position.to and not position.differs]
    if not current:
        latest = max(day for day, _ in dated)
        return gettext("None recorded as current, as of {date}", date=long_date(latest))
    latest = max(day for day, _ in current)
    held = {position.title: position for day, position in current if day == latest}
    shown = "; ".join(
        gettext("{title} since {date}", title=escape(title), date=long_date(position.from_))
        if position.from_
        else escape(title)
        for title, position in held.items()
    )
    keys = dict.fromkeys(key for position in held.values() for key in position.source)
    said = gettext("{titles}, as of {date}", titles=shown, date=long_date(latest))
    return said + "".join(f"[^{key}]" for key in keys)


def _days_of_sources(entry: Entry, position: Position) -> list[str]:
    sources = (entry.matter.sources[key] for key in position.source)
    return [source.published for source in sources if not isinstance(source, Passage) and source.published]


def _positions(edition: Edition, entry: Entry, page: PurePosixPath) -> Iterator[str]:
    heads = (gettext("Position"), gettext("When"), gettext("According to"))
    rows = [f"| {' | '.join(heads)} |", "| --- | --- | --- |"]
    for position in entry.matter.positions:
        where = ""
        if position.agency and position.agency in edition.entries:
            where = " · " + entry_link(edition.entries[position.agency], page)
        differs = f' <span class="differs">{gettext("Sources differ")}</span>' if position.differs else ""
        note = f' <span class="basis">{escape(position.note)}</span>' if position.note else ""
        according = "<br>".join(_said_by(edition, entry, key, page) for key in position.source)
        when = period(position.from_, position.to) or gettext("date not given")
        rows.append(f"| {escape(position.title)}{where}{differs}{note} | {when} | {according} |")
    yield '<div class="positions" markdown="1">\n\n' + "\n".join(rows) + "\n\n</div>"
    said = [gettext("Each row follows its source.")]
    if any(position.differs for position in entry.matter.positions):
        said.append(gettext("Conflicting sources are listed separately."))
    yield f"{' '.join(said)}\n{{: .small }}"


def _said_by(edition: Edition, entry: Entry, key: str, page: PurePosixPath) -> str:
    source = entry.matter.sources[key]
    if isinstance(source, Passage):
        return f"{_passage_link(edition, entry, key, source, page)}[^{key}]"
    said = escape(source.said_by)
    return f"{said}{f', {long_date(source.published)}' if source.published else ''}[^{key}]"


def _mentions(edition: Edition, entry: Entry, number: int) -> Iterator[str]:
    """The section of mentions on page `number` (from 1)."""
    first = entry_path(entry.slug)
    page = continued_path(first, number)
    mentions = edition.mentions_of.get(entry.slug, ())
    if not mentions:
        yield gettext("Not named in the texts; listed for context.")
        return
    pages = mention_pages(edition, entry)
    links = page_links(first, number, len(pages))
    yield gettext(
        "{counts}. Each tick is a paragraph, from the first of a text on the left to its last on the right; select a tick or a"
        " number to read it. Follow new mentions and changes: {feed}.",
        counts=_where_mentioned(edition, mentions),
        feed=link(gettext("Atom feed"), relative(entry_feed_path(entry.slug), page)),
    )
    yield links
    for document, group in groupby(pages[number - 1], key=attrgetter("document")):
        text, short_name = edition.texts[document], edition.site.short_name(document)
        found = list(group)
        name = link(
            escape(f"{title_of(text)} · {short_name}"),
            relative(document_path(document), page),
            *filter(None, [language_attribute(text.record, edition.site.settings, "{}")]),
        )
        yield f"### {name} {{: #in-{document} }}"
        yield strip(text, found, page)
        if text.record.caveat:
            yield f"{escape(text.record.caveat.strip())}\n{{: .small }}"
        language = language_attribute(text.record, edition.site.settings, "<span {}>")
        yield "\n".join(_passages(text, attribute(short_name), found, page, language))
    yield links


def _passages(
    text: SourceText, text_name: str, mentions: Sequence[Mention], page: PurePosixPath, language: str
) -> Iterator[str]:
    """One line a paragraph, with the sentences that hold the mentions, the mentions marked.

    `text_name`: what the text is called, as part of an attribute.
    """
    target = relative(document_path(text.id), page)
    for number, group in groupby(mentions, key=lambda mention: mention.paragraph):
        found = list(group)
        paragraph = text.paragraphs[number - 1]
        words = text.words(paragraph)
        spans = [(mention.start - paragraph.start, mention.end - paragraph.start) for mention in found]
        start, end = excerpt(words, spans)
        shown = ["… " if start else ""]
        at = start
        for first, last in spans:
            shown += (
                escape(words, True, start=at, end=first, isolate=False),
                f"=={escape(words, start=first, end=last, isolate=False)}==",
            )
            at = last
        rest = at + len(words[at:end].rstrip())
        shown += escape(words, True, start=at, end=rest, isolate=False), " …" if end < len(words) else ""
        sentence = isolated(in_single_spaces("".join(shown)), words)
        note = text.record.note_on(number)
        said = f' <span class="note">{editors_note(note, text.id, page)}</span>' if note else ""
        place = link(f"¶ {number}", f"{target}#{paragraph.anchor}", ".pn", _paragraph_label(text_name, number))
        yield f"- {place} {language}{sentence}{'</span>' * bool(language)}{said}"


def _paragraph_label(text_name: str, number: int) -> str:
    """What a screen reader says of a link to a paragraph, as an attribute; the name of the text is part of one already."""
    return f'aria-label="{gettext("{text}, paragraph {number}", text=text_name, number=number)}"'


def _named_with(edition: Edition, entry: Entry, page: PurePosixPath) -> Iterator[str]:
    """The entries named in the same paragraphs, those with most paragraphs first."""
    found = edition.named_with(entry.slug)
    lines = []
    for other, places in found[:_MOST_TOGETHER]:
        rest = len(places) - _MOST_PLACES
        where = "; ".join(
            _paragraphs_of(edition, document, (number for _, number in group), page)
            for document, group in groupby(places[:_MOST_PLACES], key=itemgetter(0))
        )
        if rest > 0:
            where += " " + gettext("and {number} more", number=digits(rest))
        paragraphs = count(len(places), "paragraph", "paragraphs")
        lines.append(f'- {entry_link(edition.entries[other], page)} <span class="where">{paragraphs}: {where}</span>')
    if lines:
        yield gettext("Named in the same paragraph. This does not imply a connection.") + "\n{: .small }"
        yield "\n".join(lines)
    if len(found) > _MOST_TOGETHER:
        others = ngettext(
            "And {number} other entry, each in fewer paragraphs or as many.",
            "And {number} other entries, each in fewer paragraphs or as many.",
            len(found) - _MOST_TOGETHER,
        )
        yield f"{others}\n{{: .small }}"


def _paragraphs_of(edition: Edition, document: str, numbers: Iterable[int], page: PurePosixPath) -> str:
    """The name of a text, and links to some of its paragraphs."""
    name, target = edition.site.short_name(document), relative(document_path(document), page)
    text_name = attribute(name)
    links = (link(str(number), f"{target}#p{number}", _paragraph_label(text_name, number)) for number in numbers)
    return f"{escape(name)} ¶\u00a0{' '.join(links)}"


def _with_gaps(entry: Entry) -> str:
    """The prose of a draft with what it lacks marked, for its editor."""
    lines = entry.prose.split("\n")
    for block in blocks(entry.prose):
        if not (block.is_heading or block.citations):
            last = block.line - 1 + block.text.rstrip("\n").count("\n")
            lines[last] = f"{lines[last].rstrip()} ==source missing=="
    prose = "\n".join(lines)
    written = prose if prose.strip() else "==No text yet.=="
    cited = {key for _, _, key in citation_places(written)} | {k for p in entry.matter.positions for k in p.source}
    left = (
        f"- `[^{key}]`: “{escape(source.quote, mid_line=True)}”"
        for key, source in entry.matter.sources.items()
        if key not in cited and isinstance(source, Passage)
    )
    passages = "\n".join(left)
    return f"{written}\n\n==To cite or to delete:==\n\n{passages}" if passages else written


def _identifiers(entry: Entry) -> Iterator[str]:
    identifiers = entry.matter.identifiers
    if identifiers.website:
        website = link(escape(re.sub(r"^https?://|/$", "", identifiers.website)), identifiers.website)
        yield f"- {gettext('Website: {link}', link=website)}"
    if identifiers.wikidata:
        yield f"- Wikidata: {link(identifiers.wikidata, f'https://www.wikidata.org/wiki/{identifiers.wikidata}')}"


def _sources(edition: Edition, entry: Entry, page: PurePosixPath, cited: Iterable[str]) -> Iterator[str]:
    """The notes, in the order in which the page cites them: their numbers follow the order of these definitions."""
    for key in cited:
        source = entry.matter.sources[key]
        match source:
            case Passage():
                shown = _passage_words(edition, entry, key, source, page)
            case WebPage():
                shown = _web_words(source)
            case Reference():
                note = f" {escape(source.note, mid_line=True)}" if source.note else ""
                shown = chicago(source_as_work(key, source)) + note
        yield f"[^{key}]: {shown}"


def _passage_words(edition: Edition, entry: Entry, key: str, source: Passage, page: PurePosixPath) -> str:
    where = _passage_link(edition, entry, key, source, page)
    text = edition.texts.get(source.document)
    if text and text.record.access != "full":
        return gettext(
            "A passage of {text}, a text that is withheld: its words are not shown.",
            text=link(where, relative(document_path(text.id), page)),
        )
    title = f", {escape(title_of(text))}" if text else ""
    found = edition.passages.get((entry.slug, key))
    note = ""
    if text and isinstance(found, Verified) and text.record.note_on(found.paragraph.number):
        target = relative(document_path(text.id), page, f"note-{found.paragraph.anchor}")
        note = " " + gettext("See the {link}.", link=link(gettext("editors’ note"), target))
    return f"{quoted(escape(source.quote, mid_line=True))} {where}{title}.{note}"


def _passage_link(edition: Edition, entry: Entry, key: str, source: Passage, page: PurePosixPath) -> str:
    found = edition.passages.get((entry.slug, key))
    name = edition.site.short_name(source.document)
    if not isinstance(found, Verified):
        return escape(name)
    anchor = relative(document_path(source.document), page, found.paragraph.anchor)
    return link(escape(f"{name}, ¶ {found.paragraph.number}"), anchor)


def _web_words(source: WebPage) -> str:
    title = link(escape(source.title), f"<{source.url}>")
    shown = [
        escape(source.author) if source.author else "",
        title if source.title.startswith("[") else quoted(title),
        escape(source.publisher) if source.publisher else "",
        long_date(source.published) if source.published else gettext("no date shown"),
        gettext("consulted {date}", date=long_date(source.consulted)),
    ]
    note = f" {escape(source.note, mid_line=True)}" if source.note else ""
    return ", ".join(filter(None, shown)) + "." + note
