"""The interview itself: one line of the interviewer at a time, the candidate's box, the clock, notes."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Interview, InterviewTurn, TurnKind
from tutor.practice.interview_flow import awaited
from tutor.practice.interviewing import draft_key, notes_key
from tutor.practice.report_documents import setup_words
from tutor.ui.answer_box import answer_box, typed
from tutor.ui.escaping import plain
from tutor.ui.interview_clock import interview_clock
from tutor.ui.opening import guarded
from tutor.ui.question_view import takes_code
from tutor.ui.rendering import safe_block, safe_inline
from tutor.ui.self_rating import guessed, self_rating

_PROBLEM = "interview_problem"


def interview_room(tutor: Tutor, interview: Interview) -> None:
    """Draw the open line of a running interview, or the pause."""
    with st.container(horizontal=True, key="interview_head", vertical_alignment="center"):
        st.caption(plain(setup_words(interview.setup)), unsafe_allow_html=True, width="stretch")
        if interview.state == "running":
            interview_clock(tutor.interviews, interview)
    turn = awaited(interview)
    if interview.state == "paused":
        _paused(tutor, interview)
    elif turn is not None:
        _open(tutor, interview, turn)
    if (problem := st.session_state.pop(_PROBLEM, None)) is not None:
        st.warning(problem)
    if interview.notice:
        st.caption(plain(interview.notice), unsafe_allow_html=True)
    _notes(tutor, interview)


def _open(tutor: Tutor, interview: Interview, turn: InterviewTurn) -> None:
    _spoken(interview, turn)
    code = _code(turn)
    key = draft_key(interview)
    answer_box(tutor.candidate.drafts, key, label="Your answer", lines=10 if code else 7, code=code)

    guess_key = f"guess_{key.replace(':', '_')}"

    def answer() -> None:
        said = typed(tutor.candidate.drafts, key, code=code)
        if not said.strip():
            st.session_state[_PROBLEM] = "Type an answer first, or pass."
            return
        with guarded():
            tutor.interviews.answer(interview.id, said, guessed(guess_key))

    self_rating(guess_key, then="the answer is sent", on_guess=answer)
    with st.container(horizontal=True, key="interview_actions"):
        st.button("Answer", key="interview_answer", type="primary", on_click=answer)
        st.button("I would pass", key="interview_pass", on_click=_skip, args=(tutor, interview))
        st.button("Pause", key="interview_pause", on_click=_pause, args=(tutor, interview))
        _end(tutor, interview)


def _paused(tutor: Tutor, interview: Interview) -> None:
    left = tutor.interviews.remaining(interview)
    st.markdown(f"**Paused, with {left // 60}:{left % 60:02d} left.** What you typed is kept.")
    with st.container(horizontal=True, key="interview_actions"):
        st.button("Continue", key="interview_continue", type="primary", on_click=_resume, args=(tutor, interview))
        _end(tutor, interview)


def _end(tutor: Tutor, interview: Interview) -> None:
    with st.popover("End", type="tertiary"):
        st.markdown("The report is made of what you answered so far.")
        st.button("End the interview", key="interview_end", on_click=_finish, args=(tutor, interview))


def _spoken(interview: Interview, turn: InterviewTurn) -> None:
    """What was said: the greeting before the first question, a question under the words that lead to it, and what a
    follow-up follows."""
    before = interview.turns[:-1]
    if turn.kind is TurnKind.FOLLOW_UP:
        with st.container(key="interview_before", gap="small"):
            for one in before[_question_of(before) :]:
                st.markdown(_said(one, asked="asked"), unsafe_allow_html=True, anchors=False)
                st.markdown(f'<span class="said">{plain(one.answer or "")}</span>', unsafe_allow_html=True)
    with st.container(key="interviewer", gap="small"):
        if before and before[-1].kind is TurnKind.OPENING:
            st.markdown(safe_inline(before[-1].said), unsafe_allow_html=True, anchors=False)
        st.markdown(_said(turn, asked="posed"), unsafe_allow_html=True, anchors=False)


def _said(turn: InterviewTurn, *, asked: str) -> str:
    """A line of the interviewer: the question stands out, what leads to it is plain."""
    question = turn.question.text if turn.question is not None else turn.said
    if asked == "asked":  # said before
        return f'<span class="quiet">{safe_inline(question)}</span>'
    lead = turn.said.removesuffix(question).strip()
    words = safe_block(question) if "\n" in question.strip() else safe_inline(question)
    return f'{safe_inline(lead)}\n\n<div class="posed">\n\n{words}\n\n</div>'


def _question_of(turns: tuple[InterviewTurn, ...]) -> int:
    return max(place for place, one in enumerate(turns) if one.kind is TurnKind.QUESTION)


def _code(turn: InterviewTurn) -> bool:
    return turn.kind is TurnKind.QUESTION and turn.question is not None and takes_code(turn.question)


def _notes(tutor: Tutor, interview: Interview) -> None:
    with st.expander("Notes for yourself, never graded", key="interview_notes", type="compact"):
        answer_box(tutor.candidate.drafts, notes_key(interview.id), label="Notes", lines=4, hint="Only you read this")


def _skip(tutor: Tutor, interview: Interview) -> None:
    with guarded():
        tutor.interviews.skip(interview.id)


def _pause(tutor: Tutor, interview: Interview) -> None:
    with guarded():
        tutor.interviews.pause(interview.id)


def _resume(tutor: Tutor, interview: Interview) -> None:
    with guarded():
        tutor.interviews.resume(interview.id)


def _finish(tutor: Tutor, interview: Interview) -> None:
    with guarded():
        tutor.interviews.finish(interview.id)
