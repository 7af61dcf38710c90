"""The charts of the Progress page, in the page's own colors, wide as a phone or wider.

Altair and what Streamlit needs to draw it cost a second at their first import, so a page draws its words first.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import streamlit as st

from tutor.domain import CoverageCell, Level, RetentionOn, ScoreOn
from tutor.practice.schedule import DESIRED_RETENTION
from tutor.ui.progress_words import RECENT, AreaMean, Title

if TYPE_CHECKING:
    import altair as alt

    AnyChart = alt.LayerChart | alt.FacetChart

_ROW, _HEIGHT = 32, 240  # pixels: of an area's row, which has room for two lines of its name; of a chart over time
_NAME = 20  # letters of an area's name in one line


class Ink(NamedTuple):
    """Colors of one theme; they are those of style.css."""

    text: str
    quiet: str
    edge: str
    paper: str
    accent: str
    warn: str
    turn: float  # share of the way from `edge` to `accent` from which `paper` reads better on it than `text`


_LIGHT = Ink("#1c1b1a", "#5f5b53", "#ddd9ce", "#fbfaf7", "#1f6f5c", "#8a5a00", 0.75)
_DARK = Ink("#e8e6e3", "#a9a59d", "#343b41", "#14171a", "#5cc8a8", "#e3b65b", 0.45)


def ink() -> Ink:
    """Of the theme the page is shown in."""
    return _DARK if st.context.theme.type == "dark" else _LIGHT


def draw(chart: AnyChart, key: str, words: str) -> None:
    """`words` say what it shows, for those who do not see it."""
    st.altair_chart(chart, width="stretch", theme=None, key=key, alt=words)


def coverage_map(cells: Sequence[CoverageCell], title: Title, colors: Ink) -> AnyChart:
    """Areas by levels: the deeper, the larger the share that was answered."""
    import altair as alt

    rows = [
        {
            "area": title(one.area),
            "row": _lines(title(one.area)),
            "level": one.level,
            "share": one.tried / one.questions,
            "words": f"{one.tried} of {one.questions}",
            "score": "not answered" if one.score is None else f"{10 * one.score:.1f} of 10",
        }
        for one in cells
    ]
    areas = list(dict.fromkeys(_lines(title(one.area)) for one in cells))
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("level:N", sort=list(get_args(Level)), title=None, axis=_axis(orient="top", labelAngle=0)),
        y=alt.Y("row:N", sort=areas, title=None, axis=_names()),
        tooltip=[
            alt.Tooltip("area:N", title="Area"),
            alt.Tooltip("level:N", title="Level"),
            alt.Tooltip("words:N", title="Answered"),
            alt.Tooltip("score:N", title="Latest scores"),
        ],
    )
    depth = alt.Scale(domain=[0, 1], range=[colors.edge, colors.accent])
    boxes = base.mark_rect(stroke=colors.paper, strokeWidth=3, cornerRadius=4).encode(
        color=alt.Color("share:Q", scale=depth, legend=None)
    )
    numbers = base.mark_text(fontSize=12).encode(
        text="words:N",
        color=alt.condition(f"datum.share > {colors.turn}", alt.value(colors.paper), alt.value(colors.text)),
    )
    return _dressed(alt.layer(boxes, numbers).properties(height=_ROW * len(areas) + 24), colors)


def score_trend(scores: Sequence[ScoreOn], colors: Ink) -> AnyChart:
    """Every graded answer, and the mean of the latest ten at each."""
    import altair as alt

    values = [10 * one.score for one in scores]
    rows = [
        {
            "when": one.moment.isoformat(),
            "score": round(values[place], 2),
            "mean": round(fmean(values[max(0, place + 1 - RECENT) : place + 1]), 2),
        }
        for place, one in enumerate(scores)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=alt.X("when:T", title=None, axis=_axis(tickCount=5)))
    tips = [alt.Tooltip("when:T", title="Answered"), alt.Tooltip("score:Q", title="Score")]
    y = _out_of_ten("score:Q", "score")
    dots = base.mark_circle(size=28, opacity=0.35, color=colors.quiet).encode(y=y, tooltip=tips)
    line = base.mark_line(color=colors.accent, strokeWidth=2.5).encode(y="mean:Q")
    return _dressed(alt.layer(dots, line).properties(height=_HEIGHT), colors)


def area_scores(means: Sequence[AreaMean], title: Title, colors: Ink) -> AnyChart:
    """The mean latest score of each area, best first."""
    import altair as alt

    rows = [
        {
            "area": title(one.area),
            "row": _lines(title(one.area)),
            "score": round(10 * one.score, 2),
            "words": f"{10 * one.score:.1f}",
            "answers": one.tried,
        }
        for one in means
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("row:N", sort=[_lines(title(one.area)) for one in means], title=None, axis=_names()),
        x=alt.X("score:Q", scale=alt.Scale(domain=[0, 10]), title=None, axis=_axis(tickCount=5)),
        tooltip=[
            alt.Tooltip("area:N", title="Area"),
            alt.Tooltip("score:Q", title="Mean of the latest scores"),
            alt.Tooltip("answers:Q", title="Questions answered"),
        ],
    )
    bars = base.mark_bar(color=colors.accent, height=14, cornerRadiusEnd=3)
    numbers = base.mark_text(align="left", dx=4, color=colors.text, fontSize=12).encode(text="words:N")
    return _dressed(alt.layer(bars, numbers).properties(height=_ROW * len(rows) + 24), colors)


def guess_against_score(scores: Sequence[ScoreOn], colors: Ink) -> AnyChart:
    """Each guess with what the answer got; on the line, the guess was right, below it too high."""
    import altair as alt

    rows = [
        {"guess": round(10 * one.guess, 1), "score": round(10 * one.score, 2)}
        for one in scores
        if one.guess is not None
    ]
    dots = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_circle(size=40, opacity=0.45, color=colors.accent)
        .encode(
            x=_across_ten("guess:Q", "your guess"),
            y=_out_of_ten("score:Q", "score"),
            tooltip=[alt.Tooltip("guess:Q", title="Guess"), alt.Tooltip("score:Q", title="Score")],
        )
    )
    ends = alt.InlineData(values=[{"guess": 0, "score": 0}, {"guess": 10, "score": 10}])
    line = alt.Chart(ends).mark_line(color=colors.quiet, strokeDash=[4, 4]).encode(x="guess:Q", y="score:Q")
    return _dressed(alt.layer(line, dots).properties(height=_HEIGHT + 40), colors)


def retention_chart(days: Sequence[RetentionOn], colors: Ink) -> AnyChart:
    """The share remembered on each day; a larger dot stands for more questions, the line for what is aimed at."""
    import altair as alt

    rows = [
        {
            "day": f"{one.day.isoformat()}T12:00:00",
            "share": round(100 * one.remembered / one.reviewed, 1),
            "reviewed": one.reviewed,
        }
        for one in days
    ]
    y = alt.Y("share:Q", title="% remembered", scale=alt.Scale(domain=[0, 100]), axis=_axis(tickCount=5))
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("day:T", title=None, axis=_axis(tickCount=5, format="%d %b")), y=y
    )
    line = base.mark_line(color=colors.accent, strokeWidth=1.5, opacity=0.5)
    dots = base.mark_circle(color=colors.accent, opacity=0.9).encode(
        size=alt.Size("reviewed:Q", scale=alt.Scale(range=[30, 220]), legend=None),
        tooltip=[
            alt.Tooltip("day:T", title="Day", format="%d %b %Y"),
            alt.Tooltip("reviewed:Q", title="Came back"),
            alt.Tooltip("share:Q", title="% remembered"),
        ],
    )
    aim = (
        alt.Chart(alt.InlineData(values=[{"share": 100 * DESIRED_RETENTION}]))
        .mark_rule(color=colors.warn, strokeDash=[4, 4])
        .encode(y="share:Q")
    )
    return _dressed(alt.layer(aim, line, dots).properties(height=_HEIGHT), colors)


def _axis(**options: Any) -> alt.Axis:  # noqa: ANN401 - Altair's own options
    import altair as alt

    return alt.Axis(domain=False, ticks=False, **options)


def _names() -> alt.Axis:
    """Names of areas, in as many lines as `_lines` gave them."""
    second = {"condition": {"test": "indexof(datum.value, '|') > 0", "value": -7}, "value": 0}
    return _axis(labelExpr="split(datum.label, '|')", labelLimit=0, labelLineHeight=13, labelOffset=second)


def _lines(name: str) -> str:
    """A name cut into lines, with a bar between them."""
    return "|".join(wrap(name.replace("|", " "), _NAME))


def _out_of_ten(field: str, title: str) -> alt.Y:
    import altair as alt

    return alt.Y(field, title=title, scale=alt.Scale(domain=[0, 10]), axis=_axis(tickCount=5))


def _across_ten(field: str, title: str) -> alt.X:
    import altair as alt

    return alt.X(field, title=title, scale=alt.Scale(domain=[0, 10]), axis=_axis(tickCount=5))


def _dressed(chart: AnyChart, colors: Ink) -> AnyChart:
    """In the page's colors."""
    dressed: AnyChart = (
        chart.configure(background="transparent", font="system-ui, sans-serif", padding={"left": 4, "right": 12})
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=colors.quiet, titleColor=colors.quiet, gridColor=colors.edge, labelFontSize=12, titleFontSize=12,
            titleFontWeight="normal", labelPadding=6, gridOpacity=0.7,
        )
    )  # fmt: skip
    return dressed
