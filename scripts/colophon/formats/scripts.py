"""Scripts and templates whose words are in the language of the site. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from colophon.model.language import Catalog

_WORDS = r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`'
_CALL = re.compile(rf"\bgettext\(({_WORDS})\)|\bngettext\(\s*({_WORDS}),\s*({_WORDS}),")


def messages_in(script: str) -> Iterator[str | tuple[str, str]]:
    """The messages of a script or template, in order; a pair is a singular and its plural."""
    for alone, one, many in _CALL.findall(script):
        yield alone[1:-1] if alone else (one[1:-1], many[1:-1])


def translated(script: str, catalog: Catalog) -> str:
    """A script or template with words from `catalog` in the places of `gettext("words")` and ``ngettext(`${n} word`, `${n} words`, n)``.

    So a site has scripts in its language, which look nothing up. What is in braces in a template literal is an expression,
    the same in every language.
    """

    def words(literal: str, other: str) -> str:
        return f"{literal[0]}{other}{literal[0]}" if other != literal[1:-1] else literal

    def call(found: re.Match[str]) -> str:
        alone, one, many = found.groups()
        if alone:
            return words(alone, catalog.messages.gettext(alone[1:-1]))
        forms = catalog.forms.get(one[1:-1], (one[1:-1], many[1:-1]))
        plural = re.sub(r"\bn\b", "forms", catalog.plural)
        return f"((forms) => [{', '.join(words(many, form) for form in forms)}][+({plural})])("

    return _CALL.sub(call, script)
