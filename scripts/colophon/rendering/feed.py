"""Corrections and updates as an Atom feed (RFC 4287). Pure.

Ids are UUIDs made of the commit and the file (RFC 9562, version 5), so they outlive a change of address. Links are absolute
where the site says its address, else relative to the feed's own, which RFC 4287 allows (sections 2 and 4.2.7.1).
"""

from __future__ import annotations

import re
import uuid
from itertools import islice
from xml.etree import ElementTree as ET

from colophon import __version__
from colophon.edition import Edition
from colophon.edition.history import Change
from colophon.formats.invisible import searchable
from colophon.formats.urls import page_url
from colophon.rendering.pages.corrections import CORRECTIONS, FEED, LABELS, page_name

__all__ = ["FEED", "feed_file"]

_ATOM = "http://www.w3.org/2005/Atom"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_MOST = 100
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""See https://www.w3.org/TR/xml/#charsets."""
_NEVER = "1970-01-01T00:00:00+00:00"


def feed_file(edition: Edition) -> bytes:
    """The file at `FEED`: the latest corrections, withheld texts and updates."""
    settings, history = edition.site.settings, edition.history
    base = settings.site_url or ""
    changes = list(islice(history.news, _MOST))
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": settings.language})
    _add(feed, "id", _id(settings.site_url or settings.name))
    _add(feed, "title", f"{settings.name}: corrections and updates")
    if history.silence is not None:
        _add(feed, "subtitle", "This copy of the site was built without its history, so it lists no corrections.")
    _add(feed, "updated", _latest(edition, changes))
    _add(ET.SubElement(feed, "author"), "name", f"The editors of {settings.name}")
    if settings.site_url:
        ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{base}{FEED}"})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": base + page_url(CORRECTIONS)})
    ET.SubElement(feed, "generator", {"version": __version__}).text = "Colophon"
    for change in changes:
        entry = ET.SubElement(feed, "entry")
        label = LABELS[change.kind]
        _add(entry, "id", _id(change.id))
        _add(entry, "title", f"{label}: {page_name(edition, change.page)}")
        _add(entry, "updated", change.at.isoformat())
        ET.SubElement(
            entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{base}{page_url(change.page)}#history"}
        )
        ET.SubElement(entry, "category", {"term": change.kind, "label": label})
        if change.summary:
            _add(entry, "summary", change.summary)
    ET.indent(feed, " ")
    return f"{_DECLARATION}\n{ET.tostring(feed, encoding='unicode')}\n".encode()


def _latest(edition: Edition, changes: list[Change]) -> str:
    """When the feed last changed: never by a clock, so that the same commit makes the same bytes.

    The first change may have been made by a slow clock, and this must never go back.
    """
    if changes:
        return max(change.at for change in changes).isoformat()
    return latest_accession(edition)


def latest_accession(edition: Edition) -> str:
    """The day on which the last text was acquired, as an RFC 3339 time; 1970 if there is no text."""
    days = [text.record.acquired.on for text in edition.site.texts]
    return max((f"{(day + '-01-01')[:10]}T00:00:00+00:00" for day in days), default=_NEVER)


def _add(parent: ET.Element, tag: str, text: str) -> None:
    """An element with text, without control and direction marks and what XML cannot hold."""
    ET.SubElement(parent, tag).text = " ".join(_NOT_XML.sub(" ", searchable(text)).split())


def _id(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"colophon:{name}").urn
