"""Practise: a question, the candidate's answer, and its grade with the passage behind every point."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.ui.opening import guarded, show_loading, the_tutor
from tutor.ui.practice_answer import answered_question, open_question
from tutor.ui.practice_run import PracticeRun
from tutor.ui.practice_setup import practice_setup
from tutor.ui.source_panel import source_beside
from tutor.ui.state import PageState, page_state, write_address


def practise_page() -> None:
    """The whole page."""
    with guarded():
        _draw(the_tutor(), page_state())


def _draw(tutor: Tutor, state: PageState) -> None:
    source_beside(tutor, state)
    write_address(state, conversation=False)
    show_loading()
    runs = PracticeRun(tutor, tutor.now)
    run = runs.load()
    question = runs.question(run) if run is not None else None
    if run is None:
        practice_setup(tutor, runs)
    elif question is None:
        st.info("This question is no longer in your library.")
        st.button("Next question", key="next_question", on_click=runs.next, args=(run,), type="primary")
    else:
        attempt = runs.attempt(run)
        if attempt is None or run.again:
            open_question(tutor, runs, run, question)
        else:
            answered_question(tutor, runs, run, attempt)
