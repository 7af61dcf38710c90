"""Thumbs up or down on an answer, and the reason."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Feedback, Message


def feedback(tutor: Tutor, message: Message) -> None:
    """Draw the thumbs; after a thumb down, a place for the reason.  Stored as it is given."""
    given = message.feedback
    thumb, reason = f"thumb_{message.id}", f"reason_{message.id}"

    def store() -> None:
        value = st.session_state.get(thumb)
        if value is not None:
            words = str(st.session_state.get(reason) or (given.reason if given else ""))
            tutor.records.give_feedback(message.id, Feedback(helpful=bool(value), reason="" if value else words))

    st.feedback("thumbs", key=thumb, default=int(given.helpful) if given else None, on_change=store)
    if given is not None and not given.helpful:
        st.text_input(
            "What was wrong with it?",
            value=given.reason,
            key=reason,
            placeholder="What was wrong with it?",
            max_chars=500,
            on_change=store,
            label_visibility="collapsed",
        )
