"""Makers of files whose words are in the language of the site. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import PurePosixPath
from typing import Concatenate, ParamSpec

from colophon.edition import Edition
from colophon.model.language import ENGLISH, in_words_of

P = ParamSpec("P")
LazyFiles = Mapping[PurePosixPath, Callable[[], bytes]]
"""By path in the documentation folder, what makes the page or file there when it is asked for."""


def localized(makers: Callable[Concatenate[Edition, P], LazyFiles]) -> Callable[Concatenate[Edition, P], LazyFiles]:
    """The same function, whose makers take their words from the catalog of the site."""

    @wraps(makers)
    def spoken(edition: Edition, /, *args: P.args, **kwargs: P.kwargs) -> LazyFiles:
        catalog = edition.site.settings.catalog
        made = in_words_of(catalog, makers)(edition, *args, **kwargs)
        return made if catalog is ENGLISH else {path: in_words_of(catalog, make) for path, make in made.items()}

    return spoken
