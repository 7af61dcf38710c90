"""What a candidate can take along, and which questions go into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tutor.domain import Filters, PointStatus, Question
from tutor.errors import PracticeError
from tutor.library.store import Store
from tutor.practice.bank import QuestionBank
from tutor.practice.exporting.anki import anki_package
from tutor.practice.exporting.everything import everything_of
from tutor.practice.exporting.scope import Scope
from tutor.practice.exporting.tables import attempts_csv
from tutor.practice.schedule import Schedule
from tutor.practice.standing import area_of, counted, is_follow_up
from tutor.records import Candidate, Clock


class Exports:
    """One candidate's exports."""

    def __init__(self, candidate: Candidate, store: Store, clock: Clock) -> None:
        self._candidate = candidate
        self._store = store
        self._clock = clock

    def anki(self, scope: Scope = Scope.PRACTISED, *, area: str | None = None) -> bytes:
        """An .apkg file.  Raises PracticeError where no question is in the scope."""
        questions = self.questions(scope, area=area)
        if not questions:
            raise PracticeError(_nothing(scope, area))
        return anki_package(questions, self._clock())

    def questions(self, scope: Scope = Scope.PRACTISED, *, area: str | None = None) -> tuple[Question, ...]:
        """The questions that `anki` would export: each once, as it was when it was last answered."""
        match scope:
            case Scope.PRACTISED:
                tried = (one.question for one in self._candidate.attempts.all())
                return _each_once(one for one in tried if not is_follow_up(one.id))
            case Scope.DUE:
                return self._due()
            case Scope.MISTAKES:
                return self._mistakes()
            case Scope.AREA:
                return self._of_area(area)

    def csv(self) -> str:
        """Every attempt as a row; written to a file as "utf-8-sig", every spreadsheet reads it."""
        return attempts_csv(self._candidate.attempts.all())

    def everything(self) -> dict[str, Any]:
        """All that the database holds of the candidate, ready for JSON; `Everything` reads it back."""
        return everything_of(self._candidate, self._clock()).model_dump(mode="json")

    def _due(self) -> tuple[Question, ...]:
        schedule, interview_at = Schedule(), self._candidate.about().interview_at
        now = self._clock().astimezone()
        return tuple(one.question for one in self._candidate.cards.all() if schedule.is_due(one, interview_at, now))

    def _mistakes(self) -> tuple[Question, ...]:
        latest = {one.question.id: one for one in counted(self._candidate.attempts.all())}
        return tuple(
            one.question
            for one in latest.values()
            if one.grade is not None and any(point.status is not PointStatus.COVERED for point in one.grade.points)
        )

    def _of_area(self, area: str | None) -> tuple[Question, ...]:
        if not area:
            raise PracticeError("say which area of the bank to export, such as 'rag'")
        names = tuple(one.name for one in self._store.summaries() if area_of(one.name, one.area) == area)
        banked = QuestionBank(self._store).questions(Filters(documents=names)) if names else ()
        made = (one for one in self._candidate.made.of() if one.document in names)
        return _each_once((*banked, *made))


def _each_once(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The last of each id, in the order of the first."""
    return tuple({one.id: one for one in questions}.values())


def _nothing(scope: Scope, area: str | None) -> str:
    match scope:
        case Scope.PRACTISED:
            return "no question was answered yet, so there is nothing to export; practise one first"
        case Scope.DUE:
            return "no question comes back today; export all that you practised instead"
        case Scope.MISTAKES:
            return "no point was missed in your latest answers; export all that you practised instead"
        case Scope.AREA:
            return f"the library has no question of the area {area!r}; 'tutor questions' lists them"
