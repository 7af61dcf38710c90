"""The Mock interview page on a real library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tutor.build import Tutor
from tutor.domain import InterviewSetup, Manner, TurnKind
from tutor.practice.interviewing import draft_key

OpenPage = Callable[[str, Path], AppTest]
SETUP = InterviewSetup(role="genai-engineer", level="intermediate", minutes=15)
SAID = "The variance of the dot product is the key dimension."
HOSTILE = (
    "<script>alert(1)</script> ![x](http://evil.example/x.png) The variance of the dot product is the key dimension."
)


def texts(page: AppTest) -> str:
    return "\n".join(one.value for one in [*page.markdown, *page.caption, *page.warning, *page.header])


def answer(page: AppTest, words: str) -> AppTest:
    page.text_area[0].set_value(words)
    page.button("interview_answer").click()
    return page.run()


@pytest.fixture
def begun(open_page: OpenPage, library_dir: Path) -> AppTest:
    """A page with an interview on its first question."""
    page = open_page("interview", library_dir).run()
    assert not page.exception
    page.selectbox("interview_role").set_value("research-engineer")
    page.button("interview_begin").click()
    page.run()
    assert not page.exception
    return page


def test_an_empty_library_says_what_to_do(open_page: OpenPage, data_dir: Path) -> None:
    page = open_page("interview", data_dir).run()
    assert not page.exception
    assert "Your library is empty" in texts(page) and "Material page" in texts(page)
    assert [one.key for one in page.button] == []


def test_the_card_begins_what_was_chosen(begun: AppTest, the_open_tutor: Callable[[], Tutor]) -> None:
    current = the_open_tutor().interviews.current()
    assert current is not None and current.state == "running"
    assert current.setup == InterviewSetup(
        role="research-engineer", level="intermediate", minutes=15, manner=Manner.NEUTRAL
    )
    assert "research engineer role" in texts(begun)
    assert "square root of the key dimension" in texts(begun)
    assert {one.key for one in begun.button} >= {"interview_answer", "interview_pass", "interview_pause"}


def test_no_grade_is_shown_before_the_end(begun: AppTest, the_open_tutor: Callable[[], Tutor]) -> None:
    page = answer(begun, "It is done for speed.")
    current = the_open_tutor().interviews.current()
    assert current is not None and current.turns[-1].kind is TurnKind.FOLLOW_UP
    assert "/ 10" not in texts(page) and "missed" not in texts(page)
    assert "It is done for speed" in texts(page), "the follow-up stands under what it follows"


def test_a_guess_sends_the_answer_and_the_report_compares_it(
    begun: AppTest, the_open_tutor: Callable[[], Tutor]
) -> None:
    begun.pills[0].set_value(9).run()
    assert "Type an answer first" in texts(begun)
    begun.text_area[0].set_value(SAID).run()
    begun.pills[0].set_value(8).run()
    assert "/ 10" not in texts(begun)
    (attempt,) = the_open_tutor().candidate.attempts.all()
    assert (attempt.guess, attempt.answer) == (0.8, SAID)
    current = the_open_tutor().interviews.current()
    if current is not None:
        assert begun.pills[0].value is None, "the next line has a guess of its own"
        the_open_tutor().interviews.finish(current.id)
        begun.run()
    assert "You guessed 8.0 of 10 for one answer" in texts(begun).replace("&#46;", ".")
    assert the_open_tutor().progress.calibration().answers == 1


def test_from_the_first_question_to_the_report_with_its_sources(
    begun: AppTest, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = answer(begun, SAID)
    while (current := the_open_tutor().interviews.current()) is not None:
        assert len(current.turns) < 10
        page.button("interview_pass").click()
        page.run()
    assert not page.exception
    assert "/ 10" in texts(page) and "Question by question" in [one.value for one in page.subheader]
    assert "#src-" in texts(page), "a missed point opens its source"
    assert page.expander[0].label.startswith("1. Why are attention scores divided")
    assert {one.label for one in page.get("download_button")} == {"Page to print", "Markdown"}
    page.button("interview_new").click()
    page.run()
    assert "Earlier interviews" in [one.value for one in page.subheader]
    (earlier,) = [one for one in page.button if str(one.key).startswith("report_")]
    earlier.click()
    page.run()
    assert "Question by question" in [one.value for one in page.subheader]


def test_an_empty_answer_is_not_taken(begun: AppTest, the_open_tutor: Callable[[], Tutor]) -> None:
    page = answer(begun, "   ")
    assert "Type an answer first" in texts(page)
    current = the_open_tutor().interviews.current()
    assert current is not None and current.turns[-1].answer is None


def test_a_pause_hides_the_question_and_continues_where_it_was(
    begun: AppTest, the_open_tutor: Callable[[], Tutor]
) -> None:
    begun.text_area[0].set_value("Half an ans")
    begun.button("interview_pause").click()
    page = begun.run()
    assert "Paused, with 1" in texts(page) and "square root" not in texts(page)
    page.button("interview_continue").click()
    page.run()
    assert page.text_area[0].value == "Half an ans"
    current = the_open_tutor().interviews.current()
    assert current is not None and current.state == "running"


def test_a_refresh_finds_the_question_and_the_draft(
    open_page: OpenPage, begun: AppTest, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    current = the_open_tutor().interviews.current()
    assert current is not None
    the_open_tutor().interviews.save_draft(current.id, "Half an ans")
    the_open_tutor().interviews.save_notes(current.id, "ask about the team")
    fresh = open_page("interview", library_dir).run()
    assert [one.value for one in fresh.text_area] == ["Half an ans", "ask about the team"]
    assert "square root of the key dimension" in texts(fresh)
    assert the_open_tutor().candidate.drafts.get(draft_key(current)) == "Half an ans"


def test_a_hostile_answer_stays_text(begun: AppTest, the_open_tutor: Callable[[], Tutor]) -> None:
    page = answer(begun, HOSTILE)
    current = the_open_tutor().interviews.current()
    if current is not None:
        the_open_tutor().interviews.finish(current.id)
        page.run()
    written = texts(page)
    assert "alert" in written
    assert "<script" not in written and "](http://evil" not in written and "![x]" not in written


def test_a_library_without_questions_says_so(open_page: OpenPage, library_dir: Path) -> None:
    page = open_page("interview", library_dir).run()
    page.segmented_control("interview_level").set_value("beginner")
    page.button("interview_begin").click()
    page.run()
    assert "square root of the key dimension" in texts(page), "the level beside it is asked instead"
    page.button("interview_pass").click()
    page.run()
    page.button("interview_new").click()
    page.run()
    page.button("interview_begin").click()
    page.run()
    assert not page.exception
    assert "There is no question for this interview" in texts(page)
