"""From plain data to the models of `colophon.model.records`, or to problems an editor can act on.

Every problem names the file, the line and column of the key, what was expected, what was found and, where it can be
told, the likely fix. All problems of a file come at once.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from slugify import slugify

from colophon.formats.yaml_reader import KeyPath, YamlDocument
from colophon.model.errors import ColophonError, Invalid
from colophon.model.problem import Place, Problem, Rule
from colophon.model.values import FileModel, Slug

SCHEMA = Rule(
    "schema",
    "Records and entries have the fields they need, each of the right form, and no others: the value of a misspelled field would be lost.",
)

Model = TypeVar("Model", bound=FileModel)

LONGEST_NAME = 200
"""Of a file, in UTF-8: file systems take 255, and what is made from a file has a longer name."""
_LONGEST_SLUG = 100

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
    "value": "value, and basis: source, attributed or supplied",
    "basis": "source, attributed or supplied",
    "from": "where the file comes from",
    "by": "who took it in",
    "on": "a date as YYYY-MM-DD, YYYY-MM or YYYY",
    "id": "the name of the file without its ending",
    "agency": "the name of an entry's file, without .md",
    "text": "the name, as it may stand in a text",
    "withheld": "why the text is withheld, for readers",
    "reason": "the reason, in words a reader understands",
    "rule": "the rule in square brackets at the end of the warning",
    "at": "the file the warning names, such as docs/glossary/NAME.md",
    "label": "the name of the kind, for one entry of it",
    "plural": "the name of the kind, for several entries of it",
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
_ADDRESSES = {
    "kind": "a kind of entry, such as agency or official",
    "agency": "an entry, by the name of its file without .md",
    "document": "a text, by the name of its file without .txt",
}
_STATED = ("title", "creators", "publisher", "published", "source_url")
_DATES = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d %b %Y", "%b %d, %Y", "%b. %d, %Y", "%d. %B %Y"),
)
_MONTHS = ("%B %Y", "%b %Y", "%b. %Y", "%m/%Y", "%Y/%m", "%Y-%m")


def validated(model: type[Model], yaml: YamlDocument, shown: str, around: KeyPath = ()) -> Model:
    """The model that `yaml` makes.

    `shown` is the file's path for messages, `around` the keys that stand around the data in it. Raises `Invalid`.
    """
    if not isinstance(yaml.data, Mapping):
        raise Invalid(problem_at(shown, yaml, around, expected="keys and values", found=found(yaml.data)))
    try:
        return model.model_validate(yaml.data)
    except ValidationError as error:
        raise Invalid(*(_explain(model, detail, yaml, shown, around) for detail in error.errors())) from None


def is_slug(slug: str) -> bool:
    """Whether it can be part of an address."""
    try:
        check_slug(slug, "")
    except Invalid:
        return False
    return True


def check_slug(slug: str, shown: str) -> None:
    """Check a file name that becomes an address. Raises `Invalid`."""
    try:
        TypeAdapter(Slug).validate_python(slug)
    except ValidationError as error:
        told = f"the file's name: expected {_expected(error.errors()[0])}, found {slug!r}"
        likely = slug_of(slug)
        message = f"{told}; rename the file" + (
            f" to {likely}.md" if likely not in {"", slug} and shown.endswith(".md") else ""
        )
        raise Invalid(Problem(shown, Place(), SCHEMA, message)) from None


def slug_of(name: str) -> str:
    """The address or id of a name: `Łódź & Straße` is `lodz-and-strasse`; empty for a name without a letter or digit.

    Letters of other scripts are transliterated. A long name is cut after a word, to 100 characters.
    """
    return _slugified(name, _LONGEST_SLUG)


def usable_slug(name: str, shown: str, option: str) -> str:
    """`slug_of(name)`, whole.

    Raises `ColophonError` where that cannot be an address: `shown` names the thing in the message, `option` is what chooses
    another address for it.
    """
    slug = slug_of(name)
    if not slug:
        raise ColophonError(f"{shown} has no letter or digit to make an address of; choose one with {option}")
    if (size := len(_slugified(name, 0))) > _LONGEST_SLUG:
        told = f"{shown} gives an address of {size} characters, and one has at most {_LONGEST_SLUG}"
        raise ColophonError(f"{told}; choose a shorter one, such as {option} {slug}")
    if not is_slug(slug):
        raise ColophonError(f"{shown} gives the address {slug!r}, which is reserved; choose another with {option}")
    return slug


def _slugified(name: str, longest: int) -> str:
    bare = re.sub(r"['’‘ʼ]|(?<=\b[^\W\d_])\.", "", name)  # O’Neill, U.S.
    slug = slugify(
        bare,
        entities=False,
        decimal=False,
        hexadecimal=False,
        max_length=longest,
        word_boundary=True,
        save_order=True,
        regex_pattern=r"[^a-z0-9_]+",
        replacements=[("&", " and ")],
    )
    return slug.strip("-_")


def file_name_problem(name: str) -> str | None:
    """What is wrong with the name of a file or folder, and what to do; `None` for one that every computer can keep.

    Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file; what ends a line or steers a terminal is
    refused everywhere.
    """
    shown = repr(name[:40])
    size = len(name.encode(errors="surrogatepass"))
    told = None
    if any(unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for mark in name):
        told = f"{name[:40]!a} holds a character that cannot be seen or is no text"
    elif refused := re.search(r'[\\/:*?"<>|]|%[0-9A-Fa-f]{2}', name):
        told = f"{shown} holds {refused[0]}, which means something else in a path or an address"
    elif name != name.strip(" ") or name.endswith("."):
        told = f"{shown} begins or ends with a space, or ends with a full stop, which Windows drops"
    elif re.fullmatch(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", name, re.IGNORECASE):
        told = f"{shown} is a device on Windows, where nobody could copy the site"
    elif size > LONGEST_NAME:
        told = f"{shown} is {size} bytes long, and may have {LONGEST_NAME}"
    elif not unicodedata.is_normalized("NFC", name):
        told = f"{shown} is not in the form NFC, so that another name could look the same"
    return f"its name {told}; rename it" if told else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint that ends a message about a word that is not among those that are known."""
    names = list(known)
    near = get_close_matches(slug_of(word.removesuffix(".md")), names, 1) or get_close_matches(word, names, 1)
    if near:
        return f"did you mean {near[0]}?"
    return f"known: {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}" if names else "there is none yet"


def problem_at(
    shown: str,
    yaml: YamlDocument,
    at: KeyPath,
    what: str = "",
    rule: Rule = SCHEMA,
    *,
    expected: str = "",
    found: str = "",
    fix: str = "",
) -> Problem:
    """A problem with the value at a path inside a file; the last four arguments are parts of the message."""
    return Problem(shown, yaml.place(at), rule, what, dotted(at), expected, found, fix)


def dotted(path: KeyPath) -> str:
    """A path inside a file as an editor counts: `positions[1].title` is the title of the first position."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _explain(model: type[FileModel], detail: ErrorDetails, yaml: YamlDocument, shown: str, around: KeyPath) -> Problem:
    tagged: KeyPath = detail["loc"]
    at = tuple(part for part in tagged if part not in ("Passage", "WebPage", "[key]"))
    if at[:1] == ("withheld",) and ("withheld",) not in yaml.places and ("access",) in yaml.places:
        at = ("access", *("withheld" if part == "reason" else part for part in at[1:]))  # written in one line
    place = yaml.key_place(at) if detail["type"] == "extra_forbidden" or tagged[-1:] == ("[key]",) else yaml.place(at)
    what, expected, value, fix = "", _expected(detail), found(detail["input"]), _likely(detail)
    if detail["type"] == "extra_forbidden":
        known = ["withheld", "on"] if at[0] == "access" else _known_keys(model, tagged[:-1])
        near = get_close_matches(str(at[-1]), known, 1)
        fix = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
        what, expected, value = "this key is not known", "", ""
    elif detail["type"] == "missing":
        what, expected, value = "is missing", _MISSING.get(str(at[-1]), "a value"), ""
    elif detail["type"] == "expected" and isinstance(detail["input"], Mapping):
        value = fix = ""
    return Problem(shown, place, SCHEMA, what, dotted((*around, *at)), expected, value, fix)


def _expected(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    named = _ADDRESSES.get(str(detail["loc"][-1])) if detail["loc"] else None
    if named and _is_address(detail):
        return named
    if kind == "expected":
        return str(context["what"])
    if kind == "literal_error":
        return str(context["expected"]).replace("'", "")
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(detail["loc"][-1]), "p and the number of a paragraph, such as p12")
    return _TYPES.get(kind) or detail["msg"]


def _is_address(detail: ErrorDetails) -> bool:
    return str(detail.get("ctx", {}).get("what", "")).startswith("lower-case letters")


def _likely(detail: ErrorDetails) -> str:
    """What an editor will have meant by a value of the wrong form, as the end of a message."""
    value, kind, key = detail["input"], detail["type"], detail["loc"][-1:]
    if kind == "tuple_type" and isinstance(value, Mapping):
        return "write - before the first key of each"
    if kind == "model_type" and key and key[0] in _STATED and isinstance(value, str):
        return f"write {{value: ..., basis: ...}}, where basis is {_MISSING['basis']}"
    if not isinstance(value, str | int):
        return ""
    likely = (
        _likely_words(detail, value) if kind in ("string_type", "bool_type", "tuple_type", "literal_error") else None
    )
    if likely is None:
        likely = _likely_form(str(detail.get("ctx", {}).get("what", key[0] if key else "")), str(value))
    return f"did you mean {' or '.join(likely)}?" if likely else ""


def _likely_words(detail: ErrorDetails, value: str | int) -> list[str]:
    """What was meant by a value of another type."""
    if detail["type"] == "string_type":
        return [f'"{found(value)}"'] if isinstance(value, int) else []
    if detail["type"] == "tuple_type":
        return [f"[{value}]"] if len(str(value)) <= 60 else []
    if detail["type"] == "bool_type":
        meant_by = {"yes": "true", "on": "true", "no": "false", "off": "false"}
        return [meant_by[word] for word in [str(value).lower()] if word in meant_by]
    return get_close_matches(str(value).lower(), re.findall(r"\w+", str(detail["ctx"]["expected"])), 1)


def _likely_form(what: str, value: str) -> list[str]:
    """What was meant by words of the wrong form; `what` is what was expected, or the key."""
    if what.startswith("lower-case letters"):
        return [likely for likely in [slug_of(value.removesuffix(".md"))] if likely and len(value) <= 50]
    if what.startswith("a date"):
        return _likely_dates(value)
    if what.startswith("a web address"):
        return [f"https://{value}"] if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value) else []
    if what.startswith("a Wikidata item"):
        return re.findall(r"Q[1-9]\d*$", value.upper())
    if what == "statement":
        codes = re.findall(r"(?:^|/)([A-Z]{2,4}(?:-[A-Z]+)*)(?:/|$)", value)
        return [f"http://rightsstatements.org/vocab/{code}/1.0/" for code in codes]
    return []


def _likely_dates(value: str) -> list[str]:
    """The dates that are written otherwise than in ISO 8601: 31/10/2025 is 2025-10-31, 5/6/2025 may be two."""
    found = []
    for form in (*_DATES, *_MONTHS):
        try:
            date = datetime.datetime.strptime(value.strip(), form).date().isoformat()  # noqa: DTZ007 -- a day, no time
        except ValueError:
            continue
        found.append(date if form in _DATES else date[:7])
    return list(dict.fromkeys(found))


def found(value: object) -> str:
    """What stands where something else was expected, in words."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "keys and values"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    shown = f"'{value}'" if isinstance(value, str) and value.isprintable() else repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _known_keys(model: type[FileModel], path: KeyPath) -> list[str]:
    """The keys an editor may write at a path inside a model."""
    models: list[type[FileModel]] = [model]
    for part in path:
        chosen = [candidate for candidate in models if candidate.__name__ == part]
        fields = [f for m in models for name, f in m.model_fields.items() if part == (f.alias or name)]
        models = chosen or [inner for f in fields for inner in _models_in(f.annotation)] or models
    return [f.alias or name for name, f in models[0].model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[FileModel]]:
    if isinstance(annotation, type) and issubclass(annotation, FileModel):
        yield annotation
    for inside in get_args(annotation):
        yield from _models_in(inside)
