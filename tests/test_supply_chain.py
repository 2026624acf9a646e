"""What is installed is what was pinned, by digest, and is named in the software bill of materials."""

import importlib.util
import json
import re
import sys
from hashlib import sha256

import pytest

from tests.conftest import PROJECT

PINS = sorted((PROJECT / "requirements").glob("*.txt"))
BILL = json.loads((PROJECT / "requirements/sbom.cdx.json").read_text("utf-8"))
LOCK = json.loads((PROJECT / "requirements/editor/package-lock.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def sbom():
    """The script that writes the bill, without what it needs to write."""
    spec = importlib.util.spec_from_file_location("sbom", PROJECT / "requirements/sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sbom"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["sbom"]


@pytest.mark.parametrize("file", PINS, ids=lambda file: file.stem)
def test_every_package_is_pinned_by_version_and_digest(file):
    lines = [line for line in re.sub(r" *\\\n *", " ", file.read_text()).splitlines() if not line.startswith("#")]

    assert lines
    assert [] == [
        line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[^ ]+( ; [^#]+?)?( --hash=sha256:\w{64})+", line)
    ]


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.stem)
def test_no_pin_names_an_address_from_which_it_comes(path):
    assert [] == re.findall(r"[a-z+]+://\S+|--index-url|--find-links", path.read_text("utf-8"))


def test_the_lock_of_the_editor_names_no_address_from_which_it_comes():
    assert [] == [name for name, package in LOCK["packages"].items() if "resolved" in package]


def test_every_package_of_the_editor_has_a_digest():
    packages = {name: package for name, package in LOCK["packages"].items() if name}

    assert packages
    assert [] == [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")]
    assert [] == [name for name, package in packages.items() if package.get("hasInstallScript")]


def test_what_is_installed_runs_no_code_at_installation():
    """But for this package itself, built in place, and FlashText, which is only in the benchmark."""
    installs = [line for line in (PROJECT / "Makefile").read_text().splitlines() if "pip install" in line]
    pinned = [line for line in installs if " -r " in line]

    assert {f"requirements/{file.name}" for file in PINS} == {line.rpartition(" -r ")[2] for line in pinned}
    assert all("--require-hashes --only-binary :all:" in line for line in pinned)
    assert ["requirements/bench.txt"] == [line.rpartition(" -r ")[2] for line in pinned if "--no-binary" in line]
    assert all("--no-deps --no-build-isolation --editable ." in line for line in installs if line not in pinned)


def test_the_packages_of_the_editor_run_no_code_at_installation():
    assert "npm ci --ignore-scripts" in (PROJECT / "Makefile").read_text()


def test_the_bill_of_materials_names_what_is_pinned_and_nothing_else(sbom):
    listed = {
        component["purl"]: (component["scope"], sorted(digest["content"] for digest in component["hashes"]))
        for component in BILL["components"]
    }

    assert ("CycloneDX", "1.6") == (BILL["bomFormat"], BILL["specVersion"])
    assert {pin.purl: (pin.scope, sorted(pin.digests)) for pin in sbom.pins()} == listed, "make sbom writes it"


def test_the_bill_of_materials_names_every_package_of_the_editor(sbom):
    packages = {(name.rpartition("node_modules/")[2], one["version"]) for name, one in LOCK["packages"].items() if name}

    assert packages == {(c["name"], c["version"]) for c in BILL["components"] if c["purl"].startswith("pkg:npm/")}


def test_the_bill_of_materials_names_every_font_the_package_brings():
    (fonts,) = (component for component in BILL["components"] if component["type"] == "file")
    brought = (PROJECT / "scripts/colophon").rglob("*.woff2")

    assert {sha256(file.read_bytes()).hexdigest() for file in brought} == {one["content"] for one in fonts["hashes"]}
    assert [{"license": {"id": "OFL-1.1"}}] == fonts["licenses"]


def test_the_bill_of_materials_names_itself_and_what_it_needs(sbom):
    itself = BILL["metadata"]["component"]
    (needed,) = (one["dependsOn"] for one in BILL["dependencies"] if one["ref"] == itself["bom-ref"])

    assert (sbom.PROJECT["name"], sbom.PROJECT["version"]) == (itself["name"], itself["version"])
    assert {"mkdocs", "pagefind", "source-serif-4"} <= {re.sub(r".*/|@.*", "", purl) for purl in needed}
    assert {"name", "version", "purl", "hashes", "scope"} <= set.intersection(*map(set, BILL["components"]))


def test_licences_told_before_are_kept(sbom, tmp_path):
    told = [
        {"purl": "pkg:pypi/a@1", "licenses": [{"expression": "MIT OR Apache-2.0"}]},
        {"purl": "pkg:pypi/b@1", "licenses": [{"license": {"name": "BSD License"}}]},
        {"purl": "pkg:pypi/c@1"},
    ]
    (tmp_path / "bill.json").write_text(json.dumps({"components": told}))

    assert {"pkg:pypi/a@1": "MIT OR Apache-2.0", "pkg:pypi/b@1": "BSD License"} == sbom.licenses_in(
        tmp_path / "bill.json"
    )
    assert {} == sbom.licenses_in(tmp_path / "nowhere.json")


def test_the_bill_of_materials_tells_the_licence_of_what_builds_the_site():
    required = [component for component in BILL["components"] if component["scope"] == "required"]

    # The one pymdown-extensions that is not installed on this Python has no metadata to ask.
    assert {"pymdown-extensions"} >= {component["name"] for component in required if "licenses" not in component}
