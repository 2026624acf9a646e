"""Links in editors' Markdown: their places and targets, and the likely target of a broken one. Pure."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from colophon.model.problem import Rule

LINK = Rule("link", "A link points to a page of the site, to a paragraph that exists, or to the web.")

# A definition with spaces in its target is none to Python-Markdown: it is kept with its brackets, by which it is known.
_LINK = re.compile(
    r"(?:\]\(|^ {0,3}\[(?!\^)[^\]]+\]:)\s*(?:(?<=: )(<[^<>\s]*[ ][^<>\n]*>)|<([^<>\n]+)>|<?([^)\s>]+))", re.MULTILINE
)
_ADDRESS = re.compile(r"""<a\s[^>]*?href=["']([^"']+)["']""")
_AUTOLINK = re.compile(r"<((?:ht|f)tps?://[^<>]*)>", re.IGNORECASE)
# As Python-Markdown finds code: a fence begins a line and is closed; a span ends before a blank line; indented lines
# follow a blank one, and what stands before them is not a list or anything else that goes on when it is indented.
_FENCE = re.compile(
    r"^(?P<fence>```+|~~~+)[ ]*(?:\{[^\n]*\}|\.?[\w#.+-]*)[ ]*\n.*?^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL
)
_CODE_SPAN = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_GOES_ON = re.compile(r" {0,3}(?:[*+-]|\d+[.)]|:|\[\^|\*\[|!!!|\?\?\?|===|///)")
# Angle brackets that are no tag: an address, and the target of a link; one with = in it might be a tag all the same.
_PLAIN_ANGLES = re.compile(
    r"<(?:https?://|mailto:)[^<>\s]+>|<[\w.+-]+@[\w.-]+>"
    r"|(?<!\\)\[[^\[\]]*\]\(\s*<[^<>\n=]+>(?:\s+\"[^\"<>\n]*\")?\s*\)|^ {0,3}\[(?!\^)[^\[\]\n]+\]: *<[^<>\s=]+> *$",
    re.MULTILINE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE = ("https://", "http://", "mailto:")
_LINK_START = re.compile(r"\](?:\(|:)\s*<?|<(?=[A-Za-z&])")
_UNSEEN = re.compile(r"[\0- \x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_RUNS = re.compile(r"(?:javascript|vbscript|livescript|data|blob|file|filesystem):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """The target of a link, as a browser reads it, and the line and column (both from 1) of its address."""

    target: str
    line: int
    column: int


def links_in(markdown: str) -> Iterator[Link]:
    """Every link of some Markdown, in order, except in code."""
    bare = without_code(markdown)
    written = (*_LINK.finditer(bare), *_ADDRESS.finditer(bare), *_AUTOLINK.finditer(bare))
    found = [(match.start(match.lastindex or 0), match[match.lastindex or 0]) for match in written]
    for at, address in sorted(found):
        target = re.sub(r"[\0-\x1f]", "", html.unescape(address)).strip(" ")
        yield Link(target, bare.count("\n", 0, at) + 1, at - bare.rfind("\n", 0, at))


def without_code(markdown: str) -> str:
    """The Markdown with spaces in place of code: fenced, indented and spans; offsets stay the same."""
    fenced = "```" in markdown or "~~~" in markdown
    bare = _without_indented_code(_FENCE.sub(_blank, markdown) if fenced else markdown)
    return _CODE_SPAN.sub(_blank, bare) if "`" in bare else bare


def without_plain_angles(markdown: str) -> str:
    """The Markdown with spaces in place of addresses in angle brackets and of links to a target in them."""
    return _PLAIN_ANGLES.sub(
        lambda found: found[0].rpartition("<")[0] + " " * (len(found[0]) - found[0].rfind("<")), markdown
    )


def _blank(code: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", code[0])


def _without_indented_code(markdown: str) -> str:
    if "    " not in markdown and "\t" not in markdown:
        return markdown
    lines = markdown.split("\n")
    goes_on = is_code = False
    after_blank = True
    for number, line in enumerate(lines):
        if not line.strip():
            after_blank = True
            continue
        if not line.expandtabs(4).startswith("    "):
            goes_on = bool(_GOES_ON.match(line)) or (goes_on and not after_blank)
            is_code = False
        elif after_blank:
            is_code = not goes_on
        if is_code:
            lines[number] = " " * len(line)
        after_blank = False
    return "\n".join(lines)


def executable_links(markdown: str) -> Iterator[tuple[int, str]]:
    """Positions and targets of links whose scheme could execute code (`javascript:`, `data:`...).

    Every place is looked at where a Markdown processor might see a link.
    """
    for match in _LINK_START.finditer(markdown):
        words = html.unescape(markdown[match.end() : match.end() + 400])
        bare = _UNSEEN.sub("", re.split(r"[)>]", words)[0])
        written = [] if match[0][:2] != "](" else words.split(maxsplit=1)[:1]
        if _RUNS.match(bare):
            yield match.end(), bare[:40]
        elif written and _SCHEME.match(written[0]) and not written[0].startswith(_SAFE):
            yield match.end(), re.split(r"[)>]", written[0])[0][:40]


def destination(target: str, folder: PurePosixPath) -> PurePosixPath | None:
    """The file below `docs/` to which a link in a page of `folder` points, or `None` if it points elsewhere."""
    path = unquote(re.split(r"[#?]", target, maxsplit=1)[0])
    return PurePosixPath(posixpath.normpath(folder / path)) if path and not _SCHEME.match(path) else None


def link_error(
    target: str, folder: PurePosixPath, known: Collection[PurePosixPath], paragraphs: Mapping[PurePosixPath, int]
) -> str | None:
    """The problem of a link, or `None`.

    `known`: every file a link may point to. `paragraphs`: their number on the page of each text.
    """
    if target.startswith("<"):
        return f"{target} is not read as the target of a link; write {target[1:-1].replace(' ', '%20')}"
    try:
        urlsplit(target)
    except ValueError:  # MkDocs would end with a traceback
        return f"links to '{target}', which is not a valid address"
    file = destination(target, folder)
    if file is None:
        return None
    if file not in known:
        near = f"https://{target}" if target.startswith("www.") else likely(target, folder, known)
        return f"links to '{target}', which does not exist" + (f"; did you mean {near}?" if near else "")
    anchor = re.search(r"#p(\d+)$", target)
    if anchor and file in paragraphs and int(anchor[1]) not in range(1, paragraphs[file] + 1):
        return f"links to paragraph {anchor[1]} of {file.stem}, whose paragraphs are p1 to p{paragraphs[file]}"
    return None


def likely(target: str, folder: PurePosixPath, known: Collection[PurePosixPath]) -> str | None:
    """The likely address, as written in a page of `folder`, where one points to no file."""
    path, mark, anchor = target.partition("#")
    path = unquote(path.partition("?")[0])
    bare = re.sub(r"(/index)?(\.html?|\.md)?/?$", "", path, flags=re.IGNORECASE)
    name = PurePosixPath(bare).name.lower().replace(" ", "-")
    tried = [folder / f"{bare}.md", folder / bare / "index.md"]
    tried += [PurePosixPath(f"{bare.strip('/')}.md"), PurePosixPath(bare.strip("/"), "index.md")]
    tried += [PurePosixPath(where, f"{name}.md") for where in ("glossary", "documents", ".")]
    found = next((file for one in tried if (file := PurePosixPath(posixpath.normpath(one))) in known), None)
    if found is None:
        near = get_close_matches(PurePosixPath(path).name, sorted({page.name for page in known}), 1)
        found = min((page for page in known if near and page.name == near[0]), default=None)
    return posixpath.relpath(str(found), str(folder)) + mark + anchor if found else None
