"""Authored pages, their addresses and links, and how readers come by pages and entries. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from colophon.checking.active import active_content
from colophon.checking.prose import SHALLOWER, too_deep
from colophon.edition import Edition
from colophon.formats.links import destination, likely, link_error, links_in
from colophon.formats.markdown import markers, notes_on_page
from colophon.formats.urls import document_path, entry_path, untouched_path
from colophon.formats.validation import describe, did_you_mean, problem_at
from colophon.formats.yaml_reader import YamlDocument, split_front_matter
from colophon.model.errors import Invalid
from colophon.model.problem import Place, Problem
from colophon.model.settings import CONFIG
from colophon.model.site import Site
from colophon.rendering.data import DATA_FILES
from colophon.rendering.pages.corrections import FEED
from colophon.rendering.pages.listings import LISTINGS, SECTION_PAGES


class Pages:
    """What the links of a site may lead to."""

    def __init__(self, site: Site, unread: AbstractSet[str] = frozenset()) -> None:
        docs = f"{site.settings.docs_dir}/"
        broken = {PurePosixPath(path.removeprefix(docs)) for path in unread if path.startswith(docs)}
        broken |= {document_path(PurePosixPath(path).stem) for path in unread if path.startswith("corpus/")}
        shown = [text for text in site.texts if text.record.access == "full"]
        self.known: frozenset[PurePosixPath] = frozenset(
            {document_path(text.id) for text in site.texts}
            | {entry_path(entry.slug) for entry in site.entries}
            | {untouched_path(text.id) for text in shown}
            | {*site.pages, *site.assets, *SECTION_PAGES, *DATA_FILES, FEED, *broken}
        )
        self.paragraphs = {document_path(text.id): len(text.paragraphs) for text in shown}

    def link_error(self, target: str, folder: PurePosixPath) -> str | None:
        """What is wrong with a link in a page of a folder, or `None`."""
        return link_error(target, folder, self.known, self.paragraphs)


def check_pages(site: Site, pages: Pages) -> Iterator[Problem]:
    """What is wrong with authored pages: front matter, markers, links and nesting; and files that would run."""
    docs = site.settings.docs_dir
    for path, page in site.pages.items():
        shown = f"{docs}/{path}"
        yield from _check_page_matter(page.markdown, shown)
        for line, name in markers(page.markdown):
            if name not in LISTINGS:
                yield Problem(
                    shown, Place(line), "marker", f"there is no listing '{name}'; {did_you_mean(name, LISTINGS)}"
                )
        for link in links_in(page.markdown):
            if told := pages.link_error(link.target, path.parent):
                yield Problem(shown, Place(link.line, link.column), "link", told)
        for line in too_deep(page.markdown):
            yield Problem(shown, Place(line), "nesting", SHALLOWER)
    for path, data in site.assets.items():
        if running := active_content(path, data, site.settings.scripts):
            yield Problem(f"{docs}/{path}", Place(), "active", running)


def _check_page_matter(page: str, shown: str) -> Iterator[Problem]:
    """The front matter of an authored page, which needs none."""
    if page.partition("\n")[0].rstrip() != "---":
        return
    try:
        yaml = split_front_matter(page, shown)[0]
    except Invalid as error:
        yield from error.problems
        return
    if not isinstance(yaml.data, Mapping):
        yield Problem(
            shown, Place(2), "front-matter", "expected keys and values between the lines ---, such as title: About"
        )
        return
    for key, value in yaml.data.items():
        if key == "hide" and not isinstance(value, list):
            told = f"hide: expected a list, such as [navigation, toc], found {describe(value)}"
            yield Problem(shown, yaml.place((key,)), "front-matter", told)
        elif key == "template" and not (isinstance(value, str) and re.fullmatch(r"[\w-]+\.html", value)):
            told = f"template: expected the name of a template, such as main.html, found {describe(value)}"
            yield Problem(shown, yaml.place((key,)), "front-matter", told)


def check_nav(
    site: Site, located: Mapping[str, YamlDocument], pages: Pages, unread: AbstractSet[str]
) -> Iterator[Problem]:
    """Pages that the navigation names and that are neither written nor generated."""
    for at, written in (site.settings.nav or {}).items():
        page = destination(written, PurePosixPath())
        if page is None or page in pages.known or f"{site.settings.docs_dir}/{page}" in unread:
            continue
        near = likely(written, PurePosixPath(), pages.known)
        told = f"there is no page {written!r} in {site.settings.docs_dir}/" + (
            f"; did you mean {near}?" if near else ""
        )
        yield problem_at(CONFIG, located[CONFIG], at, told, "nav")


def check_paths(edition: Edition, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """Pages and entries no reader comes by."""
    site = edition.site
    led = _led_to(site)
    if site.settings.nav is not None:
        led |= {page for written in site.settings.nav.values() if (page := destination(written, PurePosixPath()))}
        for page in site.pages.keys() - led - SECTION_PAGES.keys():
            told = "neither the navigation in mkdocs.yml nor another page leads here; link to it, name it in nav, or remove it"
            yield Problem(f"{site.settings.docs_dir}/{page}", Place(), "unreachable", told)
    if not any(text.record.access == "full" for text in site.texts):
        return
    for entry in site.entries:
        if entry.matter.kind not in site.settings.kinds:
            continue
        related = edition.parts_of.get(entry.slug) or edition.positions_in.get(entry.slug)
        if entry.slug not in edition.mentions_of and not related and entry_path(entry.slug) not in led:
            path = site.settings.entry_file(entry.slug)
            told = "name: no text names it, and no entry or page leads to it; add the name the texts use to aliases, or link to it"
            yield Problem(path, located[path].place(("name",)), "entry-unmentioned", told)


def _led_to(site: Site) -> set[PurePosixPath]:
    """Where the links of pages, entries and notes lead; a page does not lead to itself."""
    written = [(path, page.markdown) for path, page in site.pages.items()]
    written += [(entry_path(entry.slug), entry.prose) for entry in site.entries]
    written += [(document_path(text.id), notes_on_page(text.record.notes or "")) for text in site.texts]
    return {
        page
        for path, markdown in written
        for link in links_in(markdown)
        if (page := destination(link.target, path.parent)) and page != path
    }
