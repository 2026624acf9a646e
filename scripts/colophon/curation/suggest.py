"""Names in the texts that look like an agency or an official and have no entry. Pure.

For editors only: the machine proposes, a person decides.

A candidate is a run of capitalised words. What counts for it is evidence that a careful reader would point at: a title
beside a name, an acronym in brackets after its long form, a word such as "Department" or "Bureau", a spokesperson. A
run without any is left out, so that places, companies and headlines do not drown the rest.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from colophon.edition import Edition
from colophon.finding.lexicon.english import COURTESIES, DAYS, INSTITUTIONS, OPENERS
from colophon.formats.normalisation import normalise
from colophon.formats.sentences import excerpt

_WORD = r"(?:(?:[A-Z]\.)+|[A-Z][^\W\d_]*(?:['’][A-Z][^\W\d_]+|-[^\W\d_]+)*)"
_RUN = re.compile(rf"{_WORD}(?: (?:{_WORD}|(?:of|for|and)(?: the)?(?= {_WORD})))*")
_BODY = re.compile(
    r"\b(?:Department|Ministry|Agency|Administration|Bureau|Office|Service|Services|Commission|Committee|Council|Authority"
    r"|Board|Court|Courts|Patrol|Guard|Police|Army|Navy|Force|Corps|Directorate|Division|Enforcement|Investigations"
    r"|House|Senate|Congress|Parliament|Inspectorate|Center for|Institute of)\b"
)
_OFFICE = (
    r"(?:[Pp]resident|[Vv]ice [Pp]resident|[Ss]ecretary|[Mm]inister|[Ss]enator|Sen\.|[Rr]epresentative|Rep\.|[Gg]overnor|Gov\.|[Mm]ayor"
    r"|[Jj]udge|[Jj]ustice|[Dd]irector|[Cc]ommissioner|[Aa]dministrator|[Cc]hief(?: of [Ss]taff)?|[Cc]ommander|[Ss]heriff|[Ll]eader"
    r"|[Ss]peaker|[Cc]zar|[Aa]dvis[eo]r|[Aa]ttorney [Gg]eneral|[Aa]mbassador|[Gg]eneral|[Oo]fficial|[Ss]pokes(?:man|woman|person)"
    r"|[Aa]gent|[Oo]fficer|[Ee]nvoy|[Cc]hair(?:man|woman)?)"
)
_OFFICE_BEFORE = re.compile(rf"{_OFFICE} $")
_OFFICE_INSIDE = re.compile(rf"^((?:[A-Z][\w'’-]* )*{_OFFICE}) ")
_OFFICE_AFTER = re.compile(rf"^, (?:an? |the |its |their )?(?:[\w'’-]+ ){{0,4}}?{_OFFICE}\b")
_ACRONYM_AFTER = re.compile(r"^ \(([A-Z]{2,6})\)")
_DASH_ACRONYM = re.compile(r"([A-Z]{2,6}) [—–-] ?$")
_SPOKEN_FOR = re.compile(r"(?:[Ss]pokes(?:man|woman|person) for|[Oo]fficials? (?:at|from)) (?:the )?$")
_STAFF_AFTER = re.compile(r"^ (?:agents?|officials?|officers?|lawyers?|troops|investigators|spokes\w+|raids?)\b")
_CAPITALISED = r"(?:(?:[A-Z]\.)+|[A-Z][\w'’-]*)"
_RANK = r"(?:(?:former|acting|interim|deputy|assistant|associate|vice|senior|top|special|then|ex|longtime|incoming|outgoing)[ -])"
_TITLE_BEFORE = re.compile(
    rf"(?<![\w'’.-])({_RANK}*(?:{_CAPITALISED} )*{_RANK}*{_OFFICE}(?: (?:of|for)(?: the)?(?: (?:{_CAPITALISED}|and|of|the))+)?) $"
)
_TITLE_AFTER = re.compile(rf"{_OFFICE_AFTER.pattern}(?: (?:of|for) [^,.;:()—–]{{1,60}}(?=[,.;)—–]))?(?![\w'’-]| [A-Z])")
_CLAUSE = frozenset(
    "who whom whose which that was is are were be been has had have said says told and or but as by to with from when".split()
)
"""Words that make what stands after a name more than a title."""
_NOT_FIRST = OPENERS | DAYS | COURTESIES | {"of", "for", "and", "the"}
_OVERSEEN = re.compile(r"(?:overseen|led|headed|commanded|run|directed) by $")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name without an entry: how often it stands in the texts, the evidence, and a passage for each occurrence."""

    name: str
    kind: str
    count: int
    evidence: tuple[str, ...]
    passages: tuple[tuple[str, int, str], ...]
    """Text, paragraph, sentence."""


def suggest(edition: Edition) -> list[Suggestion]:
    """Suggestions, the best founded and most frequent first."""
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    evidence: dict[str, dict[str, None]] = defaultdict(dict)
    runs = Counter(
        match[0] for text in edition.site.texts for p in text.paragraphs for match in _RUN.finditer(text.words(p))
    )
    ignored = {name.casefold() for name in edition.site.settings.ignored}
    for text in edition.site.texts:
        taken = [(mention.start, mention.end) for mention in edition.mentions_in.get(text.id, ())]
        for paragraph in text.paragraphs:
            words = text.words(paragraph)
            for run, end in _runs(words, runs):
                start, why = _evidence(words, run, end)
                # The title before a name may hold another: "White House Border Czar Tom Homan".
                first, last = paragraph.start + start, paragraph.start + end
                if any(a < last and first < b for a, b in taken):
                    continue
                name = normalise(words[start:end]).text
                if name.casefold() in ignored or not name:
                    continue
                sentence = excerpt(words, [(start, end)], most=160)
                found[name].append((text.id, paragraph.number, words[slice(*sentence)].strip()))
                evidence[name] |= dict.fromkeys(why)
    ranked = [
        Suggestion(name, _kind(name, evidence[name]), len(passages), tuple(evidence[name]), tuple(passages))
        for name, passages in found.items()
        if evidence[name]
    ]
    return sorted(ranked, key=lambda one: (-len(one.evidence), -one.count, one.name))


def titles_beside(words: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The titles that stand right before and right after a person's name, as written, each with its half-open span.

    `start` and `end` are where the name stands in the paragraph `words`. For editors to check, like all suggestions.
    """
    if match := _TITLE_BEFORE.search(words, max(0, start - 120), start):
        first = match.start(1)
        if possessive := re.search(r"^.*['’]s (?=.)", words[first : match.end(1)]):
            first += possessive.end()
        while (opener := words[first : match.end(1)].split(" ", 1))[0] in _NOT_FIRST and len(opener) > 1:
            first = match.end(1) - len(opener[1])
        yield words[first : match.end(1)], first, match.end(1)
    if match := _TITLE_AFTER.match(words[end : end + 160]):
        title = re.sub(r"^, (?:(?:an?|the|its|their) )?", "", match[0])
        if _CLAUSE.isdisjoint(title.split()):
            yield title, end + match.end() - len(title), end + match.end()


def _runs(words: str, alone: Container[str]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, without what only begins a sentence; parted at an "and" between two known names."""
    for match in _RUN.finditer(words):
        start, end = match.span()
        while (first := words[start:end].split(" ", 1))[0] in _NOT_FIRST and len(first) > 1:
            start = end - len(first[1])
        if first[0] in _NOT_FIRST:
            continue
        left, joined, right = words[start:end].partition(" and ")
        if joined and (left in alone or right in alone):
            yield from ((start, start + len(left)), (end - len(right), end))
        else:
            yield start, end


def _evidence(words: str, start: int, end: int) -> tuple[int, Sequence[str]]:
    """Where the name begins once a title inside the run is taken off, and what speaks for it."""
    why: list[str] = []
    run = words[start:end]
    if (title := _OFFICE_INSIDE.match(run)) and not _BODY.search(run[title.end() :]) and len(run) > title.end():
        why.append(f"title before the name: {title[1]}")
        start += title.end()
    elif title := _OFFICE_BEFORE.search(words, max(0, start - 40), start):
        why.append(f"title before the name: {title[0].strip()}")
    if title := _OFFICE_AFTER.match(words[end : end + 80]):
        why.append(f"title after the name{title[0]}")
    if acronym := _ACRONYM_AFTER.match(words[end : end + 10]):
        why.append(f"acronym in brackets: {acronym[1]}")
    if acronym := _DASH_ACRONYM.search(words[max(0, start - 12) : start]):
        why.append(f"explains an acronym: {acronym[1]}")
    if (body := _BODY.search(words[start:end])) and body[0] != words[start:end]:
        why.append(f"a word for a body: {body[0]}")
    if _SPOKEN_FOR.search(words[max(0, start - 40) : start]):
        why.append("somebody speaks for it")
    if staff := _STAFF_AFTER.match(words[end : end + 20]):
        why.append(f"has staff:{staff[0]}")
    if _OVERSEEN.search(words[max(0, start - 20) : start]):
        why.append("leads something")
    return start, why


def _kind(name: str, evidence: Mapping[str, None]) -> str:
    """Which kind the evidence speaks for."""
    if _BODY.search(name) or name.isupper() or name.rsplit(" ", maxsplit=1)[-1] in INSTITUTIONS:
        return "agency"
    return "official" if any(why.startswith(("title", "leads")) for why in evidence) else "agency"
