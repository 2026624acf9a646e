"""Everything that can be wrong with a site that could be read, as problems. Nothing is written, nothing raised.

What cannot be read at all (encoding, YAML, schema, fixity) is reported by `colophon.reading`.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.exporting import DATA_FILES
from colophon.feed import FEED
from colophon.finding import REFUSED_BY_EDITOR, entry_forms
from colophon.front_matter import KeyPath, Located
from colophon.markup import blocks, citation_places, document_path, entry_path, markers, notes_on_page, untouched_path
from colophon.passages import Absent, Ambiguous
from colophon.records import Entry, Passage, Place, Problem, Site
from colophon.rendering.listings import LISTINGS, SECTION_PAGES
from colophon.rendering.wording import short_name
from colophon.schema import breach

_RAW_HTML = re.compile(r"</?[A-Za-z][^>]*>|<!--|<[!?]")
_ATTRIBUTES = re.compile(r"\{:?[^}\n]*[#.=][^}\n]*\}")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^>\s]+>")
_LINK = re.compile(r"(?:\]\(|^ {0,3}\[(?!\^)[^\]]+\]:)\s*<?([^)\s>]+)", re.MULTILINE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RESERVED = frozenset({"corpus", "pagefind"})
# A text must leave the site within a minute: what repeats it is left out of the pages, and mended afterwards.
_URGENT = frozenset({"quote-withheld", "words-withheld"})


def check_edition(
    edition: Edition, located: Mapping[str, Located], unread: Container[str] = frozenset()
) -> tuple[Problem, ...]:
    """Every problem of an edition, in the order of files and lines.

    `located` says where values stand. `unread` are the paths of files that could not be read, which is told already:
    what refers to one of them is no second problem.
    """
    site = edition.site
    known = _known_pages(site)
    found = [*_check_texts(site), *_check_pages(site), *_check_collisions(site, located)]
    found += [*_check_pins(edition, located), *_check_notes(site, located, known)]
    for entry in site.entries:
        yaml = located[entry_file(site, entry)]
        found += _check_entry(edition, entry, yaml, unread, known)
    found += _check_withheld(edition, located)
    return tuple(sorted(replace(one, severity="warning") if one.rule in _URGENT else one for one in found))


def entry_file(site: Site, entry: Entry) -> str:
    """The path of an entry's file, relative to the site's root."""
    return f"{site.settings.docs_dir}/glossary/{entry.slug}.md"


def _check_texts(site: Site) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for text in site.texts:
        path = f"corpus/{text.id}.txt"
        twin = first.setdefault(text.record.fixity.sha256, path)
        if twin != path:
            yield Problem(
                path, Place(), "duplicate", f"holds the same bytes as {twin}; keep one of the two and its record"
            )
        if not text.paragraphs:
            yield Problem(path, Place(), "empty", "holds no words; expected at least one line of text")


def _check_withheld(edition: Edition, located: Mapping[str, Located]) -> Iterator[Problem]:
    """What was taken out because it repeats a withheld text."""
    told = "repeats a text that is withheld; the page leaves it out: say it in other words, or take it out"
    for gone in edition.taken_out:
        if gone.at is None:
            yield Problem(gone.path, Place(gone.line), "words-withheld", told)
        else:
            yield breach(gone.path, located[gone.path], gone.at, told, "words-withheld")


def _check_notes(site: Site, located: Mapping[str, Located], known: Collection[PurePosixPath]) -> Iterator[Problem]:
    for text in site.texts:
        path = f"corpus/{text.id}.yml"
        for rule, message in _check_markdown(text.record.notes or "", "the notes"):
            yield breach(path, located[path], ("notes",), message, rule)
        notes = notes_on_page(text.record.notes or "")
        for told in _broken_links(notes, PurePosixPath("documents"), known):
            yield breach(path, located[path], ("notes",), f"a link {told}", "link")


def _check_pins(edition: Edition, located: Mapping[str, Located]) -> Iterator[Problem]:
    """What editors decided about single mentions must still decide something."""
    for text in edition.site.texts:
        path = f"corpus/{text.id}.yml"
        judged = edition.finder.judge(text) if text.record.mentions else ()
        for anchor, pins in text.record.mentions.items():
            number = int(anchor[1:])
            if number > len(text.paragraphs):
                told = f"expected a paragraph of the text, p1 to p{len(text.paragraphs)}, found {anchor}"
                yield breach(path, located[path], ("mentions", anchor), told, "pin")
                continue
            here = [found for found in judged if found.paragraph == number]
            refused = {entry for found in here if found.refused == REFUSED_BY_EDITOR for entry in found.entries}
            for at, entry in enumerate(pins.not_):
                if entry not in refused:
                    told = f"nothing in {anchor} would be a mention of {entry!r}; remove it, or correct the paragraph or entry"
                    yield breach(path, located[path], ("mentions", anchor, "not", at), told, "pin")
            for surface, entry in pins.is_.items():
                at_surface: KeyPath = ("mentions", anchor, "is", surface)
                if entry not in edition.entries:
                    told = f"there is no entry {entry!r}; {_meant(entry, edition.entries)}"
                    yield breach(path, located[path], at_surface, told, "pin")
                elif not any(found.rule == "pin" and found.entries == (entry,) for found in here):
                    yield breach(
                        path,
                        located[path],
                        at_surface,
                        f"these words do not stand in {anchor}; copy them from it",
                        "pin",
                    )


def _check_samples(edition: Edition, entry: Entry) -> Iterator[tuple[KeyPath, str, str]]:
    """The phrases by which an editor tests an entry."""
    for expected, phrases in ((True, entry.matter.tests.is_), (False, entry.matter.tests.not_)):
        for at, phrase in enumerate(phrases):
            judged = [found for found in edition.finder.judge_phrase(phrase, entry.slug) if entry.slug in found.entries]
            linked = [found for found in judged if found.refused is None]
            if expected and not linked:
                why = (
                    "; ".join(f"{found.surface!r} {found.refused}" for found in judged) or "no name of it stands there"
                )
                yield ("tests", "is", at), "test", f"expected a mention in {phrase!r}, found none: {why}"
            if not expected and linked:
                told = f"expected no mention in {phrase!r}, found {linked[0].surface!r} by the rule {linked[0].rule}"
                yield ("tests", "not", at), "test", told


def _check_pages(site: Site) -> Iterator[Problem]:
    docs = site.settings.docs_dir
    for path, page in site.pages.items():
        shown = f"{docs}/{path}"
        for line, name in markers(page):
            if name not in LISTINGS:
                yield Problem(shown, Place(line), "marker", f"there is no listing {name!r}; {_meant(name, LISTINGS)}")
    for path in (*site.pages, *site.assets):
        if path.parts[0] in ("documents", "data") and path.name != "index.md" and len(path.parts) == 2:
            what = "this page" if path in site.pages else "this file"
            told = f"{path.parts[0]}/ holds generated pages; move {what} elsewhere in {docs}/"
            yield Problem(f"{docs}/{path}", Place(), "reserved", told)
        if path.parts[0] in _RESERVED or path.parts[:2] == ("assets", "colophon"):
            yield Problem(
                f"{docs}/{path}",
                Place(),
                "reserved",
                f"the folder {path.parts[0]}/ of the site is generated; choose another name",
            )


def _check_collisions(site: Site, located: Mapping[str, Located]) -> Iterator[Problem]:
    """Names that two entries declare: once for each pair, at the name or alias that clashes where one does as written."""
    declared: dict[str, list[Entry]] = defaultdict(list)
    for entry in site.entries:
        kind = site.settings.kinds.get(entry.matter.kind)
        if kind:
            for form in {
                form.text for form in entry_forms(entry, kind.person) if form.rule not in ("short", "surname")
            }:
                declared[form].append(entry)
    clashes: dict[tuple[str, str], tuple[Entry, Entry, list[str]]] = {}
    for form, entries in sorted(declared.items()):
        for entry in entries[1:]:
            clashes.setdefault((entries[0].slug, entry.slug), (entries[0], entry, []))[2].append(form)
    for first, entry, forms in clashes.values():
        written = {alias.text: ("aliases", at) for at, alias in enumerate(entry.matter.aliases)} | {
            entry.name: ("name",)
        }
        form = next((form for form in forms if form in written), forms[0])
        told = f"{form!r} is a name of {first.name} too ({entry_file(site, first)}); a text could not say which is meant: remove it from one"
        path = entry_file(site, entry)
        yield Problem(path, located[path].place(written.get(form, ("name",))), "collision", told)


def _check_entry(
    edition: Edition, entry: Entry, yaml: Located, unread: Container[str], known: Collection[PurePosixPath]
) -> Iterator[Problem]:
    site = edition.site
    path = entry_file(site, entry)

    def problem(at: KeyPath, rule: str, message: str) -> Problem:
        return breach(path, yaml, at, message, rule)

    if entry.matter.kind not in site.settings.kinds:
        yield problem(
            ("kind",),
            "kind",
            f"{entry.matter.kind!r} is not a kind of this site; {_meant(entry.matter.kind, site.settings.kinds)}",
        )
    yield from (problem(*found) for found in _check_sources(edition, entry, unread))
    yield from (problem(*found) for found in _check_relations(edition, entry, unread))
    yield from (problem(*found) for found in _check_samples(edition, entry))
    yield from _check_prose(entry, path, known)


def _check_sources(edition: Edition, entry: Entry, unread: Container[str]) -> Iterator[tuple[KeyPath, str, str]]:
    matter = entry.matter
    cited = {key for _, _, key in citation_places(entry.prose)}
    cited |= {key for position in matter.positions for key in position.source}
    cited |= {matter.part_of.source} if matter.part_of else set()
    for key in sorted(matter.sources.keys() - cited):
        yield ("sources", key), "source-unused", f"nothing cites this source; cite it as [^{key}] or remove it"
    for number, position in enumerate(matter.positions):
        for key in position.source:
            if key not in matter.sources:
                yield ("positions", number, "source"), "source-unknown", _no_such_source(key, matter.sources)
        if position.from_ and position.to and position.from_[: len(position.to)] > position.to:
            yield ("positions", number, "to"), "dates", f"ends ({position.to}) before it begins ({position.from_})"
    if matter.part_of and matter.part_of.source not in matter.sources:
        yield ("part_of", "source"), "source-unknown", _no_such_source(matter.part_of.source, matter.sources)
    for key, source in matter.sources.items():
        if isinstance(source, Passage) and not _is_unread(source.document, unread):
            yield from _check_passage(edition, entry, key, source)


def _is_unread(document: str, unread: Container[str]) -> bool:
    return f"corpus/{document}.yml" in unread or f"corpus/{document}.txt" in unread


def _check_passage(edition: Edition, entry: Entry, key: str, source: Passage) -> Iterator[tuple[KeyPath, str, str]]:
    text = edition.texts.get(source.document)
    at: KeyPath = ("sources", key, "quote")
    if text is None:
        yield (
            ("sources", key, "document"),
            "document-unknown",
            f"there is no text {source.document!r}; {_meant(source.document, edition.texts)}",
        )
        return
    if text.record.access != "full":
        yield at, "quote-withheld", f"quotes {short_name(source.document)}, which is withheld; take the quotation out"
        return
    found = edition.passages[entry.slug, key]
    if isinstance(found, Absent):
        where = f"{source.document}, paragraph {source.paragraph}" if source.paragraph else source.document
        near = f"; nearest, in paragraph {found.paragraph.number}: “{found.nearest}”" if found.paragraph else ""
        yield at, "quote-absent", f"these words do not stand in {where}{near}; copy them from the text as they are"
    elif isinstance(found, Ambiguous):
        numbers = " and ".join(str(paragraph.number) for paragraph in found.paragraphs)
        yield (
            at,
            "quote-ambiguous",
            f"stands in paragraphs {numbers}; add paragraph: {found.paragraphs[0].number}, or quote more words",
        )


def _check_relations(edition: Edition, entry: Entry, unread: Container[str]) -> Iterator[tuple[KeyPath, str, str]]:
    matter = entry.matter
    persons = {slug for slug, kind in edition.site.settings.kinds.items() if kind.person}
    related: list[tuple[KeyPath, str]] = [
        (("positions", number, "agency"), position.agency)
        for number, position in enumerate(matter.positions)
        if position.agency
    ]
    if matter.part_of:
        related.append((("part_of", "agency"), matter.part_of.agency))
        if matter.kind in persons:
            yield ("part_of",), "relation", "a person is not part of an agency; say it as a position with its agency"
    for at, slug in related:
        if f"{edition.site.settings.docs_dir}/glossary/{slug}.md" in unread:
            continue
        if slug not in edition.entries:
            others = [e.slug for e in edition.site.entries if e.matter.kind not in persons]
            yield at, "relation", f"there is no entry {slug!r}; {_meant(slug, others)}"
        elif edition.entries[slug].matter.kind in persons:
            yield at, "relation", f"{edition.entries[slug].name} is a person; expected an agency"
    chain = [entry.slug]
    while (above := edition.entries[chain[-1]].matter.part_of) and above.agency in edition.entries:
        chain.append(above.agency)
        if above.agency == entry.slug:
            yield ("part_of", "agency"), "relation", f"goes round in a circle: {' is part of '.join(chain)}"
        if above.agency in chain[:-1]:
            return


def _known_pages(site: Site) -> frozenset[PurePosixPath]:
    """Every file a link may lead to, by path in the documentation folder."""
    made = {document_path(text.id) for text in site.texts} | {entry_path(entry.slug) for entry in site.entries}
    return frozenset(
        made
        | {untouched_path(text.id) for text in site.texts}
        | {*site.pages, *site.assets, *SECTION_PAGES, *DATA_FILES, FEED}
    )


def _broken_links(text: str, folder: PurePosixPath, known: Collection[PurePosixPath]) -> Iterator[str]:
    """What is wrong with relative links that lead to no file of the site."""
    for written in _LINK.findall(text):
        target = _decoded(written)
        path = target.split("#")[0]
        if path and not _SCHEME.match(path) and PurePosixPath(posixpath.normpath(folder / path)) not in known:
            near = get_close_matches(PurePosixPath(path).name, sorted({page.name for page in known}), 1)
            yield f"leads to {target!r}, which is no page" + (f"; did you mean {near[0]}?" if near else "")


def _decoded(target: str) -> str:
    """The target of a link as a browser reads it."""
    return re.sub(r"[\0- ]", "", html.unescape(target))


def _check_prose(entry: Entry, path: str, known: Collection[PurePosixPath]) -> Iterator[Problem]:
    sources = entry.matter.sources
    first = entry.prose_line
    if not entry.prose.strip():
        yield Problem(
            path, Place(first), "prose", "says nothing yet; expected at least one paragraph that cites a source"
        )
    for line, column, key in citation_places(entry.prose):
        if key not in sources:
            yield Problem(path, Place(first + line - 1, column), "source-unknown", _no_such_source(key, sources))
    for block in blocks(entry.prose):
        place = Place(first + block.line - 1)
        if not block.is_heading and not block.citations:
            yield Problem(
                path,
                place,
                "uncited",
                f"this paragraph cites no source; expected at least one, such as [^{next(iter(sources), 'key')}]",
            )
        yield from (Problem(path, place, *found) for found in _check_markdown(block.text, "an entry"))
        for told in _broken_links(block.text, PurePosixPath("glossary"), known):
            yield Problem(path, place, "link", told)


def _check_markdown(text: str, where: str) -> Iterator[tuple[str, str]]:
    """Rule and message for what an editor's Markdown may not hold: HTML, attributes, and links that run something."""
    if match := _RAW_HTML.search(_AUTOLINK.sub("", text)):
        yield "html", f"HTML is not allowed in {where}: found {match[0]}; write it in Markdown"
    if match := _ATTRIBUTES.search(text):
        yield "html", f"attributes in braces are not allowed in {where}: found {match[0]}; leave them out"
    for target in map(_decoded, _LINK.findall(text)):
        if _SCHEME.match(target) and not target.startswith(("https://", "http://", "mailto:")):
            yield "link", f"a link may lead to a page of the site or to https://, found {target!r}"


def _no_such_source(key: str, sources: Iterable[str]) -> str:
    return f"there is no source {key!r} in this entry; {_meant(key, sources)}"


def _meant(word: str, known: Iterable[str]) -> str:
    names = list(known)
    near = get_close_matches(word, names, 1)
    if near:
        return f"did you mean {near[0]}?"
    return f"known: {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}" if names else "there is none yet"
