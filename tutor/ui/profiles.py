"""Who is practising: the profile at the foot of the sidebar, and the choice where there are several."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.errors import RecordError
from tutor.ui.labels import label
from tutor.ui.state import PageState
from tutor.ui.wording import sentence

_NEW = "new_profile"


def profile_at_the_foot(library: Tutor, state: PageState) -> None:
    """Draw whose practice this is, and the way to another's."""
    names = [one.name for one in library.profiles.all()]
    mine = state.profile or library.profile
    with st.sidebar, st.container(key="profile"), st.popover(label(mine), icon=":material/person:", type="tertiary"):
        for number, name in enumerate(names):
            if name != mine:
                st.button(
                    label(name), key=f"profile_{number}", type="tertiary", on_click=state.choose_profile, args=(name,)
                )
        _add(library, state)


def choose_profile_first(library: Tutor, state: PageState) -> bool:
    """Where several candidates use this machine and the address names none: ask who it is.  Returns whether it did."""
    names = [one.name for one in library.profiles.all()]
    if state.profile is not None and state.profile not in names:
        state.profile = None
    if state.profile is not None or len(names) == 1:
        return False
    st.header("Who is practising?", anchor=False)
    st.markdown("Each profile has its own conversations, answers and progress; none is visible to another.")
    with st.container(key="profiles"):
        for number, name in enumerate(names):
            st.button(label(name), key=f"choose_{number}", width="stretch", on_click=state.choose_profile, args=(name,))
    return True


def _add(library: Tutor, state: PageState) -> None:
    def add() -> None:
        name = str(st.session_state[_NEW] or "").strip()
        if not name:
            return
        try:
            state.choose_profile(library.profiles.add(name).name)
        except RecordError as error:
            st.session_state["profile_error"] = sentence(str(error))
        else:
            st.session_state.pop("profile_error", None)
        st.session_state[_NEW] = ""

    st.text_input("Somebody else practises here", key=_NEW, max_chars=40, placeholder="Their name", on_change=add)
    if (error := st.session_state.get("profile_error")) is not None:
        st.caption(label(error))
