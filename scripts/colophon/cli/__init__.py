"""The command line: thin. Exit 0 fine, 1 problems found, 2 wrong usage."""

from __future__ import annotations

from colophon.cli.commands import main

__all__ = ["main"]
