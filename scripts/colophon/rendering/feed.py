"""Atom feeds (RFC 4287): of corrections and updates, of new texts, and of each entry. Pure.

Ids are UUIDs made of the commit and the file, or of the text (RFC 9562, version 5), so they outlive a change of address.
Links are absolute where the site says its address, else relative to the feed's own, which RFC 4287 allows (sections 2 and
4.2.7.1). Times come from the history or the records and never from a clock, so that the same commit makes the same bytes.
"""

from __future__ import annotations

import datetime
import html
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from colophon import __version__
from colophon.edition import Edition
from colophon.edition.history import Change
from colophon.formats.invisible import searchable
from colophon.formats.line_breaks import in_single_spaces
from colophon.formats.markdown import plain
from colophon.formats.sentences import excerpt
from colophon.formats.urls import document_path, entry_feed_path, entry_path, page_url, relative_url
from colophon.model.entry import Entry
from colophon.model.language import gettext, long_date, ngettext
from colophon.model.site import Mention, SourceText
from colophon.rendering.localized import LazyFiles, localized
from colophon.rendering.pages.corrections import CORRECTIONS, FEED, LABELS, NO_HISTORY, page_name
from colophon.rendering.pages.wording import byline, count, title_of

__all__ = ["FEED", "TEXTS_FEED", "entry_feed", "feed_file", "feed_makers", "latest_accession", "texts_feed"]

TEXTS_FEED = PurePosixPath("documents/feed.xml")
_ATOM = "http://www.w3.org/2005/Atom"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_MOST = 100
_MOST_OF_ENTRY = 10
_MOST_PARAGRAPHS = 2
"""Paragraphs that an item shows of the mentions in one text."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""See https://www.w3.org/TR/xml/#charsets."""
_NEVER = datetime.datetime.fromtimestamp(0, datetime.UTC)


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    title: str
    updated: datetime.datetime
    page: PurePosixPath
    anchor: str
    content: str
    """HTML."""
    summary: str = ""
    kind: str = ""


@localized
def feed_makers(edition: Edition) -> LazyFiles:
    """What makes each feed, by path in the documentation folder; a renamed entry has its feed at its old address too."""
    makers: dict[PurePosixPath, Callable[[], bytes]] = {
        FEED: partial(feed_file, edition),
        TEXTS_FEED: partial(texts_feed, edition),
    }
    for entry in edition.site.entries:
        for slug in (entry.slug, *entry.matter.formerly):
            makers[entry_feed_path(slug)] = partial(entry_feed, edition, entry)
    return makers


def feed_file(edition: Edition) -> bytes:
    """The file at `FEED`: the latest corrections, withheld texts and updates."""
    name, history = edition.site.settings.name, edition.history
    items = [_changed(edition, change) for change in islice(history.news, _MOST)]
    subtitle = gettext(NO_HISTORY) if history.silence else ""
    return _feed(edition, FEED, CORRECTIONS, gettext("{site}: corrections and updates", site=name), items, subtitle)


def texts_feed(edition: Edition) -> bytes:
    """The file at `TEXTS_FEED`: the latest texts."""
    items = sorted((_text(edition, text) for text in edition.site.texts), key=attrgetter("updated", "id"), reverse=True)
    title = gettext("{site}: new texts", site=edition.site.settings.name)
    return _feed(edition, TEXTS_FEED, PurePosixPath("documents/index.md"), title, items[:_MOST])


def entry_feed(edition: Edition, entry: Entry) -> bytes:
    """The feed of an entry: the texts that mention it, and what changed on its page."""
    page = entry_path(entry.slug)
    items = [_changed(edition, change) for change in edition.history.of.get(page, ())]
    since = _published_on(edition, page) or _NEVER
    found = [
        (document, list(group)) for document, group in groupby(_mentions(edition, entry), key=attrgetter("document"))
    ]
    dated = sorted(
        ((max(since, _day(edition, edition.texts[document])), document) for document, _ in found), reverse=True
    )
    latest = {document: at for at, document in dated[:_MOST_OF_ENTRY]}
    items += [
        _mentioned(edition, entry, edition.texts[document], mentions, latest[document])
        for document, mentions in found
        if document in latest
    ]
    items.sort(key=attrgetter("updated", "id"), reverse=True)
    title = f"{edition.site.settings.name}: {entry.name}"
    return _feed(edition, entry_feed_path(entry.slug), page, title, items[:_MOST_OF_ENTRY])


def _mentions(edition: Edition, entry: Entry) -> Sequence[Mention]:
    return edition.mentions_of.get(entry.slug, ())


def _changed(edition: Edition, change: Change) -> _Item:
    label = gettext(LABELS[change.kind])
    words = [words for words in (change.summary, change.what) if words]
    return _Item(
        id=change.id,
        title=f"{label}: {page_name(edition, change.page)}",
        updated=change.at,
        page=change.page,
        anchor="history",
        content="".join(f"<p>{_inline(one)}</p>" for one in words) or f"<p>{label}.</p>",
        summary=words[0] if words else "",
        kind=change.kind,
    )


def _text(edition: Edition, text: SourceText) -> _Item:
    record = text.record
    if record.withheld:
        since = gettext("Withheld since {date}.", date=long_date(record.withheld.on))
        content = f"<p>{since} {_inline(record.withheld.reason)}</p>"
    else:
        slugs = dict.fromkeys(mention.entry for mention in edition.mentions_in.get(text.id, ()))
        names = dict.fromkeys(edition.entries[slug].name for slug in slugs)
        named = f"<p>{gettext('Mentions {names}.', names=_inline(', '.join(names)))}</p>" if names else ""
        first = "".join(
            f"<blockquote><p>{_inline(text.words(p))}</p></blockquote>{_note(text, p.number)}"
            for p in text.paragraphs[:1]
        )
        size = count(len(text.paragraphs), "paragraph", "paragraphs")
        content = f"<p>{_inline(byline(record))}</p>{first}<p>{size}.</p>{named}"
    return _Item(f"text:{text.id}", title_of(text), _day(edition, text), document_path(text.id), "", content)


def _mentioned(
    edition: Edition, entry: Entry, text: SourceText, mentions: list[Mention], at: datetime.datetime
) -> _Item:
    page = document_path(text.id)
    title = title_of(text)
    lines = list(_excerpts(edition, text, mentions, entry_path(entry.slug)))
    rest = len({mention.paragraph for mention in mentions}) - len(lines)
    more = ngettext("And {number} paragraph more.", "And {number} paragraphs more.", rest)
    more = f"<p>{more}</p>" if rest else ""
    mentioned = count(len(mentions), "mention", "mentions")
    return _Item(
        id=f"mention:{entry.slug}:{text.id}",
        title=gettext("Mentioned in {title}", title=title),
        updated=at,
        page=page,
        anchor=f"in-{entry.slug}",
        content=f"<p>{mentioned}. {_inline(byline(text.record))}</p><ul>{''.join(lines)}</ul>{more}",
    )


def _excerpts(edition: Edition, text: SourceText, mentions: list[Mention], near: PurePosixPath) -> Iterator[str]:
    """The sentences of the first paragraphs that hold the mentions, as list items."""
    by_paragraph = groupby(mentions, key=attrgetter("paragraph"))
    for number, group in islice(by_paragraph, _MOST_PARAGRAPHS):
        paragraph = text.paragraphs[number - 1]
        words = text.words(paragraph)
        spans = [(mention.start - paragraph.start, mention.end - paragraph.start) for mention in group]
        start, end = excerpt(words, spans)
        pieces = ["… " if start else ""]
        at = start
        for first, last in spans:
            pieces += _inline(words[at:first]), f"<b>{_inline(words[first:last])}</b>"
            at = last
        pieces += _inline(words[at:end]), " …" if end < len(words) else ""
        link = _address(edition, document_path(text.id), near, paragraph.anchor)
        yield f'<li><a href="{link}">¶ {number}</a> {"".join(pieces)}{_note(text, number)}</li>'


def _note(text: SourceText, number: int) -> str:
    """The editors' note on a paragraph, which goes wherever the paragraph is excerpted."""
    note = text.record.note_on(number)
    return f"<p>{gettext('Editors’ note:')} {_inline(plain(note))}</p>" if note else ""


def _published_on(edition: Edition, page: PurePosixPath) -> datetime.datetime | None:
    """When a page was first published as far as its history is known."""
    first = (change.at for change in edition.history.of.get(page, ()) if change.kind == "published")
    return next(first, None)


def _day(edition: Edition, text: SourceText) -> datetime.datetime:
    """When a text was first published here or, if that is not known, the day it was acquired."""
    return _published_on(edition, document_path(text.id)) or _midnight(text.record.acquired.on)


def _midnight(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{(day + '-01-01')[:10]}T00:00:00+00:00")


def _feed(
    edition: Edition,
    path: PurePosixPath,
    page: PurePosixPath,
    title: str,
    items: Iterable[_Item],
    subtitle: str = "",
) -> bytes:
    """A feed at `path` about `page`."""
    settings, items = edition.site.settings, list(items)
    near = PurePosixPath("index.md") if path == FEED else page
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": settings.language})
    whose = settings.site_url or settings.name
    _add(feed, "id", _id(whose if path == FEED else f"{whose} {path}"))
    _add(feed, "title", title)
    if subtitle:
        _add(feed, "subtitle", subtitle)
    # The first change may have been made by a slow clock, and this must never go back.
    latest = max(item.updated for item in items) if items else latest_accession(edition)
    _add(feed, "updated", latest.isoformat())
    _add(ET.SubElement(feed, "author"), "name", gettext("The editors of {site}", site=settings.name))
    if settings.site_url:
        own = {"rel": "self", "type": "application/atom+xml", "href": f"{settings.site_url}{path}"}
        ET.SubElement(feed, "link", own)
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _address(edition, page, near)})
    ET.SubElement(feed, "generator", {"version": __version__}).text = "Colophon"
    for item in items:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", _id(item.id))
        _add(entry, "title", item.title)
        _add(entry, "updated", item.updated.isoformat())
        address = _address(edition, item.page, near, item.anchor)
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
        if item.kind in LABELS:
            ET.SubElement(entry, "category", {"term": item.kind, "label": gettext(LABELS[item.kind])})
        if item.summary:
            _add(entry, "summary", item.summary)
        ET.SubElement(entry, "content", {"type": "html"}).text = item.content
    return f"{_DECLARATION}\n{ET.tostring(feed, encoding='unicode')}\n".encode()


def latest_accession(edition: Edition) -> datetime.datetime:
    """The day on which the last text was acquired; 1970 if there are no texts."""
    return max((_midnight(text.record.acquired.on) for text in edition.site.texts), default=_NEVER)


def _address(edition: Edition, target: PurePosixPath, near: PurePosixPath, anchor: str = "") -> str:
    """The address of a page as the feed beside the page `near` gives it."""
    address = edition.site.settings.address_of(page_url(target)) or relative_url(target, near)
    return f"{address}#{anchor}" if anchor else address


def _inline(words: str) -> str:
    """Words as HTML on one line, without control and direction marks and what XML cannot hold."""
    return html.escape(in_single_spaces(_NOT_XML.sub(" ", searchable(words))), quote=False)


def _add(parent: ET.Element, tag: str, text: str) -> None:
    """An element with text, without control and direction marks and what XML cannot hold."""
    ET.SubElement(parent, tag).text = " ".join(_NOT_XML.sub(" ", searchable(text)).split())


def _id(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"colophon:{name}").urn
