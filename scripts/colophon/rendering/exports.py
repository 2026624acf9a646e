"""What a site offers to programs: its data files, and the exports that it may leave out by name. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import IO

from colophon.edition import Edition
from colophon.model.language import N_, gettext
from colophon.model.settings import Settings
from colophon.rendering.annotations import ANNOTATIONS, annotations_jsonld, glossary_jsonld, glossary_turtle
from colophon.rendering.data import DATA_FILES, DataFile
from colophon.rendering.ftm import entities_ftm
from colophon.rendering.localized import LazyFiles, localized
from colophon.rendering.package import CITATION, CRATE, PACKAGE, File, citation_cff, package_makers
from colophon.rendering.pages.figures import FIGURES_CSV, figures_csv
from colophon.rendering.tables import datapackage_json, entries_csv, shown_texts, texts_csv
from colophon.rendering.tei import tei_file, tei_path

_EXPORTS: Mapping[PurePosixPath, DataFile] = {
    PurePosixPath("data/texts.csv"): DataFile(
        N_("A row for each text: its record, each value beside how it is known. An empty cell is not recorded."),
        texts_csv,
        "tables",
    ),
    PurePosixPath("data/entries.csv"): DataFile(
        N_(
            "A row for each glossary entry: names, relations, identifiers and counts; several names in a cell are separated by"
            " a vertical bar. In OpenRefine, reconcile names of your own with it through csv-reconcile or a service like it."
        ),
        entries_csv,
        "tables",
    ),
    PurePosixPath("data/datapackage.json"): DataFile(
        N_(
            "The columns of the four tables and how they refer to each other, as a Frictionless data package. Programs that"
            " read it load them with types and relations."
        ),
        datapackage_json,
        "tables",
    ),
    FIGURES_CSV: DataFile(
        N_("The numbers of the page At a glance. They are counted anew whenever the site is built."),
        figures_csv,
        "figures",
    ),
    ANNOTATIONS: DataFile(
        N_(
            "The mentions as W3C Web Annotations, anchored in the untouched files by their words and by their offsets."
            " Annotation programs show them on the texts."
        ),
        annotations_jsonld,
        "annotations",
    ),
    PurePosixPath("data/glossary.ttl"): DataFile(
        N_(
            "The glossary as SKOS concepts in Turtle: names, definitions, relations, Wikidata items. Programs for"
            " vocabularies and catalogs import it."
        ),
        glossary_turtle,
        "skos",
    ),
    PurePosixPath("data/glossary.jsonld"): DataFile(
        N_("The same statements as JSON-LD. Use whichever of the two your program reads."), glossary_jsonld, "skos"
    ),
    PurePosixPath("data/entities.ftm.json"): DataFile(
        N_(
            "Texts, persons, agencies, positions and mentions as FollowTheMoney entities, one a line. OpenAleph and other"
            " programs for investigations import them."
        ),
        entities_ftm,
        "ftm",
    ),
    CITATION: DataFile(
        N_("How to cite the whole site, in the Citation File Format. Code hosts and archives read it."),
        citation_cff,
        "package",
    ),
}
_PACKAGE = N_(
    "All texts, data files and pages (as Markdown) in one ZIP file, a BagIt bag with the SHA-256 digest of each file. Unpack"
    " it to keep, check or deposit the edition; its README says how."
)
_CRATE = N_(
    "The description of the package and of this site as an RO-Crate: each file with its license and digest, and the program"
    " that made it. Archives and catalogs read it."
)
_TEI = N_(
    "Each text as TEI P5, linked at *Cite* on its page: header from its record, paragraphs as numbered here, names linked to"
    " a register. TEI programs and XML editors open it."
)


def data_files_of(settings: Settings) -> Mapping[PurePosixPath, DataFile]:
    """Every data file that a site offers but the package, by path in the documentation folder."""
    chosen = {path: file for path, file in _EXPORTS.items() if file.export not in settings.without_exports}
    if not settings.publisher:
        chosen.pop(CITATION, None)  # the format requires an author
    tables = {path: file for path, file in chosen.items() if file.export == "tables"}
    return {**tables, **DATA_FILES, **chosen}


def offered(settings: Settings) -> Mapping[PurePosixPath, str]:
    """What the page *Data* lists: each file with its two sentences."""
    package = {} if "package" in settings.without_exports else {PACKAGE: _PACKAGE, CRATE: _CRATE}
    summaries = {**package, **{path: file.summary for path, file in data_files_of(settings).items()}}
    return {path: gettext(summary) for path, summary in summaries.items()}


def about_tei(settings: Settings) -> str:
    """What the page *Data* says of the TEI files, which are beside the texts."""
    return "" if "tei" in settings.without_exports else gettext(_TEI)


@localized
def export_makers(edition: Edition) -> LazyFiles:
    """Makers of every data file and export but the package."""
    settings = edition.site.settings
    makers: dict[PurePosixPath, Callable[[], bytes]] = {
        path: partial(file.bytes_of, edition) for path, file in data_files_of(settings).items()
    }
    if "tei" not in settings.without_exports:
        makers |= {tei_path(text.id): partial(tei_file, edition, text) for text in shown_texts(edition)}
    return makers


def with_package(
    edition: Edition,
    makers: LazyFiles,
    known: Mapping[PurePosixPath, File] | None = None,
    last: IO[bytes] | None = None,
) -> LazyFiles:
    """The makers of all files of a site, and those of its package, which holds some; `known`, `last`: see `package_makers`."""
    if "package" in edition.site.settings.without_exports:
        return makers
    return {**makers, **package_makers(edition, makers, known, last)}
