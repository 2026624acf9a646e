"""An edition made from an earlier one is the edition that would be made anew."""

from hypothesis import given, settings
from hypothesis import strategies as st

from colophon.configuration import DEFAULT_KINDS
from colophon.edition import compile_edition
from colophon.records import Settings, Site, SourceText
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


@settings(max_examples=400)
@given(first=glossaries(), second=glossaries(), words=st.lists(WORDS, min_size=1, max_size=4), after=st.booleans())
def test_an_edition_made_from_an_earlier_one_has_the_same_mentions_as_one_made_anew(first, second, words, after):
    texts = tuple(
        SourceText(replace_id(text.record, f"text{number}"), text.data, text.text, text.paragraphs)
        for number, text in enumerate(map(a_text, filter(str.strip, words)))
    )

    def site(entries, only_after):
        settings = Settings(name="x", kinds=DEFAULT_KINDS, surname_only_after=only_after)
        return Site(settings, texts, entries, {}, {})

    before = compile_edition(site(first, False))

    assert compile_edition(site(second, after)).mentions == compile_edition(site(second, after), before).mentions


def replace_id(record, name):
    return record.model_copy(update={"id": name})
