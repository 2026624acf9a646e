"""What a published site holds: pages, what they load, and what they offer for download. Nothing else."""

from __future__ import annotations

import re

from colophon.building.staging import digests_in

MAY_HOLD = r"""
    (?:[a-z0-9][\w-]*/)*index\.html|404\.html
    corpus/[\w-]+\.txt
    data/(?:documents|entries)\.json|data/mentions\.(?:csv|jsonl)|data/positions\.csv|data/manifest\.txt
    data/(?:texts|entries|figures)\.csv|data/datapackage\.json|data/edition\.zip|ro-crate-metadata\.json|data/CITATION\.cff
    data/(?:annotations|glossary)\.jsonld|data/glossary\.ttl|data/entities\.ftm\.json|documents/[\w-]+/tei\.xml
    (?:[a-z0-9][\w-]*/)*index\.md\.txt|llms\.txt
    (?:documents|glossary)/[\w-]+/cite\.(?:bib|ris|json)|glossary/[\w-]+/sources\.(?:bib|ris|json)
    documents/feed\.xml|glossary/[\w-]+/feed\.xml
    _headers|corrections\.xml|opensearch\.xml|sitemap\.xml|sitemap\.xml\.gz|favicon\.ico
    assets/cards/(?:[\w-]+/)*[\w-]+\.png
    assets/help/[a-z]+\.png
    assets/colophon/(?:colophon|search|tools)\.css
    assets/colophon/(?:find|hits|reading|search|verify)\.js
    assets/colophon/(?:serif|serif-ext)\.woff2|assets/colophon/serif-LICENSE\.txt
    assets/colophon/(?:icon\.svg|apple-touch-icon\.png)
    assets/stylesheets/main\.\w+\.min\.css
    pagefind/pagefind(?:-worker)?\.js|pagefind/(?:names|pagefind-entry)\.json|pagefind/wasm\.en\.pagefind
    pagefind/pagefind\.en_\w+\.pf_meta|pagefind/(?:filter|fragment|index)/en_\w+\.pf_(?:filter|fragment|index)
""".split()
"""Paths, one line a kind. `assets/help/` are the pictures of this site's page on editing."""


def test_the_site_holds_only_what_pages_load_or_offer(site):
    paths = [str(path) for path in digests_in(site.folder)]

    assert [] == [path for path in paths if not any(re.fullmatch(kind, path) for kind in MAY_HOLD)]
    assert [] == [kind for kind in MAY_HOLD if not any(re.fullmatch(kind, path) for path in paths)]


def test_no_file_is_published_twice(site):
    copies: dict[str, list[str]] = {}
    for path, digest in digests_in(site.folder).items():
        copies.setdefault(digest, []).append(str(path))

    assert [] == [paths for paths in copies.values() if len(paths) > 1]


def test_search_loads_every_program_of_the_index(open_reader, site):
    reader = open_reader()
    page = reader.open()
    page.keyboard.press("/")
    page.keyboard.type("homan")
    page.locator("dialog .find-title", has_text="Tom Homan").wait_for()
    loaded = {url.removeprefix(site.url) for url in reader.requests}

    assert {path.relative_to(site.folder).as_posix() for path in (site.folder / "pagefind").glob("*.js")} <= loaded
    assert "pagefind/wasm.en.pagefind" in loaded
