"""A site is in one language, whose catalog has every word of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from colophon import build
from colophon.building.staging import file_makers, theme_assets
from colophon.curation.init import start_project
from colophon.edition import Edition, compile_edition
from colophon.formats.scripts import translated
from colophon.model.language import ENGLISH, Catalog, digits, gettext, long_date, ngettext, short_date, speaking
from colophon.project.catalogs import LOCALE, catalog_of, languages
from colophon.project.reader import read_site
from colophon.project.settings import default_kinds
from tests.conftest import ADA_PAGE, PROJECT, Repository, ThrowawaySite
from tools.catalog import as_po, messages, missing, read, updated

CATALOGS = [Path(str(LOCALE / f"{language}.po")) for language in languages()[1:]]
_KEPT = re.compile(r"\$?\{[^{}]*\}|<[^>]*>|%\w|\]\([^)]*\)|`[^`]*`|^#+ |\*\*")
"""What a translation must have as it is: places for values, markup, addresses."""


def test_german_is_a_language_of_sites():
    assert languages() == ("en", "de")


@pytest.mark.parametrize("path", CATALOGS, ids=str)
def test_a_catalog_translates_every_message_of_the_package_and_no_other(path: Path):
    catalog = read(path)

    assert [] == missing(catalog)
    assert as_po(updated(read(path))).decode() == path.read_bytes().decode()


@pytest.mark.parametrize("path", CATALOGS, ids=str)
def test_a_translation_keeps_the_places_and_the_markup_of_its_message(path: Path):
    pairs = [pair for message in read(path) if message.id for pair in _pairs(message.id, message.string)]

    assert [] == [(message, words) for message, words in pairs if _kept(message) != _kept(words)]
    assert [] == [words for message, words in pairs if '"' in words or ("'" in words and "'" not in message)]


def _pairs(message: object, words: object) -> Iterator[tuple[str, str]]:
    """Message and translation; of a plural the last form, since those for few may do without the number."""
    if isinstance(message, str) and isinstance(words, str):
        yield message, words
    elif isinstance(message, list | tuple) and isinstance(words, list | tuple):
        yield str(message[-1]), str(words[-1])


def _kept(words: str) -> list[str]:
    return sorted(set(_KEPT.findall(words)))


def test_every_page_and_script_of_a_german_site_is_in_german():
    made = {str(path): make().decode() for path, make in file_makers(_in_german()).items() if _is_read(path)}

    of_editors = "".join(path.read_text("utf-8") for path in (PROJECT / "corpus").glob("*.yml"))
    found = {
        path: left for path, words in made.items() if (left := set(_english_in(words)) - set(_english_in(of_editors)))
    }

    assert {} == found
    # A paragraph that began so would be a list.
    assert [] == [path for path, words in made.items() if re.search(r"(?m)^(?::   |- )?\d+\. ", words)]
    assert "Behörden und Amtspersonen in diesem Text" in made[TEXT]
    assert "21.\u00a0November 2026" in made[TEXT]


def test_pages_are_in_the_language_of_their_own_site(good_site: ThrowawaySite):
    makers = file_makers(_in_german())
    english = file_makers(good_site.edition())

    for path in map(PurePosixPath, ("documents/index.md", "data/index.md")):
        assert "Texte" in makers[path]().decode() + makers[PurePosixPath(TEXT)]().decode()
        assert "Texte" not in english[path]().decode()


def test_the_words_around_pages_are_in_german_too(buildable_site: ThrowawaySite):
    buildable_site.replace("mkdocs.yml", "language: en", "language: de")
    buildable_site.replace("mkdocs.yml", "The texts belong to their authors and publishers", "Die Rechte haben andere")
    buildable_site.replace("mkdocs.yml", "; see the rights statement on each page", "")
    buildable_site.write("docs/index.md", "# Hafen\n\n<!-- colophon: texts -->\n")
    buildable_site.write(
        "docs/about.md", "# Hafenbehörde\n\n<!-- colophon: publisher -->\n\n<!-- colophon: digest -->\n"
    )
    buildable_site.entry(
        "pier-board",
        "Das Hafenamt.[^a]\n",
        sources={"a": {"url": "https://example.org", "title": "X", "consulted": "2026-11-22"}},
    )

    build(buildable_site.root)

    for page in (
        "404.html",
        "about/index.html",
        "documents/letter/index.html",
        "glossary/pier-board/index.html",
        "search/index.html",
    ):
        html = (buildable_site.root / "site" / page).read_text("utf-8")
        assert [] == list(_english_in(re.sub(r'(?s)<script type="application/ld.*?</script>', "", html))), page
    assert 'title="Zurück zur Fußnote 1 im Text"' in (
        buildable_site.root / "site/glossary/pier-board/index.html"
    ).read_text("utf-8")


def test_scripts_have_the_words_of_the_site_and_look_nothing_up():
    for catalog in map(catalog_of, languages()):
        for path, data in theme_assets(catalog).items():
            assert path.suffix != ".js" or "gettext" not in data.decode()


def test_a_script_has_as_many_forms_of_a_word_as_its_language():
    plural = "(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2)"
    polish = Catalog("pl", plural=plural, forms={"${n} text": ("${n} tekst", "${n} teksty", "${n} tekstów")})
    shown = "ngettext(`${n} text`, `${n} texts`, n)"

    assert "((forms) => [`${n} text`, `${n} texts`][+(forms != 1)])( n)" == translated(shown, ENGLISH)
    assert f"((forms) => [`${{n}} tekst`, `${{n}} teksty`, `${{n}} tekstów`][+({plural.replace('n', 'forms')})])( n)" == translated(shown, polish)  # fmt: skip


def test_dates_and_numbers_are_written_as_in_the_language():
    with speaking(catalog_of("de")):
        assert ["3.\u00a0Januar 2017", "Juli 2023", "79"] == [
            long_date(day) for day in ("2017-01-03", "2023-07", "0079")
        ]
        assert ["3.\u00a0Jan. 2017", "Juli 2023"] == [short_date(day) for day in ("2017-01-03", "2023-07")]
        assert "12.345 Absätze" == ngettext("{number} paragraph", "{number} paragraphs", 12_345)
    assert ["January 3, 2017", "July 2023", "79"] == [long_date(day) for day in ("2017-01-03", "2023-07", "0079")]
    assert ["Jan. 3, 2017", "12,345", "and"] == [short_date("2017-01-03"), digits(12_345), gettext("and")]


def test_what_changed_on_a_page_is_said_in_the_language_of_the_site(good_site: ThrowawaySite):
    good_site.replace("mkdocs.yml", "theme: {name: material}", "theme: {name: material, language: de}")
    repository = Repository(good_site)
    repository.commit("Anfang")
    good_site.replace(
        "docs/glossary/ada-stone.md", "  - Ada B. Stone\n", "  - Ada B. Stone\n  - A. Stone\n  - A. B. Stone\n"
    )
    repository.commit("Namen")

    assert "2 weitere Namen hinzugefügt." == repository.history().of[ADA_PAGE][0].what


def test_a_new_project_is_in_the_language_that_is_asked_for(tmp_path: Path):
    start_project(tmp_path / "neu", "Hafenpapiere", "de")
    problems = ThrowawaySite(tmp_path / "neu").problems()

    assert ["readers are shown “Hier steht"] * 3 == [
        found[0] for line in problems if (found := re.findall("readers are shown “Hier steht", line))
    ]
    assert [] == [line for line in problems if "language" in line]
    assert "  - Texte: documents/index.md" in (tmp_path / "neu/mkdocs.yml").read_text("utf-8")


TEXT = "documents/000_17ce685a5ce6ce4a.md"


def _in_german() -> Edition:
    """The edition of this project as that of a German site, which has written no page of its own."""
    site = read_site(PROJECT).site
    german = catalog_of("de")
    settings = replace(site.settings, language="de", catalog=german, kinds=default_kinds(german), description="")
    return compile_edition(replace(site, settings=settings, pages={}))


def _is_read(path: PurePosixPath) -> bool:
    """Whether people read the file, made by us."""
    return (
        path.suffix == ".md"
        or (path.parts[:2] == ("assets", "colophon") and path.suffix == ".js")
        or path.name in {"feed.xml", "corrections.xml", "llms.txt"}
    )


def _english_in(words: str) -> Iterator[str]:
    """The English messages of several words in a file, without the places for values."""
    return (message for message in ENGLISH_MESSAGES if message in words)


ENGLISH_MESSAGES = sorted(
    {
        piece
        for message, path in messages()
        if not path.startswith("starter/")
        for form in ([message] if isinstance(message, str) else message)
        for words in re.split(r"\$?\{[^{}]*\}|\n|[.:;] |\]\([^)]*\)|`[^`]*`", form)
        if len((piece := words.strip(" .:,;“”*#[(]")).split()) > 2 and "<!--" not in piece and "sha256sum" not in piece
    }
)
