"""Templates are compiled once, and the files of a theme are found without its icons."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, TemplateSyntaxError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from colophon.building.staging import TEMPLATES
from colophon.building.theme_files import CompiledTemplates, ThemeFiles

LOOP = "{% for n in '12' %}{% continue %}{% endfor %}"


def rendered(source: str, cache: CompiledTemplates, **options) -> str:
    return (
        Environment(loader=DictLoader({"a.html": source}), bytecode_cache=cache, **options)
        .get_template("a.html")
        .render()
    )


def test_template_is_compiled_once_for_all_environments(monkeypatch):
    compiled = []
    ours = Environment.compile

    def compile_counted(*arguments, **options):
        compiled.append(1)
        return ours(*arguments, **options)

    monkeypatch.setattr(Environment, "compile", compile_counted)
    cache = CompiledTemplates()

    assert ["a", "a"] == [rendered("{{ 'a' }}", cache), rendered("{{ 'a' }}", cache)]
    assert [1] == compiled


def test_template_that_changed_is_compiled_again():
    cache = CompiledTemplates()

    assert ["a", "b"] == [rendered("{{ 'a' }}", cache), rendered("{{ 'b' }}", cache)]


def test_extensions_of_an_environment_change_what_is_compiled():
    cache = CompiledTemplates()
    rendered(LOOP, cache, extensions=["jinja2.ext.loopcontrols"])

    with pytest.raises(TemplateSyntaxError, match="unknown tag 'continue'"):
        rendered(LOOP, cache)


def test_files_of_a_theme_are_those_that_mkdocs_finds():
    config = MkDocsConfig()
    config.load_dict({"site_name": "A", "theme": {"name": "material"}, "docs_dir": str(TEMPLATES)})
    config.validate()
    config.theme.dirs.insert(0, str(TEMPLATES))
    theirs, ours = Files([]), Files([])
    theirs.add_files_from_theme(config.theme.get_env(), config)
    ours.add_files_from_theme(ThemeFiles(config.theme.dirs), config)  # type: ignore[arg-type]

    assert [(file.src_uri, file.abs_src_path) for file in theirs] == [
        (file.src_uri, file.abs_src_path) for file in ours
    ]
    assert "assets/stylesheets/main." in " ".join(file.src_uri for file in ours)
