"""A mock question inside the conversation: the grade of the answer before, the question asked, and what can be done."""

from __future__ import annotations

import streamlit as st

from tutor.domain import AnswerForm, Attempt, Citation, Message, Question
from tutor.domain.chat import Mock
from tutor.practice.requests import Intent, Reading
from tutor.ui.asking import Asking
from tutor.ui.escaping import plain
from tutor.ui.grade_view import graded_view
from tutor.ui.places import cited
from tutor.ui.question_view import option_labels, question_view, takes_code
from tutor.ui.rendering import safe_block
from tutor.ui.self_rating import guessed, self_rating

_ANOTHER = Reading(intent=Intent.MOCK, again=True)


def mock_view(message: Message, mock: Mock, asking: Asking, *, latest: bool, busy: bool) -> None:
    """Draw a message about mock questions; the `latest` can be acted on, unless another is being written (`busy`)."""
    with st.container(key=f"mock_{message.id}"):
        held = latest and asking.tutor.desk.chat.guesses.awaited(message)
        if held:
            _how_sure(message, asking)
        elif mock.attempt is not None:
            _graded(message, mock.attempt, asking)
        if message.text:
            st.markdown(f'<span class="quiet">{plain(message.text)}</span>', unsafe_allow_html=True)
        if mock.question is not None:
            question_view(message.id, mock.question)
            _options(message, mock.question, asking, open_=latest and not busy)
            left = mock.wish.count - 1 if mock.wish is not None else 0
            if left:
                st.caption(f"{left} more after this one")
        if latest and not busy and not (held and mock.question is None):
            _actions(message, mock, asking)


def said_view(text: str, mock: Mock | None) -> None:
    """The candidate's words; code as code."""
    if mock is not None and mock.attempt is not None and takes_code(mock.attempt.question) and "\n" in text:
        st.markdown(safe_block(f"```python\n{text}\n```"), unsafe_allow_html=True, anchors=False)
    else:
        st.markdown(f'<span class="asked">{plain(text)}</span>', unsafe_allow_html=True)


def mock_citations(mock: Mock) -> list[Citation]:
    """Every place that a message about mock questions can open."""
    if mock.attempt is None:
        return []
    points = mock.attempt.grade.points if mock.attempt.grade is not None else ()
    found = [point.citation for point in points if point.citation is not None]
    return [*found, model_answer(mock.attempt.question)]


def model_answer(question: Question) -> Citation:
    """What could have been said: the 30-second answer, else the whole one."""
    return question.short or question.source


def _how_sure(message: Message, asking: Asking) -> None:
    """The grade is made and waits behind this row."""
    key = f"guess_{message.id}"
    with st.container(key=f"how_sure_{message.id}", gap=None):
        self_rating(key, then="the grade is shown", on_guess=lambda: asking.guess(message, guessed(key)))
        st.button("Skip", key=f"unguessed_{message.id}", type="tertiary", on_click=asking.guess, args=(message, None))


def _graded(message: Message, attempt: Attempt, asking: Asking) -> None:
    graded_view(asking.tutor, attempt)
    passed = not attempt.answer
    if passed:
        _model_answer(attempt.question)
    else:
        with st.expander("Show the 30-second answer", key=f"short_{message.id}", type="compact"):
            _model_answer(attempt.question)


def _model_answer(question: Question) -> None:
    citation = model_answer(question)
    mark = f'&nbsp;<a class="cite" href="#src-{cited(citation).ref}" aria-label="Source of the answer">source</a>'
    st.markdown(f"{safe_block(citation.quote)}{mark}", unsafe_allow_html=True, anchors=False)


def _options(message: Message, question: Question, asking: Asking, *, open_: bool) -> None:
    if question.form is not AnswerForm.CHOICE:
        return
    labels = option_labels(question)
    answered = Reading(intent=Intent.ANSWER)
    with st.container(key=f"options_{message.id}", gap=None):
        for (letter, words), option in zip(labels.items(), question.options, strict=True):
            st.button(
                words,
                key=f"option_{message.id}_{letter}",
                disabled=not open_,
                on_click=asking.say,
                args=(option.text, answered),
            )


def _actions(message: Message, mock: Mock, asking: Asking) -> None:
    with st.container(horizontal=True, key=f"mock_actions_{message.id}", vertical_alignment="center"):
        if mock.question is not None:
            for name, words, intent in (("hint", "Hint", Intent.HINT), ("show", "Show the answer", Intent.PASS)):
                st.button(
                    words,
                    key=f"{name}_{message.id}",
                    type="tertiary",
                    on_click=asking.say,
                    args=(words, Reading(intent=intent)),
                )
        if mock.attempt is not None and mock.question is None:
            st.button(
                "Answer again",
                key=f"retry_{message.id}",
                type="tertiary",
                on_click=asking.say,
                args=("Let me try again", Reading(intent=Intent.RETRY)),
            )
        st.button(
            "Another one",
            key=f"another_{message.id}",
            type="tertiary",
            on_click=asking.say,
            args=("Another one", _ANOTHER),
        )
