"""Where a mock question is answered: the options of a multiple-choice one, else the box."""

from __future__ import annotations

from string import ascii_uppercase

import streamlit as st

from tutor.build import Tutor
from tutor.domain import AnswerForm, Question
from tutor.ui.answer_box import answer_box, typed
from tutor.ui.practice_run import draft_key
from tutor.ui.question_view import option_labels, takes_code


def answer_field(tutor: Tutor, question: Question, choice_key: str, *, seconds: int) -> None:
    """Draw it; `choice_key` is the options' widget, `seconds` what was spent on the answer so far."""
    if question.form is AnswerForm.CHOICE:
        labels = option_labels(question)
        st.radio(
            "Your answer",
            list(labels),
            index=None,
            format_func=lambda letter: labels[letter],
            key=choice_key,
            label_visibility="collapsed",
        )
        return
    answer_box(
        tutor.candidate.drafts,
        draft_key(question),
        label="Your answer",
        seconds=seconds,
        lines=2 if question.form is AnswerForm.NUMBER else 8,
        code=takes_code(question),
    )


def answer_said(tutor: Tutor, question: Question, choice_key: str) -> str:
    """What was picked or typed; nothing where neither was."""
    if question.form is AnswerForm.CHOICE:
        letter = st.session_state.get(choice_key)
        return "" if letter is None else question.options[ascii_uppercase.index(letter)].text
    return typed(tutor.candidate.drafts, draft_key(question), code=takes_code(question))
