"""How a text or an entry is cited in words, and the box that offers every form. Pure.

Chicago is its bibliography form (The Chicago Manual of Style, 18th edition), APA the 7th edition (9.12 and 9.22: no author,
no date, descriptions in square brackets). What the file itself does not say is in square brackets, as in both manuals. The
day of reading is known only to the reader's browser, which fills it in: `data-fill` says with what.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from colophon.edition import Edition
from colophon.formats.markdown import escape
from colophon.formats.urls import document_path, entry_path, page_url
from colophon.model.entry import Entry, Passage, Reference, WebPage
from colophon.model.language import N_, gettext, long_date, quoted, sentence_case
from colophon.model.record import Stated
from colophon.model.site import SourceText
from colophon.rendering.pages.wording import name_of, not_recorded, person, whole_name

ADDRESS_OF_PAGE = N_("address of this page")
"""Where the address of the site is not known."""
NEWS = N_("news article")

_SMALL = frozenset("a an the and but for nor or as at by from in into of on onto per to upon via vs with".split())
"""Words that a headline in Chicago style does not capitalize, but as its first or last."""


_WHOLE = frozenset({"book", "report", "court file"})
"""Sources whose titles are set in italics, since they are in nothing else."""
_FORMS_OF_APA = {"letter": N_("Letter"), "manuscript": N_("Manuscript"), "interview": N_("Interview")}


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited: a text as far as its record knows it, an entry, or a source of an entry from outside the site."""

    id: str
    is_entry: bool
    title: str
    """Without square brackets; the first words of a text that has none."""
    site: str
    """Empty for a source from outside."""
    address: str | None
    """Of its page, where that of the site is known."""
    language: str | None
    genre: str | None = None
    creators: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    """ISO 8601, at its known precision."""
    stated: tuple[tuple[str, str], ...] = ()
    """How `title`, `creators`, `publisher` and `published` are known: pairs of field and basis."""
    rights: str | None = None
    sha256: str | None = None
    changed: str | None = None
    """The day on which its page last changed, YYYY-MM-DD."""
    summary: str = ""
    container: str | None = None
    """The newspaper, journal or book that a source is in."""
    place: str | None = None
    number: str | None = None
    pages: str | None = None
    archive: str | None = None
    consulted: str | None = None
    """ISO 8601, at its known precision; of a source."""

    @property
    def is_source(self) -> bool:
        """Whether it is a source of an entry from outside the site."""
        return not self.site

    @property
    def is_untitled(self) -> bool:
        """Whether the title is only the first words of a text that has none."""
        return not self.is_entry and not self.is_source and self.basis("title") is None

    @property
    def is_devised(self) -> bool:
        """Whether the title is not that of the text: in the editors' words, or its first words."""
        return self.is_untitled or self.basis("title") == "supplied"

    def is_known(self, name: str) -> bool:
        """Whether a field has a value that no editor supplied, so that a program may take it for a fact."""
        is_stated = self.basis(name) != "supplied" and not (name == "title" and self.is_untitled)
        return bool(getattr(self, name)) and is_stated

    def basis(self, name: str) -> str | None:
        """How a field is known: `source`, `attributed` or `supplied`."""
        return next((basis for field, basis in self.stated if field == name), None)

    @property
    def bracketed_title(self) -> str:
        """The title, in square brackets where it is not that of the text."""
        return f"[{self.title}]" if self.is_devised else self.title


def text_as_work(edition: Edition, text: SourceText, summary: str = "") -> Work:
    """A text, to be cited by what its record knows."""
    record, settings = text.record, edition.site.settings
    stated: dict[str, Stated | None] = {
        "title": record.title,
        "creators": record.creators,
        "publisher": record.publisher,
        "published": record.published,
    }
    return Work(
        id=text.id,
        is_entry=False,
        genre=record.genre.value if record.genre else None,
        title=record.title.value if record.title else text.first_words,
        creators=tuple(record.creators.value) if record.creators else (),
        publisher=record.publisher.value if record.publisher else None,
        published=record.published.value if record.published else None,
        stated=tuple((name, known.basis) for name, known in stated.items() if known),
        site=settings.name,
        address=settings.address_of(page_url(document_path(text.id))),
        language=record.language,
        rights=record.rights.statement,
        sha256=record.fixity.sha256,
        changed=day_of_change(edition, document_path(text.id)),
        summary=summary,
    )


def entry_as_work(edition: Edition, entry: Entry, summary: str = "") -> Work:
    """An entry of the glossary, which names no author."""
    settings = edition.site.settings
    return Work(
        id=entry.slug,
        is_entry=True,
        title=entry.name,
        site=settings.name,
        address=settings.address_of(page_url(entry_path(entry.slug))),
        language=settings.language,
        changed=day_of_change(edition, entry_path(entry.slug)),
        summary=summary,
    )


def source_as_work(key: str, source: WebPage | Reference) -> Work:
    """A source of an entry, under the key that the entry gives it."""
    devised = re.fullmatch(r"\[(.+)\]", source.title)
    outside: dict[str, Any] = {}
    if isinstance(source, Reference):
        outside = {"container": source.in_, "place": source.place, "number": source.number}
        outside |= {"pages": source.pages, "archive": source.archive}
    authors = source.author or ()
    return Work(
        id=key,
        is_entry=False,
        title=devised[1] if devised else source.title,
        site="",
        address=source.url,
        language=None,
        genre=source.kind if isinstance(source, Reference) else "web page",
        creators=(authors,) if isinstance(authors, str) else tuple(authors),
        publisher=source.publisher,
        published=source.published,
        stated=(("title", "supplied"),) if devised else (),
        consulted=source.consulted,
        **outside,
    )


def sources_as_works(entry: Entry) -> list[Work]:
    """The sources of an entry from outside the site."""
    sources = entry.matter.sources.items()
    return [source_as_work(key, source) for key, source in sources if not isinstance(source, Passage)]


def day_of_change(edition: Edition, page: PurePosixPath) -> str | None:
    """The day on which a page last changed as far as its history is known, YYYY-MM-DD."""
    changes = edition.history.of.get(page)
    return max(changes, key=lambda change: change.at).on if changes else None


def chicago(work: Work) -> str:
    """The entry of a bibliography, as inline HTML."""
    accessed = f'<span data-fill="{gettext("Accessed {date}.", date="%l")} "></span>'
    site = f"<i>{escape(work.site)}</i>"
    if work.is_entry:
        when = gettext("Last modified {date}.", date=long_date(work.changed)) + " " if work.changed else accessed
        return f"{quoted(_ended(escape(work.title), work.title))} {gettext('In {site}.', site=site)} {when}{_address(work)}"
    first, *others = work.creators or ("",)
    names = [escape(_family_first(first)), *(escape(name_of(name)) for name in others)]
    if work.is_source:
        return _chicago_of_source(work, _joined(names, gettext("and")))
    title = work.bracketed_title if work.is_untitled else work.title
    if not work.is_devised:
        title = _headline(title) if re.match(r"en\b", work.language or "") else title
        title = quoted(_ended(escape(title), title))
    else:
        title = _sentence(escape(title))
    parts = [
        _sentence(_inferred(work, _joined(names, gettext("and")), "creators")),
        title,
        _sentence(_published(work)),
        _sentence(_unknown(work)),
        gettext("Reproduced in {site}.", site=site),
    ]
    return " ".join(filter(None, parts)) + f" {'' if work.published else accessed}{_address(work)}"


def apa(work: Work) -> str:
    """The entry of a reference list, as inline HTML."""
    if work.is_entry:
        retrieved = f'<span data-fill="{gettext("Retrieved {date}, from", date="%l")} "></span>'
        date, site = f"({_apa_date(work.changed)}).", gettext("In {site}.", site=f"<i>{escape(work.site)}</i>")
        return f"{_sentence(escape(work.title))} {date} {site} {retrieved}{_address(work)}"
    names = _inferred(work, _joined([_with_initials(name) for name in work.creators], "&"), "creators")
    if work.is_source:
        return _apa_of_source(work, names)
    date = f"({_inferred(work, _apa_date(work.published), 'published')})."
    title = _sentence(escape(work.bracketed_title) if work.is_devised else f"<i>{escape(work.title)}</i>")
    head = [names if html.unescape(names).endswith(".]") else _sentence(names), date, title] if names else [title, date]
    publisher = _sentence(_inferred(work, escape(work.publisher or ""), "publisher"))
    where = gettext("Reproduced in {site}.", site=escape(work.site))
    return " ".join(filter(None, [*head, publisher, where])) + f" {_address(work)}"


def _chicago_of_source(work: Work, names: str) -> str:
    """A source, by its kind: what it is in, where and when it was published, and who keeps it."""
    title, container = escape(work.bracketed_title), f"<i>{escape(work.container)}</i>" if work.container else ""
    if work.genre in _WHOLE:
        title = f"<i>{title}</i>"
    elif not work.is_devised:
        title = quoted(_ended(title, work.title))
    date = long_date(work.published) if work.published else ""
    pages, number = escape(work.pages or ""), escape(work.number or "")
    publisher = ": ".join(filter(None, [escape(work.place or ""), escape(work.publisher or "")]))
    kept = ", ".join(filter(None, [number, escape(work.archive or "")]))
    match work.genre:
        case "newspaper":
            parts = [", ".join(filter(None, [container, number, date, pages])), escape(work.archive or "")]
        case "article":
            issue = " ".join(filter(None, [container, number, f"({date})" if date else ""]))
            parts = [": ".join(filter(None, [issue, pages])), escape(work.archive or "")]
        case "chapter":
            within = ", ".join(
                filter(None, [gettext("In {container}", container=container) if container else "", pages])
            )
            parts = [within, ", ".join(filter(None, [publisher, date])), kept]
        case "court file":
            court = " ".join(filter(None, [publisher, date]))
            decided = " ".join(filter(None, [number, f"({court})" if court else ""]))
            parts = [decided, pages, escape(work.archive or "")]
        case "letter" | "manuscript" | "interview":
            parts = [
                gettext("Interview") if work.genre == "interview" and not work.is_devised else "",
                date,
                ", ".join(filter(None, [kept, publisher])),
                pages,
            ]
        case _:
            parts = [", ".join(filter(None, [container, publisher, date, pages])), kept]
    sentences = " ".join(_sentence(part) for part in (names, title, *parts) if part)
    return sentences + _read_at(work, "chicago")


def _apa_of_source(work: Work, names: str) -> str:
    title, container = escape(work.bracketed_title), f"<i>{escape(work.container)}</i>" if work.container else ""
    pages, number = escape(work.pages or ""), escape(work.number or "")
    form = f" [{gettext(_FORMS_OF_APA[work.genre])}]" if work.genre in _FORMS_OF_APA and not work.is_devised else ""
    several = re.search(r"\D", pages)
    range_of_pages = gettext("pp. {pages}", pages=pages) if several else gettext("p. {number}", number=pages)
    if work.genre in ("newspaper", "article"):
        rest = ", ".join(
            filter(None, [container, number, pages and (pages if work.genre == "article" else range_of_pages)])
        )
        parts = [title, rest, escape(work.archive or "")]
    elif work.genre == "chapter":
        parts = [
            title,
            gettext("In {container}", container=container or gettext("[unknown]"))
            + (f" ({range_of_pages})" if pages else ""),
            escape(work.publisher or ""),
        ]
    else:
        cited = f" ({range_of_pages})" if pages else ""
        if number and work.genre in ("court file", "report"):
            cited, number = f", {number}{cited}" if work.genre == "court file" else f" ({number}){cited}", ""
        kept = ", ".join(filter(None, [escape(work.archive or ""), number]))
        parts = [
            f"<i>{title}</i>{form}{cited}",
            escape(work.publisher or ""),
            kept,
            escape(work.place or "") if kept else "",
        ]
    dated = f"({_apa_date(work.published)})"
    first, *others = filter(None, parts)
    head = [_sentence(names), _sentence(dated), first] if names else [_sentence(first), dated]
    return " ".join(_sentence(part) for part in (*head, *others)) + _read_at(work, "apa")


def _read_at(work: Work, manual: Literal["chicago", "apa"]) -> str:
    """When and where a source was read, with the comma or the period that the manual wants."""
    day, address = work.consulted and long_date(work.consulted), escape(work.address or "")
    if not day:
        return f" {address}{'.' * (manual == 'chicago')}" if address else ""
    if manual == "chicago" or not address:
        said = gettext("Accessed {date}.", date=day) if manual == "chicago" else gettext("Retrieved {date}.", date=day)
        return f" {said} {address}." if address else f" {said}"
    return f" {gettext('Retrieved {date}, from', date=day)} {address}"


def _published(work: Work) -> str:
    """Publisher and date; in one pair of square brackets if neither is in the file."""
    publisher = escape(work.publisher or "")
    if publisher and work.genre == NEWS:
        publisher = f"<i>{publisher}</i>"
    date = long_date(work.published) if work.published else gettext("n.d.")
    if not publisher:
        date = sentence_case(date)
    if publisher and work.published and _is_inferred(work, "publisher") and _is_inferred(work, "published"):
        return f"[{publisher}, {date}]"
    parts = [_inferred(work, publisher, "publisher"), _inferred(work, date, "published")]
    return ", ".join(filter(None, parts))


def _is_inferred(work: Work, name: str) -> bool:
    return work.basis(name) in ("attributed", "supplied")


def _inferred(work: Work, words: str, name: str) -> str:
    """Words in square brackets where the file itself does not say them."""
    return f"[{words}]" if words and _is_inferred(work, name) else words


def _unknown(work: Work) -> str:
    fields = {"author": work.creators, "publisher": work.publisher}
    return not_recorded([label for label, known in fields.items() if not known])


def _headline(title: str) -> str:
    """An English title in headline style; a word with a capital in it stays as it is."""
    words = re.split(r"(\s+)", title)
    first, last = 0, len(words) - 1
    after_colon = True
    for at, word in enumerate(words):
        bare = re.sub(r"^\W+|\W+$", "", word)
        if bare and bare == bare.lower() and (at in (first, last) or after_colon or bare not in _SMALL):
            words[at] = re.sub(r"(?:^|(?<=-))(\W*)([^\W\d_])", lambda found: found[1] + found[2].upper(), word)
        if bare:
            after_colon = word.endswith((":", "?", "!", "—"))
    return "".join(words)


def _address(work: Work) -> str:
    return f'<span class="address">{escape(work.address or gettext(ADDRESS_OF_PAGE))}</span>'


def _joined(names: Sequence[str], last: str) -> str:
    """Names with a comma before the last, as both manuals ask after an inverted name."""
    return f", {last} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _sentence(words: str) -> str:
    return words if not words or _ends(html.unescape(re.sub(r"</i>$|[”’]+$", "", words))) else words + "."


def _ended(inline: str, words: str) -> str:
    return inline if _ends(words) else f"{inline}."


def _ends(words: str) -> bool:
    return words.endswith((".", "?", "!", "…"))


def _family_first(name: str) -> str:
    named = person(name)
    return ", ".join(filter(None, named)) if named else whole_name(name)


def _with_initials(name: str) -> str:
    named = person(name)
    if named is None:
        return escape(whole_name(name))
    given = named.given.split()
    family = [named.family]
    while len(given) > 1 and given[-1].islower():  # "de", "van der": before the family name
        family.insert(0, given.pop())
    initials = re.sub(r"(\w)[\w.’']*", r"\1.", " ".join(given))
    return escape(", ".join(filter(None, (" ".join(family), initials, named.suffix))))


def _apa_date(day: str | None) -> str:
    if day is None:
        return gettext("n.d.")
    year, *rest = day.lstrip("0").split("-")
    return f"{year}, {long_date(day).rsplit(' ', 1)[0].rstrip(',')}" if rest else year
