"""What to do on one day: reviews first, then the weakest area, what was never tried, and a mock interview in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tutor.domain import DayPlan, Model, PlanStep

_SET, _SET_MINUTES = 5, 15  # questions of a practice set, and how long it takes
_ENOUGH = 3  # answers in an area before it is called weak
_WEAK = 0.7  # mean score (0..1) below which it is
_FIRST_INTERVIEW = 10  # questions answered before a first mock interview tells anything
_BETWEEN, _BETWEEN_SOON = 7, 3  # days from one mock interview to the next; with less than two weeks left
_SOON = 14  # days
_MOST_NEW = 3  # areas begun on one day


class AreaStanding(Model):
    """One area: its weight in an interview, its questions, those tried, and their latest scores (0..1)."""

    name: str
    title: str
    weight: int
    questions: int
    tried: int
    scores: tuple[float, ...] = ()

    @property
    def mean(self) -> float:
        """Mean latest score (0..1) of what was answered; only where something was."""
        return sum(self.scores) / len(self.scores)


class Situation(Model):
    """What a plan rests on.  `areas` in the order they are learned; `interview_on` None where no date lies ahead."""

    day: date
    interview_on: date | None
    due: int
    due_minutes: int
    areas: tuple[AreaStanding, ...]
    answered: int
    last_interview: date | None

    @property
    def days_left(self) -> int | None:
        return (self.interview_on - self.day).days if self.interview_on is not None else None


def plan_day(situation: Situation) -> DayPlan:
    """The steps of one day, the most useful first.

    Reviews come first.  Then the area with the lowest mean score, if it is below 0.7.  Then areas that were never
    tried, in the order of the syllabus; as many a day as it takes to have seen all before the interview, at most
    three; with fewer days left than areas, those with the most weight first.  With all areas begun, the one of which
    least was tried.  Last a mock interview, where it is time.  On the day of the interview nothing new is begun.
    """
    steps = [*_review(situation)]
    if situation.days_left != 0:
        weak = _weakest(situation)
        steps += [*_strengthen(weak), *_begin(situation, weak), *_interview(situation)]
    return DayPlan(day=situation.day, interview_in=situation.days_left, due=situation.due, steps=tuple(steps))


def _review(situation: Situation) -> Iterator[PlanStep]:
    if situation.due:
        many = "1 question" if situation.due == 1 else f"{situation.due} questions"
        why = "What you are most likely to forget comes first."
        yield PlanStep(title=f"Review {many}", why=why, minutes=max(1, situation.due_minutes), page="review")


def _weakest(situation: Situation) -> AreaStanding | None:
    judged = [area for area in situation.areas if len(area.scores) >= _ENOUGH and area.mean < _WEAK]
    return min(judged, key=lambda area: area.mean, default=None)


def _strengthen(weak: AreaStanding | None) -> Iterator[PlanStep]:
    if weak is not None:
        why = f"Your weakest area: {10 * weak.mean:.1f} of 10 over {len(weak.scores)} questions."
        yield _practise(f"Strengthen: {weak.title}", why, weak)


def _begin(situation: Situation, weak: AreaStanding | None) -> Iterator[PlanStep]:
    untouched = [area for area in situation.areas if area.tried == 0]
    if not untouched:
        rest = [area for area in situation.areas if area is not weak and area.tried < area.questions]
        if rest:
            least = min(rest, key=lambda area: area.tried / area.questions)
            why = f"You have answered {least.tried} of its {least.questions} questions."
            yield _practise(f"Go on with: {least.title}", why, least)
        return
    wanted = 1
    if situation.days_left is not None:
        if situation.days_left < len(untouched):
            untouched.sort(key=lambda area: -area.weight)  # stable: the order of the syllabus where they weigh alike
        wanted = min(_MOST_NEW, -(-len(untouched) // max(1, situation.days_left)))
    for area in untouched[:wanted]:
        left = "the last area" if len(untouched) == 1 else f"one of {len(untouched)} areas"
        yield _practise(f"Begin: {area.title}", f"It is {left} you have not tried yet.", area)


def _interview(situation: Situation) -> Iterator[PlanStep]:
    left, last = situation.days_left, situation.last_interview
    soon = left is not None and left <= _SOON
    if situation.answered < _FIRST_INTERVIEW and not (soon and situation.answered):
        return
    if last is not None:
        since = (situation.day - last).days
        if since < (_BETWEEN_SOON if soon else _BETWEEN):
            return
        why = f"Your last one was {since} days ago."
    else:
        why = "It shows how you answer one question after another, with the clock running."
    short = left is not None and left <= 1
    yield PlanStep(title="Mock interview", why=why, minutes=15 if short else 30, page="interview")


def _practise(title: str, why: str, area: AreaStanding) -> PlanStep:
    several = min(_SET, area.questions)
    minutes = max(1, round(_SET_MINUTES * several / _SET))
    return PlanStep(title=title, why=why, minutes=minutes, page="practise", area=area.name)
