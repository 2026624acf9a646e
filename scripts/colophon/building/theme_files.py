"""The files of a theme, read once: compiled templates, and what MkDocs copies into a site."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Templates that this process has compiled. Jinja itself looks whether the source is still the same.

    To compile Material's templates takes a third of the time of a small build, and each build does so twice: for the
    trial of its settings, and for its pages.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, ...], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with the code of its template, if that was compiled before."""
        if code := self._code.get(_key(bucket)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._code[_key(bucket)] = bucket.bytecode_to_string()


def _key(bucket: Bucket) -> tuple[str, ...]:
    """What the code of a template follows from beside its source: its name, and the extensions that read it."""
    return bucket.key, *sorted(bucket.environment.extensions)


class ThemeFiles:
    """For `Files.add_files_from_theme`, in place of a Jinja environment: without folders it would leave out in the end.

    `folders`: those of the theme. Material has some 14,000 icons in a folder whose name begins with a full stop.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self._folders = folders

    def list_templates(self, filter_func: Callable[[str], bool]) -> list[str]:
        """The paths of files below the folders for which the filter is true, sorted."""
        found = set()
        for top in self._folders:
            for folder, below, files in os.walk(top):
                below[:] = [name for name in below if not name.startswith(".")]
                found |= {Path(folder, name).relative_to(top).as_posix() for name in files}
        return sorted(filter(filter_func, found))
