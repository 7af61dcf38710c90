"""Charts of a report as SVG files, by Altair and vl-convert: no network, no browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tutor.errors import EvaluationError
from tutor.evaluation.figures import Chart

_WIDTH, _HEIGHT = 460, 240
_COLORS = ["#2f5d8c", "#c8743b", "#5f8f5a", "#8a6fae"]
_INK, _PAPER = "#222222", "#ffffff"  # a page may be dark: a chart brings its own paper


def write_chart(chart: Chart, folder: Path) -> Path:
    """Draw `chart` into `folder`; returns its file.  Raises EvaluationError where the drawing package is missing."""
    try:
        import altair  # a second of imports, for the report alone
        import vl_convert  # noqa: F401 - altair finds it by itself; asked for here to say what is missing
    except ImportError as error:
        raise EvaluationError(
            "charts need the package vl-convert-python; install it, or run 'make eval', which does"
        ) from error
    drawn = _lines(altair, chart) if chart.lines else _bars(altair, chart)
    drawn = drawn.configure(background=_PAPER, padding=14).configure_axis(
        labelColor=_INK, titleColor=_INK, titleFontWeight="normal", gridColor="#e4e4e4", domainColor="#888888"
    )
    path = folder / f"{chart.name}.svg"
    folder.mkdir(parents=True, exist_ok=True)
    drawn.configure_view(stroke=None).configure_title(anchor="start", color=_INK).save(str(path))
    return path


def _data(altair: Any, chart: Chart) -> Any:  # noqa: ANN401 - altair's own types say no more
    return altair.Data(values=[one.model_dump() for one in chart.points])


def _color(altair: Any, chart: Chart) -> Any:  # noqa: ANN401
    series = list(dict.fromkeys(one.series for one in chart.points))
    scale = altair.Scale(domain=series, range=_COLORS[: len(series)])
    legend = None if len(series) == 1 else altair.Legend(title=None, orient="top", labelColor=_INK)
    return altair.Color("series:N", scale=scale, legend=legend)


def _bars(altair: Any, chart: Chart) -> Any:  # noqa: ANN401
    names = list(dict.fromkeys(str(one.x) for one in chart.points))
    place = altair.X("x:N", title=chart.x or None, sort=names, axis=altair.Axis(labelAngle=0, labelLimit=140))
    base = altair.Chart(_data(altair, chart), title=chart.title, width=_WIDTH, height=_HEIGHT)
    shared = {"x": place, "xOffset": altair.XOffset("series:N", sort=None)}
    bars = base.mark_bar().encode(y=altair.Y("y:Q", title=chart.y), color=_color(altair, chart), **shared)
    spread = base.mark_rule(color=_INK).encode(y=altair.Y("low:Q", title=chart.y), y2="high:Q", **shared)
    return bars + spread if any(one.low is not None for one in chart.points) else bars


def _lines(altair: Any, chart: Chart) -> Any:  # noqa: ANN401
    base = altair.Chart(_data(altair, chart), title=chart.title, width=_WIDTH, height=_HEIGHT)
    return base.mark_line(point=len(chart.points) < 40).encode(
        x=altair.X("x:Q", title=chart.x), y=altair.Y("y:Q", title=chart.y), color=_color(altair, chart)
    )
