"""The ways into practice: what is needed most, a choice of one's own, a document, a job description."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from tutor.build import Tutor
from tutor.domain import AnswerForm, Level, QuestionKind, Wish
from tutor.practice.job_description import JobReading, wish_for
from tutor.ui.escaping import plain
from tutor.ui.labels import label
from tutor.ui.opening import guarded
from tutor.ui.practice_run import PracticeRun
from tutor.ui.question_view import FORMS
from tutor.ui.wording import count

_WAYS = {"need": "What I need most", "choose": "Choose", "document": "From a document", "job": "From a job description"}
_COUNTS = (1, 3, 5, 10)
_PROBLEM, _DROPPED = "setup_problem", "setup_dropped"


def practice_setup(tutor: Tutor, runs: PracticeRun) -> None:
    """Draw the ways; each ends in one button that begins."""
    st.header("Practise", anchor=False)
    documents = tutor.documents()
    if not documents:
        st.markdown("Your library is empty, so there is nothing to ask about yet. Add notes on the Material page.")
        return
    way = st.segmented_control(
        "What to practise",
        list(_WAYS),
        format_func=lambda one: _WAYS[one],
        default="need",
        required=True,
        key="practice_way",
        label_visibility="collapsed",
    )
    match way:
        case "choose":
            _choose(tutor, runs)
        case "document":
            _document(tutor, runs)
        case "job":
            _job(tutor, runs)
        case _:
            _need(tutor, runs)
    if (problem := st.session_state.pop(_PROBLEM, None)) is not None:
        st.info(label(problem))
    if dropped := st.session_state.pop(_DROPPED, ()):
        with st.expander(f"{count(len(dropped), 'item')} did not pass the checks", type="compact", key="dropped"):
            for one in dropped:
                st.caption(plain(one), unsafe_allow_html=True)


def _need(tutor: Tutor, runs: PracticeRun) -> None:
    st.markdown(
        "Five questions, the ones you have practised least. Answer as you would in the interview; every "
        "answer is graded point by point, with the passage behind each point."
    )

    def begin() -> None:
        _begin(tutor, runs, Wish(count=5), "What you need most")

    st.button("Start with five questions", key="start_need", type="primary", on_click=begin)


def _choose(tutor: Tutor, runs: PracticeRun) -> None:
    areas = sorted({one.area for one in tutor.documents() if one.area})
    area = st.multiselect("Area", areas, key="wish_area", placeholder="Any")
    left, right = st.columns(2)
    level = left.multiselect("Level", get_args(Level), key="wish_level", placeholder="Any")
    kind = right.multiselect("Kind", [one.value for one in QuestionKind], key="wish_kind", placeholder="Any")
    form = left.multiselect(
        "Answered", list(AnswerForm), format_func=lambda one: FORMS[one], key="wish_form", placeholder="Any way"
    )
    number = right.select_slider("How many", _COUNTS, value=5, key="wish_count")
    about = st.text_input("About", key="wish_about", placeholder="LoRA, evaluation of retrieval, ...", max_chars=200)

    def begin() -> None:
        wish = Wish(
            areas=tuple(area),
            levels=tuple(level),
            kinds=tuple(QuestionKind(one) for one in kind),
            forms=tuple(form),
            about=about.strip(),
            count=number,
        )
        subject = about.strip()
        _begin(tutor, runs, wish, subject[:1].upper() + subject[1:] or ", ".join(area) or "Your choice")

    st.button("Start", key="start_choice", type="primary", on_click=begin)


def _document(tutor: Tutor, runs: PracticeRun) -> None:
    titles = {one.name: one.title for one in tutor.documents()}
    st.markdown("Questions made from one document: a note, a paper, a job description you added as a file.")
    name = st.selectbox(
        "Document",
        list(titles),
        index=None,
        format_func=lambda one: titles.get(one, one),
        key="made_document",
        placeholder="Choose a document",
    )
    forms = st.multiselect(
        "Answered", list(AnswerForm), format_func=lambda one: FORMS[one], key="made_form", placeholder="Any way"
    )
    number = st.select_slider("How many", _COUNTS, value=5, key="made_count")

    def begin() -> None:
        with guarded():
            made = tutor.practice.make(str(name), count=number, forms=forms)
            st.session_state[_DROPPED] = made.dropped
            if not made.questions:
                st.session_state[_PROBLEM] = "No question could be made from this document that passes the checks."
                return
            fewer = len(made.questions) < number
            notice = f"Only {count(len(made.questions), 'question')} passed the checks." if fewer else None
            runs.start(titles[str(name)], tuple(one.id for one in made.questions), notice)

    st.button("Make questions and start", key="start_made", type="primary", on_click=begin, disabled=name is None)


def _job(tutor: Tutor, runs: PracticeRun) -> None:
    st.markdown("Paste the job description; the areas and levels it asks for become a practice set.")
    text = st.text_area(
        "Job description", key="job_text", height=220, max_chars=20_000, placeholder="Paste it here",
        label_visibility="collapsed",
    )  # fmt: skip
    if not text or not text.strip():
        return
    reading = tutor.practice.read_job(text)
    _reading(reading)
    if not reading.areas:
        return

    def begin() -> None:
        _begin(tutor, runs, wish_for(reading, 5), "From the job description")

    st.button("Start with five questions", key="start_job", type="primary", on_click=begin)


def _reading(reading: JobReading) -> None:
    if reading.notice:
        st.info(label(reading.notice))
    for one in reading.areas:
        words = plain(one.name.replace("-", " "))
        quotes = "; ".join(f"“{plain(' '.join(found.text.split()))}”" for found in one.evidence[:2])
        st.markdown(f'**{words}** <span class="quiet">{quotes}</span>', unsafe_allow_html=True)
    if reading.levels:
        st.caption("Levels: " + ", ".join(one.level for one in reading.levels))


def _begin(tutor: Tutor, runs: PracticeRun, wish: Wish, title: str) -> None:
    with guarded():
        chosen = tutor.practice.choose(wish)
        if chosen.questions:
            runs.start(title, tuple(one.id for one in chosen.questions), chosen.notice)
        else:
            st.session_state[_PROBLEM] = chosen.notice or "No question fits; choose less narrowly."
