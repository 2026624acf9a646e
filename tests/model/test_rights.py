"""Statements of rights by code or address, and what readers are shown of them."""

from __future__ import annotations

import re

import pytest

from colophon.model.rights import PATTERN, STATEMENTS, is_license, rights_label, rights_uri

CC = "https://creativecommons.org/licenses/"
DOMAIN = "https://creativecommons.org/publicdomain/"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@pytest.mark.parametrize(
    ("said", "uri", "label"),
    [
        ("inc", "http://rightsstatements.org/vocab/InC/1.0/", "In copyright"),
        ("https://rightsstatements.org/page/cne/1.0/?language=en", "http://rightsstatements.org/vocab/CNE/1.0/", "Copyright not evaluated"),
        ("CC BY-SA 4.0", f"{CC}by-sa/4.0/", "CC BY-SA 4.0"),
        ("cc-by-nc-nd-3.0", f"{CC}by-nc-nd/3.0/", "CC BY-NC-ND 3.0"),
        ("http://creativecommons.org/licenses/by/3.0/us/deed.en", f"{CC}by/3.0/us/", "CC BY 3.0 US"),
        (f"{CC}by/4.0/legalcode", f"{CC}by/4.0/", "CC BY 4.0"),
        ("CC0", f"{DOMAIN}zero/1.0/", "CC0 1.0 (public domain)"),
        ("PDM 1.0", f"{DOMAIN}mark/1.0/", "Public Domain Mark 1.0"),
        ("OGL 3.0", OGL, "Open Government Licence 3.0"),
        (OGL.replace("https://www.", "http://"), OGL, "Open Government Licence 3.0"),
    ],
)  # fmt: skip
def test_a_statement_is_known_by_code_and_by_address(said, uri, label):
    assert (uri, label) == (rights_uri(said), rights_label(uri))
    assert uri == rights_uri(uri)
    assert re.match(PATTERN, uri)


@pytest.mark.parametrize(
    "said", ["CC BY", "CC-BY", "OGL", "public domain", "", "https://example.org/by/4.0/", f"x{OGL}"]
)
def test_what_names_no_statement_or_no_version_is_refused(said):
    assert rights_uri(said) is None


def test_every_statement_is_known_by_its_code():
    assert all(rights_label(str(rights_uri(code))) == label for code, label in STATEMENTS.items())


def test_only_permissions_are_licenses():
    assert [True, True, True, False, False] == [
        is_license(str(rights_uri(said))) for said in ("CC BY 4.0", "CC0", "OGL 3.0", "PDM", "InC")
    ]
