"""One candidate's desk: practice, review, interviews and progress, wired to the parts of the library.

Each part is imported at its first use: a question that is only asked needs none of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.answering.support import SupportScorer
from tutor.domain import AnswerEvent, Filters, Syllabus, Turn
from tutor.errors import SyllabusError
from tutor.parts import Parts
from tutor.practice.syllabus import load_syllabus
from tutor.records import Candidate
from tutor.settings import SHIPPED_CORPUS

if TYPE_CHECKING:
    from tutor.practice.chat import Chat
    from tutor.practice.exporting.exports import Exports
    from tutor.practice.grading.grader import Grader
    from tutor.practice.interviewing import Interviews
    from tutor.practice.making.maker import QuestionMaking
    from tutor.practice.practising import Practice
    from tutor.practice.progress import Progress
    from tutor.practice.reviewing import Review


class Desk:
    """What one candidate practises with."""

    def __init__(self, parts: Parts, profile: str, rng: random.Random | None = None) -> None:
        """`rng` draws among questions that fit equally well."""
        self._parts = parts
        self._profile = profile
        self._rng = rng or random.Random()

    @property
    def candidate(self) -> Candidate:
        """Everything the candidate has in the database."""
        return self._parts.candidate(self._profile)

    @property
    def practice(self) -> Practice:
        from tutor.practice.choosing import Chooser
        from tutor.practice.practising import Practice
        from tutor.practice.schedule import Schedule

        parts = self._parts
        return Practice(
            store=parts.store,
            embedder=parts.embedder,
            syllabus=self.syllabus,
            candidate=self.candidate,
            chooser=parts.once("chooser", lambda: Chooser(parts.store, parts.embedder)),
            grader=parts.once("grader", self._grader),
            making=self.making(),
            schedule=Schedule(),
            clock=parts.clock,
            rng=self._rng,
        )

    @property
    def chat(self) -> Chat:
        """Conversations with mock questions in them."""
        from tutor.practice.chat import Chat

        parts = self._parts

        def answers(
            question: str, *, history: Sequence[Turn], filters: Filters | None, use_model: bool
        ) -> Iterator[AnswerEvent]:
            answerer = parts.answerer(use_model=use_model)
            return answerer.stream(question, history=history, filters=filters, use_model=use_model)

        def areas() -> list[tuple[str, str]]:
            syllabus = self.syllabus
            return [(one.name, one.title) for one in syllabus.areas] if syllabus is not None else []

        return Chat(self.candidate, practice=lambda: self.practice, answers=answers, areas=areas, clock=parts.clock)

    @property
    def review(self) -> Review:
        from tutor.practice.reviewing import Review
        from tutor.practice.schedule import Schedule

        return Review(self._parts.store, self.candidate, Schedule(), self._parts.clock, syllabus=self.syllabus)

    @property
    def interviews(self) -> Interviews:
        from tutor.practice.interview_wording import InterviewWording
        from tutor.practice.interviewing import Interviews

        backend, _ = self._parts.usable_backend()
        tokens = self._most_tokens(1_000)
        wording = InterviewWording(backend, max_tokens=tokens) if backend is not None else None
        return Interviews(self.practice, self.candidate, self._parts.clock, self._rng, wording)

    @property
    def progress(self) -> Progress:
        from tutor.practice.progress import Progress

        return Progress(self._parts.store, self.candidate, self.syllabus, self._parts.clock)

    @property
    def exports(self) -> Exports:
        from tutor.practice.exporting.exports import Exports

        return Exports(self.candidate, self._parts.store, self._parts.clock)

    def making(self, *, use_model: bool = True) -> QuestionMaking:
        """What makes questions of documents: the language model first, where there is one, and always the rules."""
        return self._parts.once(f"making:{use_model}", lambda: self._make_making(use_model=use_model))

    def _make_making(self, *, use_model: bool) -> QuestionMaking:
        from tutor.practice.making.checks import QuestionChecks
        from tutor.practice.making.maker import Maker, QuestionMaking
        from tutor.practice.making.material import MaterialMaker
        from tutor.practice.making.model_maker import ModelQuestionMaker

        parts = self._parts
        scorer = SupportScorer(parts.relevance, parts.calibration.support)
        backend, _ = parts.usable_backend() if use_model else (None, None)
        tokens = self._most_tokens(4_000)
        makers: list[Maker] = [] if backend is None else [ModelQuestionMaker(backend, scorer, max_tokens=tokens)]
        makers.append(MaterialMaker(parts.embedder))
        checks = QuestionChecks(parts.embedder, parts.relevance, scorer, parts.calibration.making)
        return QuestionMaking(makers, checks)

    def _grader(self) -> Grader:
        """The comparison made here, and the language model's judgement beside it where there is one."""
        from tutor.practice.grading.grader import Grader
        from tutor.practice.grading.local import LocalJudge
        from tutor.practice.grading.model_judge import ModelJudge
        from tutor.practice.grading.scoring import AnswerScorer

        numbers = self._parts.calibration.grader
        local = LocalJudge(AnswerScorer(self._parts.embedder, numbers), numbers.spoken)
        backend, notice = self._parts.usable_backend()
        judge = None if backend is None else ModelJudge(backend, max_tokens=self._most_tokens(2_000))
        if notice is not None:
            notice = f"{notice} Graded without a language model."
        return Grader(local, numbers.spoken, judge=judge, notice=notice)

    def _most_tokens(self, needed: int) -> int:
        """What a reply may take; reasoning models spend of it on thinking."""
        return max(needed, self._parts.settings.llm_max_tokens)

    @cached_property
    def syllabus(self) -> Syllabus | None:
        """The shipped syllabus; None where the program came without its corpus."""
        try:
            return load_syllabus(SHIPPED_CORPUS)
        except SyllabusError:
            return None
