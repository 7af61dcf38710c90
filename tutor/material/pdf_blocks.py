"""Printed lines -> paragraphs, list items, headings and code, in reading order."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tutor.material.pdf_lines import Line

_BULLET = re.compile(r"[•▪◦‣●○■□◆➢✓–\-*]\s+\S")
_NUMBERED = re.compile(r"(?:\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,2}[.:)]|\(?[a-z]\)|\[\d{1,3}\])\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;]['\"”’)\]]*\d{0,3}$")
_NOTE = re.compile(r"[\d*†‡§\u2217¹²³]{1,3}\s*[A-Z“\"(h]|(?:figure|fig\.|table|listing|algorithm)\s+\d", re.IGNORECASE)


@dataclass
class Block:
    """Consecutive lines that belong together."""

    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def size(self) -> float:
        return statistics.median(line.size for line in self.lines)

    @property
    def is_item(self) -> bool:
        return bool(_BULLET.match(self.first.text) or _NUMBERED.match(self.first.text))


@dataclass(frozen=True)
class Type:
    """What a document is mostly set in: its type size, and the distance of its lines in type sizes."""

    size: float
    leading: float


def measure(lines: Sequence[Line]) -> Type:
    """The type that most characters of `lines` (at least one) are set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    drops = [
        (before.baseline - line.baseline) / line.size
        for before, line in pairwise(lines)
        if before.page == line.page and abs(before.size - line.size) < 0.5 and before.baseline > line.baseline
    ]
    return Type(size=sizes.most_common(1)[0][0], leading=statistics.median(drops) if drops else 1.2)


def blocks_of(lines: Sequence[Line], body: Type) -> list[Block]:
    """Lines as blocks; a paragraph goes on over columns, pages and the notes in between."""
    blocks: list[Block] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line, body):
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block([line]))
    return _over_turns(blocks, body)


def _goes_on(block: Block, line: Line, body: Type) -> bool:
    """Whether `line` belongs to the block that the line before it ends."""
    last = block.last
    drop = last.baseline - line.baseline
    if line.page != last.page or drop < -0.5 * line.size:  # a turn to the next column or page
        return False
    open_sentence = line.text[:1].islower() and not _ends(last)  # formulas push lines apart
    if drop > (2.2 if open_sentence else 1.3) * body.leading * max(line.size, last.size):
        return False
    if abs(line.size - last.size) > 0.08 * last.size:
        return False
    if line.mono and last.mono:
        return True
    if last.mono and (all(other.mono for other in block.lines) or not line.text[:1].islower()):
        return False
    if line.mono and _ends(last):
        return False
    if _BULLET.match(line.text) or (_NUMBERED.match(line.text) and (_ends(last) or block.is_item)):
        return False
    hanging = block.is_item and line.left > block.first.left + 0.5 * line.size
    if line.bold != last.bold and not line.text[:1].islower() and not last.hyphen and not (last.bold and hanging):
        return False
    return not (_ends(last) and _begins_paragraph(block, line))


def _begins_paragraph(block: Block, line: Line) -> bool:
    """After a sentence's end: the line is indented (in a list: set back), or the line before it stopped short."""
    shift = line.left - block.last.left
    if block.is_item and len(block.lines) > 1 and shift < -0.5 * line.size:
        return True
    if shift > 0.8 * line.size and not (block.is_item and len(block.lines) == 1):
        return True
    right = max(other.right for other in [*block.lines, line])
    left = min(other.left for other in [*block.lines, line])
    return right - block.last.right > 0.25 * (right - left) and not line.text[:1].islower()


def _ends(line: Line) -> bool:
    return bool(_SENTENCE_END.search(line.text)) and not line.hyphen


def _over_turns(blocks: list[Block], body: Type) -> list[Block]:
    """Rejoin the paragraphs that a column, a page, a note or a figure cuts in two."""
    joined: list[Block] = []
    for block in blocks:
        open_at = _open_paragraph(joined, block, body)
        if open_at is None:
            joined.append(block)
            continue
        paragraph, between = joined[open_at], joined[open_at + 1 :]
        if all(_is_note(other, body) for other in between) and paragraph.first.page == block.first.page:
            joined[open_at:] = [paragraph, *between]
        elif all(_is_note(other, body) and paragraph.first.page == other.first.page for other in between):
            joined[open_at:] = [*between, paragraph]  # notes go first, so that pages stay in order
        else:
            # Figures and boxes belong under their own headings: here the rest counts with the page it began on.
            block.lines = [replace(line, page=paragraph.last.page) for line in block.lines]
            joined[open_at:] = [paragraph, *between]
        paragraph.lines += block.lines
    return joined


def _open_paragraph(joined: Sequence[Block], block: Block, body: Type) -> int | None:
    """Where in `joined` the paragraph stands that `block` goes on with, if it does."""
    notes = 0
    while notes < len(joined) and _is_note(joined[-1 - notes], body):
        notes += 1
    nearest = len(joined) - 1 - notes
    if nearest >= 0 and _resumes(joined[nearest], block, body, skipped=notes):
        return nearest
    turned = bool(joined) and joined[-1].last.page == block.first.page - 1
    if not (turned and block.first.text[:1].islower()):
        return None
    # The first words of a page go on with the last long paragraph of the page before, behind its figures.
    for index in range(nearest, -1, -1):
        if joined[index].last.page < block.first.page - 1:
            return None
        if len(joined[index].lines) > 1 and _resumes(joined[index], block, body, skipped=1):
            return index
    return None


def _resumes(paragraph: Block, block: Block, body: Type, *, skipped: int) -> bool:
    last, line = paragraph.last, block.first
    turned = line.page != last.page or line.baseline > last.baseline
    if not (turned or skipped) or line.page > last.page + 1 or last.mono or line.mono or last.cells or line.cells:
        return False
    if abs(last.size - line.size) > 0.05 * last.size or abs(line.size - body.size) > 0.08 * body.size:
        return False
    if _ends(last) or line.bold or last.bold or block.is_item:
        return False
    return last.hyphen or line.text[:1].islower() or (len(paragraph.lines) > 1 and _is_full(paragraph))


def _is_full(paragraph: Block) -> bool:
    """Whether the last line reaches as far right as the others, so that its sentence may go on elsewhere."""
    return paragraph.last.right > max(line.right for line in paragraph.lines[-6:]) - 2 * paragraph.last.size


def _is_note(block: Block, body: Type) -> bool:
    return block.size < 0.94 * body.size and bool(_NOTE.match(block.first.text))
