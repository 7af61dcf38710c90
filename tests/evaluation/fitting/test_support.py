"""The fit of the support score, on claims whose right numbers are known."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tutor.answering.support import Measures
from tutor.calibration import SupportThresholds, load_calibration
from tutor.errors import EvaluationError
from tutor.evaluation.claims import ClaimLabel
from tutor.evaluation.fitting import support
from tutor.evaluation.fitting.support import GRID, ClaimSet, fit_support, fit_weights
from tutor.library.embedder import MiniLMEmbedder

START = load_calibration().support
PLAIN = Measures(recall=0.8, words=0.5, names=0.0, numbers=0.0, absolute=0.0, denied=0.0)


def claims(*groups: tuple[ClaimLabel, Measures]) -> ClaimSet:
    """Twenty claims a group, each a little less recalled than the one before."""
    measures = [(label, one._replace(recall=one.recall - place / 200)) for label, one in groups for place in range(20)]
    return ClaimSet("made.jsonl", tuple(one for _, one in measures), tuple(label for label, _ in measures))


def test_a_weight_grows_where_it_tells_claims_apart() -> None:
    """Unsupported claims are recalled better here, and only their missing numbers give them away."""
    made = claims((ClaimLabel.SUPPORTED, PLAIN), (ClaimLabel.NOT, PLAIN._replace(recall=0.95, words=0.8, numbers=0.5)))
    start = START.model_copy(update={"numbers": 0.2})
    assert made.auroc(start) < 0.5
    fitted = fit_weights([made], start)
    assert fitted.numbers > 0.5 and made.auroc(fitted) == 1.0
    assert fitted.names == start.names and fitted.denial == start.denial, "what tells nothing stays"


def test_thresholds_let_the_share_of_unsupported_claims_pass_that_is_said() -> None:
    made = claims((ClaimLabel.SUPPORTED, PLAIN), (ClaimLabel.NOT, PLAIN._replace(recall=0.5, words=0.2)))
    fitted = fit_weights([made], START)
    scores = made.scores(fitted)[made.are(ClaimLabel.NOT)]
    assert (scores >= fitted.supported).sum() <= 2 and 4 <= (scores >= fitted.weak).sum() <= 6
    assert fitted.weak < fitted.supported < made.scores(fitted)[made.are(ClaimLabel.SUPPORTED)].min()


def test_where_the_score_tells_nothing_there_are_no_thresholds() -> None:
    upside_down = claims((ClaimLabel.SUPPORTED, PLAIN._replace(recall=0.3)), (ClaimLabel.NOT, PLAIN))
    with pytest.raises(EvaluationError, match="to set thresholds on"):
        fit_weights([upside_down], START)


def test_a_file_is_fitted_with_figures_of_unseen_claims(
    tmp_path: Path, embedder: MiniLMEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(support, "FOLDS", 2)
    monkeypatch.setattr(support, "GRID", {name: values[::2] for name, values in GRID.items()})
    page = ["The harbor tunnel opened in 1974.", "Cyclists take the ferry.", "Its toll was abolished in 1996."]
    lines = [
        *({"claim": said, "evidence": page, "label": "supported"} for said in page),
        *(
            {"claim": said, "evidence": page, "label": "not_supported"}
            for said in (
                "Bananas are berries.",
                "The tunnel opened in 1988.",
                "Bread needs salt.",
                "Rain fell on Monday.",
            )
        ),
    ]
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    fit = fit_support([path], embedder, START, today=date(2026, 11, 29))
    assert fit.section == "support" and isinstance(fit.values, SupportThresholds)
    assert fit.basis.date == "2026-11-29" and fit.basis.data == "7 claims of 'claims'"
    assert fit.basis.figures.startswith("claims: AUROC 1.000") and "of not supported" in fit.basis.figures


def test_a_handful_of_claims_is_too_few(tmp_path: Path, embedder: MiniLMEmbedder) -> None:
    path = tmp_path / "few.jsonl"
    lines = [{"claim": "A tunnel.", "evidence": "A tunnel.", "label": label} for label in ("supported", "refuted")]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    with pytest.raises(EvaluationError, match="too few claims to fit on"):
        fit_support([path], embedder, START, today=date(2026, 11, 29))
