"""Which program converts which file, in a process of its own that cannot take this one with it.

Files from anywhere are read by large programs, some of them in C. What needs too much time or memory, or crashes, ends only
the process that reads it, and the file is refused.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Self

from colophon import __version__
from colophon.curation.originals.blocks import Differences, words_of
from colophon.curation.originals.derivation import Derivation, NotConverted, decoded
from colophon.curation.originals.html import convert_html
from colophon.curation.originals.mail import convert_mail, convert_mbox
from colophon.curation.originals.markup import convert_markdown, convert_rst
from colophon.curation.originals.office import convert_docx
from colophon.curation.originals.pdf import convert_pdf

Converter = Callable[[bytes, str, str | None], list[Derivation]]

LARGEST = 100_000_000
"""Bytes of a file that is converted."""
_SECONDS = 120.0
_MEMORY = 3 << 30


def convert_plain(data: bytes, suffix: str, encoding: str | None = None) -> list[Derivation]:
    """Plain text in another encoding than UTF-8, as UTF-8. Raises `NotConverted`."""
    text, name = decoded(data, encoding)
    count = len(words_of(text))
    if not count:
        raise NotConverted("has no words")
    same = Differences(count, count, (), ())
    return [Derivation(data, suffix, text, (), {}, "Colophon", __version__, {"encoding": name}, same, layout=None)]


CONVERTED: Mapping[str, Converter] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), convert_html),
    ".eml": convert_mail,
    ".mbox": convert_mbox,
    ".docx": convert_docx,
    ".pdf": convert_pdf,
    **dict.fromkeys((".md", ".markdown"), convert_markdown),
    ".rst": convert_rst,
}
"""By suffix, what is not plain text."""


def is_converted(suffix: str, data: bytes, encoding: str | None) -> bool:
    """Whether a text has to be derived from the bytes of a file: by its suffix, or because they are not UTF-8 and may be converted."""
    if suffix.lower() in CONVERTED:
        return True
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return False
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if encoding is None:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


class Conversion:
    """Converts files, each within bounds of time and memory. A context manager, which ends the other process."""

    def __init__(self, encoding: str | None = None, seconds: float = _SECONDS) -> None:
        self._encoding = encoding
        self._seconds = seconds
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def derive(self, data: bytes, suffix: str) -> list[Derivation]:
        """The texts in a file. Raises `NotConverted` with why there are none."""
        suffix = suffix.lower()
        if len(data) > LARGEST:
            raise NotConverted(f"has {len(data):,} bytes, more than {LARGEST:,}; save its text as plain text in UTF-8")
        pipe = self._pipe or self._start()
        why = f"took more than {self._seconds:.0f} seconds to read"
        outcome: list[Derivation] | NotConverted | None = None
        try:
            pipe.send((data, suffix, self._encoding))
            if pipe.poll(self._seconds):
                outcome = pipe.recv()
        except (EOFError, OSError):
            why = "made the program that reads it fail"
        if outcome is None:
            self._end()
            raise NotConverted(f"{why}; save its text as plain text in UTF-8")
        if isinstance(outcome, NotConverted):
            raise outcome
        return outcome

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        other.close()
        return self._pipe

    def _end(self) -> None:
        if self._pipe:
            self._pipe.close()
        if self._process:
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None


def _serve(pipe: Connection) -> None:
    """Convert what comes through the pipe until it is closed."""
    logging.disable()  # what the programs log is for their developers
    with suppress(ImportError, ValueError, OSError):  # not on every system
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            data, suffix, encoding = pipe.recv()
            try:
                pipe.send(CONVERTED.get(suffix, convert_plain)(data, suffix, encoding))
            except NotConverted as error:
                pipe.send(error)
            except MemoryError:
                pipe.send(NotConverted("needs too much memory to read; save its text as plain text in UTF-8"))
            except Exception as error:  # noqa: BLE001 -- of programs of others, about files from anywhere
                shown = f"{type(error).__name__}: {error}".splitlines()[0][:200]
                pipe.send(NotConverted(f"cannot be read ({shown}); save its text as plain text in UTF-8"))
