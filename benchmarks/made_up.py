"""Generate a site of any size: texts, records and entries that pass every check. The same numbers give the same site."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu bren dal fitch gor hart lind marsh".split()
_WORDS = (
    "the quay was shut on that day and no ship could leave while officers of the board read every paper twice before they let"
    " anybody pass because a letter had come from town that asked for it and nobody knew who had signed it or why"
).split()


def make_site(root: Path, texts: int, entries: int, seed: int = 1) -> None:
    """Write a site to `root`, which must be empty or not exist."""
    chance = random.Random(seed)
    names = _names(chance, entries)
    agencies = names[: entries // 3]
    for folder in ("corpus", "docs/glossary"):
        (root / folder).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(
        "site_name: Made up\ntheme: {name: material, font: false, features: [navigation.tabs]}\nplugins: [colophon]\n"
        "nav: [Home: index.md, Texts: documents/index.md, Glossary: glossary/index.md]\n"
        "markdown_extensions: [attr_list, def_list, footnotes, md_in_html, tables, {toc: {toc_depth: 2}}, pymdownx.mark]\n"
        "extra_css: [assets/colophon/colophon.css]\n"
    )
    (root / "docs/index.md").write_text("# Made up\n\n<!-- colophon: counts -->\n\n<!-- colophon: most-mentioned -->\n")
    (root / "docs/glossary/index.md").write_text("# Glossary\n\n<!-- colophon: a-to-z -->\n")
    for number in range(texts):
        _write_text(root / "corpus", f"text-{number:06}", chance, names)
    for number, name in enumerate(names):
        above = agencies[chance.randrange(number)] if 0 < number < len(agencies) else None
        _write_entry(root / "docs/glossary", name, above, "agency" if number < len(agencies) else "official")


def slug_of(name: str) -> str:
    """The slug of a generated name."""
    return name.lower().replace(" ", "-")


def _names(chance: random.Random, number: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < number:
        words = ["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3)))).capitalize() for _ in range(2)]
        names[" ".join(words)] = None
    return list(names)


def _write_text(folder: Path, name: str, chance: random.Random, names: list[str]) -> None:
    paragraphs = []
    for _ in range(20):
        words = chance.choices(_WORDS, k=60)
        words[chance.randrange(60)] = chance.choice(names)
        paragraphs.append("And " + " ".join(words) + ".")
    data = ("\n".join(paragraphs) + "\n").encode()
    (folder / f"{name}.txt").write_bytes(data)
    record = {
        "id": name,
        "title": {"value": f"Text {name}", "basis": "source"},
        "language": "en",
        "rights": {"statement": "http://rightsstatements.org/vocab/CNE/1.0/"},
        "acquired": {"on": "2026-11-21", "from": "made up", "by": "a program"},
        "fixity": {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)},
    }
    (folder / f"{name}.yml").write_text(json.dumps(record, indent=1))


def _write_entry(folder: Path, name: str, above: str | None, kind: str) -> None:
    matter = {
        "name": name,
        "kind": kind,
        "sources": {"almanac": {"url": "https://example.org/", "title": "An almanac", "consulted": "2026-11-22"}},
    }
    if above:
        matter["part_of"] = {"agency": slug_of(above), "source": "almanac"}
    prose = f"{name} is in the almanac.[^almanac]\n"
    (folder / f"{slug_of(name)}.md").write_text(f"---\n{json.dumps(matter, indent=1)}\n---\n{prose}")
