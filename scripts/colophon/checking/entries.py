"""What an entry says of its sources, positions and relations, and the phrases it is tested by. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from colophon.checking.pages import Pages
from colophon.checking.prose import SOURCE_UNKNOWN, check_prose, intended, unknown_source
from colophon.checking.quotations import check_quotations, elsewhere, how_it_differs
from colophon.edition import Edition
from colophon.edition.quotes import Absent, Ambiguous, Verified, find_passage
from colophon.formats.links import LINK, links_in
from colophon.formats.markdown import blocks, citation_places, summary_of
from colophon.formats.sentences import is_complete
from colophon.formats.validation import did_you_mean, field_path
from colophon.formats.yaml_reader import KeyPath, YamlDocument
from colophon.model.entry import Entry, Passage
from colophon.model.problem import Place, Problem, Rule
from colophon.model.site import Paragraph, SourceText

SUMMARY = Rule(
    "summary",
    "The first sentence of an entry describes it in lists, cards and search results, and ends with a full stop.",
    "warning",
)
SOURCE_UNUSED = Rule("source-unused", "Every source of an entry is cited; an unused one is left over or forgotten.")
DOCUMENT_UNKNOWN = Rule("document-unknown", "A quotation is taken from a text of the corpus.")
QUOTE_ABSENT = Rule("quote-absent", "A quotation is in its text, word for word.")
QUOTE_AMBIGUOUS = Rule(
    "quote-ambiguous", "A quotation is in one paragraph only, or says in which, so that readers can open it."
)
# A text must be able to leave the site within a minute: pages leave out what quotes it, and editors fix that later.
QUOTE_WITHHELD = Rule(
    "quote-withheld", "No entry quotes a withheld text; the page leaves the quotation out.", "warning"
)
FUTURE = Rule("future", "A page was consulted, and a text added, today or before: a later date is a typing error.")
PUBLISHED_LATER = Rule(
    "published-later", "A page was published before it was consulted: otherwise one of the dates is wrong.", "warning"
)
KIND = Rule("kind", "The kind of an entry is one that the site declares.")
DATES = Rule("dates", "A position does not end before it begins.")
DRAFT = Rule("draft", "What is published refers to entries that are published: readers cannot open a draft.", "warning")
RELATION = Rule("relation", "An agency in a relation has an entry, is not a person, and is not part of itself.")
TEST = Rule("test", "The phrases by which an editor tests an entry give the expected mentions.")


def is_after(date: str, other: str) -> bool:
    """Whether one date is later than another, as far as both are known."""
    known = min(len(date), len(other))
    return date[:known] > other[:known]


_OMISSION = re.compile(r"\s*(?:\[(?:\.\.\.|…)\]|\.\.\.|…)\s*")
_QUOTATION_MARKS = "\"'“”„‘’«»"
_FEW = 4

_Found = tuple[KeyPath, Rule, str, str]
"""The key, the rule, what is wrong and how to fix it."""


def check_entry(
    edition: Edition,
    entry: Entry,
    located: Mapping[str, YamlDocument],
    unread: AbstractSet[str],
    pages: Pages,
    today: datetime.date,
) -> Iterator[Problem]:
    """Problems of an entry; `located`, `unread` and `today` as for an edition."""
    site = edition.site
    path = site.settings.entry_file(entry.slug)
    found = [*_check_sources(edition, entry, unread), *_check_dates(entry, today)]
    found += [*_check_relations(edition, entry, unread), *_check_samples(edition, entry)]
    if entry.matter.kind not in site.settings.kinds:
        fix = did_you_mean(entry.matter.kind, site.settings.kinds)
        found.append((("kind",), KIND, f"{entry.matter.kind!r} is not a kind of this site", fix))
    for at, rule, what, fix in found:
        yield Problem(path, located[path].place(at), rule, what, field_path(at), fix=fix)
    yield from check_prose(entry.prose, entry.prose_line, path, entry.matter.sources)
    yield from check_quotations(edition, entry, path)
    yield from _check_summary(entry, path)
    for link in links_in(entry.prose):
        if fault := pages.link_error(link.target, PurePosixPath("glossary")):
            yield Problem(path, Place(entry.prose_line + link.line - 1, link.column), LINK, fault)


def _check_summary(entry: Entry, path: str) -> Iterator[Problem]:
    summary = summary_of(entry.prose)
    if is_complete(summary) or all(block.is_heading for block in blocks(entry.prose)):
        return
    if summary:
        what, fix = (
            f"the first sentence, which describes the entry in lists, has no end: {summary!r}",
            "end it with a full stop",
        )
    else:
        what, fix = "no sentence describes the entry in lists", "begin with a paragraph that says what it is"
    yield Problem(path, Place(entry.prose_line), SUMMARY, what, fix=fix)


def _check_samples(edition: Edition, entry: Entry) -> Iterator[_Found]:
    """The phrases by which an editor tests an entry."""
    for expected, phrases in ((True, entry.matter.tests.is_), (False, entry.matter.tests.not_)):
        for at, phrase in enumerate(phrases):
            judged = [found for found in edition.finder.judge_phrase(phrase, entry.slug) if entry.slug in found.entries]
            linked = [found for found in judged if found.refused is None]
            if expected and not linked:
                why = (
                    "; ".join(f"{found.surface!r} {found.refused}" for found in judged)
                    or "it has no name of this entry"
                )
                yield ("tests", "is", at), TEST, f"expected a mention in {phrase!r}, found none: {why}", ""
            if not expected and linked:
                what = f"expected no mention in {phrase!r}, found {linked[0].surface!r} by the rule {linked[0].rule}"
                yield ("tests", "not", at), TEST, what, ""


def _check_sources(edition: Edition, entry: Entry, unread: AbstractSet[str]) -> Iterator[_Found]:
    matter = entry.matter
    cited = {key for _, _, key in citation_places(entry.prose)} | {*intended(entry.prose, matter.sources)}
    cited |= {key for position in matter.positions for key in position.source}
    cited |= {matter.part_of.source} if matter.part_of else set()
    for key in sorted(matter.sources.keys() - cited):
        yield ("sources", key), SOURCE_UNUSED, "nothing cites this source", f"cite it as [^{key}] or remove it"
    for number, position in enumerate(matter.positions):
        for key in position.source:
            if key not in matter.sources:
                yield ("positions", number, "source"), SOURCE_UNKNOWN, *unknown_source(key, matter.sources)
    if matter.part_of and matter.part_of.source not in matter.sources:
        yield ("part_of", "source"), SOURCE_UNKNOWN, *unknown_source(matter.part_of.source, matter.sources)
    for key, source in matter.sources.items():
        if isinstance(source, Passage) and not is_unread(source.document, unread):
            yield from _check_passage(edition, entry, key, source)


def _check_dates(entry: Entry, today: datetime.date) -> Iterator[_Found]:
    for number, position in enumerate(entry.matter.positions):
        if position.from_ and position.to and is_after(position.from_, position.to):
            what = f"ends ({position.to}) before it begins ({position.from_})"
            yield ("positions", number, "to"), DATES, what, "correct one of the two"
    for key, source in entry.matter.sources.items():
        if isinstance(source, Passage) or source.consulted is None:
            continue
        if is_after(source.consulted, today.isoformat()):
            what = f"expected today or an earlier day, found {source.consulted}"
            yield ("sources", key, "consulted"), FUTURE, what, ""
        if source.published and is_after(source.published, source.consulted):
            what = f"published {source.published}, after it was consulted ({source.consulted})"
            yield ("sources", key, "published"), PUBLISHED_LATER, what, "correct one of the two"


def is_unread(document: str, unread: AbstractSet[str]) -> bool:
    """Whether a text or its record could not be read."""
    return any(PurePosixPath(path).stem == document for path in unread if path.startswith("corpus/"))


def _check_passage(edition: Edition, entry: Entry, key: str, source: Passage) -> Iterator[_Found]:
    text = edition.texts.get(source.document)
    at: KeyPath = ("sources", key, "quote")
    if text is None:
        names = {edition.site.short_name(document): document for document in edition.texts}
        fix = did_you_mean(source.document, edition.texts, names)
        yield ("sources", key, "document"), DOCUMENT_UNKNOWN, f"the text {source.document!r} does not exist", fix
        return
    if text.record.access != "full":
        what = f"quotes {edition.site.short_name(source.document)}, which is withheld"
        yield at, QUOTE_WITHHELD, what, "remove the quotation"
        return
    found = edition.passages[entry.slug, key]
    if isinstance(found, Absent):
        where = f"{source.document}, paragraph {source.paragraph}" if source.paragraph else source.document
        yield at, QUOTE_ABSENT, f"these words are not in {where}", _how_to_fix(edition, source, text, found)
    elif isinstance(found, Ambiguous):
        fix = f"add paragraph: {found.paragraphs[0].number}, or quote more words"
        yield at, QUOTE_AMBIGUOUS, f"is in paragraphs {_numbers(found.paragraphs)}", fix


def _numbers(paragraphs: Sequence[Paragraph]) -> str:
    """The first few numbers of some paragraphs, in words."""
    numbers = [str(paragraph.number) for paragraph in paragraphs]
    more = len(numbers) - _FEW
    return ", ".join(numbers[:_FEW]) + f" and {more} more" if more > 0 else " and ".join(numbers)


def _how_to_fix(edition: Edition, source: Passage, text: SourceText, found: Absent) -> str:
    """What to do about a quotation that is in another place, or differs a little."""
    other = find_passage(source.quote, text, nearest=False) if source.paragraph else None
    if isinstance(other, Verified | Ambiguous):
        paragraphs = other.paragraphs if isinstance(other, Ambiguous) else (other.paragraph,)
        return f"they are in paragraph {_numbers(paragraphs)}: write paragraph: {paragraphs[0].number}"
    if place := elsewhere(edition, source.quote, {text.id}):
        return f"they are in {place}: correct document"
    if isinstance(find_passage(source.quote.strip(_QUOTATION_MARKS), text), Verified | Ambiguous):
        return "the text has them without the quotation marks; remove these, or write them as straight ones"
    parts = [part for part in _OMISSION.split(source.quote) if part.strip()]
    if len(parts) > 1 and all(not isinstance(find_passage(part, text), Absent) for part in parts):
        return "the text has the words before and after the omission; quote one run of words, or make two sources"
    return how_it_differs(source.quote, text, found)


def _check_relations(edition: Edition, entry: Entry, unread: AbstractSet[str]) -> Iterator[_Found]:
    matter = entry.matter
    drafts = {draft.slug for draft in edition.site.drafts}
    persons = {slug for slug, kind in edition.site.settings.kinds.items() if kind.person}
    related: list[tuple[KeyPath, str]] = [
        (("positions", number, "agency"), position.agency)
        for number, position in enumerate(matter.positions)
        if position.agency
    ]
    if matter.part_of:
        related.append((("part_of", "agency"), matter.part_of.agency))
        if matter.kind in persons:
            yield ("part_of",), RELATION, "a person is not part of an agency", "write it as a position with its agency"
    for at, slug in related:
        if edition.site.settings.entry_file(slug) in unread:
            continue
        if slug in drafts:
            fix = "publish it, or remove this"
            yield at, DRAFT, f"the entry '{slug}' is a draft, so the page leaves this out", fix
        elif slug not in edition.entries:
            others = {e.slug: e for e in edition.site.entries if e.matter.kind not in persons}
            names = {name: e.slug for e in others.values() for name in (e.name, *(a.text for a in e.matter.aliases))}
            fix = did_you_mean(slug, others, names)
            yield at, RELATION, f"the entry '{slug}' does not exist", fix
        elif edition.entries[slug].matter.kind in persons:
            yield at, RELATION, f"expected an agency, found {edition.entries[slug].name}, a person", ""
    yield from _check_circle(edition, entry)


def _check_circle(edition: Edition, entry: Entry) -> Iterator[_Found]:
    chain = [entry.slug]
    while (above := edition.entries[chain[-1]].matter.part_of) and above.agency in edition.entries:
        chain.append(above.agency)
        if above.agency == entry.slug:
            yield ("part_of", "agency"), RELATION, f"is a circle: {' is part of '.join(chain)}", "correct one of them"
        if above.agency in chain[:-1]:
            return
