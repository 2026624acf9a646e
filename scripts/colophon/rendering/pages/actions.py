"""What a reader of a page can do about it: edit the file it is made from, report an error. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from colophon.formats.markdown import escape, link
from colophon.formats.urls import card_path, page_url, relative
from colophon.model.language import gettext
from colophon.model.settings import Settings

Service = Literal["github", "gitlab", "gitea"]
"""What a code host runs; Forgejo, and so Codeberg, speaks as Gitea does."""

_KNOWN: tuple[tuple[str, Service], ...] = (
    ("github", "github"),
    ("gitlab", "gitlab"),
    ("codeberg", "gitea"),
    ("forgejo", "gitea"),
    ("gitea", "gitea"),
)
_EDITS = {"github": "edit/{branch}/", "gitlab": "-/edit/{branch}/", "gitea": "_edit/{branch}/"}
"""The address of the form in which a file is edited, below that of the repository."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository on a code host."""

    url: str
    """Its address, without a slash at the end."""
    service: Service | None


def repository_at(repo_url: str) -> Repository:
    """The repository at an address; its service is recognized by the name of the host."""
    host = urlsplit(repo_url).netloc.lower()
    fields = next((known for word, known in _KNOWN if word in host), None)
    return Repository(repo_url.rstrip("/").removesuffix(".git"), fields)


def form_for(repository: Repository, file: str, branch: str, edit_uri: str | None, docs_dir: str) -> str | None:
    """The address at which `file` of the project is edited; `None` where it cannot be known.

    `edit_uri` is the address of the folder of the pages (https://www.mkdocs.org/user-guide/configuration/#edit_uri): the files of
    `corpus/` are beside that folder.
    """
    if edit_uri is not None:
        above = edit_uri.rstrip("/").removesuffix(docs_dir.strip("/")).rstrip("/")
        base = above if "://" in above else f"{repository.url}/{above.lstrip('/')}"
        return f"{base.rstrip('/')}/{file}"
    if repository.service is None:
        return None
    return f"{repository.url}/{_EDITS[repository.service].format(branch=branch)}{file}"


EDITOR = PurePosixPath("edit/index.html")
"""The editor's path in the documentation folder."""
CORPUS = "corpus"


def records_of(folder: str) -> str:
    """What the editor calls the records in a folder, `corpus` or one below it."""
    return folder.replace(CORPUS, "records", 1).replace("/", ".")


def page_actions(settings: Settings, page: PurePosixPath, title: str, file: str) -> str:
    """Publisher and links at the foot of the page called `title`, made from `file`; empty if nothing is configured."""
    links = []
    if settings.publisher:
        links.append(gettext("Published by {name}", name=escape(settings.publisher, mid_line=True)))
    if address := _edit_address(settings, page, file):
        links.append(
            link(gettext("Edit this entry") if file.endswith(".md") else gettext("Edit this record"), f"<{address}>")
        )
    if settings.report:
        links.append(link(gettext("Report an error"), f"<{report_address(settings, page, title)}>"))
    return " · ".join(links) + "\n{: .page-actions }" if links else ""


def own_card(settings: Settings, page: PurePosixPath) -> dict[str, str]:
    """For the front matter of a text or entry: the file of its own preview card, where the site asks for such cards."""
    return {"card": str(card_path(page))} if settings.page_cards else {}


def report_address(settings: Settings, page: PurePosixPath, title: str) -> str:
    """The address of the form or mailbox for reports, with the page in question.

    A form may say itself where the two go, by `{title}` and `{page}`; otherwise they are sent as the code hosts and mail
    programs expect them. Without `site_url` the page is named by its path.
    """
    where = (settings.site_url or "/").rstrip("/") + f"/{page_url(page)}"
    about = gettext("Error on the page: {title}", title=title)
    body = gettext("Page: {address}\n\nWhat is wrong, and how do you know?\n", address=where)
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
    fields = urlencode(dict(zip(names, (about, body), strict=True)), quote_via=quote, safe="")
    return urlunsplit(parts._replace(query=f"{parts.query}&{fields}" if parts.query else fields))


def _edit_address(settings: Settings, page: PurePosixPath, file: str) -> str | None:
    if settings.editor:
        collection = "glossary" if file.endswith(".md") else records_of(PurePosixPath(file).parent.as_posix())
        return relative(EDITOR, page, f"/collections/{collection}/entries/{PurePosixPath(file).stem}")
    if not settings.repo_url:
        return None
    return form_for(repository_at(settings.repo_url), file, "main", settings.edit_uri, settings.docs_dir)
