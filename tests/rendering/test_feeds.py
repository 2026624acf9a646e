"""The feeds of new texts and of each entry, read as feed readers read them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import feedparser
import pytest

from colophon.building.history import read_history
from colophon.edition import with_history
from colophon.rendering.feed import feed_makers
from tests.conftest import Repository, ThrowawaySite

HOME = "https://reader.example/"
ADA_FEED = PurePosixPath("glossary/ada-stone/feed.xml")
TEXTS = PurePosixPath("documents/feed.xml")


def feeds_of(site: ThrowawaySite) -> dict[PurePosixPath, Any]:
    reading = site.read()
    edition = with_history(site.edition(), read_history(site.root, reading.site))
    feeds = {path: feedparser.parse(make()) for path, make in feed_makers(edition).items()}
    assert not [path for path, feed in feeds.items() if feed.bozo]
    return feeds


def content(item: Any) -> str:
    return str(item.content[0].value)


@pytest.fixture
def with_address(good_site: ThrowawaySite) -> ThrowawaySite:
    good_site.replace("mkdocs.yml", "site_name:", f"site_url: {HOME}\nsite_name:")
    return good_site


def test_an_entry_has_a_feed_of_the_texts_that_mention_it_with_their_sentences(with_address: ThrowawaySite):
    feed = feeds_of(with_address)[ADA_FEED]

    assert [f"{HOME}glossary/ada-stone/feed.xml"] == [link.href for link in feed.feed.links if link.rel == "self"]
    [item] = [item for item in feed.entries if item.title == "Mentioned in [A letter]"]
    assert item.link == f"{HOME}documents/letter/#in-ada-stone"
    assert "<b>Ada Stone</b>" in content(item)
    assert f'<a href="{HOME}documents/letter/#p2">¶ 2</a>' in content(item)


def test_an_excerpt_in_a_feed_carries_the_editors_note_on_its_paragraph(with_address: ThrowawaySite):
    with_address.text("story", "Ada Stone took the purse.\n", notes={"p1": "The **Board** denied it."})

    feeds = feeds_of(with_address)
    [item] = [item for item in feeds[ADA_FEED].entries if "story" in item.link]
    assert "<p>Editors’ note: The Board denied it.</p>" in content(item)
    [text] = [item for item in feeds[TEXTS].entries if "story" in item.link]
    assert "<p>Editors’ note: The Board denied it.</p>" in content(text)


def test_what_changed_on_the_page_of_an_entry_is_in_its_feed(with_address: ThrowawaySite):
    repository = Repository(with_address)
    repository.commit("The first entries", "2026-11-01T09:00:00+01:00")
    with_address.replace("docs/glossary/ada-stone.md", "was clerk", "had been clerk")
    repository.commit("Reworded", "2026-11-05T09:00:00+01:00")
    feed = feeds_of(with_address)[ADA_FEED]

    assert ["Update: Ada Stone", "First published: Ada Stone"] == [
        item.title for item in feed.entries if not item.title.startswith("Mentioned in")
    ]
    assert "<p>Reworded</p><p>Paragraph 1 reworded.</p>" == content(feed.entries[0])
    assert feed.feed.updated.startswith("2026-11-05")


def test_new_texts_come_first_with_what_is_known_of_them(with_address: ThrowawaySite):
    with_address.text(
        "older", "An older text & more.\n", acquired={"on": "1990-01", "from": "A drawer", "by": "J. Doe"}
    )
    feed = feeds_of(with_address)[TEXTS]

    assert f"{HOME}documents/older/" == feed.entries[-1].link
    assert "1990-01-01T00:00:00+00:00" == feed.entries[-1].updated
    assert "An older text &amp; more." in content(feed.entries[-1])
    assert "Author, publisher and date not recorded" in content(feed.entries[-1])


def test_a_withheld_text_gives_its_reason_and_no_word_of_it(with_address: ThrowawaySite):
    words = "The secret words of the harbour that nobody may read any more today.\n"
    with_address.text("secret", words, access={"withheld": "By request.", "on": "2026-11-22"})
    feeds = feeds_of(with_address)

    [item] = [item for item in feeds[TEXTS].entries if "secret" in item.link]
    assert "<p>Withheld since November 22, 2026. By request.</p>" == content(item)
    assert not [path for path, feed in feeds.items() if "secret words" in str(feed)]


def test_a_renamed_entry_keeps_its_feed_at_the_old_address(with_address: ThrowawaySite):
    with_address.replace("docs/glossary/ada-stone.md", "kind: official", "kind: official\nformerly: [stone]")
    feeds = feeds_of(with_address)

    assert feeds[ADA_FEED] == feeds[PurePosixPath("glossary/stone/feed.xml")]


def test_without_an_address_links_are_relative_to_the_feed(good_site: ThrowawaySite):
    feed = feeds_of(good_site)[ADA_FEED]

    assert "../../documents/letter/#in-ada-stone" in {item.link for item in feed.entries}
