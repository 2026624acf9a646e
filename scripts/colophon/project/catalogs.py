"""The catalogs of this package: `theme/locale/LANGUAGE.po`, the words of pages in a language other than English."""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from colophon.model.language import ENGLISH, Catalog

LOCALE = files("colophon") / "theme/locale"


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages in which a site can be, English first."""
    return (ENGLISH.language, *sorted(file.name[:-3] for file in LOCALE.iterdir() if file.name.endswith(".po")))


@lru_cache(maxsize=8)
def catalog_of(language: str) -> Catalog:
    """The catalog of a language, or the English one if it has none."""
    if language not in languages()[1:]:
        return ENGLISH
    with (LOCALE / f"{language}.po").open("rb") as file:
        written = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, written)
    compiled.seek(0)
    forms = {message.id[0]: tuple(message.string or ()) for message in written if message.id and message.pluralizable}
    return Catalog(language, GNUTranslations(compiled), written.plural_expr, forms)
