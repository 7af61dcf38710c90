"""The time that is left of an interview: it ticks in the browser, and says every few seconds that somebody looks."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from tutor.domain import Interview
from tutor.practice.interviewing import Interviews
from tutor.ui.opening import guarded

_EVERY = 8  # seconds between two signs of life; three may be lost before the interview counts as paused
_SCRIPT = Path(__file__).with_name("interview_clock.js").read_text(encoding="utf-8")
_HTML = '<span class="left" role="timer" aria-label="Time left"></span>'
_CSS = """
.left { display: block; text-align: right; white-space: nowrap; color: var(--st-text-color); font-size: 1.05rem; }
.left { font-weight: 600; font-variant-numeric: tabular-nums; }
.left.short { color: var(--st-orange-text-color, #8a5a00); }
"""
_mount = st.components.v2.component("interview_clock", html=_HTML, css=_CSS, js=_SCRIPT)


@st.fragment
def interview_clock(interviews: Interviews, interview: Interview) -> None:
    """Draw the clock in a fragment of its own, so that a sign of life draws nothing else anew."""

    def looked_at() -> None:
        with guarded():
            interviews.beat(interview.id)

    now = interviews.get(interview.id)
    if now.state != "running":
        st.rerun()
    _mount(
        key=f"clock_{interview.id}",
        data={"left": interviews.remaining(now), "every": _EVERY},
        on_beat_change=looked_at,
    )
