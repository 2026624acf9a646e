"""What is known of the sources, kept between commands: see `colophon.project.cache`.

Builds keep it in `build/state/sources/`, a file for each kind; `check` reads it and writes nothing. The state of another
version of a program, or one that is damaged, is as good as none.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from colophon.building.kept import programs, read_state, write_state
from colophon.project.cache import Cache, digest_of
from colophon.project.writer import refuse_links

SOURCES = Path("build/state/sources")


def read_cache(root: Path) -> Cache:
    """What the last build of the site at `root` kept; each kind is read when it is asked for."""
    common = digest_of(repr(programs()))

    def load(kind: str) -> Mapping[str, str]:
        found = read_state(root / SOURCES / f"{kind}.json")
        values: Mapping[str, str] = found["values"] if found and found.get("programs") == common else {}
        return values

    return Cache(load)


def write_cache(root: Path, cache: Cache) -> None:
    """Keep what this command knows, for the next. Raises `ColophonError` where a link leads elsewhere."""
    refuse_links(root, SOURCES)
    common = digest_of(repr(programs()))
    with suppress(OSError):  # the next build computes it again
        for kind, values in cache.changed():
            write_state(root / SOURCES / f"{kind}.json", {"programs": common, "values": values})
