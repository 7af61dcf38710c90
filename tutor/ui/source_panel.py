"""The source, beside the page: the passage as written with the cited sentence lit, and the whole note on demand."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Citation, Document, Span
from tutor.errors import UnknownDocument
from tutor.practice.citing import cite_span
from tutor.ui.bridge import bridge
from tutor.ui.escaping import plain
from tutor.ui.keeping import keep_button
from tutor.ui.places import Place, read_place
from tutor.ui.rendering import safe_block
from tutor.ui.source_text import (
    excerpt_text,
    find_again,
    headings_at,
    page_line,
    part_with,
    parts_of,
    passage_around,
)
from tutor.ui.state import PageState
from tutor.ui.wording import path_of


def source_beside(tutor: Tutor, state: PageState) -> None:
    """The bridge for marks, and the source that one opened."""
    bridge(
        source=state.source,
        view=state.view,
        newest="",
        copies={},
        on_open=state.open_source,
        on_close=state.close_source,
    )
    place = read_place(state.source) if state.source else None
    if place is not None:
        source_panel(tutor, state, place)


def source_panel(tutor: Tutor, state: PageState, place: Place) -> None:
    """Draw the panel for `place`."""
    with st.container(key="source_panel"):
        try:
            document = tutor.document(place.document)
        except UnknownDocument:
            _head(state, place.document, "")
            _say("This note is no longer in your library.")
            _text(state, safe_block(place.quote or ""))
            return
        found = find_again(document, place)
        offset = found.start if found else 0
        _head(state, path_of(document.title, headings_at(document, offset)) if found else document.title, document.name)
        if found is None:
            _say("This note has changed since it was cited. These were the words:")
        if state.whole:
            _whole(state, document, found)
        elif found is None:
            _text(state, safe_block(place.quote or ""))
        else:
            _text(state, excerpt_text(document, passage_around(document, tutor.chunks(document.name), found), found))
        _foot(tutor, state, document, found)


def _head(state: PageState, where: str, name: str) -> None:
    with st.container(horizontal=True, key="source_head", vertical_alignment="top"):
        st.markdown(f'<span class="where" title="{plain(name)}">{plain(where)}</span>', unsafe_allow_html=True)
        st.button("Close", key="source_close", type="tertiary", on_click=state.close_source)


def _say(words: str) -> None:
    st.markdown(f'<span class="warn">{plain(words)}</span>', unsafe_allow_html=True)


def _text(state: PageState, written: str) -> None:
    """The words of the source; the empty tag at their head tells the bridge which view they are."""
    with st.container(key="source_text"):
        st.markdown(f'<span class="{state.view}"></span>\n\n{written}', unsafe_allow_html=True, anchors=False)


def _whole(state: PageState, document: Document, place: Place | None) -> None:
    parts = parts_of(document)
    number = state.part if state.part is not None else part_with(parts, place.start if place else 0)
    number = max(0, min(number, len(parts) - 1))
    _text(state, excerpt_text(document, parts[number], place))
    if len(parts) == 1:
        return
    with st.container(horizontal=True, key="source_parts", vertical_alignment="center"):
        st.button("Earlier", key="part_back", disabled=number == 0, on_click=state.show_part, args=(number - 1,))
        st.caption(f"Part {number + 1} of {len(parts)}", width="content")
        last = number == len(parts) - 1
        st.button("Later", key="part_on", disabled=last, on_click=state.show_part, args=(number + 1,))


def _foot(tutor: Tutor, state: PageState, document: Document, place: Place | None) -> None:
    def whole() -> None:
        if not state.whole:
            tutor.progress.mark_read(document.name)
        state.show_whole(not state.whole)

    with st.container(horizontal=True, key="source_foot", vertical_alignment="center"):
        label = "Back to the passage" if state.whole else "Open the whole note"
        if place is not None or not state.whole:
            st.button(label, key="source_whole", on_click=whole)
        if place is not None and (citation := _citation(tutor, document, place)) is not None:
            keep_button(tutor, "source_keep", citation.quote, citation=citation)
        if place is not None and (page := page_line(document, place.start)):
            st.caption(page, width="content")


def _citation(tutor: Tutor, document: Document, place: Place) -> Citation | None:
    """What a bookmark of the place says; None where it is no passage but the whole note."""
    if place.end <= place.start:
        return None
    for key, chunk in tutor.store.chunks_between(document.name, place.start, place.end):
        return cite_span(document, Span(start=place.start, end=place.end), chunk, key)
    return None
