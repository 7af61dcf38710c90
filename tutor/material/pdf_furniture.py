"""The running heads, running feet and page numbers of a PDF, which are no part of its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tutor.material.pdf_lines import Line

_PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?(\d{1,4})(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
_MIN_REPEATS, _REPEAT_SHARE = 3, 0.3


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines but the running heads and feet that repeat from page to page, and the page numbers."""
    edges = [_edges(lines) for lines in pages]
    repeats = Counter(key for edge in edges for key in {_key(line) for line in edge})
    enough = max(_MIN_REPEATS, _REPEAT_SHARE * len(pages))
    offsets = Counter(
        int(number[1]) - line.page for edge in edges for line in edge if (number := _PAGE_NUMBER.fullmatch(line.text))
    )
    offset = offsets.most_common(1)[0][0] if offsets else 0
    dropped = {
        id(line)
        for edge in edges
        for line in edge
        if repeats[_key(line)] >= enough
        or _names_page(line, {str(line.page), str(line.page + offset)}, repeats=repeats[_key(line)])
    }
    return [line for lines in pages for line in lines if id(line) not in dropped]


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The lines on the two uppermost and two lowest baselines of a page."""
    baselines = sorted({round(line.baseline) for line in lines})
    outer = {*baselines[:2], *baselines[-2:]}
    return [line for line in lines if round(line.baseline) in outer]


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.baseline / 4)


def _names_page(line: Line, numbers: set[str], *, repeats: int) -> bool:
    """A page number alone, in a line that another page has with its own number, or before names (`2 Shen et al.`)."""
    alone = _PAGE_NUMBER.fullmatch(line.text)
    if alone:
        return alone[1] in numbers
    words = line.text.split()
    if repeats > 1 and not numbers.isdisjoint(words):
        return True
    return line.page > 1 and words[0] in numbers and len(words) <= 10 and line.text.endswith("et al.")
