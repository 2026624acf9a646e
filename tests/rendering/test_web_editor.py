"""What the editor at /edit/ is told of a site: its forms come from the rules of `check`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from colophon.building.staging import editor_assets
from colophon.formats.json_schema import MODELS, json_schema
from colophon.model.errors import ColophonError
from colophon.rendering.web_editor import PACKAGES as PINNED
from colophon.rendering.web_editor import editor_files, scripts_from
from tests.conftest import PROJECT, ThrowawaySite

OWN = {PurePosixPath(file.name): file.read_bytes() for file in (PROJECT / "scripts/colophon/theme/editor").iterdir()}
FONT = "url(https://cdn.jsdelivr.net/fontsource/fonts/{}.woff2)"
SCRIPT = """x.isLocalHost=e===`127.0.0.1`||/^(.+\\.)?localhost$/.test(e);a=`https://unpkg.com/@sveltia/cms`,b
{}
//# sourceMappingURL=sveltia-cms.js.map""".replace(
    "{}",
    " ".join(FONT.format(name) for name in ("source-sans-3:vf@5/l", "noto-mono@5/l", "material-symbols-outlined:v/l")),
)
PACKAGES = {
    PurePosixPath(path): content.encode()
    for path, content in {
        "@sveltia/cms/dist/sveltia-cms.js": SCRIPT,
        "@sveltia/cms/LICENSE.txt": "MIT",
        "@sveltia/cms/package.json": '{"version": "1.2.3"}',
        **{
            f"@sveltia/cms/npm/assets/{name}": name
            for font in ("source-sans-3", "noto-mono", "material-symbols-outlined")
            for name in (f"{font}-latin-x.woff2", f"{font}.LICENSE.txt")
        },
        "yaml/LICENSE": "ISC",
        "yaml/browser/index.js": "export * from './dist/index.js'",
    }.items()
}


def files_of(site: ThrowawaySite, kinds: str = "{}", more: str = "") -> dict[str, bytes]:
    site.write(
        "mkdocs.yml",
        f"site_name: Harbour <Papers>\ntheme: material\nplugins: [{{colophon: {{editor: true, kinds: {kinds}}}}}]\n{more}",
    )
    return {str(path): data for path, data in editor_files(site.edition(), OWN, scripts_from(PACKAGES)).items()}


def cms_of(site: ThrowawaySite, kinds: str = "{}") -> dict[str, Any]:
    return dict(json.loads(files_of(site, kinds)["edit/config.json"])["cms"])


def names_in(fields: list[dict[str, Any]]) -> Iterator[str]:
    for field in fields:
        yield field["name"]
        yield from names_in([*field.get("fields", []), *field.get("types", []), *filter(None, [field.get("field")])])


def test_a_site_that_does_not_ask_for_it_has_no_editor(site: ThrowawaySite):
    assert {} == editor_assets(site.edition())


def test_the_page_and_all_it_loads_come_from_the_site_itself(site: ThrowawaySite):
    files = files_of(site)
    page = files["edit/index.html"].decode()

    assert "<title>Editor · Harbour &lt;Papers&gt;</title>" in page
    assert "connect-src 'self' blob: data:;" in page
    assert [] == re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
    assert b"https://" not in files["edit/sveltia-cms.js"]
    assert b"sourceMappingURL" not in files["edit/sveltia-cms.js"]
    for address in re.findall(rb"url\(\./([^)]+)\)", files["edit/sveltia-cms.js"]):
        assert f"edit/{address.decode()}" in files
    assert {"edit/yaml/index.js", "edit/editor.js", "edit/start.js", "edit/cms/package.json"} < set(files)


def test_a_script_of_another_make_is_not_served():
    script = PurePosixPath("@sveltia/cms/dist/sveltia-cms.js")
    other = {**PACKAGES, script: PACKAGES[script].replace(b"noto-mono", b"other-mono")}

    with pytest.raises(ColophonError, match="the editor's script is not the supported version"):
        scripts_from(other)


def test_a_site_that_switches_the_editor_on_without_its_scripts_is_reported_what_to_run(
    site: ThrowawaySite, monkeypatch: pytest.MonkeyPatch
):
    """With the Makefile of Colophon, and without it."""
    site.write(
        "mkdocs.yml",
        "site_name: x\ntheme: material\nplugins:\n  - colophon:\n      report: mailto:a@b\n      editor: true\n",
    )
    monkeypatch.setattr("colophon.building.staging.INSTALLED", Path("/share/editor/node_modules"))

    assert [
        (
            "mkdocs.yml:6:15: plugins.colophon.editor: its scripts are not installed: run make editor once, in the folder"
            " that holds the Makefile of Colophon; without one, npm install --prefix /share/editor --ignore-scripts"
            " --legacy-peer-deps @sveltia/cms@0.221.1 yaml@2.9.1; or write editor: false [settings]"
        )
    ] == site.problems()
    with pytest.raises(ColophonError, match="its scripts are not installed"):
        scripts_from({})


def test_what_is_installed_by_hand_is_what_make_editor_installs():
    assert PINNED == json.loads((PROJECT / "requirements/editor/package.json").read_bytes())["dependencies"]


def test_every_field_that_check_knows_has_a_form_field_with_its_name_and_description(site: ThrowawaySite):
    collections = {one["name"]: one for one in cms_of(site)["collections"]}
    for name, collection in (("entry", "glossary"), ("record", "records")):
        schema = json_schema(name, ["agency", "official"])
        shown = collections[collection]["fields"]
        every = {
            key
            for name, model in {"": schema, **schema["$defs"]}.items()
            if name != "Body"
            for key in model["properties"]
        }

        assert list(schema["properties"]) == [field["name"] for field in shown if field["name"] != "body"]
        assert every <= set(names_in(shown))
        for field in shown:
            if field["name"] != "body":
                rule: Mapping[str, Any] = schema["properties"][field["name"]]
                assert rule["title"] == field["label"]
                assert field["hint"].startswith(rule["description"])
                assert field["required"] == (field["name"] in schema["required"])
    assert set(MODELS) == {"entry", "record"}


def test_the_forms_suit_what_they_hold(site: ThrowawaySite):
    fields = {field["name"]: field for field in cms_of(site)["collections"][0]["fields"]}
    position = {field["name"]: field for field in fields["positions"]["fields"]}
    kinds = {one["name"]: [field["name"] for field in one["fields"]] for one in fields["sources"]["types"]}

    assert ("select", ["agency", "official"]) == (fields["kind"]["widget"], fields["kind"]["options"])
    assert ["text", "not", "search_only"] == [field["name"] for field in fields["aliases"]["fields"]]
    assert ("relation", "glossary") == (position["agency"]["widget"], position["agency"]["collection"])
    assert "list" == position["source"]["widget"]
    assert re.search(position["from"]["pattern"][0], "2025-10")
    assert not re.search(position["from"]["pattern"][0], "October 2025")
    assert (["key", "document", "quote", "paragraph"], "key") == (kinds["Passage"], kinds["WebPage"][0])
    assert "text" == fields["body"]["widget"]  # a rich text field would write the Markdown anew
    assert True is fields["surname"]["default"]


def test_no_person_is_offered_as_an_agency_whatever_the_kind_is_named(site: ThrowawaySite):
    kinds = "{judge: {label: Judge, plural: Judges, person: true}, ship: {label: Ship, plural: Ships}}"
    fields = {field["name"]: field for field in cms_of(site, kinds)["collections"][0]["fields"]}
    asked = [
        field for outer in ("positions", "part_of") for field in fields[outer]["fields"] if field["name"] == "agency"
    ]

    assert [[{"field": "kind", "values": ["official", "judge"], "exclude": True}]] * 2 == [
        field["filters"] for field in asked
    ]


def test_files_are_in_a_folder_of_the_editors_computer_also_where_there_is_a_repository(site: ThrowawaySite):
    files = files_of(site, more="repo_url: https://github.com/harbour/papers\n")

    assert "https://folder.invalid" == json.loads(files["edit/config.json"])["cms"]["backend"]["base_url"]
    assert b"github" not in files["edit/index.html"]


@pytest.mark.parametrize(("editor", "found"), [("7", "7"), ("{branch: main}", "keys and values")])
def test_a_mistake_in_the_option_is_reported(site: ThrowawaySite, editor: str, found: str):
    site.write("mkdocs.yml", f"site_name: S\ntheme: material\nplugins: [{{colophon: {{editor: {editor}}}}}]\n")

    assert [f"plugins.colophon.editor: expected true or false, found {found}"] == [
        line.split(": ", 1)[1].removesuffix(" [settings]") for line in site.problems()
    ]
