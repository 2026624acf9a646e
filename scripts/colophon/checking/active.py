"""What a browser or server would run in a file that is not a page. Pure.

Pages carry a content security policy. A file that a browser opens as a page of its own does not, so it may hold nothing
that runs: https://html.spec.whatwg.org/multipage/browsing-the-web.html#navigate-html says what is opened so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from xml.parsers import expat

from colophon.model.problem import Rule

ACTIVE = Rule(
    "active",
    "Files beside the pages hold nothing that a browser or server would run: only pages carry the policy that blocks scripts.",
)

_PAGES = frozenset(".html .htm .xhtml .xht .xhtm .shtml .shtm .stm .mht .mhtml .hta .htc .svgz .swf".split())
_OF_SERVERS = re.compile(r"\.(?:php\d?|phtml|phar|cgi|fcgi|aspx?|ashx|asmx|cshtml|jspx?|cfml?|lua)")
_SCRIPTS = frozenset({".js", ".mjs", ".cjs"})
_XML = re.compile(r"\.(?:xml|xsl|xslt|svg|rdf|rss|atom|xul|mathml|mml|kml|gpx|\w+\+xml)")
_PLAIN = frozenset(".txt .text .log .csv .tsv .json .jsonl .geojson .css".split())
"""Servers send these as text or data, so that no browser guesses."""
# https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type
_LIKE_A_PAGE = re.compile(
    rb"\s*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[\s>]|\s*<\?xml",
    re.IGNORECASE,
)
_RUNNING = frozenset("script handler listener foreignobject iframe frame object embed set animate".split())
_RUNS = re.compile(r"(?:java|vb|live)script:|data:(?!image/(?:png|jpe?g|gif|webp)[;,])", re.IGNORECASE)
_XHTML = "http://www.w3.org/1999/xhtml"


def active_content(path: PurePosixPath, data: bytes, scripts: frozenset[str]) -> str | None:
    """What would run in a file, and how to fix it; `scripts` are the scripts that `mkdocs.yml` puts on pages."""
    suffix = path.suffix.lower()
    if suffix in _PAGES:
        return "a browser opens this file as a page without the policy that blocks scripts; write it in Markdown"
    if any(_OF_SERVERS.fullmatch(part.lower()) for part in path.suffixes):
        return f"some servers run files that end in {suffix}; publish it as text or in an archive"
    if suffix in _SCRIPTS and str(path) not in scripts:
        return "a script that mkdocs.yml does not list; add it to extra_javascript there, or publish it as text"
    if _XML.fullmatch(suffix) or (
        suffix not in _PLAIN and data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml")
    ):
        found = _running_xml(data)
        return found and f"{found}, which a browser might run; remove it, or publish the file in an archive or as a PNG"
    if suffix not in _PLAIN and _LIKE_A_PAGE.match(data[:1445].removeprefix(b"\xef\xbb\xbf")):
        return "begins like an HTML page, and a browser may open it as one; write it in Markdown"
    return None


def _running_element(name: str, attributes: dict[str, str]) -> Iterator[str]:
    """What might run in an element; expat puts a space between a namespace and a name."""
    namespace, _, local = name.rpartition(" ")
    if namespace == _XHTML or local.lower() in _RUNNING:
        yield f"holds <{local}>"
    for written, value in attributes.items():
        attribute = written.rpartition(" ")[2]
        if attribute.lower().startswith("on"):
            yield f"holds the attribute {attribute}"
        elif _RUNS.match(re.sub(r"[\x00-\x20]+", "", value)):
            yield f"holds {attribute}={value[:40]!r}"


def _running_xml(data: bytes) -> str | None:
    """What might run in XML, SVG included, or why it cannot be parsed."""
    found: list[str] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        found.extend(_running_element(name, attributes))

    def instruction(target: str, _: str) -> None:
        if target.lower().startswith("xml-"):
            found.append(f"holds <?{target}>")

    def declaration(*_: object) -> None:
        found.append("declares an entity")

    parser = expat.ParserCreate(namespace_separator=" ")
    handlers: dict[str, Callable[..., None]] = {
        "StartElementHandler": element,
        "ProcessingInstructionHandler": instruction,
        "EntityDeclHandler": declaration,
        "AttlistDeclHandler": declaration,
    }
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        found.append(f"is not well-formed XML ({error})")
    return found[0] if found else None
