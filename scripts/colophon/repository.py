"""Where the files of a site are kept, as far as its `repo_url` tells, and the addresses of its forms. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

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
    """The repository at an address; the service as the name of the host tells."""
    host = urlsplit(repo_url).netloc.lower()
    told = next((known for word, known in _KNOWN if word in host), None)
    return Repository(repo_url.rstrip("/").removesuffix(".git"), told)


def form_for(repository: Repository, file: str, branch: str, edit_uri: str | None, docs_dir: str) -> str | None:
    """The address at which `file` of the project is edited; `None` where it cannot be known.

    `edit_uri` leads to the folder of the pages (https://www.mkdocs.org/user-guide/configuration/#edit_uri): the files of
    `corpus/` stand beside that folder.
    """
    if edit_uri is not None:
        above = edit_uri.rstrip("/").removesuffix(docs_dir.strip("/")).rstrip("/")
        base = above if "://" in above else f"{repository.url}/{above.lstrip('/')}"
        return f"{base.rstrip('/')}/{file}"
    if repository.service is None:
        return None
    return f"{repository.url}/{_EDITS[repository.service].format(branch=branch)}{file}"
