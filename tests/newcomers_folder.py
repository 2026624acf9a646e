"""A newcomer's folder: fifty files of nine formats about an invented town, as they lie on a librarian's disk.

Everything in it is invented and the same at each call. What is wrong with some files is wrong on purpose: CRLF, a byte order
mark, Latin-1, a name that is too long, a scanned PDF, an old Word file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

YEARS = range(1946, 1966)
LATIN_1 = "talks/rede-1958-latin1.txt"
"""In Windows-1252, which `--encoding windows-1252` says."""
SCANNED, OLD_WORD = "papers/scanned-permit.pdf", "papers/minutes-1959.doc"
"""What cannot be added."""
LEFT_OUT = frozenset({SCANNED, OLD_WORD})

_SENTENCES = (
    "The Harbor Board met on the first Monday of the month, and Mayor Ada Stone opened the meeting.",
    "Commissioner Tomas Reyes reported that the new pier would be finished before the winter.",
    "The Port Authority asked the town for another year, and the Harbor Board agreed to it.",
    "Mayor Stone thanked the crews who had kept the lighthouse working through the storm.",
    "A letter from the Ministry of Fisheries was read, in which the quota was set at 4,000 tons.",
    "Harbor Master Ellen Voss warned that the channel was too shallow for the larger ferries.",
    "Reyes said that nobody had been asked, and that the Port Authority would have to explain it.",
    "The School Board wanted the old customs house, which the Harbor Board had used since the war.",
    "Stone answered that the town would decide in the open, and that the figures were there for all to read.",
    "Ellen Voss showed the soundings of the last ten years, and the Harbor Board had them printed.",
    "The vote was taken by name, and the Ministry of Fisheries was informed on the same day.",
)
_GERMAN = (
    "Die Bürgermeisterin Ada Stone begrüßte die Gäste aus Übersee im Großen Saal.",
    "Das Fischereiministerium hatte die Änderung der Quote kurz zuvor bestätigt.",
    "Für die Hafenbehörde sprach Tomas Reyes; er dankte für die Einladung nach Köln.",
)


def _sentences(number: int, count: int) -> list[str]:
    """Sentences of the text with this number; no two numbers below 100 give the same."""
    chosen = [_SENTENCES[(number * 3 + at * (1 + number % 4)) % len(_SENTENCES)] for at in range(count)]
    return [f"This is paper {number} of the town of Port Merrow.", *chosen]


def _wrapped(words: str, width: int = 68) -> str:
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _texts() -> Iterator[tuple[str, bytes]]:
    for at, year in enumerate(YEARS):  # a paragraph a line; some from Windows
        lines = _sentences(at, 9)
        ends = "\r\n" if at % 4 == 0 else "\n"
        yield f"talks/{year}-01-{10 + at % 20}-mayors-address.txt", (ends.join(lines) + ends).encode()
    for at in range(3):  # hard-wrapped, with blank lines between paragraphs
        blocks = [_wrapped(" ".join(_sentences(20 + at * 3 + block, 6))) for block in range(3)]
        name = ("harbor-report", "ferry-report", "a report " * 12 + "on the channel")[at]
        mark = "\ufeff" if at == 0 else ""
        yield f"papers/{name}.txt", (mark + "\r\n\r\n".join(block.replace("\n", "\r\n") for block in blocks)).encode()
    yield "talks/rede-1957-köln.txt", "\n".join(_GERMAN).encode()
    yield LATIN_1, "\n".join(reversed(_GERMAN)).encode("windows-1252")


def _markdown() -> Iterator[tuple[str, bytes]]:
    for at in range(8):
        head = f'---\ntitle: "Order No. {at + 1}: Use of the pier"\nauthor: Harbor Board\ndate: 195{at}-03-0{at + 1}\n'
        head += f"url: https://merrow.example/orders/{at + 1}\nlang: en\n---\n\n"
        first, *more = _sentences(40 + at, 5)
        body = f"# Order No. {at + 1}\n\n{first} **It is ordered** as *follows*:\n\n## Terms\n\n"
        body += f"1. {_wrapped(more[0])}\n2. {more[1]}\n\n> {more[2]}\n\nSee [the register](https://merrow.example/).\n\n{_wrapped(' '.join(more[3:]))}\n"
        yield f"orders/order-{at + 1}.md", (head + body).encode()


def _transcripts() -> Iterator[tuple[str, bytes]]:
    for at in range(3):
        first, *more = _sentences(50 + at, 6)
        body = f"Hearing {at + 1}\n=========\n\n:date: 1961-0{at + 4}-11\n\n{first}\n\n"
        body += "\n\n".join(f"**{('Mr Keith', 'Ms Voss')[n % 2]}**: {words}" for n, words in enumerate(more))
        yield f"hearings/hearing-{at + 1}.rst", (body + "\n").encode()


def _message(number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = ("Ellen Voss <voss@merrow.example>", "Tomas Reyes <reyes@merrow.example>")[number % 2]
    mail["To"] = "Ada Stone <stone@merrow.example>"
    mail["Subject"] = ("Soundings in the channel", "Grüße vom neuen Pier", "The ferry and the customs house")[
        number % 3
    ]
    mail["Date"] = f"Tue, {number + 10} Mar 1998 09:30:00 +0100"
    mail["Message-ID"] = f"<{number}@merrow.example>"
    quoted = "> Could you send the figures?\n> A. S.\n\n" if number % 2 else ""
    mail.set_content(f"Dear Ada,\n\n{quoted}{_wrapped(' '.join(_sentences(60 + number, 4)))}\n\nYours,\nthe harbor\n")
    if number == 1:
        mail.add_alternative("<p>Dear Ada,</p><p>the same in HTML.</p>", subtype="html")
        mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    return mail


def _mails() -> Iterator[tuple[str, bytes]]:
    for number in range(4):
        yield f"letters/letter {number + 1}.eml", _message(number).as_bytes()
    box = b"".join(b"From voss Tue Mar 10 09:30:00 1998\n" + _message(n).as_bytes() + b"\n" for n in range(4, 7))
    yield "letters/harbor.mbox", box


def _pages() -> Iterator[tuple[str, bytes]]:
    for at, name in enumerate(("pier-opens.html", "ferry-delayed.html", "storm.htm")):
        title = ("New pier opens", "Ferry delayed again", "The night of the storm")[at]
        paragraphs = "\n".join(f"<p>{escape(words)}</p>" for words in _sentences(70 + at, 8))
        page = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Merrow Echo</title>
<meta property="og:title" content="{title}"><meta name="author" content="Iris Quill">
<meta property="article:published_time" content="1999-05-0{at + 1}T08:00:00Z"><meta property="og:site_name" content="The Merrow Echo">
<link rel="canonical" href="https://echo.example/{name}"><script>track("reader")</script></head>
<body><nav><ul><li><a href="/">Front page</a></li><li><a href="/sport">Sport and weather</a></li></ul></nav>
<article><h1>{title}</h1>
{paragraphs}
<h2>What comes next</h2>
<p>The Harbor Board will meet again in June,<br>and the Echo will report.</p></article>
<footer><p>Copyright The Merrow Echo. Subscribe to our newsletter.</p></footer></body></html>
"""
        yield f"press/{name}", page.encode()


def word_file(paragraphs: list[str], title: str = "", author: str = "", created: str = "") -> bytes:
    """A DOCX file; paragraphs that begin with `# ` are headings."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = ""
    for words in paragraphs:
        style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if words.startswith("# ") else ""
        body += f'<w:p>{style}<w:r><w:t xml:space="preserve">{escape(words.removeprefix("# "))}</w:t></w:r></w:p>'
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    properties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    wordprocessing = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{wordprocessing}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{wordprocessing}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="r1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{w}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{properties}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>{escape(title)}</dc:title>'
        f"<dc:creator>{escape(author)}</dc:creator><dcterms:created>{created}</dcterms:created></cp:coreProperties>",
    }
    return _zipped({name: xml.encode() for name, xml in parts.items()})


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return file.getvalue()


_PDF_ESCAPES = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})


def pdf_file(pages: list[list[str]], title: str = "", author: str = "") -> bytes:
    """A PDF of ASCII lines, an empty one between paragraphs; a page without lines shows a gray box, as a scan does."""
    streams = []
    for lines in pages:
        text = "".join(f"({line.translate(_PDF_ESCAPES)}) Tj T*\n" for line in lines)
        streams.append(f"BT /F1 11 Tf 14 TL 72 760 Td\n{text}ET" if lines else "0.8 g 72 72 450 700 re f")
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) /Author ({author}) /CreationDate (D:19990412101500Z) >>",
    ]
    for at, stream in enumerate(streams):
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {6 + 2 * at} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    data, offsets = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{words}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode("ascii")


def _papers() -> Iterator[tuple[str, bytes]]:
    for at in range(2):
        words = ["# A plan for the harbor", *_sentences(80 + at, 6), "# Costs", *_sentences(82 + at, 3)]
        data = word_file(words, ("A plan for the harbor", "")[at], "Harbor Board", "1997-02-03T10:00:00Z")
        yield f"papers/plan-{at + 1}.docx", data
    for at in range(2):
        blocks = [_wrapped(" ".join(_sentences(90 + 2 * at + block, 4))).split("\n") for block in range(2)]
        title = ("Report on the soundings", "")[at]
        data = pdf_file(
            [[*blocks[0], "", *blocks[1]], _wrapped(" ".join(_sentences(95 + at, 5))).split("\n")], title, "Ellen Voss"
        )
        yield f"papers/soundings-{at + 1}.pdf", data
    yield SCANNED, pdf_file([[]])
    yield OLD_WORD, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def files() -> dict[str, bytes]:
    """Every file, by path below the folder."""
    made = (*_texts(), *_markdown(), *_transcripts(), *_mails(), *_pages(), *_papers())
    return dict(made)


def write(folder: Path) -> Path:
    """Write the files below `folder`, which may exist; returns it."""
    for name, data in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
