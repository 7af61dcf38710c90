"""Labelled questions: what the verdict should be, and the sentences of the material that answer them.

A line: {"id", "question", "expect": "answered" | "near_miss" | "other_subject", "style"?, "history"?,
"answers": [{"document", "quote", "pooled"?}]}; any one of the answers is a fair core of the answer.  Answers that were
found by pooling (Spärck Jones and van Rijsbergen 1975: people judge what several systems found) say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from tutor.build import Tutor
from tutor.domain import Model, Turn
from tutor.errors import EvaluationError, UnknownDocument
from tutor.evaluation.lines import read_lines

Expectation = Literal["answered", "near_miss", "other_subject"]


class Place(Model):
    """A sentence of a document; `pooled` where it was labelled because a system found it."""

    model_config = Model.model_config | {"extra": "ignore"}

    document: str
    quote: str
    pooled: bool = False


class Labelled(Model):
    """A question, what is expected of the verdict, and the sentences any of which is a fair core of the answer."""

    model_config = Model.model_config | {"extra": "ignore"}

    id: str
    question: str
    style: str = ""
    expect: Expectation
    history: tuple[Turn, ...] = ()
    answers: tuple[Place, ...] = ()


class Label(NamedTuple):
    """A labelled sentence where it stands: characters of a document."""

    document: str
    start: int
    end: int
    pooled: bool = False

    def overlap(self, document: str, start: int, end: int) -> int:
        """Characters that the label shares with a span."""
        return max(0, min(self.end, end) - max(self.start, start)) if document == self.document else 0

    def within(self, document: str, start: int, end: int) -> bool:
        """Whether a span holds at least half of the labelled sentence: splitters differ in where a sentence ends."""
        return 2 * self.overlap(document, start, end) >= self.end - self.start


def read_labelled(path: Path) -> list[Labelled]:
    """The questions of a file.  Raises EvaluationError naming the line, also where an id comes twice or a question
    that should be answered has no answers."""
    found: dict[str, Labelled] = {}
    for one in read_lines(path, Labelled):
        if one.id in found:
            raise EvaluationError(f"{str(path)!r} has two questions of the id {one.id!r}; give each its own")
        if bool(one.answers) is not (one.expect == "answered"):
            rule = "a question has 'answers' if and only if its 'expect' is 'answered'"
            raise EvaluationError(f"question {one.id!r} of {str(path)!r} breaks a rule: {rule}")
        found[one.id] = one
    if not found:
        raise EvaluationError(f"{str(path)!r} holds no questions")
    return list(found.values())


def locate(questions: Sequence[Labelled], tutor: Tutor) -> dict[str, tuple[Label, ...]]:
    """Where the labelled sentences of each question stand in the library, by question id; a sentence that its document
    says more than once has a label for each.  Raises EvaluationError where a document or a sentence is not there."""

    @cache
    def text_of(document: str) -> str:
        try:
            found = tutor.document(document)
        except UnknownDocument as error:
            raise EvaluationError(
                f"the questions are labelled with sentences of {document!r}, which is not in this library; "
                "take in the documents they were written for first"
            ) from error
        return found.text if found.name == document else ""

    located = {}
    for one in questions:
        labels: list[Label] = []
        for place in one.answers:
            text = text_of(place.document)
            starts = _occurrences(text, place.quote)
            if not starts:
                raise EvaluationError(f"{place.document!r} does not say {place.quote!r} (question {one.id!r})")
            labels += [Label(place.document, at, at + len(place.quote), place.pooled) for at in starts]
        located[one.id] = tuple(dict.fromkeys(labels))
    return located


def _occurrences(text: str, quote: str) -> list[int]:
    found = []
    at = text.find(quote) if quote else -1
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found
