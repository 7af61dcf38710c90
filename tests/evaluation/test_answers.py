"""Answers are measured against labelled sentences: on a small library whose outcomes are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import new_data_dir
from tests.library.shelf import write_notes
from tutor.build import Tutor
from tutor.domain import Answer, AnswerSentence, Citation, Support, Verdict
from tutor.errors import EvaluationError
from tutor.evaluation.answers import Outcome, evaluate_answers
from tutor.evaluation.figures import Evaluation
from tutor.evaluation.labelled import Label, Labelled, read_labelled
from tutor.settings import Settings

NOTES = {
    "lora.md": "# LoRA\n\nLoRA freezes the pretrained weights and trains two low-rank matrices beside them. "
    "The rank decides how many parameters are trained.\n",
    "bleu.md": "# BLEU\n\nBLEU counts the n-grams that a translation shares with its references. "
    "A brevity penalty punishes short translations.\n",
    "roses.md": "# Roses\n\nRoses are pruned in early spring, before their buds open.\n",
}
LORA = {"document": "lora.md", "quote": NOTES["lora.md"][8:].split(". ")[0] + "."}
PENALTY = {"document": "bleu.md", "quote": "A brevity penalty punishes short translations."}
ROSES = {"document": "roses.md", "quote": "Roses are pruned in early spring, before their buds open."}
LINES: list[dict[str, Any]] = [
    {"id": "a", "question": "What does LoRA freeze and train?", "style": "plain", "expect": "answered"},
    {"id": "b", "question": "What does BLEU count?", "style": "short", "expect": "answered"},
    {"id": "c", "question": "Who painted the Mona Lisa?", "expect": "other_subject"},
    {"id": "d", "question": "How does Zorblax train the rank of LoRA?", "expect": "near_miss"},
    {"id": "e", "question": "What is the capital of Peru?", "style": "short", "expect": "answered"},
]
ANSWERS = {"a": [LORA], "b": [PENALTY, ROSES], "e": [ROSES]}


def write(path: Path, lines: list[dict[str, Any]] | None = None) -> Path:
    given = [one | {"answers": ANSWERS.get(one["id"], [])} for one in LINES] if lines is None else lines
    path.write_text("\n".join(json.dumps(one) for one in given) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Tutor:
    folder = tmp_path_factory.mktemp("labelled")
    tutor = Tutor(Settings(data_dir=new_data_dir(folder / "data", models)))
    tutor.ingest([write_notes(folder / "notes", NOTES)])
    return tutor


@pytest.fixture(scope="module")
def evaluation(library: Tutor, tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    return evaluate_answers(write(tmp_path_factory.mktemp("set") / "questions.jsonl"), library)


def test_each_figure_is_the_share_it_says(evaluation: Evaluation) -> None:
    values = {one.name: (round(one.value, 6), one.of) for one in evaluation.figures}
    assert values["false refusals"] == (0.333333, 3)
    assert values["false refusals, called closest"] == (0.0, 3)
    assert values["false refusals, called not in material"] == (0.333333, 3)
    assert values["false answers, near misses"] == (0.0, 1)
    assert values["false answers, other subjects"] == (0.0, 1)
    assert values["citations valid"][0] == 1.0
    assert values["sentences supported"][0] == 1.0 and values["sentences unsupported"][0] == 0.0
    # Two of the three questions have their label in the first passage or not at all: "e" is found nowhere near it.
    assert values["hit@1"][1] == values["recall@5"][1] == 3
    assert values["recall@5"][0] >= values["hit@1"][0] > 0
    for one in evaluation.figures:
        assert one.low is not None and one.high is not None and one.low <= one.value <= one.high


def test_the_tables_count_verdicts_and_styles_and_name_what_was_missed(evaluation: Evaluation) -> None:
    verdicts, styles, missed = evaluation.tables
    assert verdicts.rows[0] == ("answered", 2, 0, 1)
    assert sum(verdicts.rows[1][1:]) == sum(verdicts.rows[2][1:]) == 1  # type: ignore[arg-type]
    assert [row[:3] for row in styles.rows] == [("plain", 1, 1.0), ("short", 2, 0.5)]
    assert ("e", "answered", "not_in_material") in [row[:3] for row in missed.rows]
    assert evaluation.kind == "answers" and "questions.jsonl" in evaluation.data


def test_the_same_figures_on_every_run(library: Tutor, evaluation: Evaluation, tmp_path: Path) -> None:
    assert evaluate_answers(write(tmp_path / "questions.jsonl"), library) == evaluation


def outcome(
    cited: list[tuple[int, int]], labels: list[tuple[int, int]], verdict: Verdict = Verdict.ANSWERED
) -> Outcome:
    """An answer that cites characters of one document, and labels in it."""
    sentences = tuple(
        AnswerSentence(
            text="x",
            support=Support.SUPPORTED,
            support_score=1.0,
            citations=(Citation(document="d", start=a, end=b, page=None, quote="x", chunk_id="k"),),
        )
        for a, b in cited
    )
    answer = Answer(question="q", verdict=verdict, text="x", sentences=sentences, passages=(), backend="material")
    asked = Labelled(id="q", question="q", expect="answered")
    return Outcome(asked, tuple(Label("d", a, b) for a, b in labels), answer, (True,) * len(cited))


@pytest.mark.parametrize(
    ("cited", "labels", "covers", "on_label"),
    [
        ([(0, 100)], [(0, 100)], True, [True]),
        ([(0, 100)], [(50, 150)], True, [True]),
        ([(0, 100)], [(60, 160)], False, [False]),
        ([(0, 500)], [(60, 160)], True, [True]),  # a block of code around a labeled line
        ([(80, 100)], [(0, 100)], False, [True]),  # a fifth of the labeled sentence: on it, but not all it says
        ([(0, 10), (200, 300)], [(200, 300), (400, 500)], True, [False, True]),
        ([], [(0, 100)], False, []),
    ],
)
def test_a_citation_covers_half_of_a_labelled_sentence(
    cited: list[tuple[int, int]], labels: list[tuple[int, int]], covers: bool, on_label: list[bool]
) -> None:
    one = outcome(cited, labels)
    assert (one.covers, one.on_label) == (covers, on_label)
    assert not outcome(cited, labels, Verdict.CLOSEST).covers
    elsewhere = one._replace(labels=tuple(label._replace(document="other") for label in one.labels))
    assert not elsewhere.covers and not any(elsewhere.on_label)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: lines[0].update(expect="perhaps"), "line 1 .* expect: "),
        (lambda lines: lines[1].update(id="a"), "two questions of the id 'a'"),
        (lambda lines: lines[0].update(answers=[]), "question 'a' .* if and only if"),
        (lambda lines: lines[0].update(answers=[{"document": "gone.md", "quote": "x"}]), "'gone.md', which is not in"),
        (lambda lines: lines[0].update(answers=[{"document": "lora.md", "quote": "x y z"}]), "does not say 'x y z'"),
        (lambda lines: lines.clear(), "holds no questions"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(
    library: Tutor, tmp_path: Path, change: Callable[[list[dict[str, Any]]], None], says: str
) -> None:
    lines = [one | {"answers": ANSWERS.get(one["id"], [])} for one in LINES]
    change(lines)
    with pytest.raises(EvaluationError, match=says) as raised:
        evaluate_answers(write(tmp_path / "questions.jsonl", lines), library)
    assert "\n" not in str(raised.value)


def test_style_history_and_answers_may_be_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", [{"id": "1", "question": "Why?", "expect": "near_miss"}])
    assert read_labelled(path) == [Labelled(id="1", question="Why?", expect="near_miss")]
