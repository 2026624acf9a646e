"""A site of texts that look like markup, with every Markdown extension switched on that could take them for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from tests.conftest import HERE, ThrowawaySite
from tests.formats.test_markdown import CONFIGS, MANY

CASES: dict[str, str] = yaml.safe_load((HERE / "data/texts_like_markup.yml").read_text("utf-8"))
IDS = {name: re.sub(r"\W+", "-", name.lower()) for name in CASES}
EXTENSIONS = [*MANY, "pymdownx.tilde", "pymdownx.mark"]


def hostile_site(root: Path) -> ThrowawaySite:
    """Every case as a text by lines, as one by blocks with a subhead, and all of them as one."""
    settings = yaml.safe_load((HERE.parent / "mkdocs.yml").read_text("utf-8"))
    # `striphtml` takes all of a page's own elements apart from its words, `meta` all front matter.
    extensions = [name for name in dict.fromkeys(EXTENSIONS) if name != "meta"]
    configs = {**CONFIGS, "pymdownx.snippets": {"base_path": ["/"], "check_paths": False}}
    settings["markdown_extensions"] = [{name: dict(configs.get(name, {}))} for name in extensions]
    settings["plugins"] = ["colophon"]
    del settings["copyright"]
    site = ThrowawaySite(root)
    site.write("mkdocs.yml", json.dumps(settings))
    for page in ("index.md", "about.md"):
        site.write(f"docs/{page}", "# A page\n\nWords.\n")
    for name, words in CASES.items():
        site.text(IDS[name], words)
        site.text(f"{IDS[name]}-blocks", f"{words}\n\n{words}", layout="blocks", headings=[1])
    site.text("everything", "\n\n".join(CASES.values()), language="en")
    site.entry("ice", "The agency.[^a]\n", name="ICE", sources={"a": {"document": "hebrew", "quote": "12,345"}})
    return site
