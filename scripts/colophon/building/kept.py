"""What is kept of the last build, so that the next one makes only what an edit changes.

Each page of `site/` has a key: the digest of all that it follows from, which is its Markdown in `build/docs/`, the
settings, the navigation, and the programs. A page with the same key is linked from the last site. `build/state/` holds
one file, written after the site is in place; one that is damaged, or of another version, is as good as none.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils.yaml import yaml_load

from colophon.building.mkdocs_site import MkDocsSite
from colophon.project.writer import link_or_copy, write_transaction

STATE = Path("build/state/pages.json")
_FORMAT = 1

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of a site: its key, its file, the SHA-256 of its HTML, and when and where that was written."""

    key: str
    file: Path
    digest: str
    stamp: Stamp

    def link_to(self, new: Path) -> bool:
        """Whether the page is what it was when it was kept, and now has a second name, `new`."""
        try:
            if _stamp(self.file) != self.stamp and sha256(self.file.read_bytes()).hexdigest() != self.digest:
                return False
            new.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(self.file, new)
        except FileNotFoundError:
            return False
        return True


Kept = Mapping[str, KeptPage]
"""Pages by their path in the site."""


def read_kept(site: Path, file: Path) -> Kept:
    """What was kept in `file` of the pages in the folder `site`; nothing if that cannot be read."""
    try:
        found = json.loads(file.read_bytes())
        if found["format"] != _FORMAT:
            return {}
        return {
            str(path): KeptPage(str(key), site / path, str(digest), (int(at), int(size), int(number)))
            for path, (key, digest, (at, size, number)) in found["pages"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def write_kept(site: Path, file: Path, keys: Mapping[str, str], digests: Mapping[PurePosixPath, str]) -> None:
    """Keep in `file` the pages in the folder `site` that have a key, each with its digest."""
    pages = {
        path: (key, digests[PurePosixPath(path)], _stamp(site / path))
        for path, key in keys.items()
        if PurePosixPath(path) in digests
    }
    data = json.dumps({"format": _FORMAT, "pages": pages}, separators=(",", ":")).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    write_transaction({file: data})


def page_keys(site: MkDocsSite) -> Callable[[File, str], str]:
    """A function from a file and the SHA-256 of its Markdown to the key of its page.

    The pages in the navigation must have been read.
    """
    same_for_all = _programs(), _settings(site.config), _navigation(site.nav.items)
    common = sha256(repr(same_for_all).encode()).digest()
    return lambda file, source: sha256(common + source.encode() + file.src_uri.encode()).hexdigest()


# --- inside ------------------------------------------------------------------------------------------------------


def _stamp(file: Path) -> Stamp:
    status = file.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


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


def _programs() -> tuple[str, list[str], list[tuple[str, str]]]:
    """Python, the installed packages with their versions, and the files of this one, which may be changed in place."""
    folders = [Path(folder) for folder in sys.path if folder]
    packages = {path.name for folder in folders if folder.is_dir() for path in folder.glob("*.dist-info")}
    return sys.version, sorted(packages), _digests(files("colophon"))


def _digests(folder: Traversable) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in folder.iterdir():
        if path.is_dir():
            found += [(f"{path.name}/{name}", digest) for name, digest in _digests(path)]
        elif not path.name.endswith(".pyc"):
            found.append((path.name, sha256(path.read_bytes()).hexdigest()))
    return sorted(found)
