"""What a reader's browser would fetch or run by itself: nothing from another host, no script but the site's own files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from tinycss2 import parse_component_value_list
from tinycss2.ast import Node

from colophon.model.problem import Rule
from colophon.verifying.pages import EDITOR, Address, BuiltPage, Element, decoded, inside

HOST = Rule("host", "Nothing is loaded from another host, which would see who reads the site.")
SCRIPT = Rule("script", "Nothing runs on a page but the scripts of the site.")

_FIX = "remove it from the page or file it comes from"
_ADDRESS = re.compile(r"[\x00-\x20]*(?:[a-z][a-z0-9+.-]*:)?[\\/]{2}", re.IGNORECASE)
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST_IN_SCRIPT = re.compile(r"""(?<=["'`])(?:(?:https?|wss?):)?//(?=[\w.-]+\.\w)[\w.-]+""", re.IGNORECASE)
_NAMESPACE = re.compile(r"https?://www\.w3\.org/(?:2000/svg|1999/xlink|1999/xhtml|1998/Math/MathML)")
_GUARD = "the template main.html of the theme writes it: see custom_dir and the plug-ins in mkdocs.yml"
_KEPT_OUT = re.compile(r"'(?:none|self|wasm-unsafe-eval|sha(?:256|384|512)-[\w+/=-]+)'", re.IGNORECASE)
_SCRIPTS = ("assets/javascripts/", "assets/colophon/", "pagefind/")
"""Folders whose scripts are the theme's, ours, or those of the search."""
_DORMANT: Mapping[str, frozenset[str]] = {
    # Material asks the code host about a repository that a page links to, and fetches mermaid for its diagrams, Zensical
    # what runs Python and shows pictures large too; `_WAKES` names what no page may have. The others are examples and a licence.
    "assets/javascripts/": frozenset(
        {
            "//i.test",
            "https://api.github.com",
            "https://cdn.jsdelivr.net",
            "https://clipboardjs.com",
            "https://unpkg.com",
        }
    ),
    "pagefind/": frozenset({"https://example.com"}),
}
"""Hosts that scripts of others name, by folder, and why no reader's browser asks them."""
_WAKES = ".mermaid, .pyodide, .glightbox, [data-md-component=source]"


def foreign_hosts(page: BuiltPage, site_url: str | None) -> Iterator[str]:
    """What a reader's browser would fetch from elsewhere when it opens the page."""
    for address in page.addresses:
        if not address.followed and _is_foreign(page.url, address.value, site_url):
            yield _loaded(address.value)
    for element in page.elements:
        yield from _foreign_in_attributes(element)
    for sheet in page.named("style"):
        yield from foreign_in_style(sheet.text())
    if not page.url.startswith(EDITOR):
        yield from _foreign_scripts(page)


@lru_cache(maxsize=1 << 14)  # most elements of a page are on thousands of others too
def _foreign_in_attributes(element: Element) -> tuple[str, ...]:
    """What attributes hold that are not known to hold addresses."""
    found: list[str] = []
    for name, value in element.attributes:
        if value and _ADDRESS.match(value):
            found.append(_loaded(value))
        if value and name == "style":
            found += foreign_in_style(value)
    return tuple(found)


def _foreign_scripts(page: BuiltPage) -> Iterator[str]:
    """What scripts in the page ask elsewhere, and what would make Material's ask."""
    for script in page.named("script"):
        attributes = script.attributes
        is_data = (attributes.get("type") or "").lower() == "application/ld+json"  # which nothing runs
        if "src" not in attributes and not is_data:
            yield from foreign_in_script(script.text(), "")
    for node in page.html.css(_WAKES):
        yield f"has <{node.tag} {_class_or_role(node.attributes)}>, for which Material asks another host; {_FIX}"


def foreign_in_style(css: str) -> Iterator[str]:
    """What a style sheet loads from elsewhere: any string in it counts that begins as an address of another host."""
    for address, _ in _strings_of(css):
        if _ADDRESS.match(address) and not _NAMESPACE.match(address):
            yield _loaded(address)


def foreign_in_script(script: str, path: str) -> Iterator[str]:
    """Hosts that a script of the site names, and so might ask; `path` is that of its file below the site."""
    dormant = next((hosts for folder, hosts in _DORMANT.items() if path.startswith(folder)), frozenset[str]())
    for address in dict.fromkeys(_HOST_IN_SCRIPT.findall(_NAMESPACE.sub("", script))):
        if address not in dormant:
            yield f"names {address}, so that a script might ask another host; {_FIX}"


def style_addresses(css: str) -> list[str]:
    """Every address of a style sheet, but data in it."""
    return [
        address for address, loads in _strings_of(css) if loads and address and not address.lower().startswith("data:")
    ]


@lru_cache(maxsize=32)  # of one site: `links` asks too, and the sheets of the theme are long
def _strings_of(css: str) -> tuple[tuple[str, bool], ...]:
    """The addresses and strings of a style sheet or attribute, once each, and whether one is an address to load."""
    return tuple(dict.fromkeys(_strings_in(parse_component_value_list(css, skip_comments=True), loads=False)))


def _strings_in(nodes: Sequence[Node], *, loads: bool) -> Iterator[tuple[str, bool]]:
    at_import = False
    for node in nodes:
        if node.type == "url":
            yield node.value, True
        elif node.type == "string":
            yield node.value, loads or at_import
        elif node.type == "function":
            yield from _strings_in(node.arguments, loads=node.lower_name in {"url", "src", "image-set"})
        elif node.type.endswith(" block"):
            yield from _strings_in(node.content, loads=False)
        if node.type != "whitespace":
            at_import = node.type == "at-keyword" and node.lower_value == "import"


def foreign_in_file(path: str, data: bytes, scripts: frozenset[str]) -> Iterator[tuple[Rule, str]]:
    """What a style sheet, script, drawing or manifest at `path` below the site loads from elsewhere, or runs.

    `scripts` are those of the site's own settings. They may name other hosts, in links that they make: the policy of each
    page, which `unguarded` looks at, keeps a browser from asking these.
    """
    name = path.rpartition("/")[2]
    if path.startswith((EDITOR, "corpus/", "data/")) or (path in scripts and not path.startswith(_SCRIPTS)):
        return
    if name.endswith(".css"):
        yield from ((HOST, fault) for fault in foreign_in_style(decoded(data)))
    elif name.endswith((".js", ".mjs", ".webmanifest")) or name == "manifest.json":
        yield from ((HOST, fault) for fault in foreign_in_script(decoded(data), path))
    elif name.endswith(".svg"):
        drawing = BuiltPage(path, Path(path), decoded(data))
        yield from ((HOST, fault) for fault in (*foreign_hosts(drawing, None), *running(drawing)))


def unguarded(page: BuiltPage, scripts: frozenset[str], site_url: str | None) -> Iterator[str]:
    """What a page runs before, or without, a policy that keeps out all but the scripts of the site.

    `scripts` are those of the site's own settings. What stands in the page itself the policy names, or it does not run.
    """
    in_head = (node.attributes for node in page.named("meta") if node.parent and node.parent.tag == "head")
    policies = [attributes.get("content") or "" for attributes in in_head if _sets_policy(attributes)]
    source_lists = (directive.split() for policy in policies for directive in policy.split(";"))
    said: dict[str, list[str]] = {}
    for name, *sources in filter(None, source_lists):
        said.setdefault(name.lower(), sources)  # of two, a browser obeys the first
    first = next((one.tag for one in page.elements if one.tag == "script" or _sets_policy(dict(one.attributes))), "")
    if said.get("default-src") != ["'none'"] or (first == "script" and not page.url.startswith(EDITOR)):
        yield f"has no Content-Security-Policy above everything that runs, so nothing keeps scripts out; {_GUARD}"
        return
    for name, sources in said.items():
        runs = name.startswith(("script-src", "default-src"))
        for source in sources if runs else ():
            if not _KEPT_OUT.fullmatch(source) and not page.url.startswith(EDITOR):
                yield f"has a Content-Security-Policy that lets {source} run; {_GUARD}"
        elsewhere = [one for one in sources if not one.startswith("'") and one.lower() not in {"data:", "blob:"}]
        if elsewhere and not runs and not page.url.startswith(EDITOR):
            yield f"has a Content-Security-Policy that lets pages load from {elsewhere[0]}; {_GUARD}"
    for src in (script.attributes["src"] for script in page.named("script") if "src" in script.attributes):
        path = (inside(page.url, src or "", site_url) or "").partition("?")[0]
        if (
            path
            and not path.startswith((*_SCRIPTS, EDITOR) if page.url.startswith(EDITOR) else _SCRIPTS)
            and path not in scripts
        ):
            yield f"runs {path}, which mkdocs.yml does not list; {_FIX}"


def _sets_policy(attributes: Mapping[str, str | None]) -> bool:
    return (attributes.get("http-equiv") or "").lower() == "content-security-policy"


def running(page: BuiltPage) -> Iterator[str]:
    """What would run on a page and is not a script of the site."""
    if page.named("base"):
        yield f"<base> gives every address of the page another meaning; {_FIX}"
    for tag, attributes in page.elements:
        for name, _ in attributes:
            if name.startswith("on"):
                yield f"<{tag}> has {name}, a script of its own; {_FIX}"
            if name == "srcdoc":
                yield f"<{tag}> has srcdoc, a page of its own; {_FIX}"
    for address in page.addresses:
        if ":" in address.value and _runs(address):
            yield f"{address.attribute} of <{address.tag}> is {address.value[:60]!r}, which runs; {_FIX}"


def _runs(address: Address) -> bool:
    """Whether what an address leads to is not fetched, but run."""
    found = _SCHEME.match(re.sub(r"[\t\n\r]", "", address.value))
    scheme = found[1].lower() if found else ""
    opens = address.tag in {"a", "area", "form", "iframe", "object", "embed", "script", "button", "use", "meta"}
    return scheme in {"javascript", "vbscript"} or (scheme == "data" and opens)


def _is_foreign(url: str, address: str, site_url: str | None) -> bool:
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() not in {"http", "https", "ws", "wss", "ftp"}:
        return False  # data: and blob: ask nobody, mailto: is followed by a reader; `running` sees what runs
    return inside(url, address.strip(), site_url) is None


def _loaded(address: str) -> str:
    return f"loads {address} from another host; {_FIX}"


def _class_or_role(attributes: Mapping[str, str | None]) -> str:
    role = attributes.get("data-md-component")
    return f'data-md-component="{role}"' if role else f'class="{attributes.get("class")}"'
