"""What a language model is handed: the sentences most likely to answer, each under an opaque id."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from tutor.answering.composing import Draft
from tutor.answering.marks import draw_ids
from tutor.domain import Passage, ScoredSentence, SentenceRole

MOST_SENTENCES = 60
_ROLES = {SentenceRole.PROSE, SentenceRole.ITEM, SentenceRole.CODE, SentenceRole.FORMULA, SentenceRole.TABLE}


class Handed(NamedTuple):
    """A sentence of a passage under its id."""

    id: str
    passage: Passage
    sentence: ScoredSentence

    @property
    def evidence(self) -> str:
        """The sentence as a claim is compared with it: under its headings, which often name its subject."""
        return "\n".join((" › ".join(self.passage.headings), self.sentence.text)).strip()


class Handover:
    """The sentences of one request.  `fence` marks where the material begins and ends, and is drawn like an id."""

    def __init__(self, sentences: tuple[Handed, ...], fence: str) -> None:
        self.sentences = sentences
        self.fence = fence

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Id -> index in `sentences`."""
        return {one.id: place for place, one in enumerate(self.sentences)}

    @cached_property
    def text(self) -> str:
        """The sentences for the prompt, by passage, under its title and headings."""
        blocks = []
        for _, group in groupby(self.sentences, key=lambda one: one.passage.rank):
            members = list(group)
            passage = members[0].passage
            path = " › ".join(dict.fromkeys((passage.title, *passage.headings)))
            blocks.append("\n".join([f"# {path}", *(f"[{one.id}] {_flat(one.sentence)}" for one in members)]))
        return "\n\n".join(blocks)


def hand_over(draft: Draft, rng: random.Random) -> Handover:
    """The best sentences of the draft's passages, in reading order, none twice."""
    ranked: list[tuple[float, int, int]] = []
    seen: set[tuple[str, int, int]] = set()
    for row, passage in enumerate(draft.passages):
        recalls = _recalls(draft, row)
        for column, sentence in enumerate(passage.sentences):
            place = (passage.document, sentence.start, sentence.end)
            if sentence.role in _ROLES and place not in seen:
                seen.add(place)
                ranked.append((sentence.score + recalls[column], row, column))
    best = sorted((row, column) for _, row, column in sorted(ranked, reverse=True)[:MOST_SENTENCES])
    fence, *ids = draw_ids(len(best) + 1, rng)
    handed = (
        Handed(one, draft.passages[row], draft.passages[row].sentences[column])
        for one, (row, column) in zip(ids, best, strict=True)
    )
    return Handover(tuple(handed), fence)


def _recalls(draft: Draft, row: int) -> list[float]:
    """Recall of the question in each sentence of a passage; zeros where it was not measured."""
    if draft.relevance is None:
        return [0.0] * len(draft.passages[row].sentences)
    recall = np.clip(draft.relevance.sentences[row], 0.0, 1.0) @ draft.relevance.weights
    return [float(one) for one in recall]


def _flat(sentence: ScoredSentence) -> str:
    return sentence.text if sentence.role is SentenceRole.CODE else " ".join(sentence.text.split())
