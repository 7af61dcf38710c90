"""Is the question answered by the material?  Three verdicts (DESIGN decision 5), from how much of the question the
passages say token by token and how near their best sentence comes: other subjects are told from answered questions
better than by any one cosine, near misses better than by either alone.  A question after something that the library
has no word for is not answered by it, whatever else of the question it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from tutor.answering.relevance import Relevance, TokenRelevance
from tutor.answering.spelling import Speller
from tutor.calibration import VerdictThresholds
from tutor.domain import Model, Passage, Verdict
from tutor.library.fulltext import content_words
from tutor.library.store import Store

_NAME = re.compile(r"(?<=[\w,] )(?:[A-Z][\w-]*[A-Z0-9][\w-]*|[A-Z][a-z]+)\b")
# Names by their form alone: spaCy, EfficientNet, nvfp4, max_depth.
_TERM = re.compile(
    r"(?<![\w.`])(?:[a-z]+[A-Z]\w*|[A-Z]+[a-z]+[A-Z]\w*|[A-Za-z]{2,}\d\w*|[A-Za-z]\d{3,}|[A-Za-z]\w*_\w+)(?![\w`(])"
)
_UNSAID = 0.42  # best cosines of a word's tokens, on average, below which no passage says it in other words
_MOST_NAMES = 10  # of a question: each that no passage holds costs a search


class Judgement(Model):
    """A verdict, how sure it is (0..1), and what it was read from: the best token recall of a passage, the best
    sentence cosine, whether the question names something that the library does not, and the relevance."""

    model_config = Model.model_config | {"arbitrary_types_allowed": True}

    verdict: Verdict
    confidence: float
    recall: float = 0.0
    closest: float = 0.0
    missing: bool = False
    relevance: Relevance | None = None


class Judge:
    """Verdicts over one library."""

    def __init__(
        self, relevance: TokenRelevance, store: Store, speller: Speller, thresholds: VerdictThresholds
    ) -> None:
        self._relevance = relevance
        self._store = store
        self._speller = speller
        self._thresholds = thresholds

    def judge(self, question: str, passages: Sequence[Passage]) -> Judgement:
        """The verdict on `question` given what was found for it.  Nothing a passage says can change the rule."""
        if not passages:
            return Judgement(verdict=Verdict.NOT_IN_MATERIAL, confidence=1.0)
        relevance = self._relevance.of_passages(question, passages)
        limits = self._thresholds
        recall = float(relevance.passages.max())
        closest = max(one.scores.sentence for one in passages)
        evidence = recall + limits.sentence_weight * closest
        missing = self._missing(question, passages, relevance)
        if evidence < limits.subject:
            verdict = Verdict.NOT_IN_MATERIAL
        elif evidence < limits.answer or missing:
            verdict = Verdict.CLOSEST
        else:
            verdict = Verdict.ANSWERED
        return Judgement(
            verdict=verdict,
            confidence=_confidence(evidence, limits),
            recall=recall,
            closest=closest,
            missing=missing,
            relevance=relevance,
        )

    def _missing(self, question: str, passages: Sequence[Passage], relevance: Relevance) -> bool:
        """Whether the question names something (a model, a product, a person) that the library does not."""
        text = " ".join(f"{' '.join(one.headings)} {one.text}" for one in passages).lower()
        named = [name for name in (*_NAME.findall(question), *_TERM.findall(question)) if content_words(name)]
        for name in list(dict.fromkeys(named))[:_MOST_NAMES]:
            if not (name.lower().rstrip("s") in text or self._known(name) or self._speller.is_slip(name)):
                return True
        # Who types in small letters writes names small, too: there a word nobody knows is one, if nothing is near it.
        return question == question.lower() and any(
            _said(word, question, relevance) < _UNSAID for word in self._speller.unknown(question)
        )

    def _known(self, name: str) -> bool:
        return bool(self._store.search_words(name, 1))


def _said(word: str, question: str, relevance: Relevance) -> float:
    """How near the passages come to a word of the question: mean over its tokens of their best cosine."""
    start = question.find(word)
    tokens = [place for place, (first, _) in enumerate(relevance.offsets) if start <= first < start + len(word)]
    return float(relevance.best[:, tokens].max(axis=0).mean()) if tokens and len(relevance.best) else 1.0


def _confidence(evidence: float, limits: VerdictThresholds) -> float:
    """A logistic curve through 0.5 at the answer threshold."""
    return round(float(1 / (1 + np.exp(-12 * (evidence - limits.answer)))), 3)
