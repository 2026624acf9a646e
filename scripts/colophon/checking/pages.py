"""Authored pages and their links, and the ways by which readers reach pages and entries. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from colophon.checking.active import ACTIVE, active_content
from colophon.checking.prose import NESTING, TOO_DEEP, too_deep
from colophon.edition import Edition
from colophon.formats.links import LINK, destination, likely, link_error, links_in
from colophon.formats.markdown import markers, notes_on_page
from colophon.formats.urls import document_path, entry_path, untouched_path
from colophon.formats.validation import describe, did_you_mean, problem_at
from colophon.formats.yaml_reader import FRONT_MATTER, YamlDocument, split_front_matter
from colophon.model.errors import Invalid
from colophon.model.problem import Place, Problem, Rule
from colophon.model.settings import CONFIG
from colophon.model.site import Site
from colophon.rendering.copies import LLMS
from colophon.rendering.exports import offered
from colophon.rendering.feed import TEXTS_FEED
from colophon.rendering.pages.corrections import FEED
from colophon.rendering.pages.listings import LISTINGS, SECTION_PAGES, section_pages
from colophon.rendering.pages.text_lists import text_lists

MARKER = Rule("marker", "`<!-- colophon: NAME -->` in a page names a list that Colophon makes.")
NAV = Rule("nav", "The navigation in `mkdocs.yml` names pages that exist.")
UNREACHABLE = Rule(
    "unreachable",
    "A page or file is in the navigation, or a page links to it: otherwise readers cannot find it.",
    "warning",
)
ENTRY_UNMENTIONED = Rule(
    "entry-unmentioned",
    "A text mentions the entry, or another entry or page links to it: otherwise readers cannot find it.",
    "warning",
)

_EMBEDDED = re.compile(r"""\s(?:src|data|poster|href)=["']([^"'\s]+)["']""")
_IN_CSS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")
_FOR_SERVERS = frozenset(map(PurePosixPath, "CNAME robots.txt _headers _redirects favicon.ico".split()))
"""Files that web servers and browsers ask for, though no page links to them."""


class Pages:
    """What the links of a site may lead to."""

    def __init__(self, site: Site, unread: AbstractSet[str] = frozenset()) -> None:
        docs = f"{site.settings.docs_dir}/"
        broken = {PurePosixPath(path.removeprefix(docs)) for path in unread if path.startswith(docs)}
        broken |= {document_path(PurePosixPath(path).stem) for path in unread if path.startswith("corpus/")}
        shown = [text for text in site.texts if text.record.access == "full"]
        self._drafts = {entry_path(draft.slug) for draft in site.drafts}
        self.known: frozenset[PurePosixPath] = frozenset(
            {document_path(text.id) for text in site.texts}
            | {entry_path(entry.slug) for entry in site.entries}
            | {untouched_path(text.id) for text in shown}
            | {
                *site.pages,
                *site.assets,
                *section_pages(site.settings),
                *text_lists(site),
                *offered(site.settings),
                FEED,
                TEXTS_FEED,
                LLMS,
                *broken,
            }
        )
        self.paragraphs = {document_path(text.id): len(text.paragraphs) for text in shown}

    def link_error(self, target: str, folder: PurePosixPath) -> str | None:
        """What is wrong with a link in a page of a folder, or `None`."""
        if self._drafts and destination(target, folder) in self._drafts:
            return f"links to '{target}', a draft, which is not published; publish it, or remove the link"
        return link_error(target, folder, self.known, self.paragraphs)


def check_pages(site: Site, pages: Pages) -> Iterator[Problem]:
    """Front matter, markers, links and nesting of authored pages, and files that would run."""
    docs = site.settings.docs_dir
    for path, page in site.pages.items():
        shown = f"{docs}/{path}"
        yield from _check_page_matter(page.markdown, shown)
        for line, name in markers(page.markdown):
            if name not in LISTINGS:
                what = f"the list '{name}' does not exist"
                yield Problem(shown, Place(line), MARKER, what, fix=did_you_mean(name, LISTINGS))
        for link in links_in(page.markdown):
            if fault := pages.link_error(link.target, path.parent):
                yield Problem(shown, Place(link.line, link.column), LINK, fault)
        for line in too_deep(page.markdown):
            yield Problem(shown, Place(line), NESTING, TOO_DEEP, fix="nest less")
    for path, data in site.assets.items():
        if running := active_content(path, data, site.settings.scripts):
            yield Problem(f"{docs}/{path}", Place(), ACTIVE, running)


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
        expected = "keys and values between the lines ---, such as title: About"
        yield Problem(shown, Place(2), FRONT_MATTER, expected=expected)
        return
    for key, value in yaml.data.items():
        expected = ""
        if key == "hide" and not isinstance(value, list):
            expected = "a list, such as [navigation, toc]"
        elif key == "template" and not (isinstance(value, str) and re.fullmatch(r"[\w-]+\.html", value)):
            expected = "the name of a template, such as main.html"
        if expected:
            yield Problem(shown, yaml.place((key,)), FRONT_MATTER, "", key, expected, describe(value))


def check_nav(
    site: Site, located: Mapping[str, YamlDocument], pages: Pages, unread: AbstractSet[str]
) -> Iterator[Problem]:
    """Pages in the navigation that do not exist."""
    for at, written in (site.settings.nav or {}).items():
        page = destination(written, PurePosixPath())
        if page is None or page in pages.known or f"{site.settings.docs_dir}/{page}" in unread:
            continue
        near = likely(written, PurePosixPath(), pages.known)
        what = f"the page {written!r} does not exist in {site.settings.docs_dir}/"
        yield problem_at(CONFIG, located[CONFIG], at, what, NAV, fix=f"did you mean {near}?" if near else "")


def check_paths(
    edition: Edition, located: Mapping[str, YamlDocument], but: AbstractSet[str] = frozenset()
) -> Iterator[Problem]:
    """Pages, files and entries that readers cannot find; files at the paths `but` have other problems."""
    site, docs = edition.site, edition.site.settings.docs_dir
    linked = _linked(site)
    if site.settings.nav is not None:
        named = {page for written in site.settings.nav.values() if (page := destination(written, PurePosixPath()))}
        for page in site.pages.keys() - linked - named - SECTION_PAGES.keys():
            what = "neither the navigation in mkdocs.yml nor another page links to this page"
            yield Problem(f"{docs}/{page}", Place(), UNREACHABLE, what, fix="link to it, add it to nav, or remove it")
    for file in site.assets.keys() - linked - site.settings.loaded - _FOR_SERVERS:
        if f"{docs}/{file}" not in but:
            what = "no page links to this file, and it is published"
            yield Problem(f"{docs}/{file}", Place(), UNREACHABLE, what, fix=f"link to it, or move it out of {docs}/")
    if not any(text.record.access == "full" for text in site.texts):
        return
    for entry in site.entries:
        if entry.matter.kind not in site.settings.kinds:
            continue
        related = edition.parts_of.get(entry.slug) or edition.positions_in.get(entry.slug)
        if entry.slug not in edition.mentions_of and not related and entry_path(entry.slug) not in linked:
            path = site.settings.entry_file(entry.slug)
            what = "no text mentions this entry, and no entry or page links to it"
            fix = "add the name that the texts use to aliases, or link to it"
            yield problem_at(path, located[path], ("name",), what, ENTRY_UNMENTIONED, fix=fix)


def _linked(site: Site) -> set[PurePosixPath]:
    """What pages, entries, notes and style sheets link to; a link of a page to itself does not count."""
    written = [(path, page.markdown) for path, page in site.pages.items()]
    written += [(entry_path(entry.slug), entry.prose) for entry in site.entries]
    written += [
        (document_path(text.id), notes_on_page(notes, text.id))
        for text in site.texts
        for notes in (text.record.notes or {}).values()
    ]
    found = [(path, link.target) for path, markdown in written for link in links_in(markdown)]
    found += [(path, match[1]) for path, page in site.pages.items() for match in _EMBEDDED.finditer(page.markdown)]
    sheets = [(path, data.decode(errors="replace")) for path, data in site.assets.items() if path.suffix == ".css"]
    found += [(path, match[1]) for path, css in sheets for match in _IN_CSS.finditer(css)]
    return {file for path, target in found if (file := destination(target, path.parent)) and file != path}
