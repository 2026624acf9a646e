"""`python -m colophon`."""

from colophon.cli.commands import main

main()
