"""Is the question answered by the material?  Three verdicts (DESIGN decision 5), from how much of the question the
passages say token by token and how near their best sentence comes: other subjects are told from answered questions
better than by any one cosine, near misses better than by either alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from tutor.answering.relevance import Relevance, TokenRelevance
from tutor.calibration import VerdictThresholds
from tutor.domain import Model, Passage, Verdict
from tutor.library.fulltext import content_words
from tutor.library.store import Store

_NAME = re.compile(r"(?<=[\w,] )(?:[A-Z][\w-]*[A-Z0-9][\w-]*|[A-Z][a-z]+)\b")
_MOST_NAMES = 10  # of a question: each that no passage holds costs a search


class Judgement(Model):
    """A verdict, how sure it is (0..1), and the relevance it was read from."""

    model_config = Model.model_config | {"arbitrary_types_allowed": True}

    verdict: Verdict
    confidence: float
    relevance: Relevance | None = None


class Judge:
    """Verdicts over one library."""

    def __init__(self, relevance: TokenRelevance, store: Store, thresholds: VerdictThresholds) -> None:
        self._relevance = relevance
        self._store = store
        self._thresholds = thresholds

    def judge(self, question: str, passages: Sequence[Passage]) -> Judgement:
        """The verdict on `question` given what was found for it.  Nothing a passage says can change the rule."""
        if not passages:
            return Judgement(verdict=Verdict.NOT_IN_MATERIAL, confidence=1.0)
        relevance = self._relevance.of_passages(question, passages)
        limits = self._thresholds
        closest = max(one.scores.sentence for one in passages)
        evidence = float(relevance.passages.max()) + limits.sentence_weight * closest
        if evidence < limits.subject:
            verdict = Verdict.NOT_IN_MATERIAL
        elif evidence < limits.answer or self._missing_names(question, passages):
            verdict = Verdict.CLOSEST
        else:
            verdict = Verdict.ANSWERED
        return Judgement(verdict=verdict, confidence=_confidence(evidence, limits), relevance=relevance)

    def _missing_names(self, question: str, passages: Sequence[Passage]) -> list[str]:
        """Names in the question (a model, a product, a person) that no passage found for it mentions."""
        text = " ".join(f"{' '.join(one.headings)} {one.text}" for one in passages).lower()
        names = list(dict.fromkeys(name for name in _NAME.findall(question) if content_words(name)))[:_MOST_NAMES]
        return [name for name in names if name.lower().rstrip("s") not in text and not self._known(name)]

    def _known(self, name: str) -> bool:
        return bool(self._store.search_words(name, 1))


def _confidence(evidence: float, limits: VerdictThresholds) -> float:
    """A logistic curve through 0.5 at the answer threshold."""
    return round(float(1 / (1 + np.exp(-12 * (evidence - limits.answer)))), 3)
