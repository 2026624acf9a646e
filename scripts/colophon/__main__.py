"""`python -m colophon`, and the `colophon` program."""

from __future__ import annotations

import gc
import sys


def run() -> None:
    """Run a command. Ctrl+C ends it quietly at any time, also while modules are imported."""
    gc.set_threshold(10_000)  # most of what is made stays until the end: to look through it often frees nothing
    try:
        from colophon.cli import main  # noqa: PLC0415 -- takes a second

        main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
