"""What the interviewer says next: an interview whose open line was answered -> the same with the next line."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol

from tutor.domain import (
    AnswerForm,
    Interview,
    InterviewTurn,
    Manner,
    PointGrade,
    Question,
    QuestionKind,
    RubricPoint,
    TurnKind,
)
from tutor.errors import BackendError
from tutor.practice.interview_lines import Ending, InterviewLines, spoken_area
from tutor.practice.interview_plan import FOLLOW_UP_SECONDS, SECONDS
from tutor.practice.interview_probes import authored_probe, plain_probe, point_to_probe, words_taken_up
from tutor.practice.roles import role_named

_FITS = 0.6  # a question is asked where this share of its time is left
_MOST_FOLLOW_UPS = 2


class WordsFollowUps(Protocol):
    """Words a follow-up with a language model, or raises BackendError (see interview_wording.py)."""

    def word_follow_up(self, question: Question, missed_point: str, *, answer: str, manner: Manner) -> str: ...


def awaited(interview: Interview) -> InterviewTurn | None:
    """The line that waits for an answer."""
    last = interview.turns[-1] if interview.turns else None
    return last if last is not None and last.question is not None and last.answer is None else None


def time_left(interview: Interview) -> float:
    """Seconds left of an interview whose clock is stopped."""
    return interview.setup.minutes * 60 - interview.spent


class Interviewer:
    """Decides what is said next.  `wording`, where there is one, words the follow-ups."""

    def __init__(self, rng: random.Random, wording: WordsFollowUps | None = None) -> None:
        self._rng = rng
        self._wording = wording

    def opened(self, interview: Interview) -> Interview:
        """With the opening and the first question."""
        lines = self._lines(interview)
        said = lines.opening(interview.setup, role_named(interview.setup.role))
        first = interview.plan[0]
        words = _joined(lines.first(), lines.before(first.kind))
        return _with(interview, InterviewTurn(kind=TurnKind.OPENING, said=said), _asked(first, words))

    def went_on(self, interview: Interview) -> Interview:
        """With the next line after an answer: a follow-up, the next question, or the closing."""
        left = time_left(interview)
        if left <= 0:
            return self.closed(interview, Ending(timed_out=True))
        followed = self._followed_up(interview) if left >= FOLLOW_UP_SECONDS else None
        if followed is not None:
            return followed
        asked = {one.question.id for one in interview.turns if one.kind is TurnKind.QUESTION and one.question}
        rest = [one for one in interview.plan if one.id not in asked]
        fitting = [one for one in rest if left >= SECONDS[one.kind] * _FITS]
        if not fitting:
            return self.closed(interview, Ending(short=bool(rest)))
        return _with(interview, self._question(interview, fitting[0], last=_is_last(fitting, left)))

    def closed(self, interview: Interview, ending: Ending) -> Interview:
        """With the last line."""
        said = self._lines(interview).closing(ending)
        return _with(interview, InterviewTurn(kind=TurnKind.CLOSING, said=said))

    # --- inside

    def _lines(self, interview: Interview) -> InterviewLines:
        return InterviewLines(interview.setup.manner, self._rng, [one.said for one in interview.turns])

    def _question(self, interview: Interview, question: Question, *, last: bool) -> InterviewTurn:
        lines = self._lines(interview)
        before = [one for one in interview.turns if one.kind is TurnKind.QUESTION]
        heard = lines.heard() if interview.turns[-1].answer else lines.passed()
        told = lines.before(question.kind)
        moved = before[-1].question is not None and before[-1].question.area != question.area
        if last:
            turn = lines.last()
        elif moved and question.area and question.kind is not QuestionKind.BEHAVIOURAL:
            turn = lines.new_area(spoken_area(question.area))
        else:
            turn = ""
        if turn and told and not last and self._rng.random() < 0.5:
            told = ""  # two announcements in a row are one too many
        return _asked(question, _joined(heard, turn, told))

    def _followed_up(self, interview: Interview) -> Interview | None:
        """With a follow-up aimed at a point that was just missed; None where there is nothing to dig for."""
        exchange = _exchange(interview.turns)
        main, probes = exchange[0], exchange[1:]
        if main.question is None or main.attempt is None or main.attempt.grade is None or not exchange[-1].answer:
            return None
        deep = interview.setup.manner is Manner.PRESSING or main.question.kind is QuestionKind.DESIGN
        if len(probes) >= (_MOST_FOLLOW_UPS if deep else 1):
            return None
        done = [point.text for one in probes if one.question is not None for point in one.question.rubric]
        point = point_to_probe(main.attempt.grade, done=done)
        if point is None:
            return None
        said, asked, notice = self._probe(interview, exchange, point)
        question = _follow_up_question(main.question, point, asked, len(probes) + 1)
        turn = InterviewTurn(kind=TurnKind.FOLLOW_UP, said=said, question=question)
        return _with(interview, turn).model_copy(update={"notice": notice or interview.notice})

    def _probe(
        self, interview: Interview, exchange: Sequence[InterviewTurn], point: PointGrade
    ) -> tuple[str, str, str | None]:
        """The line, the question in it, and why a language model did not word it where one was asked to."""
        main, answer = exchange[0].question, exchange[0].answer or ""
        assert main is not None
        notice = None
        if self._wording is not None:
            try:
                line = self._wording.word_follow_up(main, point.text, answer=answer, manner=interview.setup.manner)
                return line, line, None
            except BackendError as error:
                notice = f"{error} The follow-up is in plain words."
        known = "\n".join((main.text, *(one.said for one in exchange[1:]), *(one.answer or "" for one in exchange)))
        used = {one.question.text for one in interview.turns if one.kind is TurnKind.FOLLOW_UP and one.question}
        line = authored_probe(main, point.text, known=known) or plain_probe(
            main, point.text, known=known, rng=self._rng, used=used
        )
        lead = self._lines(interview).probe(words_taken_up(point, answer) if len(exchange) == 1 else None)
        return f"{lead} {line}", line, notice


def _with(interview: Interview, *turns: InterviewTurn) -> Interview:
    return interview.model_copy(update={"turns": (*interview.turns, *turns)})


def _asked(question: Question, words: str) -> InterviewTurn:
    """The interviewer's words, then the question in a paragraph of its own."""
    return InterviewTurn(kind=TurnKind.QUESTION, said=f"{words}\n\n{question.text}", question=question)


def _exchange(turns: Sequence[InterviewTurn]) -> list[InterviewTurn]:
    """The latest question with its follow-ups."""
    start = max(place for place, one in enumerate(turns) if one.kind is TurnKind.QUESTION)
    return list(turns[start:])


def _is_last(fitting: Sequence[Question], left: float) -> bool:
    """Whether no other question fits after the first of `fitting`."""
    after = left - SECONDS[fitting[0].kind]
    return not any(after >= SECONDS[one.kind] * _FITS for one in fitting[1:])


def _follow_up_question(main: Question, point: PointGrade, asked: str, number: int) -> Question:
    """The one point that is probed, as a question of its own."""
    rubric = next((one for one in main.rubric if one.text == point.text), None)
    return main.model_copy(
        update={
            "id": f"{main.id}~follow-up-{number}",
            "text": asked,
            "rubric": (rubric or RubricPoint(text=point.text, citation=point.citation),),
            "source": point.citation or main.source,
            "short": None,
            "mistakes": (),
            "follow_ups": (),
            "form": AnswerForm.OPEN,
            "options": (),
            "number": None,
        }
    )


def _joined(*words: str) -> str:
    return " ".join(one for one in words if one)
