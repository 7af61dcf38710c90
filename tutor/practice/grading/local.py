"""An answer's points judged without a language model, each by the candidate's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutor.answering.contradiction import Denial, denials
from tutor.calibration import SpokenScale
from tutor.domain import PointGrade, PointStatus, Question, QuestionKind, Quote, RubricPoint
from tutor.material.sentences import split_sentences
from tutor.practice.grading.code_words import nearest_line
from tutor.practice.grading.prose import prose
from tutor.practice.grading.quantities import agrees, quantities
from tutor.practice.grading.scoring import AnswerScorer, PointCoverage, ToScore
from tutor.practice.grading.spoken import credit_of, status_of_credit, topic_share

_RULES = 3  # counted up with what is done here and in contradiction.py: grades by other rules do not compare
_TOLERANCE = 0.02  # of a number that a numeric question's point states
_LACKS_NUMBER = 0.5  # credit for the words of such a point without its number
_LIST = 0.75  # below this share of prose an answer is a list of keywords
_LIST_CREDIT = 0.08
_LONGEST_QUOTE = 300
_SENTENCE_QUOTE = 160  # characters: a longer sentence is quoted by its clause
_AGAIN = 0.7  # what a clause is worth for each further point that it is the nearest to


class Judged(NamedTuple):
    """The points with the weight of each, and whether the answer is a list of keywords rather than sentences."""

    points: tuple[PointGrade, ...]
    weights: tuple[float, ...]
    listed: bool


class LocalJudge:
    """Judges by comparing words and meanings on this machine."""

    def __init__(self, scorer: AnswerScorer, spoken: SpokenScale) -> None:
        self._scorer = scorer
        self._spoken = spoken

    @property
    def name(self) -> str:
        return f"{self._scorer.name}, rubric {self._spoken.date}.{_RULES}"

    def judge(
        self, question: Question, answer: str, *, written: str = "", also: str = "", trust: float = 1.0
    ) -> Judged:
        """One PointGrade a rubric point.

        `written` is the whole answer, which is quoted, where `answer` is what of it counts (all else blank); `also` is
        what its code says in words; `trust` (0..1) is what each point's credit is multiplied with.
        """
        text = f"{answer}\n\n{also}" if also else answer
        points = tuple(point.text for point in question.rubric)
        (score,) = self._scorer.scores([ToScore(question.text, (points,), text)])
        listed = not also and prose(answer) < _LIST
        factor = trust * (_LIST_CREDIT if listed else 1.0) * (1.0 if also else topic_share(score.topic, self._spoken))
        credits = [
            factor * share * self._credit(question, point, covered, text)
            for point, covered, share in zip(points, score.points, _shares(score.points), strict=True)
        ]
        denied = denials(question.text, points, answer)
        grades = tuple(
            self._denied(point, written or answer, no)
            if no is not None
            and status_of_credit(credit_of(covered.score, self._spoken), self._spoken) is not PointStatus.MISSED
            else self._point(point, credit, self._quote(point.text, covered.span, answer, written or answer))
            for point, covered, credit, no in zip(question.rubric, score.points, credits, denied, strict=True)
        )
        return Judged(grades, tuple(point.weight for point in score.points), listed)

    def _credit(self, question: Question, point: str, covered: PointCoverage, text: str) -> float:
        credit = credit_of(covered.score, self._spoken)
        lacks = question.kind is QuestionKind.NUMERIC and not _has_number(point, text)
        return credit * (_LACKS_NUMBER if lacks else 1.0)

    def _status(self, covered: PointCoverage) -> PointStatus:
        return status_of_credit(credit_of(covered.score, self._spoken), self._spoken)

    def _point(self, point: RubricPoint, credit: float, quote: Quote | None) -> PointGrade:
        status = status_of_credit(credit, self._spoken)
        said = quote if status is not PointStatus.MISSED else None
        return PointGrade(text=point.text, status=status, score=credit, quote=said, citation=point.citation)

    def _quote(self, point: str, span: tuple[int, int] | None, answer: str, written: str) -> Quote | None:
        """The candidate's words that say a point: a clause with its sentence, or a line of code."""
        if span is None:
            return None
        start, end = _with_sentence(answer, span) if span[1] <= len(answer) else nearest_line(point, written)
        if end - start > _LONGEST_QUOTE:
            end = start + max(written[start : start + _LONGEST_QUOTE].rfind(" "), 1)
        return Quote(start=start, end=end, text=written[start:end]) if end > start else None

    def _denied(self, point: RubricPoint, answer: str, said: Denial) -> PointGrade:
        quote = Quote(start=said.start, end=said.end, text=answer[said.start : said.end])
        return PointGrade(
            text=point.text, status=PointStatus.CONTRADICTED, score=0.0, quote=quote, citation=point.citation
        )


def _with_sentence(answer: str, span: tuple[int, int]) -> tuple[int, int]:
    """A clause widened to its sentence, where that is short: "Baseline first:" says little alone."""
    around = (one for one in split_sentences(answer) if one.start <= span[0] and span[1] <= one.end)
    sentence = next(around, None)
    if sentence is None or "\n" in sentence.of(answer) or sentence.end - sentence.start > _SENTENCE_QUOTE:
        return span
    return sentence.start, sentence.end


def _shares(points: Sequence[PointCoverage]) -> list[float]:
    """What each point's coverage is worth: one clause seldom says several points, so it counts in full only for the
    one it is nearest to."""
    shares = [1.0] * len(points)
    seen: dict[tuple[int, int] | None, int] = {}
    for place in sorted(range(len(points)), key=lambda place: -points[place].score):
        shares[place] = _AGAIN ** seen.get(points[place].span, 0)
        seen[points[place].span] = seen.get(points[place].span, 0) + 1
    return shares


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
