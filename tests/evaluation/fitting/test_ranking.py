"""The weights of an answer's order: what a fit finds, and that it is checked on what it did not see."""

from __future__ import annotations

import numpy as np
import pytest

from tutor.calibration import load_calibration
from tutor.evaluation.fitting.ranking import Found, fit_weights

PRESENT = load_calibration().ranking.model_copy(update={"opens": 0.0, "defines": 0.0})
_OPENS = 3  # the column of it


def found(right: int) -> Found:
    """Two passages, the first found sooner; the second opens its section."""
    measures = np.zeros((2, 5), dtype=np.float64)
    measures[1, _OPENS] = 1.0
    holds = np.array([right == place for place in range(2)])
    return Found(np.array([0.52, 0.5], dtype=np.float64), measures, holds)


def test_where_openings_answer_their_weight_grows() -> None:
    before, held, fitted = fit_weights([[found(1) for _ in range(6)]], PRESENT)
    assert (before[0].reciprocal, before[0].first) == (0.5, 0.0)
    assert (held[0].reciprocal, held[0].first) == (1.0, 1.0)
    assert fitted.opens > 0.02


def test_each_half_is_scored_with_what_the_other_half_wants() -> None:
    _, held, _ = fit_weights([[found(place % 2) for place in range(6)]], PRESENT)
    assert held[0].reciprocal == pytest.approx(0.5)


def test_what_is_as_good_stays() -> None:
    _, _, fitted = fit_weights([[found(0) for _ in range(4)]], PRESENT)
    assert fitted == PRESENT
