"""What is known of the sources, kept between commands: see `colophon.project.cache`.

Builds keep it in `build/state/sources/`, a file for each kind; `check` reads it and writes nothing. The state of another
version of a program, or one that is damaged, is as good as none.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from colophon.building.kept import read_state, write_state
from colophon.project.cache import Cache
from colophon.project.writer import refuse_links

SOURCES = Path("build/state/sources")


def read_cache(root: Path) -> Cache:
    """What the last build of the site at `root` kept; each kind is read when it is asked for."""

    def load(kind: str) -> Mapping[str, str]:
        return read_state(root / SOURCES / f"{kind}.json") or {}

    return Cache(load)


def write_cache(root: Path, cache: Cache) -> None:
    """Keep what this command knows, for the next. Raises `ColophonError` where a link leads elsewhere."""
    refuse_links(root, SOURCES)
    with suppress(OSError):  # the next build computes it again
        for kind, values in cache.changed():
            write_state(root / SOURCES / f"{kind}.json", dict(values))
