"""What the words around a person's name say: whose name it is, and whether it is one. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from colophon.finding.forms import SUFFIX
from colophon.finding.neighbors import (
    APOSTROPHES,
    INITIALS,
    NICKNAME,
    WORD,
    begins_sentence,
    is_given_name,
    is_headline,
    is_part_of_a_name,
    token_before,
)
from colophon.finding.person_titles import OTHER, judge_title, title_before
from colophon.finding.persons import NOBODY, Person
from colophon.finding.segments import Listed, Segment, Span

OPEN_INITIALS = "open initials"
"""The rule of a full name with an initial where the entry declares no middle name."""
_MOST_GIVEN = 4
_CASE = re.compile(r" vs?\. [A-Z]")
_LETTER = re.compile(r"[^\W\d_]\.?")


class PersonContext:
    """The rules for persons in one segment."""

    def __init__(self, segment: Segment, listed: Listed, persons: Mapping[str, Person]) -> None:
        self._segment = segment
        self._words = segment.words
        self._lexicon = segment.lexicon
        self._listed = listed
        self._persons = persons

    def judge(self, span: Span) -> Span:
        """A person's name as its neighbors on both sides let it stand."""
        words, end, by_surname = self._words, span[1], span[3] == "surname"
        mark = words[end : end + 1]
        if mark == " ":
            following = words[end + 1 : end + 2]
            goes_on = following.isupper() or following in "&v" or by_surname
        else:
            goes_on = mark == "-" or (mark == "," and words[end + 2 : end + 3].isupper())
        if goes_on and (refused := self._what_follows(span)):
            return refused
        return self._what_leads_up(span) if by_surname else self._full_name(span)

    # --- after the name ------------------------------------------------------------------------------------------

    def _what_follows(self, span: Span) -> Span | None:
        """The span as refused for what stands right after it, or `None`."""
        words, end, lexicon = self._words, span.end, self._lexicon
        suffix = SUFFIX.match(words, end)
        if (
            suffix
            and suffix[1] not in "IVX"
            and not any(suffix[1].lower() in self._of(entry).suffixes for entry in span.entries)
        ):
            return span._replace(rule=OTHER, refused=f"is followed by{suffix[0].rstrip('.')}, another person's name")
        if words[end] == "-":
            return self._hyphenated(span) if words[end + 1 : end + 2].isupper() else None
        if words[end : end + 3] == " & " and words[end + 3 : end + 4].isupper():
            return span._replace(refused="is part of the name of a firm")
        if _CASE.match(words, end):
            return span._replace(refused="is part of the name of a case")
        if words[end] == "," and span.rule == "surname":
            return span._replace(refused="is the name of a place here") if self._is_before_region(end) else None
        after = WORD.match(words, end + 1) if words[end] == " " else None
        if after is None:
            return None
        if after[0][0].islower():
            if after[0] in lexicon.families and span.rule == "surname":
                return span._replace(refused=f"is the name of a family: {words[span.start : after.end()]}")
            return None
        if self._is_free(after):
            return None
        told = f"is part of a longer name: {words[span.start : after.end()].rstrip('.')}"
        first = any(self._of(entry).surname_first for entry in span.entries) and span.rule == "surname"
        return span._replace(rule=OTHER if first else span.rule, refused=told)

    def _hyphenated(self, span: Span) -> Span | None:
        """A name before a hyphen and a capital: another name, unless the hyphen joins two persons."""
        words, end, lexicon = self._words, span.end, self._lexicon
        refused = span._replace(refused="is the first half of a compound name")
        if span.rule != "surname":
            return None if end + 1 in self._listed.starts else refused._replace(rule=OTHER)
        token, at = token_before(words, span.start, lexicon)
        if token in lexicon.courtesies or lexicon.title(token) or is_part_of_a_name(self._segment, token, at):
            return refused
        if end + 1 in self._listed.starts:
            return None
        second = WORD.match(words, end + 1)
        rest = words[second.end() : second.end() + 2] if second else ""
        following = WORD.match(words, second.end() + 1) if second and rest[:1] == " " else None
        if second and second[0].endswith(("'s", "’s")):
            return refused
        return None if following and not lexicon.acts(following[0]) else refused

    def _is_before_region(self, end: int) -> bool:
        """Whether a comma and a state stand after a surname, as in "Washington, D.C."."""
        for length in (1, 2):
            found = re.compile(rf", ((?:[A-Z][\w.]*)(?: [A-Z]\w+){{{length - 1}}})").match(self._words, end)
            if found and (found[1] in self._lexicon.regions or found[1].rstrip(".") in self._lexicon.regions):
                rest = self._words[found.end() : found.end() + 1]
                return rest in ("", ",", ".", ";", ")", "\n", " ", ":")
        return False

    def _is_free(self, after: re.Match[str]) -> bool:
        """Whether a capitalized word after a person's name is not part of a longer name."""
        words, lexicon = self._words, self._lexicon
        word = after[0].rstrip(".")
        named = word.capitalize() if word.isupper() else word
        second = WORD.match(words, after.end() + 1) if words[after.end() : after.end() + 1] == " " else None
        if second and f"{named} {second[0].capitalize()}" in lexicon.followers:
            return True
        if after.start() in self._listed.starts:
            return True
        if named in lexicon.institutions and not (word.isupper() and word not in ("TOWER", "CENTER", "ACT")):
            return False
        if second and second[0] in lexicon.institutions and not lexicon.title(word):
            return False
        if not lexicon.capitals_mark_names or lexicon.language == "und":
            return True
        if lexicon.title(word) and not word.isupper():
            rest = words[after.end() : after.end() + 3]
            return (
                rest[1:2].isupper()
                or rest == " of"
                or rest[:1] in ("", "\n", ",", ".")
                or is_headline(self._segment, after.start())
            )
        common = word in lexicon.openers or word in lexicon.followers or word in lexicon.calendar
        return common or word.isupper() or is_headline(self._segment, after.start())

    # --- before the name -----------------------------------------------------------------------------------------

    def _full_name(self, span: Span) -> Span:
        """A full name, refused where another given name makes another person of it."""
        words, start = self._words, span[0]
        mark = words[start - 1 : start]
        if mark == " ":
            before = words[words.rfind(" ", 0, start - 1) + 1 : start - 1]
            if before.islower() or not before:
                return span
        elif mark != "-":
            return span
        if start < 2 or not self._lexicon.capitals_mark_names:
            return span
        if (
            mark == "-"
            and words[start - 2].isalpha()
            and start - 1 not in self._listed.ends
            and span.rule != "capitals"
        ):
            first = re.compile(r"[\w'’]+$").search(words, max(0, start - 40), start - 1)
            if first and first[0][0].isupper() and first[0] in self._lexicon.given_names:
                return span._replace(rule=OTHER, refused="is the second half of a compound name")
        elif mark == " " and words[start - 2].isalpha() and " " in words[start : span.end]:
            token, at = token_before(words, start, self._lexicon)
            given = token in self._lexicon.given_names and start - 1 not in self._listed.ends
            if given and is_part_of_a_name(self._segment, token, at) and not is_headline(self._segment, at):
                if self._lexicon.is_word(token.lower()):
                    return span
                return span._replace(rule=OTHER, refused=f"is part of a longer name: {words[at : span.end]}")
        return span

    def _what_leads_up(self, span: Span) -> Span:
        """A surname with the given names, initials or title before it, or why it is not this person's."""
        words, start, end = self._words, span.start, span.end
        token, at = token_before(words, start, self._lexicon)
        if not token or not token[0].isupper():
            if not token or not NICKNAME.fullmatch(token):
                return self._after_lower_case(span, token, at)
        chain = self._given_before(start, capitals=words[start:end].isupper())
        if chain:
            return self._with_given(span, chain)
        if words[max(0, start - 3) : start] == " & ":
            return span._replace(refused="is part of the name of a firm")
        if token in self._lexicon.courtesies:
            return span
        if title := title_before(self._segment, start):
            return judge_title(self._segment, span, title, self._persons)
        return self._unless_a_word(span, token, at)

    def _given_before(self, start: int, *, capitals: bool) -> list[tuple[str, int]]:
        """Given names, initials and nicknames before a surname, the nearest first, each with where it begins."""
        chain: list[tuple[str, int]] = []
        while len(chain) < _MOST_GIVEN:
            if start - 1 in self._listed.ends and not chain and start > 1 and self._words[start - 1] == " ":
                break
            token, at = token_before(self._words, start, self._lexicon)
            if not token or token in self._lexicon.courtesies:
                break
            if not (
                (INITIALS.fullmatch(token) and not self._is_pronoun(token, at))
                or NICKNAME.fullmatch(token)
                or is_part_of_a_name(self._segment, token, at, capitals=capitals)
            ):
                break
            chain.append((token, at))
            start = at
        return chain

    def _is_pronoun(self, token: str, at: int) -> bool:
        """Whether a single capital is a word and not an initial: "I Miller", "A Miller"."""
        return token in ("I", "A", "O") and (begins_sentence(self._words, at) or self._words[at - 1 : at] == " ")

    def _with_given(self, span: Span, chain: Sequence[tuple[str, int]]) -> Span:
        """A surname after given names or initials: this person with them, or somebody else."""
        words, end = self._words, span.end
        in_order = list(reversed(chain))
        for at in range(len(in_order)):
            tokens = [part for token, _ in in_order[at:] if not NICKNAME.fullmatch(token) for part in _parts(token)]
            if not tokens:
                return span._replace(start=in_order[at][1])
            fits = {entry: how for entry in span.entries if (how := self._of(entry).fits(tokens))}
            if not fits:
                continue
            entries = tuple(entry for entry in span.entries if entry in fits)
            if all(map(INITIALS.fullmatch, tokens)):
                return span._replace(start=in_order[at][1], entries=entries)
            rule = "initials" if "declared" in fits.values() or len(tokens) == 1 else OPEN_INITIALS
            if rule == "initials":
                entries = tuple(entry for entry in entries if fits[entry] == "declared")
            return Span(in_order[at][1], end, entries, rule)
        nearest, start = chain[0]
        first, _ = in_order[0]
        begins = in_order[0][1]
        if INITIALS.fullmatch(nearest) or self._of(span.entries[0]).has_given(first):
            return span._replace(rule=OTHER, refused=f"is another person: {words[begins:end]}")
        rule = OTHER if is_given_name(self._lexicon, nearest) else span.rule
        return span._replace(rule=rule, refused=f"is part of a longer name: {words[start:end]}")

    def _after_lower_case(self, span: Span, token: str, at: int) -> Span:
        """A surname after a word in lower case, or at the start of a sentence or clause."""
        words, start, lexicon = self._words, span.start, self._lexicon
        if words[max(0, start - 3) : start] == " & ":
            return span._replace(refused="is part of the name of a firm")
        if (
            words[start - 1 : start] == "-"
            and words[start - 2 : start - 1].isalpha()
            and start - 1 not in self._listed.ends
        ):
            first = re.compile(r"[\w'’]+$").search(words, max(0, start - 40), start - 1)
            if first and first[0][0].isupper():
                return span._replace(refused="is the second half of a compound name")
        if words[max(0, start - 3) : start] in ("v. ", "vs. ") or words[max(0, start - 4) : start] == "vs. ":
            return span._replace(refused="is part of the name of a case")
        lower = token.lower()
        if token and token in lexicon.place_particles and self._is_after_capital(at):
            return span._replace(refused=f"is part of a longer name: {token} {words[start : span.end]}")
        if (
            lower in lexicon.before_places
            and words[start : span.end] in lexicon.places
            and not self._is_evident(span.end)
        ):
            return span._replace(refused="is the name of a place here")
        if token and (title := title_before(self._segment, start)):
            return judge_title(self._segment, span, title, self._persons)
        return self._unless_a_word(span, token, at)

    def _is_after_capital(self, at: int) -> bool:
        token, first = token_before(self._words, at, self._lexicon)
        return bool(token) and token[0].isupper() and is_part_of_a_name(self._segment, token, first)

    # --- surnames that are words ---------------------------------------------------------------------------------

    def _unless_a_word(self, span: Span, token: str, at: int) -> Span:
        """A surname alone, refused where it reads as an ordinary word."""
        words, start, end, lexicon = self._words, span.start, span.end, self._lexicon
        surface = words[start:end]
        lower = surface.lower()
        articled = token.lower() in lexicon.articles
        if articled and not lexicon.capitals_mark_names:
            return span._replace(refused="follows an article, so it is a common noun")
        if articled and not any(
            self._of(entry).surname.endswith(surface) and self._of(entry).surname[:1].isupper()
            for entry in span.entries
        ):
            if any(self._of(entry).surname != surface for entry in span.entries):
                return span._replace(refused="is part of a surname that stands with its particle")
        proper = lower in lexicon.proper_words
        function = lower in lexicon.function_words
        if not (proper or function or lexicon.is_word(lower) or (articled and surface in lexicon.titles)):
            return span
        if self._is_word(span, token, lower, proper=proper, function=function, articled=articled):
            return span._replace(refused="reads as an ordinary word here, not as a name")
        return span

    def _is_word(self, span: Span, token: str, lower: str, *, proper: bool, function: bool, articled: bool) -> bool:
        words, start, end, lexicon = self._words, span.start, span.end, self._lexicon
        if words[start:end].isupper():
            return True
        after = WORD.match(words, end + 1) if words[end : end + 1] == " " else None
        if articled:
            return after is None or after[0].capitalize() not in lexicon.followers
        begins = begins_sentence(words, start) or is_headline(self._segment, start)
        says = after is not None and after[0].lower() in lexicon.saying
        if proper:
            dated = re.compile(r",? \d").match(words, end) is not None
            if dated or (token.lower() in lexicon.before_dates and words[start:end] in lexicon.calendar):
                return True
            return not says if begins else not self._is_evident(end)
        if function:
            return begins or not self._is_evident(end)
        if not begins:
            return False
        return (
            after is not None
            and not lexicon.acts(after[0])
            and (after[0].islower() or is_headline(self._segment, start))
        )

    def _is_evident(self, end: int) -> bool:
        """Whether a possessive, a verb or "who" stands after a name."""
        words = self._words
        if words[end : end + 1] in APOSTROPHES and words[end : end + 1]:
            return True
        if words[end : end + 5] == ", who":
            return True
        after = WORD.match(words, end + 1) if words[end : end + 1] == " " else None
        return after is not None and self._lexicon.acts(after[0])

    def _of(self, entry: str) -> Person:
        return self._persons.get(entry, NOBODY)


def _parts(token: str) -> list[str]:
    """Initials written together, one by one."""
    return _LETTER.findall(token) if INITIALS.fullmatch(token) and len(token) > 2 else [token]
