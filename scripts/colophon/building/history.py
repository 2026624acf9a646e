"""The history of a site's pages, asked of Git."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from colophon.edition.history import History, history_of, steps_of, trace
from colophon.formats.urls import document_path, entry_path
from colophon.model.errors import ColophonError
from colophon.model.language import Catalog, in_words_of
from colophon.model.site import Site
from colophon.project.cache import Cache
from colophon.project.git import Head, read_blobs, read_commits, read_commits_that_mention, read_head
from colophon.project.reader import Memory


def read_history(root: Path, site: Site, memory: Memory | None = None) -> History:
    """What changed in the entries and records of the site at `root`, up to the last commit.

    `memory`: what is known of it from before. Never raises: where Git cannot say, the history is silent and says why.
    """
    docs = PurePosixPath(site.settings.docs_dir)
    pages = [(f"{docs}/glossary/{entry.slug}.md", entry_path(entry.slug)) for entry in site.entries]
    # Git may not recognize a rename that changes other words in the same commit; the entry lists where it was.
    pages += [
        (f"{docs}/glossary/{old}.md", entry_path(entry.slug)) for entry in site.entries for old in entry.matter.formerly
    ]
    pages += [(text.record_file, document_path(text.id)) for text in site.texts]
    settings, memory = site.settings, memory or Memory()
    try:
        head = read_head(root)
        follows_from = head, pages, settings.notices, settings.catalog
        return memory.remember("history", follows_from, partial(_history, *follows_from, root, memory.cache))
    except ColophonError as error:
        return History(silence=str(error))


def _history(
    head: Head,
    pages: Sequence[tuple[str, PurePosixPath]],
    notices: Mapping[str, str],
    catalog: Catalog,
    root: Path,
    cache: Cache,
) -> History:
    traced = trace(
        read_commits(root, head.commit), {posixpath.normpath(head.prefix + path): page for path, page in pages}
    )
    if not traced:
        return History(silence="the files of the site are not in the Git repository around it")
    steps = in_words_of(catalog, steps_of)(
        traced,
        lambda blobs: dict(read_blobs(root, sorted(blobs - {""}))),
        cache.of("history"),
        catalog.language,
        shallow=head.is_shallow,
    )
    # What a commit elsewhere in a larger repository corrects does not concern this site; one that changes nothing does.
    others = (
        commit
        for commit in read_commits_that_mention(root, head.commit, "correct")
        if not commit.revised or any(one.path.startswith(head.prefix) for one in commit.revised)
    )
    return in_words_of(catalog, history_of)(traced, steps, shallow=head.is_shallow, notices=notices, others=others)
