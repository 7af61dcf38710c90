"""One note of the library: reading it, where the tutor looks in it, reading it in again, removing it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Chunk, Document, DocumentSummary
from tutor.ui.escaping import plain
from tutor.ui.ingesting import Ingesting
from tutor.ui.labels import label
from tutor.ui.places import Place
from tutor.ui.source_text import Excerpt, excerpt_text
from tutor.ui.state import PageState
from tutor.ui.wording import count, local_day

_SHOWN = 10


def note_view(tutor: Tutor, summary: DocumentSummary, state: PageState, ingesting: Ingesting) -> None:
    """Draw what is known of a note and what can be done with it."""
    with st.container(border=True, key="note_view"):
        st.subheader(label(summary.title), anchor=False)
        st.caption(plain(_facts(summary)), unsafe_allow_html=True)
        with st.container(horizontal=True, key="note_actions"):
            st.button("Read the note", key="read_note", on_click=_read, args=(tutor, state, summary))
            st.button(
                "Read it in again",
                key="reread_note",
                on_click=ingesting.start,
                args=([Path(summary.source)],),
                help="Take it in anew from its file",
            )
            with st.popover("Remove", key="remove_menu"):
                st.caption("It leaves the library, with its passages. Answers given before keep their quotes.")
                st.button("Remove it", key="remove_note", on_click=_remove, args=(tutor, summary.name))
        with st.expander("Where does the tutor look?", key="chunks", type="compact", on_change="rerun") as looking:
            if looking.open:
                _chunks(tutor.document(summary.name), tutor.chunks(summary.name))


def _facts(summary: DocumentSummary) -> str:
    facts = [summary.name, summary.area or "", summary.level or "", count(summary.chunks, "passage")]
    if summary.questions:
        facts.append(count(summary.questions, "question"))
    if summary.pages:
        facts.append(count(summary.pages, "page"))
    return " · ".join(fact for fact in [*facts, f"added {local_day(summary.added_at)}"] if fact)


def _read(tutor: Tutor, state: PageState, summary: DocumentSummary) -> None:
    tutor.progress.mark_read(summary.name)
    state.open_source(Place(summary.name, 0, 0).ref)
    state.show_whole(True)


def _remove(tutor: Tutor, name: str) -> None:
    tutor.remove([name])


def _chunks(document: Document, chunks: list[Chunk]) -> None:
    """The note as the search sees it: passage by passage."""
    all_key = f"all_chunks_{document.name}"
    shown = chunks if st.session_state.get(all_key) else chunks[:_SHOWN]
    for number, chunk in enumerate(shown, start=1):
        with st.container(border=True, key=f"chunk_{number}"):
            page = f", page {chunk.page}" if chunk.page else ""
            st.caption(plain(f"{number}. {' › '.join(chunk.headings)}{page}"), unsafe_allow_html=True)
            text = excerpt_text(document, Excerpt(chunk.start, chunk.end), None)
            st.markdown(text, unsafe_allow_html=True, anchors=False)
    if len(chunks) > len(shown):
        st.checkbox(f"Show all {len(chunks):,} passages", key=all_key)
