"""One candidate's desk: practice, review, interviews and progress, wired to the parts of the library.

Each part is imported at its first use: a question that is only asked needs none of them.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tutor.domain import Syllabus
from tutor.errors import SyllabusError
from tutor.parts import Parts
from tutor.practice.syllabus import load_syllabus
from tutor.records import Candidate
from tutor.settings import SHIPPED_CORPUS

if TYPE_CHECKING:
    from tutor.practice.exporting.exports import Exports
    from tutor.practice.interviewing import Interviews
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
            candidate=self.candidate,
            chooser=Chooser(parts.store, parts.embedder),
            grader=parts.grader,
            making=parts.question_making,
            schedule=Schedule(),
            clock=parts.clock,
            rng=self._rng,
        )

    @property
    def review(self) -> Review:
        from tutor.practice.reviewing import Review
        from tutor.practice.schedule import Schedule

        return Review(self._parts.store, self.candidate, Schedule(), self._parts.clock)

    @property
    def interviews(self) -> Interviews:
        from tutor.practice.interview_wording import InterviewWording
        from tutor.practice.interviewing import Interviews

        backend = self._parts.usable_backend
        wording = InterviewWording(backend) if backend is not None else None
        return Interviews(self.practice, self.candidate, self._parts.clock, self._rng, wording)

    @property
    def progress(self) -> Progress:
        from tutor.practice.progress import Progress

        return Progress(self._parts.store, self.candidate, self.syllabus, self._parts.clock)

    @property
    def exports(self) -> Exports:
        from tutor.practice.exporting.exports import Exports

        return Exports(self.candidate, self._parts.store, self._parts.clock)

    @property
    def syllabus(self) -> Syllabus | None:
        """The shipped syllabus; None where the program came without its corpus."""
        try:
            return load_syllabus(SHIPPED_CORPUS)
        except SyllabusError:
            return None
