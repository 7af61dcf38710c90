"""An evaluation as people and scripts read it."""

from __future__ import annotations

import pytest

from tutor.evaluation.figures import Evaluation, Figure, Table
from tutor.evaluation.rendering import as_markdown, as_text

FOUND = Evaluation(
    kind="answers",
    data="3 questions",
    figures=(
        Figure(name="hit@1", value=2 / 3, low=0.25, high=1.0, of=3, at_least=0.85),
        Figure(name="false answers", value=0.0, at_most=0.03),
    ),
    tables=(Table(title="By style", columns=("style", "count"), rows=(("a | b", 1_200), ("plain", None))),),
    notes=("A note.",),
)


def test_text_has_every_figure_with_its_interval_and_target() -> None:
    text = as_text(FOUND)
    line = next(line for line in text.splitlines() if line.startswith("hit@1"))
    assert line.split() == ["hit@1", "0.667", "0.250", "to", "1.000", "3", ">=", "0.85", "missed"]
    assert next(line for line in text.splitlines() if line.startswith("false")).endswith("<= 0.03  met")
    assert "By style" in text and "1,200" in text and text.endswith("A note.")


def test_markdown_is_a_table_whose_cells_hold() -> None:
    lines = as_markdown(FOUND).splitlines()
    assert "| hit@1 | 0.667 | 0.250 to 1.000 | 3 | >= 0.85 | missed |" in lines
    assert "| a \\| b | 1,200 |" in lines and "| plain |  |" in lines


def test_columns_that_hold_nothing_are_left_out() -> None:
    bare = FOUND.model_copy(update={"figures": (Figure(name="one", value=1.0),), "tables": (), "notes": ()})
    assert as_markdown(bare).splitlines()[-3:] == ["| figure | value |", "| --- | ---: |", "| one | 1.000 |"]


def test_a_figure_is_found_by_its_name() -> None:
    assert FOUND.figure("hit@1").of == 3
    assert (FOUND.figure("hit@1").met, FOUND.figure("false answers").met) == (False, True)
    with pytest.raises(KeyError):
        FOUND.figure("hit@2")
