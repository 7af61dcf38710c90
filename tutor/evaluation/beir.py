"""Labelled sets in BEIR form (Thakur et al. 2021, arXiv:2104.08663): corpus.jsonl, queries.jsonl, qrels.tsv.

A document is {"id" or "_id", "title", "text"}; a query {"id" or "_id", "text"} and, if it has them, "history" (the
turns before it) and "answerable"; a label is a line "query, document, grade" between tabs, or trec_eval's
"query, 0, document, grade".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import AliasChoices, Field

from tutor.domain import Model, Turn
from tutor.errors import EvaluationError
from tutor.evaluation.lines import read_lines, text_lines
from tutor.evaluation.throwaway import Text

_ID = AliasChoices("id", "_id")
_GRADE = re.compile(r"[+-]?\d+", re.ASCII)


class _Line(Model):
    """A line of the corpus or of the queries; what else it says is passed over."""

    model_config = Model.model_config | {"extra": "ignore", "coerce_numbers_to_str": True}

    id: str = Field(validation_alias=_ID)
    text: str


_Any = TypeVar("_Any", bound=_Line)


class _DocumentLine(_Line):
    title: str | None = None


class _QueryLine(_Line):
    history: tuple[Turn, ...] = ()
    answerable: bool = True


class LabelledQuery(Model):
    """A question with the documents that answer it: id -> grade, 1 and up."""

    id: str
    text: str
    history: tuple[Turn, ...]
    relevant: dict[str, int]


class LabelledSet(Model):
    """Documents, and the questions that can be scored; `left_out` are without a label or said to be unanswerable,
    `absent` labels name a document that is not there (it counts as not found)."""

    documents: tuple[Text, ...]
    queries: tuple[LabelledQuery, ...]
    left_out: int
    absent: int = 0


def read_beir(corpus: Path, queries: Path, qrels: Path) -> LabelledSet:
    """The set of three files.  Raises EvaluationError, in one sentence, where one of them cannot be used."""
    documents = [
        Text(id=one.id, title=one.title or "", text=one.text)
        for one in _unlike(read_lines(corpus, _DocumentLine), corpus)
    ]
    asked = list(_unlike(read_lines(queries, _QueryLine), queries))
    labels = _read_labels(qrels, {one.id for one in asked})
    there = {one.id for one in documents}
    if labels and not any(there & set(grades) for grades in labels.values()):
        raise EvaluationError(
            f"no document that {str(qrels)!r} names is in {str(corpus)!r}; do the two belong together?"
        )
    scored = [
        LabelledQuery(id=one.id, text=one.text, history=one.history, relevant=labels[one.id])
        for one in asked
        if one.answerable and one.id in labels
    ]
    if not scored:
        raise EvaluationError(f"no question of {str(queries)!r} has a label above 0 in {str(qrels)!r}")
    absent = sum(len(set(one.relevant) - there) for one in scored)
    return LabelledSet(
        documents=tuple(documents), queries=tuple(scored), left_out=len(asked) - len(scored), absent=absent
    )


def _unlike(lines: Iterator[_Any], path: Path) -> Iterator[_Any]:
    """The lines of a file, each id once and at least one of them."""
    seen: set[str] = set()
    for one in lines:
        if one.id in seen:
            raise EvaluationError(f"the id {one.id!r} stands twice in {str(path)!r}")
        seen.add(one.id)
        yield one
    if not seen:
        raise EvaluationError(f"{str(path)!r} is empty")


def _read_labels(path: Path, queries: set[str]) -> dict[str, dict[str, int]]:
    """Query -> document -> grade, grades above 0 only; labels of other queries are passed over, as one file of labels
    often serves several of questions."""
    labels: dict[str, dict[str, int]] = {}
    for place, (number, line) in enumerate(text_lines(path)):
        fields = [one.strip() for one in line.split("\t")] if "\t" in line else line.split()
        if place == 0 and len(fields) in {3, 4} and not _GRADE.fullmatch(fields[-1]):
            continue  # the header
        if len(fields) not in {3, 4} or not _GRADE.fullmatch(fields[-1]):
            raise EvaluationError(
                f"line {number} of {str(path)!r} is no label: write query, document and a whole grade between tabs"
            )
        query, document, grade = fields[0], fields[-2], int(fields[-1])
        if grade > 0 and query in queries:
            labels.setdefault(query, {})[document] = grade
    return labels
