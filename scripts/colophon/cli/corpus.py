"""Commands for texts and their records: add, withhold, fixity."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

import click

from colophon.cli import prompts
from colophon.cli.output import report, say, site_root, today, valid_date, valid_id
from colophon.curation.accession import (
    GROUNDS,
    STATED,
    Accession,
    Ground,
    Survey,
    add_texts,
    answer,
    count_paragraphs,
    described_by,
    ground_for,
    hard_wrapped,
    new_record,
    notes_on,
    survey,
)
from colophon.curation.fixity import LOG, append_events, event, examine, read_records
from colophon.curation.withhold import withhold
from colophon.formats.validation import validated
from colophon.formats.yaml_reader import YamlDocument
from colophon.model.errors import ColophonError
from colophon.model.record import Acquired, Withheld
from colophon.project.reader import decode
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
    type=click.Choice(["lines", "blocks"]),
    help="What a paragraph is: a line (lines, the default), or lines between blank lines (blocks).",
)
@click.pass_context
def add(context: click.Context, /, files: tuple[Path, ...], **given: Any) -> None:
    """Add texts to the corpus and write a record for each.

    FILES are copied to corpus/; of a folder, only its .txt files. Texts that the corpus already holds are skipped.
    In a terminal, if --from or --by is missing, you are asked for everything that is not given.

    Example: colophon add letters/ --from "Donated by the family" --by "J. Doe"
    """
    root = site_root(context)
    asked = not (given["origin"] and given["by"]) and prompts.at_a_terminal()
    ground = _ground(given, asked)
    if given["chosen"] and (len(files) > 1 or files[0].is_dir()):
        raise click.UsageError("--id is for one file: leave it out, or add the files one at a time")
    surveyed = survey(root, files, given["chosen"])
    new = surveyed.new
    if given["title"] and len(new) > 1:
        raise click.UsageError(
            f"--title is for one text, and these are {len(new)}: leave it out, or add them one at a time"
        )
    for file, twin in surveyed.held:
        say(f"{file}: skipped; the corpus already holds it as {twin.name}")
    for note in surveyed.left_out:
        say(note, err=True)
    if not new:
        say("No text was added: there is nothing new.", err=True)
        return
    grounds = dict.fromkeys(STATED, ground) if ground else {}
    if asked:
        grounds = _ask(given, ground, surveyed)
    from_where = {"on": given["day"], "from": given["origin"], "by": given["by"]}
    acquired = validated(Acquired, YamlDocument(from_where, {}), "colophon add")
    described = described_by(given, grounds)
    records = [new_record(found, acquired, described) for found in new]
    if asked and not prompts.agrees(records):
        raise ColophonError("nothing was added")
    add_texts(root, new, records)
    _say_added(new, given["layout"])


def _ask(given: dict[str, Any], ground: Ground | None, surveyed: Survey) -> dict[str, Ground]:
    """Ask for everything that is not given, and put it there; returns how each answer is known."""
    new = surveyed.new
    say(
        f"{count(len(new), 'text')} to add. Press Enter to leave a question open."
        " You see the record before it is written."
    )
    given["origin"] = given["origin"] or prompts.ask_required("origin", "Where does it come from")
    given["by"] = given["by"] or prompts.ask_required("by", "Your name")
    answers, grounds = prompts.ask_description(given, ground, titled=len(new) == 1)
    given |= answers
    proposed = "blocks" if any(hard_wrapped(decode(found.data, str(found.file))) for found in new) else "lines"
    given["layout"] = given["layout"] or prompts.ask_layout(*count_paragraphs(new), proposed)
    return grounds


def _say_added(new: tuple[Accession, ...], layout: str | None) -> None:
    for found in new:
        say(f"corpus/{found.id}.txt  {found.fixity.sha256}  {count(found.fixity.bytes, 'byte')}")
    for note in notes_on(new, layout):
        say(note, err=True)
    records = f"corpus/{new[0].id}.yml" if len(new) == 1 else "the records, corpus/*.yml"
    say(f"Added {count(len(new), 'text')}. Next: complete {records}.", err=True)


def _ground(given: Mapping[str, Any], asked: bool) -> Ground | None:
    """How everything that the options say is known. Raises `click.UsageError` with all that is missing."""
    missing = []
    if not asked:
        wanted = {"origin": "--from (where it comes from)", "by": "--by (who added it)"}
        missing = [f"{option} is missing" for name, option in wanted.items() if given[name] is None]
    stated = [f"--{name}" for name in STATED if given[name]]
    ground = None
    if given["basis"] or given["evidence"] or (stated and not asked):
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
    say(
        "Next: colophon check lists entries that quote the text; colophon build, and publish. Its bytes stay in corpus/"
        " and in the repository's history.",
        err=True,
    )


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
    say(f"{count(len(examined), 'text')} compared: {result}; logged in {log}", err=True)
    sys.exit(bool(failed or unread))


COMMANDS = (add, withhold_command, fixity_command)
