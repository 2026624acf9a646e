"""Values that YAML cuts at ` #`, where a comment begins. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from colophon.formats.validation import dotted
from colophon.formats.yaml_reader import YamlDocument
from colophon.model.problem import Problem, Rule

CUT_VALUE = Rule(
    "cut-value", "No value is cut at ` #`, where YAML begins a comment: readers would get half of it.", "warning"
)


def check_cuts(located: Mapping[str, YamlDocument]) -> Iterator[Problem]:
    """Unquoted values that end at ` #`, in each file by its path."""
    for path, yaml in located.items():
        for at, (place, rest) in yaml.cuts.items():
            what = f"YAML takes {rest!r} for a comment, so the value ends before it"
            fix = "put the whole value in quotes, or two spaces before a comment"
            yield Problem(path, place, CUT_VALUE, what, dotted(at), fix=fix)
