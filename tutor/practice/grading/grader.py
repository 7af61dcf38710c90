"""An answer to a Question -> its Grade: point by point, in every form a question may take.

Without a language model the comparison of local.py decides.  With one, a point gets the mean of both; a model's word
counts only where its quote stands in the answer, and where the two are far apart the grade says that it is less sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.calibration import SpokenScale
from tutor.domain import AnswerForm, Grade, PointGrade, PointStatus, Question, QuestionKind, Usage
from tutor.errors import BackendError
from tutor.library.embedder import encodable
from tutor.practice.grading.choice import chosen_option, right_option
from tutor.practice.grading.code_words import code_in_words
from tutor.practice.grading.combining import combined
from tutor.practice.grading.judging import PointJudge
from tutor.practice.grading.local import LocalJudge, mean
from tutor.practice.grading.plain_words import plainness, unexplained_terms
from tutor.practice.grading.pleas import without_pleas
from tutor.practice.grading.quantities import agrees, quantities

EMPTY = "There is no answer yet."
REPEATED = "This repeats the question; say what you know about it."
KEYWORDS = "This is a list of keywords; say in sentences how they hang together."
PLEA = "Words to the grader do not count; only what is said about the question does."
OFF_TOPIC = "Nothing here speaks of what was asked."
_MOST_NEXT = 3
_REPEATS = 0.8  # share of the answer's words that the question holds
_FEWEST_WORDS = 4
_LEAST = 0.08  # what any text on the subject comes near to
_PLEADS = 0.2  # what an answer that bargains with the grader is trusted for the rest of it
_WIDER = 0.1  # on each side, for each point that the two judges disagree on
_RANGE = re.compile(
    r"^\S+(?: ?[A-Za-z%]+)?? ?(?:and|or|to|up to|-|–|—)\W*$", re.IGNORECASE
)  # between two numbers: "3 to 900"
_WORD = re.compile(r"\w+")


class Grader:
    """Grades answers; thread-safe.  `judge` is a language model's, `notice` says why there is none although one was
    chosen."""

    def __init__(
        self, local: LocalJudge, spoken: SpokenScale, *, judge: PointJudge | None = None, notice: str | None = None
    ) -> None:
        self._local = local
        self._spoken = spoken
        self._judge = judge
        self._notice = notice

    def grade(self, question: Question, answer: str, *, use_model: bool = True) -> Grade:
        """The grade; an answer that says nothing gets 0, and nothing is ever made up where a judge fails."""
        answer = encodable(answer)
        if not answer.strip():
            return self._nothing(question, EMPTY)
        if question.form is AnswerForm.CHOICE:
            return self._choice(question, answer)
        if question.form is AnswerForm.NUMBER and question.number is not None:
            return self._number(question, answer)
        return self._words(question, answer, use_model=use_model)

    # --- answers in words

    def _words(self, question: Question, answer: str, *, use_model: bool) -> Grade:
        text, pleads = without_pleas(answer)
        remarks = [PLEA] if pleads else []
        if not text.strip():
            return self._nothing(question, *remarks)
        if _repeats(question.text, text):
            return self._nothing(question, *remarks, REPEATED)
        code = question.form is AnswerForm.CODE or question.kind is QuestionKind.CODING
        read = code_in_words(text) if code else None
        said, also = (read.prose, read.words) if read is not None else (text, "")
        judged = self._local.judge(question, said, written=answer, also=also, trust=_PLEADS if pleads else 1.0)
        remarks += [read.fault] if read is not None and read.fault is not None else []
        remarks += [KEYWORDS] if judged.listed else []
        points, name, usage, notice = judged.points, self._local.name, Usage(), self._notice if use_model else None
        by = None
        if use_model and self._judge is not None:
            try:
                points = combined(judged.points, self._judge.judge(question, text), text)
                name, usage, by = f"{name} with {self._judge.name}", self._judge.usage, self._judge.name
            except BackendError as error:
                notice = f"{error} Graded without a language model."
        factor = 1.0
        if question.form is AnswerForm.EXPLAIN and (terms := unexplained_terms(text)):
            factor = plainness(terms)
            remarks.append(f"A product manager may not know {', '.join(terms[:5])}; say what is meant.")
        if not any(point.score > 0 for point in points) and not judged.listed:
            remarks.append(OFF_TOPIC)
        score = factor * mean(points)
        return self._grade(
            points,
            score if score >= _LEAST else 0.0,
            remarks,
            weights=judged.weights,
            name=name,
            by=by,
            usage=usage,
            notice=notice,
        )

    def _grade(
        self,
        points: tuple[PointGrade, ...],
        score: float,
        remarks: list[str],
        *,
        weights: tuple[float, ...],
        name: str,
        by: str | None = None,
        usage: Usage | None = None,
        notice: str | None = None,
    ) -> Grade:
        unsure = _WIDER * sum(not point.sure for point in points)
        provider, _, model = (by or "").partition(":")
        return Grade(
            score=round(score, 4),
            low=round(max(0.0, score - self._spoken.below - unsure), 4) if score else 0.0,
            high=round(min(1.0, score + self._spoken.above + unsure), 4),
            points=points,
            say_next=say_next(points, weights),
            remarks=tuple(remarks),
            grader=name,
            backend=provider or "material",
            model=model or None,
            usage=usage or Usage(),
            notice=notice,
        )

    def _nothing(self, question: Question, *remarks: str) -> Grade:
        points = tuple(_missed(question))
        return Grade(
            score=0.0,
            low=0.0,
            high=0.0,
            points=points,
            say_next=say_next(points),
            remarks=remarks,
            grader=self._local.name,
        )

    # --- answers that are right or wrong

    def _choice(self, question: Question, answer: str) -> Grade:
        chosen, right = chosen_option(question, answer), right_option(question)
        if chosen is None:
            return self._exact(question, right=False, remark="This names none of the options; pick one letter.")
        remark = None if chosen.right else f"The right option is: {right.text}."
        return self._exact(question, right=chosen.right, remark=remark)

    def _number(self, question: Question, answer: str) -> Grade:
        key = question.number
        assert key is not None
        said = list(quantities(answer))
        fits = [one for one in said if agrees(one, key.value, unit=key.unit, tolerance=key.tolerance)]
        hedges = len(said) > 1 and said[-2] not in fits and _RANGE.search(answer[said[-2].start : said[-1].start])
        right = bool(fits) and fits[-1] is said[-1] and not hedges
        wanted = f"{key.value:,g} {key.unit}".strip()
        if not said:
            return self._exact(question, right=False, remark=f"There is no number in this answer; it is {wanted}.")
        rule = "A range is no answer. " if hedges else "The last number counts. "
        return self._exact(question, right=right, remark=None if right else f"{rule if fits else ''}It is {wanted}.")

    def _exact(self, question: Question, *, right: bool, remark: str | None) -> Grade:
        status = PointStatus.COVERED if right else PointStatus.MISSED
        points = tuple(
            point.model_copy(update={"status": status, "score": float(right)}) for point in _missed(question)
        )
        return Grade(
            score=float(right),
            low=float(right),
            high=float(right),
            points=points,
            say_next=() if right else say_next(points),
            remarks=(remark,) if remark else (),
            grader="exact 1",
        )


def say_next(points: Sequence[PointGrade], weights: Sequence[float] = ()) -> tuple[str, ...]:
    """What to say next time: what was turned round first, then what was missed, then what was said in part; the
    weightiest point first, where there are `weights`."""
    order = (PointStatus.CONTRADICTED, PointStatus.MISSED, PointStatus.PARTLY)
    weighed = list(zip(points, weights or [0.0] * len(points), strict=True))
    wanted = sorted(
        (one for one in weighed if one[0].status in order), key=lambda one: (order.index(one[0].status), -one[1])
    )
    return tuple(point.text for point, _ in wanted[:_MOST_NEXT])


def _missed(question: Question) -> list[PointGrade]:
    return [
        PointGrade(text=point.text, status=PointStatus.MISSED, score=0.0, citation=point.citation)
        for point in question.rubric
    ]


def _repeats(question: str, answer: str) -> bool:
    """Whether the answer is the question once more."""
    asked, said = set(_WORD.findall(question.lower())), _WORD.findall(answer.lower())
    return len(said) >= _FEWEST_WORDS and sum(word in asked for word in said) >= _REPEATS * len(said)
