"""From `mkdocs.yml` to settings, and where each stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from markdown import Markdown
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from colophon.formats.validation import did_you_mean, dotted, found, slug_of, validated
from colophon.formats.yaml_reader import KeyPath, YamlDocument, locate_yaml
from colophon.model.errors import Invalid
from colophon.model.problem import Place, Problem
from colophon.model.rules import RULES, warnings
from colophon.model.settings import CONFIG, Kind, Notice, Settings, Silence
from colophon.project.writer import first_link

DEFAULT_KINDS: Mapping[str, Kind] = {
    "agency": Kind(label="Agency", plural="Agencies"),
    "official": Kind(label="Official", plural="Officials", person=True),
}

_OPTIONS = ("kinds", "surnames", "ignore", "silence", "editor", "report", "cards", "notices", "order")
_WRITTEN = frozenset({"corpus", "build", "site"})
"""The folders beside `mkdocs.yml` whose files have a use of their own."""
_LANGUAGES = frozenset(
    file.name.removesuffix(".html")
    for file in (files("material") / "templates/partials/languages").iterdir()
    if file.name.endswith(".html")
)
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_LEADS = re.compile(r"\s*(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FIXED = {
    "use_directory_urls": (True, "each page is a folder on the web, and its address never changes"),
    "exclude_docs": (None, "all of the folder is published but development/ and names that begin with a full stop"),
    "draft_docs": (None, "all of the folder is published but development/ and names that begin with a full stop"),
    "site_dir": ("site", "a site is built, verified and replaced there, and nothing else may be"),
}
"""Settings of MkDocs that can say one thing only here, and why."""


def read_configuration(root: Path, text: str) -> tuple[Settings, YamlDocument, tuple[Problem, ...]]:
    """The settings, where everything stands in `mkdocs.yml`, and what in it is wrong but hinders nothing else.

    `text` is what the file holds. Raises `Invalid` where it cannot be read, or for kinds, without which no entry could
    be read.
    """
    yaml = locate_yaml(text, CONFIG)
    config = _load(text, yaml)
    at, options = _plugin_options(config.get("plugins"))
    silences, wrong = _read_silences(options.get("silence") or [], yaml, (*at, "silence"))
    notices, unread = _read_notices(options.get("notices") or [], yaml, (*at, "notices"))
    wrong += unread
    settings = replace(_read_settings(root, config, yaml, at, options, silences), notices=notices)
    placed = [
        *_check_host(config.get("theme"), config.get("plugins"), at, yaml),
        *_check_options(options, at, yaml),
        *(
            (yaml.place(where), f"{dotted(where)}: {told}")
            for where, told in (
                *_check_fixed(config),
                *_check_folder(root, config, settings.docs_dir),
                *_check_code(root, config, settings.docs_dir),
                *_check_addresses(config),
            )
        ),
    ]
    wrong += (Problem(CONFIG, place, "settings", told) for place, told in placed)
    wrong += _check_extensions(config.get("markdown_extensions"), yaml)
    return settings, yaml, tuple(wrong)


def _load(text: str, yaml: YamlDocument) -> Mapping[str, Any]:
    """What MkDocs would read. Raises `Invalid`."""
    try:
        config = yaml_load(text)  # of a text, not of a file: what INHERIT names is not read
    except (ConfigurationError, ValueError, TypeError) as error:
        raise _wrong_setting("", f"cannot be read: {error}") from None
    if not isinstance(config, Mapping):
        raise _wrong_setting("", "expected keys and values, such as site_name: My site")
    if "INHERIT" in config:
        told = "INHERIT: the settings of a site stand in one file, where each is checked; write them here"
        raise Invalid(Problem(CONFIG, yaml.key_place(("INHERIT",)), "settings", told))
    return config


def _read_settings(
    root: Path,
    config: Mapping[str, Any],
    yaml: YamlDocument,
    at: KeyPath,
    options: Mapping[str, Any],
    silences: Mapping[KeyPath, Silence],
) -> Settings:
    """The settings; of a value that is wrong, and told as such elsewhere, the usual. Raises `Invalid` for the folder and kinds."""
    theme, ignored = config.get("theme"), options.get("ignore") or ()
    docs_dir = PurePosixPath(str(config.get("docs_dir") or "docs")).as_posix()
    if _leaves(docs_dir) or PurePosixPath(docs_dir).parts[0].casefold() in _WRITTEN:
        told = f"docs_dir: expected a folder beside mkdocs.yml, such as docs, found {found(docs_dir)}"
        raise Invalid(Problem(CONFIG, yaml.place(("docs_dir",)), "settings", told))
    return Settings(
        name=str(config.get("site_name") or root.name),
        kinds=_read_kinds(options.get("kinds") or {}, yaml, (*at, "kinds")),
        surname_only_after=options.get("surnames") == "after",
        by_publication=options.get("order") == "published",
        ignored=frozenset(map(str, ignored)) if isinstance(ignored, list) else frozenset(),
        language=str(theme.get("language", "en")) if isinstance(theme, Mapping) else "en",
        docs_dir=docs_dir,
        site_url=f"{str(config['site_url']).rstrip('/')}/" if _can_be_asked(config.get("site_url")) else None,
        repo_url=config["repo_url"] if _can_be_asked(config.get("repo_url")) else None,
        edit_uri=config.get("edit_uri"),
        report=options.get("report") if _is_address(options.get("report")) else None,
        editor=options.get("editor") is True,
        page_cards=options.get("cards") == "pages",
        description=str(config.get("site_description") or ""),
        nav=dict(_pages_of_nav(config["nav"], ("nav",))) if config.get("nav") else None,
        silences=silences,
        scripts=frozenset(str(PurePosixPath(str(path))) for _, path in _loaded(config, "extra_javascript")),
    )


def place_of_option(yaml: YamlDocument, option: str) -> Place:
    """Where an option of the plugin stands in `mkdocs.yml`."""
    ending = ("colophon", option)
    return yaml.place(next((at for at in yaml.places if at[:1] == ("plugins",) and at[-2:] == ending), ("plugins",)))


def _leaves(path: str) -> bool:
    """Whether a path is not one of something below the folder it is relative to."""
    parts = PurePosixPath(path).parts
    return not parts or parts[0] == "/" or ".." in parts or bool(re.search(r"[\\:]", path))


def _check_fixed(config: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Settings of MkDocs that would change what is published, or where."""
    for name, (expected, why) in _FIXED.items():
        if name in config and config[name] != expected:
            yield (name,), f"expected {'nothing' if expected is None else found(expected)}: {why}; remove this line"


def _check_folder(root: Path, config: Mapping[str, Any], docs_dir: str) -> Iterator[tuple[KeyPath, str]]:
    """A folder of pages that is named and not there."""
    if "docs_dir" in config and not (root / docs_dir).is_dir():
        yield ("docs_dir",), f"there is no folder {docs_dir} beside mkdocs.yml"


def _check_code(root: Path, config: Mapping[str, Any], docs_dir: str) -> Iterator[tuple[KeyPath, str]]:
    """Files that run while a site is built: hooks are Python, and templates can call it.

    Whoever may write a text or a page must not be able to write these too.
    """
    theme, hooks = config.get("theme"), config.get("hooks")
    named: list[tuple[KeyPath, object]] = [
        (("hooks", number), hook) for number, hook in enumerate(hooks if isinstance(hooks, list) else ())
    ]
    if isinstance(theme, Mapping) and theme.get("custom_dir"):
        named.append((("theme", "custom_dir"), theme["custom_dir"]))
    for at, path in named:
        if not isinstance(path, str):
            continue  # MkDocs tells it
        if _leaves(path) or PurePosixPath(path).parts[0] in {*_WRITTEN, PurePosixPath(docs_dir).parts[0]}:
            told = f"expected a place of its own beside mkdocs.yml, such as overrides, found {found(path)}"
            yield at, f"{told}; what is here runs while the site is built: keep it apart from texts and pages"
        elif linked := first_link(root, Path(path)):
            yield at, f"{linked.as_posix()} is a symbolic link; put the file or folder itself here"
        elif not (root / path).exists():
            yield at, f"there is no {path} beside mkdocs.yml"


def _check_addresses(config: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """What pages would load from elsewhere, and links and languages that are none."""
    theme = config["theme"] if isinstance(config.get("theme"), Mapping) else {}
    loaded: list[tuple[KeyPath, object]] = [(("theme", name), theme.get(name)) for name in ("logo", "favicon")]
    loaded += [*_loaded(config, "extra_css"), *_loaded(config, "extra_javascript")]
    for at, address in loaded:
        if isinstance(address, str) and _ELSEWHERE.match(address):
            told = f"expected a file of the site, found {found(address)}; another host would see who reads the site"
            yield at, f"{told}: put the file into the site and name that"
    for at, address in _pages_of_nav(config.get("nav"), ("nav",)):
        if _LEADS.match(address):
            yield at, f"expected a page or an address that begins with https://, found {found(address)}"
    if (language := str(theme.get("language", "en"))) not in _LANGUAGES:
        yield (
            ("theme", "language"),
            f"the theme does not know the language {found(language)}; {did_you_mean(language, sorted(_LANGUAGES))}",
        )
    for name in ("site_url", "repo_url"):
        if config.get(name) and not _can_be_asked(config[name]):
            yield (name,), f"expected an address that begins with https://, found {found(config[name])}"
    if re.search(r"[?#]", str(config.get("site_url") or "")):
        yield ("site_url",), f"expected an address without ? and #, found {found(config['site_url'])}"


def _can_be_asked(address: object) -> bool:
    """Whether it is an address on the web with a host."""
    try:
        split = urlsplit(address) if isinstance(address, str) else None
    except ValueError:
        return False
    return split is not None and split.scheme in {"http", "https"} and bool(split.netloc)


def _loaded(config: Mapping[str, Any], name: str) -> Iterator[tuple[KeyPath, object]]:
    """The files that a setting such as `extra_css` puts on every page, and where each stands."""
    for number, written in enumerate(config[name] if isinstance(config.get(name), list) else ()):
        yield (name, number), written.get("path") if isinstance(written, Mapping) else written


def _check_extensions(listed: object, yaml: YamlDocument) -> Iterator[Problem]:
    """Markdown extensions that nobody installed, or with settings they do not have, which would end a build."""
    for number, written in enumerate(listed if isinstance(listed, list) else ()):
        name, options = next(iter(written.items()), ("", None)) if isinstance(written, Mapping) else (written, None)
        if not _builds(str(name), {}):
            told = "cannot be loaded: correct its name, install the package it comes from, or remove it"
        elif isinstance(options, Mapping) and not _builds(str(name), options):
            told = "does not take these settings; correct or remove them"
        else:
            continue
        place = yaml.place(("markdown_extensions", number))
        yield Problem(CONFIG, place, "settings", f"markdown_extensions[{number}]: the extension {str(name)!r} {told}")


def _builds(extension: str, options: Mapping[str, Any]) -> bool:
    try:
        Markdown().build_extension(extension, options)
    except Exception:  # noqa: BLE001 -- of whatever kind: the extension is somebody else's
        return False
    return True


def _check_host(theme: object, plugins: object, at: KeyPath, yaml: YamlDocument) -> Iterator[tuple[Place, str]]:
    """What MkDocs must be told so that a site comes of it: `at` is where the plugin stands, empty if nowhere."""
    if not at:
        listed = (
            [str(name) for plugin in plugins or () for name in (plugin if isinstance(plugin, Mapping) else [plugin])]
            if isinstance(plugins, list | Mapping)
            else []
        )
        near = get_close_matches("colophon", listed, 1)
        fix = f"correct {near[0]}" if near else "add the line - colophon"
        told = f"colophon is missing; without it no text and no entry has a page: {fix}"
        yield yaml.place(("plugins",)), f"plugins: {told}"
    name = theme.get("name") if isinstance(theme, Mapping) else theme
    if name != "material":
        told = f"expected material, found {found(name)}; the pages are made for it: theme: {{name: material}}"
        yield yaml.place(("theme", "name")), f"theme.name: {told}"


def _check_options(options: Mapping[str, Any], at: KeyPath, yaml: YamlDocument) -> Iterator[tuple[Place, str]]:
    for option in options:
        if option not in _OPTIONS:
            near = get_close_matches(str(option), _OPTIONS, 1)
            told = f"did you mean {near[0]}?" if near else f"known here: {', '.join(_OPTIONS)}"
            place = yaml.key_place((*at, option))
            yield place, f"plugins.colophon.{option}: this option is not known; {told}"
    if (surnames := options.get("surnames", "anywhere")) not in ("anywhere", "after"):
        told = f"expected anywhere or after, found {found(surnames)}"
        yield yaml.place((*at, "surnames")), f"plugins.colophon.surnames: {told}"
    if not isinstance(editor := options.get("editor", False), bool):
        yield yaml.place((*at, "editor")), f"plugins.colophon.editor: expected true or false, found {found(editor)}"
    if (cards := options.get("cards", "site")) not in ("site", "pages"):
        told = f"expected site or pages, found {found(cards)}"
        yield yaml.place((*at, "cards")), f"plugins.colophon.cards: {told}"
    if (order := options.get("order", "id")) not in ("id", "published"):
        yield yaml.place((*at, "order")), f"plugins.colophon.order: expected id or published, found {found(order)}"
    if not isinstance(ignored := options.get("ignore") or [], list):
        told = f"expected a list of names, found {found(ignored)}; did you mean [{ignored}]?"
        yield yaml.place((*at, "ignore")), f"plugins.colophon.ignore: {told}"
    if (report := options.get("report")) is not None and not _is_address(report):
        told = f"expected an address that begins with https:// or mailto:, found {found(report)}"
        yield yaml.place((*at, "report")), f"plugins.colophon.report: {told}"


def _is_address(report: object) -> bool:
    return isinstance(report, str) and bool(re.fullmatch(r"(https?://|mailto:)[^\s<>\"]+", report))


def _plugin_options(plugins: object) -> tuple[KeyPath, Mapping[str, Any]]:
    """Where the plugin stands, empty if nowhere, and its options: MkDocs lets a site write a list or keys and values."""
    if not isinstance(plugins, Mapping | list | tuple | None):
        raise _wrong_setting("", f"plugins: expected a list, found {found(plugins)}")
    named: list[tuple[KeyPath, object]] = [(("plugins",), plugins)] if isinstance(plugins, Mapping) else []
    named += [(("plugins", number), plugin) for number, plugin in enumerate(plugins or ()) if not named]
    for at, plugin in named:
        if plugin == "colophon":
            return at, {}
        if isinstance(plugin, Mapping) and "colophon" in plugin:
            options = plugin["colophon"] or {}
            if not isinstance(options, Mapping):
                raise _wrong_setting("", f"plugins.colophon: expected keys and values, found {found(options)}")
            return (*at, "colophon"), options
    return (), {}


def _read_kinds(own: object, yaml: YamlDocument, at: KeyPath) -> Mapping[str, Kind]:
    if not isinstance(own, Mapping):
        told = "expected kinds, each with label and plural, such as ship: {label: Ship, plural: Ships}"
        raise _wrong_setting("kinds", told)
    kinds = dict(DEFAULT_KINDS)
    problems: list[Problem] = []
    for slug, kind in own.items():
        if slug_of(str(slug)) != slug:
            told = f"plugins.colophon.kinds.{slug}: expected lower-case letters, digits, - and _; did you mean {slug_of(str(slug))}?"
            problems.append(Problem(CONFIG, yaml.key_place((*at, slug)), "settings", told))
        try:
            below = yaml.below((*at, slug), kind)
            kinds[slug] = validated(Kind, below, CONFIG, ("plugins", "colophon", "kinds", slug))
        except Invalid as error:
            problems += error.problems
    if problems:
        raise Invalid(*problems)
    return kinds


def _read_silences(listed: object, yaml: YamlDocument, at: KeyPath) -> tuple[Mapping[KeyPath, Silence], list[Problem]]:
    """The warnings a site silences, and what is wrong with the others."""
    name: KeyPath = ("plugins", "colophon", "silence")
    if not isinstance(listed, list):
        told = "expected a list, such as - {rule: ..., at: docs/glossary/NAME.md, reason: ...}"
        return {}, [Problem(CONFIG, yaml.place(at), "silence", f"{dotted(name)}: {told}")]
    silences: dict[KeyPath, Silence] = {}
    problems: list[Problem] = []
    for number, written in enumerate(listed):
        here = (*at, number)
        try:
            silence = validated(Silence, yaml.below(here, written), CONFIG, (*name, number))
        except Invalid as error:
            problems += (replace(problem, rule="silence") for problem in error.problems)
            continue
        if silence.rule in RULES and RULES[silence.rule].severity == "warning":
            silences[here] = silence
            continue
        if silence.rule in RULES:
            told = f"{silence.rule} is an error, and an error cannot be silenced; mend it"
        else:
            told = f"there is no rule {silence.rule!r}; {did_you_mean(silence.rule, warnings())}"
        problems.append(
            Problem(CONFIG, yaml.place((*here, "rule")), "silence", f"{dotted((*name, number, 'rule'))}: {told}")
        )
    return silences, problems


def _read_notices(listed: object, yaml: YamlDocument, at: KeyPath) -> tuple[Mapping[str, str], list[Problem]]:
    """What readers get in place of commit messages, and what is wrong with the others."""
    name: KeyPath = ("plugins", "colophon", "notices")
    if not isinstance(listed, list):
        message = 'expected a list, such as - {commit: 1a2b3c4, says: "Correction: ..."}'
        return {}, [Problem(CONFIG, yaml.place(at), "settings", f"{dotted(name)}: {message}")]
    notices: dict[str, str] = {}
    problems: list[Problem] = []
    for number, written in enumerate(listed):
        try:
            notice = validated(Notice, yaml.below((*at, number), written), CONFIG, (*name, number))
        except Invalid as error:
            problems += (replace(problem, rule="settings") for problem in error.problems)
        else:
            notices[notice.commit] = notice.says
    return notices, problems


def _pages_of_nav(nav: object, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Every page and address of the navigation, and where it stands."""
    if isinstance(nav, str):
        yield at, nav
    elif isinstance(nav, list):
        for number, inner in enumerate(nav):
            yield from _pages_of_nav(inner, (*at, number))
    elif isinstance(nav, Mapping):
        for title, inner in nav.items():
            yield from _pages_of_nav(inner, (*at, title))


def _wrong_setting(option: str, message: str) -> Invalid:
    at = f"plugins.colophon.{option}: " if option else ""
    return Invalid(Problem(CONFIG, Place(), "settings", at + message))
