"""Mock questions inside the conversation on the Ask page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.ui.notes import QUESTION
from tests.ui.test_ask_page import OpenPage, ask, last_answer, texts
from tutor.build import Tutor
from tutor.domain import AnswerForm, Option, Wish
from tutor.domain.chat import Mock

GOOD = "The variance of the dot product equals the key dimension, and large scores saturate the softmax."


def plainly(page: AppTest) -> str:
    """The page's words with the character references that guard them undone."""
    return texts(page).replace("&#45;", "-").replace("&#46;", ".").replace("<!---->", "")


def click(page: AppTest, prefix: str) -> AppTest:
    """Press the latest button of that kind."""
    return [one for one in page.button if one.key and one.key.startswith(prefix)][-1].click().run()


def skip(page: AppTest) -> AppTest:
    """Have the grade shown without a guess."""
    return click(page, "unguessed_")


def test_how_sure_one_is_comes_before_the_grade_and_outlives_a_refresh(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = ask(open_page("ask", library_dir).run(), "quiz me on attention")
    ask(page, GOOD)
    assert page.pills[0].label.startswith("How sure are you, from 0 to 10?")
    assert "/ 10" not in texts(page) and 'class="point' not in texts(page)
    ask(page, "what does retrieval-augmented generation do?")
    assert "Answered from your material" in texts(page) and "/ 10" not in texts(page)
    again = open_page("ask", library_dir)
    again.query_params["c"] = page.query_params["c"]
    again.run()
    assert "/ 10" not in texts(again)
    again.pills[0].set_value(8).run()
    assert not again.exception and not again.error
    assert "/ 10" in texts(again) and "you guessed 8" in texts(again) and len(again.pills) == 0
    assert the_open_tutor().progress.calibration().answers == 1


def test_answering_again_shows_what_moved_or_why_it_cannot(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = skip(ask(ask(open_page("ask", library_dir).run(), "quiz me on attention"), "It is done for speed."))
    click(page, "retry_")
    assert not page.exception and not page.error
    assert texts(page).count('class="posed"') == 2
    skip(ask(page, GOOD))
    assert "since your last answer" in texts(page) and '<span class="label up">was missed</span>' in texts(page)
    tutor = the_open_tutor()
    first = tutor.candidate.attempts.all()[0]
    assert first.grade is not None
    older = first.grade.model_copy(update={"grader": "an older one"})
    tutor.candidate.attempts.change(first.model_copy(update={"grade": older}))
    page.run()
    assert not page.exception and not page.error
    assert "since your last answer" not in texts(page)
    assert "which do not compare; answer the question anew" in plainly(page)
    assert texts(page).count("/ 10") == 2, "both grades are there"


def test_a_guess_can_be_typed(open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]) -> None:
    page = ask(open_page("ask", library_dir).run(), "quiz me on attention")
    ask(ask(page, GOOD), "7/10")
    assert not page.exception and not page.error
    assert "you guessed 7" in texts(page)
    (conversation,) = the_open_tutor().records.conversations()
    assert len(the_open_tutor().records.messages(conversation.id)) == 4


def test_a_question_is_asked_graded_and_its_source_opened(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = ask(open_page("ask", library_dir).run(), "quiz me on attention")
    assert not page.exception and not page.error
    assert 'class="posed"' in texts(page) and QUESTION in plainly(page)
    assert page.chat_input(key="question").placeholder == "Answer, or ask something in between"
    ask(page, GOOD)
    assert not page.exception and not page.error
    skip(page)
    _, message = last_answer(the_open_tutor())
    assert message.mock is not None and message.mock.attempt is not None
    assert 'class="point covered"' in texts(page)
    assert f"{10 * message.mock.attempt.grade.score:.1f} / 10" in texts(page) if message.mock.attempt.grade else False
    citation = message.mock.attempt.question.source
    assert f'href="#src-{citation.start}' in texts(page) or 'class="cite" href="#src-' in texts(page)
    assert page.chat_input(key="question").placeholder != "Answer, or ask something in between"


def test_a_plain_question_in_between_leaves_the_mock_question_open(open_page: OpenPage, library_dir: Path) -> None:
    page = ask(open_page("ask", library_dir).run(), "quiz me on attention")
    ask(page, "what does retrieval-augmented generation do?")
    assert "Answered from your material" in texts(page)
    ask(skip(ask(page, GOOD)), "what does retrieval-augmented generation do?")
    assert 'class="point ' in texts(page)


def test_practise_a_question_on_this_asks_one_near_the_answer(open_page: OpenPage, library_dir: Path) -> None:
    page = ask(open_page("ask", library_dir).run(), "Why is a saturated softmax a problem?")
    click(page, "practise_")
    assert not page.exception and not page.error
    assert 'class="posed"' in texts(page) and QUESTION in plainly(page)


def test_a_hint_and_the_answer_are_a_click_away(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = ask(open_page("ask", library_dir).run(), "quiz me on attention")
    click(page, "hint_")
    assert "A strong answer makes 2 points" in plainly(page)
    click(page, "show_")
    assert not page.exception and not page.error
    assert texts(page).count('class="point missed"') == 2
    assert "pushes the softmax into" in plainly(page), "the 30-second answer is there"
    _, message = last_answer(the_open_tutor())
    assert message.mock is not None and message.mock.passed
    click(page, "another_")
    assert not page.exception and not page.error
    assert page.markdown[-1].value, "where there is no other question, that is said"


def test_a_refresh_finds_the_open_question(open_page: OpenPage, library_dir: Path) -> None:
    first = ask(open_page("ask", library_dir).run(), "quiz me on attention")
    again = open_page("ask", library_dir)
    again.query_params["c"] = first.query_params["c"]
    again.run()
    assert 'class="posed"' in texts(again)
    skip(ask(again, GOOD))
    assert 'class="point covered"' in texts(again)


def test_an_option_is_picked_with_its_button(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    open_page("ask", library_dir).run()
    tutor = the_open_tutor()
    question = tutor.questions()[0]
    options = (
        Option(text="It keeps the variance near one", right=True, citation=question.source),
        Option(text="It saves memory", right=False),
    )
    choice = question.model_copy(update={"id": "made#choice", "form": AnswerForm.CHOICE, "options": options})
    conversation = tutor.records.start_conversation()
    message = tutor.records.add_question(conversation.id, "MCQ please")
    tutor.candidate.mock_messages.finish(message, "", Mock(question=choice, wish=Wish()))
    page = open_page("ask", library_dir)
    page.query_params["c"] = conversation.id
    page.run()
    page.button(key=f"option_{message}_A").click().run()
    assert not page.exception and not page.error
    _, graded = last_answer(tutor)
    assert graded.mock is not None and graded.mock.attempt is not None and graded.mock.attempt.grade is not None
    assert graded.mock.attempt.answer == "It keeps the variance near one"
    assert graded.mock.attempt.grade.score == 1
    assert page.button(key=f"option_{message}_B").disabled, "it was answered"
