"""A ranking is scored on a labelled set in BEIR form, through the pipeline that takes in anybody's files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import new_data_dir
from tutor.domain import Turn
from tutor.errors import EvaluationError
from tutor.evaluation.beir import read_beir
from tutor.evaluation.figures import Evaluation, Table
from tutor.evaluation.retrieval import evaluate_retrieval
from tutor.settings import Settings

DOCUMENTS = [
    {"id": "lora/1", "title": "LoRA", "text": "LoRA trains two small matrices beside each frozen weight matrix."},
    {"id": "lora/2", "text": "The rank of the two LoRA matrices is often 8 or 16; a higher rank fits more."},
    {"id": "bleu", "text": "BLEU counts the n-grams a translation shares with its references."},
    {"id": "bleu-brevity", "text": "A translation shorter than its references is punished by the brevity penalty."},
    {"id": "hnsw", "text": "HNSW walks a layered graph of neighbors and trades recall for latency."},
    {"id": "empty", "text": " "},
]
HISTORY = [
    {"role": "user", "text": "How does LoRA work?"},
    {"role": "assistant", "text": "LoRA trains two small matrices beside each weight matrix."},
]
QUERIES: list[dict[str, Any]] = [
    {"id": "q1", "text": "What does BLEU count?"},
    {"id": "q2", "text": "Which graph does HNSW walk?"},
    {"id": "q3", "text": "and how high should it be, the rank?", "history": HISTORY},
    {"id": "q4", "text": "How does BLEU punish short translations?", "history": HISTORY},
    {"id": "q5", "text": "Who invented the telephone?", "answerable": False},
    {"id": "q6", "text": "What is a transformer?"},
]
LABELS = ["q1\tbleu\t1", "q2\thnsw\t1", "q3\tlora/2\t2", "q3\tlora/1\t1", "q4\tbleu-brevity\t1", "q5\tbleu\t1"]
LABELS += ["q6\thnsw\t0", "q2\tempty\t1"]


def write(
    folder: Path,
    documents: Sequence[dict[str, Any]] = DOCUMENTS,
    queries: Sequence[dict[str, Any]] = QUERIES,
    labels: Sequence[str] = ("query-id\tcorpus-id\tscore", *LABELS),
) -> tuple[Path, Path, Path]:
    """The three files of a set."""
    files = (folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels.tsv")
    lines = ([json.dumps(one) for one in documents], [json.dumps(one) for one in queries], labels)
    for path, text in zip(files, lines, strict=True):
        path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return files


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Evaluation:
    folder = tmp_path_factory.mktemp("beir")
    home = new_data_dir(folder / "data", models)
    return evaluate_retrieval(*write(folder), Settings(data_dir=home), per_query=True)


def table(evaluation: Evaluation, title: str) -> Table:
    return next(one for one in evaluation.tables if one.title == title)


def test_hits_are_mapped_to_their_documents_and_scored(evaluation: Evaluation) -> None:
    assert evaluation.kind == "retrieval"
    for metric in ("nDCG@10", "recall@5", "recall@10", "MRR@10", "hit@1"):
        figure = evaluation.figure(metric)
        assert figure.of == 4
        assert figure.low is not None and figure.high is not None and figure.low <= figure.value <= figure.high
    assert evaluation.figure("hit@1").value == 1.0
    # One of q2's two documents is empty and was not taken in: it counts as not found.
    assert evaluation.figure("recall@10").value == pytest.approx((1 + 0.5 + 1 + 1) / 4)
    assert any("not taken in: 1." in note for note in evaluation.notes)


def test_questions_without_an_answer_are_left_out_and_counted(evaluation: Evaluation) -> None:
    assert any("unanswerable: 2 questions" in note for note in evaluation.notes)
    assert {row[0] for row in table(evaluation, "Each question").rows} == {"q1", "q2", "q3", "q4"}


def test_the_dense_baseline_stands_beside(evaluation: Evaluation) -> None:
    rows = table(evaluation, "This search and dense retrieval alone").rows
    for metric, ours, dense, difference, _ in rows:
        assert ours == pytest.approx(evaluation.figure(str(metric)).value, abs=1e-4)
        assert isinstance(ours, float) and isinstance(dense, float) and 0 < dense <= 1
        assert difference == pytest.approx(ours - dense, abs=2e-4)


def test_what_the_conversation_gives_is_printed(evaluation: Evaluation) -> None:
    rows = table(evaluation, "Questions in a conversation").rows
    assert [row[:2] for row in rows] == [
        ("all with a conversation", 2),
        ("read as follow-ups", 1),
        ("read as standing alone", 1),
    ]
    assert evaluation.figure("nDCG@10, gain over the last turn alone").at_least == 0.03
    assert evaluation.figure("nDCG@10, gain where the question stands alone").value == 0.0


def test_a_question_that_stands_alone_is_asked_again_after_another(evaluation: Evaluation) -> None:
    figure = evaluation.figure("nDCG@10, change of a question asked after another one")
    assert (figure.value, figure.of, figure.at_least) == (0.0, 2, 0.0)


def test_a_set_in_the_other_spellings_is_the_same_set(tmp_path: Path) -> None:
    """`_id`, numbers as ids, no header, trec_eval's four columns, other grades than 1."""
    documents = [{"_id": number, "text": "Text.", "metadata": {}} for number in range(3)]
    queries = [{"_id": "7", "text": "Asked?", "history": HISTORY}]
    plain = read_beir(*write(tmp_path, documents, queries, ["7\t0\t1", "7\t1\t3", "7\t2\t0"]))
    trec = read_beir(*write(tmp_path, documents, queries, ["7 0 0 1", "7 0 1 3", "7 0 2 0"]))
    assert plain == trec
    (query,) = plain.queries
    assert query.relevant == {"0": 1, "1": 3}
    assert query.history == tuple(Turn.model_validate(one) for one in HISTORY)
    assert [one.id for one in plain.documents] == ["0", "1", "2"]


def test_labels_of_other_questions_are_passed_over_and_absent_documents_counted(tmp_path: Path) -> None:
    found = read_beir(*write(tmp_path, DOCUMENTS, QUERIES, ["q1\tbleu\t1", "q1\tnowhere\t1", "q9\tbleu\t1"]))
    assert ([one.id for one in found.queries], found.absent) == (["q1"], 1)


@pytest.mark.parametrize(
    ("part", "lines", "message"),
    [
        ("labels", ["q1\tnowhere\t1"], r"no document that '.*qrels.tsv' names is in '.*corpus.jsonl'"),
        ("labels", ["h\th\th", "q9\tbleu\t1"], r"no question of '.*queries.jsonl' has a label above 0"),
        ("labels", ["q1\tbleu\t1", "q1\tbleu"], r"line 2 of '.*qrels.tsv' is no label"),
        ("labels", ["q1\tbleu\t1", "q1\tbleu\thigh"], r"line 2 of '.*qrels.tsv' is no label"),
        ("labels", ["q1\tbleu\t0"], r"no question of '.*queries.jsonl' has a label above 0"),
        ("labels", [], r"no question of '.*queries.jsonl' has a label above 0"),
        ("documents", [], r"'.*corpus.jsonl' is empty"),
        ("documents", [DOCUMENTS[0], DOCUMENTS[0]], r"the id 'lora/1' stands twice in '.*corpus.jsonl'"),
        ("documents", [{"id": "a"}], r"line 1 of '.*corpus.jsonl': text: field required"),
        ("queries", [], r"'.*queries.jsonl' is empty"),
        ("queries", [{"text": "No id?"}], r"line 1 of '.*queries.jsonl': id: field required"),
    ],
)
def test_a_set_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, part: str, lines: Sequence[Any], message: str
) -> None:
    files = {"documents": DOCUMENTS, "queries": QUERIES, "labels": LABELS} | {part: lines}
    with pytest.raises(EvaluationError, match=message):
        read_beir(*write(tmp_path, **files))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    corpus, queries, _ = write(tmp_path)
    with pytest.raises(EvaluationError, match=r"missing.tsv"):
        read_beir(corpus, queries, tmp_path / "missing.tsv")
