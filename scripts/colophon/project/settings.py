"""Reads and checks `mkdocs.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load
from pydantic import AfterValidator, ConfigDict

from colophon.formats.validation import cut_problem, describe, field_path, validation_problems
from colophon.formats.yaml_reader import KeyPath, YamlDocument, locate_yaml
from colophon.model.errors import Invalid
from colophon.model.language import N_, Catalog
from colophon.model.problem import Place, Problem, Rule
from colophon.model.settings import CONFIG, EXTENSIONS, Kind, PluginOptions, Settings, Silence
from colophon.model.values import FileModel, Name, expected
from colophon.project.catalogs import catalog_of, languages
from colophon.project.writer import first_link

SETTINGS = Rule(
    "settings", "`mkdocs.yml` can be read, and its settings are ones that Colophon, MkDocs and the theme know."
)
SILENCE = Rule("silence", "A warning is silenced by rule and file, with a reason. Errors cannot be silenced.")

DEFAULT_KINDS: Mapping[str, Kind] = {
    "agency": Kind(label=N_("Agency"), plural=N_("Agencies")),
    "official": Kind(label=N_("Official"), plural=N_("Officials"), person=True),
}

_PLUGIN: KeyPath = ("plugins", "colophon")
"""The path of the options in messages, whether plugins are a list or keys and values."""
_USED = frozenset({"corpus", "build", "site", "docs"})
"""Folders beside `mkdocs.yml` that have another use."""
_ICONS = files("material") / "templates/.icons"
_OTHER_HOST = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"\s*(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ALL_PUBLISHED = "everything in docs/ is published except development/ and names that begin with a period"
_FIXED = {
    "use_directory_urls": (True, "each page is a folder on the web, and its address is permanent"),
    "exclude_docs": (None, _ALL_PUBLISHED),
    "draft_docs": (None, _ALL_PUBLISHED),
    "site_dir": ("site", "the site is built, verified and replaced there"),
}
"""Settings of MkDocs that must have one value, and why."""
_TYPES = {"str": "text", "list": "a list", "dict": "keys and values", "bool": "true or false", "int": "a whole number"}


def default_kinds(catalog: Catalog) -> dict[str, Kind]:
    """The kinds that every site has, in the language of the site."""
    say = catalog.messages.gettext
    return {
        slug: Kind(label=say(kind.label), plural=say(kind.plural), person=kind.person)
        for slug, kind in DEFAULT_KINDS.items()
    }


def _check_palette(value: object) -> object:
    if not all(isinstance(one, Mapping) for one in (value if isinstance(value, list) else [value])):
        raise expected("keys and values, or a list of them")
    return value


class _Written(FileModel):
    """Settings of MkDocs that end a build although MkDocs itself accepts them."""

    model_config = ConfigDict(extra="allow")
    site_name: Name | None = None
    extra_css: list[Name] | None = None
    extra_templates: list[Name] | None = None


class _Theme(FileModel):
    """The settings of Material whose wrong types would end a build."""

    model_config = ConfigDict(extra="allow")
    name: Literal["material"]
    language: str = "en"
    custom_dir: str | None = None
    logo: str | None = None
    favicon: str | None = None
    features: list[str] | None = None
    static_templates: list[Name] | None = None
    direction: Literal["ltr", "rtl"] = "ltr"
    icon: Mapping[str, Any] = {}
    palette: Annotated[Any, AfterValidator(_check_palette)] = None


def read_configuration(root: Path, text: str) -> tuple[Settings, YamlDocument, tuple[Problem, ...]]:
    """Read the text of `mkdocs.yml`: settings, the places in the file, and problems that hinder nothing else.

    Raises `Invalid` if the file cannot be read, and for wrong kinds or folders, without which nothing else can be read.
    """
    yaml = locate_yaml(text, CONFIG)
    config = _load(text, yaml)
    at, options, silences, problems = _read_options(config.get("plugins"), yaml)
    settings = _read_settings(root, config, options, silences)
    problems += [*_check_theme(config.get("theme"), yaml), *_check_types(_Written, (), config, yaml)]
    found = [
        *_check_plugins(config.get("plugins"), at),
        *_check_fixed(config),
        *_check_extra(config.get("extra")),
        *_check_code(root, config),
        *_check_addresses(config),
        *_check_extensions(config.get("markdown_extensions")),
    ]
    own = {where[0] for where, _ in found} | {
        (p.field or p.message).partition(".")[0].partition("[")[0] for p in problems
    }
    found += [(where, message) for where, message in _mkdocs_problems(root, text) if where[0] not in own]
    problems += (_problem(yaml, where, message) for where, message in found)
    problems += _check_comments(yaml)
    return settings, yaml, tuple(problems)


def _problem(yaml: YamlDocument, where: KeyPath, message: str) -> Problem:
    place = yaml.key_place(where) if message.startswith("unknown setting") else yaml.place(where)
    return Problem(CONFIG, place, SETTINGS, f"{field_path(where)}: {message}")


def _load(text: str, yaml: YamlDocument) -> dict[str, Any]:
    """The data that MkDocs would read. Raises `Invalid`."""
    try:
        config = yaml_load(text)  # of a text, not of a file: the file that INHERIT names is not read
    except (ConfigurationError, ValueError, TypeError) as error:
        raise _wrong_setting(f"cannot be read: {error}") from None
    if not isinstance(config, dict):
        raise _wrong_setting("expected keys and values, such as site_name: My site")
    if "INHERIT" in config:
        message = "all settings of a site must be in one file, where each is checked; move them here"
        raise Invalid(Problem(CONFIG, yaml.key_place(("INHERIT",)), SETTINGS, f"INHERIT: {message}"))
    docs = config.get("docs_dir") or "docs"
    if not isinstance(docs, str) or PurePosixPath(docs).as_posix() != "docs":
        message = f"docs_dir: expected docs, found {describe(docs)}; rename the folder to docs and remove this line"
        raise Invalid(Problem(CONFIG, yaml.place(("docs_dir",)), SETTINGS, message))
    return config


def _read_settings(
    root: Path, config: Mapping[str, Any], options: PluginOptions, silences: Mapping[KeyPath, Silence]
) -> Settings:
    """The settings, with defaults for wrong values, which are reported elsewhere."""
    theme, edit_uri = config.get("theme"), config.get("edit_uri")
    language = str(theme.get("language", "en")) if isinstance(theme, Mapping) else "en"
    catalog = catalog_of(language)
    return Settings(
        name=str(config.get("site_name") or root.name),
        kinds={**default_kinds(catalog), **options.kinds},
        surname_only_after=options.surnames == "after",
        by_publication=options.order == "published",
        ignored=frozenset(options.ignore),
        language=language,
        catalog=catalog,
        site_url=f"{str(config['site_url']).rstrip('/')}/" if _is_web_address(config.get("site_url")) else None,
        repo_url=config["repo_url"] if _is_web_address(config.get("repo_url")) else None,
        edit_uri=edit_uri if isinstance(edit_uri, str) else None,
        publisher=options.publisher,
        report=options.report,
        license=options.license,
        doi=options.doi,
        without_exports=frozenset(options.without_exports),
        editor=options.editor,
        page_cards=options.cards == "pages",
        description=str(config.get("site_description") or ""),
        nav=dict(_pages_of_nav(config["nav"], ("nav",))) if config.get("nav") else None,
        silences=silences,
        notices={notice.commit: notice.says for notice in options.notices},
        scripts=frozenset(str(PurePosixPath(str(path))) for _, path in _loaded(config, "extra_javascript")),
        loaded=frozenset(PurePosixPath(str(path)) for _, path in _files_on_pages(config)),
        extensions=_extensions_of(config.get("markdown_extensions")),
    )


def _read_options(
    plugins: object, yaml: YamlDocument
) -> tuple[KeyPath, PluginOptions, Mapping[KeyPath, Silence], list[Problem]]:
    """The path of the plugin (empty if it is missing), its options and silences, and problems.

    An option or silence that is wrong is left out. Raises `Invalid` for wrong kinds.
    """
    at, written = _plugin_options(plugins)
    data = {name: value for name, value in written.items() if value is not None}
    _, found = validation_problems(PluginOptions, yaml.below(at, data), CONFIG, _PLUGIN)
    wrong = {path[:2] if path[0] == "silence" and len(path) > 1 else path[:1] for path, _ in found}
    problems = [replace(problem, rule=SILENCE if path[0] == "silence" else SETTINGS) for path, problem in found]
    if ("kinds",) in wrong:
        raise Invalid(*problems)
    listed: Any = data.get("silence") if ("silence",) not in wrong else None
    numbers = [n for n in range(len(listed or ())) if ("silence", n) not in wrong]
    right = {name: value for name, value in data.items() if (name,) not in wrong}
    right |= {"silence": [listed[n] for n in numbers]} if "silence" in right else {}
    options = PluginOptions.model_validate(right)
    return at, options, {(*at, "silence", n): one for n, one in zip(numbers, options.silence, strict=True)}, problems


def _plugin_options(plugins: object) -> tuple[KeyPath, Mapping[str, Any]]:
    """The path of the plugin, empty if it is missing, and its options. MkDocs allows a list or keys and values."""
    if not isinstance(plugins, Mapping | list | tuple | None):
        raise _wrong_setting(f"plugins: expected a list, found {describe(plugins)}")
    named: list[tuple[KeyPath, object]] = [(("plugins",), plugins)] if isinstance(plugins, Mapping) else []
    named += [(("plugins", number), plugin) for number, plugin in enumerate(plugins or ()) if not named]
    for at, plugin in named:
        if plugin == "colophon":
            return at, {}
        if isinstance(plugin, Mapping) and "colophon" in plugin:
            options = plugin["colophon"] or {}
            if not isinstance(options, Mapping):
                raise _wrong_setting(f"{field_path(_PLUGIN)}: expected keys and values, found {describe(options)}")
            return (*at, "colophon"), options
    return (), {}


def place_of_option(yaml: YamlDocument, option: str) -> Place:
    """The place of an option of the plugin in `mkdocs.yml`."""
    ending = ("colophon", option)
    return yaml.place(next((at for at in yaml.places if at[:1] == ("plugins",) and at[-2:] == ending), ("plugins",)))


def _check_plugins(plugins: object, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """The plugin itself, and others that would not work beside it."""
    written: list[Any] = list(plugins) if isinstance(plugins, Mapping | list | tuple) else []
    listed = [str(next(iter(plugin), "")) if isinstance(plugin, Mapping) else str(plugin) for plugin in written]
    if not at:
        near = get_close_matches("colophon", listed, 1)
        fix = f"correct {near[0]}" if near else "add the line - colophon"
        yield ("plugins",), f"colophon is missing; without it no text and no entry has a page: {fix}"
    for number, name in enumerate(listed):
        here: KeyPath = ("plugins", name if isinstance(plugins, Mapping) else number)
        if name in {"search", "material/search"}:
            yield here, "the site has a search of its own; remove this plugin"
        elif name in {"offline", "material/offline"}:
            yield here, "it changes the addresses of pages, which never change here; remove this plugin"
        elif name in listed[:number]:
            yield here, f"{name} is listed twice; remove one of the two"


def _check_theme(theme: object, yaml: YamlDocument) -> list[Problem]:
    """The theme, and types of its settings."""
    data = {"name": theme} if isinstance(theme, str) else theme if isinstance(theme, Mapping) else {}
    if data.get("name") != "material":
        message = f"theme.name: expected material, found {describe(data.get('name'))}; write theme: {{name: material}}"
        return [Problem(CONFIG, yaml.place(("theme", "name")), SETTINGS, message)]
    return _check_types(_Theme, ("theme",), data, yaml)


def _check_types(model: type[FileModel], at: KeyPath, data: Mapping[Any, Any], yaml: YamlDocument) -> list[Problem]:
    """Values that are not of the type that `model` gives their keys; what is null is not set."""
    written = {str(name): value for name, value in data.items() if value is not None}
    _, found = validation_problems(model, yaml.below(at, written), CONFIG, at)
    return [replace(problem, rule=SETTINGS) for _, problem in found]


def _check_fixed(config: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Settings of MkDocs that would change what is published, or where."""
    for name, (value, why) in _FIXED.items():
        if name in config and config[name] != value:
            yield (name,), f"expected {'nothing' if value is None else describe(value)}: {why}; remove this line"


def _check_extra(extra: object) -> Iterator[tuple[KeyPath, str]]:
    """Values under `extra` that the theme would fail at, or load from another host."""
    if not isinstance(extra, Mapping):
        return
    if extra.get("analytics"):
        yield ("extra", "analytics"), "another host would see who reads the site; remove it"
    social = extra.get("social") or []
    if not isinstance(social, list):
        yield ("extra", "social"), f"expected a list of links, each with icon and link, found {describe(social)}"
        return
    for number, item in enumerate(social):
        icon = item.get("icon") if isinstance(item, Mapping) else None
        here: KeyPath = ("extra", "social", number)
        if not isinstance(item, Mapping) or not isinstance(item.get("link"), str):
            yield here, f"expected icon and link, found {describe(item)}"
        elif not isinstance(icon, str) or _leaves(icon) or not (_ICONS / f"{icon}.svg").is_file():
            yield here, f"expected an icon of the theme, such as fontawesome/brands/github, found {describe(icon)}"


def _check_code(root: Path, config: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Files that run during a build: hooks are Python, and templates can call Python.

    Whoever may write a text or a page must not be able to write these too.
    """
    theme, hooks = config.get("theme"), config.get("hooks") or ()
    if not (isinstance(hooks, list | tuple) and all(isinstance(hook, str) for hook in hooks)):
        yield ("hooks",), f"expected a list of files, found {describe(hooks)}"
        hooks = ()
    named: list[tuple[KeyPath, object]] = [(("hooks", number), hook) for number, hook in enumerate(hooks)]
    if isinstance(theme, Mapping) and theme.get("custom_dir"):
        named.append((("theme", "custom_dir"), theme["custom_dir"]))
    for at, path in named:
        if not isinstance(path, str):
            continue  # `_check_theme` reports it
        if _leaves(path) or PurePosixPath(path).parts[0] in _USED:
            message = f"expected a path of its own beside mkdocs.yml, such as overrides, found {describe(path)}"
            yield at, f"{message}; it runs during a build, so keep it apart from texts and pages"
        elif linked := first_link(root, Path(path)):
            yield at, f"{linked.as_posix()} is a symbolic link; replace it by the file or folder"
        elif not (root / path).exists():
            yield at, f"{path} does not exist beside mkdocs.yml"


def _leaves(path: str) -> bool:
    """Whether a path is not a path of something below the folder it is relative to."""
    parts = PurePosixPath(path).parts
    return not parts or parts[0].startswith("/") or ".." in parts or bool(re.search(r"[\\:\0]", path))


def _check_addresses(config: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Files that pages would load from other hosts, and invalid addresses and languages."""
    theme: Any = config["theme"] if isinstance(config.get("theme"), Mapping) else {}
    for at, address in _files_on_pages(config):
        if isinstance(address, str) and _OTHER_HOST.match(address):
            message = (
                f"expected a file of the site, found {describe(address)}; another host would see who reads the site"
            )
            yield at, f"{message}: add the file to the site and name that"
    for at, address in _pages_of_nav(config.get("nav"), ("nav",)):
        if _OTHER_SCHEME.match(address):
            yield at, f"expected a page or an address that begins with https://, found {describe(address)}"
    # WCAG 2.2, 3.1.1: a page says in which language its words are.
    if (language := theme.get("language", "en")) not in languages():
        message = f"expected {' or '.join(languages())}, found {describe(language)}; pages have no words in it"
        fix = "choose one of these (the language of a text is in its record), or add one as CONTRIBUTING.md of Colophon says"
        yield ("theme", "language"), f"{message}: {fix}"
    for name in ("site_url", "repo_url"):
        if config.get(name) and not _is_web_address(config[name]):
            yield (name,), f"expected an address that begins with https://, found {describe(config[name])}"
    if re.search(r"[?#]", str(config.get("site_url") or "")):
        yield ("site_url",), f"expected an address without ? and #, found {describe(config['site_url'])}"


def _is_web_address(address: object) -> bool:
    """Whether it is an http(s) address with a host."""
    try:
        split = urlsplit(address) if isinstance(address, str) else None
    except ValueError:
        return False
    return split is not None and split.scheme in {"http", "https"} and bool(split.netloc)


def _files_on_pages(config: Mapping[str, Any]) -> Iterator[tuple[KeyPath, object]]:
    """The files that the settings add to every page, and their paths in `mkdocs.yml`."""
    theme = config["theme"] if isinstance(config.get("theme"), Mapping) else {}
    yield from ((("theme", name), theme[name]) for name in ("logo", "favicon") if name in theme)
    yield from (*_loaded(config, "extra_css"), *_loaded(config, "extra_javascript"))


def _loaded(config: Mapping[str, Any], name: str) -> Iterator[tuple[KeyPath, object]]:
    """The files that a setting such as `extra_css` adds to every page, and their paths in `mkdocs.yml`."""
    for number, written in enumerate(config[name] if isinstance(config.get(name), list) else ()):
        yield (name, number), written.get("path") if isinstance(written, Mapping) else written


def _extensions_of(listed: object) -> dict[str, Mapping[str, Any]]:
    """The Markdown extensions that can be loaded, those that pages need included, and their settings."""
    read = {name: options if isinstance(options, Mapping) else {} for _, name, options in _extensions_in(listed)}
    usable = {name.removeprefix("markdown.extensions."): one for name, one in read.items() if _builds(name, one)}
    return {**{name: {} for name in EXTENSIONS}, **usable}


def _extensions_in(listed: object) -> Iterator[tuple[KeyPath, str, object]]:
    """The path of each extension, its name and its settings. MkDocs allows a list or keys and values."""
    if isinstance(listed, Mapping):
        yield from ((("markdown_extensions", name), str(name), options) for name, options in listed.items())
    for number, written in enumerate(listed if isinstance(listed, list) else ()):
        name, options = _named(written)
        yield ("markdown_extensions", number), str(name), options


def _named(written: object) -> tuple[object, object]:
    return next(iter(written.items()), ("", None)) if isinstance(written, Mapping) else (written, None)


def _check_extensions(listed: object) -> Iterator[tuple[KeyPath, str]]:
    """Markdown extensions that are not installed or do not take their settings, which would end a build."""
    for at, name, options in _extensions_in(listed):
        if not _builds(name, {}):
            message = "cannot be loaded: correct its name, install its package, or remove it"
        elif isinstance(options, Mapping) and not _builds(name, options):
            message = "does not take these settings; correct or remove them"
        elif name.removeprefix("markdown.extensions.") == "footnotes" and _renames_notes(options):
            message = "must keep the ids of notes, by which citations are verified; remove SEPARATOR and UNIQUE_IDS"
        else:
            continue
        yield at, f"the extension {name!r} {message}"


def _renames_notes(options: object) -> bool:
    """Whether settings of `footnotes` change the ids of notes."""
    return isinstance(options, Mapping) and (options.get("SEPARATOR", ":") != ":" or bool(options.get("UNIQUE_IDS")))


def _builds(extension: str, options: Mapping[str, Any]) -> bool:
    try:
        Markdown().build_extension(extension, options)
    except Exception:  # noqa: BLE001 -- the extension may raise anything
        return False
    return True


@lru_cache(maxsize=4)
def _mkdocs_problems(root: Path, text: str) -> tuple[tuple[KeyPath, str], ...]:
    """The errors and warnings of MkDocs itself, which would end a build. No hook is run, no other file is read."""
    config = {key: value for key, value in yaml_load(text).items() if key not in {"hooks", "docs_dir", "site_dir"}}
    plugins = config.get("plugins") or []
    if isinstance(plugins, Mapping):
        config["plugins"] = {name: options for name, options in plugins.items() if name != "colophon"}
    else:
        config["plugins"] = [plugin for plugin in plugins if str(_named(plugin)[0]) not in {"colophon", "search"}]
    # The folder of pages, which need not exist, is not MkDocs' to check: any other that exists does.
    default = {"site_name": "x", "theme": "material", "plugins": [], "docs_dir": str(Path(__file__).parent)}
    asked = {"site_name": None, **config}
    if not _validate(root, {**default, **asked}, "site_name"):
        return ()
    found: dict[str, tuple[KeyPath, str]] = {}
    for key, value in asked.items():  # MkDocs stops at its first error
        complaints = _validate(root, {**default, key: value}, key)
        found |= {one: _in_our_words(one, message, config) for one, message in complaints}
    return tuple(found.values())


def _validate(root: Path, config: dict[str, Any], key: str) -> list[tuple[str, str]]:
    """What MkDocs says of settings: the key of each, and a message. What nobody foresaw is said of `key`."""
    checked = MkDocsConfig(config_file_path=str(root / CONFIG))
    try:
        checked.load_dict(config)
        errors, remarks = checked.validate()
    except Exception as error:  # noqa: BLE001 -- a value of a wrong type may raise anything
        return [(key, f"cannot be read by MkDocs: {error}")]
    return [(str(key), str(message)) for key, message in (*errors, *remarks)]


def _in_our_words(key: str, message: str, config: Mapping[str, Any]) -> tuple[KeyPath, str]:
    if "Unrecognised configuration name" in message:
        near = get_close_matches(key, list(MkDocsConfig().keys()), 1)
        return (key,), f"unknown setting; {f'did you mean {near[0]}?' if near else 'correct its name or remove it'}"
    if message.startswith("Required configuration"):
        return (key,), "is missing"
    if types := re.fullmatch(r"Expected type: <class '(\w+)'> but received: <class '\w+'>", message):
        return (key,), f"expected {_TYPES.get(types[1], types[1])}, found {describe(config.get(key))}"
    return (key,), f"MkDocs refuses this: {' '.join(message.split())}"


def _check_comments(yaml: YamlDocument) -> Iterator[Problem]:
    """Names for readers that end at ` #`."""
    for at, (place, rest) in yaml.cuts.items():
        if at[:1] in {("site_name",), ("site_description",), ("copyright",)} or at[-1:] in {("label",), ("plural",)}:
            yield cut_problem(CONFIG, at, place, rest)


def _pages_of_nav(nav: object, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Every page and address of the navigation, and its path in `mkdocs.yml`."""
    if isinstance(nav, str):
        yield at, nav
    elif isinstance(nav, list):
        for number, inner in enumerate(nav):
            yield from _pages_of_nav(inner, (*at, number))
    elif isinstance(nav, Mapping):
        for title, inner in nav.items():
            yield from _pages_of_nav(inner, (*at, title))


def _wrong_setting(message: str) -> Invalid:
    return Invalid(Problem(CONFIG, Place(), SETTINGS, message))
