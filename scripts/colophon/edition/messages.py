"""What a commit message says to readers: corrections, updates, and that a change is none for them. Pure.

A notice begins on any line with its key (`Correction:`, `Update:`, `Minor:`) and runs to the next empty line or the next
`Key:`. Git's own rules for trailers are stricter: they read nothing that is wrapped without indentation or followed by
another paragraph, which is how editors and code hosts write messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

_DECORATION = r"(?P<bullet>[*+-]\s+|\d+[.)]\s+)?[\s>#]*(?P<emphasis>[*_`]{0,3})"
_NOTICE = re.compile(
    rf"{_DECORATION}(?P<key>correction|corrections|corrected|update|minor)[*_`]{{0,3}}\s*[:：][*_`]{{0,3}}\s*(?P<words>.*)",
    re.IGNORECASE,
)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*\s?[:：](?:\s|$)|\(cherry picked from |-{3,}$")
"""Another trailer, git's note of a cherry-pick, or a rule that a code host draws."""
_BULLET = re.compile(r"[*+-]\s+|\d+[.)]\s+")
_IN_A_LINE = re.compile(r"\b(?:Corrections?|Corrected|CORRECTIONS?|Erratum|Errata)\b\W{0,4}[:：]")
_FIRST_WORD = re.compile(rf"{_DECORATION}(?P<open>[\[(]?)(?P<word>[A-Za-z]+)[\])]?(?P<rest>.*)")
_LIKE = ("correction", "corrections", "corrected", "erratum", "errata")


@dataclass(frozen=True, slots=True)
class Message:
    """A commit message as readers get it."""

    subject: str = ""
    """The first line, without a key that it begins with."""
    corrections: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()
    is_minor: bool = False
    """Whether the change is none for readers."""
    unread: tuple[str, ...] = ()
    """Lines that look like a correction and are not read as one."""


def read_message(message: str) -> Message:
    """Read the notices of a commit message."""
    lines = [line.rstrip() for line in message.strip().splitlines()]
    notices: dict[str, list[str]] = {"correction": [], "update": [], "minor": []}
    unread: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        notice = _NOTICE.match(line)
        if notice is None:
            unread += [line] if _looks_like_a_correction(line) else []
            at += 1
            continue
        key = "correction" if notice["key"].lower().startswith("correct") else notice["key"].lower()
        words, at = _words(lines, at, notice)
        if words or key == "minor":
            notices[key].append(words)
        elif key == "correction":
            unread.append(line)
    subject = lines[0].strip() if lines else ""
    if first := _NOTICE.match(subject):
        subject = first["words"]
    corrections, updates = (tuple(dict.fromkeys(notices[key])) for key in ("correction", "update"))
    return Message(subject, corrections, updates, bool(notices["minor"]), tuple(unread))


def _words(lines: Sequence[str], at: int, notice: re.Match[str]) -> tuple[str, int]:
    """What a notice that begins in line `at` says, and the line after it."""
    first = notice["words"]
    start = at + 1
    if not first and start < len(lines) and not lines[start]:  # a heading, and the words in the next paragraph
        start += 1
    words = list(_continued(lines[start:], ends_at_bullet=bool(notice["bullet"])))
    said = " ".join(filter(None, [first, *map(str.strip, words)]))
    return (said.strip("*_` ") if notice["emphasis"] else said), start + len(words)


def _continued(lines: Sequence[str], *, ends_at_bullet: bool) -> Iterator[str]:
    for line in lines:
        if not line or _KEY.match(line) or _NOTICE.match(line.strip()) or (ends_at_bullet and _BULLET.match(line)):
            return
        yield line


def _looks_like_a_correction(line: str) -> bool:
    if _IN_A_LINE.search(line):
        return True
    first = _FIRST_WORD.match(line)
    if first is None or not get_close_matches(first["word"].lower(), _LIKE, 1, 0.85):
        return False
    return not first["rest"] or bool(first["open"]) or bool(re.match(r"[^.]{0,40}?(?:[:：]|\s[-–—]\s)", first["rest"]))
