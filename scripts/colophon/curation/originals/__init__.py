"""Texts derived from originals in other formats: web pages, e-mail, Word, PDF, Markdown, reStructuredText, other encodings."""

from colophon.curation.originals.conversion import CONVERTED, Conversion, is_converted
from colophon.curation.originals.derivation import Derivation, Found, NotConverted

__all__ = ["CONVERTED", "Conversion", "Derivation", "Found", "NotConverted", "is_converted"]
