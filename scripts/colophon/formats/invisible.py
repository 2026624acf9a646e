"""Characters that a reader cannot see or that rearrange others, shown as signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Characters that HTML cannot contain or that control a terminal are shown as Unicode control pictures.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}


# Invisible characters stay where a script needs them; elsewhere a sign with their code point is shown.
# Ranges, not properties: `re` knows none, and a newer Unicode must not change pages.
_FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"


_JOINED = (  # scripts whose letters change with their neighbours: Arabic and its like, those of India, Khmer, Mongolian
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua840-\ua87f\ua8e0-\ua8ff\ua980-\ua9df"
    "\uabc0-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010a00-\U00010fff\U00011000-\U00011fff\U0001e900-\U0001e95f"
)


_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f"  # Thai, Khmer...
)


_PICTURES = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"


_ACCENTS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"


_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"


_NEAR = 16


"""How many characters on each side decide whether one is needed."""


_MOST_ACCENTS = 30


"""On one letter: no language needs more (UAX #15, Stream-Safe Text Format). The rest would cover other words."""


MAY_BE_UNSEEN = re.compile(
    f"[\0-\x08\x0b-\x1f\x7f{_ACCENTS}"
    "\x80-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U0001f3f4\U0001fffe-\U0010ffff]"
)
"""Most characters are not in here, and are passed over fast."""


_UNSEEN = re.compile(
    f"(?={MAY_BE_UNSEEN.pattern})(?:"
    + "|".join(
        [
            # Flags of England, Scotland and Wales stay.
            (
                "(?P<kept>\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
                "|\U000e0077\U000e006c\U000e0073)\U000e007f)"
            ),
            # C1 controls, line and paragraph separators; embeddings, overrides and isolates of direction; the rest of
            # Default_Ignorable_Code_Point; interlinear annotation; the object replacement character.
            (
                "[\x80-\x9f\xad\u17b4\u17b5\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc\U0001d173-\U0001d17a"
                "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
            ),
            f"[\ufdd0-\ufdef{''.join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))}]",
            f"(?<![{_UNSPACED}])\u200b(?![{_UNSPACED}])",
            f"(?<![{_JOINED}])\u200c",
            f"(?<![{_JOINED}])\u200d(?![{_JOINED}{_PICTURES}])",
            f"(?<![{_JOINED}{_PICTURES}\ufe0f\U000e007f])\u200d(?![{_JOINED}])",
            # Marks of direction are needed beside text that is written from right to left.
            "".join(f"(?<![{_FROM_RIGHT}].{{{n}}})" for n in range(_NEAR))
            + f"[\u061c\u200e\u200f](?!.{{,{_NEAR - 1}}}[{_FROM_RIGHT}])",
            f"\u034f(?![{_ACCENTS}])",
            f"[{_ACCENTS}](?<=[{_ACCENTS}]{{{_MOST_ACCENTS + 1}}})",
            "\u115f(?![\u1160-\u11a7\ud7b0-\ud7c6])",
            "(?<![\u1100-\u115f\ua960-\ua97c])\u1160",
            "(?<![\u1820-\u18aa])\u180e",
            rf"(?<![^\s{_SELECTORS}])[{_SELECTORS}]",  # a variant of nothing
        ]
    )
    + ")"
)


_READS_FROM_RIGHT = re.compile(f"[{_FROM_RIGHT}]")


_PARTS_WORDS = "\x85\u2028\u2029"


def visible(text: str, start: int = 0, end: int | None = None) -> str:
    """What a page shows for `text[start:end]`.

    C0 control characters become control pictures, and every line end one line feed. Invisible characters, and accents
    beyond thirty on one letter, become signs such as ⟨U+202E⟩, so that they cannot hide or move words. They stay where a
    script needs them (joiners of Arabic, Indian scripts and emoji), which the characters around them in `text` decide.
    """
    return "".join(shown for shown, _ in _shown(text, start, end))


def searchable(text: str) -> str:
    """`text` as readers search it: as `visible`, but without signs inside words."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        (" " if unseen in _PARTS_WORDS else "") if unseen else shown for shown, unseen in _shown(text, 0, None)
    )


def reads_from_right(text: str) -> bool:
    """Whether anything in `text` is written from right to left."""
    return not text.isascii() and bool(_READS_FROM_RIGHT.search(text))


def _shown(text: str, start: int, end: int | None) -> Iterator[tuple[str, str]]:
    """The pieces of `visible`: what is shown, and for a sign its character, else nothing."""
    end = len(text) if end is None else end
    if not MAY_BE_UNSEEN.search(text, start, end):
        yield text[start:end], ""
        return
    first = max(0, start - max(_NEAR, _MOST_ACCENTS))
    at = start
    for match in _UNSEEN.finditer(text[first : end + _NEAR]):
        position = first + match.start()
        if match["kept"] or not start <= position < end:
            continue
        yield _with_pictures(text[at:position]), ""
        yield f"⟨U+{ord(match[0]):04X}⟩", match[0]
        at = position + 1
    yield _with_pictures(text[at:end]), ""


def _with_pictures(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
