"""Small files of every format, made in code."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import docx
import pypdf
from docx.oxml import parse_xml
from pptx import Presentation
from pptx.util import Inches

_FONTS = ("Helvetica", "Helvetica-Bold", "Courier")
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


@dataclass(frozen=True)
class Print:
    """A line on a PDF page: its text, its distance from the bottom in points, and its type."""

    text: str
    y: float
    x: float = 72
    size: float = 10
    font: str = "Helvetica"


def pdf(*pages: Sequence[Print], title: str = "") -> bytes:
    """A PDF of A4 pages, written by hand."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode() for name in _FONTS
    ]
    fonts = " ".join(f"/F{index} {index + 3} 0 R" for index in range(len(_FONTS)))
    kids = []
    for lines in pages:
        content = b"\n".join(_shown(line) for line in lines)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << {fonts} >> >> >>".encode()
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects.append(f"<< /Title ({title}) >>".encode())
    body = b"%PDF-1.4\n"
    offsets = []
    for number, data in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + head + trailer % (len(objects) + 1, len(objects), len(body))


def _shown(line: Print) -> bytes:
    text = line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
    return b"BT /F%d %g Tf %g %g Td (%s) Tj ET" % (_FONTS.index(line.font), line.size, line.x, line.y, text)


def paragraph(*texts: str, top: float = 700, x: float = 72) -> list[Print]:
    """Lines of body text below each other."""
    return [Print(text, top - 12 * index, x=x) for index, text in enumerate(texts)]


def encrypted(data: bytes, *, user: str, owner: str) -> bytes:
    """A PDF that asks for `user` to be opened (nothing, if that is empty)."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def replaced(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """The zip file `data` with `old` written as `new` in one member."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old in members[member]
    return zipped({**members, member: members[member].replace(old, new)})


def word() -> bytes:
    """A title, a heading, a list, a table with a merged cell, and the equation e = a/b squared."""
    document = docx.Document()
    document.add_heading("Attention", level=0)
    document.add_heading("Scaling", level=2)
    document.add_paragraph("Scores are divided by the root of the key size.")
    document.add_paragraph("first point", style="List Bullet")
    document.add_paragraph("second point", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("name", "size", "query", "64"), strict=True
    ):
        cell.text = text
    equation = document.add_paragraph("The ratio is ")
    fraction = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
    power = f"<m:sSup><m:e>{fraction}</m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    equation._p.append(parse_xml(f'<m:oMath xmlns:m="{_MATH}"><m:r><m:t>e=</m:t></m:r>{power}</m:oMath>'))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def slides() -> bytes:
    """Two slides: a list with a note, and a table beside a text box that is drawn first but stands below."""
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Retrieval"
    body = first.placeholders[1].text_frame
    body.text = "Lexical search"
    for text, level in (("BM25", 1), ("Dense search", 0)):
        added = body.add_paragraph()
        added.text, added.level = text, level
    first.notes_slide.notes_text_frame.text = "Say why both help."
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Figures"
    second.shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(1)).text_frame.text = "Below the table."
    table = second.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for index, text in enumerate(("method", "recall", "hybrid", "0.92")):
        table.cell(index // 2, index % 2).text = text
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def notebook(*cells: Mapping[str, object]) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A Book</dc:title></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/second%20part.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/first.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""


def book(**extra: str) -> dict[str, str]:
    """The members of an EPUB whose chapters are listed in another order than they are read in."""
    page = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "OPS/book.opf": _PACKAGE,
        "OPS/nav.xhtml": page.format("<p>Contents page</p>"),
        "OPS/text/first.xhtml": page.format("<h1>One</h1><p>The first chapter.</p>"),
        "OPS/text/second part.xhtml": page.format("<h1>Two</h1><p>The second chapter.</p>"),
        **extra,
    }
