"""A mock question as it is asked: what it is about, its words, and where its answer goes."""

from __future__ import annotations

from string import ascii_uppercase

import streamlit as st

from tutor.domain import AnswerForm, Question, QuestionKind
from tutor.ui.escaping import plain
from tutor.ui.labels import label
from tutor.ui.rendering import safe_block, safe_inline

FORMS = {
    AnswerForm.OPEN: "open answer",
    AnswerForm.CHOICE: "multiple choice",
    AnswerForm.CODE: "Python, read and never run",
    AnswerForm.NUMBER: "a number",
    AnswerForm.EXPLAIN: "in plain words",
}


def question_view(key: str, question: Question) -> None:
    """Draw the question; a multiple-choice one with its lettered options."""
    with st.container(key=f"question_{key}", gap=None):
        st.markdown(f'<span class="about">{plain(about(question))}</span>', unsafe_allow_html=True)
        st.markdown(f'<div class="posed">\n\n{_words(question)}\n\n</div>', unsafe_allow_html=True, anchors=False)


def about(question: Question) -> str:
    """ "transformers · intermediate · concept"."""
    form = FORMS[question.form] if question.form is not AnswerForm.OPEN else ""
    parts = (question.area or question.topic, question.level or "", question.kind or "", form)
    return " · ".join(str(part) for part in parts if part)


def takes_code(question: Question) -> bool:
    """Whether the answer is Python."""
    return question.form is AnswerForm.CODE or question.kind is QuestionKind.CODING


def option_labels(question: Question) -> dict[str, str]:
    """Letter -> "A. text", for a widget."""
    pairs = zip(ascii_uppercase, question.options, strict=False)
    return {letter: label(f"{letter}. {option.text}") for letter, option in pairs}


def _words(question: Question) -> str:
    """One line, or several where the material's question has a table or code in it."""
    return safe_block(question.text) if "\n" in question.text.strip() else safe_inline(question.text)
