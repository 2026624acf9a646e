"""Only the scripts of the site run on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from colophon.verifying.pages import BuiltPage
from colophon.verifying.privacy import foreign_in_file, unguarded

POLICY = (
    """<meta charset=utf-8><meta http-equiv=Content-Security-Policy content="default-src 'none'; script-src 'self'">"""
)
UNGUARDED = {
    "no policy": ("", "has no Content-Security-Policy"),
    "a policy in the body": (f"</head><body>{POLICY}", "has no Content-Security-Policy"),
    "a policy below a script": (f"<script>x</script>{POLICY}", "has no Content-Security-Policy"),
    "a policy that allows all": (POLICY.replace("'none'", "*"), "has no Content-Security-Policy"),
    "a policy with inline scripts": (POLICY.replace("'self'", "'self' 'unsafe-inline'"), "lets 'unsafe-inline' run"),
    "a policy with eval": (POLICY.replace("'self'", "'unsafe-eval'"), "lets 'unsafe-eval' run"),
    "a policy with another host": (POLICY.replace("'self'", "https://h.example"), "lets https://h.example run"),
    "a script nobody named": (f"{POLICY}<body><script src=../assets/other.js></script>", "runs assets/other.js, which"),
}


def test_only_scripts_that_the_site_names_may_name_other_hosts():
    """They make links of these; the policy of every page keeps a browser from asking them."""
    names, asks = ("mine.js", "other.js", "pagefind/mine.js"), b'link.href = "https://archive.example/" + id'
    found = [name for name in names if list(foreign_in_file(name, asks, frozenset({"mine.js", "pagefind/mine.js"})))]

    assert ["other.js", "pagefind/mine.js"] == found


@pytest.mark.parametrize(("head", "expected"), UNGUARDED.values(), ids=UNGUARDED)
def test_a_page_that_could_run_other_scripts_is_a_problem(head: str, expected: str):
    page = BuiltPage("about/", Path("about/index.html"), f"<!doctype html><html><head>{head}")

    (problem,) = unguarded(page, frozenset(), None)
    assert expected in problem


@pytest.mark.parametrize("path", ["assets/javascripts/bundle.js", "assets/colophon/reading.js", "own.js", "own.js?v=1"])
def test_a_page_runs_the_scripts_of_the_site(path: str):
    page = BuiltPage("about/", Path("about/index.html"), f"<head>{POLICY}<body><script src='../{path}'></script>")

    not_found = f"<head>{POLICY}<body><script src='/below/{path}'></script>"
    lost = BuiltPage("404.html", Path("404.html"), not_found)  # shown at any depth
    assert [] == list(unguarded(lost, frozenset({"own.js"}), "https://h.example/below/"))
    assert [] == list(unguarded(page, frozenset({"own.js"}), None))
