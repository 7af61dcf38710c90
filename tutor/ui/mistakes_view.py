"""Mistakes: every point that was missed, with the passage behind it, until it is answered."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Mistake
from tutor.errors import RecordError
from tutor.ui.escaping import plain
from tutor.ui.grade_view import SIGNS
from tutor.ui.opening import guarded
from tutor.ui.places import cited
from tutor.ui.rendering import safe_inline
from tutor.ui.review_run import ReviewRun
from tutor.ui.ways import go_to
from tutor.ui.wording import count, local_day

_EVERYWHERE = "Every area"
_AT_ONCE = 10  # questions
_SHOWN = "mistakes_shown"


def mistakes_view(tutor: Tutor, run: ReviewRun) -> None:
    """Draw the missed points by question, the latest answers first, each question with a retry."""
    found = tutor.review.mistakes()
    if not found:
        _empty(tutor)
        return
    areas = sorted({one.area for one in found if one.area is not None})
    area = _EVERYWHERE
    if len(areas) > 1:
        area = st.selectbox("Area", [_EVERYWHERE, *areas], key="mistakes_area", label_visibility="collapsed")
    chosen = [one for one in found if area in {_EVERYWHERE, one.area}]
    groups = [list(group) for _, group in groupby(chosen, key=lambda one: one.question_id)]
    st.markdown(
        f"{count(len(chosen), 'point')} from {count(len(groups), 'question')}. A point leaves the list once you say it."
    )
    shown = int(st.session_state.get(_SHOWN, _AT_ONCE))
    for group in groups[:shown]:
        _question(tutor, run, group)
    if len(groups) > shown:
        st.button(f"Show {len(groups) - shown} more", key="mistakes_more", on_click=_more, args=(shown,))


def _more(shown: int) -> None:
    st.session_state[_SHOWN] = shown + _AT_ONCE


def _empty(tutor: Tutor) -> None:
    if tutor.candidate.attempts.counts():
        st.markdown("No point is open: you have said everything that was asked for.")
    else:
        st.markdown("No mistakes yet. Points that an answer misses are collected here, each with its source.")
    if st.button("Practise new questions", key="mistakes_practise", type="primary"):
        go_to("practise")


def _question(tutor: Tutor, run: ReviewRun, mistakes: list[Mistake]) -> None:
    first = mistakes[0]

    def retry() -> None:
        with guarded():
            try:
                run.retry(tutor.candidate.attempts.get(first.attempt_id))
            except RecordError:
                st.toast("This answer is gone; the list is drawn anew.")

    with st.container(key=f"mistake_{first.attempt_id}", border=True):
        when = local_day(first.created_at, tutor.now())
        about = " · ".join(part for part in (first.area, when) if part)
        st.markdown(f'<span class="about">{plain(about)}</span>', unsafe_allow_html=True)
        st.markdown(f"**{safe_inline(first.question)}**", unsafe_allow_html=True, anchors=False)
        rows = [_row(one, number) for number, one in enumerate(mistakes, start=1)]
        st.markdown("\n\n".join(rows), unsafe_allow_html=True, anchors=False)
        st.button("Try it again", key=f"retry_{first.attempt_id}", on_click=retry)


def _row(mistake: Mistake, number: int) -> str:
    point = mistake.point
    sign, word = SIGNS[point.status]
    words = f'<span class="sign" title="{word}" aria-label="{word}">{sign}</span>{safe_inline(point.text)}'
    if point.citation is not None:
        ref = cited(point.citation).ref
        words += f'&nbsp;<a class="cite" href="#src-{ref}" aria-label="Source of point {number}">{number}</a>'
    return f'<span class="point {point.status.value}">{words}</span>'
