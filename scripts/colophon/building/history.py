"""The history of a site's pages, asked of Git."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from pathlib import Path, PurePosixPath

from colophon.edition.history import History, history_of, trace
from colophon.formats.urls import document_path, entry_path
from colophon.model.errors import ColophonError
from colophon.model.language import Catalog, in_words_of
from colophon.model.site import Site
from colophon.project.git import Head, read_blobs, read_commits, read_commits_that_mention, read_head


def read_history(root: Path, site: Site) -> History:
    """What changed in the entries and records of the site at `root`, up to the last commit.

    Never raises: where Git cannot say, the history is silent and says why.
    """
    docs = PurePosixPath(site.settings.docs_dir)
    pages = [(f"{docs}/glossary/{entry.slug}.md", entry_path(entry.slug)) for entry in site.entries]
    # Git may not recognize a rename that changes other words in the same commit; the entry lists where it was.
    pages += [
        (f"{docs}/glossary/{old}.md", entry_path(entry.slug)) for entry in site.entries for old in entry.matter.formerly
    ]
    pages += [(text.record_file, document_path(text.id)) for text in site.texts]
    try:
        return _history(
            root, read_head(root), tuple(pages), tuple(site.settings.notices.items()), site.settings.catalog
        )
    except ColophonError as error:
        return History(silence=str(error))


@lru_cache(maxsize=1)
def _history(
    root: Path,
    head: Head,
    pages: tuple[tuple[str, PurePosixPath], ...],
    notices: tuple[tuple[str, str], ...],
    catalog: Catalog,
) -> History:
    """Cached, since one build asks twice and a commit never changes."""
    traced = trace(
        read_commits(root, head.commit), {posixpath.normpath(head.prefix + path): page for path, page in pages}
    )
    if not traced:
        return History(silence="the files of the site are not in the Git repository around it")
    blobs = {blob for revisions in traced.values() for _, revised in revisions for blob in (revised.old, revised.new)}
    # What a commit elsewhere in a larger repository corrects does not concern this site; one that changes nothing does.
    others = (
        commit
        for commit in read_commits_that_mention(root, head.commit, "correct")
        if not commit.revised or any(one.path.startswith(head.prefix) for one in commit.revised)
    )
    return in_words_of(catalog, history_of)(
        traced,
        dict(read_blobs(root, sorted(blobs - {""}))),
        shallow=head.is_shallow,
        notices=dict(notices),
        others=others,
    )
