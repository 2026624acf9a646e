"""Commands for texts and their records: add, withhold, fixity."""

from __future__ import annotations

import codecs
import datetime
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, get_args

import click

from colophon.cli import prompts
from colophon.cli.output import report, say, say_next, site_root, today, valid_date, valid_id
from colophon.curation.accession import (
    FIELDS,
    GROUNDS,
    Accession,
    Ground,
    Survey,
    add_texts,
    answer,
    count_paragraphs,
    described_by,
    ground_for,
    layout_of,
    new_record,
    notes_on,
    survey,
)
from colophon.curation.fixity import LOG, append_events, event, examine, read_records
from colophon.curation.metadata import STATED, Row, Table, proposals, read_table, template
from colophon.curation.withhold import withhold
from colophon.formats.validation import validated
from colophon.formats.yaml_reader import YamlDocument
from colophon.model.errors import ColophonError
from colophon.model.record import Acquired, Layout, Withheld
from colophon.project.writer import write_new
from colophon.rendering.pages.wording import count


def _answer(
    _context: click.Context, option: click.Parameter, value: str | tuple[str, ...] | None
) -> str | tuple[str, ...] | None:
    """An option that describes a text, in the form that the record holds."""
    try:
        if isinstance(value, tuple):
            return tuple(answer(str(option.name), one) for one in value)
        return None if value is None else answer(str(option.name), value)
    except ColophonError as error:
        raise click.BadParameter(str(error)) from None


def _encoding(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The name of an encoding that Python knows."""
    try:
        return value and codecs.lookup(value).name
    except LookupError:
        raise click.BadParameter(f"expected an encoding such as windows-1252, found {value!r}") from None


_TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "origin", help="Where the text comes from, in words a reader understands.")
@click.option("--by", help="Who added the text.")
@click.option("--on", "day", default=today, callback=valid_date, help="The day the text was received. Default: today.")
@click.option("--id", "chosen", callback=valid_id, help="The id, for one file only. Default: made from the file name.")
@click.option("--title", callback=_answer, help="The title, for one text only.")
@click.option("--author", multiple=True, callback=_answer, help="An author. Repeat the option for several.")
@click.option("--publisher", callback=_answer, help="The publisher.")
@click.option("--published", callback=_answer, help="Date of publication: 2026-01-31, 2026-01 or 2026.")
@click.option("--url", callback=_answer, help="The web address where the text was published.")
@click.option(
    "--basis",
    type=click.Choice(list(GROUNDS)),
    help="How you know the title, author and so on: source (the text says so), attributed (needs --evidence), "
    "supplied (you devised it).",
)
@click.option("--evidence", callback=_answer, help="What shows it, for --basis attributed.")
@click.option("--rights", callback=_answer, help="A rightsstatements.org address or code, such as InC. Default: CNE.")
@click.option("--language", callback=_answer, help="Language of the text, such as en or pt-BR. Default: not recorded.")
@click.option(
    "--layout",
    type=click.Choice(get_args(Layout)),
    help="What a paragraph is: a line (lines), or lines between blank lines (blocks), shown line by line (verse). "
    "Default: blocks if the lines look hard-wrapped.",
)
@click.option("--file-names", is_flag=True, help="Take dates and titles from file names; they are marked as supplied.")
@click.option("--metadata", "table", type=_TABLE, help="A CSV table with a row for each file; see --template.")
@click.option("--template", type=_NEW, help="Write the table for --metadata, and add nothing.")
@click.option("--encoding", callback=_encoding, help="Encoding of files that are not UTF-8, such as windows-1252.")
@click.option("--dry-run", is_flag=True, help="Show what would be added; write nothing.")
@click.pass_context
def add(context: click.Context, /, files: tuple[Path, ...], **given: Any) -> None:
    """Add texts to the corpus and write a record for each.

    FILES are texts, or folders, whose folders become collections. A text in UTF-8 is copied to corpus/. Of other files a text is
    derived, and the file is kept in corpus/originals/: Markdown, e-mail (.eml, .mbox) and, with the import extra, web pages,
    Word (.docx), PDF and reStructuredText. What a file says of itself is recorded. Texts that the corpus already holds are
    skipped. In a terminal, you are asked for --from and --by, and with one file for what else is not given.

    Example: colophon add letters/ --from "Donated by the family" --by "J. Doe"
    """
    root = site_root(context)
    ground = _ground(given)
    table = read_table(given["table"], given["table"].read_bytes(), answer) if given["table"] else None
    surveyed = _surveyed(root, files, given)
    new = surveyed.new
    if not new:
        say("No text was added: there is nothing new.", err=True)
    elif given["template"]:
        _write_template(given["template"], files, new)
    else:
        rows = _rows(table, surveyed) if table else {}
        asked = not (given["origin"] and given["by"]) and prompts.at_a_terminal()
        if asked:
            ground = _ask(given, ground, new)
        described = _described(new, rows, given, described_by(given, ground), table)
        from_where = {"on": given["day"], "from": given["origin"], "by": given["by"]}
        acquired = validated(Acquired, YamlDocument(from_where, {}), "colophon add")
        records = [new_record(found, acquired, fields) for found, fields in zip(new, described, strict=True)]
        for note in notes_on(new, given["layout"]):
            say(note, err=True)
        if given["dry_run"]:
            _say_dry(new, described)
            return
        differs = any(found.derivation and found.derivation.differences.sentence() for found in new)
        if (asked or (differs and prompts.at_a_terminal())) and not prompts.agrees(records):
            raise ColophonError("nothing was added")
        add_texts(root, new, records)
        _say_added(root, new, described, given)


def _surveyed(root: Path, files: tuple[Path, ...], given: Mapping[str, Any]) -> Survey:
    """What there is to add; what is skipped or left out is said. Raises `click.UsageError` for options that fit one text only."""
    if given["chosen"] and (len(files) > 1 or files[0].is_dir()):
        raise click.UsageError("--id is for one file: leave it out, or add the files one at a time")
    surveyed = survey(root, files, given["chosen"], given["encoding"], given["table"])
    if given["title"] and len(surveyed.new) > 1:
        raise click.UsageError(
            f"--title is for one text, and these are {len(surveyed.new)}: leave it out, or add them one at a time"
        )
    for file, twin in surveyed.held:
        say(f"{file}: skipped; the corpus already holds it as {twin.name}")
    for note in surveyed.left_out:
        say(note, err=True)
    return surveyed


def _rows(table: Table, surveyed: Survey) -> dict[str, Row | None]:
    """The row of each new text, by its id. Raises `ColophonError` for rows of files that are not there."""
    rows = {found.id: table.row_of(found.file) for found in surveyed.new}
    for file, _ in surveyed.held:
        table.row_of(file)
    table.refuse_unused([found.file for found in surveyed.new])
    return rows


def _say_dry(new: Sequence[Accession], described: Sequence[Mapping[str, Any]]) -> None:
    for found, fields in zip(new, described, strict=True):
        say(f"corpus/{found.path}.txt from {found.file}: {_summary(fields)}")
    say(f"{count(len(new), 'text')} to add. Nothing was written (--dry-run).", err=True)


def _described(
    new: Sequence[Accession],
    rows: Mapping[str, Row | None],
    given: Mapping[str, Any],
    options: Mapping[str, Any],
    table: Table | None,
) -> list[dict[str, Any]]:
    """The fields of each record: those of the options, else of the table, the file and its name. Raises `ColophonError`."""
    described: list[dict[str, Any]] = []
    wrong: list[str] = []
    for found in new:
        row = rows.get(found.id)
        try:
            fields = found.describe(row, given["basis"], use_name=given["file_names"])
        except ColophonError as error:
            wrong.append(f"{table.path if table else found.file}:{row.line if row else 1}: {error}")
            continue
        described.append({**fields, **options})
    if wrong:
        raise ColophonError("\n".join(wrong))
    return described


def _write_template(path: Path, files: Sequence[Path], new: Sequence[Accession]) -> None:
    """Write the table to fill in. Raises `ColophonError` if the file exists."""
    folders = [file for file in files if file.is_dir()]

    def name(file: Path) -> str:
        above = next((folder for folder in folders if file.is_relative_to(folder)), file.parent)
        return file.relative_to(above).as_posix()

    rows = {name(found.file): {**proposals(found.file), **found.found} for found in new}
    try:
        write_new(path, template(rows.items()).encode())
    except FileExistsError:
        raise ColophonError(f"{path}: already exists; choose another file, or delete it") from None
    shown = " ".join(shlex.quote(str(file)) for file in files)
    say(f"{path}: {count(len(rows), 'row')}; nothing was added.", err=True)
    say(
        "Next: complete it in a spreadsheet, with basis: source, attributed (with evidence) or supplied; save it as CSV"
        f" UTF-8; then: colophon add {shown} --metadata {shlex.quote(str(path))}",
        err=True,
    )


def _ask(given: dict[str, Any], ground: Ground | None, new: Sequence[Accession]) -> Ground | None:
    """Ask for what is not given, and put it there; returns how the answers are known."""
    say(
        f"{count(len(new), 'text')} to add. Press Enter to leave a question open."
        " You see the record before it is written."
    )
    given["origin"] = given["origin"] or prompts.ask_required("origin", "Where does it come from")
    given["by"] = given["by"] or prompts.ask_required("by", "Your name")
    if len(new) > 1:
        named = [found for found in new if proposals(found.file).keys() - found.found.keys()]
        if named and not given["file_names"]:
            examples = [
                f"{found.file.name}: {', '.join(str(one.value) for one in proposals(found.file).values())}"
                for found in named[:3]
            ]
            given["file_names"] = prompts.uses_names(examples, len(named))
        return ground
    answers = prompts.ask_description(given, new[0].found.keys())
    given |= answers
    stated = [name for name in answers if answers[name] and FIELDS[name] in STATED]
    ground = ground or (prompts.ask_ground() if stated else None)
    if not given["layout"] and not (new[0].derivation and new[0].derivation.layout):
        given["layout"] = prompts.ask_layout(*count_paragraphs(new), layout_of(new[0]))
    return ground


def _summary(fields: Mapping[str, Any]) -> str:
    """What a record says, in one line."""
    stated = {name: fields[name] for name in STATED if fields.get(name)}
    shown = [
        f"{name}: {value if isinstance(value := one['value'], str) else '; '.join(value)} ({one['basis']})"
        for name, one in stated.items()
    ]
    return "; ".join(shown) or "no title, author, publisher, date or address"


def _say_added(
    root: Path, new: Sequence[Accession], described: Sequence[Mapping[str, Any]], given: Mapping[str, Any]
) -> None:
    for found in new:
        made = found.derivation
        by = f"  from {found.file.name} by {made.program} {made.version}" if made else ""
        say(f"corpus/{found.path}.txt  {found.fixity.sha256}  {count(found.fixity.bytes, 'byte')}{by}")
    with_title, with_date = (sum(bool(fields.get(name)) for fields in described) for name in ("title", "published"))
    named = sum(bool(proposals(found.file)) for found in new)
    if named and not given["file_names"] and not given["table"] and len(new) > 1:
        say(
            f"{count(named, 'file name')} may hold a date or title: --file-names takes them, --template lists them.",
            err=True,
        )
    records = f"corpus/{new[0].path}.yml" if len(new) == 1 else "the records, corpus/*.yml"
    known = f" {with_title} with a title, {with_date} with a date." if len(new) > 1 else ""
    say(f"Added {count(len(new), 'text')}.{known} Complete {records}.", err=True)
    say_next(root, "colophon check", "colophon serve")


def _ground(given: Mapping[str, Any]) -> Ground | None:
    """How everything that the options say is known. Raises `click.UsageError` with all that is missing."""
    missing = []
    can_ask = prompts.at_a_terminal() and not (given["origin"] and given["by"])
    if not can_ask and not given["template"]:
        wanted = {"origin": "--from (where it comes from)", "by": "--by (who added it)"}
        missing = [f"{option} is missing" for name, option in wanted.items() if given[name] is None]
    stated = [f"--{name}" for name, field in FIELDS.items() if field in STATED and given[name]]
    ground = None
    if given["evidence"] or (given["basis"] and (stated or not given["table"])) or (stated and not can_ask):
        try:
            ground = ground_for(given["basis"], given["evidence"])
        except ColophonError as error:
            missing.append(f"{', '.join(stated) or '--basis'}: {error}")
    if missing:
        raise click.UsageError("; ".join(missing))
    return ground


@click.command("withhold")
@click.argument("text")
@click.option("--reason", prompt="Reason, in a sentence for readers", help="The reason, in a sentence for readers.")
@click.option("--on", "day", default=today, callback=valid_date, help="The first day. Default: today.")
@click.pass_context
def withhold_command(context: click.Context, text: str, reason: str, day: str) -> None:
    """Withhold a text: replace its page with a notice.

    Its words are removed from every page; its bytes stay in corpus/ and in the history of the repository.

    Example: colophon withhold 001_49d7299fa34e0926 --reason "At the publisher's request"
    """
    root = site_root(context)
    withheld = validated(Withheld, YamlDocument({"reason": reason, "on": day}, {}), "colophon withhold")
    path = withhold(root, PurePath(text).name.removesuffix(".txt").removesuffix(".yml"), withheld)
    say(f"{path.relative_to(root).as_posix()}: withheld since {withheld.on}")
    say("Its bytes stay in corpus/ and in the repository's history. Publish the site again.", err=True)
    say_next(root, "colophon check", "colophon build")


@click.command("fixity")
@click.option(
    "--log", type=click.Path(dir_okay=False, path_type=Path), help=f"The log file. Default: {LOG} in the site's folder."
)
@click.pass_context
def fixity_command(context: click.Context, log: Path | None) -> None:
    """Compare every text with its recorded digest, and log the result.

    Example: colophon fixity --log ../preservation/fixity.jsonl
    """
    root = site_root(context)
    records, unread = read_records(root)
    report(unread)
    examined = list(examine(root, records))
    for one in examined:
        if not one.is_whole:
            say(f"{one.file}: {one.detail}; restore the file from a copy that matches")
    log = log or root / LOG
    now = datetime.datetime.now(tz=datetime.UTC)
    append_events(log, [event(one, now) for one in examined])
    failed = sum(not one.is_whole for one in examined)
    result = f"{failed} changed or unreadable" if failed else "all as recorded"
    say(f"{count(len(examined), 'file')} compared: {result}; logged in {log}", err=True)
    sys.exit(bool(failed or unread))


COMMANDS = (add, withhold_command, fixity_command)
