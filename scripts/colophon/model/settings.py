"""What `mkdocs.yml` says that matters to Colophon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from colophon.model.values import FileModel, Text

CONFIG = "mkdocs.yml"


class Silence(FileModel):
    """A warning that a site does not want to read again at one place, and why."""

    rule: Text
    at: Text
    """The path of the file, as the warning prints it."""
    key: Text | None = None
    """The key in the file, as the warning prints it, where only one of several is meant."""
    reason: Text


class Notice(FileModel):
    """What readers get of a commit in place of its message, so that a wrong notice can be corrected afterwards."""

    commit: Annotated[str, Field(pattern=r"^[0-9a-f]{7,64}$")]
    """The beginning of its id."""
    says: Text


class Kind(FileModel):
    """A kind of entry: its names for readers, and whether its entries are persons with surnames."""

    label: Text
    plural: Text
    person: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What `mkdocs.yml` says that matters here."""

    name: str
    kinds: Mapping[str, Kind]
    surname_only_after: bool = False
    """Whether a surname counts only after the full name, not anywhere in the same text."""
    ignored: frozenset[str] = frozenset()
    """Names out of the site's scope, which `colophon suggest` leaves out."""
    by_publication: bool = False
    """Whether texts come in the order of their publication, those without a date last; otherwise in that of their ids."""
    language: str = "en"
    docs_dir: str = "docs"
    site_url: str | None = None
    """The address at which the site is published, with a slash at its end, where it is known."""
    nav: Mapping[tuple[str | int, ...], str] | None = None
    """The pages of the navigation, by where they stand in `mkdocs.yml`; `None` where MkDocs lists all pages."""
    silences: Mapping[tuple[str | int, ...], Silence] = field(default_factory=dict)
    """Warnings the site has silenced, by where they stand in `mkdocs.yml`."""
    notices: Mapping[str, str] = field(default_factory=dict)
    """Words for readers in place of commit messages, by the beginnings of the commits' ids."""
    repo_url: str | None = None
    edit_uri: str | None = None
    report: str | None = None
    """A form or a mailto: address for reports of errors."""
    editor: bool = False
    """Whether the site has forms for its files at /edit/."""
    page_cards: bool = False
    """Whether each text and entry has a preview card of its own, beside the one of the site."""
    description: str = ""
    """What the site is, in a sentence (`site_description`)."""
    scripts: frozenset[str] = frozenset()
    """The files that the site itself puts on its pages as scripts (`extra_javascript`)."""

    def address_of(self, page: str) -> str | None:
        """The whole address of a page given below the site, where that of the site is known."""
        return self.site_url and self.site_url + page

    def entry_file(self, slug: str) -> str:
        """The path of the file of an entry, from the root of the site."""
        return f"{self.docs_dir}/glossary/{slug}.md"
