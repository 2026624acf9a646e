"""What speaks for a run of capitalized words being the name of an agency or official. Pure.

Evidence is what a careful reader would point at: a title or form of address beside a name, a speaker's label, an acronym
in brackets after its long form, a word such as "Department", somebody who speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from colophon.finding import lexicon_of
from colophon.finding.lexicon import Lexicon

_WORD = r"(?:(?:[A-Z]\.)+|[A-Z][^\W\d_]*(?:['’][A-Z][^\W\d_]+|-[^\W\d_]+)*)"
_RUN = re.compile(rf"{_WORD}(?: (?:{_WORD}|(?:of|for|and)(?: the)?(?= {_WORD})))*")
BODY = re.compile(
    r"\b(?:Department|Ministry|Agency|Administration|Bureau|Office|Service|Services|Commission|Committee|Council|Authority"
    r"|Board|Court|Courts|Patrol|Guard|Police|Army|Navy|Force|Taskforce|Corps|Directorate|Division|Enforcement|Investigations"
    r"|House|Senate|Congress|Parliament|Inspectorate|Centers? for|Institute of|Association|Organization|Assembly|Union)\b"
)
OFFICE = (
    r"(?:[Pp]resident|[Vv]ice [Pp]resident|[Ss]ecretary|[Mm]inister|[Ss]enator|Sen\.|[Rr]epresentative|Rep\.|[Gg]overnor|Gov\.|[Mm]ayor"
    r"|[Jj]udge|[Jj]ustice|[Dd]irector|[Cc]ommissioner|[Aa]dministrator|[Cc]hief(?: of [Ss]taff)?|[Cc]ommander|[Ss]heriff|[Ll]eader"
    r"|[Ss]peaker|[Cc]zar|[Aa]dvis[eo]r|[Aa]ttorney [Gg]eneral|[Ss]olicitor [Gg]eneral|[Aa]mbassador|[Gg]eneral|[Oo]fficial|[Cc]hancellor"
    r"|[Ss]pokes(?:man|woman|person)|[Aa]gent|[Oo]fficer|[Ee]nvoy|[Cc]hair(?:man|woman)?)"
)
_OFFICE = re.compile(OFFICE)
_OFFICE_BEFORE = re.compile(rf"{OFFICE} $")
_OFFICE_AFTER = re.compile(rf"^, (?:an? |the |its |their |formerly )?(?:[\w'’-]+ ){{0,4}}?{OFFICE}\b")
_ACRONYM_AFTER = re.compile(r"^ \(([A-Z]{2,6})\)")
_DASH_ACRONYM = re.compile(r"([A-Z]{2,6}) [—–-] ?$")
_SPOKEN_FOR = re.compile(r"(?:[Ss]pokes(?:man|woman|person) for|[Oo]fficials? (?:at|from)) (?:the )?$")
_STAFF_AFTER = re.compile(r"^ (?:agents?|officials?|officers?|lawyers?|troops|investigators|spokes\w+|raids?)\b")
_OVERSEEN = re.compile(r"(?:overseen|led|headed|commanded|run|directed|chaired) by $")
_LABEL = re.compile(r"^(?:Q\d+ )?$")
_PLACE = re.compile(r"\b(?:in|at|near|from|to|across|outside|around) (?:the )?$")
_NEXT = re.compile(r" ([a-z]+)")
_UNLIKE_NAMES = re.compile(
    r"\b(?:Act|Amendment|Code|Constitution|Resolutions?|Sections?|Sec|Title|Order|War|Treaty|Memorial|Monument|Cemetery"
    r"|River|Hill|Street|Avenue|Airport|Park|Question|Chapter|Article|Day|News|Times|Post)\b"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a name, how much, and for which kind."""

    words: str
    weight: int
    person: bool


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name in a paragraph, half-open, with what speaks for it there."""

    start: int
    end: int
    evidence: tuple[Evidence, ...]
    acronym: str | None
    """The acronym that stands for it, where it follows in brackets."""
    as_place: bool
    """Whether it stands after a preposition of place."""


def runs(words: str) -> Iterator[str]:
    """Every run of capitalized words, as it stands."""
    return (match[0] for match in _RUN.finditer(words))


def occurrences(words: str, lexicon: Lexicon, language: str, alone: Container[str]) -> Iterator[Occurrence]:
    """Names in a paragraph: runs of capitalized words, less openers, titles, places and words.

    `alone`: the runs of all texts, which tell where an "and" stands between two names.
    """
    for match in _RUN.finditer(words):
        for begin, until in _parted(words, *match.span(), lexicon, alone):
            found = _without_title(words, begin, until, lexicon)
            for start, last, title in found:
                end = last
                run = words[start:end]
                # "Dana Whitfield of Texas" is Dana Whitfield; the Congress of the United States is not a congress.
                origin = None if BODY.search(run) else re.search(r" of (?:the )?(.+)$", run)
                if origin and (is_territory(origin[1], language) or run.split(" ")[0] in lexicon.given_names):
                    end = start + origin.start()
                    run = words[start:end]
                if not _is_name(run, lexicon, language):
                    continue
                acronym = _ACRONYM_AFTER.match(words[end : end + 10])
                yield Occurrence(
                    start,
                    end,
                    tuple(_evidence(words, start, end, title, lexicon)),
                    acronym[1] if acronym and " " in run else None,
                    bool(_PLACE.search(words, max(0, start - 14), start)),
                )


def _parted(words: str, start: int, end: int, lexicon: Lexicon, alone: Container[str]) -> Iterator[tuple[int, int]]:
    """A run in the parts that an "and" joins, where each is a name."""
    at = words.find(" and ", start, end)
    while at >= 0:
        left = words[start:at]
        right = words[at + 5 : end].removeprefix("the ")
        first = right.split(" ", 1)[0]
        begins = first in lexicon.given_names or first in lexicon.courtesies or lexicon.title(first)
        if begins or left in alone or right in alone or words.startswith("the ", at + 5):
            yield start, at
            start = end - len(right)
        at = words.find(" and ", at + 5, end)
    yield start, end


def _without_title(words: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """The names in a run without openers and titles, each with the title before it; a body in a title is a name too."""
    spans = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", words[start:end])]
    while spans and _begins_only(words, *spans[0], lexicon, last=len(spans) == 1):
        spans.pop(0)
    text = [words[first:last] for first, last in spans]
    titles = [
        at for at, token in enumerate(text) if lexicon.title(token) and (at < len(text) - 1 or _OFFICE.fullmatch(token))
    ]
    while text and not titles and text[0] in lexicon.courtesies and len(text) > 1:
        spans, text = spans[1:], text[1:]
    if not text:
        return
    if not titles:
        yield spans[0][0], spans[-1][1], ""
        return
    after = titles[-1] + 1
    if after == len(text):  # a bare title, unless its last word names a body too
        if BODY.search(" ".join(text)) and text[-1] in lexicon.bodies:
            yield spans[0][0], spans[-1][1], ""
    elif text[after] in ("of", "for"):
        yield from _after_office_of(words, spans, after, lexicon)
    elif BODY.search(" ".join(text[after:])):
        yield spans[0][0], spans[-1][1], ""
    else:
        after += text[after] in lexicon.courtesies and after + 1 < len(text)
        yield spans[after][0], spans[-1][1], words[spans[0][0] : spans[after][0] - 1]


def _after_office_of(
    words: str, spans: Sequence[tuple[int, int]], after: int, lexicon: Lexicon
) -> Iterator[tuple[int, int, str]]:
    """The names after a title and "of": in "Secretary of State Colin Powell" the one that begins with a given name.

    `spans`: the words of the run; `after`: which of them follows the title.
    """
    text = [words[first:last] for first, last in spans]
    until = next((at for at in range(after + 2, len(text) - 1) if text[at] in lexicon.given_names), len(text))
    if BODY.search(" ".join(text[until:])):
        until = len(text)
    if until < len(text):
        yield spans[until][0], spans[-1][1], words[spans[0][0] : spans[until][0] - 1]
    first = next((at for at in range(after, until) if text[at] not in ("of", "for", "the")), until)
    if BODY.search(" ".join(text[first:until])):
        yield spans[first][0], spans[until - 1][1], ""


def _begins_only(words: str, start: int, end: int, lexicon: Lexicon, *, last: bool) -> bool:
    """Whether a word at the start of a run is not part of a name."""
    if words[start:end] == "New" and words[end + 1 : end + 2].isupper():
        return False
    token = words[start:end]
    if token in ("of", "for", "and", "the") or token in lexicon.calendar or token in lexicon.openers:
        return True
    begins = start < 2 or words[start - 2] in '.!?:;”")]—' or words[start - 1] in '“"(—'
    if not begins or token in lexicon.given_names or not lexicon.opens(token):
        return False
    return last or token.endswith(("ly", "ing"))


def _is_name(run: str, lexicon: Lexicon, language: str) -> bool:
    """Whether a run may be a name: neither a word, nor a title, nor a country or its people."""
    tokens = run.split()
    if _UNLIKE_NAMES.search(run) or all(len(token) < 2 or re.fullmatch(r"[IVXLC]+|[A-Z]\.", token) for token in tokens):
        return False
    if all(
        is_territory(token, language) or token in ("U.S.", "U.N.", "of", "the", "and", "American") for token in tokens
    ) or is_territory(run, language):
        return False
    if len(tokens) == 1 and not (run.isupper() and len(run) > 1):
        lower = run.lower()
        return not (lexicon.is_word(lower) or lower in lexicon.function_words or lower.endswith(lexicon.opener_endings))
    if all(lexicon.title(token) or token in lexicon.courtesies or token.lower() in lexicon.ranks for token in tokens):
        return False
    return not _OFFICE.fullmatch(tokens[-1]) or BODY.search(run) is not None


@lru_cache(maxsize=8)
def _territories(language: str) -> frozenset[str]:
    locale = Locale.parse(language.replace("-", "_"))
    return frozenset((*locale.territories.values(), *locale.languages.values(), *lexicon_of(language).regions))


def is_territory(name: str, language: str) -> bool:
    """Whether a name is that of a country, state or language, or reads as that of its people."""
    known = _territories(language)
    if name in known or f"{name}s" in known:
        return True
    people = name.endswith(("an", "ans", "ese", "ish", "i", "is", "ic")) and len(name) > 4
    return people and any(territory.startswith(name[:4]) for territory in known)


def _evidence(words: str, start: int, end: int, title: str, lexicon: Lexicon) -> Iterator[Evidence]:
    """What stands around a name, and in it, that speaks for it; `title`: what leads up to it in the same run."""
    run = words[start:end]
    body = BODY.search(run)
    if not body and (" " in run or not run.isupper()):
        yield from _evidence_of_person(words, start, end, title, lexicon)
    following = _NEXT.match(words, end)
    acts = (following and lexicon.acts(following[1])) or words.startswith(", who ", end)
    if " " in run and acts:
        yield Evidence("does or says something", 1, person=not body)
    if body and body[0] != run:
        yield Evidence(f"a word for a body: {body[0]}", 3, person=False)
    yield from _evidence_of_agency(words[max(0, start - 60) : start], words[end : end + 80])


def _evidence_of_person(words: str, start: int, end: int, title: str, lexicon: Lexicon) -> Iterator[Evidence]:
    before, after = words[max(0, start - 60) : start], words[end : end + 80]
    several = " " in words[start:end]
    token = before.rstrip().rpartition(" ")[2].lstrip('(“"')
    office = _OFFICE_BEFORE.search(before)
    held = title or (office[0].strip() if office else "")
    if held and held != "chair" and held.rpartition(" ")[2] not in _NOT_OFFICES:
        yield Evidence(f"title before the name: {held}", 3, person=True)
    elif before.endswith(" ") and token in lexicon.courtesies:
        yield Evidence(f"form of address: {token}", 2, person=True)
    if office := _OFFICE_AFTER.match(after):
        yield Evidence(f"title after the name{office[0]}", 3, person=True)
    if several and _LABEL.fullmatch(words[:start]) and after.startswith(": "):
        yield Evidence("speaks in a transcript", 3, person=True)
    if _OVERSEEN.search(before):
        yield Evidence("leads something", 2, person=True)
    if several and words[start:end].split(" ", maxsplit=1)[0] in lexicon.given_names:
        yield Evidence("begins with a given name", 1, person=True)


def _evidence_of_agency(before: str, after: str) -> Iterator[Evidence]:
    if acronym := _ACRONYM_AFTER.match(after):
        yield Evidence(f"acronym in brackets: {acronym[1]}", 3, person=False)
    if acronym := _DASH_ACRONYM.search(before):
        yield Evidence(f"explains an acronym: {acronym[1]}", 2, person=False)
    if _SPOKEN_FOR.search(before):
        yield Evidence("somebody speaks for it", 2, person=False)
    if staff := _STAFF_AFTER.match(after):
        yield Evidence(f"has staff:{staff[0]}", 2, person=False)


_NOT_OFFICES = frozenset(
    "Reporter Reporters Correspondent Editor Columnist Anchor Journalist Author Actor Actress Singer Father Mother Sister Brother"
    " Uncle Aunt Cousin".split()
)
"""Titles of persons who hold no office."""
