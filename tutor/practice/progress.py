"""How far one candidate has come, reckoned from what they read, answered, reviewed and ticked off."""

from __future__ import annotations

from collections import Counter
from datetime import date, tzinfo
from functools import cached_property
from statistics import fmean

from tutor.domain import (
    AreaProgress,
    Attempt,
    CoverageCell,
    DocumentSummary,
    GuessCalibration,
    ListedQuestion,
    ProjectProgress,
    Rating,
    Readiness,
    RetentionOn,
    ScoreOn,
    Syllabus,
)
from tutor.errors import PracticeError
from tutor.library.store import Store
from tutor.practice.bank import QuestionBank
from tutor.practice.checklist import checklist, read_key, title_of
from tutor.practice.coverage import coverage
from tutor.practice.projects import AREA, project, step_key
from tutor.practice.readiness import readiness
from tutor.practice.standing import Standing, area_of, counted, standings
from tutor.practice.study_days import study_day
from tutor.records import Candidate, Clock


class Progress:
    """One candidate's progress as it was when it was first asked for; ticks are always as they are now.  Make a new one
    after a new answer."""

    def __init__(
        self,
        store: Store,
        candidate: Candidate,
        syllabus: Syllabus | None,
        clock: Clock,
        *,
        zone: tzinfo | None = None,
    ) -> None:
        """`zone` is the one whose days count; None for this machine's."""
        self._store = store
        self._candidate = candidate
        self._syllabus = syllabus
        self._clock = clock
        self._zone = zone

    # --- what was learned

    def checklist(self) -> tuple[AreaProgress, ...]:
        """The syllabus's areas and topics with how far each is (the rule is in checklist.py), then other material: a
        folder an area, a document a topic."""
        return checklist(
            self._syllabus,
            self._documents,
            self._bank,
            standings=self._standings,
            ticks=self._candidate.ticks.all(),
        )

    def coverage(self) -> tuple[CoverageCell, ...]:
        """Areas by levels: questions there are, questions answered, how well."""
        return coverage(self._bank, self._standings, self.areas)

    def readiness(self) -> Readiness:
        """The score to expect today on a question of any area, with what it rests on (see readiness.py)."""
        sizes = Counter(area_of(question.document, question.area) for question in self._bank)
        return readiness(list(self._standings.values()), sizes, self._candidate.interviews.all())

    @property
    def areas(self) -> tuple[str, ...]:
        """Names of the areas the library has documents of: the syllabus's in its order, then the others."""
        held = dict.fromkeys(area_of(one.name, one.area) for one in self._documents)
        first = [one.name for one in self._syllabus.areas] if self._syllabus is not None else []
        return (*(name for name in first if name in held), *(name for name in held if name not in first))

    def area_title(self, area: str) -> str:
        """An area's name as it is shown."""
        known = self._syllabus.areas if self._syllabus is not None else ()
        return next((one.title for one in known if one.name == area), title_of(area))

    # --- over time

    def scores(self) -> tuple[ScoreOn, ...]:
        """Every graded answer in the order they were given, without those given again right after their grade."""
        return tuple(
            ScoreOn(
                moment=one.created_at,
                area=area_of(one.question.document, one.question.area),
                score=one.grade.score,
                guess=one.guess,
            )
            for one in counted(self._attempts)
            if one.grade is not None
        )

    def retention(self) -> tuple[RetentionOn, ...]:
        """Questions that came back on a later day, by study day: how many, and how many of them
        were remembered (any rating but "again").  Of several tries of one question on one day the first counts."""
        seen: dict[str, date] = {}
        reviewed: Counter[date] = Counter()
        remembered: Counter[date] = Counter()
        for one in self._attempts:
            day = study_day(one.created_at.astimezone(self._zone))
            before = seen.get(one.question.id)
            seen[one.question.id] = day
            if before is not None and before < day and one.again_of is None:
                reviewed[day] += 1
                remembered[day] += one.rating is not Rating.AGAIN
        return tuple(
            RetentionOn(day=day, reviewed=reviewed[day], remembered=remembered[day]) for day in sorted(reviewed)
        )

    def calibration(self) -> GuessCalibration:
        """How far the candidate's guesses lie from their scores."""
        differences = [one.guess - one.score for one in self.scores() if one.guess is not None]
        return GuessCalibration(
            answers=len(differences),
            difference=fmean(differences) if differences else None,
            distance=fmean(abs(one) for one in differences) if differences else None,
        )

    # --- practice projects, and ticks

    def projects(self) -> tuple[ProjectProgress, ...]:
        """The notes of the area "projects" as checklists, in the order of the syllabus."""
        ticks = self._candidate.ticks.all()
        names = [one.name for one in self._documents if area_of(one.name, one.area) == AREA]
        order = {name: place for place, name in enumerate(self._in_syllabus())}
        names.sort(key=lambda name: (order.get(name, len(order)), name))
        found = (project(self._store.document(name), ticks) for name in names)
        return tuple(one for one in found if one is not None)

    def tick(self, key: str, done: bool = True) -> None:
        """Tick a project's step off, or not.  Raises PracticeError where there is no such step."""
        if not any(step.key == key for one in self.projects() for step in one.steps):
            raise PracticeError(f"no practice project has a step {key!r}; the Progress page lists them")
        self._candidate.ticks.set(step_key(key), done)

    def mark_read(self, document: str, read: bool = True) -> None:
        """Note that a document was read, or not.  Raises UnknownDocument."""
        self._candidate.ticks.set(read_key(self._store.document(document).name), read)

    # --- inside: each is read once

    @cached_property
    def _documents(self) -> list[DocumentSummary]:
        return self._store.summaries()

    @cached_property
    def _bank(self) -> tuple[ListedQuestion, ...]:
        return QuestionBank(self._store).listed()

    @cached_property
    def _attempts(self) -> list[Attempt]:
        return self._candidate.attempts.all()

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        return standings(self._attempts, self._candidate, self._documents, self._clock())

    def _in_syllabus(self) -> list[str]:
        areas = checklist(self._syllabus, self._documents, (), standings={}, ticks=())
        return [name for area in areas for topic in area.topics for name in topic.documents]
