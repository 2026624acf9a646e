"""Names as they are typed and sorted: without case, accents and the forms of letters that keyboards do not have.

`fold` in `theme/assets/search.js` is the same function, and a test compares the two.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile(
    "(?<=[a-z\u0131\u03b1-\u03c9])[\u0300-\u036f]+|[\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670]"
)
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n"}
    | {"ı": "i", "ς": "σ", "ё": "е"}
)
"""Letters that no normalization takes an accent from, and the two forms of sigma."""
_LETTER = re.compile(f"[{''.join(map(chr, _LETTERS))}]")


def fold(text: str) -> str:
    """`text` in lower case, without accents on Latin and Greek letters, ligatures and full-width forms (NFKC).

    Accents of other scripts stay, since they tell letters apart; points of Hebrew and Arabic go, since few write them.
    """
    if text.isascii():
        return text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower()))
    bare = unicodedata.normalize("NFC", bare)
    return bare.translate(_LETTERS) if _LETTER.search(bare) else bare


def natural_key(text: str) -> str:
    """What names with numbers are sorted by, so that 2 comes before 10."""
    return re.sub(r"\d+", lambda match: f"{len(match[0].lstrip('0')):04}{match[0].lstrip('0')}", text)
