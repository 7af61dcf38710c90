"""Progress: how ready, what is covered, how scores move, what is ticked off."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Readiness
from tutor.practice.progress import Progress
from tutor.ui.charts import (
    area_scores,
    coverage_map,
    draw,
    guess_against_score,
    ink,
    retention_chart,
    score_trend,
)
from tutor.ui.checklist_view import checklist_view
from tutor.ui.escaping import plain
from tutor.ui.grade_view import score_words
from tutor.ui.opening import guarded, the_tutor
from tutor.ui.progress_words import (
    area_means,
    areas_words,
    calibration_words,
    coverage_words,
    retention_words,
    trend_words,
)
from tutor.ui.projects_view import projects_view
from tutor.ui.source_panel import source_beside
from tutor.ui.state import PageState, page_state, write_address
from tutor.ui.ways import way_to

_VIEWS = {"overview": "Overview", "syllabus": "Syllabus", "scores": "Scores", "projects": "Projects"}
_ADDRESS, _KEY = "v", "progress_view"
_HOW = (
    "The score to expect today on a question drawn from any area, each area counting the same. An answer counts its "
    "latest score times the chance that you still remember it. Three imagined answers at 2 of 10 are added to every "
    "area, so that a few good answers do not pass for mastery. The low end takes the low end of every grade and counts "
    "what was not answered as nothing; the high end takes the high end and counts it as good as the rest. No human "
    "interviewer has confirmed this estimate."
)


def progress_page() -> None:
    """The whole page."""
    with guarded():
        _draw(the_tutor(), page_state())


def _draw(tutor: Tutor, state: PageState) -> None:
    source_beside(tutor, state)
    st.header("Progress", anchor=False)
    if not tutor.documents():
        write_address(state, conversation=False)
        st.markdown("Your library is empty, so there is nothing to learn from yet. Add material first.")
        way_to("material", "Add material", key="progress_material")
        return
    asked = st.query_params.get(_ADDRESS, "")
    view = st.segmented_control(
        "What to see",
        list(_VIEWS),
        format_func=lambda one: _VIEWS[one],
        default=asked if asked in _VIEWS else "overview",
        required=True,
        key=_KEY,
        label_visibility="collapsed",
    )
    write_address(state, conversation=False, more={_ADDRESS: view})
    progress = tutor.progress
    match view:
        case "syllabus":
            checklist_view(progress)
        case "scores":
            _scores(progress)
        case "projects":
            projects_view(progress)
        case _:
            _overview(progress)


def _overview(progress: Progress) -> None:
    found = progress.readiness()
    cells = progress.coverage()
    st.subheader("Readiness", anchor=False)
    _readiness(found)
    st.subheader("Coverage", anchor=False)
    if not cells:
        st.markdown("Your library asks no questions itself. The Practise page makes some from any document.")
        return
    words = coverage_words(cells, progress.area_title)
    st.markdown(plain(words), unsafe_allow_html=True)
    draw(coverage_map(cells, progress.area_title, ink()), "coverage_map", words)


def _readiness(found: Readiness) -> None:
    if found.estimate is None or found.low is None or found.high is None:
        st.markdown(plain(" ".join(found.evidence)), unsafe_allow_html=True)
        way_to("practise", "Practise what you need most", key="readiness_practise")
        return
    span = f"{score_words(found.low)} to {score_words(found.high)}"
    st.markdown(
        f'<span class="score">{score_words(found.estimate)} / 10</span> <span class="quiet">({span}) expected '
        "today on a question from any area</span>",
        unsafe_allow_html=True,
    )
    st.markdown("\n".join(f"- {plain(one)}" for one in found.evidence), unsafe_allow_html=True)
    with st.expander("How this is reckoned", key="readiness_how", type="compact"):
        st.caption(_HOW)
    way_to("practise", "Practise what you need most", key="readiness_practise")


def _scores(progress: Progress) -> None:
    scores = progress.scores()
    if not scores:
        st.markdown("No answer was graded yet. After the first few, this shows how your scores move.")
        way_to("practise", "Practise five questions", key="scores_practise")
        return
    colors = ink()
    means = area_means(progress.coverage())
    days = progress.retention()
    guessed = any(one.guess is not None for one in scores)
    words = trend_words(scores)
    with _chart("Over time", words):
        draw(score_trend(scores, colors), "score_trend", words)
        st.caption("A dot is one answer, the line the mean of the latest ten.")
    if means:
        words = areas_words(means, progress.area_title)
        with _chart("By area", words):
            draw(area_scores(means, progress.area_title, colors), "area_scores", words)
    words = calibration_words(progress.calibration())
    with _chart("Calibration", words):
        if guessed:
            draw(guess_against_score(scores, colors), "guess_against_score", words)
            st.caption("On the dashed line a guess was right; below it, too high.")
    words = retention_words(days)
    with _chart("Retention", words):
        if days:
            draw(retention_chart(days, colors), "retention", words)
            st.caption("A larger dot stands for more questions; the dashed line is what the schedule aims at.")
        else:
            way_to("review", "See what is due", key="retention_review", primary=False)


def _chart(title: str, words: str) -> st.delta_generator.DeltaGenerator:
    """A heading, the sentence, and room for the chart."""
    st.subheader(title, anchor=False)
    st.markdown(plain(words), unsafe_allow_html=True)
    return st.container(gap="small")
