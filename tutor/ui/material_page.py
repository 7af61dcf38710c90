"""Material: what is in the library, searching and reading it, adding to it and taking from it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tutor.build import Tutor
from tutor.domain import DocumentSummary
from tutor.ui.note_view import note_view
from tutor.ui.opening import guarded, the_ingesting, the_tutor
from tutor.ui.search_view import search_view
from tutor.ui.source_panel import source_beside
from tutor.ui.state import PageState, page_state, write_address
from tutor.ui.uploads import add_files
from tutor.ui.welcome import holdings
from tutor.ui.wording import local_day

_TABLE, _NOTE = "library_table", "note"
_WIDTHS = {"Note": 265, "Area": 120, "Level": 92, "Passages": 66, "Questions": 70, "Added": 60}  # pixels


def material_page() -> None:
    """The whole page."""
    with guarded():
        _draw(the_tutor(), page_state())


def _draw(tutor: Tutor, state: PageState) -> None:
    documents = tutor.documents()
    st.header("Material", anchor=False)
    if documents:
        chunks = sum(one.chunks for one in documents)
        st.markdown(f"Your library holds {holdings(documents)}, cut into {chunks:,} passages.")
    else:
        st.markdown(
            "Your library is empty. Add a first file, or run `tutor ingest corpus` for the notes that come along."
        )
    source_beside(tutor, state)
    write_address(state, conversation=False)
    if documents:
        search_view(tutor)
        _library(documents)
        _chosen(tutor, documents, state)
    st.subheader("Add", anchor=False)
    add_files(tutor, the_ingesting())


def _library(documents: list[DocumentSummary]) -> None:
    """The list; a chosen row opens below, as does the box under it."""

    def chosen() -> None:
        picked: Any = st.session_state[_TABLE]
        rows = picked.selection.rows
        if rows:
            st.session_state[_NOTE] = documents[rows[0]].name

    st.subheader("Library", anchor=False)
    st.dataframe(
        {
            "Note": [one.title for one in documents],
            "Area": [one.area or "" for one in documents],
            "Level": [one.level or "" for one in documents],
            "Passages": [one.chunks for one in documents],
            "Questions": [one.questions for one in documents],
            "Added": [local_day(one.added_at) for one in documents],
        },
        hide_index=True,
        on_select=chosen,
        selection_mode="single-row",
        key=_TABLE,
        column_config={name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()},
    )


def _chosen(tutor: Tutor, documents: list[DocumentSummary], state: PageState) -> None:
    known = {one.name: one for one in documents}
    if st.session_state.get(_NOTE) not in known:
        st.session_state[_NOTE] = None
    name = st.selectbox(
        "Look at a note",
        list(known),
        index=None,
        format_func=lambda name: known[name].title if name in known else name,
        key=_NOTE,
        placeholder="Choose a note",
    )
    if name is not None:
        note_view(tutor, known[name], state, the_ingesting())
