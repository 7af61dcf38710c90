"""How well spans of the material carry a sentence, with no language model.

    score = ((1 - words) * token recall + words * word recall)
            * (1 - names * share of names missing) * (1 - numbers * share of numbers missing)
            * (1 - absolute, where it says "always" or the like and no span does) * (1 - denial, where a span denies it)

Recall is weighted by inverse document frequency and taken over the union of the spans: what each token's best match in
any of them is.  The weights and the thresholds are fitted (tutor/calibration.json says on what).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.answering.contradiction import denials
from tutor.answering.opposite_words import stem_of
from tutor.answering.relevance import TokenRelevance
from tutor.calibration import SupportThresholds
from tutor.domain import Support
from tutor.library.embedder import TokenVectors
from tutor.library.fulltext import STOP_WORDS

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Words that leave no exception, by stem; a sentence that has one says more than a span that has none.
_ABSOLUTE_WORDS = """
always never all every everything only solely exclusively guarantee impossible entirely completely none fully regardless
eliminate whatever
"""
_ABSOLUTE = frozenset(map(stem_of, _ABSOLUTE_WORDS.split()))
_COUNTING = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DIGITS = {word: str(number) for number, word in enumerate(_COUNTING) if word != "one"}  # "one" is mostly a pronoun
_POOL = 30  # spans looked at in a search, best by token recall
_MOST_SPANS = 3
_LEAST_GAIN = 0.02  # a further span must add this much
_AT_ONCE = 128  # claims embedded together


class Evidence(NamedTuple):
    """Spans made ready to be compared with many sentences; one entry a span."""

    tokens: tuple[TokenVectors, ...]
    words: tuple[frozenset[str], ...]
    numbers: tuple[frozenset[str], ...]
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.tokens)


class Measures(NamedTuple):
    """What a support score is made of, each 0..1: recall by tokens and by words, the shares of names and of numbers
    that are missing, whether it is more absolute than its spans, whether one of them denies it."""

    recall: float
    words: float
    names: float
    numbers: float
    absolute: float
    denied: float

    def score(self, weights: SupportThresholds) -> float:
        """The support score (0..1)."""
        score = (1 - weights.words) * self.recall + weights.words * self.words
        score *= (1 - weights.names * self.names) * (1 - weights.numbers * self.numbers)
        score *= (1 - weights.absolute * self.absolute) * (1 - weights.denial * self.denied)
        return min(max(score, 0.0), 1.0)


NOTHING = Measures(recall=0.0, words=0.0, names=1.0, numbers=1.0, absolute=0.0, denied=0.0)  # without a span


class Found(NamedTuple):
    """The spans that carry a sentence best, as indices into an Evidence, and its support score by them."""

    spans: tuple[int, ...]
    score: float


class _Claim(NamedTuple):
    """A sentence made ready; `best` float32 [spans, tokens] is each token's best match in each span."""

    text: str
    weights: NDArray[np.float32]
    best: NDArray[np.float32]
    words: dict[str, float]
    names: dict[str, float]
    numbers: frozenset[str]
    absolute: bool


class SupportScorer:
    """Support scores over one library's document frequencies."""

    def __init__(self, relevance: TokenRelevance, thresholds: SupportThresholds) -> None:
        self._relevance = relevance
        self._thresholds = thresholds
        self._denies = thresholds.denial > 0

    def evidence(self, spans: Sequence[str]) -> Evidence:
        """Make spans ready; one forward pass for all."""
        return _evidence(spans, self._relevance.token_vectors(spans) if spans else ())

    def support_score(self, claim: str, spans: Sequence[str]) -> float:
        """Support (0..1) of one sentence by all of `spans` together."""
        return self.score(claim, self.evidence(spans), range(len(spans)))

    def support_scores(self, claims: Sequence[str], spans: Sequence[str]) -> list[float]:
        """Support (0..1) of each claim by the span in its place; many at once cost less than one by one."""
        scores = []
        for first in range(0, len(claims), _AT_ONCE):
            said, given = claims[first : first + _AT_ONCE], spans[first : first + _AT_ONCE]
            tokens = self._relevance.token_vectors([*said, *given])
            for claim, span, mine, theirs in zip(said, given, tokens, tokens[len(said) :], strict=False):
                evidence = _evidence([span], [theirs])
                read = self._read(claim, evidence, mine)
                measures = self._measure(read, evidence, (0,), denials_too=self._denies)
                scores.append(measures.score(self._thresholds))
        return scores

    def score(self, claim: str, evidence: Evidence, spans: Sequence[int]) -> float:
        """Support (0..1) of `claim` by those spans of `evidence` together; 0 without a span."""
        return self.measure(claim, evidence, spans).score(self._thresholds) if len(evidence) and len(spans) else 0.0

    def measure(self, claim: str, evidence: Evidence, spans: Sequence[int]) -> Measures:
        """What the score of `claim` by those spans of `evidence`, at least one, is made of."""
        return self._measure(self._read(claim, evidence), evidence, spans, denials_too=self._denies)

    def search(self, claim: str, evidence: Evidence, most: int = _MOST_SPANS) -> Found:
        """The spans that carry `claim` best: taken one by one, each for what it adds."""
        if not len(evidence):
            return Found((), 0.0)
        read = self._read(claim, evidence)
        pool = [int(span) for span in np.argsort(-(read.best @ read.weights), kind="stable")[:_POOL]]
        found = Found((), 0.0)
        for _ in range(most):
            tried = [
                Found((*found.spans, span), self._measure(read, evidence, (*found.spans, span)).score(self._thresholds))
                for span in pool
                if span not in found.spans
            ]
            better = max(tried, key=lambda one: one.score, default=found)
            if better.score < found.score + _LEAST_GAIN:
                break
            found = better
        if not found.spans:
            return found
        return Found(
            found.spans,
            self._measure(read, evidence, found.spans, denials_too=self._denies).score(self._thresholds),
        )

    def level(self, score: float) -> Support:
        """What a score counts as."""
        if score >= self._thresholds.supported:
            return Support.SUPPORTED
        return Support.WEAK if score >= self._thresholds.weak else Support.UNSUPPORTED

    def _read(self, claim: str, evidence: Evidence, tokens: TokenVectors | None = None) -> _Claim:
        if tokens is None:
            (tokens,) = self._relevance.token_vectors([claim])
        weights = self._relevance.weights(tokens)
        best = np.zeros((len(evidence), len(weights)), dtype=np.float32)
        for row, span in enumerate(evidence.tokens):
            if span.ids and len(weights):
                best[row] = (tokens.vectors @ span.vectors.T).max(axis=1).clip(0.0, 1.0)
        words, names = _words(claim, tokens, weights)
        absolute = any(stem_of(word) in _ABSOLUTE for word in _WORD.findall(claim.lower()))
        return _Claim(claim, weights, best, words, names, numbers_in(claim), absolute)

    def _measure(
        self, claim: _Claim, evidence: Evidence, spans: Sequence[int], *, denials_too: bool = False
    ) -> Measures:
        """Whether a span denies the claim is looked at only with `denials_too`: it takes as long as all the rest."""
        chosen = list(spans)
        said = frozenset[str]().union(*(evidence.words[span] for span in chosen))
        numbers = frozenset[str]().union(*(evidence.numbers[span] for span in chosen))
        return Measures(
            recall=float(claim.best[chosen].max(axis=0) @ claim.weights),
            words=1 - _missing(claim.words, said),
            names=_missing(claim.names, said),
            numbers=len(claim.numbers - numbers) / max(len(claim.numbers), 1),
            absolute=float(claim.absolute and not said & _ABSOLUTE),
            denied=float(denials_too and _is_denied(claim, evidence, chosen)),
        )


def _evidence(spans: Sequence[str], tokens: Sequence[TokenVectors]) -> Evidence:
    return Evidence(
        tuple(tokens),
        tuple(frozenset(stem_of(word) for word in _WORD.findall(span.lower())) for span in spans),
        tuple(numbers_in(span) for span in spans),
        tuple(spans),
    )


def _is_denied(claim: _Claim, evidence: Evidence, spans: Sequence[int]) -> bool:
    """Whether one of the spans nearest to the claim denies it."""
    nearest = sorted(spans, key=lambda span: -float(claim.best[span] @ claim.weights))[:_MOST_SPANS]
    return any(denials("", [claim.text], evidence.texts[span]) != [None] for span in nearest)


def _words(claim: str, tokens: TokenVectors, weights: NDArray[np.float32]) -> tuple[dict[str, float], dict[str, float]]:
    """The claim's content words by stem, and those of them that are names, each with the weight of its rarest token.

    A name has a capital inside it, or in front where that does not merely begin the sentence.
    """
    words: dict[str, float] = {}
    names: dict[str, float] = {}
    opening = _WORD.search(claim)
    for match in _WORD.finditer(claim):
        word = match.group()
        if word.lower() in STOP_WORDS:
            continue
        inside = [
            float(weight)
            for weight, (start, end) in zip(weights, tokens.offsets, strict=True)
            if start < match.end() and end > match.start()
        ]
        stem = stem_of(word.lower())
        words[stem] = max(inside, default=0.0)
        first = opening is not None and match.start() == opening.start()
        if any(letter.isupper() for letter in word[1:]) or (word[0].isupper() and not first):
            names[stem] = words[stem]
    return words, names


def _missing(words: dict[str, float], said: frozenset[str]) -> float:
    """The share (by weight) of `words` that is not in `said`; 0 where there are none."""
    total = sum(words.values())
    return sum(weight for word, weight in words.items() if word not in said) / total if total > 0 else 0.0


def numbers_in(text: str) -> frozenset[str]:
    """The numbers in a text in one spelling: 1,000 is 1000, 2.50 is 2.5, three is 3."""
    found = {number.replace(",", "") for number in _NUMBER.findall(text)}
    plain = {number.rstrip("0").rstrip(".") if number.count(".") == 1 else number for number in found}
    return frozenset(plain | {_DIGITS[word] for word in _WORD.findall(text.lower()) if word in _DIGITS})
