"""Commands for entries and mentions: entry, mentions, suggest, effect, schema."""

from __future__ import annotations

import csv
import json
import shlex
import sys
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path, PurePath

import click

from colophon.building.pipeline import compile_readable
from colophon.cli.output import say, say_all, say_next, site_root
from colophon.curation import compare as comparing
from colophon.curation import explain as explaining
from colophon.curation.compare import compare
from colophon.curation.draft import draft_entry, kind_for
from colophon.curation.init import write_schemas
from colophon.curation.name_list import ListedName, read_names, suggest_listed
from colophon.curation.rename import rename_entry
from colophon.curation.suggest import Suggestion, suggest
from colophon.edition import Edition
from colophon.formats.json_schema import MODELS, as_json, json_schema
from colophon.formats.validation import usable_slug
from colophon.model.errors import ColophonError, Invalid, Refused
from colophon.project.git import read_revision
from colophon.project.reader import read_settings, read_site
from colophon.project.writer import write_new, write_transaction
from colophon.rendering.data import MENTION_COLUMNS, mention_row
from colophon.rendering.pages.wording import count


@click.command("entry")
@click.argument("name", nargs=-1)
@click.option("--kind", help="The kind of entry: agency, official or another kind of the site.")
@click.option("--alias", "aliases", multiple=True, help="Another name. Repeat the option for several.")
@click.option("--slug", help="The last part of its web address. Default: made from the name.")
@click.option("--wikidata", help="Its Wikidata item, such as Q11231.")
@click.option("--website", help="Its official website.")
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Give an entry another address and redirect the old one.")
@click.pass_context
def entry_command(
    context: click.Context,
    name: tuple[str, ...],
    kind: str | None,
    aliases: tuple[str, ...],
    slug: str | None,
    wikidata: str | None,
    website: str | None,
    rename: tuple[str, str] | None,
) -> None:
    """Create a glossary entry, or rename one.

    A new entry holds passages that mention NAME, for you to cite or delete.

    Example: colophon entry "Pam Bondi" --kind official
    """
    root = site_root(context)
    words = " ".join(" ".join(name).split())
    if bool(rename) == bool(words) or (rename and (kind or aliases or slug or wikidata or website)):
        raise click.UsageError(
            'expected a name, such as colophon entry "Pam Bondi" --kind official, or --rename OLD NEW and nothing else'
        )
    if rename:
        _rename(root, *(PurePath(one).name.removesuffix(".md") for one in rename))
        return
    site = _readable(root, drafts=True).site
    try:
        kind = kind_for(site.settings.kinds, kind)
        slug = slug or usable_slug(words, f"the name {words!r}", "--slug")
    except ColophonError as error:
        raise click.UsageError(str(error)) from None
    draft = draft_entry(site, slug, words, kind, aliases, {"wikidata": wikidata, "website": website})
    path = site.settings.entry_file(slug)
    write_new(root / path, draft.markdown.encode())
    say(f"{path}: created, an entry for {words}")
    say_all(f"    {line}" for line in draft.summary())
    say(f"It is a draft: edit {path}, and delete the line draft: true to publish it.", err=True)
    say_next(root, "colophon check", "colophon serve")


def _rename(root: Path, old: str, new: str) -> None:
    path = f"{read_settings(root).docs_dir}/glossary"
    updated = rename_entry(root, old, new)
    say(f"{path}/{new}.md: renamed from {path}/{old}.md")
    say_all(f"{place.path}:{place.line}: {place.what}" for place in updated)
    others = f"{count(len(updated), 'reference')} updated" if updated else "no other reference changed"
    say(f"{others}; glossary/{old}/ redirects to glossary/{new}/.", err=True)
    say_next(root, "colophon check")


@click.command()
@click.option("--format", "style", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--explain", metavar="ENTRY", help="Explain for one entry which passages are linked and which are not.")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the explanations to an HTML file, for all entries or one.",
)
@click.pass_context
def mentions(context: click.Context, style: str, explain: str | None, html: Path | None) -> None:
    """List every mention in the texts.

    start and end are offsets in code points of the decoded file; end is exclusive.

    Example: colophon mentions --explain stephen-miller
    """
    edition = _readable(site_root(context), drafts=explain is not None)
    entries = list(edition.site.entries)
    if explain is not None:
        if explain not in edition.entries:
            near = get_close_matches(explain, edition.entries, 1)
            raise click.BadParameter(f"no entry {explain!r}" + (f"; did you mean {near[0]}?" if near else ""))
        entries = [edition.entries[explain]]
    if html is not None:
        write_transaction({html: explaining.as_page(edition, entries).encode()})
        say(f"{html}: {count(len(entries), 'entry', 'entries')}")
        return
    if explain is not None:
        say_all(explaining.as_text(entries[0], explaining.explain(edition, entries)[explain]))
        return
    rows = [mention_row(mention) for mention in edition.mentions]
    if style == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(MENTION_COLUMNS)
        writer.writerows(row.values() for row in rows)
        return
    say_all(json.dumps(row, ensure_ascii=False) for row in rows)


@click.command("suggest")
@click.option("--top", default=40, show_default=True, type=click.IntRange(min=1), help="How many names to list.")
@click.option("--evidence", is_flag=True, help="Show the evidence and every passage for each name.")
@click.option(
    "--names",
    "name_list",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV, JSON or YAML list (name, aliases, kind, wikidata, website): suggest only its names.",
)
@click.option("--format", "style", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@click.pass_context
def suggest_command(context: click.Context, top: int, evidence: bool, name_list: Path | None, style: str) -> None:
    """List names that may need an entry, strongest evidence first.

    To hide a name, add it to `ignore` under plugins: colophon in mkdocs.yml. Nothing is written.

    Example: colophon suggest --top 20
    """
    root = site_root(context)
    edition = _readable(root, drafts=True)
    listed: dict[str, ListedName] = {}
    if name_list:
        pairs = suggest_listed(edition, read_names(name_list.read_text("utf-8-sig"), name_list.suffix))
        listed = {one.name: name for one, name in pairs}
        suggestions = [one for one, _ in pairs]
    else:
        suggestions = suggest(edition)
    shown = suggestions[:top]
    if style == "jsonl":
        say_all(json.dumps(asdict(suggestion), ensure_ascii=False) for suggestion in shown)
        return
    for one in shown:
        names = ", ".join((one.name, *one.aliases))
        document, paragraph, sentence = one.passages[0]
        about = "; ".join(one.evidence) if evidence else f"{sentence} [{document} p{paragraph}]"
        say(f"{names} ({one.kind}, {count(one.count, 'time')}): {about}")
        if evidence:
            say_all(f"    {document} p{paragraph}: {sentence}" for document, paragraph, sentence in one.passages)
        if one.name in listed:
            say(f"    {_entry_command(one, listed[one.name])}")
    more = f"; {len(shown)} shown, --top shows more" if len(shown) < len(suggestions) else ""
    say(f"{count(len(suggestions), 'suggestion')}{more}.", err=True)
    if shown:
        say_next(root, _entry_command(shown[0], listed.get(shown[0].name)))


def _entry_command(one: Suggestion, listed: ListedName | None) -> str:
    """The command that creates the entry of a suggested name, with what a list says of it."""
    options = [f"--alias {shlex.quote(alias)}" for alias in one.aliases] if listed else []
    options += [f"--{key} {value}" for key in ("wikidata", "website") if (value := getattr(listed, key, None))]
    return " ".join(("colophon entry", shlex.quote(one.name), "--kind", one.kind, *options))


@click.command("effect")
@click.argument("revision", default="HEAD")
@click.option("--format", "style", type=click.Choice(["text", "markdown", "jsonl"]), default="text", show_default=True)
@click.pass_context
def effect_command(context: click.Context, revision: str, style: str) -> None:
    """Show which mentions your edits add, remove or change.

    Your files are compared with a Git REVISION; default: the last commit.

    Example: colophon effect origin/main --format markdown
    """
    root = site_root(context)
    effect = compare(_readable_revision(root, revision), _readable(root))
    if style == "jsonl":
        say_all(json.dumps(change, ensure_ascii=False) for change in comparing.as_json(effect))
    else:
        say_all(comparing.as_text(effect) if style == "text" else comparing.as_markdown(effect))


def _readable(root: Path, *, drafts: bool = False) -> Edition:
    return compile_readable(read_site(root), "fix this first; the result would be incomplete", drafts=drafts)


def _readable_revision(root: Path, revision: str) -> Edition:
    """The edition at a Git revision. Raises `ColophonError` with what could not be read there."""
    try:
        return compile_readable(read_revision(root, revision), "")
    except (Invalid, Refused) as error:
        first = error.problems[0]
        more = f", and {len(error.problems) - 1} more" if len(error.problems) > 1 else ""
        raise ColophonError(
            f"cannot compare with {revision}: in that revision, {first.path}:{first.place.line}: {first.message}{more};"
            " name a revision that has no problem"
        ) from None
    except ColophonError as error:
        if "not a git repository" in str(error):
            raise ColophonError("effect needs a Git repository: run git init and commit") from None
        raise


@click.command("schema")
@click.argument("name", type=click.Choice(list(MODELS)), required=False)
@click.option("--write", is_flag=True, help="Write both to .vscode/colophon/, with settings for VS Code.")
@click.pass_context
def schema_command(context: click.Context, name: str | None, write: bool) -> None:
    """Print the JSON Schema of a record or an entry.

    Without a name, both are printed.

    Example: colophon schema record
    """
    root = site_root(context)
    if write:
        for path in write_schemas(root):
            say(path.relative_to(root))
        return
    kinds = read_settings(root).kinds
    click.echo(
        as_json(json_schema(name, kinds) if name else {one: json_schema(one, kinds) for one in MODELS}), nl=False
    )


COMMANDS = (entry_command, mentions, suggest_command, effect_command, schema_command)
