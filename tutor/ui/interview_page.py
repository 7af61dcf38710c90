"""Mock interview: the set-up, then the interview, then its report."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Interview
from tutor.errors import RecordError
from tutor.ui.interview_room import interview_room
from tutor.ui.interview_setup import interview_setup
from tutor.ui.opening import guarded, show_loading, the_tutor
from tutor.ui.report_view import report_view
from tutor.ui.source_panel import source_beside
from tutor.ui.state import PageState, page_state, write_address

_SHOWN, _ADDRESS = "interview_shown", "i"


def interview_page() -> None:
    """The whole page."""
    with guarded():
        _draw(the_tutor(), page_state())


def _draw(tutor: Tutor, state: PageState) -> None:
    source_beside(tutor, state)
    current = tutor.interviews.current()
    if current is not None:
        _show(current.id)  # when it ends, its report is what the page shows
    shown = str(st.session_state.get(_SHOWN, st.query_params.get(_ADDRESS, "")))
    write_address(state, conversation=False, more={_ADDRESS: shown})
    show_loading()
    report = _finished(tutor, shown) if current is None else None
    if current is not None:
        interview_room(tutor, current)
    elif report is not None:
        report_view(tutor, tutor.interviews.report(report.id), lambda: _new(state))
    else:
        interview_setup(tutor, _show)


def _show(interview_id: str) -> None:
    st.session_state[_SHOWN] = interview_id


def _new(state: PageState) -> None:
    state.close_source()
    _show("")


def _finished(tutor: Tutor, interview_id: str) -> Interview | None:
    """The interview of that id, which may come from anywhere."""
    if not interview_id:
        return None
    try:
        found = tutor.interviews.get(interview_id)
    except RecordError:
        return None
    return found if found.state == "finished" else None
