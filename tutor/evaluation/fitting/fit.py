"""What a fit returns, and what it did on questions that it had not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import SerializeAsAny

from tutor.calibration import Basis
from tutor.domain import Model

_Weights = TypeVar("_Weights")


class Fit(Model):
    """New numbers for one section of the calibration: `section` is its name there, `values` its model, `basis` what
    they rest on (data, date, figures)."""

    section: str
    values: SerializeAsAny[Model]
    basis: Basis


def held_out(
    fitted: Callable[[slice], _Weights], scores: Callable[[_Weights], Sequence[NDArray[np.float64]]]
) -> list[NDArray[np.float64]]:
    """By set, each question's score under the weights fitted on the other half: float64 [questions].

    A set's halves are its questions in even and in odd places; `fitted` fits on a part of every set, `scores` scores
    all questions.
    """
    even, odd = slice(0, None, 2), slice(1, None, 2)
    held = [one.copy() for one in scores(fitted(odd))]
    for values, other in zip(held, scores(fitted(even)), strict=True):
        values[odd] = other[odd]
    return held
