"""A Document's text -> blocks (headings, paragraphs, list items, code, tables, formulas) with their offsets.

Markdown is read by markdown-it-py, whose tokens carry line numbers; everything else is cut at blank lines and bullets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutor.domain import Document, DocumentKind, Span

_PLAIN = {DocumentKind.TEXT, DocumentKind.PDF}
_BULLET = re.compile(r"[ \t]*(?:[-*+•▪◦–]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])[ \t]+(?=\S)")
_MARKERS = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])?[ \t]+(?:\[[ xX]\][ \t]+)?|[ \t>]+")
_PARSER = MarkdownIt("commonmark").enable("table")


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CODE = "code"
    TABLE = "table"
    FORMULA = "formula"
    MARKUP = "markup"  # raw HTML, rules: kept in the text, never cited


class Block(Span):
    """One structural piece; `depth` is a heading's level, else 0."""

    kind: BlockKind
    depth: int = 0
    title: str = ""


def split_blocks(document: Document) -> tuple[Block, ...]:
    """The blocks of `document`, in order, not overlapping; headings follow the Document's own heading marks."""
    plain = document.kind in _PLAIN
    found = _plain_blocks(document.text) if plain else _markdown_blocks(document.text)
    marks = {mark.start: mark for mark in document.headings}
    blocks: list[Block] = []
    for block in found:
        inside = [mark for start, mark in marks.items() if plain and block.start <= start < block.end]
        if inside:
            blocks.extend(_cut_at_marks(document, block))
        else:
            blocks.append(block)
    return tuple(blocks)


def _cut_at_marks(document: Document, block: Block) -> Iterator[Block]:
    """A plain block with heading lines in it, as text / heading / text."""
    position = block.start
    for mark in document.headings:
        if not block.start <= mark.start < block.end:
            continue
        yield from _trimmed(document.text, position, mark.start, block.kind)
        yield Block(start=mark.start, end=mark.end, kind=BlockKind.HEADING, depth=mark.depth, title=mark.title)
        position = mark.end
    yield from _trimmed(document.text, position, block.end, block.kind)


def _trimmed(text: str, start: int, end: int, kind: BlockKind, depth: int = 0, title: str = "") -> Iterator[Block]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Block(start=start, end=end, kind=kind, depth=depth, title=title)


def _plain_blocks(text: str) -> Iterator[Block]:
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+", text):
        start = match.start()
        kind = BlockKind.PARAGRAPH
        position = match.start()
        for line in match.group().splitlines(keepends=True):
            bullet = _BULLET.match(line)
            if bullet is not None:
                yield from _trimmed(text, start, position, kind)
                start, kind = position + bullet.end(), BlockKind.ITEM
            position += len(line)
        yield from _trimmed(text, start, match.end(), kind)


def _markdown_blocks(text: str) -> Iterator[Block]:
    starts = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]
    in_list = 0
    for index, token in enumerate(tokens := _PARSER.parse(text)):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            in_list += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            in_list -= 1
        kind = _kind(token, in_list, tokens[index + 1] if index + 1 < len(tokens) else None)
        if kind is None or token.map is None:
            continue
        start, end = starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)]
        if kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            start = _after_markers(text, start, end)
        if kind is BlockKind.HEADING:
            title = _heading_title(tokens[index + 1].content)
            yield from _trimmed(text, start, end, kind, int(token.tag[1:]), title)
        else:
            yield from _trimmed(text, start, end, kind)


def _kind(token: Token, in_list: int, following: Token | None) -> BlockKind | None:
    match token.type:
        case "heading_open":
            return BlockKind.HEADING
        case "paragraph_open":
            content = following.content.strip() if following is not None else ""
            if content.startswith("$$") and content.endswith("$$") and len(content) > 4:
                return BlockKind.FORMULA
            return BlockKind.ITEM if in_list else BlockKind.PARAGRAPH
        case "fence" | "code_block":
            return BlockKind.CODE
        case "tr_open":
            return BlockKind.TABLE
        case "html_block" | "hr":
            return BlockKind.MARKUP
    return None


def _after_markers(text: str, start: int, end: int) -> int:
    """Past the bullet, number, task box or quote mark that opens a line."""
    match = _MARKERS.match(text, start, end)
    return match.end() if match is not None else start


def _heading_title(content: str) -> str:
    """A heading's words without its markup."""
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", content)
    return re.sub(r"(\*\*|__|`)", "", words).strip().strip("#").strip() or content.strip()
