"""Texts and their records: what they hold, what their notes say, and what editors decided about single mentions. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from colophon.checking.entries import FUTURE, is_after
from colophon.checking.pages import Pages
from colophon.checking.prose import check_markdown
from colophon.edition import Edition
from colophon.finding.matcher import REFUSED_BY_EDITOR
from colophon.formats.links import LINK, links_in, without_code
from colophon.formats.markdown import blocks, notes_on_page
from colophon.formats.validation import did_you_mean, field_path, problem_at
from colophon.formats.yaml_reader import KeyPath, YamlDocument
from colophon.model.problem import Place, Problem, Rule
from colophon.model.record import WHOLE_TEXT
from colophon.model.site import Site, SourceText

EMPTY = Rule("empty", "A text has words.")
DUPLICATE = Rule("duplicate", "No two texts are the same file: each mention would count twice.")
# A text must be able to leave the site within a minute: pages leave out what repeats it, and editors fix that later.
WORDS_WITHHELD = Rule(
    "words-withheld",
    "Nothing repeats ten words in a row, or a whole sentence, of a withheld text; pages leave it out.",
    "warning",
)
NOTE = Rule(
    "note", "A note on a paragraph is about one that the text has, and is one paragraph: lists of mentions repeat it."
)
PIN = Rule("pin", "What an editor decides about a single mention has an effect.")


def check_texts(site: Site, located: Mapping[str, YamlDocument], today: datetime.date) -> Iterator[Problem]:
    """Texts that are empty or the same as another, and records with a future date."""
    first: dict[str, str] = {}
    for text in site.texts:
        record = text.record_file
        if is_after(text.record.acquired.on, today.isoformat()):
            at: KeyPath = ("acquired", "on")
            expected = "today or an earlier day"
            yield problem_at(record, located[record], at, "", FUTURE, expected=expected, found=text.record.acquired.on)
        path = text.file
        twin = first.setdefault(text.record.fixity.sha256, path)
        if twin != path:
            fix = "keep one of the two, with its record"
            yield Problem(path, Place(), DUPLICATE, f"has the same bytes as {twin}", fix=fix)
        if not text.paragraphs:
            yield Problem(path, Place(), EMPTY, "has no words", expected="at least one line of text")


def check_withheld(edition: Edition, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """What was left out because it repeats a withheld text."""
    what = "repeats a withheld text, so the page leaves it out"
    fix = "rephrase or remove it"
    for gone in edition.taken_out:
        if gone.at is None:
            yield Problem(gone.path, Place(gone.line), WORDS_WITHHELD, what, fix=fix)
        else:
            yield problem_at(gone.path, located[gone.path], gone.at, what, WORDS_WITHHELD, fix=fix)


def check_notes(site: Site, located: Mapping[str, YamlDocument], pages: Pages) -> Iterator[Problem]:
    """The place and the Markdown of notes; links are named as they are written in the record."""
    for text in site.texts:
        path = text.record_file
        for place, notes in (text.record.notes or {}).items():
            at: KeyPath = ("notes", place) if ("notes", place) in located[path].places else ("notes",)
            for rule, what, fix in _note_errors(text, place, notes, pages):
                yield problem_at(path, located[path], at, what, rule, fix=fix)


def _note_errors(text: SourceText, place: str, notes: str, pages: Pages) -> Iterator[tuple[Rule, str, str]]:
    if place != WHOLE_TEXT and int(place[1:]) > len(text.paragraphs):
        yield NOTE, f"the text has no paragraph {place[1:]}", f"write p1 to p{len(text.paragraphs)}, or text"
    if place != WHOLE_TEXT and (len(list(blocks(notes))) > 1 or re.match(r"[#>*+-]\s|\d+[.)]\s|[#>]", notes)):
        yield (
            NOTE,
            "is more than one plain paragraph",
            "write one paragraph, and the rest as text: notes on the whole text",
        )
    for _, rule, what, fix in check_markdown(without_code(notes), "the notes"):
        yield rule, what, fix
    for link in links_in(notes_on_page(notes, text.id)):
        if fault := pages.link_error(link.target, PurePosixPath("documents")):
            docs = f"{'../' * text.record_file.count('/')}docs/"
            fault = re.sub(r"(?<=did you mean )\.\./", docs, fault)
            if link.target not in notes:
                fault = fault.replace("links to '../", f"links to '{docs}")
            yield LINK, fault, ""


def check_pins(edition: Edition, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """Decisions of editors about single mentions that have no effect."""
    names = {name: e.slug for e in edition.site.entries for name in (e.name, *(a.text for a in e.matter.aliases))}
    drafts = {draft.slug for draft in edition.site.drafts}
    for text in (text for text in edition.site.texts if text.record.mentions):
        path = text.record_file
        yaml = located[path]
        judged = edition.finder.judge(text)
        for anchor, pins in text.record.mentions.items():
            number = int(anchor[1:])
            if number > len(text.paragraphs):
                expected = f"a paragraph of the text, p1 to p{len(text.paragraphs)}"
                yield problem_at(path, yaml, ("mentions", anchor), "", PIN, expected=expected, found=anchor)
                continue
            here = [found for found in judged if found.paragraph == number]
            refused = {entry for found in here if found.refused == REFUSED_BY_EDITOR for entry in found.entries}
            for at, entry in enumerate(pins.not_):
                if entry not in refused and entry not in drafts:
                    what = f"nothing in {anchor} would be a mention of '{entry}'"
                    fix = "remove it, or correct the paragraph or entry"
                    yield problem_at(path, yaml, ("mentions", anchor, "not", at), what, PIN, fix=fix)
            for surface, entry in pins.is_.items():
                at_surface: KeyPath = ("mentions", anchor, "is", surface)
                if entry not in edition.entries:
                    what, fix = f"the entry '{entry}' does not exist", did_you_mean(entry, edition.entries, names)
                    if entry in drafts:
                        what, fix = f"the entry '{entry}' is a draft", "publish it, or remove this"
                    yield problem_at(path, yaml, at_surface, what, PIN, fix=fix)
                elif not any(found.rule == "pin" and found.entries == (entry,) for found in here):
                    what, fix = f"these words are not in {anchor}", "copy them from it"
                    yield Problem(path, yaml.key_place(at_surface), PIN, what, field_path(at_surface), fix=fix)
