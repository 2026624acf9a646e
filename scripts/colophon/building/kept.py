"""What is kept of the last build, so that the next one makes only what an edit changes.

Each page of `site/` has a key: the digest of all that it follows from, which is its Markdown in `build/docs/`, the
settings, the navigation, and the programs. So has each file that is copied. What has the same key is linked from the last
site, and what verification found out about it is known. `build/state/` holds one file, written after the site is in place; one that is damaged, or
of another version, is as good as none.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils.yaml import yaml_load

from colophon.building.mkdocs_site import MkDocsSite
from colophon.building.pagefind import Files
from colophon.edition import Edition
from colophon.project.writer import Stamp, link_or_copy, stamp_of, write_transaction
from colophon.verifying.pages import Facts

STATE = Path("build/state/pages.json")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of a site: its key, its file, when and where that was written, and what verification keeps of it."""

    key: str
    file: Path
    stamp: Stamp
    facts: Facts

    def link_to(self, new: Path) -> bool:
        """Whether the page is what it was when it was kept, and now has a second name, `new`."""
        try:
            if (
                stamp_of(self.file.stat()) != self.stamp
                and sha256(self.file.read_bytes()).hexdigest() != self.facts.digest
            ):
                return False
            new.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(self.file, new)
        except FileNotFoundError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of a site: its pages by path, and the folder of each search index with the digest of its files."""

    pages: Mapping[str, KeptPage] = field(default_factory=dict)
    indexes: Mapping[str, tuple[Path, str]] = field(default_factory=dict)
    """By a digest of the pages that the index was made of."""


def read_kept(site: Path, file: Path) -> Kept:
    """What was kept in `file` of the site in the folder `site`; nothing if that cannot be read."""
    found = read_state(file)
    if not found:
        return Kept()
    pages = {
        path: KeptPage(key, site / path, (at, size, number), Facts(*(_frozen(fact) for fact in facts)))
        for path, (key, (at, size, number), facts) in found["pages"].items()
    }
    return Kept(pages, {made_of: (site / folder, digest) for made_of, (folder, digest) in found["indexes"].items()})


def write_kept(
    site: Path,
    file: Path,
    keys: Mapping[str, str],
    facts: Mapping[str, Facts],
    indexes: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> None:
    """Keep in `file` the pages in the folder `site` that have a key, each with what verification keeps of it."""
    pages = {path: (key, stamp_of((site / path).stat()), facts[path]) for path, key in keys.items() if path in facts}
    write_state(file, {"pages": pages, "indexes": dict(indexes)})


def read_state(file: Path) -> Any:
    """What `write_state` wrote to `file`; `None` if it is missing or damaged."""
    try:
        digest, _, data = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return json.loads(data) if sha256(data).hexdigest().encode() == digest else None


def write_state(file: Path, state: object) -> None:
    """Write a value of JSON to `file`, after its digest."""
    data = json.dumps(state, separators=(",", ":")).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    write_transaction({file: sha256(data).hexdigest().encode() + b"\n" + data})


class IndexKeeper:
    """For `search_files`: the files of a search index, from the last site if it was made of the same."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._programs = sha256(repr(programs()).encode()).hexdigest()
        self.indexes: dict[str, tuple[str, str]] = {}
        """To keep: by what each was made of, its folder in the site and the digest of its files."""

    def keep(self, made_of: str, make: Callable[[], Files]) -> Files:
        """The files of the next index, by path in its folder."""
        made_of += self._programs
        number = len(self.indexes) + 1
        place = f"pagefind/{number}" if number > 1 else "pagefind"  # the first holds the programs of the search as well
        folder, digest = self._kept.indexes.get(made_of, (Path(), ""))
        files = _files_of_index(folder) if folder.as_posix().endswith(f"/{place}") else {}
        self.indexes[made_of] = place, ""
        return files if files and _digest_of(files) == digest else make()

    def digests(self, site: Path) -> dict[str, tuple[str, str]]:
        """What to keep, of a site in which the indexes were written."""
        return {
            made_of: (folder, _digest_of(_files_of_index(site / folder)))
            for made_of, (folder, _) in self.indexes.items()
        }


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


def programs() -> tuple[str, list[str], list[tuple[str, str]]]:
    """Python, the installed packages with their versions, and the files of this one, which may be changed in place."""
    folders = [Path(folder) for folder in sys.path if folder]
    packages = {path.name for folder in folders if folder.is_dir() for path in folder.glob("*.dist-info")}
    return sys.version, sorted(packages), _digests(files("colophon"))


# --- inside ------------------------------------------------------------------------------------------------------


def _files_of_index(folder: Path) -> Files:
    """The files of the index in a folder, without those of the indexes below it, and without other files."""
    files = (file for file in folder.rglob("*") if file.is_file())
    found = ((PurePosixPath(file.relative_to(folder).as_posix()), file) for file in files)
    return {
        path: file.read_bytes() for path, file in found if not path.parts[0].isdecimal() and path.name != "names.json"
    }


def _digest_of(files: Files) -> str:
    digests = sorted((str(path), sha256(data).hexdigest()) for path, data in files.items())
    return sha256(repr(digests).encode()).hexdigest()


def _frozen(fact: Any) -> Any:
    """A value of JSON with tuples for lists."""
    return tuple(map(_frozen, fact)) if isinstance(fact, list) else fact


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
