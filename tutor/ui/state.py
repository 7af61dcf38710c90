"""What one browser tab looks at.  All else is in the database; the page's address carries this over a refresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from zlib import crc32

import streamlit as st

_KEY, _CONVERSATION, _SOURCE, _PROFILE = "page_state", "c", "s", "p"
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass
class PageState:
    """`source` is a place's reference ("" for none); `whole` shows its whole document, `part` which part of it.
    `profile` is None until a candidate was chosen."""

    profile: str | None = None
    conversation_id: str | None = None
    source: str = ""
    whole: bool = False
    part: int | None = None

    @property
    def view(self) -> str:
        """A name for the source and how it is shown: the panel scrolls to the light when it changes."""
        return f"view-{crc32(f'{self.source} {self.whole} {self.part}'.encode()):08x}"

    def open_source(self, ref: str) -> None:
        self.source, self.whole, self.part = ref, False, None

    def close_source(self) -> None:
        self.open_source("")

    def show_whole(self, whole: bool) -> None:
        self.whole, self.part = whole, None

    def show_part(self, part: int) -> None:
        self.part = part

    def choose_profile(self, profile: str) -> None:
        """Another candidate: nothing of the one before stays open."""
        self.profile = profile
        self.open_conversation(None)

    def open_conversation(self, conversation_id: str | None) -> None:
        self.conversation_id = conversation_id
        self.close_source()


def page_state() -> PageState:
    """This tab's state; a fresh tab begins with what its address says."""
    if _KEY not in st.session_state:
        asked = st.query_params
        state = PageState(profile=asked.get(_PROFILE) or None, conversation_id=asked.get(_CONVERSATION) or None)
        state.open_source(st.query_params.get(_SOURCE, ""))
        st.session_state[_KEY] = state
    found: PageState = st.session_state[_KEY]
    return found


def write_address(state: PageState, *, conversation: bool, more: Mapping[str, str] = _NOTHING) -> None:
    """Put the state into the page's address, for a refresh; `more` is what else the page wants to find again."""
    wanted = {
        _CONVERSATION: state.conversation_id or "" if conversation else "",
        _SOURCE: state.source,
        _PROFILE: state.profile or "",
        **more,
    }
    kept = {name: value for name, value in wanted.items() if value}
    if st.query_params.to_dict() != kept:
        st.query_params.from_dict(kept)
