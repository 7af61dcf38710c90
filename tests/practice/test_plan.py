"""What to do on a day."""

from __future__ import annotations

from datetime import date, timedelta

from tutor.domain import DayPlan
from tutor.practice.plan import AreaStanding, Situation, plan_day

TODAY = date(2026, 11, 2)


def area(name: str, *, tried: int = 0, weight: int = 3, scores: tuple[float, ...] = ()) -> AreaStanding:
    return AreaStanding(name=name, title=name.capitalize(), weight=weight, questions=8, tried=tried, scores=scores)


def plan(
    *areas: AreaStanding,
    days_left: int | None = None,
    due: int = 0,
    answered: int = 0,
    interview_ago: int | None = None,
) -> DayPlan:
    return plan_day(
        Situation(
            day=TODAY,
            interview_on=TODAY + timedelta(days=days_left) if days_left is not None else None,
            due=due,
            due_minutes=3 * due,
            areas=areas,
            answered=answered,
            last_interview=TODAY - timedelta(days=interview_ago) if interview_ago is not None else None,
        )
    )


def pages(found: DayPlan) -> list[tuple[str, str | None]]:
    return [(step.page, step.area) for step in found.steps]


def test_the_first_day_begins_with_the_first_area() -> None:
    found = plan(area("foundations"), area("python"))
    assert pages(found) == [("practise", "foundations")]
    assert found.steps[0].why == "It is one of 2 areas you have not tried yet."
    assert found.minutes == 15


def test_reviews_come_first_and_the_minutes_add_up() -> None:
    found = plan(area("foundations"), due=4)
    assert pages(found) == [("review", None), ("practise", "foundations")]
    assert found.steps[0].title == "Review 4 questions"
    assert (found.due, found.minutes) == (4, 12 + 15)


def test_the_weakest_area_is_named_with_its_evidence() -> None:
    weak, weaker = area("rag", tried=3, scores=(0.5, 0.6, 0.7)), area("models", tried=3, scores=(0.2, 0.4, 0.6))
    found = plan(weak, weaker, area("python", tried=1, scores=(0.1,)))
    assert found.steps[0].area == "models"
    assert found.steps[0].why == "Your weakest area: 4.0 of 10 over 3 questions."


def test_two_answers_say_nothing_of_an_area_and_good_ones_are_not_weak() -> None:
    strong = area("rag", tried=8, scores=(0.9,) * 8)
    assert pages(plan(strong, area("python", tried=2, scores=(0.0, 0.1)))) == [("practise", "python")]  # least tried
    assert pages(plan(strong)) == []


def test_as_many_areas_a_day_as_it_takes() -> None:
    areas = [area(f"a{number}") for number in range(12)]
    assert len(plan(*areas).steps) == 1
    assert len(plan(*areas, days_left=20).steps) == 1
    assert pages(plan(*areas, days_left=6)) == [("practise", "a0"), ("practise", "a1")]
    assert len(plan(*areas, days_left=2).steps) == 3


def test_with_too_few_days_the_heaviest_areas_come_first() -> None:
    areas = [area("a", weight=2), area("b", weight=9), area("c", weight=5), area("d", weight=5)]
    assert pages(plan(*areas, days_left=5)) == [("practise", "a")]
    assert pages(plan(*areas, days_left=2)) == [("practise", "b"), ("practise", "c")]


def test_a_mock_interview_when_it_is_time() -> None:
    done = area("rag", tried=8, scores=(0.9,) * 8)

    def interviews(**more: int) -> bool:
        return any(step.page == "interview" for step in plan(done, **more).steps)

    assert not interviews(answered=9)
    assert interviews(answered=10)
    assert interviews(answered=1, days_left=14), "with the interview near, sooner"
    assert not interviews(answered=0, days_left=14)
    assert not interviews(answered=30, interview_ago=6)
    assert interviews(answered=30, interview_ago=7)
    assert interviews(answered=30, interview_ago=3, days_left=10)
    assert not interviews(answered=30, interview_ago=2, days_left=10)


def test_on_the_day_itself_nothing_new_is_begun() -> None:
    found = plan(area("python"), area("rag", tried=3, scores=(0.1,) * 3), days_left=0, due=2, answered=30)
    assert pages(found) == [("review", None)]
    assert found.interview_in == 0
