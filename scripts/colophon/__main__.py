"""`python -m colophon`."""

from colophon.cli import main

main()
