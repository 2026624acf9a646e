"""The settings of `mkdocs.yml` that Colophon uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from colophon.model.language import ENGLISH, Catalog
from colophon.model.values import FileModel, Name, Slug, Text, Url, check_report, expected

CONFIG = "mkdocs.yml"
EXTENSIONS = ("attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.mark")
"""The Markdown extensions that generated pages need, added where a site does not list them."""


class Silence(FileModel):
    """A warning that a site does not report at one place, and why."""

    rule: Name
    at: Name
    """The path of the file, as the warning prints it."""
    key: Name | None = None
    """The field in the file, as the warning prints it, if only one of several is meant."""
    reason: Text


class Notice(FileModel):
    """What readers get of a commit in place of its message, so that a wrong notice can be corrected afterwards."""

    commit: Annotated[str, Field(pattern=r"^[0-9a-f]{7,64}$")]
    """The beginning of its id."""
    says: Text


class Kind(FileModel):
    """A kind of entry: its names for readers, and whether its entries are persons with surnames."""

    label: Name
    plural: Name
    person: bool = False


Export = Literal["tables", "package", "annotations", "skos", "tei", "ftm", "figures"]
"""What a site offers to other programs beside its data files, and may leave out."""


def _check_doi(value: str) -> str:
    if not re.fullmatch(r"10\.\d{4,9}/[^\s<>\"]+", value):
        raise expected("a DOI such as 10.5281/zenodo.1234567, without https://doi.org/ before it")
    return value


class PluginOptions(FileModel):
    """The options of `plugins: - colophon:`."""

    kinds: Mapping[Slug, Kind] = {}
    surnames: Literal["anywhere", "after"] = "anywhere"
    """Where a surname alone is a mention: anywhere in a text with the full name, or only after it."""
    ignore: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    """Names that `colophon suggest` leaves out."""
    silence: Annotated[tuple[Silence, ...], Field(strict=False)] = ()
    editor: bool = False
    """Whether the site has forms for its files at /edit/."""
    cards: Literal["site", "pages"] = "site"
    """Whether each text and entry has a preview card, or only the site."""
    order: Literal["id", "published"] = "id"
    """The order of the texts: by id, or by date of publication with undated texts last."""
    notices: Annotated[tuple[Notice, ...], Field(strict=False)] = ()
    publisher: Name | None = None
    """Who publishes the site: a person or body."""
    report: Annotated[str, AfterValidator(check_report)] | None = None
    """A form or a mailto: address for reports of errors."""
    license: Url | None = None
    """The license of what the editors wrote: the glossary, the records and the data."""
    doi: Annotated[str, AfterValidator(_check_doi)] | None = None
    """The DOI of the site."""
    without_exports: Annotated[tuple[Export, ...], Field(strict=False)] = ()
    """Exports that the site does not offer."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a site."""

    docs_dir: ClassVar[str] = "docs"
    name: str
    kinds: Mapping[str, Kind]
    surname_only_after: bool = False
    """Whether a surname is a mention only after the full name, not anywhere in the same text."""
    ignored: frozenset[str] = frozenset()
    """Names that `colophon suggest` leaves out."""
    by_publication: bool = False
    """Whether texts are ordered by their dates of publication, those without one last; otherwise by id."""
    language: str = "en"
    catalog: Catalog = field(default=ENGLISH, repr=False)
    """The words of pages in that language."""
    site_url: str | None = None
    """The address of the published site, ending in a slash, if it is known."""
    nav: Mapping[tuple[str | int, ...], str] | None = None
    """The pages of the navigation by their path in `mkdocs.yml`; `None` where MkDocs lists all pages."""
    silences: Mapping[tuple[str | int, ...], Silence] = field(default_factory=dict)
    """The silenced warnings by their path in `mkdocs.yml`."""
    notices: Mapping[str, str] = field(default_factory=dict)
    """Words for readers in place of commit messages, by the beginnings of the commits' ids."""
    repo_url: str | None = None
    edit_uri: str | None = None
    publisher: str | None = None
    """Who publishes the site."""
    report: str | None = None
    """A form or a mailto: address for reports of errors."""
    license: str | None = None
    """The address of the license of the glossary, the records and the data."""
    doi: str | None = None
    without_exports: frozenset[str] = frozenset()
    """Exports that the site does not offer, by name."""
    editor: bool = False
    """Whether the site has forms for its files at /edit/."""
    page_cards: bool = False
    """Whether each text and entry has a preview card, beside the one of the site."""
    description: str = ""
    """The site in one sentence (`site_description`)."""
    scripts: frozenset[str] = frozenset()
    """The site's own scripts (`extra_javascript`)."""
    loaded: frozenset[PurePosixPath] = frozenset()
    """The site's own files on every page: scripts, style sheets, logo and favicon."""
    extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    """The Markdown extensions, those that pages need included, and their settings."""

    def address_of(self, page: str) -> str | None:
        """The full address of a page given below the site, if that of the site is known."""
        return self.site_url and self.site_url + page

    def entry_file(self, slug: str) -> str:
        """The path of an entry's file, relative to the root of the site."""
        return f"{self.docs_dir}/glossary/{slug}.md"
