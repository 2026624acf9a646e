"""The site at a Git revision, and its commits. The only module that runs Git."""

from __future__ import annotations

import datetime
import io
import os
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from colophon.model.errors import ColophonError
from colophon.model.revision import Commit, Revised
from colophon.project.reader import Reading, read_site

_NOTHING = frozenset("0")
_FIELDS = "%H%x00%cI%x00%P%x00%B%x00"
# Settings of a user or system that must not change what a page says.
_SETTINGS = ("log.showRoot=true", "log.showSignature=false")
# A hook sets these to its own repository: `git rev-parse --local-env-vars`.
_MISLEADING = (
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_COMMON_DIR"),
    *("GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE"),
    *("GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_NAMESPACE"),
    *("GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
)


def read_revision(root: Path, revision: str) -> Reading:
    """Read the site at `root` as it was at a Git revision. Raises `ColophonError` with Git's message, and `Invalid`."""
    if revision.startswith("-"):
        raise ColophonError(f"expected a commit, branch or tag, found {revision!r}")
    # Without a path, Git archives the folder it runs in, which need not be the top of the repository.
    archive = _git(root, "archive", "--format=tar", revision)
    with TemporaryDirectory(prefix="colophon-") as folder, tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        wanted = [member for member in tar if member.name.split("/")[0] in ("mkdocs.yml", "corpus", "docs")]
        wanted = [member for member in wanted if member.isfile() or member.isdir()]  # no links
        tar.extractall(folder, wanted, filter="data")
        return read_site(Path(folder))


def start_repository(root: Path) -> None:
    """Make `root` a Git repository with the branch `main`. Raises `ColophonError` with Git's message."""
    _git(root, "init", "--quiet", "--initial-branch=main")


@dataclass(frozen=True, slots=True)
class Head:
    """The commit that is checked out."""

    commit: str
    prefix: str
    """The site's folder below the top of the repository, with a slash at its end; empty at the top."""
    is_shallow: bool
    """Whether the clone leaves out earlier commits."""


def read_head(root: Path) -> Head:
    """The commit checked out at `root`. Raises `ColophonError` where Git cannot say what came before it."""
    *prefix, shallow, head = (
        _git(root, "rev-parse", "--show-prefix", "--is-shallow-repository", "HEAD")
        .decode(errors="surrogateescape")
        .split("\n")[:-1]
    )
    if _is_partial(root):
        raise ColophonError("this clone leaves out files of earlier commits, and nothing is fetched")
    return Head(head, "\n".join(prefix), shallow == "true")


def read_commits(root: Path, head: str) -> Iterator[Commit]:
    """The commits up to `head` that change a Markdown or YAML file, children before their parents (`--date-order`).

    A merge is one of them where it brings such a change to its first parent.
    """
    return read_log(_log(root, head, "--show-pulls", "--", ":(top)*.md", ":(top)*.yml"))


def read_commits_that_mention(root: Path, head: str, word: str) -> Iterator[Commit]:
    """The commits up to `head` with a word in their message, in any case, whatever they change."""
    return read_log(_log(root, head, "-i", f"--grep={word}", "--"))


def _log(root: Path, head: str, *arguments: str) -> bytes:
    return _git(
        root,
        *(argument for setting in _SETTINGS for argument in ("-c", setting)),
        *("log", head, "-z", "--date-order", "--diff-merges=first-parent", "--raw", "--no-abbrev", "--full-diff"),
        *("-M", "-l2000", "-O/dev/null", "--no-relative", "--no-ext-diff", "--no-color", "--no-notes", "--no-mailmap"),
        *("--encoding=UTF-8", f"--format={_FIELDS}", *arguments),
    )


def files_of_head(root: Path) -> tuple[Path, ...]:
    """The files that change whenever HEAD becomes another commit; none where git cannot say."""
    try:
        paths = _git(root, "rev-parse", "--git-path", "HEAD", "--git-path", "logs/HEAD")
        return tuple(root / os.fsdecode(path) for path in paths.split(b"\n")[:-1])
    except ColophonError:
        return ()


def read_log(log: bytes) -> Iterator[Commit]:
    """The commits in what `git log` prints with `_FIELDS`, `--raw` and `-z`, in the same order.

    One without a date that exists is left out.
    """
    fields = log.decode(errors="surrogateescape").split("\0")
    at = place = 0
    while at + 4 < len(fields):
        commit, date, parents, message = (_utf8(field) for field in fields[at : at + 4])
        at += 4
        revised: list[Revised] = []
        while at < len(fields) and (raw := fields[at].lstrip("\n")[:1]) in ("", ":"):
            if not raw:
                at += 1
                continue
            _, _, old, new, status = fields[at].lstrip("\n").split(" ")
            paths = fields[at + 1 : at + (3 if status[0] in "RC" else 2)]
            at += 1 + len(paths)
            revised.append(Revised(paths[-1], paths[0], _blob(old), _blob(new)))
        try:
            when = datetime.datetime.fromisoformat(date)
        except ValueError:
            continue
        is_merge = " " in parents
        yield Commit(commit, when, message, tuple(revised), is_root=not parents, is_merge=is_merge, place=place)
        place += 1


def _utf8(text: str) -> str:
    """Bytes that are not UTF-8 shown as such: an old message may be in any encoding."""
    return text.encode(errors="surrogateescape").decode(errors="replace")


def _blob(name: str) -> str:
    return "" if set(name) <= _NOTHING else name


def read_blobs(root: Path, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The names and contents of `blobs`, asked of one process. See git-cat-file, "Batch output"."""
    answers = _git(root, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
    at = 0
    while at < len(answers):
        end = answers.index(b"\n", at)
        name, kind, *size = answers[at:end].decode().split(" ")
        at = end + 1
        if size:
            data = answers[at : at + int(size[0])]
            at += int(size[0]) + 1
            if kind == "blob":
                yield name, data


def _is_partial(root: Path) -> bool:
    """Whether git would have to ask another computer for what it left out (`git clone --filter`)."""
    try:
        return bool(_git(root, "config", "--get-regexp", r"^remote\..*\.promisor$"))
    except ColophonError:
        return False


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    command = ["git", "-C", str(root), *arguments]
    settings = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    settings |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(command, input=given, capture_output=True, check=True, env=settings).stdout  # noqa: S603
    except OSError:
        raise ColophonError(
            "git is not installed, or cannot be run; what came before is not known without it"
        ) from None
    except subprocess.CalledProcessError as error:
        raise ColophonError(f"git: {error.stderr.decode(errors='replace').strip()}") from None
