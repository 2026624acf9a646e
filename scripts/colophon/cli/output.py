"""What commands share: printing, exit status, common options, and finding the site."""

from __future__ import annotations

import datetime
import json
import logging
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from mkdocs.exceptions import MkDocsException
from pydantic import TypeAdapter, ValidationError

from colophon.formats.reports import FORMATS, printable
from colophon.model.errors import ColophonError, Invalid, Refused, os_error_message
from colophon.model.problem import Problem
from colophon.model.values import PartialDate, Slug
from colophon.project.reader import find_root


class Commands(click.Group):
    """Turns an exception into a message and exit status 1, in the `--format` of the command that raised it."""

    def invoke(self, context: click.Context) -> object:  # noqa: D102
        try:
            return super().invoke(context)
        except (Refused, Invalid) as error:
            report(error.problems, context.meta.get("format", "text"))
            if isinstance(error, Refused):
                say(str(error), err=True)
        except BrokenPipeError:  # a program such as `head` has read enough; click ends quietly
            raise
        except OSError as error:
            _fail(context, os_error_message(error))
        except (ColophonError, MkDocsException) as error:
            _fail(context, str(error))
        sys.exit(1)


def _fail(context: click.Context, message: str) -> None:
    """Print what stops a command; for a program, also on standard output in its format."""
    match context.meta.get("format", "text"):
        case "json":
            click.echo(printable(json.dumps({"severity": "error", "message": message}, ensure_ascii=False)))
        case "github":
            click.echo(f"::error::{printable(message)}")
    say(f"colophon: {message}", err=True)


def say(words: object, *, err: bool = False) -> None:
    """Print words for a person, with control characters escaped."""
    click.echo(printable(str(words), kept="\n\t"), err=err)


def say_all(lines: Iterable[str]) -> None:
    """Print each line with `say`."""
    for line in lines:
        say(line)


def report(problems: Iterable[Problem], style: str = "text") -> None:
    """Print problems on standard output in one of `FORMATS`."""
    for problem in problems:
        click.echo(FORMATS[style](problem))


def log_to_stderr(*, verbose: bool = False) -> None:
    """Print what MkDocs and its plugins log; if `verbose`, details and tracebacks as well."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    if verbose:
        logger.setLevel(logging.DEBUG)


def program() -> str:
    """What a person types in a shell to run this program: its name if that is on the path, otherwise its file."""
    if shutil.which("colophon"):
        return "colophon"
    is_file = Path(sys.argv[0]).stem == "colophon"
    return shlex.join([sys.argv[0]] if is_file else [sys.executable, "-m", "colophon"])


def say_next(root: Path, *commands: str) -> None:
    """Print the commands that come next, one a line, such that each can be pasted into this terminal.

    A command of Colophon is given as `colophon ...`; the site is named unless the terminal is in the folder `root`.
    """
    shortest = min(str(root), os.path.relpath(root), key=len)
    where = "" if Path.cwd() == root.resolve() else f" -C {shlex.quote(shortest)}"
    say("Next:", err=True)
    for command in commands:
        say(f"    {re.sub('^colophon', lambda _: program() + where, command)}", err=True)


def site_root(context: click.Context) -> Path:
    """The folder of the site that a command is run on. Raises `NoSite`."""
    project: Path = context.obj
    return find_root(project)


def _keep_format(context: click.Context, _option: click.Parameter, value: str) -> str:
    context.meta["format"] = value
    return value


format_option = click.option(
    "--format",
    "style",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    callback=_keep_format,
    help="How to print problems.",
)
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as errors.")


def today() -> str:
    """Today in the local time zone, YYYY-MM-DD."""
    return datetime.datetime.now().astimezone().date().isoformat()


def _validated(kind: Any, value: str) -> str:
    try:
        return str(TypeAdapter(kind).validate_python(value))
    except ValidationError as error:
        raise click.BadParameter(f"expected {error.errors()[0]['msg']}, found {value!r}") from None


def valid_date(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """A click callback: a date, a month or a year."""
    return _validated(PartialDate, value)


def valid_id(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A click callback: the id of a text."""
    return None if value is None else _validated(Slug, value)
