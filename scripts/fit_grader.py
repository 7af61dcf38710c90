"""Fit the local grader on answers that people have scored, and write tutor/practice/grading/grader.json.

    .venv/bin/python scripts/fit_grader.py short_answers.jsonl [--models data/models] [--write]

Each line: {"id", "question_id", "question", "reference" or "references", "answer", "score", "max"}.  Without --write
it only reports.  Every figure is of answers to questions that the fit did not see: ten folds by question; each module
by a fit on the others; and each of the two halves of SemEval-2013 task 7 by a fit on the other.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tutor.library.embedder import MiniLMEmbedder
from tutor.library.weights import Weights
from tutor.practice.grading.features import NAMES, prose, whole
from tutor.practice.grading.pairs import points_of
from tutor.practice.grading.polarity import stem_of, words_of
from tutor.practice.grading.scoring import AnswerScorer, ToScore
from tutor.practice.grading.texts import Text, read_tokens
from tutor.practice.grading.weights import GRADER_FILE, load_grader_weights

Floats = NDArray[np.float64]
FOLDS = 10
RIDGE = 30.0
ROUNDS = 4  # of choosing the best reference and fitting again
BAND = 5  # bands of the score for the interval
LEAST = 8  # answers to a question in a band
SIGNS = {"recall": 1, "context": 1, "length": 1, "unnegated": -1, "opposite": -1, "turned": -1}


class Answers(NamedTuple):
    """The data: one row of `features` for each reference of each answer, `row` its answer; the rest one an answer."""

    features: Floats
    row: NDArray[np.int64]
    damped: Floats
    human: Floats
    question: NDArray[np.str_]
    module: NDArray[np.str_]
    half: NDArray[np.str_]
    cosine: Floats
    overlap: Floats


class Fit(NamedTuple):
    intercept: float
    weights: Floats


def read(path: Path, models: Path) -> Answers:
    """Everything that is compared, computed as the grader computes it."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    embedder = MiniLMEmbedder(Weights(models))
    scorer = AnswerScorer(embedder, load_grader_weights())
    features, row, cosine, overlap = [], [], [], []
    lines.sort(key=lambda one: one["question_id"])
    for start in range(0, len(lines), 256):
        some = list(enumerate(lines[start : start + 256], start=start))
        asked = [
            (number, reference, ToScore(line["question"], points_of(reference), line["answer"]))
            for number, line in some
            for reference in line.get("references") or [line["reference"]]
        ]
        features += [whole(points) for points in scorer.compare([one for _, _, one in asked])]
        row += [number for number, _, _ in asked]
        texts = list(dict.fromkeys(text for _, reference, one in asked for text in (reference, one.answer)))
        mean = {
            one.text: one.alone.mean(axis=0) if len(one.alone) else np.zeros(embedder.dimensions)
            for one in read_tokens(embedder, [Text(text) for text in texts])
        }
        cosine += [_cosine(mean[reference], mean[one.answer]) for _, reference, one in asked]
        overlap += [_overlap(reference, one.answer) for _, reference, one in asked]
        print(f"{start + len(some)} of {len(lines)} read", file=sys.stderr)
    place = np.array(row)
    halves = ["BEETLE" if "-" in line["id"] and not line["id"].startswith("ME.") else "SciEntsBank" for line in lines]
    modules = [line["id"].split("-" if half == "BEETLE" else ".")[0] for line, half in zip(lines, halves, strict=True)]
    return Answers(
        np.array(features, dtype=np.float64),
        place,
        np.array([prose(line["answer"]) for line in lines]),
        np.array([line["score"] / line["max"] for line in lines]),
        np.array([line["question_id"] for line in lines]),
        np.array(modules),
        np.array(halves),
        best_of(np.array(cosine), place),
        best_of(np.array(overlap), place),
    )


def fit(data: Answers, chosen: NDArray[np.bool_]) -> Fit:
    """Ridge regression on each answer's best reference, the best as the last round's fit sees it.  A weight whose sign
    would be against reason is held at zero."""
    values = data.features[:, 0]
    found = Fit(0.0, np.zeros(len(NAMES)))
    for _ in range(ROUNDS):
        best = best_rows(values, data.row)
        found = _ridge(data.features[best][chosen], data.human[chosen])
        values = found.intercept + data.features @ found.weights
    return found


def predict(data: Answers, found: Fit) -> Floats:
    """Scores as the grader gives them."""
    values = (found.intercept + data.features @ found.weights).clip(0.0, 1.0)
    values[data.features[:, NAMES.index("recall")] <= 0] = 0.0
    return best_of(values, data.row) * data.damped


def _ridge(features: Floats, human: Floats) -> Floats:
    free = np.ones(features.shape[1], dtype=bool)
    while True:
        mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
        scaled = ((features - mean) / spread)[:, free]
        slope = np.linalg.solve(scaled.T @ scaled + RIDGE * np.eye(int(free.sum())), scaled.T @ (human - human.mean()))
        weights = np.zeros(features.shape[1])
        weights[free] = slope / spread[free]
        wrong = np.array([weights[place] * SIGNS[name] < 0 for place, name in enumerate(NAMES)])
        if not wrong.any():
            return Fit(float(human.mean() - mean @ weights), weights)
        free &= ~wrong


def left_out(data: Answers, groups: NDArray[np.str_], folds: int | None = None) -> Floats:
    """Scores of answers whose group the fit did not see: each group alone, or in `folds` parts drawn with seed 0."""
    names = np.unique(groups)
    if folds is None:
        parts = [np.array([name]) for name in names]
    else:
        parts = np.array_split(np.random.default_rng(0).permutation(names), folds)
    scores = np.zeros(len(data.human))
    for part in parts:
        held = np.isin(groups, part)
        scores[held] = predict(data, fit(data, ~held))[held]
    return scores


def best_rows(values: Floats, row: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each answer's best reference."""
    order = np.lexsort((values, row))
    return order[np.r_[np.flatnonzero(np.diff(row[order])), len(order) - 1]]


def best_of(values: Floats, row: NDArray[np.int64]) -> Floats:
    """The value of each answer's best reference."""
    return values[best_rows(values, row)]


def interval(scores: Floats, data: Answers) -> tuple[float, float]:
    """How far below and above the score the mean human score of a question's like-scored answers lies, 10% and 90%.

    The human scores are 0 or 1, and a single one says nothing of where between them the truth lies; their mean does.
    """
    bands = np.minimum((scores * BAND).astype(int), BAND - 1)
    gaps = []
    for question in np.unique(data.question):
        for band in range(BAND):
            held = (data.question == question) & (bands == band)
            if held.sum() >= LEAST:
                gaps.append(data.human[held].mean() - scores[held].mean())
    low, high = np.quantile(gaps, [0.1, 0.9])
    return max(0.0, -float(low)), max(0.0, float(high))


def report(data: Answers) -> dict[str, str]:
    """The figures, as they go into the file."""
    by_question = left_out(data, data.question, FOLDS)
    by_module, by_half = left_out(data, data.module), left_out(data, data.half)
    count = f"{len(data.human):,} answers to {len(np.unique(data.question))} questions (SemEval-2013 task 7, train)"
    rmse = float(np.sqrt(np.mean((by_question - data.human) ** 2)))
    flat = float(np.std(data.human))
    recall = best_of(data.features[:, 0], data.row)
    return {
        "data": f"{count}, human scores 0 or 1",
        "by question": f"Pearson {_figures(by_question, data)}; RMSE {rmse:.3f} (the mean for all: {flat:.3f}); "
        f"{FOLDS} folds of whole questions, seed 0, every answer scored by a fit without its question",
        "by module": f"Pearson {_figures(by_module, data)}; each module of the two halves left out in turn",
        "by half": f"Pearson {_figures(by_half, data)}; BEETLE scored by a fit on SciEntsBank only, and the reverse",
        "status": _shares(by_question, data),
        "baselines": f"Pearson of the cosine of mean token vectors {_figures(data.cosine, data)}; of word overlap (F1 "
        f"of stems) {_figures(data.overlap, data)}; of token recall alone {_figures(recall, data)}",
    }


def _shares(scores: Floats, data: Answers) -> str:
    """How many of the answers in each status people called right."""
    limits = load_grader_weights().status
    edges = {
        "covered": (limits.covered, 2.0),
        "partly": (limits.partly, limits.covered),
        "missed": (-1.0, limits.partly),
    }
    parts = []
    for name, (least, below) in edges.items():
        held = (scores >= least) & (scores < below)
        parts.append(f"{name} {held.mean():.0%} of the answers, {data.human[held].mean():.0%} of them right")
    return "; ".join(parts)


def _figures(scores: Floats, data: Answers) -> str:
    parts = [f"{_pearson(scores, data.human):.3f}"]
    for half in np.unique(data.half):
        held = data.half == half
        parts.append(f"{half} {_pearson(scores[held], data.human[held]):.3f}")
    return f"{parts[0]} ({', '.join(parts[1:])})"


def _pearson(one: Floats, other: Floats) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def _cosine(one: Floats, other: Floats) -> float:
    return float(one @ other / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-9))


def _overlap(reference: str, answer: str) -> float:
    one, other = ({stem_of(word) for word in words_of(text)} for text in (reference, answer))
    return 2 * len(one & other) / max(1, len(one) + len(other))


def numbers(data: Answers, figures: dict[str, str]) -> dict[str, object]:
    """The file's content: the fit on all answers."""
    found = fit(data, np.ones(len(data.human), dtype=bool))
    below, above = interval(left_out(data, data.question, FOLDS), data)
    kept = load_grader_weights()
    return {
        "about": "Numbers of the local grader, written by scripts/fit_grader.py; 'basis' says what they rest on.",
        "version": str(int(kept.version) + 1),
        "embedder": kept.embedder,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "intercept": round(found.intercept, 3),
        "features": [
            {"name": name, "weight": round(float(weight), 3)}
            for name, weight in zip(NAMES, found.weights, strict=True)
            if weight
        ],
        "below": round(below, 2),
        "above": round(above, 2),
        "status": kept.status.model_dump(),
        "basis": figures,
    }


def main(say: Callable[[str], object] = print, arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Fit the local grader on scored answers.")
    parser.add_argument("data", type=Path, help="lines of scored answers")
    parser.add_argument("--models", type=Path, default=Path("data/models"), help="the folder of the exported encoder")
    parser.add_argument("--write", action="store_true", help="write grader.json anew")
    options = parser.parse_args(arguments)
    data = read(options.data, options.models)
    made = numbers(data, report(data))
    text = json.dumps(made, indent=2, ensure_ascii=False) + "\n"
    say(text)
    if options.write:
        GRADER_FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
