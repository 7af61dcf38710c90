"""One question of a practice set: the box, "How sure are you?", the grade, and what can be done next."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import AnswerForm, Attempt, Place, Question
from tutor.ui.answer_field import answer_field, answer_said
from tutor.ui.comes_back import comes_back_view
from tutor.ui.escaping import plain
from tutor.ui.grade_view import graded_view
from tutor.ui.opening import guarded
from tutor.ui.places import cited
from tutor.ui.practice_run import PracticeRun, Run, forget_draft
from tutor.ui.question_view import question_view, takes_code
from tutor.ui.rendering import safe_block
from tutor.ui.self_rating import guessed, self_rating
from tutor.ui.state import page_state


def open_question(tutor: Tutor, runs: PracticeRun, run: Run, question: Question) -> None:
    """Draw the question, its box and "How sure are you?", which grades."""
    _where(runs, run)
    question_view(question.id, question)
    answer_field(tutor, question, _choice_key(run), seconds=runs.seconds(run))
    guess_key = f"guess_{run.at}_{run.again}"

    def grade() -> None:
        with guarded():
            _grade(tutor, runs, run, question, guessed(guess_key))

    self_rating(guess_key, then="the answer is graded", on_guess=grade)
    with st.container(horizontal=True, key="answer_actions"):
        st.button("Grade without a guess", key="grade", on_click=grade)
        st.button("Pass", key="pass", type="tertiary", on_click=_pass, args=(tutor, runs, run, question))
        st.button("End this set", key="end_set", type="tertiary", on_click=runs.close)
    if (problem := st.session_state.pop("answer_problem", None)) is not None:
        st.warning(problem)


def answered_question(tutor: Tutor, runs: PracticeRun, run: Run, attempt: Attempt) -> None:
    """Draw the grade with the ways on."""
    question = attempt.question
    _where(runs, run)
    question_view(question.id, question)
    with st.container(key="own_answer"):
        st.caption("Your answer")
        said = safe_block(f"```python\n{attempt.answer}\n```") if takes_code(question) else plain(attempt.answer)
        st.markdown(said or "(nothing)", unsafe_allow_html=True, anchors=False)
    graded_view(tutor, attempt)
    last = run.at + 1 >= len(run.questions)
    with st.container(horizontal=True, key="grade_actions", vertical_alignment="center"):
        st.button(
            "Finish the set" if last else "Next question",
            key="next_question",
            type="primary",
            on_click=runs.next,
            args=(run,),
        )
        st.button("Answer again", key="answer_again", on_click=_again, args=(tutor, runs, run, attempt))
        shown = st.toggle("30-second answer", key=f"model_{attempt.id}") if question.short is not None else False
    if shown and question.short is not None:
        ref = cited(question.short).ref
        mark = f'&nbsp;<a class="cite" href="#src-{ref}" aria-label="Source of the 30-second answer">source</a>'
        st.markdown(f"{safe_block(question.short.quote)}{mark}", unsafe_allow_html=True, anchors=False)
    comes_back_view(tutor, attempt)
    with st.expander("Why this grade", key=f"why_{attempt.id}", type="compact"):
        _why(attempt)


def _where(runs: PracticeRun, run: Run) -> None:
    place = f"Question {run.at + 1} of {len(run.questions)}" if len(run.questions) > 1 else "One question"
    st.caption(plain(f"{run.title} · {place}"), unsafe_allow_html=True)
    if run.notice:
        st.caption(plain(run.notice), unsafe_allow_html=True)


def _choice_key(run: Run) -> str:
    return f"choice_{run.at}_{run.again}"


def _grade(tutor: Tutor, runs: PracticeRun, run: Run, question: Question, guess: float | None) -> None:
    answer = answer_said(tutor, question, _choice_key(run))
    if not answer.strip():
        choice = question.form is AnswerForm.CHOICE
        st.session_state["answer_problem"] = "Pick an option first." if choice else "Type an answer first, or pass."
        return
    attempt = tutor.practice.answer(
        question,
        answer,
        guess=guess,
        seconds=runs.seconds(run),
        place=Place.PRACTISE,
        again_of=run.attempt if run.again else None,
    )
    runs.answered(run, attempt)
    forget_draft(tutor, question, code=takes_code(question))


def _pass(tutor: Tutor, runs: PracticeRun, run: Run, question: Question) -> None:
    """Nothing was known: that is an attempt too, and every point of it was missed."""
    with guarded():
        attempt = tutor.practice.answer(question, "", seconds=runs.seconds(run), place=Place.PRACTISE)
        runs.answered(run, attempt)


def _again(tutor: Tutor, runs: PracticeRun, run: Run, attempt: Attempt) -> None:
    forget_draft(tutor, attempt.question, code=takes_code(attempt.question), text=attempt.answer)
    page_state().close_source()
    runs.answer_again(run)


def _why(attempt: Attempt) -> None:
    grade = attempt.grade
    if grade is None:
        return
    who = (
        "the words compared here, without a language model" if grade.model is None else f"{grade.backend} {grade.model}"
    )
    lines = [
        f"Graded by {who} (grader {grade.grader}).",
        "Each point counts as far as your answer says it in any words; words of the question alone count little. "
        "The range is a rough one: it has not been measured against people.",
        *(f"{100 * point.score:.0f}% of point {number}: {point.text}" for number, point in enumerate(grade.points, 1)),
    ]
    st.markdown("\n\n".join(f'<span class="quiet">{plain(one)}</span>' for one in lines), unsafe_allow_html=True)
