"""What a fit returns."""

from __future__ import annotations

from pydantic import SerializeAsAny

from tutor.calibration import Basis
from tutor.domain import Model


class Fit(Model):
    """New numbers for one section of the calibration: `section` is its name there, `values` its model, `basis` what
    they rest on (data, date, figures)."""

    section: str
    values: SerializeAsAny[Model]
    basis: Basis
