"""Everything that is installed is pinned by digest."""

import json
import re

import pytest

from tests.conftest import PROJECT

PINS = sorted((PROJECT / "requirements").glob("*.txt"))
LOCK = json.loads((PROJECT / "requirements/editor/package-lock.json").read_text("utf-8"))


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
    """But for this package itself, built in place, FlashText for the benchmark, and a package Snakemake needs."""
    makefile = (PROJECT / "Makefile").read_text()
    (options,) = re.findall(r"^PINNED := (.*)$", makefile, re.MULTILINE)
    (install,) = re.findall(r"^install = (.*)$", makefile, re.MULTILINE)
    written_out = re.sub(r"\$\(call install,(\S+)\)", lambda call: install.replace("$(1)", call[1]), makefile)
    recipes = re.findall(r"^\t.*$", written_out.replace("$(PINNED)", options), re.MULTILINE)
    installs = [line for line in recipes if "pip install" in line]
    pinned = [line for line in installs if " -r " in line]

    assert {f"requirements/{file.name}" for file in PINS} == {line.rpartition(" -r ")[2] for line in pinned}
    assert all(line.count("pip install") == line.count("--require-hashes --only-binary :all:") for line in pinned)
    assert ["requirements/cluster.txt", "requirements/bench.txt"] == [
        line.rpartition(" -r ")[2] for line in pinned if "--no-binary" in line
    ]
    assert all("--no-deps --no-build-isolation --editable ." in line for line in installs if line not in pinned)


def test_the_packages_of_the_editor_run_no_code_at_installation():
    assert "npm ci --ignore-scripts" in (PROJECT / "Makefile").read_text()
