"""The printed lines of a PDF page with their place and type, as PDFium finds them in the page's own order."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, replace
from itertools import pairwise

from tutor.material.normalise import normalise_line
from tutor.material.pdf_layer import TextLayer

_HYPHEN = "\x02"  # PDFium's mark for a hyphen that ends a line inside a word; no line break follows it
_PIECE = re.compile(rf"[^\r\n{_HYPHEN}]*{_HYPHEN}?")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_SAMPLES = 7  # characters of a line whose font is looked at
_CELL_GAP = 2.0  # in type sizes; wider than the spaces of justified text


@dataclass(frozen=True)
class Line:
    """One printed line: its text, and in points its left and right edge, baseline (from below) and type size."""

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    mono: bool
    hyphen: bool = False
    cells: bool = False  # parts stand as far apart as the cells of a table


def page_lines(layer: TextLayer, number: int) -> list[Line]:
    """The upright lines of page `number` in content order, raised and lowered characters put into their line."""
    lines: list[Line] = []
    for piece in _PIECE.finditer(layer.text()):
        line = _line(layer, piece.group(), start=piece.start(), page=number)
        if line is None:
            continue
        if lines and (merged := _same_line(lines[-1], line)):
            lines[-1] = merged
        else:
            lines.append(line)
    return lines


def _line(layer: TextLayer, raw: str, *, start: int, page: int) -> Line | None:
    inked = [start + offset for offset, unit in enumerate(raw) if unit.strip() and unit not in (_HYPHEN, "\0")]
    text = raw.removesuffix(_HYPHEN).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = normalise_line(text.translate(_LIGATURES))
    if not inked or not text or not layer.is_upright(inked[len(inked) // 2]):  # arXiv's stamp stands on its side
        return None
    samples = sorted({inked[round(part * (len(inked) - 1) / (_SAMPLES - 1))] for part in range(_SAMPLES)})
    fonts = [layer.font(index) for index in samples]
    size = statistics.median_low(layer.size(index) for index in samples)
    return Line(
        text=text,
        page=page,
        left=layer.edges(inked[0])[0],
        right=layer.edges(inked[-1])[1],
        baseline=layer.baseline(inked[len(inked) // 2]),
        size=size,
        bold=sum(bold for bold, _ in fonts) > len(fonts) / 2,  # single words may be set otherwise
        mono=all(mono for _, mono in fonts),
        hyphen=raw.endswith(_HYPHEN),
        cells=_has_cells(layer, inked, size),
    )


def _same_line(before: Line, line: Line) -> Line | None:
    """`before` with `line` appended where that stands right of it at about the same height, else None."""
    size = max(before.size, line.size)
    gap = line.left - before.right
    if before.hyphen or abs(before.baseline - line.baseline) > 0.55 * size or not -0.3 * size < gap < 3 * size:
        return None
    main = before if len(before.text) >= len(line.text) else line
    return replace(
        main,
        text=before.text + (" " if gap > 0.15 * size and line.text[0] not in ",.;:)]" else "") + line.text,
        left=before.left,
        right=line.right,
        hyphen=line.hyphen,
        cells=before.cells or line.cells or gap > _CELL_GAP * size,
    )


def _has_cells(layer: TextLayer, inked: list[int], size: float) -> bool:
    gaps = ((left, right) for left, right in pairwise(inked) if right > left + 1)
    return any(layer.edges(right)[0] - layer.edges(left)[1] > _CELL_GAP * size for left, right in gaps)
