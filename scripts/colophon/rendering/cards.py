"""Social preview cards: the picture that services show beside a link to a page, and which pages have one. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import PurePosixPath

from colophon import __version__
from colophon.edition import Edition
from colophon.formats.markdown import summary_of
from colophon.formats.urls import card_path, document_path, entry_path
from colophon.model.language import in_words_of
from colophon.rendering.pages.wording import byline, title_of

SITE_CARD = PurePosixPath("assets/cards/site.png")
_MADE_BY = (__version__, version("pillow"), version("fontpkg-noto-serif"))


@dataclass(frozen=True, slots=True)
class Card:
    """The facts on a card."""

    eyebrow: str
    """The kind of page: "Text 001", "Official", or nothing."""
    title: str
    line: str
    """Who wrote it, or what it is, in one line."""
    site: str

    @property
    def fingerprint(self) -> str:
        """Which drawing this is; another when a fact, or what draws it, is another."""
        return sha256(repr((_MADE_BY, astuple(self))).encode("utf-8", "backslashreplace")).hexdigest()


def site_cards(edition: Edition) -> Iterator[tuple[PurePosixPath, Card]]:
    """The card of the site, and one of each text and entry where it asks for them, by path in the documentation folder.

    There is none where the site does not know its address: a link to a preview picture must be absolute (https://ogp.me/).
    """
    if edition.site.settings.site_url:
        yield from in_words_of(edition.site.settings.catalog, lambda: list(_cards(edition)))()


def _cards(edition: Edition) -> Iterator[tuple[PurePosixPath, Card]]:
    settings = edition.site.settings
    yield SITE_CARD, Card("", settings.name, settings.description, "")
    for text in edition.site.texts if settings.page_cards else ():
        card = Card(edition.site.short_name(text.id), title_of(text), byline(text.record), settings.name)
        yield card_path(document_path(text.id)), card
    for entry in edition.site.entries if settings.page_cards else ():
        kind = settings.kinds[entry.matter.kind]
        card = Card(kind.label, entry.name, summary_of(entry.prose), settings.name)
        yield card_path(entry_path(entry.slug)), card


def is_drawing_of(card: Card, data: bytes) -> bool:
    """Whether `data` are what `draw` made of the same card before."""
    return card.fingerprint.encode() in data
