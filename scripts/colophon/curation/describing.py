"""What an editor says of a text when it is taken in, as fields of its record. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from colophon.formats.validation import validated
from colophon.formats.yaml_reader import Located
from colophon.model.errors import ColophonError, Invalid
from colophon.model.records import Filed, LanguageCode, PartialDate, Text, Url
from colophon.rendering.pages.wording import RIGHTS

STATED: Mapping[str, str] = {
    "title": "title",
    "author": "creators",
    "publisher": "publisher",
    "published": "published",
    "url": "source_url",
}
"""What is known on some ground, as it is asked for, and the field of the record that holds it."""

GROUNDS: Mapping[str, str] = {
    "source": "the file itself says so",
    "attributed": "established from elsewhere; evidence says how",
    "supplied": "devised by an editor; shown in square brackets",
}
_STATEMENT = "http://rightsstatements.org/vocab/{}/1.0/"


class _Answers(Filed):
    """The answers there may be, in the terms of the record."""

    origin: Text | None = None
    by: Text | None = None
    title: Text | None = None
    author: Text | None = None
    publisher: Text | None = None
    published: PartialDate | None = None
    url: Url | None = None
    evidence: Text | None = None
    language: LanguageCode | None = None
    layout: Literal["lines", "blocks"] | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """On what ground something is known; `evidence` is required where it was established from elsewhere."""

    basis: str
    evidence: str | None = None


def answer(field: str, words: str) -> str:
    """An answer as the record holds it. Raises `ColophonError` with what was expected."""
    if field == "rights":
        return rights_statement(words)
    try:
        validated(_Answers, Located({field: words}, {}), "")
    except Invalid as error:
        raise ColophonError(error.problems[0].message.removeprefix(f"{field}: ")) from None
    return words


def rights_statement(words: str) -> str:
    """The address of a rights statement given by its code or by either of its addresses. Raises `ColophonError`."""
    address = re.fullmatch(r"https?://rightsstatements\.org/(?:vocab|page)/([^/]+)(?:/.*)?", words.strip())
    code = address[1] if address else words.strip()
    codes = {known.casefold(): known for known in RIGHTS}
    if known := codes.get(code.casefold()):
        return _STATEMENT.format(known)
    near = get_close_matches(code.casefold(), codes, 1)
    if near:
        hint = f"did you mean {codes[near[0]]} ({RIGHTS[codes[near[0]]]})?"
    else:
        hint = f"known: {', '.join(f'{code} ({label})' for code, label in RIGHTS.items())}"
    raise ColophonError(f"expected a code or address of rightsstatements.org, found {words!r}; {hint}")


def ground_for(basis: str | None, evidence: str | None) -> Ground:
    """The ground that was given: evidence alone means that it was established from elsewhere. Raises `ColophonError`."""
    if evidence is None and basis in (None, "attributed"):
        wanted = "how it was established" if basis else "on what ground this is known"
        raise ColophonError(
            f'say {wanted}: --evidence "how it was established" if from elsewhere'
            + ("" if basis else ", --basis source if the file itself says so, --basis supplied if you devised it")
        )
    return Ground(basis or "attributed", evidence)


def described_by(answers: Mapping[str, Any], grounds: Mapping[str, Ground]) -> dict[str, Any]:
    """The fields of a record that answers fill, each on its ground; what was not answered is not among them."""
    given = {field: value for field, value in answers.items() if value}
    fields = {STATED[field]: _stated(value, grounds[field]) for field, value in given.items() if field in STATED}
    if "rights" in given:
        fields["rights"] = {"statement": given["rights"], "note": None}
    return fields | {field: given[field] for field in ("language", "layout") if field in given}


def _stated(value: str | Sequence[str], ground: Ground) -> dict[str, Any]:
    field: dict[str, Any] = {"value": value if isinstance(value, str) else list(value), "basis": ground.basis}
    return field if ground.evidence is None else {**field, "evidence": ground.evidence}
