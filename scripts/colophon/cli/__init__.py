"""The command line. Exit status: 0 success, 1 problems found, 2 wrong usage."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from colophon import __version__
from colophon.cli.output import Commands

_MODULES = {
    "site": ("build", "check", "history", "init", "merge", "pages", "serve", "verify"),
    "corpus": ("add", "fixity", "withhold"),
    "glossary": ("effect", "entry", "mentions", "schema", "suggest"),
}
"""Modules of this room, each with the names of the commands in it: one imports what other commands need no part of."""
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


class _LazyCommands(Commands):
    """Imports a command when it is asked for."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(_MODULE_OF)

    def get_command(self, _context: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULE_OF:
            return None
        commands: tuple[click.Command, ...] = import_module(f"colophon.cli.{_MODULE_OF[cmd_name]}").COMMANDS
        return next(command for command in commands if command.name == cmd_name)


@click.group(cls=_LazyCommands)
@click.option(
    "-C",
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The site's folder, or a folder inside it. Default: the current folder.",
)
@click.version_option(__version__, prog_name="colophon")
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """Publish a folder of source texts as a searchable, citable site.

    Example: colophon init letters
    """
    context.obj = project
