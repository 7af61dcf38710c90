"""An answer while it is being written: the true step, the sentences so far, and Stop."""

from __future__ import annotations

import streamlit as st

from tutor.ui.escaping import plain
from tutor.ui.jobs import Job, Progress
from tutor.ui.marks import answer_text


def follow(job: Job) -> None:
    """Draw `job` until it is done, then draw the page anew."""
    with st.container(key="live"):
        with st.container(horizontal=True, vertical_alignment="center", key="live_status"):
            status = st.empty()
            st.button("Stop", key="stop", on_click=job.stop)
        text = st.empty()
        drawn: Progress | None = None
        for progress in job.follow():
            status.markdown(f'<span class="step" role="status">{plain(progress.status)}</span>', unsafe_allow_html=True)
            if drawn is None or (progress.sentences, progress.writing) != (drawn.sentences, drawn.writing):
                text.markdown(_so_far(progress), unsafe_allow_html=True, anchors=False)
                drawn = progress
    st.rerun()


def _so_far(progress: Progress) -> str:
    written = answer_text(progress.sentences)
    return f'{written}\n\n<span class="writing">{plain(progress.writing)}</span>' if progress.writing else written
