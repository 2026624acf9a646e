"""Sites without problems, the order of problems, dates, and silences. The rules case by case: `tests/checking/test_rules.py`."""

from __future__ import annotations

import datetime

import pytest

from colophon.building.pipeline import check
from colophon.checking import check_edition
from colophon.edition import compile_edition
from tests.conftest import PROJECT, TODAY, ThrowawaySite, lines_of, problems_of


def test_problems_come_in_the_order_of_files_and_lines(good_site: ThrowawaySite):
    """Not in the order of the rules."""
    good_site.replace("docs/index.md", "texts", "zzz")
    good_site.replace("docs/glossary/ada-stone.md", "agency: harbour-board", "agency: zzz")
    good_site.replace("docs/glossary/ada-stone.md", "Board.[^letter]", "Board.[^letter][^zzz]\n\nUncited.")
    reading = good_site.read()

    found = check_edition(compile_edition(reading.site), reading.located, today=TODAY)

    assert ["relation", "source-unknown", "uncited", "marker"] == [
        problem.rule for problem in found if problem.path != "mkdocs.yml"
    ]


def test_the_good_site_has_no_problem(good_site: ThrowawaySite):
    assert [] == good_site.problems()


def test_the_site_of_this_project_has_no_problem():
    assert [] == lines_of(check(PROJECT, TODAY).problems)


def test_an_empty_site_has_no_problem(site: ThrowawaySite):
    assert [] == site.problems()


def test_file_with_the_path_of_a_generated_one_is_a_problem(good_site: ThrowawaySite):
    """Otherwise it would be overwritten silently."""
    good_site.write("docs/data/mentions.csv", "mine")

    assert [path for path in good_site.problems() if path.startswith("docs/data/mentions.csv:1:1: ")]


def test_agency_below_a_circle_is_not_part_of_the_circle(site: ThrowawaySite):
    """Each circle is reported once, and the search for circles ends."""
    source = {"a": {"url": "https://example.org", "title": "A", "consulted": "2026"}}
    for slug, above in (("one", "two"), ("two", "three"), ("three", "two")):
        site.entry(slug, "It is.[^a]", sources=source, part_of={"agency": above, "source": "a"})

    assert [
        "docs/glossary/three.md: part_of.agency: is a circle: three is part of two is part of three; correct one of them",
        "docs/glossary/two.md: part_of.agency: is a circle: two is part of three is part of two; correct one of them",
    ] == [f"{p.partition(':')[0]}: {p.split(': ', 1)[1].removesuffix(' [relation]')}" for p in site.problems()]


def test_today_anywhere_on_earth_is_not_in_the_future(good_site: ThrowawaySite):
    """Where the day begins first it is tomorrow already."""
    tomorrow = datetime.datetime.now(tz=datetime.timezone(datetime.timedelta(hours=14))).date().isoformat()
    good_site.replace("docs/glossary/port-authority.md", "consulted: 2026-11-22", f"consulted: {tomorrow}")

    assert [] == problems_of(good_site.root, None)


@pytest.mark.parametrize(
    ("consulted", "rules"),
    [("2026-11-30", []), ("2026-12-01", ["future"]), ("2026-11", []), ("2026-12", ["future"]), ("2026", [])],
)
def test_date_is_in_the_future_as_far_as_it_is_known(good_site: ThrowawaySite, consulted: str, rules: list[str]):
    good_site.replace("docs/glossary/port-authority.md", "consulted: 2026-11-22", f"consulted: {consulted}")

    assert rules == [problem.rule for problem in problems_of(good_site.root)]


def test_nothing_is_reported_as_unused_while_a_file_cannot_be_read(good_site: ThrowawaySite):
    """The text that cannot be read may be the one that names the entry, or uses the alias."""
    good_site.write("corpus/report.txt", b"caf\xe9")

    assert {"encoding", "fixity"} == {problem.rule for problem in problems_of(good_site.root)}


def silence(good_site: ThrowawaySite, *silences: str) -> list[str]:
    """The keys of the warnings where two sources of the Port Authority are dated after they were consulted."""
    later = "    published: 2026-12\n    consulted: 2026-11-22\n"
    listed = f"  almanac:\n    url: https://example.org/almanac\n    title: The Almanac\n{later}"
    good_site.write(
        "docs/glossary/port-authority.md",
        f"---\nname: Port Authority\nkind: agency\nsources:\n{listed}{listed.replace('almanac', 'yearbook')}---\n"
        "It has a board.[^almanac][^yearbook]\n",
    )
    rule, at = "published-later", "docs/glossary/port-authority.md"
    listed = "".join(f"\n        - {{rule: {rule}, at: {at}, {one}}}" for one in silences)
    good_site.replace("mkdocs.yml", "  - colophon", f"  - colophon:\n      silence:{listed}")
    return [line.split(": ")[2] for line in good_site.problems()]


def test_silence_matches_rule_and_file(good_site: ThrowawaySite):
    assert [] == silence(good_site, "reason: As printed")
    assert 2 == len(check(good_site.root, TODAY).silenced)


def test_silence_with_a_key_matches_that_field_only(good_site: ThrowawaySite):
    assert ["sources.yearbook.published"] == silence(good_site, "key: sources.almanac.published, reason: As printed")


def test_silence_of_an_error_is_a_problem(good_site: ThrowawaySite):
    good_site.replace(
        "mkdocs.yml", "  - colophon", "  - colophon:\n      silence: [{rule: link, at: docs/index.md, reason: Odd}]"
    )
    good_site.replace("docs/index.md", "<!--", "[x](nowhere.md)\n\n<!--")

    assert [
        "docs/index.md:3:5: links to 'nowhere.md', which does not exist [link]",
        (
            "mkdocs.yml:5:24: plugins.colophon.silence[1].rule: link is an error, which cannot be silenced; fix what it reports"
            " [silence]"
        ),
    ] == good_site.problems()


def test_key_of_a_silence_must_match_the_whole_field(good_site: ThrowawaySite):
    """`sources.almanac` does not silence `sources.almanac.published`."""
    assert 3 == len(silence(good_site, "key: sources.almanac, reason: As printed"))


def test_position_in_a_list_cannot_be_the_key_of_a_silence(good_site: ThrowawaySite):
    """It would hide another warning as soon as the list changes."""
    good_site.replace(
        "mkdocs.yml",
        "  - colophon",
        "  - colophon:\n      silence: [{rule: entry-unmentioned, at: docs/a.md, key: 'aliases[2]', reason: Odd}]",
    )

    assert [
        (
            "mkdocs.yml:5:63: plugins.colophon.silence[1].key: aliases[2] is a position in a list, which changes when the list"
            " does; leave out key to silence this warning in the whole file [silence]"
        )
    ] == [line for line in good_site.problems() if line.endswith("[silence]")]


def test_silence_of_an_ambiguous_alias_does_not_pass_to_the_alias_in_its_place(good_site: ThrowawaySite):
    at = "docs/glossary/ada-stone.md"
    good_site.replace(at, "  - Ada B. Stone\n", "  - Ada B. Stone\n  - Monday\n")
    silenced = f"{{rule: ambiguous-name, at: {at}, key: aliases.Monday, reason: Her nickname}}"
    good_site.replace("mkdocs.yml", "  - colophon", f"  - colophon:\n      silence: [{silenced}]")

    assert [] == good_site.problems()
    good_site.replace(at, "  - Monday\n", "  - The\n  - Monday\n")
    assert [False] == ["aliases.Monday" in line for line in good_site.problems()]
