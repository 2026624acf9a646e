"""Questions of `colophon add` in a terminal, each repeated until the answer is valid."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, get_args

import click

from colophon.curation.accession import FIELDS, GROUNDS, Ground, answer
from colophon.model.errors import ColophonError
from colophon.model.record import Layout
from colophon.rendering.pages.wording import count

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


def at_a_terminal() -> bool:
    """Whether input and output are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_required(field: str, question: str) -> str:
    """Prompt until the answer is valid."""
    return str(click.prompt(question, default="", show_default=False, value_proc=_checked(field)))


def ask_description(given: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """Ask for what describes a single text and is neither `given` nor `known`; returns the answers by option."""
    answers: dict[str, Any] = {}
    for field, question in _QUESTIONS.items():
        if not given.get(field) and FIELDS[field] not in known:
            default = "CNE" if field == "rights" else _NOT_RECORDED
            answers[field] = click.prompt(question, default=default, value_proc=_checked(field))
    if isinstance(answers.get("author"), str):
        answers["author"] = [name.strip() for name in answers["author"].split(";") if name.strip()]
    return answers


def ask_ground() -> Ground:
    """Ask how the answers are known, once for all of them."""
    click.echo("\n".join(f"    {basis:<11} {meaning}" for basis, meaning in GROUNDS.items()))
    basis: str = click.prompt("How is this known", type=click.Choice(list(GROUNDS)))
    return Ground(basis, ask_required("evidence", "What shows it") if basis == "attributed" else None)


def ask_layout(lines: int, blocks: int, default: str) -> str:
    """Ask what a paragraph is; `lines` and `blocks` are the numbers of paragraphs that each answer gives."""
    click.echo(
        f"Paragraphs: each line is one (lines: {lines}), or blank lines separate them (blocks: {blocks};"
        " verse: the same, shown line by line)."
    )
    layout: str = click.prompt("Layout", type=click.Choice(get_args(Layout)), default=default)
    return layout


def uses_names(examples: Sequence[str], number: int) -> bool:
    """Ask whether what file names say is taken; `examples` show it, of `number` files."""
    click.echo("\n".join(f"    {example}" for example in examples))
    return click.confirm(f"Take dates and titles from {count(number, 'file name')}, marked as supplied?", default=False)


def agrees(records: Sequence[str]) -> bool:
    """Show the first record, and ask whether to write it and the others."""
    click.echo(f"\n{records[0]}")
    return click.confirm(
        f"Add {f'these {len(records)} texts' if len(records) > 1 else 'it with this record'}?", default=True
    )


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
