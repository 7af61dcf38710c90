"""Which passages come first in an answer: the search's score, and how much of the question one sentence says.

    score + SENTENCE * best token recall of the question in a sentence that may be quoted
          + DEFINES where the question asks what something is and a sentence of the passage says so

The search compares the question with a mean of each sentence's tokens; the judge has the tokens themselves (late
interaction, Khattab & Zaharia 2020, arXiv:2004.12832), and used for ranking too they cost nothing more.  Rubric points,
mistakes and questions do not count: they repeat in other words what the text says.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.answering import wording
from tutor.answering.relevance import Relevance
from tutor.domain import Passage, SentenceRole
from tutor.retrieval.search import asks_mistakes

SENTENCE = 0.5
DEFINES = 0.2
_QUOTED = {SentenceRole.PROSE, SentenceRole.ITEM}


def rank_passages(
    question: str, passages: Sequence[Passage], relevance: Relevance, *, keep: int
) -> tuple[tuple[Passage, ...], Relevance]:
    """The best `keep` passages with the scores they are ranked by, and their rows of `relevance`."""
    roles = _QUOTED | ({SentenceRole.CODE} if wording.asks_code(question) else set())
    roles |= {SentenceRole.MISTAKE} if asks_mistakes(question) else set()
    topic = wording.defined_words(question) if wording.asks_definition(question) else frozenset()
    scores = [
        passage.score
        + SENTENCE * _best_said(passage, np.clip(recalls, 0.0, 1.0) @ relevance.weights, roles)
        + DEFINES * _defines(passage, topic)
        for passage, recalls in zip(passages, relevance.sentences, strict=True)
    ]
    order = sorted(range(len(passages)), key=lambda place: (-scores[place], place))[:keep]
    ranked = tuple(
        passages[place].model_copy(update={"rank": rank, "score": scores[place]})
        for rank, place in enumerate(order, start=1)
    )
    rows = np.array(order, dtype=np.int64)
    return ranked, relevance._replace(
        best=relevance.best[rows],
        passages=relevance.passages[rows],
        sentences=tuple(relevance.sentences[place] for place in order),
    )


def _best_said(passage: Passage, recalls: NDArray[np.float32], roles: set[SentenceRole]) -> float:
    said = (float(recall) for one, recall in zip(passage.sentences, recalls, strict=True) if one.role in roles)
    return max(said, default=0.0)


def _defines(passage: Passage, topic: frozenset[str]) -> bool:
    """Whether a sentence of the passage has the topic for its subject."""
    return bool(topic) and any(
        one.role in _QUOTED and wording.defines_topic(one.text, topic) for one in passage.sentences
    )
