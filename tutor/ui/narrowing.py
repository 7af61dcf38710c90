"""Where the tutor may look, and who writes: the lower part of the sidebar."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import DocumentSummary, Filters, Level

_LEVELS: tuple[Level, ...] = ("beginner", "intermediate", "advanced")
MATERIAL = "the material"


def narrow_to(documents: list[DocumentSummary]) -> Filters:
    """Area, level and file, in the sidebar."""
    areas = sorted({one.area for one in documents if one.area})
    titles = {one.name: one.title for one in documents}
    with st.sidebar, st.expander("Narrow to", key="narrow", type="compact"):
        area = st.multiselect("Area", areas, key="narrow_area", persist_state="session", placeholder="Any")
        level = st.multiselect("Level", _LEVELS, key="narrow_level", persist_state="session", placeholder="Any")
        names = st.multiselect(
            "File",
            list(titles),
            format_func=lambda name: titles.get(name, name),
            key="narrow_file",
            persist_state="session",
            placeholder="Any",
        )
    return Filters(areas=tuple(area), levels=tuple(level), documents=tuple(names))


def answered_by(tutor: Tutor) -> bool:
    """Whether the language model writes; where none is configured, there is nothing to choose."""
    if tutor.backend_name == MATERIAL:
        with st.sidebar:
            st.caption("Answered by the material itself. Settings says how to add a language model.")
        return False
    with st.sidebar:
        who = st.selectbox("Answered by", [tutor.backend_name, MATERIAL], key="answered_by", persist_state="session")
    return who == tutor.backend_name
