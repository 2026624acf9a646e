"""The software bill of materials: every pinned package with its digests, as CycloneDX 1.6.

    make sbom

It is made from the pins and from the fonts the package brings, so it names what is installed and nothing else. Licences
are told where the metadata of an installed package, or npm's lock, tell them; what was told once of a version is kept, so
that the bill can be made where only a part is installed. No date and no random number: the same pins give the same file.
"""

from __future__ import annotations

import base64
import json
import re
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
BILL = HERE / "sbom.cdx.json"
LOCK = HERE / "editor/package-lock.json"
PROJECT = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
ASSETS = HERE.parent / "scripts/colophon/theme/assets"
_WORDS_OF_MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software"
SCOPES = {"site": "required", "editor": "optional"}
"""By file of pins: what builds the site, and what its editor is made of. All else is for development: `excluded`."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A package or font: where it comes from (`pypi`, `npm` or `generic`), and the digests one of which it must have."""

    source: str
    name: str
    version: str
    scope: str
    algorithm: str
    digests: tuple[str, ...]
    license: str | None = None

    @property
    def purl(self) -> str:
        """Its package URL, https://github.com/package-url/purl-spec."""
        return f"pkg:{self.source}/{self.name.replace('@', '%40')}@{self.version}"


def pins() -> list[Pin]:
    """Every pinned package once, with the scope that matters most, and the fonts."""
    found: dict[str, Pin] = {}
    for file in sorted(HERE.glob("*.txt"), key=lambda file: (file.stem not in SCOPES, file.stem != "site", file.stem)):
        for pin in of_python(file):
            found.setdefault(pin.purl, pin)
    for pin in (*of_npm(), *fonts()):
        found.setdefault(pin.purl, pin)
    return sorted(found.values(), key=lambda pin: pin.purl)


def of_python(file: Path) -> Iterator[Pin]:
    """The packages that a file of pins names, for whatever Python or system."""
    for line in re.sub(r" *\\\n *", " ", file.read_text("utf-8")).splitlines():
        if pinned := re.match(r"([a-z0-9-]+)==([^ ;]+)", line):
            name, version = pinned.groups()
            digests = tuple(sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", line)))
            yield Pin("pypi", name, version, SCOPES.get(file.stem, "excluded"), "SHA-256", digests)


def of_npm() -> Iterator[Pin]:
    """The packages of the editor, from npm's lock."""
    for path, package in json.loads(LOCK.read_text("utf-8"))["packages"].items():
        if path:
            algorithm, _, digest = package["integrity"].partition("-")
            yield Pin(
                "npm",
                path.rpartition("node_modules/")[2],
                package["version"],
                "optional",
                {"sha512": "SHA-512"}[algorithm],
                (base64.b64decode(digest).hex(),),
                package.get("license"),
            )


def fonts() -> Iterator[Pin]:
    """The reading face, parts of which stand in the theme; version and licence as the font and the text beside it say."""
    digests = tuple(sorted(sha256(file.read_bytes()).hexdigest() for file in ASSETS.glob("*.woff2")))
    yield Pin("generic", "source-serif-4", "4.004", "required", "SHA-256", digests, "OFL-1.1")


def license_of(name: str, version: str) -> str | None:
    """The licence an installed package states: an SPDX expression, or a name in a few words."""
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if found["Version"] != version:
        return None
    classified = [
        line.rpartition(" :: ")[2] for line in found.get_all("Classifier", []) if line.startswith("License ::")
    ]
    for stated in (found["License-Expression"], found["License"], *classified):
        if stated and len(stated) < 80 and "\n" not in stated and stated != "UNKNOWN":
            return str(stated)
    return "MIT" if _WORDS_OF_MIT in " ".join((found["License"] or "").split()) else None


def licenses_in(bill: Path) -> dict[str, str]:
    """The licences that a bill tells, by package URL."""
    if not bill.is_file():
        return {}
    return {
        component["purl"]: one.get("expression") or one["license"].get("id") or one["license"]["name"]
        for component in json.loads(bill.read_text("utf-8"))["components"]
        for one in component.get("licenses", ())
    }


def bill(found: list[Pin]) -> str:
    """The bill as JSON, which the schema of CycloneDX has passed."""
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentScope, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    from packageurl import PackageURL

    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(f"{p.purl} {p.digests}" for p in found)))
    itself = Component(
        name=PROJECT["name"],
        version=PROJECT["version"],
        description=PROJECT["description"],
        type=ComponentType.APPLICATION,
        bom_ref=PROJECT["name"],
        licenses=[LicenseFactory().make_from_string(PROJECT["license"])],
    )
    bom.metadata.component = itself
    needed = {re.match(r"[A-Za-z0-9-]+", requirement)[0].lower() for requirement in PROJECT["dependencies"]}
    before = licenses_in(BILL)
    for pin in found:
        stated = pin.license or license_of(pin.name, pin.version) or before.get(pin.purl)
        component = Component(
            name=pin.name,
            version=pin.version,
            type=ComponentType.FILE if pin.source == "generic" else ComponentType.LIBRARY,
            scope=ComponentScope(pin.scope),
            purl=PackageURL.from_string(pin.purl),
            bom_ref=pin.purl,
            hashes=[HashType(alg=HashAlgorithm(pin.algorithm), content=digest) for digest in pin.digests],
            licenses=[LicenseFactory().make_from_string(stated)] if stated else [],
        )
        bom.components.add(component)
        if pin.source == "generic" or (pin.source == "pypi" and pin.name in needed):
            bom.register_dependency(itself, [component])
    told = json.loads(JsonV1Dot6(bom).output_as_string())
    del told["metadata"]["timestamp"]
    written = json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(written):
        raise SystemExit(f"the bill does not hold to the schema of CycloneDX 1.6: {wrong}")
    return written


if __name__ == "__main__":
    BILL.write_text(bill(pins()), "utf-8")
