"""The site as git had it."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from colophon.errors import ColophonError
from colophon.reading import Reading, read_site


def read_revision(root: Path, revision: str) -> Reading:
    """Read the site at `root` as it stood in a git revision. Raises `ColophonError` with what git says."""
    prefix = _git(root, "rev-parse", "--show-prefix").decode().strip()
    archive = _git(root, "archive", "--format=tar", f"{revision}:{prefix}")
    with TemporaryDirectory(prefix="colophon-") as folder, tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        wanted = [member for member in tar if member.name.split("/")[0] in ("mkdocs.yml", "corpus", "docs")]
        tar.extractall(folder, wanted, filter="data")
        return read_site(Path(folder))


def _git(root: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True).stdout  # noqa: S603, S607
    except FileNotFoundError:
        raise ColophonError("git is not installed; it is needed to compare with an earlier state") from None
    except subprocess.CalledProcessError as error:
        raise ColophonError(f"git: {error.stderr.decode(errors='replace').strip()}") from None
