"""Web pages: what their metadata says, and their main text by trafilatura."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from colophon.curation.originals.blocks import blocks_of, words_of
from colophon.curation.originals.derivation import Derivation, Found, NotConverted, day_of, decoded, derivation, require

_META = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title"),
    "creators": ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author"),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name"),
    "published": ("citation_publication_date", "dc.date", "dcterms.issued", "dcterms.date", "article:published_time"),
    "source_url": ("citation_public_url", "og:url"),
    "language": ("dc.language", "dcterms.language"),
}
"""Names of `meta` elements for each field of the record, the most exact first."""
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def convert_html(data: bytes, suffix: str, encoding: str | None = None) -> list[Derivation]:
    """The main text of a web page. Raises `NotConverted`."""
    require("trafilatura", "a web page")
    import trafilatura  # noqa: PLC0415 -- of the import extra

    declared = _CHARSET.search(data[:4096])
    html, name = decoded(data, encoding, declared[1].decode("ascii") if declared else None)
    # A page without <html> is rare, and trafilatura takes it for none.
    whole = html if "<html" in html.lower() else f"<html><body>{html}</body></html>"
    main = trafilatura.extract(
        whole, output_format="html", include_comments=False, favor_recall=True, deduplicate=False
    )
    if not main:
        raise NotConverted("holds no main text that trafilatura finds; save its text as plain text in UTF-8")
    words = words_of("\n".join(block.words for block in blocks_of(html)))
    settings = {"favor_recall": "true", "include_comments": "false", "encoding": name}
    return [derivation(data, suffix, blocks_of(main), words, "trafilatura", found=metadata_of(html), settings=settings)]


def metadata_of(html: str) -> dict[str, Found]:
    """What the head of a page says of it, as fields of a record; nothing is taken from its text."""
    head = _Head()
    head.feed(html)
    found: dict[str, Found] = {}
    for name, metas in _META.items():
        for meta in metas:
            values = [" ".join(value.split()) for value in head.meta.get(meta, []) if value.strip()]
            if name == "creators":  # some pages give the address of a profile
                values = [value for value in values if not re.match(r"https?:", value)]
            if name == "published":
                values = [day for value in values if (day := day_of(value.replace("/", "-")))]
            if values:
                found[name] = Found(tuple(values) if name == "creators" else values[0], f"HTML meta {meta}.")
                break
    if head.canonical:
        found["source_url"] = Found(head.canonical, "HTML link rel=canonical.")
    if head.language:
        found.setdefault("language", Found(head.language, "HTML lang."))
    if title := " ".join("".join(head.title).split()):
        found.setdefault("title", Found(title, "HTML title."))
    return found


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, list[str]] = {}
        self.canonical = self.language = ""
        self.title: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = (given.get("property") or given.get("name") or "").strip().lower()
            self.meta.setdefault(name, []).append(given.get("content", ""))
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.canonical = given.get("href", "").strip()
        elif tag == "html":
            self.language = given.get("lang", "").strip()
        self._in_title = tag == "title" and not self.title

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
