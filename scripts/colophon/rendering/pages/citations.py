"""How a text or an entry is cited: Chicago, APA, BibTeX and CSL-JSON, each only as far as it is known. Pure.

Chicago is its bibliography form (The Chicago Manual of Style, 18th edition, 14.161), APA the 7th edition (9.12 and 9.22: no
author, no date, descriptions in square brackets). CSL-JSON follows CSL 1.0.2, whose type for what is of no known type is
`document`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from colophon.formats.invisible import visible
from colophon.formats.markdown import escape
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Entry
from colophon.model.settings import Settings
from colophon.model.site import Site, SourceText
from colophon.rendering.pages.wording import (
    american_date,
    listed,
    name_of,
    person,
    title_of,
    unknown_fields,
    whole_name,
)

ADDRESS_OF_PAGE = "address of this page"
"""Where the address of the site is not known."""

_TEX = {mark: "\\" + mark for mark in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited."""

    id: str
    type: str
    """A CSL type."""
    title: str
    devised: bool
    """Whether the title is the editors', so that it is shown in square brackets and not in quotation marks."""
    creators: Sequence[str]
    publisher: str | None
    published: str | None
    """ISO 8601, at its known precision."""
    unknown: str
    """What is not recorded, as a sentence, or nothing."""
    place: str
    """Where in the site it is, in words."""
    site: str
    address: str | None
    """Of its page, where that of the site is known."""
    language: str | None
    sha256: str | None


def text_as_work(text: SourceText, site: Site) -> Work:
    """A text, to be cited by what its record knows."""
    record = text.record
    return Work(
        id=text.id,
        type="document",
        title=title_of(record),
        devised=record.title is None or record.title.basis == "supplied",
        creators=record.creators.value if record.creators else (),
        publisher=record.publisher.value if record.publisher else None,
        published=record.published.value if record.published else None,
        unknown=unknown_fields(record),
        place=site.number_of(text.id),
        site=site.settings.name,
        address=site.settings.address_of(page_url(document_path(text.id))),
        language=record.language,
        sha256=record.fixity.sha256,
    )


def entry_as_work(entry: Entry, settings: Settings) -> Work:
    """An entry of the glossary, which names no author."""
    return Work(
        id=entry.slug,
        type="entry",
        title=entry.name,
        devised=False,
        creators=(),
        publisher=None,
        published=None,
        unknown="",
        place="Glossary entry",
        site=settings.name,
        address=settings.address_of(page_url(entry_path(entry.slug))),
        language=settings.language,
        sha256=None,
    )


def chicago(work: Work) -> str:
    """The entry of a bibliography, as inline HTML."""
    first, *others = work.creators or ("",)
    names = [escape(_family_first(first)), *(escape(name_of(name)) for name in others)]
    date = american_date(work.published) if work.published else ""
    parts = [
        _sentence(listed(names)),
        _sentence(escape(work.title) if work.devised else f"“{escape(work.title)}{'' if _ends(work.title) else '.'}”"),
        _sentence(", ".join(filter(None, (escape(work.publisher or ""), date)))),
        _sentence(escape(work.unknown)),
        f"{escape(work.place)} in <i>{escape(work.site)}</i>.",
    ]
    return " ".join(filter(None, parts)) + f" {_address(work)}"


def apa(work: Work) -> str:
    """The entry of a reference list, as inline HTML."""
    names = [_with_initials(name) for name in work.creators]
    date = f"({_apa_date(work.published)})."
    title = escape(work.title) if work.devised else f"<i>{escape(work.title)}</i>"
    head = [_sentence(listed(names, "&")), date, _sentence(title)] if names else [_sentence(title), date]
    place = f"{escape(work.place)} in {escape(work.site)}."
    return " ".join(filter(None, [*head, _sentence(escape(work.publisher or "")), place])) + f" {_address(work)}"


def bibtex(work: Work) -> str:
    """A BibTeX entry, as plain text."""
    year, month, *_ = [*(work.published or "").lstrip("0").split("-"), ""]
    fields = {
        "title": f"{{{_tex(work.title)}}}",
        "author": " and ".join(map(_bibtex_name, work.creators)),
        "publisher": _tex(work.publisher or ""),
        "year": year,
        "month": str(int(month)) if month else "",
        "note": _tex(_note(work)),
        "url": work.address or "",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{work.id},\n{lines}}}"


def csl(work: Work) -> dict[str, Any]:
    """A CSL-JSON item."""
    item = {
        "id": work.id,
        "type": work.type,
        "title": work.title,
        "author": list(map(_csl_name, work.creators)),
        "publisher": work.publisher,
        "issued": {"date-parts": [[int(part) for part in work.published.split("-")]]} if work.published else None,
        "language": work.language,
        "archive": work.site,
        "archive_location": work.place,
        "note": _note(work),
        "URL": work.address,
    }
    return {name: value for name, value in item.items() if value}


def _note(work: Work) -> str:
    """What a citation should not hide."""
    parts = [
        f"{work.place} in {work.site}.",
        "The title was devised by the editors." if work.devised else "",
        _sentence(work.unknown),
        f"SHA-256 of the file: {work.sha256}." if work.sha256 else "",
    ]
    return " ".join(filter(None, parts))


def _address(work: Work) -> str:
    return f'<span class="address">{escape(work.address or ADDRESS_OF_PAGE)}</span>'


def _sentence(words: str) -> str:
    return words if not words or _ends(html.unescape(re.sub(r"</i>$|[”’]+$", "", words))) else words + "."


def _ends(words: str) -> bool:
    return words.endswith((".", "?", "!", "…"))


def _family_first(name: str) -> str:
    named = person(name)
    return ", ".join(filter(None, named)) if named else whole_name(name)


def _bibtex_name(name: str) -> str:
    if named := person(name):
        return ", ".join(_tex(part) for part in (named.family, named.suffix, named.given) if part)
    return f"{{{_tex(whole_name(name))}}}"


def _csl_name(name: str) -> dict[str, str]:
    named = person(name)
    if named is None:
        return {"literal": whole_name(name)}
    return {key: part for key, part in named._asdict().items() if part}


def _with_initials(name: str) -> str:
    named = person(name)
    if named is None:
        return escape(whole_name(name))
    initials = re.sub(r"(\w)[\w.’']*", r"\1.", named.given)
    return escape(", ".join(filter(None, (named.family, initials, named.suffix))))


def _apa_date(published: str | None) -> str:
    if published is None:
        return "n.d."
    year, *rest = published.lstrip("0").split("-")
    return f"{year}, {american_date(published).rsplit(' ', 1)[0].rstrip(',')}" if rest else year


def _tex(words: str) -> str:
    return "".join(_TEX.get(mark, mark) for mark in re.sub(r"\s+", " ", visible(words)))


_FOCUS = {"pre": ' tabindex="0"'}
"""What may be too long for its box must be reached by the keys that scroll it."""


def cite(work: Work) -> str:
    """A list of the forms; each in an element of class `citation`, for a script to copy."""
    forms = {
        "Chicago": ("div", chicago(work)),
        "APA": ("div", apa(work)),
        "BibTeX": ("pre", escape(bibtex(work))),
        "CSL-JSON": ("pre", escape(json.dumps(csl(work), ensure_ascii=False, indent=1))),
    }
    rows = [
        f"<dt>{label}</dt>\n"
        f'<dd><{tag} class="citation" id="cite-{label.split("-")[0].lower()}"{_FOCUS.get(tag, "")}>{form}</{tag}></dd>'
        for label, (tag, form) in forms.items()
    ]
    return "\n".join(['<dl class="cite">', *rows, "</dl>"])
