"""Every rule of `colophon check`, collected from the modules that apply them."""

from __future__ import annotations

from collections.abc import Mapping

from colophon.checking import (
    active,
    addresses,
    ambiguity,
    entries,
    headings,
    history,
    names,
    pages,
    prose,
    publication,
    quotations,
    silences,
    texts,
)
from colophon.formats import links, validation, yaml_reader
from colophon.model.problem import Rule, rules_in
from colophon.project import reader, settings

RULES: Mapping[str, Rule] = rules_in(
    *(reader, active, addresses, yaml_reader, validation, settings, silences),
    *(quotations, entries, texts, prose, names, ambiguity, links, headings, pages, history, publication),
)
"""By name, in the order of docs/development/rules.md."""
