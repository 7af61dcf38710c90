"""PDF -> plain text with page marks, and heading marks where the type leaves no doubt."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tutor.domain import HeadingMark, PageMark
from tutor.material.normalise import normalise_line
from tutor.material.pdf_blocks import Block, Type, blocks_of, measure
from tutor.material.pdf_furniture import without_furniture
from tutor.material.pdf_hyphens import joined_text, words_of
from tutor.material.pdf_layer import TextLayer
from tutor.material.pdf_lines import Line, page_lines
from tutor.material.source import Extract, SourceFile

_PDFIUM = threading.Lock()  # PDFium may be used by one thread at a time
_MAGIC_WITHIN = 1024
_NUMBER = re.compile(r"(?P<number>(?:\d{1,2}|[A-H])(?:\.\d{1,2}){0,4})\.?\s+(?P<words>\S.*)")
_KNOWN = re.compile(
    r"(?:abstract|(?:introduction|background|related work|methods?|methodology|results?|discussion|conclusions?|"
    r"limitations|future work|acknowledge?ments?|references|bibliography|appendix|summary|overview|contents|preface)"
    r"\b.{0,30})",
    re.IGNORECASE,
)
_NOT_A_HEADING = re.compile(r"[@\u2217†‡{}=|•]|\.{4}|,.*,|[.,;]$")
_GENERATED_TITLE = re.compile(r"untitled|microsoft (?:word|powerpoint)|\.\w{2,4}$|^\W*$|^\S+$", re.IGNORECASE)
_MAX_WORDS, _MAX_LINES = 14, 3


def read_pdf(source: SourceFile) -> Extract:
    """The text page by page; one that needs a password or is only pictures of pages is refused."""
    if b"%PDF-" not in source.data[:_MAGIC_WITHIN]:
        raise source.unreadable("it is not a PDF file, whatever its name says; give it the suffix of its format")
    with _PDFIUM:
        stated, pages = _pages(source)
    lines = without_furniture(pages)
    if not lines:
        raise source.unreadable("it holds no text (a scan); run OCR first")
    body = measure(lines)
    blocks = blocks_of(lines, body)
    title = _title_block(blocks, body)
    text, headings, marks = _assemble(blocks, body, title=title, words=words_of(lines))
    named = next((heading.title for heading in headings if heading.depth == 1), None) if title else None
    return Extract(text=text, title=named or stated, headings=headings, pages=marks)


def _pages(source: SourceFile) -> tuple[str | None, list[list[Line]]]:
    import pypdfium2  # 62 ms

    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as cause:
        if "password" in str(cause).lower():
            raise source.unreadable("it is encrypted; save a copy without the password") from cause
        raise source.unreadable("it is damaged; open it in a PDF viewer and save it again") from cause
    try:
        stated = normalise_line(str(document.get_metadata_value("Title")))
        pages = []
        for index in range(len(document)):
            page = document[index]
            with TextLayer(page.get_textpage()) as layer:
                pages.append(page_lines(layer, index + 1))
            page.close()
    except pypdfium2.PdfiumError as cause:
        raise source.unreadable("one of its pages is damaged; open it in a PDF viewer and save it again") from cause
    finally:
        document.close()
    return (None if _GENERATED_TITLE.search(stated) else stated), pages


def _title_block(blocks: Sequence[Block], body: Type) -> Block | None:
    """The block in the largest type among the first of the first page, if it is a title."""
    opening = [block for block in blocks[:8] if block.first.page == blocks[0].first.page]
    largest = max(opening, key=lambda block: block.size)
    words = " ".join(line.text for line in largest.lines).split()
    return largest if largest.size >= 1.15 * body.size and 2 <= len(words) <= 25 and len(largest.lines) <= 4 else None


def _assemble(
    blocks: Sequence[Block], body: Type, *, title: Block | None, words: Counter[str]
) -> tuple[str, tuple[HeadingMark, ...], tuple[PageMark, ...]]:
    parts: list[str] = []
    headings: list[HeadingMark] = []
    pages: list[PageMark] = []
    start = 0
    for index, block in enumerate(blocks):
        text, turns = _block_text(block, words)
        for offset, number in turns:
            if not pages or number > pages[-1].number:
                pages.append(PageMark(start=start + offset, number=number))
        follower = blocks[index + 1] if index + 1 < len(blocks) else None
        depth = 1 if block is title else _heading_depth(block, text, follower, body)
        if depth:
            headings.append(HeadingMark(start=start, end=start + len(text), depth=depth, title=" ".join(text.split())))
        parts.append(text)
        start += len(text) + 2
    return "\n\n".join(parts) + "\n", tuple(headings), tuple(pages)


def _block_text(block: Block, words: Counter[str]) -> tuple[str, list[tuple[int, int]]]:
    """A block's text, and the offsets in it where a page begins, with that page's number."""
    first = block.first
    text, turns = first.text, [(0, first.page)]
    for before, line in pairwise(block.lines):
        if line.mono or before.cells or line.cells:
            margin = min((other.left for other in block.lines if other.mono), default=0.0)
            width = max(1.0, (line.right - line.left) / len(line.text))
            indent = " " * round((line.left - margin) / width) if line.mono else ""
            text = f"{text}\n{indent}{line.text}"
        else:
            text = joined_text(text, line, hyphen=before.hyphen, words=words)
        if line.page != before.page:
            turns.append((len(text) - len(line.text), line.page))
    return text + ("-" if block.last.hyphen else ""), turns


def _heading_depth(block: Block, text: str, follower: Block | None, body: Type) -> int | None:
    """Depth 2 to 6 of a block that is surely a heading (short, set apart by its type, with text below), else None."""
    if follower is None or len(block.lines) > _MAX_LINES or len(text.split()) > _MAX_WORDS or "\n" in text:
        return None
    if any(line.mono or line.cells for line in block.lines) or _NOT_A_HEADING.search(text):
        return None
    numbered = _NUMBER.fullmatch(text)
    words = numbered["words"] if numbered else text
    if not words[:1].isupper() or sum(map(str.isalpha, words)) < 0.6 * len(words):
        return None
    large = block.size >= 1.08 * body.size
    bold = all(line.bold for line in block.lines) and block.size >= 0.97 * body.size
    if numbered:
        return min(6, numbered["number"].count(".") + 2) if large or bold else None
    if _KNOWN.fullmatch(text) and (large or bold):
        return 2
    followed = sum(len(line.text) for line in follower.lines) > 60 and follower.size <= block.size
    set_apart = block.size >= 1.25 * body.size or (bold and (large or len(words.split()) <= 8))
    return 2 if followed and set_apart else None
