"""Keep: one button that puts an answer or a passage among the candidate's bookmarks."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Bookmark, Citation


def keep_button(
    tutor: Tutor, key: str, text: str, *, citation: Citation | None, conversation_id: str | None = None
) -> None:
    """Draw "Keep", or "Kept", which lets go of it again."""
    kept = _kept(tutor, text, citation)

    def press() -> None:
        if kept is not None:
            tutor.candidate.bookmarks.remove(kept.id)
        else:
            tutor.candidate.bookmarks.add(text, citation=citation, conversation_id=conversation_id)

    st.button(
        "Keep" if kept is None else "Kept",
        key=key,
        type="tertiary",
        icon=":material/bookmark_border:" if kept is None else ":material/bookmark:",
        on_click=press,
        help="Among your bookmarks, on the Review page" if kept is None else "Let go of it",
    )


def _kept(tutor: Tutor, text: str, citation: Citation | None) -> Bookmark | None:
    found = tutor.candidate.bookmarks.all()
    return next((one for one in found if (one.text, one.citation) == (text, citation)), None)
