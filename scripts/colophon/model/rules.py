"""Every rule of a site, in an editor's words. A problem breaks one of these; there is no message outside them.

The smallest example that breaks each rule, with the exact message, is a file of `tests/rules/`. Both together make
`docs/development/rules.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule asks and why, and how much it matters: a site with an error is not built, one with a warning is."""

    asks: str
    severity: Severity = "error"
    of: Literal["sources", "site"] = "sources"
    """Whether it is a rule of what editors write (`colophon check`) or of the built site (`colophon verify`)."""


RULES: Mapping[str, Rule] = {
    # files
    "encoding": Rule("A file is UTF-8 text, so that every letter is the one that was meant."),
    "symlink": Rule("A file of the site is a file, not a link to another: what the link leads to could change unseen."),
    "file-name": Rule(
        "A file has a name that every computer can keep, that can be told from others, and is one address."
    ),
    "corpus": Rule("`corpus/` holds texts and their records only, so that nothing in it is published by accident."),
    "record-missing": Rule("Each text has a record beside it: without provenance it is not published."),
    "text-missing": Rule("Each record has its text; a record alone describes nothing."),
    "fixity": Rule("A text is, byte for byte, the file that was taken in; its record holds the digest."),
    "duplicate": Rule("Two texts are not the same file: a mention would count twice."),
    "empty": Rule("A text holds words."),
    "entry-place": Rule("`docs/glossary/` holds entries only, each a Markdown file whose name is its address."),
    "reserved": Rule("A page does not stand where a generated one or another will: one of the two would vanish."),
    "active": Rule(
        "A file beside the pages holds nothing that a browser or server would run: only pages carry the policy that keeps scripts out."
    ),
    "conflict": Rule("A file holds one version of each passage: git's marks of a conflict are mended."),
    # what is written at the head of files
    "yaml": Rule("Records and front matter are plain YAML, without the parts of it in which values surprise."),
    "front-matter": Rule("The front matter of an entry stands between two lines `---` at the top."),
    "schema": Rule(
        "A record or entry has the fields it needs, each of the right form, and no other: a mistyped field would be lost."
    ),
    "settings": Rule("`mkdocs.yml` can be read, uses the plugin and the theme, and gives the plugin options it knows."),
    "silence": Rule("A warning is silenced by its rule and its file, with a reason; an error cannot be silenced."),
    "silence-unused": Rule("A silence silences something; otherwise it would hide a later mistake.", "warning"),
    # sources
    "source-unknown": Rule("What is cited is a source of the entry."),
    "source-unused": Rule("Each source of an entry is cited; one that backs nothing is left over or forgotten."),
    "document-unknown": Rule("A quotation is from a text of the corpus."),
    "quote-absent": Rule("A quotation stands in its text, word for word."),
    "quote-ambiguous": Rule("A quotation stands in one paragraph only, or says in which, so that it can be opened."),
    # A text must be able to leave the site within a minute: what repeats it is left out of the pages, and mended afterwards.
    "quote-withheld": Rule(
        "A text that is withheld is not quoted either; the page leaves the quotation out.", "warning"
    ),
    "words-withheld": Rule(
        "Nothing repeats a text that is withheld, ten words in a row or a whole sentence; the page leaves it out.",
        "warning",
    ),
    "future": Rule("A page was consulted, or a file taken in, today or before: a later date is a slip."),
    "published-later": Rule(
        "A page was published before it was consulted; otherwise one of the dates is a slip, or the date on the page is.",
        "warning",
    ),
    # entries
    "kind": Rule("The kind of an entry is one the site declares."),
    "prose": Rule("An entry says something."),
    "summary": Rule(
        "The first sentence of an entry describes it in lists, cards and search results; it ends with a full stop.",
        "warning",
    ),
    "uncited": Rule("Each paragraph of an entry cites a source: no statement without one."),
    "footnote": Rule(
        "The footnotes of an entry are its sources; none is written by hand, since it could not be checked."
    ),
    "nesting": Rule("Markdown is nested no deeper than a program can follow."),
    "html": Rule("Entries and notes are plain Markdown, so that they read alike wherever they are shown."),
    "dates": Rule("A position does not end before it begins."),
    "relation": Rule("An agency that is named in a relation has an entry, is no person, and is no part of itself."),
    "collision": Rule("A name belongs to one entry; otherwise a text could not say which is meant."),
    "test": Rule("The phrases by which an editor tests an entry come out as the editor says."),
    "pin": Rule("What an editor decides about a single mention still decides something."),
    "entry-unmentioned": Rule(
        "An entry is named in a text, or another entry or page leads to it; otherwise no reader comes by.", "warning"
    ),
    # history
    "correction": Rule(
        "A correction in a commit message reaches readers; otherwise they would read of an update, or of nothing.",
        "warning",
    ),
    # links
    "formerly": Rule("A former address leads to one entry, and is the address of no other."),
    "link": Rule("A link leads to a page of the site, to a paragraph that is there, or to the web."),
    "marker": Rule("`<!-- colophon: NAME -->` in a page names a list there is."),
    "nav": Rule("The navigation in `mkdocs.yml` names pages there are."),
    "unreachable": Rule("A page stands in the navigation, or another page leads to it.", "warning"),
    # the built site
    "missing": Rule("Each text and each entry has its page.", of="site"),
    "withheld": Rule("The words of a withheld text are nowhere on the site.", of="site"),
    "text": Rule("The page of a text shows each paragraph of it, word for word, in order.", of="site"),
    "mentions": Rule("The links in the words of a text are its mentions, and no other.", of="site"),
    "quote": Rule("A quote shown on an entry is the words of the paragraph it leads to.", of="site"),
    "excerpt": Rule("An entry lists each paragraph that names it, in the words of the text.", of="site"),
    "page": Rule("A page has one main heading, its language, a title, unlike anchors and its own address.", of="site"),
    "host": Rule("Nothing is loaded from another host.", of="site"),
    "script": Rule("Nothing runs on a page but the scripts of the site.", of="site"),
    "search": Rule("The search finds each page by its title, and each paragraph.", of="site"),
    "data": Rule("The data files say what the texts and entries say, at the offsets they give.", of="site"),
    "manifest": Rule(
        "`data/manifest.txt` lists the digest of every file of the site, and pages print the digest of that list.",
        of="site",
    ),
}


def warnings() -> list[str]:
    """The rules a site may silence."""
    return [name for name, rule in RULES.items() if rule.severity == "warning"]
