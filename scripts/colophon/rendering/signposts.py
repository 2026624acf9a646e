"""Links in the head of a page by which programs find its license, description and files (https://signposting.org/FAIR/). Pure.

Each is a relation, an address relative to the page, and a media type or nothing. What is not known is absent.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from colophon.formats.urls import document_path, entry_path, relative_url, untouched_path
from colophon.formats.yaml_reader import write_yaml
from colophon.model.entry import Entry
from colophon.model.settings import Settings
from colophon.model.site import SourceText
from colophon.rendering.package import CRATE, PACKAGE
from colophon.rendering.pages.exchange import citation_path
from colophon.rendering.tei import tei_path

Signpost = list[str]

SIGNPOSTED = (PurePosixPath("index.md"), PurePosixPath("data/index.md"))
"""The pages that are about the whole site."""


def of_text(settings: Settings, text: SourceText) -> list[Signpost]:
    """Rights statement, citation and files of a text."""
    page, shown = document_path(text.id), text.record.access == "full"
    files = [(untouched_path(text.id), "text/plain")] if shown else []
    files += [(tei_path(text.id), "application/tei+xml")] if shown and "tei" not in settings.without_exports else []
    return [
        ["license", text.record.rights.statement, ""],
        _citation(page),
        *(["item", relative_url(file, page), kind] for file, kind in files),
    ]


def of_entry(settings: Settings, entry: Entry) -> list[Signpost]:
    """License and citation of an entry."""
    return [*_license(settings), _citation(entry_path(entry.slug))]


def of_site(settings: Settings, page: PurePosixPath) -> list[Signpost]:
    """License, DOI, description and package of the site, on one of its pages."""
    found = _license(settings)
    found += [["cite-as", f"https://doi.org/{settings.doi}", ""]] if settings.doi else []
    if "package" not in settings.without_exports:
        found.append(["describedby", relative_url(CRATE, page), "application/ld+json"])
        found.append(["item", relative_url(PACKAGE, page), "application/zip"])
    return found


def signposted(settings: Settings, page: PurePosixPath, markdown: str) -> str:
    """An authored page, with the links of the site in its front matter if it is about the whole site."""
    found = of_site(settings, page) if page in SIGNPOSTED else []
    if not found:
        return markdown
    written = write_yaml({"signposts": found})
    if markdown.startswith("---\n"):
        return f"---\n{written}{markdown[4:]}"
    return f"---\n{written}---\n\n{markdown}"


def _license(settings: Settings) -> list[Signpost]:
    return [["license", settings.license, ""]] if settings.license else []


def _citation(page: PurePosixPath) -> Signpost:
    return ["describedby", relative_url(citation_path(page, "json"), page), "application/vnd.citationstyles.csl+json"]
