"""E-mail: single messages and mailboxes (mbox). A message of a mailbox is an original of its own."""

from __future__ import annotations

import platform
import re
from contextlib import suppress
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from colophon.curation.originals.blocks import Block, blocks_of, compare, text_of, words_of
from colophon.curation.originals.derivation import Derivation, Found, NotConverted
from colophon.curation.originals.html import metadata_of

_FROM = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\r?\n")
"""The line before each message of a mailbox."""
_MOST = 5_000


def convert_mail(data: bytes, suffix: str, encoding: str | None = None) -> list[Derivation]:
    """The body of a message: its plain text, or else its HTML without tags. Raises `NotConverted`."""
    return [_convert(data, suffix, {})]


def convert_mbox(data: bytes, suffix: str, encoding: str | None = None) -> list[Derivation]:
    """Every message of a mailbox; the original of each is the bytes of the message. Raises `NotConverted`."""
    starts = list(_FROM.finditer(data))
    if not starts or starts[0].start():
        raise NotConverted("is not a mailbox: its first line does not begin with “From ”")
    if len(starts) > _MOST:
        raise NotConverted(f"holds {len(starts):,} messages, more than {_MOST:,}; split it")
    digest = sha256(data).hexdigest()
    ends = [*(start.start() for start in starts[1:]), len(data)]
    messages = [data[start.end() : end].removesuffix(b"\n") for start, end in zip(starts, ends, strict=True)]
    return [
        _convert(message, ".eml", {"mailbox_sha256": digest, "message": f"{number} of {len(messages)}"})
        for number, message in enumerate(messages, 1)
    ]


def _convert(data: bytes, suffix: str, settings: dict[str, str]) -> Derivation:
    try:
        mail = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data)
        if not mail.keys():
            raise NotConverted("is not an e-mail message: it has no headers")
        body = mail.get_body(("plain", "html"))
        if body is None:
            raise NotConverted("is a message without text; export its text from the mail program")
        content = body.get_content()
        html = body.get_content_type() == "text/html"
        found = _headers(mail)
        attachments = [part.get_filename() or part.get_content_type() for part in mail.iter_attachments()]
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise NotConverted(
            f"is a message that cannot be read ({error}); export its text from the mail program"
        ) from None
    blocks = blocks_of(content) if html else _paragraphs(content)
    if not blocks:
        raise NotConverted("has no words")
    notes = (
        [f"attachments left out: {', '.join(' '.join(name.split()) for name in attachments)}"] if attachments else []
    )
    if any(line.startswith(">") for line in content.splitlines()) and not html:
        notes.append("quotes another message; those lines begin with >")
    return Derivation(
        data,
        suffix,
        text_of(blocks),
        (),
        found if not html else {**metadata_of(content), **found},
        "Python email",
        platform.python_version(),
        {**settings, "part": "text/html" if html else "text/plain"},
        compare(words_of(text_of(blocks)), [block.words for block in blocks]),
        tuple(notes),
    )


def _paragraphs(content: str) -> list[Block]:
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = re.split(r"\n(?:[^\S\n]*\n)+", "\n".join(line.rstrip() for line in lines))
    return [Block(block.strip("\n"), block.strip("\n")) for block in blocks if block.strip()]


def _headers(mail: EmailMessage) -> dict[str, Found]:
    """What the headers say; addresses are left out, since they are private."""
    found: dict[str, Found] = {}
    if title := " ".join(str(mail.get("Subject", "")).split()):
        found["title"] = Found(title, "E-mail header Subject.")
    names = [" ".join(name.split()) for name, _ in getaddresses([str(mail.get("From", ""))])]
    if names := [name for name in names if name and "@" not in name]:
        found["creators"] = Found(tuple(names), "E-mail header From.")
    with suppress(TypeError, ValueError):  # missing, or not a date
        found["published"] = Found(f"{parsedate_to_datetime(str(mail['Date'])):%Y-%m-%d}", "E-mail header Date.")
    if language := str(mail.get("Content-Language", "")).strip():
        found["language"] = Found(language, "E-mail header Content-Language.")
    return found
