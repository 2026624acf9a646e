"""From plain data to the models of `colophon.records`, or to problems an editor can act on.

Every problem names the file, the line and column of the key, what was expected, what was found and, where it can be
told, the likely fix. All problems of a file come at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from colophon.errors import Invalid
from colophon.front_matter import KeyPath, Located
from colophon.records import Filed, Place, Problem, Slug

Model = TypeVar("Model", bound=Filed)

_MISSING = {
    "name": "the name a reader knows it by",
    "kind": "agency, official or another kind the site declares",
    "document": "the id of a text",
    "quote": "the words of the passage, as they stand in the text",
    "consulted": "the day the page was consulted, as YYYY-MM-DD",
    "title": "the title, as the source gives it",
    "source": "the key of a source under sources",
    "url": "url, title and consulted for an outside page, or document and quote for a passage of the corpus",
    "sha256": "the SHA-256 digest of the file, 64 hex digits",
    "bytes": "the size of the file in bytes",
    "on": "the day, as YYYY-MM-DD, YYYY-MM or YYYY",
    "reason": "why the text is withheld, for readers",
    "withheld": "why the text is withheld, for readers",
    "rights": "rights: {statement: a rightsstatements.org address, note: null}",
    "acquired": "acquired: {on: a date, from: where, by: whom}",
    "fixity": "fixity: {sha256: ..., bytes: ...}, as colophon add writes it",
}
_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "string_too_short": "text that is not empty",
    "too_short": "at least one",
    "tuple_type": "a list",
    "model_type": "keys and values",
    "dict_type": "keys and values",
    "union_tag_invalid": "keys and values",
}
_PATTERNS = {
    "sha256": "64 hex digits",
    "statement": "a rightsstatements.org address such as http://rightsstatements.org/vocab/CNE/1.0/",
    "language": "a language code such as en or pt-BR",
}


def validated(model: type[Model], yaml: Located, shown: str, around: KeyPath = ()) -> Model:
    """The model that `yaml` makes.

    `shown` is the file's path for messages, `around` the keys that stand around the data in it. Raises `Invalid`.
    """
    if not isinstance(yaml.data, Mapping):
        raise Invalid(breach(shown, yaml, around, f"expected keys and values, found {_found(yaml.data)}"))
    try:
        return model.model_validate(yaml.data)
    except ValidationError as error:
        raise Invalid(*(_explain(model, detail, yaml, shown, around) for detail in error.errors())) from None


def check_slug(slug: str, shown: str) -> None:
    """Check a file name that becomes an address. Raises `Invalid`."""
    try:
        TypeAdapter(Slug).validate_python(slug)
    except ValidationError as error:
        message = f"the file's name: expected {_expected(error.errors()[0])}, found {slug!r}; rename the file"
        raise Invalid(Problem(shown, Place(), "schema", message)) from None


def breach(shown: str, yaml: Located, at: KeyPath, message: str, rule: str = "schema") -> Problem:
    """A problem with the value at a path inside a file."""
    return Problem(shown, yaml.place(at), rule, f"{dotted(at)}: {message}" if at else message)


def dotted(path: KeyPath) -> str:
    """A path inside a file as an editor counts: `positions[1].title` is the title of the first position."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _explain(model: type[Filed], detail: ErrorDetails, yaml: Located, shown: str, around: KeyPath) -> Problem:
    tagged: KeyPath = detail["loc"]
    at = tuple(part for part in tagged if part not in ("Passage", "WebPage", "[key]"))
    if at[:1] == ("withheld",) and ("withheld",) not in yaml.places and ("access",) in yaml.places:
        at = ("access", *("withheld" if part == "reason" else part for part in at[1:]))  # written in one line
    if detail["type"] == "extra_forbidden":
        known = ["withheld", "on"] if at[0] == "access" else _known_keys(model, tagged[:-1])
        near = get_close_matches(str(at[-1]), known, 1)
        hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
        message = f"this key is not known; {hint}"
    elif detail["type"] == "missing":
        message = f"is missing; expected {_MISSING.get(str(at[-1]), 'a value')}"
    elif detail["type"] == "expected" and isinstance(detail["input"], Mapping):
        message = f"expected {_expected(detail)}"
    else:
        message = f"expected {_expected(detail)}, found {_found(detail['input'])}"
    return Problem(shown, yaml.place(at), "schema", f"{dotted((*around, *at))}: {message}" if around or at else message)


def _expected(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "expected":
        return str(context["what"])
    if kind == "literal_error":
        return str(context["expected"]).replace("'", "")
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(detail["loc"][-1]), "p and the number of a paragraph, such as p12")
    return _TYPES.get(kind) or detail["msg"]


def _found(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "keys and values"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _known_keys(model: type[Filed], path: KeyPath) -> list[str]:
    """The keys an editor may write at a path inside a model."""
    models: list[type[Filed]] = [model]
    for part in path:
        chosen = [candidate for candidate in models if candidate.__name__ == part]
        fields = [f for m in models for name, f in m.model_fields.items() if part == (f.alias or name)]
        models = chosen or [inner for f in fields for inner in _models_in(f.annotation)] or models
    return [f.alias or name for name, f in models[0].model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[Filed]]:
    if isinstance(annotation, type) and issubclass(annotation, Filed):
        yield annotation
    for inside in get_args(annotation):
        yield from _models_in(inside)
