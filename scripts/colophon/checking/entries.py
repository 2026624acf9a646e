"""What an entry says of its sources, positions and relations, and the phrases it is tried by. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from colophon.checking.pages import Pages
from colophon.checking.prose import check_prose, intended, no_such_source
from colophon.edition import Edition
from colophon.edition.quotes import Absent, Ambiguous, Verified, difference, find_passage
from colophon.formats.links import links_in
from colophon.formats.markdown import blocks, citation_places, summary_of
from colophon.formats.normalisation import normalise
from colophon.formats.sentences import is_complete
from colophon.formats.validation import did_you_mean, problem_at
from colophon.formats.yaml_reader import KeyPath, YamlDocument
from colophon.model.entry import Entry, Passage, WebPage
from colophon.model.problem import Place, Problem
from colophon.model.site import Paragraph, SourceText


def is_after(date: str, other: str) -> bool:
    """Whether one date is later than another, as far as both are known."""
    known = min(len(date), len(other))
    return date[:known] > other[:known]


def ahead(date: str) -> str:
    """What is told of a day that is still to come."""
    return f"expected a day that has come, found {date}"


_OMISSION = re.compile(r"\s*(?:\[(?:\.\.\.|…)\]|\.\.\.|…)\s*")
_QUOTATION_MARKS = "\"'“”„‘’«»"


def check_entry(
    edition: Edition, entry: Entry, yaml: YamlDocument, unread: AbstractSet[str], pages: Pages, today: datetime.date
) -> Iterator[Problem]:
    """What is wrong with an entry whose values stand at the places of `yaml`; `unread` and `today` as for an edition."""
    site = edition.site
    path = site.settings.entry_file(entry.slug)

    def problem(at: KeyPath, rule: str, message: str) -> Problem:
        return problem_at(path, yaml, at, message, rule)

    if entry.matter.kind not in site.settings.kinds:
        yield problem(
            ("kind",),
            "kind",
            f"{entry.matter.kind!r} is not a kind of this site; {did_you_mean(entry.matter.kind, site.settings.kinds)}",
        )
    yield from (problem(*found) for found in _check_sources(edition, entry, unread))
    yield from (problem(*found) for found in _check_dates(entry, today))
    yield from (problem(*found) for found in _check_relations(edition, entry, unread))
    yield from (problem(*found) for found in _check_samples(edition, entry))
    yield from check_prose(entry.prose, entry.prose_line, path, entry.matter.sources)
    summary = summary_of(entry.prose)
    if not is_complete(summary) and not all(block.is_heading for block in blocks(entry.prose)):
        message = (
            f"the first sentence, which describes the entry in lists, has no end: {summary!r}; end it with a full stop"
            if summary
            else "no sentence describes the entry in lists; begin with a paragraph that says what it is"
        )
        yield Problem(path, Place(entry.prose_line), "summary", message)
    yield from _check_links(entry, path, pages)


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


def _check_sources(edition: Edition, entry: Entry, unread: AbstractSet[str]) -> Iterator[tuple[KeyPath, str, str]]:
    matter = entry.matter
    cited = {key for _, _, key in citation_places(entry.prose)} | {*intended(entry.prose, matter.sources)}
    cited |= {key for position in matter.positions for key in position.source}
    cited |= {matter.part_of.source} if matter.part_of else set()
    for key in sorted(matter.sources.keys() - cited):
        yield ("sources", key), "source-unused", f"nothing cites this source; cite it as [^{key}] or remove it"
    for number, position in enumerate(matter.positions):
        for key in position.source:
            if key not in matter.sources:
                yield ("positions", number, "source"), "source-unknown", no_such_source(key, matter.sources)
    if matter.part_of and matter.part_of.source not in matter.sources:
        yield ("part_of", "source"), "source-unknown", no_such_source(matter.part_of.source, matter.sources)
    for key, source in matter.sources.items():
        if isinstance(source, Passage) and not _is_unread(source.document, unread):
            yield from _check_passage(edition, entry, key, source)


def _check_dates(entry: Entry, today: datetime.date) -> Iterator[tuple[KeyPath, str, str]]:
    for number, position in enumerate(entry.matter.positions):
        if position.from_ and position.to and is_after(position.from_, position.to):
            yield ("positions", number, "to"), "dates", f"ends ({position.to}) before it begins ({position.from_})"
    for key, source in entry.matter.sources.items():
        if not isinstance(source, WebPage):
            continue
        if is_after(source.consulted, today.isoformat()):
            yield ("sources", key, "consulted"), "future", ahead(source.consulted)
        if source.published and is_after(source.published, source.consulted):
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
            f"there is no text {source.document!r}; {did_you_mean(source.document, edition.texts)}",
        )
        return
    if text.record.access != "full":
        yield (
            at,
            "quote-withheld",
            f"quotes {edition.site.short_name(source.document)}, which is withheld; take the quotation out",
        )
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
        if edition.site.settings.entry_file(slug) in unread:
            continue
        if slug not in edition.entries:
            others = [e.slug for e in edition.site.entries if e.matter.kind not in persons]
            yield at, "relation", f"there is no entry '{slug}'; {did_you_mean(slug, others)}"
        elif edition.entries[slug].matter.kind in persons:
            yield at, "relation", f"{edition.entries[slug].name} is a person; expected an agency"
    chain = [entry.slug]
    while (above := edition.entries[chain[-1]].matter.part_of) and above.agency in edition.entries:
        chain.append(above.agency)
        if above.agency == entry.slug:
            yield ("part_of", "agency"), "relation", f"goes round in a circle: {' is part of '.join(chain)}"
        if above.agency in chain[:-1]:
            return


def _check_links(entry: Entry, path: str, pages: Pages) -> Iterator[Problem]:
    for link in links_in(entry.prose):
        if told := pages.link_error(link.target, PurePosixPath("glossary")):
            yield Problem(path, Place(entry.prose_line + link.line - 1, link.column), "link", told)
