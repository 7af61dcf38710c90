"""Where a candidate stands with every question at one moment: what progress is reckoned from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from tutor.domain import Attempt, DocumentSummary, Level
from tutor.practice.forms import plain_id
from tutor.practice.schedule import Schedule
from tutor.records import Candidate

OWN_MATERIAL = "your-material"  # the area of a document that lies in no folder and names none
_PROBE = "~"


class Standing(NamedTuple):
    """One question that was answered.  `score` is that of the latest graded answer (0..1), from `low` to `high`;
    `remembered` is the chance (0..1) that it still could be given, None where no review is planned."""

    id: str
    document: str
    area: str
    level: Level | None
    score: float
    low: float
    high: float
    remembered: float | None

    @property
    def strength(self) -> float:
        """The latest score times the chance that it is still remembered (0..1)."""
        return self.score * self.chance

    @property
    def chance(self) -> float:
        return 1.0 if self.remembered is None else self.remembered


def area_of(document: str, area: str | None) -> str:
    """The area a document names, else the folder it lies in."""
    if area:
        return area
    folder = PurePosixPath(document).parent.as_posix()
    return OWN_MATERIAL if folder in {"", "."} else folder


def is_follow_up(question_id: str) -> bool:
    """Whether it is the id of an interviewer's follow-up, which asks for one point of another question."""
    return _PROBE in plain_id(question_id)


def followed(question_id: str) -> str | None:
    """The id of the question that a follow-up asks one point of; None where `question_id` is no follow-up's."""
    return question_id.rpartition(_PROBE)[0] if is_follow_up(question_id) else None


def counted(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The graded attempts that say what the candidate knew: not an answer given again right after its grade was read,
    and not a follow-up, which asks for one point only."""
    return [
        one for one in attempts if one.grade is not None and one.again_of is None and not is_follow_up(one.question.id)
    ]


def standings(
    attempts: Sequence[Attempt], candidate: Candidate, documents: Sequence[DocumentSummary], now: datetime
) -> dict[str, Standing]:
    """Question id -> where it stands, for every question of the library that was answered in words at least once.

    `attempts` are in the order they were made.  An explanation counts for the question it explains.
    """
    areas = {one.name: area_of(one.name, one.area) for one in documents}
    latest: dict[str, Attempt] = {}
    answered: set[str] = set()
    for one in counted(attempts):
        if one.question.document in areas:
            key = plain_id(one.question.id)
            latest[key] = one
            if one.answer.strip():
                answered.add(key)
    memory = _memory(candidate, now)
    return {key: _standing(key, latest[key], areas, memory) for key in latest if key in answered}


def _standing(key: str, attempt: Attempt, areas: Mapping[str, str], memory: Mapping[str, float]) -> Standing:
    grade, question = attempt.grade, attempt.question
    assert grade is not None  # `counted` took the others out
    return Standing(
        id=key,
        document=question.document,
        area=areas[question.document],
        level=question.level,
        score=grade.score,
        low=min(grade.low, grade.score),
        high=max(grade.high, grade.score),
        remembered=memory.get(question.id),
    )


def _memory(candidate: Candidate, now: datetime) -> dict[str, float]:
    """Question id -> the chance that it is remembered now, by FSRS's forgetting curve."""
    schedule = Schedule()
    return {card.question_id: schedule.retrievability(card, now) for card in candidate.cards.all()}
