"""Words in quotation marks in the prose of an entry, against what is cited after them. Pure.

`quote:` of a source is checked apart from these. Words of an outside page cannot be compared: its note gives readers the
address and the day on which it was consulted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from colophon.checking.prose import place_in
from colophon.edition import Edition
from colophon.edition.quotes import Absent, Ambiguous, Verified, difference, find_passage
from colophon.formats.links import without_code
from colophon.formats.markdown import Block, blocks, plain
from colophon.formats.normalisation import at_word_edges, normalise
from colophon.model.entry import Entry, Passage
from colophon.model.problem import Problem, Rule
from colophon.model.site import Paragraph, SourceText

QUOTATION = Rule(
    "quotation", "Three words or more in quotation marks are in the text that is cited after them, word for word."
)

_FEWEST = 3
"""Words from which a quotation is compared; fewer are a term, a title or a distance that the author takes."""
_QUOTED = re.compile(
    r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|(?<![\w\"])\"(?=\S)([^\"]+?)(?<=\S)\"(?!\w)|(?<![\w'‘])‘([^‘\n]+?)’(?!\w)"
)
_CITATIONS = re.compile(r"(?:\[\^[^\]\s]+\])+")
_KEY = re.compile(r"\[\^([^\]\s]+)\]")
_CHANGED = re.compile(r"\s*(?:\[[^\]]*\]|\.\.\.|…)\s*")
"""Where the author of an entry left words out of a quotation, or put words of their own in."""


@dataclass(frozen=True, slots=True)
class _Quotation:
    at: int
    """Its first character in the block."""
    words: str
    keys: tuple[str, ...]
    """The sources cited next after it, or where nothing is cited after it, those before."""


def check_quotations(edition: Edition, entry: Entry, path: str) -> Iterator[Problem]:
    """Quotations in the prose of an entry that are not in what they cite."""
    for block in blocks(without_code(entry.prose)):
        for quotation in _quotations(block):
            if fault := _fault(edition, entry, quotation):
                what, fix = fault
                yield Problem(path, place_in(block, quotation.at, entry.prose_line), QUOTATION, what, fix=fix)


def elsewhere(edition: Edition, quote: str, but: Collection[str]) -> str | None:
    """The first passage that has the words of a quote, in words; texts of the ids `but` are not looked at."""
    for text in edition.site.texts:
        if text.id in but or text.record.access != "full":
            continue
        found = find_passage(quote, text, nearest=False)
        if isinstance(found, Verified):
            return f"{text.id}, paragraph {found.paragraph.number}"
        if isinstance(found, Ambiguous):
            return f"{text.id}, paragraph {found.paragraphs[0].number}"
    return None


def _quotations(block: Block) -> Iterator[_Quotation]:
    citations = [(match.start(), tuple(_KEY.findall(match[0]))) for match in _CITATIONS.finditer(block.text)]
    for match in _QUOTED.finditer(block.text):
        words = plain(next(filter(None, match.groups())))
        if citations and len(re.findall(r"\w+", words)) >= _FEWEST:
            after = [keys for at, keys in citations if at > match.start()]
            yield _Quotation(match.start(), words, after[0] if after else citations[-1][1])


def _fault(edition: Edition, entry: Entry, quotation: _Quotation) -> tuple[str, str] | None:
    """What is wrong with a quotation and how to fix it, or `None`."""
    cited: list[SourceText] = []
    for key in quotation.keys:
        source = entry.matter.sources.get(key)
        found_text = edition.texts.get(source.document) if isinstance(source, Passage) else None
        if found_text is None or found_text.record.access != "full":
            return None  # an outside page, or a source that is another problem
        cited.append(found_text)
    parts = [part for part in _CHANGED.split(quotation.words) if re.search(r"\w", part)]
    if any(all(_says(text, part) for part in parts) for text in cited):
        return None
    shown = quotation.words if len(quotation.words) <= 60 else f"{quotation.words[:57]}..."
    what = f"“{shown}” is not in {' or '.join(dict.fromkeys(edition.site.short_name(text.id) for text in cited))}"
    whole = quotation.words.strip(" ,.;:!?")
    if place := elsewhere(edition, whole, {text.id for text in cited}):
        return what, f"these words are in {place}: cite that"
    text = cited[0]
    found = find_passage(whole, text)
    return what, how_it_differs(whole, text, found if isinstance(found, Absent) else Absent(None, None))


def how_it_differs(quote: str, text: SourceText, found: Absent) -> str:
    """How an absent quote and the nearest passage of its text differ, and how to fix it."""
    copy = "copy the words from the text"
    nearest, paragraph = found.nearest, found.paragraph
    if nearest is None or paragraph is None:
        nearest, paragraph = _in_other_case(quote, text)
    if nearest is None or paragraph is None:
        return copy
    reads, says = difference(nearest, quote, text.words(paragraph))
    return f"nearest, in paragraph {paragraph.number}, the text has “{reads}”, the quote “{says}”; {copy}"


def _in_other_case(quote: str, text: SourceText) -> tuple[str | None, Paragraph | None]:
    """The passage that differs from a quote only in case, and its paragraph."""
    words = normalise(quote).text.strip()
    for paragraph in text.paragraphs:
        if match := re.search(re.escape(words), normalise(text.words(paragraph)).text, re.IGNORECASE):
            return match[0], paragraph
    return None, None


def _says(text: SourceText, words: str) -> bool:
    """Whether a text, or its title, has the words; marks at their ends are the author's."""
    for quote in (words, words.strip(" ,.;:!?")):
        title = normalise(text.record.title.value).text if text.record.title else ""
        wanted = normalise(quote).text.strip()
        at = title.find(wanted)
        if at >= 0 and at_word_edges(title, at, at + len(wanted)):
            return True
        if not isinstance(find_passage(quote, text, nearest=False), Absent):
            return True
    return False
