"""Lists too long for one page: they are continued at `page-2/`, `page-3/` and so on below its address. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from colophon.formats.markdown import link
from colophon.formats.urls import relative
from colophon.model.language import gettext

MOST_ON_A_PAGE = 500
"""Items of a list; the page of so many excerpts has about 0.4 MB, 40 kB compressed."""


def page_ranges(sizes: Sequence[int]) -> list[range]:
    """The groups (by index) on each page, in order: whole, and as many as hold no more than fits.

    `sizes`: how many items are in each group. A group that is too large has a page of its own.
    """
    begins, held = [0], 0
    for at, size in enumerate(sizes):
        if held and held + size > MOST_ON_A_PAGE:
            begins.append(at)
            held = 0
        held += size
    return [range(first, last) for first, last in pairwise([*begins, len(sizes)])]


def continued_path(page: PurePosixPath, number: int) -> PurePosixPath:
    """The path of the page of this number (from 1) of a list that begins on `page`; `page-2` is reserved among slugs."""
    if number == 1:
        return page
    folder = page.parent if page.stem == "index" else page.with_suffix("")
    return folder / f"page-{number}.md"


def page_links(page: PurePosixPath, number: int, pages: int) -> str:
    """Links from one page (`number`) of a list that begins on `page` to all others; nothing where there is only one."""
    if pages < 2:
        return ""
    here = continued_path(page, number)
    links = (
        f"**{one}**"
        if one == number
        else link(
            str(one), relative(continued_path(page, one), here), f'aria-label="{gettext("Page {number}", number=one)}"'
        )
        for one in range(1, pages + 1)
    )
    return gettext("Page {links} of {number}", links=" ".join(links), number=pages) + "\n{: .pages }"
