"""The words beside a name: where they begin, and whether they are part of it. Pure."""

from __future__ import annotations

import re
import unicodedata

from colophon.finding.lexicon import Lexicon
from colophon.finding.segments import Segment
from colophon.formats.normalisation import at_word_edges

INITIALS = re.compile(r"(?:[A-Z]\.){1,4}|[A-Z]")
NICKNAME = re.compile(r"[\"'“‘(][^\"'“”‘’()]{1,20}[\"'”’)]")
WORD = re.compile(r"[^\W\d_][\w'’-]*\.?")
APOSTROPHES = "'’"
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_QUOTED = re.compile(r"[“\"]([^“”\"]{1,200})[”\"]")
_LONGEST_HEADLINE = 200
_ENDS = '.!?"”“…:)]*•|'
_ELISION = re.compile(
    r"(?:^|[^\w'’])(?:[ldjmnstcLDJMNSTC]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Dd]ell|[AaDdNnSs]?[Aa]ll|[Nn]ell|[Ss]ull|[Dd]all|[Uu]n)['’]$"
)
_TOKEN = re.compile(r"\S*$")
_ADDRESS = re.compile(r"(?:\w+://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?")


def stands_free(words: str, start: int, end: int, *, after_elision: bool = True) -> bool:
    """Whether a form is not part of a word: "Neill" in "O'Neill" is, "ONU" in "l'ONU" is not.

    `after_elision`: whether an elided article or preposition may stand before it.
    """
    if not at_word_edges(words, start, end):
        return False
    if start > 1 and words[start - 1] in APOSTROPHES and words[start - 2].isalpha():
        return after_elision and bool(_ELISION.search(words, max(0, start - 8), start))
    return True


def in_address(words: str, start: int, end: int) -> bool:
    """Whether a span is inside a URL, a domain or an e-mail address that is longer."""
    first = start - len(_TOKEN.search(words, max(0, start - 300), start)[0])  # type: ignore[index]
    last = end
    while last < len(words) and last - end < 300 and not words[last].isspace():
        last += 1
    return any(
        match.start() <= start and end <= match.end() and match.end() - match.start() > end - start
        for match in _ADDRESS.finditer(words, first, last)
    )


def word_before(words: str, start: int) -> str:
    """What stands between the space before an offset and the one before that; a quick look at a neighbor."""
    return words[words.rfind(" ", 0, start - 1) + 1 : start - 1] if words[start - 1 : start] == " " else ""


def token_before(words: str, start: int, lexicon: Lexicon) -> tuple[str, int]:
    """The token that ends one space before `start`, and where it begins; empty where a sentence or clause ends there."""
    near = word_before(words, start)
    if near.isalpha() or start < 2 or words[start - 1] != " ":
        return near, start - 1 - len(near) if near else start
    lowest = max(0, start - 64)
    before = words[lowest : start - 1]
    at = lowest + max(before.rfind(" "), before.rfind("\n"), before.rfind("\r")) + 1
    token = words[at : start - 1]
    if NICKNAME.fullmatch(token):
        return token, at
    lead = max(token.rfind(mark) for mark in "\"'“‘’([—–_") + 1
    if lead and not (token[lead - 1] in APOSTROPHES and lead > 1):  # the apostrophe of O'Brien leads nothing
        at, token = at + lead, token[lead:]
    if (
        token[-1:] in ",;:!?…)]\"'”’*"
        or token.endswith(("'s", "’s"))
        or unicodedata.category(token[-1:] or " ") == "No"
    ):
        return "", start
    if token.endswith(".") and token not in lexicon.abbreviations and not INITIALS.fullmatch(token):
        return "", start
    return token, at


def begins_sentence(words: str, at: int) -> bool:
    """Whether a sentence, quotation, note or line may begin at an offset."""
    return at < 2 or words[at - 1] != " " or words[at - 2] in _ENDS or unicodedata.category(words[at - 2]) == "No"


def is_headline(segment: Segment, at: int) -> bool:
    """Whether nearly every longer word around an offset has a capital, so that a capital says nothing.

    What is judged is the quotation that holds the offset, or else the line.
    """
    start, end = segment.line(at)
    words = segment.words
    first = max(start, at - _LONGEST_HEADLINE)
    if words.rfind("“", first, at + 1) >= 0 or words.rfind('"', first, at + 1) >= 0:
        for match in _QUOTED.finditer(words, first, min(end, at + _LONGEST_HEADLINE)):
            if match.start() <= at < match.end():
                return _is_title_case(match[1])
    return end - start < _LONGEST_HEADLINE and _is_title_case(words[start:end])


def _is_title_case(words: str) -> bool:
    longer = _LETTERS.findall(words)
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) >= 0.8 * len(longer)


def is_part_of_a_name(segment: Segment, token: str, at: int, *, capitals: bool = False) -> bool:
    """Whether the token before a surname reads as a given name or another part of a longer name.

    `capitals`: the surname is in capitals, so that a neighbor in capitals may be a name too.
    """
    lexicon = segment.lexicon
    if not token[:1].isupper() or token in lexicon.courtesies or token in lexicon.calendar:
        return False
    if len(token) > 1 and token.isupper() and token not in lexicon.country:
        return capitals and token.capitalize() in lexicon.given_names
    if lexicon.title(token) or _is_compound_word(lexicon, token):
        return False
    if not lexicon.capitals_mark_names and token in lexicon.given_names:
        return True
    begins = begins_sentence(segment.words, at)
    opens = (begins or is_headline(segment, at)) and lexicon.opens(token)
    # What the text has in lower case too is not a name at the start of a sentence, nor in a language without a table.
    doubtful = (begins and token not in lexicon.given_names) or lexicon.language == "und"
    return not opens and not (doubtful and segment.has_word(token.lower()))


def _is_compound_word(lexicon: Lexicon, token: str) -> bool:
    """Whether a token is a word with a hyphen and not a name: "Washington-based", "Vice-President"."""
    half = token.rpartition("-")[2]
    return half != token and (half.islower() or half in lexicon.titles)


def is_given_name(lexicon: Lexicon, token: str) -> bool:
    """Whether a part of a longer name reads as somebody's given name, and not as "Fort" or "Democratic"."""
    name = token.capitalize() if token.isupper() else token
    if name in lexicon.given_names:
        return True
    return not (lexicon.is_word(name.lower()) or name in lexicon.regions or name in lexicon.institutions)
