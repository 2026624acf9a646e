"""The four forms of a citation as a list, which Markdown leaves alone. Pure."""

from __future__ import annotations

import json

from colophon.formats.markup import escape
from colophon.rendering.pages.citing import Work, apa, bibtex, chicago, csl

_FOCUS = {"pre": ' tabindex="0"'}
"""What may be too long for its box must be reached by the keys that scroll it."""


def cite(work: Work) -> str:
    """A list of the forms; each in an element of class `citation`, for a script to copy."""
    forms = {
        "Chicago": ("div", chicago(work)),
        "APA": ("div", apa(work)),
        "BibTeX": ("pre", escape(bibtex(work))),
        "CSL-JSON": ("pre", escape(json.dumps(csl(work), ensure_ascii=False, indent=1))),
    }
    rows = [
        f"<dt>{label}</dt>\n"
        f'<dd><{tag} class="citation" id="cite-{label.split("-")[0].lower()}"{_FOCUS.get(tag, "")}>{form}</{tag}></dd>'
        for label, (tag, form) in forms.items()
    ]
    return "\n".join(['<dl class="cite">', *rows, "</dl>"])
