"""Texts and their records: what they hold, what their notes say, and what editors decided about single mentions. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from colophon.checking.entries import ahead, is_after
from colophon.checking.pages import Pages
from colophon.checking.prose import check_markdown
from colophon.edition import Edition
from colophon.finding.matcher import REFUSED_BY_EDITOR
from colophon.formats.links import links_in
from colophon.formats.markdown import notes_on_page
from colophon.formats.validation import did_you_mean, field_path, problem_at
from colophon.formats.yaml_reader import KeyPath, YamlDocument
from colophon.model.problem import Place, Problem
from colophon.model.site import Site


def check_texts(site: Site, located: Mapping[str, YamlDocument], today: datetime.date) -> Iterator[Problem]:
    """Texts that are empty or the same as another, and records of a day to come."""
    first: dict[str, str] = {}
    for text in site.texts:
        record = f"corpus/{text.id}.yml"
        if is_after(text.record.acquired.on, today.isoformat()):
            yield problem_at(record, located[record], ("acquired", "on"), ahead(text.record.acquired.on), "future")
        path = f"corpus/{text.id}.txt"
        twin = first.setdefault(text.record.fixity.sha256, path)
        if twin != path:
            yield Problem(
                path, Place(), "duplicate", f"holds the same bytes as {twin}; keep one of the two and its record"
            )
        if not text.paragraphs:
            yield Problem(path, Place(), "empty", "holds no words; expected at least one line of text")


def check_withheld(edition: Edition, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """What was taken out because it repeats a withheld text."""
    told = "repeats a text that is withheld; the page leaves it out: say it in other words, or take it out"
    for gone in edition.taken_out:
        if gone.at is None:
            yield Problem(gone.path, Place(gone.line), "words-withheld", told)
        else:
            yield problem_at(gone.path, located[gone.path], gone.at, told, "words-withheld")


def check_notes(site: Site, located: Mapping[str, YamlDocument], pages: Pages) -> Iterator[Problem]:
    """What is wrong with the Markdown of notes; links are told as they stand in the record."""
    for text in site.texts:
        path = f"corpus/{text.id}.yml"
        for _, rule, message in check_markdown(text.record.notes or "", "the notes"):
            yield problem_at(path, located[path], ("notes",), message, rule)
        for link in links_in(notes_on_page(text.record.notes or "")):
            if told := pages.link_error(link.target, PurePosixPath("documents")):
                told = re.sub(r"(?<=did you mean )\.\./", "../docs/", told)
                if link.target not in (text.record.notes or ""):
                    told = told.replace("leads to '../", "leads to '../docs/")
                yield problem_at(path, located[path], ("notes",), f"a link {told}", "link")


def check_pins(edition: Edition, located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """What editors decided about single mentions must still decide something."""
    for text in edition.site.texts:
        path = f"corpus/{text.id}.yml"
        judged = edition.finder.judge(text) if text.record.mentions else ()
        for anchor, pins in text.record.mentions.items():
            number = int(anchor[1:])
            if number > len(text.paragraphs):
                told = f"expected a paragraph of the text, p1 to p{len(text.paragraphs)}, found {anchor}"
                yield problem_at(path, located[path], ("mentions", anchor), told, "pin")
                continue
            here = [found for found in judged if found.paragraph == number]
            refused = {entry for found in here if found.refused == REFUSED_BY_EDITOR for entry in found.entries}
            for at, entry in enumerate(pins.not_):
                if entry not in refused:
                    told = f"nothing in {anchor} would be a mention of '{entry}'; remove it, or correct the paragraph or entry"
                    yield problem_at(path, located[path], ("mentions", anchor, "not", at), told, "pin")
            for surface, entry in pins.is_.items():
                at_surface: KeyPath = ("mentions", anchor, "is", surface)
                if entry not in edition.entries:
                    told = f"there is no entry '{entry}'; {did_you_mean(entry, edition.entries)}"
                    yield problem_at(path, located[path], at_surface, told, "pin")
                elif not any(found.rule == "pin" and found.entries == (entry,) for found in here):
                    told = f"{field_path(at_surface)}: these words do not stand in {anchor}; copy them from it"
                    yield Problem(path, located[path].key_place(at_surface), "pin", told)
