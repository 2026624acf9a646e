"""Why a passage is linked to an entry, and why one that nearly is, is not: for editors, never for the public site. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from ahocorasick_rs import AhoCorasick, MatchKind

from colophon.edition import Edition
from colophon.finding import Match, entry_forms
from colophon.formats.normalisation import normalise
from colophon.formats.sentences import excerpt
from colophon.model.entry import Entry
from colophon.model.site import SourceText
from colophon.rendering.html import policy_of
from colophon.rendering.pages.wording import count


@dataclass(frozen=True, slots=True)
class Explained:
    """A span of a text, what is said about it, and the sentence it stands in.

    `start` and `end` are half-open, in code points of the decoded file; `linked` tells a mention from a near miss.
    """

    document: str
    paragraph: int
    start: int
    end: int
    surface: str
    linked: bool
    rule: str
    reason: str
    before: str
    after: str


_OTHERWISE = "differs from the names of the entry in its capitals, or belongs to a longer name of another entry"
_RULES = {
    "name": "the name of the entry",
    "alias": "an alias of the entry",
    "acronym": "an acronym, as written",
    "short": "the full name without middle names or suffix",
    "initials": "given name, initials or nickname, and surname; what the entry does not declare counts only where"
    " the text names nobody else of that surname",
    "title": "a title that a position of the entry has, and the surname",
    "surname": "the surname, in a text that gives the full name",
    "capitals": "the name in capitals",
    "pin": "decided by an editor in the record of the text",
}


def explain(edition: Edition, entries: Iterable[Entry]) -> dict[str, list[Explained]]:
    """Every mention and every near miss of some entries, by slug, in the order of the texts."""
    spelt = _Spellings(edition, entries)
    explained: dict[str, list[Explained]] = {slug: [] for slug in spelt.patterns}
    for text in edition.site.texts:
        judged: dict[tuple[str, int], list[Match]] = defaultdict(list)
        for match in edition.finder.judge(text):
            for slug in explained.keys() & match.entries:
                judged[slug, match.paragraph].append(match)
        for slug, missed in list(spelt.otherwise(text, judged)):
            judged[slug, missed.paragraph].append(missed)
        for (slug, _), found in sorted(judged.items()):
            explained[slug] += (_explained(text, one) for one in sorted(found, key=lambda found: found.start))
    return explained


class _Spellings:
    """The names of entries in whatever capitals."""

    def __init__(self, edition: Edition, entries: Iterable[Entry]) -> None:
        self.patterns: dict[str, re.Pattern[str]] = {}
        folded: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            person = edition.site.settings.kinds[entry.matter.kind].person
            forms = entry_forms(entry, person)
            names = {form.text for form in forms if form.rule != "surname" and len(form.text) > 1}
            longest_first = sorted(names, key=lambda name: (-len(name), name))
            alternatives = "|".join(map(re.escape, longest_first))
            self.patterns[entry.slug] = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
            for name in names:
                folded[name.casefold()].add(entry.slug)
        self._slugs = list(folded.values())
        self._automaton = AhoCorasick(list(folded), matchkind=MatchKind.Standard)

    def otherwise(
        self, text: SourceText, judged: Mapping[tuple[str, int], Sequence[Match]]
    ) -> Iterator[tuple[str, Match]]:
        """What reads as a name but for capitals and is not among what was judged: "ice" is not ICE.

        `judged`: by slug and number of the paragraph.
        """
        for paragraph in text.paragraphs:
            words = normalise(text.words(paragraph))
            # All names at once tell which few are worth a search of their own.
            found = self._automaton.find_matches_as_indexes(words.text.casefold(), overlapping=True)
            for slug in {slug for number, _, _ in found for slug in self._slugs[number]}:
                here = judged.get((slug, paragraph.number), ())
                for match in self.patterns[slug].finditer(words.text):
                    first, last = words.span(*match.span())
                    start, end = paragraph.start + first, paragraph.start + last
                    if not any(one.start < end and start < one.end for one in here):
                        yield slug, Match(start, end, paragraph.number, text.text[start:end], (), "", _OTHERWISE)


def _explained(text: SourceText, found: Match) -> Explained:
    paragraph = text.paragraphs[found.paragraph - 1]
    words = text.words(paragraph)
    start, end = found.start - paragraph.start, found.end - paragraph.start
    first, last = excerpt(words, [(start, end)], most=160)
    return Explained(
        document=text.id,
        paragraph=found.paragraph,
        start=found.start,
        end=found.end,
        surface=found.surface,
        linked=found.refused is None,
        rule=found.rule,
        reason=found.refused or _RULES[found.rule],
        before=words[first:start],
        after=words[end:last],
    )


def as_text(entry: Entry, explained: Sequence[Explained]) -> Iterator[str]:
    """Lines for a terminal."""
    linked = [one for one in explained if one.linked]
    missed = [one for one in explained if not one.linked]
    yield f"{entry.name} ({entry.slug}): {count(len(linked), 'mention')}, {count(len(missed), 'near miss', 'near misses')}"
    for heading, ones in (("linked", linked), ("not linked", missed)):
        if ones:
            yield f"\n{heading}:"
        for one in ones:
            sentence = " ".join(f"{one.before}[{one.surface}]{one.after}".split())
            yield f"  {one.document} p{one.paragraph}: {sentence}\n      {one.rule + ': ' if one.linked else ''}{one.reason}"


def as_page(edition: Edition, entries: Collection[Entry]) -> str:
    """An HTML page for editors: of each entry why passages are linked or not, as many as can be gone through."""
    parts = []
    explained = explain(edition, entries)
    for entry in sorted(entries, key=lambda entry: entry.name.casefold()):
        linked = [one for one in explained[entry.slug] if one.linked]
        missed = [one for one in explained[entry.slug] if not one.linked]
        message = f"{count(len(linked), 'mention')}, {count(len(missed), 'near miss', 'near misses')}"
        if max(len(linked), len(missed)) > _MOST_ROWS:
            message += (
                f"; shown are the first {_MOST_ROWS} of each, all are listed by"
                f" <code>colophon mentions --explain {entry.slug}</code>"
            )
        rows = "".join(map(partial(_row, edition), (*missed[:_MOST_ROWS], *linked[:_MOST_ROWS])))
        table = f"<table>{_HEAD}{rows}</table>" if rows else ""
        parts.append(f'<h2 id="{entry.slug}">{escape(entry.name)}</h2><p>{message}</p>{table}')
    title = f"Mentions explained: {escape(edition.site.settings.name)}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy_of(style=_STYLE)}"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>"
        f"<p>For editors; not part of the published site.</p>{''.join(parts)}</main></body></html>\n"
    )


def _row(edition: Edition, one: Explained) -> str:
    where = f"{escape(edition.site.short_name(one.document))}, ¶ {one.paragraph}"
    sentence = f"{escape(one.before)}<mark>{escape(one.surface)}</mark>{escape(one.after)}"
    verdict = f"linked: {one.rule}" if one.linked else "not linked"
    return f"<tr><td>{where}</td><td>{sentence}</td><td>{verdict}</td><td>{escape(one.reason)}</td></tr>"


_MOST_ROWS = 200
_HEAD = "<tr><th>Where</th><th>Passage</th><th>Verdict</th><th>Why</th></tr>"
_STYLE = (
    ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}main{max-width:70rem;margin:auto;padding:1rem}"
    "table{border-collapse:collapse;width:100%}th,td{padding:.4rem .6rem;border-bottom:1px solid #8886;text-align:start;"
    "vertical-align:top}td:first-child{white-space:nowrap}mark{padding:0 .1em}"
)
