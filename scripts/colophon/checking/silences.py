"""Warnings that a site silences in `mkdocs.yml`. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from colophon.formats.validation import did_you_mean, field_path
from colophon.formats.yaml_reader import KeyPath, YamlDocument
from colophon.model.problem import Problem, Rule
from colophon.model.settings import CONFIG, Silence
from colophon.project.settings import SILENCE

SILENCE_UNUSED = Rule(
    "silence-unused", "Every `silence` matches a warning: an unused one could hide a later mistake.", "warning"
)


def silence(
    problems: Iterable[Problem],
    silences: Mapping[KeyPath, Silence],
    yaml: YamlDocument,
    rules: Mapping[str, Rule],
    *,
    complete: bool,
) -> tuple[list[Problem], list[Problem]]:
    """Split problems into those to report and those that the site silences; problems of the silences are reported.

    `yaml` is `mkdocs.yml`, `rules` every rule by name. Silences that match nothing are reported only if the problems are
    `complete`: a file that cannot be read may have the warning.
    """
    kept = [*_check(silences, yaml, rules)]
    quiet: list[Problem] = []
    used: set[KeyPath] = set()
    for problem in problems:
        by = [at for at, silence in silences.items() if problem.severity == "warning" and _matches(silence, problem)]
        used.update(by)
        (quiet if by else kept).append(problem)
    warnings = _warnings(rules)
    for at in silences.keys() - used if complete else ():
        one = silences[at]
        if one.rule in warnings:
            what = f"{one.at} has no warning {one.rule}" + (f" at {one.key}" if one.key else "")
            kept.append(Problem(CONFIG, yaml.place(at), SILENCE_UNUSED, what, _name(at), fix="remove this silence"))
    return kept, quiet


def _matches(silence: Silence, problem: Problem) -> bool:
    same = (silence.rule, silence.at) == (problem.rule, problem.path)
    return same and silence.key in (None, problem.field)


def _check(silences: Mapping[KeyPath, Silence], yaml: YamlDocument, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    for at, one in silences.items():
        what, fix = "", ""
        key = "rule"
        if one.rule in rules and rules[one.rule].severity == "error":
            what, fix = f"{one.rule} is an error, which cannot be silenced", "fix what it reports"
        elif one.rule not in rules:
            what, fix = f"the rule {one.rule!r} does not exist", did_you_mean(one.rule, _warnings(rules))
        elif re.search(r"\[\d+\]", one.key or ""):
            key, what = "key", f"{one.key} is a position in a list, which changes when the list does"
            fix = "leave out key to silence this warning in the whole file"
        if what:
            yield Problem(CONFIG, yaml.place((*at, key)), SILENCE, what, f"{_name(at)}.{key}", fix=fix)


def _warnings(rules: Mapping[str, Rule]) -> Collection[str]:
    return [name for name, rule in rules.items() if rule.severity == "warning"]


def _name(at: KeyPath) -> str:
    return field_path(("plugins", "colophon", *at[-2:]))
