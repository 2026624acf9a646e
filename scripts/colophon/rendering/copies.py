"""A copy of each page as plain Markdown, and the list of them at `llms.txt` (https://llmstxt.org/). Pure.

A copy is the page as the builder reads it, without what only a browser needs: attributes, elements, forms, references in
place of punctuation. Its name ends in `.txt`, since builders and servers make a page of every `.md`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.formats.markdown import summary_of
from colophon.formats.urls import document_path, entry_path, page_url, url_of
from colophon.model.language import digits, gettext, ngettext
from colophon.rendering.manifest import unknown
from colophon.rendering.pages.wording import byline, title_of

LLMS = PurePosixPath("llms.txt")
COPY = "index.md.txt"
"""The name of a copy, in the folder of its page's address."""
_MOST_TEXTS = 1000

_LEFT_OUT = re.compile(r"<(script|details|noscript|form|svg)\b[^<]*+(?:<(?!/\1>)[^<]*+)*+</\1>\n?")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
_LINK = re.compile(r"\]\((?:<([^<>\s]*)>|(?!#)([^()\s<>]+))\)")
"""A link, but for those within a page, which stay as they are."""
_ELEMENT = re.compile(r"</?(?:a|b|bdi|code|dd|div|dl|dt|i|p|pre|span|time)\b[^>]*>")
_REFERENCE = re.compile(r"&#(\d+);")
_AWAY = re.compile(r"[a-z][a-z0-9+.-]*:|[#/]", re.IGNORECASE)
_BLANK = re.compile(r"\n(?:[ \t]*\n){2,}")
_MARKUP = frozenset("\\`*_{}[]#|~!")
"""Punctuation that may be markup anywhere."""
_MARKUP_AT_START = frozenset("-+=.:")


def copy_path(page: PurePosixPath) -> PurePosixPath:
    """The copy of a page, by path in the documentation folder."""
    return PurePosixPath(page_url(page), COPY)


def markdown_copy(page: PurePosixPath, data: bytes, site_url: str | None) -> bytes:
    """The copy of the page at `page`, whose Markdown is `data`."""
    text = _without_front_matter(data.decode()).replace(unknown(), gettext("printed on the page itself"))
    text = _LEFT_OUT.sub("", text)
    pieces = _CODE.split(text)
    pieces[::2] = (_plain(page, piece, site_url) for piece in pieces[::2])
    return (_BLANK.sub("\n\n", "".join(pieces)).strip() + "\n").encode()


def _without_front_matter(text: str) -> str:
    end = "\n---\n"
    return text[at + len(end) :] if text.startswith("---\n") and (at := text.find(end, 4)) > 0 else text


def _plain(page: PurePosixPath, text: str, site_url: str | None) -> str:
    folder, below = str(page.parent), page_url(page) if site_url is None else ""

    def link(found: re.Match[str]) -> str:
        return f"]({_target(found[1] or found[2], folder, below, site_url)})"

    text = _LINK.sub(link, _ATTRIBUTES.sub("", text.replace(" {:", "{:")))
    return _REFERENCE.sub(_character, _ELEMENT.sub("", text))


@lru_cache(maxsize=1 << 14)
def _target(target: str, folder: str, below: str, site_url: str | None) -> str:
    """Where a link of a page in `folder` leads, as its copy says it.

    That is an absolute address or, where the site does not know its own, one relative to that of the page, `below` it.
    """
    if _AWAY.match(target):
        return target
    path, mark, anchor = target.partition("#")
    file = posixpath.normpath(posixpath.join(folder, path))
    address = url_of(file)
    if site_url is None:
        address = posixpath.relpath(address or ".", below or ".") + "/" * file.endswith(".md")
    return f"{site_url or ''}{address}{mark}{anchor}"


def _character(found: re.Match[str]) -> str:
    mark = chr(int(found[1]))
    if mark in _MARKUP or (mark in _MARKUP_AT_START and _begins_line(found)):
        return f"\\{mark}"
    return mark


def _begins_line(found: re.Match[str]) -> bool:
    start = found.string.rfind("\n", 0, found.start()) + 1
    return not found.string[start : found.start()].strip()


def llms_file(edition: Edition, files: Mapping[PurePosixPath, str]) -> bytes:
    """The file at `LLMS`; `files` are summaries of data files, by path."""
    return "\n".join(_lines(edition, files)).encode() + b"\n"


def _lines(edition: Edition, files: Mapping[PurePosixPath, str]) -> Iterator[str]:
    settings, texts = edition.site.settings, edition.site.texts

    def address(path: PurePosixPath) -> str:
        return settings.address_of(str(path)) or str(path)

    yield f"# {_line(settings.name)}"
    if settings.description:
        yield f"\n> {_line(settings.description)}"
    yield "\n" + gettext(
        "Each page is also Markdown, at its address followed by index.md.txt; its paragraphs keep their numbers."
        " A title in square brackets was devised by the editors, and what is not recorded is said to be so."
    )
    if texts:
        yield f"\n## {gettext('Texts')}\n"
    for text in texts[:_MOST_TEXTS]:
        yield f"- [{_line(title_of(text))}]({address(copy_path(document_path(text.id)))}): {_line(byline(text.record))}"
    if len(texts) > _MOST_TEXTS:
        yield "\n" + ngettext(
            "These are the first {most} of {number} text; documents.json lists all.",
            "These are the first {most} of {number} texts; documents.json lists all.",
            len(texts),
            most=digits(_MOST_TEXTS),
        )
    if edition.site.entries:
        yield f"\n## {gettext('Glossary')}\n"
    for entry in edition.site.entries:
        yield f"- [{_line(entry.name)}]({address(copy_path(entry_path(entry.slug)))}): {_line(summary_of(entry.prose))}"
    yield f"\n## {gettext('Data')}\n"
    for path, summary in files.items():
        yield f"- [{path.name}]({address(path)}): {summary}"


def _line(words: str) -> str:
    """Words on one line, such that nothing in them ends the text of a link."""
    return re.sub(r"([\\\[\]<>])", r"\\\1", " ".join(words.split()))
