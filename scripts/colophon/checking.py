"""Everything that can be wrong with a site that could be read, as problems. Nothing is written, nothing raised.

What cannot be read at all (encoding, YAML, schema, fixity) is reported by `colophon.reading`.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from colophon.active import active_content
from colophon.addresses import check_addresses
from colophon.differing import difference
from colophon.edition import Edition
from colophon.errors import Invalid
from colophon.exporting import DATA_FILES
from colophon.feed import FEED
from colophon.finding import REFUSED_BY_EDITOR, entry_forms
from colophon.front_matter import KeyPath, Located, split_front_matter
from colophon.linking import astray, destination, likely, links_in, running_links
from colophon.markup import (
    Block,
    blocks,
    citation_places,
    document_path,
    entry_path,
    markers,
    notes_on_page,
    untouched_path,
)
from colophon.normalising import normalise
from colophon.passages import Absent, Ambiguous, Verified, find_passage
from colophon.records import (
    CONFIG,
    Alias,
    Entry,
    EntryMatter,
    Paragraph,
    Passage,
    Place,
    Problem,
    Silence,
    Site,
    SourceText,
    WebPage,
)
from colophon.rendering.listings import LISTINGS, SECTION_PAGES
from colophon.rendering.wording import short_name
from colophon.schema import breach, dotted, found, meant, slug_of

# Closed or not: a browser takes what an open < begins for a tag, up to the next > on the page.
_RAW_HTML = re.compile(r"</?[A-Za-z][^>\n]*>?|<!--|<[!?]")
_FOREIGN_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^\s)>]*)", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{:?[^}\n]*[#.=][^}\n]*\}")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^>\s]+>")
_BROKEN_CITATION = re.compile(r"\[\^(?:[^\]\n]*\s[^\]\n]*\]|[^\]\s]*(?=\s|$))")
_MEANT_AS_CITATION = re.compile(r"\[\^?([^\[\]\n]*)\](?![(\[:])|\(\^([^()\n]*)\)|\[\^([^\]\s]*)(?=\s|$)")
_OMISSION = re.compile(r"\s*(?:\[(?:\.\.\.|…)\]|\.\.\.|…)\s*")
_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:", re.MULTILINE)
_QUOTATION_MARKS = "\"'“”„‘’«»"
_SMALL = frozenset(("of", "and", "the", "for"))
_PAGE_KEYS = (
    *("title", "description", "author", "date", "icon", "status", "subtitle", "hide", "template", "search"),
    *("tags", "image", "social", "comments", "robots", "search_exclude"),
)

MOST_BYTES = 5_000_000
MOST_PARAGRAPHS = 10_000
_DEEPEST = 400
"""Columns at which a line of Markdown may begin."""
_SHALLOWER = f"this line begins after more than {_DEEPEST} columns of spaces or >, too deep to be read; nest less"


def check_edition(
    edition: Edition,
    located: Mapping[str, Located],
    unread: AbstractSet[str] = frozenset(),
    *,
    today: datetime.date,
) -> tuple[Problem, ...]:
    """Every problem of an edition, in the order of files and lines.

    `located` says where values stand. `unread` are the paths of files that could not be read, which is told already:
    what refers to one of them is no second problem, and that nothing does something is not told while any is unread.
    `today` is the latest day it can be anywhere.
    """
    site = edition.site
    pages = _Pages(site, unread)
    found = [*_check_texts(site, located, today), *_check_pages(site, pages), *_check_collisions(site, located)]
    found += [*_check_pins(edition, located), *_check_notes(site, located, pages)]
    found += _check_nav(site, located, pages, unread)
    found += _check_former_addresses(site, located)
    for entry in site.entries:
        yaml = located[entry_file(site, entry)]
        found += _check_entry(edition, entry, yaml, unread, pages, today)
    found += _check_withheld(edition, located)
    if not unread_sources(site, unread):
        found += [*_check_names(edition, located), *_check_paths(edition, located)]
    return tuple(sorted(found))


def unread_sources(site: Site, unread: AbstractSet[str]) -> bool:
    """Whether a text, an entry or a page could not be read, so that nobody knows what else there is in the site."""
    return any(path.startswith(("corpus/", f"{site.settings.docs_dir}/")) for path in unread)


def silence(
    problems: Iterable[Problem], silences: Mapping[KeyPath, Silence], yaml: Located, *, complete: bool
) -> tuple[list[Problem], list[Problem]]:
    """The problems a site wants to read, and those it has silenced.

    `yaml` says where the silences stand in `mkdocs.yml`. One that silences nothing is a problem itself, unless the
    warnings are not `complete`, because a file could not be read.
    """
    kept: list[Problem] = []
    quiet: list[Problem] = []
    used: set[KeyPath] = set()
    for problem in problems:
        by = [at for at, silence in silences.items() if _covers(silence, problem)]
        used.update(by)
        (quiet if by else kept).append(problem)
    for at in silences.keys() - used if complete else ():
        one = silences[at]
        told = f"{dotted(('plugins', 'colophon', *at[-2:]))}: nothing at {one.at} breaks the rule {one.rule} any more; remove this"
        kept.append(Problem(CONFIG, yaml.place(at), "silence-unused", told))
    return kept, quiet


def _covers(silence: Silence, problem: Problem) -> bool:
    there = (silence.rule, silence.at) == (problem.rule, problem.path)
    return there and (silence.key is None or problem.message.startswith(f"{silence.key}: "))


def entry_file(site: Site, entry: Entry) -> str:
    """The path of an entry's file, relative to the site's root."""
    return f"{site.settings.docs_dir}/glossary/{entry.slug}.md"


class _Pages:
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

    def astray(self, target: str, folder: PurePosixPath) -> str | None:
        """What is wrong with a link in a page of a folder, or `None`."""
        return astray(target, folder, self.known, self.paragraphs)


def _check_texts(site: Site, located: Mapping[str, Located], today: datetime.date) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for text in site.texts:
        record = f"corpus/{text.id}.yml"
        if _is_after(text.record.acquired.on, today.isoformat()):
            yield breach(record, located[record], ("acquired", "on"), _ahead(text.record.acquired.on), "future")
        path = f"corpus/{text.id}.txt"
        twin = first.setdefault(text.record.fixity.sha256, path)
        if twin != path:
            yield Problem(
                path, Place(), "duplicate", f"holds the same bytes as {twin}; keep one of the two and its record"
            )
        if not text.paragraphs:
            yield Problem(path, Place(), "empty", "holds no words; expected at least one line of text")
        yield from _check_size(text, path)


def _check_size(text: SourceText, path: str) -> Iterator[Problem]:
    """The limits are those of `docs/development/limits.md`, where what a page then weighs is measured."""
    for size, most, what in (
        (len(text.data), MOST_BYTES, "bytes"),
        (len(text.paragraphs), MOST_PARAGRAPHS, "paragraphs"),
    ):
        if size > most:
            told = f"has {size:,} {what}; expected at most {most:,}: divide it into parts, each a text of its own"
            yield Problem(path, Place(), "size", told)


def _is_after(date: str, other: str) -> bool:
    """Whether one date is later than another, as far as both are known."""
    known = min(len(date), len(other))
    return date[:known] > other[:known]


def _ahead(date: str) -> str:
    return f"expected a day that has come, found {date}"


def _check_withheld(edition: Edition, located: Mapping[str, Located]) -> Iterator[Problem]:
    """What was taken out because it repeats a withheld text."""
    told = "repeats a text that is withheld; the page leaves it out: say it in other words, or take it out"
    for gone in edition.taken_out:
        if gone.at is None:
            yield Problem(gone.path, Place(gone.line), "words-withheld", told)
        else:
            yield breach(gone.path, located[gone.path], gone.at, told, "words-withheld")


def _check_notes(site: Site, located: Mapping[str, Located], pages: _Pages) -> Iterator[Problem]:
    for text in site.texts:
        path = f"corpus/{text.id}.yml"
        for _, rule, message in _check_markdown(text.record.notes or "", "the notes"):
            yield breach(path, located[path], ("notes",), message, rule)
        for link in links_in(notes_on_page(text.record.notes or "")):
            if told := pages.astray(link.target, PurePosixPath("documents")):
                told = re.sub(r"(?<=did you mean )\.\./", "../docs/", told)
                if link.target not in (text.record.notes or ""):
                    told = told.replace("leads to '../", "leads to '../docs/")
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
                    told = f"nothing in {anchor} would be a mention of '{entry}'; remove it, or correct the paragraph or entry"
                    yield breach(path, located[path], ("mentions", anchor, "not", at), told, "pin")
            for surface, entry in pins.is_.items():
                at_surface: KeyPath = ("mentions", anchor, "is", surface)
                if entry not in edition.entries:
                    told = f"there is no entry '{entry}'; {meant(entry, edition.entries)}"
                    yield breach(path, located[path], at_surface, told, "pin")
                elif not any(found.rule == "pin" and found.entries == (entry,) for found in here):
                    told = f"{dotted(at_surface)}: these words do not stand in {anchor}; copy them from it"
                    yield Problem(path, located[path].key_place(at_surface), "pin", told)


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


def _check_pages(site: Site, pages: _Pages) -> Iterator[Problem]:
    docs = site.settings.docs_dir
    for path, page in site.pages.items():
        shown = f"{docs}/{path}"
        yield from _check_page_matter(page, shown)
        for line in _too_deep(page):
            yield Problem(shown, Place(line), "nesting", _SHALLOWER)
        for line, name in markers(page):
            if name not in LISTINGS:
                yield Problem(shown, Place(line), "marker", f"there is no listing '{name}'; {meant(name, LISTINGS)}")
        for link in links_in(page):
            if told := pages.astray(link.target, path.parent):
                yield Problem(shown, Place(link.line, link.column), "link", told)
    yield from check_addresses(site)
    for path, data in site.assets.items():
        if found := active_content(path, data, site.settings.scripts):
            yield Problem(f"{docs}/{path}", Place(), "active", found)


def _too_deep(markdown: str) -> Iterator[int]:
    """The first line that begins farther right, or in more quotations, than a processor of Markdown can follow."""
    for number, line in enumerate(markdown.split("\n"), 1):
        if len(line) > _DEEPEST // 4 and len((re.match(r"[\s>]*", line) or [""])[0].expandtabs(4)) > _DEEPEST:
            yield number
            return


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
        if key not in _PAGE_KEYS:
            told = f"{key}: a page has no use for this key; {meant(key, _PAGE_KEYS)}"
            yield Problem(shown, yaml.key_place((key,)), "page-key", told)
        elif key == "hide" and not isinstance(value, list):
            told = f"hide: expected a list, such as [navigation, toc], found {found(value)}"
            yield Problem(shown, yaml.place((key,)), "front-matter", told)
        elif key == "template" and not (isinstance(value, str) and re.fullmatch(r"[\w-]+\.html", value)):
            told = f"template: expected the name of a template, such as main.html, found {found(value)}"
            yield Problem(shown, yaml.place((key,)), "front-matter", told)


def _check_nav(
    site: Site, located: Mapping[str, Located], pages: _Pages, unread: AbstractSet[str]
) -> Iterator[Problem]:
    for at, written in (site.settings.nav or {}).items():
        page = destination(written, PurePosixPath())
        if page is None or page in pages.known or f"{site.settings.docs_dir}/{page}" in unread:
            continue
        near = likely(written, PurePosixPath(), pages.known)
        told = f"there is no page {written!r} in {site.settings.docs_dir}/" + (
            f"; did you mean {near}?" if near else ""
        )
        yield breach(CONFIG, located[CONFIG], at, told, "nav")


def _check_paths(edition: Edition, located: Mapping[str, Located]) -> Iterator[Problem]:
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
            path = entry_file(site, entry)
            told = "name: no text names it, and no entry or page leads to it; add the name the texts use to aliases, or link to it"
            yield Problem(path, located[path].place(("name",)), "entry-unmentioned", told)


def _led_to(site: Site) -> set[PurePosixPath]:
    """Where the links of pages, entries and notes lead; a page does not lead to itself."""
    written = [(path, page) for path, page in site.pages.items()]
    written += [(entry_path(entry.slug), entry.prose) for entry in site.entries]
    written += [(document_path(text.id), notes_on_page(text.record.notes or "")) for text in site.texts]
    return {
        page
        for path, markdown in written
        for link in links_in(markdown)
        if (page := destination(link.target, path.parent)) and page != path
    }


def _check_names(edition: Edition, located: Mapping[str, Located]) -> Iterator[Problem]:
    """Aliases that nobody is known to use."""
    site = edition.site
    surfaces = {
        slug: {_words(surface) for surface in {m.surface for m in mentions}}
        for slug, mentions in edition.mentions_of.items()
    }
    declared = Counter(_words(name) for e in site.entries for name in {e.name, *(a.text for a in e.matter.aliases)})
    longer = {surface for several in surfaces.values() for surface in several}
    for entry in site.entries if any(text.record.access == "full" for text in site.texts) else ():
        if entry.matter.kind not in site.settings.kinds:
            continue
        own = _spelt(" ".join(_written_in(entry)))
        for at, alias in enumerate(entry.matter.aliases):
            forms = _forms_of(alias, entry, site)
            if forms & surfaces.get(entry.slug, set()) or any(_stands_in(_spelt(form), own) for form in forms):
                continue
            if _is_made_of(alias.text, entry.name) or declared[_words(alias.text)] > 1:
                continue
            words = _words(alias.text)
            around = min((surface for surface in longer if _stands_in(words, surface)), default=None)
            where = f"stands only inside longer names such as {around!r}" if around else "stands in no text"
            told = f"aliases[{at + 1}]: {alias.text!r} {where}, and neither the entry nor its sources say it; correct it, cite who does, or remove it"
            path = entry_file(site, entry)
            yield Problem(path, located[path].place(("aliases", at, "text")), "alias-unused", told)


def _forms_of(alias: Alias, entry: Entry, site: Site) -> set[str]:
    """What stands in a text where an alias does."""
    kind = site.settings.kinds.get(entry.matter.kind)
    alone = Entry(entry.slug, EntryMatter(name=alias.text, kind=entry.matter.kind, surname=False), "")
    forms = {form.text for form in entry_forms(alone, bool(kind and kind.person))}
    return forms | {form.upper() for form in forms}


def _written_in(entry: Entry) -> Iterator[str]:
    """What an entry and its sources say in words."""
    yield from (entry.name, entry.prose, *(f"{p.title} {p.note or ''}" for p in entry.matter.positions))
    for source in entry.matter.sources.values():
        told = (
            (source.quote,)
            if isinstance(source, Passage)
            else (source.title, source.author, source.publisher, source.note)
        )
        yield from (words for words in told if words)


def _words(name: str) -> str:
    return normalise(name).text.strip()


def _spelt(words: str) -> str:
    """Words without the differences of spelling that make no other name: capitals and `&`."""
    return _words(words).casefold().replace("&", "and")


def _stands_in(name: str, words: str) -> bool:
    return name in words and bool(re.search(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", words))


def _is_made_of(alias: str, name: str) -> bool:
    """Whether an alias says no more than the name: its words in another order, or its initials."""
    words = re.findall(r"\w+", _spelt(name.replace("U.S.", "US")))
    bare = re.sub(r"\W", "", _spelt(alias))
    initials = {
        "".join(word if word == "us" else word[0] for word in kept)
        for kept in (words, [w for w in words if w not in _SMALL])
    }
    return bare in initials or {*re.findall(r"\w+", _spelt(alias))} <= {*words}


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


def _check_former_addresses(site: Site, located: Mapping[str, Located]) -> Iterator[Problem]:
    """An address leads to one entry: to the one that has it, or to the one that had it."""
    leads_to = {entry.slug: f"is the address of {entry.name} ({entry_file(site, entry)})" for entry in site.entries}
    for entry in site.entries:
        path = entry_file(site, entry)
        for at, old in enumerate(entry.matter.formerly):
            if old in leads_to:
                told = f"{old!r} {leads_to[old]}; an address leads to one entry only: remove it here"
                yield breach(path, located[path], ("formerly", at), told, "formerly")
            leads_to.setdefault(old, f"is a former address of {entry.name} already ({path})")


def _check_entry(
    edition: Edition, entry: Entry, yaml: Located, unread: AbstractSet[str], pages: _Pages, today: datetime.date
) -> Iterator[Problem]:
    site = edition.site
    path = entry_file(site, entry)

    def problem(at: KeyPath, rule: str, message: str) -> Problem:
        return breach(path, yaml, at, message, rule)

    if entry.matter.kind not in site.settings.kinds:
        yield problem(
            ("kind",),
            "kind",
            f"{entry.matter.kind!r} is not a kind of this site; {meant(entry.matter.kind, site.settings.kinds)}",
        )
    yield from (problem(*found) for found in _check_sources(edition, entry, unread))
    yield from (problem(*found) for found in _check_dates(entry, today))
    yield from (problem(*found) for found in _check_relations(edition, entry, unread))
    yield from (problem(*found) for found in _check_samples(edition, entry))
    yield from check_prose(entry.prose, entry.prose_line, path, entry.matter.sources)
    yield from _check_links(entry, path, pages)


def _check_sources(edition: Edition, entry: Entry, unread: AbstractSet[str]) -> Iterator[tuple[KeyPath, str, str]]:
    matter = entry.matter
    cited = {key for _, _, key in citation_places(entry.prose)} | {*_intended(entry.prose, matter.sources)}
    cited |= {key for position in matter.positions for key in position.source}
    cited |= {matter.part_of.source} if matter.part_of else set()
    for key in sorted(matter.sources.keys() - cited):
        yield ("sources", key), "source-unused", f"nothing cites this source; cite it as [^{key}] or remove it"
    for number, position in enumerate(matter.positions):
        for key in position.source:
            if key not in matter.sources:
                yield ("positions", number, "source"), "source-unknown", _no_such_source(key, matter.sources)
    if matter.part_of and matter.part_of.source not in matter.sources:
        yield ("part_of", "source"), "source-unknown", _no_such_source(matter.part_of.source, matter.sources)
    for key, source in matter.sources.items():
        if isinstance(source, Passage) and not _is_unread(source.document, unread):
            yield from _check_passage(edition, entry, key, source)


def _check_dates(entry: Entry, today: datetime.date) -> Iterator[tuple[KeyPath, str, str]]:
    for number, position in enumerate(entry.matter.positions):
        if position.from_ and position.to and _is_after(position.from_, position.to):
            yield ("positions", number, "to"), "dates", f"ends ({position.to}) before it begins ({position.from_})"
    for key, source in entry.matter.sources.items():
        if not isinstance(source, WebPage):
            continue
        if _is_after(source.consulted, today.isoformat()):
            yield ("sources", key, "consulted"), "future", _ahead(source.consulted)
        if source.published and _is_after(source.published, source.consulted):
            told = f"published {source.published}, after it was consulted ({source.consulted}); correct one of the two"
            yield ("sources", key, "published"), "published-later", told


def _is_unread(document: str, unread: AbstractSet[str]) -> bool:
    return f"corpus/{document}.yml" in unread or f"corpus/{document}.txt" in unread


def _check_passage(edition: Edition, entry: Entry, key: str, source: Passage) -> Iterator[tuple[KeyPath, str, str]]:
    text = edition.texts.get(source.document)
    at: KeyPath = ("sources", key, "quote")
    if text is None:
        yield (
            ("sources", key, "document"),
            "document-unknown",
            f"there is no text {source.document!r}; {meant(source.document, edition.texts)}",
        )
        return
    if text.record.access != "full":
        yield at, "quote-withheld", f"quotes {short_name(source.document)}, which is withheld; take the quotation out"
        return
    found = edition.passages[entry.slug, key]
    if isinstance(found, Absent):
        where = f"{source.document}, paragraph {source.paragraph}" if source.paragraph else source.document
        told = f"these words do not stand in {where}"
        yield at, "quote-absent", f"{told}; {_where_then(source, text, found)}"
    elif isinstance(found, Ambiguous):
        numbers = " and ".join(str(paragraph.number) for paragraph in found.paragraphs)
        yield (
            at,
            "quote-ambiguous",
            f"stands in paragraphs {numbers}; add paragraph: {found.paragraphs[0].number}, or quote more words",
        )


def _where_then(source: Passage, text: SourceText, found: Absent) -> str:
    """What an editor does about a quotation that stands elsewhere, or nearly."""
    elsewhere = find_passage(source.quote, text) if source.paragraph else None
    if isinstance(elsewhere, Verified):
        return f"they stand in paragraph {elsewhere.paragraph.number}: write paragraph: {elsewhere.paragraph.number}"
    if isinstance(elsewhere, Ambiguous):
        numbers = " and ".join(str(paragraph.number) for paragraph in elsewhere.paragraphs)
        return f"they stand in paragraphs {numbers}: write which is meant"
    if isinstance(find_passage(source.quote.strip(_QUOTATION_MARKS), text), Verified | Ambiguous):
        return "without the quotation marks around them they do; leave these out, or put the words in straight ones"
    parts = [part for part in _OMISSION.split(source.quote) if part.strip()]
    if len(parts) > 1 and all(not isinstance(find_passage(part, text), Absent) for part in parts):
        return "what stands before and after the omission does; quote one run of words, or make two sources of it"
    copy = "copy the words from the text as they are"
    nearest, paragraph = found.nearest, found.paragraph
    if nearest is None or paragraph is None:
        nearest, paragraph = _in_other_capitals(source.quote, text)
    if nearest is None or paragraph is None:
        return copy
    reads, says = difference(nearest, source.quote, text.words(paragraph))
    return f"nearest, in paragraph {paragraph.number}, the text has “{reads}”, the quote “{says}”; {copy}"


def _in_other_capitals(quote: str, text: SourceText) -> tuple[str | None, Paragraph | None]:
    """The passage that differs from a quotation in capitals only, and its paragraph."""
    words = normalise(quote).text.strip()
    for paragraph in text.paragraphs:
        if match := re.search(re.escape(words), normalise(text.words(paragraph)).text, re.IGNORECASE):
            return match[0], paragraph
    return None, None


def _check_relations(edition: Edition, entry: Entry, unread: AbstractSet[str]) -> Iterator[tuple[KeyPath, str, str]]:
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
            yield at, "relation", f"there is no entry '{slug}'; {meant(slug, others)}"
        elif edition.entries[slug].matter.kind in persons:
            yield at, "relation", f"{edition.entries[slug].name} is a person; expected an agency"
    chain = [entry.slug]
    while (above := edition.entries[chain[-1]].matter.part_of) and above.agency in edition.entries:
        chain.append(above.agency)
        if above.agency == entry.slug:
            yield ("part_of", "agency"), "relation", f"goes round in a circle: {' is part of '.join(chain)}"
        if above.agency in chain[:-1]:
            return


def check_prose(prose: str, first: int, path: str, sources: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the prose of an entry by itself: it begins on the line `first` and may cite `sources`."""
    if all(block.is_heading for block in blocks(prose)):
        told = "says nothing yet; expected at least one paragraph that cites a source"
        yield Problem(path, Place(first), "prose", told)
    for line, column, key in citation_places(prose):
        if key not in sources:
            yield Problem(path, Place(first + line - 1, column), "source-unknown", _no_such_source(key, sources))
    for block in blocks(prose):
        found = [*_check_citations(block, sources), *_check_markdown(block.text, "an entry")]
        yield from (Problem(path, _place(block, at, first), rule, told) for at, rule, told in found)


def _check_links(entry: Entry, path: str, pages: _Pages) -> Iterator[Problem]:
    for link in links_in(entry.prose):
        if told := pages.astray(link.target, PurePosixPath("glossary")):
            yield Problem(path, Place(entry.prose_line + link.line - 1, link.column), "link", told)


def _check_citations(block: Block, sources: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Place, rule and message for a block that cites nothing, or not in the right form."""
    intended = "".join(f"[^{key}]" for key in _intended(block.text, sources))
    example = f"expected the key of a source, such as [^{next(iter(sources), 'key')}]"
    likely = f"did you mean {intended}?" if intended else example
    malformed = [*_BROKEN_CITATION.finditer(block.text)]
    if not (block.is_heading or block.citations or malformed):
        yield 0, "uncited", f"this paragraph cites no source; {likely}"
    for match in malformed:
        told = f"{match[0]} is no citation, which holds one key, no space, and is closed; {likely}"
        yield match.start(), "source-unknown", told
    for match in _DEFINITION.finditer(block.text):
        told = f"found {match[0]}; a footnote is made from each source: write it under sources, in the front matter"
        yield match.start(), "footnote", told


def _intended(prose: str, sources: Collection[str]) -> list[str]:
    """The sources that something that is no citation, or not a right one, was likely meant to cite."""
    written = [
        key for match in _MEANT_AS_CITATION.finditer(prose) for key in re.split(r"[,;\s]+", match[match.lastindex or 0])
    ]
    return [key for key in dict.fromkeys(slug_of(key.lstrip("^")) for key in written) if key in sources]


def _place(block: Block, at: int, first: int) -> Place:
    """Where a character of a block stands in the file whose prose begins on the line `first`."""
    before = block.text[:at]
    return Place(first + block.line - 1 + before.count("\n"), at - before.rfind("\n"))


def _check_markdown(text: str, where: str) -> Iterator[tuple[int, str, str]]:
    """What an editor's Markdown may not hold, HTML, attributes, and links that run something: place, rule and message."""
    for line in _too_deep(text):
        yield sum(map(len, text.split("\n")[: line - 1])) + line - 1, "nesting", _SHALLOWER
    if match := _RAW_HTML.search(_AUTOLINK.sub(lambda link: " " * len(link[0]), text)):
        yield match.start(), "html", f"HTML is not allowed in {where}: found {match[0]}; write it in Markdown"
    if match := _ATTRIBUTES.search(text):
        yield (
            match.start(),
            "html",
            f"attributes in braces are not allowed in {where}: found {match[0]}; leave them out",
        )
    for at, target in running_links(text):
        yield at, "link", f"a link may lead to a page of the site or to https://, found {target!r}"
    if match := _FOREIGN_PICTURE.search(text):
        yield match.start(), "link", f"a picture must be a file of the site, found {match[1]}; put it into docs/"


def _no_such_source(key: str, sources: Collection[str]) -> str:
    several = key.split(",")
    if len(several) > 1 and all(one in sources for one in several):
        return (
            f"there is no source '{key}' in this entry; cite each on its own: {''.join(f'[^{one}]' for one in several)}"
        )
    return f"there is no source '{key}' in this entry; {meant(key, sources)}"
