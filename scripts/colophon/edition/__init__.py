"""A site with its mentions, checked quotes and history, and what of it may be shown."""

from __future__ import annotations

from colophon.edition.edition import Edition, compile_edition, with_history

__all__ = ["Edition", "compile_edition", "with_history"]
