"""A commit and the files it changed, as Git reports them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Revised:
    """One file in one commit: its path, its old path, and Git's ids of its contents, empty where it did not exist."""

    path: str
    old_path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Commit:
    """What history needs of a commit. Who made it is not read: see decisions.md."""

    id: str
    at: datetime.datetime
    """When it was committed, in the offset the committer's clock had."""
    message: str = field(repr=False)
    revised: tuple[Revised, ...]
    """Every file it changed."""
    is_root: bool = False
    is_merge: bool = False
    """Whether it has several parents; `revised` then compares it with the first."""
    place: int = 0
    """How many commits git lists before it: a child comes before its parents, whatever their clocks say."""
