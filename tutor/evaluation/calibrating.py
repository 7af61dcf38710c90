"""`tutor eval calibrate`: the sections of tutor/calibration.json whose data is there, fitted anew."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from tutor.build import Tutor
from tutor.calibration import CALIBRATION_FILE, Calibration
from tutor.errors import EvaluationError
from tutor.evaluation.fitting.fit import Fit
from tutor.evaluation.fitting.fusion import fit_fusion
from tutor.evaluation.fitting.grader import fit_grader
from tutor.evaluation.fitting.ranking import fit_ranking
from tutor.evaluation.fitting.support import fit_support
from tutor.evaluation.fitting.verdict import fit_verdict
from tutor.evaluation.sets import LabelledSets, about
from tutor.evaluation.throwaway import library_apart, shipped_library
from tutor.settings import Settings

SECTIONS = ("fusion", "ranking", "verdict", "support", "grader")


def calibrate(
    sets: LabelledSets, settings: Settings, *, today: date, only: Collection[str] = SECTIONS
) -> tuple[Calibration, tuple[Fit, ...]]:
    """The calibration with the sections that were fitted, and their fits; a section without data keeps its numbers.

    Raises EvaluationError for a section there is not, where nothing can be fitted, and where the embedder is another
    than the numbers were fitted for and not all of them can be.
    """
    if unknown := [one for one in only if one not in SECTIONS]:
        raise EvaluationError(f"there is no section {unknown[0]!r} to fit; there are {', '.join(SECTIONS)}")
    with library_apart(settings.home / "evaluation", settings) as tutor:
        fits = tuple(_fits(sets, settings, tutor, today=today, only=only))
        return changed(tutor.parts.calibration, fits, tutor.embedder.fingerprint), fits


def _fits(sets: LabelledSets, settings: Settings, tutor: Tutor, *, today: date, only: Collection[str]) -> Iterator[Fit]:
    """A fit of each section that is asked for and has data."""
    embedder, calibration = tutor.embedder, tutor.parts.calibration
    if "fusion" in only and sets.retrieval:
        labelled = sets.questions[0] if sets.questions else None
        data = "; ".join([*(about(one.corpus) for one in sets.retrieval), *map(about, sets.questions[:1])])
        yield fit_fusion(sets.retrieval, settings, today=today, labelled=labelled, data=data)
    if "ranking" in only and sets.questions:
        data = "; ".join(map(about, sets.questions))
        with shipped_library(settings) as shipped:
            yield fit_ranking(sets.questions, shipped, today=today, data=data)
    if "verdict" in only and sets.questions:
        yield fit_verdict(sets.questions[0], sets.retrieval, settings, today=today)
    if "support" in only and sets.claims:
        yield fit_support(sets.claims, embedder, calibration.support, today=today)
    if "grader" in only and sets.pairs:
        yield fit_grader(sets.pairs, embedder, calibration.grader, today=today)


def write_calibration(calibration: Calibration, path: Path = CALIBRATION_FILE) -> Path:
    """Put the numbers to use; returns the file."""
    text = json.dumps(calibration.model_dump(mode="json"), indent=2, ensure_ascii=False)
    try:
        path.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{str(path)!r} cannot be written: {error.strerror}") from error
    return path


def changed(calibration: Calibration, fits: tuple[Fit, ...], embedder: str) -> Calibration:
    """The calibration with these fits; raises EvaluationError as `calibrate` does."""
    fitted = {one.section for one in fits}
    if not fitted:
        raise EvaluationError("there is nothing to fit on; name a folder of labelled sets with --data DIR")
    if embedder != calibration.embedder and (missing := [one for one in SECTIONS if one not in fitted]):
        raise EvaluationError(
            f"with another embedder every section must be fitted, and there is no data for {', '.join(missing)}; "
            "name a folder of labelled sets with --data DIR"
        )
    sections = {one.section: one.values for one in fits}
    basis = calibration.basis | {one.section: one.basis for one in fits}
    return calibration.model_copy(update={"embedder": embedder, "basis": basis, **sections})
