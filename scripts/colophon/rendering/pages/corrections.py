"""What changed on a page and when, and the page that lists every correction. Pure.

Nothing is said where nothing is known: a copy without its history must not claim that nothing was ever corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.edition.history import Change, Kind
from colophon.formats.markdown import escape, link, paragraphs_of
from colophon.formats.urls import relative
from colophon.model.language import N_, gettext, long_date, ngettext
from colophon.rendering.pages.wording import title_of

CORRECTIONS = PurePosixPath("corrections.md")
FEED = PurePosixPath("corrections.xml")
LABELS: dict[Kind, str] = {
    "published": N_("First published"),
    "correction": N_("Correction"),
    "update": N_("Update"),
    "withheld": N_("Withheld"),
    "restored": N_("Restored"),
}
"""The kinds of change in a reader's words, in English."""
_LAST: dict[Kind, str] = {
    "published": N_("First published {date}"),
    "correction": N_("Corrected {date}"),
    "update": N_("Page updated {date}"),
    "withheld": N_("Withheld {date}"),
    "restored": N_("Restored {date}"),
}

MOST_UPDATES = 100
NO_HISTORY = N_("This copy of the site was built without its history, so it lists no corrections.")
CORRECTIONS_PAGE = N_("""\
# Corrections

What this site said that was wrong, and what else has changed.
{: .lead }

A **correction** fixes an error and says what was wrong. An **update** adds or rewords something that was not wrong. Both stay
listed on the page they changed, under *History*. Changes of layout are not listed. The words of a text are
never corrected, since they are the source; what the editors say about a text can be.

To report an error, tell the publisher of this site which page and which sentence is wrong, and what shows it.

<!-- colophon: corrections -->
""")
"""The corrections page of a site that has not written its own."""


def last_change(edition: Edition, page: PurePosixPath) -> str:
    """The line below the head of a page: its last change, or nothing where it says no more than that there was one."""
    changes = edition.history.of.get(page)
    if not changes:
        return ""
    last = changes[0]
    summary = f": {_summary(last)}" if last.summary and last.kind in ("correction", "update") else ""
    if not summary and last.kind in ("update", "published"):
        return ""
    when = gettext(_LAST[last.kind], date=long_date(last.on))
    return f"{when}{summary} ·\u00a0{link(gettext('History'), '#history')}\n{{: .byline }}"


def changes_of(edition: Edition, page: PurePosixPath) -> Iterator[str]:
    """The section of a page with its history, or nothing where none is known."""
    changes = edition.history.of.get(page, ())
    if not changes:
        return
    yield f"## {gettext('History')} {{: #history }}"
    # Changes of one day without a summary are one line.
    yield "\n".join(dict.fromkeys(f"- {_described(change)}" for change in changes))
    if edition.history.since:
        yield _unknown_before(edition.history.since)
    everything = link(gettext("Corrections"), relative(CORRECTIONS, page))
    yield gettext("All pages: {link}.", link=everything) + "\n{: .small }"


def _unknown_before(day: str) -> str:
    known = gettext("Changes before {date} are not known to this copy of the site.", date=long_date(day))
    return known + "\n{: .small }"


def _described(change: Change) -> str:
    """Kind, day and summary; a first publication says nothing but that."""
    summary = f" {_summary(change)}" if change.kind != "published" else ""
    return f'<span class="eyebrow">{gettext(LABELS[change.kind])} · {long_date(change.on)}</span>{summary}'.rstrip()


def corrections(edition: Edition, page: PurePosixPath) -> str:
    """Every correction and withheld text, then the latest updates."""
    history = edition.history
    if history.silence is not None:
        return gettext(NO_HISTORY)
    corrected = [change for change in history.news if change.kind == "correction"]
    withheld = [change for change in history.news if change.kind in ("withheld", "restored")]
    updates = [change for change in history.news if change.kind == "update"]
    parts = [
        gettext(
            "Follow corrections and updates in a feed reader: {feed}.",
            feed=link(gettext("Atom feed"), relative(FEED, page)),
        ),
        f"## {gettext('Corrections')} {{: #corrections }}",
        *_listed(edition, corrected, page),
    ]
    if withheld:
        parts += [f"## {gettext('Withheld texts')} {{: #withheld }}", *_listed(edition, withheld, page)]
    parts += [f"## {gettext('Updates')} {{: #updates }}", *_listed(edition, updates[:MOST_UPDATES], page)]
    if len(updates) > MOST_UPDATES:
        these = ngettext(
            "These are the latest {most} of {number} update; each page has its whole history.",
            "These are the latest {most} of {number} updates; each page has its whole history.",
            len(updates),
            most=MOST_UPDATES,
        )
        parts.append(these + "\n{: .small }")
    if history.since:
        parts.append(_unknown_before(history.since))
    return paragraphs_of(parts)


def _listed(edition: Edition, changes: Sequence[Change], page: PurePosixPath) -> Iterator[str]:
    lines = (
        f"{link(escape(page_name(edition, change.page)), relative(change.page, page, 'history'))}\n:   {_described(change)}"
        for change in changes
    )
    yield from dict.fromkeys(lines)
    if not changes:
        yield (
            gettext("None that this copy of the site knows of.") if edition.history.since else gettext("None so far.")
        )


def history_as_text(edition: Edition) -> str:
    """What readers are shown of the history of the site, newest first, with the commit of each change: for editors."""
    history = edition.history
    if history.silence is not None:
        return f"Pages show no history: {history.silence}.\n"
    lines = [
        f"{change.commit[:10]}  {change.on}  {LABELS[change.kind]}: {page_name(edition, change.page)}"
        + (f"\n            {change.summary}" if change.summary else "")
        for change in history.changes
    ]
    if history.since:
        lines.append(f"Changes before {history.since} are not known: this clone is shallow.")
    return "".join(f"{line}\n" for line in lines)


def page_name(edition: Edition, page: PurePosixPath) -> str:
    """What a changed page is called in a list."""
    if page.parent.name == "glossary":
        return edition.entries[page.stem].name
    return f"{edition.site.short_name(page.stem)}: {title_of(edition.texts[page.stem])}"


def _summary(change: Change) -> str:
    """What changed, in an editor's words or, without any, as the two versions show it."""
    return escape(change.summary or change.what, mid_line=True)
