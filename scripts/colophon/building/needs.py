"""What the staged tree needs to be rendered, added to the settings of a site where they lack it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from colophon.model.language import ENGLISH, N_, Catalog

STYLES = ("assets/colophon/colophon.css",)
SCRIPTS = ("assets/colophon/search.js", "assets/colophon/reading.js")
FEATURES = ("navigation.tabs",)


def with_needed(listed: Iterable[Any] | dict[str, Any] | None, needed: Iterable[str]) -> list[Any]:
    """A list of a site's settings, unchanged but for what is missing, which comes last.

    An element is a name, a mapping from a name to options, or a script with a path.
    """
    kept = [{name: options} for name, options in listed.items()] if isinstance(listed, dict) else list(listed or [])
    names = {name.removeprefix("markdown.extensions.") for element in kept for name in _names(element)}
    return [*kept, *(name for name in needed if name not in names)]


def _names(element: Any) -> Iterable[str]:
    if isinstance(element, dict):
        return [str(element["path"])] if "path" in element else map(str, element)
    return [str(getattr(element, "path", element))]


def with_words(options: Mapping[str, Any] | None, catalog: Catalog) -> dict[str, Any]:
    """The options of the extension `footnotes`, whose one word for readers is that of `catalog` unless a site has its own."""
    title = catalog.messages.gettext(N_("Jump back to footnote {} in the text"))
    return {**({} if catalog is ENGLISH else {"BACKLINK_TITLE": title}), **(options or {})}
