"""When a question is asked again, and the candidate's own word on how well they knew it."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Attempt, Rating
from tutor.practice.study_days import in_words, study_day
from tutor.ui.opening import guarded

_RATINGS = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}


def comes_back(tutor: Tutor, question_id: str) -> str:
    """ "today", "tomorrow", "in 3 days"; nothing where it was never scheduled."""
    review = tutor.review
    due = review.due_next(question_id)
    return in_words(study_day(due), review.today) if due is not None else ""


def comes_back_view(tutor: Tutor, attempt: Attempt) -> None:
    """Draw it for the question of an attempt; one that answers another again is not rated, for it does not count."""
    when = comes_back(tutor, attempt.question.id)
    if not when:
        return
    key = f"rating_{attempt.id}"

    def changed() -> None:
        with guarded():
            tutor.practice.rate(attempt.id, st.session_state[key])

    with st.container(horizontal=True, key="comes_back", vertical_alignment="center"):
        st.caption(f"It comes back {when}.", width="content")
        if attempt.again_of is None:
            st.segmented_control(
                "How well you knew it",
                list(_RATINGS),
                format_func=lambda rating: _RATINGS[rating],
                default=attempt.rating,
                required=True,
                key=key,
                on_change=changed,
                label_visibility="collapsed",
            )
