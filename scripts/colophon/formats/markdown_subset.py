"""HTML of a subset of Markdown, byte for byte as Python-Markdown makes it, in a fraction of its time. Pure.

Generated pages, and most prose, use a small part of Markdown: paragraphs, headings, lists, definition lists, tables, notes, links
with attributes, emphasis, and HTML that passes as it is. Where a page holds anything else, `render` returns nothing, and
Python-Markdown renders the page. So a pattern must match only what it is certain of;
`tests/formats/test_markdown_subset.py` compares with Python-Markdown, in the versions and with the extensions named here.
"""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from markdown.extensions.toc import slugify, unique

VERSIONS = {"markdown": "3.11.3", "mkdocs": "1.6.1", "pymdown-extensions": "13.1.2"}
"""The programs whose HTML this is."""
EXTENSIONS = frozenset(
    ("attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "pymdownx.mark", "tables", "toc")
)
"""The extensions with which it is compared, in any order, and without options but those of `TOC_OPTIONS`."""
TOC_OPTIONS = frozenset(("permalink", "permalink_title", "toc_depth"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, its id, and its words as HTML without tags."""

    level: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as HTML."""

    html: str
    headings: Sequence[Heading]
    title: str | None
    """The words of the heading of level 1 with which the page begins, if it does."""
    anchors: frozenset[str]
    """Every id on the page."""


BACKLINK_TITLE = "Jump back to footnote {} in the text"
"""What links from a note to its citation are called, unless a site says otherwise."""


def render(
    markdown: str,
    address: Callable[[str], str | None],
    permalink: tuple[str, str],
    backlink_title: str = BACKLINK_TITLE,
) -> Rendered | None:
    """The HTML of a page, or nothing where it is outside the subset.

    `address` returns the address in HTML for one in Markdown, or nothing if it does not know. `permalink`: the HTML at the
    end of a heading, before and after its id; two empty strings for none. `backlink_title`: what the link from a note to its
    citation is called, with braces in the place of its number.
    """
    try:
        return _Page(address, permalink, backlink_title).rendered(markdown)
    except _OutsideError:
        return None


class _OutsideError(Exception):
    """The page holds something that is not in the subset."""


# What begins a block of another kind, at the beginning of a line.
_BLOCK = r"[ #:+~-]|\d+\. "
_LINE_END = rf"(?<! )\n(?!{_BLOCK})"
_WORDS = r"[^\x00-\x1f\\`*_\[\]<>&{}|=!]"
_UNDERSCORES = r"(?<=[^\W_])_++(?=[^\W_])"
_ENTITY = r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]*+);"
_CODE = r"(?<!`)`(?! )[\w .,:/+'\"=@-]++(?<! )`(?!`)"
_VALUE = rf"(?:[^\x00-\x1f\\`*_\[\]<>&{{}}|=!\"]++|{_UNDERSCORES}|{_ENTITY})*+"
_BARE = rf"(?:[^\W_]++|[.:-]|{_UNDERSCORES})++"
_INLINE_ELEMENTS = (
    "a|abbr|b|bdi|br|cite|circle|code|em|g|i|line|mark|path|q|rect|s|small|span|strong|sub|sup|svg|time|u|wbr"
)
# HTML inside a paragraph, which passes as it is: no element that Python-Markdown takes for a block.
_VALUE_IN_TAG = rf"(?:[^\x00-\x1f\\`*\[\]<>&{{}}|=!\"]++|=(?!=)|{_ENTITY})*+"
_TAG = (
    rf"<(?:{_INLINE_ELEMENTS})(?: [a-zA-Z][a-zA-Z0-9:-]*+=(?:\"{_VALUE_IN_TAG}\"|{_BARE}))*+>|</(?:{_INLINE_ELEMENTS})>"
)
_PLAIN = rf"{_UNDERSCORES}|!(?!\[)|{_ENTITY}|{_LINE_END}|{_TAG}"
_ATOM = rf"{_WORDS}++|{_PLAIN}|{_CODE}"
_QUERY = r"&(?=[\w%]++=)"
_URL = rf"(?:[^\s()<>\"'\\`*\[\]{{}}|&\x00-\x1f]++|{_QUERY})++"
_URL_IN_BRACKETS = rf"<(?:https?://|mailto:)(?:[^\s<>\"'\\`*\[\]{{}}|&\x00-\x1f]++|{_QUERY})++>"
_ATTRIBUTE = rf"(?:[.#]{_BARE}|[a-z][a-z0-9-]*+=(?:\"{_VALUE}\"|{_BARE}))"
_ATTRIBUTES = rf"\{{:? ?{_ATTRIBUTE}(?: {_ATTRIBUTE})*+ ?\}}"
_LINK = rf"\[(?!\^)(?:{_ATOM})++\]\((?:{_URL_IN_BRACKETS}|{_URL})\)(?:{_ATTRIBUTES})?+"
_CITATION = r"\[\^[\w.-]++\](?!:)"
_STARTS = r"(?<![^\s(“‘—>])"
_STRONG = rf"{_STARTS}\*\*(?![\s*])(?:{_ATOM}|{_LINK})++(?<!\s)\*\*(?![\w*])(?:{_ATTRIBUTES})?+"
_EMPHASIS = rf"{_STARTS}\*(?![\s*])(?:{_ATOM}|{_LINK})++(?<!\s)\*(?![\w*])(?:{_ATTRIBUTES})?+"
_MARK = rf"==(?=[^\W_]|&)(?:{_WORDS.replace('=', '=;')}++|{_PLAIN})++(?<=[^\W_]|[;>])==(?!=)"
_INLINE = re.compile(rf"(?!\s)(?:{_ATOM}|{_LINK}|{_CITATION}|{_STRONG}|{_EMPHASIS}|{_MARK})++(?<!\s)")

_TO_CHANGE = re.compile(
    r"(?:`([^`]+)`|\[\^([^\]]+)\]|\[([^\]]+)\]\((<[^>]*>|[^)]*)\)|\*\*(.+?)\*\*|\*(.+?)\*|==(.+?)==)(\{[^}]*\})?",
    re.DOTALL,
)
"""What in text that `_INLINE` matches is not HTML yet: code, citation, words and address of a link, three kinds of emphasis.

Each begins with a fixed character: Python then looks for these alone, which takes a third of the time.
"""
_ONE_ATTRIBUTE = re.compile(rf"([.#])({_BARE})|([a-z][a-z0-9-]*)=(?:\"({_VALUE})\"|({_BARE}))")
_OTHER_MEANING = frozenset(("href", "src", "name", "markdown"))

_HEADING = re.compile(rf"(?P<level>#{{1,6}}) (?P<words>[^\n]*?)(?: (?P<attributes>{_ATTRIBUTES}))?")
_BEGINS_BLOCK = re.compile(_BLOCK)
_LIST_OF_ATTRIBUTES = re.compile(_ATTRIBUTES)
_ITEM = re.compile(rf"(?P<indent>(?:    )*+)- (?P<words>(?!{_BLOCK})[^\n]*+)")
_DEFINITION = re.compile(rf":   (?P<words>(?!{_BLOCK})[^\n]++)")
_NOTE = re.compile(rf"\[\^(?P<key>[\w.-]+)\]: (?P<words>(?!{_BLOCK})[^\n]+)")
_DIV = re.compile(rf"<div(?P<attributes>(?: (?!markdown)[a-z][a-z0-9-]*=\"{_VALUE}\")*+) markdown=\"1\">")
_RAW = re.compile(
    r"<(?P<name>[a-z][a-z0-9]*+)(?P<attributes>(?: [a-zA-Z][a-zA-Z0-9:-]*+(?:=(?:\"[^\"<>\x00-\x1f]*+\"|[\w.:-]++))?+)*+)>"
    rf"|</(?P<end>[a-z][a-z0-9]*+)>|(?:[^<>&\x00-\x09\x0b-\x1f]++|{_ENTITY})++"
)
_RAW_BLOCKS = re.compile(r"<(?:details|div|dl|form|script)[ >]")
_DATA = re.compile(r"<script type=\"application/ld\+json\">[^<\x00-\x1f]*+</script>")
_RAW_TEXT = frozenset(
    ("hr", "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp")
)
_EMPTY = frozenset(("br", "img", "input"))
_START_TAG = re.compile(r"<([a-zA-Z][^\s<>]*)([^<>]*)>")
_HTML_ATTRIBUTE = re.compile(r" ([a-zA-Z][a-zA-Z0-9:-]*)(?:=(?:\"([^\"]*)\"|([^\s\">]+)))?")
_ID_IN_ADDRESS = re.compile(r"/id=", re.IGNORECASE)
_PLACE = re.compile("\x02([hn])(\\d+)\x03")
_MARKERS = ("[TOC]", "///Footnotes Go Here///")
"""Words that extensions replace."""


class _Page:
    """One page while it is rendered. What depends on the whole page is left open, as the number of a place."""

    def __init__(self, address: Callable[[str], str | None], permalink: tuple[str, str], backlink_title: str) -> None:
        self._address = address
        self._permalink = permalink
        self._backlink_title = backlink_title
        self._ids: set[str] = set()
        self._notes: dict[str, str] = {}
        self._citations: list[tuple[int, str]] = []
        """How deep in the page, and of which note."""
        self._headings: list[tuple[int, Mapping[str, str], str]] = []
        """Level, attributes, words as HTML."""

    def rendered(self, markdown: str) -> Rendered:
        if any(marker in markdown for marker in _MARKERS):
            raise _OutsideError
        anchors = _ids_in_html(markdown)
        parts = []
        for part in filter(None, (part.lstrip("\n") for part in markdown.strip("\n").split("\n\n"))):
            if part.startswith("[^") and (note := _NOTE.fullmatch(part)):
                if note["key"] in self._notes:
                    raise _OutsideError
                self._notes[note["key"]] = note["words"]
            else:
                parts.append(part)
        text = self._blocks(parts, 0) + self._footnotes()
        headings = [self._heading_of(*heading) for heading in self._headings]
        places = {"h": [mark for _, mark in headings], "n": self._references()}
        text = _PLACE.sub(lambda place: places[place[1]][int(place[2])], text)
        first = self._headings[0] if self._headings and parts[0].startswith("# ") else None
        return Rendered(
            text.strip(),
            [heading for heading, _ in headings],
            _name(first[2]) if first else None,
            frozenset(anchors | self._ids),
        )

    def _blocks(self, parts: Sequence[str], depth: int) -> str:
        """The HTML of blocks; `depth`: of the elements around them."""
        made: list[str] = []
        before = ""
        left = deque(parts)
        while left:
            part = left.popleft()
            kind = ""
            if part.startswith("#"):
                made.append(self._heading(part))
            elif part.startswith("| "):
                made.append(self._table(part, depth))
            elif part.startswith("- "):
                kind = "list"
                if before == kind:  # one list with paragraphs in it
                    raise _OutsideError
                made.append(self._list(part.split("\n"), depth))
            elif "\n:   " in part:
                kind = "definitions"
                made.append("<dl>\n") if before != kind else made.append(made.pop().removesuffix("</dl>\n"))
                made.append(f"{self._definitions(part, depth + 1)}</dl>\n")
            elif _RAW_BLOCKS.match(part):
                made.append(self._html(part, left, depth))
            else:
                made.append(self._paragraph(part, depth))
            before = kind
        return "".join(made)

    def _html(self, part: str, left: deque[str], depth: int) -> str:
        """A block of HTML, or a division with Markdown in it, which takes its blocks from those that are `left`."""
        division = _DIV.fullmatch(part)
        if division is None:
            if not _DATA.fullmatch(part):
                _check_raw(part)
            return f"{part}\n\n"
        inside: list[str] = []
        open_divisions = 1
        while left and (open_divisions > 1 or left[0] != "</div>"):
            one = left.popleft()
            if _RAW_BLOCKS.match(one):
                if not _DIV.fullmatch(one):
                    raise _OutsideError
                open_divisions += 1
            open_divisions -= one == "</div>"
            inside.append(one)
        if not inside or not left:
            raise _OutsideError
        left.popleft()
        if "&" in division["attributes"]:
            raise _OutsideError
        return f"{self._opened('div', division['attributes'])}\n{self._blocks(inside, depth + 1)}</div>\n"

    def _heading(self, part: str) -> str:
        found = _HEADING.fullmatch(part)
        if found is None or found["words"].startswith("#") or found["words"].endswith("#"):
            raise _OutsideError
        cited = len(self._citations)
        words = self._inline(found["words"], 0)
        if len(self._citations) > cited:
            raise _OutsideError
        attributes = _attributes(found["attributes"] or "")
        if "id" in attributes:
            self._ids.add(attributes["id"])
        self._headings.append((len(found["level"]), attributes, words))
        return f"\x02h{len(self._headings) - 1}\x03\n"

    def _heading_of(self, level: int, attributes: Mapping[str, str], words: str) -> tuple[Heading, str]:
        """A heading and its HTML, once all other ids of the page are known."""
        name = _name(words)
        given = attributes.get("id")
        own = unique(slugify(html.unescape(name), "-"), self._ids) if given is None else given
        if (label := attributes.get("data-toc-label")) is not None:
            name = " ".join(label.split())
        permalink = own.join(self._permalink) if self._permalink[0] else ""
        if permalink:
            self._address(f"#{own}")
        kept = {**attributes, "id": own}
        kept.pop("data-toc-label", None)
        return Heading(level, own, name), f"<h{level}{_in_order(kept)}>{words}{permalink}</h{level}>"

    def _paragraph(self, part: str, depth: int) -> str:
        words, _, last = part.rpartition("\n")
        if not words or not _LIST_OF_ATTRIBUTES.fullmatch(last):
            words, last = part, ""
        if _BEGINS_BLOCK.match(words):
            raise _OutsideError
        return f"{self._opened('p', last)}{self._inline(words, depth)}</p>\n"

    def _list(self, lines: Sequence[str], depth: int) -> str:
        """A list, with the lists in it; each line is an item."""
        made = ["<ul>\n"]
        indent = 0
        for number, line in enumerate(lines):
            item = _ITEM.fullmatch(line)
            if item is None:
                raise _OutsideError
            deeper = len(item["indent"]) // 4
            if deeper > indent + 1 or (deeper and not number):
                raise _OutsideError
            if deeper > indent:
                made.append("<ul>\n")
            elif number:
                made.append("</li>\n" + "</ul>\n</li>\n" * (indent - deeper))
            indent = deeper
            made.append(f"<li>{self._inline(item['words'], depth + 1 + 2 * indent)}")
        made.append("</li>\n" + "</ul>\n</li>\n" * indent + "</ul>\n")
        return "".join(made)

    def _definitions(self, part: str, depth: int) -> str:
        term, *lines = part.split("\n")
        if _BEGINS_BLOCK.match(term):
            raise _OutsideError
        made = [f"<dt>{self._inline(term, depth)}</dt>\n"]
        for line in lines:
            definition = _DEFINITION.fullmatch(line)
            if definition is None:
                raise _OutsideError
            made.append(f"<dd>{self._inline(definition['words'], depth)}</dd>\n")
        return "".join(made)

    def _table(self, part: str, depth: int) -> str:
        rows = part.split("\n")
        if len(rows) < 3 or not all(row.startswith("| ") and row.endswith(" |") for row in rows):
            raise _OutsideError
        head, rule, *body = ([cell.strip(" ") for cell in row[1:-1].split("|")] for row in rows)
        if any(cell != "---" for cell in rule) or any(len(row) != len(rule) for row in (head, *body)) or len(rule) < 2:
            raise _OutsideError

        def row(cells: Sequence[str], tag: str) -> str:
            made = (f"<{tag}>{self._inline(cell, depth + 3) if cell else ''}</{tag}>\n" for cell in cells)
            return f"<tr>\n{''.join(made)}</tr>\n"

        made = [row(head, "th"), "</thead>\n<tbody>\n", *(row(cells, "td") for cells in body)]
        return f"<table>\n<thead>\n{''.join(made)}</tbody>\n</table>\n"

    def _footnotes(self) -> str:
        """The notes at the end of the page, in the order of their definitions."""
        if not self._notes:
            return ""
        cited = len(self._citations)
        made = [self._inline(words, 3) for words in self._notes.values()]
        if len(self._citations) > cited:
            raise _OutsideError
        counts = dict.fromkeys(self._notes, 0)
        for _, key in self._citations:
            counts[key] += 1
        items = []
        for number, ((key, count), words) in enumerate(zip(counts.items(), made, strict=True), 1):
            self._ids.add(f"fn:{key}")
            links = []
            for one in range(1, max(count, 1) + 1):
                back = f"#fnref{one if one > 1 else ''}:{key}"
                self._address(back)
                title = self._backlink_title.format(number)
                links.append(f'<a class="footnote-backref" href="{back}" title="{title}">&#8617;</a>')
            items.append(f'<li id="fn:{key}">\n<p>{words}&#160;{"".join(links)}</p>\n</li>\n')
        return f'<div class="footnote">\n<hr />\n<ol>\n{"".join(items)}</ol>\n</div>\n'

    def _references(self) -> list[str]:
        """The HTML of each citation. Those of one note are counted from the outside of the page to its inside."""
        numbers = {key: number for number, key in enumerate(self._notes, 1)}
        counts = dict.fromkeys(self._notes, 0)
        made = [""] * len(self._citations)
        for at in sorted(range(len(made)), key=lambda at: self._citations[at][0]):
            key = self._citations[at][1]
            counts[key] += 1
            own = f"fnref{counts[key] if counts[key] > 1 else ''}:{key}"
            self._ids.add(own)
            self._address(f"#fn:{key}")
            made[at] = f'<sup id="{own}"><a class="footnote-ref" href="#fn:{key}">{numbers[key]}</a></sup>'
        return made

    def _inline(self, text: str, depth: int) -> str:
        """The HTML of text in an element that is `depth` deep in the page."""
        if not _INLINE.fullmatch(text):
            raise _OutsideError
        return self._as_html(text, depth)

    def _as_html(self, text: str, depth: int) -> str:
        return _TO_CHANGE.sub(partial(self._changed, depth), text)

    def _changed(self, depth: int, found: re.Match[str]) -> str:
        code, citation, words, url, strong, emphasis, mark, attributes = found.groups()
        if words:
            address = self._address(url[1:-1] if url[0] == "<" else url)
            if address is None:
                raise _OutsideError
            start = self._opened("a", attributes or "", f' href="{address.replace("&", "&amp;")}"')
            return f"{start}{self._as_html(words, depth)}</a>"
        if citation:
            if citation not in self._notes:
                raise _OutsideError
            self._citations.append((depth, citation))
            return f"\x02n{len(self._citations) - 1}\x03"
        if code:
            return f"<code>{code}</code>"
        tag = "strong" if strong else "em" if emphasis else "mark"
        inside = self._as_html(strong or emphasis or mark, depth)
        return f"{self._opened(tag, attributes or '')}{inside}</{tag}>"

    def _opened(self, tag: str, attributes: str, href: str = "") -> str:
        """A start tag with attributes written as a list (`{: .a #b }`) or as HTML; `href`: an attribute that is HTML."""
        before, after, own_id = _start_tag(tag, attributes)
        if own_id is not None:
            self._ids.add(own_id)
        return f"{before}{href}{after}"


@lru_cache(maxsize=1 << 16)
def _start_tag(tag: str, attributes: str) -> tuple[str, str, str | None]:
    """A start tag in two parts, between which `href` would be in alphabetical order, and the id."""
    made = _attributes(attributes)
    before = {name: value for name, value in made.items() if name < "href"}
    after = {name: value for name, value in made.items() if name > "href"}
    return f"<{tag}{_in_order(before)}", f"{_in_order(after)}>", made.get("id")


def _in_order(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in sorted(attributes.items()))


def _attributes(written: str) -> dict[str, str]:
    """The attributes of a list: classes add up, of others the last one counts."""
    made: dict[str, str] = {}
    for sign, word, name, quoted, bare in _ONE_ATTRIBUTE.findall(written):
        if name in _OTHER_MEANING:
            raise _OutsideError
        if sign == ".":
            made["class"] = f"{made['class']} {word}" if made.get("class") else word
        elif sign:
            made["id"] = word
        else:
            made[name] = quoted or bare
    return made


def _name(words: str) -> str:
    """HTML without tags, its white space single spaces."""
    return " ".join(re.sub(r"<[^>]*>", "", words).split())


def _check_raw(part: str) -> None:
    """Refuse a block of HTML in which not every element ends, or which ends before the block does."""
    open_tags: list[str] = []
    at = 0
    while at < len(part):
        found = _RAW.match(part, at)
        if found is None or (at and not open_tags):
            raise _OutsideError
        at = found.end()
        if name := found["name"]:
            if name in _RAW_TEXT or any(
                one.lower() == "markdown" for one, *_ in _HTML_ATTRIBUTE.findall(found["attributes"])
            ):
                raise _OutsideError
            if name not in _EMPTY:
                open_tags.append(name)
        elif (name := found["end"]) and (not open_tags or open_tags.pop() != name):
            raise _OutsideError
    if open_tags:
        raise _OutsideError


def _ids_in_html(markdown: str) -> set[str]:
    """The ids in tags."""
    ids: set[str] = set()
    for name, attributes in _START_TAG.findall(markdown):
        if ":" in name:  # an address, which Python's parser takes for a tag with attributes
            if _ID_IN_ADDRESS.search(name):
                raise _OutsideError
            continue
        if "id" not in (lower := attributes.lower()) and "name" not in lower:
            continue
        for attribute, quoted, bare in _HTML_ATTRIBUTE.findall(attributes):
            if attribute.lower() == "id":
                ids.add(quoted or bare)
            if attribute.lower() == "name" and name.lower() == "a":
                raise _OutsideError
    if any("&" in known for known in ids):
        raise _OutsideError
    return ids
