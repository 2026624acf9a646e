"""The software bill of materials: every pinned package with its digests, as CycloneDX 1.6.

    make sbom

It is made from the pins alone, so it names what is installed and nothing else; licences are told where the metadata of
an installed package, or npm's lock, tell them. No date and no random number: the same pins give the same file.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
BILL = HERE / "sbom.cdx.json"
LOCK = HERE / "editor/package-lock.json"
SCOPES = {"site": "required", "editor": "optional"}
"""By file of pins: what builds the site, and what its editor is made of. All else is for development: `excluded`."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinned package: where it comes from (`pypi` or `npm`), and the digests one of which it must have."""

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
    """Every pinned package once, with the scope that matters most."""
    found: dict[str, Pin] = {}
    for file in sorted(HERE.glob("*.txt"), key=lambda file: (file.stem not in SCOPES, file.stem != "site", file.stem)):
        for pin in _of_python(file):
            found.setdefault(pin.purl, pin)
    for pin in _of_npm():
        found.setdefault(pin.purl, pin)
    return sorted(found.values(), key=lambda pin: pin.purl)


def _of_python(file: Path) -> Iterator[Pin]:
    for line in re.sub(r" *\\\n *", " ", file.read_text("utf-8")).splitlines():
        if pinned := re.match(r"([a-z0-9-]+)==([^ ;]+)", line):
            name, version = pinned.groups()
            digests = tuple(sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", line)))
            yield Pin("pypi", name, version, SCOPES.get(file.stem, "excluded"), "SHA-256", digests)


def _of_npm() -> Iterator[Pin]:
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
    return None


def bill(found: list[Pin]) -> str:
    """The bill as JSON."""
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentScope, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(f"{p.purl} {p.digests}" for p in found)))
    bom.metadata.component = Component(name="colophon", type=ComponentType.APPLICATION, bom_ref="colophon")
    for pin in found:
        stated = pin.license or (license_of(pin.name, pin.version) if pin.source == "pypi" else None)
        bom.components.add(
            Component(
                name=pin.name,
                version=pin.version,
                type=ComponentType.LIBRARY,
                scope=ComponentScope(pin.scope),
                purl=PackageURL.from_string(pin.purl),
                bom_ref=pin.purl,
                hashes=[HashType(alg=HashAlgorithm(pin.algorithm), content=digest) for digest in pin.digests],
                licenses=[LicenseFactory().make_from_string(stated)] if stated else [],
            )
        )
    told = json.loads(JsonV1Dot6(bom).output_as_string())
    del told["metadata"]["timestamp"]
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    BILL.write_text(bill(pins()), "utf-8")
