"""Commands for the site as a whole: init, check, pages, build, merge, verify, serve, history."""

from __future__ import annotations

import errno
import re
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from colophon.building.engines import ENGINES
from colophon.building.parts import build_part
from colophon.building.pipeline import Checked, build, check, check_or_raise
from colophon.building.staging import stage
from colophon.cli.output import format_option, log_to_stderr, report, say, say_next, site_root, strict_option
from colophon.curation.init import start_project
from colophon.edition.history import History
from colophon.model.errors import ColophonError, Refused
from colophon.model.settings import CONFIG
from colophon.project.catalogs import languages
from colophon.project.git import start_repository
from colophon.project.reader import Memory
from colophon.rendering.pages.corrections import LABELS
from colophon.rendering.pages.wording import count
from colophon.verifying import verify

_LAST_PORT = 65535


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The name of the site. Default: the name of the folder.")
@click.option(
    "--language", type=click.Choice(languages()), default="en", help="The language of the pages. Default: en."
)
@click.option("--git", is_flag=True, help="Make the folder a Git repository.")
def init(folder: Path, name: str | None, language: str, git: bool) -> None:
    """Create a new site project, ready to build and to publish.

    Example: colophon init letters --name "The Letters of J. Doe"
    """
    for path in start_project(folder, name or folder.resolve().name, language):
        say(path)
    if git:
        start_repository(folder)
        say(folder / ".git")
    say("With your own folder in place of ~/texts:", err=True)
    say_next(folder, 'colophon add ~/texts --from "Where they come from" --by "Your name"', "colophon serve")


@click.command("check")
@strict_option
@format_option
@click.pass_context
def check_command(context: click.Context, strict: bool, style: str) -> None:
    """Check texts, records, entries, pages and settings.

    Nothing is written. A site with warnings can be built; one with problems cannot.

    Example: colophon check --format github
    """
    checked = check(site_root(context), memory=Memory() if strict else None)
    report((*checked.problems, *checked.gaps), style)
    if style == "text":
        site = checked.edition.site
        counts = f"{count(len(site.texts), 'text')}, {count(len(site.entries), 'entry', 'entries')} checked"
        say(f"{counts}: {_outcome(checked)}", err=True)
    sys.exit(checked.refuses(strict=strict))


def _outcome(checked: Checked) -> str:
    """How many problems and warnings a check found, in words."""
    errors = sum(problem.severity == "error" for problem in checked.problems)
    warnings = len(checked.problems) - errors
    parts = [count(errors, "problem") if errors else "no problem"]
    parts += [count(warnings, "warning")] if warnings else []
    drafts = len(checked.edition.site.drafts)
    parts += [f"{count(drafts, 'draft')} not published"] if drafts else []
    parts += [f"{count(len(checked.silenced), 'warning')} silenced in {CONFIG}"] if checked.silenced else []
    return ", ".join(parts)


jobs_option = click.option(
    "--jobs", type=click.IntRange(1), help="Processes that work at the same time. Default: one for each core."
)


@click.command()
@click.pass_context
def pages(context: click.Context) -> None:
    """Write the Markdown pages to build/docs/.

    Example: colophon pages
    """
    root = site_root(context)
    checked = check_or_raise(root)
    report(checked.problems)
    changes = stage(root, checked.edition)
    say(f"build/docs: {count(len(changes.written), 'file')} written, {len(changes.removed)} removed")


def _valid_part(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    found = re.fullmatch("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})", value)
    if not found or int(found[1]) > int(found[2]):
        raise click.BadParameter(f"expected a part and the number of parts, such as 1/4, found {value!r}")
    return int(found[1]), int(found[2])


@click.command("build")
@strict_option
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    default="mkdocs",
    show_default=True,
    help="Program that renders the pages.",
)
@jobs_option
@click.option("--part", callback=_valid_part, metavar="I/N", help="Build only part I of N in build/parts/; see merge.")
@click.option("-v", "--verbose", is_flag=True, help="Print what MkDocs logs in detail, with tracebacks.")
@click.pass_context
def build_command(
    context: click.Context, strict: bool, engine: str, jobs: int | None, part: tuple[int, int] | None, verbose: bool
) -> None:
    """Build the site and its search index in site/, and verify it.

    If anything fails, site/ stays as it was. Pages that did not change are taken from it, except with --strict.

    Example: colophon build --strict
    """
    log_to_stderr(verbose=verbose)
    root = site_root(context)
    checked = check_or_raise(root, strict=strict)
    report(checked.problems)
    if part:
        if engine != "mkdocs":
            raise click.BadParameter("a part is rendered with MkDocs; leave out --engine", param_hint="--part")
        pages = build_part(root, checked.edition, *part, strict=strict, jobs=jobs)
        say(f"build/parts/{part[0]}-of-{part[1]}: {count(pages, 'page')}; colophon merge makes the site of all parts")
        return
    _build(root, checked, engine, strict=strict, jobs=jobs)


@click.command()
@strict_option
@jobs_option
@click.pass_context
def merge(context: click.Context, strict: bool, jobs: int | None) -> None:
    """Build the site from the parts in build/parts/ and verify it.

    The parts come from colophon build --part, of the same files and commit, on this or other machines.

    Example: colophon merge
    """
    log_to_stderr()
    root = site_root(context)
    checked = check_or_raise(root, strict=strict)
    report(checked.problems)
    _build(root, checked, "mkdocs", strict=strict, jobs=jobs, merging=True)


def _build(root: Path, checked: Checked, engine: str, *, strict: bool, jobs: int | None, merging: bool = False) -> None:
    edition = build(root, checked.edition, engine, strict=strict, jobs=jobs, merging=merging)
    if note := _note_on(edition.history):
        say(note, err=True)
    counts = (
        count(len(edition.site.texts), "text"),
        count(len(edition.site.entries), "entry", "entries"),
        count(len(edition.mentions), "mention"),
        *([f"{count(len(edition.site.drafts), 'draft')} left out"] if edition.site.drafts else []),
    )
    say(f"site: {', '.join(counts)}; verified")


@click.command("history")
@click.pass_context
def history_command(context: click.Context) -> None:
    """Show the changes that readers will see, newest first.

    They come from Git: commit first, and look here before you publish.

    Example: colophon history
    """
    checked = check(site_root(context))
    report(problem for problem in checked.problems if problem.rule == "correction")
    history = checked.edition.history
    for change in history.changes:
        address = f"{change.page.with_suffix('').as_posix()}/"
        say(f"{change.on}  {change.commit[:10]}  {LABELS[change.kind]}  {address}  {change.summary}".rstrip())
    if note := _note_on(history):
        say(note, err=True)


def _note_on(history: History) -> str | None:
    """Why the pages show no history, or only a part of it; `None` if they show all."""
    if history.silence is not None and history.silence.startswith("git: fatal: not a git repository"):
        return "No history yet: run git init and commit, and the site will show updates and corrections."
    if history.silence is not None and "ambiguous argument 'HEAD'" in history.silence:
        return "No history yet: commit, and the site will show updates and corrections."
    if history.silence is not None:
        return f"The pages show no history: {history.silence}"
    if history.since:
        return f"The pages show history since {history.since} only: this clone is shallow"
    return None


@click.command("verify")
@format_option
@jobs_option
@click.pass_context
def verify_command(context: click.Context, style: str, jobs: int | None) -> None:
    """Compare the built site with the bytes in corpus/.

    Example: colophon verify --format json
    """
    root = site_root(context)
    if not (root / "site").is_dir():
        raise ColophonError(f"{root.name}/site: does not exist yet; run colophon build")
    checked = check(root, memory=Memory())  # takes nothing from what a build kept
    if checked.refuses(strict=False):
        raise Refused(checked.problems, "nothing was verified")
    edition = checked.edition
    problems = verify(edition, root / "site", jobs)
    report(problems, style)
    if style == "text":
        paragraphs = sum(len(text.paragraphs) for text in edition.site.texts if text.record.access == "full")
        texts, mentions = count(len(edition.site.texts), "text"), count(len(edition.mentions), "mention")
        result = count(len(problems), "problem") if problems else "no problem"
        say(f"{texts}, {count(paragraphs, 'paragraph')}, {mentions} verified: {result}", err=True)
    sys.exit(bool(problems))


@click.command()
@click.option("--addr", default="127.0.0.1:8000", show_default=True, help="Address and port of the preview.")
@click.pass_context
def serve(context: click.Context, addr: str) -> None:
    """Preview the site while you edit it; changes show when you save.

    Example: colophon serve --addr 127.0.0.1:8080
    """
    from colophon.building.server import PreviewServer  # noqa: PLC0415 -- what speaks HTTP takes time to start

    log_to_stderr()
    root = site_root(context)
    host, _, port = addr.rpartition(":")
    if not port.isdecimal() or int(port) > _LAST_PORT:
        raise click.BadParameter(f"expected an address and a port, such as 127.0.0.1:8000, found {addr!r}")
    try:
        server = PreviewServer(host or "127.0.0.1", int(port), root, tell=partial(say, err=True))
    except OSError as error:
        raise ColophonError(f"{addr} {_why_not_served(error)}") from None
    try:
        with suppress(KeyboardInterrupt):
            server.serve()
    finally:
        server.shutdown()


def _why_not_served(error: OSError) -> str:
    """Why a preview cannot use an address, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return "is in use, perhaps by another preview; stop that one, or choose another port with --addr"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "is not permitted: ports below 1024 need administrator rights; choose another with --addr"
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return "is not an IPv4 address or name of this computer; choose one with --addr, such as 127.0.0.1:8000"
    return f"cannot be opened: {error}"


COMMANDS = (init, check_command, pages, build_command, merge, verify_command, serve, history_command)
