"""The command line: thin. Exit 0 fine, 1 problems found, 2 wrong usage."""

from __future__ import annotations

import csv
import datetime
import errno
import json
import logging
import sys
from collections.abc import Iterable
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path

import click
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.exceptions import MkDocsException
from pydantic import TypeAdapter, ValidationError

from colophon import __version__, comparing, explaining
from colophon.accession import accession
from colophon.building import build, check, sound_edition, stage
from colophon.comparing import compare
from colophon.edition import Edition, compile_edition
from colophon.errors import ColophonError, Invalid, Refused
from colophon.exporting import mention_row
from colophon.formatting import FORMATS
from colophon.front_matter import Located
from colophon.json_schema import MODELS, as_json, json_schema
from colophon.reading import Reading, find_root, read_settings, read_site
from colophon.records import Acquired, PartialDate, Problem
from colophon.rendering.wording import count
from colophon.revisions import read_revision
from colophon.schema import validated
from colophon.starting import start_project, write_schemas
from colophon.suggesting import suggest
from colophon.verifying import verify

_as_format = click.option(
    "--format",
    "style",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How problems are printed.",
)


def _date(_context: click.Context, _option: click.Parameter, value: str) -> str:
    try:
        return TypeAdapter(PartialDate).validate_python(value)
    except ValidationError as error:
        raise click.BadParameter(f"expected {error.errors()[0]['msg']}, found {value!r}") from None


class _Commands(click.Group):
    """Turns what Colophon refuses into a sentence and an exit code."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except Refused as error:
            report(error.problems, "text")
            click.echo(str(error), err=True)
        except Invalid as error:
            report(error.problems, "text")
        except (ColophonError, MkDocsException, OSError) as error:
            click.echo(f"colophon: {error}", err=True)
        sys.exit(1)


@click.group(cls=_Commands)
@click.option(
    "-C",
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="A folder of the site; default: here.",
)
@click.version_option(__version__, prog_name="colophon")
@click.pass_context
def main(context: click.Context, project: Path) -> None:
    """A folder of source texts as a published, searchable, citable site."""
    context.obj = project


def _readable(reading: Reading) -> Edition:
    """The edition of what was read; an answer about mentions would be false where a file could not be read."""
    if reading.problems:
        raise Refused(reading.problems, "mend this first, or the answer would leave something out")
    return compile_edition(reading.site)


def _root(context: click.Context) -> Path:
    project: Path = context.obj
    return find_root(project)


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The name of the site; default: the name of the folder.")
def init(folder: Path, name: str | None) -> None:
    """Start a new site project in FOLDER, ready to build.

    Example: colophon init letters --name "The Letters of J. Doe"
    """
    for path in start_project(folder, name or folder.resolve().name):
        click.echo(path)
    click.echo(f"next: colophon -C {folder} add FILE, then colophon -C {folder} serve", err=True)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "origin",
    prompt="Where does it come from",
    help="Where the file comes from, in words a reader understands.",
)
@click.option("--by", prompt="Who takes it in", help="Who takes it in.")
@click.option(
    "--on",
    "day",
    default=lambda: datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    callback=_date,
    help="The day; default: today.",
)
@click.option("--language", help="Language of the text, as en or pt-BR; default: not recorded.")
@click.pass_context
def add(context: click.Context, files: tuple[Path, ...], origin: str, by: str, day: str, language: str | None) -> None:
    """Take FILES, or the .txt files of folders, into corpus/, and write their records.

    Example: colophon add letters/ --from "Donated by the family" --by "J. Doe"
    """
    acquired = validated(Acquired, Located({"on": day, "from": origin, "by": by}, {}), "colophon add")
    for found in accession(_root(context), files, acquired, language):
        click.echo(f"corpus/{found.id}.txt  {found.fixity.sha256}  {count(found.fixity.bytes, 'byte')}")
        click.echo(f"corpus/{found.id}.yml  the record: fill in what is known")


@main.command()
@click.pass_context
def pages(context: click.Context) -> None:
    """Write the Markdown tree to build/docs/."""
    root = _root(context)
    changes = stage(root, sound_edition(root))
    click.echo(f"build/docs: {count(len(changes.written), 'file')} written, {len(changes.removed)} removed")


@main.command("build")
@click.pass_context
def build_command(context: click.Context) -> None:
    """Build the site, with its search index, in site/, and verify it."""
    logging.getLogger("mkdocs").addHandler(_to_stderr())
    root = _root(context)
    edition = build(root)
    problems = verify(edition, root / "site")
    report(problems, "text")
    told = (
        count(len(edition.site.texts), "text"),
        count(len(edition.site.entries), "entry", "entries"),
        count(len(edition.mentions), "mention"),
    )
    click.echo(f"site: {', '.join(told)}; {'verified' if not problems else count(len(problems), 'problem')}")
    sys.exit(bool(problems))


@main.command()
@click.option("--addr", default="127.0.0.1:8000", show_default=True, help="Address and port of the preview.")
@click.pass_context
def serve(context: click.Context, addr: str) -> None:
    """Preview the site while you edit corpus/ and docs/."""
    logger = logging.getLogger("mkdocs")
    logger.addHandler(_to_stderr())
    logger.setLevel(logging.INFO)
    try:
        mkdocs_serve(str(_root(context) / "mkdocs.yml"), dev_addr=addr)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        told = f"{addr} is in use, perhaps by another preview; stop that, or choose another with --addr"
        raise ColophonError(told) from None


@main.command("check")
@_as_format
@click.pass_context
def check_command(context: click.Context, style: str) -> None:
    """Apply every rule to corpus/ and docs/; nothing is written."""
    checked = check(_root(context))
    report(checked.problems, style)
    if style == "text":
        site = checked.edition.site
        told = f"{count(len(site.texts), 'text')}, {count(len(site.entries), 'entry', 'entries')} checked"
        click.echo(f"{told}: {count(len(checked.problems), 'problem') if checked.problems else 'no problem'}", err=True)
    sys.exit(any(problem.severity == "error" for problem in checked.problems))


@main.command("verify")
@_as_format
@click.pass_context
def verify_command(context: click.Context, style: str) -> None:
    """Compare the built site with the bytes in corpus/."""
    root = _root(context)
    if not (root / "site").is_dir():
        raise ColophonError(f"{root.name}/site: is not there yet; colophon build makes it")
    edition = sound_edition(root)
    problems = verify(edition, root / "site")
    report(problems, style)
    if style == "text":
        paragraphs = sum(len(text.paragraphs) for text in edition.site.texts if text.record.access == "full")
        told = f"{count(len(edition.site.texts), 'text')}, {count(paragraphs, 'paragraph')}, {count(len(edition.mentions), 'mention')}"
        click.echo(f"{told} verified: {count(len(problems), 'problem') if problems else 'no problem'}", err=True)
    sys.exit(bool(problems))


@main.command()
@click.option("--format", "style", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option(
    "--explain", metavar="ENTRY", help="Say for one entry why each passage is linked, and why near misses are not."
)
@click.pass_context
def mentions(context: click.Context, style: str, explain: str | None) -> None:
    """Print every mention; start and end are half-open, in code points of the decoded file.

    Example: colophon mentions --explain stephen-miller
    """
    edition = _readable(read_site(_root(context)))
    if explain is not None:
        if explain not in edition.entries:
            near = get_close_matches(explain, edition.entries, 1)
            raise click.BadParameter(f"there is no entry {explain!r}" + (f"; did you mean {near[0]}?" if near else ""))
        entry = edition.entries[explain]
        _print(explaining.as_text(entry, list(explaining.explain(edition, entry))))
        return
    rows = [mention_row(mention) for mention in edition.mentions]
    if style == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(rows[0] if rows else ())
        writer.writerows(row.values() for row in rows)
        return
    _print(json.dumps(row, ensure_ascii=False) for row in rows)


@main.command("suggest")
@click.option("--format", "style", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@click.pass_context
def suggest_command(context: click.Context, style: str) -> None:
    """Names in the texts that look like agencies or officials and have no entry, the best founded first.

    What is out of the site's scope stands in mkdocs.yml, under plugins, colophon, ignore: a list of names.
    """
    suggestions = suggest(_readable(read_site(_root(context))))
    if style == "jsonl":
        _print(json.dumps(asdict(suggestion), ensure_ascii=False) for suggestion in suggestions)
        return
    for one in suggestions:
        click.echo(f"{one.name} ({one.kind}, {count(one.count, 'time')}): {'; '.join(one.evidence)}")
        _print(f"    {document} p{paragraph}: {sentence}" for document, paragraph, sentence in one.passages)
    click.echo(
        f"{count(len(suggestions), 'suggestion')}; a person decides: colophon suggests, it adds nothing", err=True
    )


@main.command("effect")
@click.argument("revision", default="HEAD")
@click.option("--format", "style", type=click.Choice(["text", "markdown", "jsonl"]), default="text", show_default=True)
@click.pass_context
def effect_command(context: click.Context, revision: str, style: str) -> None:
    """What the files as they are change in the mentions, against a git REVISION (default: the last commit).

    Example: colophon effect origin/main --format markdown
    """
    root = _root(context)
    effect = compare(compile_edition(read_revision(root, revision).site), _readable(read_site(root)))
    if style == "jsonl":
        _print(json.dumps(change, ensure_ascii=False) for change in comparing.as_json(effect))
    else:
        _print(comparing.as_text(effect) if style == "text" else comparing.as_markdown(effect))


@main.command("schema")
@click.argument("name", type=click.Choice(list(MODELS)), required=False)
@click.option("--write", is_flag=True, help="Write both to .vscode/colophon/, and settings for VS Code that use them.")
@click.pass_context
def schema_command(context: click.Context, name: str | None, write: bool) -> None:
    """Print the JSON Schema of a record or an entry, for editing programs; both without a name.

    Example: colophon schema record
    """
    root = _root(context)
    if write:
        for path in write_schemas(root):
            click.echo(path.relative_to(root))
        return
    kinds = read_settings(root).kinds
    click.echo(
        as_json(json_schema(name, kinds) if name else {one: json_schema(one, kinds) for one in MODELS}), nl=False
    )


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def report(problems: Iterable[Problem], style: str) -> None:
    """Print problems on standard output."""
    for problem in problems:
        click.echo(FORMATS[style](problem))


def _to_stderr() -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler
