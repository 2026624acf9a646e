"""What changed on a page and when, and the page that lists every correction. Pure.

Nothing is said where nothing is known: a copy without its history tells no reader that nothing was ever corrected.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.history import Change, Kind
from colophon.markup import escape, link, paragraphs_of, relative
from colophon.rendering.wording import count, human_date, short_name, title_of

CORRECTIONS = PurePosixPath("corrections.md")
FEED = PurePosixPath("corrections.xml")
LABELS: dict[Kind, str] = {
    "published": "First published",
    "correction": "Correction",
    "update": "Update",
    "withheld": "Withheld",
    "restored": "Shown again",
}
"""The kinds of change in a reader's words."""

MOST_UPDATES = 100
CORRECTIONS_PAGE = """\
# Corrections

What was wrong on this site and has been mended, and what else has changed.
{: .lead }

A **correction** mends an error: something this site said that was wrong. It says what was wrong and stays listed. An **update**
adds or rewords something. Changes of layout are not listed. The words of a text are never corrected, since they are the
source; what editors know of a text can be. To report an error, write to whoever publishes this site: say which page and which
sentence is wrong, and what shows it.

<!-- colophon: corrections -->
"""
"""The corrections page of a site that has not written its own."""


def last_change(edition: Edition, page: PurePosixPath) -> str:
    """The line below the head of a page: its last change, or nothing where none is known."""
    changes = edition.history.of.get(page)
    if not changes:
        return ""
    last = changes[0]
    if last.kind == "published":
        told = f"First published {human_date(last.on)}"
    else:
        told = f"Last changed {human_date(last.on)}" + (f": {_summary(last)}" if last.summary else "")
    return f"{told} · {link('History', '#history')}\n{{: .byline .changed }}"


def changes_of(edition: Edition, page: PurePosixPath) -> Iterator[str]:
    """The section of a page with its history, or nothing where none is known."""
    changes = edition.history.of.get(page, ())
    if not changes:
        return
    yield "## History {: #history }"
    yield "\n".join(_line(change) for change in changes)
    if edition.history.since:
        yield f"Changes before {human_date(edition.history.since)} are not known to this copy of the site.\n{{: .small }}"
    yield f"All pages: {link('Corrections', relative(CORRECTIONS, page))}.\n{{: .small }}"


def _line(change: Change) -> str:
    summary = f" {_summary(change)}" if change.summary and change.kind != "published" else ""
    return f'- <span class="change {change.kind}">{human_date(change.on)} · {LABELS[change.kind]}</span>{summary}'


def corrections(edition: Edition, page: PurePosixPath) -> str:
    """Every correction and withheld text, then the latest updates."""
    history = edition.history
    if history.silence is not None:
        return "This copy of the site was made without its history, so it lists no corrections."
    told = [change for change in history.told if change.kind != "update"]
    updates = [change for change in history.told if change.kind == "update"]
    parts = [
        "## Corrections {: #corrections }",
        "\n\n".join(_listed(edition, change, page) for change in told) or "None so far.",
        "## Updates {: #updates }",
        "\n\n".join(_listed(edition, change, page) for change in islice(updates, MOST_UPDATES)) or "None so far.",
    ]
    if len(updates) > MOST_UPDATES:
        parts.append(
            f"These are the latest {MOST_UPDATES} of {count(len(updates), 'update')}; each page has its whole history.\n{{: .small }}"
        )
    if history.since:
        parts.append(
            f"Changes before {human_date(history.since)} are not known to this copy of the site.\n{{: .small }}"
        )
    parts.append(f"To follow corrections and updates in a feed reader: {link('Atom feed', relative(FEED, page))}.")
    return paragraphs_of(parts)


def _listed(edition: Edition, change: Change, page: PurePosixPath) -> str:
    told = f'<span class="change {change.kind}">{LABELS[change.kind]} · {human_date(change.on)}</span>'
    summary = f" {_summary(change)}" if change.summary else ""
    name = link(escape(page_name(edition, change.page)), relative(change.page, page, "history"))
    return f"{name}\n:   {told}{summary}"


def page_name(edition: Edition, page: PurePosixPath) -> str:
    """What a changed page is called in a list."""
    if page.parent.name == "glossary":
        return edition.entries[page.stem].name
    return f"{short_name(page.stem)}: {title_of(edition.texts[page.stem].record)}"


def _summary(change: Change) -> str:
    return escape(change.summary, mid_line=True)
