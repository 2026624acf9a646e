"""The command line: thin. Exit 0 fine, 1 problems found, 2 wrong usage."""

from __future__ import annotations

import csv
import datetime
import errno
import json
import logging
import socket
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from difflib import get_close_matches
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import click
from mkdocs.exceptions import MkDocsException
from pydantic import TypeAdapter, ValidationError

from colophon import __version__
from colophon.building.engines import ENGINES
from colophon.building.pipeline import Checked, build, check, check_or_raise, checked_edition
from colophon.building.server import PreviewServer
from colophon.building.staging import stage
from colophon.cli import prompts as asking
from colophon.curation import compare as comparing
from colophon.curation import explain as explaining
from colophon.curation.accession import (
    GROUNDS,
    STATED,
    Ground,
    add_texts,
    answer,
    count_paragraphs,
    described_by,
    ground_for,
    new_record,
    survey,
)
from colophon.curation.compare import compare
from colophon.curation.draft import draft_entry, kind_for
from colophon.curation.fixity import LOG, append_events, event, examine, read_records
from colophon.curation.init import start_project, write_schemas
from colophon.curation.rename import rename_entry
from colophon.curation.suggest import suggest
from colophon.curation.withhold import withhold
from colophon.edition import Edition, compile_edition
from colophon.formats.json_schema import MODELS, as_json, json_schema
from colophon.formats.reports import FORMATS, printable
from colophon.formats.validation import usable_slug, validated
from colophon.formats.yaml_reader import YamlDocument
from colophon.model.errors import ColophonError, Invalid, Refused, os_error_message
from colophon.model.problem import Problem
from colophon.model.record import Acquired, Withheld
from colophon.model.settings import CONFIG
from colophon.model.values import PartialDate, Slug
from colophon.project.git import read_revision
from colophon.project.reader import Reading, find_root, read_settings, read_site
from colophon.project.writer import write_new, write_transaction
from colophon.rendering.data import MENTION_COLUMNS, mention_row
from colophon.rendering.pages.wording import count
from colophon.verifying import verify

_as_format = click.option(
    "--format",
    "style",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How problems are printed.",
)


_LAST_PORT = 65535
_strict = click.option("--strict", is_flag=True, help="Take warnings for problems.")


def _date(_context: click.Context, _option: click.Parameter, value: str) -> str:
    try:
        return TypeAdapter(PartialDate).validate_python(value)
    except ValidationError as error:
        raise click.BadParameter(f"expected {error.errors()[0]['msg']}, found {value!r}") from None


def _today() -> str:
    """The day it is where the command is run."""
    return datetime.datetime.now().astimezone().date().isoformat()


def _id(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    try:
        return None if value is None else TypeAdapter(Slug).validate_python(value)
    except ValidationError as error:
        raise click.BadParameter(f"expected {error.errors()[0]['msg']}, found {value!r}") from None


def _answer(
    _context: click.Context, option: click.Parameter, value: str | tuple[str, ...] | None
) -> str | tuple[str, ...] | None:
    """What an option says of a text, as the record will hold it."""
    try:
        if isinstance(value, tuple):
            return tuple(answer(str(option.name), one) for one in value)
        return None if value is None else answer(str(option.name), value)
    except ColophonError as error:
        raise click.BadParameter(str(error)) from None


class _Commands(click.Group):
    """Turns what Colophon refuses into a sentence and an exit code."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except Refused as error:
            _report(error.problems, "text")
            _say(str(error), err=True)
        except Invalid as error:
            _report(error.problems, "text")
        except OSError as error:
            _say(f"colophon: {os_error_message(error)}", err=True)
        except (ColophonError, MkDocsException) as error:
            _say(f"colophon: {error}", err=True)
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
    if any(problem.severity == "error" for problem in reading.problems):
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
        _say(path)
    _say(f"next: colophon -C {folder} add FILE, then colophon -C {folder} serve", err=True)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "origin", help="Where the file comes from, in words a reader understands.")
@click.option("--by", help="Who takes it in.")
@click.option(
    "--on",
    "day",
    default=_today,
    callback=_date,
    help="The day; default: today.",
)
@click.option("--id", "chosen", callback=_id, help="The id; for one file only; default: made from its name.")
@click.option("--title", callback=_answer, help="The title; for one text only.")
@click.option("--author", multiple=True, callback=_answer, help="An author; several: give it several times.")
@click.option("--publisher", callback=_answer, help="The publisher.")
@click.option("--published", callback=_answer, help="When it was published: 2026-01-31, 2026-01 or 2026.")
@click.option("--url", callback=_answer, help="The web address at which it was published.")
@click.option(
    "--basis", type=click.Choice(list(GROUNDS)), help="How title to url are known; with evidence: attributed."
)
@click.option("--evidence", callback=_answer, help="How they were established, if not from the file itself.")
@click.option("--rights", callback=_answer, help="A rightsstatements.org address or code, such as InC; default: CNE.")
@click.option("--language", callback=_answer, help="Language of the text, as en or pt-BR; default: not recorded.")
@click.option("--layout", type=click.Choice(["lines", "blocks"]), help="Paragraphs are lines (default), or blocks.")
@click.pass_context
def add(context: click.Context, /, files: tuple[Path, ...], **given: Any) -> None:
    """Take FILES, or the .txt files of folders, into corpus/, and write their records.

    In a terminal, without --from or --by, all that is not given is asked for. What the corpus holds already is skipped.

    Example: colophon add letters/ --from "Donated by the family" --by "J. Doe"
    """
    root = _root(context)
    asked = not (given["origin"] and given["by"]) and asking.at_a_terminal()
    ground = _ground(given, asked)
    if given["chosen"] and (len(files) > 1 or files[0].is_dir()):
        raise click.UsageError("--id is for one file: leave it out, or add the files one by one")
    surveyed = survey(root, files, given["chosen"])
    new = surveyed.new
    if given["title"] and len(new) > 1:
        raise click.UsageError(
            f"--title is for one text, and these are {len(new)}: leave it out, or add them one by one"
        )
    for file, twin in surveyed.held:
        _say(f"{file}: skipped, the corpus holds these bytes already, as {twin.name}")
    if not new:
        _say("nothing was taken in: there is nothing new", err=True)
        return
    grounds = dict.fromkeys(STATED, ground) if ground else {}
    if asked:
        _say(
            f"{count(len(new), 'text')} to take in. Press Enter for what you do not know. You see the record before it is written."
        )
        given["origin"] = given["origin"] or asking.ask_required("origin", "Where does it come from")
        given["by"] = given["by"] or asking.ask_required("by", "Who takes it in")
        answers, grounds = asking.ask_description(given, ground, titled=len(new) == 1)
        given |= answers
        given["layout"] = given["layout"] or asking.ask_layout(*count_paragraphs(new))
    from_where = {"on": given["day"], "from": given["origin"], "by": given["by"]}
    acquired = validated(Acquired, YamlDocument(from_where, {}), "colophon add")
    described = described_by(given, grounds)
    records = [new_record(found, acquired, described) for found in new]
    if asked and not asking.agrees(records):
        raise ColophonError("nothing was taken in")
    add_texts(root, new, records)
    for found in new:
        _say(f"corpus/{found.id}.txt  {found.fixity.sha256}  {count(found.fixity.bytes, 'byte')}")
        _say(f"corpus/{found.id}.yml  the record: fill in what {'else ' * bool(described)}is known")


def _ground(given: Mapping[str, Any], asked: bool) -> Ground | None:
    """On what ground the options say that all is known; everything that is missing is told at once."""
    missing = []
    if not asked:
        told = {"origin": "--from (where it comes from)", "by": "--by (who takes it in)"}
        missing = [f"{option} is missing" for name, option in told.items() if given[name] is None]
    said = [f"--{name}" for name in STATED if given[name]]
    ground = None
    if given["basis"] or given["evidence"] or (said and not asked):
        try:
            ground = ground_for(given["basis"], given["evidence"])
        except ColophonError as error:
            missing.append(f"{', '.join(said) or '--basis'}: {error}")
    if missing:
        raise click.UsageError("; ".join(missing))
    return ground


@main.command("entry")
@click.argument("name", nargs=-1)
@click.option("--kind", help="What it is: agency, official or another kind of the site.")
@click.option("--alias", "aliases", multiple=True, help="Another name; several: give it several times.")
@click.option("--slug", help="The last part of its address; default: made from the name.")
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Give an entry another address; the old one leads to it.")
@click.pass_context
def entry_command(
    context: click.Context,
    name: tuple[str, ...],
    kind: str | None,
    aliases: tuple[str, ...],
    slug: str | None,
    rename: tuple[str, str] | None,
) -> None:
    """Start an entry for NAME, with the passages that name it; or rename one.

    Example: colophon entry "Pam Bondi" --kind official
    """
    root = _root(context)
    words = " ".join(" ".join(name).split())
    if bool(rename) == bool(words) or (rename and (kind or aliases or slug)):
        raise click.UsageError(
            'give a name, such as colophon entry "Pam Bondi" --kind official; or --rename OLD NEW and nothing else'
        )
    if rename:
        _rename(root, *(PurePath(one).name.removesuffix(".md") for one in rename))
        return
    site = _readable(read_site(root)).site
    try:
        kind = kind_for(site.settings.kinds, kind)
        slug = slug or usable_slug(words, f"the name {words!r}", "--slug")
    except ColophonError as error:
        raise click.UsageError(str(error)) from None
    draft = draft_entry(site, slug, words, kind, aliases)
    path = site.settings.entry_file(slug)
    write_new(root / path, draft.markdown.encode())
    _say(f"{path}: written, an entry for {words}")
    _print(f"    {told}" for told in draft.told())
    _say(f"next: open {path}, write what the sources say, then colophon check", err=True)


def _rename(root: Path, old: str, new: str) -> None:
    path = f"{read_settings(root).docs_dir}/glossary"
    mended = rename_entry(root, old, new)
    _say(f"{path}/{new}.md: was {path}/{old}.md")
    _print(f"{place.path}:{place.line}: {place.what}" for place in mended)
    _say(
        f"{count(len(mended), 'place')} mended; glossary/{old}/ will lead to glossary/{new}/; next: colophon check",
        err=True,
    )


@main.command("withhold")
@click.argument("text")
@click.option("--reason", prompt="Why, in a sentence for readers", help="Why, in a sentence for readers.")
@click.option("--on", "day", default=_today, callback=_date, help="Since when; default: today.")
@click.pass_context
def withhold_command(context: click.Context, text: str, reason: str, day: str) -> None:
    """Take TEXT off the site: its page tells why and since when, its words are shown nowhere.

    Example: colophon withhold 001_49d7299fa34e0926 --reason "At the publisher's request"
    """
    root = _root(context)
    withheld = validated(Withheld, YamlDocument({"reason": reason, "on": day}, {}), "colophon withhold")
    path = withhold(root, PurePath(text).name.removesuffix(".txt").removesuffix(".yml"), withheld)
    _say(f"{path.relative_to(root).as_posix()}: withheld since {withheld.on}")
    told = "next: colophon build, and publish; then colophon check says which entries quote it"
    _say(f"{told}. Its bytes stay in corpus/, and in the repository's history.", err=True)


@main.command()
@click.pass_context
def pages(context: click.Context) -> None:
    """Write the Markdown tree to build/docs/."""
    root = _root(context)
    checked = check_or_raise(root)
    _report(checked.problems, "text")
    changes = stage(root, checked.edition)
    _say(f"build/docs: {count(len(changes.written), 'file')} written, {len(changes.removed)} removed")


@main.command("build")
@_strict
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    default="mkdocs",
    show_default=True,
    help="What makes the pages of the site from build/docs/.",
)
@click.pass_context
def build_command(context: click.Context, strict: bool, engine: str) -> None:
    """Build the site, with its search index, in site/, and verify it."""
    logging.getLogger("mkdocs").addHandler(_to_stderr())
    root = _root(context)
    checked = check_or_raise(root, strict=strict)
    _report(checked.problems, "text")
    edition = build(root, checked.edition, engine)
    if edition.history.silence is not None:
        _say(f"pages tell no history: {edition.history.silence}", err=True)
    elif edition.history.since:
        _say(f"pages tell their history since {edition.history.since} only: this clone is shallow", err=True)
    told = (
        count(len(edition.site.texts), "text"),
        count(len(edition.site.entries), "entry", "entries"),
        count(len(edition.mentions), "mention"),
    )
    _say(f"site: {', '.join(told)}; verified")


@main.command()
@click.option("--addr", default="127.0.0.1:8000", show_default=True, help="Address and port of the preview.")
@click.pass_context
def serve(context: click.Context, addr: str) -> None:
    """Preview the site while you edit corpus/ and docs/: what you save shows at once."""
    logging.getLogger("mkdocs").addHandler(_to_stderr())
    root = _root(context)
    host, _, port = addr.rpartition(":")
    if not port.isdecimal() or int(port) > _LAST_PORT:
        raise click.BadParameter(f"expected an address and a port, such as 127.0.0.1:8000, found {addr!r}")
    try:
        server = PreviewServer(host or "127.0.0.1", int(port), root, tell=partial(_say, err=True))
    except OSError as error:
        raise ColophonError(f"{addr} {_why_not_served(error)}") from None
    with suppress(KeyboardInterrupt):
        server.serve()
    server.shutdown()


def _why_not_served(error: OSError) -> str:
    """What keeps a preview from an address, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return "is in use, perhaps by another preview; stop that, or choose another with --addr"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "is not open to you: ports below 1024 are the administrator's; choose another with --addr"
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return "is no IPv4 address or name of this computer; choose one with --addr, such as 127.0.0.1:8000"
    return f"cannot be opened: {error}"


@main.command("check")
@_strict
@_as_format
@click.pass_context
def check_command(context: click.Context, strict: bool, style: str) -> None:
    """Apply every rule to corpus/ and docs/; nothing is written.

    A site with warnings can be built; one with problems cannot.
    """
    checked = check(_root(context))
    _report(checked.problems, style)
    if style == "text":
        site = checked.edition.site
        told = f"{count(len(site.texts), 'text')}, {count(len(site.entries), 'entry', 'entries')} checked"
        _say(f"{told}: {_outcome(checked)}", err=True)
    sys.exit(checked.refuses(strict=strict))


def _outcome(checked: Checked) -> str:
    errors = sum(problem.severity == "error" for problem in checked.problems)
    warned = len(checked.problems) - errors
    told = [count(errors, "problem") if errors else "no problem"]
    told += [count(warned, "warning")] if warned else []
    told += [f"{count(len(checked.silenced), 'warning')} silenced in {CONFIG}"] if checked.silenced else []
    return ", ".join(told)


@main.command("verify")
@_as_format
@click.pass_context
def verify_command(context: click.Context, style: str) -> None:
    """Compare the built site with the bytes in corpus/."""
    root = _root(context)
    if not (root / "site").is_dir():
        raise ColophonError(f"{root.name}/site: is not there yet; colophon build makes it")
    edition = checked_edition(root)
    problems = verify(edition, root / "site")
    _report(problems, style)
    if style == "text":
        paragraphs = sum(len(text.paragraphs) for text in edition.site.texts if text.record.access == "full")
        told = f"{count(len(edition.site.texts), 'text')}, {count(paragraphs, 'paragraph')}, {count(len(edition.mentions), 'mention')}"
        _say(f"{told} verified: {count(len(problems), 'problem') if problems else 'no problem'}", err=True)
    sys.exit(bool(problems))


@main.command("fixity")
@click.option(
    "--log", type=click.Path(dir_okay=False, path_type=Path), help=f"Where events are kept; default: {LOG} of the site."
)
@click.pass_context
def fixity_command(context: click.Context, log: Path | None) -> None:
    """Read every text again, compare it with its digest, and keep what was found in a log.

    Example: colophon fixity --log ../preservation/fixity.jsonl
    """
    root = _root(context)
    records, unread = read_records(root)
    _report(unread, "text")
    examined = list(examine(root, records))
    for one in examined:
        if not one.is_whole:
            _say(f"corpus/{one.id}.txt: {one.detail}; restore the file from a copy that matches")
    log = log or root / LOG
    now = datetime.datetime.now(tz=datetime.UTC)
    append_events(log, [event(one, now) for one in examined])
    failed = sum(not one.is_whole for one in examined)
    told = f"{failed} {'has' if failed == 1 else 'have'} changed or cannot be read" if failed else "each is as recorded"
    _say(f"{count(len(examined), 'text')} read again: {told}; kept in {log}", err=True)
    sys.exit(bool(failed or unread))


@main.command()
@click.option("--format", "style", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option(
    "--explain", metavar="ENTRY", help="Say for one entry why each passage is linked, and why near misses are not."
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the reasons to a page, for all entries or one.",
)
@click.pass_context
def mentions(context: click.Context, style: str, explain: str | None, html: Path | None) -> None:
    """Print every mention; start and end are half-open, in code points of the decoded file.

    Example: colophon mentions --explain stephen-miller
    """
    edition = _readable(read_site(_root(context)))
    entries = list(edition.site.entries)
    if explain is not None:
        if explain not in edition.entries:
            near = get_close_matches(explain, edition.entries, 1)
            raise click.BadParameter(f"there is no entry {explain!r}" + (f"; did you mean {near[0]}?" if near else ""))
        entries = [edition.entries[explain]]
    if html is not None:
        write_transaction({html: explaining.as_page(edition, entries).encode()})
        _say(f"{html}: {count(len(entries), 'entry', 'entries')}")
        return
    if explain is not None:
        _print(explaining.as_text(entries[0], explaining.explain(edition, entries)[explain]))
        return
    rows = [mention_row(mention) for mention in edition.mentions]
    if style == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(MENTION_COLUMNS)
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
        _say(f"{one.name} ({one.kind}, {count(one.count, 'time')}): {'; '.join(one.evidence)}")
        _print(f"    {document} p{paragraph}: {sentence}" for document, paragraph, sentence in one.passages)
    _say(f"{count(len(suggestions), 'suggestion')}; a person decides: colophon suggests, it adds nothing", err=True)


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
            _say(path.relative_to(root))
        return
    kinds = read_settings(root).kinds
    click.echo(
        as_json(json_schema(name, kinds) if name else {one: json_schema(one, kinds) for one in MODELS}), nl=False
    )


def _say(words: object, *, err: bool = False) -> None:
    """Print words for a person; nothing in them steers the terminal."""
    click.echo(printable(str(words), kept="\n\t"), err=err)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        _say(line)


def _report(problems: Iterable[Problem], style: str) -> None:
    """Print problems on standard output."""
    for problem in problems:
        click.echo(FORMATS[style](problem))


def _to_stderr() -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler
