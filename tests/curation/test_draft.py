"""Starting an entry: what the texts say of a name, ready to be cited, and nothing that nobody wrote."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from colophon.building.pipeline import check
from colophon.cli import main
from colophon.curation.draft import MOST_CANDIDATES, draft_entry, kind_for
from colophon.curation.suggest import titles_beside
from colophon.edition import compile_edition
from colophon.edition.quotes import Verified
from colophon.model.errors import Invalid
from colophon.model.site import Site
from colophon.project.reader import read_site
from colophon.project.settings import DEFAULT_KINDS
from tests.conftest import TODAY, ThrowawaySite, a_text, lines_of

BONDI = "Attorney General Pam Bondi spoke. Nobody else did.\nBondi left.\nThe hall was empty.\n"


def start(site: ThrowawaySite, *arguments: str):
    return CliRunner().invoke(main, ["-C", str(site.root), "entry", *arguments])


def gaps_of(site: ThrowawaySite) -> list[str]:
    """The rules that drafts break."""
    return [problem.rule for problem in check(site.root, TODAY).gaps]


def drafted(site: ThrowawaySite, slug: str):
    """The drafted entry as it is read back."""
    reading = read_site(site.root)
    assert [] == lines_of(reading.problems)
    return {entry.slug: entry for entry in reading.site.drafts}[slug]


def test_a_draft_has_passages_and_titles_but_no_prose(site):
    site.text("report", BONDI)

    result = start(site, "Pam Bondi", "--kind", "official")

    assert 0 == result.exit_code, result.output
    entry = drafted(site, "pam-bondi")
    assert ("Pam Bondi", "official", "") == (entry.name, entry.matter.kind, entry.prose)
    assert {
        "report-p1": "Attorney General Pam Bondi spoke.",
        "report-p2": "Bondi left.",
    } == {key: source.quote for key, source in entry.matter.sources.items()}
    assert [("Attorney General", ("report-p1",))] == [(p.title, p.source) for p in entry.matter.positions]


def test_check_lists_what_a_draft_still_needs(site):
    site.text("report", BONDI)
    start(site, "Pam Bondi", "--kind", "official")

    assert ["prose"] == gaps_of(site)
    assert [] == site.problems()


def test_a_cited_sentence_without_the_line_draft_makes_it_an_entry(site):
    site.text("report", BONDI.split("\n", 1)[0])
    start(site, "Pam Bondi", "--kind", "official")
    file = site.root / "docs/glossary/pam-bondi.md"

    written = file.read_text("utf-8").replace("draft: true\n", "")
    file.write_text(f"{written}The report calls Pam Bondi Attorney General.[^report]\n", "utf-8")

    assert [] == site.problems()
    assert ["pam-bondi"] == list(site.edition().entries)


def test_a_name_that_no_text_mentions_still_gets_a_draft(site):
    site.text("report", "Bondi left.")

    result = start(site, "Pam", "Bondi", "--kind", "official")

    assert 0 == result.exit_code
    assert "Not found in any text: check the spelling" in result.output
    assert {} == drafted(site, "pam-bondi").matter.sources
    assert ["prose"] == gaps_of(site)


def test_words_in_two_paragraphs_are_cited_with_their_paragraph(site):
    site.text("report", "The Board met.\nSomebody else.\nThe Board met.")
    start(site, "The Board", "--kind", "agency")

    assert [1, 3] == [source.paragraph for source in drafted(site, "the-board").matter.sources.values()]


def test_an_alias_finds_its_passages_too(site):
    site.text("000_a", "The FCC met.")
    start(site, "Harbour Commission", "--kind", "agency", "--alias", "FCC")

    entry = drafted(site, "harbour-commission")
    assert ["FCC"] == [alias.text for alias in entry.matter.aliases]
    assert ["text-000"] == list(entry.matter.sources)


def test_two_texts_of_one_number_have_keys_of_their_own(site):
    for name in ("000_a", "000_b", "x" * 100):
        site.text(name, "The Board met " + name)
    start(site, "The Board", "--kind", "agency")

    assert 3 == len(drafted(site, "the-board").matter.sources)


def test_a_draft_quotes_at_most_eight_passages(site):
    lines = [f"The Board met on day {n}." for n in range(30)]
    site.text("report", "\n".join(lines))

    result = start(site, "The Board", "--kind", "agency")

    assert MOST_CANDIDATES == len(drafted(site, "the-board").matter.sources)
    assert "Found in 30 paragraphs; 8 are in the draft." in result.output
    assert "colophon mentions --explain the-board" in (site.root / "docs/glossary/the-board.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "record", "key"),
    [
        ("speech", {}, "speech"),
        ("000_a", {}, "text-000"),
        ("1990-01-31-state-of-the-union", {}, "state-1990"),
        ("a-speech-at-the-harbour", {"published": {"value": "1903-05", "basis": "source"}}, "speech-1903"),
        ("2025_0123456789abcdef", {}, "text-2025"),
    ],
)
def test_keys_are_short_enough_to_type(site, text, record, key):
    site.text(text, "The Harbour Board met on the quay.", **record)
    start(site, "Harbour Board", "--kind", "agency")

    assert [key] == list(drafted(site, "harbour-board").matter.sources)


def test_texts_whose_keys_would_be_alike_have_more_words_in_them(site):
    for name in ("speech-of-the-mayor-1990", "speech-of-the-governor-1990"):
        site.text(name, f"The Harbour Board met. {name}")
    start(site, "Harbour Board", "--kind", "agency")

    assert ["speech-1990", "speech-mayor-1990"] == list(drafted(site, "harbour-board").matter.sources)


def test_telling_passages_come_before_short_and_late_ones(site):
    label = "Mr Stone: Yes.\n"
    telling = "The report says at some length that Ada Stone kept the books of the harbour.\n"
    site.text("hearing", label.replace("Mr", "Ada") * 20 + telling)
    start(site, "Ada Stone", "--kind", "official")

    assert telling.strip() in [source.quote for source in drafted(site, "ada-stone").matter.sources.values()]


def test_a_passage_is_offered_once_while_others_are_left(site):
    site.text("log", "The Harbour Board met on every single Monday.\n" * 9 + "The Harbour Board rested.\n")
    start(site, "Harbour Board", "--kind", "agency")

    assert "The Harbour Board rested." in [one.quote for one in drafted(site, "harbour-board").matter.sources.values()]


def test_paragraphs_that_other_entries_cite_are_offered_and_named(site):
    site.text("minutes", "The Customs House wrote to the Harbour Board.")
    quoted = {"minutes": {"document": "minutes", "quote": "wrote to the Harbour Board"}}
    site.entry("harbour-board", "It got a letter.[^minutes]\n", name="Harbour Board", sources=quoted)
    start(site, "Customs House", "--kind", "agency")

    written = (site.root / "docs/glossary/customs-house.md").read_text("utf-8")
    assert "# Other entries cite the paragraph too: minutes (harbour-board).\n" in written


def test_a_withheld_text_is_not_quoted(site):
    site.text("report", BONDI, access="withheld", withheld={"reason": "asked", "on": "2026"})
    start(site, "Pam Bondi", "--kind", "official")

    assert {} == drafted(site, "pam-bondi").matter.sources


def test_a_surname_is_a_candidate_only_beside_the_full_name(site):
    """As for every mention."""
    site.text("one", "Pam Bondi spoke.\nBondi left.")
    site.text("two", "Bondi arrived.")
    start(site, "Pam Bondi", "--kind", "official")

    assert {"one"} == {source.document for source in drafted(site, "pam-bondi").matter.sources.values()}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["Ada Stone", "--kind", "official"],
            "docs/glossary/ada-stone.md: already exists, the entry of Ada Stone; edit it, or choose another address with --slug",
        ),
        (
            ["Harbour Board", "--kind", "agency", "--slug", "board"],
            "'Harbour Board' is already a name of Harbour Board (docs/glossary/harbour-board.md); edit that entry",
        ),
        (
            ["Ada Pebble", "--kind", "official", "--alias", "Ada B. Stone"],
            "'Ada B. Stone' is already a name of Ada Stone (docs/glossary/ada-stone.md)",
        ),
        (
            ["Old Board", "--kind", "agency"],
            "old-board is a former address of Harbour Board (docs/glossary/harbour-board.md) and redirects there",
        ),
    ],
)
def test_names_and_addresses_of_other_entries_are_refused(good_site, arguments, message):
    good_site.replace("docs/glossary/harbour-board.md", "kind: agency\n", "kind: agency\nformerly: [old-board]\n")
    before = sorted(good_site.root.rglob("*"))

    result = start(good_site, *arguments)

    assert 1 == result.exit_code
    assert message in result.stderr
    assert before == sorted(good_site.root.rglob("*"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Pam Bondi"], "--kind is missing: agency or official"),
        (["Pam Bondi", "--kind", "oficial"], "did you mean official? known: agency, official"),
        (["...", "--kind", "official"], "has no letter or digit for a web address; choose one with --slug"),
        (["Index", "--kind", "agency"], "gives the address 'index', which is reserved; choose another with --slug"),
        (["word " * 30, "--kind", "agency"], "choose a shorter address, such as --slug word-word"),
        ([], 'expected a name, such as colophon entry "Pam Bondi" --kind official, or --rename OLD NEW'),
        (["X", "--rename", "a", "b"], "or --rename OLD NEW and nothing else"),
    ],
)
def test_missing_arguments_are_wrong_usage(site, arguments, message):
    result = start(site, *arguments)

    assert 2 == result.exit_code
    assert message in result.stderr


def test_a_name_in_another_script_can_have_a_chosen_address(site):
    site.text("report", "Here Владимир Петров stood.")
    start(site, "Владимир Петров", "--kind", "official", "--slug", "vladimir-petrov")

    assert "Владимир Петров" == drafted(site, "vladimir-petrov").name


def test_a_site_with_one_kind_need_not_be_asked():
    assert "ship" == kind_for({"ship": DEFAULT_KINDS["agency"]}, None)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("Attorney General |Pam Bondi| said", ["Attorney General"]),
        ("When President |Donald Trump| spoke", ["President"]),
        ("and her top adviser |Corey Lewandowski| have", ["top adviser"]),
        ("the former Attorney General |Pam Bondi| said", ["former Attorney General"]),
        ("Secretary of State |Marco Rubio| said", ["Secretary of State"]),
        ("Trump's Attorney General |Pam Bondi| said", ["Attorney General"]),
        ("|Tulsi Gabbard|, the director of national intelligence, said", ["director of national intelligence"]),
        ("|Marco Rubio|, Attorney General Pam Bondi and others", []),
        ("|Pam Bondi|, who was a senator, said", []),
        ("|Pam Bondi|, a president’s lawyer, said", []),
        ("said President. |Pam Bondi| left", []),
        ("at first President |Lee| said", ["President"]),
    ],
)
def test_a_title_is_read_beside_the_name(words, titles):
    before, name, after = words.split("|")
    whole = before + name + after

    found = list(titles_beside(whole, len(before), len(before + name)))

    assert titles == [title for title, _, _ in found]
    assert titles == [whole[start:end] for _, start, end in found]


def bare_site(site: ThrowawaySite, words: str) -> Site:
    """A site in memory with one text."""
    empty = read_site(site.root).site
    return Site(empty.settings, (a_text(words),), (), {}, {})


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@given(name=names, around=st.text(st.characters(codec="utf-8"), max_size=60), times=st.integers(1, 12))
def test_whatever_the_name_and_the_text_every_candidate_is_verified(tmp_path_factory, name, around, times):
    """The draft can be read, and each quote stands where it says."""
    site = ThrowawaySite(tmp_path_factory.mktemp("site"))
    site.write("mkdocs.yml", "site_name: Throwaway\ntheme: {name: material}\nplugins: [colophon]\n")
    bare = bare_site(site, f"{around} {name} {around}\n" * times)
    try:
        draft = draft_entry(bare, "it", name, "official")
    except Invalid:
        return  # a name that no entry may have
    site.write("docs/glossary/it.md", draft.markdown)

    reading = read_site(site.root)

    assert [] == lines_of(reading.problems)
    (entry,) = reading.site.drafts
    assert name.rstrip("\n") == entry.name  # a block of YAML ends with a line end
    edition = compile_edition(Site(bare.settings, bare.texts, (entry,), {}, {}))
    assert all(isinstance(found, Verified) for found in edition.passages.values())
    assert min(draft.passages, MOST_CANDIDATES) == len(draft.candidates)
