"""FSRS on a fixed clock, against the package itself, and what an interview's date changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import fsrs
import pytest

from tests.practice.made import attempt, grade, question
from tutor.domain import Card, Rating
from tutor.errors import RecordError
from tutor.practice.schedule import Schedule
from tutor.practice.study_days import in_words, interview_moment, start_of, study_day

START = datetime(2026, 11, 2, 18, 30, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
SCHEDULE = Schedule()


def card(name: str, *reviews: tuple[Rating, datetime]) -> Card:
    asked = question(name)
    return SCHEDULE.replay(asked, [attempt(asked, rating, moment) for rating, moment in reviews])


def followed(ratings: Sequence[Rating]) -> list[int]:
    """Days from each review to the next, every one held on the moment it is due."""
    reviews: list[tuple[Rating, datetime]] = []
    gaps: list[int] = []
    moment = START
    for rating in ratings:
        reviews.append((rating, moment))
        due = card("a", *reviews).due
        gaps.append((due - moment).days)
        assert due - moment == timedelta(days=gaps[-1]), "whole days"
        moment = due
    return gaps


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        (0.0, Rating.AGAIN),
        (0.399, Rating.AGAIN),
        (0.4, Rating.HARD),
        (0.599, Rating.HARD),
        (0.6, Rating.GOOD),
        (0.849, Rating.GOOD),
        (0.85, Rating.EASY),
        (1.0, Rating.EASY),
    ],
)
def test_the_rating_follows_the_score(score: float, rating: Rating) -> None:
    assert SCHEDULE.rating_of(grade(score)) is rating


@pytest.mark.parametrize(
    ("ratings", "days"),
    [
        ([Rating.AGAIN], [1]),
        ([Rating.HARD], [1]),
        ([Rating.GOOD], [2]),
        ([Rating.EASY], [8]),
        ([Rating.GOOD] * 3, [2, 11, 46]),
        # by hand: FSRS-6's own numbers with its default weights and no fuzz, steps of minutes off
        ([Rating.GOOD, Rating.GOOD, Rating.GOOD, Rating.AGAIN, Rating.GOOD, Rating.GOOD], [2, 11, 46, 3, 8, 19]),
    ],
)
def test_a_sequence_of_reviews_is_exact(ratings: list[Rating], days: list[int]) -> None:
    assert followed(ratings) == days


def test_every_number_is_that_of_the_package() -> None:
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    moments = [START, START + 1.5 * DAY, START + 2 * DAY, START + 30 * DAY, START + 31 * DAY]  # early, late, at once
    ratings = [Rating.GOOD, Rating.HARD, Rating.EASY, Rating.AGAIN, Rating.GOOD]
    theirs = fsrs.Card(card_id=1)
    for number, (rating, moment) in enumerate(zip(ratings, moments, strict=True), start=1):
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating(rating), moment)
        mine = card("a", *zip(ratings[:number], moments[:number], strict=True))
        kept = fsrs.Card.from_json(mine.state)
        assert (kept.stability, kept.difficulty, kept.due) == (theirs.stability, theirs.difficulty, theirs.due)
        assert (mine.due, mine.last_review, mine.attempts) == (theirs.due, moment, number)
        later = moment + 5 * DAY
        assert SCHEDULE.retrievability(mine, later) == scheduler.get_card_retrievability(theirs, later)
    assert mine.lapses == 1


def test_answering_again_does_not_count() -> None:
    asked = question("a")
    first = attempt(asked, Rating.AGAIN, START, graded=grade(0.2))
    better = attempt(asked, Rating.EASY, START + timedelta(minutes=5), graded=grade(0.9), again_of=first.id)
    assert SCHEDULE.replay(asked, [first, better]) == SCHEDULE.replay(asked, [first])
    assert SCHEDULE.replay(asked, [first, better]).score == 0.2
    with pytest.raises(RecordError, match="not answered yet"):
        SCHEDULE.replay(asked, [better])


def test_a_look_keeps_the_score_of_the_last_grade() -> None:
    asked = question("a")
    graded = attempt(asked, Rating.GOOD, START, graded=grade(0.7))
    looked = attempt(asked, Rating.AGAIN, START + 2 * DAY)
    assert SCHEDULE.replay(asked, [graded, looked]).score == 0.7
    assert SCHEDULE.replay(asked, [looked]).score is None


def test_the_same_attempts_give_the_same_card() -> None:
    reviews = [(Rating.GOOD, START), (Rating.HARD, START + 2 * DAY)]
    assert card("a", *reviews) == card("a", *reviews)


# --- an interview ahead


def test_without_an_interview_or_after_it_nothing_changes() -> None:
    easy = card("a", (Rating.EASY, START))
    assert SCHEDULE.due_by(easy, None, START) == easy.due
    assert SCHEDULE.due_by(easy, START + DAY, START + 2 * DAY) == easy.due
    assert SCHEDULE.due_by(easy, START + DAY, START + DAY) == easy.due


def test_what_is_due_before_the_interview_stays_where_it_is() -> None:
    good = card("a", (Rating.GOOD, START))
    assert SCHEDULE.due_by(good, START + 4 * DAY, START) == good.due == START + 2 * DAY


def test_one_card_by_hand() -> None:
    """Easy on the 2nd comes back on the 10th; with the interview on the 9th, on one of the 6th to the 8th.  The lot of
    "a" on the 6th is 0.728 (first twelve digits of the SHA-256 of id, NUL and day over 2^48), which is above one in
    three; on the 7th it is 0.059, below one in two."""
    easy = card("a", (Rating.EASY, START))
    assert easy.due == datetime(2026, 11, 10, 18, 30, tzinfo=UTC)
    moved = SCHEDULE.due_by(easy, datetime(2026, 11, 9, 9, tzinfo=UTC), START)
    assert moved == datetime(2026, 11, 7, 4, tzinfo=UTC)


@pytest.mark.parametrize("days", [2, 3, 5, 7])
@pytest.mark.parametrize("rating", list(Rating))
def test_everything_comes_back_before_the_interview(days: int, rating: Rating) -> None:
    interview = START + days * DAY
    for number in range(40):
        due = SCHEDULE.due_by(card(f"q{number}", (rating, START)), interview, START)
        assert START < due < interview
        assert study_day(START) < study_day(due) < study_day(interview)


def test_the_cards_spread_over_the_days_left() -> None:
    """Two hundred old, strong cards and ten days: about twenty a day, and none left over."""
    interview = START + 10 * DAY
    long_ago = [(Rating.EASY, START - 130 * DAY), (Rating.EASY, START - 100 * DAY)]
    cards = [card(f"q{number}", *long_ago) for number in range(200)]
    assert all(one.due > interview for one in cards)
    days = Counter(study_day(SCHEDULE.due_by(one, interview, START)) for one in cards)
    assert set(days) == {study_day(START) + number * DAY for number in range(10)}
    assert max(days.values()) < 40


def test_a_card_keeps_its_day_until_it_passes_and_is_then_spread_anew() -> None:
    interview = START + 10 * DAY
    long_ago = [(Rating.EASY, START - 130 * DAY), (Rating.EASY, START - 100 * DAY)]
    for number in range(50):
        one = card(f"q{number}", *long_ago)
        first = SCHEDULE.due_by(one, interview, START)
        now = START
        while study_day(now) < study_day(first):
            assert SCHEDULE.due_by(one, interview, now) == first
            assert not SCHEDULE.is_due(one, interview, now)
            now += DAY
        assert SCHEDULE.is_due(one, interview, now)
        after = SCHEDULE.due_by(one, interview, now + DAY) if study_day(now + DAY) < study_day(interview) else None
        assert after is None or study_day(first) < study_day(after) < study_day(interview)


def test_on_the_eve_all_that_was_put_off_is_due() -> None:
    interview = START + 10 * DAY
    long_ago = [(Rating.EASY, START - 130 * DAY), (Rating.EASY, START - 100 * DAY)]
    assert all(SCHEDULE.is_due(card(f"q{number}", *long_ago), interview, START + 9 * DAY) for number in range(50))


def test_what_is_weak_is_seen_again_in_the_last_days() -> None:
    """Rated Hard, but known for months: its interval ends after the interview."""
    interview = START + 20 * DAY
    known = [(Rating.EASY, START - 200 * DAY), (Rating.EASY, START - 150 * DAY)]
    hard = [card(f"q{number}", *known, (Rating.HARD, START)) for number in range(40)]
    good = [card(f"q{number}", *known, (Rating.GOOD, START)) for number in range(40)]
    assert all(one.due > interview for one in (*hard, *good))
    last = {study_day(interview) - number * DAY for number in (1, 2, 3)}
    assert {study_day(SCHEDULE.due_by(one, interview, START)) for one in hard} == last
    strong = {study_day(SCHEDULE.due_by(one, interview, START)) for one in good}
    assert min(strong) >= study_day(START) + 10 * DAY, "not sooner than half-way"
    assert not strong <= last


def test_a_card_seen_on_the_eve_comes_back_only_if_it_is_weak() -> None:
    eve, interview = START, datetime(2026, 11, 3, 14, tzinfo=UTC)
    good, again = card("a", (Rating.GOOD, eve)), card("b", (Rating.AGAIN, eve))
    assert SCHEDULE.due_by(good, interview, eve) == good.due > interview
    assert SCHEDULE.due_by(again, interview, eve) == datetime(2026, 11, 3, 4, tzinfo=UTC)
    assert SCHEDULE.is_due(again, interview, datetime(2026, 11, 3, 8, tzinfo=UTC))


def test_no_strong_card_is_asked_for_ever() -> None:
    """Reviewed whenever it is due and always known, a card is seen a few times before an interview, not daily."""
    interview = START + 21 * DAY
    for number in range(30):
        reviews, now = [(Rating.EASY, START)], START
        while now < interview:
            if SCHEDULE.is_due(card(f"q{number}", *reviews), interview, now):
                reviews.append((Rating.GOOD, now))
            now += DAY
        assert 2 <= len(reviews) <= 6
        assert study_day(reviews[-1][1]) >= study_day(interview) - 10 * DAY


# --- days


def test_a_card_is_due_from_the_morning_of_its_day() -> None:
    again = card("a", (Rating.AGAIN, START))
    assert not SCHEDULE.is_due(again, None, START + timedelta(hours=9))  # half past three at night
    assert SCHEDULE.is_due(again, None, START + timedelta(hours=10))


def test_a_day_is_that_of_the_candidates_zone() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert study_day(START) == date(2026, 11, 2)
    assert study_day(START.astimezone(tokyo)) == date(2026, 11, 2)  # half past three at night
    assert study_day((START + timedelta(hours=1)).astimezone(tokyo)) == date(2026, 11, 3)
    assert start_of(date(2026, 11, 3), tokyo).astimezone(UTC) == datetime(2026, 11, 2, 19, tzinfo=UTC)
    assert interview_moment(date(2026, 11, 3), tokyo).astimezone(UTC) == datetime(2026, 11, 3, 0, tzinfo=UTC)


def test_days_are_said_as_one_says_them() -> None:
    today = date(2026, 11, 2)
    said = [in_words(today + number * DAY, today) for number in (-3, 0, 1, 2, 30)]
    assert said == ["today", "today", "tomorrow", "in 2 days", "in 30 days"]
