"""Questions of `colophon add` in a terminal, each repeated until the answer is valid."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from colophon.curation.accession import GROUNDS, STATED, Ground, answer
from colophon.model.errors import ColophonError

_NOT_RECORDED = "not recorded"
_QUESTIONS: Mapping[str, str] = {
    "title": "Title",
    "author": "Author (several: separated by ;)",
    "publisher": "Publisher",
    "published": "Date of publication (2026-01-31, 2026-01 or 2026)",
    "url": "Web address at which it was published",
    "language": "Language (a code such as en or pt-BR)",
    "rights": "Rights statement (a code of rightsstatements.org, such as InC: in copyright; CNE: not evaluated)",
}
_NAMED = {"published": "date", "url": "web address"}
"""Names of fields in a sentence, where they differ."""


def at_a_terminal() -> bool:
    """Whether input and output are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_required(field: str, question: str) -> str:
    """Prompt until the answer is valid."""
    return str(click.prompt(question, default="", show_default=False, value_proc=_checked(field)))


def ask_description(
    given: Mapping[str, Any], ground: Ground | None, *, titled: bool
) -> tuple[dict[str, Any], dict[str, Ground]]:
    """Ask for what is not `given`; returns all answers by field, and how each is known.

    `ground`: how everything is known; `None`: ask that too. `titled`: whether to ask for a title, which fits one text only.
    """
    answers: dict[str, Any] = {}
    grounds: dict[str, Ground] = {}
    for field, question in _QUESTIONS.items():
        if given.get(field):
            answers[field] = given[field]
        elif titled or field != "title":
            default = "CNE" if field == "rights" else _NOT_RECORDED
            answers[field] = click.prompt(question, default=default, value_proc=_checked(field))
        if answers.get(field) and field in STATED:
            grounds[field] = ground or _ask_ground(field)
    if isinstance(answers.get("author"), str):
        answers["author"] = [name.strip() for name in answers["author"].split(";") if name.strip()]
    return answers, grounds


def ask_layout(lines: int, blocks: int, default: str) -> str:
    """Ask what a paragraph is; `lines` and `blocks` are the numbers of paragraphs that each answer gives."""
    click.echo(f"Paragraphs: each line is one (lines: {lines}), or blank lines separate them (blocks: {blocks}).")
    layout: str = click.prompt("Layout", type=click.Choice(["lines", "blocks"]), default=default)
    return layout


def agrees(records: Sequence[str]) -> bool:
    """Show the first record, and ask whether to write it and the others."""
    click.echo(f"\n{records[0]}")
    many = f", and {len(records) - 1} more like it" if len(records) > 1 else ""
    return click.confirm(f"Add it with this record{many}?", default=True)


def _ask_ground(field: str) -> Ground:
    click.echo("\n".join(f"    {basis:<11} {meaning}" for basis, meaning in GROUNDS.items()))
    basis: str = click.prompt(f"    How is the {_NAMED.get(field, field)} known", type=click.Choice(list(GROUNDS)))
    if basis != "attributed":
        return Ground(basis)
    return Ground(basis, ask_required("evidence", "    What shows it"))


def _checked(field: str) -> Callable[[str], str | None]:
    """Turns an answer into a value; click asks again after a `click.UsageError`."""

    def checked(words: str) -> str | None:
        if words == _NOT_RECORDED:
            return None
        try:
            return answer(field, words.strip())
        except ColophonError as error:
            raise click.UsageError(str(error)) from None

    return checked
