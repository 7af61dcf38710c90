"""Bookmarks: passages and answers the candidate kept, with their own words on them."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Bookmark
from tutor.ui.escaping import attribute, plain
from tutor.ui.places import cited
from tutor.ui.rendering import safe_block
from tutor.ui.state import PageState, page_state
from tutor.ui.ways import go_to
from tutor.ui.wording import local_day

_LONGEST = 600  # characters of a kept answer that are shown


def bookmarks_view(tutor: Tutor) -> None:
    """Draw them, latest first."""
    state = page_state()
    found = tutor.candidate.bookmarks.all()
    if not found:
        st.markdown("Nothing is kept yet. The button Keep, under an answer and beside an open source, puts it here.")
        return
    for one in found:
        _bookmark(tutor, state, one)


def _bookmark(tutor: Tutor, state: PageState, one: Bookmark) -> None:
    key = f"bookmark_note_{one.id}"

    def annotate() -> None:
        tutor.candidate.bookmarks.annotate(one.id, str(st.session_state[key]).strip())

    with st.container(key=f"kept_item_{one.id}", gap="small"):
        st.markdown(_words(one), unsafe_allow_html=True, anchors=False)
        st.markdown(f'<span class="quiet">{_where(tutor, one)}</span>', unsafe_allow_html=True, anchors=False)
        st.text_input(
            "Your note",
            value=one.note,
            key=key,
            on_change=annotate,
            max_chars=500,
            placeholder="Your own words on it",
            label_visibility="collapsed",
        )
        with st.container(horizontal=True, key=f"actions_bookmark_{one.id}"):
            if one.conversation_id is not None and _still_there(tutor, one.conversation_id):
                open_conversation(state, one.conversation_id, key=f"bookmark_talk_{one.id}")
            st.button(
                "Let go of it",
                key=f"bookmark_drop_{one.id}",
                type="tertiary",
                on_click=tutor.candidate.bookmarks.remove,
                args=(one.id,),
            )


def open_conversation(state: PageState, conversation_id: str, *, key: str) -> None:
    """A button that leads to a conversation on the Ask page."""
    if st.button("Open the conversation", key=key, type="tertiary"):
        state.open_conversation(conversation_id)
        go_to("ask")


def _words(one: Bookmark) -> str:
    text = one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST].rsplit(' ', 1)[0]} …"
    return safe_block(text)


def _where(tutor: Tutor, one: Bookmark) -> str:
    when = f"kept {local_day(one.created_at, tutor.now())}"
    if one.citation is None:
        return plain(f"An answer, {when}")
    where = " › ".join(one.citation.headings) or one.citation.document
    ref = cited(one.citation).ref
    return f'<a class="near" href="#src-{ref}" title="{attribute(one.citation.document)}">{plain(where)}</a> · {when}'


def _still_there(tutor: Tutor, conversation_id: str) -> bool:
    return any(one.id == conversation_id for one in tutor.records.conversations())
