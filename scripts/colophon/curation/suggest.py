"""Names in the texts that look like an agency or official and have no entry. Pure.

For editors only: the machine proposes, a person decides. A name without evidence is left out, so that places, companies
and headlines do not drown the rest; the more kinds of evidence a name has, the earlier it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from colophon.curation.evidence import OFFICE, Evidence, occurrences, runs
from colophon.edition import Edition
from colophon.finding import lexicon_of
from colophon.finding.lexicon import ENGLISH
from colophon.formats.normalisation import normalise
from colophon.formats.sentences import excerpt

_LEAST_WEIGHT = 3
_REPEATED = 3
_CAPITALISED = r"(?:(?:[A-Z]\.)+|[A-Z][\w'’-]*)"
_RANK = r"(?:(?:former|acting|interim|deputy|assistant|associate|vice|senior|top|special|then|ex|longtime|incoming|outgoing)[ -])"
_TITLE_BEFORE = re.compile(
    rf"(?<![\w'’.-])({_RANK}*(?:{_CAPITALISED} )*{_RANK}*{OFFICE}(?: (?:of|for)(?: the)?(?: (?:{_CAPITALISED}|and|of|the))+)?) $"
)
_TITLE_AFTER = re.compile(
    rf"^, (?:an? |the |its |their )?(?:[\w'’-]+ ){{0,4}}?{OFFICE}\b(?: (?:of|for) [^,.;:()—–]{{1,60}}(?=[,.;)—–]))?(?![\w'’-]| [A-Z])"
)
_CLAUSE = frozenset(
    "who whom whose which that was is are were be been has had have said says told and or but as by to with from when".split()
)
"""Words that make what stands after a name more than a title."""
_NOT_FIRST = ENGLISH.openers | ENGLISH.calendar | ENGLISH.courtesies | {"of", "for", "and", "the"}
_OPTIONAL = re.compile(r"^(?:[Tt]he )?(?:U\.S\. |US |United States )?")

Passage = tuple[str, int, str]
"""Text, paragraph, sentence."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name without an entry: how often it occurs in the texts, the evidence, and a passage for each occurrence."""

    name: str
    kind: str
    count: int
    evidence: tuple[str, ...]
    passages: tuple[Passage, ...]
    """The passage with the most evidence first, the others in the order of the texts."""
    aliases: tuple[str, ...] = ()
    """Other forms that the texts give for it, such as an acronym."""


@dataclass(slots=True)
class _Name:
    """What was found about one name."""

    evidence: dict[str, Evidence] = field(default_factory=dict)
    passages: list[tuple[int, Passage]] = field(default_factory=list)
    """Weight, and the passage."""
    places: int = 0
    acronym: str | None = None
    spellings: dict[str, int] = field(default_factory=dict)

    def absorb(self, other: _Name) -> None:
        """Take over what was found under another form of the name."""
        self.evidence |= other.evidence
        self.passages += other.passages
        self.places += other.places

    @property
    def weight(self) -> float:
        """How much speaks for it: each kind of evidence once, and how often it is named."""
        kinds = {one.words.partition(":")[0]: one.weight for one in self.evidence.values()}
        repeated = min(len(self.passages) / _REPEATED, 2)
        return sum(kinds.values()) + repeated


def suggest(edition: Edition) -> list[Suggestion]:
    """Suggestions, the best founded and most frequent first."""
    found = _names(edition)
    _merge(found)
    ignored = {name.casefold() for name in edition.site.settings.ignored}
    kept = [(name, one) for name, one in found.items() if name.casefold() not in ignored and _is_founded(name, one)]
    kept.sort(key=lambda pair: (-_rank(*pair), -len(pair[1].passages), pair[0]))
    return [_suggestion(name, one) for name, one in kept]


def _rank(name: str, one: _Name) -> float:
    """How far up a name belongs: a surname alone is less use to an editor than a full name."""
    return one.weight - (0 if " " in name or name.isupper() else 3)


def _suggestion(name: str, one: _Name) -> Suggestion:
    first, *_ = sorted(range(len(one.passages)), key=lambda at: (-one.passages[at][0], at))
    passages = [passage for _, passage in one.passages]
    person = sum(e.weight if e.person else -e.weight for e in one.evidence.values()) > 0
    return Suggestion(
        name=name,
        kind="official" if person else "agency",
        count=len(passages),
        evidence=tuple(one.evidence),
        passages=(passages[first], *passages[:first], *passages[first + 1 :]),
        aliases=(one.acronym,) if one.acronym else (),
    )


def _names(edition: Edition) -> dict[str, _Name]:
    """Every name in the texts that no entry has, with its evidence."""
    found: dict[str, _Name] = defaultdict(_Name)
    settings = edition.site.settings
    alone = {
        run
        for text in edition.site.texts
        for paragraph in text.paragraphs
        for run in runs(normalise(text.words(paragraph)).text)
    }
    for text in edition.site.texts:
        taken = [(mention.start, mention.end) for mention in edition.mentions_in.get(text.id, ())]
        lexicon = lexicon_of(text.record.language or settings.language)
        for paragraph in text.paragraphs:
            words = normalise(text.words(paragraph))
            for one in occurrences(words.text, lexicon, settings.language, alone):
                first, last = (paragraph.start + offset for offset in words.span(one.start, one.end))
                if any(a < last and first < b for a, b in taken):
                    continue
                name = found[words.text[one.start : one.end]]
                plain = text.words(paragraph)
                shown = slice(*excerpt(plain, [(first - paragraph.start, last - paragraph.start)], most=160))
                weight = sum(evidence.weight for evidence in one.evidence)
                name.passages.append((weight, (text.id, paragraph.number, " ".join(plain[shown].split()))))
                name.evidence |= {evidence.words: evidence for evidence in one.evidence}
                name.places += one.as_place
                name.acronym = name.acronym or one.acronym
    return found


def _merge(found: dict[str, _Name]) -> None:
    """Count the forms of one name as one: with and without "U.S.", acronyms, and surnames of those named in full."""
    for name in [name for name in found if _OPTIONAL.sub("", name) != name]:
        bare = _OPTIONAL.sub("", name)
        if bare in found:
            found[name].absorb(found.pop(bare))
    for name in [name for name, one in found.items() if one.acronym]:
        acronym = found[name].acronym
        if acronym in found and acronym != name:
            found[name].absorb(found.pop(acronym))
    persons: dict[str, list[str]] = defaultdict(list)
    for name, one in found.items():
        if " " in name and any(evidence.person for evidence in one.evidence.values()):
            persons[name.rpartition(" ")[2].casefold()].append(name)
    for name in [name for name in found if " " not in name]:
        if len(whole := persons.get(name.casefold(), [])) == 1:
            found[whole[0]].absorb(found.pop(name))


def _is_founded(name: str, one: _Name) -> bool:
    """Whether enough speaks for a name, and it is not rather a place."""
    strong = any(evidence.weight > 1 for evidence in one.evidence.values())
    if not strong and one.places * 2 >= len(one.passages):
        return False
    person = any(evidence.person for evidence in one.evidence.values())
    repeated = " " in name and len(one.passages) >= _REPEATED - person
    weight = sum(evidence.weight for evidence in one.evidence.values()) + repeated
    return weight >= (2 if repeated or strong else _LEAST_WEIGHT)


def titles_beside(words: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The titles that stand right before and right after a person's name, as written, each with its half-open span.

    `start` and `end` are the half-open span of the name in the paragraph `words`, in code points. For editors to check, like all suggestions.
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
