"""Claims with the pages they cite, told apart by the support score of the real MiniLM."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.calibration import load_calibration
from tutor.errors import EvaluationError
from tutor.evaluation import metrics
from tutor.evaluation.claims import ClaimLabel, read_claims
from tutor.evaluation.figures import Evaluation
from tutor.evaluation.verification import MOST_SENTENCES, evaluate_verification, score_claims
from tutor.library.embedder import MiniLMEmbedder

PAGE = [
    "The harbor tunnel of Lindmark opened in 1974.",
    "It is 2,310 meters long and carries two lanes in each direction.",
    "The toll was abolished in 1996 after the bridge had been paid for.",
    "Cyclists are not allowed in the tunnel and take the ferry instead.",
    "Some 41,000 cars pass through it on a working day.",
]
CLAIMS = [
    ("The Lindmark harbor tunnel, opened in 1974, is 2,310 meters long.", "supported"),
    ("Cyclists take the ferry instead of the tunnel.", "supported"),
    ("The toll was abolished in 1996.", "supported"),
    ("The tunnel opened in 1974 and was designed by the architect Berta Holm.", "partially_supported"),
    ("The tunnel has four lanes in each direction and opened in 1988.", "not_supported"),
    ("Its ventilation towers are listed monuments.", "not_supported"),
    ("The city council rejected the plan for a second tube.", "not_supported"),
]


def write(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLMEmbedder) -> Evaluation:
    lines = [
        {"id": place, "claim": said, "evidence": PAGE, "label": label} for place, (said, label) in enumerate(CLAIMS)
    ]
    path = write(tmp_path_factory.mktemp("claims") / "claims.jsonl", lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(metrics, "RESAMPLES", 50)  # the width of an interval is not looked at here
        return evaluate_verification(path, embedder, load_calibration().support)


def test_supported_claims_are_told_from_others(measured: Evaluation) -> None:
    found = measured.figure("AUROC, supported against the rest")
    assert found.value == 1.0 and found.of == len(CLAIMS) and found.at_least == 0.79
    assert measured.figure("AUROC, supported against not supported").of == 6
    for one in measured.figures:
        assert one.low is not None and one.high is not None and one.low <= one.value <= one.high, one.name


def test_each_label_has_its_share_that_passes(measured: Evaluation) -> None:
    rows = {row[0]: row[1:] for row in measured.tables[0].rows}
    assert [rows[label.value][0] for label in ClaimLabel] == [3, 1, 3]
    assert rows["supported"][2] == 1.0, "all three pass at least weakly"
    assert rows["not_supported"][1] == 0.0
    assert measured.data == "7 claims with the pages they cite: 3 supported, 1 partially supported, 3 not"


def test_what_is_furthest_from_its_label_is_named(measured: Evaluation) -> None:
    ids = [row[0] for row in measured.tables[1].rows]
    assert set(ids) == {"0", "1", "2", "4", "5", "6"}, "a number is an id as well as a word"


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("SUPPORTS", ClaimLabel.SUPPORTED),
        ("Entailment", ClaimLabel.SUPPORTED),
        (1, ClaimLabel.SUPPORTED),
        (True, ClaimLabel.SUPPORTED),
        ("Partially supported", ClaimLabel.PARTLY),
        ("partly", ClaimLabel.PARTLY),
        ("not-supported", ClaimLabel.NOT),
        ("NOT ENOUGH INFO", ClaimLabel.NOT),
        ("REFUTES", ClaimLabel.NOT),
        (0.0, ClaimLabel.NOT),
    ],
)
def test_the_labels_of_other_sets_are_read(word: object, label: ClaimLabel, tmp_path: Path) -> None:
    other = "refuted" if label is ClaimLabel.SUPPORTED else "supported"
    lines = [{"claim": "A.", "evidence": "A.", "label": one} for one in (word, other)]
    assert read_claims(write(tmp_path / "claims.jsonl", lines))[0].label is label


def test_a_page_may_be_one_text(tmp_path: Path) -> None:
    text = "Dr. Holm built it. It opened in 1974.\n\nA toll was paid."
    lines = [{"hypothesis": "A.", "premise": text, "label": one, "more": []} for one in ("supported", "refuted")]
    (first, _) = read_claims(write(tmp_path / "claims.jsonl", lines))
    assert first.evidence == ("Dr. Holm built it.", "It opened in 1974.", "A toll was paid.")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label": "perhaps"}, ("line 2", "label", "'perhaps'")),
        ({"label": None}, ("line 2", "label")),
        ({"evidence": 7}, ("line 2", "evidence")),
        ({"evidence": ["A.", {}]}, ("line 2", "evidence.1")),
        ({"claim": "  "}, ("line 2", "claim")),
    ],
)
def test_a_line_of_another_form_is_named(change: dict[str, Any], words: tuple[str, ...], tmp_path: Path) -> None:
    line = {"claim": "A.", "evidence": ["A."], "label": "supported"}
    path = write(tmp_path / "claims.jsonl", [line, line | change])
    with pytest.raises(EvaluationError) as raised:
        read_claims(path)
    assert all(word in str(raised.value) for word in (*words, "claims.jsonl")) and "\n" not in str(raised.value)


@pytest.mark.parametrize("label", ["supported", "not_supported"])
def test_labels_of_one_kind_measure_nothing(label: str, tmp_path: Path) -> None:
    path = write(tmp_path / "claims.jsonl", [{"claim": "A.", "evidence": ["A."], "label": label}] * 2)
    with pytest.raises(EvaluationError, match="nothing to tell apart"):
        read_claims(path)


def test_of_a_long_page_only_what_may_carry_the_claim_is_compared(
    tmp_path: Path, embedder: MiniLMEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = [f"On day {number} the wind came from the north." for number in range(4_000)]
    page[3_123] = "The harbor tunnel of Lindmark opened in 1974."
    claim = {"claim": "Lindmark's harbor tunnel opened in 1974.", "evidence": page}
    lines = [claim | {"label": "supported"}, claim | {"claim": "Bananas are berries.", "label": "not_supported"}]
    read = read_claims(write(tmp_path / "claims.jsonl", lines))
    most = 0
    vectors = embedder.token_vectors

    def counted(texts: Any) -> Any:  # noqa: ANN401 - whatever the embedder takes and gives
        nonlocal most
        most = max(most, len(texts))
        return vectors(texts)

    monkeypatch.setattr(embedder, "token_vectors", counted)
    (first, second), scorer = score_claims(read, embedder, load_calibration().support)
    assert first.score > 0.8 > 0.4 > second.score
    assert most == MOST_SENTENCES and scorer.level(first.score).value == "supported"
