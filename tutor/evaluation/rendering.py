"""An evaluation as text for a terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.evaluation.figures import Evaluation, Table, figure_table, number


def as_text(evaluation: Evaluation) -> str:
    """Figures, tables and notes in columns."""
    parts = [f"{evaluation.kind}: {evaluation.data}"]
    parts += ["\n".join(_columns(table)) for table in _tables(evaluation)]
    parts += ["\n".join(evaluation.notes)] if evaluation.notes else []
    return "\n\n".join(parts)


def as_markdown(evaluation: Evaluation) -> str:
    """The same as Markdown, without a heading of its own."""
    parts = [evaluation.data]
    for table in _tables(evaluation):
        parts += [f"**{table.title}**"] if table.title else []
        parts.append("\n".join(_pipes(table)))
    return "\n\n".join([*parts, *evaluation.notes])


def _tables(evaluation: Evaluation) -> Iterator[Table]:
    if evaluation.figures:
        yield figure_table(evaluation.figures)
    yield from evaluation.tables


def _columns(table: Table) -> Iterator[str]:
    rows = [table.columns, *(tuple(map(number, row)) for row in table.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    if table.title:
        yield table.title
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _pipes(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.columns)} |"
    sides = ("---:" if _numeric(table, place) else "---" for place in range(len(table.columns)))
    yield f"| {' | '.join(sides)} |"
    for row in table.rows:
        yield f"| {' | '.join(number(cell).replace('|', chr(92) + '|') for cell in row)} |"


def _numeric(table: Table, place: int) -> bool:
    cells = [number(row[place]) for row in table.rows]
    return place > 0 and all(not cell or cell[0].isdigit() or cell[0] == "-" for cell in cells)
