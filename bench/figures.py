"""What a measurement returns, as a table for people and as JSON for scripts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from tutor.evaluation.figures import Bounded


@dataclass(frozen=True)
class Figure(Bounded):
    """One number, with the bound it should keep where there is one."""

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    def cells(self) -> list[str]:
        met = {True: "met", False: "MISSED", None: ""}[self.met]
        return [self.name, f"{_number(self.value)} {self.unit}".strip(), self.target, met]

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "value": self.value, "unit": self.unit, "target": self.target, "met": self.met}


@dataclass(frozen=True)
class Result:
    """One measurement: its figures, and in words what was measured."""

    name: str
    figures: Sequence[Figure]
    notes: Sequence[str] = ()
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    def as_json(self) -> dict[str, Any]:
        figures = [figure.as_json() for figure in self.figures]
        return {"measurement": self.name, "figures": figures, "notes": list(self.notes), "load": round(self.load, 2)}

    def as_text(self) -> str:
        rows = [["figure", "value", "target", ""], *(figure.cells() for figure in self.figures)]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([f"== {self.name}", *lines, *self._all_notes()])

    def as_markdown(self) -> str:
        rows = [["figure", "value", "target", ""], ["---", "---:", "---", "---"]]
        rows += [figure.cells() for figure in self.figures]
        return "\n".join([*(f"| {' | '.join(row)} |" for row in rows), "", *self._all_notes()])

    def _all_notes(self) -> list[str]:
        return [*self.notes, f"Load of the machine at the end: {self.load:.1f}."]


def spread(values: Sequence[float]) -> str:
    """Median with the smallest and the largest, for a note."""
    return f"{_number(median(values))} ({_number(min(values))} to {_number(max(values))})"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of them do not exceed, interpolated."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 0.1 else f"{value:.3f}"
