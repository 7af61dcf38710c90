"""Which questions an interview asks: areas by role, kinds mixed, as many as the minutes hold and a few to spare."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from tutor.domain import AnswerForm, Chosen, InterviewSetup, Level, Question, QuestionKind, Wish
from tutor.errors import PracticeError
from tutor.practice.forms import as_explanation, explainable
from tutor.practice.roles import Role

K = QuestionKind

# Seconds an answer takes, with time to read and to think; a follow-up comes on top.
SECONDS: Mapping[QuestionKind | None, int] = {
    K.CONCEPT: 150,
    K.COMPARE: 165,
    K.SCENARIO: 180,
    K.DEBUGGING: 180,
    K.NUMERIC: 180,
    K.BEHAVIOURAL: 165,
    K.CODING: 330,
    K.DESIGN: 360,
    None: 165,
}
FOLLOW_UP_SECONDS = 60
OPENING_SECONDS = 30
_SPARE = 1.5  # questions are planned for this many times the minutes: some are passed on or answered at once
_MIX: Mapping[QuestionKind, float] = {
    K.CONCEPT: 2.5,
    K.COMPARE: 1.5,
    K.SCENARIO: 1.5,
    K.DEBUGGING: 1,
    K.NUMERIC: 1,
    K.CODING: 1,
    K.DESIGN: 1,
    K.BEHAVIOURAL: 1,
}
_LONG = frozenset({K.CODING, K.DESIGN})
_LONGEST_SHARE = 0.5  # of the minutes, for coding and design together
_OWN_STORY = "interview-craft"  # the area of questions about the candidate, asked whatever the role
_AREAS_TRIED = 3  # before a question of any of the areas is taken
_LEVELS: tuple[Level, ...] = ("beginner", "intermediate", "advanced")
_FORMS = (AnswerForm.OPEN, AnswerForm.CODE)


class Chooses(Protocol):
    """What of Practice the plan needs."""

    def choose(self, wish: Wish, *, skip: Collection[str] = ()) -> Chosen: ...


def plan_interview(setup: InterviewSetup, role: Role, practice: Chooses, *, rng: random.Random) -> tuple[Question, ...]:
    """Questions in the order they are asked.

    Areas the library lacks fall away; where it holds none of the role's, it is asked about what it holds.  Raises
    PracticeError where no question is left to ask.
    """
    weights = {area: role.areas.get(area, 1.0) for area in setup.areas or role.areas}
    plan = _plan(setup, role, weights, practice, rng=rng)
    if not plan and not setup.areas:
        plan = _plan(setup, role, {}, practice, rng=rng)
    if not plan:
        raise PracticeError(
            "there is no question for this interview: your notes hold none, or all of them wait for their review; "
            "add notes, or choose another level"
        )
    return tuple(plan)


def _plan(
    setup: InterviewSetup, role: Role, weights: Mapping[str, float], practice: Chooses, *, rng: random.Random
) -> list[Question]:
    supply = _Supply(setup.level, tuple(weights), practice)
    budget = setup.minutes * 60 * _SPARE
    long_left = setup.minutes * 60 * _LONGEST_SHARE
    asked: Counter[str | None] = Counter()
    plan: list[Question] = []
    for kind in _kinds(role, rng):
        if budget <= 0 or supply.empty:
            break
        if kind in _LONG and SECONDS[kind] > long_left:
            continue
        found = supply.take(kind, weights, asked, rng)
        if found is None:
            continue
        explained = (
            role.explains and explainable(found.kind) and not any(one.form is AnswerForm.EXPLAIN for one in plan)
        )
        plan.append(as_explanation(found) if explained else found)
        asked[found.area] += 1
        budget -= SECONDS[kind] + FOLLOW_UP_SECONDS
        long_left -= SECONDS[kind] * (kind in _LONG)
    return plan


def _kinds(role: Role, rng: random.Random) -> Iterator[QuestionKind]:
    """Kinds without end: a concept to begin with, then each as often as its weight says and never twice running."""
    weights = {kind: weight * role.kinds.get(kind, 1.0) for kind, weight in _MIX.items()}
    due = {kind: rng.random() * weight for kind, weight in weights.items()}
    kind = K.CONCEPT
    for _ in range(400):  # an end for a library that has no question left
        yield kind
        due[kind] -= sum(weights.values())
        for other, weight in weights.items():
            due[other] += weight
        kind = max((one for one in due if one is not kind), key=lambda one: due[one])


class _Supply:
    """Questions one by one: of the area whose turn it is and the level itself, else of what lies beside them."""

    def __init__(self, level: Level, areas: tuple[str, ...], practice: Chooses) -> None:
        self._level = level
        self._areas = areas
        self._practice = practice
        self._taken: list[str] = []
        self._none_left: set[QuestionKind] = set()

    @property
    def empty(self) -> bool:
        """Whether no kind has a question left."""
        return len(self._none_left) == len(_MIX)

    def take(
        self, kind: QuestionKind, weights: Mapping[str, float], asked: Mapping[str | None, int], rng: random.Random
    ) -> Question | None:
        """One question of that kind; None where there is none (left)."""
        if kind in self._none_left:
            return None
        for wish in self._wishes(kind, weights, asked, rng):
            found = self._practice.choose(wish, skip=self._taken).questions
            if found:
                self._taken.append(found[0].id)
                return found[0]
        self._none_left.add(kind)
        return None

    def _wishes(
        self, kind: QuestionKind, weights: Mapping[str, float], asked: Mapping[str | None, int], rng: random.Random
    ) -> Iterator[Wish]:
        wish = Wish(areas=self._areas, levels=(self._level,), kinds=(kind,), forms=_FORMS)
        if kind is K.BEHAVIOURAL and self._areas:
            wish = wish.model_copy(update={"areas": (*(one for one in self._areas if one != _OWN_STORY), _OWN_STORY)})
        elif self._areas:
            for area in _drawn(weights, asked, rng):
                yield wish.model_copy(update={"areas": (area,)})
        for levels in _widening(self._level):
            yield wish.model_copy(update={"levels": levels})


def _drawn(weights: Mapping[str, float], asked: Mapping[str | None, int], rng: random.Random) -> Iterator[str]:
    """A few areas, each drawn by its weight; one that was asked about already comes later."""
    left = {area: weight / (1 + 3 * asked[area]) for area, weight in weights.items()}
    for _ in range(min(_AREAS_TRIED, len(left))):
        area = rng.choices(list(left), list(left.values()))[0]
        del left[area]
        yield area


def _widening(level: Level) -> Iterator[tuple[Level, ...]]:
    """The level itself, then the levels beside it."""
    yield (level,)
    place = _LEVELS.index(level)
    yield tuple(_LEVELS[one] for one in (place - 1, place + 1) if 0 <= one < len(_LEVELS))
