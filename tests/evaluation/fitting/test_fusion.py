"""The weights of the search are fitted on what the search itself would compare, and checked on held-out halves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.library.shelf import write_notes
from tutor.build import Tutor
from tutor.calibration import Fusion
from tutor.domain import Turn
from tutor.errors import EvaluationError
from tutor.evaluation.fitting.candidates import Candidates, collect
from tutor.evaluation.fitting.fusion import Asked, fit_fusion, fit_weights
from tutor.retrieval.search import HybridSearch
from tutor.settings import Settings

PRESENT = Fusion(dense=0.3, sentence=0.3, lexical=0.3, code=0.8, context=0.5, context_from=0.2)
NOTES = {
    "lora.md": "# LoRA\n\nLoRA trains two small matrices. Their rank is often 8.\n\n```python\nrank = 8\n```\n",
    "bleu.md": "# BLEU\n\nBLEU counts the n-grams a translation shares with its references.\n",
    "brevity.md": "# Brevity\n\nA translation shorter than its references is punished.\n",
    "ranks.md": "# Ranks\n\n## Interview questions\n\n### What is a rank?\n\n- level: beginner\n- kind: concept\n\n"
    "**In 30 seconds.** The number of independent rows.\n\n**Common mistakes**\n\n- Calling it the size of a matrix.\n",
}
HISTORY = (Turn(role="user", text="How does LoRA work?"), Turn(role="assistant", text="It trains two matrices."))


@pytest.mark.parametrize(
    ("question", "history"),
    [("What is a rank?", ()), ("How short may a translation be?", ()), ("and its rank?", HISTORY)],
)
@pytest.mark.parametrize(
    "fusion",
    [
        PRESENT,
        PRESENT.model_copy(update={"sentence": 0.9, "code": 0.0, "context": 1.0}),
        PRESENT.model_copy(update={"dense": 0.0, "lexical": 0.1, "context_from": 0.99}),
    ],
)
def test_candidates_rank_as_the_search_does(
    tmp_path: Path, tutor: Tutor, question: str, history: tuple[Turn, ...], fusion: Fusion
) -> None:
    tutor.ingest([write_notes(tmp_path / "notes", NOTES)])
    tutor.parts.once("hybrid", lambda: HybridSearch(tutor.store, tutor.parts.index, tutor.embedder, fusion))
    expected = [one.chunk_id for one in tutor.search(question, 10, history=history)]
    assert len(expected) > 4
    assert collect(tutor, question, history, name=lambda chunk: chunk.key).ranked(fusion) == expected


def asked(right: int, *, lexical: tuple[float, float]) -> Asked:
    """Two candidates: meaning is for the first, words as said."""
    return Asked(
        Candidates(
            chunks=np.array([[0.8, 0], [0.4, 0]], dtype=np.float32),
            sentences=np.array([[0.8, 0], [0.4, 0]], dtype=np.float32),
            questions=np.full((2, 2), np.nan, dtype=np.float32),
            starts=np.array([0, 1]),
            roles=np.zeros(2, dtype=np.int32),
            lexical=np.array(lexical, dtype=np.float32),
            names=("first", "second"),
            near=None,
        ),
        {("first", "second")[right]: 1},
    )


def test_where_words_are_right_their_weight_grows() -> None:
    questions = [asked(1, lexical=(0.0, 0.7)) for _ in range(6)]
    before, held, fitted = fit_weights([questions], PRESENT)
    assert before == [pytest.approx(1 / np.log2(3))]
    assert held == [1.0]
    assert fitted.lexical > PRESENT.lexical
    assert fitted.dense + fitted.sentence + fitted.lexical == pytest.approx(0.9)


def test_each_half_is_scored_with_what_the_other_half_wants() -> None:
    """Questions in even places want words, the others meaning: what one half teaches is wrong for the other."""
    questions = [asked(1, lexical=(0.0, 0.7)) if place % 2 == 0 else asked(0, lexical=(0.0, 0.7)) for place in range(6)]
    _, held, _ = fit_weights([questions], PRESENT)
    assert held == [pytest.approx(1 / np.log2(3))]


def test_what_is_as_good_stays() -> None:
    _, _, fitted = fit_weights([[asked(0, lexical=(1.0, 0.0)) for _ in range(4)]], PRESENT)
    assert fitted == PRESENT


def test_without_a_set_there_is_nothing_to_fit() -> None:
    with pytest.raises(EvaluationError, match="none was given"):
        fit_fusion([], Settings(), today=date(2026, 11, 29))
