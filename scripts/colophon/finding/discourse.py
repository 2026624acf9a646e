"""What a text has said before a surname: who of that surname it has named, and whom last. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from colophon.finding.before_persons import OPEN_INITIALS
from colophon.finding.person_titles import OTHER_TITLE
from colophon.finding.persons import NOBODY, Person
from colophon.finding.scene import OTHER
from colophon.finding.segments import Segment, Span

NEEDS_NAME = frozenset(("surname", "title", "pin", OTHER, OTHER_TITLE, OPEN_INITIALS))
"""Rules by which a span does not name in full."""
_NOT_NAMED = "is a surname in a text that nowhere gives the full name"
_ESTABLISHED = 2
"""After so many mentions by surname, somebody else of that surname has it only right after they are named."""
_NEAR = 200
"""Characters of the same paragraph in which a surname is of whoever was named before."""

Place = tuple[int, int]
"""Number of the paragraph, and offset in its segment."""


class Discourse:
    """The persons a text names, in order."""

    def __init__(self, persons: Mapping[str, Person], *, only_after: bool) -> None:
        """`only_after`: a surname counts only after the full name."""
        self._persons = persons
        self._only_after = only_after
        self._first: dict[str, Place] = {}
        """Where each entry is first named in full."""

    def name(self, entry: str, place: Place) -> None:
        """Record that an entry is named in full."""
        if entry not in self._first:
            self._first[entry] = place

    @staticmethod
    def full_names(spans: Iterable[Span]) -> Iterator[Span]:
        """The spans that name in full."""
        return (span for span in spans if span.refused is None and span.rule not in NEEDS_NAME)

    def read(self, found: Sequence[tuple[Segment, list[Span]]]) -> None:
        """Settle in place every span that needs a full name elsewhere in the text; spans are in order."""
        others: dict[str, list[tuple[Place, str]]] = defaultdict(list)
        for segment, spans in found:
            for span in spans:
                if span.rule in (OTHER, OTHER_TITLE):
                    place = (segment.paragraph(span.start).number, span.start)
                    name = "" if span.rule == OTHER_TITLE else segment.words[max(0, span.start - 40) : span.end]
                    others[self._key(span)].append((place, name))
        for segment, spans in found:
            for span in self.full_names(spans):
                for entry in span.entries if len(span.entries) == 1 else ():
                    self.name(entry, (segment.paragraph(span.start).number, span.start))
        surnames: dict[str, set[str]] = defaultdict(set)
        for entry in self._first:
            surnames[self._persons.get(entry, NOBODY).surname.casefold()].add(entry)
        reader = _Reader(self._persons, self._first, others, surnames, only_after=self._only_after)
        for segment, spans in found:
            for at, span in enumerate(spans):
                spans[at] = reader.settle(segment, span)

    def _key(self, span: Span) -> str:
        return self._persons.get(span.entries[0], NOBODY).surname.casefold()


class _Reader:
    """Reads a text from its beginning, and remembers whom it named last."""

    def __init__(
        self,
        persons: Mapping[str, Person],
        first: dict[str, Place],
        others: Mapping[str, list[tuple[Place, str]]],
        surnames: Mapping[str, set[str]],
        *,
        only_after: bool,
    ) -> None:
        self._persons = persons
        self._first = first
        self._others = others
        """By surname: where the text names somebody who is not listed, and the words up to there; none of
        these where only a title tells."""
        self._surnames = surnames
        """By surname: the entries the text names in full."""
        self._only_after = only_after
        self._last: dict[str, Place] = {}
        """Where each entry was last named in full."""
        self._uses: dict[str, list[Place]] = defaultdict(list)
        """Where each entry was mentioned by surname."""
        self._others_uses: dict[str, int] = defaultdict(int)
        """By surname: how often it was somebody's who is not listed."""

    def settle(self, segment: Segment, span: Span) -> Span:
        """A span with what the text says about it up to there."""
        rule = span.rule
        if span.refused is not None or rule == "pin":
            return span
        if not self._others and rule not in NEEDS_NAME:
            return span
        place = (segment.paragraph(span.start).number, span.start)
        if rule == OPEN_INITIALS:
            span = self._open(span)
        elif rule == "title":
            span = self._titled(span, place)
        elif rule == "surname":
            span = self._by_surname(span, place)
        elif len(span.entries) == 1 and (person := self._persons.get(span.entries[0])):
            span = self._unless_a_namesake(segment, span, person, place)
        if span.refused is None and len(span.entries) == 1:
            if span.rule in ("surname", "title"):
                self._uses[span.entries[0]].append(place)
            else:
                self._first.setdefault(span.entries[0], place)
                self._last[span.entries[0]] = place
        return span

    def _key(self, entry: str) -> str:
        return self._persons.get(entry, NOBODY).surname.casefold()

    def _open(self, span: Span) -> Span:
        """A full name with an initial that is not declared: this person, where the text names nobody else so called."""
        key = self._key(span.entries[0])
        if any(name for _, name in self._others.get(key, ())) or self._surnames.get(key, set()) - {*span.entries}:
            reason = "has a given name or initial that the entry does not declare, and the text names another person of that surname"
            return span._replace(rule="initials", refused=reason)
        return span._replace(rule="initials")

    def _titled(self, span: Span, place: Place) -> Span:
        """A surname after a title that some entries held."""
        key = self._key(span.entries[0])
        named = tuple(entry for entry in span.entries if entry in self._first)
        if named:
            return span._replace(entries=named)
        somebody = self._surnames.get(key) or any(other < place for other, name in self._others.get(key, ()) if name)
        if somebody:
            return span._replace(
                refused="is a surname after a title, in a text that names another person of that surname"
            )
        return span

    def _by_surname(self, span: Span, place: Place) -> Span:
        """A surname alone: of the one person the text has named, or of the one it named last."""
        named = [entry for entry in span.entries if entry in self._first]
        if not named:
            return span._replace(refused=_NOT_NAMED)
        key = self._key(named[0])
        others = self._others.get(key, ())
        before = [entry for entry in named if self._first[entry] < place]
        if not before:
            return self._before_the_name(span, named, others)
        if len(before) > 1:
            # A form is rather a whole surname than one without its particles.
            shortest = min((self._key(entry) for entry in before), key=len)
            exact = [entry for entry in before if self._key(entry) == shortest]
            before = exact if len(exact) == 1 else before
        if len(before) > 1:
            return span._replace(entries=tuple(before))
        (entry,) = before
        rivals = [other for other, _ in others if other < place]
        if rivals and rivals[-1] > self._last_before(entry) and not self._is_established(entry, rivals, place):
            self._others_uses[key] += 1
            return span._replace(refused="is the surname of another person, whom the text named last")
        if self._others_uses[key] >= _ESTABLISHED and not self._uses[entry]:
            return span._replace(refused="is the surname of another person too, whom the text called by it before")
        return span._replace(entries=(entry,))

    def _before_the_name(self, span: Span, named: Sequence[str], others: Sequence[tuple[Place, str]]) -> Span:
        """A surname before any full name: of the one person of that surname whom the text goes on to name first."""
        if self._only_after:
            return span._replace(refused="is a surname before the full name")
        if len(named) > 1:
            return span._replace(entries=tuple(named))
        if any(other < self._first[named[0]] for other, _ in others):
            self._others_uses[self._key(named[0])] += 1
            return span._replace(refused="is the surname of another person, whom the text names first")
        return span._replace(entries=tuple(named))

    def _last_before(self, entry: str) -> Place:
        return self._last.get(entry, (-1, 0))

    def _is_established(self, entry: str, rivals: Sequence[Place], place: Place) -> bool:
        """Whether a text has called a person by surname before any other came, and named the last of these not just now."""
        used = sum(use < rivals[0] for use in self._uses[entry])
        near = rivals[-1][0] == place[0] and place[1] - rivals[-1][1] < _NEAR
        return used >= _ESTABLISHED and not near

    def _unless_a_namesake(self, segment: Segment, span: Span, person: Person, place: Place) -> Span:
        """A name without its middle names or suffix, refused where the text last so called somebody with others."""
        others = self._others.get(person.surname.casefold(), ())
        words = segment.words[span.start : span.end].split(" ")
        if not others or span.rule != "short":
            return span
        same = [other for other, name in others if words[0] in name.split() and other < place]
        if same and same[-1] > self._last_before(span.entries[0]):
            return span._replace(refused="is the name of another person too, whom the text named last")
        return span
