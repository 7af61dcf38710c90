"""The Ask page before the first question: what the library holds, where to begin, and how to fill an empty one."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import DocumentSummary
from tutor.settings import SHIPPED_CORPUS
from tutor.ui.asking import Asking
from tutor.ui.ingesting import Ingesting
from tutor.ui.labels import label
from tutor.ui.uploads import add_files
from tutor.ui.wording import count


def holdings(documents: list[DocumentSummary]) -> str:
    """ "26 notes, 180 questions"."""
    questions = sum(one.questions for one in documents)
    notes = count(len(documents), "note")
    return f"{notes}, {count(questions, 'question')}" if questions else notes


def welcome(tutor: Tutor, documents: list[DocumentSummary], asking: Asking) -> None:
    """Draw what there is and three questions from it."""
    st.header("Ask your study material", anchor=False)
    st.markdown(
        f"Your library holds {holdings(documents)}. Answers are made from it alone, and every sentence shows its "
        "source. To add your own notes and papers, drop them on the Material page."
    )
    starters = tutor.starters(asking.filters.areas)
    if starters:
        st.caption("To begin with:")
    with st.container(key="starters", gap="small"):
        for place, question in enumerate(starters):
            st.button(label(question), key=f"starter_{place}", on_click=asking.ask, args=(question,), width="stretch")


def empty_library(tutor: Tutor, ingesting: Ingesting) -> None:
    """Draw how to fill the library."""
    st.header("Your library is empty", anchor=False)
    st.markdown(
        "The tutor answers from your study material, so give it some: Markdown notes, PDF papers, slides, books. "
        "Or begin with the notes that come with the program."
    )
    if not ingesting.running and SHIPPED_CORPUS.is_dir():
        st.button(
            "Read in the notes that come along", key="shipped", on_click=ingesting.start, args=([SHIPPED_CORPUS],)
        )
    add_files(tutor, ingesting)
