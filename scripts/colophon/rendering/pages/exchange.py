"""Citations for programs: BibTeX, RIS, CSL-JSON, the tags and spans that Zotero reads, and the box that offers them. Pure.

Only what the file says or what was established from elsewhere is given as a fact; what an editor supplied is in the note,
and a title devised by the editors is in square brackets. The files hold no day of reading, since the same sources make the
same bytes on every day: a reader's browser adds it where it has JavaScript (see `data-fill` in theme/assets/reading.js).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from colophon.formats.invisible import searchable, visible
from colophon.formats.line_breaks import in_single_spaces
from colophon.formats.markdown import link
from colophon.formats.urls import page_url, relative
from colophon.model.language import N_, gettext
from colophon.model.rights import rights_label
from colophon.rendering.pages.citations import NEWS, Work, apa, chicago
from colophon.rendering.pages.wording import listed_labels, not_recorded, person, whole_name


class Genre(NamedTuple):
    """What programs call a kind of text."""

    csl: str
    zotero: str
    ris: str
    bibtex: str
    schema: str
    """A type of schema.org."""


UNKNOWN_GENRE = Genre("document", "document", "GEN", "misc", "DigitalDocument")
GENRES: Mapping[str, Genre] = {
    NEWS: Genre("article-newspaper", "newspaperArticle", "NEWS", "article", "NewsArticle"),
    N_("letter"): Genre("personal_communication", "letter", "PCOMM", "misc", "DigitalDocument"),
    N_("report"): Genre("report", "report", "RPRT", "techreport", "Report"),
}
_SOURCES: Mapping[str, Genre] = {
    "web page": Genre("webpage", "webpage", "ELEC", "misc", "WebPage"),
    "book": Genre("book", "book", "BOOK", "book", "Book"),
    "chapter": Genre("chapter", "bookSection", "CHAP", "incollection", "Chapter"),
    "newspaper": GENRES[NEWS],
    "article": Genre("article-journal", "journalArticle", "JOUR", "article", "ScholarlyArticle"),
    "report": GENRES["report"],
    "letter": GENRES["letter"],
    "manuscript": Genre("manuscript", "manuscript", "MANSCPT", "unpublished", "Manuscript"),
    "court file": Genre("legal_case", "case", "CASE", "misc", "CreativeWork"),
    "interview": Genre("interview", "interview", "PCOMM", "misc", "CreativeWork"),
}
_ENTRY = Genre("entry-encyclopedia", "encyclopediaArticle", "ENCYC", "misc", "WebPage")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names of the months."""
_TEX = str.maketrans(
    {mark: "\\" + mark for mark in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


def genre_of(work: Work) -> Genre:
    """What programs call it."""
    if work.is_source:
        return _SOURCES[work.genre or ""]
    return _ENTRY if work.is_entry else GENRES.get(work.genre or "", UNKNOWN_GENRE)


def bibtex(work: Work, fill: str = "") -> str:
    """A BibTeX entry, as plain text; `fill` are its last lines, if more is known where it is read."""
    kind = genre_of(work).bibtex
    publisher = work.publisher if work.is_known("publisher") else ""
    year, month, day, *_ = [*_date(work).lstrip("0").split("-"), "", ""]
    container = {"article": "journal", "techreport": "institution"}.get(kind, "howpublished")
    entry = gettext("Entry in {site}", site=work.site)
    fields = {
        "author": " and ".join(map(_bibtex_name, work.creators)) if work.is_known("creators") else "",
        "title": f"{{{_tex(work.bracketed_title)}}}",
        **({} if work.is_source else {container: _tex(entry if work.is_entry else publisher or "")}),
        **({name: _tex(value) for name, value in _bibtex_of_source(work, kind).items()} if work.is_source else {}),
        "year": year,
        "month": _MONTHS[int(month) - 1] if month else "",
        "day": str(int(day)) if day else "",
        "url": work.address or "",
        "urldate": work.consulted or "",
        "note": _tex(note_of(work)),
    }
    bare = {"month"}  # the names of the months are macros
    lines = (f"  {name} = {value if name in bare else f'{{{value}}}'},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{work.id},\n{''.join(lines)}{fill}}}\n"


def _bibtex_of_source(work: Work, kind: str) -> dict[str, str]:
    fields = {
        {"article": "journal", "incollection": "booktitle"}.get(kind, "series"): work.container,
        {"techreport": "institution", "misc": "howpublished"}.get(kind, "publisher"): work.publisher,
        "address": work.place,
        "number": work.number,
        "pages": work.pages,
        "library": work.archive,
    }
    return {name: value or "" for name, value in fields.items()}


def ris(work: Work, fill: str = "") -> str:
    """A RIS record, as plain text with line feeds."""
    date = _date(work)
    publisher = work.publisher if work.is_known("publisher") else None
    is_news = genre_of(work).zotero == "newspaperArticle"
    tags = [
        ("TY", genre_of(work).ris),
        *(("AU", _ris_name(name)) for name in (work.creators if work.is_known("creators") else ())),
        ("TI", work.bracketed_title),
        ("T2", _container(work)),
        ("PB", None if is_news and not work.is_source else publisher),
        ("CY", work.place),
        ("M1", work.number),
        ("SP", work.pages),
        ("PY", date[:4]),
        ("DA", "/".join([*date.split("-"), "", ""][:3]) if date else None),
        ("LA", work.language),
        ("DB", None if work.is_entry else work.site or work.archive),
        ("AN", None if work.is_source else work.id),
        ("UR", work.address),
        ("Y2", work.consulted and "/".join([*work.consulted.split("-"), "", ""][:3])),
        ("N1", note_of(work)),
    ]
    lines = (f"{tag}  - {_line(value)}\n" for tag, value in tags if value)
    return f"{''.join(lines)}{fill}ER  - \n"


def csl(work: Work) -> dict[str, Any]:
    """A CSL-JSON item (CSL 1.0.2)."""
    publisher = work.publisher if work.is_known("publisher") else None
    is_news = genre_of(work).zotero == "newspaperArticle"
    date = _date(work)
    item = {
        "id": work.id,
        "type": genre_of(work).csl,
        "title": work.bracketed_title,
        "author": [_csl_name(name) for name in work.creators] if work.is_known("creators") else None,
        "container-title": _container(work),
        "publisher": None if is_news and not work.is_source else publisher,
        "publisher-place": work.place,
        "number": work.number,
        "page": work.pages,
        "issued": {"date-parts": [[int(part) for part in date.split("-")]]} if date else None,
        "language": work.language,
        "archive": None if work.is_entry else work.site or work.archive,
        "archive_location": None if work.is_entry or work.is_source else work.id,
        "URL": work.address,
        "accessed": {"date-parts": [[int(part) for part in work.consulted.split("-")]]} if work.consulted else None,
        "note": note_of(work),
    }
    return {name: value for name, value in item.items() if value}


def _container(work: Work) -> str | None:
    """What a work is in, as far as programs ask for it."""
    if work.is_source or work.is_entry:
        return work.container if work.is_source else work.site
    is_news = genre_of(work).zotero == "newspaperArticle"
    return work.publisher if is_news and work.is_known("publisher") else None


def tags_of(work: Work) -> list[list[str]]:
    """Name and content of the `meta` elements from which Zotero takes the page.

    `z:itemType` ranks before everything that Zotero would guess; a `citation_title` alone would make a journal article of
    any page, so it is not among them.
    """
    publisher = work.publisher if work.is_known("publisher") else None
    tags = [
        ("z:itemType", genre_of(work).zotero),
        ("DC.title", work.bracketed_title),
        *(("DC.creator", _ris_name(name)) for name in (work.creators if work.is_known("creators") else ())),
        ("DCTERMS.issued", _date(work)),
        ("DC.publisher", publisher),
        ("prism.publicationName", _container(work)),
        ("DC.language", work.language),
        ("DC.rights", rights_label(work.rights) if work.rights else None),
        ("DCTERMS.isPartOf", work.site),
        ("citation_public_url", work.address),
        ("citation_abstract", work.summary),
    ]
    return [[name, _line(content)] for name, content in tags if content]


def coins(work: Work) -> str:
    """A span (COinS) from which Zotero takes one work of a list. Never on the page of a work: it would hide the tags."""
    publisher = work.publisher if work.is_known("publisher") else None
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", genre_of(work).zotero),
        ("rft.title", work.bracketed_title),
        ("rft.source", _container(work)),
        ("rft.publisher", publisher),
        ("rft.date", _date(work)),
        ("rft.language", work.language),
        ("rft.identifier", work.address),
        *(("rft.creator", _ris_name(name)) for name in (work.creators if work.is_known("creators") else ())),
    ]
    title = urlencode([(name, _line(value)) for name, value in fields if value], quote_via=quote, safe="")
    return f'<span class="Z3988" title="{title.replace("&", "&amp;")}"></span>'


def _date(work: Work) -> str:
    """When it was published, or an entry last changed; ISO 8601 or nothing."""
    if work.is_entry:
        return work.changed or ""
    return (work.published or "") if work.is_known("published") else ""


def note_of(work: Work) -> str:
    """What a citation should not hide."""
    if work.is_source:
        return ""
    if work.is_entry:
        return gettext("Glossary entry in {site}.", site=work.site)
    labels = {"title": "title", "creators": "author", "publisher": "publisher", "published": "date"}
    elsewhere = [label for name, label in labels.items() if work.basis(name) == "attributed"]
    unknown = [label for name, label in labels.items() if not getattr(work, name) and name != "title"]
    supplied = [label for name, label in labels.items() if work.basis(name) == "supplied" and name != "title"]
    parts = [
        gettext("Reproduced in {site}.", site=work.site),
        gettext("The title was devised by the editors.") if work.basis("title") == "supplied" else "",
        gettext("The text has no title; its first words are given.") if work.is_untitled else "",
        gettext("Not in the file, taken from elsewhere: {fields}.", fields=listed_labels(elsewhere))
        if elsewhere
        else "",
        gettext("Supplied by the editors, not given here: {fields}.", fields=listed_labels(supplied))
        if supplied
        else "",
        f"{not_recorded(unknown)}." if unknown else "",
        gettext("SHA-256 of the file: {digest}.", digest=work.sha256) if work.sha256 else "",
    ]
    return " ".join(filter(None, parts))


def _line(words: str) -> str:
    return " ".join(searchable(words).split())


def _tex(words: str) -> str:
    return in_single_spaces(visible(words)).translate(_TEX)


def _bibtex_name(name: str) -> str:
    if named := person(name):
        return ", ".join(_tex(part) for part in (named.family, named.suffix, named.given) if part)
    return f"{{{_tex(whole_name(name))}}}"


def _ris_name(name: str) -> str:
    """A person as "Family, Given, Suffix"; a body as it is."""
    named = person(name)
    return ", ".join(filter(None, named)) if named else whole_name(name)


def _csl_name(name: str) -> dict[str, str]:
    named = person(name)
    if named is None:
        return {"literal": whole_name(name)}
    return {key: part for key, part in named._asdict().items() if part}


class _Form(NamedTuple):
    label: str
    name: str
    """Of the file beside the page, and of the element."""
    written: Callable[[Work, str], str]
    address: str
    """The line with the address, where the site does not know it; `data-fill` says what the marks mean."""
    accessed: str
    """The line with the day of reading."""


def _csl_json(work: Work, fill: str = "") -> str:
    written = json.dumps([csl(work)], ensure_ascii=False, indent=1)
    return written.replace(" {\n", f" {{\n{fill}", 1) + "\n"


_FORMS = (
    _Form("BibTeX", "bib", bibtex, "  url = {%a},\n", "  urldate = {%i},\n"),
    _Form("RIS", "ris", ris, "UR  - %a\n", "Y2  - %r\n"),
    _Form("CSL-JSON", "json", _csl_json, '  "URL": "%a",\n', '  "accessed": {"date-parts": [[%d]]},\n'),
)
_MAY_BE_MARKUP = re.compile(r"[!-+/:-@\[-`{-~]")
"""Punctuation but for the comma, hyphen and full stop."""
_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"


def citation_path(page: PurePosixPath, form: str) -> PurePosixPath:
    """The file with the citation of a page in a form: `bib`, `ris` or `json`."""
    return PurePosixPath(page_url(page), f"cite.{form}")


def citation_files(page: PurePosixPath) -> Mapping[PurePosixPath, Callable[[Work], bytes]]:
    """By path, what makes the files with the citation of a page."""

    def maker(at: int) -> Callable[[Work], bytes]:
        return lambda work: "".join(_written(work)[at]).encode()

    return {citation_path(page, form.name): maker(at) for at, form in enumerate(_FORMS)}


def source_files(page: PurePosixPath) -> Mapping[PurePosixPath, Callable[[Sequence[Work]], bytes]]:
    """By path, what makes the files with the sources of the entry at `page` from outside the site."""

    def written(form: _Form, works: Sequence[Work]) -> bytes:
        if form.written is _csl_json:
            return (json.dumps([csl(work) for work in works], ensure_ascii=False, indent=1) + "\n").encode()
        return "\n".join(form.written(work, "") for work in works).encode()

    return {_sources_path(page, form.name): partial(written, form) for form in _FORMS}


def _sources_path(page: PurePosixPath, form: str) -> PurePosixPath:
    return PurePosixPath(page_url(page), f"sources.{form}")


def sources_to_cite(works: Sequence[Work], page: PurePosixPath) -> Iterator[str]:
    """The sources of an entry from outside the site, in APA style and as files, as Markdown."""
    if works:
        references = "\n".join(f"<li>{apa(work)}</li>" for work in works)
        yield f'<div class="cite">\n<details name="cite"><summary>{gettext("Its sources in APA style")}</summary>\n<ul>\n{references}\n</ul>\n</details>\n</div>'
        files = (
            link(
                form.label,
                relative(_sources_path(page, form.name), page),
                f'download="{page.stem}-sources.{form.name}"',
            )
            for form in _FORMS
        )
        yield gettext("Download its sources: {files}", files=" · ".join(files)) + "\n{: .cite-files }"


@lru_cache(maxsize=1)  # for the page, and then for the files beside it
def _written(work: Work) -> list[tuple[str, str]]:
    """Each form before and after the place where more may be filled in."""
    parts = (form.written(work, _MARK).partition(_MARK) for form in _FORMS)
    return [(before, after) for before, _, after in parts]


def _preformatted(words: str) -> str:
    """Words as HTML, with nothing in them that an extension takes for markup."""
    return _MAY_BE_MARKUP.sub(lambda mark: f"&#{ord(mark[0])};", visible(words))


def cite(work: Work) -> str:
    """The box with every form as raw HTML; each form in an element of class `citation`, for a script to copy."""
    lines = ['<div class="cite">', "<dl>"]
    for label, words in (("Chicago", chicago(work)), ("APA", apa(work))):
        lines += [f"<dt>{label}</dt>", f'<dd><div class="citation" id="cite-{label.lower()}">{words}</div></dd>']
    lines.append("</dl>")
    for form, (before, after) in zip(_FORMS, _written(work), strict=True):
        fill = (form.accessed if work.address else form.address + form.accessed).replace("\n", "&#10;")
        fill = fill.replace('"', "&quot;")
        words = f'{_preformatted(before)}<span data-fill="{fill}"></span>{_preformatted(after.rstrip())}'
        lines += [
            f'<details name="cite"><summary>{form.label}</summary>',
            # What may be too long for its box must be reached by the keys that scroll it.
            f'<pre class="citation" id="cite-{form.name}" tabindex="0">{words}</pre>',
            "</details>",
        ]
    add = gettext("Add the day on which you read this page: it is filled in only with JavaScript.")
    lines.append(f"<noscript><p class=small>{add}</p></noscript>")
    return "\n".join([*lines, "</div>"])


def downloads(work: Work, page: PurePosixPath, more: Iterable[str] = ()) -> str:
    """Links to the files with the citation of a page, then `more`, as Markdown: builders move addresses in raw HTML, each in its way."""
    links = (
        link(form.label, relative(citation_path(page, form.name), page), f'download="{work.id}.{form.name}"')
        for form in _FORMS
    )
    return gettext("Download: {files}", files=" · ".join([*links, *more])) + "\n{: .cite-files }"
