"""Which passages come first in an answer: the search's score, and how much of the question they say.

The search compares the question with a mean of each sentence's tokens; the judge has the tokens themselves (late
interaction, Khattab & Zaharia 2020, arXiv:2004.12832), and used for ranking too they cost nothing more.  Rubric points,
mistakes and questions do not count: they repeat in other words what the text says.  calibration.json has the weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.answering import wording
from tutor.answering.relevance import Relevance
from tutor.calibration import Ranking
from tutor.domain import Passage, SentenceRole
from tutor.retrieval.search import asks_mistakes

_QUOTED = {SentenceRole.PROSE, SentenceRole.ITEM}
_TOLD = 0.3  # what a token counts that only repeats the conversation
_LENGTH = 1_000  # characters of a passage that is neither long nor short


class PassageRanker:
    """Orders what was found for a question by `weights`."""

    def __init__(self, weights: Ranking) -> None:
        self._weights = weights

    def rank(
        self, question: str, passages: Sequence[Passage], relevance: Relevance, *, keep: int, told: int = 0
    ) -> tuple[tuple[Passage, ...], Relevance]:
        """The best `keep` passages with the scores they are ranked by, and their rows of `relevance`.

        The first `told` characters of the question repeat the conversation: they say what is meant, but have been
        answered.
        """
        searched = np.array([passage.score for passage in passages], dtype=np.float64)
        scores = weighed(searched, ranking_measures(question, passages, relevance, told=told), self._weights)
        order = np.argsort(-scores, kind="stable")[:keep]
        ranked = tuple(
            passages[place].model_copy(update={"rank": rank, "score": float(scores[place])})
            for rank, place in enumerate(order, start=1)
        )
        return ranked, relevance._replace(
            best=relevance.best[order],
            passages=relevance.passages[order],
            sentences=tuple(relevance.sentences[place] for place in order),
        )


def ranking_measures(
    question: str, passages: Sequence[Passage], relevance: Relevance, *, told: int = 0
) -> NDArray[np.float64]:
    """What is weighed of each passage: float64 [passages, 5], a column for each of `Ranking`'s fields, in order."""
    roles = _QUOTED | ({SentenceRole.CODE} if wording.asks_code(question) else set())
    roles |= {SentenceRole.MISTAKE} if asks_mistakes(question) else set()
    topic = wording.defined_words(question) if wording.asks_definition(question) else frozenset()
    weights = _own_weights(relevance, told)
    rows = [
        (
            _best_said(passage, np.clip(recalls, 0.0, 1.0) @ weights, roles),
            float(best @ weights),
            math.log(max(len(passage.text), 1) / _LENGTH),
            _opens_section(passage),
            _defines(passage, topic),
        )
        for passage, recalls, best in zip(passages, relevance.sentences, relevance.best, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, len(Ranking.model_fields))


def weighed(searched: NDArray[np.float64], measures: NDArray[np.float64], weights: Ranking) -> NDArray[np.float64]:
    """What passages are ordered by: the search's scores [passages], and what ranking_measures found."""
    return searched + measures @ np.array([getattr(weights, name) for name in Ranking.model_fields], dtype=np.float64)


def _own_weights(relevance: Relevance, told: int) -> NDArray[np.float32]:
    """The tokens' weights, less for those that only repeat the conversation."""
    starts = np.array([start for start, _ in relevance.offsets], dtype=np.int64)
    weights = relevance.weights * np.where(starts < told, _TOLD, 1.0).astype(np.float32)
    total = float(weights.sum())
    return weights / total if total > 0 else relevance.weights


def _opens_section(passage: Passage) -> bool:
    """Whether the passage begins with its heading: the beginning of a section says what the section is about."""
    first = passage.text.lstrip().split("\n", 1)[0]
    return bool(passage.headings) and first.lstrip("#").strip() == passage.headings[-1]


def _best_said(passage: Passage, recalls: NDArray[np.float32], roles: set[SentenceRole]) -> float:
    said = (float(recall) for one, recall in zip(passage.sentences, recalls, strict=True) if one.role in roles)
    return max(said, default=0.0)


def _defines(passage: Passage, topic: frozenset[str]) -> bool:
    """Whether a sentence of the passage has the topic for its subject."""
    return bool(topic) and any(
        one.role in _QUOTED and wording.defines_topic(one.text, topic) for one in passage.sentences
    )
