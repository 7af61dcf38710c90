"""What an evaluation returns: figures with their intervals, and tables."""

from __future__ import annotations

from tutor.domain import Model

Cell = str | int | float | None


class Bounded:
    """A value with the bound it should keep: one of `at_least` and `at_most`, or none."""

    value: float
    at_least: float | None
    at_most: float | None

    @property
    def target(self) -> str:
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return "" if self.at_most is None else f"<= {self.at_most:g}"

    @property
    def met(self) -> bool | None:
        """Whether the target is kept; None without one."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return None if self.at_most is None else self.value <= self.at_most


class Figure(Bounded, Model):
    """One number; `low` and `high` bound its 95% bootstrap interval, `of` is how many lines it rests on.

    A target is one of `at_least` and `at_most`.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    of: int | None = None
    at_least: float | None = None
    at_most: float | None = None


class Table(Model):
    """Rows under named columns; a None is an empty cell."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Point(Model):
    """A place on a chart; `low` and `high` bound `y`."""

    x: str | float
    y: float
    series: str = ""
    low: float | None = None
    high: float | None = None


class Chart(Model):
    """Points under named axes, drawn as bars (`x` a name) or as lines (`x` a number)."""

    name: str
    title: str
    x: str
    y: str
    points: tuple[Point, ...]
    lines: bool = False


class Evaluation(Model):
    """One evaluation: `kind` is its command's last word, `data` says in words what was measured on."""

    kind: str
    data: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()

    def figure(self, name: str) -> Figure:
        """The figure of this name; raises KeyError."""
        for one in self.figures:
            if one.name == name:
                return one
        raise KeyError(name)


def figure_table(figures: tuple[Figure, ...]) -> Table:
    """The figures as a table; columns that no figure fills are left out."""
    rows = [
        (
            one.name,
            number(one.value),
            "" if one.low is None or one.high is None else f"{number(one.low)} to {number(one.high)}",
            "" if one.of is None else f"{one.of:,}",
            one.target,
            {True: "met", False: "missed", None: ""}[one.met],
        )
        for one in figures
    ]
    columns = ("figure", "value", "95% interval", "of", "target", "")
    kept = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return Table(
        title="",
        columns=tuple(columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in rows),
    )


def number(value: Cell) -> str:
    """A cell as text: whole numbers with commas, others with three digits."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) or (value == int(value) and abs(value) >= 2):
        return f"{int(value):,}"
    return f"{value:.3f}" if abs(value) < 1000 else f"{value:,.0f}"
