"""One card of the review: the question, the candidate's answer or a look at it, and when it comes back."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import AnswerForm, Attempt, Citation, Place, Question, Rating
from tutor.ui.answer_field import answer_field, answer_said
from tutor.ui.comes_back import comes_back, comes_back_view
from tutor.ui.escaping import plain
from tutor.ui.grade_view import graded_view
from tutor.ui.opening import guarded
from tutor.ui.places import cited
from tutor.ui.practice_run import draft_key
from tutor.ui.question_view import question_view, takes_code
from tutor.ui.rendering import safe_block, safe_inline
from tutor.ui.review_run import OpenCard, ReviewRun
from tutor.ui.self_rating import guessed, self_rating

_PROBLEM = "review_problem"
_FELT = {
    Rating.AGAIN: "I did not know it",
    Rating.HARD: "With effort",
    Rating.GOOD: "I knew it",
    Rating.EASY: "At once",
}


def open_card(tutor: Tutor, run: ReviewRun, card: OpenCard, question: Question) -> None:
    """Draw the question with its box; after a look at the answer, the self-rating in its place."""
    question_view(question.id, question)
    if card.shown:
        _looked(tutor, run, card, question)
        return
    answer_field(tutor, question, _choice_key(card), seconds=run.seconds(card))
    guess_key = f"review_guess_{card.since:%H%M%S}"

    def grade() -> None:
        with guarded():
            _grade(tutor, run, card, question, guessed(guess_key))

    self_rating(guess_key, then="the answer is graded", on_guess=grade)
    with st.container(horizontal=True, key="review_actions"):
        st.button("Grade without a guess", key="review_grade", on_click=grade)
        if card.again_of is None:
            st.button("Show the answer", key="review_show", on_click=run.show, args=(card,))
            st.button("Later today", key="review_later", type="tertiary", on_click=run.put_off, args=(card,))
        st.button("Back to the overview", key="review_stop", type="tertiary", on_click=run.close)
    if (problem := st.session_state.pop(_PROBLEM, None)) is not None:
        st.warning(problem)


def answered_card(tutor: Tutor, run: ReviewRun, card: OpenCard, attempt: Attempt) -> None:
    """Draw the grade, when the card comes back, and the way on."""
    question = attempt.question
    question_view(question.id, question)
    with st.container(key="own_answer"):
        st.caption("Your answer")
        said = safe_block(f"```python\n{attempt.answer}\n```") if takes_code(question) else plain(attempt.answer)
        st.markdown(said or "(nothing)", unsafe_allow_html=True, anchors=False)
    graded_view(tutor, attempt)
    comes_back_view(tutor, attempt)
    left = [one for one in tutor.review.queue() if one.question_id != question.id]
    with st.container(horizontal=True, key="review_on"):
        if left:
            st.button("Next card", key="review_next", type="primary", on_click=run.next, args=(card.later,))
        else:
            st.button("Finish", key="review_finish", type="primary", on_click=run.close)
        st.button("Answer again", key="review_again", on_click=run.answer_again, args=(card, attempt))
        if left:
            st.button("Back to the overview", key="review_stop", type="tertiary", on_click=run.close)
        shown = question.short is not None and st.toggle("30-second answer", key=f"review_short_{attempt.id}")
    if shown and question.short is not None:
        short = f"{safe_block(question.short.quote)}{_mark(question.short)}"
        st.markdown(short, unsafe_allow_html=True, anchors=False)


def _looked(tutor: Tutor, run: ReviewRun, card: OpenCard, question: Question) -> None:
    draft = tutor.candidate.drafts.get(draft_key(question))
    if draft.strip():
        with st.container(key="own_answer"):
            st.caption("What you had typed")
            st.markdown(plain(draft), unsafe_allow_html=True, anchors=False)
    st.markdown(_answer(question), unsafe_allow_html=True, anchors=False)

    def rate(rating: Rating) -> None:
        with guarded():
            tutor.practice.look(question, rating, place=Place.REVIEW)
            tutor.candidate.drafts.save(draft_key(question), "")
            st.toast(f"It comes back {comes_back(tutor, question.id)}.")
            run.next(card.later)

    st.caption("How well did you know it?")
    with st.container(horizontal=True, key="review_rate"):
        for rating, felt in _FELT.items():
            st.button(felt, key=f"felt_{rating.name.lower()}", on_click=rate, args=(rating,))
    with st.container(horizontal=True, key="review_looked"):
        st.button("Not yet: back to my answer", key="review_hide", type="tertiary", on_click=run.hide, args=(card,))
        st.button("Back to the overview", key="review_stop", type="tertiary", on_click=run.close)


def _answer(question: Question) -> str:
    """What a strong answer says: the 30-second answer, then each point, with their sources."""
    parts: list[str] = []
    if question.options:
        parts += [f"- {safe_inline(one.text)}{_mark(one.citation)}" for one in question.options if one.right]
    if question.short is not None:
        parts.append(f"{safe_block(question.short.quote)}{_mark(question.short)}")
    points = "\n".join(f"- {safe_inline(point.text)}{_mark(point.citation)}" for point in question.rubric)
    if points:
        parts += ["**A strong answer says**", points]
    return "\n\n".join(parts) or f"{safe_block(question.source.quote)}{_mark(question.source)}"


def _mark(citation: Citation | None) -> str:
    if citation is None:
        return ""
    return f'&nbsp;<a class="cite" href="#src-{cited(citation).ref}" aria-label="Its source">source</a>'


def _choice_key(card: OpenCard) -> str:
    return f"review_choice_{card.since:%H%M%S}"


def _grade(tutor: Tutor, run: ReviewRun, card: OpenCard, question: Question, guess: float | None) -> None:
    choice = question.form is AnswerForm.CHOICE
    answer = answer_said(tutor, question, _choice_key(card))
    if not answer.strip():
        way = "Pick an option first" if choice else "Type an answer first"
        st.session_state[_PROBLEM] = f"{way}, or look at the answer." if card.again_of is None else f"{way}."
        return
    attempt = tutor.practice.answer(
        question, answer, guess=guess, seconds=run.seconds(card), place=Place.REVIEW, again_of=card.again_of
    )
    run.answered(card, attempt)
