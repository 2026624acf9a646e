"""Validates plain data against the models of `colophon.model`.

Each problem gives file, line, column, the expected value, the value found and, if possible, the likely fix. All problems
of a file are reported at once.
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

from colophon.formats.yaml_reader import ODD_SPACE, KeyPath, YamlDocument
from colophon.model.errors import ColophonError, Invalid
from colophon.model.problem import Place, Problem, Rule
from colophon.model.rights import rights_uri
from colophon.model.values import FileModel, Slug

COMMENT = Rule(
    "comment", "A value that contains ` #` is in quotes: YAML takes the rest of the line for a comment.", "warning"
)

SCHEMA = Rule(
    "schema",
    "Records and entries have the fields they need, each of the right form, and no others: the value of a misspelled field would be lost.",
)

Model = TypeVar("Model", bound=FileModel)

LONGEST_NAME = 200
"""Bytes of a file name in UTF-8: file systems allow 255, and generated files have longer names."""
_LONGEST_SLUG = 100

_MISSING = {
    "name": "the name readers know it by",
    "kind": "agency, official or another kind the site declares",
    "document": "the id of a text",
    "quote": "the words of the passage, exactly as in the text",
    "consulted": "the day the page was consulted, as YYYY-MM-DD",
    "title": "the title, as the source gives it",
    "source": "the key of a source under sources",
    "url": "url, title and consulted for an outside page, document and quote for a passage of the corpus, or kind and title for a book, newspaper, letter and the like",
    "sha256": "the SHA-256 digest of the file, 64 hex digits",
    "bytes": "the size of the file in bytes",
    "value": "value, and basis: source, attributed or supplied",
    "basis": "source, attributed or supplied",
    "from": "where the file comes from",
    "by": "who added the file",
    "on": "a date as YYYY-MM-DD, YYYY-MM or YYYY",
    "id": "the name of the file without its ending",
    "agency": "the name of an entry's file, without .md",
    "text": "the name, as texts write it",
    "withheld": "why the text is withheld, for readers",
    "reason": "the reason, in words readers understand",
    "rule": "the rule in square brackets at the end of the warning",
    "at": "the file the warning names, such as docs/glossary/NAME.md",
    "label": "the name of the kind, for one entry of it",
    "plural": "the name of the kind, for several entries of it",
    "rights": "rights: {statement: an address of rightsstatements.org or a license, note: null}",
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
    "list_type": "a list",
    "mapping_type": "keys and values",
    "dict_type": "keys and values",
    "union_tag_invalid": "keys and values",
}
_PATTERNS = {
    "sha256": "64 hex digits",
    "statement": "an address of rightsstatements.org or a license such as http://rightsstatements.org/vocab/CNE/1.0/",
    "language": "a language code such as en or pt-BR",
}
_STATED = ("title", "creators", "publisher", "published", "genre", "source_url")
_DATES = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d %b %Y", "%b %d, %Y", "%b. %d, %Y", "%d. %B %Y"),
)
_MONTHS = ("%B %Y", "%b %Y", "%b. %Y", "%m/%Y", "%Y/%m", "%Y-%m")


def validated(model: type[Model], yaml: YamlDocument, shown: str, around: KeyPath = ()) -> Model:
    """Validate the data of `yaml`.

    `shown` is the file's path for messages, `around` the keys above the data in the file. Raises `Invalid`.
    """
    made, problems = validation_problems(model, yaml, shown, around)
    if made is None:
        raise Invalid(*(problem for _, problem in problems))
    return made


def validation_problems(
    model: type[Model], yaml: YamlDocument, shown: str, around: KeyPath = ()
) -> tuple[Model | None, list[tuple[KeyPath, Problem]]]:
    """As `validated`; returns the problems, each with its path in the data, and no model if there is one."""
    if not isinstance(yaml.data, Mapping):
        problem = problem_at(shown, yaml, around, expected="keys and values", found=describe(yaml.data))
        return None, [((), problem)]
    try:
        return model.model_validate(yaml.data), []
    except ValidationError as error:
        return None, [(detail["loc"], _explain(model, detail, yaml, shown, around)) for detail in error.errors()]


def is_slug(slug: str) -> bool:
    """Whether `slug` can be an address: a folder of the site."""
    try:
        check_slug(slug, "")
    except Invalid:
        return False
    return True


def check_slug(slug: str, shown: str) -> None:
    """Raise `Invalid` for a file name that cannot be an address."""
    try:
        TypeAdapter(Slug).validate_python(slug)
    except ValidationError as error:
        likely = slug_of(slug)
        new_name = f" to {likely}.md" if shown.endswith(".md") and likely != slug and is_slug(likely) else ""
        message = f"file name: expected {_expected(error.errors()[0])}, found {slug!r}; rename the file{new_name}"
        raise Invalid(Problem(shown, Place(), SCHEMA, message)) from None


def slug_of(name: str) -> str:
    """The address or id of a name: `Łódź & Straße` is `lodz-and-strasse`; empty for a name without a letter or digit.

    Letters of other scripts are transliterated. A long name is cut after a word, to 100 characters.
    """
    return _slugified(name, _LONGEST_SLUG)


def usable_slug(name: str, shown: str, option: str) -> str:
    """`slug_of(name)`, whole.

    Raises `ColophonError` where that cannot be an address. `shown` names the thing in the message; `option` is the option
    that chooses another address.
    """
    slug = slug_of(name)
    if not slug:
        raise ColophonError(f"{shown} has no letter or digit for a web address; choose one with {option}")
    if (size := len(_slugified(name, 0))) > _LONGEST_SLUG:
        message = f"{shown} is too long for a web address ({size} characters; at most {_LONGEST_SLUG})"
        raise ColophonError(f"{message}; choose a shorter address, such as {option} {slug}")
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
    """The problem with the name of a file or folder, or `None` for a name that every system can store.

    Rules of Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file. Line ends and control characters are
    refused on every system.
    """
    shown = repr(name[:40])
    size = len(name.encode(errors="surrogatepass"))
    message = None
    if any(unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for mark in name):
        message = f"{name[:40]!a} contains an invisible character"
    elif refused := re.search(r'[\\/:*?"<>|]|%[0-9A-Fa-f]{2}', name):
        message = f"{shown} contains {refused[0]}, which has a special meaning in paths or addresses"
    elif name != name.strip(" ") or name.endswith("."):
        message = f"{shown} begins or ends with a space, or ends with a period, which Windows drops"
    elif re.fullmatch(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", name, re.IGNORECASE):
        message = f"{shown} is a device name on Windows, where the site could not be copied"
    elif size > LONGEST_NAME:
        message = f"{shown} is too long ({size} bytes; at most {LONGEST_NAME})"
    elif not unicodedata.is_normalized("NFC", name):
        message = f"{shown} is not in Unicode form NFC, so another name could look the same"
    return f"the file name {message}; rename the file" if message else None


def did_you_mean(word: str, known: Iterable[str], names: Mapping[str, str] = {}) -> str:
    """The end of a message about a `word` that is not `known`: the likely one, or a list.

    `names` are other names of known words, such as the aliases of an entry: `ICE` means the entry that has that alias.
    """
    slug, by_name = slug_of(word.removesuffix(".md")), {name.casefold(): one for name, one in names.items()}
    known = list(known)
    near = [by_name[word.casefold()]] if word.casefold() in by_name else []
    near = near or [one for one in known if slug and slug in one.split("-")]  # noem is kristi-noem
    near = near or get_close_matches(slug, known, 1) or get_close_matches(word, known, 1)
    near = near or [by_name[name] for name in get_close_matches(word.casefold(), by_name, 1)]
    if near and len(near) <= 3:
        return f"did you mean {' or '.join(near)}?"
    return f"known: {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}" if known else "there is none yet"


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
    """The problem of the value at a path in a file; the last four arguments are parts of the message."""
    return Problem(shown, yaml.place(at), rule, what, field_path(at), expected, found, fix)


def cut_problem(shown: str, at: KeyPath, place: Place, rest: str) -> Problem:
    """The warning of an unquoted value that ends at ` #`; `rest` is what is left out."""
    what = f"the value ends before {describe(rest)}, a comment in YAML"
    fix = "put the whole value in double quotes, or two spaces before a comment"
    return Problem(shown, place, COMMENT, what, field_path(at), fix=fix)


def field_path(path: KeyPath) -> str:
    """A path in a file for readers, who count from 1: `positions[1].title` is the title of the first position."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _explain(model: type[FileModel], detail: ErrorDetails, yaml: YamlDocument, shown: str, around: KeyPath) -> Problem:
    tagged: KeyPath = detail["loc"]
    at = tuple(part for part in tagged if part not in ("Passage", "WebPage", "Reference", "[key]"))
    if at[:1] == ("withheld",) and ("withheld",) not in yaml.places and ("access",) in yaml.places:
        at = ("access", *("withheld" if part == "reason" else part for part in at[1:]))  # in one line
    place = yaml.key_place(at) if detail["type"] == "extra_forbidden" or tagged[-1:] == ("[key]",) else yaml.place(at)
    what, expected, found, fix = "", _expected(detail), describe(detail["input"]), _likely(detail)
    if detail["type"] == "extra_forbidden":
        known = ["withheld", "on"] if at[0] == "access" else _known_keys(model, tagged[:-1])
        near = get_close_matches(str(at[-1]), known, 1)
        fix = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
        if ODD_SPACE.match(str(at[-1])):
            fix = "a no-break space indents it; use plain spaces"
        elif detail["input"] is None and not near:
            fix += "; a value that contains a comma needs double quotes"
        what, expected, found = "unknown key", "", ""
    elif detail["type"] == "missing":
        what, expected, found = "is missing", _MISSING.get(str(at[-1]), "a value"), ""
    elif detail["type"] == "expected" and isinstance(detail["input"], Mapping):
        found = fix = ""
    return Problem(shown, place, SCHEMA, what, field_path((*around, *at)), expected, found, fix)


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


def _likely(detail: ErrorDetails) -> str:
    """The likely value, as the end of a message about a value of the wrong form."""
    value, kind, key = detail["input"], detail["type"], detail["loc"][-1:]
    if kind == "tuple_type" and isinstance(value, Mapping):
        return "write - before the first key of each"
    if kind == "model_type" and key and key[0] in _STATED and isinstance(value, str):
        return f"write {{value: ..., basis: ...}}, where basis is {_MISSING['basis']}"
    if not isinstance(value, str | int):
        return ""
    likely = (
        _likely_words(detail, value)
        if kind in ("string_type", "bool_type", "tuple_type", "list_type", "literal_error")
        else None
    )
    if likely is None:
        likely = _likely_form(str(detail.get("ctx", {}).get("what", key[0] if key else "")), str(value))
    return f"did you mean {' or '.join(likely)}?" if likely else ""


def _likely_words(detail: ErrorDetails, value: str | int) -> list[str]:
    """The likely value where one of another type was written."""
    if detail["type"] == "string_type":
        return [f'"{describe(value)}"'] if isinstance(value, int) else []
    if detail["type"] in ("tuple_type", "list_type"):
        return [f"[{value}]"] if len(str(value)) <= 60 else []
    if detail["type"] == "bool_type":
        meant_by = {"yes": "true", "on": "true", "no": "false", "off": "false"}
        return [meant_by[word] for word in [str(value).lower()] if word in meant_by]
    return get_close_matches(str(value).lower(), re.findall(r"\w+", str(detail["ctx"]["expected"])), 1)


def _likely_form(what: str, value: str) -> list[str]:
    """The likely value where words of the wrong form were written; `what` is what was expected, or the key."""
    if what.startswith("lower-case letters"):
        return [likely for likely in [slug_of(value.removesuffix(".md"))] if is_slug(likely) and len(value) <= 50]
    if what.startswith("a date"):
        return _likely_dates(value)
    if what.startswith("a web address"):
        return _likely_addresses(value)
    if what.startswith("a Wikidata item"):
        return re.findall(r"Q[1-9]\d*$", value.upper())
    if what == "statement":
        return [uri] if (uri := rights_uri(value)) else []
    return []


def _likely_addresses(value: str) -> list[str]:
    if re.fullmatch(r"https?://[^\s/?#\"'<>]+[/?#]\S*", value, re.IGNORECASE):
        quoted = re.sub(r'["<>]', lambda refused: f"%{ord(refused[0]):02X}", value)
        return [quoted] if quoted != value else []
    return [f"https://{value}"] if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value) else []


def _likely_dates(value: str) -> list[str]:
    """The dates that `value`, which is not ISO 8601, may mean: 31/10/2025 is 2025-10-31, 5/6/2025 may be two dates."""
    dates = []
    for form in (*_DATES, *_MONTHS):
        try:
            date = datetime.datetime.strptime(value.strip(), form).date().isoformat()  # noqa: DTZ007 -- a day, no time
        except ValueError:
            continue
        dates.append(date if form in _DATES else date[:7])
    return list(dict.fromkeys(dates))


def describe(value: object) -> str:
    """A value in the words of a message that expected another."""
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
    """The keys that are allowed at a path in a model."""
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
