"""Colophon: a folder of source texts as a published, searchable, citable static site."""

from importlib.metadata import version

__version__ = version("colophon")
