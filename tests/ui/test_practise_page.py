"""The Practise page on a real library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tutor.build import Tutor
from tutor.domain import PointStatus

OpenPage = Callable[[str, Path], AppTest]
LORA = ROOT / "corpus" / "training" / "lora-and-qlora.md"
GOOD = (
    "The variance of the dot product is the key dimension, and large scores saturate the softmax, "
    "so you divide by the root of it."
)


def texts(page: AppTest) -> str:
    return "\n".join(one.value for one in [*page.markdown, *page.caption, *page.header, *page.info, *page.warning])


def begin(page: AppTest) -> AppTest:
    return page.button(key="start_need").click().run()


def box(page: AppTest):  # noqa: ANN201 - AppTest's own type
    (found,) = [one for one in page.text_area if one.key and one.key.startswith("answer_")]
    return found


def test_an_empty_library_says_what_to_do(open_page: OpenPage, data_dir: Path) -> None:
    page = open_page("practise", data_dir).run()
    assert not page.exception
    assert "Add notes on the Material page" in texts(page)


def test_a_question_is_answered_graded_and_its_point_leads_to_the_source(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = begin(open_page("practise", library_dir).run())
    assert not page.exception
    assert "Why are attention scores divided" in texts(page)
    box(page).set_value(GOOD).run()
    page.pills[0].set_value(8).run()
    assert not page.exception and not page.error
    (attempt,) = the_open_tutor().candidate.attempts.all()
    assert attempt.guess == 0.8 and attempt.answer == GOOD
    assert attempt.grade is not None
    assert any(point.status is PointStatus.COVERED for point in attempt.grade.points)
    shown = texts(page)
    assert "/ 10" in shown and "you guessed 8" in shown
    assert 'href="#src-' in shown
    assert "It comes back" in shown


def test_a_refresh_finds_the_question_its_draft_and_its_grade(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = begin(open_page("practise", library_dir).run())
    box(page).set_value("Half an answer about softmax").run()
    again = open_page("practise", library_dir).run()
    assert box(again).value == "Half an answer about softmax"
    again.button(key="grade").click().run()
    assert "/ 10" in texts(again)
    third = open_page("practise", library_dir).run()
    assert "/ 10" in texts(third), "the grade is still there"


def test_nothing_is_graded_before_something_is_said(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = begin(open_page("practise", library_dir).run())
    page.button(key="grade").click().run()
    assert "Type an answer first" in texts(page)
    assert the_open_tutor().candidate.attempts.all() == []


def test_answering_again_shows_what_moved(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = begin(open_page("practise", library_dir).run())
    box(page).set_value("It is because of the softmax, I think.").run()
    page.button(key="grade").click().run()
    page.button(key="answer_again").click().run()
    assert box(page).value == "It is because of the softmax, I think."
    box(page).set_value(GOOD).run()
    page.button(key="grade").click().run()
    assert not page.exception and not page.error
    first, second = the_open_tutor().candidate.attempts.all()
    assert second.again_of == first.id
    assert "since your last answer" in texts(page)


def test_passing_is_an_attempt_that_missed_everything(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = begin(open_page("practise", library_dir).run())
    page.button(key="pass").click().run()
    (attempt,) = the_open_tutor().candidate.attempts.all()
    assert attempt.grade is not None and attempt.grade.score == 0
    assert {point.status for point in attempt.grade.points} == {PointStatus.MISSED}
    page.button(key="next_question").click().run()
    assert page.button(key="start_need"), "the set is over"


def test_questions_are_made_from_a_document(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = open_page("practise", library_dir).run()
    the_open_tutor().ingest([LORA])
    page.segmented_control(key="practice_way").set_value("document").run()
    page.selectbox(key="made_document").set_value(LORA.name).run()
    page.button(key="start_made").click().run()
    assert not page.exception and not page.error
    made = the_open_tutor().candidate.made.of(LORA.name)
    assert len(made) == 5
    text = the_open_tutor().document(LORA.name).text
    assert all(one.source.quote in text for one in made)
    assert "Question 1 of 5" in texts(page)


def test_a_job_description_names_areas_with_the_lines_that_ask_for_them(open_page: OpenPage, library_dir: Path) -> None:
    page = open_page("practise", library_dir).run()
    page.segmented_control(key="practice_way").set_value("job").run()
    page.text_area(key="job_text").set_value(
        "Senior LLM engineer\nYou will build retrieval-augmented generation over our documents with hybrid search.\n"
        "You fine-tune models with LoRA and serve them with low latency.\n"
    ).run()
    assert not page.exception
    assert "retrieval&#45;augmented generation" in texts(page) or "retrieval-augmented generation" in texts(page)


def test_one_profile_sees_nothing_of_another(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    begin(open_page("practise", library_dir).run())
    the_open_tutor().profiles.add("Ana")
    other = open_page("practise", library_dir)
    other.query_params["p"] = "Ana"
    other.run()
    assert other.button(key="start_need"), "the open set is another candidate's"
