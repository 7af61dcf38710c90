"""The maker that needs no language model: all the ways of asking that a document's own sentences allow."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from tutor.domain import AnswerForm, Document, Question
from tutor.library.embedder import Embedder
from tutor.library.rows import StoredChunk
from tutor.practice.making.causes import make_causes
from tutor.practice.making.cloze import make_cloze
from tutor.practice.making.coding import make_coding
from tutor.practice.making.comparisons import make_contrasts, make_table_comparisons
from tutor.practice.making.definitions import make_definitions, make_descriptions, make_explanations
from tutor.practice.making.headings import make_deeds, make_headings, make_talks
from tutor.practice.making.mechanisms import make_mechanisms, make_objects
from tutor.practice.making.numbers import make_numbers
from tutor.practice.making.reading import Material


class MaterialMaker:
    """Makes questions by rule.  The ways take turns, so that a short set is a mixed one, and each way's own questions
    come in an order drawn from `rng`, so that another set asks other things."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def dropped(self) -> tuple[str, ...]:
        """Nothing: a rule that does not fit writes nothing."""
        return ()

    def make(
        self,
        document: Document,
        chunks: Sequence[StoredChunk],
        *,
        wanted: int,
        forms: frozenset[AnswerForm],
        rng: random.Random,
    ) -> Iterator[Question]:
        """Every question of those forms that the rules can word; fewer than `wanted` where there are no more."""
        yield from _in_turn(list(self.ways(document, chunks, forms=forms, rng=rng).values()))

    def ways(
        self, document: Document, chunks: Sequence[StoredChunk], *, forms: frozenset[AnswerForm], rng: random.Random
    ) -> dict[str, list[Question]]:
        """The questions of each way of asking, by its name."""
        material = Material(document, chunks)
        ways: dict[str, tuple[AnswerForm, Callable[[], Iterator[Question]]]] = {
            "heading": (AnswerForm.OPEN, lambda: make_headings(material)),
            "cause": (AnswerForm.OPEN, lambda: make_causes(material)),
            "missing term": (AnswerForm.CHOICE, lambda: make_cloze(material, self._embedder, rng)),
            "definition": (AnswerForm.OPEN, lambda: make_definitions(material)),
            "contrast": (AnswerForm.OPEN, lambda: make_contrasts(material, self._embedder)),
            "mechanism": (AnswerForm.OPEN, lambda: make_mechanisms(material)),
            "number": (AnswerForm.NUMBER, lambda: make_numbers(material)),
            "deeds": (AnswerForm.OPEN, lambda: make_deeds(material)),
            "object": (AnswerForm.OPEN, lambda: make_objects(material)),
            "description": (AnswerForm.CHOICE, lambda: make_descriptions(material, rng)),
            "explanation": (AnswerForm.EXPLAIN, lambda: make_explanations(material)),
            "table": (AnswerForm.OPEN, lambda: make_table_comparisons(material, rng)),
            "talk": (AnswerForm.OPEN, lambda: make_talks(material)),
            "code": (AnswerForm.CODE, lambda: make_coding(material)),
        }
        return {name: _shuffled(way(), rng) for name, (form, way) in ways.items() if form in forms}


def _shuffled(questions: Iterator[Question], rng: random.Random) -> list[Question]:
    found = list(questions)
    rng.shuffle(found)
    return found


def _in_turn(ways: Sequence[Sequence[Question]]) -> Iterator[Question]:
    """The first of each, then the second of each, and so on."""
    for row in zip_longest(*ways):
        yield from (question for question in row if question is not None)
