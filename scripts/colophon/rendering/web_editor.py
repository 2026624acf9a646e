"""The editor in the browser at /edit/: Sveltia CMS, configured from the rules that `check` applies. Pure.

A record or entry is shown as a form and comes back as the same file with only what was changed written anew; the scripts
that do this are in `theme/editor/` and are given the same JSON Schema as editing programs.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from colophon.edition import Edition
from colophon.formats.json_schema import MODELS, json_schema
from colophon.formats.validation import slug_of
from colophon.model.errors import ColophonError
from colophon.model.settings import Settings
from colophon.model.site import Site
from colophon.rendering.pages.actions import CORPUS, records_of

Files = Mapping[PurePosixPath, bytes]
Schema = Mapping[str, Any]

FOLDER = PurePosixPath("edit")
PACKAGES = {"@sveltia/cms": "0.221.1", "yaml": "2.9.1"}
"""The npm packages it is made of, as `requirements/editor/package.json` pins them."""
CMS = PurePosixPath("@sveltia/cms")
YAML = PurePosixPath("yaml/browser")

_FONTS = {
    "source-sans-3": r"https://cdn\.jsdelivr\.net/fontsource/fonts/source-sans-3:[^)`\"']*?\.woff2",
    "noto-mono": r"https://cdn\.jsdelivr\.net/fontsource/fonts/noto-mono@[^)`\"']*?\.woff2",
    "material-symbols-outlined": r"https://cdn\.jsdelivr\.net/fontsource/fonts/material-symbols-outlined:[^)`\"']*?\.woff2",
}
"""The fonts that Sveltia CMS would fetch from another host; its package brings them along."""
_ON_ITS_OWN_COMPUTER = r"\.isLocalHost=\w+===`127\.0\.0\.1`\|\|/[^/]+/\.test\(\w+\)"
"""It offers the folder mode on 127.0.0.1 only; browsers allow it on every site served over https."""

_NEWER_VERSION = r"https://unpkg\.com/@sveltia/cms(?=`,)"
"""It would ask another host every hour whether there is a newer version."""

_RELATIONS = {
    ("PartOf", "agency"): "glossary",
    ("Position", "agency"): "glossary",
    ("MentionOverrides", "not"): "glossary",
    ("MentionOverrides", "is"): "glossary",
    ("Passage", "document"): "records",
}
_LONG = frozenset({"evidence", "note", "notes", "quote", "reason"})
_FIXED = frozenset({("Record", "id"), ("Record", "fixity"), ("Record", "acquired"), ("Record", "derived")})
_KEYS = {
    "mentions": ("Paragraph", "p and the number of the paragraph, such as p12."),
    "is": ("Words", "The words of the paragraph, exactly as in the text."),
    "notes": ("About", "text: the whole text. p and a number, such as p12: that paragraph."),
    "footnotes": ("Paragraph", "p and the number of the paragraph that is a footnote, such as p45."),
    "pages": ("Page", "The page as the original numbers it, such as 3 or iv."),
    "sources": ("Key", "A short name of your own, such as text-000. In the prose, [^text-000] cites it."),
}
_VALUES = {"notes": "Note", "footnotes": "Mark", "pages": "Begins at"}
_TYPES = {"Passage": "A passage of a text", "WebPage": "An outside page", "Reference": "A book, newspaper, letter ..."}
_SINGULARS = {
    "aliases": "Alias",
    "positions": "Position",
    "sources": "Source",
    "mentions": "Paragraph",
    "is": "Words",
    "notes": "Note",
    "footnotes": "Footnote",
    "pages": "Page",
}
_SUMMARIES = {
    "aliases": "{{text}}",
    "positions": "{{title}}",
    "sources": "{{key}}",
    "mentions": "{{key}}",
    "is": "{{key}}",
    "notes": "{{key}}",
    "footnotes": "{{key}}",
    "pages": "{{key}}",
}


def are_installed(packages: Files) -> bool:
    """Whether the scripts of others are among the files of npm packages."""
    return CMS / "dist/sveltia-cms.js" in packages


def how_to_install(prefix: str) -> str:
    """What an editor does to get the scripts below the folder `prefix`."""
    packages = " ".join(f"{name}@{version}" for name, version in PACKAGES.items())
    return (
        "its scripts are not installed: run make editor once, in the folder that holds the Makefile of Colophon;"
        f" without one, npm install --prefix {prefix} --ignore-scripts --legacy-peer-deps {packages};"
        " or write editor: false"
    )


def editor_files(edition: Edition, own: Files, scripts: Files) -> dict[PurePosixPath, bytes]:
    """The folder /edit/ of a site: Colophon's `own` files for it, the `scripts` of others, and their configuration."""
    settings = edition.site.settings
    config = {"cms": cms_config(edition), "schemas": {name: json_schema(name, settings.kinds) for name in MODELS}}
    files = {path: data for path, data in own.items() if path.suffix == ".js"} | dict(scripts)
    page = own[PurePosixPath("index.html")].decode().replace("{{ name }}", html.escape(settings.name))
    files[PurePosixPath("index.html")] = page.encode()
    files[PurePosixPath("config.json")] = json.dumps(config, ensure_ascii=False, indent=1).encode()
    return {FOLDER / path: data for path, data in files.items()}


def scripts_from(packages: Files) -> dict[PurePosixPath, bytes]:
    """What the editor loads of others, from files of npm packages by path in `node_modules`.

    Raises `ColophonError` where they are not installed, or not the version these files were made for.
    """
    if not are_installed(packages):
        raise ColophonError("mkdocs.yml: plugins.colophon.editor is on, but its scripts are not installed")
    yaml = {"yaml" / path.relative_to(YAML): data for path, data in packages.items() if path.is_relative_to(YAML)}
    return {**_cms(packages), **yaml, PurePosixPath("yaml/LICENSE"): packages[PurePosixPath("yaml/LICENSE")]}


def cms_config(edition: Edition) -> dict[str, Any]:
    """The configuration of Sveltia CMS (https://sveltiacms.app/en/docs/config-basics) for a site."""
    settings = edition.site.settings
    schemas = {name: json_schema(name, settings.kinds) for name in MODELS}
    pages = sorted(path for path in edition.site.pages if path.suffix == ".md")
    return {
        "load_config_file": False,
        "app_title": settings.name,
        "backend": _backend(settings),
        "media_folder": f"{settings.docs_dir}/media",
        "public_folder": "media",
        "output": {"omit_empty_optional_fields": True},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 100},
        "editor": {"preview": False},
        "collections": [
            {
                "name": "glossary",
                "label": "Glossary",
                "label_singular": "Entry",
                "folder": f"{settings.docs_dir}/glossary",
                "extension": "md",
                "format": "colophon-frontmatter",
                "create": True,
                "identifier_field": "name",
                "slug": "{{name}}",
                "summary": "{{name}}",
                "filter": {"field": "kind", "value": list(settings.kinds)},
                "fields": [
                    *_offering(fields_of(schemas["entry"]), edition.site),
                    {
                        "name": "body",
                        "label": "Prose",
                        "widget": "text",
                        "hint": "Markdown. Every paragraph cites at least one source: [^key].",
                    },
                ],
            },
            *(
                {
                    "name": records_of(folder),
                    "label": label,
                    "label_singular": "Record",
                    "folder": folder,
                    "extension": "yml",
                    "format": "colophon-record",
                    "create": False,
                    "delete": False,
                    "identifier_field": "id",
                    "summary": "{{id}}",
                    # The file that describes a collection has no id.
                    **({"filter": {"field": "id", "pattern": "."}} if folder != CORPUS else {}),
                    "fields": fields_of(schemas["record"]),
                }
                for folder, label in {
                    CORPUS: "Texts",
                    **{f"{CORPUS}/{path}": one.title for path, one in edition.site.collections.items()},
                }.items()
            ),
            {
                "name": "pages",
                "label": "Pages",
                "files": [
                    {
                        "name": re.sub(r"[^a-z0-9]+", "-", path.with_suffix("").as_posix().lower()).strip("-"),
                        "label": path.as_posix(),
                        "file": f"{settings.docs_dir}/{path}",
                        "format": "raw",
                        "fields": [{"name": "body", "label": "Page", "widget": "text", "hint": "Markdown."}],
                    }
                    for path in pages
                ],
            },
        ],
    }


def fields_of(schema: Schema, definition: Schema | None = None) -> list[dict[str, Any]]:
    """The form fields of a model in a JSON Schema, in its order; of the schema itself without `definition`."""
    model = schema if definition is None else definition
    required = model.get("required", ())
    return [
        _field(schema, str(model["title"]), name, rule, name in required) for name, rule in model["properties"].items()
    ]


def _field(schema: Schema, model: str, name: str, rule: Schema, required: bool) -> dict[str, Any]:
    """One form field. What its label and hint say, whether it is required, and what checks it come from `rule`."""
    shown: dict[str, Any] = {
        "name": name,
        "label": rule["title"],
        "hint": _hint(rule),
        "required": required,
    }
    if (model, name) in _FIXED:
        shown["readonly"] = True
    if isinstance(rule.get("default"), str | bool):
        shown["default"] = rule["default"]
    return shown | _widget(schema, model, name, _without_null(schema, rule))


def _hint(rule: Schema) -> str:
    example = rule["examples"][0]
    return str(rule["description"]) + (f" Example: {example}" if isinstance(example, str) else "")


def _without_null(schema: Schema, rule: Schema) -> Schema:
    """The rule of a value that is not null, with references resolved."""
    choices = [
        choice
        for choice in rule.get("anyOf", ())
        if choice.get("type") != "null" and not choice.get("$ref", "").endswith("/Body")  # which is written in braces
    ]
    if choices:
        # One of the choices may be a short form: a text for an alias or a list, a year for a date.
        full = [choice for choice in choices if "enum" in choice or choice.get("type") not in ("string", "integer")]
        return _without_null(schema, (full or choices)[0])
    if "$ref" in rule:
        found: Schema = schema["$defs"][rule["$ref"].rpartition("/")[2]]
        return found
    return rule


def _widget(schema: Schema, model: str, name: str, rule: Schema) -> dict[str, Any]:
    if "patternProperties" in rule:
        return _keyed(schema, name, rule["patternProperties"])
    if (model, name) in _RELATIONS:
        return {**_relation(model, name), "multiple": rule["type"] == "array"}
    return _WIDGETS[rule["type"]](schema, name, rule)


def _list_widget(schema: Schema, name: str, rule: Schema) -> dict[str, Any]:
    inner = _without_null(schema, rule["items"])
    if inner["type"] == "object":
        return {**_list(name), "fields": fields_of(schema, inner)}
    number = {"name": "number", "label": "Number", "widget": "number", "value_type": "int"}
    return {"widget": "list", **({"field": number} if inner["type"] == "integer" else {})}


def _object_widget(schema: Schema, _name: str, rule: Schema) -> dict[str, Any]:
    return {"widget": "object", "collapsed": "auto", "fields": fields_of(schema, rule)}


def _text_widget(_schema: Schema, name: str, rule: Schema) -> dict[str, Any]:
    if "enum" in rule:
        return {"widget": "select", "options": list(rule["enum"])}
    checked = {"pattern": [rule["pattern"], rule.get("patternErrorMessage", "")]} if "pattern" in rule else {}
    return {"widget": "text" if name in _LONG else "string", **checked}


_WIDGETS: Mapping[str, Callable[[Schema, str, Schema], dict[str, Any]]] = {
    "array": _list_widget,
    "object": _object_widget,
    "boolean": lambda _schema, _name, _rule: {"widget": "boolean"},
    "integer": lambda _schema, _name, rule: {"widget": "number", "value_type": "int", "min": rule.get("minimum")},
    "string": _text_widget,
}


def _list(name: str) -> dict[str, Any]:
    return {"widget": "list", "collapsed": "auto", "summary": _SUMMARIES[name], "label_singular": _SINGULARS[name]}


def _keyed(schema: Schema, name: str, rules: Schema) -> dict[str, Any]:
    """Keys and values as a list, each with its key: no form of the CMS edits keys and values that are more than text."""
    ((pattern, value),) = rules.items()
    label, hint = _KEYS[name]
    key = {"name": "key", "label": label, "hint": hint, "widget": "string", "pattern": [pattern, hint]}
    if "oneOf" in value:
        named = [(choice["$ref"].rpartition("/")[2], _without_null(schema, choice)) for choice in value["oneOf"]]
        types = [
            {"name": one, "label": _TYPES[one], "summary": "{{key}}", "fields": [key, *fields_of(schema, model)]}
            for one, model in named
        ]
        return {**_list(name), "typeKey": "type", "types": types}
    model = _without_null(schema, value)
    if model["type"] == "object":
        return {**_list(name), "fields": [key, *fields_of(schema, model)]}
    if (("MentionOverrides", name)) not in _RELATIONS:
        return {
            **_list(name),
            "fields": [key, {"name": "value", "label": _VALUES[name], **_text_widget(schema, name, model)}],
        }
    return {**_list(name), "fields": [key, {"name": "value", "label": "Entry", **_relation("MentionOverrides", name)}]}


def _relation(model: str, name: str) -> dict[str, Any]:
    collection = _RELATIONS[model, name]
    shown = ["name"] if collection == "glossary" else ["id", "title.value"]
    picked: dict[str, Any] = {
        "widget": "relation",
        "collection": collection,
        "value_field": "{{slug}}",
        "display_fields": shown,
        "search_fields": shown,
    }
    return picked


def _offering(fields: list[dict[str, Any]], site: Site) -> list[dict[str, Any]]:
    """The same fields, in which what asks for an agency offers no entry of a kind that is a person.

    The CMS offers records of one folder only: where texts are in several, the id of a text is typed.
    """
    persons = [slug for slug, kind in site.settings.kinds.items() if kind.person]
    for field in fields:
        if field["name"] == "agency":
            field["filters"] = [{"field": "kind", "values": persons, "exclude": True}]
        if field.get("collection") == records_of(CORPUS) and site.collections:
            for key in ("collection", "value_field", "display_fields", "search_fields", "multiple"):
                del field[key]
            field["widget"] = "string"
        for inner in ("fields", "types"):
            _offering(field.get(inner, []), site)
    return fields


# --- the page and its scripts ------------------------------------------------------------------------------------


def _backend(settings: Settings) -> dict[str, Any]:
    """Where the files are: in a folder of the editor's computer. The CMS wants a repository named nevertheless."""
    nowhere = "https://folder.invalid"
    return {
        "name": "gitea",
        "repo": f"folder/{slug_of(settings.name) or 'site'}",
        "base_url": nowhere,
        "api_root": f"{nowhere}/api/v1",
        "auth_methods": ["token"],
    }


def _cms(packages: Files) -> dict[PurePosixPath, bytes]:
    """The script of the CMS and its fonts, with the addresses of other hosts replaced by their own."""
    script = packages[CMS / "dist/sveltia-cms.js"].decode()
    files: dict[PurePosixPath, bytes] = {PurePosixPath("LICENSE.txt"): packages[CMS / "LICENSE.txt"]}
    for name, address in _FONTS.items():
        (font,) = (
            path
            for path in packages
            if path.parent == CMS / "npm/assets" and re.match(rf"{name}-.*\.woff2$", path.name)
        )
        script = _replaced(script, address, f"./fonts/{name}.woff2")
        files[PurePosixPath("fonts", f"{name}.woff2")] = packages[font]
        files[PurePosixPath("fonts", f"{name}.LICENSE.txt")] = packages[font.with_name(f"{name}.LICENSE.txt")]
    script = _replaced(script, _ON_ITS_OWN_COMPUTER, ".isLocalHost=!0")
    script = _replaced(script, _NEWER_VERSION, "./cms")
    files[PurePosixPath("cms/package.json")] = json.dumps({"version": _version(packages)}).encode()
    files[PurePosixPath("sveltia-cms.js")] = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", script).encode()
    return files


def _version(packages: Files) -> str:
    return str(json.loads(packages[CMS / "package.json"])["version"])


def _replaced(script: str, pattern: str, by: str) -> str:
    changed, count = re.subn(pattern, lambda _: by, script)
    if count != 1:
        raise ColophonError(
            f"the editor's script is not the supported version: expected one match of {pattern}, found {count}"
        )
    return changed
