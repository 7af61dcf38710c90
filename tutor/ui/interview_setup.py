"""Before a mock interview: role, level, length and manner, and the interviews held before."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Interview, InterviewSetup, Level, Manner, Minutes
from tutor.errors import PracticeError
from tutor.practice.interview_report import report_of
from tutor.practice.report_documents import score_words, setup_words
from tutor.practice.roles import ROLES
from tutor.ui.escaping import plain
from tutor.ui.labels import label
from tutor.ui.opening import guarded
from tutor.ui.wording import local_day, sentence

_PROBLEM = "interview_problem"
_ROLE, _LEVEL, _MINUTES, _MANNER = "interview_role", "interview_level", "interview_minutes", "interview_manner"
_MANNERS = {
    Manner.FRIENDLY: "Puts you at ease and gives you time.",
    Manner.NEUTRAL: "Asks, listens, asks on.",
    Manner.PRESSING: "Wants it precise, and digs twice where something is missing.",
}
_ABOUT = {role.name: role for role in ROLES}


def interview_setup(tutor: Tutor, opened: Callable[[str], None]) -> None:
    """Draw the card and the earlier interviews; `opened` is told which of these to show."""
    st.header("Mock interview", anchor=False)
    if not tutor.documents():
        st.markdown("Your library is empty, so nobody could ask you anything yet. Add notes on the Material page.")
        return
    with st.container(border=True, key="interview_setup"):
        _card(tutor)
    if (problem := st.session_state.pop(_PROBLEM, None)) is not None:
        st.warning(label(problem))
    _earlier(tutor, opened)


def _card(tutor: Tutor) -> None:
    names = list(_ABOUT)
    st.session_state.setdefault(_ROLE, _usual_role(tutor))
    st.session_state.setdefault(_LEVEL, "intermediate")
    st.session_state.setdefault(_MINUTES, 15)
    st.session_state.setdefault(_MANNER, Manner.NEUTRAL)
    role = st.selectbox("Role", names, format_func=lambda name: _ABOUT[name].title, key=_ROLE)
    st.caption(plain(f"Somebody who {_ABOUT[role].about}."), unsafe_allow_html=True)
    st.segmented_control("Level", get_args(Level), required=True, key=_LEVEL)
    st.segmented_control("Length", get_args(Minutes), format_func=lambda one: f"{one} min", required=True, key=_MINUTES)
    manner = st.segmented_control("Manner", list(Manner), format_func=lambda one: one.value, required=True, key=_MANNER)
    st.caption(_MANNERS[manner or Manner.NEUTRAL])
    st.button("Begin the interview", type="primary", key="interview_begin", on_click=_begin, args=(tutor,))
    st.caption("No grade is shown until the end. Leaving this page pauses the clock.")


def _usual_role(tutor: Tutor) -> str:
    """The role the candidate named for themselves, where it is one of these."""
    wanted = (tutor.candidate.about().role or "").strip().casefold()
    return next((role.name for role in ROLES if wanted in {role.name, role.title.casefold()}), ROLES[0].name)


def _begin(tutor: Tutor) -> None:
    chosen = st.session_state
    with guarded():
        setup = InterviewSetup(
            role=chosen[_ROLE], level=chosen[_LEVEL], minutes=chosen[_MINUTES], manner=chosen[_MANNER]
        )
        try:
            tutor.interviews.start(setup)
        except PracticeError as error:
            chosen[_PROBLEM] = sentence(str(error))


def _earlier(tutor: Tutor, opened: Callable[[str], None]) -> None:
    done = [one for one in tutor.interviews.all() if one.state == "finished"]
    if not done:
        return
    st.subheader("Earlier interviews", anchor=False)
    with st.container(key="earlier_interviews", gap="small"):
        for one in done:
            st.button(
                label(f"{_scored(one)} · {setup_words(one.setup)}, {local_day(one.created_at, tutor.now())}"),
                key=f"report_{one.id}",
                type="tertiary",
                on_click=opened,
                args=(one.id,),
            )


def _scored(interview: Interview) -> str:
    score = report_of(interview).score
    return "–" if score is None else f"{score_words(score)} / 10"
