"""Review: what is due today, one card at a time; the points that were missed; what was kept and said before."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from tutor.build import Tutor
from tutor.practice.reviewing import minutes
from tutor.ui.bookmarks_view import bookmarks_view
from tutor.ui.mistakes_view import mistakes_view
from tutor.ui.opening import guarded, show_loading, the_tutor
from tutor.ui.past_answers_view import past_answers_view
from tutor.ui.review_card import answered_card, open_card
from tutor.ui.review_queue import review_queue
from tutor.ui.review_run import OpenCard, ReviewRun
from tutor.ui.source_panel import source_beside
from tutor.ui.state import PageState, page_state, write_address
from tutor.ui.wording import count

_TAB, _ADDRESS = "review_tab", "r"
_TODAY = "Today"


def review_page() -> None:
    """The whole page."""
    with guarded():
        _draw(the_tutor(), page_state())


def _draw(tutor: Tutor, state: PageState) -> None:
    source_beside(tutor, state)
    run = ReviewRun(tutor)
    card = run.load()
    tabs: dict[str, Callable[[], None]] = {
        _TODAY: lambda: review_queue(tutor, run),
        "Mistakes": lambda: mistakes_view(tutor, run),
        "Bookmarks": lambda: bookmarks_view(tutor),
        "Answers": lambda: past_answers_view(tutor),
    }
    if _TAB not in st.session_state:
        asked = st.query_params.get(_ADDRESS, "")
        st.session_state[_TAB] = next((name for name in tabs if name.lower() == asked), _TODAY)
    tab = str(st.session_state[_TAB])
    write_address(state, conversation=False, more={_ADDRESS: "" if tab == _TODAY else tab.lower()})
    if card is not None:
        _card(tutor, run, card)
    else:
        st.header("Review", anchor=False)
        names = list(tabs)
        chosen = st.segmented_control("What to review", names, key=_TAB, required=True, label_visibility="collapsed")
        tabs[chosen or tab]()
    show_loading()


def _card(tutor: Tutor, run: ReviewRun, card: OpenCard) -> None:
    question, attempt = run.question(card), run.attempt(card)
    if question is None:
        st.info("This question is no longer in your library.")
        st.button("Next card", key="review_next", on_click=run.next, args=(card.later,), type="primary")
        return
    st.caption(_where(tutor, card))
    if attempt is not None:
        answered_card(tutor, run, card, attempt)
    else:
        open_card(tutor, run, card, question)


def _where(tutor: Tutor, card: OpenCard) -> str:
    if card.again_of is not None:
        return "Review · once more"
    left = tutor.review.queue()
    if not left:
        return "Review · the last one"
    return f"Review · {count(len(left), 'card')} left today, about {count(minutes(left), 'minute')}"
