"""Editors decide single cases in a record, and test their entries by phrases; both are checked to still hold."""

import pytest

from colophon.building.pipeline import check
from tests.site.conftest import copy_project

RECORD = "corpus/001_49d7299fa34e0926.yml"
ENTRY = "docs/glossary/immigration-and-customs-enforcement.md"


@pytest.fixture
def project(tmp_path):
    return copy_project(tmp_path / "project")


def decide(project, mentions):
    record = project / RECORD
    record.write_text(
        record.read_text("utf-8").replace("headings: [12, 24]\n", f"headings: [12, 24]\nmentions: {mentions}\n"),
        "utf-8",
    )


def mentions_in(project, paragraph):
    found = check(project).edition.mentions_in["001_49d7299fa34e0926"]
    return [(mention.surface, mention.entry, mention.rule) for mention in found if mention.paragraph == paragraph]


def problems(project):
    return [f"{p.path}:{p.place.line}: {p.message} [{p.rule}]" for p in check(project).problems]


def test_a_mention_can_be_refused(project):
    assert ("DOJ", "department-of-justice", "acronym") in mentions_in(project, 14)
    decide(project, "{p14: {not: [department-of-justice]}}")

    assert [("Miller", "stephen-miller", "surname")] == mentions_in(project, 14)
    assert [] == problems(project)


def test_words_can_be_pinned_to_an_entry(project):
    decide(project, "{p1: {is: {Immigration and Customs: department-of-homeland-security}}}")

    assert ("Immigration and Customs", "department-of-homeland-security", "pin") in mentions_in(project, 1)
    assert [] == problems(project)


@pytest.mark.parametrize(
    ("mentions", "message"),
    [
        (
            "{p14: {not: [tom-homan]}}",
            "mentions.p14.not[1]: nothing in p14 would be a mention of 'tom-homan'; remove it, or correct the paragraph or entry [pin]",
        ),
        ("{p99: {not: [tom-homan]}}", "mentions.p99: expected a paragraph of the text, p1 to p31, found p99 [pin]"),
        (
            "{p14: {is: {the lawyers: tom-homan}}}",
            "mentions.p14.is.the lawyers: these words are not in p14; copy them from it [pin]",
        ),
        (
            "{p14: {is: {DOJ lawyers: tom-hooman}}}",
            "mentions.p14.is.DOJ lawyers: the entry 'tom-hooman' does not exist; did you mean tom-homan? [pin]",
        ),
        (
            "{14: {not: [tom-homan]}}",
            "mentions.14: expected p and the number of a paragraph, such as p12, found '14' [schema]",
        ),
    ],
)
def test_a_decision_that_decides_nothing_is_reported(project, mentions, message):
    decide(project, mentions)

    assert [f"{RECORD}:37: {message}"] == problems(project)


def test_phrases_that_name_the_entry_or_do_not_are_tried(project):
    entry = project / ENTRY
    entry.write_text(
        entry.read_text("utf-8").replace(
            "kind: agency\n", "kind: agency\ntests: {is: [ICE agents said, an ICE-led raid], not: [black ice, NICE]}\n"
        ),
        "utf-8",
    )

    assert [] == problems(project)


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        (
            "{is: [the ice agents]}",
            "tests.is[1]: expected a mention in 'the ice agents', found none: it has no name of this entry [test]",
        ),
        (
            "{not: [ICE is cold]}",
            "tests.not[1]: expected no mention in 'ICE is cold', found 'ICE' by the rule acronym [test]",
        ),
    ],
)
def test_a_phrase_that_fails_says_why(project, tests, message):
    entry = project / ENTRY
    entry.write_text(entry.read_text("utf-8").replace("kind: agency\n", f"kind: agency\ntests: {tests}\n"), "utf-8")

    assert [f"{ENTRY}:4: {message}"] == problems(project)


def test_a_site_may_ask_for_surnames_only_after_the_full_name(project, tmp_path):
    text = "Miller came first. Stephen Miller came second. Miller came third."
    record = (project / RECORD).read_text("utf-8")
    (project / "corpus/order.txt").write_text(text, "utf-8")
    import hashlib

    digest = hashlib.sha256(text.encode()).hexdigest()
    record = record.replace("001_49d7299fa34e0926", "order").replace("headings: [12, 24]\n", "")
    record = record.replace("0f05a9ee3816cda1f965c15872bdb9ba81766accf4c94f30acb9d771e08cabac", digest).replace(
        "bytes: 8517", f"bytes: {len(text)}"
    )
    (project / "corpus/order.yml").write_text(record, "utf-8")
    assert [0, 19, 47] == [mention.start for mention in check(project).edition.mentions_in["order"]]
    config = project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("  - colophon:\n", "  - colophon:\n      surnames: after\n"), "utf-8"
    )

    assert [19, 47] == [mention.start for mention in check(project).edition.mentions_in["order"]]
