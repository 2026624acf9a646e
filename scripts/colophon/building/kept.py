"""What is kept of the last build, so that the next one makes only what an edit changes.

Each page of `site/` has a key: the digest of all that it follows from, which is its Markdown in `build/docs/`, the
settings, the navigation, and the programs. So has each file that is copied. What has the same key is linked from the last
site, and what verification found out about it is known. `build/state/` holds one file, written after the site is in place; one that is damaged, or
of another version, is as good as none.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils.yaml import yaml_load

from colophon.building.mkdocs_site import MkDocsSite
from colophon.edition import Edition
from colophon.project.writer import Stamp, stamp_of, write_transaction
from colophon.verifying.pages import Facts

STATE = Path("build/state/pages.json")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of a site: its key, its file, when and where that was written, and what verification keeps of it."""

    key: str
    file: str
    stamp: Stamp
    facts: Facts

    def status(self) -> os.stat_result | None:
        """The status of the file, if that is what it was when it was kept."""
        try:
            status = os.stat(self.file)  # noqa: PTH116 -- of 100,000 files, for which `Path` takes longer
            is_same = stamp_of(status) == self.stamp or _digest_of_file(self.file) == self.facts.digest
        except FileNotFoundError:
            return None
        return status if is_same else None

    def digest_of(self, copy: str) -> str | None:
        """The SHA-256 of a file, if it is another name of the one that was kept."""
        return self.facts.digest if stamp_of(os.stat(copy)) == self.stamp else None  # noqa: PTH116 -- as above


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of a site: its pages and other files, by path."""

    pages: Mapping[str, KeptPage] = field(default_factory=dict)

    def indexes(self, keys: AbstractSet[str]) -> dict[str, KeptPage]:
        """The files, by path, of each search index with one of these keys, if all of them are what they were."""
        found = {
            path: page
            for path, page in self.pages.items()
            if page.key in keys and path.startswith("pagefind/") and ".." not in path
        }
        changed = {page.key for page in found.values() if not page.status()}
        return {path: page for path, page in found.items() if page.key not in changed}


@dataclass(frozen=True, slots=True)
class Made:
    """What was made for a site, by path in it."""

    keys: dict[str, str] = field(default_factory=dict)
    """The keys of pages and files that may be kept."""
    known: dict[str, Facts] = field(default_factory=dict)
    """What verification knows of those that were linked."""


def read_kept(site: Path, file: Path) -> Kept:
    """What was kept in `file` of the site in the folder `site`; nothing if that cannot be read."""
    found = read_state(file)
    if not found:
        return Kept()
    words = found["words"].__getitem__
    return Kept(
        {
            path: KeptPage(key, f"{site}/{path}", (at, size, number), _unpacked(facts, words))
            for path, (key, (at, size, number), facts) in found["pages"].items()
        }
    )


def write_kept(site: Path, file: Path, keys: Mapping[str, str], facts: Mapping[str, Facts]) -> None:
    """Keep in `file` the pages in the folder `site` that have a key, each with what verification keeps of it."""
    numbers: dict[str, int] = defaultdict(lambda: len(numbers))
    pages = {
        path: (key, stamp_of(os.stat(f"{site}/{path}")), _packed(facts[path], numbers))  # noqa: PTH116 -- as above
        for path, key in keys.items()
        if path in facts
    }
    write_state(file, {"words": list(numbers), "pages": pages})


def read_state(file: Path) -> Any:
    """What `write_state` wrote to `file`; `None` if it is missing, damaged or of other programs."""
    try:
        digest, _, data = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return json.loads(data) if digest == _seal_of(data) else None


def write_state(file: Path, state: object) -> None:
    """Write a value of JSON to `file`, after a digest of it and of the programs."""
    data = json.dumps(state, separators=(",", ":")).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    write_transaction({file: _seal_of(data) + b"\n" + data})


def index_keys(edition: Edition, withheld: str) -> Callable[[str], str]:
    """A function from the digest of all that a search index is made from to the key of its files.

    `withheld`: a digest of what no page may repeat.
    """
    same_for_all = programs(), sorted(edition.site.settings.scripts), withheld
    common = sha256(repr(same_for_all).encode()).digest()
    return lambda made_from: sha256(common + made_from.encode()).hexdigest()


def page_keys(site: MkDocsSite, withheld: str) -> Callable[[File, str], str]:
    """A function from a file and the SHA-256 of its Markdown to the key of its page.

    The pages in the navigation must have been read. `withheld`: a digest of what no page may repeat.
    """
    same_for_all = programs(), _settings(site.config), _navigation(site.nav.items), withheld
    common = sha256(repr(same_for_all).encode()).digest()
    return lambda file, source: sha256(common + source.encode() + file.src_uri.encode()).hexdigest()


def digest_of_withheld(edition: Edition) -> str:
    """A digest of the withheld texts and of what no page may repeat: no text that is shown says it."""
    texts = sorted((text.id, text.record.fixity.sha256) for text in edition.withheld)
    return sha256(repr((texts, sorted(edition.forbidden.runs))).encode()).hexdigest()


@cache
def programs() -> tuple[str, list[str], list[tuple[str, str]]]:
    """Python, the installed packages with their versions, and the files of this one, which may be changed in place."""
    folders = [Path(folder) for folder in sys.path if folder]
    packages = {path.name for folder in folders if folder.is_dir() for path in folder.glob("*.dist-info")}
    return sys.version, sorted(packages), _digests(files("colophon"))


# --- inside ------------------------------------------------------------------------------------------------------


def _packed(facts: Facts, numbers: Mapping[str, int]) -> tuple[Any, ...]:
    """Facts as JSON, with numbers for the words that many files have; `numbers` then has them."""
    digest, faults, targets, ids, title, indexable, listed = facts
    targets_, ids_, listed_ = (tuple(map(numbers.__getitem__, words)) for words in (targets, ids, listed))
    return digest, faults, targets_, ids_, title, indexable, listed_


def _unpacked(packed: Sequence[Any], word: Callable[[int], str]) -> Facts:
    digest, faults, targets, ids, title, indexable, listed = packed
    of_file = tuple((rule, message) for rule, message in faults)
    targets_, ids_, listed_ = (tuple(map(word, numbers)) for numbers in (targets, ids, listed))
    return Facts(digest, of_file, targets_, ids_, title, indexable, listed_)


def _seal_of(data: bytes) -> bytes:
    return sha256(repr(programs()).encode() + data).hexdigest().encode()


def _digest_of_file(file: str) -> str:
    return sha256(Path(file).read_bytes()).hexdigest()


def _navigation(items: Iterable[Any]) -> list[tuple[Any, ...]]:
    """What every page shows of the navigation."""
    return [
        (type(one).__name__, str(one.title), getattr(one, "url", ""), _navigation(one.children or ())) for one in items
    ]


def _settings(config: MkDocsConfig) -> tuple[str, list[tuple[str, str]]]:
    """The settings with what their tags stand for, and the files of the site's own folder of the theme."""
    with Path(config.config_file_path or "mkdocs.yml").open("rb") as file:
        values = json.dumps(yaml_load(file), sort_keys=True, default=_name)
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    return values, _digests(own) if own else []


def _name(value: Any) -> str:
    return f"{value.__module__}.{value.__qualname__}" if callable(value) else str(value)


def _digests(folder: Traversable) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in folder.iterdir():
        if path.is_dir():
            found += [(f"{path.name}/{name}", digest) for name, digest in _digests(path)]
        elif not path.name.endswith(".pyc"):
            found.append((path.name, sha256(path.read_bytes()).hexdigest()))
    return sorted(found)
