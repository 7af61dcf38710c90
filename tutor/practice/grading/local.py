"""An answer's points judged without a language model, each by the candidate's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutor.domain import PointGrade, PointStatus, Question, QuestionKind, Quote, RubricPoint
from tutor.practice.grading.contradiction import Denial, denials
from tutor.practice.grading.features import prose
from tutor.practice.grading.quantities import agrees, quantities
from tutor.practice.grading.scoring import AnswerScorer, PointCoverage, ToScore
from tutor.practice.grading.spoken import Spoken

_TOLERANCE = 0.02  # of a number that a numeric question's point states
_LACKS_NUMBER = 0.5  # credit for the words of such a point without its number
_LIST = 0.75  # below this share of prose an answer is a list of keywords
_LIST_CREDIT = 0.3
_LONGEST_QUOTE = 300


class Judged(NamedTuple):
    """The points, and whether the answer is a list of keywords rather than sentences."""

    points: tuple[PointGrade, ...]
    listed: bool


class LocalJudge:
    """Judges by comparing words and meanings on this machine."""

    def __init__(self, scorer: AnswerScorer, spoken: Spoken) -> None:
        self._scorer = scorer
        self._spoken = spoken

    @property
    def name(self) -> str:
        return f"{self._scorer.name}, rubric {self._spoken.date}"

    def judge(self, question: Question, answer: str, *, also: str = "", trust: float = 1.0) -> Judged:
        """One PointGrade a rubric point.  `also` is what the answer says beside its own words (code, put in words);
        `trust` (0..1) is what each point's credit is multiplied with."""
        text = f"{answer}\n\n{also}" if also else answer
        points = tuple(point.text for point in question.rubric)
        (score,) = self._scorer.scores([ToScore(question.text, points, text)])
        listed = not also and prose(answer) < _LIST
        factor = trust * (_LIST_CREDIT if listed else 1.0)
        denied = denials(question.text, points, answer)
        grades = tuple(
            self._denied(point, answer, no)
            if no is not None and self._spoken.status(self._spoken.credit(covered.score)) is not PointStatus.MISSED
            else self._point(question, point, covered, text, len(answer), factor)
            for point, covered, no in zip(question.rubric, score.points, denied, strict=True)
        )
        return Judged(grades, listed)

    def _point(
        self, question: Question, point: RubricPoint, covered: PointCoverage, text: str, own: int, factor: float
    ) -> PointGrade:
        credit = self._spoken.credit(covered.score) * factor
        if question.kind is QuestionKind.NUMERIC and not _has_number(point.text, text):
            credit *= _LACKS_NUMBER
        status = self._spoken.status(credit)
        own_words = covered.span is not None and covered.span[1] <= own
        quote = None
        if status is not PointStatus.MISSED and covered.span is not None and own_words:
            start, end = covered.span
            quote = Quote(
                start=start, end=min(end, start + _LONGEST_QUOTE), text=text[start : min(end, start + _LONGEST_QUOTE)]
            )
        return PointGrade(text=point.text, status=status, score=credit, quote=quote, citation=point.citation)

    def _denied(self, point: RubricPoint, answer: str, said: Denial) -> PointGrade:
        quote = Quote(start=said.start, end=said.end, text=answer[said.start : said.end])
        return PointGrade(
            text=point.text, status=PointStatus.CONTRADICTED, score=0.0, quote=quote, citation=point.citation
        )


def _has_number(point: str, answer: str) -> bool:
    """Whether the answer has one of the point's numbers; a point without one asks for none."""
    wanted, said = list(quantities(point)), list(quantities(answer))
    return not wanted or any(
        agrees(one, want.value, unit=want.unit, tolerance=_TOLERANCE) for want in wanted for one in said
    )


def mean(points: Sequence[PointGrade]) -> float:
    """The score: the mean over the points, and less for what was said the wrong way round: an answer that turns a
    point round is trusted less on the others.  With half of what it spoke of turned round, a quarter is left."""
    if not points:
        return 0.0
    wrong = sum(point.status is PointStatus.CONTRADICTED for point in points)
    spoken = wrong + sum(point.status in {PointStatus.COVERED, PointStatus.PARTLY} for point in points)
    trust = (1 - wrong / spoken) ** 2 if spoken else 1.0
    return trust * sum(point.score for point in points) / len(points)
