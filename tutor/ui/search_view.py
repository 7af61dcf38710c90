"""Searching the library by hand: what the tutor would find for these words."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Passage
from tutor.ui.escaping import plain
from tutor.ui.places import best_sentence
from tutor.ui.rendering import safe_inline
from tutor.ui.wording import path_of

_RESULTS, _LONGEST = 8, 500


def search_view(tutor: Tutor) -> None:
    """Draw the search box and what it finds."""
    words = st.text_input("Search it", key="search", placeholder="A question or a few words")
    if not words or not words.strip():
        return
    with st.spinner("Searching"):
        found = tutor.search(words[:_LONGEST], _RESULTS)
    if not found:
        st.caption("Nothing was found.")
    for passage in found:
        st.markdown(_result(passage), unsafe_allow_html=True, anchors=False)


def _result(passage: Passage) -> str:
    place = best_sentence(passage)
    page = f", page {passage.page}" if passage.page else ""
    where = plain(path_of(passage.title, passage.headings) + page)
    return (
        f'<a class="near" href="#src-{place.ref}">{where}</a> <span class="quiet">{passage.score:.2f}</span><br>'
        f'<span class="quiet">{safe_inline(place.quote or "")}</span>'
    )
