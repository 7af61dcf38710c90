"""The syllabus as a checklist: area by area, a tick for every note that was read, and how far each topic is."""

from __future__ import annotations

import streamlit as st

from tutor.domain import AreaProgress, Learned, TopicProgress
from tutor.practice.checklist import RULE
from tutor.practice.progress import Progress
from tutor.ui.escaping import attribute, plain
from tutor.ui.grade_view import score_words
from tutor.ui.labels import label
from tutor.ui.places import Place
from tutor.ui.progress_words import area_words, learned_words
from tutor.ui.tallied import tallied


def checklist_view(progress: Progress) -> None:
    """Draw the areas; the topics of one are read when it is opened."""
    areas = progress.checklist()
    st.markdown(learned_words(areas))
    st.caption(RULE)
    with st.container(key="checklist", gap="small"):
        for area in areas:
            with tallied(label(area.title), f"area_{area.name}", area_words(area)) as opened:
                if opened.open:
                    _topics(progress, area)


def _topics(progress: Progress, area: AreaProgress) -> None:
    for number, topic in enumerate(area.topics):
        key = f"read_{area.name}_{number}"

        def ticked(documents: tuple[str, ...] = topic.documents, key: str = key) -> None:
            for name in documents:
                progress.mark_read(name, bool(st.session_state[key]))

        st.session_state[key] = topic.read  # a note that was opened elsewhere is ticked here too
        with st.container(key=f"topic_{area.name}_{number}", gap=None):
            st.checkbox(label(topic.title), key=key, on_change=ticked, disabled=not topic.documents)
            st.markdown(_facts(topic), unsafe_allow_html=True, anchors=False)


def _facts(topic: TopicProgress) -> str:
    """The three states, then what they rest on."""
    if not topic.documents:
        return '<span class="quiet">No note of your library teaches this yet.</span>'
    practised = topic.state in {Learned.PRACTISED, Learned.MASTERED}
    stages = [("read", topic.read), ("practised", practised), ("mastered", topic.state is Learned.MASTERED)]
    words = " ".join(_stage(name, done) for name, done in stages)
    said = f"{topic.tried} of {topic.questions} answered" if topic.questions else "asks no questions"
    if topic.score is not None:
        said += f", {score_words(topic.score)} on average"
    return f'{words} <span class="quiet">{plain(said)} {" ".join(_note(name) for name in topic.documents)}</span>'


def _stage(name: str, done: bool) -> str:
    title = name if done else f"not yet {name}"
    return (
        f'<span class="stage{" done" if done else ""}" title="{attribute(title)}">{"✓ " if done else ""}{name}</span>'
    )


def _note(document: str) -> str:
    """A link that opens the note beside the page."""
    return f'<a class="near" href="#src-{Place(document, 0, 0).ref}">Open the note</a>'
