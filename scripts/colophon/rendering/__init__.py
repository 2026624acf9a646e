"""From an edition to the Markdown tree that MkDocs, or Zensical, renders. Pure: same edition, same pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from colophon.edition import Edition
from colophon.formats.markdown import fill_markers
from colophon.formats.urls import document_path, entry_path, untouched_path
from colophon.model.entry import Entry
from colophon.model.site import SourceText
from colophon.rendering.copies import LLMS, copy_path, llms_file, markdown_copy
from colophon.rendering.exports import offered
from colophon.rendering.linked_data import page_node, script_of
from colophon.rendering.localized import LazyFiles, localized
from colophon.rendering.pages.citations import Work, entry_as_work, sources_as_works, text_as_work
from colophon.rendering.pages.documents import render_document
from colophon.rendering.pages.entries import mention_pages, render_entry, render_more_mentions, render_moved
from colophon.rendering.pages.exchange import citation_files, source_files
from colophon.rendering.pages.listings import listings_for, section_pages
from colophon.rendering.pages.pagination import continued_path
from colophon.rendering.pages.text_lists import TEXTS_PAGE, TextList, render_text_list, text_lists
from colophon.rendering.signposts import signposted

HEADERS = PurePosixPath("_headers")
"""What Netlify and Cloudflare Pages read: without a charset, a browser would take the files of the texts for Windows-1252."""
_HEADERS = b"".join(
    b"%s\n  Content-Type: text/plain; charset=utf-8\n" % where
    for where in (b"/corpus/*", b"/*/index.md.txt", b"/llms.txt")
)

__all__ = ["LazyFiles", "PageMaker", "page_makers", "render_pages"]


def render_pages(edition: Edition) -> dict[PurePosixPath, bytes]:
    """Every page and untouched file of the site, by path in the documentation folder."""
    return {path: make() for path, make in page_makers(edition).items()}


@localized
def page_makers(edition: Edition) -> LazyFiles:
    """The same, each made only when it is asked for."""
    makers: dict[PurePosixPath, Callable[[], bytes]] = {
        path: partial(bytes, data) for path, data in {HEADERS: _HEADERS, **edition.site.assets}.items()
    }
    authored = {path: page.markdown for path, page in edition.site.pages.items()}
    for path, markdown in {**section_pages(edition.site.settings), **authored}.items():
        makers[path] = partial(_authored, edition, path, markdown)
    for number, text in enumerate(edition.site.texts):
        makers[document_path(text.id)] = partial(_document, edition, number)
        for file, make in citation_files(document_path(text.id)).items():
            makers[file] = partial(_citation_of_text, make, edition, text)
        if text.record.access == "full":
            makers[untouched_path(text.id)] = text.text.encode
    makers |= {
        continued_path(page, number): partial(_text_list, edition, texts, number)
        for page, texts in text_lists(edition.site).items()
        for number in range(2 if page == TEXTS_PAGE else 1, len(texts.pages) + 1)
    }
    for entry in edition.site.entries:
        path = entry_path(entry.slug)
        makers[path] = partial(_entry, edition, entry)
        makers |= _citations_of_entry(edition, entry, path)
        for number in range(2, len(mention_pages(edition, entry)) + 1):
            makers[continued_path(path, number)] = partial(_more_mentions, edition, entry, number)
        for old in entry.matter.formerly:
            makers[PurePosixPath("glossary", old, "index.html")] = partial(_moved, edition, entry, old)
    makers[LLMS] = partial(llms_file, edition, offered(edition.site.settings))
    return _with_copies(makers, edition.site.settings.site_url)


def _with_copies(makers: LazyFiles, site_url: str | None) -> LazyFiles:
    """The same makers, and for each page one of its copy as plain Markdown, for which the page is not made again."""
    both: dict[PurePosixPath, Callable[[], bytes]] = {}
    for path, make in makers.items():
        if path.suffix == ".md":
            page = PageMaker(make)
            both[path] = page
            both[copy_path(path)] = partial(_copied, path, page, site_url)
        else:
            both[path] = make
    return both


class PageMaker:
    """Makes a page, and keeps it until its copy was made."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        self.make = make
        self._page: bytes | None = None

    def __call__(self) -> bytes:
        """Make the page."""
        self._page = self.make()
        return self._page

    def once(self) -> bytes:
        """The page as it was made last, which is then forgotten."""
        page, self._page = self._page, None
        return self.make() if page is None else page


def _copied(path: PurePosixPath, page: PageMaker, site_url: str | None) -> bytes:
    return markdown_copy(path, page.once(), site_url)


def _authored(edition: Edition, path: PurePosixPath, markdown: str) -> bytes:
    page = edition.site.pages.get(path)
    title = page.title if page else next(line[2:] for line in markdown.split("\n") if line.startswith("# "))
    markdown = signposted(edition.site.settings, path, markdown)
    return f"{fill_markers(markdown, listings_for(edition, path))}\n\n{script_of(page_node(edition, path, title))}\n".encode()


def _document(edition: Edition, number: int) -> bytes:
    return render_document(edition, number).encode()


def _entry(edition: Edition, entry: Entry) -> bytes:
    return render_entry(edition, entry).encode()


def _citation_of_text(make: Callable[[Work], bytes], edition: Edition, text: SourceText) -> bytes:
    return make(text_as_work(edition, text))


def _citations_of_entry(edition: Edition, entry: Entry, path: PurePosixPath) -> LazyFiles:
    """The files with the citation of an entry, and those with its sources from outside the site."""
    files = {file: partial(_citation_of_entry, make, edition, entry) for file, make in citation_files(path).items()}
    sources = sources_as_works(entry)
    return files | {file: partial(make, sources) for file, make in source_files(path).items() if sources}


def _citation_of_entry(make: Callable[[Work], bytes], edition: Edition, entry: Entry) -> bytes:
    return make(entry_as_work(edition, entry))


def _text_list(edition: Edition, texts: TextList, number: int) -> bytes:
    return render_text_list(edition, texts, number).encode()


def _more_mentions(edition: Edition, entry: Entry, number: int) -> bytes:
    return render_more_mentions(edition, entry, number).encode()


def _moved(edition: Edition, entry: Entry, old: str) -> bytes:
    return render_moved(entry, old, edition.site.settings.language).encode()
