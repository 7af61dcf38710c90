"""Searching all past answers, the tutor's and the candidate's own, and opening the sources they rest on."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Citation, PastAnswer
from tutor.practice.remembering import PastAnswers
from tutor.ui.bookmarks_view import open_conversation
from tutor.ui.escaping import attribute, plain
from tutor.ui.places import cited
from tutor.ui.rendering import safe_block, safe_inline
from tutor.ui.state import PageState, page_state
from tutor.ui.wording import local_day

_SHOWN, _LONGEST, _SOURCES = 10, 420, 6
_KINDS = {"asked": "You asked", "practised": "You answered"}


def past_answers_view(tutor: Tutor) -> None:
    """Draw the search box and what it finds; without words, the latest."""
    state = page_state()
    words = st.text_input(
        "Search your past answers and their sources", key="past_words", placeholder="A few words", max_chars=300
    )
    found = PastAnswers(tutor.candidate).search(words or "", _SHOWN)
    if not found:
        said = "No past answer holds these words." if words else "Nothing was asked or answered yet."
        st.caption(said)
        return
    for number, one in enumerate(found):
        _answer(tutor, state, one, number)


def _answer(tutor: Tutor, state: PageState, one: PastAnswer, number: int) -> None:
    with st.container(key=f"past_item_{number}", gap="small"):
        when = local_day(one.created_at, tutor.now())
        st.markdown(
            f'<span class="about">{plain(f"{_KINDS[one.kind]}, {when}")}</span><br>**{safe_inline(one.question)}**',
            unsafe_allow_html=True,
            anchors=False,
        )
        st.markdown(_words(one), unsafe_allow_html=True, anchors=False)
        if one.citations:
            st.markdown(_marks(one.citations), unsafe_allow_html=True, anchors=False)
        if one.conversation_id is not None:
            open_conversation(state, one.conversation_id, key=f"past_talk_{number}")


def _words(one: PastAnswer) -> str:
    """The beginning of the answer; the candidate's own words are no Markdown."""
    text = one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST].rsplit(' ', 1)[0]} …"
    return safe_block(text) if one.kind == "asked" else f"“{plain(text)}”"


def _marks(citations: tuple[Citation, ...]) -> str:
    links = (
        f'<a class="cite" href="#src-{cited(one).ref}" title="{attribute(" › ".join(one.headings) or one.document)}" '
        f'aria-label="Source {number}">{number}</a>'
        for number, one in enumerate(citations[:_SOURCES], start=1)
    )
    return f'<span class="quiet">Sources</span> {" ".join(links)}'
