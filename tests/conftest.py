"""What several tests need: a throwaway site, a text in memory, and how hypothesis runs."""

from __future__ import annotations

import datetime
import functools
import gc
import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from socketserver import BaseServer
from typing import Any

import mkdocs.utils
import pytest
import yaml
from hypothesis import HealthCheck, settings

from colophon.building.history import read_history
from colophon.building.pipeline import check
from colophon.edition import Edition, compile_edition
from colophon.edition.history import History
from colophon.formats.paragraphs import split_paragraphs
from colophon.formats.reports import as_line
from colophon.model.entry import Entry, EntryFrontMatter
from colophon.model.problem import Problem
from colophon.model.record import Record
from colophon.model.site import SourceText
from colophon.project.reader import Reading, read_site

HERE = Path(__file__).parent
PROJECT = HERE.parent
TODAY = datetime.date(2026, 11, 30)
ADA_PAGE = PurePosixPath("glossary/ada-stone.md")

# What a person, a computer or a hook has set for git is not part of any test.
for _name in [name for name in os.environ if name.startswith("GIT_")]:
    del os.environ[_name]
os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

# What was imported is never garbage, and to look for garbage less often takes an eighth off the time of all tests.
gc.freeze()
gc.set_threshold(200_000, 20, 50)

# Whenever MkDocs makes a theme, it reads the metadata of every installed package, and tests install none.
setattr(mkdocs.utils, "entry_points", functools.cache(importlib.metadata.entry_points))  # noqa: B010

settings.register_profile(
    "colophon", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
# For more and other examples: pytest --hypothesis-profile many
settings.register_profile("many", settings.get_profile("colophon"), derandomize=False, max_examples=2000)
settings.load_profile("colophon")


@dataclass(frozen=True)
class ThrowawaySite:
    """A site below a temporary folder, written as an editor would write it."""

    root: Path

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file exactly."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def text(self, name: str, words: str | bytes, **record: object) -> None:
        """Write a text, and a record that fits it but for what `record` says."""
        data = words if isinstance(words, bytes) else words.encode()
        self.write(f"corpus/{name}.txt", data)
        # JSON is YAML: no YAML writer of the product stands between the test and the file.
        self.write(f"corpus/{name}.yml", json.dumps({**record_of(name, data), **record}, ensure_ascii=False, indent=1))

    def entry(self, slug: str, prose: str = "", **matter: object) -> None:
        """Write an entry."""
        front = json.dumps({"name": slug.title(), "kind": "agency", **matter}, ensure_ascii=False, indent=1)
        self.write(f"docs/glossary/{slug}.md", f"---\n{front}\n---\n{prose}")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change one thing in a file."""
        before = (self.root / path).read_bytes().decode()
        assert before.count(old) == 1, f"{old!r} is {before.count(old)} times in {path}"
        self.write(path, before.replace(old, new))

    def read(self) -> Reading:
        """Read it."""
        return read_site(self.root)

    def edition(self) -> Edition:
        """Read and compile it; it must be readable."""
        reading = self.read()
        assert [] == lines_of(reading.problems)
        return compile_edition(reading.site)

    def problems(self) -> list[str]:
        """Everything `colophon check` would tell of what is in the site."""
        return lines_of(problems_of(self.root))


class Repository:
    """A site in a git repository, whose clock is ours."""

    def __init__(self, site: ThrowawaySite, top: Path | None = None) -> None:
        self.site = site
        self.top = top or site.root
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, date: str = "2026-11-22T12:00:00+01:00") -> str:
        who = {f"GIT_{role}_{what}": "Nina Secret <nina@example.org>"[slice(0, 11) if what == "NAME" else slice(13, -1)] for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
        dates = {"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z"}
        command = ["git", "-c", "commit.gpgsign=false", "-C", str(self.top), *arguments]
        return subprocess.run(
            command, check=True, capture_output=True, env={**os.environ, **who, **dates}
        ).stdout.decode()

    def commit(self, message: str, date: str = "2026-11-22T12:00:00+01:00") -> None:
        self.git("add", "-A")
        self.git(
            "commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-m", message, date=date
        )

    def history(self) -> History:
        return read_history(self.site.root, self.site.read().site)

    def changes_of(self, page: PurePosixPath = ADA_PAGE) -> list[tuple[str, str, str]]:
        return [(change.on, change.kind, change.summary) for change in self.history().of.get(page, ())]


def record_of(name: str, data: bytes) -> dict[str, Any]:
    """The least a record says."""
    return {
        "id": name,
        "rights": {"statement": "http://rightsstatements.org/vocab/CNE/1.0/"},
        "acquired": {"on": "2026-11-21", "from": "A drawer", "by": "J. Doe"},
        "fixity": {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)},
    }


def a_text(words: str, layout: str = "lines", **record_says: object) -> SourceText:
    """A text in memory, whose id is `text`."""
    data = words.encode()
    record = Record.model_validate({**record_of("text", data), "layout": layout, **record_says})
    return SourceText(record, words, split_paragraphs(words, layout))


def an_entry(slug: str, **matter: object) -> Entry:
    """An entry in memory."""
    return Entry(slug, EntryFrontMatter.model_validate(matter), "")


def problems_of(root: Path, today: datetime.date | None = TODAY) -> list[Problem]:
    """What is wrong in a site, but not that a throwaway site says nothing at all of its publication."""
    problems = check(root, today).problems
    silent = 3 == sum(problem.rule == "publication" for problem in problems)
    return [problem for problem in problems if not (silent and problem.rule == "publication")]


def lines_of(problems: Iterable[Problem]) -> list[str]:
    """Problems as lines."""
    return [as_line(problem) for problem in problems]


def cases_in(folder: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test once for each data file below a folder; its path is the name of the case."""
    files = sorted((HERE / folder).rglob("*.yml"))
    assert files, f"tests/{folder} holds no case"
    cases = [
        pytest.param(yaml.safe_load(file.read_text("utf-8")), id=str(file.relative_to(HERE / folder).with_suffix("")))
        for file in files
    ]
    return pytest.mark.parametrize("case", cases)


def break_site(site: ThrowawaySite, case: Mapping[str, Any]) -> None:
    """Do to a good site what a case says: `change`, `write`, `write_hex`, `remove`, `link`; `commit`: with this message."""
    repository = Repository(site) if "commit" in case else None
    if repository:
        repository.commit("The first entries")
    for path, changes in case.get("change", {}).items():
        for old, new in changes.items():
            site.replace(path, old, new)
    for path, content in case.get("write", {}).items():
        site.write(path, content)
    for path, content in case.get("write_hex", {}).items():
        site.write(path, bytes.fromhex(content))
    for path in case.get("remove", []):
        (site.root / path).unlink()
    for path, target in case.get("link", {}).items():
        (site.root / path).symlink_to(target)
    if repository:
        repository.commit(case["commit"])


@contextmanager
def running(server: BaseServer) -> Iterator[None]:
    """A server answers while the body of `with` runs; afterwards it is closed and its thread has ended."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site(tmp_path: Path) -> ThrowawaySite:
    """A site with nothing in it yet."""
    empty = ThrowawaySite(tmp_path / "site")
    empty.write("mkdocs.yml", "site_name: Throwaway\ntheme: {name: material}\nplugins: [colophon]\n")
    return empty


@pytest.fixture
def good_site(tmp_path: Path) -> ThrowawaySite:
    """A copy of the small site in `tests/good_site`, in which nothing is wrong."""
    return ThrowawaySite(Path(shutil.copytree(HERE / "good_site", tmp_path / "good")))


@pytest.fixture
def buildable_site(good_site: ThrowawaySite) -> ThrowawaySite:
    """The same, with the settings and pages of a new project, so that nothing is wrong with what is built of it either."""
    starter = PROJECT / "scripts/colophon/starter"
    quiet = "  - colophon:\n      silence: [{rule: publication, at: mkdocs.yml, reason: It is thrown away.}]\n"
    settings = (starter / "mkdocs.yml").read_text("utf-8")
    good_site.write("mkdocs.yml", settings.replace("  - colophon\n", quiet))
    good_site.write("docs/about.md", re.sub("Say here.*", "Words.", (starter / "docs/about.md").read_text("utf-8")))
    return good_site
