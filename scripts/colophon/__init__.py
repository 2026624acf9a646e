"""Publish a folder of source texts as a searchable, citable static site.

These functions are the public API; everything else may change in any release:

- `read_site(root)` reads the sources below a folder with a `mkdocs.yml`.
- `compile_edition(site)` finds every mention in the texts of a site.
- `check(root)` does both, and applies every rule.
- `build(root)` builds `site/`, verified; on failure it stays as it was.
- `verify(edition, folder)` compares a built site with its sources.

A site is checked, asked and built like this:

    >>> import colophon
    >>> checked = colophon.check(root)
    >>> [problem.message for problem in checked.problems]
    []
    >>> mention = checked.edition.mentions[0]
    >>> mention.surface, mention.entry, (mention.start, mention.end)
    ('Harbour Board', 'harbour-board', (4, 17))
    >>> edition = colophon.build(root)
    >>> colophon.verify(edition, root / "site")
    ()
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from colophon.building.pipeline import build, check
    from colophon.edition import compile_edition
    from colophon.project.reader import read_site
    from colophon.verifying import verify

__version__ = version("colophon")
__all__ = ["__version__", "build", "check", "compile_edition", "read_site", "verify"]

_ROOMS = {
    "build": "colophon.building.pipeline",
    "check": "colophon.building.pipeline",
    "compile_edition": "colophon.edition",
    "read_site": "colophon.project.reader",
    "verify": "colophon.verifying",
}


def __getattr__(name: str) -> Any:
    """Import a public function when it is first used: `import colophon` alone takes no time."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ROOMS[name]), name)
