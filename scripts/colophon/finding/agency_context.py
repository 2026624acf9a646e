"""What the words around an agency's name say: whether it is part of a longer name. Pure."""

from __future__ import annotations

from collections.abc import Container

from colophon.finding.lexicon import Lexicon
from colophon.finding.neighbors import INITIALS, WORD, begins_sentence, is_headline, token_before, word_before
from colophon.finding.segments import Listed, Segment, Span

_MOST_WORDS_BEFORE_A_TITLE = 4


def judge_agency(segment: Segment, span: Span, listed: Listed) -> Span:
    """An agency's name, refused where its neighbors make it a longer name."""
    lexicon = segment.lexicon
    if not lexicon.reads_capitals:
        return span
    reason = None if span.rule == "acronym" else _what_stands_before(segment, span, listed)
    reason = reason or _what_follows(segment, span, listed)
    return span._replace(refused=reason) if reason else span


def _what_stands_before(segment: Segment, span: Span, listed: Listed) -> str | None:
    """Why what stands right before an agency's name makes another name of it, or `None`."""
    words, start = segment.words, span.start
    if words[start - 1 : start] != " ":
        return None
    before = word_before(words, start)
    if before in ("v.", "vs."):
        return "is part of the name of a case" if _is_generic(segment, span) else None
    if before.islower():  # as most neighbors are, and quickly seen
        return None
    token, at = token_before(words, start, segment.lexicon)
    longer = token[:1].isupper() and start - 1 not in listed.ends and _makes_longer(segment, token, at)
    # "the Ukrainian National Guard" is another guard, "the Italian Fiat" is Fiat.
    longer = longer and not (segment.lexicon.is_demonym(token) and not _is_generic(segment, span))
    return f"is part of a longer name: {words[at : span.end]}" if longer else None


def _what_follows(segment: Segment, span: Span, listed: Listed) -> str | None:
    """Why what stands right after an agency's name makes another name of it, or `None`."""
    words, end, lexicon = segment.words, span.end, segment.lexicon
    if words[end : end + 1] != " ":
        return None
    longer = None
    if words[end + 1 : end + 2].isupper():
        longer = _longer_name(segment, end, listed.starts)
    elif words.startswith(lexicon.joints, end + 1) and _is_generic(segment, span):
        longer = _joined_name(segment, end, listed.starts)
    return f"is part of a longer name: {words[span.start : longer]}" if longer else None


def _is_generic(segment: Segment, span: Span) -> bool:
    """Whether a name begins or ends with a word for a body, such as "Guard", of which other places have theirs."""
    words = segment.words[span.start : span.end].split(" ")
    return words[-1] in segment.lexicon.bodies or words[0] in segment.lexicon.bodies


def _joined_name(segment: Segment, end: int, starts: Container[int]) -> int | None:
    """Where a longer name ends that goes on after `end` with "of" or "for" and a capital, or `None` where none does."""
    words, lexicon = segment.words, segment.lexicon
    joint = WORD.match(words, end + 1)
    then = joint and WORD.match(words, joint.end() + 1)
    if then and then[0] in lexicon.articles:
        then = WORD.match(words, then.end() + 1)
    if then and _is_name_of_its_own(lexicon, then[0]) and then.start() not in starts:
        return then.start() + len(then[0].rstrip("."))
    return None


def _makes_longer(segment: Segment, token: str, at: int) -> bool:
    """Whether a capitalized word right before an agency's name belongs to it."""
    lexicon = segment.lexicon
    if token in lexicon.beside_agencies or token.isupper() or token.lower() in lexicon.free_in_titles:
        return False
    if not token.isalpha() and (
        INITIALS.fullmatch(token) or token.rpartition("-")[2].islower() or lexicon.title(token)
    ):
        return False
    if begins_sentence(segment.words, at):
        return not lexicon.opens(token) and not segment.has_word(token.lower())
    return token not in lexicon.openers and not is_headline(segment, at)


def _longer_name(segment: Segment, end: int, starts: Container[int]) -> int | None:
    """Where a longer name ends that goes on after `end` with a capitalized word, or `None` where none does."""
    words, lexicon = segment.words, segment.lexicon
    first = WORD.match(words, end + 1)
    if first is None or first.start() in starts:
        return None
    word = first[0].rstrip(".")
    if (
        word in lexicon.calendar
        or word in lexicon.openers
        or word in lexicon.followers
        or (word.isupper() and len(word) > 1)
    ):
        return None
    if word not in lexicon.bodies:
        following = first
        for _ in range(_MOST_WORDS_BEFORE_A_TITLE):
            if lexicon.title(following[0]) or lexicon.title(following[0].rstrip(".")):
                return None
            after = WORD.match(words, following.end() + 1)
            if not after or not after[0][0].isupper() or words[following.end()] != " ":
                break
            if after.start() in starts:  # a listed person after an unlisted title
                return None
            following = after
    return None if is_headline(segment, end) else first.start() + len(word)


def _is_name_of_its_own(lexicon: Lexicon, token: str) -> bool:
    """Whether the capitalized word after "of" or "for" makes a longer name."""
    word = token.rstrip(".")
    return word[0].isupper() and not (
        word in lexicon.calendar or word in lexicon.openers or token in lexicon.country or lexicon.title(token)
        or token in lexicon.courtesies or word == "America" or word in lexicon.given_names
    )  # fmt: skip
