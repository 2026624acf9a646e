"""Everything that can be wrong with a site that can be read. One file of `tests/checking/` for each rule."""

from __future__ import annotations

from typing import Any

from colophon.building import check
from colophon.checking import check_edition
from colophon.edition import compile_edition
from tests.conftest import PROJECT, TODAY, ThrowawaySite, break_site, cases_in, told


@cases_in("checking")
def test_each_rule_is_told_with_its_place_and_the_way_out(good_site: ThrowawaySite, case: dict[str, Any]):
    """One thing in a good site is broken; these problems are told, in this order, and no other."""
    break_site(good_site, case)

    assert case["problems"] == good_site.problems()


def test_problems_come_in_the_order_of_files_and_lines(good_site: ThrowawaySite):
    """Not in the order of the rules."""
    good_site.replace("docs/index.md", "texts", "zzz")
    good_site.replace("docs/glossary/ada-stone.md", "agency: harbour-board", "agency: zzz")
    good_site.replace("docs/glossary/ada-stone.md", "Board.[^letter]", "Board.[^letter][^zzz]\n\nUncited.")
    reading = good_site.read()

    found = check_edition(compile_edition(reading.site), reading.located, today=TODAY)

    assert ["relation", "source-unknown", "uncited", "marker"] == [problem.rule for problem in found]


def test_the_good_site_has_no_problem(good_site: ThrowawaySite):
    assert [] == good_site.problems()


def test_the_site_of_this_project_has_no_problem():
    assert [] == told(check(PROJECT, TODAY).problems)


def test_an_empty_site_has_no_problem(site: ThrowawaySite):
    assert [] == site.problems()


def test_a_file_that_would_be_overwritten_by_a_generated_one_is_told(good_site: ThrowawaySite):
    """Otherwise what an editor put there would vanish without a word."""
    good_site.write("docs/data/mentions.csv", "mine")

    assert [path for path in good_site.problems() if path.startswith("docs/data/mentions.csv:1:1: ")]


def test_a_chain_of_agencies_that_meets_a_circle_above_it_is_not_itself_in_a_circle(site: ThrowawaySite):
    """Each is told once, and looking for circles ends."""
    source = {"a": {"url": "https://example.org", "title": "A", "consulted": "2026"}}
    for slug, above in (("one", "two"), ("two", "three"), ("three", "two")):
        site.entry(slug, "It is.[^a]", sources=source, part_of={"agency": above, "source": "a"})

    assert [
        "docs/glossary/three.md: part_of.agency: goes round in a circle: three is part of two is part of three",
        "docs/glossary/two.md: part_of.agency: goes round in a circle: two is part of three is part of two",
    ] == [f"{p.partition(':')[0]}: {p.split(': ', 1)[1].removesuffix(' [relation]')}" for p in site.problems()]
