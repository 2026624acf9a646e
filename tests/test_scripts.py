"""The scripts a reader gets are those of `theme/scripts/`, without what only we read.

After a change there: `make scripts` writes them anew. They are kept in the repository, since what makes them small has no
wheels for every machine a site is built on.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from colophon.staging import THEME

SOURCES = Path(str(THEME / "scripts"))
SMALL = Path(str(THEME / "assets"))


def head_of(source: Path) -> str:
    """The first line of the small script says which source it was made from."""
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    return f"/* Colophon, MIT licence; made from theme/scripts/{source.name} {digest} */\n"


@pytest.mark.parametrize("source", sorted(SOURCES.glob("*.js")), ids=lambda source: source.name)
def test_the_script_is_made_from_the_present_source(source: Path) -> None:
    assert (SMALL / source.name).read_text("utf-8").startswith(head_of(source))


def test_no_script_is_without_a_source() -> None:
    assert {path.name for path in SOURCES.glob("*.js")} == {path.name for path in SMALL.glob("*.js")}


if __name__ == "__main__":
    import minify  # type: ignore[import-not-found,import-untyped,unused-ignore]  # of requirements/scripts.txt

    for source in SOURCES.glob("*.js"):
        small = minify.string("text/javascript", source.read_text("utf-8"))
        (SMALL / source.name).write_text(head_of(source) + small + "\n", "utf-8")
