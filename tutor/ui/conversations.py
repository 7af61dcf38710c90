"""The conversations in the sidebar: latest first, and what can be done with the open one."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Conversation
from tutor.ui.jobs import Jobs
from tutor.ui.labels import label
from tutor.ui.state import PageState

_SHOWN = 20


def conversation_list(tutor: Tutor, state: PageState, jobs: Jobs) -> None:
    """Draw the list into the sidebar."""
    found = tutor.records.conversations()
    with st.sidebar, st.container(key="conversations", gap=None):
        st.button(
            "New conversation",
            key="new_conversation",
            icon=":material/add:",
            type="tertiary",
            on_click=state.open_conversation,
            args=(None,),
        )
        limit = len(found) if st.session_state.get("all_conversations") else _SHOWN
        for conversation in found[:limit]:
            _row(tutor, state, jobs, conversation)
        if len(found) > limit:
            st.button(f"Show all {len(found):,}", key="show_all", type="tertiary", on_click=_show_all)


def _show_all() -> None:
    st.session_state["all_conversations"] = True


def _row(tutor: Tutor, state: PageState, jobs: Jobs, conversation: Conversation) -> None:
    is_open = conversation.id == state.conversation_id
    if not is_open:
        st.button(
            label(conversation.title),
            key=f"open_{conversation.id}",
            type="tertiary",
            on_click=state.open_conversation,
            args=(conversation.id,),
        )
        return
    with st.container(horizontal=True, key="open_conversation", vertical_alignment="center", gap=None):
        st.markdown(f"**{label(conversation.title)}**")
        with st.popover(
            "",
            icon=":material/more_horiz:",
            type="tertiary",
            key="conversation_menu",
            help="Rename, save or delete this conversation",
        ):
            _menu(tutor, state, jobs, conversation)


def _menu(tutor: Tutor, state: PageState, jobs: Jobs, conversation: Conversation) -> None:
    key = f"rename_{conversation.id}"

    def rename() -> None:
        if str(st.session_state[key]).strip():
            tutor.records.rename(conversation.id, st.session_state[key])

    def delete() -> None:
        jobs.forget(conversation.id)
        tutor.records.delete_conversation(conversation.id)
        state.open_conversation(None)

    st.text_input("Name", value=conversation.title, key=key, max_chars=200, on_change=rename)
    st.download_button(
        "Save as Markdown",
        data=lambda: tutor.export_markdown(conversation.id),
        file_name="conversation.md",
        mime="text/markdown",
        key="export_conversation",
        on_click="ignore",
    )
    sure = st.checkbox("Delete it, with its answers", key=f"sure_{conversation.id}")
    st.button("Delete", key="delete_conversation", disabled=not sure, on_click=delete)
