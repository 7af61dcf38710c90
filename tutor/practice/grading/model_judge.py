"""A language model's judgement of an answer, point by point, each shown by words that stand in the answer."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from pydantic import Field

from tutor.answering.marks import draw_ids
from tutor.backends.messages import LanguageModel
from tutor.backends.structured import Reply, StructuredModel
from tutor.domain import PointStatus, Question, Quote, Usage
from tutor.practice.grading.judging import PointJudgement
from tutor.practice.prompts import judge_prompt

_LONGEST_SENTENCE = 400  # characters of a point's sentence: what it says is in the point
_MAX_TOKENS = 2_000
_WORD = re.compile(r"\w+")


class _Judged(Reply):
    number: int = Field(ge=1)
    status: PointStatus
    quote: str | None = None


class _Judgements(Reply):
    points: tuple[_Judged, ...]


class ModelJudge:
    """Judges answers with a language model (a PointJudge).  Thread-safe."""

    def __init__(
        self, model: LanguageModel, *, max_tokens: int = _MAX_TOKENS, rng: random.Random | None = None
    ) -> None:
        """`rng` draws the fences; the system's own randomness unless a test wants to know them."""
        self._model = StructuredModel(model)
        self._max_tokens = max_tokens
        self._rng = rng or random.SystemRandom()

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._model.name

    @property
    def provider(self) -> str:
        return self._model.provider

    @property
    def model(self) -> str:
        return self._model.model

    @property
    def usage(self) -> Usage:
        """What this thread's last judgement took, also where it failed."""
        return self._model.usage

    def judge(self, question: Question, answer: str) -> tuple[PointJudgement, ...]:
        """One judgement for each rubric point, in order.

        Each quote is cut out of the answer.  A status that no words of the answer show (the model quotes none, or some
        that do not stand there, also when asked once more) is no judgement of this answer: the point counts as missed.
        Raises BackendError, also where there is not one judgement for each point.
        """
        count = len(question.rubric)
        (fence,) = draw_ids(1, self._rng)
        prompt = judge_prompt(question=question, answer=answer, fence=fence, longest=_LONGEST_SENTENCE)
        patient = True

        def fault(reply: _Judgements) -> str | None:
            nonlocal patient
            found = _misnumbered(reply.points, count) or (_unshown(reply.points, answer) if patient else None)
            patient = False
            return found

        reply = self._model.ask_for(prompt, _Judgements, max_tokens=self._max_tokens, check=fault)
        return tuple(_judgement(one, answer) for one in sorted(reply.points, key=lambda one: one.number))


def find_quote(quote: str | None, answer: str) -> Quote | None:
    """Where `quote` stands in `answer`, letter for letter or else word for word; case and what stands between the words
    may differ.  None where it does not."""
    exact = (quote or "").strip()
    wanted = [word.lower() for word in _WORD.findall(exact)]
    if wanted and (start := answer.find(exact)) >= 0:
        return Quote(start=start, end=start + len(exact), text=exact)
    spans = [match.span() for match in _WORD.finditer(answer)]
    words = [answer[start:end].lower() for start, end in spans]
    for first in range(len(words) - len(wanted) + 1):
        if wanted and words[first : first + len(wanted)] == wanted:
            start, end = spans[first][0], spans[first + len(wanted) - 1][1]
            return Quote(start=start, end=end, text=answer[start:end])
    return None


def _judgement(one: _Judged, answer: str) -> PointJudgement:
    quote = find_quote(one.quote, answer)
    if one.status is PointStatus.MISSED or quote is None:
        return PointJudgement(status=PointStatus.MISSED)
    return PointJudgement(status=one.status, quote=quote.text)


def _misnumbered(points: Sequence[_Judged], count: int) -> str | None:
    numbers = sorted(one.number for one in points)
    if numbers == list(range(1, count + 1)):
        return None
    return f"it judges the points {', '.join(map(str, numbers)) or 'none'}, and the rubric has 1 to {count}, each once"


def _unshown(points: Sequence[_Judged], answer: str) -> str | None:
    """Which of the points that are not missed have a quote that is not in the answer."""
    wrong = [
        str(one.number)
        for one in points
        if one.status is not PointStatus.MISSED and find_quote(one.quote, answer) is None
    ]
    if not wrong:
        return None
    return f"no words of the answer are quoted for point {', '.join(wrong)}: copy them letter for letter, or say missed"
