"""The calibration: what a fit changes in it, and where it is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tutor.calibration import Basis, load_calibration
from tutor.errors import EvaluationError
from tutor.evaluation.calibrating import SECTIONS, changed, write_calibration
from tutor.evaluation.fitting.fit import Fit

SHIPPED = load_calibration()
BASIS = Basis(date=date(2026, 12, 1).isoformat(), data="three claims", figures="AUROC 1.000")
NEW = SHIPPED.support.model_copy(update={"supported": 0.71})
SUPPORT = Fit(section="support", values=NEW, basis=BASIS)


def test_every_section_says_what_it_rests_on() -> None:
    assert set(SECTIONS) <= set(SHIPPED.basis)
    assert all(one.data and one.figures and one.date for one in SHIPPED.basis.values())


def test_a_fit_changes_its_section_and_its_basis_alone() -> None:
    found = changed(SHIPPED, (SUPPORT,), SHIPPED.embedder)
    assert (found.support, found.basis["support"]) == (NEW, BASIS)
    assert found.model_copy(update={"support": SHIPPED.support, "basis": SHIPPED.basis}) == SHIPPED


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    found = changed(SHIPPED, (SUPPORT,), SHIPPED.embedder)
    assert load_calibration(write_calibration(found, tmp_path / "calibration.json")) == found


def test_another_embedder_needs_every_section() -> None:
    with pytest.raises(EvaluationError, match="fusion, ranking, verdict, grader"):
        changed(SHIPPED, (SUPPORT,), "another:0")


def test_nothing_to_fit_on_is_said() -> None:
    with pytest.raises(EvaluationError, match="nothing to fit on"):
        changed(SHIPPED, (), SHIPPED.embedder)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_calibration(SHIPPED, tmp_path / "no" / "calibration.json")
