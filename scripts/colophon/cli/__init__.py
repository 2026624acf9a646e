"""The command line. Exit status: 0 success, 1 problems found, 2 wrong usage."""

from __future__ import annotations

from pathlib import Path

import click

from colophon import __version__
from colophon.cli import corpus, glossary, site
from colophon.cli.output import Commands


@click.group(cls=Commands)
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


for _command in (*site.COMMANDS, *corpus.COMMANDS, *glossary.COMMANDS):
    main.add_command(_command)
