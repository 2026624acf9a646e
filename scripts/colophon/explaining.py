"""Why a passage is linked to an entry, and why one that nearly is, is not: for editors, never for the public site. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from colophon.edition import Edition
from colophon.finding import Judgement, entry_forms
from colophon.normalising import normalise
from colophon.policy import policy_of
from colophon.records import Entry, SourceText
from colophon.rendering.wording import count, excerpt, short_name


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


_RULES = {
    "name": "the name of the entry",
    "alias": "an alias of the entry",
    "acronym": "an acronym, as written",
    "short": "the full name without middle names or suffix",
    "initials": "given name, initials or nickname, and surname",
    "title": "a title that is among the positions, and the surname",
    "surname": "the surname, in a text that gives the full name",
    "capitals": "the name in a line that is all capitals",
    "pin": "said by an editor in the record of the text",
}


def explain(edition: Edition, entry: Entry) -> Iterator[Explained]:
    """Every mention of an entry and every near miss, in the order of the texts."""
    person = edition.site.settings.kinds[entry.matter.kind].person
    names = {form.text for form in entry_forms(entry, person) if form.rule != "surname" and len(form.text) > 1}
    spelt = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)", re.IGNORECASE
    )
    for text in edition.site.texts:
        judged = [judgement for judgement in edition.finder.judge(text) if entry.slug in judgement.entries]
        judged += _otherwise_spelt(text, spelt, judged)
        yield from (_explained(text, judgement) for judgement in sorted(judged, key=lambda found: found.start))


def _otherwise_spelt(text: SourceText, spelt: re.Pattern[str], judged: Sequence[Judgement]) -> Iterator[Judgement]:
    """What reads as a name of the entry but for capitals: "ice" is not ICE."""
    for paragraph in text.paragraphs:
        words = normalise(text.words(paragraph))
        for match in spelt.finditer(words.text):
            first, last = words.span(*match.span())
            start, end = paragraph.start + first, paragraph.start + last
            if not any(found.start < end and start < found.end for found in judged):
                reason = (
                    "differs from the names of the entry in its capitals, or belongs to a longer name of another entry"
                )
                yield Judgement(start, end, paragraph.number, text.text[start:end], (), "", reason)


def _explained(text: SourceText, found: Judgement) -> Explained:
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


def as_page(edition: Edition) -> str:
    """One HTML page with every entry, for editors."""
    parts = []
    for entry in sorted(edition.site.entries, key=lambda entry: entry.name.casefold()):
        explained = list(explain(edition, entry))
        rows = "".join(_row(one) for one in sorted(explained, key=lambda one: one.linked))
        missed = sum(not one.linked for one in explained)
        told = f"{count(len(explained) - missed, 'mention')}, {count(missed, 'near miss', 'near misses')}"
        parts.append(
            f'<h2 id="{entry.slug}">{escape(entry.name)}</h2><p>{told}</p>{f"<table>{_HEAD}{rows}</table>" if rows else ""}'
        )
    title = f"Mentions explained: {escape(edition.site.settings.name)}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy_of(style=_STYLE)}"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>"
        f"<p>For editors; not part of the published site.</p>{''.join(parts)}</main></body></html>\n"
    )


def _row(one: Explained) -> str:
    where = f"{escape(short_name(one.document))}, ¶ {one.paragraph}"
    sentence = f"{escape(one.before)}<mark>{escape(one.surface)}</mark>{escape(one.after)}"
    verdict = f"linked: {one.rule}" if one.linked else "not linked"
    return f"<tr><td>{where}</td><td>{sentence}</td><td>{verdict}</td><td>{escape(one.reason)}</td></tr>"


_HEAD = "<tr><th>Where</th><th>Passage</th><th>Verdict</th><th>Why</th></tr>"
_STYLE = (
    ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}main{max-width:70rem;margin:auto;padding:1rem}"
    "table{border-collapse:collapse;width:100%}th,td{padding:.4rem .6rem;border-bottom:1px solid #8886;text-align:start;"
    "vertical-align:top}td:first-child{white-space:nowrap}mark{padding:0 .1em}"
)
