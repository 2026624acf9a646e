"""Generate a site of any size that costs what a real one costs; the same numbers give the same site.

Texts of about 5 kB are made of the sentences of `corpus/`, with their punctuation and half of them with straight quotes; the
names in them are replaced by those of the entries, some 30 mentions a text. Entries quote the texts and two pages of the web.
The site knows its address, has a history of 21 commits, and the last text is withheld; half of its sentences are in others too.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).parents[1]
GIVEN = "Ada Amos Basil Bella Carl Clara Cyrus Dora Edgar Edith Elias Enid Felix Flora Greta Hazel Hugo Ida Ivan Iris Jonas Karl Lena Mabel Maud Nora Olga Oscar Pearl Quentin Rosa Rufus Silas Stella Thea Theo Vera Victor Willa".split()
BEGINNINGS = "Ash Beck Black Bow Brad Brook Burn Cald Chad Clay Cran Dal Den Eller Fair Farn Gar Glad Hart Haw High Ken Lang Lin Mar Mel Nor Oak Pem Quin Rad Ring Rock Rush Sand Shel Stan Stock Sum Thorn Wake Wal War Wen Whit Win York".split()
ENDINGS = "berg bridge bury by croft dale den feld field ford ham hurst ington land ley low man mere ner rick sby shaw sley stead stone sworth ter ton vale ville ward water way well wick worth".split()
TOPICS = "Harbour Fisheries Canal Lighthouse Customs Mining Railway Forestry Postal Census Tariff Grain Timber Quarantine Pilotage Salvage Survey Textile Archive Bridge Ferry Dyke Reservoir Aviation Telegraph Granary Foundry Orchard Glacier Meadow Tunnel Beacon Wharf Depot Sluice Quarry Smelter Tannery Brewery Hatchery Apiary Nursery Mint Assay Patent".split()
BODIES = "Administration,Bureau,Inspectorate,Commission,Directorate,Authority,Enforcement Agency,Review Board,Oversight Office,Advisory Council".split(
    ","
)
OFFICES = ("Director", "Deputy director", "Chief counsel", "Commissioner", "Secretary")
COMMITS = 20
NAV = "nav:\n  - Home: index.md\n  - Texts: documents/index.md\n  - Glossary: glossary/index.md\n  - Data: data/index.md\n"
AGENCY, FULL_NAME, SURNAME = "\x01\x02\x03"


@dataclass
class _Made:
    """Names that are given to entries, and where texts use them."""

    agencies: dict[str, str]
    """Acronyms by name."""
    officials: list[str]
    quotes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Text and sentence, by name."""


def make_site(root: Path, texts: int, entries: int, seed: int = 1) -> None:
    """Write a site to `root`, which must be empty or not exist, and commit it."""
    chance = random.Random(seed)
    for folder in ("corpus", "docs/glossary"):
        (root / folder).mkdir(parents=True)
    settings = re.sub(r"nav:\n.*?(?=\n\n)", NAV, (CHECKOUT / "mkdocs.yml").read_text("utf-8"), flags=re.DOTALL)
    settings = re.sub(r".*key: site_url, reason.*\n", "", settings)  # it has an address
    (root / "mkdocs.yml").write_text(f"site_url: https://reader.example/texts/\n{settings}", "utf-8")
    (root / "docs/index.md").write_text(
        "# Made up\n\nA site of made-up texts.\n\n<!-- colophon: counts -->\n\n<!-- colophon: most-mentioned -->\n",
        "utf-8",
    )
    (root / "docs/glossary/index.md").write_text("# Glossary\n\n<!-- colophon: a-to-z -->\n", "utf-8")
    (root / ".gitignore").write_text("build/\nsite/\nplain*\n", "utf-8")
    made = _names(chance, entries)
    for number in range(texts):
        _write_text(root / "corpus", number, chance, made, withheld=number == texts - 1)
    for name in (*made.agencies, *made.officials):
        _write_entry(root / "docs/glossary", name, chance, made)
    _commit_all(root, chance)


def add_commits(root: Path, number: int) -> None:
    """Give a generated site this many further commits, each of another entry, with a day between them."""
    files = sorted((root / "docs/glossary").glob("*-*.md"))
    words = {file: file.read_text("utf-8").rstrip() for file in files}
    lines = []
    for made in range(number):
        file = files[made % len(files)]
        data = f"{words[file]}\n\nNote {made}, checked once more.[^almanac]\n".encode()
        message = f"{'Correction: An earlier version gave another year.' if made % 3 == 0 else 'Correct dates'} {made}"
        who = f"Editor <editor@example.org> {1_000_000_000 + made * 86_400} +0000"
        begin = f"commit HEAD\ncommitter {who}\ndata {len(message)}\n{message}\n" + "from HEAD^0\n" * (made == 0)
        lines.append(f"{begin}M 100644 inline docs/glossary/{file.name}\ndata {len(data)}\n".encode() + data + b"\n")
    for command, given in ((("fast-import", "--quiet"), b"".join(lines)), (("reset", "-q", "--hard"), b"")):
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True, input=given)


def slug_of(name: str) -> str:
    """The slug of a generated name."""
    return name.lower().replace(" ", "-")


def _names(chance: random.Random, number: int) -> _Made:
    names = [f"{topic} {body}" for topic in TOPICS for body in BODIES]
    surnames = [beginning + ending for beginning in BEGINNINGS for ending in ENDINGS]
    chance.shuffle(names)
    chance.shuffle(surnames)
    agencies: dict[str, str] = {}
    for name in names:
        first, *others = name.split()
        acronym = (first[:2] + "".join(word[0] for word in others)).upper() + chance.choice("XQZKJ")
        if len(agencies) < number // 3 and acronym not in agencies.values():
            agencies[name] = acronym
    return _Made(agencies, [f"{chance.choice(GIVEN)} {surname}" for surname in surnames[: number - len(agencies)]])


@cache
def _sentences() -> list[str]:
    """The sentences of the corpus, with a sign in place of each name of an entry of this site."""
    signs: dict[str, str] = {}
    for file in sorted((CHECKOUT / "docs/glossary").glob("*-*.md")):
        matter = yaml.safe_load(file.read_text("utf-8").split("---\n")[1])
        aliases = [alias["text"] if isinstance(alias, dict) else alias for alias in matter.get("aliases", ())]
        is_person = matter["kind"] == "official"
        signs |= dict.fromkeys([matter["name"], *aliases], FULL_NAME if is_person else AGENCY)
        signs |= {matter["name"].split()[-1]: SURNAME} if is_person else {}
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, signs), key=len, reverse=True))})\b")
    text = "\n".join(file.read_text("utf-8") for file in sorted((CHECKOUT / "corpus").glob("*.txt")))
    pieces = (piece for line in text.split("\n") for piece in re.split(r"(?<=[.?!”])\s+(?=[A-Z“(])", line.strip()))
    return [pattern.sub(lambda name: signs[name[0]], piece) for piece in pieces if len(piece) > 25]


def _deck(chance: random.Random) -> Iterator[str]:
    """Sentences without end; every other one begins as one sentence of the corpus and ends as another."""
    while True:
        deck = chance.sample(_sentences(), len(_sentences()))
        for one, other in zip(deck, reversed(deck), strict=True):
            (begin, *_), (*_, end) = one.split(", "), other.split(", ")
            yield f"{begin}, {end}" if chance.random() < 0.5 else one


def _write_text(folder: Path, number: int, chance: random.Random, made: _Made, *, withheld: bool) -> None:
    name = f"{number:06}_{hashlib.sha256(str(number).encode()).hexdigest()[:8]}"
    agencies = _few(chance, list(made.agencies), 4)
    officials = _few(chance, made.officials, 6)
    straight = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "—": "--"} if chance.random() < 0.5 else {})
    named: set[str] = set()

    def name_for(sign: str, used: list[str]) -> str:
        chosen = chance.choice(agencies if sign == AGENCY else officials)
        known = chosen in named
        named.add(chosen)
        used.append(chosen)
        if sign == AGENCY:
            return made.agencies[chosen] if known and chance.random() < 0.6 else chosen
        return chosen.split()[1] if known and sign == SURNAME else chosen

    deck = _deck(chance)
    paragraphs: list[str] = []
    own = False
    size = max(1500, chance.gauss(5000, 1200))
    while sum(map(len, paragraphs)) < size:
        paragraph = ""
        goal = chance.uniform(0.5, 1.5) * size / 20
        while len(paragraph) < goal:
            used: list[str] = []
            sentence = "".join(name_for(c, used) if c in "\x01\x02\x03" else c for c in next(deck)).translate(straight)
            for entry in used if not withheld and 40 < len(sentence) < 300 else ():
                if entry in sentence and len(quotes := made.quotes.setdefault(entry, [])) < 3:
                    quotes.append((name, sentence))
            if withheld and (
                own := not own
            ):  # words of its own, so that it shares sentences with others but no two in a row
                sentence = " ".join(reversed(sentence.split()))
            paragraph += f"{sentence} "
        paragraphs.append(paragraph.rstrip())
    data = ("\n".join(paragraphs) + "\n").encode()
    (folder / f"{name}.txt").write_bytes(data)
    published = datetime.date(1990, 1, 1) + datetime.timedelta(days=chance.randrange(13_000))
    record: dict[str, Any] = {
        "id": name,
        "title": {"value": re.sub(r"[“”\"]", "", paragraphs[0])[:60].rsplit(" ", 1)[0], "basis": "source"},
        "creators": {"value": [f"{chance.choice(BEGINNINGS)}worth, {chance.choice(GIVEN)}"], "basis": "source"},
        "publisher": {
            "value": "The Evening Post",
            "basis": "attributed",
            "evidence": "Named in the library's catalogue.",
        },
        "published": {"value": published.isoformat(), "basis": "source"},
        "language": "en",
        "rights": {"statement": "http://rightsstatements.org/vocab/CNE/1.0/", "note": "No licence was found."},
        "acquired": {"on": "2026-11-21", "from": "A folder handed over", "by": "the editors"},
        "fixity": {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)},
    }
    if withheld:
        record |= {"access": "withheld", "withheld": {"reason": "Its publisher asked for it.", "on": "2026-11-22"}}
    (folder / f"{name}.yml").write_text(json.dumps(record, indent=1, ensure_ascii=False), "utf-8")


def _few(chance: random.Random, names: list[str], number: int) -> list[str]:
    """Some names; the first are in many texts, the last in few."""
    return chance.choices(names, [1 / (rank + 3) ** 0.7 for rank in range(len(names))], k=number)


def _write_entry(folder: Path, name: str, chance: random.Random, made: _Made) -> None:
    slug, agencies = slug_of(name), list(made.agencies)
    quotes = made.quotes.get(name, [])
    web = {"publisher": "Almanac Press", "consulted": "2026-11-22"}
    sources: dict[str, Any] = {f"text-{n}": {"document": text, "quote": q} for n, (text, q) in enumerate(quotes)}
    sources["almanac"] = {"url": f"https://example.org/almanac/{slug}", "title": f"Almanac of offices: {name}", **web}
    sources["register"] = {"url": f"https://example.org/register/{slug}", "title": f"Register, {name}", **web}
    matter: dict[str, Any] = {"name": name, "kind": "agency" if name in made.agencies else "official"}
    if name in made.agencies:
        matter["aliases"] = [made.agencies[name]]
        if above := agencies[: agencies.index(name)]:
            matter["part_of"] = {"agency": slug_of(chance.choice(above)), "source": "almanac"}
    else:
        years = sorted(chance.sample(range(1985, 2018), chance.randint(1, 3)))
        matter["positions"] = [
            {"title": chance.choice(OFFICES), "agency": slug_of(chance.choice(agencies)), "source": "register"}
            | {"from": f"{year}-03-01", "to": f"{year + 1}-02-28"}
            for year in years
        ]
    prose = f"{name} is in the almanac of offices, which lists the office and the year.[^almanac] The register agrees with it, save for the day.[^register]\n"
    for number, (text, _) in enumerate(quotes):
        prose += f"\nText {text[:6]} names {name} in its account of the *operation* (see the [glossary](index.md)).[^text-{number}]\n"
    header = json.dumps({**matter, "sources": sources}, indent=1, ensure_ascii=False)
    (folder / f"{slug}.md").write_text(f"---\n{header}\n---\n{prose}", "utf-8")


def _commit_all(root: Path, chance: random.Random) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
        subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "Add everything")
    files = sorted((root / "docs/glossary").glob("*-*.md"))
    for number in range(COMMITS):
        for file in chance.sample(files, min(10, len(files))):
            file.write_text(f"{file.read_text('utf-8').rstrip()}\n\nNote {number}, checked again.[^almanac]\n", "utf-8")
        correction = ("-m", "Correction: An earlier version gave another year.") if number % 3 == 0 else ()
        git("commit", "-qam", f"Correct dates {number}", *correction)
