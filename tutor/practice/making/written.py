"""What a language model wrote of a window -> Questions that cite the document, or the reason why not."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence

from pydantic import Field

from tutor.answering.support import SupportScorer, numbers_in
from tutor.answering.wording import count_words
from tutor.backends.structured import Reply
from tutor.domain import (
    AnswerForm,
    Citation,
    Document,
    Level,
    NumberKey,
    Option,
    Question,
    QuestionKind,
    RubricPoint,
    Span,
    Support,
)
from tutor.practice.citing import cite_span
from tutor.practice.making.building import made_id
from tutor.practice.making.windows import Line, Window

_LONGEST_SOURCE = 1_500  # characters: what an answer rests on is read at a glance
_SHORT = 80  # words: 30 seconds of speech
_TOLERANCE = 0.02
_KINDS = {AnswerForm.NUMBER: QuestionKind.NUMERIC, AnswerForm.CODE: QuestionKind.CODING}


class WrittenPoint(Reply):
    """A rubric point and the id of the sentence that says it."""

    text: str = Field(min_length=1)
    id: str


class WrittenOption(Reply):
    """An option of a multiple-choice question."""

    text: str = Field(min_length=1)
    right: bool


class WrittenItem(Reply):
    """A question as a model words it."""

    form: AnswerForm
    text: str = Field(min_length=1)
    rests_on: tuple[str, ...]
    points: tuple[WrittenPoint, ...]
    level: Level | None = None
    options: tuple[WrittenOption, ...] = ()
    number: float | None = Field(default=None, allow_inf_nan=False)
    tolerance: float | None = Field(default=None, ge=0, le=1)
    unit: str | None = None


class WrittenQuestions(Reply):
    """All questions of one reply."""

    questions: tuple[WrittenItem, ...]


class Written:
    """Reads the items of one reply."""

    def __init__(
        self,
        document: Document,
        window: Window,
        scorer: SupportScorer,
        *,
        maker: str,
        forms: frozenset[AnswerForm],
        rng: random.Random,
    ) -> None:
        """`rng` shuffles options: models put the right one first."""
        self._document = document
        self._lines = window.lines
        self._scorer = scorer
        self._maker = maker
        self._forms = forms
        self._rng = rng

    def read(self, item: WrittenItem) -> Question | str:
        """The question, or why it is none, as a clause."""
        rests_on = [_bare(one) for one in item.rests_on]
        cited = [*rests_on, *(_bare(point.id) for point in item.points)]
        lines = [self._lines[one] for one in dict.fromkeys(cited) if one in self._lines]
        fault = self._unbound(item, cited) or _misshapen(item, self._forms) or _beyond(item, lines)
        if fault is not None:
            return fault
        rubric = self._rubric(item, lines)
        if not rubric:
            return "none of its rubric points is said by the sentences it cites"
        source = self._cite_all(lines)
        front = self._document.front
        return Question(
            id=made_id(self._document.name, _line(item.text)),
            text=_line(item.text),
            topic=self._document.title,
            area=front.area if front is not None else None,
            level=item.level or (front.level if front is not None else None),
            kind=_KINDS.get(item.form),
            document=self._document.name,
            source=source,
            short=source if count_words(source.quote) <= _SHORT else None,
            rubric=rubric,
            form=item.form,
            options=self._options(item, rubric),
            number=_number(item),
            maker=self._maker,
        )

    def _unbound(self, item: WrittenItem, cited: Sequence[str]) -> str | None:
        unknown = [one for one in cited if one not in self._lines]
        if unknown:
            return f"it cites {unknown[0]!r}, which is the id of no sentence it was given"
        if not item.rests_on or not item.points:
            return "it cites no sentence, or has no rubric point"
        return None

    def _rubric(self, item: WrittenItem, lines: Sequence[Line]) -> tuple[RubricPoint, ...]:
        """The points that hold: each cites the sentence the model named, or the one of `lines` that carries it; a
        point that none carries is left out."""
        evidence = self._scorer.evidence([line.text for line in lines])
        kept: list[RubricPoint] = []
        for point in item.points:
            text = _line(point.text)
            place = lines.index(self._lines[_bare(point.id)])
            score = self._scorer.score(text, evidence, [place])
            if self._scorer.level(score) is Support.UNSUPPORTED:
                found = self._scorer.search(text, evidence, most=1)
                if self._scorer.level(found.score) is Support.UNSUPPORTED:
                    continue
                (place,) = found.spans
            kept.append(RubricPoint(text=text, citation=self._cite(lines[place])))
        return tuple(kept)

    def _options(self, item: WrittenItem, rubric: Sequence[RubricPoint]) -> tuple[Option, ...]:
        if item.form is not AnswerForm.CHOICE:
            return ()
        options = [
            Option(text=_line(one.text), right=one.right, citation=rubric[0].citation if one.right else None)
            for one in item.options
        ]
        self._rng.shuffle(options)
        return tuple(options)

    def _cite(self, line: Line) -> Citation:
        return cite_span(self._document, line.sentence, line.chunk, line.key)

    def _cite_all(self, lines: Sequence[Line]) -> Citation:
        """One citation from the first of `lines` to the end of the last."""
        first, last = _ends(lines)
        return cite_span(
            self._document, Span(start=first.sentence.start, end=last.sentence.end), first.chunk, first.key
        )


def _misshapen(item: WrittenItem, forms: frozenset[AnswerForm]) -> str | None:
    """What its form lacks."""
    if item.form not in forms:
        return f"its form {item.form.value!r} was not asked for"
    if item.form is AnswerForm.CHOICE and sum(one.right for one in item.options) != 1:
        return f"{sum(one.right for one in item.options)} of its options are marked right, not one"
    if item.form is AnswerForm.NUMBER and item.number is None:
        return "it asks for a number and gives none"
    return None


def _beyond(item: WrittenItem, lines: Sequence[Line]) -> str | None:
    """What goes beyond the sentences it cites."""
    first, last = _ends(lines)
    if last.sentence.end - first.sentence.start > _LONGEST_SOURCE:
        return "the sentences it cites stand too far apart"
    if item.form is AnswerForm.NUMBER and item.number is not None:
        stated = {float(one) for line in lines for one in numbers_in(line.text) if one.replace(".", "", 1).isdigit()}
        if not any(math.isclose(item.number, one, rel_tol=1e-9) for one in stated):
            return f"its number {item.number:g} stands in none of the sentences it cites"
    return None


def _ends(lines: Iterable[Line]) -> tuple[Line, Line]:
    ordered = sorted(lines, key=lambda line: line.sentence.start)
    return ordered[0], ordered[-1]


def _number(item: WrittenItem) -> NumberKey | None:
    if item.form is not AnswerForm.NUMBER or item.number is None:
        return None
    tolerance = _TOLERANCE if item.tolerance is None else item.tolerance
    return NumberKey(value=item.number, tolerance=tolerance, unit=_line(item.unit or ""))


def _bare(written: str) -> str:
    """An id without the brackets some models leave on it."""
    return written.strip(" []()`").lower()


def _line(text: str) -> str:
    return " ".join(text.split())
