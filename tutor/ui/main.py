"""The script Streamlit runs at every interaction: style, navigation, the candidate, the chosen page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from tutor.ui.ask_page import ask_page
from tutor.ui.interview_page import interview_page
from tutor.ui.material_page import material_page
from tutor.ui.opening import guarded, the_library, the_tutor
from tutor.ui.practise_page import practise_page
from tutor.ui.profiles import choose_profile_first, profile_at_the_foot
from tutor.ui.progress_page import progress_page
from tutor.ui.review_page import review_page
from tutor.ui.settings_page import settings_page
from tutor.ui.state import page_state


def _waiting() -> str:
    """How many questions wait for their review, for the navigation."""
    waiting = 0
    with guarded():
        tutor = the_tutor()
        waiting = tutor.candidate.cards.due_until(tutor.now())
    return f" {waiting}" if waiting else ""


def _ask_at_its_name() -> None:
    """/ask: the default page has no address but the root."""
    st.switch_page(ask, query_params=st.query_params.to_dict())


st.set_page_config(page_title="Interview tutor", layout="centered", initial_sidebar_state="auto")
st.html(Path(__file__).with_name("style.css"))
ask = st.Page(ask_page, title="Ask", default=True)
page = st.navigation(
    [
        ask,
        st.Page(_ask_at_its_name, title="Ask", url_path="ask", visibility="hidden"),
        st.Page(practise_page, title="Practise", url_path="practise"),
        st.Page(interview_page, title="Mock interview", url_path="interview"),
        st.Page(review_page, title=f"Review{_waiting()}", url_path="review"),
        st.Page(progress_page, title="Progress", url_path="progress"),
        st.Page(material_page, title="Material", url_path="material"),
        st.Page(settings_page, title="Settings", url_path="settings"),
    ]
)
with guarded():
    if not choose_profile_first(the_library(), page_state()):
        profile_at_the_foot(the_library(), page_state())  # at once; the page may take its time
        page.run()
