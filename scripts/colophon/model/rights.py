"""Statements of rights: those of rightsstatements.org, Creative Commons, and the Open Government Licence."""

from __future__ import annotations

import re

from colophon.model.language import N_, gettext

STATEMENTS = {
    "InC": N_("In copyright"),
    "InC-OW-EU": N_("In copyright, EU orphan work"),
    "InC-EDU": N_("In copyright, educational use permitted"),
    "InC-NC": N_("In copyright, non-commercial use permitted"),
    "InC-RUU": N_("In copyright, rights-holder unlocatable or unidentifiable"),
    "NoC-CR": N_("No copyright, contractual restrictions"),
    "NoC-NC": N_("No copyright, non-commercial use only"),
    "NoC-OKLR": N_("No copyright, other known legal restrictions"),
    "NoC-US": N_("No copyright, United States"),
    "CNE": N_("Copyright not evaluated"),
    "UND": N_("Copyright undetermined"),
    "NKC": N_("No known copyright"),
}
"""Labels of the statements in English, from https://rightsstatements.org/page/1.0/."""

PATTERN = (
    r"^(http://rightsstatements\.org/vocab/[A-Za-z-]+/1\.0/"
    r"|https://creativecommons\.org/licenses/by(-nc)?(-sa|-nd)?/[1-4]\.\d/([a-z]{2,3}/)?"
    r"|https://creativecommons\.org/publicdomain/(zero|mark)/1\.0/"
    r"|https://www\.nationalarchives\.gov\.uk/doc/open-government-licence/version/[1-3]/)$"
)
"""The addresses that their publishers call the identifiers."""
EXAMPLES = ("http://rightsstatements.org/vocab/CNE/1.0/", "https://creativecommons.org/licenses/by/4.0/")

_CC = r"(?P<license>by(?:-nc)?(?:-sa|-nd)?)"
_ADDRESS = re.compile(
    rf"https?://(?:www\.)?(?:rightsstatements\.org/(?:vocab|page)/(?P<code>[a-z-]+)"
    rf"|creativecommons\.org/licenses/{_CC}/(?P<version>[1-4]\.\d)(?:/(?P<country>[a-z]{{2,3}})(?=/|$))?"
    r"|creativecommons\.org/publicdomain/(?P<domain>zero|mark)"
    r"|nationalarchives\.gov\.uk/doc/open-government-licence/version/(?P<ogl>[1-3]))(?:[/?#].*)?",
    re.IGNORECASE,
)
_CODE = re.compile(
    rf"(?P<code>{'|'.join(STATEMENTS)})|cc[ -]{_CC}[ -](?P<version>[1-4]\.\d)(?P<country>)"
    r"|(?P<domain>cc ?0|pdm)(?:[ -]1\.0)?|ogl[ -]?v?(?P<ogl>[1-3])(?:\.0)?",
    re.IGNORECASE,
)


def rights_uri(words: str) -> str | None:
    """The identifier of a statement given by a code (`InC`, `CC BY-SA 4.0`, `CC0`, `PDM`, `OGL 3.0`) or an address of it."""
    found = _ADDRESS.fullmatch(words.strip()) or _CODE.fullmatch(words.strip())
    if found is None:
        return None
    if code := found["code"]:
        codes = {known.casefold(): known for known in STATEMENTS}
        known = codes.get(code.casefold())
        return known and f"http://rightsstatements.org/vocab/{known}/1.0/"
    if license_ := found["license"]:
        country = f"{found['country'].lower()}/" if found["country"] else ""
        return f"https://creativecommons.org/licenses/{license_.lower()}/{found['version']}/{country}"
    if domain := found["domain"]:
        which = "mark" if domain.lower() in ("mark", "pdm") else "zero"
        return f"https://creativecommons.org/publicdomain/{which}/1.0/"
    return f"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/{found['ogl']}/"


def rights_label(uri: str) -> str:
    """What readers are shown of a statement."""
    found = _ADDRESS.fullmatch(uri)
    if found is None or found["code"]:
        code = found["code"] if found else uri
        return gettext(STATEMENTS.get(code, code))
    if found["license"]:
        return " ".join(
            filter(None, ["CC", found["license"].upper(), found["version"], (found["country"] or "").upper()])
        )
    if found["domain"]:
        return gettext("CC0 1.0 (public domain)") if found["domain"] == "zero" else "Public Domain Mark 1.0"
    return f"Open Government Licence {found['ogl']}.0"


def is_license(uri: str) -> bool:
    """Whether a statement gives permissions; others say what is known of the copyright."""
    return not uri.startswith("http://rightsstatements.org/") and "/mark/" not in uri
