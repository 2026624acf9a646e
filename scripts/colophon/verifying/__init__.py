"""The built site against the bytes in `corpus/`, read as a browser reads it.

Pages are parsed as HTML5 and compared with the corpus, the finder's mentions and each other. What must be there is asked
of records and entries; of the renderer only which addresses there are. Each file is read once, by one of several processes
(`survey`); what is kept of it is enough for everything that needs the others (`problems_in`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from colophon.edition import Edition
from colophon.formats.links import LINK
from colophon.formats.urls import document_path, entry_path, page_url, untouched_path
from colophon.model.problem import Place, Problem, Rule, rules_in
from colophon.project.processes import map_in_processes
from colophon.project.reader import FIXITY
from colophon.rendering.pages.corrections import FEED
from colophon.verifying import data, entries, manifest, mentions, privacy, search
from colophon.verifying.data import DATA, wrong_data
from colophon.verifying.entries import EXCERPT, unlisted
from colophon.verifying.links import Targets, broken_links, lost_in_map
from colophon.verifying.manifest import LISTED, wrong_manifest
from colophon.verifying.pages import Facts, url_of
from colophon.verifying.search import SEARCH, wrong_index
from colophon.verifying.survey import PAGE, SUBJECT, TEXT, WITHHELD, Survey

MISSING = Rule("missing", "Every text and every entry has its page.")
RULES: Mapping[str, Rule] = {
    **{str(rule): rule for rule in (MISSING, WITHHELD, TEXT, PAGE, FIXITY, LINK)},
    **rules_in(mentions, entries, privacy, search, data, manifest),
}
"""Every rule of `colophon verify`, by name."""

_AGAIN = "build the site again"
_NOTHING: Mapping[str, Facts] = {}


def verify(edition: Edition, site: Path, jobs: int | None = None) -> tuple[Problem, ...]:
    """Every difference between the built site and what it should be, by file of `site`.

    `jobs`: the most processes that work on it; default: one for each core.
    """
    return problems_in(edition, survey(edition, site, jobs), site)


def survey(
    edition: Edition,
    site: Path,
    jobs: int | None = None,
    known: Mapping[str, Facts] = _NOTHING,
    paths: Iterable[str] | None = None,
) -> dict[str, Facts]:
    """Facts of files of a built site, by path below it, in order.

    `known`: facts of files that are as they were when these were kept, of an edition in which nothing changed of what the
    file shows, and neither the withheld texts nor the settings; they are not read again. `paths`: the files; default: all.
    """
    wanted = sorted(_files_below(site) if paths is None else paths, key=lambda path: path.split("/"))
    looking = Survey(edition)

    def facts_of(path: str) -> Facts:
        return looking.facts_of(path, (site / path).read_bytes())

    unknown = [path for path in wanted if path not in known]
    found = dict(zip(unknown, map_in_processes(facts_of, unknown, jobs), strict=True))
    return {path: known[path] if path in known else found[path] for path in wanted}


def problems_in(edition: Edition, files: Mapping[str, Facts], site: Path) -> tuple[Problem, ...]:
    """The problems of a site, given the facts of its files."""
    site_url = edition.site.settings.site_url
    targets = Targets(files)
    pages = {url: facts for path, facts in files.items() if (url := url_of(path)) is not None}
    found: list[tuple[str, Rule, str]] = []
    for path, facts in files.items():
        found += ((path, RULES[rule], message) for rule, message in facts.faults)
        found += ((path, LINK, message) for message in broken_links(path, facts, targets, site, site_url))
    found += _lacking(edition, files)
    if str(FEED) not in files:
        found.append((str(FEED), LINK, f"is missing; {_AGAIN}"))
    of_files: list[tuple[Rule, Iterator[tuple[str, str]]]] = [
        (LINK, lost_in_map(pages, site, site_url)),
        (DATA, wrong_data(edition, files, site)),
        (LISTED, wrong_manifest(edition, files, site)),
        (SEARCH, (("pagefind", message) for message in wrong_index(edition, files, pages, site))),
    ]
    found += ((path, rule, message) for rule, faults in of_files for path, message in faults)
    return tuple(Problem(f"{site.name}/{path}", Place(), rule, message) for path, rule, message in found)


def _files_below(folder: Path, way: str = "") -> Iterator[str]:
    """The path of every file below a folder, but behind links to folders; each after `way`."""
    with os.scandir(folder) as there:
        for one in there:
            if one.is_dir(follow_symlinks=False):
                yield from _files_below(Path(one.path), f"{way}{one.name}/")
            elif one.is_file():
                yield f"{way}{one.name}"


def _lacking(edition: Edition, files: Mapping[str, Facts]) -> Iterator[tuple[str, Rule, str]]:
    """Pages and untouched files that are missing, and paragraphs that mention an entry and that none of its pages lists."""
    for text in edition.site.texts:
        page, untouched = f"{page_url(document_path(text.id))}index.html", str(untouched_path(text.id))
        kept = files.get(untouched)
        if page not in files:
            yield page, MISSING, f"the page of this text is missing; {_AGAIN}"
        elif text.record.access != "full":
            if kept:
                yield page, WITHHELD, "the text is withheld, but its words are on the site"
        elif kept is None or kept.digest != text.record.fixity.sha256:
            yield page, FIXITY, f"{untouched} is not the file whose digest the record holds"
    listed: dict[str, set[str]] = {}
    for path, facts in files.items():
        if facts.listed and (subject := SUBJECT.fullmatch(url_of(path) or "")):
            listed.setdefault(subject[2], set()).update(facts.listed)
    for entry in edition.site.entries:
        page = f"{page_url(entry_path(entry.slug))}index.html"
        if page not in files:
            yield page, MISSING, f"the page of this entry is missing; {_AGAIN}"
            continue
        yield from ((page, EXCERPT, fault) for fault in unlisted(edition, entry, listed.get(entry.slug, set())))
