"""The Review page: today's cards one at a time, the interview's date, the mistakes."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.practice.made import attempt
from tests.ui.notes import QUESTION
from tutor.build import Tutor
from tutor.domain import Attempt, Place, Rating
from tutor.practice.schedule import Schedule
from tutor.ui.escaping import GAP

Open = Callable[[str, Path], AppTest]
SCALED = "attention#why-are-attention-scores-divided-by-the-square-root-of-the"
SAID = "The variance of the dot product is the key dimension, and large scores saturate the softmax."
WEAK = "The variance of the dot product is the key dimension."


@pytest.fixture
def shared(open_page: Open, library_dir: Path, the_open_tutor: Callable[[], Tutor]) -> Tutor:
    """The tutor behind the page, which is opened with it."""
    open_page("review", library_dir)
    return the_open_tutor()


def fresh(open_page: Open, library_dir: Path, **address: str) -> AppTest:
    page = open_page("review", library_dir)
    for name, value in address.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def words(page: AppTest) -> str:
    drawn = [*page.markdown, *page.caption, *page.info, *page.warning, *page.header]
    return html.unescape("\n".join(str(one.value) for one in drawn)).replace(GAP, "")


def labels(page: AppTest) -> list[str]:
    return [one.label for one in page.button]


def press(page: AppTest, label: str) -> AppTest:
    found = next(one for one in page.button if one.label == label)
    found.click().run()
    assert not page.exception, page.exception
    return page


def tried(tutor: Tutor, rating: Rating = Rating.AGAIN, *, days_ago: float = 1.1) -> Attempt:
    """The one question of the notes, tried some days ago."""
    asked = tutor.practice.question(SCALED)
    made = attempt(asked, rating, datetime.now(UTC) - timedelta(days=days_ago))
    tutor.candidate.attempts.add(made)
    tutor.candidate.cards.put(Schedule().replay(asked, [made]))
    return made


def test_an_empty_page_says_what_to_do(shared: Tutor, open_page: Open, library_dir: Path) -> None:
    page = fresh(open_page, library_dir)
    assert "Nothing to review yet. Every question you answer comes back here" in words(page)
    assert "Practise new questions" in labels(page)
    mistakes = fresh(open_page, library_dir, r="mistakes")
    assert "No mistakes yet." in words(mistakes)


def test_a_card_is_answered_graded_and_put_back(shared: Tutor, open_page: Open, library_dir: Path) -> None:
    tried(shared)
    page = fresh(open_page, library_dir)
    assert "**1 question** for today, about **3 minutes**." in words(page)
    press(page, "Start the review")
    assert QUESTION.split("square")[0] in words(page)
    assert "Review · 1 card left today, about 3 minutes" in words(page)
    page.text_area[0].set_value(SAID).run()
    page.button_group[0].set_value(8).run()
    kept = shared.candidate.attempts.all()[-1]
    assert (kept.place, kept.guess, kept.answer) == (Place.REVIEW, 0.8, SAID)
    assert "you guessed 8" in words(page)
    card = shared.practice.card(SCALED)
    assert card is not None
    assert "It comes back in " in words(page)
    press(page, "Finish")
    assert "Nothing is due today. The next question comes back in " in words(page)


def test_the_candidates_own_rating_wins(shared: Tutor, open_page: Open, library_dir: Path) -> None:
    tried(shared)
    page = press(fresh(open_page, library_dir), "Start the review")
    page.text_area[0].set_value(SAID).run()
    press(page, "Grade without a guess")
    page.button_group[0].set_value(Rating.AGAIN).run()
    assert shared.candidate.attempts.all()[-1].rating is Rating.AGAIN
    assert "It comes back tomorrow." in words(page)


def test_an_empty_answer_is_not_graded(shared: Tutor, open_page: Open, library_dir: Path) -> None:
    tried(shared)
    page = press(fresh(open_page, library_dir), "Start the review")
    press(page, "Grade without a guess")
    assert "Type an answer first, or look at the answer." in words(page)
    assert len(shared.candidate.attempts.all()) == 1


def test_a_look_at_the_answer_is_rated_by_the_candidate(shared: Tutor, open_page: Open, library_dir: Path) -> None:
    tried(shared)
    page = press(fresh(open_page, library_dir), "Start the review")
    press(page, "Show the answer")
    shown = words(page)
    assert "A strong answer says" in shown
    assert "Large scores saturate the softmax." in shown
    assert shown.count('class="cite"') == 3
    press(page, "I knew it")
    kept = shared.candidate.attempts.all()[-1]
    assert (kept.grade, kept.rating) == (None, Rating.GOOD)
    assert "Nothing is due today." in words(page)


def test_a_refresh_in_the_middle_of_a_card_loses_nothing(shared: Tutor, open_page: Open, library_dir: Path) -> None:
    tried(shared)
    page = press(fresh(open_page, library_dir), "Start the review")
    page.text_area[0].set_value("half a thou").run()
    again = fresh(open_page, library_dir)
    assert again.text_area[0].value == "half a thou"
    press(again, "Show the answer")
    shown = fresh(open_page, library_dir)
    assert "half a thou" in words(shown)
    assert "I knew it" in labels(shown)
    press(shown, "Not yet: back to my answer")
    assert fresh(open_page, library_dir).text_area[0].value == "half a thou"


def test_a_card_can_be_left_for_later(shared: Tutor, open_page: Open, library_dir: Path) -> None:
    tried(shared)
    asked = shared.practice.question(SCALED)
    other = asked.model_copy(update={"id": "other", "text": "What is a second thing?"})
    made = attempt(other, Rating.AGAIN, datetime.now(UTC) - timedelta(days=1.2))
    shared.candidate.attempts.add(made)
    shared.candidate.cards.put(Schedule().replay(other, [made]))
    page = press(fresh(open_page, library_dir), "Start the review")
    first = words(page)
    press(page, "Later today")
    second = words(page)
    assert ("second thing" in first) != ("second thing" in second)
    page.text_area[0].set_value(SAID).run()
    press(page, "Grade without a guess")
    press(page, "Next card")
    assert ("second thing" in words(page)) == ("second thing" in first), "what was put off comes last"


def test_the_interviews_date_is_kept_and_what_it_changes_is_said(
    shared: Tutor, open_page: Open, library_dir: Path
) -> None:
    tried(shared, Rating.EASY, days_ago=0.01)
    page = fresh(open_page, library_dir)
    assert "With a date, everything comes back before it" in words(page)
    soon = shared.review.today + timedelta(days=4)
    page.date_input[0].set_value(soon).run()
    assert shared.review.interview_on == soon
    assert "In 4 days. 1 question comes back earlier because of it, spread over the days left." in words(page)
    again = fresh(open_page, library_dir)
    assert again.date_input[0].value == soon
    again.date_input[0].set_value(None).run()
    assert shared.review.interview_on is None


def test_the_plan_of_the_day_leads_on(shared: Tutor, open_page: Open, library_dir: Path) -> None:
    page = fresh(open_page, library_dir)
    assert "Plan for today" in [one.value for one in page.subheader]
    assert "**Begin: Transformers" in words(page)


def test_a_mistake_is_shown_with_its_source_and_leaves_when_it_is_mended(
    shared: Tutor, open_page: Open, library_dir: Path
) -> None:
    first = shared.practice.answer(shared.practice.question(SCALED), WEAK)
    page = fresh(open_page, library_dir, r="mistakes")
    shown = words(page)
    assert "1 point from 1 question." in shown
    assert "Large scores saturate the softmax." in shown
    assert 'href="#src-' in shown
    card = shared.practice.card(SCALED)
    press(page, "Try it again")
    page.text_area[0].set_value(SAID).run()
    press(page, "Grade without a guess")
    again = shared.candidate.attempts.all()[-1]
    assert again.again_of == first.id
    assert "since your last answer" in words(page)
    assert shared.practice.card(SCALED) == card, "it comes back when it was to come back"
    press(page, "Finish")
    assert "No point is open" in words(page), "back on the mistakes"


def test_what_an_older_program_left_open_is_forgotten(shared: Tutor, open_page: Open, library_dir: Path) -> None:
    shared.candidate.drafts.save("review", json.dumps({"card": 1}))
    assert "Nothing to review yet." in words(fresh(open_page, library_dir))
    gone = {"question_id": "nowhere", "since": datetime.now(UTC).isoformat()}
    shared.candidate.drafts.save("review", json.dumps(gone))
    page = fresh(open_page, library_dir)
    assert "This question is no longer in your library." in words(page)
    press(page, "Next card")
    assert "Nothing to review yet." in words(page)
