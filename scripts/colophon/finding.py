"""Entries decide what a mention is; nothing is guessed. Pure and deterministic.

A *form* is a string that may stand in a text for an entry, with the rule that made it:

- `name`, `alias`: exactly as the entry declares them, case included; an agency's leading "U.S." or "the" is optional
  where at least two words remain;
- `acronym`: a name or alias without lower-case letters, exactly as written;
- `surname`: the last word of a person's name, only in a text where a longer form of that person stands.

A form counts only between word edges. Where forms overlap the leftmost wins, then the longest. A surname that two
entries of the text share links to neither, and one inside a longer capitalised name ("Jason Miller", "Trump Tower") is
somebody or something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from colophon.normalising import Normalised, normalise
from colophon.records import Entry, Kind, Mention, SourceText

_SUFFIX = re.compile(r",? (?:Jr\.?|Sr\.?|I{2,3}|IV|V)$")
_PARTICLES = frozenset("da dal de del della der di dos du el la le los st st. ten ter van vander von zu".split())
_COUNTRY = re.compile(r"^(?:[Tt]he )?(?:(?:U\.S\.|US|United States) )?")

# Words that may stand, capitalised, right before a surname without being part of the name: what sentences begin with,
# and what a person is addressed or titled as.
_OPENERS = frozenset(
    "A After All Although An And Any As At Because Before Both But By Can Could Did Do Does During Each Even Every Few For"
    " From Had Has Have He Her Here His How However I If In Indeed Instead Is It Its Just Last Later Like Many May Maybe"
    " Meanwhile Might Moreover Most Much Neither Nevertheless No Nor Not Now Of On Once One Only Or Other Our Over Perhaps"
    " Rather Recently Said Says She Should Since So Some Soon Still Such Than That The Their Then There These They This"
    " Those Though Through Thus To Today Under Unless Until Unlike Was We Were What When Where Whether Which While Who"
    " Whose Why Will With Without Would Yesterday Yet You Your".split()
)
_TITLES = frozenset(
    "Mr Mr. Mrs Mrs. Ms Ms. Miss Mx Mx. Dr Dr. Sir Dame Lord Lady Madam President Vice-President Secretary Minister Premier"
    " Chancellor Senator Sen Sen. Representative Rep Rep. Congressman Congresswoman Governor Gov Gov. Mayor Judge Justice"
    " Attorney General Gen. Gen Admiral Adm. Colonel Col. Major Maj. Captain Capt. Lieutenant Lt. Sergeant Sgt. Commander"
    " Chief Director Commissioner Administrator Ambassador Amb. Sheriff Officer Agent Professor Prof. Speaker Leader Czar"
    " Adviser Advisor Spokesman Spokeswoman Spokesperson Chairman Chairwoman Chair Candidate Pope King Queen Prince"
    " Princess Reverend Rev. Father Sister Bishop Rabbi Imam Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
_BEFORE = re.compile(r"(?:^|(?<=[\s(\[\"'—–/-]))([^\W\d_][\w.’'-]*) $")
_AFTER = re.compile(r" ([^\W\d_][\w’'-]*)")
_SENTENCE_END = re.compile(r"[.!?…:;][\"')\]]*$|^[\"'(\[]*$")


@dataclass(frozen=True, slots=True)
class Form:
    """A string that may stand for an entry in a normalised text, and the rule that made it."""

    text: str
    entry: str
    rule: str


@dataclass(frozen=True, slots=True)
class Finder:
    """Every form of every entry, compiled once for any number of texts."""

    forms: tuple[Form, ...]
    _by_text: Mapping[str, tuple[Form, ...]] = field(repr=False)
    _excluded: Mapping[str, frozenset[str]] = field(repr=False)
    _patterns: Sequence[str] = field(repr=False)
    _automaton: AhoCorasick = field(repr=False)

    def mentions(self, text: SourceText) -> tuple[Mention, ...]:
        """Every mention in a text, in order; spans are disjoint and each quotes the text."""
        found: list[Mention] = []
        normalised = [normalise(text.words(paragraph)) for paragraph in text.paragraphs]
        candidates = [list(self._candidates(words.text)) for words in normalised]
        named = {
            form.entry for spans in candidates for _, _, forms in spans for form in forms if form.rule != "surname"
        }
        for paragraph, words, spans in zip(text.paragraphs, normalised, candidates, strict=True):
            for start, end, form in _disjoint(_settle(words, spans, named)):
                first, last = words.span(start, end)
                found.append(
                    Mention(
                        document=text.id,
                        start=paragraph.start + first,
                        end=paragraph.start + last,
                        paragraph=paragraph.number,
                        surface=words.original[first:last],
                        entry=form.entry,
                        rule=form.rule,
                    )
                )
        return tuple(found)

    def _candidates(self, words: str) -> Iterator[tuple[int, int, tuple[Form, ...]]]:
        """Spans that read as forms between word edges, less those inside a phrase an entry excludes."""
        spans: list[tuple[int, int, str]] = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(words, overlapping=True):
            if _at_word_edges(words, start, end):
                spans.append((start, end, self._patterns[pattern]))
        phrases = [(start, end, self._excluded[text]) for start, end, text in spans if text in self._excluded]
        for start, end, text in spans:
            refused = {slug for first, last, slugs in phrases if first <= start and end <= last for slug in slugs}
            if forms := tuple(form for form in self._by_text.get(text, ()) if form.entry not in refused):
                yield start, end, forms


def build_finder(entries: Iterable[Entry], kinds: Mapping[str, Kind]) -> Finder:
    """Compile the forms of all entries. The order of the entries does not matter."""
    by_text: dict[str, dict[str, Form]] = defaultdict(dict)
    excluded: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for form in entry_forms(entry, kinds[entry.matter.kind].person):
            by_text[form.text].setdefault(form.entry, form)
        for phrase in (*entry.matter.not_, *(phrase for alias in entry.matter.aliases for phrase in alias.not_)):
            excluded[normalise(phrase).text.strip()].add(entry.slug)
    forms = {
        text: tuple(sorted(several.values(), key=lambda form: form.entry)) for text, several in sorted(by_text.items())
    }
    patterns = sorted({*forms, *excluded})
    return Finder(
        forms=tuple(form for several in forms.values() for form in several),
        _by_text=forms,
        _excluded={phrase: frozenset(slugs) for phrase, slugs in excluded.items()},
        _patterns=patterns,
        _automaton=AhoCorasick(patterns, matchkind=MatchKind.Standard),
    )


def entry_forms(entry: Entry, person: bool) -> Iterator[Form]:
    """The forms of one entry, strongest rule first."""
    for rule, declared in (("name", entry.name), *(("alias", alias.text) for alias in entry.matter.aliases)):
        words = normalise(declared).text.strip()
        yield Form(words, entry.slug, "acronym" if _is_acronym(words) else rule)
        bare = _COUNTRY.sub("", words)
        if not person and bare != words and " " in bare:
            yield Form(bare, entry.slug, rule)
    if person and entry.matter.surname and (surname := surname_of(normalise(entry.name).text.strip())):
        yield Form(surname, entry.slug, "surname")


def surname_of(name: str) -> str | None:
    """The surname in a full name, with its particles and without a suffix; `None` if the name is one word."""
    words = _SUFFIX.sub("", name).split(" ")
    if len(words) < 2:
        return None
    first = len(words) - 1
    while first > 1 and (words[first - 1].lower() in _PARTICLES):
        first -= 1
    return " ".join(words[first:])


def _is_acronym(words: str) -> bool:
    return len(words) > 1 and words.upper() == words and any(map(str.isalpha, words))


def _at_word_edges(words: str, start: int, end: int) -> bool:
    """Whether nothing of a word is cut off; a hyphen is an edge, so "ICE-led" holds "ICE"."""
    return not (
        (start and _joins(words[start - 1]) and _joins(words[start]))
        or (end < len(words) and _joins(words[end]) and _joins(words[end - 1]))
    )


def _joins(character: str) -> bool:
    return character.isalnum() or character == "_"


def _settle(
    words: Normalised, spans: Iterable[tuple[int, int, tuple[Form, ...]]], named: set[str]
) -> Iterator[tuple[int, int, Form]]:
    """The spans that stand for exactly one entry."""
    for start, end, forms in spans:
        possible = [form for form in forms if form.rule != "surname" or form.entry in named]
        stronger = [form for form in possible if form.rule != "surname"] or possible
        if len(stronger) != 1:
            continue
        if stronger[0].rule == "surname" and _in_a_longer_name(words.text, start, end):
            continue
        yield start, end, stronger[0]


def _in_a_longer_name(words: str, start: int, end: int) -> bool:
    """Whether the surname is part of a longer capitalised name."""
    if (after := _AFTER.match(words, end)) and after[1][0].isupper() and after[1] not in _OPENERS | _TITLES:
        return True
    before = _BEFORE.search(words, max(0, start - 60), start)
    if before is None or not before[1][0].isupper() or before[1] in _TITLES:
        return False
    return before[1] not in _OPENERS


def _disjoint(spans: Iterable[tuple[int, int, Form]]) -> Iterator[tuple[int, int, Form]]:
    """The leftmost spans, the longest of those that start together, none over another."""
    until = 0
    for start, end, form in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= until:
            yield start, end, form
            until = end
