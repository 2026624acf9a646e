"""Measure the speed of the finder with all its rules against FlashText, spaCy's PhraseMatcher and a regular expression.

    make bench

All get the same forms and texts: the two texts of the corpus, repeated, with names inserted every 400 characters on average
(`dense`; the corpus itself has one in 160) or every 2,000 (`sparse`). Slow ones get part of the text. Figures are megabytes
of UTF-8 per second of processor time, in the best of the blocks of a quarter of a megabyte, since other work on the machine
slows the rest. spaCy is compared where it is installed, as `make bench` does. The others do less: they find strings between word boundaries, without surnames, context, normalization
or offsets into the file.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from colophon.finding.build import build_finder
from colophon.finding.matcher import Finder
from colophon.formats.paragraphs import split_paragraphs
from colophon.model.entry import Entry, EntryFrontMatter
from colophon.model.record import Acquired, Record, Rights
from colophon.model.site import SourceText
from colophon.project.reader import fixity_of
from colophon.project.settings import DEFAULT_KINDS

ROOT = Path(__file__).parents[1]
SYLLABLES = "ba be bor ca cor da del do el fa fer ga gor ha hel is ja ka kel la lor ma mel mo na nor pa pel ra ros sa sel ta tor va wil".split()
BLOCK = 250_000
"""Bytes that are timed at once."""
BODIES = ("Department", "Office", "Bureau", "Agency", "Commission", "Board")


def made_entries(number: int) -> list[Entry]:
    """Entries for about `number` forms, half persons, half agencies, the same every time."""
    dice = random.Random(2026)

    def word(parts: int) -> str:
        return "".join(dice.choice(SYLLABLES) for _ in range(parts)).capitalize()

    entries = []
    for at in range(number // 3):
        if at % 2:
            matter = {"name": f"{word(2)} {word(3)}", "kind": "official", "aliases": [f"{word(2)} {word(3)}"]}
        else:
            matter = {
                "name": f"{dice.choice(BODIES)} of {word(3)} {word(2)}",
                "kind": "agency",
                "aliases": [f"{word(3)} {word(2)} Service", f"{word(3)} Watch"],
            }
        entries.append(Entry(f"e{at}", EntryFrontMatter.model_validate(matter), ""))
    return entries


def made_texts(names: Sequence[str], megabytes: float, apart: int) -> list[SourceText]:
    """Texts of the size of the corpus's, with names strewn in, `apart` characters from each other on average."""
    dice = random.Random(1789)
    pieces = [path.read_text("utf-8").split("\n") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    texts: list[SourceText] = []
    size = 0
    while size < megabytes * 1e6:
        lines = []
        for line in pieces[len(texts) % len(pieces)]:
            words = line.split(" ")
            for _ in range(len(line) // apart + (dice.random() < len(line) % apart / apart)):
                # Before a word in lower case: elsewhere it would be inside another name, which no text has.
                gaps = [at for at, word in enumerate(words) if word[:1].islower()]
                words.insert(dice.choice(gaps or [len(words)]), dice.choice(names))
            lines.append(" ".join(words))
        text = "\n".join(lines)
        data = text.encode()
        size += len(data)
        record = Record.model_validate(
            {
                "id": f"t{len(texts)}",
                "rights": Rights(statement="http://rightsstatements.org/vocab/CNE/1.0/"),
                "acquired": Acquired.model_validate({"on": "2026", "from": "made", "by": "made"}),
                "fixity": fixity_of(data),
            }
        )
        texts.append(SourceText(record, text, split_paragraphs(text, "lines")))
    return texts


def timed(find: Callable[[SourceText], object], texts: Sequence[SourceText], most_seconds: float) -> float:
    """Megabytes per second in the best block, over all texts or as many as fit the time."""
    best = 0.0
    begun = time.process_time()
    block, since = 0, begun
    for text in texts:
        find(text)
        block += len(text.data)
        if block > BLOCK:
            now = time.process_time()
            best = max(best, block / 1e6 / (now - since))
            block, since = 0, now
            if now - begun > most_seconds:
                break
    return best


def main() -> None:
    """Print one line for each number of forms."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--megabytes", type=float, default=40)
    options.add_argument("--seconds", type=float, default=30, help="Time limit for a slow one.")
    given = options.parse_args()
    print(
        "forms      text          Colophon  FlashText  PhraseMatcher  regex    Colophon/FlashText  memory of the finder"
    )
    # All finders first: memory left over from texts would hide what a finder takes.
    finders = [built(number) for number in (500, 5_000, 50_000)]
    for finder, memory in finders:
        for kind, apart in (("dense", 400), ("sparse", 2_000)):
            print(f"{measured(finder, kind, apart, given.megabytes, given.seconds)} {memory:18.0f} MiB", flush=True)


def built(number: int) -> tuple[Finder, float]:
    """A finder for about `number` forms, and the memory it takes in MiB."""
    entries = made_entries(number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    finder = build_finder(entries, DEFAULT_KINDS)
    return finder, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def phrase_matcher(forms: Sequence[str]) -> Callable[[SourceText], object] | None:
    """The PhraseMatcher of spaCy for the forms, if spaCy is installed."""
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ImportError:
        return None
    language = spacy.blank("en")
    language.max_length = 10**9
    matcher = PhraseMatcher(language.vocab)
    matcher.add("forms", list(language.tokenizer.pipe(forms)))
    return lambda text: matcher(language.make_doc(text.text))


def measured(finder: Finder, kind: str, apart: int, megabytes: float, seconds: float) -> str:
    """One line of the table."""
    from flashtext import KeywordProcessor

    forms = sorted({form.text for form in finder.forms})
    texts = made_texts([form.text for form in finder.forms if form.rule in ("name", "alias")], megabytes, apart)
    keywords = KeywordProcessor(case_sensitive=True)
    keywords.add_keywords_from_list(forms)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})(?!\w)")
    ours = timed(finder.mentions, texts, 1e9)
    flash = timed(lambda text: keywords.extract_keywords(text.text, span_info=True), texts, seconds)
    phrases = phrase_matcher(forms)
    spacy = f"{timed(phrases, texts, seconds):9.2f} MB/s" if phrases else f"{'-':>9}     "
    regex = timed(lambda text: pattern.findall(text.text), texts, seconds)
    size = sum(len(text.data) for text in texts) / 1e6
    return (
        f"{len(forms):6,} {size:6.1f} MB {kind:6} {ours:6.1f} MB/s {flash:6.2f} MB/s {spacy} {regex:7.3f} MB/s"
        f" {ours / flash:14.1f}"
    )


if __name__ == "__main__":
    main()
