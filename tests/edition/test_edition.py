"""An edition made from what is known is the edition that would be made anew."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colophon.edition import compile_edition, redaction
from colophon.finding.matcher import Finder
from colophon.model.settings import Settings
from colophon.model.site import Site, SourceText
from colophon.project.cache import Cache, digest_of
from colophon.project.settings import DEFAULT_KINDS
from tests.conftest import a_text, an_entry

NAMES = st.sampled_from(["Ada Stone", "Stone", "Jo Stone", "Harbour Board", "ICE", "Mint", "Ada B. Stone", "the Board"])
WORDS = st.lists(
    st.sampled_from(
        [
            "Ada Stone",
            "Stone",
            "STONE",
            "Jo Stone",
            "the Harbour Board",
            "I.C.E.",
            "ICE cream",
            "Clerk Stone",
            "Mi\u00adnt",
            "wrote",
            "\n",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


@st.composite
def glossaries(draw):
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    return tuple(
        an_entry(
            f"entry-{number}",
            name=name,
            kind=draw(st.sampled_from(["agency", "official"])),
            **{"not": draw(st.lists(st.just("ICE cream"), max_size=1))},
            positions=draw(st.lists(st.just({"title": "Clerk", "source": "x"}), max_size=1)),
        )
        for number, name in enumerate(names)
    )


WITHHELD: dict[str, Any] = {"access": "withheld", "withheld": {"reason": "Asked for", "on": "2026"}}


def site(texts, entries, only_after=False):
    settings = Settings(name="x", kinds=DEFAULT_KINDS, surname_only_after=only_after)
    return Site(settings, tuple(texts), tuple(entries), {}, {})


@settings(max_examples=200)
@given(
    first=glossaries(),
    second=glossaries(),
    words=st.lists(WORDS, min_size=1, max_size=4),
    after=st.booleans(),
    gone=st.tuples(*[st.sets(st.integers(0, 3), max_size=2)] * 2),
)
def test_an_edition_of_what_is_known_has_the_same_mentions_as_one_made_anew(first, second, words, after, gone):
    shown = [named(a_text(some), f"text{number}") for number, some in enumerate(filter(str.strip, words))]
    away = [named(a_text(text.text, **WITHHELD), text.id) for text in shown]
    texts, texts_then = ([away[n] if n in some else shown[n] for n in range(len(shown))] for some in gone)
    cache = Cache()
    compile_edition(site(map(with_digest, texts_then), first), cache)
    cache.begin()
    now = site(map(with_digest, texts), second, after)

    assert compile_edition(now).mentions == compile_edition(now, cache).mentions


def test_what_a_withheld_text_leaves_as_it_was_stays_the_same_object_from_one_edition_to_the_next():
    """Else a preview would find everything again after each save, for as long as a text is withheld."""
    kept = named(a_text("Ada Stone came at noon."), "kept")
    gone = named(a_text("Ada Stone said that nobody may ever leave the harbour again.", **WITHHELD), "gone")
    ada = an_entry("ada", name="Ada Stone", kind="official", sources={"k": quote("kept", "came at noon")})
    quoting = an_entry("jo", name="Jo Stone", kind="official", sources={"k": quote("gone", "said that nobody")})
    repeating = replace(an_entry("mint", name="Mint", kind="agency"), prose=gone.text)
    edition = compile_edition(site([kept, gone], [ada, quoting, repeating]))

    assert edition.texts["kept"] is kept
    assert edition.entries["ada"] is ada
    assert "[withheld]" == edition.entries["jo"].matter.sources["k"].model_dump()["quote"]
    assert "nobody" not in edition.entries["mint"].prose
    assert "nobody" not in edition.texts["gone"].text


def test_a_quotation_is_looked_up_again_when_its_text_is_shown_again():
    text = named(a_text("Ada Stone came at noon."), "letter")
    entry = an_entry("ada", name="Ada Stone", kind="official", sources={"k": quote("letter", "came at noon")})
    withheld = with_digest(named(a_text(text.text, **WITHHELD), "letter"))
    cache = Cache()

    assert {} == compile_edition(site([withheld], [entry]), cache).passages
    again = compile_edition(site([with_digest(text)], [entry]), cache)
    assert compile_edition(site([text], [entry])).passages == again.passages


def test_nothing_is_looked_for_again_in_what_is_known(monkeypatch: pytest.MonkeyPatch):
    texts = [with_digest(named(a_text(words), words[:3])) for words in ("Ada Stone came at noon.", "Jo Roe left.")]
    gone = with_digest(
        named(a_text("Nobody may ever leave the harbour before the noon of the day.", **WITHHELD), "gone")
    )
    ada = replace(
        an_entry("ada", name="Ada Stone", kind="official", sources={"k": quote("Ada", "came at noon")}), digest="1"
    )
    cache = Cache()
    made = compile_edition(site([*texts, gone], [ada]), cache)
    cache.begin()
    searched: list[str] = []
    find, clear = Finder.mentions, redaction._cleared

    def mentions(finder: Finder, text: SourceText) -> object:
        searched.append(text.id)
        return find(finder, text)

    def cleared(model: Any, *of: Any) -> object:
        searched.append(getattr(model, "id", "jo"))
        return clear(model, *of)

    monkeypatch.setattr(Finder, "mentions", mentions)
    monkeypatch.setattr(redaction, "_cleared", cleared)
    monkeypatch.setattr("colophon.edition.edition.find_passage", lambda *_: pytest.fail("looked up"))

    known = compile_edition(site([*texts, gone], [ada]), cache)
    assert (["gone"], made.mentions, made.passages) == (searched, known.mentions, known.passages)
    assert not [*cache.changed()]
    searched.clear()
    cache.begin()
    jo = replace(an_entry("jo", name="Jo Roe", kind="official"), digest="2")
    again = compile_edition(site([*texts, gone], [ada, jo]), cache)
    assert (["gone", "jo", "Jo "], 2) == (searched, len(again.mentions))


def test_an_entry_that_is_known_to_quote_nothing_withheld_may_quote_what_is_withheld_now():
    """Texts of few words have no run of words that nothing may repeat, by which one could tell them apart."""
    texts = {name: with_digest(named(a_text("So it was."), name)) for name in ("one", "other")}
    away = {name: with_digest(named(a_text("So it was.", **WITHHELD), name)) for name in texts}
    entry = replace(an_entry("ada", name="Ada", kind="agency", sources={"k": quote("other", "So it was.")}), digest="1")
    cache = Cache()
    compile_edition(site([away["one"], texts["other"]], [entry]), cache)
    cache.begin()
    again = compile_edition(site([texts["one"], away["other"]], [entry]), cache)

    assert "[withheld]" == again.entries["ada"].matter.sources["k"].model_dump()["quote"]


def with_digest(text):
    return replace(text, digest=digest_of(text.id, text.record.model_dump_json(), text.text))


def quote(document, words):
    return {"document": document, "quote": words}


def named(text, name):
    return replace(text, record=text.record.model_copy(update={"id": name}))
