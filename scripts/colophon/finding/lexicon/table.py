"""The shape of a language: which of its words say what about a name beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

NONE: frozenset[str] = frozenset()


def word_set(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Lexicon:
    """The words of one language that the context rules read. Words are as in running text unless said otherwise."""

    language: str
    """The primary subtag of the language, or `und` for the rules of no language."""
    capitals_mark_names: bool = True
    """Whether a capital inside a sentence marks a proper name; in German it marks any noun."""
    openers: frozenset[str] = NONE
    """Words that begin sentences and are not given names there."""
    words: frozenset[str] = NONE
    """Ordinary words in lower case. A surname that is one of them needs evidence at the start of a sentence."""
    function_words: frozenset[str] = NONE
    """Pronouns, prepositions and the like, in lower case: at the start of a sentence never a surname without a title."""
    proper_words: frozenset[str] = NONE
    """Words that are capitalized without naming a person: months, days, directions."""
    given_names: frozenset[str] = NONE
    courtesies: frozenset[str] = NONE
    """Forms of address, which say nothing of a position."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles in every spelling, each with the title that positions are compared by."""
    title_endings: tuple[str, ...] = ()
    """How compound titles end (German): each is a key of `titles`, in lower case."""
    ranks: frozenset[str] = NONE
    """Words that make another title of the one they precede, in lower case: vice, deputy."""
    free_in_titles: frozenset[str] = NONE
    """Words before a title that change nothing, in lower case: former, acting, parties, nationalities."""
    articles: frozenset[str] = NONE
    """Words before a common noun, in lower case."""
    calendar: frozenset[str] = NONE
    """Days and months as written."""
    before_dates: frozenset[str] = NONE
    """Prepositions before a month or day, in lower case."""
    before_places: frozenset[str] = NONE
    """Prepositions before a place, in lower case."""
    before_regions: frozenset[str] = NONE
    """Prepositions that, before the name of a region, stand before a place, in lower case."""
    place_particles: frozenset[str] = NONE
    """Particles inside the name of a place: San Felipe de Austin."""
    places: frozenset[str] = NONE
    """Surnames that are places too."""
    regions: frozenset[str] = NONE
    """What stands after a place and a comma: Washington, D.C."""
    country: frozenset[str] = NONE
    """The words for the country that may stand before the name of an agency."""
    followers: frozenset[str] = NONE
    """Words after a name that leave it the name of the person: "the Trump Administration"."""
    institutions: frozenset[str] = NONE
    """Things that are named after persons: "Trump Tower"."""
    things_first: bool = False
    """Whether such a thing stands before the name, in lower case too: "la rue Dupont"."""
    bodies: frozenset[str] = NONE
    """Head nouns of agencies, which may be in lower case: "the Republican party"."""
    families: frozenset[str] = NONE
    """Words for several persons of one surname, in lower case."""
    saying: frozenset[str] = NONE
    """Verbs of saying and thinking, in lower case: what stands before one is a person or body."""
    acting: frozenset[str] = NONE
    """Other verbs, and words that follow a subject, in lower case."""
    past_ending: str = ""
    """How regular verbs of the past end."""
    elisions: str = ""
    """Letters that stand before an apostrophe and another word, in lower case."""
    opener_endings: tuple[str, ...] = ()
    """How words end that are not given names at the start of a sentence."""
    genitive: str = ""
    """What the genitive adds to a name without an apostrophe."""
    demonyms: frozenset[str] = NONE
    """Words for what belongs to a country, where their ending does not tell."""
    demonym_endings: tuple[str, ...] = ()
    part_of_a_name: frozenset[str] = NONE
    """Prepositions that make a longer name of an agency's before a capital: "Ministry of Defence of Chile"."""

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Titles and forms of address that end in a full stop, which ends no sentence."""
        words = [word for word in (*self.titles, *self.courtesies) if word.endswith(".")]
        return frozenset((*words, *map(str.upper, words)))

    @cached_property
    def reads_capitals(self) -> bool:
        """Whether a capital beside a name says that it belongs to the name."""
        return self.capitals_mark_names and self.language != "und"

    @cached_property
    def beside_agencies(self) -> frozenset[str]:
        """Capitalized words before the name of an agency that are not part of it."""
        return self.country | self.calendar | self.courtesies | frozenset(self.titles)

    @cached_property
    def plain_openers(self) -> frozenset[str]:
        """The openers that are not given names as well."""
        return self.openers - self.given_names

    @cached_property
    def joint_letters(self) -> frozenset[str]:
        """The letters that the joints begin with."""
        return frozenset(word[0] for word in self.part_of_a_name)

    @cached_property
    def joints(self) -> tuple[str, ...]:
        """The prepositions that make longer names, with the space after them."""
        return tuple(f"{word} " for word in sorted(self.part_of_a_name))

    def title(self, token: str) -> str | None:
        """The title that a word stands for, without "ex-" and the like, or `None`."""
        found = self.titles.get(token)
        if found is None and len(token) > 2 and token.isupper():
            found = self.titles.get(token.capitalize())
        if found is None and "-" in token:
            found = self.titles.get(token.removeprefix("Ex-").removeprefix("ex-").removeprefix("then-"))
        if found is None and self.title_endings:
            lower = token.lower()
            ending = next((ending for ending in self.title_endings if lower.endswith(ending)), None)
            return ending and self.titles[ending]
        return found

    def is_word(self, lower: str) -> bool:
        """Whether a word in lower case is an ordinary one, or its plural."""
        words = self.words
        return lower in words or (lower.endswith("s") and (lower[:-1] in words or lower.removesuffix("es") in words))

    def is_courtesy(self, token: str) -> bool:
        """Whether a word is a form of address, in capitals too."""
        return token in self.courtesies or (token.isupper() and token.capitalize() in self.courtesies)

    def is_demonym(self, token: str) -> bool:
        """Whether a capitalized word reads as belonging to a country: "Ukrainian"."""
        return token in self.demonyms or bool(self.demonym_endings and token.endswith(self.demonym_endings))

    def opens(self, token: str) -> bool:
        """Whether a capitalized word at the start of a sentence is an ordinary word and not a given name."""
        if token in self.openers:
            return True
        if token in self.given_names:
            return False
        lower = token.lower()
        if lower[0] in self.elisions and token[1:2] in ("'", "’") and token[2:3].islower():  # "L'affaire"
            return True
        return self.is_word(lower) or bool(self.opener_endings and lower.endswith(self.opener_endings))

    def acts(self, token: str) -> bool:
        """Whether a word after a name reads as what the person does."""
        token = token.rstrip(".")
        lower = token.lower()
        ends = self.past_ending
        return (
            lower in self.saying
            or lower in self.acting
            or bool(ends and len(lower) > 3 and lower.endswith(ends) and token.islower())
        )


def titles_of(groups: str) -> dict[str, str]:
    """A table of titles: one line for each, its spellings in order, the first being the title itself.

    A title of two words is written with an underscore, which stands for the space.
    """
    return {
        spelling.replace("_", " "): line.split()[0].replace("_", " ").rstrip(".")
        for line in groups.strip().splitlines()
        for spelling in line.split()
    }
