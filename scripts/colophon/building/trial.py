"""Renders a page with the settings of a site, to find the setting that would end a build. Nothing is written.

MkDocs checks the types of its own settings, and Material none of what its templates read. No hook and no plugin runs.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import yaml_load

from colophon.building.mkdocs_site import MkDocsSite
from colophon.building.staging import TEMPLATES
from colophon.formats.validation import describe, field_path
from colophon.formats.yaml_reader import KeyPath, YamlDocument
from colophon.model.problem import Problem
from colophon.model.settings import CONFIG
from colophon.project.settings import SETTINGS

_SAMPLE = "# Title\n\nWords[^1] in ==all== :smile:.\n\n```python\npass\n```\n\n| a |\n| - |\n| b |\n\n[^1]: A note.\n"


def settings_problem(root: Path, yaml: YamlDocument) -> Problem | None:
    """The first setting that MkDocs or the theme fails at; `yaml` has the places of `mkdocs.yml`, which has no error."""
    text = (root / CONFIG).read_text("utf-8-sig")
    reads_files = "custom_dir" in text or "extra_templates" in text
    found = _failure(root, text) if reads_files else _failure_of(text)
    if found is None:
        return None
    at, value, why = found
    message = f"{field_path(at)}: the theme cannot use {describe(value)} ({why}); correct or remove it"
    return Problem(CONFIG, yaml.place(at), SETTINGS, message)


@lru_cache(maxsize=16)
def _failure_of(text: str) -> tuple[KeyPath, object, str] | None:
    return _failure(Path(), text)


def _failure(root: Path, text: str) -> tuple[KeyPath, object, str] | None:
    """The setting without which a page can be rendered, its value, and the error it makes."""
    config = {key: value for key, value in yaml_load(text).items() if key != "hooks"} | {"plugins": []}
    if (why := _error(root, config)) is None:
        return None
    at: KeyPath = ()
    found: Any = config
    while inner := next((key for key in _keys(found) if _error(root, _without(config, (*at, key))) is None), None):
        at, found = (*at, inner), found[inner]
    return at, found, why


def _keys(found: object) -> Iterator[Any]:
    if isinstance(found, Mapping):
        yield from (key for key in found if key not in {"site_name", "name"})


def _without(config: Mapping[str, Any], at: KeyPath) -> dict[str, Any]:
    rest = deepcopy(dict(config))
    around: Any = rest
    for key in at[:-1]:
        around = around[key]
    if at == ("theme",):
        around["theme"] = "material"
    else:
        del around[at[-1]]
    return rest


def _error(root: Path, data: Mapping[str, Any]) -> str | None:
    """What ends the rendering of a page and of the templates that are no pages, or `None`."""
    before = logging.root.manager.disable
    logging.disable()  # what MkDocs logs here is not about a page of the site
    try:
        config = MkDocsConfig(config_file_path=str(root / CONFIG))
        config.load_dict({**deepcopy(dict(data)), "docs_dir": str(Path(__file__).parent)})
        config.validate()
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(TEMPLATES))
        config.theme["font"] = False
        site = MkDocsSite(config, {PurePosixPath("index.md"): _SAMPLE.encode})
        for page in site.pages:
            site.render(page)
        for name in config.theme.static_templates:
            site.env.get_template(name).render(get_context(site.nav, site.files, config))
        for name in config.extra_templates:
            if (file := root / "docs" / name).is_file():
                site.env.from_string(file.read_text("utf-8")).render(get_context(site.nav, site.files, config))
    except Exception as error:  # noqa: BLE001 -- a template may raise anything
        return f"{type(error).__name__}: {error}"
    finally:
        logging.disable(before)
    return None
