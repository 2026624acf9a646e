"""Markdown and reStructuredText: the words without the markup, and what their front matter or field lists say."""

from __future__ import annotations

import re

import markdown

from colophon.curation.originals.blocks import blocks_of, words_of
from colophon.curation.originals.derivation import (
    Derivation,
    decoded,
    derivation,
    front_matter_of,
    require,
    stated_fields,
)

_EXTENSIONS = ["tables", "fenced_code", "footnotes", "sane_lists", "def_list"]


def convert_markdown(data: bytes, suffix: str, encoding: str | None = None) -> list[Derivation]:
    """The words of Markdown; front matter is read and is not part of the text. Raises `NotConverted`."""
    text, name = decoded(data, encoding)
    found, body = front_matter_of(_line_feeds(text))
    blocks = blocks_of(markdown.markdown(body, extensions=_EXTENSIONS))
    settings = {"extensions": ", ".join(_EXTENSIONS), "encoding": name}
    return [
        derivation(data, suffix, blocks, words_of(body), "markdown", found=found, settings=settings, with_marks=True)
    ]


def convert_rst(data: bytes, suffix: str, encoding: str | None = None) -> list[Derivation]:
    """The words of reStructuredText; no other file is read for it. Raises `NotConverted`."""
    require("docutils", "reStructuredText")
    from docutils.core import publish_parts  # noqa: PLC0415 -- of the import extra

    text, name = decoded(data, encoding)
    body = _line_feeds(text)
    secure = {"file_insertion_enabled": False, "raw_enabled": False, "_disable_config": True}
    quiet = {"report_level": 5, "halt_level": 5, "traceback": False, "line_length_limit": 1_000_000}
    settings = {**secure, **quiet, "initial_header_level": 2}
    parts = publish_parts(body, writer="html5", settings_overrides=settings)
    html = f"<h1>{parts['title']}</h1><h2>{parts['subtitle']}</h2>{parts['body']}"
    fields = dict(re.findall(r"^:([\w -]+):[ \t]+(\S.*)$", parts["docinfo"] and body, re.MULTILINE))
    found = stated_fields(fields, "Field list")
    shown = {"file_insertion": "off", "raw": "off", "encoding": name}
    return [
        derivation(
            data, suffix, blocks_of(html), words_of(body), "docutils", found=found, settings=shown, with_marks=True
        )
    ]


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
