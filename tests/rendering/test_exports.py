"""Exports, read back by the libraries of those who would read them, and compared with the edition."""

from __future__ import annotations

import csv
import importlib.metadata
import io
import json
import re
import sys
import types
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, get_args

import followthemoney
import frictionless
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from pyld import jsonld
from rdflib import DCTERMS, RDF, SKOS, Graph
from rdflib.compare import isomorphic
from rocrate.rocrate import ROCrate

from colophon.building.staging import digests_in, file_makers
from colophon.edition import Edition, compile_edition
from colophon.model.settings import Export, Kind, Settings
from colophon.model.site import Site
from colophon.project.reader import read_site
from colophon.rendering import render_pages
from colophon.rendering.exports import data_files_of, export_makers, offered, with_package
from colophon.rendering.manifest import MANIFEST, manifest_of
from colophon.rendering.package import CITATION, CRATE, PACKAGE, file_of
from colophon.rendering.pages.figures import FIGURES
from colophon.rendering.tei import tei_file, tei_path
from colophon.verifying import survey
from colophon.verifying.data import wrong_data
from tests.conftest import PROJECT, ThrowawaySite, a_text, an_entry

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # within rdflib
SETTINGS = (
    "site_name: Papers\ntheme: {{name: material}}\nplugins:\n  - colophon: {{publisher: A, without_exports: [{}]}}\n"
)
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
BASE = "https://reader.example/data/"
ANNOTATION_TERMS: Mapping[str, Any] = {
    # What https://www.w3.org/ns/anno.jsonld says of the terms that we use.
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    **{name: f"oa:{name}" for name in ("Annotation", "TextQuoteSelector", "TextPositionSelector", "identifying")},
    **{name: f"oa:{name}" for name in ("exact", "prefix", "suffix")},
    "AnnotationPage": "as:OrderedCollectionPage",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
}


@pytest.fixture(scope="module")
def project() -> Edition:
    return compile_edition(read_site(PROJECT).site)


@pytest.fixture(scope="module")
def files(project: Edition) -> Mapping[str, bytes]:
    """Every export of the two texts, by path."""
    makers = file_makers(project)
    return {str(path): makers[path]() for path in [*export_makers(project), CRATE, PACKAGE]}


@pytest.fixture(scope="module")
def unpacked(files: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the package holds."""
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(files[str(PACKAGE)])) as archive:
        archive.extractall(folder)
    return folder / "edition"


@pytest.fixture
def bagit(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The library of the Library of Congress, whose newest wheel asks the old setuptools for its own version."""
    former = types.ModuleType("pkg_resources")
    former.get_distribution = importlib.metadata.distribution  # type: ignore[attr-defined]
    former.DistributionNotFound = importlib.metadata.PackageNotFoundError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pkg_resources", former)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("bagit")


def made(edition: Edition, path: PurePosixPath | str) -> str:
    return file_makers(edition)[PurePosixPath(path)]().decode()


def rows(words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(words, newline=""), strict=True))


# --- tables ------------------------------------------------------------------------------------------------------


def test_data_package_describes_tables_that_agree_with_the_edition(project: Edition, unpacked: Path):
    package = frictionless.Package(str(unpacked / "data/data/datapackage.json"))
    report = package.validate()
    assert report.valid, report.to_summary()
    tables = map(package.get_table_resource, package.resource_names)
    read = {table.path: [row.to_dict() for row in table.read_rows()] for table in tables}

    assert {
        "texts.csv": len(project.site.texts),
        "entries.csv": len(project.site.entries),
        "mentions.csv": len(project.mentions),
        "positions.csv": sum(len(entry.matter.positions) for entry in project.site.entries),
    } == {name: len(lines) for name, lines in read.items()}
    assert len(project.mentions) == sum(line["mentions"] for line in read["entries.csv"])
    assert len(project.mentions) == sum(line["mentions"] for line in read["texts.csv"])


def test_table_of_texts_says_how_each_value_is_known(files: Mapping[str, bytes]):
    first, second = rows(files["data/texts.csv"].decode())

    assert ("", "", "supplied") == (first["creators"], first["creators_basis"], first["title_basis"])
    assert ("Prokop, Andrew", "attributed") == (second["creators"], second["creators_basis"])


def test_several_values_share_a_cell(good_site: ThrowawaySite):
    good_site.replace("corpus/letter.yml", "creators: null", "creators: {value: [A, B], basis: source}")
    letter = next(row for row in rows(made(good_site.edition(), "data/texts.csv")) if row["id"] == "letter")

    assert "A|B" == letter["creators"]


# --- package -----------------------------------------------------------------------------------------------------


def test_package_is_a_valid_bag(bagit: Any, unpacked: Path):
    bag = bagit.Bag(str(unpacked))

    bag.validate()
    assert ((1, 0), ["sha256"]) == (bag.version_info, bag.algorithms)
    assert bag.info["Bag-Software-Agent"].startswith("Colophon ")


def test_changed_file_makes_the_bag_invalid(bagit: Any, files: Mapping[str, bytes], tmp_path: Path):
    with zipfile.ZipFile(io.BytesIO(files[str(PACKAGE)])) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "edition/data/data/texts.csv").write_bytes(b"id\r\n")

    assert not bagit.Bag(str(tmp_path / "edition")).is_valid()


def test_payload_is_a_research_object_crate(project: Edition, unpacked: Path):
    crate = ROCrate(unpacked / "data")
    parts = {entity.id: entity for entity in crate.data_entities}
    held = {file.relative_to(unpacked / "data").as_posix() for file in (unpacked / "data").rglob("*") if file.is_file()}

    assert project.site.settings.name == crate.name
    assert held - {"ro-crate-metadata.json", "ro-crate-preview.html"} == parts.keys()
    texts = {text.id: parts[f"corpus/{text.id}.txt"] for text in project.site.texts}
    for text in project.site.texts:
        assert text.record.fixity.sha256 == texts[text.id]["sha256"]
        assert text.record.rights.statement == texts[text.id]["license"].id
    assert "https://creativecommons.org/licenses/by/4.0/" == parts["data/entries.json"]["license"].id
    assert "Colophon" == crate.get("#colophon")["name"]


def test_package_holds_files_of_the_site_at_their_paths(project: Edition, unpacked: Path):
    pages = render_pages(project)

    for text in project.site.texts:
        for path in (f"corpus/{text.id}.txt", f"documents/{text.id}/index.md.txt"):
            assert pages[PurePosixPath(path)] == (unpacked / "data" / path).read_bytes()


def test_unpacked_folder_is_read_without_a_server(project: Edition, unpacked: Path):
    page = (unpacked / "data/ro-crate-preview.html").read_text("utf-8")
    links = re.findall(r'href="([^"]+)"', page)

    assert len(links) >= 2 * len(project.site.texts) + len(project.site.entries)
    assert [] == [link for link in links if not (unpacked / "data" / link).is_file()]


def test_package_has_the_same_bytes_at_each_build(good_site: ThrowawaySite):
    once, again = (file_makers(good_site.edition())[PACKAGE]() for _ in range(2))

    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {member.date_time for member in archive.infolist()}


@pytest.mark.parametrize(
    "damage", [lambda data: data, lambda data: data[:0], lambda data: data[:-30], lambda data: b"PK" + data]
)
def test_package_made_with_the_last_one_is_the_one_that_would_be_made(
    good_site: ThrowawaySite, damage: Callable[[bytes], bytes]
):
    last = damage(file_makers(good_site.edition())[PACKAGE]())
    good_site.write("docs/about.md", "# About\n\nOther words.\n")
    good_site.text("memo", "A new text.")
    makers = file_makers(good_site.edition())
    known = {path: file_of(make()) for path, make in makers.items()}

    assert makers[PACKAGE]() == with_package(good_site.edition(), makers, known, io.BytesIO(last))[PACKAGE]()


def test_package_takes_from_the_last_one_what_has_the_same_digest(good_site: ThrowawaySite):
    edition = good_site.edition()
    makers = file_makers(edition)
    known = {path: file_of(make()) for path, make in makers.items()}
    last = io.BytesIO(makers[PACKAGE]())

    def fail() -> bytes:
        raise AssertionError

    packed = with_package(edition, dict.fromkeys(makers, fail), known, last)
    assert last.getvalue() == packed[PACKAGE]()


def test_citation_of_the_site_has_what_its_format_requires(files: Mapping[str, bytes]):
    citation = yaml.safe_load(files[str(CITATION)])

    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert [{"name": "the editors of the Immigration Enforcement Reader"}] == citation["authors"]
    assert "doi" not in citation


def test_site_without_a_publisher_has_no_citation_file(good_site: ThrowawaySite):
    assert CITATION not in export_makers(good_site.edition())


def test_doi_is_in_everything_that_describes_the_site(good_site: ThrowawaySite):
    good_site.write(
        "mkdocs.yml",
        "site_name: Papers\ntheme: {name: material}\nplugins:\n  - colophon: {doi: 10.5281/zenodo.12, publisher: A press}\n",
    )
    edition = good_site.edition()

    assert "10.5281/zenodo.12" == yaml.safe_load(made(edition, CITATION))["doi"]
    for path in (CRATE, "data/datapackage.json", "data/index.md"):
        assert "https://doi.org/10.5281/zenodo.12" in made(edition, path)


# --- annotations and registers -----------------------------------------------------------------------------------


def load_context(address: str, _options: object) -> dict[str, Any]:
    assert "http://www.w3.org/ns/anno.jsonld" == address
    return {"documentUrl": address, "contextUrl": None, "document": {"@context": ANNOTATION_TERMS}}


def test_annotations_quote_the_untouched_files(project: Edition, files: Mapping[str, bytes]):
    written = json.loads(files["data/annotations.jsonld"])
    (page,) = jsonld.expand(written, {"base": BASE, "documentLoader": load_context})
    oa = "http://www.w3.org/ns/oa#"
    items = page["https://www.w3.org/ns/activitystreams#items".replace("https", "http")][0]["@list"]
    texts = {f"https://reader.example/corpus/{text.id}.txt": text.text for text in project.site.texts}

    assert len(project.mentions) == len(items) == len({item["@id"] for item in items})
    for item, mention in zip(items, project.mentions, strict=True):
        target = item[f"{oa}hasTarget"][0]
        text = texts[target[f"{oa}hasSource"][0]["@id"]]
        quote, position = target[f"{oa}hasSelector"]
        exact, prefix, suffix = (quote[f"{oa}{name}"][0]["@value"] for name in ("exact", "prefix", "suffix"))
        start, end = (int(position[f"{oa}{name}"][0]["@value"]) for name in ("start", "end"))
        assert exact == text[start:end] == mention.surface
        assert prefix + exact + suffix == text[start - len(prefix) : end + len(suffix)]
        assert f"https://reader.example/glossary/{mention.entry}/#entity" == item[f"{oa}hasBody"][0]["@id"]


def test_glossary_is_one_graph_in_both_forms(project: Edition, files: Mapping[str, bytes]):
    turtle = Graph().parse(data=files["data/glossary.ttl"], format="turtle", publicID=BASE)
    as_json = Graph().parse(data=files["data/glossary.jsonld"], format="json-ld", publicID=BASE)
    concepts = list(turtle.subjects(RDF.type, SKOS.Concept))

    assert isomorphic(turtle, as_json)
    assert len(project.site.entries) == len(concepts)
    assert {entry.name for entry in project.site.entries} == {
        str(turtle.value(one, SKOS.prefLabel)) for one in concepts
    }
    parts = [entry for entry in project.site.entries if entry.matter.part_of]
    assert len(parts) == len(list(turtle.subject_objects(SKOS.broader))) > 0
    assert all(broader in concepts for broader in turtle.objects(None, SKOS.broader))
    assert 1 == len(list(turtle.objects(None, DCTERMS.license)))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12))
@example('"\\<\u00e9😀>')
def test_any_name_is_the_same_in_both_forms(name: str):
    try:
        entry = an_entry("stone", name=name, kind="agency")
    except ValueError:
        return
    site = Site(Settings("A site", {"agency": Kind(label="Agency", plural="Agencies")}), (), (entry,), {}, {})
    edition = compile_edition(site)
    makers = export_makers(edition)
    graph = Graph().parse(data=makers[PurePosixPath("data/glossary.ttl")](), format="turtle", publicID=BASE)
    other = Graph().parse(data=makers[PurePosixPath("data/glossary.jsonld")](), format="json-ld", publicID=BASE)

    assert entry.name == str(graph.value(next(graph.subjects(RDF.type, SKOS.Concept)), SKOS.prefLabel))
    assert isomorphic(graph, other)


def test_text_as_tei_has_its_words_paragraphs_and_mentions(project: Edition, files: Mapping[str, bytes]):
    for text in project.site.texts:
        root = etree.fromstring(files[str(tei_path(text.id))])
        blocks = [node for node in root.iterfind(f".//{TEI}body//*[@{ID}]") if node.tag in {f"{TEI}p", f"{TEI}head"}]
        names = [
            (node.get("ref").removeprefix("#entry-"), node.text) for node in root.iterfind(f".//{TEI}body//*[@ref]")
        ]
        ids = [node.get(ID) for node in root.iter() if node.get(ID)]

        assert [p.anchor for p in text.paragraphs] == [node.get(ID) for node in blocks]
        assert [text.words(p) for p in text.paragraphs] == ["".join(node.itertext()) for node in blocks]
        assert [p.heading for p in text.paragraphs] == [node.tag == f"{TEI}head" for node in blocks]
        assert [(one.entry, one.surface) for one in project.mentions_in[text.id]] == names
        assert len(ids) == len(set(ids))
        assert {f"#{one}" for one in ids} >= {node.get("ref") for node in root.iterfind(f".//{TEI}body//*[@ref]")}


def test_header_of_a_text_says_only_what_is_known(project: Edition, files: Mapping[str, bytes]):
    unsigned, signed = (etree.fromstring(files[str(tei_path(text.id))]) for text in project.site.texts)

    assert unsigned.findtext(f".//{TEI}title").startswith("[")
    assert None is unsigned.find(f".//{TEI}author") is unsigned.find(f".//{TEI}date")
    assert "Andrew Prokop" == signed.findtext(f".//{TEI}author/{TEI}persName")
    assert "2025-10-31" == signed.find(f".//{TEI}bibl/{TEI}date").get("when")
    assert "Not in the file, taken from elsewhere" in signed.findtext(f".//{TEI}bibl/{TEI}note")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@example("a\r\nb & <p> ]]> \x00\x1f\ufffe")
@example("")
def test_any_text_is_well_formed_tei(words: str):
    edition = compile_edition(Site(Settings("A & B <c>", {}), (a_text(words, "blocks"),), (), {}, {}))
    (text,) = edition.site.texts
    root = etree.fromstring(tei_file(edition, text))
    shown = ["".join(node.itertext()) for node in root.iterfind(f".//{TEI}body//{TEI}p[@{ID}]")]

    assert [re.sub("[^\t\n\r\x20-\ufffd\U00010000-\U0010ffff]", lambda mark: f"⟨U+{ord(mark[0]):04X}⟩", text.words(p)) for p in text.paragraphs] == shown  # fmt: skip


def test_entities_are_ones_that_follow_the_money_knows(project: Edition, files: Mapping[str, bytes]):
    entities = [json.loads(line) for line in files["data/entities.ftm.json"].decode().split("\n")[:-1]]
    ids = {entity["id"] for entity in entities}
    persons = [e for e in project.site.entries if project.site.settings.kinds[e.matter.kind].person]
    positions = sum(not position.differs for entry in persons for position in entry.matter.positions)

    assert {
        "PlainText": len(project.site.texts),
        "Person": len(persons),
        "PublicBody": len(project.site.entries) - len(persons),
        "Position": positions,
        "Occupancy": positions,
        "Mention": len(project.mentions),
    } == Counter(entity["schema"] for entity in entities)
    assert len(ids) == len(entities)
    for entity in entities:
        known = followthemoney.model.get_proxy(entity, cleaned=False)  # raises for what the schema does not have
        references = {value for prop, value in known.itervalues() if prop.type.name == "entity"}

        assert entity["properties"].keys() == known.properties.keys()
        assert all(prop.type.validate(value) for prop, value in known.itervalues())
        assert references <= ids


# --- at a glance -------------------------------------------------------------------------------------------------


def test_page_of_figures_counts_what_the_table_says(project: Edition, files: Mapping[str, bytes]):
    table = rows(files["data/figures.csv"].decode())
    by_figure = Counter[str]()
    for row in table:
        by_figure[row["figure"]] += int(row["number"])
    page = made(project, FIGURES)

    assert 2 == by_figure["Texts by year"] == by_figure["Texts by length"] == by_figure["Texts by language"]
    assert len(project.mentions) == by_figure["Mentions by year of the text"]
    assert {"2025", "Not recorded"} == {row["group"] for row in table if row["figure"] == "Texts by year"}
    assert all(f"## {figure}" in page for figure in by_figure if figure.startswith("Texts"))
    assert sum(row["entry"] == "" for row in table) == page.count('<svg class="bar"')


@pytest.mark.parametrize("words", ["", "one", "word " * 60_000])
def test_texts_of_any_length_are_counted_once(site: ThrowawaySite, words: str):
    site.text("a", words)
    table = rows(made(site.edition(), "data/figures.csv"))

    assert [1] == [int(row["number"]) for row in table if row["figure"] == "Texts by length"]


def test_site_without_texts_has_a_page_of_figures_that_says_so(site: ThrowawaySite):
    assert "No text has been published here yet." in made(site.edition(), FIGURES)


# --- all exports -------------------------------------------------------------------------------------------------


def test_every_export_can_be_left_out_by_name(good_site: ThrowawaySite):
    good_site.write("mkdocs.yml", SETTINGS.format(""))
    everything = set(file_makers(good_site.edition()))
    for name in get_args(Export):
        good_site.write("mkdocs.yml", SETTINGS.format(name))
        edition = good_site.edition()
        paths = set(file_makers(edition))
        assert not any(file.export == name for file in data_files_of(edition.site.settings).values())
        assert {
            "package": not paths & {PACKAGE, CRATE},
            "tei": not any(path.name == "tei.xml" for path in paths),
            "figures": FIGURES not in paths,
        }.get(name, True)
        assert paths >= set(offered(edition.site.settings))
        pages = "".join(
            made(edition, path) for path in ("index.md", "data/index.md", "documents/letter.md", "llms.txt")
        )
        files = {path.name for path in everything - paths} - {"index.md.txt"}
        assert [] == [file for file in files if re.search(rf"[(/ ]{re.escape(file)}\b", pages)]


def test_misspelled_export_is_an_error_with_the_right_name(good_site: ThrowawaySite):
    good_site.write("mkdocs.yml", SETTINGS.format("tabels"))

    (problem,) = [one for one in good_site.problems() if "without_exports" in one]
    assert "expected tables, package" in problem
    assert "did you mean tables?" in problem


@pytest.mark.parametrize("doi", ["https://doi.org/10.5281/zenodo.12", "zenodo.12", "10.1/<x>"])
def test_address_of_a_doi_is_not_a_doi(good_site: ThrowawaySite, doi: str):
    good_site.write(
        "mkdocs.yml", f"site_name: A\ntheme: {{name: material}}\nplugins:\n  - colophon: {{doi: '{doi}'}}\n"
    )

    assert any("plugins.colophon.doi: expected a DOI such as" in one for one in good_site.problems())


def test_withheld_text_is_in_no_export(good_site: ThrowawaySite):
    good_site.replace(
        "corpus/report.yml", "layout: lines", "access: withheld\nwithheld: {reason: Asked for, on: 2026-11-22}"
    )
    words = (good_site.root / "corpus/report.txt").read_text("utf-8").split("\n")
    edition = good_site.edition()
    makers = file_makers(edition)
    older = {"documents.json", "entries.json", "positions.csv", "mentions.csv", "mentions.jsonl"}

    assert tei_path("report") not in makers
    for path in [*export_makers(edition), CRATE, PACKAGE, FIGURES]:
        data = makers[path]()
        members = {str(path): data}
        if path == PACKAGE:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = {name: archive.read(name) for name in archive.namelist()}
            assert not any("report" in name for name in members)
        for name, member in members.items():
            assert not any(line.encode() in member for line in words if line), name
            if PurePosixPath(name).name not in older and path != PACKAGE:
                assert b"corpus/report" not in member
                assert b"documents/report" not in member


def test_site_without_anything_has_every_export(site: ThrowawaySite):
    edition = site.edition()
    makers = file_makers(edition)

    assert all(makers[path]() for path in [*export_makers(edition), CRATE, PACKAGE] if path.suffix != ".jsonl" and "ftm" not in path.name)  # fmt: skip


# --- verification ------------------------------------------------------------------------------------------------


@pytest.fixture
def written(good_site: ThrowawaySite, tmp_path: Path) -> tuple[Edition, Path]:
    """Every file of a site but its pages, as it is built."""
    edition, folder = good_site.edition(), tmp_path / "built"
    for path, make in file_makers(edition).items():
        if path.suffix != ".md":
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(make())
    (folder / MANIFEST).write_bytes(manifest_of(digests_in(folder), ()))
    return edition, folder


def faults(edition: Edition, folder: Path) -> dict[str, str]:
    files = survey(edition, folder, 1)
    alone = {path: message for path, facts in files.items() for rule, message in facts.faults if rule == "data"}
    return {**alone, **dict(wrong_data(edition, files, folder))}


def test_exports_as_they_are_made_have_no_fault(written: tuple[Edition, Path]):
    assert {} == faults(*written)


@pytest.mark.parametrize("path", ["data/texts.csv", "documents/letter/tei.xml", "data/edition.zip"])
def test_missing_export_is_reported(written: tuple[Edition, Path], path: str):
    edition, folder = written
    (folder / path).unlink()

    assert path in faults(edition, folder)


def test_damaged_package_is_reported(written: tuple[Edition, Path]):
    edition, folder = written
    (folder / PACKAGE).write_bytes((folder / PACKAGE).read_bytes()[:-40])

    assert str(PACKAGE) in faults(edition, folder)


def test_package_of_other_files_than_the_site_lists_is_reported(written: tuple[Edition, Path]):
    edition, folder = written
    (folder / "data/manifest.txt").write_text(f"{'0' * 64}  corpus/letter.txt\n")

    assert "data/edition.zip" in faults(edition, folder)
