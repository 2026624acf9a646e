"""What a reader of a page can do about it: edit the file it is made from, report an error. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from colophon.formats.markup import card_path, link, page_url, relative
from colophon.model.records import Settings
from colophon.rendering.pages.repository import form_for, repository_at

EDITOR = PurePosixPath("edit/index.html")
"""Where the editor stands in the documentation folder."""


def page_actions(settings: Settings, page: PurePosixPath, title: str, file: str) -> str:
    """One paragraph of links at the foot of the page called `title`, made from `file`; empty if nothing is configured."""
    links = []
    if address := _edit_address(settings, page, file):
        links.append(link("Edit this entry" if file.endswith(".md") else "Edit this record", f"<{address}>"))
    if settings.report:
        links.append(link("Report an error", f"<{report_address(settings, page, title)}>"))
    return " · ".join(links) + "\n{: .page-actions }" if links else ""


def own_card(settings: Settings, page: PurePosixPath) -> dict[str, str]:
    """For the front matter of a text or entry: the file of its own preview card, where the site asks for such cards."""
    return {"card": str(card_path(page))} if settings.page_cards else {}


def report_address(settings: Settings, page: PurePosixPath, title: str) -> str:
    """The address of the form or mailbox for reports, told which page it is about.

    A form may say itself where the two go, by `{title}` and `{page}`; otherwise they are sent as the code hosts and mail
    programs expect them. Without `site_url` the page is named by its path.
    """
    where = (settings.site_url or "/").rstrip("/") + f"/{page_url(page)}"
    about, body = f"Error on the page: {title}", f"Page: {where}\n\nWhat is wrong, and how do you know?\n"
    report = settings.report or ""
    if "{page}" in report or "{title}" in report:
        return report.replace("{page}", quote(where, safe="")).replace("{title}", quote(title, safe=""))
    parts = urlsplit(report)
    if parts.scheme == "mailto":
        names = ("subject", "body")
    elif repository_at(report).service == "gitlab":
        names = ("issue[title]", "issue[description]")
    else:
        names = ("title", "body")
    told = urlencode(dict(zip(names, (about, body), strict=True)), quote_via=quote, safe="")
    return urlunsplit(parts._replace(query=f"{parts.query}&{told}" if parts.query else told))


def _edit_address(settings: Settings, page: PurePosixPath, file: str) -> str | None:
    if settings.editor:
        collection = "glossary" if file.endswith(".md") else "records"
        return relative(EDITOR, page, f"/collections/{collection}/entries/{PurePosixPath(file).stem}")
    if not settings.repo_url:
        return None
    return form_for(repository_at(settings.repo_url), file, "main", settings.edit_uri, settings.docs_dir)
